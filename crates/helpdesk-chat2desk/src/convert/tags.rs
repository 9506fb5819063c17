//! Tags.

use helpdesk_core::{Field, Tag, TagScope};
use helpdesk_http::Kept;

use crate::wire;

/// A tag. Every tag can be put on clients and on requests.
pub fn tag(kept: Kept<wire::Tag>) -> Tag {
    let Kept { wire, data, .. } = kept;
    let mut tag = Tag::new(wire.id, wire.label.unwrap_or_default(), TagScope::Both);
    tag.group = wire.group_name.or(wire.group_id);
    tag.not_sent = vec![Field::Active, Field::Color];
    tag.vendor_data = data;
    tag
}

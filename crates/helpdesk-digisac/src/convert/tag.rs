//! Tags.

use helpdesk_core::{Tag, TagScope};
use helpdesk_http::Kept;

use crate::wire;

/// A tag. Digisac's are for contacts.
pub(crate) fn tag(row: Kept<wire::Tag>) -> Tag {
    let wire = row.wire;
    let mut tag = Tag::new(wire.id, wire.label.unwrap_or_default(), TagScope::Contact);
    tag.active = wire.deleted_at.is_none();
    tag.vendor_data = row.data;
    tag
}

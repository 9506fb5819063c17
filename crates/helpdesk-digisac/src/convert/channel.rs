//! Channels, which Digisac calls services.

use helpdesk_core::{Channel, ChannelKind, ChannelRef, Field};
use helpdesk_http::Kept;

use crate::row;

/// The kind behind a service's type. The types are an open set; those that are not known are kept.
pub(crate) fn kind_of(raw: &str) -> ChannelKind {
    let word = raw.trim();
    let begins = |with: &str| {
        word.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    if begins("whatsapp") {
        ChannelKind::WhatsApp
    } else if begins("telegram") {
        ChannelKind::Telegram
    } else if begins("instagram") {
        ChannelKind::Instagram
    } else if begins("facebook") {
        ChannelKind::Messenger
    } else if begins("email") {
        ChannelKind::Email
    } else if begins("sms") {
        ChannelKind::Sms
    } else if begins("webchat") {
        ChannelKind::WebChat
    } else {
        ChannelKind::Other(raw.to_owned())
    }
}

/// A channel by what a record tells of it.
pub(super) fn reference(id: Option<&String>, service: Option<&row::Service>) -> Option<ChannelRef> {
    let id = id
        .or(service.map(|service| &service.id))
        .filter(|id| !id.is_empty());
    let kind = service.and_then(|service| service.kind.as_deref());
    match (kind, id) {
        (Some(raw), Some(id)) => Some(ChannelRef::of_kind(kind_of(raw), raw).with_id(id.as_str())),
        (Some(raw), None) => Some(ChannelRef::of_kind(kind_of(raw), raw)),
        (None, Some(id)) => Some(ChannelRef::by_id(id.as_str())),
        (None, None) => None,
    }
}

/// A service as a channel.
pub(crate) fn channel(row: Kept<row::Channel>) -> Channel {
    let wire = row.wire;
    let mut channel = Channel::new(
        wire.id.as_str(),
        wire.kind.as_deref().map(kind_of).into_iter().collect(),
    );
    channel.name = wire.name;
    channel.provider = wire.kind;
    channel.active =
        wire.archived_at.is_none() && wire.deleted_at.is_none() && wire.is_archived != Some(true);
    if let Some(data) = &wire.data {
        let status = data.status.as_ref();
        channel.address = status
            .and_then(|status| status.my_number.clone())
            .or_else(|| data.my_id.as_deref().map(without_network));
        channel.connected = status.and_then(|status| status.is_connected);
    } else {
        channel.not_sent = vec![Field::Address, Field::Connected];
    }
    channel.vendor_data = row.data;
    channel
}

/// The number of `552030000001@c.us`; an address of mail stays whole.
fn without_network(id: &str) -> String {
    match id.split_once('@') {
        Some((number, "c.us" | "s.whatsapp.net")) => number.to_owned(),
        _ => id.to_owned(),
    }
}

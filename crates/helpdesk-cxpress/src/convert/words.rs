//! Statuses and kinds of channels.

use helpdesk_core::{ChannelKind, ChannelRef, Status, TicketStatus};

use crate::wire::{ChannelTypeId, StatusId};

/// A status as it is read.
pub(crate) fn status(id: &StatusId) -> Status {
    let value = match id {
        StatusId::New => TicketStatus::New,
        StatusId::Open => TicketStatus::Open,
        StatusId::Pending => TicketStatus::Pending,
        StatusId::OnHold => TicketStatus::OnHold,
        StatusId::Resolved => TicketStatus::Resolved,
        StatusId::Abandoned => TicketStatus::Closed,
        other => TicketStatus::from(other.as_str()),
    };
    Status::new(value, id.as_str())
}

/// What writing a status comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum StatusWrite {
    /// It is written as it is.
    Exact(StatusId),
    /// Something near it is written, and this is what it becomes.
    Near(StatusId, &'static str),
    /// It cannot be written, and this is why.
    Refused(&'static str),
}

/// What writing a status on a ticket comes to.
pub(crate) fn status_write(status: &TicketStatus) -> StatusWrite {
    use StatusWrite::{Exact, Near, Refused};
    match status {
        TicketStatus::New => Exact(StatusId::New),
        TicketStatus::Open => Exact(StatusId::Open),
        TicketStatus::Pending => Exact(StatusId::Pending),
        TicketStatus::OnHold => Exact(StatusId::OnHold),
        TicketStatus::Resolved => Exact(StatusId::Resolved),
        TicketStatus::Closed => Near(
            StatusId::Resolved,
            "closed becomes resolved, the one closed status that can be written",
        ),
        other => match StatusId::from(other.as_str()) {
            StatusId::Abandoned => {
                Refused("abandoned is the vendor's own verdict and cannot be written")
            }
            StatusId::Delayed => Refused("delayed is a status of tasks, not of tickets"),
            StatusId::Other(id) if !is_uuid(&id) => Refused(
                "the vendor has new, open, pending, on_hold and resolved, and statuses by \
                 identifier; this is none of them",
            ),
            id => Exact(id),
        },
    }
}

/// What beginning a ticket with a status comes to. A ticket cannot begin closed.
pub(crate) fn first_status(status: &TicketStatus) -> StatusWrite {
    match status_write(status) {
        StatusWrite::Exact(StatusId::Resolved) | StatusWrite::Near(..) => {
            StatusWrite::Refused("a ticket cannot begin closed; create it and close it")
        }
        write => write,
    }
}

/// Whether a text has the form of the vendor's identifiers.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// A kind of channel as it is read.
pub(crate) fn channel_kind(id: &ChannelTypeId) -> ChannelKind {
    match id {
        ChannelTypeId::Email => ChannelKind::Email,
        ChannelTypeId::Telephony => ChannelKind::Voice,
        ChannelTypeId::WhatsApp => ChannelKind::WhatsApp,
        ChannelTypeId::Facebook => ChannelKind::Messenger,
        ChannelTypeId::Instagram => ChannelKind::Instagram,
        ChannelTypeId::Webchat => ChannelKind::WebChat,
        ChannelTypeId::Other(raw) => ChannelKind::from(raw.as_str()),
    }
}

/// A kind of channel as it is written, if the vendor has it.
pub(crate) fn channel_type(kind: &ChannelKind) -> Option<ChannelTypeId> {
    match kind {
        ChannelKind::Email => Some(ChannelTypeId::Email),
        ChannelKind::Voice => Some(ChannelTypeId::Telephony),
        ChannelKind::WhatsApp => Some(ChannelTypeId::WhatsApp),
        ChannelKind::Messenger => Some(ChannelTypeId::Facebook),
        ChannelKind::Instagram => Some(ChannelTypeId::Instagram),
        ChannelKind::WebChat => Some(ChannelTypeId::Webchat),
        ChannelKind::Other(raw) if is_uuid(raw) => Some(ChannelTypeId::from(raw.as_str())),
        _ => None,
    }
}

/// The channel of a ticket, by its kind.
pub(crate) fn channel(id: &ChannelTypeId) -> ChannelRef {
    ChannelRef::of_kind(channel_kind(id), id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_read_and_written_alike() {
        for id in StatusId::KNOWN {
            match status_write(&status(id).value) {
                StatusWrite::Exact(written) => assert_eq!(&written, id),
                StatusWrite::Near(StatusId::Resolved, _) => assert_eq!(id, &StatusId::Abandoned),
                StatusWrite::Refused(_) => assert_eq!(id, &StatusId::Delayed),
                other @ StatusWrite::Near(..) => panic!("{id}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_unknown_status_is_kept_and_written_back() {
        let id = "0e7c7f70-1111-4222-8333-944445555666";
        let read = status(&StatusId::from(id));
        assert_eq!(read.category, helpdesk_core::StatusCategory::Unknown);
        assert_eq!(read.raw, id);
        assert_eq!(
            status_write(&read.value),
            StatusWrite::Exact(StatusId::Other(id.to_owned()))
        );
        assert!(matches!(
            status_write(&TicketStatus::from("spam")),
            StatusWrite::Refused(_)
        ));
    }

    #[test]
    fn a_ticket_cannot_begin_closed() {
        for closed in [TicketStatus::Resolved, TicketStatus::Closed] {
            assert!(matches!(first_status(&closed), StatusWrite::Refused(_)));
        }
        assert_eq!(
            first_status(&TicketStatus::OnHold),
            StatusWrite::Exact(StatusId::OnHold)
        );
    }

    #[test]
    fn kinds_of_channels_are_read_and_written_alike() {
        for id in ChannelTypeId::KNOWN {
            assert_eq!(channel_type(&channel_kind(id)).as_ref(), Some(id));
        }
        assert_eq!(channel_type(&ChannelKind::Viber), None);
    }
}

//! Statuses, priorities and messengers.

use helpdesk_core::{
    ChannelKind, ChannelRef, DeliveryState, Error, Field, Loss, Priority, Result, Status,
    StatusFilter, TicketPriority, TicketStatus,
};

/// The status of a ticket, from the vendor's number.
pub fn status(raw: String) -> Status {
    let value = match raw.as_str() {
        "1" => TicketStatus::New,
        "2" => TicketStatus::Open,
        "3" => TicketStatus::Pending,
        "4" => TicketStatus::Closed,
        other => TicketStatus::Other(other.to_owned()),
    };
    Status::new(value, raw)
}

/// The vendor's number of a status, and what is lost by it.
///
/// Fails with [`ErrorKind::Invalid`](helpdesk_core::ErrorKind::Invalid) at `status` for a word that
/// is no number of the vendor's.
pub fn status_number(status: &TicketStatus) -> Result<(i64, Option<Loss>)> {
    let approximate = |number, text: &str| {
        let loss = Loss::new(Field::Status, text);
        Ok((number, Some(loss)))
    };
    match status {
        TicketStatus::New => Ok((1, None)),
        TicketStatus::Open => Ok((2, None)),
        TicketStatus::Pending => Ok((3, None)),
        TicketStatus::Closed => Ok((4, None)),
        TicketStatus::OnHold => approximate(
            3,
            "the vendor knows one kind of waiting; it becomes pending",
        ),
        TicketStatus::Resolved => {
            approximate(4, "the vendor knows one kind of closed; it becomes closed")
        }
        TicketStatus::Other(raw) => match raw.parse() {
            Ok(number) => Ok((number, None)),
            Err(_) => Err(Error::invalid(
                Field::Status.as_str(),
                "the vendor has no such status; take new, open, pending or closed, or one of its \
                 own numbers",
            )),
        },
        _ => Err(Error::invalid(
            Field::Status.as_str(),
            "the vendor has no such status; take new, open, pending or closed",
        )),
    }
}

/// The vendor's numbers that a filter by status admits; nothing when it admits all.
pub fn status_numbers(filter: StatusFilter) -> Option<&'static [i64]> {
    match filter {
        StatusFilter::Open => Some(&[1, 2]),
        StatusFilter::Waiting => Some(&[3]),
        StatusFilter::Closed => Some(&[4]),
        _ => None,
    }
}

/// The priority of a ticket, from the vendor's number.
pub fn priority(raw: String) -> Priority {
    let value = match raw.as_str() {
        "1" => TicketPriority::Low,
        "2" => TicketPriority::Normal,
        "3" => TicketPriority::High,
        other => TicketPriority::Other(other.to_owned()),
    };
    Priority::new(value, raw)
}

/// The vendor's number of a priority, and what is lost by it.
///
/// Fails with [`ErrorKind::Invalid`](helpdesk_core::ErrorKind::Invalid) at `priority` for a word
/// that is no number of the vendor's.
pub fn priority_number(priority: &TicketPriority) -> Result<(i64, Option<Loss>)> {
    let approximate = |number, text: &str| {
        let loss = Loss::new(Field::Priority, text);
        Ok((number, Some(loss)))
    };
    match priority {
        TicketPriority::Low => Ok((1, None)),
        TicketPriority::Normal => Ok((2, None)),
        TicketPriority::High => Ok((3, None)),
        TicketPriority::Urgent => {
            approximate(3, "the vendor has nothing above high; it becomes high")
        }
        TicketPriority::None => approximate(
            2,
            "the vendor has no tickets without priority; it becomes normal",
        ),
        TicketPriority::Other(raw) => match raw.parse() {
            Ok(number) => Ok((number, None)),
            Err(_) => Err(Error::invalid(
                Field::Priority.as_str(),
                "the vendor has no such priority; take low, normal or high, or one of its own \
                 numbers",
            )),
        },
        _ => Err(Error::invalid(
            Field::Priority.as_str(),
            "the vendor has no such priority; take low, normal or high",
        )),
    }
}

/// The kind of channel that a messenger is.
pub fn channel_kind(transport: &str) -> ChannelKind {
    match transport {
        "telegram" | "tg_user" => ChannelKind::Telegram,
        "facebook" => ChannelKind::Messenger,
        "vk" => ChannelKind::Vk,
        "ok" => ChannelKind::Ok,
        "max_bot" => ChannelKind::Max,
        "tamtam" => ChannelKind::TamTam,
        "email" => ChannelKind::Email,
        "vox_implant" => ChannelKind::Voice,
        "sms" | "sms_infobip" => ChannelKind::Sms,
        "widget" => ChannelKind::WebChat,
        "external" => ChannelKind::External,
        "wechat" => ChannelKind::WeChat,
        "skype" => ChannelKind::Skype,
        "yandex_dialogs" => ChannelKind::YandexDialogs,
        word if word == "whatsapp" || word.starts_with("wa_") => ChannelKind::WhatsApp,
        word if word == "viber" || word.starts_with("viber_") => ChannelKind::Viber,
        word if word.starts_with("insta_") => ChannelKind::Instagram,
        word => ChannelKind::Other(word.to_owned()),
    }
}

/// The kinds of channel that messengers are, each once.
pub fn channel_kinds(transports: &[String]) -> Vec<ChannelKind> {
    let mut kinds = Vec::new();
    for transport in transports {
        let kind = channel_kind(transport);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

/// The messenger by which a new client of this kind of channel is created; nothing where the vendor
/// cannot create clients.
///
/// The vendor's own words (`wa_dialog`, `viber_business`) pass as they are.
pub fn creating_transport(kind: &ChannelKind) -> Option<&str> {
    match kind {
        ChannelKind::WhatsApp => Some("whatsapp"),
        ChannelKind::Viber => Some("viber"),
        ChannelKind::External => Some("external"),
        ChannelKind::Email => Some("email"),
        ChannelKind::Sms => Some("sms"),
        ChannelKind::Other(word) => Some(word),
        _ => None,
    }
}

/// The channel of a record, from the channel's identifier and the messenger.
pub fn channel_ref(id: Option<&str>, transport: Option<&str>) -> Option<ChannelRef> {
    match (id, transport) {
        (None, None) => None,
        (Some(id), None) => Some(ChannelRef::by_id(id)),
        (None, Some(word)) => Some(ChannelRef::of_kind(channel_kind(word), word)),
        (Some(id), Some(word)) => Some(ChannelRef::of_kind(channel_kind(word), word).with_id(id)),
    }
}

/// How far a message has come, from the vendor's word or number.
pub fn delivery(raw: &str) -> DeliveryState {
    match raw {
        "pending" | "scheduled" | "1" => DeliveryState::Queued,
        "sent" | "2" => DeliveryState::Sent,
        "failed" | "3" => DeliveryState::Failed,
        "canceled" | "cancelled" | "5" => DeliveryState::Canceled,
        "delivered" | "6" => DeliveryState::Delivered,
        "seen" | "read" | "7" => DeliveryState::Read,
        other => DeliveryState::Other(other.to_owned()),
    }
}

/// The number of a ticket's identifier, for paths: `7` of `TICK-7`.
pub fn ticket_number(id: &str) -> &str {
    let id = id.trim();
    match id.get(..5) {
        Some(lead) if lead.eq_ignore_ascii_case("TICK-") => &id[5..],
        _ => id,
    }
}

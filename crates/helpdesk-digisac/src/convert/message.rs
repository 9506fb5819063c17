//! Messages and notes.

use helpdesk_core::{
    Attachment, Author, AuthorKind, DeliveryState, Direction, Field, Message, MessageKind, Template,
};
use helpdesk_http::Kept;

use crate::api::TemplateComponent;
use crate::row;

/// The type of system records.
const SYSTEM: &str = "ticket";
/// The type of internal notes.
pub(crate) const COMMENT: &str = "comment";

fn kind(wire: &row::Message) -> MessageKind {
    match wire.kind.as_deref() {
        Some(SYSTEM) => MessageKind::System,
        _ if is_note(wire) => MessageKind::Note,
        Some("chat") if wire.hsm_id.is_some() => MessageKind::Template,
        Some("chat" | "email") | None => MessageKind::Text,
        Some("image" | "sticker") => MessageKind::Image,
        Some("video") => MessageKind::Video,
        Some("audio" | "ptt") => MessageKind::Audio,
        Some("document") => MessageKind::File,
        Some("reaction") => MessageKind::Reaction,
        Some("interactive") => MessageKind::Interactive,
        Some("location") => MessageKind::Location,
        Some(other) => MessageKind::Other(other.to_owned()),
    }
}

/// Whether it is an internal note.
pub(crate) fn is_note(wire: &row::Message) -> bool {
    wire.kind.as_deref() == Some(COMMENT) || wire.is_comment == Some(true)
}

/// Whether it is a system record about a ticket.
pub(crate) fn is_system(wire: &row::Message) -> bool {
    wire.kind.as_deref() == Some(SYSTEM)
}

fn author(wire: &row::Message) -> Author {
    let bot = wire.is_from_bot == Some(true) || wire.origin.as_deref() == Some("bot");
    if is_system(wire) {
        Author::new(AuthorKind::System)
    } else if wire.is_from_me == Some(false) && !is_note(wire) {
        let contact = wire.from_id.clone().or_else(|| wire.contact_id.clone());
        Author::new(AuthorKind::Contact).with_id(contact)
    } else if bot {
        Author::new(AuthorKind::Bot).with_id(wire.bot_id.clone().or_else(|| wire.user_id.clone()))
    } else {
        Author::new(AuthorKind::Agent).with_id(wire.user_id.clone())
    }
}

fn direction(wire: &row::Message) -> Direction {
    if is_system(wire) || is_note(wire) {
        Direction::Internal
    } else if wire.is_from_me == Some(false) {
        Direction::Inbound
    } else {
        Direction::Outbound
    }
}

/// How far an outbound message has come. On what came in `-1` means nothing.
fn delivery(wire: &row::Message) -> Option<DeliveryState> {
    Some(match wire.data.ack.as_deref()? {
        "-1" | "error" => DeliveryState::Failed,
        "0" => DeliveryState::Queued,
        "1" => DeliveryState::Sent,
        "2" => DeliveryState::Delivered,
        "3" | "4" => DeliveryState::Read,
        other => DeliveryState::Other(other.to_owned()),
    })
}

/// A message, a note or a system record.
pub(crate) fn message(row: Kept<row::Message>) -> Message {
    let wire = row.wire;
    let (author, direction, kind) = (author(&wire), direction(&wire), kind(&wire));
    let outbound = direction == Direction::Outbound;
    let delivery = if outbound { delivery(&wire) } else { None };
    let mut message = Message::new(wire.id, author, direction, kind);
    message.ticket = wire.ticket_id.map(Into::into);
    message.contact = wire.contact_id.map(Into::into);
    message.delivery = delivery;
    let has_file = matches!(
        message.kind,
        MessageKind::Image | MessageKind::Video | MessageKind::Audio | MessageKind::File
    );
    message.attachments = wire
        .file
        .into_iter()
        .map(|file| Attachment::new(file.name, file.url, file.mimetype))
        .collect();
    if has_file && message.attachments.is_empty() {
        message.not_sent.push(Field::Attachments);
    }
    message.text = wire.text.filter(|text| !text.is_empty());
    message.sent_at = wire.timestamp.or(wire.created_at);
    message.vendor_data = row.data;
    message
}

/// The values of a template as Digisac takes them, in their order.
pub(crate) fn parameters(template: &Template) -> TemplateComponent {
    TemplateComponent::body(template.parameters.iter().map(|(_, value)| value.as_str()))
}

/// Whether a delivery holds all there is of a message: of files it holds that there is one.
pub(crate) fn is_whole(wire: &row::Message) -> bool {
    is_system(wire) || matches!(wire.kind.as_deref(), Some("chat" | COMMENT | "reaction"))
}

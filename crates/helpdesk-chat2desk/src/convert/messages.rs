//! Messages and comments.

use helpdesk_core::{
    Attachment, Author, AuthorKind, ContactId, DeliveryState, Direction, Field, Message,
    MessageKind, TicketId,
};
use helpdesk_http::Kept;
use serde_json::Value;

use super::value_as_text;
use super::words::delivery;
use crate::row;
use crate::wire::{self, MessageType};

/// Who wrote a message, which way it went, and what it is when its content does not decide.
fn nature(
    kind: Option<&MessageType>,
    client: Option<&str>,
    operator: Option<&str>,
) -> (Author, Direction, Option<MessageKind>) {
    let by = |kind, id: Option<&str>| Author::new(kind).with_id(id.map(str::to_owned));
    match kind {
        Some(MessageType::FromClient | MessageType::In) => {
            (by(AuthorKind::Contact, client), Direction::Inbound, None)
        }
        Some(MessageType::ToClient | MessageType::Out) => {
            (by(AuthorKind::Agent, operator), Direction::Outbound, None)
        }
        // An automatic survey has no type.
        Some(MessageType::Autoreply) | None => {
            (by(AuthorKind::Bot, None), Direction::Outbound, None)
        }
        Some(MessageType::System) => (
            by(AuthorKind::System, None),
            Direction::Internal,
            Some(MessageKind::System),
        ),
        Some(MessageType::Comment) => (
            by(AuthorKind::Agent, operator),
            Direction::Internal,
            Some(MessageKind::Note),
        ),
        Some(other) => (
            by(AuthorKind::Other(other.as_str().to_owned()), operator),
            Direction::Other(other.as_str().to_owned()),
            None,
        ),
    }
}

/// The files that older servers put beside the attachments.
struct Legacy {
    photo: Option<String>,
    video: Option<String>,
    audio: Option<String>,
    pdf: Option<String>,
    coordinates: Option<Value>,
}

impl Legacy {
    fn kind(&self, attachments: &[Attachment]) -> MessageKind {
        if self.photo.is_some() {
            MessageKind::Image
        } else if self.video.is_some() {
            MessageKind::Video
        } else if self.audio.is_some() {
            MessageKind::Audio
        } else if self.pdf.is_some() {
            MessageKind::File
        } else if self.coordinates.as_ref().is_some_and(is_something) {
            MessageKind::Location
        } else {
            attachments.first().map_or(MessageKind::Text, kind_by_name)
        }
    }

    fn attachments(self) -> Vec<Attachment> {
        [self.photo, self.video, self.audio, self.pdf]
            .into_iter()
            .flatten()
            .map(Attachment::at)
            .collect()
    }
}

fn is_something(value: &Value) -> bool {
    !matches!(value, Value::Null) && value.as_str() != Some("")
}

/// What a file is, by the end of its name; a file, when that does not tell.
fn kind_by_name(attachment: &Attachment) -> MessageKind {
    let name = attachment
        .name
        .as_deref()
        .or(attachment.url.as_deref())
        .unwrap_or_default();
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let end = name.rsplit('.').next().unwrap_or_default();
    match end.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" => MessageKind::Image,
        "mp3" | "ogg" | "oga" | "wav" | "m4a" | "opus" => MessageKind::Audio,
        "mp4" | "mov" | "webm" | "avi" => MessageKind::Video,
        _ => MessageKind::File,
    }
}

fn attachments(files: Vec<wire::Attachment>) -> Vec<Attachment> {
    files
        .into_iter()
        .map(|file| Attachment::new(file.name, file.link, None))
        .collect()
}

/// How far an outgoing message has come.
fn progress(
    direction: &Direction,
    recipient: Option<&Value>,
    gateway: Option<&str>,
) -> Option<DeliveryState> {
    if *direction != Direction::Outbound {
        return None;
    }
    recipient
        .and_then(value_as_text)
        .or_else(|| gateway.map(str::to_owned))
        .map(|word| delivery(&word))
}

/// A message. `ticket` is the one it was listed for, where that is known.
pub fn message(kept: Kept<row::Message>, ticket: Option<&TicketId>) -> Message {
    let Kept { wire, data, .. } = kept;
    let (author, direction, kind) = nature(
        wire.kind.as_ref(),
        wire.client_id.as_deref(),
        wire.operator_id.as_deref(),
    );
    let mut files = attachments(wire.attachments);
    let legacy = Legacy {
        photo: wire.photo,
        video: wire.video,
        audio: wire.audio,
        pdf: wire.pdf,
        coordinates: wire.coordinates,
    };
    let kind = kind.unwrap_or_else(|| legacy.kind(&files));
    if files.is_empty() {
        files = legacy.attachments();
    }
    let delivery = progress(
        &direction,
        wire.recipient_status.as_ref(),
        wire.gateway_status.as_deref(),
    );
    let mut message = Message::new(wire.id, author, direction, kind);
    message.contact = wire.client_id.map(ContactId::new);
    message.text = wire.text;
    message.attachments = files;
    message.delivery = delivery;
    message.sent_at = wire.created;
    finish(message, ticket, data)
}

/// A message of a request.
pub fn request_message(kept: Kept<row::RequestMessage>, ticket: Option<&TicketId>) -> Message {
    let Kept { wire, data, .. } = kept;
    let (author, direction, kind) = nature(
        wire.kind.as_ref(),
        wire.client_id.as_deref(),
        wire.operator_id.as_deref(),
    );
    let legacy = Legacy {
        photo: wire.photo,
        video: wire.video,
        audio: wire.audio,
        pdf: wire.pdf,
        coordinates: wire.coordinates,
    };
    let kind = kind.unwrap_or_else(|| legacy.kind(&[]));
    let delivery = progress(
        &direction,
        wire.recipient_status.as_ref(),
        wire.gateway_status.as_deref(),
    );
    let mut message = Message::new(wire.id, author, direction, kind);
    message.contact = wire.client_id.map(ContactId::new);
    message.text = wire.text;
    message.attachments = legacy.attachments();
    message.delivery = delivery;
    message.sent_at = wire.created.or(wire.sent_at);
    finish(message, ticket, data)
}

/// A message of which only what the vendor answered to sending it is known.
pub fn sent(kept: Kept<row::SentMessage>, ticket: Option<&TicketId>) -> Message {
    let Kept { wire, data, .. } = kept;
    let (author, direction, kind) = nature(
        wire.kind.as_ref(),
        wire.client_id.as_deref(),
        wire.operator_id.as_deref(),
    );
    let mut message = Message::new(
        wire.message_id,
        author,
        direction,
        kind.unwrap_or(MessageKind::Text),
    );
    message.contact = wire.client_id.map(ContactId::new);
    message.not_sent = vec![
        Field::Text,
        Field::Attachments,
        Field::Delivery,
        Field::SentAt,
    ];
    finish(message, ticket, data)
}

fn finish(
    mut message: Message,
    ticket: Option<&TicketId>,
    data: helpdesk_core::VendorData,
) -> Message {
    message.ticket = ticket.cloned();
    if message.ticket.is_none() {
        message.not_sent.push(Field::Ticket);
    }
    message.vendor_data = data;
    message
}

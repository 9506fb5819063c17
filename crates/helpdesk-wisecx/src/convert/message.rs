//! Messages and notes, which WiseCX calls activities.

use helpdesk_core::{
    Attachment, Author, AuthorKind, ContactId, Content, DeliveryState, Direction, Field, Message,
    MessageKind, NewAttachment, Template, TicketId, not_sent,
};
use helpdesk_http::Kept;

use super::some_id;
use crate::input::Problems;
use crate::wire::{self, Activity, ActivityKind, TemplateInput, TemplateParameter};

/// Files with their content may have this many bytes in one request, all together.
const LARGEST_FILES: usize = 5_000_000;

/// A message or note as it comes. `case` is the case that was asked for.
pub(crate) fn read(kept: Kept<Activity>, case: u64) -> Message {
    let Kept { wire, data, names } = kept;
    let kind = wire
        .kind
        .clone()
        .unwrap_or(ActivityKind::Other(String::new()));
    let mut message = Message::new(
        wire.id.to_string(),
        author(&wire, &kind),
        direction(&kind),
        content_kind(&wire, &kind),
    );
    message.ticket = Some(TicketId::new(wire.case_id.unwrap_or(case).to_string()));
    message.contact = contact(&wire, &kind);
    message.delivery = match kind {
        ActivityKind::UserReply => wire.sending_status.as_deref().map(delivery),
        _ => None,
    };
    message.sent_at = wire.created_at;
    message.attachments = wire
        .attachments
        .into_iter()
        .map(|file| Attachment::new(file.filename, file.url, None))
        .collect();
    message.text = wire.content;
    message.not_sent = names.not_sent(&data, |names| {
        not_sent!(names, {
            ReplyTo: [],
            ExternalId: [],
            Text: ["content"],
            Attachments: ["attachments"],
            Author: ["user_id"],
            Delivery: ["sending_status"],
            SentAt: ["created_at"],
        })
    });
    message.vendor_data = data;
    message
}

/// Whether an activity is an internal note.
pub(crate) fn is_note(activity: &Activity) -> bool {
    activity.kind == Some(ActivityKind::Note)
}

fn direction(kind: &ActivityKind) -> Direction {
    match kind {
        ActivityKind::ContactMessage => Direction::Inbound,
        ActivityKind::UserReply => Direction::Outbound,
        ActivityKind::Note | ActivityKind::System => Direction::Internal,
        ActivityKind::Other(word) => Direction::Other(word.clone()),
    }
}

fn author(activity: &Activity, kind: &ActivityKind) -> Author {
    let user = some_id(activity.user_id);
    match kind {
        ActivityKind::ContactMessage => {
            let from = activity.contact_from.as_ref();
            Author::new(AuthorKind::Contact)
                .with_id(from.and_then(|from| some_id(from.id)))
                .with_name(from.and_then(|from| from.name.clone()))
        }
        ActivityKind::System => Author::new(AuthorKind::System).with_id(user),
        // Whether a user is a bot stands with the user, not here. A reply of nobody is a campaign's,
        // a flow's or a template's; the vendor does not say which.
        ActivityKind::UserReply | ActivityKind::Note if user.is_some() => {
            Author::new(AuthorKind::Agent).with_id(user)
        }
        kind => Author::new(AuthorKind::Other(kind.as_str().to_owned())).with_id(user),
    }
}

fn contact(activity: &Activity, kind: &ActivityKind) -> Option<ContactId> {
    let contact = match kind {
        ActivityKind::UserReply => activity.contacts_to.first(),
        _ => activity.contact_from.as_ref(),
    };
    some_id(contact.and_then(|contact| contact.id)).map(ContactId::new)
}

fn content_kind(activity: &Activity, kind: &ActivityKind) -> MessageKind {
    match kind {
        ActivityKind::Note => MessageKind::Note,
        ActivityKind::System => MessageKind::System,
        _ if activity.content.is_none() && !activity.attachments.is_empty() => MessageKind::File,
        _ => MessageKind::Text,
    }
}

fn delivery(word: &str) -> DeliveryState {
    match word.to_lowercase().as_str() {
        "ok" => DeliveryState::Sent,
        _ => DeliveryState::from(word),
    }
}

/// Files to send.
pub(crate) fn attachments(
    files: &[NewAttachment],
    problems: &mut Problems,
) -> Vec<wire::NewAttachment> {
    let mut bytes = 0;
    let mut written = Vec::with_capacity(files.len());
    for file in files {
        if file.name.trim().is_empty() {
            problems.add(&Field::Attachments, "need file names");
        }
        match &file.content {
            Content::Url(url) if url.trim().is_empty() => {
                problems.add(&Field::Attachments, "need an address or bytes");
            }
            Content::Url(url) => written.push(wire::NewAttachment::url(&file.name, url)),
            Content::Bytes(content) => {
                bytes += content.len();
                if bytes > LARGEST_FILES {
                    problems.add(
                        &Field::Attachments,
                        "may have 5 MB in one message, all together; give larger ones by address",
                    );
                } else {
                    written.push(wire::NewAttachment::bytes(&file.name, content));
                }
            }
            _ => problems.add(&Field::Attachments, "need an address or bytes"),
        }
    }
    written
}

/// A template to send.
pub(crate) fn template(template: &Template, problems: &mut Problems) -> TemplateInput {
    let id = problems.number(Field::Template.as_str(), &template.id);
    let parameters = template
        .parameters
        .iter()
        .map(|(key, value)| TemplateParameter::new(key, value))
        .collect();
    TemplateInput::builder()
        .template_id(id)
        .parameters(parameters)
        .build()
}

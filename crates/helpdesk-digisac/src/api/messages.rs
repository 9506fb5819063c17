//! `/messages`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use helpdesk_core::{Error, Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{ComponentType, Done, InteractiveType, ListRequest, MessageType, Origin};
use crate::wire;

resource!(
    /// Messages, notes and system records about tickets.
    Messages,
    messages
);

/// A file to send.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileInput {
    /// The content, in base64.
    pub base64: String,
    /// The media type; the server makes an image, a film or a document of it.
    pub mimetype: String,
    /// The file name.
    pub name: String,
}

builder!(FileInput, FileInputBuilder {
    required(into): [base64: String, mimetype: String, name: String],
});

redacted_debug!(FileInput {
    show: [mimetype],
    hide: [base64, name]
});

impl FileInput {
    /// A file of these bytes. Digisac takes no addresses.
    pub fn from_bytes(
        name: impl Into<String>,
        mimetype: impl Into<String>,
        bytes: impl AsRef<[u8]>,
    ) -> Self {
        Self {
            base64: STANDARD.encode(bytes),
            mimetype: mimetype.into(),
            name: name.into(),
        }
    }
}

/// The values of one part of a template. Documented by a third party.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TemplateComponent {
    /// The part.
    #[serde(rename = "type")]
    pub kind: ComponentType,
    /// What a button does: `quick_reply`, `url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_type: Option<String>,
    /// Which button, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    /// The values, in the order of the template.
    pub parameters: Vec<TemplateValue>,
}

builder!(TemplateComponent, TemplateComponentBuilder {
    optional: [index / maybe_index: u32],
    optional(into): [sub_type / maybe_sub_type: String],
    default: [parameters: Vec<TemplateValue>],
    default(into): [kind: ComponentType = ComponentType::Body],
});

redacted_debug!(TemplateComponent {
    show: [kind, sub_type, index],
    hide: [parameters]
});

impl TemplateComponent {
    /// The values of the text, in the order of the template.
    pub fn body<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::builder()
            .parameters(values.into_iter().map(TemplateValue::text).collect())
            .build()
    }
}

/// A value of a template. Documented by a third party.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TemplateValue {
    /// What it is; `text` is documented.
    #[serde(rename = "type")]
    pub kind: String,
    /// The text.
    pub text: String,
}

redacted_debug!(TemplateValue {
    show: [kind],
    hide: [text]
});

impl TemplateValue {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            kind: "text".to_owned(),
            text: text.into(),
        }
    }
}

/// A message with buttons or a list. Documented by a third party, without the shapes of its parts,
/// which are those of WhatsApp.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Interactive {
    /// What it offers.
    #[serde(rename = "type")]
    pub kind: InteractiveType,
    /// What stands above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Value>,
    /// What is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// What stands below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<Value>,
    /// The buttons, or the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Value>,
}

builder!(Interactive, InteractiveBuilder {
    required(into): [kind: InteractiveType],
    optional: [
        header / maybe_header: Value,
        body / maybe_body: Value,
        footer / maybe_footer: Value,
        action / maybe_action: Value,
    ],
});

redacted_debug!(Interactive {
    show: [kind],
    hide: []
});

#[allow(clippy::ref_option, reason = "serde hands over what the field is")]
fn wrapped<S: serde::Serializer>(
    message: &Option<Interactive>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    json!({ "interactive": message }).serialize(serializer)
}

/// A message or a note to send, to a contact or to a number on a channel.
#[derive(Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendMessage {
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether it is a message, or a note that the contact never sees.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageType>,
    /// The contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<String>,
    /// The number, in place of a contact; the channel is needed as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_id: Option<String>,
    /// The agent it is shown as.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Who it is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Whether no ticket is opened when none is open. Digisac opens one unless told so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dont_open_ticket: Option<bool>,
    /// A file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileInput>,
    /// A template in place of the text. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hsm_id: Option<String>,
    /// The template's values. Documented by a third party.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<TemplateComponent>,
    /// Buttons or a list. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "wrapped")]
    pub interactive_message: Option<Interactive>,
    /// The department of the ticket. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_department_id: Option<String>,
}

builder!(SendMessage, SendMessageBuilder {
    optional: [
        dont_open_ticket / maybe_dont_open_ticket: bool,
        file / maybe_file: FileInput,
        interactive_message / maybe_interactive_message: Interactive,
    ],
    optional(into): [
        text / maybe_text: String,
        kind / maybe_kind: MessageType,
        contact_id / maybe_contact_id: String,
        number / maybe_number: String,
        service_id / maybe_service_id: String,
        user_id / maybe_user_id: String,
        origin / maybe_origin: Origin,
        hsm_id / maybe_hsm_id: String,
        ticket_department_id / maybe_ticket_department_id: String,
    ],
    default: [parameters: Vec<TemplateComponent>],
});

redacted_debug!(SendMessage {
    show: [
        kind,
        contact_id,
        service_id,
        user_id,
        origin,
        dont_open_ticket,
        file,
        hsm_id,
        interactive_message
    ],
    hide: [text, number, parameters]
});

impl SendMessage {
    /// To whom, and what: what the vendor would refuse, or take for something else.
    fn check(&self) -> Result<()> {
        let mut wrong: Option<Error> = None;
        let mut add = |field: &'static str, message: &'static str| {
            wrong = Some(match wrong.take() {
                Some(error) => error.with_field_error(field, message),
                None => Error::invalid(field, message),
            });
        };
        match (&self.contact_id, &self.number, &self.service_id) {
            (None, None, _) => add("contact_id", "give a contact, or a number and a channel"),
            (None, Some(_), None) => add("service_id", "a number needs the channel as well"),
            (Some(_), Some(_), _) => {
                add("number", "stands in place of a contact; give one of them");
            }
            _ => {}
        }
        if self.text.is_none()
            && self.file.is_none()
            && self.hsm_id.is_none()
            && self.interactive_message.is_none()
        {
            add(
                "text",
                "there is nothing to send; give a text, a file, a template or an interactive message",
            );
        }
        if !self.parameters.is_empty() && self.hsm_id.is_none() {
            add("parameters", "belong to a template; name it in `hsm_id`");
        }
        if self.kind == Some(MessageType::Comment)
            && (self.hsm_id.is_some() || self.interactive_message.is_some())
        {
            add(
                "kind",
                "templates and buttons go to contacts; a note has a text",
            );
        }
        wrong.map_or(Ok(()), Err)
    }
}

/// A new text for a message.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EditMessage {
    /// The text.
    pub text: String,
    /// The contact.
    pub contact_id: String,
    /// Who is mentioned.
    pub mentioned_list: Vec<String>,
}

builder!(EditMessage, EditMessageBuilder {
    required(into): [text: String, contact_id: String],
    default: [mentioned_list: Vec<String>],
});

redacted_debug!(EditMessage {
    show: [contact_id],
    hide: [text, mentioned_list]
});

impl Messages {
    list!(
        "messages.list",
        "/messages",
        wire::Message as T,
        "System records about tickets are among them. Filters on truth values work in JSON only. Documented by a third party."
    );

    /// One message: `GET /messages/{messageId}`, with these relations, such as `file`. `NotFound`.
    ///
    /// Sent again after failures that may pass. Documented by a third party.
    pub async fn get(&self, id: &str, include: &[&str]) -> Result<Kept<wire::Message>> {
        let call = Call::get(Safety::Safe, "/messages/{messageId}")
            .name("messages.get")
            .segment("messageId", id);
        let call = include.iter().enumerate().fold(call, |call, (at, name)| {
            call.query(format!("include[{at}]"), name)
        });
        self.api.record(call, "message").await
    }

    /// Sends a message, or adds a note: `POST /messages`. `Invalid` before anything is sent without an
    /// addressee (a contact, or a number and a channel) or without anything to send.
    ///
    /// The contact is notified of a message, and never sees a note; templates may cost what Meta
    /// charges. **Opens a ticket** when the contact has none open, unless `dont_open_ticket` is set.
    /// `Conflict` when the channel is not connected; of late that may be answered with success, and
    /// the message stays at `ack` 0. It comes back as a webhook like every other.
    ///
    /// Sent once: Digisac keeps no key of the caller's to look it up by, so after an unknown delivery
    /// the error says so.
    pub async fn send(&self, message: &SendMessage) -> Result<Kept<wire::Message>> {
        self.send_as(message).await
    }

    /// The same, and only so much of the answer is read.
    pub(crate) async fn send_as<T: DeserializeOwned>(
        &self,
        message: &SendMessage,
    ) -> Result<Kept<T>> {
        self.api.allow("messages.send", message.check())?;
        let call = Call::post(Safety::Once, "/messages")
            .name("messages.send")
            .json(message);
        self.api.record(call, "message").await
    }

    /// Changes the text of a message: `PATCH /messages/{messageId}`. `NotFound`.
    ///
    /// The contact sees the new one. Sent again after failures that may pass, for it sets a state. Documented by a third party.
    pub async fn edit(&self, id: &str, edit: &EditMessage) -> Result<Done> {
        let call = Call::patch(Safety::Safe, "/messages/{messageId}")
            .name("messages.edit")
            .segment("messageId", id)
            .json(edit);
        self.api.done(call).await
    }

    /// Reacts to a message: `POST /messages/{messageId}/send-reaction`. `NotFound`.
    ///
    /// The contact sees it. Sent once. Documented by a third party.
    pub async fn send_reaction(&self, id: &str, emoji: &str) -> Result<Done> {
        let call = Call::post(Safety::Once, "/messages/{messageId}/send-reaction")
            .name("messages.send_reaction")
            .segment("messageId", id)
            .json(&json!({ "reactionEmojiRendered": emoji }));
        self.api.done(call).await
    }

    /// Has a text put better: `POST /messages/magic-text`. It may cost credits, so it is sent once.
    /// Documented by a third party; the answer is not.
    pub async fn magic_text(&self, message: &str, tone: &str) -> Result<Kept<Value>> {
        let call = Call::post(Safety::Once, "/messages/magic-text")
            .name("messages.magic_text")
            .json(&json!({ "message": message, "tone": tone }));
        self.api.record(call, "text").await
    }

    /// Oldest first. A message and the system record about the ticket it opened have the same time,
    /// so more than that is needed for pages to keep apart.
    pub fn oldest_first() -> Vec<(String, super::Sort)> {
        ["timestamp", "createdAt", "id"]
            .map(|column| (column.to_owned(), super::Sort::Ascending))
            .to_vec()
    }

    /// Every message of a contact or ticket that is an internal note, page by page; the
    /// [`ListRequest`] for [`Messages::list`].
    pub fn notes_request(target: &str, id: &str, page: u32, per_page: u32) -> ListRequest {
        ListRequest::builder()
            .filter(json!({ target: id, "type": "comment" }))
            .order(Self::oldest_first())
            .page(page)
            .per_page(per_page)
            .build()
    }
}

//! `/messages`.

use helpdesk_core::{Result, Safety, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Done, ListRequest};
use crate::wire;

resource!(
    /// Messages, notes and system records about tickets.
    Messages,
    messages
);

/// A file to send.
#[derive(Clone, PartialEq, Eq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct FileInput {
    /// The content, in base64.
    pub base64: String,
    /// The media type; the server makes an image, a film or a document of it.
    pub mimetype: String,
    /// The file name.
    pub name: String,
}

redacted_debug!(FileInput {
    show: [mimetype],
    hide: [base64, name]
});

/// A message or a note to send, to a contact or to a number on a channel.
#[derive(Clone, PartialEq, Default, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendMessage {
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `chat`, or `comment` for a note that the contact never sees.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
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
    /// `bot` or `user`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Value>,
    /// Buttons or a list. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interactive_message: Option<Value>,
    /// The department of the ticket. Documented by a third party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_department_id: Option<String>,
}

redacted_debug!(SendMessage {
    show: [
        kind,
        contact_id,
        service_id,
        user_id,
        origin,
        dont_open_ticket,
        file,
        hsm_id
    ],
    hide: [text, number]
});

/// A new text for a message.
#[derive(Clone, PartialEq, Eq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EditMessage {
    /// The text.
    pub text: String,
    /// The contact.
    pub contact_id: String,
    /// Who is mentioned.
    #[builder(default)]
    pub mentioned_list: Vec<String>,
}

redacted_debug!(EditMessage {
    show: [contact_id],
    hide: [text, mentioned_list]
});

impl Messages {
    list!(
        "messages.list",
        "/messages",
        wire::Message,
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

    /// Sends a message, or adds a note: `POST /messages`.
    ///
    /// **Opens a ticket** when the contact has none open, unless `dont_open_ticket` is set.
    /// `Conflict` when the channel is not connected; of late that may be answered with success, and
    /// the message stays at `ack` 0. It comes back as a webhook like every other.
    ///
    /// Sent once: Digisac keeps no key of the caller's to look it up by, so after an unknown delivery
    /// the error says so.
    pub async fn send(&self, message: &SendMessage) -> Result<Kept<wire::Message>> {
        let call = Call::post(Safety::Once, "/messages")
            .name("messages.send")
            .json(message);
        self.api.record(call, "message").await
    }

    /// Changes the text of a message: `PATCH /messages/{messageId}`. `NotFound`.
    ///
    /// Sent again after failures that may pass, for it sets a state. Documented by a third party.
    pub async fn edit(&self, id: &str, edit: &EditMessage) -> Result<Done> {
        let call = Call::patch(Safety::Safe, "/messages/{messageId}")
            .name("messages.edit")
            .segment("messageId", id)
            .json(edit);
        self.api.done(call).await
    }

    /// Reacts to a message: `POST /messages/{messageId}/send-reaction`. `NotFound`.
    ///
    /// Sent once. Documented by a third party.
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

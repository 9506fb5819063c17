//! Messages and comments.

use helpdesk_core::{Result, Safety, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;
use serde_json::Value;

use super::params::{number, opt_number};
use super::{Api, ImportMessages, InboxMessage, List, MESSAGES};
use crate::wire::{self, MessageType};

/// Which messages to list.
///
/// `start_id` takes the place of an offset, which the vendor ignores here: the first identifier to
/// give. It must not stand beside the dates.
#[derive(Debug, Clone, Default, PartialEq, Eq, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ListMessages {
    /// Of this client.
    pub client_id: Option<String>,
    /// Of this dialog.
    pub dialog_id: Option<String>,
    /// On this channel.
    pub channel_id: Option<String>,
    /// By this operator.
    pub operator_id: Option<String>,
    /// By this messenger.
    pub transport: Option<String>,
    /// Of this type: `to_client`, `from_client`, `autoreply`, `system`. Comments cannot be asked for.
    #[builder(into)]
    pub kind: Option<MessageType>,
    /// From this day on, `dd-mm-yyyy`, in the company's time zone.
    pub start_date: Option<String>,
    /// Before this day, `dd-mm-yyyy`.
    pub finish_date: Option<String>,
    /// From this message on.
    pub start_id: Option<String>,
    /// How many rows; 20 when not given, 200 at most.
    pub limit: Option<u32>,
    /// `asc` or `desc`; the latter gives the newest ones only.
    pub order: Option<String>,
    /// Whether rows come from later to earlier.
    pub direction_reverse: Option<bool>,
}

/// A message or comment to send.
#[derive(Clone, PartialEq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewMessage {
    /// The client.
    #[serde(serialize_with = "number")]
    pub client_id: String,
    /// `to_client` when not given; `comment` is internal.
    #[builder(into)]
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageType>,
    /// The text. Required without an attachment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The public address of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<String>,
    /// The name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_filename: Option<String>,
    /// The channel; that of the client's last message when not given.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// The messenger; that of the client's last message when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<String>,
    /// The operator in whose name it is sent. The dialog stays with its own operator.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<String>,
    /// Whether a closed dialog is opened; it is when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_dialog: Option<bool>,
    /// The identifier in another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether the text is shown scrambled inside the helpdesk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// The message that is quoted.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub reply_message_id: Option<String>,
    /// Buttons below the message.
    #[builder(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inline_buttons: Vec<Button>,
    /// Buttons in place of the keyboard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyboard: Option<Keyboard>,
    /// A list or buttons for WhatsApp, in WhatsApp's own form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interactive: Option<Value>,
}

redacted_debug!(NewMessage {
    show: [
        client_id,
        kind,
        channel_id,
        transport,
        operator_id,
        open_dialog,
        encrypted,
        reply_message_id
    ],
    hide: [
        text,
        attachment,
        attachment_filename,
        external_id,
        inline_buttons,
        keyboard,
        interactive
    ]
});

/// A button of a message. Which messenger shows which is listed in the vendor's documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct Button {
    /// `reply`, `location`, `phone`, `email` or `url`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The label; best no longer than 38 characters, 19 in Cyrillic.
    pub text: String,
    /// What is sent when it is pressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// `red`, `green`, `blue` or `yellow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Buttons in place of the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, bon::Builder)]
#[non_exhaustive]
pub struct Keyboard {
    /// The buttons.
    pub buttons: Vec<Button>,
}

/// Messages and comments: `/v1/messages`.
#[derive(Debug, Clone)]
pub struct Messages {
    pub(super) api: Api,
}

impl Messages {
    /// `GET /v1/messages`: a page of messages, oldest first.
    ///
    /// The next page begins at the highest identifier plus one, until a page brings nothing new. The
    /// vendor asks not to poll with this: webhooks cost nothing.
    pub async fn list(&self, query: &ListMessages) -> Result<List<wire::Message>> {
        let call = Call::get(Safety::Safe, "/v1/messages")
            .name("messages.list")
            .query_opt("client_id", query.client_id.as_deref())
            .query_opt("dialog_id", query.dialog_id.as_deref())
            .query_opt("channel_id", query.channel_id.as_deref())
            .query_opt("operator_id", query.operator_id.as_deref())
            .query_opt("transport", query.transport.as_deref())
            .query_opt("type", query.kind.as_ref())
            .query_opt("start_date", query.start_date.as_deref())
            .query_opt("finish_date", query.finish_date.as_deref())
            .query_opt("start_id", query.start_id.as_deref())
            .query_opt("limit", query.limit)
            .query_opt("order", query.order.as_deref())
            .query_opt("direction_reverse", query.direction_reverse);
        self.api.many(call).await
    }

    /// `GET /v1/messages/{id}`: one message or comment. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::Message>> {
        let call = Call::get(Safety::Safe, "/v1/messages/{id}")
            .name("messages.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/messages`: sends a message, or adds a comment. Answers identifiers only.
    ///
    /// A closed dialog is opened unless `open_dialog` is false. Some 15 messages a second are
    /// allowed; the desk's budget waits for its turn. After an unknown delivery nothing is sent
    /// again: with an `external_id`, look for it among the client's messages first.
    pub async fn create(&self, new: &NewMessage) -> Result<Kept<wire::SentMessage>> {
        self.api.one(Self::create_call(new)).await
    }

    pub(crate) async fn create_or_find<L, F>(
        &self,
        new: &NewMessage,
        lookup: L,
    ) -> Result<Kept<wire::SentMessage>>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<Kept<wire::SentMessage>>>>,
    {
        self.api.create(Self::create_call(new), lookup).await
    }

    fn create_call(new: &NewMessage) -> Call {
        let safety = if new.external_id.is_some() {
            Safety::VerifyFirst
        } else {
            Safety::Once
        };
        Call::post(safety, "/v1/messages")
            .name("messages.create")
            .charge(MESSAGES)
            .json(new)
    }

    /// `POST /v1/messages/inbox`: hands in a message from a client by an external channel. It may
    /// make a client, open a dialog, and set bots off. What it answers is not documented. Sent once.
    pub async fn inbox(&self, message: &InboxMessage) -> Result<Value> {
        let call = Call::post(Safety::Once, "/v1/messages/inbox")
            .name("messages.inbox")
            .json(message);
        self.api.data(call).await
    }

    /// `POST /v1/messages/import`: puts messages of the past into a client's dialog, with their own
    /// times. Neither bots nor the webhooks for messages are set off. Sent once.
    pub async fn import(&self, messages: &ImportMessages) -> Result<()> {
        let call = Call::post(Safety::Once, "/v1/messages/import")
            .name("messages.import")
            .json(messages);
        self.api.done(call).await
    }

    /// `GET /v1/messages/{id}/transfer`: gives the dialog of a message to an operator. A GET that
    /// writes, so it is sent once.
    ///
    /// Without `force_assign` the vendor takes it for true, which passes over queues, limits and
    /// absence. `Conflict` when the operator cannot take it; `NotFound` for the message.
    pub async fn transfer(
        &self,
        id: &str,
        operator_id: &str,
        force_assign: Option<bool>,
    ) -> Result<()> {
        let call = Call::get(Safety::Once, "/v1/messages/{id}/transfer")
            .name("messages.transfer")
            .segment("id", id)
            .query("operator_id", operator_id)
            .query_opt("force_assign", force_assign);
        self.api.done(call).await
    }

    /// `GET /v1/messages/{id}/transfer_to_group`: gives the dialog of a message to a group, where the
    /// vendor picks an operator. A GET that writes, so it is sent once.
    ///
    /// `Conflict` when nobody is free; `NotFound` for the message or the group. A third party's client
    /// sends `force` in place of `force_assign`; which one works was never shown.
    pub async fn transfer_to_group(
        &self,
        id: &str,
        group_id: &str,
        force_assign: Option<bool>,
    ) -> Result<Value> {
        let call = Call::get(Safety::Once, "/v1/messages/{id}/transfer_to_group")
            .name("messages.transfer_to_group")
            .segment("id", id)
            .query("group_id", group_id)
            .query_opt("force_assign", force_assign);
        self.api.data(call).await
    }

    /// `GET /v1/messages/{id}/read`: marks a message as read. A GET that writes, so it is sent once.
    /// The documentation's example shows the path of [`Self::unread`] here.
    pub async fn read(&self, id: &str) -> Result<()> {
        let call = Call::get(Safety::Once, "/v1/messages/{id}/read")
            .name("messages.read")
            .segment("id", id);
        self.api.done(call).await
    }

    /// `GET /v1/messages/{id}/unread`: marks a message as not read. A GET that writes, so it is sent
    /// once.
    pub async fn unread(&self, id: &str) -> Result<()> {
        let call = Call::get(Safety::Once, "/v1/messages/{id}/unread")
            .name("messages.unread")
            .segment("id", id);
        self.api.done(call).await
    }

    /// `PUT /v1/messages/{message_id}/status/{status}`: tells how far a message of an external
    /// channel has come: 1 pending, 2 sent, 3 failed, 5 cancelled, 6 delivered, 7 seen.
    pub async fn set_status(&self, message_id: &str, status: u8) -> Result<()> {
        let call = Call::put(Safety::Safe, "/v1/messages/{message_id}/status/{status}")
            .name("messages.set_status")
            .segment("message_id", message_id)
            .segment("status", status);
        self.api.done(call).await
    }
}

//! Messages and comments to send.

use helpdesk_core::{Problems, Result, builder, redacted_debug};
use serde::Serialize;
use serde_json::Value;

use super::params::{number, opt_number};
use super::{ButtonColor, ButtonType, Transport};
use crate::wire::MessageType;

/// A message or comment to send.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NewMessage {
    /// The client.
    #[serde(serialize_with = "number")]
    pub client_id: String,
    /// What it is: `to_client` when not given, `autoreply`, `system`, or `comment`, which is internal.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageType>,
    /// The text. Required without an attachment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The public address of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<String>,
    /// The name of the file, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_filename: Option<String>,
    /// The channel; that of the client's last message when not given.
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// The messenger; that of the client's last message when not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inline_buttons: Vec<Button>,
    /// Buttons in place of the keyboard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyboard: Option<Keyboard>,
    /// A list or buttons for WhatsApp, in WhatsApp's own form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interactive: Option<Value>,
}

builder!(NewMessage, NewMessageBuilder {
    required(into): [client_id: String],
    optional: [
        open_dialog / maybe_open_dialog: bool,
        encrypted / maybe_encrypted: bool,
        keyboard / maybe_keyboard: Keyboard,
        interactive / maybe_interactive: Value,
    ],
    optional(into): [
        kind / maybe_kind: MessageType,
        text / maybe_text: String,
        attachment / maybe_attachment: String,
        attachment_filename / maybe_attachment_filename: String,
        channel_id / maybe_channel_id: String,
        transport / maybe_transport: Transport,
        operator_id / maybe_operator_id: String,
        external_id / maybe_external_id: String,
        reply_message_id / maybe_reply_message_id: String,
    ],
    default: [inline_buttons: Vec<Button>],
});

impl NewMessage {
    pub(super) fn check(&self) -> Result<()> {
        let mut wrong = Problems::default();
        let text = self.text.as_ref().is_some_and(|text| !text.is_empty());
        wrong.add_if(
            !text && self.attachment.is_none(),
            "text",
            "is missing, and no `attachment` is there either",
        );
        wrong.add_if(
            self.attachment_filename.is_some() && self.attachment.is_none(),
            "attachment_filename",
            "names a file that is not there; give `attachment`",
        );
        wrong.add_if(
            matches!(
                self.kind,
                Some(MessageType::FromClient | MessageType::In | MessageType::Out)
            ),
            "type",
            "cannot be sent; the vendor takes `to_client`, `autoreply`, `system` and `comment`, and \
             messages from clients by `inbox` and `import`",
        );
        wrong.finish()
    }
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Button {
    /// What pressing it does.
    #[serde(rename = "type")]
    pub kind: ButtonType,
    /// The label; best no longer than 38 characters, 19 in Cyrillic.
    pub text: String,
    /// What is sent when it is pressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// The colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<ButtonColor>,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

builder!(Button, ButtonBuilder {
    required(into): [kind: ButtonType, text: String],
    optional(into): [
        payload / maybe_payload: String,
        color / maybe_color: ButtonColor,
        url / maybe_url: String,
    ],
});

/// Buttons in place of the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Keyboard {
    /// The buttons.
    pub buttons: Vec<Button>,
}

builder!(Keyboard, KeyboardBuilder {
    required: [buttons: Vec<Button>],
});

//! Messages and comments to send.

use helpdesk_core::{Problems, Result, redacted_debug};
use serde::Serialize;
use serde_json::Value;

use super::params::{number, opt_number};
use super::{ButtonColor, ButtonType, Transport};
use crate::wire::MessageType;

/// A message or comment to send.
#[derive(Clone, PartialEq, Serialize, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[non_exhaustive]
pub struct NewMessage {
    /// The client.
    #[builder(setter(into))]
    #[serde(serialize_with = "number")]
    pub client_id: String,
    /// What it is: `to_client` when not given, `autoreply`, `system`, or `comment`, which is internal.
    #[builder(default, setter(into))]
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<MessageType>,
    /// The text. Required without an attachment.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The public address of a file.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<String>,
    /// The name of the file, where there is one.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_filename: Option<String>,
    /// The channel; that of the client's last message when not given.
    #[builder(default, setter(into))]
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// The messenger; that of the client's last message when not given.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// The operator in whose name it is sent. The dialog stays with its own operator.
    #[builder(default, setter(into))]
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub operator_id: Option<String>,
    /// Whether a closed dialog is opened; it is when not given.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_dialog: Option<bool>,
    /// The identifier in another system.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether the text is shown scrambled inside the helpdesk.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// The message that is quoted.
    #[builder(default, setter(into))]
    #[serde(serialize_with = "opt_number", skip_serializing_if = "Option::is_none")]
    pub reply_message_id: Option<String>,
    /// Buttons below the message.
    #[builder(default)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inline_buttons: Vec<Button>,
    /// Buttons in place of the keyboard.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyboard: Option<Keyboard>,
    /// A list or buttons for WhatsApp, in WhatsApp's own form.
    #[builder(default)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interactive: Option<Value>,
}

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[non_exhaustive]
pub struct Button {
    /// What pressing it does.
    #[builder(setter(into))]
    #[serde(rename = "type")]
    pub kind: ButtonType,
    /// The label; best no longer than 38 characters, 19 in Cyrillic.
    #[builder(setter(into))]
    pub text: String,
    /// What is sent when it is pressed.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// The colour.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<ButtonColor>,
    /// Where it leads.
    #[builder(default, setter(into))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Buttons in place of the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, typed_builder::TypedBuilder)]
#[builder(doc)]
#[non_exhaustive]
pub struct Keyboard {
    /// The buttons.
    pub buttons: Vec<Button>,
}

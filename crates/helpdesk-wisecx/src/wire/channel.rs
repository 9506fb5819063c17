//! Channels and WhatsApp templates.

use helpdesk_core::{open_enum, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;

open_enum! {
    /// The kind of a channel. These words are not those of a case's `source_channel`; more than the
    /// three of the documented example there may be.
    pub enum ChannelSource {
        /// A chat window on a web page.
        Chat = "chat",
        /// A mailbox.
        Email = "email",
        /// A WhatsApp number.
        IncomingWhatsapp = "incoming_whatsapp",
    }
}

/// A connection to a messenger, a mailbox or a chat window.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Channel {
    /// The identifier; a text in the documented example.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name; a mailbox is named by its address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The kind.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub source: Option<ChannelSource>,
}

redacted_debug!(Channel {
    show: [id, source],
    hide: [name]
});

/// A WhatsApp template.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct WhatsappTemplate {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub template_id: u64,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The text, with variables in double braces.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub content: Option<String>,
    /// The number it is sent from.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub whatsapp_number: Option<String>,
    /// What that number is called.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub whatsapp_description: Option<String>,
}

redacted_debug!(WhatsappTemplate {
    show: [template_id, name],
    hide: [content, whatsapp_number, whatsapp_description]
});

//! Internal notes.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// An entry of a ticket's notes: a note, or the date that stands before the notes of a day.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
#[serde(untagged)]
pub enum ChatMessage {
    /// A note.
    Note(Box<InternalNote>),
    /// The day of the notes behind it.
    Day(Timestamp),
}

impl<'de> Deserialize<'de> for ChatMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Day {
            #[serde(deserialize_with = "lenient::time")]
            date: Timestamp,
        }
        use serde::de::Error;
        let value = Value::deserialize(deserializer)?;
        // The one thing that tells them apart: a note has an identifier.
        if value.get("_id").is_none() && value.get("date").is_some() {
            let day: Day = serde_json::from_value(value).map_err(D::Error::custom)?;
            return Ok(Self::Day(day.date));
        }
        let note = InternalNote::deserialize(value).map_err(D::Error::custom)?;
        Ok(Self::Note(Box::new(note)))
    }
}

/// An internal note. Consumers never see it.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InternalNote {
    /// The identifier.
    #[serde(rename = "_id", deserialize_with = "lenient::id")]
    pub id: String,
    /// The ticket.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_id: Option<String>,
    /// The `user_id` of who wrote it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    /// The kind of channel of the ticket.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The name of who wrote it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub user_name: Option<String>,
    /// The surname of who wrote it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub user_lastname: Option<String>,
    /// The document of who wrote it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub user_document: Option<String>,
    /// The phone number of who wrote it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub user_phone: Option<String>,
    /// The text, in HTML.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub content: Option<String>,
    /// Whether it is internal: always, in this list.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_internal_response: Option<bool>,
    /// Whether an operator wrote it.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_agent: Option<bool>,
    /// When it was written.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub timestamp: Option<Timestamp>,
    /// How far it has come.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// Receivers of a mail.
    #[serde(default, rename = "toOriginal")]
    pub to_original: Option<Value>,
    /// Copies of a mail.
    #[serde(default)]
    pub cc: Option<Value>,
    /// Blind copies of a mail.
    #[serde(default)]
    pub cco: Option<Value>,
    /// What the chatbot was at.
    #[serde(
        default,
        rename = "botMessageType",
        deserialize_with = "lenient::opt_text"
    )]
    pub bot_message_type: Option<String>,
    /// Contacts that were sent.
    #[serde(default)]
    pub contacts: Option<Value>,
    /// Files, in a form the documentation does not show.
    #[serde(default, deserialize_with = "lenient::list")]
    pub attachments: Vec<Value>,
    /// How far it has come on WhatsApp.
    #[serde(default)]
    pub whatsapp_status: Option<Value>,
    /// How far it has come.
    #[serde(default)]
    pub message_delivery_status: Option<Value>,
    /// How far it has come by mail.
    #[serde(default, rename = "statusEmail")]
    pub status_email: Option<Value>,
    /// When the vendor stored it.
    #[serde(default, rename = "createdAt", deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When the vendor last changed it.
    #[serde(default, rename = "updatedAt", deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

redacted_debug!(InternalNote {
    show: [
        id,
        ticket_id,
        user_id,
        is_internal_response,
        is_agent,
        timestamp,
        status
    ],
    hide: [
        user_name,
        user_lastname,
        user_document,
        user_phone,
        content,
        attachments
    ]
});

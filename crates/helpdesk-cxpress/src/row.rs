//! What the neutral calls and the receiver read of a record.
//!
//! A ticket as writes answer it has 51 members, and a neutral one is made of fifteen; of a consumer
//! 21 of 29 are read, of a row of tickets 17 of 26. The others are passed over and stay in the text
//! beside the row. The types of [`wire`](crate::wire) have them all.
//! Records of which nearly all is taken have no row here.

use helpdesk_core::Timestamp;
use helpdesk_http::lenient;
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny};
use serde_json::Value;

use crate::wire::{
    ChannelTypeId, CustomFieldValue, PersonName, Row, StatusId, TagEntry, TicketSector, sent,
    sent_list,
};

/// A consumer in any of its forms.
#[derive(Clone, Deserialize)]
pub(crate) struct Consumer {
    #[serde(deserialize_with = "lenient::id")]
    pub user_id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub lastname: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub document_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub whatsapp: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub instagram: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub instagram_user: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub facebook: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub facebook_user: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub twitter: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub youtube: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub webchat: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub employee_user_id: Option<String>,
    #[serde(default, deserialize_with = "sent_list")]
    pub tags: Option<Vec<TagEntry>>,
    #[serde(default, deserialize_with = "sent_list")]
    pub custom_fields: Option<Vec<CustomFieldValue>>,
    #[serde(default, deserialize_with = "sent_list")]
    pub whatsapp_numbers: Option<Vec<Number>>,
    #[serde(default, deserialize_with = "sent_list")]
    pub email_addresses: Option<Vec<String>>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
}

impl Row for Consumer {
    const MEMBER: &'static str = "consumers";
}

/// A WhatsApp number.
#[derive(Clone, Deserialize)]
pub(crate) struct Number {
    #[serde(deserialize_with = "lenient::text")]
    pub number: String,
}

/// A row of a list of tickets.
#[derive(Clone, Deserialize)]
pub(crate) struct TicketRow {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_reference_id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    pub status_id: StatusId,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<ChannelTypeId>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    pub requester_user: Option<PersonName>,
    #[serde(default, deserialize_with = "sent")]
    pub assigned_employee: Option<PersonName>,
    #[serde(default, deserialize_with = "sent")]
    pub sector: Option<TicketSector>,
    #[serde(default, deserialize_with = "sent_list")]
    pub tags: Option<Vec<TagEntry>>,
    #[serde(default, alias = "custom_fields", deserialize_with = "sent_list")]
    pub custom_fiejds: Option<Vec<CustomFieldValue>>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_level2_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub finished_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub who_is_viewing_user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub processing: Option<bool>,
}

impl Row for TicketRow {
    const MEMBER: &'static str = "tickets";
}

/// A whole ticket, as writes answer it and notifications bring it.
#[derive(Deserialize)]
pub(crate) struct TicketDetail {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_reference_id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    pub status_id: StatusId,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<ChannelTypeId>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub sector_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub subject: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub finished_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub whatsapp_keys_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub webchat_keys_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub facebook_keys_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub instagram_keys_id: Option<String>,
}

/// An operator.
#[derive(Deserialize)]
pub(crate) struct Agent {
    #[serde(deserialize_with = "lenient::id")]
    pub user_id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub lastname: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub profile_id: Option<String>,
    #[serde(default)]
    pub role: Option<Value>,
    #[serde(default, deserialize_with = "sent_list")]
    pub sector: Option<Vec<AgentSector>>,
}

impl Row for Agent {
    const MEMBER: &'static str = "data";
}

/// A sector of an operator.
#[derive(Deserialize)]
pub(crate) struct AgentSector {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

/// An account of a channel: an integrated automation, which has keys, or an integrated email.
#[derive(Deserialize)]
pub(crate) struct Account {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    #[serde(default)]
    pub whatsapp_key: Option<Key>,
    #[serde(default)]
    pub facebook_key: Option<Key>,
    #[serde(default)]
    pub instagram_key: Option<Key>,
    #[serde(default)]
    pub webchat_key: Option<Key>,
}

impl Row for Account {
    const MEMBER: &'static str = "data";
}

/// The account behind an automation.
#[derive(Deserialize)]
pub(crate) struct Key {
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone_number: Option<String>,
}

/// An entry of a ticket's notes: a note, or the date that stands before the notes of a day.
#[derive(Deserialize)]
#[serde(remote = "Self")]
pub(crate) struct Note {
    /// The one thing that tells them apart: a note has an identifier.
    #[serde(rename = "_id", default, deserialize_with = "some_id")]
    pub id: Option<String>,
    #[serde(default)]
    pub date: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub user_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub user_lastname: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub content: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_agent: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub timestamp: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub attachments: Vec<Value>,
    #[serde(default, rename = "createdAt", deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
}

impl<'de> Deserialize<'de> for Note {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entry = Self::deserialize(deserializer)?;
        if entry.id.is_none() && entry.date.is_none() {
            return Err(de::Error::missing_field("_id"));
        }
        Ok(entry)
    }
}

impl Row for Note {
    const MEMBER: &'static str = "chat_messages";
}

/// An identifier that may be left out, and not be empty.
fn some_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    lenient::id(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_fields_have_two_spellings() {
        for name in ["custom_fiejds", "custom_fields"] {
            let row = format!(r#"{{"id":1,"status_id":2,"{name}":[{{"id":3,"value":"a"}}]}}"#);
            let row: TicketRow = serde_json::from_str(&row).unwrap();
            assert_eq!(row.custom_fiejds.map_or(0, |fields| fields.len()), 1);
        }
    }

    fn note(text: &str) -> Result<Option<String>, String> {
        let note: Note = serde_json::from_str(text).map_err(|error| error.to_string())?;
        Ok(note.id)
    }

    #[test]
    fn an_entry_of_notes_is_a_note_or_a_date() {
        let dated = r#"{"_id":7,"date":"2031-05-06T07:08:09Z"}"#;
        assert_eq!(note(dated).unwrap().as_deref(), Some("7"));
        assert_eq!(note(r#"{"date":"2031-05-06T07:08:09Z"}"#).unwrap(), None);
        for (neither, why) in [
            (r#"{"content":"a"}"#, "missing field `_id`"),
            (r#"{"content":"a","date":null}"#, "missing field `_id`"),
            (r#"{"_id":null,"content":"a"}"#, "the identifier is empty"),
            (r#"{"_id":"","date":1}"#, "the identifier is empty"),
        ] {
            let error = note(neither).unwrap_err();
            assert!(error.starts_with(why), "{error}");
        }
    }
}

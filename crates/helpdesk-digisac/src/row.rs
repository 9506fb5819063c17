//! What the neutral calls and the receiver read of a record.
//!
//! A contact of Digisac's has 45 members and whole records within, and a neutral one is made of some
//! twenty. The others are passed over and stay in the text beside the row. The types of
//! [`wire`](crate::wire) have them all.

use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::wire::included;

mod directory;

pub(crate) use directory::{Card, Channel, Owner, User};

/// A contact: one person on one channel.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub service_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub internal_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub alternative_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_group: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_broadcast: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub visible: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_message_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub person_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub default_user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub current_ticket_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub block: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub id_from_service: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub data: ContactData,
    #[serde(default, deserialize_with = "included")]
    pub tags: Option<Vec<Tag>>,
    #[serde(default, deserialize_with = "included")]
    pub custom_field_values: Option<Vec<CustomFieldValue>>,
    #[serde(default)]
    pub service: Option<Service>,
    #[serde(default)]
    pub person: Option<Person>,
}

/// What the messenger knows about a contact.
#[derive(Default, Deserialize)]
pub(crate) struct ContactData {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub number: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub valid: Option<bool>,
}

/// A tag as it stands at a contact.
#[derive(Deserialize)]
pub(crate) struct Tag {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub label: Option<String>,
}

/// The value of a custom field.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomFieldValue {
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub custom_field_id: Option<String>,
    #[serde(default)]
    pub value: Option<Value>,
    #[serde(default)]
    pub custom_field: Option<Named>,
}

/// A channel.
#[derive(Deserialize)]
pub(crate) struct Service {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
}

/// The human behind contacts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Person {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub document: Option<String>,
    #[serde(default, deserialize_with = "included")]
    pub organizations: Option<Vec<Named>>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

/// A record of which only the name counts: an agent, a department, an organisation.
#[derive(Deserialize)]
pub(crate) struct Named {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
}

/// A ticket.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ticket {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub department_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_open: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub protocol: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub started_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub ended_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub current_ticket_transfer_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub first_message_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_message_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    #[serde(default)]
    pub contact: Option<TicketContact>,
    #[serde(default)]
    pub department: Option<Named>,
    #[serde(default)]
    pub user: Option<Named>,
    #[serde(default)]
    pub first_message: Option<FirstMessage>,
}

/// The contact of a ticket.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TicketContact {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub service_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub internal_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub alternative_name: Option<String>,
    #[serde(default, deserialize_with = "included")]
    pub tags: Option<Vec<Tag>>,
    #[serde(default)]
    pub service: Option<Service>,
}

/// The message that a ticket began with.
#[derive(Deserialize)]
pub(crate) struct FirstMessage {
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
}

/// A message, a note, or a system record about a ticket.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Message {
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub contact_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_from_me: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_from_bot: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_comment: Option<bool>,
    #[serde(rename = "type", default, deserialize_with = "lenient::opt_text")]
    pub kind: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub timestamp: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub data: MessageData,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub from_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub ticket_department_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub origin: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub hsm_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub bot_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_transcribing: Option<bool>,
    #[serde(default)]
    pub file: Option<FileRecord>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

/// Marks of a message.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageData {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub ack: Option<String>,
    #[serde(default)]
    pub file_download: Option<FileDownload>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub ticket_open: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub ticket_transfer: Option<bool>,
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub ticket_close: Option<bool>,
}

/// How far the download of a file is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FileDownload {
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_downloading: Option<bool>,
}

/// A file.
#[derive(Deserialize)]
pub(crate) struct FileRecord {
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub mimetype: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url: Option<String>,
}

crate::wire::identified!(Contact, Message, Person, Ticket);

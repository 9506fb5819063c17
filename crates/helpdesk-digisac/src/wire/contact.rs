//! Contacts.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CustomFieldValue, Message, Person, Service, Ticket};

/// A contact: one person on one channel. Groups and broadcast lists are contacts as well.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Contact {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// The channel.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub service_id: Option<String>,
    /// The name the messenger gives.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The name agents gave.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub internal_name: Option<String>,
    /// Another name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub alternative_name: Option<String>,
    /// Whether it is the account itself.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_me: Option<bool>,
    /// Whether it is a group.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_group: Option<bool>,
    /// Whether it is a broadcast list.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_broadcast: Option<bool>,
    /// Whether it makes no noise.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_silenced: Option<bool>,
    /// Whether it is in the phone's address book.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_my_contact: Option<bool>,
    /// Whether there was a conversation.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub had_chat: Option<bool>,
    /// Whether it is shown.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub visible: Option<bool>,
    /// Whether it wants no campaigns.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub unsubscribed: Option<bool>,
    /// How many messages are unread.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub unread: Option<i64>,
    /// A note; some keep JSON text in it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub note: Option<String>,
    /// `offline` and the like.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<String>,
    /// When the last message was.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_message_at: Option<Timestamp>,
    /// When the contact last wrote.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_contact_message_at: Option<Timestamp>,
    /// The last message.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub last_message_id: Option<String>,
    /// The person behind it.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub person_id: Option<String>,
    /// The department its tickets go to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub default_department_id: Option<String>,
    /// The agent its tickets go to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub default_user_id: Option<String>,
    /// The open ticket.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub current_ticket_id: Option<String>,
    /// When it was put away.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub archived_at: Option<Timestamp>,
    /// Whether it is blocked.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub block: Option<bool>,
    /// What is known about the block.
    #[serde(default)]
    pub data_block: Option<Value>,
    /// Until when free text can be sent without a template.
    #[serde(default)]
    pub hsm_expiration_time: Option<Value>,
    /// The identifier inside the channel's network.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub id_from_service: Option<String>,
    /// Whether it can be written to.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub can_send: Option<bool>,
    /// Until when it is unblocked.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub unblock_until_at: Option<Timestamp>,
    /// When it is next unblocked.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub next_unblock_at: Option<Timestamp>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// What the messenger knows. It is a member like any other and no envelope.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub data: ContactData,
    /// Tags, when included.
    #[serde(default, deserialize_with = "super::included")]
    pub tags: Option<Vec<ContactTag>>,
    /// Values of custom fields, when included.
    #[serde(default, deserialize_with = "super::included")]
    pub custom_field_values: Option<Vec<CustomFieldValue>>,
    /// The channel, when included.
    #[serde(default)]
    pub service: Option<Box<Service>>,
    /// The person, when included.
    #[serde(default)]
    pub person: Option<Person>,
    /// The open ticket, when included.
    #[serde(default)]
    pub current_ticket: Option<Box<Ticket>>,
    /// The last message, on some reads.
    #[serde(default)]
    pub last_message: Option<Box<Message>>,
    /// The picture, when included.
    #[serde(default)]
    pub avatar: Option<Value>,
    /// The small picture, when included.
    #[serde(default)]
    pub thumb_avatar: Option<Value>,
}

redacted_debug!(Contact {
    show: [
        id,
        service_id,
        is_group,
        is_broadcast,
        visible,
        block,
        person_id,
        current_ticket_id,
        created_at,
        updated_at,
        deleted_at,
        data
    ],
    hide: [
        name,
        internal_name,
        alternative_name,
        note,
        id_from_service,
        tags,
        custom_field_values,
        person
    ]
});

/// What the messenger knows about a contact.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactData {
    /// The phone number: digits with the country code, without `+`. A Brazilian mobile number may lack its nine.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub number: Option<String>,
    /// Whether the messenger knows the number.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub valid: Option<bool>,
    /// The number as the messenger has it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub valid_number: Option<String>,
    /// Whether there is something unread. At the root of the record the same name is a count.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub unread: Option<bool>,
    /// Whether the number is the one that was given.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_original: Option<bool>,
    /// Whether a bot talks to the contact just now.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub bot_is_running: Option<bool>,
    /// When a bot last ended.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub bot_finished_at: Option<Timestamp>,
    /// When the contact was last fetched from the messenger.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub last_sync_at: Option<Timestamp>,
    /// The last message that was charged for.
    #[serde(default)]
    pub last_charged_message: Option<Value>,
    /// An identifier inside the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub jid_id: Option<String>,
    /// Another identifier inside the messenger.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub lid_id: Option<String>,
    /// What a web chat knows.
    #[serde(default)]
    pub webchat: Option<Value>,
    /// What WhatsApp knows.
    #[serde(default)]
    pub whatsapp: Option<Value>,
}

redacted_debug!(ContactData {
    show: [valid, unread, is_original, bot_is_running],
    hide: [number, valid_number, jid_id, lid_id]
});

/// A tag as it stands at a contact.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactTag {
    /// The identifier; empty where the request's `attributes` leave it out.
    #[serde(default, deserialize_with = "lenient::id")]
    pub id: String,
    /// The word.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub label: Option<String>,
    /// The colour.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub background_color: Option<String>,
    /// The account.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub account_id: Option<String>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
    /// What joins the tag to the contact.
    #[serde(rename = "contact_tags", default)]
    pub contact_tags: Option<Value>,
}

redacted_debug!(ContactTag {
    show: [id],
    hide: [label]
});

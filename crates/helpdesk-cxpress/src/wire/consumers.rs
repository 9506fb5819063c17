//! Consumers: the people who write in.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

use super::{CustomFieldValue, TagEntry, sent_list};

/// A consumer.
///
/// The vendor answers it in four forms. Rows of the list lack `tags`, `custom_fields`,
/// `observations` and the names in networks; a new one lacks `tags` and `custom_fields`, and its
/// `whatsapp` is null although numbers were sent; a changed one lacks `name` and has
/// `whatsapp_numbers` and `email_addresses`; a shown one has them all save those two.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Consumer {
    /// The identifier that all calls and all other records use.
    #[serde(deserialize_with = "lenient::id")]
    pub user_id: String,
    /// A second identifier that no call takes. Not in lists.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The first name, or all of the name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The surname.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub lastname: Option<String>,
    /// The number of an identity document.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub document_number: Option<String>,
    /// A mail address. Written as `email_addresses`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// The phone number: digits, beginning with the country code.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone: Option<String>,
    /// A WhatsApp number in the same form. Written as `whatsapp_numbers`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub whatsapp: Option<String>,
    /// What kind of line the WhatsApp number is: `mobile`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub line_type_whatsapp: Option<String>,
    /// Instagram's identifier of the person.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub instagram: Option<String>,
    /// The name on Instagram.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub instagram_user: Option<String>,
    /// Facebook's identifier of the person.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub facebook: Option<String>,
    /// The name on Facebook.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub facebook_user: Option<String>,
    /// The name on Twitter.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub twitter: Option<String>,
    /// The name on YouTube.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub youtube: Option<String>,
    /// The identifier in the chat window.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub webchat: Option<String>,
    /// The postal address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub address: Option<String>,
    /// Remarks.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub observations: Option<String>,
    /// The `user_id` of the operator who looks after the consumer.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub employee_user_id: Option<String>,
    /// Whether tickets go to people at once, past the chatbot.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub direct_attendance_n2: Option<bool>,
    /// Whether an operator entered the consumer. The vendor sends it as a text.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub created_by_employee: Option<bool>,
    /// The consumer's tags. Only of a shown one; none is `[null]`.
    #[serde(default, deserialize_with = "sent_list")]
    pub tags: Option<Vec<TagEntry>>,
    /// The consumer's custom fields. Only of a shown or changed one.
    #[serde(default, deserialize_with = "sent_list")]
    pub custom_fields: Option<Vec<CustomFieldValue>>,
    /// All WhatsApp numbers. Only of a changed one.
    #[serde(default, deserialize_with = "sent_list")]
    pub whatsapp_numbers: Option<Vec<WhatsAppNumber>>,
    /// All mail addresses. Only of a changed one.
    #[serde(default, deserialize_with = "sent_list")]
    pub email_addresses: Option<Vec<String>>,
    /// The company. Only inside tickets of an active trigger.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// When the consumer came to be. Only inside tickets of an active trigger.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<helpdesk_core::Timestamp>,
    /// When the consumer last changed. Only inside tickets of an active trigger.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<helpdesk_core::Timestamp>,
    /// When the consumer was removed. Only inside tickets of an active trigger.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<helpdesk_core::Timestamp>,
}

redacted_debug!(Consumer {
    show: [user_id, id, direct_attendance_n2, created_by_employee],
    hide: [
        name,
        lastname,
        document_number,
        email,
        phone,
        whatsapp,
        address,
        observations,
        tags,
        custom_fields,
        whatsapp_numbers,
        email_addresses
    ]
});

/// A WhatsApp number in the answer to a change.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhatsAppNumber {
    /// The digits.
    #[serde(deserialize_with = "lenient::text")]
    pub number: String,
    /// What kind of line it is: `mobile`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub line_type: Option<String>,
}

redacted_debug!(WhatsAppNumber {
    show: [line_type],
    hide: [number]
});

//! Bodies of calls that write consumers.

use bon::Builder;
use helpdesk_core::redacted_debug;
use serde::Serialize;

use crate::wire::CustomFieldValue;

/// A consumer to create. Only the name is required.
///
/// The vendor refuses a consumer whose document, mail address, phone, Twitter or YouTube name or
/// WhatsApp number another one has.
#[derive(Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewConsumer {
    /// The first name, or all of the name.
    pub name: String,
    /// The surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lastname: Option<String>,
    /// The number of an identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// Mail addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_addresses: Option<Vec<String>>,
    /// The phone number: digits, beginning with the country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The name on Twitter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twitter: Option<String>,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observations: Option<String>,
    /// The name on YouTube.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub youtube: Option<String>,
    /// The postal address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// WhatsApp numbers: digits, beginning with the country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp_numbers: Option<Vec<String>>,
    /// Custom fields of consumers. One of tickets is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Vec<CustomFieldValue>>,
    /// The `user_id` of the operator who looks after the consumer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_user_id: Option<String>,
    /// Tags of consumers that are in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Whether tickets go to people at once, past the chatbot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direct_attendance_n2: Option<bool>,
}

redacted_debug!(NewConsumer {
    show: [employee_user_id, direct_attendance_n2],
    hide: [
        name,
        lastname,
        document_number,
        email_addresses,
        phone,
        twitter,
        observations,
        youtube,
        address,
        whatsapp_numbers,
        custom_fields,
        tags
    ]
});

/// Changes to a consumer. What is not given stays as it is.
///
/// At least one of name, lastname, phone, email_addresses, document_number, twitter and observations
/// has to be given, or the vendor refuses the rest: send the name again. While the consumer has
/// ongoing tickets, email_addresses and whatsapp_numbers cannot be changed.
#[derive(Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct EditConsumer {
    /// The consumer's `user_id`.
    pub id: String,
    /// The first name, or all of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The surname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lastname: Option<String>,
    /// The number of an identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// All mail addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_addresses: Option<Vec<String>>,
    /// The phone number: digits, beginning with the country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The name on Twitter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twitter: Option<String>,
    /// Remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observations: Option<String>,
    /// The name on YouTube.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub youtube: Option<String>,
    /// The postal address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// All WhatsApp numbers: digits, beginning with the country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp_numbers: Option<Vec<String>>,
    /// Custom fields of consumers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<Vec<CustomFieldValue>>,
    /// The `user_id` of the operator who looks after the consumer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_user_id: Option<String>,
    /// All tags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Whether tickets go to people at once, past the chatbot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direct_attendance_n2: Option<bool>,
}

redacted_debug!(EditConsumer {
    show: [id, employee_user_id, direct_attendance_n2],
    hide: [
        name,
        lastname,
        document_number,
        email_addresses,
        phone,
        twitter,
        observations,
        youtube,
        address,
        whatsapp_numbers,
        custom_fields,
        tags
    ]
});

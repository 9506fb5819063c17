//! Bodies of calls that write consumers.

use helpdesk_core::{Error, Result, builder, redacted_debug};

use super::{bodies, digits};
use crate::wire::CustomFieldValue;

bodies! {
    /// A consumer to create. Only the name is required.
    ///
    /// The vendor refuses a consumer whose document, mail address, phone, Twitter or YouTube name or
    /// WhatsApp number another one has.
    new NewConsumer {
        /// The first name, or all of the name.
        pub name: String,
    }

    /// Changes to a consumer. What is not given stays as it is.
    ///
    /// At least one of name, lastname, phone, email_addresses, document_number, twitter and
    /// observations has to be given, or the vendor refuses the rest: send the name again. While the
    /// consumer has ongoing tickets, email_addresses and whatsapp_numbers cannot be changed.
    edit EditConsumer {
        /// The consumer's `user_id`.
        pub id: String,
        /// The first name, or all of the name.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    both {
        /// The surname.
        lastname: String,
        /// The number of an identity document.
        document_number: String,
        /// All mail addresses.
        email_addresses: Vec<String>,
        /// The phone number: digits, beginning with the country code.
        phone: String,
        /// The name on Twitter.
        twitter: String,
        /// Remarks.
        observations: String,
        /// The name on YouTube.
        youtube: String,
        /// The postal address.
        address: String,
        /// All WhatsApp numbers: digits, beginning with the country code.
        whatsapp_numbers: Vec<String>,
        /// Custom fields of consumers. One of tickets is refused.
        custom_fields: Vec<CustomFieldValue>,
        /// The `user_id` of the operator who looks after the consumer.
        employee_user_id: String,
        /// All tags, each one of consumers and in use.
        tags: Vec<String>,
        /// Whether tickets go to people at once, past the chatbot.
        direct_attendance_n2: bool,
    }
}

builder!(NewConsumer, NewConsumerBuilder {
    required(into): [name: String],
    optional: [
        email_addresses / maybe_email_addresses: Vec<String>,
        whatsapp_numbers / maybe_whatsapp_numbers: Vec<String>,
        custom_fields / maybe_custom_fields: Vec<CustomFieldValue>,
        tags / maybe_tags: Vec<String>,
        direct_attendance_n2 / maybe_direct_attendance_n2: bool,
    ],
    optional(into): [
        lastname / maybe_lastname: String,
        document_number / maybe_document_number: String,
        phone / maybe_phone: String,
        twitter / maybe_twitter: String,
        observations / maybe_observations: String,
        youtube / maybe_youtube: String,
        address / maybe_address: String,
        employee_user_id / maybe_employee_user_id: String,
    ],
});

builder!(EditConsumer, EditConsumerBuilder {
    required(into): [id: String],
    optional: [
        email_addresses / maybe_email_addresses: Vec<String>,
        whatsapp_numbers / maybe_whatsapp_numbers: Vec<String>,
        custom_fields / maybe_custom_fields: Vec<CustomFieldValue>,
        tags / maybe_tags: Vec<String>,
        direct_attendance_n2 / maybe_direct_attendance_n2: bool,
    ],
    optional(into): [
        name / maybe_name: String,
        lastname / maybe_lastname: String,
        document_number / maybe_document_number: String,
        phone / maybe_phone: String,
        twitter / maybe_twitter: String,
        observations / maybe_observations: String,
        youtube / maybe_youtube: String,
        address / maybe_address: String,
        employee_user_id / maybe_employee_user_id: String,
    ],
});

impl NewConsumer {
    /// What the documentation requires and types cannot.
    #[inline]
    pub(crate) fn check(&self) -> Result<()> {
        digits("phone", &self.phone)?;
        digits("whatsapp_numbers", self.whatsapp_numbers.iter().flatten())
    }
}

impl EditConsumer {
    /// Whether one of the fields is given without which the vendor refuses a change.
    pub(crate) fn has_minimum(&self) -> bool {
        self.name.is_some()
            || self.lastname.is_some()
            || self.phone.is_some()
            || self.email_addresses.is_some()
            || self.document_number.is_some()
            || self.twitter.is_some()
            || self.observations.is_some()
    }

    /// What the documentation requires and types cannot.
    #[inline]
    pub(crate) fn check(&self) -> Result<()> {
        if !self.has_minimum() {
            return Err(Error::invalid(
                "name",
                "one of name, lastname, phone, email_addresses, document_number, twitter and \
                 observations has to be given with every change; send the name again",
            ));
        }
        digits("phone", &self.phone)?;
        digits("whatsapp_numbers", self.whatsapp_numbers.iter().flatten())
    }
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

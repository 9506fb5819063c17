//! Bodies of calls that write consumers.

use helpdesk_core::{Error, Result, redacted_debug};

use super::{bodies, digits};
use crate::wire::CustomFieldValue;

bodies! {
    /// A consumer to create. Only the name is required.
    ///
    /// The vendor refuses a consumer whose document, mail address, phone, Twitter or YouTube name or
    /// WhatsApp number another one has.
    new NewConsumer {
        /// The first name, or all of the name.
        #[builder(setter(into))]
        pub name: String,
    }

    /// Changes to a consumer. What is not given stays as it is.
    ///
    /// At least one of name, lastname, phone, email_addresses, document_number, twitter and
    /// observations has to be given, or the vendor refuses the rest: send the name again. While the
    /// consumer has ongoing tickets, email_addresses and whatsapp_numbers cannot be changed.
    edit EditConsumer {
        /// The consumer's `user_id`.
        #[builder(setter(into))]
        pub id: String,
        /// The first name, or all of the name.
        #[builder(default, setter(into))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    both {
        /// The surname.
        #[builder(setter(into))]
        lastname: String,
        /// The number of an identity document.
        #[builder(setter(into))]
        document_number: String,
        /// All mail addresses.
        email_addresses: Vec<String>,
        /// The phone number: digits, beginning with the country code.
        #[builder(setter(into))]
        phone: String,
        /// The name on Twitter.
        #[builder(setter(into))]
        twitter: String,
        /// Remarks.
        #[builder(setter(into))]
        observations: String,
        /// The name on YouTube.
        #[builder(setter(into))]
        youtube: String,
        /// The postal address.
        #[builder(setter(into))]
        address: String,
        /// All WhatsApp numbers: digits, beginning with the country code.
        whatsapp_numbers: Vec<String>,
        /// Custom fields of consumers. One of tickets is refused.
        custom_fields: Vec<CustomFieldValue>,
        /// The `user_id` of the operator who looks after the consumer.
        #[builder(setter(into))]
        employee_user_id: String,
        /// All tags, each one of consumers and in use.
        tags: Vec<String>,
        /// Whether tickets go to people at once, past the chatbot.
        direct_attendance_n2: bool,
    }
}

impl NewConsumer {
    /// What the documentation requires and types cannot.
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

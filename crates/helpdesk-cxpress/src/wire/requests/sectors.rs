//! Bodies of calls that write sectors.

use super::bodies;

bodies! {
    /// A sector to create.
    #[derive(Debug)]
    new NewSector {
        /// The name.
        #[builder(setter(into))]
        pub name: String,
        /// Whether it is in use.
        pub active: bool,
    }

    /// Changes to a sector.
    #[derive(Debug)]
    edit EditSector {
        /// The sector.
        #[builder(setter(into))]
        pub id: String,
        /// The name.
        #[builder(default, setter(into))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// Whether it is in use.
        #[builder(default)]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub active: Option<bool>,
    }

    both {
        /// Integrated emails whose mails go to it.
        emails_id: Vec<String>,
        /// WhatsApp numbers whose messages go to it.
        whatsapp_keys_id: Vec<String>,
        /// Instagram pages whose messages go to it.
        instagram_keys_id: Vec<String>,
        /// Facebook pages whose messages go to it.
        facebook_keys_id: Vec<String>,
        /// The `user_id`s of its operators. The documentation's text calls it `employee_user_ids`.
        employees_user_ids: Vec<String>,
        /// Words in a message that bring it here. No two sectors may have the same one.
        key_words: Vec<String>,
    }
}

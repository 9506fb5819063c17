//! Bodies of calls that write sectors.

use helpdesk_core::builder;

use super::bodies;

bodies! {
    /// A sector to create.
    #[derive(Debug)]
    new NewSector {
        /// The name.
        pub name: String,
        /// Whether it is in use.
        pub active: bool,
    }

    /// Changes to a sector.
    #[derive(Debug)]
    edit EditSector {
        /// The sector.
        pub id: String,
        /// The name.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// Whether it is in use.
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

builder!(NewSector, NewSectorBuilder {
    required: [active: bool],
    required(into): [name: String],
    optional: [
        emails_id / maybe_emails_id: Vec<String>,
        whatsapp_keys_id / maybe_whatsapp_keys_id: Vec<String>,
        instagram_keys_id / maybe_instagram_keys_id: Vec<String>,
        facebook_keys_id / maybe_facebook_keys_id: Vec<String>,
        employees_user_ids / maybe_employees_user_ids: Vec<String>,
        key_words / maybe_key_words: Vec<String>,
    ],
});

builder!(EditSector, EditSectorBuilder {
    required(into): [id: String],
    optional: [
        active / maybe_active: bool,
        emails_id / maybe_emails_id: Vec<String>,
        whatsapp_keys_id / maybe_whatsapp_keys_id: Vec<String>,
        instagram_keys_id / maybe_instagram_keys_id: Vec<String>,
        facebook_keys_id / maybe_facebook_keys_id: Vec<String>,
        employees_user_ids / maybe_employees_user_ids: Vec<String>,
        key_words / maybe_key_words: Vec<String>,
    ],
    optional(into): [name / maybe_name: String],
});

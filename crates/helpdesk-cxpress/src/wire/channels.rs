//! Accounts of channels: what the vendor calls integrated automations and integrated emails.

use helpdesk_core::redacted_debug;
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

/// An integrated automation: an account of every kind of channel but mail. One of the four keys is
/// set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IntegratedAutomation {
    /// The identifier of the automation.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name of the automation.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The triage.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub triage_id: Option<String>,
    /// A WhatsApp number.
    #[serde(default)]
    pub whatsapp_key: Option<AutomationKey>,
    /// A Facebook page.
    #[serde(default)]
    pub facebook_key: Option<AutomationKey>,
    /// An Instagram page.
    #[serde(default)]
    pub instagram_key: Option<AutomationKey>,
    /// A chat window.
    #[serde(default)]
    pub webchat_key: Option<AutomationKey>,
}

/// The account behind an automation.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AutomationKey {
    /// The identifier of the account: what sectors and tickets call `whatsapp_keys_id` and so on.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name. Not of a chat window.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// Whether a chatbot answers.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub has_bot: Option<bool>,
    /// The number. Only of WhatsApp.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub phone_number: Option<String>,
}

redacted_debug!(AutomationKey {
    show: [id, has_bot],
    hide: [name, phone_number]
});

/// An integrated email: an address that mail comes in by and goes out from.
#[derive(Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CompanyEmail {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub email: Option<String>,
    /// Whether it is in use.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub active: Option<bool>,
    /// The sector that its mails go to.
    #[serde(default)]
    pub sector: Option<NamedSector>,
    /// Where the address is confirmed.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub confirmation_url: Option<String>,
    /// Whether it is the company's first one.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub is_primary: Option<bool>,
    /// Whether it is the vendor's own, in the vendor's own spelling.
    #[serde(
        default,
        alias = "email_support",
        deserialize_with = "lenient::opt_flag"
    )]
    pub email_suport: Option<bool>,
}

redacted_debug!(CompanyEmail {
    show: [id, active, sector, is_primary, email_suport],
    hide: [email, confirmation_url]
});

/// A sector by identifier and name; both null when there is none.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NamedSector {
    /// The identifier.
    #[serde(deserialize_with = "lenient::opt_id")]
    pub id: Option<String>,
    /// The name.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
}

//! The settings of messages of campaigns, as they come.

use helpdesk_core::{builder, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

use super::nitro::ReplyType;

/// The settings of a message as the vendor tells them; which are there differs from channel to
/// channel, and from endpoint to endpoint.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ChannelSettings {
    /// The template; `0` for none.
    #[serde(deserialize_with = "lenient::opt_id")]
    pub template_id: Option<String>,
    /// What the template is called.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub template_name: Option<String>,
    /// The language of the template.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub language: Option<String>,
    /// The variables of the template.
    #[serde(deserialize_with = "lenient::list")]
    pub variables: Vec<TemplateVariable>,
    /// What happens to answers.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub reply_type: Option<ReplyType>,
    /// Who has the answers.
    #[serde(deserialize_with = "lenient::opt_id_nonzero")]
    pub reply_id: Option<String>,
    /// Where an assistant begins.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub reply_node: Option<String>,
    /// The recording that is played.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub reply_url: Option<String>,
    /// The subject of a mail.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub subject: Option<String>,
    /// The name a mail comes from.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub from_name: Option<String>,
    /// The address a mail comes from.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub from_email: Option<String>,
    /// The text of a mail, or where the vendor keeps it.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub email_content: Option<String>,
    /// More headers of a mail.
    #[serde(deserialize_with = "lenient::list")]
    pub headers: Vec<MailHeader>,
    /// The number that calls.
    #[serde(deserialize_with = "lenient::opt_id_nonzero")]
    pub call_number_id: Option<String>,
    /// Whether it calls only while users are there.
    #[serde(deserialize_with = "lenient::opt_flag")]
    pub only_when_available: Option<bool>,
    /// Whether it calls in business hours only.
    #[serde(deserialize_with = "lenient::opt_flag")]
    pub only_business_hours: Option<bool>,
    /// How many calls at the same time.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub simultaneous_calls: Option<u64>,
}

redacted_debug!(ChannelSettings {
    show: [
        template_id,
        template_name,
        language,
        reply_type,
        reply_id,
        reply_node,
        call_number_id,
        only_when_available,
        only_business_hours,
        simultaneous_calls
    ],
    hide: [
        variables,
        reply_url,
        subject,
        from_name,
        from_email,
        email_content,
        headers
    ]
});

/// A variable of a template, and where its value comes from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TemplateVariable {
    /// The name: `{1}`.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// The field of the contact that the value comes from: `name`.
    #[serde(
        default,
        deserialize_with = "lenient::opt_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub value_from: Option<String>,
    /// The value where the contact has none.
    #[serde(
        default,
        deserialize_with = "lenient::opt_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub value_default: Option<String>,
}

builder!(TemplateVariable, TemplateVariableBuilder {
    required(into): [name: String],
    optional(into): [
        value_from / maybe_value_from: String,
        value_default / maybe_value_default: String,
    ],
});

redacted_debug!(TemplateVariable {
    show: [name, value_from],
    hide: [value_default]
});

/// A header of a mail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MailHeader {
    /// The name.
    #[serde(deserialize_with = "lenient::text")]
    pub key: String,
    /// The value.
    #[serde(deserialize_with = "lenient::text")]
    pub value: String,
}

redacted_debug!(MailHeader {
    show: [key],
    hide: [value]
});

impl MailHeader {
    /// A header and its value.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
        }
    }
}

//! The company, and what is counted about it.

use std::collections::BTreeMap;

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

/// What `GET /v1/companies/api_info` answers. Older servers have fewer fields, and others.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct ApiInfo {
    /// The company.
    #[serde(default, rename = "companyID", deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// The partner the company belongs to.
    #[serde(default, rename = "partnerID", deserialize_with = "lenient::opt_id")]
    pub partner_id: Option<String>,
    /// What kind of partner.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub partner_type: Option<String>,
    /// The tariff.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub company_mode: Option<String>,
    /// The level of access, on older servers.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub mode: Option<String>,
    /// The webhook of the old kind.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub hook: Option<String>,
    /// Its settings.
    #[serde(default)]
    pub hook_preferences: Option<Value>,
    /// The webhook for closed chats, on older servers.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub chat_close_web_hook: Option<String>,
    /// The version of the interface.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub current_version: Option<String>,
    /// How many channels there are.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub channels: Option<u64>,
    /// The company's name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub company_name: Option<String>,
    /// The company's language.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub company_lang: Option<String>,
    /// The administrator's mail address.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub admin_email: Option<String>,
    /// What `PUT /v1/companies` stored.
    #[serde(default)]
    pub custom_info: Option<Value>,
    /// Whether one may write to people who never wrote.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub write_first_option: Option<bool>,
    /// Where the screens are.
    #[serde(default, deserialize_with = "lenient::list")]
    pub domain_urls: Vec<String>,
    /// The calls of this month.
    #[serde(default)]
    pub api_calls: Option<ApiCalls>,
    /// The calls of this month, on older servers.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub requests_this_month: Option<u64>,
}

redacted_debug!(ApiInfo {
    show: [
        company_id,
        partner_id,
        partner_type,
        company_mode,
        mode,
        current_version,
        channels,
        company_lang,
        write_first_option,
        api_calls,
        requests_this_month
    ],
    hide: [
        hook,
        hook_preferences,
        chat_close_web_hook,
        company_name,
        admin_email,
        custom_info,
        domain_urls
    ]
});

/// The calls of a month. Every call counts, reads too, by whichever program of the company.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ApiCalls {
    /// How many were used.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub used_this_month: Option<u64>,
    /// How many of the tariff's own are left.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub left_free_requests: Option<u64>,
    /// How many bought ones are left.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub left_paid_requests: Option<u64>,
}

/// What `GET /v1/companies/info` answers.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CompanyInfo {
    /// The company.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The working hours, day by day.
    #[serde(default, rename = "workingHours", deserialize_with = "lenient::list")]
    pub working_hours: Vec<WorkingHours>,
    /// The time zone, in words.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub timezone: Option<String>,
    /// Whether the company works just now.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub online: Option<bool>,
}

/// The working hours of a day.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct WorkingHours {
    /// When they begin, `09 : 00`.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub begin: Option<String>,
    /// When they end.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub end: Option<String>,
}

/// A visit on the company's pages: a row of `GET /v1/web_analytics_data`.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct WebVisit {
    /// The message the visit led to.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub message_id: Option<String>,
    /// The client.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub client_id: Option<String>,
    /// The page.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url: Option<String>,
    /// When the widget was clicked.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub click_time: Option<Timestamp>,
    /// The marks of the campaign and of the trackers: `utm`, `utm_source`, `google_id`, …
    #[serde(flatten)]
    pub marks: BTreeMap<String, Value>,
}

redacted_debug!(WebVisit {
    show: [message_id, client_id, click_time],
    hide: [url, marks]
});

//! Types and values that the vendor lists.

use std::collections::BTreeMap;

use helpdesk_http::lenient;
use serde::Deserialize;

/// A level of access.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ApiMode {
    /// The name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// What it allows, in words.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
}

/// What a messenger can carry: `yes` or `no` by the kind of content: `text`, `image`, `audio`, `video`,
/// `pdf`, `location`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TransportContents {
    /// From a client.
    #[serde(default, deserialize_with = "lenient::map")]
    pub from_client: BTreeMap<String, String>,
    /// To a client.
    #[serde(default, deserialize_with = "lenient::map")]
    pub to_client: BTreeMap<String, String>,
}

/// A type of messages.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct MessageTypeInfo {
    /// The word.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// What it means.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub description: Option<String>,
}

/// The statuses and priorities of tickets. The vendor's keys hold a space.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TicketWords {
    /// The statuses.
    #[serde(
        default,
        rename = "status list",
        alias = "status_list",
        deserialize_with = "lenient::list"
    )]
    pub statuses: Vec<TicketWord>,
    /// The priorities.
    #[serde(
        default,
        rename = "priority list",
        alias = "priority_list",
        deserialize_with = "lenient::list"
    )]
    pub priorities: Vec<TicketWord>,
}

/// A status or priority of tickets.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct TicketWord {
    /// The number.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The word.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
}

/// A country.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Country {
    /// The number.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The beginning of its phone numbers.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub code: Option<String>,
    /// The name in Russian.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name_ru: Option<String>,
    /// The name in English.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name_en: Option<String>,
    /// The two letters of ISO 3166.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub iso_code: Option<String>,
    /// The currency, by a number that the documentation does not explain.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub currency_id: Option<String>,
    /// The time zone, by a number that the documentation does not explain.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub timezone_id: Option<String>,
}

/// A region of a country.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Region {
    /// The number.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The country, by its name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub country: Option<String>,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub region: Option<String>,
}

//! The self-service menu.

use helpdesk_http::lenient;
use serde::Deserialize;
use serde_json::Value;

/// An item of the self-service menu.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct MenuItem {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The name.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub name: Option<String>,
    /// The text that is sent.
    #[serde(default, deserialize_with = "lenient::opt_text_or_empty")]
    pub text: Option<String>,
    /// What a client types to get it.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub command: Option<String>,
    /// The channel.
    #[serde(default, rename = "channelID", deserialize_with = "lenient::opt_id")]
    pub channel_id: Option<String>,
    /// The item above it.
    #[serde(default, rename = "parentID", deserialize_with = "lenient::opt_id")]
    pub parent_id: Option<String>,
    /// How deep it lies.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub level: Option<i64>,
    /// Its place among the items beside it.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub position: Option<i64>,
    /// The operator who gets the chat.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub assign_id: Option<String>,
    /// Not documented.
    #[serde(default)]
    pub assign_subject: Option<Value>,
    /// The address of a picture or document.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub image: Option<String>,
    /// The built-in script that is run.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub smart_method_name: Option<String>,
    /// The URL that is called.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub url: Option<String>,
    /// Whether what the URL answers is sent to the client.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub url_enabled: Option<bool>,
    /// Tags that are put on or taken off.
    #[serde(default, deserialize_with = "lenient::list")]
    pub tags: Vec<Value>,
}

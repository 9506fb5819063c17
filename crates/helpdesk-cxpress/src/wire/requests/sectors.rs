//! Bodies of calls that write sectors.

use bon::Builder;
use serde::Serialize;

/// A sector to create.
#[derive(Debug, Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewSector {
    /// The name.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// Integrated emails whose mails go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emails_id: Option<Vec<String>>,
    /// WhatsApp numbers whose messages go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp_keys_id: Option<Vec<String>>,
    /// Instagram pages whose messages go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instagram_keys_id: Option<Vec<String>>,
    /// Facebook pages whose messages go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facebook_keys_id: Option<Vec<String>>,
    /// The `user_id`s of its operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees_user_ids: Option<Vec<String>>,
    /// Words in a message that bring it here. No two sectors may have the same one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_words: Option<Vec<String>>,
}

/// Changes to a sector.
#[derive(Debug, Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct EditSector {
    /// The sector.
    pub id: String,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Integrated emails whose mails go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emails_id: Option<Vec<String>>,
    /// WhatsApp numbers whose messages go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp_keys_id: Option<Vec<String>>,
    /// Instagram pages whose messages go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instagram_keys_id: Option<Vec<String>>,
    /// Facebook pages whose messages go to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facebook_keys_id: Option<Vec<String>>,
    /// The `user_id`s of its operators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees_user_ids: Option<Vec<String>>,
    /// Words in a message that bring it here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_words: Option<Vec<String>>,
}

//! Custom fields: definitions and values.

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CustomFieldTypeId, DatatypeId, EntityTypeId};

/// The definition of a custom field.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CustomField {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub id: String,
    /// The company.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub company_id: Option<String>,
    /// What it belongs to.
    #[serde(deserialize_with = "lenient::id")]
    pub entity_type_id: EntityTypeId,
    /// How it is shown.
    #[serde(default, deserialize_with = "lenient::opt_id")]
    pub custom_field_type_id: Option<CustomFieldTypeId>,
    /// What it takes. The documentation's text also says `custom_field_data_type_id`.
    #[serde(
        default,
        alias = "custom_field_data_type_id",
        deserialize_with = "lenient::opt_id"
    )]
    pub custom_field_datatype_id: Option<DatatypeId>,
    /// The name.
    #[serde(deserialize_with = "lenient::text")]
    pub name: String,
    /// What is shown while it is empty.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub placeholder: Option<String>,
    /// Options; null wherever the documentation shows it.
    #[serde(default)]
    pub options: Option<Value>,
    /// A default; null wherever the documentation shows it.
    #[serde(default)]
    pub default_value: Option<Value>,
    /// Whether tickets need a value. Always false of consumers' fields.
    #[serde(default, deserialize_with = "lenient::opt_flag")]
    pub required: Option<bool>,
    /// The fewest characters.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub field_size_min: Option<u32>,
    /// The most characters.
    #[serde(default, deserialize_with = "lenient::opt_int")]
    pub field_size_max: Option<u32>,
    /// When it came to be.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub updated_at: Option<Timestamp>,
    /// When it was removed.
    #[serde(default, deserialize_with = "lenient::opt_time")]
    pub deleted_at: Option<Timestamp>,
}

/// The value of a custom field, on a consumer or a ticket.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CustomFieldValue {
    /// The field. The documentation's text calls it `id`, its samples `custom_field_id`.
    #[serde(alias = "id", deserialize_with = "lenient::id")]
    pub custom_field_id: String,
    /// The value, a list of texts. The documentation's text says one text, its samples a list.
    #[serde(default, deserialize_with = "texts")]
    pub value: Vec<String>,
}

redacted_debug!(CustomFieldValue {
    show: [custom_field_id],
    hide: [value]
});

impl CustomFieldValue {
    /// A value.
    pub fn new(custom_field_id: impl Into<String>, value: impl Into<Vec<String>>) -> Self {
        Self {
            custom_field_id: custom_field_id.into(),
            value: value.into(),
        }
    }
}

/// A list of texts, one text, or nothing.
fn texts<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    use serde::de::Error;
    let text = |value: Value| match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(flag) => Ok(Some(flag.to_string())),
        Value::Array(_) | Value::Object(_) => Err(D::Error::custom("not a text")),
    };
    match Value::deserialize(deserializer)? {
        Value::Array(values) => values
            .into_iter()
            .map(text)
            .filter_map(Result::transpose)
            .collect(),
        value => Ok(text(value)?.into_iter().collect()),
    }
}

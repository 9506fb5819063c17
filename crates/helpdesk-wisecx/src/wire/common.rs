//! Shapes that several resources share.

use std::fmt;

use helpdesk_core::{Timestamp, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// The value of a custom field. Fields are addressed by name; values are documented as texts.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CustomField {
    /// The name of the field.
    #[serde(deserialize_with = "lenient::text")]
    pub field: String,
    /// The value.
    #[serde(default)]
    pub value: Value,
}

impl CustomField {
    /// A field and its value.
    pub fn new(field: impl Into<String>, value: impl Into<Value>) -> Self {
        Self {
            field: field.into(),
            value: value.into(),
        }
    }
}

impl fmt::Debug for CustomField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CustomField")
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

/// The identifier of a record that was created or changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Created {
    /// The identifier.
    #[serde(deserialize_with = "lenient::int")]
    pub id: u64,
}

/// The answer of calls that only say that they did it: a text, an identifier, or nothing at all.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Done {
    /// What the vendor says about it.
    #[serde(deserialize_with = "lenient::opt_text")]
    pub message: Option<String>,
    /// The identifier of the record.
    #[serde(deserialize_with = "lenient::opt_int")]
    pub id: Option<u64>,
}

redacted_debug!(Done {
    show: [id],
    hide: [message]
});

/// Writes a moment as the vendor has it: `2031-05-06 07:08:09`, which is UTC.
pub fn naive(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[allow(clippy::ref_option, reason = "serde gives a reference to the field")]
pub(super) fn opt_naive<S: Serializer>(
    time: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.serialize_str(&naive(*time)),
        None => serializer.serialize_none(),
    }
}

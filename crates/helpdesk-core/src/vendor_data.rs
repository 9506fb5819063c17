//! The vendor's own JSON, kept beside every neutral object.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Error, ErrorKind, Result};

/// The vendor's own JSON for an object, as it was received.
///
/// Nothing a vendor sends is lost: what has no neutral field is here, decoded on demand, into the
/// adapter's wire type or into a [`Value`]. Clones share the text. `Debug` prints a length, never
/// the content.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct VendorData(Option<Arc<str>>);

impl VendorData {
    /// No data: the object was not read from a vendor.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Keeps a JSON text as it stands.
    pub fn from_json(text: impl Into<Arc<str>>) -> Self {
        Self(Some(text.into()))
    }

    /// Keeps a JSON value.
    pub fn from_value(value: &Value) -> Self {
        Self(Some(value.to_string().into()))
    }

    /// The JSON text, if there is any.
    pub fn as_json(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Decodes the JSON into a type, usually one of the adapter's `wire` types.
    ///
    /// Fails with [`ErrorKind::Decode`], naming the JSON path, and with [`ErrorKind::NotFound`] when
    /// there is no data.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T> {
        let text = self
            .as_json()
            .ok_or_else(|| Error::new(ErrorKind::NotFound, "there is no vendor data"))?;
        let mut json = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            Error::new(
                ErrorKind::Decode,
                format!("the vendor data does not fit at `{}`", error.path()),
            )
            .with_source(crate::error::JsonCause::of(error.inner()))
        })
    }

    /// The JSON as a value; `null` when there is none.
    pub fn to_value(&self) -> Value {
        self.as_json()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or(Value::Null)
    }
}

impl fmt::Debug for VendorData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_json() {
            Some(text) => write!(f, "VendorData({} bytes)", text.len()),
            None => f.write_str("VendorData(none)"),
        }
    }
}

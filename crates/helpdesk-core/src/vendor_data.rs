//! The vendor's own JSON, kept beside every neutral object.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;

use crate::json::{self, Members, Misfit};
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
    #[inline]
    pub fn from_value(value: &Value) -> Self {
        Self(Some(value.to_string().into()))
    }

    /// The JSON text, if there is any.
    pub fn as_json(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The names of the members that the object was sent with, in their order; none when the JSON is
    /// no object. Names stand as they were written, escapes and all.
    ///
    /// They tell a member that is null from one that was left out. Nothing is decoded for it.
    ///
    /// ```
    /// use helpdesk_core::VendorData;
    ///
    /// let data = VendorData::from_json(r#"{"id": 7, "name": null, "tags": [{"id": 1}]}"#);
    /// assert_eq!(data.keys().collect::<Vec<_>>(), ["id", "name", "tags"]);
    /// ```
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        Members::of(self.as_json().unwrap_or_default())
    }

    /// Decodes the JSON into a type, usually one of the adapter's `wire` types.
    ///
    /// Fails with [`ErrorKind::Decode`], naming the JSON path, and with [`ErrorKind::NotFound`] when
    /// there is no data.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T> {
        json::from_str(self.text()?).map_err(unfit)
    }

    /// Decodes the JSON by a seed, where what is read depends on what is known already. It fails as
    /// [`Self::decode`] does.
    pub fn decode_by<'de, S: DeserializeSeed<'de>>(&'de self, seed: S) -> Result<S::Value> {
        self.read(|text| json::from_str_by(text, seed))
    }

    /// Decodes the JSON by a decoder of the caller's. It fails as [`Self::decode`] does.
    pub fn read<'a, T>(
        &'a self,
        decode: impl FnOnce(&'a str) -> std::result::Result<T, Misfit>,
    ) -> Result<T> {
        decode(self.text()?).map_err(unfit)
    }

    fn text(&self) -> Result<&str> {
        self.as_json()
            .ok_or_else(|| Error::new(ErrorKind::NotFound, "there is no vendor data"))
    }

    /// The JSON as a value; `null` when there is none.
    #[inline]
    pub fn to_value(&self) -> Value {
        self.as_json()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or(Value::Null)
    }
}

#[cold]
fn unfit(misfit: Misfit) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the vendor data does not fit at `{}`", misfit.path),
    )
    .with_source(misfit.cause)
}

impl fmt::Debug for VendorData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_json() {
            Some(text) => write!(f, "VendorData({} bytes)", text.len()),
            None => f.write_str("VendorData(none)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize as _;

    use super::*;

    fn keys(json: &str) -> Vec<String> {
        let data = VendorData::from_json(json);
        data.keys().map(str::to_owned).collect()
    }

    /// Reads a text as a seed of this number.
    struct Times(u64);

    impl<'de> DeserializeSeed<'de> for Times {
        type Value = u64;

        fn deserialize<D: serde::Deserializer<'de>>(
            self,
            inner: D,
        ) -> std::result::Result<u64, D::Error> {
            u64::deserialize(inner).map(|read| read * self.0)
        }
    }

    #[test]
    fn a_seed_reads_all_of_the_text_and_fails_as_a_type_does() {
        let data = VendorData::from_json("7");
        assert_eq!(data.decode_by(Times(3)).unwrap(), 21);
        for json in ["[7]", "7 7", "seven", ""] {
            let data = VendorData::from_json(json);
            let (by, plain) = (data.decode_by(Times(3)), data.decode::<u64>());
            let (by, plain) = (by.unwrap_err(), plain.unwrap_err());
            assert_eq!(by.to_string(), plain.to_string(), "{json}");
            assert_eq!(by.kind(), ErrorKind::Decode, "{json}");
        }
        let none = VendorData::none().decode_by(Times(3)).unwrap_err();
        assert_eq!(none.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn keys_are_those_of_the_outer_object() {
        assert_eq!(
            keys(
                r#" { "a" : {"b": [1, {"c": "}"}]} , "d\"e" : "\\" ,"f":[],"g":-1.5e3, "a":null } "#
            ),
            ["a", r#"d\"e"#, "f", "g", "a"]
        );
        assert_eq!(keys(r#"{"":"é, \"x\": 1","ü":","}"#), ["", "ü"]);
    }

    #[test]
    fn what_is_no_object_has_no_keys() {
        for json in ["{}", " { } ", "[]", r#"["a"]"#, r#""a""#, "7", "null", ""] {
            assert!(keys(json).is_empty(), "{json}");
        }
        assert_eq!(VendorData::none().keys().count(), 0);
    }

    #[test]
    fn broken_json_ends_the_keys() {
        for json in [
            r#"{"a"#,
            r#"{"a\"#,
            r#"{"a":"b"#,
            r#"{"a":["#,
            r#"{"a":1"#,
            r#"{"a":]"#,
            "{,",
        ] {
            assert!(keys(json).is_empty(), "{json}");
        }
        assert_eq!(keys(r#"{"a":1,b"#), ["a"]);
    }
}

//! Identifiers and texts.

use serde::de::{Deserializer, Error as _};

use super::scalar::Scalar;

fn text_of<E: serde::de::Error>(
    scalar: Scalar<'_>,
    expected: &'static str,
) -> Result<Option<String>, E> {
    match scalar {
        Scalar::Null => Ok(None),
        Scalar::Text(text) => Ok(Some(text.into_owned())),
        Scalar::Int(value) => Ok(Some(value.to_string())),
        // JSON has no way to write those that are not finite.
        Scalar::Float(value) => Ok(Some(value.to_string())),
        Scalar::Bool(value) if expected == TEXT => Ok(Some(value.to_string())),
        Scalar::Bool(_) => Err(E::custom("a truth value is not an identifier")),
    }
}

const TEXT: &str = "a text, a number or a truth value";
const ID: &str = "an identifier: a text or a number";

/// An identifier: a text or a number, never empty.
pub fn id<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    opt_id(deserializer)?.ok_or_else(|| D::Error::custom("the identifier is empty"))
}

/// An identifier, or nothing: `null`, `""` and `"null"`.
pub fn opt_id<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let scalar = Scalar::read(deserializer, ID)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    let id = text_of::<D::Error>(scalar, ID)?;
    Ok(id.map(|id| match id.trim() {
        trimmed if trimmed.len() == id.len() => T::from(id),
        trimmed => T::from(trimmed.to_owned()),
    }))
}

/// An identifier, or nothing: `null`, `""`, `"null"`, `0` and `"0"`.
pub fn opt_id_nonzero<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let id: Option<String> = opt_id(deserializer)?;
    Ok(id.filter(|id| id != "0").map(T::from))
}

/// A text. Numbers and truth values are written out; `null` is an error.
pub fn text<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    let text = text_of::<D::Error>(Scalar::read(deserializer, TEXT)?, TEXT)?;
    text.map(T::from)
        .ok_or_else(|| D::Error::custom("null is not a text"))
}

/// A text, or nothing: `null`, `""` and `"null"`.
pub fn opt_text<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let scalar = Scalar::read(deserializer, TEXT)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    Ok(text_of::<D::Error>(scalar, TEXT)?.map(T::from))
}

/// A text, or nothing: `null` and `"null"`. An empty text stays one.
pub fn opt_text_or_empty<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = text_of::<D::Error>(Scalar::read(deserializer, TEXT)?, TEXT)?;
    Ok(text.filter(|text| text != "null").map(T::from))
}

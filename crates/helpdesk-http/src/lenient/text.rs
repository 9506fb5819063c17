//! Identifiers and texts.

use serde::de::Deserializer;

use super::scalar::{Scalar, read, trimmed};

const TEXT: &str = "a text, a number or a truth value";
const ID: &str = "an identifier: a text or a number";

fn any_text(scalar: Scalar<'_>) -> Option<String> {
    match scalar {
        Scalar::Null => None,
        Scalar::Text(text) => Some(text.into_owned()),
        Scalar::Int(value) => Some(match u64::try_from(value) {
            // Much quicker to write than wider numbers.
            Ok(value) => value.to_string(),
            Err(_) => value.to_string(),
        }),
        // JSON has no way to write those that are not finite.
        Scalar::Float(value) => Some(value.to_string()),
        Scalar::Bool(value) => Some(value.to_string()),
    }
}

fn any_id(scalar: Scalar<'_>) -> Result<Option<String>, &'static str> {
    match scalar {
        Scalar::Bool(_) => Err("a truth value is not an identifier"),
        Scalar::Text(text) => Ok(match trimmed(&text) {
            "" | "null" => None,
            inner if inner.len() == text.len() => Some(text.into_owned()),
            inner => Some(inner.to_owned()),
        }),
        number => Ok(any_text(number)),
    }
}

/// An identifier: a text or a number, never empty.
pub fn id<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer, ID, |scalar| {
        any_id(scalar)?.ok_or("the identifier is empty")
    })
    .map(T::from)
}

/// An identifier, or nothing: `null`, `""` and `"null"`.
pub fn opt_id<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(read(deserializer, ID, any_id)?.map(T::from))
}

/// An identifier, or nothing: `null`, `""`, `"null"`, `0` and `"0"`.
pub fn opt_id_nonzero<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let id = read(deserializer, ID, any_id)?;
    Ok(id.filter(|id| id != "0").map(T::from))
}

/// A text. Numbers and truth values are written out; `null` is an error.
pub fn text<'de, D: Deserializer<'de>, T: From<String>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer, TEXT, |scalar| {
        any_text(scalar).ok_or("null is not a text")
    })
    .map(T::from)
}

/// A text, or nothing: `null`, `""` and `"null"`.
pub fn opt_text<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = read(deserializer, TEXT, |scalar| {
        Ok(if scalar.is_nothing() {
            None
        } else {
            any_text(scalar)
        })
    })?;
    Ok(text.map(T::from))
}

/// A text, or nothing: `null` and `"null"`. An empty text stays one.
pub fn opt_text_or_empty<'de, D: Deserializer<'de>, T: From<String>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = read(deserializer, TEXT, |scalar| Ok(any_text(scalar)))?;
    Ok(text.filter(|text| text != "null").map(T::from))
}

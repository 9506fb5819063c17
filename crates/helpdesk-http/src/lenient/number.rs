//! Numbers and truth values.

use serde::de::{Deserializer, Error as _};

use super::scalar::Scalar;

const INT: &str = "a whole number, as a number or a text";
const FLOAT: &str = "a number, or a text with one in it";
const FLAG: &str = "a truth value: true, false, 1 or 0, as it is or as a text";

/// A whole number, as a number (`5`, `5.0`) or a text (`"5"`).
pub fn int<'de, D: Deserializer<'de>, T: TryFrom<i128>>(deserializer: D) -> Result<T, D::Error> {
    opt_int(deserializer)?.ok_or_else(|| D::Error::custom("there is no number"))
}

/// A whole number, or nothing: `null`, `""` and `"null"`.
pub fn opt_int<'de, D: Deserializer<'de>, T: TryFrom<i128>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let scalar = Scalar::read(deserializer, INT)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    let value = match scalar {
        Scalar::Int(value) => Some(value),
        Scalar::Float(value) => whole(value),
        Scalar::Text(text) => text.trim().parse().ok(),
        Scalar::Null | Scalar::Bool(_) => None,
    };
    let value = value.ok_or_else(|| D::Error::custom("not a whole number"))?;
    T::try_from(value)
        .map(Some)
        .map_err(|_| D::Error::custom("the number is out of range"))
}

fn whole(value: f64) -> Option<i128> {
    // Up to 2⁵³ a float holds whole numbers exactly.
    let exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "whole and in range")]
    exact.then_some(value as i128)
}

/// A number, as one or as a text.
pub fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    opt_float(deserializer)?.ok_or_else(|| D::Error::custom("there is no number"))
}

/// A number, or nothing: `null`, `""` and `"null"`.
pub fn opt_float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let scalar = Scalar::read(deserializer, FLOAT)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    let value = match scalar {
        #[allow(clippy::cast_precision_loss, reason = "a float was asked for")]
        Scalar::Int(value) => Some(value as f64),
        Scalar::Float(value) => Some(value),
        Scalar::Text(text) => text.trim().parse().ok(),
        Scalar::Null | Scalar::Bool(_) => None,
    };
    value
        .filter(|value: &f64| value.is_finite())
        .map(Some)
        .ok_or_else(|| D::Error::custom("not a number"))
}

/// A truth value: `true`, `1`, `"1"`, `"true"` and their opposites. Nothing is an error.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    opt_flag(deserializer)?.ok_or_else(|| D::Error::custom("there is no truth value"))
}

/// A truth value, or nothing: `null`, `""` and `"null"`.
pub fn opt_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let scalar = Scalar::read(deserializer, FLAG)?;
    if scalar.is_nothing() {
        return Ok(None);
    }
    let value = match &scalar {
        Scalar::Bool(value) => Some(*value),
        Scalar::Int(0) => Some(false),
        Scalar::Int(1) => Some(true),
        Scalar::Text(text) => match text.trim() {
            "1" => Some(true),
            "0" => Some(false),
            text if text.eq_ignore_ascii_case("true") => Some(true),
            text if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        },
        _ => None,
    };
    value
        .map(Some)
        .ok_or_else(|| D::Error::custom("not a truth value"))
}

//! Numbers and truth values.

use serde::de::Deserializer;

use super::scalar::{Scalar, read};

const INT: &str = "a whole number, as a number or a text";
const FLOAT: &str = "a number, or a text with one in it";
const FLAG: &str = "a truth value: true, false, 1 or 0, as it is or as a text";

fn any_int<T: TryFrom<i128>>(scalar: Scalar<'_>) -> Result<Option<T>, &'static str> {
    match any_whole(scalar)? {
        None => Ok(None),
        Some(value) => T::try_from(value)
            .map(Some)
            .map_err(|_| "the number is out of range"),
    }
}

fn any_whole(scalar: Scalar<'_>) -> Result<Option<i128>, &'static str> {
    if scalar.is_nothing() {
        return Ok(None);
    }
    let value = match scalar {
        Scalar::Int(value) => Some(value),
        Scalar::Float(value) => whole(value),
        Scalar::Text(text) => text.trim().parse().ok(),
        Scalar::Null | Scalar::Bool(_) => None,
    };
    value.map(Some).ok_or("not a whole number")
}

fn whole(value: f64) -> Option<i128> {
    // Up to 2⁵³ a float holds whole numbers exactly.
    let exact = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, reason = "whole and in range")]
    exact.then_some(value as i128)
}

fn any_float(scalar: Scalar<'_>) -> Result<Option<f64>, &'static str> {
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
        .ok_or("not a number")
}

fn any_flag(scalar: Scalar<'_>) -> Result<Option<bool>, &'static str> {
    if scalar.is_nothing() {
        return Ok(None);
    }
    let value = match scalar {
        Scalar::Bool(value) => Some(value),
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
    value.map(Some).ok_or("not a truth value")
}

/// A whole number, as a number (`5`, `5.0`) or a text (`"5"`).
pub fn int<'de, D: Deserializer<'de>, T: TryFrom<i128>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer, INT, |scalar| {
        any_int(scalar)?.ok_or("there is no number")
    })
}

/// A whole number, or nothing: `null`, `""` and `"null"`.
pub fn opt_int<'de, D: Deserializer<'de>, T: TryFrom<i128>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    read(deserializer, INT, any_int)
}

/// A number, as one or as a text.
pub fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    read(deserializer, FLOAT, |scalar| {
        any_float(scalar)?.ok_or("there is no number")
    })
}

/// A number, or nothing: `null`, `""` and `"null"`.
pub fn opt_float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    read(deserializer, FLOAT, any_float)
}

/// A truth value: `true`, `1`, `"1"`, `"true"` and their opposites. Nothing is an error.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    read(deserializer, FLAG, |scalar| {
        any_flag(scalar)?.ok_or("there is no truth value")
    })
}

/// A truth value, or nothing: `null`, `""` and `"null"`.
pub fn opt_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    read(deserializer, FLAG, any_flag)
}

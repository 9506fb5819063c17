//! A single JSON value, whatever its type.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserializer, Visitor};

/// A value that is neither an object nor a list.
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(Cow<'a, str>),
}

/// Makes something of a value, or says what is wrong with it.
pub(super) type Convert<T> = fn(Scalar<'_>) -> Result<T, &'static str>;

/// Reads a value and converts it; `expected` says what belongs here.
///
/// It is converted while the decoder stands at it, so that an error has its place.
pub(super) fn read<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    convert: Convert<T>,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(ScalarVisitor { expected, convert })
}

impl Scalar<'_> {
    /// Whether it is one of the ways to say that there is nothing.
    pub(super) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => matches!(trimmed(text), "" | "null"),
            _ => false,
        }
    }
}

/// A text without white space around it. Mostly there is none, as two bytes tell.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

struct ScalarVisitor<T> {
    expected: &'static str,
    convert: Convert<T>,
}

impl<T> ScalarVisitor<T> {
    fn converted<E: de::Error>(&self, scalar: Scalar<'_>) -> Result<T, E> {
        (self.convert)(scalar).map_err(E::custom)
    }
}

impl<'de, T> Visitor<'de> for ScalarVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_unit<E: de::Error>(self) -> Result<T, E> {
        self.converted(Scalar::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<T, E> {
        self.converted(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<T, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<T, E> {
        self.converted(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        self.converted(Scalar::Int(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        self.converted(Scalar::Int(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<T, E> {
        self.converted(Scalar::Float(value))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        self.converted(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<T, E> {
        self.converted(Scalar::Text(Cow::Owned(text)))
    }
}

//! JSON into types, with the place of a failure and without the values around it.

use std::fmt;
use std::fmt::Write as _;

use helpdesk_core::{Error, ErrorKind, JsonCause, Result};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// Where and how JSON failed to fit.
#[derive(Debug)]
pub(crate) struct Misfit {
    path: String,
    cause: JsonCause,
}

// A row that is decoded from its own text (`Kept`) can only hand on an error message. It hands on
// its path in this form, and the decoder of the whole answer puts the two paths together.
const OPEN: &str = "\u{1}at ";
const CLOSE: char = '\u{1}';

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OPEN}{}{CLOSE}{}", self.path, self.cause)
    }
}

/// Decodes; only when that fails, decodes again to find out where.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    serde_json::from_str(text).map_err(|first| misfit::<T>(text.as_bytes(), &first))
}

fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Misfit> {
    match std::str::from_utf8(bytes) {
        // Looked at once here, texts need not be looked at one by one.
        Ok(text) => from_str(text),
        Err(_) => serde_json::from_slice(bytes).map_err(|first| misfit::<T>(bytes, &first)),
    }
}

#[cold]
fn misfit<T: DeserializeOwned>(text: &[u8], first: &serde_json::Error) -> Misfit {
    let mut json = serde_json::Deserializer::from_slice(text);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        // What stands behind the value is wrong.
        Ok(_) => Misfit {
            path: ".".to_owned(),
            cause: JsonCause::of(first),
        },
        Err(error) => {
            let mut path = String::new();
            write_path(&mut path, error.path());
            let cause = JsonCause::of(error.inner());
            let inner = error.inner().to_string();
            if let Some((within, _)) = inner
                .strip_prefix(OPEN)
                .and_then(|rest| rest.split_once(CLOSE))
                && within != "."
            {
                if !within.starts_with('[') && !path.is_empty() {
                    path.push('.');
                }
                path.push_str(within);
            }
            if path.is_empty() {
                path.push('.');
            }
            Misfit { path, cause }
        }
    }
}

/// Decodes an answer, or says in an [`ErrorKind::Decode`] where it does not fit.
pub(crate) fn answer<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    if body.is_empty() {
        return Err(Error::new(ErrorKind::Decode, "the answer is empty"));
    }
    from_slice(body).map_err(|misfit| {
        let message = if misfit.path == "." {
            "the answer does not have the expected form".to_owned()
        } else {
            format!(
                "the answer does not have the expected form at `{}`",
                misfit.path
            )
        };
        Error::new(ErrorKind::Decode, message).with_source(misfit.cause)
    })
}

fn write_path(out: &mut String, path: &Path) {
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                let _ = write!(out, "[{index}]");
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(if is_name(key) { key } else { "?" });
            }
            Segment::Unknown => out.push_str(if out.is_empty() { "?" } else { ".?" }),
        }
    }
}

/// Whether a key is the name of a field, and not something personal that serves as a key.
fn is_name(key: &str) -> bool {
    let digits = key.chars().filter(char::is_ascii_digit).count();
    (1..=64).contains(&key.len())
        && digits < 6
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ',' | '$' | '/'))
}

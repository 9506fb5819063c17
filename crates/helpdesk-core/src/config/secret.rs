//! Where a secret comes from.

use std::fmt;
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::BuildContext;
use crate::{Error, Result};

/// Where a secret comes from: `{ env = "NAME" }`, `{ file = "path" }`, or the text itself.
///
/// It is read when the desk is built. `Debug` tells where from, never what.
#[derive(Clone)]
#[non_exhaustive]
pub enum SecretSource {
    /// An environment variable.
    Env(String),
    /// A file; white space at its end is left out.
    File(PathBuf),
    /// The secret itself.
    Literal(SecretString),
}

impl SecretSource {
    /// Reads the secret. `key` is the configuration key, for the error.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config) when the variable is not set, the
    /// file cannot be read, or the secret is empty, has several lines or control characters.
    #[inline]
    pub fn read(&self, key: &str, context: &BuildContext) -> Result<SecretString> {
        let (text, origin) = match self {
            Self::Env(name) => {
                let text = context.environment(name).ok_or_else(|| {
                    Error::config(
                        key,
                        format!("the environment variable `{name}` is not set; set it"),
                    )
                })?;
                (
                    SecretString::from(text),
                    format!("the environment variable `{name}`"),
                )
            }
            Self::File(path) => {
                let path = context.resolve(path);
                let text = std::fs::read_to_string(&path).map_err(|error| {
                    Error::config(
                        key,
                        format!(
                            "the file `{}` cannot be read ({}); check path and rights",
                            path.display(),
                            error.kind()
                        ),
                    )
                })?;
                (
                    SecretString::from(text),
                    format!("the file `{}`", path.display()),
                )
            }
            Self::Literal(secret) => (secret.clone(), "the secret".to_owned()),
        };
        checked(&text).map_err(|problem| Error::config(key, format!("{origin} {problem}")))
    }
}

/// The secret without white space around it, or what is wrong with it.
#[inline]
fn checked(text: &SecretString) -> Result<SecretString, &'static str> {
    let trimmed = text.expose_secret().trim();
    if trimmed.is_empty() {
        return Err("is empty; put the secret there");
    }
    if trimmed.lines().count() > 1 {
        return Err("has several lines; keep the secret alone, in one line");
    }
    if trimmed.chars().any(char::is_control) {
        return Err("has control characters; copy the secret again");
    }
    Ok(SecretString::from(trimmed))
}

impl From<SecretString> for SecretSource {
    #[inline]
    fn from(secret: SecretString) -> Self {
        Self::Literal(secret)
    }
}

impl From<&str> for SecretSource {
    #[inline]
    fn from(secret: &str) -> Self {
        Self::Literal(SecretString::from(secret))
    }
}

impl fmt::Debug for SecretSource {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "Env({name})"),
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Literal(_) => f.write_str("Literal([redacted])"),
        }
    }
}

impl<'de> Deserialize<'de> for SecretSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Source;

        impl<'de> Visitor<'de> for Source {
            type Value = SecretSource;

            #[inline]
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a secret: a text, { env = \"NAME\" } or { file = \"path\" }")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<SecretSource, E> {
                Ok(SecretSource::Literal(SecretString::from(text)))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SecretSource, A::Error> {
                use serde::de::Error as _;
                let wrong =
                    || A::Error::custom("a secret has exactly one of the keys `env` and `file`");
                let key: String = map.next_key()?.ok_or_else(wrong)?;
                let source = match key.as_str() {
                    "env" => SecretSource::Env(map.next_value()?),
                    "file" => SecretSource::File(map.next_value()?),
                    _ => return Err(wrong()),
                };
                if map.next_key::<String>()?.is_some() {
                    return Err(wrong());
                }
                Ok(source)
            }
        }

        deserializer.deserialize_any(Source)
    }
}

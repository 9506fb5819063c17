//! The settings of one desk.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::json::Misfit;
use crate::{Error, Result};

/// The settings of one desk, as they stand in a configuration file's section or come from the
/// environment or from code. Secrets in it are still [`SecretSource`](super::SecretSource)s or literals, so
/// `Debug` shows only the keys.
#[derive(Clone)]
pub struct Settings {
    desk: String,
    vendor: String,
    table: Map<String, Value>,
    as_text: bool,
}

impl Settings {
    /// The settings of the desk `desk`, with the key `vendor` among them.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config) when there is no `vendor`.
    pub fn new(desk: impl Into<String>, mut table: Map<String, Value>) -> Result<Self> {
        let desk = desk.into();
        let key = format!("desks.{desk}.vendor");
        match table.remove("vendor") {
            Some(Value::String(vendor)) if !vendor.is_empty() => Ok(Self {
                desk,
                vendor,
                table,
                as_text: false,
            }),
            Some(_) => Err(Error::config(key, "must be the name of a vendor, as text")),
            None => Err(Error::config(
                key,
                "is missing; name the vendor, for example `vendor = \"memory\"`",
            )),
        }
    }

    /// Says that all values came as text, from environment variables: a number or a truth value is
    /// read from text where the adapter wants one.
    #[must_use]
    #[inline]
    pub fn spelled_as_text(mut self) -> Self {
        self.as_text = true;
        self
    }

    /// The desk's name.
    #[inline]
    pub fn desk(&self) -> &str {
        &self.desk
    }

    /// The vendor's name.
    #[inline]
    pub fn vendor(&self) -> &str {
        &self.vendor
    }

    /// The full name of a key, as error messages give it.
    #[inline]
    pub fn key(&self, name: &str) -> String {
        format!("desks.{}.{name}", self.desk)
    }

    /// A configuration error at a key of this desk.
    pub fn error(&self, name: &str, message: impl Into<String>) -> Error {
        Error::config(self.key(name), message)
    }

    /// Reads the settings into an adapter's own type, which denies unknown fields.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config), naming the key: missing, unknown
    /// or of the wrong type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        let mut table = Value::Object(self.table.clone());
        loop {
            let text = table.to_string();
            let error = match serde_json::from_str(&text) {
                Ok(read) => return Ok(read),
                Err(error) => error,
            };
            let path = Misfit::of(&text, &error).path;
            if self.as_text && read_as_scalar(&mut table, &path) {
                continue;
            }
            let at = if path == "." {
                self.desk_key()
            } else {
                self.key(&path)
            };
            return Err(Error::config(at, without_values(&without_place(&error))));
        }
    }

    #[inline]
    fn desk_key(&self) -> String {
        format!("desks.{}", self.desk)
    }
}

/// Replaces the text at a path by the number or truth value it spells. Tells whether it did.
#[inline]
fn read_as_scalar(table: &mut Value, path: &str) -> bool {
    let Some(value) = table.pointer_mut(&format!("/{}", path.replace('.', "/"))) else {
        return false;
    };
    let Some(scalar) = value
        .as_str()
        .and_then(|text| serde_json::from_str::<Value>(text).ok())
    else {
        return false;
    };
    if !(scalar.is_number() || scalar.is_boolean()) {
        return false;
    }
    *value = scalar;
    true
}

/// What is wrong, without the place in a text that nobody has seen.
#[inline]
fn without_place(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let mut message = error.to_string();
    if message.ends_with(&place) {
        message.truncate(message.len() - place.len());
    }
    message
}

/// serde quotes the value it did not like; a value may be a secret.
#[inline]
fn without_values(message: &str) -> String {
    let quoting = [
        "invalid type: ",
        "invalid value: ",
        "unknown variant ",
        "invalid length ",
    ];
    if !quoting.iter().any(|start| message.starts_with(start)) {
        return message.to_owned();
    }
    match message.rfind(", expected ") {
        Some(at) => format!("is not {}", &message[at + ", expected ".len()..]),
        None => "has a value that is not allowed".to_owned(),
    }
}

impl std::fmt::Debug for Settings {
    #[inline]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("desk", &self.desk)
            .field("vendor", &self.vendor)
            .field("keys", &self.table.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

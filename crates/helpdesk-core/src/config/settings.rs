//! The settings of one desk.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{Error, Result};

/// The settings of one desk, as they stand in a configuration file's section or come from the
/// environment or from code. Secrets in it are still [`SecretSource`](super::SecretSource)s or literals, so
/// `Debug` shows only the keys.
#[derive(Clone)]
pub struct Settings {
    desk: String,
    vendor: String,
    table: Map<String, Value>,
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
            }),
            Some(_) => Err(Error::config(key, "must be the name of a vendor, as text")),
            None => Err(Error::config(
                key,
                "is missing; name the vendor, for example `vendor = \"memory\"`",
            )),
        }
    }

    /// The desk's name.
    pub fn desk(&self) -> &str {
        &self.desk
    }

    /// The vendor's name.
    pub fn vendor(&self) -> &str {
        &self.vendor
    }

    /// The full name of a key, as error messages give it.
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
        serde_path_to_error::deserialize(Value::Object(self.table.clone())).map_err(|error| {
            let path = error.path().to_string();
            let at = if path == "." {
                self.desk_key()
            } else {
                self.key(&path)
            };
            Error::config(at, without_values(&error.into_inner().to_string()))
        })
    }

    fn desk_key(&self) -> String {
        format!("desks.{}", self.desk)
    }
}

/// serde quotes the value it did not like; a value may be a secret.
fn without_values(message: &str) -> String {
    match message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))
    {
        Some(rest) => match rest.rfind(", expected ") {
            Some(at) => format!("is not {}", &rest[at + ", expected ".len()..]),
            None => "has the wrong type".to_owned(),
        },
        None => message.to_owned(),
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("desk", &self.desk)
            .field("vendor", &self.vendor)
            .field("keys", &self.table.keys().collect::<Vec<_>>())
            .finish()
    }
}

//! Takes secrets out of what is kept.

use std::collections::BTreeMap;
use std::fmt;

use http::HeaderMap;
use serde_json::Value;

/// What stands in place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Headers whose values are never kept.
const HEADERS: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "api-key",
    "apikey",
    "x-auth-token",
    "x-access-token",
    "x-signature",
];

/// Headers that say nothing about the call and differ from machine to machine.
const NOISE: &[&str] = &[
    "host",
    "user-agent",
    "content-length",
    "connection",
    "accept-encoding",
    "date",
    "transfer-encoding",
];

/// Names in bodies and queries whose values are never kept; compared without `_` and `-`.
const KEYS: &[&str] = &[
    "token",
    "accesstoken",
    "refreshtoken",
    "refrestoken",
    "apitoken",
    "apikey",
    "key",
    "password",
    "secret",
    "clientsecret",
    "jwt",
    "authorization",
];

/// Takes secrets out of headers, bodies and queries before they are kept or shown.
///
/// It knows the usual headers and names. Add what else is secret.
#[derive(Clone, Default)]
pub struct Redactor {
    secrets: Vec<String>,
    headers: Vec<String>,
    keys: Vec<String>,
}

impl Redactor {
    /// Knows the usual names.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes this text out wherever it stands.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        let secret = secret.into();
        if !secret.is_empty() {
            self.secrets.push(secret);
        }
        self
    }

    /// Takes out the value of this header.
    #[must_use]
    pub fn header(mut self, name: &str) -> Self {
        self.headers.push(name.to_ascii_lowercase());
        self
    }

    /// Takes out values under this name, in bodies and queries.
    #[must_use]
    pub fn key(mut self, name: &str) -> Self {
        self.keys.push(plain(name));
        self
    }

    /// A text without the secrets that are known.
    pub fn text(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret, REDACTED)
        })
    }

    /// A path in which long runs of digits, which may be phone numbers, are cut.
    pub(crate) fn path(&self, path: &str) -> String {
        let text = self.text(path);
        text.split('/')
            .map(|part| {
                let digits = part.bytes().filter(u8::is_ascii_digit).count();
                if digits >= 8 && digits * 2 > part.len() {
                    "[number]"
                } else {
                    part
                }
            })
            .collect::<Vec<_>>()
            .join("/")
    }

    /// A query parameter's value.
    pub(crate) fn query(&self, key: &str, value: &str) -> String {
        if self.hides(key) {
            REDACTED.to_owned()
        } else {
            self.text(value)
        }
    }

    /// Headers as name and value, sorted, without noise.
    pub(crate) fn headers(&self, headers: &HeaderMap) -> BTreeMap<String, String> {
        let mut kept: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in headers {
            let name = name.as_str().to_ascii_lowercase();
            if NOISE.contains(&name.as_str()) {
                continue;
            }
            let secret = HEADERS.contains(&name.as_str())
                || self.headers.contains(&name)
                || value.is_sensitive();
            let value = if secret {
                REDACTED.to_owned()
            } else {
                self.text(&String::from_utf8_lossy(value.as_bytes()))
            };
            kept.entry(name)
                .and_modify(|own| {
                    own.push_str(", ");
                    own.push_str(&value);
                })
                .or_insert(value);
        }
        kept
    }

    /// A body: as JSON where it is JSON, as text where it is text, `null` when it is empty.
    pub(crate) fn body(&self, body: &[u8]) -> Value {
        if body.is_empty() {
            return Value::Null;
        }
        if let Ok(mut json) = serde_json::from_slice::<Value>(body) {
            self.json(&mut json);
            return json;
        }
        match std::str::from_utf8(body) {
            Ok(text) => Value::String(self.form(text)),
            Err(_) => Value::String(format!("[{} bytes]", body.len())),
        }
    }

    /// Text that is no JSON may be a form with a password in it.
    fn form(&self, text: &str) -> String {
        let form = text.contains('=') && !text.contains(char::is_whitespace);
        if !form {
            return self.text(text);
        }
        text.split('&')
            .map(|pair| match pair.split_once('=') {
                Some((key, _)) if self.hides(key) => format!("{key}={REDACTED}"),
                _ => self.text(pair),
            })
            .collect::<Vec<_>>()
            .join("&")
    }

    fn json(&self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter_mut() {
                    if self.hides(key) && (value.is_string() || value.is_number()) {
                        *value = Value::String(REDACTED.to_owned());
                    } else {
                        self.json(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::String(text) => *text = self.text(text),
            _ => {}
        }
    }

    fn hides(&self, key: &str) -> bool {
        let key = plain(key);
        KEYS.contains(&key.as_str()) || self.keys.contains(&key)
    }
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor")
            .field("secrets", &self.secrets.len())
            .field("headers", &self.headers)
            .field("keys", &self.keys)
            .finish()
    }
}

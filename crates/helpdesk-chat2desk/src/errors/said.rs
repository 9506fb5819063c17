//! What a body says about a failure, and what that means.

use helpdesk_core::{Delivery, Error, ErrorKind, json};
use helpdesk_http::classify::vendor_sentence;
use serde_json::{Map, Value};

use crate::text::find;

/// One complaint.
#[derive(Debug, Default)]
struct Complaint {
    field: Option<String>,
    text: Option<String>,
    code: Option<String>,
}

/// What a body says about the failure.
#[derive(Debug, Default)]
pub(super) struct Said {
    message: Option<String>,
    problems: Vec<Complaint>,
    existing: Option<String>,
}

/// How deep problems may nest.
const DEPTH: usize = 6;

impl Said {
    pub(super) fn read(body: &[u8]) -> Self {
        let mut said = Self::default();
        let value = json::from_bytes::<Value>(body).or_else(|| {
            // The documentation's own example of a duplicate has a backslash too many.
            let text = std::str::from_utf8(body).ok()?;
            serde_json::from_str(&unescaped(text)).ok()
        });
        match value {
            Some(Value::Object(map)) => said.object(&map),
            Some(other) => said.take(None, &other, 0),
            None => {}
        }
        said
    }

    fn object(&mut self, map: &Map<String, Value>) {
        self.message = map
            .get("message")
            .and_then(Value::as_str)
            .map(str::to_owned);
        for key in ["errors", "error"] {
            if let Some(errors) = map.get(key) {
                self.take(None, errors, 0);
            }
        }
        if let Some(Value::Object(data)) = map.get("data")
            && self.problems.is_empty()
        {
            let message = self.message.take();
            self.object(data);
            self.message = self.message.take().or(message);
        }
        let known = ["message", "errors", "error", "status", "data", "meta"];
        if !map.keys().any(|key| known.contains(&key.as_str())) {
            for (field, problems) in map {
                self.take(Some(field), problems, 0);
            }
        }
    }

    fn take(&mut self, field: Option<&str>, value: &Value, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match value {
            Value::String(text) => self.text(field, text),
            Value::Array(list) => {
                for entry in list {
                    self.take(field, entry, depth + 1);
                }
            }
            Value::Object(map) if map.contains_key("errors") => {
                // Beside the problems about it stands the text of a message: it is not repeated.
                if let Some(errors) = map.get("errors") {
                    self.take(field, errors, depth + 1);
                }
            }
            Value::Object(map) => match Self::sentence(value) {
                Some((text, code)) => self.problems.push(Complaint {
                    field: field.map(str::to_owned),
                    text,
                    code,
                }),
                None => {
                    for (field, problems) in map {
                        self.take(Some(field), problems, depth + 1);
                    }
                }
            },
            _ => {}
        }
    }

    fn text(&mut self, field: Option<&str>, text: &str) {
        // The identifier of a duplicate is JSON inside a text.
        if text.trim_start().starts_with('{')
            && let Ok(Value::Object(map)) = serde_json::from_str(&text.replace('\\', ""))
        {
            let id = map.get("id").or_else(|| map.get("client_id"));
            self.existing = match id {
                Some(Value::Number(id)) => Some(id.to_string()),
                Some(Value::String(id)) => Some(id.clone()),
                _ => None,
            };
            return;
        }
        self.problems.push(Complaint {
            field: field.map(str::to_owned),
            text: Some(text.to_owned()),
            code: None,
        });
    }

    /// A sentence, or a `{text, error}` of which either may be missing.
    pub(super) fn sentence(value: &Value) -> Option<(Option<String>, Option<String>)> {
        match value {
            Value::String(text) => Some((Some(text.clone()), None)),
            Value::Object(map) => {
                let get = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
                let (text, error) = (get("text"), get("error"));
                match (text, error) {
                    (None, None) => None,
                    // Some problems have their sentence where others have a code.
                    (None, Some(error)) if !is_code(&error) => Some((Some(error), None)),
                    (text, error) => Some((text, error)),
                }
            }
            _ => None,
        }
    }

    /// Whether one of the sentences holds one of these.
    fn says(&self, parts: &[&str]) -> bool {
        let said = |text: &Option<String>| text.as_ref().is_some_and(|text| holds(text, parts));
        said(&self.message) || self.problems.iter().any(|one| said(&one.text))
    }

    /// Whether the record that the call is about does not exist. What is said about a field is about
    /// something the record refers to.
    fn is_missing(&self) -> bool {
        let gone = |text: &str| holds(text, &["not found", "does not exist", "does not belong"]);
        self.message.as_deref() == Some("not_found")
            || self.problems.iter().any(|one| {
                one.field.as_deref().is_none_or(|field| field == "id")
                    && (one.code.as_deref() == Some("not_found")
                        || one.text.as_deref().is_some_and(gone))
            })
    }

    pub(super) fn judge(self, status: u16, base: Option<Error>) -> Error {
        let tokens = [
            "token is not correct",
            "need to auth",
            "specify your token",
            "invalid token",
        ];
        let taken = [
            "already used",
            "been taken",
            "must be uniqueness",
            "is taken",
        ];
        let busy = ["could not transfer", "no available operator"];
        let (kind, text) = if self.says(&tokens) {
            (
                ErrorKind::Unauthorized,
                "the token was refused; copy it anew from Settings > API, and check that the base URL is \
                 that of its region",
            )
        } else if self.says(&["calls exceeded", "limit per month"]) {
            (
                ErrorKind::QuotaExhausted,
                "the company's requests of this month are used up; buy a package, or wait for the next \
                 month",
            )
        } else if self.says(&["number of api requests exceeded"]) && status != 429 {
            (
                ErrorKind::QuotaExhausted,
                "the company's requests are used up",
            )
        } else if self.says(&["operators limit"]) {
            (
                ErrorKind::QuotaExhausted,
                "the plan has no seat left for another operator",
            )
        } else if status == 429 || self.says(&["too many requests"]) {
            (ErrorKind::RateLimited, "too many requests just now")
        } else if self.existing.is_some() || self.says(&["client already exist"]) {
            (ErrorKind::Conflict, "there is such a client already")
        } else if self.says(&taken) {
            (
                ErrorKind::Conflict,
                "it collides with what is there already",
            )
        } else if self.says(&["already has state"]) {
            (ErrorKind::Conflict, "it is in that state already")
        } else if self.says(&busy) {
            (
                ErrorKind::Conflict,
                "no operator can take it just now; leave the choice to the vendor, or force it",
            )
        } else if self.says(&["page not found"]) {
            (
                ErrorKind::NotFound,
                "the server has no such address; check the base URL, or the server is too old for this",
            )
        } else if self.is_missing() || matches!(status, 404 | 410) {
            (ErrorKind::NotFound, "there is no such record")
        } else if let Some(base) = base {
            if self.problems.is_empty() && self.message.is_none() {
                return base;
            }
            return self.dress(base);
        } else {
            (ErrorKind::Invalid, "the vendor refused the call")
        };
        let error = Error::new(kind, text)
            .with_status(status)
            .with_delivery(Delivery::Answered);
        self.dress(error)
    }

    /// Adds fields, code and existing identifier; a refusal without fields gets the vendor's
    /// sentence.
    fn dress(self, error: Error) -> Error {
        let Self {
            message,
            problems,
            existing,
        } = self;
        let (mut on_fields, mut general) = (Vec::new(), Vec::new());
        for complaint in problems {
            match complaint.field {
                Some(_) => on_fields.push(complaint),
                None => general.push(complaint),
            }
        }
        let mut error = error;
        if error.kind() == ErrorKind::Invalid && on_fields.is_empty() {
            let sentence = general
                .iter()
                .find_map(|complaint| complaint.text.as_deref())
                .or_else(|| message.as_deref().filter(|text| !is_code(text)))
                .map(vendor_sentence);
            if let Some(sentence) = sentence.filter(|sentence| !sentence.is_empty()) {
                let status = error.status();
                let wait = error.retry_after();
                let delivery = error.delivery();
                error = Error::new(
                    ErrorKind::Invalid,
                    format!("the vendor refused the call: {sentence}"),
                )
                .with_delivery(delivery);
                if let Some(status) = status {
                    error = error.with_status(status);
                }
                if let Some(wait) = wait {
                    error = error.with_retry_after(wait);
                }
            }
        }
        let code = on_fields
            .iter()
            .chain(&general)
            .find_map(|complaint| complaint.code.clone())
            .or_else(|| message.filter(|text| is_code(text)));
        if let Some(code) = code.filter(|code| is_code(code)) {
            error = error.with_vendor_code(code);
        }
        if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) {
            for complaint in on_fields {
                let text = complaint
                    .text
                    .as_deref()
                    .map_or_else(|| "refused".to_owned(), vendor_sentence);
                let field = vendor_sentence(complaint.field.as_deref().unwrap_or_default());
                error = error.with_field_error(field, text);
            }
        }
        match existing {
            Some(id) if error.kind() == ErrorKind::Conflict => error.with_existing_id(id),
            _ => error,
        }
    }
}

/// Whether a text, in small letters, holds one of these.
fn holds(text: &str, parts: &[&str]) -> bool {
    let text = text.to_lowercase();
    parts.iter().any(|part| find(&text, part).is_some())
}

/// A text with a plain brace for each that has a backslash before it.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = find(rest, "\\}") {
        let (before, brace) = rest.split_at(at);
        plain.push_str(before);
        rest = &brace[1..];
    }
    plain.push_str(rest);
    plain
}

/// Whether a text is a code and not a sentence.
fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

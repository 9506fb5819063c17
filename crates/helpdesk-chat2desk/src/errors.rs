//! What the vendor's failures mean.
//!
//! The vendor has no one shape for them. `errors` is a sentence, a list or a map of sentences or of
//! `{text, error}`, one `{text, error}`, or is called `error`; some refusals are a bare map of fields,
//! some have only a `message`, and some come with HTTP 200. The sentences that decide something are
//! compared in small letters and in part, for they differ from server to server.

use helpdesk_core::{Delivery, Error, ErrorKind};
use helpdesk_http::Call;
use helpdesk_http::classify::{self, Classify, Verdict, vendor_sentence};
use http::{HeaderMap, Method};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Tells good answers from bad ones.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Errors;

impl Classify for Errors {
    fn classify(&self, call: &Call, status: u16, headers: &HeaderMap, body: &[u8]) -> Verdict {
        let base = classify::from_status(status, headers, body);
        if base.is_none() && !says_failure(call.method(), body) {
            return Verdict::Accepted;
        }
        let said = if classify::is_web_page(body) {
            Said::default()
        } else {
            Said::read(body)
        };
        let retry_after = base.as_ref().and_then(Error::retry_after);
        let mut error = said.judge(status, base);
        if let Some(wait) = retry_after
            && error.retry_after().is_none()
        {
            error = error.with_retry_after(wait);
        }
        if error.kind() == ErrorKind::Unauthorized {
            Verdict::AuthRejected(error)
        } else {
            Verdict::Refused(error)
        }
    }
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(default)]
    status: Option<Value>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

/// Whether an answer with a good HTTP status is a failure all the same.
fn says_failure(method: &Method, body: &[u8]) -> bool {
    let Ok(head) = serde_json::from_slice::<Head<'_>>(body) else {
        return false;
    };
    if is_failure(head.status.as_ref()) {
        return true;
    }
    if let Some(data) = head.data {
        return data.get().starts_with('{')
            && serde_json::from_str::<Head<'_>>(data.get())
                .is_ok_and(|inner| is_failure(inner.status.as_ref()));
    }
    // A bare map of fields to sentences, as writes of operators and templates give it.
    method != Method::GET
        && head.status.is_none()
        && serde_json::from_slice::<Map<String, Value>>(body).is_ok_and(|map| {
            !map.is_empty()
                && map.values().all(|value| {
                    value.as_array().is_some_and(|list| {
                        !list.is_empty() && list.iter().all(|entry| Said::sentence(entry).is_some())
                    })
                })
        })
}

fn is_failure(status: Option<&Value>) -> bool {
    matches!(
        status.and_then(Value::as_str),
        Some("error" | "failure" | "failed")
    )
}

/// One complaint.
#[derive(Debug, Default)]
struct Complaint {
    field: Option<String>,
    text: Option<String>,
    code: Option<String>,
}

/// What a body says about the failure.
#[derive(Debug, Default)]
struct Said {
    message: Option<String>,
    complaints: Vec<Complaint>,
    existing: Option<String>,
}

/// How deep complaints may nest.
const DEPTH: usize = 6;

impl Said {
    fn read(body: &[u8]) -> Self {
        let mut said = Self::default();
        let value = serde_json::from_slice::<Value>(body).ok().or_else(|| {
            // The documentation's own example of a duplicate has a backslash too many.
            let text = std::str::from_utf8(body).ok()?;
            serde_json::from_str(&text.replace("\\}", "}")).ok()
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
            && self.complaints.is_empty()
        {
            let message = self.message.take();
            self.object(data);
            self.message = self.message.take().or(message);
        }
        let known = ["message", "errors", "error", "status", "data", "meta"];
        if !map.keys().any(|key| known.contains(&key.as_str())) {
            for (field, complaints) in map {
                self.take(Some(field), complaints, 0);
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
                // Beside the complaints about it stands the text of a message: it is not repeated.
                if let Some(errors) = map.get("errors") {
                    self.take(field, errors, depth + 1);
                }
            }
            Value::Object(map) => match Self::sentence(value) {
                Some((text, code)) => self.complaints.push(Complaint {
                    field: field.map(str::to_owned),
                    text,
                    code,
                }),
                None => {
                    for (field, complaints) in map {
                        self.take(Some(field), complaints, depth + 1);
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
        self.complaints.push(Complaint {
            field: field.map(str::to_owned),
            text: Some(text.to_owned()),
            code: None,
        });
    }

    /// A sentence, or a `{text, error}` of which either may be missing.
    fn sentence(value: &Value) -> Option<(Option<String>, Option<String>)> {
        match value {
            Value::String(text) => Some((Some(text.clone()), None)),
            Value::Object(map) => {
                let get = |key: &str| map.get(key).and_then(Value::as_str).map(str::to_owned);
                let (text, error) = (get("text"), get("error"));
                match (text, error) {
                    (None, None) => None,
                    // Some complaints have their sentence where others have a code.
                    (None, Some(error)) if !is_code(&error) => Some((Some(error), None)),
                    (text, error) => Some((text, error)),
                }
            }
            _ => None,
        }
    }

    /// Whether one of the sentences holds one of these.
    fn says(&self, parts: &[&str]) -> bool {
        self.message
            .iter()
            .chain(self.complaints.iter().filter_map(|one| one.text.as_ref()))
            .map(|text| text.to_lowercase())
            .any(|text| parts.iter().any(|part| text.contains(part)))
    }

    /// Whether the record that the call is about does not exist. What is said about a field is about
    /// something the record refers to.
    fn is_missing(&self) -> bool {
        let gone = |text: &str| {
            let text = text.to_lowercase();
            ["not found", "does not exist", "does not belong"]
                .iter()
                .any(|part| text.contains(part))
        };
        self.message.as_deref() == Some("not_found")
            || self.complaints.iter().any(|one| {
                one.field.as_deref().is_none_or(|field| field == "id")
                    && (one.code.as_deref() == Some("not_found")
                        || one.text.as_deref().is_some_and(gone))
            })
    }

    fn judge(self, status: u16, base: Option<Error>) -> Error {
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
            if self.complaints.is_empty() && self.message.is_none() {
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
            complaints,
            existing,
        } = self;
        let (on_fields, general): (Vec<_>, Vec<_>) = complaints
            .into_iter()
            .partition(|complaint| complaint.field.is_some());
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

/// Whether a text is a code and not a sentence.
fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Makes a refusal of the field that addresses a record the `NotFound` that it is.
pub(crate) fn missing_at(error: Error, fields: &[&str], what: &'static str) -> Error {
    let about = error.kind() == ErrorKind::Invalid
        && error.field_errors().iter().any(|one| {
            fields.contains(&one.field.as_str())
                && (error.vendor_code() == Some("not_found")
                    || one.message.to_lowercase().contains("not found"))
        });
    if !about {
        return error;
    }
    let mut missing = Error::not_found(what)
        .with_vendor(crate::VENDOR)
        .with_delivery(error.delivery())
        .with_attempts(error.attempts());
    if let Some(operation) = error.operation() {
        missing = missing.with_operation(operation.to_owned());
    }
    if let Some(status) = error.status() {
        missing = missing.with_status(status);
    }
    if let Some(code) = error.vendor_code() {
        missing = missing.with_vendor_code(code);
    }
    if let Some(id) = error.request_id() {
        missing = missing.with_request_id(id);
    }
    missing
}

//! What the vendor's failures mean.
//!
//! The vendor has no one shape for them. `errors` is a sentence, a list or a map of sentences or of
//! `{text, error}`, one `{text, error}`, or is called `error`; some refusals are a bare map of fields,
//! some have only a `message`, and some come with HTTP 200. The sentences that decide something are
//! compared in small letters and in part, for they differ from server to server.

use helpdesk_core::json::{self, Words};
use helpdesk_core::{Error, ErrorKind};
use helpdesk_http::Call;
use helpdesk_http::classify::{self, Classify, Verdict};
use http::{HeaderMap, Method};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

mod said;

use said::Said;

use crate::text::find;

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
    #[serde(default)]
    errors: Option<Value>,
    #[serde(default)]
    error: Option<Value>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

/// Whether an answer with a good HTTP status is a failure all the same.
fn says_failure(method: &Method, body: &[u8]) -> bool {
    // A list would be taken for an object whose members stand in order.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return false;
    }
    if method == Method::GET && !names_a_failure(body) {
        return false;
    }
    let Some(head) = json::from_bytes::<Head<'_>>(body) else {
        return false;
    };
    if is_failure(head.status.as_ref()) {
        return true;
    }
    let complains = [&head.errors, &head.error]
        .into_iter()
        .flatten()
        .any(is_something);
    if complains && head.status.is_none() && head.data.is_none() {
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
        && json::from_bytes::<Map<String, Value>>(body).is_some_and(|map| {
            !map.is_empty()
                && map.values().all(|value| {
                    value.as_array().is_some_and(|list| {
                        !list.is_empty() && list.iter().all(|entry| Said::sentence(entry).is_some())
                    })
                })
        })
}

/// Whether one of the words is there without which no answer to a read is a failure. Most are long
/// lists, and looking for a word is much quicker than reading them once more.
fn names_a_failure(body: &[u8]) -> bool {
    static ERROR: Words = Words::new("\"error");
    static FAILURE: Words = Words::new("\"fail");
    ERROR.are_in(body) || FAILURE.are_in(body)
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
        _ => true,
    }
}

fn is_failure(status: Option<&Value>) -> bool {
    matches!(
        status.and_then(Value::as_str),
        Some("error" | "failure" | "failed")
    )
}

/// Makes a refusal of the field that addresses a record the `NotFound` that it is.
pub(crate) fn missing_at(error: Error, fields: &[&str], what: &'static str) -> Error {
    let about = error.kind() == ErrorKind::Invalid
        && error.field_errors().iter().any(|one| {
            fields.contains(&one.field.as_str())
                && (error.vendor_code() == Some("not_found")
                    || find(&one.message.to_lowercase(), "not found").is_some())
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

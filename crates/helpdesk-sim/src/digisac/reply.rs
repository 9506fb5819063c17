//! Requests as handlers see them, and answers in the vendor's shapes.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use md5::{Digest, Md5};
use serde_json::{Value, json};

use crate::strict;

use super::Sim;

/// One request, after the gate has let it through.
#[derive(Debug)]
pub(super) struct Call {
    /// Method and route, for violations.
    pub(super) endpoint: String,
    /// Path parameters.
    pub(super) params: BTreeMap<String, String>,
    /// The query string, still encoded.
    pub(super) query: String,
    /// Headers.
    pub(super) headers: HeaderMap,
    /// The raw body.
    pub(super) body: Bytes,
    /// The user whose token was sent; empty for calls without one.
    pub(super) user: String,
}

impl Call {
    /// A path parameter; empty when the route has none of that name.
    pub(super) fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// Checks the keys of the query string.
    pub(super) fn query_keys(&self, sim: &Sim, known: &[&str]) {
        strict::known_query(&sim.lab, &self.endpoint, &self.query, known);
    }

    /// The first value of a query parameter.
    pub(super) fn query_value(&self, key: &str) -> Option<String> {
        strict::query_pairs(&self.query)
            .into_iter()
            .find(|(k, _)| k == key)
            .map(|(_, value)| value)
    }

    /// Remembers a violation of this call, and makes the answer for it.
    pub(super) fn refuse(&self, sim: &Sim, what: &str) -> Answer {
        sim.lab.violation(format!("{}: {what}", self.endpoint));
        bad_request(what)
    }

    /// The JSON body; `{}` when there is none.
    pub(super) fn json(&self, sim: &Sim) -> Result<Value, Answer> {
        if self.body.is_empty() {
            return Ok(json!({}));
        }
        if !self.content_type().starts_with("application/json") {
            return Err(self.refuse(sim, "the body is not announced as application/json"));
        }
        serde_json::from_slice(&self.body)
            .map_err(|_| self.refuse(sim, "the body is not valid JSON"))
    }

    /// The body as JSON, or as form fields (which are all text).
    pub(super) fn json_or_form(&self, sim: &Sim) -> Result<Value, Answer> {
        if self
            .content_type()
            .starts_with("application/x-www-form-urlencoded")
        {
            let text = String::from_utf8_lossy(&self.body);
            let fields: serde_json::Map<String, Value> = strict::query_pairs(&text)
                .into_iter()
                .map(|(key, value)| (key, Value::String(value)))
                .collect();
            return Ok(Value::Object(fields));
        }
        self.json(sim)
    }

    fn content_type(&self) -> String {
        self.headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_ascii_lowercase()
    }
}

/// What an answer carries.
#[derive(Debug)]
pub(super) enum Payload {
    /// A JSON value.
    Json(Value),
    /// Something else, with its media type.
    Raw(&'static str, String),
    /// Nothing.
    Empty,
}

/// One answer.
#[derive(Debug)]
pub(super) struct Answer {
    status: u16,
    payload: Payload,
    retry_after: Option<u64>,
}

/// A handler's outcome; both sides are answers.
pub(super) type Reply = Result<Answer, Answer>;

impl Answer {
    /// Adds a `Retry-After` header.
    pub(super) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

/// 200 with a JSON body. Creates answer this as well.
pub(super) fn ok(body: Value) -> Answer {
    status(200, Payload::Json(body))
}

/// 200 without a body.
pub(super) fn empty() -> Answer {
    status(200, Payload::Empty)
}

/// Any status and payload.
pub(super) fn status(status: u16, payload: Payload) -> Answer {
    Answer {
        status,
        payload,
        retry_after: None,
    }
}

/// The vendor's error body: a class-like name, a message, and the status once more.
pub(super) fn error(code: u16, name: &str, message: &str) -> Answer {
    status(
        code,
        Payload::Json(json!({"error": name, "message": message, "status": code})),
    )
}

/// 400.
pub(super) fn bad_request(message: &str) -> Answer {
    error(400, "BadRequestHttpError", message)
}

/// What a DELETE of a record that is gone answers: not 404, but a failure of the server's code.
pub(super) fn null_failure() -> Answer {
    error(500, "HttpError", "Cannot read property 'id' of null")
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let (kind, bytes) = match self.payload {
            Payload::Json(value) => (
                "application/json; charset=utf-8",
                Bytes::from(value.to_string()),
            ),
            Payload::Raw(kind, text) => (kind, Bytes::from(text)),
            Payload::Empty => ("", Bytes::new()),
        };
        let tag = format!(
            "W/\"{:x}-{}\"",
            bytes.len(),
            &hex::encode(Md5::digest(&bytes))[..16]
        );
        let mut response = Response::new(Body::from(bytes));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if !kind.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            if let Ok(tag) = HeaderValue::try_from(tag) {
                headers.insert(header::ETAG, tag);
            }
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

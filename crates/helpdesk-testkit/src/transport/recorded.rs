//! One request as it was sent.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::Redactor;

/// One request as it was sent.
///
/// `Debug` shows method and path and the names of query parameters and headers; values stay out.
#[derive(Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The HTTP method.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query parameters, decoded, in the order in which they were sent.
    pub query: Vec<(String, String)>,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The status that was answered, when an answer came.
    pub status: Option<u16>,
}

impl Recorded {
    /// A call that is no HTTP request, as of a desk in memory.
    pub fn call(method: &str, path: impl Into<String>) -> Self {
        Self {
            method: method.to_owned(),
            path: path.into(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            status: None,
        }
    }

    /// A request on its way.
    pub fn of(request: &http::Request<Bytes>) -> Self {
        Self {
            method: request.method().as_str().to_owned(),
            path: request.uri().path().to_owned(),
            query: pairs(request.uri().query().unwrap_or_default()),
            headers: request.headers().clone(),
            body: request.body().clone(),
            status: None,
        }
    }

    /// The value of a query parameter that is there.
    pub fn query_value(&self, key: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(own, _)| own == key)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Path and query in one, decoded: where no secret may be.
    pub fn url(&self) -> String {
        let query: Vec<String> = self
            .query
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        format!("{}?{}", self.path, query.join("&"))
    }

    /// The request as stable JSON for snapshots: method, path, sorted query, sorted headers without
    /// those that differ from machine to machine, and the body, with secrets redacted.
    pub fn snapshot(&self, redactor: &Redactor) -> Value {
        let mut query = self.query.clone();
        query.sort();
        let query: Vec<Value> = query
            .iter()
            .map(|(key, value)| json!([key, redactor.query(key, value)]))
            .collect();
        json!({
            "method": self.method,
            "path": redactor.text(&self.path),
            "query": query,
            "headers": redactor.headers(&self.headers),
            "body": redactor.body(&self.body),
        })
    }
}

pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&String> = self.query.iter().map(|(key, _)| key).collect();
        let headers: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        f.debug_struct("Recorded")
            .field("method", &self.method)
            .field("path", &Redactor::new().path(&self.path))
            .field("query", &query)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("status", &self.status)
            .finish()
    }
}

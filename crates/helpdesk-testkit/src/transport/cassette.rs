//! Requests and answers, kept in a file.

use std::fs;
use std::io;
use std::path::Path;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

use super::{Expect, Recorded, Redactor, ScriptedTransport};

/// One request and its answer.
#[derive(Clone)]
pub struct Take {
    request: Recorded,
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Take {
    pub(crate) fn new(request: Recorded, status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            request,
            status,
            headers,
            body,
        }
    }

    pub(crate) fn redacted(&self, redactor: &Redactor) -> Kept {
        let mut query = self.request.query.clone();
        query.sort();
        Kept {
            method: self.request.method.clone(),
            path: redactor.text(&self.request.path),
            query: query
                .into_iter()
                .map(|(key, value)| {
                    let value = redactor.query(&key, &value);
                    (key, value)
                })
                .collect(),
            body: redactor.body(&self.request.body),
            status: self.status,
            headers: redactor.headers(&self.headers),
            answer: redactor.body(&self.body),
        }
    }
}

impl std::fmt::Debug for Take {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Take")
            .field("request", &self.request)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A take as it stands in the file.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    body: Value,
    status: u16,
    headers: BTreeMap<String, String>,
    answer: Value,
}

/// Requests and answers with secrets taken out, to keep in a file and to play again.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cassette {
    takes: Vec<Kept>,
}

impl Cassette {
    pub(crate) fn new(takes: impl Iterator<Item = Kept>) -> Self {
        Self {
            takes: takes.collect(),
        }
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.takes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.takes.is_empty()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When the file cannot be read or is no cassette.
    pub fn load(path: impl AsRef<Path>) -> io::Result<Self> {
        Ok(serde_json::from_slice(&fs::read(path)?)?)
    }

    /// Writes a file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(path, text)
    }

    /// A transport that expects the same requests in the same order and gives the same answers.
    ///
    /// What was redacted in a request is not compared.
    pub fn player(&self) -> ScriptedTransport {
        self.takes
            .iter()
            .fold(ScriptedTransport::new(), |script, take| {
                script.expect(take.expectation())
            })
    }
}

impl Kept {
    fn expectation(&self) -> Expect {
        let mut expect = Expect::new(&self.method, &self.path).exact_query();
        for (key, value) in &self.query {
            expect = expect.query(key, value);
        }
        if !self.body.is_null() {
            expect = expect.json(self.body.clone());
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(value),
            ) {
                headers.insert(name, value);
            }
        }
        let body = match &self.answer {
            Value::Null => Bytes::new(),
            Value::String(text) if !self.is_json() => Bytes::from(text.clone()),
            json => Bytes::from(json.to_string()),
        };
        expect.answer_with(self.status, headers, body)
    }

    fn is_json(&self) -> bool {
        self.headers
            .get("content-type")
            .is_some_and(|kind| kind.contains("json"))
    }
}

impl std::fmt::Debug for Cassette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cassette({} takes)", self.takes.len())
    }
}

//! A transport that knows beforehand what it will be asked.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::transport::{Body, Phase, Transport, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::{REDACTED, Recorded, Redactor};

/// One request that is expected, and what it is answered with.
///
/// Method and path must fit. Query parameters and headers that are named must be there; others may.
/// A body that is named must be equal as JSON.
#[derive(Clone)]
#[must_use]
pub struct Expect {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    exact_query: bool,
    headers: Vec<(String, String)>,
    body: Option<Value>,
    answer: Answer,
}

#[derive(Clone)]
enum Answer {
    Whole(u16, HeaderMap, Bytes),
    Fails(Phase, bool),
    Never,
}

impl Expect {
    /// A request with this method and path, answered with an empty 200 until told otherwise.
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            query: Vec::new(),
            exact_query: false,
            headers: Vec::new(),
            body: None,
            answer: Answer::Whole(200, HeaderMap::new(), Bytes::new()),
        }
    }

    /// A GET.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// A POST.
    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    /// A PUT.
    pub fn put(path: &str) -> Self {
        Self::new("PUT", path)
    }

    /// A DELETE.
    pub fn delete(path: &str) -> Self {
        Self::new("DELETE", path)
    }

    /// With this query parameter.
    pub fn query(mut self, key: &str, value: &str) -> Self {
        self.query.push((key.to_owned(), value.to_owned()));
        self
    }

    /// With no other query parameters than those named.
    pub fn exact_query(mut self) -> Self {
        self.exact_query = true;
        self
    }

    /// With this header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With this body. `"[redacted]"` in it stands for any value.
    pub fn json(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Answers with a status and JSON.
    pub fn answer(self, status: u16, body: &Value) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(
            http::header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        self.answer_with(status, headers, Bytes::from(body.to_string()))
    }

    /// Answers with a status, headers and bytes.
    pub fn answer_with(mut self, status: u16, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        self.answer = Answer::Whole(status, headers, body.into());
        self
    }

    /// Adds a header to the answer.
    pub fn answer_header(mut self, name: &str, value: &str) -> Self {
        if let (Answer::Whole(_, headers, _), Ok(name), Ok(value)) = (
            &mut self.answer,
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            headers.append(name, value);
        }
        self
    }

    /// Fails in this phase.
    pub fn fail(mut self, phase: Phase) -> Self {
        self.answer = Answer::Fails(phase, false);
        self
    }

    /// Times out in this phase.
    pub fn time_out(mut self, phase: Phase) -> Self {
        self.answer = Answer::Fails(phase, true);
        self
    }

    /// Never answers, until the request is given up.
    pub fn hang(mut self) -> Self {
        self.answer = Answer::Never;
        self
    }

    /// What does not fit about a request.
    fn misfit(&self, base: &str, request: &Recorded) -> Option<String> {
        if self.method != request.method {
            return Some(format!("the method is {}", request.method));
        }
        if format!("{base}{}", self.path) != request.path {
            return Some(format!("the path is {}", request.path));
        }
        let hidden = |wanted: &str| wanted == REDACTED;
        for (key, value) in &self.query {
            let fits = request
                .query
                .iter()
                .any(|(own, is)| own == key && (is == value || hidden(value)));
            if !fits {
                return Some(format!(
                    "the query parameter `{key}` is {:?}",
                    request.query_value(key)
                ));
            }
        }
        if self.exact_query && self.query.len() != request.query.len() {
            let names: Vec<&String> = request.query.iter().map(|(key, _)| key).collect();
            return Some(format!("the query parameters are {names:?}"));
        }
        for (name, value) in &self.headers {
            let own = request.headers.get(name).map(HeaderValue::as_bytes);
            if own != Some(value.as_bytes()) {
                return Some(format!("the header `{name}` is missing or different"));
            }
        }
        let body = self.body.as_ref()?;
        let own = request
            .json()
            .unwrap_or_else(|| Redactor::new().body(&request.body));
        (!same(body, &own)).then(|| format!("the body is {own}"))
    }
}

/// Whether a body is as expected; what was redacted fits everything.
fn same(wanted: &Value, own: &Value) -> bool {
    match (wanted, own) {
        (Value::String(text), _) if text == REDACTED => true,
        (Value::Object(wanted), Value::Object(own)) => {
            wanted.len() == own.len()
                && wanted
                    .iter()
                    .all(|(key, value)| own.get(key).is_some_and(|own| same(value, own)))
        }
        (Value::Array(wanted), Value::Array(own)) => {
            wanted.len() == own.len() && wanted.iter().zip(own).all(|(a, b)| same(a, b))
        }
        _ => wanted == own,
    }
}

impl fmt::Debug for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A transport that expects certain requests in a certain order and answers each as it was told.
///
/// Panics when another request comes, and when it is dropped while requests are still expected.
/// Clones are the same transport.
///
/// ```
/// use helpdesk_testkit::transport::{Expect, ScriptedTransport};
/// use serde_json::json;
///
/// let script = ScriptedTransport::new()
///     .expect(Expect::get("/contacts/7").answer(200, &json!({ "id": 7 })))
///     .expect(Expect::post("/contacts").json(json!({ "name": "Ana" })).answer(201, &json!({})));
/// assert_eq!(script.left(), 2);
/// # script.forget();
/// ```
#[derive(Clone)]
pub struct ScriptedTransport {
    inner: Arc<Inner>,
}

struct Inner {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    base: String,
    expected: VecDeque<Expect>,
    requests: Vec<Recorded>,
}

impl ScriptedTransport {
    /// Expects nothing yet.
    pub fn new() -> Self {
        Self {
            inner: Arc::new(Inner {
                state: Mutex::default(),
            }),
        }
    }

    /// Every path that is expected begins with this, such as `/api/v1`.
    #[must_use]
    pub fn under(self, base: &str) -> Self {
        base.clone_into(&mut self.inner.lock().base);
        self
    }

    /// Expects this request next.
    #[must_use]
    pub fn expect(self, expect: Expect) -> Self {
        self.inner.lock().expected.push_back(expect);
        self
    }

    /// The script as a transport, to build a client with.
    pub fn transport(&self) -> Arc<dyn Transport> {
        Arc::new(self.clone())
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.inner.lock().requests.clone()
    }

    /// How many requests are still expected.
    pub fn left(&self) -> usize {
        self.inner.lock().expected.len()
    }

    /// Expects nothing any more.
    pub fn forget(&self) {
        self.inner.lock().expected.clear();
    }

    /// Fails the test when requests are still expected.
    ///
    /// # Panics
    /// When there are, listing them.
    pub fn assert_done(&self) {
        let left: Vec<Expect> = self.inner.lock().expected.iter().cloned().collect();
        assert!(left.is_empty(), "requests that never came: {left:?}");
    }
}

impl Default for ScriptedTransport {
    fn default() -> Self {
        Self::new()
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to a request.
    #[allow(clippy::panic)]
    fn next(&self, request: &Recorded) -> Answer {
        let mut state = self.lock();
        state.requests.push(request.clone());
        let Some(expect) = state.expected.pop_front() else {
            panic!(
                "{} {} came, and nothing more was expected",
                request.method, request.path
            );
        };
        if let Some(why) = expect.misfit(&state.base, request) {
            state.expected.clear();
            panic!("{expect:?} was expected, but {why}");
        }
        expect.answer
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let left: Vec<Expect> = self.lock().expected.drain(..).collect();
        if !std::thread::panicking() {
            assert!(left.is_empty(), "requests that never came: {left:?}");
        }
    }
}

#[async_trait]
impl Transport for ScriptedTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        match self.inner.next(&Recorded::of(&request)) {
            Answer::Whole(status, headers, body) => {
                let mut answer = http::Response::new(Body::whole(body));
                *answer.status_mut() =
                    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                *answer.headers_mut() = headers;
                Ok(answer)
            }
            Answer::Fails(phase, timed_out) => {
                let error = TransportError::new(phase, "a failure by script");
                Err(if timed_out { error.timed_out() } else { error })
            }
            Answer::Never => std::future::pending().await,
        }
    }
}

impl fmt::Debug for ScriptedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedTransport")
            .field("left", &self.left())
            .finish_non_exhaustive()
    }
}

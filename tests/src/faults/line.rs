//! The line to a simulator: a transport in process, on which faults are shown.

use std::cmp::Ordering;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use bytes::Bytes;
use futures_util::stream;
use helpdesk::transport::{Body, Phase, Transport, TransportError};
use helpdesk::{Clock, Timestamp};
use helpdesk_sim::Lab;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::Fault;

/// What a vendor says in its own words.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Status and body of a refusal that means that there is no such record.
    pub none_found: (u16, &'static str),
    /// The body of a 200 that carries an error.
    pub disguised: &'static str,
}

/// When a fault is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Armed {
    /// The fault.
    pub fault: Fault,
    /// The request that it hits, counted from 0.
    pub at: usize,
    /// What hits every request after that.
    pub then: Option<Fault>,
}

/// One request that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The HTTP method.
    pub method: String,
    /// The path, and the query if there was one.
    pub path: String,
    /// The simulator's records after it, when they are looked at each time.
    pub after: Option<String>,
}

impl Passed {
    /// Method, path and query.
    pub fn shown(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Method and path, without the query.
    pub fn shape(&self) -> (&str, &str) {
        let path = self.path.split('?').next().unwrap_or_default();
        (&self.method, path)
    }
}

type Look = Box<dyn Fn() -> String + Send + Sync>;

#[derive(Default)]
struct State {
    armed: Option<Armed>,
    passed: Vec<Passed>,
    look: Option<Look>,
}

/// The line. Clones are the same line.
#[derive(Clone)]
pub struct Line {
    router: Router,
    lab: Lab,
    clock: Arc<dyn Clock>,
    expire: Arc<dyn Fn() + Send + Sync>,
    words: Words,
    cap: usize,
    state: Arc<Mutex<State>>,
}

impl Line {
    /// A line to a simulator, whose clock follows this one. `cap` is the largest answer that the
    /// desk reads.
    pub fn new(
        router: Router,
        lab: Lab,
        clock: Arc<dyn Clock>,
        expire: impl Fn() + Send + Sync + 'static,
        words: Words,
        cap: usize,
    ) -> Self {
        Self {
            router,
            lab,
            clock,
            expire: Arc::new(expire),
            words,
            cap,
            state: Arc::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to count anew, with this fault.
    pub fn arm(&self, armed: Option<Armed>) {
        let mut state = self.lock();
        state.armed = armed;
        state.passed.clear();
    }

    /// Looks at the simulator's records after each request from now on.
    pub fn look(&self, look: impl Fn() -> String + Send + Sync + 'static) {
        self.lock().look = Some(Box::new(look));
    }

    /// What was sent since counting began.
    pub fn passed(&self) -> Vec<Passed> {
        self.lock().passed.clone()
    }

    /// Counts a request and says whether a fault hits it.
    fn count(&self, request: &Request<Bytes>) -> (usize, Option<Fault>) {
        let mut state = self.lock();
        let at = state.passed.len();
        let path = request.uri().path_and_query().map(ToString::to_string);
        state.passed.push(Passed {
            method: request.method().to_string(),
            path: path.unwrap_or_default(),
            after: None,
        });
        let hit = state.armed.and_then(|armed| match at.cmp(&armed.at) {
            Ordering::Less => None,
            Ordering::Equal => Some(armed.fault),
            Ordering::Greater => armed.then,
        });
        (at, hit)
    }

    async fn act(
        &self,
        request: Request<Bytes>,
    ) -> Result<(StatusCode, HeaderMap, Bytes), TransportError> {
        self.lab.freeze_at(self.clock.now());
        let (mut parts, body) = request.into_parts();
        if let Some(path) = parts.uri.path_and_query() {
            parts.uri = path.clone().into();
        }
        if !body.is_empty() {
            parts
                .headers
                .insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
        let request = Request::from_parts(parts, axum::body::Body::from(body));
        let answer = match self.router.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .map_err(|error| TransportError::new(Phase::Exchange, error))?;
        Ok((parts.status, parts.headers, body))
    }

    async fn answer(
        &self,
        request: Request<Bytes>,
        fault: Option<Fault>,
    ) -> Result<Response<Body>, TransportError> {
        let Some(fault) = fault else {
            let (status, headers, body) = self.act(request).await?;
            return Ok(response(status, headers, Body::whole(body)));
        };
        if let Some(said) = self.instead(fault) {
            return said;
        }
        match fault {
            Fault::TimeoutBefore => return std::future::pending().await,
            Fault::Expired => (self.expire)(),
            Fault::Twice => drop(self.act(request.clone()).await?),
            _ => {}
        }
        let (status, headers, body) = self.act(request).await?;
        match fault {
            Fault::ResetAfter => Err(broken(Phase::Exchange, io::ErrorKind::ConnectionReset)),
            Fault::TimeoutAfter => std::future::pending().await,
            Fault::FailedAfter => Ok(plain(500, FAILED)),
            Fault::ClosedMidBody => {
                let half = body.slice(..body.len() / 2);
                let cut = io::Error::from(io::ErrorKind::UnexpectedEof);
                Ok(response(
                    status,
                    headers,
                    Body::arriving(stream::iter([Ok(half), Err(cut)])),
                ))
            }
            Fault::Truncated => {
                let half = body.slice(..body.len() * 2 / 3);
                Ok(response(status, headers, Body::whole(half)))
            }
            Fault::WrongTypes => {
                let wrong = serde_json::from_slice(&body).map_or(Value::Null, twisted);
                Ok(response(status, headers, Body::whole(wrong.to_string())))
            }
            Fault::Empty => Ok(response(status, headers, Body::whole(Bytes::new()))),
            Fault::TooLarge => {
                let mut large = body.to_vec();
                large.resize(self.cap + 1, b' ');
                Ok(response(status, headers, Body::whole(large)))
            }
            _ => Ok(response(status, headers, Body::whole(body))),
        }
    }

    /// What comes without the vendor having seen the request.
    fn instead(&self, fault: Fault) -> Option<Result<Response<Body>, TransportError>> {
        let now = self.clock.now();
        let limited = |wait: Option<String>| {
            let mut answer = plain(429, r#"{"message":"Too many requests"}"#);
            for (name, value) in [(RETRY_AFTER, wait), (DATE, Some(http_date(now)))] {
                if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                    answer.headers_mut().insert(name, value);
                }
            }
            answer
        };
        Some(match fault {
            Fault::Refused => Err(broken(Phase::Connect, io::ErrorKind::ConnectionRefused)),
            Fault::ResetBefore => Err(broken(Phase::Exchange, io::ErrorKind::ConnectionReset)),
            Fault::LimitedSeconds => Ok(limited(Some("2".to_owned()))),
            Fault::LimitedDate => Ok(limited(Some(http_date(now + Duration::from_secs(3))))),
            Fault::Limited => Ok(limited(None)),
            Fault::FailedBefore => Ok(plain(500, FAILED)),
            Fault::Gateway => {
                let mut page = plain(502, "<!DOCTYPE html><html><h1>502 Bad Gateway</h1></html>");
                page.headers_mut()
                    .insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
                Ok(page)
            }
            Fault::Down => Ok(plain(503, r#"{"message":"Service unavailable"}"#)),
            Fault::Unauthorized => Ok(plain(401, r#"{"message":"Unauthorized"}"#)),
            Fault::Forbidden => Ok(plain(403, r#"{"message":"Forbidden"}"#)),
            Fault::NoneFound => Ok(plain(self.words.none_found.0, self.words.none_found.1)),
            Fault::DisguisedError => Ok(plain(200, self.words.disguised)),
            _ => return None,
        })
    }
}

const FAILED: &str = r#"{"message":"Internal server error"}"#;

fn broken(phase: Phase, kind: io::ErrorKind) -> TransportError {
    TransportError::new(phase, io::Error::from(kind))
}

fn response(status: StatusCode, mut headers: HeaderMap, body: Body) -> Response<Body> {
    headers.remove(CONTENT_LENGTH);
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}

fn plain(status: u16, body: &'static str) -> Response<Body> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let status = StatusCode::from_u16(status).unwrap_or_default();
    response(status, headers, Body::whole(body))
}

fn http_date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The same JSON with every value that is no object and no list of another type.
fn twisted(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, twisted(value)))
            .collect(),
        Value::Array(values) => values.into_iter().map(twisted).collect(),
        Value::Null => json!([[null]]),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => json!([{ "unexpected": [1] }]),
    }
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let (at, fault) = self.count(&request);
        let answer = self.answer(request, fault).await;
        let mut state = self.lock();
        if let Some(after) = state.look.as_ref().map(|look| look())
            && let Some(passed) = state.passed.get_mut(at)
        {
            passed.after = Some(after);
        }
        drop(state);
        answer
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

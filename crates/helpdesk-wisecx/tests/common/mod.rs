//! A vendor that answers what it is told, and a desk that talks to it.
#![allow(dead_code, missing_docs, unreachable_pub)]

use std::collections::VecDeque;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::transport::{Body, Transport, TransportError};
use helpdesk_core::{Client, Timestamp};
use helpdesk_http::RetryPolicy;
use helpdesk_testkit::{ManualClock, Recorder};
use helpdesk_wisecx::{Config, WiseCx};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use serde_json::Value;

pub const KEY: &str = "canary-api-key-41c9";
pub const TOKEN: &str = "canary-token-77f1";
pub const USER: &str = "desk.user";

/// One answer.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, &body.to_string())
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.to_owned(),
        }
    }

    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        self
    }
}

/// Answers in order, the last one for ever; `/authenticate` with a token.
#[derive(Clone)]
pub struct Stub {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    login: Answer,
}

impl Stub {
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            login: Answer::json(
                200,
                &serde_json::json!({ "status": "ok", "token": TOKEN, "message": "fine" }),
            ),
        }
    }

    /// Answers `/authenticate` with this.
    pub fn signing_in(mut self, login: Answer) -> Self {
        self.login = login;
        self
    }

    pub fn json(body: &Value) -> Self {
        Self::new([Answer::json(200, body)])
    }
}

impl fmt::Debug for Stub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stub")
    }
}

#[async_trait]
impl Transport for Stub {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let answer = if request.uri().path().ends_with("/authenticate") {
            self.login.clone()
        } else {
            let mut answers = self.answers.lock().unwrap();
            if answers.len() > 1 {
                answers.pop_front().unwrap()
            } else {
                answers.front().unwrap().clone()
            }
        };
        let mut response = Response::new(Body::whole(answer.body));
        *response.status_mut() = answer.status.try_into().unwrap();
        *response.headers_mut() = answer.headers;
        Ok(response)
    }
}

pub fn now() -> Timestamp {
    "2031-05-06T07:08:09Z".parse().unwrap()
}

pub fn config() -> Config {
    Config::new(KEY.into(), USER)
        .with_default_group(701)
        .with_default_user(6101)
        .with_default_channel("whatsapp")
        .with_clock(Arc::new(ManualClock::at(now())))
}

/// A desk, and what it sends.
pub fn desk_with(stub: &Stub, config: Config) -> (WiseCx, Recorder) {
    let recorder = Recorder::new(Arc::new(stub.clone()));
    let desk = WiseCx::new(config.with_transport(recorder.transport())).unwrap();
    (desk, recorder)
}

pub fn desk(stub: &Stub) -> (WiseCx, Recorder) {
    desk_with(stub, config().with_retry(RetryPolicy::never()))
}

pub fn client(stub: &Stub) -> (Client, Recorder) {
    let (desk, recorder) = desk(stub);
    (Client::new(desk), recorder)
}

/// The requests, those for tokens left out.
pub fn sent(recorder: &Recorder) -> Vec<helpdesk_testkit::Recorded> {
    let mut requests = recorder.requests();
    requests.retain(|request| !request.path.ends_with("/authenticate"));
    requests
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/wisecx")
}

/// The answer of a fixture.
pub fn fixture(name: &str) -> Answer {
    let text = std::fs::read_to_string(fixtures().join(name)).unwrap();
    let read: Value = serde_json::from_str(&text).unwrap();
    let status = read["status"].as_u64().unwrap_or(200).try_into().unwrap();
    match read.get("body_text").and_then(Value::as_str) {
        Some(text) => Answer::text(status, text),
        None if read["body"].is_null() => Answer::text(status, ""),
        None => Answer::json(status, &read["body"]),
    }
}

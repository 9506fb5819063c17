//! What the tests share.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::transport::{Body, Transport, TransportError};
use helpdesk_core::webhook::SharedSecret;
use helpdesk_core::{Client, Timestamp};
use helpdesk_cxpress::{Config, Cxpress};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::cxpress::Sim;
use helpdesk_sim::{Running, VendorSim};
use helpdesk_testkit::{ManualClock, Recorder};
use serde_json::Value;

pub const WEBHOOK_SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef";

pub fn webhook_secret() -> SharedSecret {
    SharedSecret::new(WEBHOOK_SECRET.into()).unwrap()
}

/// The configuration for a simulator.
pub fn config(running: &Running<Sim>) -> Config {
    let settings = running.sim().settings();
    let setting = |key: &str| {
        settings
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, value)| value.clone())
            .unwrap()
    };
    Config::new(
        setting("domain"),
        setting("api_token").into(),
        setting("refresh_token").into(),
    )
    .with_base_url(running.base_url())
}

/// A simulator, a desk of it, and what the desk sends.
pub struct Bench {
    pub running: Running<Sim>,
    pub recorder: Recorder,
    pub desk: Cxpress,
    pub client: Client,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(|config| config).await
    }

    pub async fn with(change: impl FnOnce(Config) -> Config) -> Self {
        let running = Running::<Sim>::start().await.unwrap();
        let reqwest = ReqwestTransport::builder().proxy(false).build().unwrap();
        let recorder = Recorder::new(Arc::new(reqwest));
        let config = change(config(&running).with_transport(recorder.transport()));
        let desk = Cxpress::new(config).unwrap();
        let client = Client::new(desk.clone());
        Self {
            running,
            recorder,
            desk,
            client,
        }
    }

    pub fn sim(&self) -> &Sim {
        self.running.sim()
    }

    /// How many requests were sent since this was last asked.
    pub fn spent(&self) -> Vec<String> {
        let sent = self
            .recorder
            .requests()
            .iter()
            .map(|request| format!("{} {}", request.method, request.path))
            .collect();
        self.recorder.forget();
        sent
    }
}

/// A transport that gives one answer after the other, whatever it is asked; the last one for ever.
#[derive(Debug)]
pub struct Canned(Mutex<VecDeque<(u16, Value)>>);

impl Canned {
    pub fn new(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Self(Mutex::new(answers.into_iter().collect()))
    }
}

#[async_trait]
impl Transport for Canned {
    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Body>, TransportError> {
        let mut answers = self.0.lock().unwrap();
        let (status, body) = if answers.len() > 1 {
            answers.pop_front().unwrap()
        } else {
            answers.front().cloned().unwrap()
        };
        let mut answer = http::Response::new(Body::whole(body.to_string()));
        *answer.status_mut() = status.try_into().unwrap();
        Ok(answer)
    }
}

/// The time it is in tests that move it.
pub fn clock() -> ManualClock {
    ManualClock::at(now())
}

pub fn now() -> Timestamp {
    "2031-05-06T07:08:09Z".parse().unwrap()
}

/// A desk that gets these answers, and what it sends.
pub fn canned(answers: impl IntoIterator<Item = (u16, Value)>) -> (Cxpress, Recorder) {
    let recorder = Recorder::new(Arc::new(Canned::new(answers)));
    let config = Config::new("acme", "api-token".into(), "refresh-token".into())
        .with_clock(Arc::new(clock()))
        .with_webhook_secret(webhook_secret())
        .with_transport(recorder.transport());
    (Cxpress::new(config).unwrap(), recorder)
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cxpress")
}

/// A fixture: status and body.
pub fn fixture(name: &str) -> (u16, Value) {
    let path = fixtures().join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let fixture: Value = serde_json::from_str(&text).unwrap();
    let status = u16::try_from(fixture["status"].as_u64().unwrap()).unwrap();
    (status, fixture["body"].clone())
}

/// The only list of a body, which is where its rows are.
pub fn rows(body: &Value) -> &Vec<Value> {
    body.as_object()
        .unwrap()
        .values()
        .find_map(Value::as_array)
        .unwrap()
}

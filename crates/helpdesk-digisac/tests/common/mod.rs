//! What the tests share: a simulator, a recorder in front of it, and a desk.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, dead_code)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use helpdesk_core::transport::{Body, Transport, TransportError};
use helpdesk_core::webhook::SharedSecret;
use helpdesk_digisac::{Config, Digisac, Login};
use helpdesk_http::{ReqwestTransport, RetryPolicy};
use helpdesk_sim::Running;
use helpdesk_sim::digisac::Sim;
use helpdesk_testkit::Recorder;

/// The secret in the URL of deliveries.
pub const HOOK_SECRET: &str = "0123456789abcdef0123456789abcdef0123456789abcdef";

/// A simulator, a recorder, a desk.
pub struct Account {
    pub running: Running<Sim>,
    pub recorder: Recorder,
    pub desk: Digisac,
}

impl Account {
    pub fn sim(&self) -> &Sim {
        self.running.sim()
    }
}

/// Retries without waiting.
pub fn at_once() -> RetryPolicy {
    let instant = Duration::from_millis(1);
    RetryPolicy::new()
        .with_backoff(instant, instant)
        .with_settle(instant)
}

/// A configuration for a simulator, without a transport.
pub fn config(running: &Running<Sim>) -> Config {
    let sim = running.sim();
    Config::with_token(running.base_url(), sim.token())
        .with_default_department(sim.departments()[0].as_str())
        .with_default_service(sim.channels()[0].as_str())
        .with_email_custom_field(sim.custom_fields()[0].as_str())
        .with_webhook_secret(SharedSecret::new(HOOK_SECRET.into()).unwrap())
        .with_retry(at_once())
}

/// A fresh account.
pub async fn account() -> Account {
    account_with(|config| config).await
}

/// A fresh account with its configuration changed.
pub async fn account_with(change: impl FnOnce(Config) -> Config) -> Account {
    account_on(Running::<Sim>::start().await.unwrap(), change)
}

/// An account on a simulator that is there already.
pub fn account_on(running: Running<Sim>, change: impl FnOnce(Config) -> Config) -> Account {
    let transport = ReqwestTransport::builder().proxy(false).build().unwrap();
    let recorder = Recorder::new(Arc::new(transport));
    let config = config(&running).with_transport(recorder.transport());
    let desk = Digisac::new(change(config)).unwrap();
    Account {
        running,
        recorder,
        desk,
    }
}

/// The simulator's login.
pub fn login(sim: &Sim) -> Login {
    let login = sim.password_login();
    Login::new(login.username, login.password).client(login.client_id, login.client_secret)
}

/// A transport that answers every request alike, until told otherwise.
#[derive(Debug, Clone, Default)]
pub struct Canned {
    answers: Arc<Mutex<Answers>>,
}

#[derive(Debug, Default)]
struct Answers {
    next: VecDeque<(u16, String)>,
    usual: Option<(u16, String)>,
}

impl Canned {
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        let canned = Self::default();
        canned.answer(status, body);
        canned
    }

    /// Answers this from now on.
    pub fn answer(&self, status: u16, body: impl Into<String>) {
        self.answers.lock().unwrap().usual = Some((status, body.into()));
    }

    /// Answers this once, before what is usual.
    pub fn once(&self, status: u16, body: impl Into<String>) {
        let mut answers = self.answers.lock().unwrap();
        answers.next.push_back((status, body.into()));
    }
}

#[async_trait::async_trait]
impl Transport for Canned {
    async fn send(
        &self,
        _request: http::Request<bytes::Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut answers = self.answers.lock().unwrap();
        let (status, body) = answers
            .next
            .pop_front()
            .or_else(|| answers.usual.clone())
            .unwrap_or((200, "{}".to_owned()));
        let mut answer = http::Response::new(Body::whole(body));
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
        Ok(answer)
    }
}

/// A desk that gets canned answers, and the recorder in front of them.
pub fn canned_desk(canned: &Canned) -> (Digisac, Recorder) {
    let recorder = Recorder::new(Arc::new(canned.clone()));
    let config = Config::with_token("https://acme.digisac.example/api/v1", "canned-token")
        .with_default_department("department-1")
        .with_default_service("service-1")
        .with_email_custom_field("email-field")
        .with_webhook_secret(SharedSecret::new(HOOK_SECRET.into()).unwrap())
        .with_retry(at_once())
        .with_transport(recorder.transport());
    (Digisac::new(config).unwrap(), recorder)
}

/// A fixture: where it comes from, what was asked, what was answered.
pub struct Fixture {
    pub name: String,
    pub status: u16,
    pub body: String,
}

/// Every fixture below a folder, or all of them.
pub fn fixtures(folder: &str) -> Vec<Fixture> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/digisac");
    let mut found = Vec::new();
    let mut folders: Vec<_> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| folder.is_empty() || path.ends_with(folder))
        .collect();
    folders.sort();
    for folder in folders {
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let fixture: serde_json::Value = serde_json::from_str(&text).unwrap();
            let body = match (&fixture["body_text"], &fixture["body"]) {
                (serde_json::Value::String(text), _) => text.clone(),
                (_, body) => body.to_string(),
            };
            found.push(Fixture {
                name: format!(
                    "{}/{}",
                    folder.file_name().unwrap().to_str().unwrap(),
                    file.file_stem().unwrap().to_str().unwrap()
                ),
                status: u16::try_from(fixture["status"].as_u64().unwrap()).unwrap(),
                body,
            });
        }
    }
    assert!(!found.is_empty());
    found
}

/// One fixture.
pub fn fixture(name: &str) -> Fixture {
    let (folder, _) = name.split_once('/').unwrap();
    fixtures(folder)
        .into_iter()
        .find(|fixture| fixture.name == name)
        .unwrap()
}

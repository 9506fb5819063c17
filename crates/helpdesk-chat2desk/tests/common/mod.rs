//! What the tests share: a transport that answers what it is told, and the fixtures.
#![allow(dead_code)]

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_chat2desk::{Chat2Desk, Config};
use helpdesk_core::transport::{Body, Transport, TransportError};
use helpdesk_core::{Clock, Sleep, Timestamp};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

pub const TOKEN: &str = "sim-chat2desk-1-token";
pub const NOW: &str = "2031-05-05T06:15:30Z";

/// Answers every request alike.
#[derive(Clone)]
pub struct Canned {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Canned {
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(name, HeaderValue::from_static(value));
        self
    }

    pub fn transport(self) -> Arc<dyn Transport> {
        Arc::new(self)
    }
}

impl fmt::Debug for Canned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Canned")
    }
}

#[async_trait]
impl Transport for Canned {
    async fn send(
        &self,
        _request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut answer = http::Response::new(Body::whole(self.body.clone()));
        *answer.status_mut() = http::StatusCode::from_u16(self.status).unwrap();
        *answer.headers_mut() = self.headers.clone();
        Ok(answer)
    }
}

/// A clock on which short waits take no time, and which stands still at one time of day if it has
/// one.
#[derive(Debug, Clone, Copy)]
pub struct Quick(pub Option<Timestamp>);

impl Clock for Quick {
    fn now(&self) -> Timestamp {
        self.0.unwrap_or_else(Timestamp::now)
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        if time <= Duration::from_secs(3) {
            Box::pin(std::future::ready(()))
        } else {
            Box::pin(tokio::time::sleep(time))
        }
    }
}

/// A configuration on a clock that never makes one wait.
pub fn config(transport: Arc<dyn Transport>) -> Config {
    Config::new(TOKEN)
        .with_transport(transport)
        .with_clock(Arc::new(Quick(Some(NOW.parse().unwrap()))))
}

pub fn desk(transport: Arc<dyn Transport>) -> Chat2Desk {
    Chat2Desk::new(config(transport)).unwrap()
}

/// A payload with its provenance.
pub struct Fixture {
    pub name: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Fixture {
    pub fn load(name: &str) -> Self {
        let path = folder().join(format!("{name}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no fixture {name}"));
        let json: Value = serde_json::from_str(&text).unwrap();
        let body = match (json.get("body_text"), json.get("body")) {
            (Some(Value::String(text)), _) => text.clone(),
            (_, Some(body)) => body.to_string(),
            _ => panic!("the fixture {name} has no body"),
        };
        let mut headers = HeaderMap::new();
        for (key, value) in json["headers"].as_object().into_iter().flatten() {
            headers.insert(
                HeaderName::try_from(key.as_str()).unwrap(),
                HeaderValue::from_str(value.as_str().unwrap()).unwrap(),
            );
        }
        Self {
            name: name.to_owned(),
            status: u16::try_from(json["status"].as_u64().unwrap()).unwrap(),
            headers,
            body: body.into(),
        }
    }

    pub fn canned(&self) -> Canned {
        Canned::new(self.status, self.body.clone())
    }

    /// A desk whose vendor answers this.
    pub fn desk(&self) -> Chat2Desk {
        desk(self.canned().transport())
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/chat2desk")
}

/// The names of all fixtures, sorted.
pub fn all() -> Vec<String> {
    let mut names = Vec::new();
    for group in std::fs::read_dir(folder()).unwrap() {
        let group = group.unwrap().path();
        for file in std::fs::read_dir(&group).unwrap() {
            let file = file.unwrap().path();
            names.push(format!(
                "{}/{}",
                group.file_name().unwrap().to_str().unwrap(),
                file.file_stem().unwrap().to_str().unwrap()
            ));
        }
    }
    names.sort();
    names
}

//! Every documented example answer decodes, by the native method of its endpoint.
//!
//! Per area a list of what was sent, which fixture was answered and what the method gave back. What
//! `Debug` hides is looked at beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![allow(clippy::missing_panics_doc)]

mod cases;
#[path = "../common/mod.rs"]
mod common;
mod contacts;
mod directory;
mod nitro;
mod reports;

use std::collections::BTreeSet;
use std::fmt::Debug;

use common::{Stub, desk, fixture, fixtures, sent};
use helpdesk_core::Result;
use helpdesk_http::Kept;
use helpdesk_testkit::Recorded;
use helpdesk_wisecx::WiseCx;
use helpdesk_wisecx::api::List;
use helpdesk_wisecx::wire::{self, Done};
use serde_json::{Value, json};

/// What was decoded.
#[derive(Default)]
pub struct Log {
    entries: Vec<Value>,
    read: BTreeSet<String>,
}

/// `Debug`, line by line.
fn lines<T: Debug>(value: &T) -> Value {
    let text = format!("{value:#?}");
    text.lines().collect::<Vec<_>>().into()
}

impl Log {
    /// A method that gives one record.
    pub async fn one<T: Debug, F: Future<Output = Result<Kept<T>>>>(
        &mut self,
        name: &str,
        call: impl FnOnce(WiseCx) -> F,
        look: impl FnOnce(&T),
    ) {
        let (request, kept) = self.call(name, call).await;
        look(&kept.wire);
        self.note(name, &request, &lines(&kept.wire));
    }

    /// A method that gives a list.
    pub async fn rows<T: Debug, F: Future<Output = Result<List<T>>>>(
        &mut self,
        name: &str,
        call: impl FnOnce(WiseCx) -> F,
        look: impl FnOnce(Vec<&T>),
    ) {
        let (request, list) = self.call(name, call).await;
        let rows: Vec<&T> = list.items.iter().map(|kept| &kept.wire).collect();
        let decoded = json!({
            "page": list.page, "limit": list.limit, "total": list.total, "rows": lines(&rows),
        });
        look(rows);
        self.note(name, &request, &decoded);
    }

    /// A method that only says that it did it.
    pub async fn done<F: Future<Output = Result<Done>>>(
        &mut self,
        name: &str,
        call: impl FnOnce(WiseCx) -> F,
        message: Option<&str>,
    ) {
        let (request, done) = self.call(name, call).await;
        assert_eq!(done.message.as_deref(), message, "{name}");
        self.note(name, &request, &lines(&done));
    }

    /// A method that gives nothing.
    pub async fn nothing<F: Future<Output = Result<()>>>(
        &mut self,
        name: &str,
        call: impl FnOnce(WiseCx) -> F,
    ) {
        let (request, ()) = self.call(name, call).await;
        self.note(name, &request, &Value::Null);
    }

    async fn call<T, F: Future<Output = Result<T>>>(
        &mut self,
        name: &str,
        call: impl FnOnce(WiseCx) -> F,
    ) -> (Recorded, T) {
        let (desk, recorder) = desk(&Stub::new([fixture(name)]));
        let answer = call(desk).await;
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut requests = sent(&recorder);
        assert_eq!(requests.len(), 1, "{name}");
        (requests.remove(0), answer)
    }

    fn note(&mut self, name: &str, request: &Recorded, decoded: &Value) {
        // The fixture is the answer to this request and to no other.
        let text = std::fs::read_to_string(fixtures().join(name)).unwrap();
        let of = serde_json::from_str::<Value>(&text).unwrap()["request"].take();
        assert_eq!(of["method"], request.method.as_str(), "{name}");
        let path = of["path"].as_str().unwrap().trim_end_matches('/');
        assert_eq!(path, request.path, "{name}");
        self.read.insert(name.to_owned());
        self.entries.push(json!({
            "method": request.method, "path": request.path, "fixture": name, "decoded": decoded,
        }));
    }
}

/// The fixtures, as `folder/file.json`; errors and deliveries have tests of their own.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in std::fs::read_dir(fixtures()).unwrap() {
        let folder = folder.unwrap().path();
        let area = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if !folder.is_dir() || area == "errors" || area == "webhooks" {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            names.insert(format!("{area}/{file}"));
        }
    }
    names
}

#[tokio::test]
async fn every_fixture_is_read() {
    let mut read = BTreeSet::new();
    for area in [
        "authentication",
        "cases",
        "contacts",
        "directory",
        "reports",
        "nitro",
    ] {
        let mut log = Log::default();
        match area {
            "authentication" => authentication(&mut log).await,
            "cases" => cases::log(&mut log).await,
            "contacts" => contacts::log(&mut log).await,
            "directory" => directory::log(&mut log).await,
            "reports" => reports::log(&mut log).await,
            _ => nitro::log(&mut log).await,
        }
        insta::assert_json_snapshot!(area, log.entries);
        read.extend(log.read);
    }
    let unread: Vec<String> = names().difference(&read).cloned().collect();
    assert!(unread.is_empty(), "nobody reads {unread:?}");
}

/// Tokens are fetched by the desk itself: the next call is signed with the one of the fixture.
async fn authentication(log: &mut Log) {
    let name = "authentication/authenticate.json";
    let answer = fixture(name);
    let read: wire::Authenticated = serde_json::from_str(&answer.body).unwrap();
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let stub = Stub::json(&json!({"data": []})).signing_in(answer);
    let (desk, recorder) = desk(&stub);
    desk.api().channels().list(&contacts::all()).await.unwrap();
    let requests = recorder.requests();
    assert_eq!(requests.len(), 2);
    let token = format!("Bearer {}", body["token"].as_str().unwrap());
    assert_eq!(requests[1].headers["authorization"], token);
    log.note(name, &requests[0], &lines(&read));
}

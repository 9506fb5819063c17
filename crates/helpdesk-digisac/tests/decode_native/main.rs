//! What the native client makes of every answer that is documented or known, endpoint by endpoint.
//!
//! Each snapshot is a list of `{method, path, fixture, decoded}`: the request as it was sent, and what
//! came back, with members that are not there left out. An answer without content is `null`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod compare;
mod people;
mod rest;
mod staff;
mod work;

use std::collections::BTreeSet;

use common::{Canned, canned_desk, fixture, fixtures};
use helpdesk_digisac::api::{Api, Done, List};
use helpdesk_digisac::wire;
use helpdesk_http::Kept;
use helpdesk_testkit::Recorder;
use serde::Serialize;
use serde_json::{Value, json};

/// What an answer was decoded into.
trait Decoded {
    fn told(&self) -> Value;
}

impl<T: Serialize> Decoded for Kept<T> {
    fn told(&self) -> Value {
        assert!(self.data.as_json().is_some(), "a record keeps its text");
        serde_json::to_value(&self.wire).unwrap()
    }
}

impl<T: Serialize> Decoded for List<T> {
    fn told(&self) -> Value {
        let rows: Vec<Value> = self.items.iter().map(Decoded::told).collect();
        if !self.enveloped {
            return json!(rows);
        }
        json!({
            "data": rows,
            "total": self.total,
            "limit": self.limit,
            "currentPage": self.current_page,
            "lastPage": self.last_page,
        })
    }
}

impl Decoded for Done {
    /// Nothing, unless the vendor said something that is JSON.
    fn told(&self) -> Value {
        assert_eq!(self.status, 200);
        let text = self.data.as_json().unwrap_or("null");
        serde_json::from_str(text).unwrap()
    }
}

impl Decoded for wire::AccessToken {
    fn told(&self) -> Value {
        json!({
            "access_token": "[redacted]",
            "refresh_token": self.refresh_token.as_ref().map(|_| "[redacted]"),
            "expires_in": self.expires_in,
            "token_type": self.token_type,
        })
    }
}

/// What an export wrote.
struct Written(Vec<u8>);

impl Decoded for Written {
    fn told(&self) -> Value {
        json!(std::str::from_utf8(&self.0).unwrap())
    }
}

/// The answers of an area.
struct Area {
    canned: Canned,
    api: Api,
    recorder: Recorder,
    entries: Vec<Value>,
}

impl Area {
    fn new() -> Self {
        let canned = Canned::default();
        let (desk, recorder) = canned_desk(&canned);
        Self {
            canned,
            api: desk.api().clone(),
            recorder,
            entries: Vec::new(),
        }
    }

    fn answer(&self, name: &str) -> String {
        let fixture = fixture(name);
        self.canned.answer(fixture.status, fixture.body.as_str());
        fixture.body
    }

    fn keep(&mut self, name: &str, body: &str, mut decoded: Value) {
        let requests = self.recorder.snapshot();
        let [request] = requests.as_array().unwrap().as_slice() else {
            panic!("{name}: one request");
        };
        let path = request["path"].as_str().unwrap();
        let path = path.replace("%7B", "{").replace("%7D", "}");
        if let Ok(sent) = serde_json::from_str::<Value>(body) {
            compare::nothing_is_lost(name, &sent, &decoded);
        }
        compare::without_nulls(&mut decoded);
        self.entries.push(json!({
            "method": request["method"],
            "path": path,
            "fixture": format!("{name}.json"),
            "decoded": decoded,
        }));
        self.recorder.forget();
    }
}

/// Answers with a fixture, calls, and keeps what came of it.
macro_rules! decode {
    ($area:ident, $fixture:expr, $call:expr) => {{
        let body = $area.answer($fixture);
        let run = $call;
        let decoded = run($area.api.clone()).await.unwrap();
        $area.keep($fixture, &body, crate::Decoded::told(&decoded));
    }};
}

/// The calls that most resources have alike.
macro_rules! crud {
    ($area:ident, $folder:literal, $resource:ident, $id:literal
     $(, create $create:expr)? $(, update $update:expr)? $(, delete $delete:literal)?) => {{
        decode!($area, concat!($folder, "/list"), async |api: Api| {
            api.$resource().list(&ListRequest::new()).await
        });
        decode!($area, concat!($folder, "/get"), async |api: Api| api.$resource().get($id).await);
        $(decode!($area, concat!($folder, "/create"), async |api: Api| {
            api.$resource().create($create).await
        });)?
        $(decode!($area, concat!($folder, "/update"), async |api: Api| {
            api.$resource().update($id, $update).await
        });)?
        $(decode!($area, concat!($folder, $delete), async |api: Api| {
            api.$resource().delete($id).await
        });)?
    }};
}
pub(crate) use {crud, decode};

/// Every area and its answers.
async fn everything() -> Vec<(&'static str, Vec<Value>)> {
    vec![
        ("contacts", people::contacts().await),
        ("people", people::people().await),
        ("tags", people::tags().await),
        ("tickets", work::tickets().await),
        ("messages", work::messages().await),
        ("planning", work::planning().await),
        ("staff", staff::staff().await),
        ("services", staff::services().await),
        ("me", staff::me().await),
        ("settings", rest::settings().await),
        ("reports", rest::reports().await),
    ]
}

#[tokio::test]
async fn every_known_answer_is_decoded() {
    for (area, entries) in everything().await {
        insta::assert_json_snapshot!(area, entries);
    }
}

/// A fixture that no native call answers with: an error, a delivery, an undocumented answer, or a call
/// that is in no documentation at all.
fn is_apart(name: &str) -> bool {
    const FOLDERS: [&str; 2] = ["errors", "webhooks"];
    const NOT_DOCUMENTED: [&str; 9] = [
        "messages/delete_many",
        "messages/forward",
        "messages/revoke",
        "messages/sync_file",
        "services/screenshot",
        "services/takeover",
        "tickets/close_without_open_ticket",
        "whatsapp-groups/list",
        "messages/magic_text",
    ];
    let folder = name.split('/').next().unwrap();
    FOLDERS.contains(&folder) || NOT_DOCUMENTED.contains(&name)
}

/// The endpoints of the README's list of answers without a documented shape.
fn listed() -> BTreeSet<String> {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme
        .split_once("\n## Answers without a documented shape\n")
        .unwrap();
    let section = rest.split("\n## ").next().unwrap();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("- `"))
        .filter_map(|line| line.split('`').next())
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn every_endpoint_is_decoded_or_listed_and_none_is_both() {
    let entries: Vec<Value> = everything()
        .await
        .into_iter()
        .flat_map(|(_, entries)| entries)
        .collect();
    let decoded: BTreeSet<String> = entries
        .iter()
        .map(|entry| {
            let part = |key: &str| entry[key].as_str().unwrap();
            format!("{} {}", part("method"), part("path"))
        })
        .collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/endpoints.json");
    let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let endpoints: BTreeSet<String> = rows
        .iter()
        .filter(|row| row["vendor"] == "digisac")
        .map(|row| {
            let part = |key: &str| row[key].as_str().unwrap();
            format!("{} {}", part("method"), part("path"))
        })
        .collect();
    let listed = listed();
    let both: Vec<_> = decoded.intersection(&listed).collect();
    assert!(both.is_empty(), "decoded and listed: {both:#?}");
    let unknown: Vec<_> = listed.difference(&endpoints).collect();
    assert!(unknown.is_empty(), "listed, and no endpoint: {unknown:#?}");
    let missing: Vec<_> = endpoints
        .iter()
        .filter(|endpoint| !decoded.contains(*endpoint) && !listed.contains(*endpoint))
        .collect();
    assert!(
        missing.is_empty(),
        "neither decoded nor listed: {missing:#?}"
    );
    let decoded = endpoints.intersection(&decoded).count();
    assert_eq!((decoded, listed.len()), (140, 36));

    let used: BTreeSet<&str> = entries
        .iter()
        .map(|entry| entry["fixture"].as_str().unwrap())
        .collect();
    let unused: Vec<String> = fixtures("")
        .into_iter()
        .filter(|fixture| {
            let name = format!("{}.json", fixture.name);
            !used.contains(name.as_str()) && !is_apart(&fixture.name)
        })
        .filter(|fixture| {
            // Answers of the endpoints that are listed.
            let text = std::fs::read_to_string(format!(
                "{}/../../fixtures/digisac/{}.json",
                env!("CARGO_MANIFEST_DIR"),
                fixture.name
            ));
            let of: Value = serde_json::from_str(&text.unwrap()).unwrap();
            let path = of["request"]["path"].as_str().unwrap();
            let path = path.split('?').next().unwrap();
            !listed
                .iter()
                .any(|row| is_of(row, of["request"]["method"].as_str().unwrap(), path))
        })
        .map(|fixture| fixture.name)
        .collect();
    assert!(
        unused.is_empty(),
        "fixtures that nothing decodes: {unused:#?}"
    );
}

/// Whether a request is one of an endpoint's.
fn is_of(endpoint: &str, method: &str, path: &str) -> bool {
    let (own, template) = endpoint.split_once(' ').unwrap();
    let (own_parts, parts) = (template.split('/'), path.split('/'));
    own == method
        && own_parts.clone().count() == parts.clone().count()
        && own_parts
            .zip(parts)
            .all(|(own, other)| own.starts_with('{') || own == other)
}

//! Every documented answer decodes into the vendor's types, by the method that asks for it.
//!
//! `Debug` hides personal data; that it decodes as well is seen below, and in `tests/decode.rs` where
//! the neutral types show it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use common::{Fixture, all};
use helpdesk_chat2desk::api::{List, ListPage, StatisticsQuery, UpdateClient, WebAnalyticsQuery};
use helpdesk_chat2desk::{api, wire};
use helpdesk_core::Result;
use helpdesk_http::Kept;
use helpdesk_testkit::Recorder;
use serde_json::{Value, json};

mod calls;

use calls::{company, matters, people, talk};

/// What a method gave back, so that it can be compared.
trait Shown {
    fn shown(&self) -> Value;
}

impl Shown for () {
    fn shown(&self) -> Value {
        Value::Null
    }
}

impl<T: Debug> Shown for Kept<T> {
    fn shown(&self) -> Value {
        json!(format!("{:?}", self.wire))
    }
}

impl<T: Debug> Shown for Option<Kept<T>> {
    fn shown(&self) -> Value {
        self.as_ref().map_or(Value::Null, Shown::shown)
    }
}

impl<T: Debug> Shown for List<T> {
    fn shown(&self) -> Value {
        let rows: Vec<Value> = self.items.iter().map(Shown::shown).collect();
        json!({ "meta": format!("{:?}", self.meta), "rows": rows })
    }
}

impl Shown for Vec<String> {
    fn shown(&self) -> Value {
        json!(self)
    }
}

impl Shown for BTreeMap<String, wire::TransportContents> {
    fn shown(&self) -> Value {
        let shown = self
            .iter()
            .map(|(name, contents)| (name.clone(), json!(format!("{contents:?}"))));
        Value::Object(shown.collect())
    }
}

/// What became of a fixture.
enum Answer {
    Decoded(Value),
    /// The documentation shows no answer: what came is handed over as it is.
    Undocumented(Value),
}

fn decoded<T: Shown>(result: Result<T>) -> Answer {
    Answer::Decoded(result.unwrap().shown())
}

fn undocumented(result: Result<Value>) -> Answer {
    Answer::Undocumented(result.unwrap())
}

const PAGE: ListPage = ListPage::new(20, 0);

/// Whether a fixture is a failure, which `tests/errors.rs` has, or a delivery, which `tests/decode.rs`
/// has.
fn is_elsewhere(fixture: &Fixture) -> bool {
    fixture.status >= 400
        || fixture.name.starts_with("errors/")
        || fixture.name.starts_with("webhooks/")
        || ["tickets/delete_not_found", "statistics/error"].contains(&fixture.name.as_str())
}

/// A fixture's path without its last query, as its request was recorded.
fn request_of(recorder: &Recorder) -> (String, String) {
    let requests = recorder.requests();
    let [request] = requests.as_slice() else {
        panic!("{} requests", requests.len());
    };
    (request.method.clone(), request.path.clone())
}

#[tokio::test]
async fn answers() {
    let mut areas: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let (mut known, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for name in all() {
        let fixture = Fixture::load(&name);
        if is_elsewhere(&fixture) {
            continue;
        }
        let recorder = Recorder::new(fixture.canned().transport());
        let desk = common::desk(recorder.transport());
        let api = desk.api();
        let answer = match people(&name, api).await {
            Some(answer) => Some(answer),
            None => match talk(&name, api).await {
                Some(answer) => Some(answer),
                None => match matters(&name, api).await {
                    Some(answer) => Some(answer),
                    None => company(&name, api).await,
                },
            },
        };
        let (method, path) = request_of(&recorder);
        match answer.unwrap_or_else(|| panic!("no call is known for the fixture {name}")) {
            Answer::Decoded(decoded) => {
                let area = name.split('/').next().unwrap();
                known.insert(endpoint(&method, &path));
                areas.entry(area.to_owned()).or_default().push(json!({
                    "method": method,
                    "path": path,
                    "fixture": format!("{name}.json"),
                    "decoded": decoded,
                }));
            }
            Answer::Undocumented(value) => {
                let body: Value = serde_json::from_slice(&fixture.body).unwrap();
                let data = body.get("data").unwrap_or(&body);
                assert_eq!(&value, data, "{name} is handed over as it is");
                unknown.insert(endpoint(&method, &path));
            }
        }
    }
    for (area, entries) in areas {
        insta::assert_json_snapshot!(format!("native__{area}"), entries);
    }
    assert!(
        known.is_disjoint(&unknown),
        "an answer is typed or it is not"
    );
    assert_eq!(unknown, listed(), "the README lists the others");
    assert_eq!(
        known.len() + unknown.len(),
        78,
        "every endpoint of the documentation"
    );
}

/// The endpoint of a request: identifiers are numbers.
fn endpoint(method: &str, path: &str) -> String {
    let shape: Vec<&str> = path
        .split('/')
        .map(|segment| {
            let number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
            if number { "{id}" } else { segment }
        })
        .collect();
    format!("{method} {}", shape.join("/"))
}

/// The endpoints whose answers the README calls undocumented.
fn listed() -> BTreeSet<String> {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme
        .split_once("## Answers without a documented shape")
        .unwrap();
    let section = rest.split("\n## ").next().unwrap();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("- `"))
        .map(|line| line.split('`').next().unwrap().to_owned())
        .collect()
}

/// What `Debug` hides and no neutral type shows.
#[tokio::test]
async fn what_is_hidden_decodes_too() {
    let of = |name: &str| Fixture::load(name).desk();
    let desk = of("templates/get");
    let template = desk.api().templates().get("30901").await.unwrap().wire;
    let body: Value = serde_json::from_slice(&Fixture::load("templates/get").body).unwrap();
    let same =
        |own: &Option<String>, key: &str| assert_eq!(own.as_deref(), body["data"][key].as_str());
    same(&template.name, "name");
    same(&template.text, "text");
    same(&template.shortcut, "shortcut");
    same(&template.file, "file");
    let old = of("templates/list_old");
    let rows = old.api().templates().list(PAGE).await.unwrap().items;
    assert!(
        rows[0].wire.shortcut.is_some(),
        "it is called `command` there"
    );

    let desk = of("clients/questions");
    let rows = desk
        .api()
        .clients()
        .questions("1", None, None)
        .await
        .unwrap();
    assert!(rows.items[0].wire.text.is_some());

    let desk = of("clients/update");
    let (clients, update) = (desk.api().clients(), UpdateClient::default());
    let told = clients.update("1", &update).await.unwrap().unwrap().wire;
    assert_eq!(told.assigned_name.as_deref(), Some("Mx. Pell"));
    assert_eq!(told.phone.as_deref(), Some("999000777102"));

    let desk = of("messages/transfer_to_group");
    let told = desk
        .api()
        .messages()
        .transfer_to_group("1", "2", None)
        .await;
    let assignee = told.unwrap().unwrap().wire.assignee;
    assert_eq!(assignee.email.as_deref(), Some("tamsin@sim.example"));

    let desk = of("companies/api_info");
    let info = desk.api().companies().api_info().await.unwrap().wire;
    assert!(info.company_name.is_some() && info.admin_email.is_some());
    assert!(!info.domain_urls.is_empty());

    let desk = of("web_analytics_data/list");
    let query = WebAnalyticsQuery::default();
    let visits = desk.api().web_analytics_data().list(&query).await.unwrap();
    assert!(visits.items[0].wire.url.is_some());
    assert!(visits.items[0].wire.marks.contains_key("utm_source"));

    let desk = of("statistics/rating");
    let statistics = desk.api().statistics();
    let rows = statistics.report::<wire::Rating>("2031-05-05", PAGE).await;
    let row = rows.unwrap().items.remove(0).wire;
    assert!(row.client.client_name.is_some() && row.client.phone.is_some());
    assert!(row.operator.operator_name.is_some() && row.channel.channel_name.is_some());
    assert!(row.rating_text.is_some());
}

/// A report by its name, whatever its columns are.
#[tokio::test]
async fn a_report_without_its_columns() {
    let desk = Fixture::load("statistics/request_stats").desk();
    let query = StatisticsQuery::builder()
        .report(api::Report::RequestStats)
        .date("2031-05-05")
        .build();
    let rows = desk.api().statistics().list(&query).await.unwrap();
    assert!(rows.items[0].wire.contains_key("request_id"));
}

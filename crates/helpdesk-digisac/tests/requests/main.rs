//! Every request of the native client, as it is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

use std::collections::BTreeMap;

use common::{Canned, canned_desk};
use helpdesk_core::{Helpdesk, RawRequest};
use helpdesk_digisac::api::{
    AcceptanceTermsInput, Api, ArchiveService, BlockContact, BulkTransfer, CardInput, ChannelType,
    CloseTicket, ComponentType, CountContacts, CreateContact, CreateGroup, CreateWebhook,
    CustomFieldDefinition, CustomFieldInput, DashboardRequest, DepartmentInput, DistributionInput,
    EditMessage, ExportContacts, ExportTicket, FileInput, HolidayInput, Include, Interactive,
    InteractiveMessageInput, InteractiveType, Language, ListRequest, OrganizationInput,
    Participation, PasswordGrant, PeriodRequest, PeriodType, PersonInput, PipelineInput,
    QuestionInput, QuickReplyInput, RefreshGrant, RoleInput, ScheduleInput, SendMessage, Separator,
    ServiceInput, Sort, Spelling, TagInput, TemplateComponent, TemplateValue, TicketState,
    TicketTopicInput, TransferTicket, UpdateContact, UpdateWebhook, UserInput, WebhookEvent,
};
use helpdesk_testkit::Recorder;
use helpdesk_testkit::transport::Redactor;
use serde_json::{Value, json};

const LIST: &str = r#"{"data":[],"total":0,"limit":15,"skip":0,"currentPage":1,"lastPage":1}"#;
const RECORD: &str = r#"{"id":"1"}"#;

/// What is sent by each call of a resource, by the method's name.
struct Calls {
    canned: Canned,
    api: Api,
    recorder: Recorder,
    sent: BTreeMap<&'static str, Value>,
}

impl Calls {
    fn new() -> Self {
        let canned = Canned::default();
        let (desk, recorder) = canned_desk(&canned);
        Self {
            canned,
            api: desk.api().clone(),
            recorder,
            sent: BTreeMap::new(),
        }
    }

    fn keep(&mut self, name: &'static str) {
        let redactor = Redactor::new().secret("a-password");
        let Value::Array(mut requests) = self.recorder.snapshot_with(&redactor) else {
            panic!("a list");
        };
        assert_eq!(requests.len(), 1, "{name}");
        let mut request = requests.remove(0);
        let path = request["path"].as_str().unwrap();
        request["path"] = json!(path.replace("%7B", "{").replace("%7D", "}"));
        assert!(self.sent.insert(name, request).is_none(), "{name} twice");
        self.recorder.forget();
    }

    /// The requests, for the snapshot, and their methods and paths, for the list of endpoints.
    fn finish(self) -> BTreeMap<&'static str, Value> {
        self.sent
    }
}

/// Carries a call out on an answer, and keeps what was sent.
macro_rules! call {
    ($calls:ident, $answer:expr, $name:literal, $call:expr) => {{
        $calls.canned.answer(200, $answer);
        let api = $calls.api.clone();
        let run = $call;
        run(api).await.unwrap();
        $calls.keep($name);
    }};
}

/// A resource with list, get, create, update and delete.
macro_rules! crud {
    ($calls:ident, $resource:ident, $id:literal $(, create $create:expr)? $(, update $update:expr)? $(, delete $delete:literal)?) => {{
        call!($calls, LIST, "list", async |api: Api| api.$resource().list(&ListRequest::new()).await);
        call!($calls, RECORD, "get", async |api: Api| api.$resource().get($id).await);
        $(call!($calls, RECORD, "create", async |api: Api| api.$resource().create($create).await);)?
        $(call!($calls, RECORD, "update", async |api: Api| api.$resource().update($id, $update).await);)?
        $(let _ = $delete; call!($calls, "", "delete", async |api: Api| api.$resource().delete($id).await);)?
    }};
}

mod people;
mod reports;
mod settings;
mod staff;
mod work;

use people::{contacts, organizations, people, tags};
use reports::reports;
use settings::{
    acceptance_terms, custom_fields, distribution, holiday, interactive_messages, questions,
    quick_replies, templates, ticket_topics,
};
use staff::{bots, departments, me, me_tokens, me_webhooks, oauth, roles, services, users};
use work::{cards, messages, pipelines, schedule, tickets};

/// Every resource and what its calls send.
async fn everything() -> BTreeMap<&'static str, BTreeMap<&'static str, Value>> {
    let mut all = BTreeMap::new();
    macro_rules! add {
        ($($resource:ident),+ $(,)?) => {
            $(all.insert(stringify!($resource), $resource().await);)+
        };
    }
    add!(
        acceptance_terms,
        bots,
        cards,
        contacts,
        custom_fields,
        departments,
        distribution,
        holiday,
        interactive_messages,
        me,
        me_tokens,
        me_webhooks,
        messages,
        oauth,
        organizations,
        people,
        pipelines,
        questions,
        quick_replies,
        reports,
        roles,
        schedule,
        services,
        tags,
        templates,
        ticket_topics,
        tickets,
        users,
    );
    all
}

#[tokio::test]
async fn every_request_is_as_it_was_reviewed() {
    for (resource, requests) in everything().await {
        insta::assert_json_snapshot!(resource, requests);
    }
}

/// The endpoints that are documented, by method and path.
fn endpoints() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/endpoints.json");
    let rows: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    rows.iter()
        .filter(|row| row["vendor"] == "digisac")
        .map(|row| {
            let part = |key: &str| row[key].as_str().unwrap().to_owned();
            format!("{} {}", part("method"), part("path"))
        })
        .collect()
}

#[tokio::test]
async fn every_documented_endpoint_has_a_method() {
    let sent: Vec<String> = everything()
        .await
        .values()
        .flat_map(BTreeMap::values)
        .map(|request| {
            format!(
                "{} {}",
                request["method"].as_str().unwrap(),
                request["path"].as_str().unwrap()
            )
        })
        .collect();
    let endpoints = endpoints();
    let missing: Vec<_> = endpoints
        .iter()
        .filter(|endpoint| !sent.contains(endpoint))
        .collect();
    assert!(missing.is_empty(), "no method for {missing:#?}");
    assert_eq!(endpoints.len(), 176);
}

#[tokio::test]
async fn calls_carry_a_user_agent_and_the_token() {
    let canned = Canned::new(200, RECORD);
    let (desk, recorder) = canned_desk(&canned);
    desk.api().me().get().await.unwrap();
    let request = recorder.requests().remove(0);
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert!(header("user-agent").starts_with("helpdesk-rust/"));
    assert_eq!(header("authorization"), "Bearer canned-token");
}

/// The simulator knows every call and every member that is sent, whatever it says about the records.
#[tokio::test]
async fn the_simulator_knows_every_request() {
    let account = common::account().await;
    let (mut sent, mut known, mut wrong) = (0, 0, Vec::new());
    for (resource, requests) in everything().await {
        for (name, request) in requests {
            let path = request["path"].as_str().unwrap();
            let Some(path) = path.strip_prefix("/api/v1") else {
                continue; // outside the base URL
            };
            let method = request["method"].as_str().unwrap().parse().unwrap();
            let mut raw = RawRequest::new(method, path.replace(['{', '}'], ""));
            for pair in request["query"].as_array().into_iter().flatten() {
                let part = |at: usize| pair[at].as_str().unwrap();
                raw = raw.query(part(0), part(1));
            }
            if !request["body"].is_null() {
                raw = raw.json(request["body"].clone());
            }
            let options = helpdesk_core::CallOptions::new();
            account.desk.raw(raw, &options).await.unwrap();
            for violation in account.running.lab().violations().split_off(known) {
                wrong.push(format!("{resource} {name}: {violation}"));
            }
            known = account.running.lab().violations().len();
            sent += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(sent > 180, "{sent}");
}

/// Snapshots have `[redacted]` in its place.
#[test]
fn the_secret_of_a_login_is_that_of_everybody() {
    let login = PasswordGrant::builder().username("u").password("p").build();
    let refresh = RefreshGrant::builder().refresh_token("t").build();
    for grant in [json!(login), json!(refresh)] {
        assert_eq!(grant["client_secret"], "secret");
    }
}

//! What every method of the native client sends.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]
#![allow(clippy::missing_panics_doc)]

mod cases;
#[path = "../common/mod.rs"]
mod common;
mod contacts;
mod directory;
mod nitro;
mod reports;
mod rules;

use common::{Stub, desk, sent};
use helpdesk_core::Result;
use helpdesk_testkit::Recorder;
use helpdesk_testkit::transport::Redactor;
use helpdesk_wisecx::WiseCx;
use helpdesk_wisecx::api::ListRequest;
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::MemberInput;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Every endpoint that the vendor documents.
const ENDPOINTS: &str = "
GET /authenticate
GET /cases/types
GET /cases/tags
POST /cases
PUT /cases/{id}
GET /cases
GET /cases/{id}
DELETE /cases/{id}
GET /cases/{id}/activities
GET /cases/{id}/activities/{activity_id}
GET /contacts/organizations
POST /contacts/organizations
PUT /contacts/organizations/{id}
DELETE /contacts/organizations/{id}
GET /contacts/groups
POST /contacts/groups
PUT /contacts/{contact_id}/groups/{group_id}
DELETE /contacts/{contact_id}/groups/{group_id}
POST /contacts
PUT /contacts/{id}
GET /contacts
GET /contacts/{id}
DELETE /contacts/{id}
GET /queues
POST /queues
GET /queues/{id}
PUT /queues/{id}/users
DELETE /queues/{id}/users/{user_id}
DELETE /queues/{id}/users
GET /business_hours/is_open
GET /users
GET /users/{id}
POST /users
PUT /users/{id}/queues
DELETE /users/{id}/queues
POST /analytics/export/{id}
GET /analytics/export/{export_id}/status
GET /surveys
GET /surveys/{id}/questions
GET /surveys/{id}/responses
POST /assistans/node/{Id}/execute
POST /orders
PUT /orders/{id}
GET /orders
GET /meli/orders/{id}
GET /whatsapp_templates
POST /nitro/campaigns/{campaign_id}/actions/schedule
POST /nitro/campaigns/{campaign_id}/actions/send
POST /nitro/campaigns/{campaign_id}/actions/activate
POST /nitro/campaigns/{campaign_id}/actions/stop
POST /nitro/campaigns/{campaign_id}/actions/delete
POST /nitro/campaigns/{campaign_id}/actions/cancel-send
POST /nitro/transactional/{id}/send
POST /nitro/transactional/send
GET /nitro/transactional/requests/{tracking_id}
GET /nitro/campaigns
POST /nitro/campaigns
GET /nitro/campaigns/{campaign_id}
PUT /nitro/campaigns/{campaign_id}
POST /nitro/campaigns/{campaign_id}/messages
PUT /nitro/campaigns/{campaign_id}/messages/{message_id}
GET /nitro/campaigns/{campaign_id}/messages/{message_id}/contacts
GET /channels
";

/// A desk whose every call is answered with this, and what it has sent so far.
pub struct Log {
    requests: Map<String, Value>,
    seen: BTreeSet<String>,
}

impl Log {
    fn new() -> Self {
        Self {
            requests: Map::new(),
            seen: BTreeSet::new(),
        }
    }

    pub async fn call<T: std::fmt::Debug, F: Future<Output = Result<T>>>(
        &mut self,
        name: &str,
        answer: Value,
        call: impl FnOnce(WiseCx) -> F,
    ) {
        let (desk, recorder) = desk(&Stub::json(&answer));
        call(desk)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        self.note(name, &recorder);
    }

    fn note(&mut self, name: &str, recorder: &Recorder) {
        let requests = sent(recorder);
        assert_eq!(requests.len(), 1, "{name}");
        for request in recorder.requests() {
            self.seen
                .insert(format!("{} {}", request.method, request.path));
        }
        let snapshot = requests[0].snapshot(&Redactor::new().secret(common::TOKEN));
        self.requests.insert(name.to_owned(), snapshot);
    }
}

pub fn page() -> ListRequest {
    ListRequest::page(2, 20)
}

#[tokio::test]
async fn every_method_sends_what_is_documented() {
    let mut whole = BTreeSet::new();
    for area in [
        "authentication",
        "cases",
        "contacts",
        "directory",
        "reports",
        "nitro",
    ] {
        let mut log = Log::new();
        match area {
            "authentication" => authentication(&mut log).await,
            "cases" => cases::log(&mut log).await,
            "contacts" => contacts::log(&mut log).await,
            "directory" => directory::log(&mut log).await,
            "reports" => reports::log(&mut log).await,
            _ => nitro::log(&mut log).await,
        }
        insta::assert_json_snapshot!(format!("requests_{area}"), log.requests);
        whole.extend(log.seen);
    }

    // Every documented endpoint was called, and no other path.
    let mut left: Vec<&str> = ENDPOINTS.lines().filter(|line| !line.is_empty()).collect();
    for request in &whole {
        let request = request.replace("/core/v1", "");
        let best = ENDPOINTS
            .lines()
            .filter(|endpoint| fits(endpoint, &request))
            .min_by_key(|endpoint| endpoint.matches('{').count());
        let best = best.unwrap_or_else(|| panic!("{request} is documented nowhere"));
        left.retain(|endpoint| *endpoint != best);
    }
    assert!(left.is_empty(), "no method for {left:?}");
}

/// Tokens are fetched by the desk itself, before its first call.
async fn authentication(log: &mut Log) {
    let (desk, recorder) = desk(&Stub::json(&json!({"data": []})));
    desk.api().channels().list(&page()).await.unwrap();
    let request = recorder.requests().remove(0);
    let key = common::KEY;
    let snapshot = request.snapshot(&Redactor::new().secret(key));
    log.requests.insert("authenticate".to_owned(), snapshot);
    log.seen
        .insert(format!("{} {}", request.method, request.path));
}

fn fits(endpoint: &str, request: &str) -> bool {
    let (endpoint, request) = (endpoint.split('/'), request.split('/'));
    endpoint.clone().count() == request.clone().count()
        && endpoint
            .zip(request)
            .all(|(own, other)| own == other || own.starts_with('{'))
}

#[tokio::test]
async fn the_key_is_in_a_header_and_passwords_are_never_asked_for() {
    let (desk, recorder) = desk(&Stub::json(&json!({"data": []})));
    desk.api().contacts().list(&page()).await.unwrap();
    let requests = recorder.requests();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(request.headers["x-api-key"], common::KEY);
        assert!(!request.url().contains(common::KEY));
        assert!(!request.url().contains("password"));
    }
    assert_eq!(requests[0].query_value("user"), Some(common::USER));
    assert!(!requests[0].headers.contains_key("authorization"));
    assert_eq!(
        requests[1].headers["authorization"],
        format!("Bearer {}", common::TOKEN)
    );

    for fields in ["password", "id, Password"] {
        let mut request = page();
        request.fields = vec![fields.to_owned()];
        let error = desk.api().contacts().list(&request).await.unwrap_err();
        assert_eq!(error.field_errors()[0].field, "fields");
    }
    assert_eq!(recorder.requests().len(), 2);
}

#[tokio::test]
async fn input_that_the_vendor_documents_as_wrong_is_not_sent() {
    let (desk, recorder) = desk(&Stub::json(&json!({})));
    let api = desk.api();
    for error in [
        api.cases()
            .list(&ListRequest::page(1, 101))
            .await
            .unwrap_err(),
        api.cases()
            .list(&ListRequest::page(0, 10))
            .await
            .unwrap_err(),
        api.queues()
            .put_users(1, &[MemberInput::new(0)])
            .await
            .unwrap_err(),
        api.users()
            .put_queues(1, &[MemberInput::new(2), MemberInput::new(2)])
            .await
            .unwrap_err(),
        api.queues()
            .create(&wire::NewQueue::builder().name("x".repeat(51)).build())
            .await
            .unwrap_err(),
        api.analytics().status("..").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), helpdesk_core::ErrorKind::Invalid, "{error}");
        assert!(!error.field_errors().is_empty(), "{error}");
    }
    assert!(recorder.requests().is_empty());
}

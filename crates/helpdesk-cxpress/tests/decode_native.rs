//! What the vendor's own client makes of every documented answer.
//!
//! Each entry of a snapshot has the request as it was sent, the fixture that answered it, and all of
//! what came out: wire types written as JSON, so that a wrong field shows.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use helpdesk_core::Result;
use helpdesk_cxpress::api::{
    Api, ListAgents, ListConsumers, ListEmails, ListHistory, ListSectors, ListTags, ListTasks,
    ListTickets, Paging,
};
use helpdesk_cxpress::wire;
use helpdesk_http::Kept;
use secrecy::ExposeSecret;
use serde::Serialize;
use serde_json::{Value, json};
use support::{canned, fixture};

const ID: &str = "11111111-2222-4333-8444-555555555555";

/// What comes out of a method, all of it.
trait Decoded {
    fn decoded(self) -> Value;
}

impl<T: Serialize> Decoded for Kept<T> {
    fn decoded(self) -> Value {
        serde_json::to_value(self.wire).unwrap()
    }
}

impl<T: Serialize> Decoded for Option<Kept<T>> {
    fn decoded(self) -> Value {
        self.map_or(Value::Null, Decoded::decoded)
    }
}

impl<T: Serialize> Decoded for wire::Page<T> {
    fn decoded(self) -> Value {
        let rows: Vec<Value> = self.items.into_iter().map(Decoded::decoded).collect();
        json!({ "rows": rows, "pagination": self.pagination })
    }
}

impl Decoded for () {
    fn decoded(self) -> Value {
        Value::Null
    }
}

impl Decoded for wire::TokenPair {
    /// Secrets are in no snapshot; the test looks at them itself.
    fn decoded(self) -> Value {
        json!(format!("{self:?}"))
    }
}

/// What a call makes of a fixture.
async fn of<T: Decoded>(name: &str, call: impl AsyncFnOnce(&Api) -> Result<T>) -> Value {
    let (desk, recorder) = canned([fixture(name)]);
    let decoded = call(desk.api()).await.unwrap().decoded();
    let requests = recorder.requests();
    assert_eq!(requests.len(), 1, "{name}");
    json!({
        "method": requests[0].method,
        "path": requests[0].path,
        "fixture": format!("{name}.json"),
        "decoded": decoded,
    })
}

#[tokio::test]
async fn consumers() {
    let new = wire::NewConsumer::builder().name("a").build();
    let change = wire::EditConsumer::builder().id(ID).name("a").build();
    let query = ListConsumers::default();
    let tickets = ListTickets::default();
    let mut all = vec![
        of("consumers/list", async |api| {
            api.consumers().list(&query).await
        })
        .await,
        of("consumers/create", async |api| {
            api.consumers().create(&new).await
        })
        .await,
        of("consumers/edit", async |api| {
            api.consumers().edit(&change).await
        })
        .await,
        of("consumers/delete", async |api| {
            api.consumers().delete(ID).await
        })
        .await,
        of("consumers/tickets", async |api| {
            api.consumers().tickets(ID, &tickets).await
        })
        .await,
    ];
    for name in [
        "consumers/show",
        "consumers/show_with_tag_ids",
        "consumers/show_with_tag_objects",
    ] {
        all.push(of(name, async |api| api.consumers().get(ID).await).await);
    }
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn tags() {
    let new = wire::NewTag::builder().active(true).name("a").build();
    let change = wire::EditTag::builder()
        .active(true)
        .name("a")
        .id(ID)
        .build();
    let query = ListTags::default();
    let all = [
        of("consumer-tags/list", async |api| {
            api.consumer_tags().list(&query).await
        })
        .await,
        of("consumer-tags/create", async |api| {
            api.consumer_tags().create(&new).await
        })
        .await,
        of("consumer-tags/edit", async |api| {
            api.consumer_tags().edit(&change).await
        })
        .await,
        of("ticket-tags/list", async |api| {
            api.ticket_tags().list(&query).await
        })
        .await,
        of("ticket-tags/create", async |api| {
            api.ticket_tags().create(&new).await
        })
        .await,
        of("ticket-tags/edit", async |api| {
            api.ticket_tags().edit(&change).await
        })
        .await,
    ];
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn tickets() {
    let new = wire::NewTicket::builder()
        .channel_id(wire::ChannelTypeId::Email)
        .consumer_user_id(ID)
        .subject("a")
        .status_id(wire::StatusId::New)
        .build();
    let change = wire::EditTicket::builder().subject("a").build();
    let query = ListTickets::default();
    let mut all = vec![
        of("tickets/create", async |api| {
            api.tickets().create(&new).await
        })
        .await,
        of("tickets/edit", async |api| {
            api.tickets().edit(ID, &change).await
        })
        .await,
        of("tickets/delete", async |api| api.tickets().delete(ID).await).await,
        of("tickets/internal_notes", async |api| {
            let tickets = api.tickets();
            tickets.internal_observations(ID, Paging::default()).await
        })
        .await,
        of("active-triggers/tickets", async |api| {
            api.message_sendings().tickets(ID, &query).await
        })
        .await,
        of("operators/tickets", async |api| {
            api.agents().tickets(ID, &query).await
        })
        .await,
    ];
    for name in [
        "tickets/list",
        "tickets/list_with_tag_ids",
        "tickets/list_with_tag_objects",
    ] {
        all.push(of(name, async |api| api.tickets().list(&query).await).await);
    }
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn history() {
    let mut all = Vec::new();
    for (name, query) in [
        ("history/list", ListHistory::default()),
        ("history/human", ListHistory::human()),
        ("history/chatbot", ListHistory::chatbot()),
        ("history/telephony", ListHistory::telephony()),
        ("history/deleted", ListHistory::deleted()),
    ] {
        all.push(of(name, async |api| api.historic().list(&query).await).await);
    }
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn tasks() {
    let new = wire::NewTask::builder()
        .ticket_id(ID)
        .requester_employee_id(ID)
        .assigned_employee_id(ID)
        .date_limit(support::now().as_second())
        .build();
    let change = wire::EditTask::builder().id(ID).build();
    let all = [
        of("tasks/list", async |api| {
            api.tasks().list(&ListTasks::default()).await
        })
        .await,
        of("tasks/create", async |api| api.tasks().create(&new).await).await,
        of("tasks/edit", async |api| api.tasks().edit(&change).await).await,
        of("tasks/delete", async |api| api.tasks().delete(ID).await).await,
    ];
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn sectors() {
    let new = wire::NewSector::builder().name("a").active(true).build();
    let change = wire::EditSector::builder().id(ID).build();
    let all = [
        of("sectors/list", async |api| {
            api.sectors().list(&ListSectors::default()).await
        })
        .await,
        of("sectors/create", async |api| {
            api.sectors().create(&new).await
        })
        .await,
        of("sectors/edit", async |api| {
            api.sectors().edit(&change).await
        })
        .await,
    ];
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn custom_fields() {
    let new = wire::NewCustomField::builder()
        .entity_type_id(wire::EntityTypeId::Ticket)
        .custom_field_type_id(wire::CustomFieldTypeId::Text)
        .name("a")
        .placeholder("a")
        .required(false)
        .field_size_min(1)
        .field_size_max(2)
        .custom_field_datatype_id(wire::DatatypeId::General)
        .build();
    let change = wire::EditCustomField::builder()
        .id(ID)
        .entity_type_id(wire::EntityTypeId::Ticket)
        .custom_field_type_id(wire::CustomFieldTypeId::Text)
        .name("a")
        .placeholder("a")
        .required(false)
        .custom_field_datatype_id(wire::DatatypeId::General)
        .build();
    let all = [
        of("custom-fields/list", async |api| {
            api.custom_fields().list().await
        })
        .await,
        of("custom-fields/create", async |api| {
            api.custom_fields().create(&new).await
        })
        .await,
        of("custom-fields/edit", async |api| {
            api.custom_fields().edit(&change).await
        })
        .await,
    ];
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn operators_and_accounts() {
    let all = [
        of("operators/list", async |api| {
            api.agents().list(&ListAgents::default()).await
        })
        .await,
        of("operators/show", async |api| api.agents().get(ID).await).await,
        of("automations/list", async |api| {
            api.channel_keys().list().await
        })
        .await,
        of("emails/list", async |api| {
            api.company_emails().list(&ListEmails::default()).await
        })
        .await,
    ];
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn tokens() {
    let entry = of("token/update", async |api| {
        let pair = api.token().update(&"a refresh token".into()).await?;
        let body = fixture("token/update").1;
        assert_eq!(pair.token.expose_secret(), body["token"].as_str().unwrap());
        assert_eq!(
            pair.refresh_token.expose_secret(),
            body["refresToken"].as_str().unwrap()
        );
        Ok(pair)
    })
    .await;
    insta::assert_json_snapshot!([entry]);
}

//! Documented answers and deliveries in neutral types.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../tests/common/mod.rs"]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Fixture, all};
use helpdesk_core::webhook::{Inbound, Verification, Verified};
use helpdesk_core::{CallOptions, ContactId, Contacts, ErrorKind, Helpdesk, Timestamp};
use helpdesk_http::Kept;
use serde::Serialize;
use serde_json::{Value, json};

use super::contacts::{Aliases, contact};
use super::directory::{agent, channel, custom_field, department};
use super::messages::{message, request_message, sent};
use super::tags::tag;
use super::tickets::{dialog, ticket};
use super::webhooks::webhook;
use crate::api::{
    List, ListClients, ListDialogs, ListMessages, ListOperators, ListPage, ListTickets, NewClient,
    NewMessage, NewOperator, NewTag, NewTicket, NewWebhook, UpdateTicket,
};
use crate::{Chat2Desk, row};

fn neutral<T, N: Serialize>(list: List<T>, convert: impl Fn(Kept<T>) -> N) -> Value {
    json!({
        "meta": format!("{:?}", list.meta),
        "rows": list.items.into_iter().map(convert).collect::<Vec<_>>(),
    })
}

fn aliases() -> Aliases {
    Aliases {
        email: None,
        document: Some("3".to_owned()),
    }
}

fn client(kept: Kept<row::Client>) -> Value {
    json!(contact(kept, &aliases()))
}

/// What a fixture is in neutral types; nothing where it has none. `tests/decode_native.rs` has the
/// vendor's own.
async fn decoded(name: &str, desk: &Chat2Desk) -> Option<Value> {
    let api = desk.api();
    let page = ListPage::default();
    Some(match name {
        "clients/get" | "clients/get_full" => client(api.clients().get_as("1").await.unwrap()),
        "clients/create" => {
            let new = NewClient::builder().phone("9").transport("sms").build();
            let none = || async { Ok(None) };
            client(api.clients().create_or_find(&new, none).await.unwrap())
        }
        "clients/dialogs" | "clients/dialogs_enveloped" => {
            let rows = api.clients().dialogs_as("1").await.unwrap();
            neutral(rows, |row| dialog(row, None))
        }
        _ if name.starts_with("clients/list") => neutral(
            api.clients()
                .list_as(&ListClients::default())
                .await
                .unwrap(),
            client,
        ),
        _ if name.starts_with("custom_client_fields/") => neutral(
            api.custom_client_fields().list().await.unwrap(),
            custom_field,
        ),
        _ if name.starts_with("channels/") => {
            neutral(api.channels().list_as(page).await.unwrap(), channel)
        }
        "messages/list" | "messages/list_enveloped" => neutral(
            api.messages()
                .list_as(&ListMessages::default())
                .await
                .unwrap(),
            |row| message(row, None),
        ),
        "messages/get" | "messages/get_enveloped" => {
            json!(message(api.messages().get_as("1").await.unwrap(), None))
        }
        "messages/create" => {
            let new = NewMessage::builder().client_id("1").text("x").build();
            let none = || async { Ok(None) };
            let made = api.messages().create_or_find(&new, none).await.unwrap();
            json!(sent(made, None))
        }
        "requests/messages" | "requests/messages_kinds" => {
            neutral(api.requests().messages_as("1").await.unwrap(), |row| {
                request_message(row, None)
            })
        }
        "dialogs/list" | "dialogs/list_enveloped" => neutral(
            api.dialogs()
                .list_as(&ListDialogs::default())
                .await
                .unwrap(),
            |row| dialog(row, None),
        ),
        "dialogs/get" | "dialogs/get_enveloped" => {
            json!(dialog(api.dialogs().get_as("1").await.unwrap(), None))
        }
        "tags/get" | "tags/get_enveloped" => json!(tag(api.tags().get("1").await.unwrap())),
        "tags/list" | "tags/list_enveloped" => neutral(api.tags().list(page).await.unwrap(), tag),
        "tags/create" | "tags/create_as_object" => {
            let new = NewTag::builder().tag_group_id("1").tag_label("x").build();
            json!(tag(api.tags().create(&new).await.unwrap()))
        }
        "tickets/get" => json!(ticket(api.tickets().get("1").await.unwrap())),
        "tickets/create" => {
            let new = NewTicket::builder()
                .summary("x")
                .description("x")
                .priority(1)
                .build();
            json!(ticket(api.tickets().create(&new).await.unwrap()))
        }
        "tickets/update" => {
            let update = UpdateTicket::default();
            json!(ticket(api.tickets().update("1", &update).await.unwrap()))
        }
        "tickets/list" | "tickets/list_public_api" => neutral(
            api.tickets().list(&ListTickets::default()).await.unwrap(),
            ticket,
        ),
        "operators/list" | "operators/list_old" => neutral(
            api.operators()
                .list_as(&ListOperators::default())
                .await
                .unwrap(),
            agent,
        ),
        "operators/create" => {
            let new = NewOperator::builder()
                .email("x")
                .access_rights_id("1")
                .build();
            let made = api.operators().create(&new).await.unwrap();
            json!(agent(Kept::new(made.data.decode().unwrap(), made.data)))
        }
        "operators_groups/list" => {
            neutral(api.operators_groups().list().await.unwrap(), department)
        }
        "webhook_subscriptions/get" => json!(webhook(api.webhooks().get("1").await.unwrap())),
        "webhook_subscriptions/create" => {
            let new = NewWebhook::builder().url("x").events(["inbox"]).build();
            json!(webhook(api.webhooks().create(&new).await.unwrap()))
        }
        "webhook_subscriptions/list" | "webhook_subscriptions/list_with_errors" => {
            neutral(api.webhooks().list().await.unwrap(), webhook)
        }
        "companies/api_info" | "companies/api_info_old" => {
            json!(desk.check(&CallOptions::new()).await.unwrap())
        }
        _ => return None,
    })
}

#[tokio::test]
async fn answers() {
    let mut groups: BTreeMap<String, serde_json::Map<String, Value>> = BTreeMap::new();
    for name in all() {
        let fixture = Fixture::load(&name);
        // Failures are in tests/errors.rs, deliveries below.
        if fixture.status >= 400 {
            continue;
        }
        if let Some(value) = decoded(&name, &fixture.desk()).await {
            let (group, rest) = name.split_once('/').unwrap();
            let values = groups.entry(group.to_owned()).or_default();
            values.insert(rest.to_owned(), value);
        }
    }
    for (group, values) in groups {
        insta::assert_json_snapshot!(format!("answers__{group}"), values);
    }
}

#[test]
fn deliveries() {
    let desk = common::desk(common::Canned::new(500, "").transport());
    let receiver = desk.receiver().unwrap();
    let at: Timestamp = common::NOW.parse().unwrap();
    let mut shown = serde_json::Map::new();
    let mut keys = BTreeSet::new();
    for name in all() {
        let Some(short) = name.strip_prefix("webhooks/") else {
            continue;
        };
        let fixture = Fixture::load(&name);
        let inbound = Inbound::new(fixture.headers.clone(), fixture.body.clone());
        let signed = inbound.headers.contains_key("x-signature");
        let verified = if signed {
            receiver.verify(inbound).unwrap()
        } else {
            let vendor = receiver.vendor().clone();
            Verified::vouch(inbound, vendor, Verification::None, at).unwrap()
        };
        let events = receiver.parse(&verified).unwrap();
        let [event] = events.as_slice() else {
            panic!("{name}: {} events", events.len());
        };
        // The signed one is the same event as another.
        assert!(
            keys.insert(event.dedupe_key.clone()) || signed || short.contains("inbox"),
            "{name}: {} is the key of another event",
            event.dedupe_key
        );
        let mut value = json!(event);
        value.as_object_mut().unwrap().remove("data");
        shown.insert(short.to_owned(), value);
    }
    insta::assert_json_snapshot!(shown);
}

/// What no neutral field is made of is not looked at: it may have any form, and is kept. The vendor's own
/// client reads all of a record.
#[tokio::test]
async fn what_no_neutral_field_needs_may_have_any_form() {
    let client =
        json!({"id": 5, "name": "Maria", "comment": {"text": "x"}, "last_client_message": "soon"});
    let body = json!({ "data": client }).to_string();
    let desk = common::desk(common::Canned::new(200, body).transport());
    let read = Contacts::get(&desk, &ContactId::new("5"), &CallOptions::new()).await;
    let read = read.unwrap();
    assert_eq!(read.name.as_deref(), Some("Maria"));
    assert_eq!(read.vendor_data.to_value(), client);
    let native = desk.api().clients().get("5").await;
    assert_eq!(native.unwrap_err().kind(), ErrorKind::Decode);

    let body = json!({"data": {"id": 5, "phone": {"number": 1}}}).to_string();
    let desk = common::desk(common::Canned::new(200, body).transport());
    let read = Contacts::get(&desk, &ContactId::new("5"), &CallOptions::new()).await;
    assert_eq!(read.unwrap_err().kind(), ErrorKind::Decode);
}

/// What the vendor may come to say and nobody knows yet is kept as it is.
#[tokio::test]
async fn unknown_words_survive() {
    let body =
        r#"{"data":{"id":"TICK-5","status":9,"priority":"7","summary":"x","description":"y"}}"#;
    let desk = common::desk(common::Canned::new(200, body).transport());
    let read = ticket(desk.api().tickets().get("5").await.unwrap());
    assert_eq!(read.status.value.as_str(), "9");
    assert_eq!(read.status.category.as_str(), "unknown");
    assert_eq!(read.priority.unwrap().value.as_str(), "7");

    let body = r#"{"data":{"id":5,"type":"sticker","state":"asleep","transport":"pigeon"}}"#;
    let desk = common::desk(common::Canned::new(200, body).transport());
    let read = message(desk.api().messages().get_as("5").await.unwrap(), None);
    assert_eq!(read.direction.as_str(), "sticker");
    let read = dialog(desk.api().dialogs().get_as("5").await.unwrap(), None);
    assert_eq!(read.status.raw, "asleep");
}

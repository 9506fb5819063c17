//! Every fixture decodes into the wire types; those of the neutral operations into neutral values.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::future::Future;

use common::{Canned, HOOK_SECRET, canned_desk, fixtures};
use helpdesk_core::webhook::{Event, Inbound};
use helpdesk_core::{
    CallOptions, ContactId, ContactQuery, Contacts, Directory, ErrorKind, Helpdesk, MessageTarget,
    Messages, PageRequest, Result, TagId, TagQuery, Tags, TicketId, TicketQuery, Tickets,
    WebhookId, Webhooks,
};
use helpdesk_digisac::{Digisac, wire};
use helpdesk_http::Kept;
use http::HeaderMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn one<T: DeserializeOwned>(body: &str) {
    serde_json::from_str::<Kept<T>>(body).unwrap();
}

fn many<T: DeserializeOwned>(body: &str) {
    let list: wire::Listing<Kept<T>> = serde_json::from_str(body).unwrap();
    assert!(
        list.data.iter().all(|row| row.data.as_json().is_some()),
        "rows keep their text"
    );
}

/// Decodes a fixture as what it is: a list or a record of its folder.
fn decode<T: DeserializeOwned>(name: &str, body: &str) {
    let file = name.split_once('/').unwrap().1;
    if file.starts_with("list") || body.starts_with('[') {
        many::<T>(body);
    } else {
        one::<T>(body);
    }
}

/// Answers that nobody has documented: any JSON, or none.
fn is_undocumented(body: &str) -> bool {
    body.trim().is_empty() || body == "null" || body == "{}"
}

#[test]
fn every_fixture_decodes_into_its_wire_type() {
    let mut decoded = 0;
    for fixture in fixtures("") {
        let (folder, file) = fixture.name.split_once('/').unwrap();
        if fixture.status >= 400 || is_undocumented(&fixture.body) || file.starts_with("export") {
            continue;
        }
        let (name, body) = (fixture.name.as_str(), fixture.body.as_str());
        match folder {
            "acceptance-terms" => decode::<wire::AcceptanceTerms>(name, body),
            "cards" => decode::<wire::Card>(name, body),
            "contacts" => decode::<wire::Contact>(name, body),
            "custom-fields" => decode::<wire::CustomField>(name, body),
            "dashboard" => one::<wire::PeriodReport>(body),
            "departments" => decode::<wire::Department>(name, body),
            "distribution" => decode::<wire::Distribution>(name, body),
            "holiday" => decode::<wire::Holiday>(name, body),
            "interactive-messages" => decode::<wire::InteractiveMessage>(name, body),
            "me" | "users" => decode::<wire::User>(name, body),
            "me-webhooks" => decode::<wire::Webhook>(name, body),
            "messages" => decode::<wire::Message>(name, body),
            "oauth" => {
                serde_json::from_str::<wire::AccessToken>(body).unwrap();
            }
            "organizations" => decode::<wire::Organization>(name, body),
            "people" => decode::<wire::Person>(name, body),
            "pipelines" => decode::<wire::Pipeline>(name, body),
            "questions" => decode::<wire::Question>(name, body),
            "quick-replies" => decode::<wire::QuickReply>(name, body),
            "roles" => decode::<wire::Role>(name, body),
            "schedule" => decode::<wire::Schedule>(name, body),
            "services" => decode::<wire::Service>(name, body),
            "tags" => decode::<wire::Tag>(name, body),
            "ticket-topics" => decode::<wire::TicketTopic>(name, body),
            "tickets" => decode::<wire::Ticket>(name, body),
            "webhooks" => one::<wire::Delivery>(body),
            // Records of which nobody has said what they hold.
            _ => decode::<Value>(name, body),
        }
        decoded += 1;
    }
    assert!(decoded > 150, "{decoded} fixtures");
}

/// The neutral values of the fixtures of a folder, by their names.
async fn neutral<T, F, Fut>(folder: &str, wanted: impl Fn(&str) -> bool, read: F) -> Value
where
    T: Serialize,
    F: Fn(Digisac) -> Fut,
    Fut: Future<Output = Result<T>>,
{
    let mut values = BTreeMap::new();
    for fixture in fixtures(folder) {
        let file = fixture.name.split_once('/').unwrap().1.to_owned();
        if !wanted(&file) || fixture.status >= 400 || is_undocumented(&fixture.body) {
            continue;
        }
        let (desk, _) = canned_desk(&Canned::new(200, fixture.body));
        let value = read(desk).await.unwrap();
        values.insert(file, serde_json::to_value(value).unwrap());
    }
    assert!(!values.is_empty(), "{folder}");
    serde_json::to_value(values).unwrap()
}

fn is_list(file: &str) -> bool {
    file.starts_with("list")
}

/// Records that a read gives, as opposed to answers of other calls.
fn is_record(file: &str) -> bool {
    file.starts_with("get")
}

fn options() -> CallOptions {
    CallOptions::new()
}

fn first() -> PageRequest {
    PageRequest::first()
}

/// A page's rows and where it stands.
fn page<T: Serialize>(page: &helpdesk_core::Page<T>) -> Value {
    json!({
        "items": page.items,
        "total": page.total,
        "next": page.next.is_some(),
        "ahead": page.ahead.len(),
    })
}

#[tokio::test]
async fn contacts() {
    let got = neutral("contacts", is_record, async |desk: Digisac| {
        Contacts::get(&desk, &ContactId::new("1"), &options()).await
    });
    insta::assert_json_snapshot!("contacts_get", got.await);
    let listed = neutral(
        "contacts",
        |file| is_list(file) && file != "list",
        async |desk: Digisac| {
            let rows = Contacts::list(&desk, &ContactQuery::all(), &first(), &options()).await?;
            Ok(page(&rows))
        },
    );
    insta::assert_json_snapshot!("contacts_list", listed.await);
}

#[tokio::test]
async fn tickets() {
    let got = neutral("tickets", is_record, async |desk: Digisac| {
        Tickets::get(&desk, &TicketId::new("1"), &options()).await
    });
    insta::assert_json_snapshot!("tickets_get", got.await);
    let listed = neutral("tickets", is_list, async |desk: Digisac| {
        let rows = Tickets::list(&desk, &TicketQuery::all(), &first(), &options()).await?;
        Ok(page(&rows))
    });
    insta::assert_json_snapshot!("tickets_list", listed.await);
}

#[tokio::test]
async fn messages() {
    let target = MessageTarget::Contact(ContactId::new("1"));
    let listed = neutral("messages", is_list, async |desk: Digisac| {
        let rows = Messages::list(&desk, &target, &first(), &options()).await?;
        Ok(page(&rows))
    });
    insta::assert_json_snapshot!("messages_list", listed.await);
    // A single record as a list of one: the neutral contract has no call for one message.
    let mut values = BTreeMap::new();
    for fixture in fixtures("messages") {
        let file = fixture.name.split_once('/').unwrap().1.to_owned();
        let single = is_record(&file) || file.starts_with("send");
        if !single || is_undocumented(&fixture.body) {
            continue;
        }
        let (desk, _) = canned_desk(&Canned::new(200, format!("[{}]", fixture.body)));
        let rows = Messages::list(&desk, &target, &first(), &options())
            .await
            .unwrap();
        values.insert(file, page(&rows));
    }
    insta::assert_json_snapshot!("messages_get", values);
}

#[tokio::test]
async fn tags_and_directory() {
    let tags = neutral("tags", is_record, async |desk: Digisac| {
        Tags::get(&desk, &TagId::new("1"), &options()).await
    });
    insta::assert_json_snapshot!("tags_get", tags.await);
    let tags = neutral("tags", is_list, async |desk: Digisac| {
        let rows = Tags::list(&desk, &TagQuery::all(), &first(), &options()).await?;
        Ok(page(&rows))
    });
    insta::assert_json_snapshot!("tags_list", tags.await);
    let agents = neutral("users", is_list, async |desk: Digisac| {
        Ok(page(&desk.agents(&first(), &options()).await?))
    });
    insta::assert_json_snapshot!("agents", agents.await);
    let departments = neutral("departments", is_list, async |desk: Digisac| {
        Ok(page(&desk.departments(&first(), &options()).await?))
    });
    insta::assert_json_snapshot!("departments", departments.await);
    let fields = neutral("custom-fields", is_list, async |desk: Digisac| {
        Ok(page(&desk.custom_fields(&first(), &options()).await?))
    });
    insta::assert_json_snapshot!("custom_fields", fields.await);

    let mut channels = BTreeMap::new();
    for fixture in fixtures("services") {
        let file = fixture.name.split_once('/').unwrap().1.to_owned();
        if is_record(&file) {
            let (desk, _) = canned_desk(&Canned::new(200, format!("[{}]", fixture.body)));
            let rows = desk.channels(&first(), &options()).await.unwrap();
            channels.insert(file, page(&rows));
        }
    }
    insta::assert_json_snapshot!("channels", channels);
}

#[tokio::test]
async fn webhook_subscriptions() {
    let got = neutral("me-webhooks", is_record, async |desk: Digisac| {
        Webhooks::get(&desk, &WebhookId::new("1"), &options()).await
    });
    insta::assert_json_snapshot!("webhooks_get", got.await);
    let listed = neutral("me-webhooks", is_list, async |desk: Digisac| {
        let rows = Webhooks::list(&desk, &first(), &options()).await?;
        Ok(page(&rows))
    });
    insta::assert_json_snapshot!("webhooks_list", listed.await);
}

/// What no neutral field is made of is not looked at: it may have any form, and is kept. The vendor's own
/// client reads all of a record, and says where it does not fit.
#[tokio::test]
async fn what_no_neutral_field_needs_may_have_any_form() {
    let contact = json!({"id": "c1", "name": "Maria", "unread": {"count": 2}, "service": {"type": "email", "settings": 7}});
    let ticket = json!({"id": "t1", "isOpen": true, "metrics": "soon", "contact": contact});
    let message = json!({"id": "m1", "text": "Oi", "sent": [], "data": {"ack": 1, "isNew": {}}});
    let answering = |body: &Value| canned_desk(&Canned::new(200, body.to_string())).0;

    let desk = answering(&contact);
    let read = Contacts::get(&desk, &ContactId::new("c1"), &options()).await;
    let read = read.unwrap();
    assert_eq!(read.name.as_deref(), Some("Maria"));
    assert_eq!(read.vendor_data.to_value(), contact);
    let native = desk.api().contacts().get("c1", &[]).await;
    assert_eq!(native.unwrap_err().kind(), ErrorKind::Decode);

    let desk = answering(&ticket);
    let read = Tickets::get(&desk, &TicketId::new("t1"), &options()).await;
    let read = read.unwrap();
    assert_eq!(read.contact.unwrap().name.as_deref(), Some("Maria"));
    assert_eq!(read.vendor_data.to_value(), ticket);

    let desk = answering(&json!([message]));
    let target = MessageTarget::Contact(ContactId::new("c1"));
    let page = Messages::list(&desk, &target, &first(), &options()).await;
    let [read] = <[_; 1]>::try_from(page.unwrap().items).unwrap();
    assert_eq!(read.text.as_deref(), Some("Oi"));
    assert_eq!(read.vendor_data.to_value(), message);

    for (event, data) in [
        ("contact.updated", &contact),
        ("ticket.updated", &ticket),
        ("message.created", &message),
    ] {
        let body = json!({"event": event, "data": data});
        let events = receive(&body.to_string()).unwrap();
        assert!(events[0].record.is_some(), "{event}");
    }
    // What a neutral field is made of has to fit.
    let body = json!({"event": "ticket.updated", "data": {"id": "t1", "isOpen": {}}});
    assert!(receive(&body.to_string()).is_err());
}

fn receive(body: &str) -> Result<Vec<Event>> {
    let (desk, _) = canned_desk(&Canned::default());
    let uri = format!("https://hooks.example/digisac/{HOOK_SECRET}");
    let inbound = Inbound::new(HeaderMap::new(), body.to_owned()).with_uri(&uri.parse().unwrap());
    let receiver = desk.receiver().unwrap();
    receiver.parse(&receiver.verify(inbound)?)
}

#[test]
fn deliveries() {
    let mut events = BTreeMap::new();
    for fixture in fixtures("webhooks") {
        let mut parsed = serde_json::to_value(receive(&fixture.body).unwrap()).unwrap();
        for event in parsed.as_array_mut().unwrap() {
            // The vendor's own body stands in the fixture.
            assert_eq!(
                event["data"],
                serde_json::from_str::<Value>(&fixture.body).unwrap()
            );
            event.as_object_mut().unwrap().remove("data");
        }
        events.insert(fixture.name, parsed);
    }
    insta::assert_json_snapshot!("deliveries", events);
}

#[test]
fn a_repeated_delivery_has_the_same_key_and_another_one_has_not() {
    let key = |body: &Value| receive(&body.to_string()).unwrap()[0].dedupe_key.clone();
    let of = |name: &str| -> Value { serde_json::from_str(&common::fixture(name).body).unwrap() };
    let mut keys = Vec::new();
    for fixture in fixtures("webhooks") {
        let body: Value = serde_json::from_str(&fixture.body).unwrap();
        let first = key(&body);
        let mut again = body.clone();
        if again["event"].is_string() && fixture.name != "webhooks/bot_command" {
            again["timestamp"] = json!("2031-05-06T07:08:09.000Z");
            again["webhookId"] = json!("another subscription");
        }
        assert_eq!(key(&again), first, "{}", fixture.name);
        keys.push(first);
    }
    let count = keys.len();
    keys.sort();
    keys.dedup();
    // Two fixtures say the same with `isOpen` as text, save for that.
    assert!(keys.len() >= count - 1, "{keys:#?}");

    let mut ticket = of("webhooks/ticket_updated_assigned");
    let before = key(&ticket);
    for (member, value) in [
        ("userId", json!("another agent")),
        ("departmentId", json!("another department")),
        ("isOpen", json!(false)),
        ("currentTicketTransferId", json!("another transfer")),
        ("lastMessageId", json!("another message")),
    ] {
        let old = std::mem::replace(&mut ticket["data"][member], value);
        assert_ne!(key(&ticket), before, "{member}");
        ticket["data"][member] = old;
    }
    let mut message = of("webhooks/message_updated");
    let before = key(&message);
    message["data"]["data"]["ack"] = json!("3");
    assert_ne!(key(&message), before);
    message["data"]["data"]["ack"] = json!(2);
    assert_eq!(key(&message), before, "a number is the same as its text");
    message["data"]["text"] = json!("another text");
    assert_ne!(key(&message), before);
    assert!(!key(&message).contains("another"), "no text in a key");
    for (place, value) in [
        ("/data/isTranscribing", json!(true)),
        (
            "/data/data",
            json!({"ack": 2, "fileDownload": {"isDownloading": true}}),
        ),
        ("/data/file", json!({"name": "x.pdf"})),
    ] {
        let mut message = of("webhooks/message_updated");
        let (parent, member) = place.rsplit_once('/').unwrap();
        message.pointer_mut(parent).unwrap()[member] = value;
        assert_ne!(key(&message), before, "{place}");
    }
}

#[test]
fn a_wrong_body_names_its_path_and_no_value() {
    for (body, path) in [
        (
            r#"{"event":"message.created","data":{"id":"1","isFromMe":"canary"}}"#,
            "data.isFromMe",
        ),
        (
            r#"{"event":"ticket.updated","data":{"id":["canary"]}}"#,
            "data.id",
        ),
        (r#"{"event":"contact.updated","data":{"data":{}}}"#, "data"),
        (r#"{"event":{"canary":1}}"#, "event"),
        (r#"{"event":"message.created","data":"canary"}"#, "data"),
        (r#"{"event":"ticket.updated"}"#, "data"),
        (r#"["canary"]"#, ""),
        ("canary", ""),
        (r#"{"event":"#, ""),
    ] {
        let error = receive(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook, "{body}");
        assert_eq!(
            helpdesk_core::webhook::Rejection::of(&error),
            Some(helpdesk_core::webhook::Rejection::Malformed),
            "{body}"
        );
        let text = format!("{error} {error:?}");
        assert!(text.contains(path), "{body}: {text}");
        assert!(!text.contains("canary"), "{text}");
    }
}

#[test]
fn a_body_that_is_nested_too_deeply_is_refused() {
    let deep = format!(
        r#"{{"event":"message.created","data":{{"id":"1","x":{}1{}}}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let error = receive(&deep).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Webhook);
}

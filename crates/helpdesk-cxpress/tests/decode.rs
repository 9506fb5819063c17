//! Fixtures, read as neutral objects.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use helpdesk_core::webhook::{Event, Inbound};
use helpdesk_core::{
    Client, ContactPatch, ContactQuery, MessageTarget, NewContact, NewTag, NewTicket, PageRequest,
    StatusCategory, StatusFilter, TagId, TagPatch, TagQuery, TagScope, TicketPatch, TicketQuery,
    TicketStatus,
};
use http::HeaderMap;
use serde::Serialize;
use serde_json::{Value, json};
use support::{WEBHOOK_SECRET, canned, fixture, fixtures, rows};

/// A value as JSON, for snapshots.
fn shown(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// A client that gets these answers.
fn client(answers: impl IntoIterator<Item = (u16, Value)>) -> Client {
    Client::new(canned(answers).0)
}

#[tokio::test]
async fn contacts() {
    let first = PageRequest::first();
    let list = client([fixture("consumers/list")]);
    let listed = list.contacts().list(&ContactQuery::all(), &first).await;
    let listed = listed.unwrap();
    assert_eq!((listed.total, listed.next), (Some(3), None));
    let mut all = BTreeMap::from([("consumers/list", shown(listed.items))]);
    for name in [
        "consumers/show",
        "consumers/show_with_tag_ids",
        "consumers/show_with_tag_objects",
    ] {
        let got = client([fixture(name)]).contacts().get(&"1".into()).await;
        all.insert(name, shown(got.unwrap()));
    }
    let create = client([fixture("consumers/create"), fixture("consumers/show")]);
    let new = NewContact::named("Somebody");
    let created = create.contacts().create(&new).await.unwrap();
    assert_eq!(Some(&shown(created.value)), all.get("consumers/show"));

    let show = fixture("consumers/show");
    let update = client([show.clone(), fixture("consumers/edit"), show]);
    let patch = ContactPatch::new().document("12345678909".to_owned());
    let updated = update.contacts().update(&"1".into(), &patch).await.unwrap();
    assert_eq!(Some(&shown(updated.value)), all.get("consumers/show"));

    let delete = client([fixture("consumers/delete")]);
    delete.contacts().delete(&"1".into()).await.unwrap();
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn tickets() {
    let first = PageRequest::first();
    let mut all = BTreeMap::new();
    for name in [
        "tickets/list",
        "tickets/list_with_tag_ids",
        "tickets/list_with_tag_objects",
    ] {
        let list = client([fixture(name)]);
        let listed = list.tickets().list(&TicketQuery::all(), &first).await;
        all.insert(name, shown(listed.unwrap().items));
    }
    for name in [
        "history/list",
        "history/human",
        "history/chatbot",
        "history/telephony",
    ] {
        let list = client([fixture(name)]);
        let query = TicketQuery::all().status(StatusFilter::Closed);
        let listed = list.tickets().list(&query, &first).await;
        all.insert(name, shown(listed.unwrap().items));
    }
    let list = client([fixture("consumers/tickets")]);
    let query = TicketQuery::all().contact("7");
    let listed = list.tickets().list(&query, &first).await.unwrap();
    all.insert("consumers/tickets", shown(listed.items));

    // Deleted tickets are no tickets any more.
    let list = client([fixture("history/deleted")]);
    let query = TicketQuery::all().status(StatusFilter::Closed);
    let listed = list.tickets().list(&query, &first).await.unwrap();
    assert!(listed.items.is_empty() && !rows(&fixture("history/deleted").1).is_empty());
    insta::assert_json_snapshot!(all);
}

/// The list that has the ticket of another fixture, as it is found again by its number.
fn list_with(name: &str) -> (u16, Value) {
    let (_, whole) = fixture(name);
    let (status, mut list) = fixture("tickets/list_with_tag_ids");
    let ticket = &whole["data"]["ticket"];
    for key in ["id", "ticket_reference_id", "status_id", "subject"] {
        list["tickets"][0][key] = ticket[key].clone();
    }
    (status, list)
}

#[tokio::test]
async fn tickets_that_were_written() {
    let fields = (200, json!({ "message": "a", "custom_fields": [] }));
    let mut all = BTreeMap::new();

    let create = client([
        fields.clone(),
        fixture("tickets/create"),
        list_with("tickets/create"),
    ]);
    let new = NewTicket::for_contact("1")
        .subject("a")
        .channel(helpdesk_core::ChannelKind::Email);
    let created = create.tickets().create(&new).await.unwrap();
    all.insert("tickets/create", shown(created.value));

    let update = client([fields, fixture("tickets/edit"), list_with("tickets/edit")]);
    let patch = TicketPatch::new().subject("a".to_owned());
    let updated = update.tickets().update(&"1".into(), &patch).await.unwrap();
    all.insert("tickets/edit", shown(updated.value));

    let delete = client([fixture("tickets/delete")]);
    delete.tickets().delete(&"1".into()).await.unwrap();
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn an_unknown_status_is_kept() {
    let unknown = "0e7c7f70-1111-4222-8333-944445555666";
    let (status, mut body) = fixture("tickets/list");
    body["tickets"][0]["status_id"] = json!(unknown);
    let list = client([(status, body)]);
    let first = PageRequest::first();
    let listed = list.tickets().list(&TicketQuery::all(), &first).await;
    let ticket = &listed.unwrap().items[0];
    assert_eq!(ticket.status.value, TicketStatus::Other(unknown.to_owned()));
    assert_eq!(ticket.status.category, StatusCategory::Unknown);
    assert_eq!(ticket.status.raw, unknown);
}

#[tokio::test]
async fn tags_and_notes() {
    let first = PageRequest::first();
    let mut all = BTreeMap::new();
    for (name, scope) in [
        ("consumer-tags/list", TagScope::Contact),
        ("ticket-tags/list", TagScope::Ticket),
    ] {
        let list = client([fixture(name)]);
        let listed = list.tags().list(&TagQuery::scope(scope), &first).await;
        all.insert(name, shown(listed.unwrap().items));
    }

    // A new tag of consumers is not in the answer, and looked for by its name.
    let (status, body) = fixture("consumer-tags/list");
    let name = body["tags"][0]["name"].as_str().unwrap().to_owned();
    let create = client([fixture("consumer-tags/create"), (status, body)]);
    let new = NewTag::named(name).scope(TagScope::Contact);
    let created = create.tags().create(&new).await.unwrap();
    all.insert("consumer-tags/create", shown(created.value));

    let create = client([fixture("ticket-tags/create")]);
    let new = NewTag::named("a").scope(TagScope::Ticket);
    let created = create.tags().create(&new).await.unwrap();
    all.insert("ticket-tags/create", shown(created.value));

    for (list, edit, set) in [
        ("consumer-tags/list", "consumer-tags/edit", "contact"),
        ("ticket-tags/list", "ticket-tags/edit", "ticket"),
    ] {
        let own = fixture(list).1["tags"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let update = client([fixture(list), fixture(edit)]);
        let id = TagId::new(format!("{set}:{own}"));
        let name = fixture(edit).1["tag"]["name"].as_str().unwrap().to_owned();
        let patch = TagPatch::rename(name);
        let updated = update.tags().update(&id, &patch).await.unwrap();
        all.insert(edit, shown(updated.value));
    }

    let notes = client([fixture("tickets/internal_notes")]);
    let target = MessageTarget::Ticket("1".into());
    let listed = notes.messages().notes(&target, &first).await.unwrap();
    assert_eq!(listed.next, None);
    all.insert("tickets/internal_notes", shown(listed.items));
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn directory() {
    let first = PageRequest::first();
    let mut all = BTreeMap::new();
    let agents = client([fixture("operators/list")]);
    let listed = agents.directory().agents(&first).await.unwrap();
    all.insert("operators/list", shown(listed.items));
    let agent = client([fixture("operators/show")]);
    let got = agent.directory().agent(&"1".into()).await.unwrap();
    all.insert("operators/show", shown(got));
    let departments = client([fixture("sectors/list")]);
    let listed = departments.directory().departments(&first).await.unwrap();
    all.insert("sectors/list", shown(listed.items));
    let channels = client([fixture("automations/list"), fixture("emails/list")]);
    let listed = channels.directory().channels(&first).await.unwrap();
    all.insert("automations/list", shown(listed.items));
    let second = PageRequest::first().after(listed.next.unwrap());
    let listed = channels.directory().channels(&second).await.unwrap();
    assert_eq!(listed.next, None);
    all.insert("emails/list", shown(listed.items));
    let fields = client([fixture("custom-fields/list")]);
    let listed = fields.directory().custom_fields(&first).await.unwrap();
    all.insert("custom-fields/list", shown(listed.items));
    insta::assert_json_snapshot!(all);
}

/// The events that a delivery with this body comes to.
fn events(body: &Value) -> Vec<Event> {
    let client = client([(200, json!({}))]);
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    let uri = format!("/hooks/{WEBHOOK_SECRET}");
    let inbound = Inbound::new(headers, body.to_string()).with_uri(&uri.parse().unwrap());
    let verified = client.verify_webhook(inbound).unwrap();
    client.parse_webhook(&verified).unwrap()
}

#[test]
fn webhooks() {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(fixtures().join("webhooks")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut read = shown(events(&fixture(&format!("webhooks/{name}")).1));
        // The body is the fixture itself.
        for event in read.as_array_mut().unwrap() {
            assert!(event["data"]["entity"].is_string());
            event.as_object_mut().unwrap().remove("data");
        }
        all.insert(name, read);
    }
    insta::assert_json_snapshot!(all);
}

/// Every fixture is read by one of the tests here or in `decode_native.rs`, or is a refusal, which `errors.rs`
/// reads.
#[test]
fn no_fixture_is_left_out() {
    let tests = concat!(include_str!("decode.rs"), include_str!("decode_native.rs"));
    let mut left_out = BTreeSet::new();
    for folder in std::fs::read_dir(fixtures()).unwrap() {
        let folder = folder.unwrap().path();
        let resource = folder.file_name().unwrap().to_str().unwrap().to_owned();
        if matches!(resource.as_str(), "errors" | "webhooks") {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            if !tests.contains(&format!("\"{resource}/{name}\"")) {
                left_out.insert(format!("{resource}/{name}"));
            }
        }
    }
    assert!(left_out.is_empty(), "{left_out:?}");
}

//! Subscriptions, deliveries and reception of the in-memory desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::HashSet;
use std::sync::Arc;

use common::{Hand, ana, assert_invalid, assert_kind, ticket};
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::webhook::{
    Completeness, Event, EventKind, Inbound, Record, Rejection, SharedSecret, Verification,
};
use helpdesk_core::{
    AgentId, ChannelKind, ContactPatch, DepartmentId, ErrorKind, NewContact, NewMessage, NewNote,
    NewTag, NewTicket, NewWebhook, Operation, PageRequest, TicketPatch, WebhookId, WebhookPatch,
};
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};
use secrecy::SecretString;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn secret() -> SharedSecret {
    SharedSecret::new(SecretString::from(SECRET)).unwrap()
}

fn events(desk: &MemoryDesk, deliveries: Vec<Inbound>) -> Vec<Event> {
    let client = desk.client();
    deliveries
        .into_iter()
        .flat_map(|inbound| {
            let verified = client.verify_webhook(inbound).unwrap();
            client.parse_webhook(&verified).unwrap()
        })
        .collect()
}

fn kinds(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.kind.as_str()).collect()
}

#[tokio::test]
async fn everything_that_happens_is_told_of() {
    let hand = Hand::at("2026-03-01T10:00:00Z");
    let desk = MemoryDesk::builder()
        .clock(Arc::new(hand))
        .webhook_secret(secret())
        .build();
    let client = desk.client();
    let ana = ana(&desk).await;
    let patch = ContactPatch::new().name("Ana Maria".to_owned());
    let ana_now = client
        .contacts()
        .update(&ana.id, &patch)
        .await
        .unwrap()
        .value;
    client.contacts().block(&ana.id).await.unwrap();
    client.contacts().unblock(&ana.id).await.unwrap();
    let ticket = ticket(&desk, &ana).await;
    let tag = client
        .tags()
        .create(&NewTag::named("t").color("#010203"))
        .await
        .unwrap()
        .value;
    client.tags().attach(&tag.id, ana.id.clone()).await.unwrap();
    client.tags().detach(&tag.id, ana.id.clone()).await.unwrap();
    let patch = TicketPatch::new().subject("Invoice 7".to_owned());
    client.tickets().update(&ticket.id, &patch).await.unwrap();
    client
        .tickets()
        .assign(&ticket.id, &AgentId::new("agent-2"))
        .await
        .unwrap();
    client
        .tickets()
        .transfer(&ticket.id, &DepartmentId::new("department-2"))
        .await
        .unwrap();
    let received = desk.receive(&ana.id, "hello").unwrap();
    let sent = NewMessage::text(ticket.id.clone(), "hi").author("agent-2");
    let sent = client.messages().send(&sent).await.unwrap().value;
    let note = client
        .messages()
        .add_note(&NewNote::new(ticket.id.clone(), "psst"))
        .await
        .unwrap()
        .value;
    client.tickets().close(&ticket.id).await.unwrap();
    let reopened = client.tickets().reopen(&ticket.id).await.unwrap();
    client.tickets().delete(&ticket.id).await.unwrap();

    let events = events(&desk, desk.deliveries());

    assert_eq!(
        kinds(&events),
        [
            "contact.created",
            "contact.updated",
            "contact.blocked",
            "contact.unblocked",
            "ticket.created",
            "tag.created",
            "contact.tagged",
            "contact.untagged",
            "ticket.updated",
            "ticket.assigned",
            "ticket.transferred",
            "message.received",
            "message.sent",
            "note.created",
            "ticket.closed",
            "ticket.reopened",
            "ticket.deleted",
        ]
    );
    let keys: HashSet<&str> = events.iter().map(|event| &*event.dedupe_key).collect();
    assert_eq!(keys.len(), events.len());
    for event in &events {
        assert_eq!(event.vendor.as_str(), "memory");
        assert_eq!(
            event.occurred_at,
            Some("2026-03-01T10:00:00Z".parse().unwrap())
        );
        assert_eq!(event.verified, Verification::SharedSecret);
        assert_eq!(event.completeness, Completeness::Full);
        assert_eq!(event.vendor_data.to_value()["kind"], event.kind.as_str());
    }

    // The records are those that the calls gave back, whole.
    assert_eq!(
        events[0].record,
        Some(Record::Contact(Box::new(ana.clone())))
    );
    assert_eq!(events[1].record, Some(Record::Contact(Box::new(ana_now))));
    assert_eq!(
        events[4].record,
        Some(Record::Ticket(Box::new(ticket.clone())))
    );
    assert_eq!(events[5].record, Some(Record::Tag(Box::new(tag.clone()))));
    assert_eq!(
        events[11].record,
        Some(Record::Message(Box::new(received.clone())))
    );
    assert_eq!(events[12].record, Some(Record::Message(Box::new(sent))));
    assert_eq!(events[13].record, Some(Record::Message(Box::new(note))));
    assert_eq!(events[15].record, Some(Record::Ticket(Box::new(reopened))));
    assert!(matches!(&events[16].record, Some(Record::Ticket(own)) if own.deleted_at.is_some()));

    assert_eq!(events[6].tag, Some(tag.id));
    assert_eq!(events[8].changes.len(), 1);
    assert_eq!(events[8].changes[0].field, "subject");
    assert_eq!(events[8].changes[0].from, Some("Invoice".into()));
    assert_eq!(events[8].changes[0].to, Some("Invoice 7".into()));
    assert_eq!(events[9].agent, Some(AgentId::new("agent-2")));
    assert_eq!(
        events[10].department,
        Some(DepartmentId::new("department-2"))
    );
    assert_eq!(events[11].message, Some(received.id));
    assert_eq!(events[11].contact, Some(ana.id));
    assert_eq!(events[11].ticket, Some(ticket.id));
    assert!(events[11].conversation.is_some());
}

#[tokio::test]
async fn a_delivery_without_the_secret_is_refused() {
    let desk = MemoryDesk::builder().webhook_secret(secret()).build();
    ana(&desk).await;
    let good = desk.deliveries().remove(0);
    let refused = |inbound: Inbound| {
        let error = desk.client().verify_webhook(inbound).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook);
        assert!(!error.to_string().contains(SECRET));
        Rejection::of(&error).unwrap()
    };

    let mut bad = good.clone();
    bad.query = None;
    assert_eq!(refused(bad), Rejection::BadSecret);
    let mut bad = good.clone();
    bad.query = Some("key=wrong".to_owned());
    assert_eq!(refused(bad), Rejection::BadSecret);
    let mut bad = good.clone();
    bad.headers = HeaderMap::new();
    assert_eq!(refused(bad), Rejection::ContentType);
    let mut bad = good.clone();
    bad.headers
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    assert_eq!(refused(bad), Rejection::ContentType);
    let mut bad = good.clone();
    bad.body = vec![0xff; 4].into();
    assert_eq!(refused(bad), Rejection::NotUtf8);
    let mut bad = good.clone();
    bad.body = vec![b' '; (1 << 20) + 1].into();
    assert_eq!(refused(bad), Rejection::TooLarge);

    let mut charset = good;
    charset.headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    desk.client().verify_webhook(charset).unwrap();
}

#[tokio::test]
async fn without_secret_or_leave_every_delivery_is_refused() {
    let desk = MemoryDesk::new();
    ana(&desk).await;
    let error = desk
        .client()
        .verify_webhook(desk.deliveries().remove(0))
        .unwrap_err();
    assert_eq!(Rejection::of(&error), Some(Rejection::Unsigned));

    let open = MemoryDesk::builder().accept_unsigned().build();
    ana(&open).await;
    assert_eq!(
        events(&open, open.deliveries())[0].verified,
        Verification::None
    );
}

#[tokio::test]
async fn bodies_that_are_not_ours() {
    let desk = MemoryDesk::builder().accept_unsigned().build();
    let client = desk.client();
    let parse = |body: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let verified = client
            .verify_webhook(Inbound::new(headers, body.to_owned()))
            .unwrap();
        client.parse_webhook(&verified)
    };
    for (body, path) in [
        ("", "."),
        ("[]", "."),
        (r#"{"id":"canary"#, "id"),
        (r#"{"id":"e","kind":"x","at":"canary"}"#, "at"),
        (r#"{"id":7}"#, "id"),
        (
            r#"{"id":"e","kind":"x","at":"2026-03-01T10:00:00Z","changes":[],"record":{"object":"tag","id":"t","name":5}}"#,
            "record.name",
        ),
    ] {
        let error = parse(body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Webhook);
        assert_eq!(Rejection::of(&error), Some(Rejection::Malformed), "{body}");
        assert_eq!(error.operation(), Some("webhooks.parse"));
        assert_eq!(error.field_errors()[0].field, path, "{body}");
        assert!(!error.to_string().contains("canary"));
    }

    let body = r#"{"id":"e","kind":"moon.rose","at":"2026-03-01T10:00:00Z","changes":[],"record":{"object":"moon"}}"#;
    let event = parse(body).unwrap().remove(0);
    assert_eq!(event.kind, EventKind::Other("moon.rose".to_owned()));
    assert_eq!(
        (event.completeness, event.record),
        (Completeness::Thin, None)
    );
}

#[tokio::test]
async fn what_another_receiver_verified_is_not_parsed() {
    let desk = MemoryDesk::builder().accept_unsigned().build();
    ana(&desk).await;
    let table = helpdesk_core::Capabilities::new(helpdesk_core::Vendor::new("other")).with(
        Operation::WebhooksParse,
        helpdesk_core::Capability::native(),
    );
    let other = MemoryDesk::builder().with_capabilities(table).build();
    let verified = desk
        .client()
        .verify_webhook(desk.deliveries().remove(0))
        .unwrap();
    let error = other.client().parse_webhook(&verified).unwrap_err();
    assert_eq!(Rejection::of(&error), Some(Rejection::OtherVendor));
}

#[tokio::test]
async fn subscriptions_get_what_they_asked_for() {
    let desk = MemoryDesk::builder().webhook_secret(secret()).build();
    let client = desk.client();
    let url = format!("https://example.com/hooks/{SECRET}");
    let new =
        NewWebhook::new(&*url, [EventKind::TicketCreated, EventKind::TicketClosed]).name("mine");
    let hook = client.webhooks().create(&new).await.unwrap().value;
    assert_eq!(hook.name.as_deref(), Some("mine"));
    assert_eq!(hook.raw_events, ["ticket.created", "ticket.closed"]);
    assert!(hook.active);
    let new = NewWebhook::new("https://example.com/mail", [EventKind::TicketCreated])
        .channel("channel-2");
    let of_mail = client.webhooks().create(&new).await.unwrap().value;

    let ana = ana(&desk).await;
    let first = ticket(&desk, &ana).await;
    let by_mail = NewTicket::for_contact(&ana.id).channel(ChannelKind::Email);
    client.tickets().create(&by_mail).await.unwrap();
    client.tickets().close(&first.id).await.unwrap();
    let got = events(&desk, desk.deliveries_to(&hook.id));
    assert_eq!(
        kinds(&got),
        ["ticket.created", "ticket.created", "ticket.closed"]
    );
    assert_eq!(desk.deliveries_to(&of_mail.id).len(), 1);
    assert_eq!(desk.deliveries_to(&of_mail.id)[0].path, "/mail");

    let off = WebhookPatch::new().active(false);
    assert!(
        !client
            .webhooks()
            .update(&hook.id, &off)
            .await
            .unwrap()
            .value
            .active
    );
    client.tickets().reopen(&first.id).await.unwrap();
    client.tickets().close(&first.id).await.unwrap();
    assert_eq!(desk.deliveries_to(&hook.id).len(), 3);

    let page = client.webhooks().list(&PageRequest::first()).await.unwrap();
    assert_eq!(page.total, Some(2));
    client.webhooks().delete(&hook.id).await.unwrap();
    assert_kind(client.webhooks().get(&hook.id).await, ErrorKind::NotFound);
    assert_kind(
        client.webhooks().delete(&hook.id).await,
        ErrorKind::NotFound,
    );
    let none = WebhookId::new("webhook-99");
    assert_kind(
        client.webhooks().update(&none, &WebhookPatch::new()).await,
        ErrorKind::NotFound,
    );
}

#[tokio::test]
async fn subscriptions_are_checked() {
    let desk = MemoryDesk::new();
    let hooks = desk.client().webhooks();
    let all = [EventKind::TicketCreated];
    let good = NewWebhook::new("https://example.com/a", all.clone());
    let hook = hooks.create(&good).await.unwrap().value;
    let create = |new: NewWebhook| {
        let hooks = hooks.clone();
        async move { hooks.create(&new).await }
    };
    let again = create(good).await.unwrap_err();
    assert_eq!(
        (again.kind(), again.existing_id()),
        (ErrorKind::Conflict, Some(hook.id.as_str()))
    );
    assert_invalid(
        create(NewWebhook::new("example.com", all.clone())).await,
        "url",
    );
    assert_invalid(
        create(NewWebhook::new("ftp://example.com", all.clone())).await,
        "url",
    );
    assert_invalid(
        create(NewWebhook::new("https://example.com/b", [])).await,
        "events",
    );
    let odd = NewWebhook::new("https://example.com/b", [EventKind::from("moon.rose")]);
    assert_invalid(create(odd).await, "events");
    let nowhere = NewWebhook::new("https://example.com/b", all).channel("channel-9");
    assert_invalid(create(nowhere).await, "channels");
    assert_invalid(
        hooks.update(&hook.id, &WebhookPatch::new().url("x")).await,
        "url",
    );
    assert_invalid(
        hooks
            .update(&hook.id, &WebhookPatch::new().events([]))
            .await,
        "events",
    );
    let same = WebhookPatch::new().url("https://example.com/a");
    assert_eq!(hooks.update(&hook.id, &same).await.unwrap().value, hook);
    assert!(!desk.journal().last().unwrap().wrote);
}

#[tokio::test]
async fn a_new_contact_by_phone_is_a_delivery_too() {
    let desk = MemoryDesk::builder().accept_unsigned().build();
    let new = NewContact::new().phone("+5511987654321");
    desk.client().contacts().create(&new).await.unwrap();
    let shown = format!("{:?}", desk.deliveries());
    assert!(!shown.contains("98765"), "{shown}");
}

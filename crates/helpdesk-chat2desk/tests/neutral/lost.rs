//! Requests and answers that get lost.

use helpdesk_core::transport::Phase;
use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    ChannelKind, Client, Delivery, MessageTarget, NewContact, NewMessage, NewTag, NewTicket,
    NewWebhook, PageRequest,
};
use helpdesk_testkit::ScriptedTransport;
use helpdesk_testkit::transport::Expect;
use serde_json::{Value, json};

use crate::Bench;

#[tokio::test]
async fn creates_are_never_sent_twice_blindly() {
    // The vendor acted, and the answer was lost: what it made is found.
    let bench = Bench::losing("POST", "/v1/clients", false, 1).await;
    bench.contact().await;
    assert_eq!(bench.sim().contact_count(), 1);
    let posts = bench
        .sent()
        .iter()
        .filter(|line| line.starts_with("POST"))
        .count();
    assert_eq!(posts, 1);

    // The request never arrived: it is sent again.
    let bench = Bench::losing("POST", "/v1/clients", true, 1).await;
    bench.contact().await;
    assert_eq!(bench.sim().contact_count(), 1);

    // It is lost again and again: the caller is told.
    let bench = Bench::losing("POST", "/v1/clients", true, 9).await;
    let new = NewContact::named("Nim").phone("+999000777101");
    let error = bench.client.contacts().create(&new).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    let posts = bench
        .sent()
        .iter()
        .filter(|line| line.starts_with("POST"))
        .count();
    assert_eq!(posts, 2);

    // Somebody with the same number on another messenger is not taken for the new one.
    let bench = Bench::losing("POST", "/v1/clients", true, 1).await;
    bench.sim().seed_contact("999000777101", "On WhatsApp");
    let new = NewContact::named("By text")
        .phone("+999000777101")
        .channel(ChannelKind::Sms);
    let made = bench.client.contacts().create(&new).await;
    if let Ok(made) = made {
        assert_ne!(made.value.name.as_deref(), Some("On WhatsApp"));
    }
}

#[tokio::test]
async fn lost_tickets_are_found_and_not_confused() {
    let new = NewTicket::new()
        .subject("Lost parcel")
        .text("Not seen since Tuesday");
    let bench = Bench::losing("POST", "/v1/tickets", false, 1).await;
    let first = bench.client.tickets().create(&new).await.unwrap().value;
    assert_eq!(bench.sim().ticket_count(), 1);
    let second = bench.client.tickets().create(&new).await.unwrap().value;
    assert_ne!(first.id, second.id);

    // A second one with the same words is lost: the first is not taken for it.
    let bench = Bench::losing_after(1, "POST", "/v1/tickets", true, 1).await;
    let first = bench.client.tickets().create(&new).await.unwrap().value;
    let second = bench.client.tickets().create(&new).await.unwrap().value;
    assert_ne!(first.id, second.id);
    assert_eq!(bench.sim().ticket_count(), 2);

    let bench = Bench::losing("POST", "/v1/tickets", true, 1).await;
    bench.client.tickets().create(&new).await.unwrap();
    assert_eq!(bench.sim().ticket_count(), 1);
}

#[tokio::test]
async fn lost_tags_and_webhooks_are_found() {
    for before in [false, true] {
        let bench = Bench::losing("POST", "/v1/tags", before, 1).await;
        let known = bench.sim().tags().len();
        let new = NewTag::named("Refund").color("#5B9EE6");
        let made = bench.client.tags().create(&new).await.unwrap().value;
        assert_eq!(made.name, "Refund");
        assert_eq!(bench.sim().tags().len(), known + 1);

        let bench = Bench::losing("POST", "/v1/webhooks", before, 1).await;
        let new = NewWebhook::new("https://hooks.sim.example/a", [EventKind::MessageReceived]);
        bench.client.webhooks().create(&new).await.unwrap();
        let listed = bench
            .client
            .webhooks()
            .list(&PageRequest::first())
            .await
            .unwrap();
        assert_eq!(listed.items.len(), 1);
    }
}

#[tokio::test]
async fn messages_are_sent_once() {
    for before in [false, true] {
        let bench = Bench::losing("POST", "/v1/messages", before, 1).await;
        let contact = bench.sim().seed_contact("999000777101", "Oriel");
        bench.sim().receive_message(&contact, "Hello?");
        let stored = bench.sim().message_count();
        let to = MessageTarget::Contact(contact.as_str().into());
        let new = NewMessage::text(to.clone(), "Yes, six left.");
        let error = bench.client.messages().send(&new).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown);
        assert_eq!(bench.sim().message_count(), stored + usize::from(!before));
    }
    // With an identifier of one's own it can be looked for.
    let bench = Bench::losing("POST", "/v1/messages", true, 1).await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    bench.sim().receive_message(&contact, "Hello?");
    let stored = bench.sim().message_count();
    let to = MessageTarget::Contact(contact.as_str().into());
    let new = NewMessage::text(to, "Yes, six left.").external_id("crm-9");
    bench.client.messages().send(&new).await.unwrap();
    assert_eq!(bench.sim().message_count(), stored + 1);
}

/// A server that keeps external identifiers but does not show them cannot be asked whether a message
/// was sent: then nothing is sent again.
#[tokio::test]
async fn a_server_that_hides_external_ids() {
    let row = |extra: Value| {
        let mut row = json!({
            "id": 5, "type": "to_client", "text": "Yes, six left.", "client_id": 7,
            "created": "2031-05-05T06:15:29 UTC",
        });
        row.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        json!({"data": [row], "status": "success"})
    };
    let script = |rows: Value, then: Option<Expect>| {
        let script = ScriptedTransport::new()
            .expect(Expect::post("/v1/messages").fail(Phase::Exchange))
            .expect(
                Expect::get("/v1/messages")
                    .query("order", "desc")
                    .answer(200, &rows),
            );
        then.into_iter().fold(script, ScriptedTransport::expect)
    };
    let send = |script: ScriptedTransport| async move {
        let client = Client::new(crate::common::desk(script.transport()));
        let new = NewMessage::text(MessageTarget::Contact("7".into()), "Yes, six left.")
            .external_id("crm-9");
        let sent = client.messages().send(&new).await;
        script.assert_done();
        sent
    };
    let error = send(script(row(json!({})), None)).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);

    // One that shows them elsewhere is understood.
    for extra in [
        json!({"external_id": "crm-9"}),
        json!({"extra_data": {"external_id": "crm-9"}}),
    ] {
        let shown = row(extra);
        let read = Expect::get("/v1/messages/5").answer(200, &json!({"data": shown["data"][0]}));
        let sent = send(script(shown, Some(read))).await.unwrap();
        assert_eq!(sent.value.id.as_str(), "5");
    }
}

#[tokio::test]
async fn gets_that_write_are_sent_once() {
    let desk = crate::common::desk(crate::common::Canned::new(503, "").transport());
    let messages = desk.api().messages();
    for error in [
        messages.transfer("5", "7", None).await.unwrap_err(),
        messages
            .transfer_to_group("5", "7", None)
            .await
            .unwrap_err(),
        messages.read("5").await.unwrap_err(),
        messages.unread("5").await.unwrap_err(),
        desk.api().gateway().delete_outbox().await.unwrap_err(),
    ] {
        assert_eq!(error.attempts(), 1, "{error}");
        assert_eq!(error.delivery(), Delivery::Unknown);
    }
    let read = messages.get("5").await.unwrap_err();
    assert!(read.attempts() > 1);
}

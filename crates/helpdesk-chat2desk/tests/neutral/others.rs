//! Subscriptions and raw calls.

use helpdesk_chat2desk::{Chat2Desk, TicketSource};
use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    Client, ContactId, ContactPatch, ContactQuery, Delivery, ErrorKind, MessageTarget, NewMessage,
    NewNote, NewWebhook, PageRequest, Patch, RawRequest, Safety, TagId, TicketId, TicketPatch,
    TicketQuery, WebhookPatch,
};
use helpdesk_testkit::transport::Expect;
use helpdesk_testkit::{Recorder, ScriptedTransport};
use serde_json::json;

use crate::Bench;

#[tokio::test]
async fn a_subscription_keeps_its_url_and_channels() {
    let bench = Bench::new().await;
    let channel = bench.sim().channels()[0].clone();
    let new = NewWebhook::new("https://hooks.sim.example/a", [EventKind::MessageReceived])
        .name("Night shift")
        .channel(channel.as_str());
    let made = bench.client.webhooks().create(&new).await.unwrap().value;
    bench.sent();
    let off = WebhookPatch::new().active(false);
    let changed = bench
        .client
        .webhooks()
        .update(&made.id, &off)
        .await
        .unwrap()
        .value;
    assert!(!changed.active);
    assert_eq!(changed.url, made.url);
    assert_eq!(changed.channels, made.channels);
    let put = &bench.sent()[1];
    assert!(
        put.contains("status=disable")
            && put.contains(r#""url":"https://hooks.sim.example/a""#)
            && put.contains(&format!(r#""channels":[{channel}]"#)),
        "{put}"
    );
    let mut clear = WebhookPatch::new();
    clear.url = Patch::Clear;
    let error = bench
        .client
        .webhooks()
        .update(&made.id, &clear)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(bench.sent().is_empty());
    let same = bench.client.webhooks().create(&new).await.unwrap_err();
    assert_eq!(same.kind(), ErrorKind::Conflict);
    assert_eq!(same.existing_id(), Some(made.id.as_str()));
}

#[tokio::test]
async fn a_subscription_of_no_channels_is_given_none() {
    let subscription = json!({"data": [{
        "id": 5, "name": "n", "url": "https://hooks.example/a", "events": ["inbox"], "channels": [],
    }]});
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/webhooks/5").answer(200, &subscription))
        .expect(
            Expect::put("/v1/webhooks/5")
                .json(json!({"name": "m", "url": "https://hooks.example/a", "events": ["inbox"]}))
                .answer(200, &json!({"status": "success"})),
        )
        .expect(Expect::get("/v1/webhooks/5").answer(200, &subscription));
    let desk = Client::new(crate::common::desk(script.transport()));
    let patch = WebhookPatch::new().name("m");
    desk.webhooks().update(&"5".into(), &patch).await.unwrap();
    script.assert_done();
}

#[tokio::test]
async fn raw_calls_give_back_what_comes() {
    let desk = |status| {
        let canned = crate::common::Canned::new(status, r#"{"status":"error","errors":"no"}"#);
        let recorder = Recorder::new(canned.transport());
        (
            Client::new(crate::common::desk(recorder.transport())),
            recorder,
        )
    };
    for path in ["/v1/tags", "v1/tags", "/tags", "tags"] {
        let (client, recorder) = desk(403);
        let request = RawRequest::new(http::Method::GET, path).query("limit", "5");
        let answer = client.raw(request).await.unwrap();
        assert_eq!(answer.status, 403);
        assert_eq!(answer.json().unwrap()["errors"], "no");
        assert_eq!(recorder.requests()[0].url(), "/v1/tags?limit=5");
    }
    // Every status is an answer in the end: at once where the call is sent once, and after the attempts
    // that its safety allows.
    for (status, safety, sent) in [
        (404, Safety::Safe, 1),
        (500, Safety::Once, 1),
        (503, Safety::Once, 1),
        (500, Safety::Safe, 4),
        (429, Safety::Once, 4),
    ] {
        let (client, recorder) = desk(status);
        let request = RawRequest::new(http::Method::POST, "/v1/tags")
            .json(json!({}))
            .safety(safety);
        let answer = client.raw(request).await.unwrap();
        assert_eq!(answer.status, status);
        assert_eq!(answer.json().unwrap()["errors"], "no");
        assert_eq!(recorder.requests().len(), sent, "{status} {safety:?}");
    }
}

/// Identifiers are numbers: no record has another one, and there is nothing to ask for.
#[tokio::test]
async fn identifiers_that_the_vendor_never_gave_out() {
    for source in [TicketSource::Tickets, TicketSource::Requests] {
        let recorder = Recorder::new(crate::common::Canned::new(500, "").transport());
        let config = crate::common::config(recorder.transport()).with_ticket_source(source);
        let client = Client::new(Chat2Desk::new(config).unwrap());
        let (contacts, tickets, tags) = (client.contacts(), client.tickets(), client.tags());
        let (messages, hooks, staff) = (client.messages(), client.webhooks(), client.directory());
        for id in ["", "x7", "7/8", "TICK-", "-7", "../7"] {
            let (tag, ticket) = (TagId::new(id), TicketId::new(id));
            let page = PageRequest::first();
            let contact = ContactId::new(id);
            let to_contact = MessageTarget::Contact(contact.clone());
            let to_ticket = MessageTarget::Ticket(ticket.clone());
            let renamed = ContactPatch::new().name("x".to_owned());
            let retitled = TicketPatch::new().subject("x".to_owned());
            let off = WebhookPatch::new().active(false);
            let note = NewNote::new(to_contact.clone(), "x");
            let failures = [
                contacts.get(&contact).await.err(),
                contacts.update(&contact, &renamed).await.err(),
                contacts.block(&contact).await.err(),
                tickets.get(&ticket).await.err(),
                tickets.update(&ticket, &retitled).await.err(),
                tickets.assign(&ticket, &"7".into()).await.err(),
                tickets.transfer(&ticket, &"7".into()).await.err(),
                tickets.close(&ticket).await.err(),
                tickets.reopen(&ticket).await.err(),
                tickets.delete(&ticket).await.err(),
                tags.get(&tag).await.err(),
                tags.attach(&tag, ContactId::new("7")).await.err(),
                tags.attach(&"7".into(), contact.clone()).await.err(),
                tags.detach(&"7".into(), ticket.clone()).await.err(),
                messages.list(&to_contact, &page).await.err(),
                messages.notes(&to_ticket, &page).await.err(),
                messages.send(&NewMessage::text(to_ticket, "x")).await.err(),
                messages.add_note(&note).await.err(),
                hooks.get(&id.into()).await.err(),
                hooks.update(&id.into(), &off).await.err(),
                hooks.delete(&id.into()).await.err(),
                staff.agent(&id.into()).await.err(),
                staff.department(&id.into()).await.err(),
            ];
            for (place, error) in failures.into_iter().enumerate() {
                let error = error.unwrap_or_else(|| panic!("{place} found {id:?}"));
                let refused = matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Unsupported);
                assert!(refused, "{place} with {id:?}: {error}");
                assert_eq!(error.delivery(), Delivery::NotSent, "{place}");
            }
        }
        // Nobody has a tag that cannot be, and a contact that cannot be has no tickets.
        let tagged = ContactQuery::all().with_tag("vip");
        let listed = contacts.list(&tagged, &PageRequest::first()).await;
        assert!(listed.unwrap().items.is_empty());
        let of_nobody = TicketQuery::all().contact("nobody");
        let listed = tickets.list(&of_nobody, &PageRequest::first()).await;
        assert!(listed.unwrap().items.is_empty());
        assert!(recorder.requests().is_empty());
    }
}

//! What the conformance suite cannot know: how the vendor's ways show through the neutral traits.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_chat2desk::{Chat2Desk, Config, TicketSource};
use helpdesk_core::transport::{Body, Phase, Transport, TransportError};
use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    ChannelKind, Client, Contact, ContactPatch, Delivery, ErrorKind, Field, MessageTarget,
    NewAttachment, NewContact, NewMessage, NewNote, NewTag, NewTicket, NewWebhook, PageRequest,
    Patch, RawRequest, Safety, StatusFilter, TagId, TicketPatch, TicketPriority, TicketQuery,
    TicketStatus, WebhookPatch,
};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::Running;
use helpdesk_sim::chat2desk::{Quirk, Sim};
use helpdesk_testkit::transport::Expect;
use helpdesk_testkit::{Recorder, ScriptedTransport};
use serde_json::{Value, json};

/// Loses the answers of some requests: the vendor acts, and nobody hears of it.
struct Lossy {
    inner: Arc<dyn Transport>,
    method: &'static str,
    path: &'static str,
    /// Whether the request is lost before it arrives.
    before: bool,
    /// How many get through first.
    first: AtomicU32,
    left: AtomicU32,
}

/// Takes one, if there is one.
fn one_of(count: &AtomicU32) -> bool {
    let order = Ordering::SeqCst;
    count
        .fetch_update(order, order, |count| count.checked_sub(1))
        .is_ok()
}

impl fmt::Debug for Lossy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lossy")
    }
}

#[async_trait]
impl Transport for Lossy {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let struck = request.method() == self.method
            && request.uri().path() == self.path
            && !one_of(&self.first)
            && one_of(&self.left);
        if !struck {
            return self.inner.send(request).await;
        }
        if !self.before {
            let answer = self.inner.send(request).await?;
            let _ = answer.into_body().collect(1 << 20).await;
        }
        Err(TransportError::new(Phase::Exchange, "the line went dead"))
    }
}

struct Bench {
    running: Running<Sim>,
    recorder: Recorder,
    client: Client,
}

impl Bench {
    async fn new() -> Self {
        Self::with(|config| config, |transport| transport).await
    }

    async fn with(
        change: impl FnOnce(Config) -> Config,
        wrap: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport>,
    ) -> Self {
        let running = Running::<Sim>::start().await.unwrap();
        let plain = ReqwestTransport::builder().proxy(false).build().unwrap();
        let recorder = Recorder::new(wrap(Arc::new(plain)));
        let config = Config::new(running.sim().token())
            .with_base_url(running.base_url())
            .with_default_transport("whatsapp")
            .with_default_tag_group(running.sim().tag_groups()[0].as_str())
            .with_clock(Arc::new(common::Quick(None)))
            .with_transport(recorder.transport());
        let client = Client::new(Chat2Desk::new(change(config)).unwrap());
        Self {
            running,
            recorder,
            client,
        }
    }

    /// A desk whose first request of this kind goes out, and whose answer is lost; or that is lost
    /// itself.
    async fn losing(method: &'static str, path: &'static str, before: bool, times: u32) -> Self {
        Self::losing_after(0, method, path, before, times).await
    }

    /// As [`Self::losing`], after so many have got through.
    async fn losing_after(
        first: u32,
        method: &'static str,
        path: &'static str,
        before: bool,
        times: u32,
    ) -> Self {
        Self::with(
            |config| config,
            |inner| {
                Arc::new(Lossy {
                    inner,
                    method,
                    path,
                    before,
                    first: AtomicU32::new(first),
                    left: AtomicU32::new(times),
                })
            },
        )
        .await
    }

    fn sim(&self) -> &Sim {
        self.running.sim()
    }

    async fn contact(&self) -> Contact {
        let new = NewContact::named("Oriel Vantongeren").phone("+999000777101");
        self.client.contacts().create(&new).await.unwrap().value
    }

    /// The requests since this was last asked, in short.
    fn sent(&self) -> Vec<String> {
        let sent = self
            .recorder
            .requests()
            .iter()
            .map(|request| {
                let url = request.url();
                let body = request.json().map(|body| format!(" {body}"));
                format!("{} {url}{}", request.method, body.unwrap_or_default())
            })
            .collect();
        self.recorder.forget();
        sent
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.running.assert_documented();
        }
    }
}

fn numbers(contact: &Contact) -> Vec<&str> {
    contact.phones.iter().map(|p| p.number.as_str()).collect()
}

#[tokio::test]
async fn an_update_keeps_what_it_does_not_name() {
    let bench = Bench::with(
        |config| {
            config
                .with_document_custom_field("3")
                .with_email_custom_field("1")
        },
        |transport| transport,
    )
    .await;
    let fields = bench.sim().custom_fields();
    assert_eq!(fields, ["1", "2", "3"], "the test names them");
    let tags: Vec<TagId> = bench.sim().tags().into_iter().map(TagId::new).collect();
    let contacts = bench.client.contacts();
    let new = NewContact::named("Oriel Vantongeren")
        .phone("+999000777101")
        .phone("+999000777102")
        .email("oriel@people.example")
        .document("XK-5")
        .custom_field("2", "Silver")
        .tag(tags[0].clone());
    let made = contacts.create(&new).await.unwrap().value;
    assert_eq!(numbers(&made), ["+999000777101", "+999000777102"]);
    assert_eq!(made.emails, ["oriel@people.example"]);
    assert_eq!(made.document.as_deref(), Some("XK-5"));
    assert_eq!(made.tags[0].id.as_ref(), Some(&tags[0]));

    let fingerprint = |contact: &Contact| {
        (
            contact.name.clone(),
            contact.phones.clone(),
            contact.emails.clone(),
            contact.document.clone(),
            contact.custom_fields.clone(),
            contact.tags.clone(),
        )
    };
    let mut wanted = fingerprint(&made);

    let renamed = contacts
        .update(&made.id, &ContactPatch::new().name("Oriel V.".to_owned()))
        .await
        .unwrap()
        .value;
    wanted.0 = Some("Oriel V.".to_owned());
    assert_eq!(fingerprint(&renamed), wanted);

    let patch = ContactPatch::new().custom_field("2", json!("Gold"));
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    wanted.4.insert("2".to_owned(), json!("Gold"));
    assert_eq!(fingerprint(&changed), wanted);

    let patch = ContactPatch::new().tags(vec![tags[1].clone()]);
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(changed.tags.len(), 1);
    assert_eq!(changed.tags[0].id.as_ref(), Some(&tags[1]));
    wanted.5 = changed.tags.clone();
    assert_eq!(fingerprint(&changed), wanted);

    let patch = ContactPatch::new().phones(vec![
        "+999 000 777 101".to_owned(),
        "+999 000 777 103".to_owned(),
    ]);
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(numbers(&changed), ["+999000777101", "+999000777103"]);
    wanted.1 = changed.phones.clone();
    assert_eq!(fingerprint(&changed), wanted);

    let patch = ContactPatch::new().emails(vec!["v@people.example".to_owned()]);
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(changed.emails, ["v@people.example"]);

    // Clearing.
    let patch = ContactPatch::new()
        .name(Patch::Clear)
        .document(Patch::Clear)
        .tags(Patch::Clear)
        .phones(vec!["+999000777101".to_owned()]);
    let cleared = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(cleared.name, None);
    assert_eq!(cleared.document, None);
    assert!(cleared.tags.is_empty());
    assert_eq!(numbers(&cleared), ["+999000777101"]);
    assert_eq!(cleared.emails, ["v@people.example"]);
}

#[tokio::test]
async fn the_messengers_number_stays() {
    let bench = Bench::new().await;
    let contact = bench.contact().await;
    bench.sent();
    let patch = ContactPatch::new().phones(vec!["+999000777109".to_owned()]);
    let error = bench
        .client
        .contacts()
        .update(&contact.id, &patch)
        .await
        .unwrap_err();
    assert!(error.is_unsupported());
    assert_eq!(error.field_errors()[0].field, Field::Phones.as_str());
    assert_eq!(bench.sent().len(), 1, "it was read, not written");

    let written = bench
        .client
        .allow_loss()
        .contacts()
        .update(&contact.id, &patch)
        .await
        .unwrap();
    assert_eq!(written.losses[0].field, Field::Phones);
    assert_eq!(numbers(&written.value), ["+999000777101", "+999000777109"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_contact_is_said_at_once() {
    let bench = Bench::with(
        |mut config| {
            config.default_transport = None;
            config
        },
        |transport| transport,
    )
    .await;
    let new = NewContact::named(" ")
        .phone("12")
        .email("nobody")
        .custom_field("loyalty", "x");
    let error = bench
        .client
        .allow_loss()
        .contacts()
        .create(&new)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let mut fields: Vec<_> = error
        .field_errors()
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["channel", "custom_fields", "emails", "name", "phones"]
    );
    for kind in [ChannelKind::Telegram, ChannelKind::WebChat] {
        let new = NewContact::new().phone("+999000777101").channel(kind);
        let error = bench.client.contacts().create(&new).await.unwrap_err();
        assert_eq!(error.field_errors()[0].field, "channel");
    }
    assert!(bench.sent().is_empty());
}

#[tokio::test]
async fn a_contact_of_the_mail_transport() {
    let bench = Bench::with(
        |mut config| {
            config.default_transport = None;
            config
        },
        |transport| transport,
    )
    .await;
    let new = NewContact::named("Ludo").email("ludo@people.example");
    let made = bench.client.contacts().create(&new).await.unwrap().value;
    assert_eq!(made.emails, ["ludo@people.example"]);
    assert!(bench.sent()[0].contains(r#""transport":"email""#));
}

#[tokio::test]
async fn a_duplicate_names_who_is_there() {
    for quirk in [vec![], vec![Quirk::DuplicateWithoutS]] {
        let bench = Bench::new().await;
        for quirk in quirk {
            bench.sim().set_quirk(quirk);
        }
        let first = bench.contact().await;
        let new = NewContact::new().phone("999000777101");
        let error = bench.client.contacts().create(&new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(error.existing_id(), Some(first.id.as_str()));
        let found = bench.client.contacts().find_or_create(&new).await.unwrap();
        assert_eq!(found.contact.id, first.id);
    }
}

#[tokio::test]
async fn finding_by_phone_asks_for_every_spelling() {
    let bench = Bench::new().await;
    bench.sim().seed_contact("551187654321", "Old spelling");
    let found = bench
        .client
        .contacts()
        .find_by_phone("+55 11 98765-4321")
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let sent = bench.sent();
    let asked: Vec<_> = sent
        .iter()
        .map(|line| line.rsplit_once('?').unwrap().1)
        .collect();
    assert_eq!(
        asked,
        [
            "phone=5511987654321&limit=200",
            "client_phone=5511987654321&limit=200",
            "phone=551187654321&limit=200",
            "client_phone=551187654321&limit=200",
        ]
    );
}

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
        let client = Client::new(common::desk(script.transport()));
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
async fn a_message_that_cannot_be_read_back_was_sent_all_the_same() {
    let script = ScriptedTransport::new()
        .expect(
            Expect::post("/v1/messages")
                .json(json!({"client_id": 7, "type": "to_client", "text": "Hi"}))
                .answer(
                    200,
                    &json!({"data": {"message_id": 5, "type": "to_client", "client_id": 7}}),
                ),
        )
        .expect(Expect::get("/v1/messages/5").answer(404, &json!({"message": "not_found"})));
    let client = Client::new(common::desk(script.transport()));
    let new = NewMessage::text(MessageTarget::Contact("7".into()), "Hi");
    let sent = client.messages().send(&new).await.unwrap().value;
    assert_eq!(sent.id.as_str(), "5");
    assert!(sent.not_sent.contains(&Field::Text));
    script.assert_done();
}

#[tokio::test]
async fn files_go_by_their_address() {
    let bench = Bench::new().await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    bench.sim().receive_message(&contact, "Hello?");
    let to = MessageTarget::Contact(contact.as_str().into());
    let bytes = NewAttachment::bytes("a.pdf", "application/pdf", &b"%PDF"[..]);
    let url = NewAttachment::url(
        "b.pdf",
        "application/pdf",
        "https://files.sim.example/b.pdf",
    );
    let new = NewMessage::text(to.clone(), "See")
        .attach(bytes)
        .attach(url.clone());
    let error = bench.client.messages().send(&new).await.unwrap_err();
    assert_eq!(error.field_errors()[0].field, Field::Attachments.as_str());
    let written = bench
        .client
        .allow_loss()
        .messages()
        .send(&new)
        .await
        .unwrap();
    assert_eq!(written.losses[0].field, Field::Attachments);
    let new = NewMessage::text(to.clone(), "").attach(url);
    let sent = bench.client.messages().send(&new).await.unwrap().value;
    assert_eq!(sent.attachments.len(), 1);
    let error = bench
        .client
        .messages()
        .send(&NewMessage::text(to, " "))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn a_closed_dialog_opens_or_stays_closed() {
    for open in [true, false] {
        let bench = Bench::with(
            |config| config.with_open_dialog_on_send(open),
            |transport| transport,
        )
        .await;
        let contact = bench.sim().seed_contact("999000777101", "Oriel");
        bench.sim().receive_message(&contact, "Hello?");
        let (dialog, _) = bench.sim().open_dialog(&contact).unwrap();
        let desk = bench.client.native::<Chat2Desk>().unwrap().clone();
        let closed = helpdesk_chat2desk::api::UpdateDialog::builder()
            .state(helpdesk_chat2desk::wire::DialogState::Closed)
            .build();
        desk.api().dialogs().update(&dialog, &closed).await.unwrap();
        let to = MessageTarget::Contact(contact.as_str().into());
        let note = NewNote::new(to.clone(), "Keep one aside");
        bench.client.messages().add_note(&note).await.unwrap();
        assert_eq!(bench.sim().open_dialog(&contact).is_some(), open);
    }
}

#[tokio::test]
async fn tickets_are_linked_to_the_contacts_last_request() {
    let bench = Bench::new().await;
    let contact = bench.contact().await;
    let new = NewTicket::for_contact(contact.id.clone())
        .subject("Lost parcel")
        .text("Not seen since Tuesday");
    let error = bench.client.tickets().create(&new).await.unwrap_err();
    assert!(error.is_unsupported(), "{error}");
    assert_eq!(error.field_errors()[0].field, Field::Contact.as_str());
    let lossy = bench
        .client
        .allow_loss()
        .tickets()
        .create(&new)
        .await
        .unwrap();
    assert_eq!(lossy.losses[0].field, Field::Contact);

    let request = bench.sim().seed_request(contact.id.as_str()).unwrap();
    let linked = bench.client.tickets().create(&new).await.unwrap();
    assert!(linked.losses.is_empty());
    assert_eq!(linked.value.conversations[0].as_str(), request);
    assert_eq!(linked.value.priority.unwrap().value, TicketPriority::Normal);

    let of_contact = TicketQuery::all().contact(contact.id.clone());
    let listed = bench
        .client
        .tickets()
        .list(&of_contact, &PageRequest::first())
        .await
        .unwrap();
    assert_eq!(listed.items.len(), 1);
    assert_eq!(listed.items[0].id, linked.value.id);
}

#[tokio::test]
async fn an_update_gives_the_status_again() {
    for quirk in [vec![], vec![Quirk::TicketStatusKept]] {
        let bench = Bench::new().await;
        for quirk in quirk {
            bench.sim().set_quirk(quirk);
        }
        let new = NewTicket::new()
            .subject("Lost parcel")
            .text("Not seen since Tuesday")
            .status(TicketStatus::Pending);
        let ticket = bench.client.tickets().create(&new).await.unwrap().value;
        let patch = TicketPatch::new().subject("Lost parcel, twice".to_owned());
        let changed = bench
            .client
            .tickets()
            .update(&ticket.id, &patch)
            .await
            .unwrap()
            .value;
        assert_eq!(changed.status.value, TicketStatus::Pending);
        let agent = bench.sim().agents()[1].clone();
        let assigned = bench
            .client
            .tickets()
            .assign(&ticket.id, &agent.as_str().into())
            .await
            .unwrap();
        assert_eq!(assigned.status.value, TicketStatus::Pending);
        assert_eq!(assigned.subject.as_deref(), Some("Lost parcel, twice"));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_ticket_is_said_at_once() {
    let bench = Bench::new().await;
    let new = NewTicket::new()
        .subject("x".repeat(256))
        .due_at("2020-01-01T00:00:00Z".parse().unwrap())
        .status(TicketStatus::Other("parked".to_owned()))
        .priority(TicketPriority::Other("soon".to_owned()));
    let error = bench.client.tickets().create(&new).await.unwrap_err();
    let mut fields: Vec<_> = error
        .field_errors()
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    fields.sort_unstable();
    assert_eq!(fields, ["due_at", "priority", "status", "subject", "text"]);
    assert!(bench.sent().is_empty());
}

#[tokio::test]
async fn open_tickets_are_two_lists() {
    let bench = Bench::new().await;
    for status in [
        TicketStatus::Open,
        TicketStatus::New,
        TicketStatus::Closed,
        TicketStatus::New,
        TicketStatus::Pending,
        TicketStatus::Open,
    ] {
        let new = NewTicket::new().subject("x").text("y").status(status);
        bench.client.tickets().create(&new).await.unwrap();
    }
    let open = TicketQuery::all().status(StatusFilter::Open);
    for limit in [1, 2, 3, 50] {
        let mut page = PageRequest::first().limit(limit);
        let mut seen = Vec::new();
        loop {
            let got = bench.client.tickets().list(&open, &page).await.unwrap();
            assert!(got.items.len() <= limit as usize);
            seen.extend(got.items.into_iter().map(|ticket| ticket.status.value));
            match got.next {
                Some(next) => page = PageRequest::first().limit(limit).after(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 4, "pages of {limit}");
        assert!(seen[..2].iter().all(|status| *status == TicketStatus::New));
    }
}

#[tokio::test]
async fn tags_on_tickets_are_tags_of_their_request() {
    let bench = Bench::new().await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    let ticket = bench.sim().seed_ticket(&contact);
    let request = bench.sim().seed_request(&contact).unwrap();
    let tag = TagId::new(bench.sim().tags()[0].as_str());
    let desk = bench.client.native::<Chat2Desk>().unwrap().clone();
    let tags_there = || async {
        desk.api()
            .requests()
            .get(&request)
            .await
            .unwrap()
            .wire
            .tags
            .len()
    };
    let target = helpdesk_core::TicketId::new(ticket.as_str());
    for _ in 0..2 {
        bench
            .client
            .tags()
            .attach(&tag, target.clone())
            .await
            .unwrap();
        assert_eq!(tags_there().await, 1);
    }
    for _ in 0..2 {
        bench
            .client
            .tags()
            .detach(&tag, target.clone())
            .await
            .unwrap();
        assert_eq!(tags_there().await, 0);
    }
    // A ticket without requests has nothing that could be tagged.
    let new = NewTicket::new().subject("x").text("y");
    let bare = bench.client.tickets().create(&new).await.unwrap().value;
    let error = bench
        .client
        .tags()
        .attach(&tag, bare.id.clone())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let error = bench
        .client
        .messages()
        .send(&NewMessage::text(bare.id, "Hello"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn messages_of_a_ticket_are_those_of_its_requests() {
    let bench = Bench::new().await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    let ticket = helpdesk_core::TicketId::new(bench.sim().seed_ticket(&contact));
    let messages = bench.client.messages();
    messages
        .send(&NewMessage::text(ticket.clone(), "Yes"))
        .await
        .unwrap();
    messages
        .add_note(&NewNote::new(ticket.clone(), "Keep one aside"))
        .await
        .unwrap();
    bench.sim().receive_message(&contact, "Thank you");
    let target = MessageTarget::Ticket(ticket.clone());
    let all = messages
        .list(&target, &PageRequest::first())
        .await
        .unwrap()
        .items;
    let texts: Vec<_> = all.iter().filter_map(|m| m.text.as_deref()).collect();
    for text in ["Yes", "Keep one aside", "Thank you"] {
        assert_eq!(
            texts.iter().filter(|own| **own == text).count(),
            1,
            "{texts:?}"
        );
    }
    assert!(
        all.iter()
            .all(|message| message.ticket.as_ref() == Some(&ticket))
    );
    let notes = messages
        .notes(&target, &PageRequest::first())
        .await
        .unwrap()
        .items;
    assert_eq!(notes.len(), 1);
    assert!(notes[0].is_internal());
}

#[tokio::test]
async fn a_dialog_is_handed_to_a_group() {
    let bench = Bench::with(
        |config| config.with_ticket_source(TicketSource::Requests),
        |transport| transport,
    )
    .await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    bench.sim().seed_request(&contact);
    let (dialog, _) = bench.sim().open_dialog(&contact).unwrap();
    let ticket = helpdesk_core::TicketId::new(dialog);
    let groups = bench
        .client
        .directory()
        .departments(&PageRequest::first())
        .await
        .unwrap()
        .items;
    let handed = bench
        .client
        .tickets()
        .transfer(&ticket, &groups[0].id)
        .await
        .unwrap();
    let operator = handed.assignee.unwrap().id;
    assert!(groups[0].agents.iter().any(|agent| agent.id == operator));
    let error = bench
        .client
        .tickets()
        .transfer(&ticket, &"999999".into())
        .await
        .unwrap_err();
    assert_eq!(error.field_errors()[0].field, Field::Department.as_str());
}

#[tokio::test]
async fn gets_that_write_are_sent_once() {
    let desk = common::desk(common::Canned::new(503, "").transport());
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

#[tokio::test]
async fn a_lost_update_of_tags_is_a_conflict() {
    let client = |tags: Value| json!({"data": {"id": 7, "phone": "999000777101", "tags": tags}});
    let tag = |id: u32| json!({"id": id, "label": "x", "group_id": 1});
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/clients/7").answer(200, &client(json!([tag(1)]))))
        .expect(Expect::get("/v1/tags/2").answer(200, &json!({"data": tag(2)})))
        .expect(
            Expect::post("/v1/tags/assign_to")
                .json(json!({"tag_ids": [2], "assignee_type": "client", "assignee_id": "7"}))
                .answer(200, &json!({"status": "success"})),
        )
        .expect(
            Expect::delete("/v1/tags/1/delete_from")
                .json(json!({"client_id": 7}))
                .answer(200, &json!({"status": "success"})),
        )
        .expect(Expect::get("/v1/clients/7").answer(200, &client(json!([tag(2), tag(3)]))));
    let desk = Client::new(common::desk(script.transport()));
    let patch = ContactPatch::new().tags(vec![TagId::new("2")]);
    let error = desk
        .contacts()
        .update(&"7".into(), &patch)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.field_errors()[0].field, Field::Tags.as_str());
    script.assert_done();
}

/// The documentation's own example of a client has no tags.
#[tokio::test]
async fn tags_that_are_not_shown_cannot_be_replaced() {
    let bench = Bench::new().await;
    bench.sim().set_quirk(Quirk::ShortClient);
    let contact = bench.contact().await;
    assert!(contact.not_sent.contains(&Field::Tags));
    let tag = TagId::new(bench.sim().tags()[0].as_str());
    let patch = ContactPatch::new().tags(vec![tag]);
    let error = bench
        .client
        .contacts()
        .update(&contact.id, &patch)
        .await
        .unwrap_err();
    assert!(error.is_unsupported(), "{error}");
    assert_eq!(error.field_errors()[0].field, Field::Tags.as_str());
}

#[tokio::test]
async fn changes_of_one_contact_wait_for_each_other() {
    let bench = Bench::new().await;
    let contact = bench.contact().await;
    let tags: Vec<TagId> = bench.sim().tags().into_iter().map(TagId::new).collect();
    let contacts = bench.client.contacts();
    let set = |tag: &TagId| {
        let patch = ContactPatch::new().tags(vec![tag.clone()]);
        let (contacts, id) = (contacts.clone(), contact.id.clone());
        async move { contacts.update(&id, &patch).await }
    };
    let (one, other) = tokio::join!(set(&tags[0]), set(&tags[1]));
    assert_eq!(one.unwrap().value.tags.len(), 1);
    assert_eq!(other.unwrap().value.tags.len(), 1);
}

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
}

#[tokio::test(start_paused = true)]
async fn messages_wait_for_their_turn() {
    let body = r#"{"data":{"message_id":5,"type":"to_client"}}"#;
    let config = Config::new(common::TOKEN)
        .with_transport(common::Canned::new(200, body).transport())
        .with_messages_per_second(2);
    let desk = Chat2Desk::new(config).unwrap();
    let new = helpdesk_chat2desk::api::NewMessage::builder()
        .client_id("7")
        .text("x")
        .build();
    let begun = tokio::time::Instant::now();
    for _ in 0..2 {
        desk.api().messages().create(&new).await.unwrap();
    }
    assert!(begun.elapsed() < Duration::from_secs(1));
    desk.api().messages().create(&new).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1), "the third waits");
    // Reads do not wait for messages.
    let begun = tokio::time::Instant::now();
    for _ in 0..9 {
        let _ = desk.api().companies().info().await;
    }
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn every_custom_field_is_given_again() {
    let client = json!({"data": {
        "id": 7, "phone": "999000777101",
        "custom_fields": {"1": "a", "2": 5, "loyalty": "x"},
    }});
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/clients/7").answer(200, &client))
        .expect(
            Expect::put("/v1/clients/7")
                .json(json!({"custom_fields": {"1": "b", "2": 5}}))
                .answer(200, &json!({"status": "success"})),
        )
        .expect(Expect::get("/v1/clients/7").answer(200, &client));
    let desk = Client::new(common::desk(script.transport()));
    let patch = ContactPatch::new().custom_field("1", json!("b"));
    desk.contacts().update(&"7".into(), &patch).await.unwrap();
    script.assert_done();
}

#[tokio::test]
async fn raw_calls_give_back_what_comes() {
    let desk = |status| {
        let canned = common::Canned::new(status, r#"{"status":"error","errors":"no"}"#);
        let recorder = Recorder::new(canned.transport());
        (Client::new(common::desk(recorder.transport())), recorder)
    };
    for path in ["/v1/tags", "v1/tags", "/tags", "tags"] {
        let (client, recorder) = desk(403);
        let request = RawRequest::new(http::Method::GET, path).query("limit", "5");
        let answer = client.raw(request).await.unwrap();
        assert_eq!(answer.status, 403);
        assert_eq!(answer.json().unwrap()["errors"], "no");
        assert_eq!(recorder.requests()[0].url(), "/v1/tags?limit=5");
    }
    // A call that is sent once gives back failures too; one that may be repeated is.
    let (client, recorder) = desk(503);
    let once = RawRequest::new(http::Method::POST, "/v1/tags").json(json!({}));
    assert_eq!(client.raw(once).await.unwrap().status, 503);
    assert_eq!(recorder.requests().len(), 1);
    let safe = RawRequest::new(http::Method::GET, "/v1/tags").safety(Safety::Safe);
    let error = client.raw(safe).await.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert!(error.attempts() > 1);
}

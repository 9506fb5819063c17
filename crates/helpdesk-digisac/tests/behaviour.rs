//! What the desk makes of Digisac's ways: upserts, calls by contact, answers that never came.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::num::NonZeroUsize;
use std::time::Duration;

use common::{Account, Canned, account, account_with, canned_desk};
use helpdesk_core::{
    CallOptions, ChannelKind, Client, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts,
    Delivery, ErrorKind, Field, Helpdesk, MessageTarget, Messages, NewAttachment, NewContact,
    NewMessage, NewNote, NewTag, NewTicket, NewWebhook, PageRequest, Patch, RawRequest,
    StatusFilter, Tags, TicketId, TicketQuery, TicketStatus, Tickets, Webhooks,
};
use helpdesk_digisac::Digisac;
use helpdesk_sim::digisac::{MessageKind, Quirk};
use helpdesk_sim::{Fault, FaultRule};
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use http::Method;
use serde_json::json;

const NUMBER: &str = "+55 11 98765-4321";

fn options() -> CallOptions {
    CallOptions::new()
}

fn lossy() -> CallOptions {
    CallOptions::new().allow_loss()
}

fn somebody() -> NewContact {
    NewContact::named("Somebody").phone(NUMBER)
}

async fn a_contact(account: &Account) -> ContactId {
    let created = Contacts::create(&account.desk, &somebody(), &options()).await;
    created.unwrap().value.id
}

async fn a_ticket(account: &Account) -> (ContactId, TicketId) {
    let contact = a_contact(account).await;
    let new = NewTicket::for_contact(contact.clone());
    let created = Tickets::create(&account.desk, &new, &options()).await;
    (contact, created.unwrap().value.id)
}

fn writes(account: &Account, path: &str) -> usize {
    account
        .recorder
        .requests()
        .iter()
        .filter(|request| request.method != "GET" && request.path.ends_with(path))
        .count()
}

#[tokio::test]
async fn an_existing_contact_is_a_conflict_and_keeps_its_name() {
    let account = account().await;
    let first = a_contact(&account).await;
    // The ninth digit is dropped when it is stored.
    let number = account.sim().contact(first.as_str()).unwrap()["data"]["number"].clone();
    assert_eq!(number, "551187654321");
    for spelling in [NUMBER, "551187654321", "(55) 11 8765 4321"] {
        let new = NewContact::named("Somebody else").phone(spelling);
        let result = Contacts::create(&account.desk, &new, &options()).await;
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict, "{spelling}");
        assert_eq!(error.existing_id(), Some(first.as_str()));
    }
    let contact = Contacts::get(&account.desk, &first, &options())
        .await
        .unwrap();
    assert_eq!(contact.name.as_deref(), Some("Somebody"));
    assert_eq!(account.sim().contact_count(), 1);
    account.running.assert_documented();
}

#[tokio::test]
async fn one_number_on_two_channels_is_two_contacts() {
    let account = account().await;
    let first = a_contact(&account).await;
    let business = account.sim().channels()[1].clone();
    let new = somebody().channel(helpdesk_core::ChannelId::new(business.as_str()));
    let second = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_ne!(first, second.value.id);
    let channel = second.value.channel.unwrap();
    assert_eq!(channel.id.unwrap().as_str(), business);
    assert_eq!(channel.kind, Some(ChannelKind::WhatsApp));
    let found = account
        .desk
        .find(&ContactKey::Phone(NUMBER.to_owned()), &options())
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn a_channel_can_be_named_by_its_kind() {
    let account = account().await;
    let new = somebody().channel(ChannelKind::Email);
    let made = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap();
    let channel = made.value.channel.unwrap();
    assert_eq!(channel.id.unwrap().as_str(), account.sim().channels()[2]);
    let new = somebody().channel(ChannelKind::Telegram);
    let error = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.field_errors()[0].field, "channel");
}

#[tokio::test]
async fn a_number_that_whatsapp_does_not_know_is_not_deliverable() {
    let account = account().await;
    account.sim().mark_not_on_whatsapp("5511987654321");
    let made = Contacts::create(&account.desk, &somebody(), &options())
        .await
        .unwrap();
    assert_eq!(made.value.deliverable, Some(false));
}

#[tokio::test]
async fn everything_wrong_with_a_contact_is_told_at_once() {
    let account = account_with(|mut config| {
        config.default_service = None;
        config
    })
    .await;
    let new = NewContact::named(" ")
        .phone("not a number")
        .email("nobody")
        .custom_field("some-field", json!({}))
        .custom_field(account.sim().custom_fields()[0].as_str(), "a@b.example");
    let error = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let fields: Vec<&str> = error
        .field_errors()
        .iter()
        .map(|entry| entry.field.split('.').next().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "phones",
            "channel",
            "name",
            "custom_fields",
            "custom_fields",
            "emails"
        ]
    );
    assert!(account.recorder.requests().is_empty());
}

#[tokio::test]
async fn what_can_only_be_approximated_is_refused_or_listed() {
    let account = account().await;
    let field = account.sim().custom_fields()[1].clone();
    let new = somebody()
        .phone("+55 20 99876-5432")
        .email("one@people.example")
        .email("two@people.example")
        .custom_field(field.as_str(), 7);
    let error = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(account.recorder.requests().is_empty());
    let made = Contacts::create(&account.desk, &new, &lossy())
        .await
        .unwrap();
    let lost: Vec<&Field> = made.losses.iter().map(|loss| &loss.field).collect();
    assert_eq!(lost, [&Field::Phones, &Field::CustomFields, &Field::Emails]);
    assert_eq!(made.value.custom_fields[&field], "7");
    assert_eq!(made.value.emails, ["one@people.example"]);
}

#[tokio::test]
async fn a_document_makes_a_person_once() {
    let account = account().await;
    let people = account.sim().people().len();
    let first = somebody().document("390.533.447-05");
    let first = Contacts::create(&account.desk, &first, &options())
        .await
        .unwrap();
    assert_eq!(first.value.document.as_deref(), Some("390.533.447-05"));
    let business = account.sim().channels()[1].clone();
    let second = somebody()
        .document("39053344705")
        .channel(helpdesk_core::ChannelId::new(business));
    Contacts::create(&account.desk, &second, &options())
        .await
        .unwrap();
    assert_eq!(account.sim().people().len(), people + 1);
    let key = ContactKey::Document("390 533 447 05".to_owned());
    assert_eq!(account.desk.find(&key, &options()).await.unwrap().len(), 2);
    account.running.assert_documented();
}

#[tokio::test]
async fn groups_are_no_contacts() {
    let account = account().await;
    account.sim().seed_group("Everybody");
    account.sim().seed_contacts(3);
    let client = Client::new(account.desk.clone());
    let page = PageRequest::first();
    let listed = client.contacts().list(&ContactQuery::all(), &page).await;
    assert_eq!(listed.unwrap().items.len(), 3);
    let group = ContactQuery::search("Everybody");
    let found = client.contacts().list(&group, &page).await;
    assert!(found.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_lost_answer_to_a_create_is_looked_up() {
    for (lost, sent) in [(Fault::ResetAfter, 1), (Fault::ResetBefore, 2)] {
        let account = account().await;
        let lose = |path: &str| {
            account.running.lab().inject(
                FaultRule::once(lost.clone())
                    .on_method("POST")
                    .on_path(path),
            );
        };
        lose("/api/v1/contacts");
        let contact = a_contact(&account).await;
        assert_eq!(account.sim().contact_count(), 1);
        assert_eq!(writes(&account, "/contacts"), sent);

        lose("/ticket/transfer");
        let new = NewTicket::for_contact(contact.clone());
        Tickets::create(&account.desk, &new, &options())
            .await
            .unwrap();
        assert_eq!(account.sim().ticket_count(), 1);
        assert_eq!(writes(&account, "/ticket/transfer"), sent);

        lose("/api/v1/tags");
        let before = account.sim().tags().len();
        let new = NewTag::named("urgent");
        Tags::create(&account.desk, &new, &options()).await.unwrap();
        assert_eq!(account.sim().tags().len(), before + 1);
        assert_eq!(writes(&account, "/tags"), sent);

        lose("/me/webhooks");
        let url = "https://hooks.example/x";
        let new = NewWebhook::new(url, [helpdesk_core::webhook::EventKind::MessageReceived]);
        Webhooks::create(&account.desk, &new, &options())
            .await
            .unwrap();
        assert_eq!(account.sim().webhooks().len(), 1);
        assert_eq!(writes(&account, "/me/webhooks"), sent);
        account.running.assert_documented();
    }
}

#[tokio::test]
async fn a_lost_answer_to_a_message_is_told_and_nothing_is_sent_twice() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let lose = FaultRule::once(Fault::ResetAfter).on_path("/messages");
    account.running.lab().inject(lose);
    let new = NewMessage::text(contact.clone(), "good morning");
    let error = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(account.sim().message_count(), 1);

    let lose = FaultRule::once(Fault::ResetAfter).on_path("/messages");
    account.running.lab().inject(lose);
    let note = NewNote::new(contact, "asked twice");
    let error = Messages::add_note(&account.desk, &note, &options())
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(account.sim().message_count(), 2);
}

#[tokio::test]
async fn an_open_ticket_is_a_conflict() {
    let account = account().await;
    let (contact, ticket) = a_ticket(&account).await;
    let new = NewTicket::for_contact(contact);
    let error = Tickets::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some(ticket.as_str()));
    assert_eq!(account.sim().ticket_count(), 1);
}

#[tokio::test]
async fn tickets_begin_as_far_as_digisac_lets_them() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let missing = NewTicket::for_contact("00000000-0000-4000-8000-00000000dead");
    let error = Tickets::create(&account.desk, &missing, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let other = NewTicket::for_contact(contact.clone()).channel(ChannelKind::Email);
    let error = Tickets::create(&account.desk, &other, &options())
        .await
        .unwrap_err();
    assert_eq!(error.field_errors()[0].field, "channel");
    let closed = NewTicket::for_contact(contact.clone()).status(TicketStatus::Closed);
    let error = Tickets::create(&account.desk, &closed, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(account.sim().ticket_count(), 0);
    let agent = account.sim().agents()[1].clone();
    let taken = NewTicket::for_contact(contact)
        .assignee(agent.as_str())
        .status(TicketStatus::Open);
    let made = Tickets::create(&account.desk, &taken, &options())
        .await
        .unwrap();
    assert_eq!(made.value.status.value, TicketStatus::Open);
    assert_eq!(made.value.assignee.unwrap().id.unwrap().as_str(), agent);
    assert!(made.losses.is_empty());
}

#[tokio::test]
async fn a_ticket_is_closed_whatever_is_answered() {
    for quirk in [None, Some(Quirk::CloseAnswersError)] {
        let account = account().await;
        let (_, ticket) = a_ticket(&account).await;
        if let Some(quirk) = quirk {
            account.sim().set_quirk(quirk);
        }
        let closed = account.desk.close(&ticket, &options()).await.unwrap();
        assert!(closed.is_closed());
        assert!(closed.closed_at.is_some());
        assert_eq!(writes(&account, "/ticket/close"), 1);
        let again = account.desk.close(&ticket, &options()).await.unwrap();
        assert!(again.is_closed());
        assert_eq!(writes(&account, "/ticket/close"), 1, "nothing is sent");
        let agent = account.sim().agents()[0].clone();
        let error = account
            .desk
            .assign(&ticket, &agent.into(), &options())
            .await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Conflict);
    }
}

fn ticket(id: &str, open: bool) -> serde_json::Value {
    json!({"id": id, "contactId": "contact-1", "departmentId": "department-1", "isOpen": open})
}

fn listing(rows: &[serde_json::Value]) -> serde_json::Value {
    json!({"data": rows, "total": rows.len(), "limit": 10, "skip": 0, "currentPage": 1,
           "lastPage": 1, "from": 0, "to": 10})
}

fn scripted(script: &ScriptedTransport) -> Digisac {
    let config = helpdesk_digisac::Config::with_token("https://acme.digisac.example/api/v1", "t")
        .with_retry(common::at_once())
        .with_transport(script.transport());
    Digisac::new(config).unwrap()
}

#[tokio::test]
async fn another_open_ticket_is_never_closed_in_place_of_this_one() {
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/tickets/ticket-1").answer(200, &ticket("ticket-1", true)))
        .expect(Expect::get("/tickets").answer(200, &listing(&[ticket("ticket-2", true)])));
    let error = scripted(&script)
        .close(&TicketId::new("ticket-1"), &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some("ticket-2"));
    script.assert_done();
}

#[tokio::test]
async fn a_transfer_that_did_not_take_is_a_conflict() {
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/tickets/ticket-1").answer(200, &ticket("ticket-1", true)))
        .expect(
            Expect::post("/contacts/ticket/bulk-transfer")
                .json(
                    json!({"departmentId": "department-2", "userId": null, "comments": "",
                             "ticketsSelectedId": ["ticket-1"]}),
                )
                .answer(200, &json!("")),
        )
        .expect(Expect::get("/tickets/ticket-1").answer(200, &ticket("ticket-1", true)));
    let error = scripted(&script)
        .transfer(
            &TicketId::new("ticket-1"),
            &"department-2".into(),
            &options(),
        )
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn a_lost_tag_is_a_conflict() {
    let contact = json!({"id": "contact-1", "data": {}, "tags": []});
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact))
        .expect(Expect::get("/tags/tag-1").answer(200, &json!({"id": "tag-1", "label": "x"})))
        .expect(
            Expect::post("/tags/tag-1/contacts")
                .json(json!({"where": {"id": ["contact-1"]}}))
                .answer(200, &json!({})),
        )
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact));
    let error = scripted(&script)
        .attach(
            &"tag-1".into(),
            &ContactId::new("contact-1").into(),
            &options(),
        )
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);

    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact))
        .expect(Expect::post("/tags/tag-1/contacts").answer(200, &json!({})))
        .expect(Expect::get("/contacts/contact-1").answer(200, &contact));
    let patch = ContactPatch::new().tags(Patch::Set(vec!["tag-1".into()]));
    let error = Contacts::update(&scripted(&script), &"contact-1".into(), &patch, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.field_errors()[0].field, "tags");
}

#[tokio::test]
async fn tags_put_on_at_the_same_time_all_stay() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let tags = account.sim().tags();
    let target = contact.clone().into();
    let (one, two) = (tags[0].clone().into(), tags[1].clone().into());
    let options = options();
    let (first, second) = tokio::join!(
        account.desk.attach(&one, &target, &options),
        account.desk.attach(&two, &target, &options),
    );
    first.unwrap();
    second.unwrap();
    let contact = Contacts::get(&account.desk, &contact, &options)
        .await
        .unwrap();
    assert_eq!(contact.tags.len(), 2);
}

#[tokio::test]
async fn tags_replace_whatever_the_vendor_makes_of_tag_ids() {
    for quirk in [None, Some(Quirk::TagIdsAdd)] {
        let account = account().await;
        if let Some(quirk) = quirk {
            account.sim().set_quirk(quirk);
        }
        let contact = a_contact(&account).await;
        let tags = account.sim().tags();
        for wanted in [vec![0], vec![1], vec![0, 1], vec![]] {
            let wanted: Vec<_> = wanted.iter().map(|at| tags[*at].as_str().into()).collect();
            let patch = ContactPatch::new().tags(Patch::Set(wanted.clone()));
            let now = Contacts::update(&account.desk, &contact, &patch, &options())
                .await
                .unwrap()
                .value;
            assert_eq!(now.tags.len(), wanted.len());
        }
        let unknown = ContactPatch::new().tags(Patch::Set(vec![
            "00000000-0000-4000-8000-00000000dead".into(),
        ]));
        let error = Contacts::update(&account.desk, &contact, &unknown, &options())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(error.field_errors()[0].field, "tags");
    }
}

#[tokio::test]
async fn messages_open_tickets_unless_told_not_to() {
    for open in [true, false] {
        let account = account_with(|config| config.with_open_ticket_on_send(open)).await;
        let contact = a_contact(&account).await;
        let new = NewMessage::text(contact.clone(), "good morning");
        let sent = Messages::send(&account.desk, &new, &options())
            .await
            .unwrap();
        assert_eq!(sent.value.ticket.is_some(), open);
        assert_eq!(account.sim().ticket_count(), usize::from(open));
        let body = account.recorder.requests().last().unwrap().json().unwrap();
        assert_eq!(body.get("dontOpenTicket"), (!open).then_some(&json!(true)));
    }
}

#[tokio::test]
async fn a_closed_ticket_takes_no_messages() {
    let account = account().await;
    let (contact, ticket) = a_ticket(&account).await;
    let new = NewMessage::text(ticket.clone(), "good morning");
    let sent = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_eq!(sent.value.ticket.as_ref(), Some(&ticket));
    assert_eq!(sent.value.contact, Some(contact));
    account.desk.close(&ticket, &options()).await.unwrap();
    let error = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let note = NewNote::new(ticket, "too late");
    let error = Messages::add_note(&account.desk, &note, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(account.sim().message_count(), 1);
}

#[tokio::test]
async fn a_channel_that_is_offline_is_a_conflict() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let channel = account.sim().channels()[0].clone();
    account.sim().set_channel_connected(&channel, false);
    let new = NewMessage::text(contact.clone(), "good morning");
    let error = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.delivery(), Delivery::Answered);
    assert!(!error.to_string().contains(&channel));
    account.sim().set_quirk(Quirk::OfflineChannelAccepts);
    let sent = Messages::send(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_eq!(
        sent.value.delivery,
        Some(helpdesk_core::DeliveryState::Queued)
    );
}

#[tokio::test]
async fn files_and_templates_are_sent_as_digisac_takes_them() {
    let canned = Canned::new(200, r#"{"id":"1","type":"image","isFromMe":true}"#);
    let (desk, recorder) = canned_desk(&canned);
    let target = MessageTarget::Contact("contact-1".into());
    let file = NewAttachment::bytes("a.png", "image/png", &b"\x01\x02"[..]);
    let new = NewMessage::text(target.clone(), "look").attach(file.clone());
    let sent = Messages::send(&desk, &new, &options()).await.unwrap();
    assert_eq!(sent.value.not_sent, [Field::Attachments]);
    let body = recorder.requests()[0].json().unwrap();
    assert_eq!(
        body,
        json!({"contactId": "contact-1", "type": "chat", "origin": "bot", "text": "look",
               "file": {"base64": "AQI=", "mimetype": "image/png", "name": "a.png"}})
    );
    let template = helpdesk_core::Template::new("hsm-1")
        .parameter("name", "Ana")
        .parameter("day", "Tuesday");
    let new = NewMessage::template(target.clone(), template).author("agent-1");
    Messages::send(&desk, &new, &options()).await.unwrap();
    let body = recorder.requests()[1].json().unwrap();
    assert_eq!(body["origin"], "user");
    assert_eq!(body["userId"], "agent-1");
    assert_eq!(body["hsmId"], "hsm-1");
    assert_eq!(
        body["parameters"],
        json!([{"type": "body", "parameters": [
            {"type": "text", "text": "Ana"}, {"type": "text", "text": "Tuesday"}]}])
    );

    let two = NewMessage::text(target.clone(), "look")
        .attach(file.clone())
        .attach(file);
    let error = Messages::send(&desk, &two, &options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let url = NewAttachment::url("a.png", "image/png", "https://files.example/a.png");
    let by_url = NewMessage::text(target, "look").attach(url);
    let error = Messages::send(&desk, &by_url, &options())
        .await
        .unwrap_err();
    assert_eq!(error.field_errors()[0].field, "attachments");
    assert_eq!(recorder.requests().len(), 2);
}

#[tokio::test]
async fn pages_are_told_ahead() {
    let account = account().await;
    account.sim().seed_contacts(230);
    let page = PageRequest::first().limit(10);
    let page = Contacts::list(&account.desk, &ContactQuery::all(), &page, &options())
        .await
        .unwrap();
    assert_eq!((page.items.len(), page.total), (10, Some(230)));
    assert_eq!(page.ahead.len(), 16, "as many as are told at a time");
    let client = Client::new(account.desk.clone()).with_prefetch(NonZeroUsize::new(4).unwrap());
    let first = PageRequest::first().limit(10);
    let mut stream = client.contacts().stream_from(ContactQuery::all(), first);
    let mut count = 0;
    while let Some(contact) = next(&mut stream).await {
        contact.unwrap();
        count += 1;
    }
    assert_eq!(count, 230);
}

async fn next<T>(stream: &mut helpdesk_core::ListStream<T>) -> Option<helpdesk_core::Result<T>>
where
    T: helpdesk_core::Identified + Send + Unpin + 'static,
{
    use std::pin::Pin;
    std::future::poll_fn(|cx| futures_core::Stream::poll_next(Pin::new(&mut *stream), cx)).await
}

#[tokio::test]
async fn a_vendor_that_ignores_pages_is_not_read_for_ever() {
    let first = json!({"data": [{"id": "1"}], "total": 31, "limit": 15, "skip": 0,
                       "currentPage": 1, "lastPage": 3, "from": 0, "to": 15});
    let (desk, recorder) = canned_desk(&Canned::new(200, first.to_string()));
    let client = Client::new(desk);
    let mut stream = client.contacts().stream(ContactQuery::all());
    assert!(next(&mut stream).await.unwrap().is_ok());
    let error = next(&mut stream).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(next(&mut stream).await.is_none());
    assert!(recorder.requests().len() <= 4);
    let error = client.contacts().find_by_phone(NUMBER).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_bare_array_is_the_only_page() {
    let (desk, _) = canned_desk(&Canned::new(200, r#"[{"id":"1"},{"id":"2"}]"#));
    let page = Contacts::list(
        &desk,
        &ContactQuery::all(),
        &PageRequest::first(),
        &options(),
    )
    .await
    .unwrap();
    assert_eq!(page.items.len(), 2);
    assert!(page.next.is_none());
}

#[tokio::test]
async fn a_row_without_an_identifier_is_no_record() {
    for body in [r#"[{"name":"x"}]"#, r#"{"data":[{"name":"x"}]}"#] {
        let (desk, _) = canned_desk(&Canned::new(200, body));
        let error = Contacts::list(
            &desk,
            &ContactQuery::all(),
            &PageRequest::first(),
            &options(),
        )
        .await
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn waiting_tickets_are_none_and_nothing_is_asked() {
    let (desk, recorder) = canned_desk(&Canned::default());
    let query = TicketQuery::all().status(StatusFilter::Waiting);
    let page = Tickets::list(&desk, &query, &PageRequest::first(), &options())
        .await
        .unwrap();
    assert!(page.items.is_empty());
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn tickets_by_tag_are_those_of_tagged_contacts() {
    let account = account().await;
    let (contact, ticket) = a_ticket(&account).await;
    account.sim().seed_contacts(1);
    let other = account.sim().contact_ids().pop().unwrap();
    account.sim().seed_ticket(&other);
    let tag = account.sim().tags()[0].clone();
    let target = contact.into();
    account
        .desk
        .attach(&tag.as_str().into(), &target, &options())
        .await
        .unwrap();
    let query = TicketQuery::all().tag(tag.as_str());
    let page = Tickets::list(&account.desk, &query, &PageRequest::first(), &options())
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|ticket| &ticket.id).collect();
    assert_eq!(ids, [&ticket]);
    account.running.assert_documented();
}

#[tokio::test]
async fn a_failure_of_the_vendor_is_not_taken_for_a_missing_record() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let fault = Fault::Status {
        status: 500,
        headers: Vec::new(),
        body: json!({"error": "HttpError", "message": "Cannot read property 'id' of null",
                     "status": 500})
        .to_string(),
    };
    let rule = |method: &str| FaultRule::once(fault.clone()).on_method(method);
    account.running.lab().inject(rule("PUT"));
    let patch = ContactPatch::new().name("Another".to_owned());
    let error = Contacts::update(&account.desk, &contact, &patch, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    account.running.lab().inject(rule("DELETE"));
    let error = Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    account.running.lab().inject(rule("POST"));
    let error = account
        .desk
        .set_blocked(&contact, true, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap();
    let error = Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_delete_whose_answer_was_lost_succeeded() {
    let account = account().await;
    let contact = a_contact(&account).await;
    let lose = FaultRule::once(Fault::ResetAfter).on_method("DELETE");
    account.running.lab().inject(lose.clone());
    Contacts::delete(&account.desk, &contact, &options())
        .await
        .unwrap();
    let tag = account.sim().tags()[0].clone();
    account.running.lab().inject(lose);
    Tags::delete(&account.desk, &tag.into(), &options())
        .await
        .unwrap();
}

#[tokio::test]
async fn raw_answers_come_whatever_their_status() {
    let account = account().await;
    let request = RawRequest::new(
        Method::GET,
        "/contacts/00000000-0000-4000-8000-00000000dead",
    );
    let answer = account.desk.raw(request, &options()).await.unwrap();
    assert_eq!(answer.status, 404);
    assert!(answer.json().unwrap()["message"].is_string());
}

#[tokio::test]
async fn a_webhook_that_is_removed_is_out_of_use() {
    let account = account().await;
    let url = "https://hooks.example/x";
    let new = NewWebhook::new(url, [helpdesk_core::webhook::EventKind::TicketClosed]);
    let made = Webhooks::create(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_eq!(made.value.raw_events, ["ticket.updated"]);
    Webhooks::delete(&account.desk, &made.value.id, &options())
        .await
        .unwrap();
    let now = Webhooks::get(&account.desk, &made.value.id, &options())
        .await
        .unwrap();
    assert!(!now.active);
    assert_eq!(now.url, url);
    assert_eq!(now.raw_events, ["ticket.updated"]);
    account.running.assert_documented();
}

#[tokio::test]
async fn the_vendors_own_client_is_within_reach() {
    let account = account().await;
    let client = Client::new(account.desk.clone());
    let native = client.native::<Digisac>().unwrap();
    let me = native.api().me().get().await.unwrap();
    assert!(me.wire.internal_chat_token.is_some());
    assert!(!format!("{:?} {me:?}", me.wire).contains("sim-internal-chat-token"));
    let agent = client
        .directory()
        .agent(&me.wire.id.as_str().into())
        .await
        .unwrap();
    assert!(!format!("{agent:?}").contains("sim-internal-chat-token"));
    let limited = native
        .api()
        .with_options(CallOptions::new().with_timeout(Duration::ZERO));
    let error = limited.me().get().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.operation(), Some("me.get"));
}

#[tokio::test]
async fn notes_are_comments_and_nothing_else() {
    let account = account().await;
    let contact = a_contact(&account).await;
    account.sim().receive_message(contact.as_str(), "hello");
    let note = NewNote::new(contact.clone(), "be kind");
    let added = Messages::add_note(&account.desk, &note, &options())
        .await
        .unwrap();
    assert!(added.value.is_internal());
    let target = MessageTarget::Contact(contact);
    let notes = Messages::notes(&account.desk, &target, &PageRequest::first(), &options())
        .await
        .unwrap();
    assert_eq!(notes.items.len(), 1);
    assert_eq!(notes.items[0].id, added.value.id);
    let kinds: Vec<_> = account
        .sim()
        .messages()
        .iter()
        .map(|own| own.kind)
        .collect();
    assert_eq!(kinds, [MessageKind::Inbound, MessageKind::Internal]);
}

//! What the neutral traits do beyond the laws of the suite.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;

use common::{Answer, Stub, client, sent};
use helpdesk_core::{
    ChannelKind, Client, ContactId, ContactPatch, ContactQuery, Delivery, Error, ErrorKind, Field,
    MessageTarget, NewAttachment, NewContact, NewMessage, NewNote, NewTag, NewTicket, PageRequest,
    Patch, RawRequest, Safety, StatusFilter, TagId, TagScope, Template, TicketId, TicketPatch,
    TicketQuery, TicketStatus,
};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::Running;
use helpdesk_sim::wisecx::{Quirk, Sim};
use helpdesk_testkit::Recorder;
use helpdesk_wisecx::{Config, WiseCx};
use http::Method;
use serde_json::json;

struct World {
    running: Running<Sim>,
    recorder: Recorder,
    client: Client,
}

async fn world() -> World {
    let running = Running::<Sim>::start().await.unwrap();
    let transport = ReqwestTransport::builder().proxy(false).build().unwrap();
    let recorder = Recorder::new(Arc::new(transport));
    let (key, user) = running.sim().credentials();
    let config = Config::new(key.into(), user)
        .with_base_url(running.base_url())
        .with_default_group(running.sim().departments()[0].parse().unwrap())
        .with_default_user(running.sim().agents()[0].parse().unwrap())
        .with_default_channel("whatsapp")
        .with_transport(recorder.transport());
    World {
        client: Client::new(WiseCx::new(config).unwrap()),
        running,
        recorder,
    }
}

impl World {
    fn sim(&self) -> &Sim {
        self.running.sim()
    }

    fn contact(&self) -> ContactId {
        self.sim()
            .seed_contact("5511987654321", "Ada Fictional")
            .into()
    }

    fn ticket(&self) -> TicketId {
        self.sim().seed_ticket(self.contact().as_str()).into()
    }

    fn tag(&self, at: usize) -> TagId {
        TagId::new(format!("ticket:{}", self.sim().tags()[at]))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.running.assert_documented();
        }
    }
}

fn fields(error: &Error) -> Vec<&str> {
    error
        .field_errors()
        .iter()
        .map(|e| e.field.as_str())
        .collect()
}

#[tokio::test]
async fn search_finds_identities_and_refuses_what_it_cannot_find() {
    let world = world().await;
    let contacts = world.client.contacts();
    let new = NewContact::named("Ada Fictional")
        .phone("+55 11 98765-4321")
        .email("ada@people.example")
        .document("371.000.001-55");
    let ada = contacts.create(&new).await.unwrap().value;
    let other = NewContact::named("Bo").phone("+55 11 98765-4322");
    contacts.create(&other).await.unwrap();
    for text in [
        "ADA@people.example",
        "551187654321",
        "37100000155",
        "371.000.001-55",
    ] {
        let query = ContactQuery::search(text);
        let page = contacts.list(&query, &PageRequest::first()).await.unwrap();
        let ids: Vec<_> = page.items.iter().map(|contact| &contact.id).collect();
        assert_eq!(ids, [&ada.id], "{text}");
        assert!(page.next.is_none());
    }
    let before = world.recorder.requests().len();
    for text in ["Ada", "", "ada@", "@"] {
        let query = ContactQuery::search(text);
        let error = contacts
            .list(&query, &PageRequest::first())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{text}: {error}");
        assert_eq!(fields(&error), ["search"]);
    }
    assert_eq!(world.recorder.requests().len(), before);
}

#[tokio::test]
async fn contact_groups_are_tags_of_contacts() {
    let world = world().await;
    let tags = world.client.tags();
    let (contact, ticket) = (world.contact(), world.ticket());
    let group = format!("contact:{}", world.sim().contact_groups()[0]);
    let group = TagId::new(group);
    for _ in 0..2 {
        tags.attach(&group, contact.clone()).await.unwrap();
    }
    for _ in 0..2 {
        tags.detach(&group, contact.clone()).await.unwrap();
    }
    let number = group.as_str().replace("contact:", "");
    let path = format!("/core/v1/contacts/{contact}/groups/{number}");
    let methods: Vec<_> = world
        .recorder
        .requests()
        .into_iter()
        .filter(|request| request.path == path)
        .map(|request| request.method.to_string())
        .collect();
    assert_eq!(methods, ["PUT", "PUT", "DELETE", "DELETE"]);

    // Missing tags and targets, one of each set.
    let missing = TagId::new("contact:987654321");
    let nobody = ContactId::new("987654321");
    let error = tags.attach(&missing, contact.clone()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let error = tags.attach(&group, nobody.clone()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let error = tags.detach(&group, nobody).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    tags.detach(&missing, contact).await.unwrap();
    let unknown = TagId::new("ticket:no such tag");
    let error = tags.attach(&unknown, ticket.clone()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(!world.sim().tags().contains(&"no such tag".to_owned()));
    let error = tags.attach(&group, ticket.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let nowhere = TicketId::new("987654321");
    let error = tags.attach(&world.tag(0), nowhere).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    for bad in ["5", "ticket:", "contact:x"] {
        let error = tags
            .attach(&TagId::new(bad), ticket.clone())
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), fields(&error)),
            (ErrorKind::Invalid, vec!["tags"])
        );
    }
}

#[tokio::test]
async fn tags_of_tickets_are_made_on_screens() {
    let world = world().await;
    for scope in [TagScope::Ticket, TagScope::Both] {
        let new = NewTag::named("x").scope(scope);
        let error = world.client.tags().create(&new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(fields(&error), ["scope"]);
    }
    let made = world
        .client
        .tags()
        .create(&NewTag::named("Night owls"))
        .await
        .unwrap();
    assert_eq!(made.value.scope, TagScope::Contact);
    let error = world
        .client
        .tags()
        .create(&NewTag::named("Night owls"))
        .await
        .unwrap_err();
    assert_eq!(error.existing_id(), Some(made.value.id.as_str()));
}

#[tokio::test]
async fn tags_edited_at_the_same_time_are_all_kept() {
    let world = world().await;
    let ticket = world.ticket();
    let tags = world.client.tags();
    let (one, two, three) = (world.tag(0), world.tag(1), world.tag(2));
    let target = || ticket.clone();
    let (a, b, c) = tokio::join!(
        tags.attach(&one, target()),
        tags.attach(&two, target()),
        tags.attach(&three, target()),
    );
    (a.unwrap(), b.unwrap(), c.unwrap());
    assert_eq!(world.sim().ticket(ticket.as_str()).unwrap().tags.len(), 3);
    let (a, b) = tokio::join!(tags.detach(&one, target()), tags.detach(&two, target()));
    (a.unwrap(), b.unwrap());
    assert_eq!(world.sim().ticket(ticket.as_str()).unwrap().tags.len(), 1);
}

#[tokio::test]
async fn a_tag_that_the_vendor_does_not_take_away_is_a_conflict() {
    let world = world().await;
    world.sim().set_quirk(Quirk::TagsAppend);
    let ticket = world.ticket();
    let tags = world.client.tags();
    tags.attach(&world.tag(0), ticket.clone()).await.unwrap();
    tags.attach(&world.tag(1), ticket.clone()).await.unwrap();
    let error = tags
        .detach(&world.tag(0), ticket.clone())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.delivery(), Delivery::Answered);
    assert_eq!(fields(&error), ["tags"]);
    let patch = TicketPatch::new().tags(Patch::Clear);
    let error = world
        .client
        .tickets()
        .update(&ticket, &patch)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn a_ticket_that_stays_closed_is_a_conflict() {
    let world = world().await;
    world.sim().set_quirk(Quirk::ClosedIsFinal);
    let ticket = world.ticket();
    let tickets = world.client.tickets();
    assert!(tickets.close(&ticket).await.unwrap().is_closed());
    let error = tickets.reopen(&ticket).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict | ErrorKind::Invalid),
        "{error}"
    );
    // A solved one counts as closed and stays what it is.
    let solved = world.ticket();
    let patch = TicketPatch::new().status(TicketStatus::Resolved);
    tickets.update(&solved, &patch).await.unwrap();
    let closed = tickets.close(&solved).await.unwrap();
    assert_eq!(closed.status.raw, "solved");
    let opened = tickets.reopen(&solved).await.unwrap();
    assert_eq!(opened.status.raw, "opened");
    assert_eq!(opened.closed_at, None);
}

#[tokio::test]
async fn all_that_a_new_ticket_lacks_is_named_at_once() {
    let recorder = Recorder::new(Arc::new(Stub::json(&json!({}))));
    let config = Config::new(common::KEY.into(), common::USER).with_transport(recorder.transport());
    let bare = Client::new(WiseCx::new(config).unwrap());
    let error = bare.tickets().create(&NewTicket::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let mut named = fields(&error);
    named.sort_unstable();
    assert_eq!(
        named,
        ["channel", "contact", "department", "subject", "text"]
    );

    let odd = NewTicket::for_contact("x")
        .subject(" ")
        .text("t")
        .department("0")
        .channel(ChannelKind::Telegram)
        .assignee("y")
        .tag("contact:5")
        .custom_field("f", json!(["a"]));
    let error = bare.tickets().create(&odd).await.unwrap_err();
    let mut named = fields(&error);
    named.sort_unstable();
    named.dedup();
    let all = [
        "assignee",
        "channel",
        "contact",
        "custom_fields",
        "department",
        "subject",
        "tags",
    ];
    assert_eq!(named, all);

    // Notes and replies need an author.
    let target = TicketId::new("5");
    let error = bare
        .messages()
        .add_note(&NewNote::new(target.clone(), ""))
        .await
        .unwrap_err();
    assert_eq!(fields(&error), ["text", "author"]);
    let error = bare
        .messages()
        .send(&NewMessage::text(target, "x"))
        .await
        .unwrap_err();
    assert_eq!(fields(&error), ["author"]);
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn a_ticket_begins_with_a_message_that_nobody_is_sent() {
    let world = world().await;
    let contact = world.contact();
    let new = NewTicket::for_contact(&contact)
        .subject("Spare lid")
        .text("Where is it?")
        .channel(ChannelKind::Email)
        .tag(world.tag(0));
    let ticket = world.client.tickets().create(&new).await.unwrap().value;
    assert_eq!(ticket.contact_id(), Some(&contact));
    assert_eq!(ticket.channel.unwrap().raw.as_deref(), Some("email"));
    let held = world.sim().messages();
    assert_eq!(held.len(), 1);
    assert_eq!(format!("{:?}", held[0].kind), "Inbound");

    // A tag that does not exist is refused, not made.
    let new = NewTicket::for_contact(&contact)
        .subject("s")
        .text("t")
        .tag("ticket:no such tag");
    let error = world.client.tickets().create(&new).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Invalid, vec!["tags"])
    );
    assert_eq!(world.sim().ticket_count(), 1);
}

#[tokio::test]
async fn a_channel_by_its_identifier_is_taken_for_its_kind() {
    let world = world().await;
    let channel = helpdesk_core::ChannelId::new(world.sim().channels()[0].clone());
    let new = NewTicket::for_contact(world.contact())
        .subject("s")
        .text("t")
        .channel(channel);
    let before = world.recorder.requests().len();
    let error = world.client.tickets().create(&new).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Unsupported, vec!["channel"])
    );
    assert_eq!(world.recorder.requests().len(), before);
    let written = world
        .client
        .allow_loss()
        .tickets()
        .create(&new)
        .await
        .unwrap();
    assert_eq!(written.losses[0].field, Field::Channel);
    assert_eq!(
        written.value.channel.unwrap().kind,
        Some(ChannelKind::WhatsApp)
    );
    let new = new.channel(helpdesk_core::ChannelId::new("987654321"));
    let error = world
        .client
        .allow_loss()
        .tickets()
        .create(&new)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Invalid, vec!["channel"])
    );
}

#[tokio::test]
async fn messages_to_a_contact_go_through_its_newest_open_ticket() {
    let world = world().await;
    let contact = world.contact();
    let messages = world.client.messages();
    let target = MessageTarget::Contact(contact.clone());
    let error = messages
        .send(&NewMessage::text(target.clone(), "x"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Conflict, vec!["contact"])
    );
    let nobody = MessageTarget::Contact(ContactId::new("987654321"));
    let error = messages
        .send(&NewMessage::text(nobody, "x"))
        .await
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");

    let old: TicketId = world.sim().seed_ticket(contact.as_str()).into();
    let new: TicketId = world.sim().seed_ticket(contact.as_str()).into();
    let closed: TicketId = world.sim().seed_ticket(contact.as_str()).into();
    world.client.tickets().close(&closed).await.unwrap();
    let said = messages
        .send(&NewMessage::text(target.clone(), "Hello"))
        .await
        .unwrap()
        .value;
    assert_eq!(said.ticket, Some(new));
    assert_eq!(said.contact, Some(contact));
    messages
        .add_note(&NewNote::new(target.clone(), "Psst"))
        .await
        .unwrap();
    messages
        .add_note(&NewNote::new(old.clone(), "Old"))
        .await
        .unwrap();

    // Of a contact: all tickets one after the other, page by page.
    let mut texts = Vec::new();
    let mut page = PageRequest::first().limit(2);
    loop {
        let part = messages.notes(&target, &page).await.unwrap();
        texts.extend(part.items.into_iter().filter_map(|note| note.text));
        match part.next {
            Some(next) => page = PageRequest::first().limit(2).after(next),
            None => break,
        }
    }
    assert_eq!(texts, ["Old", "Psst"]);
}

#[tokio::test]
async fn what_is_sent_is_checked_first() {
    let world = world().await;
    let ticket = world.ticket();
    let before = world.recorder.requests().len();
    let send = |message: NewMessage| {
        let messages = world.client.messages();
        async move { messages.send(&message).await.unwrap_err() }
    };
    let text = |text: &str| NewMessage::text(ticket.clone(), text);
    let large = vec![0_u8; 2_600_000];
    let file = |name: &str| NewAttachment::bytes(name, "image/png", large.clone());
    let template = |id: &str| NewMessage::template(ticket.clone(), Template::new(id));
    let mut both = template("81");
    both.text = Some("x".into());
    for (message, field) in [
        (text("  "), "text"),
        (both, "text"),
        (template("pickup"), "template"),
        (text("x").author("zita"), "author"),
        (
            text("x").attach(file("a.png")).attach(file("b.png")),
            "attachments",
        ),
        (
            text("x").attach(NewAttachment::url("", "image/png", "https://x.example")),
            "attachments",
        ),
    ] {
        let error = send(message).await;
        assert_eq!(
            (error.kind(), fields(&error)),
            (ErrorKind::Invalid, vec![field])
        );
        assert_eq!(error.delivery(), Delivery::NotSent);
    }
    assert_eq!(world.recorder.requests().len(), before);

    // A template needs no author, and its variables go by name.
    let template = Template::new(world.sim().templates()[0].clone()).parameter("1", "4711");
    let message = NewMessage::template(ticket.clone(), template.parameter("2", "3"));
    world.client.messages().send(&message).await.unwrap();
    let sent = world.recorder.requests();
    let body = sent
        .iter()
        .rev()
        .find(|r| r.method == "PUT")
        .unwrap()
        .json()
        .unwrap();
    let activity = &body["activities"][0];
    assert_eq!(
        activity["template"]["parameters"][0],
        json!({"key": "1", "value": "4711"})
    );
    assert_eq!(activity["type"], "user_reply");
    assert!(activity.get("content").is_none());
}

#[tokio::test]
async fn an_update_names_the_contact_to_the_vendor_and_leaves_it_an_identity() {
    let world = world().await;
    let contacts = world.client.contacts();
    let new = NewContact::named("Ada")
        .phone("+55 11 98765-4321")
        .email("ada@people.example");
    let ada = contacts.create(&new).await.unwrap().value.id;
    contacts
        .update(&ada, &ContactPatch::new().name("Ada F.".to_owned()))
        .await
        .unwrap();
    let sent = world.recorder.requests();
    let put = sent.iter().rev().find(|r| r.method == "PUT").unwrap();
    assert_eq!(
        put.json().unwrap(),
        json!({"name": "Ada F.", "email": "ada@people.example"})
    );

    // One identity after the other can go; the last one cannot.
    let no_mail = ContactPatch::new().emails(Patch::Clear);
    contacts.update(&ada, &no_mail).await.unwrap();
    let no_phone = ContactPatch::new().phones(Patch::Clear);
    let error = contacts.update(&ada, &no_phone).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Invalid, vec!["phones"])
    );

    // -1 takes a contact out of its organisation.
    let no_firm = ContactPatch::new().organization(Patch::Clear);
    contacts.update(&ada, &no_firm).await.unwrap();
    let sent = world.recorder.requests();
    let put = sent.iter().rev().find(|r| r.method == "PUT").unwrap();
    assert_eq!(put.json().unwrap()["organization_id"], json!(-1));

    // Nothing to change is nothing to send.
    let before = world.recorder.requests().len();
    contacts.update(&ada, &ContactPatch::new()).await.unwrap();
    let methods: Vec<_> = world.recorder.requests()[before..]
        .iter()
        .map(|request| request.method.to_string())
        .collect();
    assert_eq!(methods, ["GET"]);
}

#[tokio::test]
async fn several_numbers_and_values_that_are_no_text_are_losses() {
    let world = world().await;
    let field = world.sim().custom_fields()[0].clone();
    let new = NewContact::named("Ada")
        .phone("+55 11 98765-4321")
        .phone("+55 11 98765-4399")
        .email("a@people.example")
        .email("b@people.example")
        .custom_field(&field, 41);
    let error = world.client.contacts().create(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let mut named = fields(&error);
    named.sort_unstable();
    assert_eq!(named, ["custom_fields", "emails", "phones"]);
    let written = world
        .client
        .allow_loss()
        .contacts()
        .create(&new)
        .await
        .unwrap();
    assert_eq!(written.losses.len(), 3);
    assert_eq!(written.value.custom_fields[&field], json!("41"));
    assert_eq!(written.value.phones.len(), 1);

    // Two spellings of one line are one number.
    let same = NewContact::new()
        .phone("+55 11 98765-0000")
        .phone("5511987650000");
    world.client.contacts().create(&same).await.unwrap();
}

#[tokio::test]
async fn a_custom_field_that_the_vendor_does_not_keep_is_told() {
    let kept = json!({"id": 5, "phone": "5511987654321", "custom_fields": []});
    let answers = || {
        Stub::new([
            Answer::json(200, &json!({"data": []})),
            Answer::json(200, &json!({"id": 5})),
            Answer::json(200, &kept),
        ])
    };
    let new = NewContact::new()
        .phone("+55 11 98765-4321")
        .custom_field("no such field", "x");
    let (strict, _) = client(&answers());
    let error = strict.contacts().create(&new).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Conflict, vec!["custom_fields"])
    );
    assert_eq!(error.existing_id(), Some("5"));
    assert_eq!(error.delivery(), Delivery::Answered);
    let (lenient, _) = client(&answers());
    let written = lenient.allow_loss().contacts().create(&new).await.unwrap();
    assert_eq!(written.losses[0].field, Field::CustomFields);
}

#[tokio::test]
async fn pages_end_although_the_vendor_ignores_them() {
    // The same full page again and again.
    let rows: Vec<_> = (1..=10).map(|id| json!({ "id": id })).collect();
    let (ten, recorder) = client(&Stub::json(&json!({ "data": rows })));
    let page = PageRequest::first().limit(10);
    let first = ten
        .contacts()
        .list(&ContactQuery::all(), &page)
        .await
        .unwrap();
    assert_eq!(first.items.len(), 10);
    let page = PageRequest::first().limit(10).after(first.next.unwrap());
    let second = ten
        .contacts()
        .list(&ContactQuery::all(), &page)
        .await
        .unwrap();
    assert!(second.items.is_empty() && second.next.is_none());
    assert_eq!(sent(&recorder).len(), 2);

    // The whole list, whatever the limit: it is cut here.
    let (whole, _) = client(&Stub::json(&json!({ "data": rows })));
    let (mut ids, mut page) = (Vec::new(), PageRequest::first().limit(4));
    loop {
        let part = whole
            .contacts()
            .list(&ContactQuery::all(), &page)
            .await
            .unwrap();
        ids.extend(part.items.iter().map(|contact| contact.id.to_string()));
        match part.next {
            Some(next) => page = PageRequest::first().limit(4).after(next),
            None => break,
        }
    }
    assert_eq!(ids.len(), 10);
    assert_eq!((ids[0].as_str(), ids[9].as_str()), ("1", "10"));
}

#[tokio::test]
async fn rows_that_a_vendor_sends_in_spite_of_a_filter_are_left_out() {
    let rows = json!([
        {"id": 1, "contact_id": 7, "status": "opened", "deleted": false},
        {"id": 2, "contact_id": 8, "status": "opened", "deleted": false},
        {"id": 3, "contact_id": 7, "status": "closed", "deleted": false},
        {"id": 4, "contact_id": 7, "status": "opened", "deleted": true},
    ]);
    let (client, _) = client(&Stub::json(&rows));
    let query = TicketQuery::all().contact("7").status(StatusFilter::Open);
    let page = client
        .tickets()
        .list(&query, &PageRequest::first())
        .await
        .unwrap();
    let ids: Vec<_> = page.items.iter().map(|ticket| ticket.id.as_str()).collect();
    assert_eq!(ids, ["1"]);
}

#[tokio::test]
async fn changes_that_do_not_take_are_not_believed() {
    let now = json!({"id": 5, "status": "opened", "user_id": 9, "group_id": 701});
    let answers = || {
        Stub::new([
            Answer::json(200, &json!({"case_id": 5, "activities": []})),
            Answer::json(200, &now),
        ])
    };
    let id = TicketId::new("5");
    let (desk, _) = client(&answers());
    let error = desk.tickets().unassign(&id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let (desk, _) = client(&answers());
    let error = desk
        .tickets()
        .transfer(&id, &"702".into())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let (desk, _) = client(&answers());
    desk.tickets().assign(&id, &"9".into()).await.unwrap();
}

#[tokio::test]
async fn identifiers_that_the_vendor_never_gives_out_are_not_found() {
    let (client, recorder) = client(&Stub::json(&json!({})));
    for id in ["TICK-2", "-1", "0", "", "5/../6", "134b7d51-0000"] {
        let error = client.tickets().get(&TicketId::new(id)).await.unwrap_err();
        assert_eq!(
            (error.kind(), fields(&error)),
            (ErrorKind::NotFound, vec!["id"]),
            "{id}"
        );
        assert_eq!(error.operation(), Some("tickets.get"));
    }
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn raw_calls_give_back_any_status() {
    let (client, _) = client(&Stub::new([Answer::json(400, &json!({"message": "no"}))]));
    let call = RawRequest::new(Method::GET, "/cases/1").query("fields", "id");
    let answer = client.raw(call).await.unwrap();
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json().unwrap()["message"], "no");
    let (client, _) = common::client(&Stub::new([Answer::text(503, "down")]));
    let call = RawRequest::new(Method::PUT, "/cases/1")
        .json(json!({}))
        .safety(Safety::Once);
    assert_eq!(client.raw(call).await.unwrap().status, 503);
}

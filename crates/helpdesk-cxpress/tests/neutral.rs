//! What is particular to this vendor behind the neutral traits, on the simulator.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use futures_util::TryStreamExt;
use futures_util::future::join_all;
use helpdesk_core::{
    ChannelId, ChannelKind, ContactId, ContactPatch, ErrorKind, Field, MessageTarget, NewContact,
    NewTicket, PageRequest, PhoneKind, StatusFilter, TagId, TagQuery, TagTarget, Ticket, TicketId,
    TicketPatch, TicketQuery, TicketStatus,
};
use helpdesk_cxpress::wire::{
    CustomFieldTypeId, CustomFieldValue, DatatypeId, EditCustomField, EntityTypeId,
};
use helpdesk_sim::cxpress::Quirk;
use support::Bench;

const NOBODY: &str = "00000000-0000-4000-8000-00000000dead";

async fn contact(bench: &Bench) -> ContactId {
    let new = NewContact::named("Somebody").phone("+55 11 98765-4321");
    bench.client.contacts().create(&new).await.unwrap().value.id
}

async fn ticket(bench: &Bench) -> Ticket {
    let new = NewTicket::for_contact(contact(bench).await)
        .subject("A lid without a pot")
        .channel(ChannelKind::WhatsApp);
    bench.client.tickets().create(&new).await.unwrap().value
}

fn tag(set: &str, id: &str) -> TagId {
    TagId::new(format!("{set}:{id}"))
}

/// A desk of the same tenant that has not seen anything yet.
fn stranger(bench: &Bench) -> helpdesk_core::Client {
    let config = support::config(&bench.running).with_transport(bench.recorder.transport());
    helpdesk_core::Client::new(helpdesk_cxpress::Cxpress::new(config).unwrap())
}

#[tokio::test]
async fn a_phone_number_is_both_and_is_listed_once() {
    let bench = Bench::new().await;
    let id = contact(&bench).await;
    let stored = bench.sim().contact(id.as_str()).unwrap();
    assert_eq!(stored["phone"], "5511987654321");
    assert_eq!(stored["whatsapp_numbers"][0], "5511987654321");
    let read = bench.client.contacts().get(&id).await.unwrap();
    assert_eq!(read.phones.len(), 1);
    assert_eq!(read.phones[0].kind, PhoneKind::WhatsApp);
    assert_eq!(read.phones[0].number, "+5511987654321");
    bench.running.assert_documented();
}

#[tokio::test]
async fn a_change_of_tags_alone_sends_the_name_again() {
    let bench = Bench::new().await;
    let id = contact(&bench).await;
    let gold = tag("contact", &bench.sim().consumer_tags()[0]);
    bench.spent();
    let tags = bench.client.tags();
    tags.attach(&gold, id.clone()).await.unwrap();
    let sent = bench.running.lab().requests();
    let body: serde_json::Value = serde_json::from_slice(&sent[sent.len() - 2].body).unwrap();
    assert_eq!(body["name"], "Somebody");
    assert_eq!(bench.spent().len(), 3);
    tags.attach(&gold, id.clone()).await.unwrap();
    assert_eq!(bench.spent().len(), 1, "it is there already");
    tags.detach(&gold, id.clone()).await.unwrap();
    let read = bench.client.contacts().get(&id).await.unwrap();
    assert!(read.tags.is_empty() && !read.not_sent.contains(&Field::Tags));
    bench.running.assert_documented();
}

#[tokio::test]
async fn tags_of_many_hands_are_all_there() {
    let bench = Bench::new().await;
    let id = contact(&bench).await;
    let ids = bench.sim().consumer_tags();
    let tags = bench.client.tags();
    let (one, two) = (tag("contact", &ids[0]), tag("contact", &ids[1]));
    let both = [tags.attach(&one, id.clone()), tags.attach(&two, id.clone())];
    for outcome in join_all(both).await {
        outcome.unwrap();
    }
    let read = bench.client.contacts().get(&id).await.unwrap();
    assert_eq!(read.tags.len(), 2);
}

#[tokio::test]
async fn a_tag_of_the_other_set_or_of_none_is_refused_before_sending() {
    let bench = Bench::new().await;
    let tags = bench.client.tags();
    for (id, target) in [
        (tag("ticket", "1"), TagTarget::Contact("1".into())),
        (tag("contact", "1"), TagTarget::Ticket("1".into())),
        (TagId::new("1"), TagTarget::Contact("1".into())),
    ] {
        for outcome in [
            tags.attach(&id, target.clone()).await,
            tags.detach(&id, target.clone()).await,
        ] {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
            assert_eq!(error.field_errors()[0].field, "tag");
        }
    }
    for outcome in [
        tags.get(&TagId::new("1")).await.map(drop),
        tags.delete(&TagId::new("1")).await,
    ] {
        assert!(
            outcome
                .unwrap_err()
                .to_string()
                .contains("`contact:…` or `ticket:…`")
        );
    }
    assert!(bench.spent().is_empty());
}

#[tokio::test]
async fn a_tag_that_does_not_exist_is_not_found() {
    let bench = Bench::new().await;
    let ticket = ticket(&bench).await;
    let contact = ticket.contact_id().unwrap().clone();
    for (id, target) in [
        (tag("contact", NOBODY), TagTarget::Contact(contact)),
        (tag("ticket", NOBODY), TagTarget::Ticket(ticket.id)),
    ] {
        let error = bench.client.tags().attach(&id, target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    }
}

#[tokio::test]
async fn a_tag_that_is_out_of_use_is_listed_and_cannot_be_put_on() {
    let bench = Bench::new().await;
    let id = contact(&bench).await;
    let retired = tag("contact", &bench.sim().consumer_tags()[2]);
    let all: Vec<_> = bench
        .client
        .tags()
        .stream(TagQuery::all())
        .try_collect()
        .await
        .unwrap();
    assert!(all.iter().any(|tag| tag.id == retired && !tag.active));
    let error = bench.client.tags().attach(&retired, id).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict | ErrorKind::Invalid),
        "{error}"
    );
}

#[tokio::test]
async fn addresses_are_frozen_while_tickets_are_ongoing() {
    for quirk in [None, Some(Quirk::ConflictsAre400)] {
        let bench = Bench::new().await;
        if let Some(quirk) = quirk {
            bench.sim().set_quirk(quirk);
        }
        let ticket = ticket(&bench).await;
        let id = ticket.contact_id().unwrap().clone();
        let patch = ContactPatch::new().emails(vec!["new@people.example".to_owned()]);
        let error = bench.client.contacts().update(&id, &patch).await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Conflict);
        // A name is not frozen, and numbers that stay are not written.
        let patch = ContactPatch::new()
            .name("Another".to_owned())
            .phones(vec!["+5511987654321".to_owned()]);
        bench.client.contacts().update(&id, &patch).await.unwrap();
        bench.client.tickets().close(&ticket.id).await.unwrap();
        let patch = ContactPatch::new().emails(vec!["new@people.example".to_owned()]);
        bench.client.contacts().update(&id, &patch).await.unwrap();
    }
}

#[tokio::test]
async fn a_ticket_that_came_by_is_searched_and_a_stranger_looked_for() {
    let bench = Bench::new().await;
    let ticket = ticket(&bench).await;
    bench.spent();
    let got = bench.client.tickets().get(&ticket.id).await.unwrap();
    assert_eq!(bench.spent(), ["GET /external/ticket"]);
    assert_eq!(got.contact_id(), ticket.contact_id());

    // A process that has not seen it looks through the lists, and remembers it.
    let other = stranger(&bench);
    let got = other.tickets().get(&ticket.id).await.unwrap();
    assert_eq!(got.number, ticket.number);
    assert!(got.not_sent.contains(&Field::Contact));
    bench.spent();
    let nobody = other.tickets().get(&TicketId::new(NOBODY)).await;
    assert_eq!(nobody.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(
        bench.spent(),
        ["GET /external/ticket", "GET /external/historic"]
    );
    bench.running.assert_documented();
}

#[tokio::test]
async fn a_stranger_far_back_is_not_called_missing() {
    let bench = Bench::new().await;
    bench.sim().enforce_limits(false);
    let contact = bench.sim().seed_contact("5511987654321", "Somebody");
    let oldest = bench.sim().seed_ticket(&contact);
    for _ in 0..1100 {
        bench.sim().seed_ticket(&contact);
    }
    let error = bench
        .client
        .tickets()
        .get(&oldest.as_str().into())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
    assert_eq!(bench.spent().len(), 11);

    // After its contact's tickets were listed it is known.
    let query = TicketQuery::all().contact(contact.as_str());
    let all: Vec<Ticket> = bench
        .client
        .tickets()
        .stream(query)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all.len(), 1101);
    bench.spent();
    let got = bench.client.tickets().get(&oldest.as_str().into()).await;
    assert_eq!(got.unwrap().id.as_str(), oldest);
    assert_eq!(bench.spent().len(), 1);
}

#[tokio::test]
async fn all_tickets_are_two_lists_and_deleted_ones_are_in_neither() {
    let bench = Bench::new().await;
    let (one, two) = (
        ticket_of(&bench, "one").await,
        ticket_of(&bench, "two").await,
    );
    let three = ticket_of(&bench, "three").await;
    let tickets = bench.client.tickets();
    tickets.close(&two.id).await.unwrap();
    tickets.delete(&three.id).await.unwrap();
    let ids = |query: TicketQuery| {
        let tickets = tickets.clone();
        async move {
            let all: Vec<Ticket> = tickets.stream(query).try_collect().await.unwrap();
            all.into_iter().map(|ticket| ticket.id).collect::<Vec<_>>()
        }
    };
    assert_eq!(
        ids(TicketQuery::all()).await,
        [one.id.clone(), two.id.clone()]
    );
    let by = |status| TicketQuery::all().status(status);
    assert_eq!(ids(by(StatusFilter::Open)).await, [one.id.clone()]);
    assert_eq!(ids(by(StatusFilter::Closed)).await, [two.id.clone()]);
    assert!(ids(by(StatusFilter::Waiting)).await.is_empty());
    let mut page = PageRequest::first().limit(1);
    let mut read = Vec::new();
    loop {
        let part = tickets.list(&TicketQuery::all(), &page).await.unwrap();
        read.extend(part.items.into_iter().map(|ticket| ticket.id));
        match part.next {
            Some(next) => page = page.after(next),
            None => break,
        }
    }
    assert_eq!(read, [one.id, two.id]);
    bench.running.assert_documented();
}

async fn ticket_of(bench: &Bench, subject: &str) -> Ticket {
    let contact = bench.sim().seed_contact(
        &format!("55119{:08}", 70_000_000 + bench.sim().contact_count()),
        subject,
    );
    let new = NewTicket::for_contact(contact.as_str())
        .subject(subject)
        .channel(ChannelKind::WhatsApp);
    bench.client.tickets().create(&new).await.unwrap().value
}

#[tokio::test]
async fn an_assignment_is_checked_whatever_the_key_is_called() {
    for quirk in [None, Some(Quirk::AssignerKey)] {
        let bench = Bench::new().await;
        if let Some(quirk) = quirk {
            bench.sim().set_quirk(quirk);
        }
        let first = ticket_of(&bench, "one").await;
        let agents = bench.sim().agents();
        let agent = agents[1].as_str().into();
        bench.spent();
        let given = bench
            .client
            .tickets()
            .assign(&first.id, &agent)
            .await
            .unwrap();
        assert_eq!(given.assignee.unwrap().id.as_ref(), Some(&agent));
        let stored = bench.sim().ticket(first.id.as_str()).unwrap();
        assert_eq!(stored["assigned_employee_user_id"], agents[1].as_str());

        // Once learnt, the spelling is right at once.
        let second = ticket_of(&bench, "two").await;
        bench.spent();
        bench
            .client
            .tickets()
            .assign(&second.id, &agent)
            .await
            .unwrap();
        assert_eq!(bench.spent().len(), 2, "{quirk:?}");

        let new = NewTicket::for_contact(second.contact_id().unwrap().clone())
            .subject("three")
            .channel(ChannelKind::WhatsApp)
            .assignee(agent.clone());
        let third = bench.client.tickets().create(&new).await.unwrap().value;
        assert_eq!(third.assignee.unwrap().id.as_ref(), Some(&agent));
        bench.running.assert_documented();
    }
}

#[tokio::test]
async fn tags_of_a_ticket_are_checked_whatever_the_key_is_called() {
    for quirk in [None, Some(Quirk::TagsIdsKey)] {
        let bench = Bench::new().await;
        if let Some(quirk) = quirk {
            bench.sim().set_quirk(quirk);
        }
        let own = ticket_of(&bench, "one").await;
        let ids = bench.sim().ticket_tags();
        let (one, two) = (tag("ticket", &ids[0]), tag("ticket", &ids[1]));
        bench
            .client
            .tags()
            .attach(&one, own.id.clone())
            .await
            .unwrap();
        let patch = TicketPatch::new().tags(vec![one.clone(), two.clone()]);
        let changed = bench
            .client
            .tickets()
            .update(&own.id, &patch)
            .await
            .unwrap();
        assert_eq!(changed.value.tags.len(), 2);
        bench
            .client
            .tags()
            .detach(&one, own.id.clone())
            .await
            .unwrap();
        let stored = bench.sim().ticket(own.id.as_str()).unwrap();
        assert_eq!(stored["tag_ids"], serde_json::json!([ids[1]]));

        let new = NewTicket::for_contact(own.contact_id().unwrap().clone())
            .subject("two")
            .channel(ChannelKind::WhatsApp)
            .tag(two.clone());
        let created = bench.client.tickets().create(&new).await.unwrap().value;
        assert_eq!(created.tags[0].id.as_ref(), Some(&two));
        bench.running.assert_documented();
    }
}

#[tokio::test]
async fn tags_of_a_finished_ticket_are_not_known() {
    let bench = Bench::new().await;
    let own = ticket_of(&bench, "one").await;
    bench.client.tickets().close(&own.id).await.unwrap();
    let gold = tag("ticket", &bench.sim().ticket_tags()[0]);
    let error = bench.client.tags().attach(&gold, own.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.field_errors()[0].field, "tags");
}

#[tokio::test]
async fn required_custom_fields_are_asked_for_and_sent_again() {
    let bench = Bench::new().await;
    let field = bench.sim().custom_fields()[1].clone();
    let change = EditCustomField::builder()
        .id(field.as_str())
        .entity_type_id(EntityTypeId::Ticket)
        .custom_field_type_id(CustomFieldTypeId::Text)
        .name("Plate")
        .placeholder("digits")
        .required(true)
        .custom_field_datatype_id(DatatypeId::Numeric)
        .build();
    bench
        .desk
        .api()
        .custom_fields()
        .edit(&change)
        .await
        .unwrap();

    let contact = contact(&bench).await;
    let new = NewTicket::for_contact(contact)
        .subject("A lid without a pot")
        .channel(ChannelKind::WhatsApp);
    let tickets = bench.client.tickets();
    let error = tickets.create(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.field_errors()[0].field, "custom_fields");
    assert!(error.to_string().contains("Plate"), "{error}");
    let error = tickets
        .create(&new.clone().custom_field(field.as_str(), "a b"))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("digits only"), "{error}");
    assert_eq!(bench.sim().ticket_count(), 0);

    let new = new.custom_field(field.as_str(), "123");
    let created = tickets.create(&new).await.unwrap().value;
    let department = bench.sim().departments()[1].as_str().into();
    tickets.transfer(&created.id, &department).await.unwrap();
    let patch = TicketPatch::new().subject("b".to_owned());
    let changed = tickets.update(&created.id, &patch).await.unwrap().value;
    assert_eq!(changed.custom_fields[&field], "123");
    tickets.close(&created.id).await.unwrap();
    bench.running.assert_documented();
}

#[tokio::test]
async fn a_token_that_may_not_read_definitions_writes_all_the_same() {
    let bench = Bench::new().await;
    bench.sim().deny("GET /external/custom-fields");
    let own = ticket(&bench).await;
    let field = bench.sim().custom_fields()[1].clone();
    let patch = TicketPatch::new().custom_field(field.as_str(), serde_json::json!("x").into_set());
    let changed = bench
        .client
        .tickets()
        .update(&own.id, &patch)
        .await
        .unwrap();
    assert_eq!(changed.value.custom_fields[&field], "x");
}

trait IntoSet: Sized {
    fn into_set(self) -> helpdesk_core::Patch<Self>;
}

impl IntoSet for serde_json::Value {
    fn into_set(self) -> helpdesk_core::Patch<Self> {
        helpdesk_core::Patch::Set(self)
    }
}

#[tokio::test]
async fn a_ticket_needs_contact_subject_and_channel() {
    let bench = Bench::new().await;
    let error = bench
        .client
        .tickets()
        .create(&NewTicket::new().tag("1"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let fields: Vec<&str> = error
        .field_errors()
        .iter()
        .map(|field| field.field.as_str())
        .collect();
    assert_eq!(fields, ["contact", "subject", "channel", "tags"]);
    let new = NewTicket::for_contact("1")
        .subject("a")
        .channel(ChannelKind::Viber);
    let error = bench.client.tickets().create(&new).await.unwrap_err();
    assert_eq!(error.field_errors()[0].field, "channel");
    assert!(bench.spent().is_empty());
}

#[tokio::test]
async fn an_account_stands_for_its_kind_when_it_is_the_only_one() {
    let bench = Bench::new().await;
    let contact = contact(&bench).await;
    let channels: Vec<_> = bench
        .client
        .directory()
        .channels_stream()
        .try_collect()
        .await
        .unwrap();
    let whatsapp = channels
        .iter()
        .find(|channel| channel.kinds == [ChannelKind::WhatsApp])
        .unwrap();
    let new = NewTicket::for_contact(contact)
        .subject("a")
        .channel(whatsapp.id.clone());
    let created = bench.client.tickets().create(&new).await.unwrap().value;
    assert_eq!(created.channel.unwrap().kind, Some(ChannelKind::WhatsApp));
    let nowhere = NewTicket::for_contact("1")
        .subject("a")
        .channel(ChannelId::new(NOBODY));
    let error = bench.client.tickets().create(&nowhere).await.unwrap_err();
    assert_eq!(error.field_errors()[0].field, "channel");
}

#[tokio::test]
async fn statuses_that_cannot_be_written_are_losses() {
    let bench = Bench::new().await;
    let own = ticket(&bench).await;
    bench.spent();
    let abandoned = TicketStatus::from("2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9");
    for status in [TicketStatus::Closed, abandoned, TicketStatus::from("spam")] {
        let patch = TicketPatch::new().status(status);
        let error = bench.client.tickets().update(&own.id, &patch).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert_eq!(error.field_errors()[0].field, "status");
    }
    assert!(bench.spent().is_empty());
    let lossy = bench.client.allow_loss();
    let patch = TicketPatch::new().status(TicketStatus::Closed);
    let closed = lossy.tickets().update(&own.id, &patch).await.unwrap();
    assert_eq!(closed.losses[0].field, Field::Status);
    assert_eq!(closed.value.status.value, TicketStatus::Resolved);
}

#[tokio::test]
async fn deleting_a_contact_closes_its_tickets() {
    let bench = Bench::new().await;
    let own = ticket(&bench).await;
    let contact = own.contact_id().unwrap().clone();
    bench.client.contacts().delete(&contact).await.unwrap();
    let gone = bench.client.contacts().get(&contact).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    let query = TicketQuery::all().status(StatusFilter::Open);
    let open: Vec<Ticket> = bench
        .client
        .tickets()
        .stream(query)
        .try_collect()
        .await
        .unwrap();
    assert!(open.is_empty());
}

#[tokio::test]
async fn notes_are_read_in_pages_and_for_tickets_only() {
    let bench = Bench::new().await;
    let contact = bench.sim().seed_contact("5511987654321", "Somebody");
    let ticket = bench.sim().seed_ticket(&contact);
    let agent = bench.sim().agents()[0].clone();
    for n in 0..7 {
        bench
            .sim()
            .add_note(&ticket, &agent, &format!("<p>note &amp; {n}</p>"));
    }
    for limit in [1, 2, 3, 7, 8, 100] {
        let mut page = PageRequest::first().limit(limit);
        let mut texts = Vec::new();
        loop {
            let target = MessageTarget::Ticket(ticket.as_str().into());
            let part = bench.client.messages().notes(&target, &page).await.unwrap();
            assert!(part.items.iter().all(helpdesk_core::Message::is_internal));
            texts.extend(part.items.into_iter().filter_map(|note| note.text));
            match part.next {
                Some(next) => page = page.after(next),
                None => break,
            }
        }
        let wanted: Vec<String> = (0..7).map(|n| format!("note & {n}")).collect();
        assert_eq!(texts, wanted, "{limit}");
    }
    bench.spent();
    let target = MessageTarget::Contact(contact.as_str().into());
    let error = bench
        .client
        .messages()
        .notes(&target, &PageRequest::first())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.field_errors()[0].field, "contact");
    assert!(bench.spent().is_empty());
}

#[tokio::test]
async fn fields_cannot_be_emptied() {
    let bench = Bench::new().await;
    let id = contact(&bench).await;
    bench.spent();
    use helpdesk_core::Patch::Clear;
    let patch = ContactPatch::new()
        .phones(Clear)
        .document(Clear)
        .owner(Clear);
    let error = bench
        .client
        .contacts()
        .update(&id, &patch)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert_eq!(error.field_errors().len(), 3);
    assert!(bench.spent().is_empty());
    let lossy = bench.client.allow_loss();
    let kept = lossy.contacts().update(&id, &patch).await.unwrap();
    assert_eq!(kept.losses.len(), 3);
    assert_eq!(kept.value.phones.len(), 1);
}

#[tokio::test]
async fn a_surname_on_the_vendors_side_is_part_of_the_name() {
    let bench = Bench::new().await;
    let new = helpdesk_cxpress::wire::NewConsumer::builder()
        .name("Ana")
        .lastname("Inventada")
        .custom_fields(vec![CustomFieldValue::new(
            bench.sim().custom_fields()[0].as_str(),
            vec!["x".to_owned()],
        )])
        .build();
    let id = bench.desk.api().consumers().create(&new).await.unwrap();
    let id: ContactId = id.wire.user_id.into();
    let contacts = bench.client.contacts();
    assert_eq!(
        contacts.get(&id).await.unwrap().name.as_deref(),
        Some("Ana Inventada")
    );
    for name in ["Bia de Lima", "Bia"] {
        let patch = ContactPatch::new().name(name.to_owned());
        let changed = contacts.update(&id, &patch).await.unwrap().value;
        assert_eq!(changed.name.as_deref(), Some(name));
        assert_eq!(changed.custom_fields.len(), 1, "untouched");
    }
    bench.running.assert_documented();
}

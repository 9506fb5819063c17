//! What is particular to this vendor's tickets behind the neutral trait, on the simulator.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use futures_util::TryStreamExt;
use helpdesk_core::{
    ChannelId, ChannelKind, ContactId, ErrorKind, Field, NewContact, NewTicket, PageRequest, Patch,
    StatusFilter, TagId, Ticket, TicketId, TicketPatch, TicketQuery, TicketStatus,
};
use helpdesk_cxpress::wire::{CustomFieldTypeId, DatatypeId, EditCustomField, EntityTypeId};
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
    assert_eq!(
        ids(by(StatusFilter::Open)).await,
        std::slice::from_ref(&one.id)
    );
    assert_eq!(
        ids(by(StatusFilter::Closed)).await,
        std::slice::from_ref(&two.id)
    );
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
    let patch = TicketPatch::new().custom_field(field.as_str(), Patch::Set("x".into()));
    let changed = bench
        .client
        .tickets()
        .update(&own.id, &patch)
        .await
        .unwrap();
    assert_eq!(changed.value.custom_fields[&field], "x");
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

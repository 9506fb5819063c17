//! What is particular to this vendor behind the neutral traits, on the simulator.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use futures_util::TryStreamExt;
use futures_util::future::join_all;
use helpdesk_core::{
    ChannelKind, ContactId, ContactPatch, ErrorKind, Field, MessageTarget, NewContact, NewTicket,
    PageRequest, Patch, PhoneKind, StatusFilter, TagId, TagQuery, TagTarget, Ticket, TicketQuery,
};
use helpdesk_cxpress::wire::CustomFieldValue;
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
    let patch = ContactPatch::new()
        .phones(Patch::Clear)
        .document(Patch::Clear)
        .owner(Patch::Clear);
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

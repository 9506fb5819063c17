//! Contacts of the in-memory desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;

use common::{Hand, ana, assert_invalid, assert_kind, assert_untouched, field, ticket};
use futures_util::TryStreamExt;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    ChannelKind, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Delivery, ErrorKind,
    MessageTarget, NewContact, NewTag, PageRequest, Patch, StatusFilter, TagScope, TicketQuery,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_created_contact_holds_all_that_was_given() {
    let hand = Hand::at("2026-03-01T10:00:00Z");
    let desk = MemoryDesk::builder().clock(Arc::new(hand.clone())).build();
    let client = desk.client();
    let tag = client
        .tags()
        .create(&NewTag::named("vip"))
        .await
        .unwrap()
        .value;
    let new = NewContact::named("Ana")
        .phone("(55) 11 98765-4321")
        .email(" ana@example.org ")
        .document("123.456.789-09")
        .handle("instagram", "@ana")
        .channel(ChannelKind::WhatsApp)
        .tag(&tag.id)
        .custom_field("city", "Recife")
        .custom_field("plan", "paid")
        .owner("agent-1")
        .organization("org-9");

    let written = client.contacts().create(&new).await.unwrap();

    assert!(written.losses.is_empty());
    let contact = written.value;
    assert_eq!(contact.name.as_deref(), Some("Ana"));
    assert_eq!(contact.phones[0].number, "+5511987654321");
    assert_eq!(contact.emails, ["ana@example.org"]);
    assert_eq!(contact.document.as_deref(), Some("123.456.789-09"));
    assert_eq!(contact.handles[0].network, "instagram");
    assert_eq!(contact.tags[0].id.as_ref(), Some(&tag.id));
    assert_eq!(contact.tags[0].name.as_deref(), Some("vip"));
    assert_eq!(contact.custom_fields["city"], "Recife");
    assert_eq!(
        contact.owner.as_ref().unwrap().name.as_deref(),
        Some("Ana Souza")
    );
    assert_eq!(
        contact
            .organization
            .as_ref()
            .unwrap()
            .id
            .as_ref()
            .unwrap()
            .as_str(),
        "org-9"
    );
    let channel = contact.channel.as_ref().unwrap();
    assert_eq!(channel.kind, Some(ChannelKind::WhatsApp));
    assert_eq!(channel.id.as_ref().unwrap().as_str(), "channel-1");
    assert_eq!(contact.blocked, Some(false));
    assert_eq!(
        contact.created_at,
        Some("2026-03-01T10:00:00Z".parse().unwrap())
    );
    assert_eq!(contact.updated_at, contact.created_at);
    assert!(contact.not_sent.is_empty());
    assert_eq!(client.contacts().get(&contact.id).await.unwrap(), contact);

    let own = contact.vendor_data.decode::<Value>().unwrap();
    assert_eq!(own["object"], "contact");
    assert_eq!(own["id"], contact.id.as_str());
    assert_eq!(own["phones"][0]["number"], "+5511987654321");
}

#[tokio::test]
async fn a_contact_needs_something_to_be_known_by() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let create = |new: NewContact| {
        let contacts = contacts.clone();
        async move { contacts.create(&new).await }
    };
    assert_invalid(create(NewContact::new()).await, "name");
    assert_invalid(create(NewContact::new().tag("tag-1")).await, "name");
    assert_invalid(create(NewContact::named("  ")).await, "name");
    assert_invalid(create(NewContact::named("A").phone("soon")).await, "phones");
    assert_invalid(create(NewContact::named("A").phone("")).await, "phones");
    assert_invalid(
        create(NewContact::named("A").email("nowhere")).await,
        "emails",
    );
    assert_invalid(
        create(NewContact::named("A").document(" - ")).await,
        "document",
    );
    assert_invalid(
        create(NewContact::named("A").handle("x", "")).await,
        "handles",
    );
    assert_invalid(create(NewContact::named("A").tag("tag-99")).await, "tags");
    assert_invalid(
        create(NewContact::named("A").owner("agent-99")).await,
        "owner",
    );
    assert_invalid(
        create(NewContact::named("A").channel(ChannelKind::Viber)).await,
        "channel",
    );
    assert_invalid(
        create(NewContact::named("A").custom_field("shoe", 43)).await,
        "custom_fields",
    );
    assert_invalid(
        create(NewContact::named("A").custom_field("city", 43)).await,
        "custom_fields",
    );
    assert_invalid(
        create(NewContact::named("A").custom_field("plan", "gold")).await,
        "custom_fields",
    );
    assert_untouched(&desk, 0);
    assert!(desk.deliveries().is_empty());

    create(NewContact::new().phone("+5511987654321"))
        .await
        .unwrap();
    create(NewContact::new().email("b@example.org"))
        .await
        .unwrap();
    create(NewContact::new().document("77")).await.unwrap();
    create(NewContact::new().handle("telegram", "c"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_person_is_there_once() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let known = contacts
        .create(
            &NewContact::named("Ana")
                .phone("+5511987654321")
                .email("ana@example.org")
                .document("123.456.789-09"),
        )
        .await
        .unwrap()
        .value;
    let before = desk.journal().len();
    for (new, name) in [
        (NewContact::named("B").phone("55 11 8765-4321"), "phones"),
        (NewContact::named("B").email("ANA@example.org"), "emails"),
        (NewContact::named("B").document("12345678909"), "document"),
    ] {
        let error = contacts.create(&new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(error.existing_id(), Some(known.id.as_str()));
        assert_eq!(error.delivery(), Delivery::Answered);
        assert_eq!(field(&error), name);
    }
    assert_untouched(&desk, before);

    let other = contacts
        .create(&NewContact::named("B"))
        .await
        .unwrap()
        .value;
    let patch = ContactPatch::new().phones(vec!["551187654321".to_owned()]);
    let error = contacts.update(&other.id, &patch).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some(known.id.as_str()));
    assert_eq!(contacts.get(&other.id).await.unwrap(), other);
}

#[tokio::test]
async fn finding_knows_every_spelling() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let new = NewContact::named("Ana")
        .phone("551187654321")
        .email("Ana@Example.org")
        .document("12.345-x");
    let ana = contacts.create(&new).await.unwrap().value;
    contacts
        .create(&NewContact::named("B").phone("551134567890"))
        .await
        .unwrap();

    assert_eq!(
        contacts.find_by_phone("+55 (11) 98765-4321").await.unwrap(),
        std::slice::from_ref(&ana)
    );
    assert_eq!(
        contacts.find_by_email("ana@example.ORG").await.unwrap(),
        std::slice::from_ref(&ana)
    );
    assert_eq!(contacts.find_by_document("12345X").await.unwrap(), [ana]);
    assert_eq!(contacts.find_by_phone("+5511900000000").await.unwrap(), []);
    assert_eq!(contacts.find_by_document("").await.unwrap(), []);
    assert_invalid(
        contacts.find(&ContactKey::Phone("ana".into())).await,
        "phones",
    );
}

#[tokio::test]
async fn an_update_keeps_what_it_does_not_name() {
    let hand = Hand::at("2026-03-01T10:00:00Z");
    let desk = MemoryDesk::builder().clock(Arc::new(hand.clone())).build();
    let contacts = desk.client().contacts();
    let new = NewContact::named("Ana")
        .phone("+5511987654321")
        .email("ana@example.org")
        .document("77")
        .custom_field("city", "Recife")
        .custom_field("plan", "free")
        .owner("agent-1");
    let before = contacts.create(&new).await.unwrap().value;

    hand.set("2026-03-02T10:00:00Z");
    let patch = ContactPatch::new()
        .name("Ana Maria".to_owned())
        .document(Patch::Clear)
        .custom_field("plan", json!("paid"))
        .owner(Patch::Clear);
    let after = contacts.update(&before.id, &patch).await.unwrap().value;

    assert_eq!(after.name.as_deref(), Some("Ana Maria"));
    assert_eq!((&after.document, &after.owner), (&None, &None));
    assert_eq!(after.custom_fields["plan"], "paid");
    assert_eq!(after.custom_fields["city"], "Recife");
    assert_eq!(
        (&after.phones, &after.emails),
        (&before.phones, &before.emails)
    );
    assert_eq!(after.created_at, before.created_at);
    assert_eq!(
        after.updated_at,
        Some("2026-03-02T10:00:00Z".parse().unwrap())
    );
    assert_eq!(contacts.get(&before.id).await.unwrap(), after);

    let patch = ContactPatch::new()
        .custom_field("city", Patch::Clear)
        .emails(Patch::Clear);
    let after = contacts.update(&before.id, &patch).await.unwrap().value;
    assert!(after.emails.is_empty() && !after.custom_fields.contains_key("city"));
}

#[tokio::test]
async fn an_update_that_changes_nothing_is_no_change() {
    let desk = MemoryDesk::new();
    let ana = ana(&desk).await;
    let sent = desk.deliveries().len();
    let patch = ContactPatch::new()
        .name("Ana".to_owned())
        .phones(vec!["+55 11 98765 4321".to_owned()]);
    let same = desk
        .client()
        .contacts()
        .update(&ana.id, &patch)
        .await
        .unwrap()
        .value;
    assert_eq!(same, ana);
    assert!(!desk.journal().last().unwrap().wrote);
    assert_eq!(desk.deliveries().len(), sent);
}

#[tokio::test]
async fn an_update_is_checked_as_a_create_is() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let only_phone = contacts
        .create(&NewContact::new().phone("+5511987654321"))
        .await
        .unwrap()
        .value;
    let update = |patch: ContactPatch| {
        let (contacts, id) = (contacts.clone(), only_phone.id.clone());
        async move { contacts.update(&id, &patch).await }
    };
    assert_invalid(
        update(ContactPatch::new().name(" ".to_owned())).await,
        "name",
    );
    assert_invalid(
        update(ContactPatch::new().phones(Patch::Clear)).await,
        "name",
    );
    assert_invalid(
        update(ContactPatch::new().phones(vec!["x".to_owned()])).await,
        "phones",
    );
    assert_invalid(
        update(ContactPatch::new().emails(vec!["x".to_owned()])).await,
        "emails",
    );
    assert_invalid(
        update(ContactPatch::new().custom_field("shoe", json!(1))).await,
        "custom_fields",
    );
    assert_eq!(contacts.get(&only_phone.id).await.unwrap(), only_phone);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let nobody = ContactId::new("contact-99");
    assert_kind(contacts.get(&nobody).await, ErrorKind::NotFound);
    assert_kind(
        contacts
            .update(&nobody, &ContactPatch::new().name("X".to_owned()))
            .await,
        ErrorKind::NotFound,
    );
    assert_kind(contacts.delete(&nobody).await, ErrorKind::NotFound);
    assert_kind(contacts.block(&nobody).await, ErrorKind::NotFound);
    assert_untouched(&desk, 0);
}

#[tokio::test]
async fn deleting_takes_tickets_and_messages_along() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let ticket = ticket(&desk, &ana).await;
    desk.receive(&ana.id, "hello").unwrap();

    client.contacts().delete(&ana.id).await.unwrap();

    assert_kind(client.contacts().get(&ana.id).await, ErrorKind::NotFound);
    assert_kind(client.tickets().get(&ticket.id).await, ErrorKind::NotFound);
    let target = MessageTarget::Contact(ana.id.clone());
    assert_kind(
        client.messages().list(&target, &PageRequest::first()).await,
        ErrorKind::NotFound,
    );
    let all = TicketQuery::all().status(StatusFilter::Any);
    assert_eq!(
        client
            .tickets()
            .list(&all, &PageRequest::first())
            .await
            .unwrap()
            .total,
        Some(0)
    );
    let next = common::ana(&desk).await;
    assert_ne!(next.id, ana.id, "an identifier is never given twice");
}

#[tokio::test]
async fn a_blocked_contact_cannot_write() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let ana = ana(&desk).await;
    contacts.block(&ana.id).await.unwrap();
    assert_eq!(contacts.get(&ana.id).await.unwrap().blocked, Some(true));
    assert_eq!(
        desk.receive(&ana.id, "hi").unwrap_err().kind(),
        ErrorKind::Conflict
    );
    contacts.unblock(&ana.id).await.unwrap();
    desk.receive(&ana.id, "hi").unwrap();
}

#[tokio::test]
async fn lists_filter_and_search() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let tag = client
        .tags()
        .create(&NewTag::named("vip").scope(TagScope::Contact))
        .await
        .unwrap()
        .value;
    let new = NewContact::named("Ana Souza")
        .phone("+5511987654321")
        .tag(&tag.id);
    client.contacts().create(&new).await.unwrap();
    let new = NewContact::named("Bruno")
        .email("bruno@shop.example")
        .document("AB-77");
    client.contacts().create(&new).await.unwrap();
    let names = |query: ContactQuery| {
        let contacts = client.contacts();
        async move {
            let found: Vec<Contact> = contacts.stream(query).try_collect().await.unwrap();
            found
                .into_iter()
                .map(|own| own.name.unwrap())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(names(ContactQuery::all()).await, ["Ana Souza", "Bruno"]);
    assert_eq!(
        names(ContactQuery::all().with_tag(&tag.id)).await,
        ["Ana Souza"]
    );
    assert_eq!(names(ContactQuery::search("souza")).await, ["Ana Souza"]);
    assert_eq!(names(ContactQuery::search("98765")).await, ["Ana Souza"]);
    assert_eq!(
        names(ContactQuery::search("551187654321")).await,
        ["Ana Souza"]
    );
    assert_eq!(names(ContactQuery::search("SHOP")).await, ["Bruno"]);
    assert_eq!(names(ContactQuery::search("ab-77")).await, ["Bruno"]);
    assert_eq!(
        names(ContactQuery::search("bruno").with_tag(&tag.id)).await,
        [""; 0]
    );
}

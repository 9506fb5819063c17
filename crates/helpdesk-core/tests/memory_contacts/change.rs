//! Contacts that are changed, blocked and deleted.

use std::sync::Arc;

use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    ContactPatch, ErrorKind, MessageTarget, NewContact, PageRequest, Patch, StatusFilter,
    TicketQuery,
};
use serde_json::json;

use crate::common::{self, Hand, ana, assert_invalid, assert_kind, ticket};

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

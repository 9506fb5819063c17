//! New contacts.

use std::sync::Arc;

use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{ChannelKind, ContactPatch, Delivery, ErrorKind, NewContact, NewTag};
use serde_json::Value;

use crate::common::{Hand, assert_invalid, assert_untouched, field};

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

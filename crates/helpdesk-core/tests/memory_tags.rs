//! Tags of the in-memory desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{ana, assert_invalid, assert_kind, assert_untouched, ticket};
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    ContactId, Delivery, ErrorKind, NewTag, PageRequest, Patch, TagId, TagPatch, TagQuery,
    TagScope, TagTarget, TicketId,
};
use serde_json::Value;

#[tokio::test]
async fn names_are_there_once_in_a_scope() {
    let desk = MemoryDesk::new();
    let tags = desk.client().tags();
    let new = NewTag::named("vip")
        .scope(TagScope::Contact)
        .group("people")
        .color("#00ff00");
    let vip = tags.create(&new).await.unwrap().value;
    assert_eq!(
        (&*vip.name, vip.scope, vip.active),
        ("vip", TagScope::Contact, true)
    );
    assert_eq!(vip.group.as_deref(), Some("people"));
    assert_eq!(
        vip.vendor_data.decode::<Value>().unwrap()["color"],
        "#00ff00"
    );
    assert_eq!(tags.get(&vip.id).await.unwrap(), vip);

    for scope in [TagScope::Contact, TagScope::Both] {
        let error = tags
            .create(&NewTag::named("vip").scope(scope))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(error.existing_id(), Some(vip.id.as_str()));
        assert_eq!(error.delivery(), Delivery::Answered);
    }
    let other = tags
        .create(&NewTag::named("vip").scope(TagScope::Ticket))
        .await
        .unwrap()
        .value;
    assert_eq!(
        tags.create(&NewTag::named("VIP"))
            .await
            .unwrap()
            .value
            .scope,
        TagScope::Both
    );
    assert_invalid(tags.create(&NewTag::named(" ")).await, "name");
    assert_invalid(
        tags.create(&NewTag::named("x").color("green")).await,
        "color",
    );

    let found = tags.find_by_name("vip", TagScope::Ticket).await.unwrap();
    assert_eq!(found, Some(other));
    let query = TagQuery::scope(TagScope::Contact);
    let page = tags.list(&query, &PageRequest::first()).await.unwrap();
    assert_eq!(
        page.items.iter().map(|tag| &*tag.name).collect::<Vec<_>>(),
        ["vip", "VIP"]
    );
}

#[tokio::test]
async fn a_new_name_is_seen_everywhere() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let vip = client
        .tags()
        .create(&NewTag::named("vip").color("#00ff00"))
        .await
        .unwrap()
        .value;
    client.tags().attach(&vip.id, ana.id.clone()).await.unwrap();
    let renamed = client
        .tags()
        .update(&vip.id, &TagPatch::rename("gold"))
        .await
        .unwrap()
        .value;
    assert_eq!(renamed.name, "gold");
    assert_eq!(
        renamed.vendor_data.decode::<Value>().unwrap()["color"],
        "#00ff00"
    );
    let contact = client.contacts().get(&ana.id).await.unwrap();
    assert_eq!(contact.tags[0].name.as_deref(), Some("gold"));

    let mut patch = TagPatch::default();
    patch.color = Patch::Clear;
    let plain = client.tags().update(&vip.id, &patch).await.unwrap().value;
    assert_eq!(
        (&*plain.name, &plain.vendor_data.to_value()["color"]),
        ("gold", &Value::Null)
    );
    patch.name = Patch::Clear;
    assert_invalid(client.tags().update(&vip.id, &patch).await, "name");
    client
        .tags()
        .create(&NewTag::named("silver"))
        .await
        .unwrap();
    let taken = client
        .tags()
        .update(&vip.id, &TagPatch::rename("silver"))
        .await;
    assert_kind(taken, ErrorKind::Conflict);

    client.tags().delete(&vip.id).await.unwrap();
    assert!(
        client
            .contacts()
            .get(&ana.id)
            .await
            .unwrap()
            .tags
            .is_empty()
    );
    assert_kind(client.tags().get(&vip.id).await, ErrorKind::NotFound);
    assert_kind(client.tags().delete(&vip.id).await, ErrorKind::NotFound);
    assert_kind(
        client.tags().update(&vip.id, &TagPatch::rename("x")).await,
        ErrorKind::NotFound,
    );
}

#[tokio::test]
async fn attaching_and_detaching_can_be_repeated() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let ticket = ticket(&desk, &ana).await;
    let tag = client
        .tags()
        .create(&NewTag::named("t"))
        .await
        .unwrap()
        .value
        .id;
    let targets = [
        TagTarget::Contact(ana.id.clone()),
        TagTarget::Ticket(ticket.id.clone()),
    ];
    for target in targets {
        for (expected, wrote) in [(1, true), (1, false)] {
            client.tags().attach(&tag, target.clone()).await.unwrap();
            assert_eq!(desk.journal().last().unwrap().wrote, wrote);
            assert_eq!(tags_on(&desk, &target).await, expected);
        }
        for wrote in [true, false] {
            client.tags().detach(&tag, target.clone()).await.unwrap();
            assert_eq!(desk.journal().last().unwrap().wrote, wrote);
            assert_eq!(tags_on(&desk, &target).await, 0);
        }
    }
    let none = TagId::new("tag-99");
    assert_kind(
        client.tags().attach(&none, ana.id.clone()).await,
        ErrorKind::NotFound,
    );
    assert_kind(
        client.tags().attach(&tag, ContactId::new("x")).await,
        ErrorKind::NotFound,
    );
    assert_kind(
        client.tags().attach(&tag, TicketId::new("x")).await,
        ErrorKind::NotFound,
    );
    assert_kind(
        client.tags().detach(&tag, ContactId::new("x")).await,
        ErrorKind::NotFound,
    );
}

async fn tags_on(desk: &MemoryDesk, target: &TagTarget) -> usize {
    let client = desk.client();
    match target {
        TagTarget::Contact(id) => client.contacts().get(id).await.unwrap().tags.len(),
        TagTarget::Ticket(id) => client.tickets().get(id).await.unwrap().tags.len(),
        _ => unreachable!(),
    }
}

#[tokio::test]
async fn a_tag_of_the_wrong_scope_is_refused_first() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let ticket = ticket(&desk, &ana).await;
    let of_contacts = NewTag::named("a").scope(TagScope::Contact);
    let of_contacts = client.tags().create(&of_contacts).await.unwrap().value.id;
    let of_tickets = NewTag::named("b").scope(TagScope::Ticket);
    let of_tickets = client.tags().create(&of_tickets).await.unwrap().value.id;
    let before = desk.journal().len();
    assert_invalid(
        client.tags().attach(&of_contacts, ticket.id.clone()).await,
        "tags",
    );
    assert_invalid(
        client.tags().attach(&of_tickets, ana.id.clone()).await,
        "tags",
    );
    assert_invalid(
        client.tags().detach(&of_tickets, ana.id.clone()).await,
        "tags",
    );
    assert_invalid(
        client
            .tags()
            .attach(&of_tickets, ContactId::new("nobody"))
            .await,
        "tags",
    );
    assert_untouched(&desk, before);
    assert!(
        client
            .tickets()
            .get(&ticket.id)
            .await
            .unwrap()
            .tags
            .is_empty()
    );
}

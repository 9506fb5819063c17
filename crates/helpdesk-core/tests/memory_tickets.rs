//! Tickets of the in-memory desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;

use common::{Hand, ana, assert_invalid, assert_kind, assert_untouched, ticket};
use futures_util::TryStreamExt;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    AgentId, ChannelKind, DepartmentId, ErrorKind, NewContact, NewTag, NewTicket, Patch,
    StatusCategory, StatusFilter, TagScope, Ticket, TicketId, TicketPatch, TicketPriority,
    TicketQuery, TicketStatus, Timestamp,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_created_ticket_holds_all_that_was_given() {
    let hand = Hand::at("2026-03-01T10:00:00Z");
    let desk = MemoryDesk::builder().clock(Arc::new(hand)).build();
    let client = desk.client();
    let ana = ana(&desk).await;
    let tag = client
        .tags()
        .create(&NewTag::named("urgent"))
        .await
        .unwrap()
        .value;
    let due: Timestamp = "2026-03-05T00:00:00Z".parse().unwrap();
    let new = NewTicket::for_contact(&ana.id)
        .subject("Invoice")
        .text("It is wrong.")
        .channel(ChannelKind::Email)
        .department("department-1")
        .assignee("agent-1")
        .status(TicketStatus::Pending)
        .priority(TicketPriority::High)
        .tag(&tag.id)
        .custom_field("order", "A-1")
        .due_at(due);

    let ticket = client.tickets().create(&new).await.unwrap().value;

    assert_eq!(ticket.number.as_deref(), Some("T-1"));
    assert_eq!(ticket.subject.as_deref(), Some("Invoice"));
    assert_eq!(ticket.description.as_deref(), Some("It is wrong."));
    assert_eq!(ticket.status.value, TicketStatus::Pending);
    assert_eq!(ticket.status.category, StatusCategory::Waiting);
    assert_eq!(
        ticket.priority.as_ref().unwrap().value,
        TicketPriority::High
    );
    assert_eq!(ticket.contact_id(), Some(&ana.id));
    assert_eq!(
        ticket.contact.as_ref().unwrap().name.as_deref(),
        Some("Ana")
    );
    assert_eq!(
        ticket.assignee.as_ref().unwrap().name.as_deref(),
        Some("Ana Souza")
    );
    assert_eq!(
        ticket.department.as_ref().unwrap().name.as_deref(),
        Some("Support")
    );
    assert_eq!(
        ticket.channel.as_ref().unwrap().kind,
        Some(ChannelKind::Email)
    );
    assert_eq!(ticket.tags[0].name.as_deref(), Some("urgent"));
    assert_eq!(ticket.custom_fields["order"], "A-1");
    assert_eq!(ticket.conversations[0].as_str(), ticket.id.as_str());
    assert_eq!((ticket.due_at, ticket.closed_at), (Some(due), None));
    assert_eq!(
        ticket.created_at,
        Some("2026-03-01T10:00:00Z".parse().unwrap())
    );
    assert_eq!(client.tickets().get(&ticket.id).await.unwrap(), ticket);
    assert_eq!(
        ticket.vendor_data.decode::<Value>().unwrap()["number"],
        "T-1"
    );
}

#[tokio::test]
async fn a_create_is_checked() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let tag = client
        .tags()
        .create(&NewTag::named("c").scope(TagScope::Contact))
        .await
        .unwrap()
        .value;
    let before = desk.journal().len();
    let create = |new: NewTicket| {
        let tickets = client.tickets();
        async move { tickets.create(&new).await }
    };
    let new = || NewTicket::for_contact(&ana.id);
    assert_invalid(create(NewTicket::new().subject("x")).await, "contact");
    assert_kind(
        create(NewTicket::for_contact("contact-99")).await,
        ErrorKind::NotFound,
    );
    assert_invalid(create(new().assignee("agent-99")).await, "assignee");
    assert_invalid(
        create(new().department("department-99")).await,
        "department",
    );
    assert_invalid(create(new().tag(&tag.id)).await, "tags");
    assert_invalid(
        create(new().custom_field("city", "x")).await,
        "custom_fields",
    );
    assert_untouched(&desk, before);
}

#[tokio::test]
async fn unknown_values_survive() {
    let desk = MemoryDesk::new();
    let tickets = desk.client().tickets();
    let ana = ana(&desk).await;
    let new = NewTicket::for_contact(&ana.id)
        .status(TicketStatus::from("escalated"))
        .priority(TicketPriority::from("blocker"));
    let made = tickets.create(&new).await.unwrap().value;
    let read = tickets.get(&made.id).await.unwrap();
    assert_eq!(read.status.value.as_str(), "escalated");
    assert_eq!(read.status.raw, "escalated");
    assert_eq!(read.status.category, StatusCategory::Unknown);
    assert_eq!(read.priority.as_ref().unwrap().value.as_str(), "blocker");

    let patch = TicketPatch::new()
        .priority(read.priority.unwrap().value)
        .status(read.status.value);
    let again = tickets.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(again, made);
}

#[tokio::test]
async fn an_update_keeps_what_it_does_not_name() {
    let desk = MemoryDesk::new();
    let tickets = desk.client().tickets();
    let ana = ana(&desk).await;
    let new = NewTicket::for_contact(&ana.id)
        .subject("Invoice")
        .text("Wrong")
        .priority(TicketPriority::Low)
        .custom_field("order", "A-1")
        .assignee("agent-2");
    let before = tickets.create(&new).await.unwrap().value;
    let patch = TicketPatch::new()
        .subject("Invoice 7".to_owned())
        .priority(Patch::Clear);
    let after = tickets.update(&before.id, &patch).await.unwrap().value;
    assert_eq!(after.subject.as_deref(), Some("Invoice 7"));
    assert_eq!(after.priority, None);
    assert_eq!(after.description, before.description);
    assert_eq!(after.custom_fields, before.custom_fields);
    assert_eq!(
        (&after.assignee, &after.status),
        (&before.assignee, &before.status)
    );

    let patch = TicketPatch::new()
        .description(Patch::Clear)
        .custom_field("order", json!("B-2"))
        .due_at("2026-03-05T00:00:00Z".parse::<Timestamp>().unwrap());
    let after = tickets.update(&before.id, &patch).await.unwrap().value;
    assert_eq!(
        (after.description, &after.custom_fields["order"]),
        (None, &json!("B-2"))
    );
    assert!(after.due_at.is_some());
    let patch = TicketPatch::new().status(Patch::Clear);
    assert_invalid(tickets.update(&before.id, &patch).await, "status");
}

#[tokio::test]
async fn closing_twice_is_closing_once() {
    let hand = Hand::at("2026-03-01T10:00:00Z");
    let desk = MemoryDesk::builder().clock(Arc::new(hand.clone())).build();
    let tickets = desk.client().tickets();
    let ticket = ticket(&desk, &ana(&desk).await).await;
    assert_kind(tickets.reopen(&ticket.id).await, ErrorKind::Conflict);

    hand.set("2026-03-01T11:00:00Z");
    let closed = tickets.close(&ticket.id).await.unwrap();
    assert_eq!(closed.status.value, TicketStatus::Closed);
    assert_eq!(
        closed.closed_at,
        Some("2026-03-01T11:00:00Z".parse().unwrap())
    );

    hand.set("2026-03-01T12:00:00Z");
    let sent = desk.deliveries().len();
    assert_eq!(tickets.close(&ticket.id).await.unwrap(), closed);
    assert!(!desk.journal().last().unwrap().wrote);
    assert_eq!(desk.deliveries().len(), sent);

    let open = tickets.reopen(&ticket.id).await.unwrap();
    assert_eq!(open.status.category, StatusCategory::Open);
    assert_eq!(open.closed_at, None);
    assert_kind(tickets.reopen(&ticket.id).await, ErrorKind::Conflict);

    let resolve = TicketPatch::new().status(TicketStatus::Resolved);
    let resolved = tickets.update(&ticket.id, &resolve).await.unwrap().value;
    hand.set("2026-03-01T13:00:00Z");
    let close = TicketPatch::new().status(TicketStatus::Closed);
    let closed = tickets.update(&ticket.id, &close).await.unwrap().value;
    assert_eq!(closed.closed_at, resolved.closed_at, "it was closed before");
    let resolved = tickets.update(&ticket.id, &resolve).await.unwrap().value;
    assert!(resolved.closed_at.is_some());
    assert_eq!(
        tickets.close(&ticket.id).await.unwrap(),
        resolved,
        "resolved counts as closed"
    );
}

#[tokio::test]
async fn tickets_change_hands() {
    let desk = MemoryDesk::new();
    let tickets = desk.client().tickets();
    let ticket = ticket(&desk, &ana(&desk).await).await;
    let bruno = AgentId::new("agent-2");
    let sales = DepartmentId::new("department-2");
    let assigned = tickets.assign(&ticket.id, &bruno).await.unwrap();
    assert_eq!(assigned.assignee.as_ref().unwrap().id, Some(bruno.clone()));
    assert_eq!(assigned.subject, ticket.subject);
    let moved = tickets.transfer(&ticket.id, &sales).await.unwrap();
    assert_eq!(moved.department.as_ref().unwrap().id, Some(sales));
    assert_eq!(moved.assignee, assigned.assignee);
    assert_eq!(tickets.unassign(&ticket.id).await.unwrap().assignee, None);
    assert_eq!(tickets.unassign(&ticket.id).await.unwrap().assignee, None);

    assert_kind(
        tickets.assign(&ticket.id, &AgentId::new("agent-9")).await,
        ErrorKind::NotFound,
    );
    let nowhere = DepartmentId::new("department-9");
    assert_kind(
        tickets.transfer(&ticket.id, &nowhere).await,
        ErrorKind::NotFound,
    );
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = MemoryDesk::new();
    let tickets = desk.client().tickets();
    let none = TicketId::new("ticket-99");
    let patch = TicketPatch::new().subject("x".to_owned());
    assert_kind(tickets.get(&none).await, ErrorKind::NotFound);
    assert_kind(tickets.update(&none, &patch).await, ErrorKind::NotFound);
    assert_kind(
        tickets.assign(&none, &AgentId::new("agent-1")).await,
        ErrorKind::NotFound,
    );
    assert_kind(tickets.unassign(&none).await, ErrorKind::NotFound);
    assert_kind(
        tickets
            .transfer(&none, &DepartmentId::new("department-1"))
            .await,
        ErrorKind::NotFound,
    );
    assert_kind(tickets.close(&none).await, ErrorKind::NotFound);
    assert_kind(tickets.reopen(&none).await, ErrorKind::NotFound);
    assert_kind(tickets.delete(&none).await, ErrorKind::NotFound);

    let ticket = ticket(&desk, &ana(&desk).await).await;
    tickets.delete(&ticket.id).await.unwrap();
    assert_kind(tickets.get(&ticket.id).await, ErrorKind::NotFound);
    assert_kind(tickets.delete(&ticket.id).await, ErrorKind::NotFound);
}

#[tokio::test]
async fn lists_filter() {
    let hand = Hand::at("2026-03-01T10:00:00Z");
    let desk = MemoryDesk::builder().clock(Arc::new(hand.clone())).build();
    let client = desk.client();
    let ana = ana(&desk).await;
    let bob = client
        .contacts()
        .create(&NewContact::named("Bob"))
        .await
        .unwrap()
        .value;
    let tag = client
        .tags()
        .create(&NewTag::named("t"))
        .await
        .unwrap()
        .value;
    let make = |new: NewTicket| {
        let tickets = client.tickets();
        async move { tickets.create(&new).await.unwrap().value.id }
    };
    let open = make(NewTicket::for_contact(&ana.id).assignee("agent-1")).await;
    let waiting = make(
        NewTicket::for_contact(&ana.id)
            .status(TicketStatus::OnHold)
            .tag(&tag.id),
    )
    .await;
    hand.set("2026-03-02T10:00:00Z");
    let closed = make(NewTicket::for_contact(&bob.id).status(TicketStatus::Closed)).await;
    let odd = make(
        NewTicket::for_contact(&bob.id)
            .status("odd".into())
            .department("department-2"),
    )
    .await;
    let ids = |query: TicketQuery| {
        let tickets = client.tickets();
        async move {
            let found: Vec<Ticket> = tickets.stream(query).try_collect().await.unwrap();
            found.into_iter().map(|own| own.id).collect::<Vec<_>>()
        }
    };
    let all = TicketQuery::all;
    assert_eq!(
        ids(all()).await,
        [open.clone(), waiting.clone(), closed.clone(), odd.clone()]
    );
    assert_eq!(
        ids(all().status(StatusFilter::Open)).await,
        std::slice::from_ref(&open)
    );
    assert_eq!(
        ids(all().status(StatusFilter::Waiting)).await,
        std::slice::from_ref(&waiting)
    );
    assert_eq!(
        ids(all().status(StatusFilter::Closed)).await,
        std::slice::from_ref(&closed)
    );
    assert_eq!(
        ids(all().contact(&bob.id)).await,
        [closed.clone(), odd.clone()]
    );
    assert_eq!(ids(all().assignee("agent-1")).await, [open]);
    assert_eq!(
        ids(all().department("department-2")).await,
        std::slice::from_ref(&odd)
    );
    assert_eq!(ids(all().tag(&tag.id)).await, [waiting]);
    let since = "2026-03-02T10:00:00Z".parse().unwrap();
    assert_eq!(ids(all().updated_since(since)).await, [closed, odd]);
    assert_eq!(
        ids(all().contact(&ana.id).status(StatusFilter::Closed)).await,
        []
    );
}

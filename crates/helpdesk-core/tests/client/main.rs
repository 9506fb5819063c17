//! The conveniences of the client: find-or-create, upsert, close-by-contact, the native client.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod wrapper;

use std::sync::atomic::AtomicBool;

use common::{ana, assert_kind, field, ticket};
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    Client, Error, ErrorKind, Field, NewContact, NewTag, NewTicket, Operation, TicketStatus,
};
use wrapper::{Finds, Wrapper};

fn count(desk: &MemoryDesk, operation: Operation) -> usize {
    desk.journal()
        .iter()
        .filter(|entry| entry.operation == operation)
        .count()
}

#[tokio::test]
async fn another_spelling_makes_no_second_contact() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let first = contacts
        .find_or_create(&NewContact::named("Ana").phone("5511987654321"))
        .await
        .unwrap();
    assert!(first.created);
    for spelling in ["551187654321", "+55 (11) 98765-4321", "55 11 8765 4321"] {
        let again = NewContact::named("Other").phone(spelling);
        let found = contacts.find_or_create(&again).await.unwrap();
        assert!(!found.created);
        assert_eq!(found.contact, first.contact, "it stays as it is");
    }
    assert_eq!(count(&desk, Operation::ContactsCreate), 1);
    assert_eq!(count(&desk, Operation::ContactsUpdate), 0);
}

#[tokio::test]
async fn a_search_that_the_vendor_lacks_is_skipped() {
    let desk = MemoryDesk::builder()
        .without(Operation::ContactsFindByPhone)
        .without(Operation::ContactsFindByDocument)
        .build();
    let contacts = desk.client().contacts();
    let new = NewContact::named("Ana")
        .phone("5511987654321")
        .document("7")
        .email("a@example.org");
    let first = contacts.find_or_create(&new).await.unwrap();
    let found = contacts.find_or_create(&new).await.unwrap();
    assert_eq!((found.created, found.contact), (false, first.contact));
    assert_eq!(count(&desk, Operation::ContactsFindByEmail), 2);
}

#[tokio::test]
async fn a_conflict_that_names_the_contact_gives_it_back() {
    let desk = MemoryDesk::builder()
        .without(Operation::ContactsFindByPhone)
        .build();
    let contacts = desk.client().contacts();
    let first = contacts
        .find_or_create(&NewContact::named("Ana").phone("5511987654321"))
        .await
        .unwrap();
    let again = contacts
        .find_or_create(&NewContact::named("B").phone("551187654321"))
        .await
        .unwrap();
    assert_eq!((again.created, again.contact), (false, first.contact));
}

#[tokio::test]
async fn a_conflict_that_names_nobody_is_looked_up() {
    let desk = MemoryDesk::new();
    let ana = ana(&desk).await;
    let finds = Finds::NobodyOnce(AtomicBool::new(false));
    let client = Client::new(Wrapper { desk, finds });
    let new = NewContact::named("Ana").phone("5511987654321");
    let found = client.contacts().find_or_create(&new).await.unwrap();
    assert_eq!((found.created, found.contact), (false, ana));
}

#[tokio::test]
async fn several_matches_are_a_conflict() {
    let desk = MemoryDesk::new();
    ana(&desk).await;
    desk.client()
        .contacts()
        .create(&NewContact::named("Bob"))
        .await
        .unwrap();
    let client = Client::new(Wrapper {
        desk: desk.clone(),
        finds: Finds::Everybody,
    });
    let before = count(&desk, Operation::ContactsCreate);
    let new = NewContact::named("C").phone("+5511911112222");
    for error in [
        client.contacts().find_or_create(&new).await.unwrap_err(),
        client.contacts().upsert(&new).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(error.operation(), Some("contacts.find_by_phone"));
        assert_eq!(field(&error), "phones");
    }
    assert_eq!(count(&desk, Operation::ContactsCreate), before);
}

#[tokio::test]
async fn other_failures_come_through() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let new = NewContact::named("Ana").phone("5511987654321");
    desk.fail_next(
        Operation::ContactsFindByPhone,
        Error::new(ErrorKind::Unavailable, "down"),
    );
    assert_kind(contacts.find_or_create(&new).await, ErrorKind::Unavailable);
    desk.fail_next(
        Operation::ContactsCreate,
        Error::new(ErrorKind::Timeout, "slow"),
    );
    assert_kind(contacts.find_or_create(&new).await, ErrorKind::Timeout);
    assert_kind(
        contacts
            .find_or_create(&NewContact::named("A").phone("x"))
            .await,
        ErrorKind::Invalid,
    );
}

#[tokio::test]
async fn an_upsert_adds_and_takes_nothing_away() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let [one, two] = ["one", "two"].map(NewTag::named);
    let one = client.tags().create(&one).await.unwrap().value.id;
    let two = client.tags().create(&two).await.unwrap().value.id;
    let new = NewContact::named("Ana")
        .phone("5511987654321")
        .email("a@example.org")
        .document("77")
        .tag(&one)
        .custom_field("city", "Recife")
        .owner("agent-1");
    let first = client.contacts().upsert(&new).await.unwrap();
    assert!(first.created);
    let same = client.contacts().upsert(&new).await.unwrap();
    assert_eq!((same.created, &same.contact), (false, &first.contact));
    assert_eq!(
        count(&desk, Operation::ContactsUpdate),
        0,
        "nothing to change, nothing sent"
    );

    let more = NewContact::named("Ana Maria")
        .phone("551187654321")
        .phone("+5511911112222")
        .email("b@example.org")
        .tag(&two)
        .custom_field("plan", "paid");
    let done = client.contacts().upsert(&more).await.unwrap();
    assert!(!done.created && done.losses.is_empty());
    let contact = done.contact;
    assert_eq!(contact.id, first.contact.id);
    assert_eq!(contact.name.as_deref(), Some("Ana Maria"));
    let numbers: Vec<&str> = contact.phones.iter().map(|phone| &*phone.number).collect();
    assert_eq!(numbers, ["+5511987654321", "+5511911112222"]);
    assert_eq!(contact.emails, ["a@example.org", "b@example.org"]);
    assert_eq!(contact.document.as_deref(), Some("77"));
    assert_eq!(contact.tags.len(), 2);
    assert_eq!(
        (
            &contact.custom_fields["city"],
            &contact.custom_fields["plan"]
        ),
        (&"Recife".into(), &"paid".into())
    );
    assert_eq!(contact.owner, first.contact.owner);
    assert_eq!(count(&desk, Operation::ContactsCreate), 1);
}

#[tokio::test]
async fn an_upsert_lists_what_was_lost() {
    let desk = MemoryDesk::builder()
        .without_field(Operation::ContactsCreate, &Field::Document)
        .without_field(Operation::ContactsUpdate, &Field::Document)
        .build();
    let contacts = desk.client().allow_loss().contacts();
    let new = NewContact::named("Ana")
        .phone("5511987654321")
        .document("77");
    for created in [true, false] {
        let done = contacts.upsert(&new).await.unwrap();
        assert_eq!(done.created, created);
        assert_eq!(done.losses.len(), 1);
        assert_eq!(done.losses[0].field, Field::Document);
    }
    assert_kind(
        desk.client().contacts().upsert(&new).await,
        ErrorKind::Unsupported,
    );
}

#[tokio::test]
async fn closing_by_contact_closes_what_is_not_closed() {
    let desk = MemoryDesk::builder().page_size_max(2).build();
    let client = desk.client();
    let ana = ana(&desk).await;
    let bob = client
        .contacts()
        .create(&NewContact::named("Bob"))
        .await
        .unwrap()
        .value;
    let mut expected = Vec::new();
    for status in ["new", "open", "pending", "on_hold", "whatever"] {
        let new = NewTicket::for_contact(&ana.id).status(TicketStatus::from(status));
        expected.push(client.tickets().create(&new).await.unwrap().value.id);
    }
    let new = NewTicket::for_contact(&ana.id).status(TicketStatus::Resolved);
    let resolved = client.tickets().create(&new).await.unwrap().value;
    let of_bob = ticket(&desk, &bob).await;

    let closed = client.tickets().close_by_contact(&ana.id).await.unwrap();
    let ids: Vec<_> = closed.iter().map(|ticket| ticket.id.clone()).collect();
    assert_eq!(ids, expected);
    assert!(closed.iter().all(helpdesk_core::Ticket::is_closed));
    assert_eq!(client.tickets().get(&of_bob.id).await.unwrap(), of_bob);
    assert_eq!(client.tickets().get(&resolved.id).await.unwrap(), resolved);
    assert!(
        client
            .tickets()
            .close_by_contact(&ana.id)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(count(&desk, Operation::TicketsClose), 5);
}

#[tokio::test]
async fn closing_by_contact_stops_at_the_first_failure() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let ana = ana(&desk).await;
    let first = ticket(&desk, &ana).await;
    let second = ticket(&desk, &ana).await;
    desk.fail_next(
        Operation::TicketsClose,
        Error::new(ErrorKind::Unavailable, "down"),
    );
    assert_kind(
        client.tickets().close_by_contact(&ana.id).await,
        ErrorKind::Unavailable,
    );
    for ticket in [first, second] {
        assert!(!client.tickets().get(&ticket.id).await.unwrap().is_closed());
    }
    assert_eq!(
        client
            .tickets()
            .close_by_contact(&ana.id)
            .await
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn the_native_client_is_reachable_through_wrappers() {
    let desk = MemoryDesk::new();
    let client = Client::new(Wrapper {
        desk: desk.clone(),
        finds: Finds::Everybody,
    });
    assert!(client.native::<Wrapper>().is_some());
    let ana = ana(client.native::<MemoryDesk>().unwrap()).await;
    assert_eq!(desk.client().contacts().get(&ana.id).await.unwrap(), ana);
    assert!(client.native::<String>().is_none());
}

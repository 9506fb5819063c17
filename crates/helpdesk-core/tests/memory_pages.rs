//! Pages and cursors of the in-memory desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::assert_invalid;
use futures_util::TryStreamExt;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    Contact, ContactQuery, Cursor, NewContact, PageRequest, TagQuery, TicketQuery,
};

async fn names(desk: &MemoryDesk, limit: u32) -> Vec<String> {
    let first = PageRequest::first().limit(limit);
    let found = desk
        .client()
        .contacts()
        .stream_from(ContactQuery::all(), first);
    let found: Vec<Contact> = found.try_collect().await.unwrap();
    found.into_iter().map(|own| own.name.unwrap()).collect()
}

async fn seven(desk: &MemoryDesk) {
    for number in 1..=7 {
        let new = NewContact::named(format!("n{number}"));
        desk.client().contacts().create(&new).await.unwrap();
    }
}

const SEVEN: [&str; 7] = ["n1", "n2", "n3", "n4", "n5", "n6", "n7"];

#[tokio::test]
async fn pages_are_cut_as_asked() {
    let desk = MemoryDesk::builder().page_size_max(3).build();
    seven(&desk).await;
    let contacts = desk.client().contacts();
    let list = |page: PageRequest| {
        let contacts = contacts.clone();
        async move { contacts.list(&ContactQuery::all(), &page).await }
    };
    let first = list(PageRequest::first()).await.unwrap();
    assert_eq!((first.items.len(), first.total), (3, Some(7)));
    assert_eq!(first.ahead.len(), 1);
    assert_eq!(
        list(PageRequest::first().limit(9))
            .await
            .unwrap()
            .items
            .len(),
        3
    );
    assert_eq!(
        list(PageRequest::first().limit(2))
            .await
            .unwrap()
            .ahead
            .len(),
        2
    );
    assert_invalid(list(PageRequest::first().limit(0)).await, "limit");

    let second = list(PageRequest::first().after(first.next.clone().unwrap()))
        .await
        .unwrap();
    let ahead = list(PageRequest::first().after(first.ahead[0].clone()))
        .await
        .unwrap();
    assert_eq!(second.next, Some(first.ahead[0].clone()));
    assert_eq!((ahead.items.len(), ahead.next), (1, None));
    for limit in [1, 2, 3, 7, 100] {
        assert_eq!(names(&desk, limit).await, SEVEN);
    }
}

#[tokio::test]
async fn a_page_that_ends_exactly_is_the_last() {
    let desk = MemoryDesk::builder().page_size_max(7).build();
    seven(&desk).await;
    let page = desk
        .client()
        .contacts()
        .list(&ContactQuery::all(), &PageRequest::first())
        .await;
    assert_eq!(page.unwrap().next, None);
    let page = desk
        .client()
        .tags()
        .list(&TagQuery::all(), &PageRequest::first())
        .await
        .unwrap();
    assert_eq!(
        (page.items.len(), page.next, page.total),
        (0, None, Some(0))
    );
}

#[tokio::test]
async fn a_list_survives_removals_between_its_pages() {
    let desk = MemoryDesk::builder().page_size_max(2).build();
    seven(&desk).await;
    let contacts = desk.client().contacts();
    let first = contacts
        .list(&ContactQuery::all(), &PageRequest::first())
        .await
        .unwrap();
    contacts.delete(&first.items[0].id).await.unwrap();
    contacts.delete(&first.items[1].id).await.unwrap();
    let next = PageRequest::first().after(first.next.unwrap());
    let second = contacts.list(&ContactQuery::all(), &next).await.unwrap();
    assert_eq!(second.items[0].name.as_deref(), Some("n3"));
}

#[tokio::test]
async fn foreign_cursors_are_refused() {
    let desk = MemoryDesk::builder().page_size_max(2).build();
    seven(&desk).await;
    let client = desk.client();
    let page = client
        .contacts()
        .list(&ContactQuery::all(), &PageRequest::first())
        .await
        .unwrap();
    let cursor = page.next.unwrap();
    let at = PageRequest::first().after(cursor.clone());
    assert_invalid(
        client
            .contacts()
            .list(&ContactQuery::all().with_tag("t"), &at)
            .await,
        "cursor",
    );
    assert_invalid(
        client
            .contacts()
            .list(&ContactQuery::search("n"), &at)
            .await,
        "cursor",
    );
    assert_invalid(
        client.tickets().list(&TicketQuery::all(), &at).await,
        "cursor",
    );
    assert_invalid(client.directory().agents(&at).await, "cursor");
    let one = PageRequest::first().limit(1);
    let agents = client.directory().agents(&one).await.unwrap();
    let at_agents = PageRequest::first().after(agents.next.unwrap());
    assert_invalid(client.directory().departments(&at_agents).await, "cursor");
    assert_eq!(
        client
            .directory()
            .agents(&at_agents)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    let garbage = PageRequest::first().after(Cursor::from_text("zz"));
    assert_invalid(
        client.contacts().list(&ContactQuery::all(), &garbage).await,
        "cursor",
    );
    let kept = PageRequest::first().after(Cursor::from_text(cursor.as_str()));
    assert_eq!(
        client
            .contacts()
            .list(&ContactQuery::all(), &kept)
            .await
            .unwrap()
            .items
            .len(),
        2
    );
}

#[tokio::test]
async fn an_empty_page_can_stand_in_the_middle() {
    let desk = MemoryDesk::builder()
        .page_size_max(2)
        .empty_middle_page(true)
        .build();
    seven(&desk).await;
    let contacts = desk.client().contacts();
    let first = contacts
        .list(&ContactQuery::all(), &PageRequest::first())
        .await
        .unwrap();
    assert!(first.ahead.is_empty());
    let at = PageRequest::first().after(first.next.clone().unwrap());
    let second = contacts.list(&ContactQuery::all(), &at).await.unwrap();
    assert!(second.items.is_empty());
    assert!(second.next.is_some() && second.next != first.next);
    assert_eq!(names(&desk, 2).await, SEVEN);
}

//! Searches through the vendor's lists: on to the next page, and never round in circles.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use helpdesk_core::{Client, ErrorKind, PageRequest, StatusFilter, TicketQuery};
use serde_json::{Value, json};
use support::canned;

fn sectors(id: &str, next: Option<u32>) -> (u16, Value) {
    let row = json!({"sector_id": id, "sector_name": "Sales", "active": true, "agents": null});
    let page = json!({"sectors": [row], "pagination": {"nextPage": next}});
    (200, page)
}

#[tokio::test]
async fn a_department_is_looked_for_on_every_page() {
    let (desk, recorder) = canned([
        sectors("1", Some(2)),
        sectors("2", Some(3)),
        sectors("3", None),
    ]);
    let directory = Client::new(desk).directory();
    let found = directory.department(&"3".into()).await.unwrap();
    assert_eq!(found.id.as_str(), "3");
    assert_eq!(recorder.requests().len(), 3);

    // The next page is always the second: it is the end.
    let (desk, recorder) = canned([sectors("1", Some(2))]);
    let directory = Client::new(desk).directory();
    let error = directory.department(&"3".into()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(recorder.requests().len(), 2);
}

fn consumers(id: &str, mail: &str, next: Option<u32>) -> (u16, Value) {
    let row = json!({"user_id": id, "name": "Somebody", "email": mail});
    let page = json!({"consumers": [row], "pagination": {"nextPage": next}});
    (200, page)
}

#[tokio::test]
async fn a_contact_is_looked_for_on_every_page() {
    let (other, wanted) = ("ada@people.example", "bo@people.example");
    let (desk, recorder) = canned([
        consumers("1", other, Some(2)),
        consumers("2", wanted, Some(3)),
        consumers("3", other, None),
        consumers("2", wanted, None),
    ]);
    let contacts = Client::new(desk).contacts();
    let found = contacts.find_by_email(wanted).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id.as_str(), "2");
    assert_eq!(recorder.requests().len(), 4, "three pages, and the contact");

    let (desk, recorder) = canned([consumers("1", other, Some(2))]);
    let contacts = Client::new(desk).contacts();
    assert!(contacts.find_by_email(wanted).await.unwrap().is_empty());
    assert_eq!(recorder.requests().len(), 2);
}

fn tickets(ids: impl IntoIterator<Item = u32>, next: Option<u32>) -> (u16, Value) {
    let row = |id: u32| json!({"id": id.to_string(), "ticket_reference_id": id.to_string(), "status_id": "1"});
    let rows: Vec<Value> = ids.into_iter().map(row).collect();
    let page = json!({"tickets": rows, "pagination": {"nextPage": next}});
    (200, page)
}

/// A ticket whose number is known is searched for by it.
#[tokio::test]
async fn a_ticket_is_looked_for_on_every_page() {
    let known = async |answers: Vec<(u16, Value)>| {
        let seen = tickets([7], None);
        let (desk, recorder) = canned([seen].into_iter().chain(answers));
        let client = Client::new(desk);
        let first = PageRequest::first();
        client
            .tickets()
            .list(&TicketQuery::all(), &first)
            .await
            .unwrap();
        let got = client.tickets().get(&"7".into()).await;
        (got, recorder.requests().len() - 1)
    };
    let (got, requests) = known(vec![
        tickets(1000..1100, Some(2)),
        tickets(1100..1200, Some(3)),
        tickets([7], None),
    ])
    .await;
    assert_eq!(got.unwrap().id.as_str(), "7");
    assert_eq!(requests, 3);

    // Two pages of the ongoing ones and two of the finished ones.
    let (got, requests) = known(vec![tickets(1000..1100, Some(2))]).await;
    assert_eq!(got.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(requests, 4);
}

fn tags(id: &str, page: u32) -> (u16, Value) {
    let row = json!({"id": id, "name": id, "active": true});
    let pagination = json!({"currentPage": page, "nextPage": page + 1});
    (200, json!({"tags": [row], "pagination": pagination}))
}

#[tokio::test]
async fn a_tag_is_looked_for_on_every_page() {
    let (desk, recorder) = canned([tags("1", 1), tags("2", 2), tags("3", 3)]);
    let found = Client::new(desk).tags().get(&"ticket:3".into()).await;
    assert_eq!(found.unwrap().id.as_str(), "ticket:3");
    assert_eq!(recorder.requests().len(), 3);

    // The first page again in place of the second: whether there is such a tag is not known.
    let (desk, recorder) = canned([tags("1", 1)]);
    let error = Client::new(desk).tags().get(&"contact:3".into()).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(recorder.requests().len(), 2);
}

/// What the vendor counts are all finished tickets, and of these some may be left out on a later page.
#[tokio::test]
async fn the_vendors_total_is_not_that_of_a_filtered_list() {
    let row = json!({"id": "1", "status_id": "1", "finished_at": "2031-05-06T07:08:09Z"});
    let pagination = json!({"total": 1, "lastPage": 1, "currentPage": 1});
    let (desk, _) = canned([(200, json!({"tickets": [row], "pagination": pagination}))]);
    let query = TicketQuery::all().status(StatusFilter::Closed);
    let first = PageRequest::first();
    let page = Client::new(desk).tickets().list(&query, &first).await;
    let page = page.unwrap();
    assert_eq!((page.items.len(), page.total), (1, None));
}

//! What Digisac's bad answers become.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{Canned, canned_desk, fixture, fixtures};
use helpdesk_core::{
    CallOptions, Contacts, Delivery, Error, ErrorKind, Helpdesk, Messages, NewMessage, Tickets,
};
use helpdesk_digisac::api::ListRequest;
use serde_json::{Value, json};

/// What can be told about an error.
fn told(error: &Error) -> Value {
    json!({
        "kind": error.kind(),
        "status": error.status(),
        "code": error.vendor_code(),
        "delivery": error.delivery(),
        "operation": error.operation(),
        "attempts": error.attempts(),
        "existing_id": error.existing_id(),
        "field_errors": error.field_errors(),
        "shown": error.to_string(),
    })
}

fn options() -> CallOptions {
    CallOptions::new()
}

/// The error of reading a contact when this is answered.
async fn reading(status: u16, body: &str) -> Error {
    let (desk, _) = canned_desk(&Canned::new(status, body));
    Contacts::get(&desk, &"contact-1".into(), &options())
        .await
        .unwrap_err()
}

/// The error of sending a message when this is answered, and the contact is there.
async fn sending(status: u16, body: &str) -> Error {
    let canned = Canned::new(200, r#"{"id":"contact-1"}"#);
    // Too many requests are tried four times, everything else once.
    for _ in 0..if status == 429 { 4 } else { 1 } {
        canned.once(status, body);
    }
    let (desk, _) = canned_desk(&canned);
    Messages::send(
        &desk,
        &NewMessage::text(helpdesk_core::ContactId::new("contact-1"), "x"),
        &options(),
    )
    .await
    .unwrap_err()
}

#[tokio::test]
async fn every_documented_error_is_read() {
    let mut all = std::collections::BTreeMap::new();
    for fixture in fixtures("errors") {
        let read = told(&reading(fixture.status, &fixture.body).await);
        let sent = told(&sending(fixture.status, &fixture.body).await);
        all.insert(fixture.name, json!({"reading": read, "sending": sent}));
    }
    insta::assert_json_snapshot!("errors", all);
}

fn error_body(message: &str) -> String {
    json!({"error": "HttpError", "message": message, "status": 500}).to_string()
}

#[tokio::test]
async fn kinds_by_status_and_message() {
    for (status, body, kind, code) in [
        (
            400,
            error_body("number is required"),
            ErrorKind::Invalid,
            Some("HttpError"),
        ),
        (
            422,
            error_body("label is required"),
            ErrorKind::Invalid,
            Some("HttpError"),
        ),
        (
            400,
            error_body("Service x is Disconnected"),
            ErrorKind::Conflict,
            Some("HttpError"),
        ),
        (401, String::new(), ErrorKind::Unauthorized, None),
        (
            403,
            error_body("no"),
            ErrorKind::Forbidden,
            Some("HttpError"),
        ),
        (
            404,
            error_body("Route not found"),
            ErrorKind::Config,
            Some("HttpError"),
        ),
        (
            404,
            error_body("gone"),
            ErrorKind::NotFound,
            Some("HttpError"),
        ),
        (404, "<html></html>".to_owned(), ErrorKind::NotFound, None),
        (
            409,
            error_body("taken"),
            ErrorKind::Conflict,
            Some("HttpError"),
        ),
        (429, "{}".to_owned(), ErrorKind::RateLimited, None),
        (
            500,
            error_body("Cannot read property 'id' of null"),
            ErrorKind::NotFound,
            Some("HttpError"),
        ),
        (
            500,
            error_body("Cannot read properties of null (reading 'id')"),
            ErrorKind::NotFound,
            Some("HttpError"),
        ),
        (
            500,
            error_body("out of memory"),
            ErrorKind::Unavailable,
            Some("HttpError"),
        ),
        (502, "bad gateway".to_owned(), ErrorKind::Unavailable, None),
        (
            200,
            "<!doctype html><title>x</title>".to_owned(),
            ErrorKind::Decode,
            None,
        ),
        (200, String::new(), ErrorKind::NotFound, None),
        (200, "null".to_owned(), ErrorKind::NotFound, None),
        (302, String::new(), ErrorKind::Config, None),
        (
            400,
            json!({"error": {"a": 1}, "message": ["x"]}).to_string(),
            ErrorKind::Invalid,
            None,
        ),
    ] {
        let error = reading(status, &body).await;
        assert_eq!(error.kind(), kind, "{status} {body}");
        assert_eq!(error.vendor_code(), code, "{status} {body}");
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.vendor().unwrap().as_str(), "digisac");
        assert_eq!(error.operation(), Some("contacts.get"));
    }
}

#[tokio::test]
async fn a_null_message_about_a_list_is_a_failure_and_no_missing_record() {
    let body = error_body("Cannot read property 'id' of null");
    let (desk, recorder) = canned_desk(&Canned::new(500, body));
    let error = desk
        .api()
        .contacts()
        .list(&ListRequest::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(recorder.requests().len(), 4, "a read is tried again");
}

#[tokio::test]
async fn a_failed_send_is_not_repeated_and_says_that_it_may_have_happened() {
    let canned = Canned::new(200, r#"{"id":"contact-1"}"#);
    canned.once(500, error_body("out of memory"));
    let (desk, recorder) = canned_desk(&canned);
    let new = NewMessage::text(helpdesk_core::ContactId::new("contact-1"), "x");
    let error = Messages::send(&desk, &new, &options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(error.delivery(), Delivery::Unknown);
    let posts = recorder.requests();
    let posts = posts.iter().filter(|request| request.method == "POST");
    assert_eq!(posts.count(), 1);
}

#[tokio::test]
async fn too_many_requests_are_tried_again_whatever_the_call() {
    let canned = Canned::new(200, r#"{"id":"1","type":"chat"}"#);
    canned.once(429, "{}");
    let (desk, recorder) = canned_desk(&canned);
    let new = NewMessage::text(helpdesk_core::ContactId::new("contact-1"), "x");
    Messages::send(&desk, &new, &options()).await.unwrap();
    assert_eq!(recorder.requests().len(), 2);
}

#[tokio::test]
async fn nothing_of_a_body_shows_but_short_sentences() {
    let long = "x ".repeat(5000);
    for body in [
        error_body("call +55 11 91234-5678 or write to canary@people.example"),
        error_body(&format!("{long} canary")),
        json!({"error": "canary canary", "message": {"canary": 1}}).to_string(),
        "canary".to_owned(),
        json!({"canary": "canary"}).to_string(),
    ] {
        for status in [400, 403, 409, 500] {
            let error = reading(status, &body).await;
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("canary"), "{shown}");
            assert!(!shown.contains("91234"), "{shown}");
            assert!(!error.to_string().contains('\n'));
            assert!(error.to_string().len() < 400);
        }
    }
}

#[tokio::test]
async fn a_broken_answer_names_its_place() {
    let error = reading(200, r#"{"id":"1","createdAt":"canary"}"#).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`createdAt`"), "{error}");
    assert!(!format!("{error} {error:?}").contains("canary"));
    let (desk, _) = canned_desk(&Canned::new(200, r#"{"data":[{"id":"1"},{"id":{}}]}"#));
    let page = helpdesk_core::PageRequest::first();
    let error = Tickets::list(&desk, &helpdesk_core::TicketQuery::all(), &page, &options())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("`data[1].id`"), "{error}");
}

#[tokio::test]
async fn another_page_than_was_asked_for_is_refused() {
    // The fixture is the second page.
    let (desk, _) = canned_desk(&Canned::new(200, fixture("contacts/list").body));
    let page = helpdesk_core::PageRequest::first();
    let query = helpdesk_core::ContactQuery::all();
    let error = Contacts::list(&desk, &query, &page, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    // The native client gives it as it is.
    let list = desk
        .api()
        .contacts()
        .list(&ListRequest::new())
        .await
        .unwrap();
    assert_eq!(list.current_page, Some(2));
}

#[tokio::test]
async fn what_digisac_cannot_do_says_what_to_do_instead() {
    let (desk, recorder) = canned_desk(&Canned::default());
    let id = "ticket-1".into();
    for error in [
        desk.unassign(&id, &options()).await.unwrap_err(),
        desk.reopen(&id, &options()).await.unwrap_err(),
        Tickets::delete(&desk, &id, &options()).await.unwrap_err(),
        Tickets::update(&desk, &id, &helpdesk_core::TicketPatch::new(), &options())
            .await
            .unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(error.message().len() > 30, "{error}");
    }
    assert!(recorder.requests().is_empty());
    assert!(desk.capabilities().iter().count() > 40);
}

#[tokio::test]
async fn an_error_that_comes_with_a_good_status_is_one() {
    for (body, kind) in [
        (
            r#"{"error":"ForbiddenError","message":"x","status":403}"#,
            ErrorKind::Forbidden,
        ),
        (
            "{ \"status\" : 404 ,\n  \"error\"\t:\r\n \"NotFoundError\" }",
            ErrorKind::NotFound,
        ),
        (
            r#"{"data":{"error":null},"error":"HttpError","status":422}"#,
            ErrorKind::Invalid,
        ),
    ] {
        let error = reading(200, body).await;
        assert_eq!(error.kind(), kind, "{body}");
        assert!(error.vendor_code().is_some(), "{body}");
    }
    for body in [
        r#"{"id":"contact-1","status":"offline","service":{"id":"1","data":{"error":null}}}"#,
        r#"{"id":"contact-1","status":"offline","service":{"id":"1","data":{"error":"Lost"}}}"#,
        r#"{"id":"contact-1","note":"\"error\": \"HttpError\", \"status\": 404"}"#,
    ] {
        let (desk, _) = canned_desk(&Canned::new(200, body));
        let contact = Contacts::get(&desk, &"contact-1".into(), &options()).await;
        assert_eq!(contact.unwrap().id.as_str(), "contact-1", "{body}");
    }
}

//! What becomes of every shape of failure.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::fmt::Write as _;

use common::{Canned, Fixture};
use helpdesk_chat2desk::api::{
    ListClients, ListTickets, NewClient, NewOperator, NewTemplate, TemplateOwner,
};
use helpdesk_core::{Delivery, Error, ErrorKind};

/// A failure on one line, without what is the same for all.
fn line(error: &Error) -> String {
    let mut line = format!("{} {:?}", error.kind(), error.message());
    if let Some(status) = error.status() {
        let _ = write!(line, " status={status}");
    }
    if let Some(code) = error.vendor_code() {
        let _ = write!(line, " code={code}");
    }
    for field in error.field_errors() {
        let _ = write!(line, " [{}: {}]", field.field, field.message);
    }
    if let Some(id) = error.existing_id() {
        let _ = write!(line, " existing={id}");
    }
    if error.delivery() != Delivery::Answered {
        let _ = write!(line, " delivery={}", error.delivery().as_str());
    }
    line
}

fn template() -> NewTemplate {
    let owner = TemplateOwner::Group("71".to_owned());
    NewTemplate::builder().name("x").owner(owner).build()
}

/// What a write makes of an answer.
async fn written(status: u16, body: &str) -> Error {
    let desk = common::desk(Canned::new(status, body.to_owned()).transport());
    let new = template();
    desk.api().templates().create(&new).await.unwrap_err()
}

#[tokio::test]
async fn fixtures() {
    let mut lines = String::new();
    for name in common::all() {
        let fixture = Fixture::load(&name);
        let failed = fixture.status >= 400
            || ["errors/nested_status", "tickets/delete_not_found"].contains(&name.as_str())
            || name == "statistics/error";
        if !failed {
            continue;
        }
        let desk = fixture.desk();
        let api = desk.api();
        let error = match name.split('/').next().unwrap() {
            "tickets" if name.contains("delete") => api.tickets().delete("777").await.unwrap_err(),
            "tickets" => api
                .tickets()
                .list(&ListTickets::default())
                .await
                .unwrap_err(),
            "operators" => {
                let new = NewOperator::builder()
                    .email("x")
                    .access_rights_id("1")
                    .build();
                api.operators().create(&new).await.unwrap_err()
            }
            "clients" if name.contains("create") => {
                let new = NewClient::builder().phone("9").transport("sms").build();
                api.clients().create(&new).await.unwrap_err()
            }
            "errors" if name.contains("nested") => {
                let new = template();
                api.templates().create(&new).await.unwrap_err()
            }
            _ => api
                .clients()
                .list(&ListClients::default())
                .await
                .unwrap_err(),
        };
        assert!(!error.to_string().contains('\n'), "{name}");
        let _ = writeln!(lines, "{name}: {}", line(&error));
    }
    insta::assert_snapshot!(lines);
}

#[tokio::test]
async fn shapes() {
    let mut lines = String::new();
    for (status, body) in [
        (400, r#"{"status":"error","errors":"Widget #7 not found"}"#),
        (400, r#"{"status":"error","errors":{"url":["is taken"]}}"#),
        (
            400,
            r#"{"status":"error","errors":{"phone":[{"text":"Wrong","error":"bad_phone"}]}}"#,
        ),
        (
            400,
            r#"{"status":"error","errors":{"a":["one","two"],"b":"three"}}"#,
        ),
        (
            400,
            r#"{"status":"error","errors":[{"text":"No","error":"refused"}]}"#,
        ),
        (400, r#"{"status":"error","errors":["one","two"]}"#),
        (
            400,
            r#"{"status":"error","errors":{"text":"No","error":"refused"}}"#,
        ),
        (400, r#"{"status":"error","message":"bad_request"}"#),
        (400, r#"{"status":"error","message":"The day is missing"}"#),
        (400, r#"{"error":"Something is off"}"#),
        (400, r#"{"email":["has been taken"]}"#),
        (400, r#"{"email":["has already been taken"]}"#),
        (400, r#"{"name":[{"error":"This is not right!"}]}"#),
        (200, r#"{"name":["cannot be empty"]}"#),
        (
            200,
            r#"{"message":"not_found","errors":"Request #9 not found"}"#,
        ),
        (200, r#"{"error":"Something is off"}"#),
        (200, r#"{"status":"error","message":"Not today"}"#),
        (
            200,
            r#"{"status":"failure","errors":[{"text":"secret words","errors":[{"attachment":["must be a string"]}]}]}"#,
        ),
        (
            200,
            r#"{"status":"success","data":{"status":"error","message":"Not sent"}}"#,
        ),
        (
            200,
            r#"{"status":"success","data":{"status":"error","errors":"Client #5 not found"}}"#,
        ),
        (
            400,
            r#"{"errors":{"client":["Client already exists","{\"id\":17400044\}"]},"status":"error"}"#,
        ),
        (
            400,
            r#"{"errors":{"client":["Client already exist"]},"status":"error"}"#,
        ),
        (
            500,
            r#"{"message":"not_found","errors":"Ticket #5 not found","status":"error"}"#,
        ),
        (500, r#"{"status":500,"error":"Internal Server Error"}"#),
        (503, "Service Unavailable"),
        (400, "not JSON at all"),
        (400, ""),
        (400, "[]"),
        (400, "null"),
        (405, r#"{"error":"Method not allowed"}"#),
        (422, r#"{"errors":{"base":["nothing to change"]}}"#),
        (
            403,
            r#"{"message":"API calls exceeded API limit per month"}"#,
        ),
        (403, r#"{"message":"Number of API requests exceeded"}"#),
        (403, r#"{"message":"Forbidden"}"#),
        (200, "<!DOCTYPE html><html></html>"),
        (502, "<html><body>bad gateway</body></html>"),
        (
            400,
            r#"{"errors":"You have to specify your token in the header"}"#,
        ),
        (
            400,
            r#"{"errors":{"state":["Dialog #7 already has state closed"]}}"#,
        ),
        (
            400,
            r#"{"errors":[{"text":"No available operator found!","error":"not_found"}]}"#,
        ),
        (
            400,
            r#"{"errors":"+7 999 000 77 71 of ludo@people.example is wrong"}"#,
        ),
        (
            400,
            r#"{"errors":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":["deep"]}}}}}}}}}"#,
        ),
    ] {
        let error = written(status, body).await;
        let _ = writeln!(lines, "{status} {body}\n    {}", line(&error));
    }
    insta::assert_snapshot!(lines);
}

#[tokio::test]
async fn limits_and_quota_are_different() {
    let slow = written(429, r#"{"errors":"Too many requests"}"#).await;
    assert_eq!(slow.kind(), ErrorKind::RateLimited);
    assert!(slow.attempts() > 1, "it is tried again");
    let used_up = written(
        429,
        r#"{"message":"API calls exceeded API limit per month"}"#,
    )
    .await;
    assert_eq!(used_up.kind(), ErrorKind::QuotaExhausted);
    assert_eq!(used_up.attempts(), 1, "it is not tried again");
}

#[tokio::test]
async fn retry_after_is_told() {
    let canned = Canned::new(429, "{}").header("retry-after", "3600");
    let desk = common::desk(canned.transport());
    let error = desk.api().companies().info().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after().unwrap().as_secs(), 3600);
    assert_eq!(error.attempts(), 1, "an hour is not waited for");
}

#[tokio::test]
async fn a_write_that_may_have_happened_says_so() {
    let error = written(502, "bad gateway").await;
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(error.attempts(), 1);
    let error = written(400, r#"{"errors":"no"}"#).await;
    assert_eq!(error.delivery(), Delivery::Answered);
}

/// Good answers to reads are looked through for two words only.
#[tokio::test]
async fn a_read_that_failed_with_a_good_status_is_a_failure() {
    for body in [
        r#"{"error":"Something is off"}"#,
        r#"{"message":"Not today","status":"failure"}"#,
        r#"{"message":"Not today","status":"error"}"#,
    ] {
        let desk = common::desk(Canned::new(200, body).transport());
        let error = desk.api().clients().get("1").await.unwrap_err();
        assert_ne!(error.kind(), ErrorKind::Decode, "{body}: {error}");
    }
}

#[tokio::test]
async fn bodies_stay_out_of_errors() {
    let secret = "wb7Q-canary";
    for body in [
        format!(r#"{{"data":[{{"id":{{"x":"{secret}"}}}}]}}"#),
        format!(r#"{{"data":[{{"id":1,"custom_fields":["{secret}"]}}]}}"#),
        secret.to_owned(),
    ] {
        let desk = common::desk(Canned::new(200, body).transport());
        let error = desk
            .api()
            .clients()
            .list(&ListClients::default())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(!format!("{error} {error:?}").contains(secret));
    }
}

#[tokio::test]
async fn a_decode_failure_names_the_place() {
    let body = r#"{"data":[{"id":1},{"id":2,"tags":[{"id":null}]}]}"#;
    let desk = common::desk(Canned::new(200, body).transport());
    let error = desk
        .api()
        .clients()
        .list(&ListClients::default())
        .await
        .unwrap_err();
    assert!(error.message().contains("data[1].tags[0].id"), "{error}");
    assert_eq!(error.operation(), Some("clients.list"));
}

/// Records and rows are found by one decoder and read by another; the path is that of the whole answer.
#[tokio::test]
async fn what_does_not_fit_is_named_by_its_path_in_the_answer() {
    for (body, path) in [
        (r#"{"data":{"id":{}}}"#, "data.id"),
        (r#"{"status":"success","data":{"id":{}}}"#, "data.id"),
        (r#"{"data":[{"id":{}}]}"#, "data[0].id"),
        (r#" {"id":{}}"#, "id"),
    ] {
        let desk = common::desk(Canned::new(200, body).transport());
        let error = desk.api().clients().get("1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(
            error.message().ends_with(&format!("at `{path}`")),
            "{body}: {error}"
        );
    }
    for (body, path) in [
        (r#"{"data":[{"id":1},{"id":{}}]}"#, "data[1].id"),
        (r#"{"meta":{},"data":[{"id":1},{"id":{}}]}"#, "data[1].id"),
        (r#"[{"id":1},{"id":{}}]"#, "[1].id"),
    ] {
        let desk = common::desk(Canned::new(200, body).transport());
        let query = ListClients::default();
        let error = desk.api().clients().list(&query).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert!(
            error.message().ends_with(&format!("at `{path}`")),
            "{body}: {error}"
        );
    }
    let desk = common::desk(Canned::new(200, r#"{"data":[]}"#).transport());
    let error = desk.api().clients().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

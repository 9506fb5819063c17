//! What becomes of every refusal.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::{
    Client, Delivery, Error, ErrorKind, NewContact, NewTag, TagScope, TicketPatch,
};
use helpdesk_cxpress::{Config, Cxpress};
use helpdesk_http::TokioClock;
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use serde_json::{Value, json};
use support::{canned, fixture, now};

/// How reading a consumer fails when it is answered so.
async fn failure(status: u16, body: Value) -> Error {
    let (desk, _) = canned([(status, body)]);
    desk.api().consumers().get("1").await.unwrap_err()
}

async fn said(status: u16, message: &str) -> Error {
    failure(status, json!({ "message": message, "code_cxpress": 1400 })).await
}

#[tokio::test]
async fn fixtures_of_refusals() {
    use ErrorKind::{Conflict, Invalid, NotFound, RateLimited, Unauthorized};
    for (name, kind, code) in [
        ("consumer_not_found", NotFound, Some("1404")),
        ("consumer_duplicate", Conflict, Some("1409")),
        ("consumer_frozen", Conflict, Some("1409")),
        ("tag_duplicate", Conflict, Some("5509")),
        ("ticket_busy", Conflict, Some("6709")),
        ("ticket_unreachable", Invalid, Some("6701")),
        ("address_blocked", RateLimited, Some("729")),
        // These two are tried again with a new token, and there is none.
        ("permission_refused", Unauthorized, None),
        ("origin_refused", Unauthorized, None),
        ("token_refused", Unauthorized, None),
        ("refresh_token_refused", Unauthorized, None),
    ] {
        let (status, body) = fixture(&format!("errors/{name}"));
        let error = failure(status, body.clone()).await;
        assert_eq!(error.kind(), kind, "{name}: {error}");
        assert_eq!(error.vendor_code(), code, "{name}");
        assert_eq!(error.status(), Some(status), "{name}");
        assert_eq!(error.vendor().unwrap().as_str(), "cxpress");
        assert!(error.attempts() >= 1, "{name}");
        let line = error.to_string();
        assert!(!line.contains('\n') && !line.contains('{'), "{line}");
        let other = if kind == Unauthorized {
            Delivery::NotSent
        } else {
            Delivery::Answered
        };
        assert_eq!(error.delivery(), other, "{name}");
    }
    let left: Vec<_> = std::fs::read_dir(support::fixtures().join("errors"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 11, "a refusal is not read here");
}

#[tokio::test]
async fn statuses_without_words() {
    for (status, kind) in [
        (400, ErrorKind::Invalid),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (422, ErrorKind::Invalid),
        (423, ErrorKind::Conflict),
        (429, ErrorKind::RateLimited),
    ] {
        for body in [json!({}), json!(null), json!("x"), json!({ "message": 7 })] {
            assert_eq!(failure(status, body).await.kind(), kind, "{status}");
        }
    }
}

#[tokio::test]
async fn words_correct_the_status() {
    for (status, words, kind) in [
        (400, "Consumer not found.", ErrorKind::NotFound),
        (422, "O consumidor não existe", ErrorKind::NotFound),
        (500, "Ticket no encontrado", ErrorKind::NotFound),
        (400, "Phone already exists", ErrorKind::Conflict),
        (422, "E-mail já cadastrado", ErrorKind::Conflict),
        (400, "Ya existe una etiqueta", ErrorKind::Conflict),
        (
            400,
            "An operator is handling the ticket",
            ErrorKind::Conflict,
        ),
        (403, "O ticket está em atendimento", ErrorKind::Conflict),
        (400, "subject must be a string", ErrorKind::Invalid),
        (
            403,
            "This IP is blocked for 10 minutes",
            ErrorKind::RateLimited,
        ),
    ] {
        let error = said(status, words).await;
        assert_eq!(error.kind(), kind, "{status} {words}: {error}");
        assert_eq!(error.vendor_code(), Some("1400"));
        assert_eq!(error.delivery(), Delivery::Answered, "{words}");
    }
}

#[tokio::test]
async fn fields_that_are_named_are_field_errors() {
    let error = said(
        400,
        "whatsapp_numbers[0] is no phone; custom_fields is required",
    )
    .await;
    let fields: Vec<&str> = error
        .field_errors()
        .iter()
        .map(|field| field.field.as_str())
        .collect();
    assert_eq!(fields, ["phones", "custom_fields"]);
}

#[tokio::test]
async fn messages_hold_no_personal_data() {
    let error = said(
        400,
        "someone@people.example and +55 11 98765-4321 are\nno good: 12345678909",
    )
    .await;
    let shown = format!("{error} {error:?}");
    for secret in ["someone@", "98765", "12345678909", "api-token"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(!error.to_string().contains('\n'));
}

#[tokio::test]
async fn a_web_page_is_no_answer() {
    let script = ScriptedTransport::new().expect(Expect::get("/external/consumer/1").answer_with(
        200,
        http::HeaderMap::new(),
        "<!doctype html><p>login</p>",
    ));
    let error = scripted(&script).api().consumers().get("1").await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn what_does_not_fit_is_named_by_its_path() {
    let body = json!({ "consumers": [{ "user_id": "1", "whatsapp_numbers": [{}] }] });
    let error = failure(200, body).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("consumers[0].whatsapp_numbers[0].number")
            || error
                .to_string()
                .contains("consumers[0].whatsapp_numbers[0]"),
        "{error}"
    );
}

#[tokio::test]
async fn nothing_in_the_list_is_not_found() {
    let error = failure(200, json!({ "message": "a", "consumers": [] })).await;
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.delivery(), Delivery::Answered);
    assert_eq!(error.operation(), Some("consumers.get"));
}

/// A desk that follows a script.
fn scripted(script: &ScriptedTransport) -> Cxpress {
    let config = Config::new("acme", "api-token".into(), "refresh-token".into())
        .with_clock(Arc::new(TokioClock::starting_at(now())))
        .with_transport(script.transport());
    Cxpress::new(config).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_block_stops_everything_for_ten_minutes() {
    let (status, body) = fixture("errors/address_blocked");
    let script = ScriptedTransport::new()
        .expect(Expect::get("/external/consumer/1").answer(status, &body))
        .expect(
            Expect::get("/external/consumer/1")
                .answer(200, &json!({ "consumers": [{ "user_id": "1" }] })),
        );
    let desk = scripted(&script);
    let error = desk.api().consumers().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(600)));
    assert_eq!(error.attempts(), 1);

    // The next one is not even sent.
    let error = desk.api().agents().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.retry_after().unwrap() > Duration::from_secs(590));
    assert_eq!(script.left(), 1);

    tokio::time::sleep(Duration::from_secs(601)).await;
    desk.api().consumers().get("1").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_the_vendor_names_counts_in_both_forms() {
    for wait in ["30", "Tue, 06 May 2031 07:08:39 GMT"] {
        let script = ScriptedTransport::new().expect(
            Expect::post("/external/tag")
                .answer(429, &json!({}))
                .answer_header("retry-after", wait),
        );
        let new = helpdesk_cxpress::wire::NewTag::builder()
            .active(true)
            .name("a")
            .build();
        let soon = helpdesk_core::CallOptions::new().with_timeout(Duration::from_secs(5));
        let api = scripted(&script).api().with_options(soon);
        let error = api.ticket_tags().create(&new).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(30)), "{wait}");
    }
}

#[tokio::test]
async fn a_duplicate_names_the_contact_that_is_there() {
    // How duplicates are refused is not documented: 409 with words, 400 with others.
    for (status, words) in [
        (409, "Another consumer has this phone."),
        (400, "phone: unique"),
    ] {
        let script = ScriptedTransport::new()
            .expect(Expect::post("/external/consumer").answer(
                status,
                &json!({ "message": words, "code_cxpress": 1409 }),
            ))
            .expect(
                Expect::get("/external/consumer")
                    .query("search", "87654321")
                    .answer(
                        200,
                        &json!({ "consumers": [{ "user_id": "7", "phone": "551187654321" }] }),
                    ),
            )
            .expect(Expect::get("/external/consumer/7").answer(
                200,
                &json!({ "consumers": [{ "user_id": "7", "phone": "551187654321", "tags": [null] }] }),
            ));
        let client = Client::new(scripted(&script));
        let new = NewContact::named("Somebody").phone("+55 11 98765-4321");
        let error = client.contacts().create(&new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict, "{error}");
        assert_eq!(error.existing_id(), Some("7"));
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.operation(), Some("contacts.create"));
        assert_eq!(error.field_errors()[0].field, "phones");
    }
}

#[tokio::test]
async fn a_duplicate_tag_is_named() {
    let script = ScriptedTransport::new()
        .expect(Expect::post("/external/tag").answer(400, &json!({ "message": "no" })))
        .expect(Expect::get("/external/tag").query("search", "Gold").answer(
            200,
            &json!({ "tags": [{ "id": "8", "name": "Golden" }, { "id": "9", "name": "Gold" }] }),
        ));
    let client = Client::new(scripted(&script));
    let new = NewTag::named("Gold").scope(TagScope::Ticket);
    let error = client.tags().create(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some("ticket:9"));
}

#[tokio::test]
async fn a_ticket_that_is_looked_at_is_in_use() {
    let row = |viewer: Value| {
        json!({ "tickets": [{
            "id": "t", "ticket_reference_id": "77", "subject": "a", "tags": null,
            "status_id": "daddbd66-1dd2-4008-94c9-7fcb9b1a5800", "who_is_viewing_user_id": viewer,
        }] })
    };
    for (viewer, kind) in [
        (json!("somebody"), ErrorKind::Conflict),
        (json!(null), ErrorKind::Invalid),
    ] {
        let script = ScriptedTransport::new()
            .expect(Expect::get("/external/ticket").answer(200, &row(json!(null))))
            .expect(
                Expect::get("/external/custom-fields").answer(200, &json!({ "custom_fields": [] })),
            )
            .expect(Expect::put("/external/ticket/t").answer(400, &json!({ "message": "no" })))
            .expect(
                Expect::get("/external/ticket")
                    .query("search", "77")
                    .answer(200, &row(viewer)),
            );
        let client = Client::new(scripted(&script));
        client.tickets().get(&"t".into()).await.unwrap();
        let patch = TicketPatch::new().subject("b".to_owned());
        let error = client.tickets().update(&"t".into(), &patch).await;
        assert_eq!(error.unwrap_err().kind(), kind);
    }
}

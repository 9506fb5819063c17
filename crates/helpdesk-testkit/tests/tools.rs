//! The transports, the clock and the canary.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use helpdesk_core::transport::{Phase, Transport};
use helpdesk_core::{Clock, Timestamp};
use helpdesk_testkit::transport::{Cassette, Expect, Redactor};
use helpdesk_testkit::{Canary, ManualClock, Recorded, Recorder, ScriptedTransport};
use http::Request;
use serde_json::{Value, json};

fn request(method: &str, uri: &str, body: &Value) -> Request<Bytes> {
    Request::builder()
        .method(method)
        .uri(format!("https://vendor.example{uri}"))
        .header("authorization", "Bearer very-secret")
        .header("x-api-key", "very-secret-too")
        .header("x-tenant", "acme")
        .header("user-agent", "whoever/1")
        .body(if body.is_null() {
            Bytes::new()
        } else {
            body.to_string().into()
        })
        .unwrap()
}

async fn answer(transport: &dyn Transport, request: Request<Bytes>) -> (u16, String) {
    let answer = transport.send(request).await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.into_body().collect(1 << 20).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_script_answers_in_order() {
    let script = ScriptedTransport::new()
        .under("/v1")
        .expect(
            Expect::get("/contacts")
                .query("page", "2")
                .header("x-tenant", "acme")
                .answer(200, &json!({"data": []}))
                .answer_header("x-left", "7"),
        )
        .expect(
            Expect::post("/contacts")
                .json(json!({"name": "Ana"}))
                .answer(201, &json!(7)),
        );
    let transport = script.transport();
    let first = request("GET", "/v1/contacts?limit=5&page=2", &Value::Null);
    assert_eq!(
        answer(&*transport, first).await,
        (200, r#"{"data":[]}"#.to_owned())
    );
    let second = request("POST", "/v1/contacts", &json!({"name": "Ana"}));
    assert_eq!(answer(&*transport, second).await, (201, "7".to_owned()));
    script.assert_done();
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn a_script_fails_as_told() {
    let script = ScriptedTransport::new()
        .expect(Expect::get("/a").fail(Phase::Connect))
        .expect(Expect::get("/b").time_out(Phase::Exchange))
        .expect(Expect::get("/c").hang());
    let transport = script.transport();
    let refused = transport
        .send(request("GET", "/a", &Value::Null))
        .await
        .unwrap_err();
    assert!(refused.phase() == Phase::Connect && !refused.is_timeout());
    let late = transport
        .send(request("GET", "/b", &Value::Null))
        .await
        .unwrap_err();
    assert!(late.phase() == Phase::Exchange && late.is_timeout());
    assert!(
        transport
            .send(request("GET", "/c", &Value::Null))
            .now_or_never()
            .is_none()
    );
}

async fn misfit(expect: Expect, sent: Request<Bytes>) {
    let script = ScriptedTransport::new().expect(expect);
    let _ = script.send(sent).await;
}

#[tokio::test]
#[should_panic(expected = "the method is POST")]
async fn another_method_panics() {
    misfit(Expect::get("/a"), request("POST", "/a", &Value::Null)).await;
}

#[tokio::test]
#[should_panic(expected = "the path is /b")]
async fn another_path_panics() {
    misfit(Expect::get("/a"), request("GET", "/b", &Value::Null)).await;
}

#[tokio::test]
#[should_panic(expected = "the query parameter `page`")]
async fn another_query_panics() {
    misfit(
        Expect::get("/a").query("page", "2"),
        request("GET", "/a?page=1", &Value::Null),
    )
    .await;
}

#[tokio::test]
#[should_panic(expected = "the query parameters are")]
async fn a_query_too_much_panics() {
    misfit(
        Expect::get("/a").exact_query(),
        request("GET", "/a?page=1", &Value::Null),
    )
    .await;
}

#[tokio::test]
#[should_panic(expected = "the body is")]
async fn another_body_panics() {
    misfit(
        Expect::post("/a").json(json!({"a": 1})),
        request("POST", "/a", &json!({"a": 2})),
    )
    .await;
}

#[tokio::test]
#[should_panic(expected = "nothing more was expected")]
async fn a_request_too_many_panics() {
    let script = ScriptedTransport::new();
    let _ = script.send(request("GET", "/a", &Value::Null)).await;
}

#[test]
#[should_panic(expected = "requests that never came: [GET /a]")]
fn a_request_too_few_panics() {
    drop(ScriptedTransport::new().expect(Expect::get("/a")));
}

#[tokio::test]
async fn a_recorder_remembers_and_redacts() {
    let script = ScriptedTransport::new()
        .expect(Expect::post("/login").answer(200, &json!({"access_token": "t-1", "left": 3})))
        .expect(Expect::get("/never").hang());
    let recorder = Recorder::new(script.transport()).keeping_answers();
    let transport = recorder.transport();
    let body = json!({"user": "ana", "password": "very-secret", "nested": [{"token": "x"}]});
    answer(
        &*transport,
        request("POST", "/login?b=2&a=1&token=very-secret", &body),
    )
    .await;
    assert!(
        transport
            .send(request("GET", "/never", &Value::Null))
            .now_or_never()
            .is_none()
    );
    drop(transport);

    let seen = recorder.requests();
    assert_eq!(seen.len(), 2, "a request that was given up counts");
    assert_eq!((seen[0].status, seen[1].status), (Some(200), None));
    assert_eq!(seen[0].query_value("a"), Some("1"));
    assert_eq!(
        recorder.snapshot()[0],
        json!({
            "method": "POST",
            "path": "/login",
            "query": [["a", "1"], ["b", "2"], ["token", "[redacted]"]],
            "headers": {
                "authorization": "[redacted]",
                "x-api-key": "[redacted]",
                "x-tenant": "acme",
            },
            "body": {"user": "ana", "password": "[redacted]", "nested": [{"token": "[redacted]"}]},
        })
    );
    let cassette = serde_json::to_string(&recorder.cassette(&Redactor::new())).unwrap();
    let shown = format!("{seen:?} {recorder:?} {} {cassette}", recorder.snapshot());
    assert!(
        !shown.contains("very-secret") && !shown.contains("t-1"),
        "{shown}"
    );
    recorder.forget();
    assert!(recorder.requests().is_empty());
}

#[tokio::test]
async fn a_cassette_plays_what_was_recorded() {
    let script = ScriptedTransport::new()
        .expect(Expect::get("/contacts").answer(200, &json!({"data": [{"id": 7}]})))
        .expect(Expect::post("/contacts").answer(201, &json!({"id": 8})));
    let recorder = Recorder::new(script.transport()).keeping_answers();
    let list = || request("GET", "/contacts?page=1", &Value::Null);
    let create = || {
        request(
            "POST",
            "/contacts",
            &json!({"name": "Ana", "password": "p-1"}),
        )
    };
    let first = answer(&recorder, list()).await;
    answer(&recorder, create()).await;

    let folder = std::env::temp_dir().join(format!("helpdesk-testkit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("cassette.json");
    recorder
        .cassette(&Redactor::new().secret("Ana"))
        .save(&file)
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let cassette = Cassette::load(&file).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();

    assert!(!text.contains("p-1") && !text.contains("Ana"), "{text}");
    assert_eq!(cassette.len(), 2);
    let player = cassette.player();
    assert_eq!(answer(&player, list()).await, first);
    assert_eq!(
        answer(&player, create()).await,
        (201, r#"{"id":8}"#.to_owned())
    );
    player.assert_done();
}

#[test]
fn a_debug_shows_no_numbers() {
    let recorded = Recorded::of(&request(
        "GET",
        "/clients/5511983412201?phone=5511983412201",
        &Value::Null,
    ));
    let text = format!("{recorded:?}");
    assert!(
        !text.contains("5511983412201") && text.contains("phone"),
        "{text}"
    );
    assert_eq!(recorded.url(), "/clients/5511983412201?phone=5511983412201");
}

fn noon() -> Timestamp {
    "2031-05-06T12:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_sleep_ends_when_time_has_passed() {
    let clock = ManualClock::at(noon());
    let shared: Arc<dyn Clock> = Arc::new(clock.clone());
    let mut long = tokio::spawn(shared.sleep(Duration::from_secs(60)));
    let short = tokio::spawn(shared.sleep(Duration::from_secs(10)));
    tokio::task::yield_now().await;
    assert_eq!(clock.sleeping(), 2);
    clock.advance(Duration::from_secs(10));
    short.await.unwrap();
    assert!((&mut long).now_or_never().is_none());
    assert_eq!(clock.sleeping(), 1);
    clock.advance(Duration::from_secs(50));
    long.await.unwrap();
    assert_eq!(clock.now(), "2031-05-06T12:01:00Z".parse().unwrap());
    assert_eq!(
        clock.sleeps(),
        [Duration::from_secs(60), Duration::from_secs(10)]
    );
}

#[tokio::test]
async fn a_jumping_clock_does_not_wait() {
    let clock = ManualClock::jumping_from(noon());
    let before = clock.instant();
    clock.sleep(Duration::from_secs(3600)).await;
    assert_eq!(clock.instant() - before, Duration::from_secs(3600));
    assert_eq!(clock.now(), "2031-05-06T13:00:00Z".parse().unwrap());
    clock.set_now(noon());
    assert_eq!(clock.instant() - before, Duration::from_secs(3600));
}

#[test]
#[should_panic(expected = "the token shows where it must not")]
fn a_canary_sings() {
    let mut canary = Canary::new();
    let token = canary.plant("token");
    canary.assert_absent("nothing here");
    canary.assert_absent(&token.to_uppercase());
}

#[test]
fn a_canary_knows_phones_by_their_end() {
    let mut canary = Canary::new();
    canary.watch_phone("phone", "+55 11 98341-2201");
    assert_eq!(canary.found_in("551183412201"), Some("phone"));
    assert_eq!(canary.found_in("551183412202"), None);
    assert!(!format!("{canary:?}").contains("8341"));
}

#[cfg(feature = "tracing")]
#[test]
fn a_capture_has_events_and_spans() {
    let capture = helpdesk_testkit::LogCapture::start();
    let span = tracing::info_span!("call", operation = "contacts.get");
    span.in_scope(|| tracing::debug!(status = 200, "answered"));
    let text = capture.text();
    assert!(text.contains("operation=contacts.get"), "{text}");
    assert!(
        text.contains("status=200") && text.contains("answered"),
        "{text}"
    );
    drop(capture);
}

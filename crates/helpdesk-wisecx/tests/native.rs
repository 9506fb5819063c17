//! Streams, exports and answers that cannot be read, of the native client.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::{Answer, Stub, config, desk, desk_with, now, sent};
use futures_util::{StreamExt, TryStreamExt};
use helpdesk_core::{Clock, Delivery, ErrorKind, Result, Sleep, Timestamp};
use helpdesk_http::RetryPolicy;
use helpdesk_sim::Running;
use helpdesk_sim::wisecx::Sim;
use helpdesk_testkit::ManualClock;
use helpdesk_wisecx::api::{ListRequest, Polling, Rows};
use helpdesk_wisecx::wire::{self, ExportStatus};
use helpdesk_wisecx::{Config, WiseCx};
use serde_json::{Value, json};

fn page(ids: std::ops::Range<u64>) -> Answer {
    let rows: Vec<Value> = ids.map(|id| json!({ "id": id, "name": "x" })).collect();
    Answer::json(200, &json!({ "data": rows }))
}

/// A clock that jumps over the waits between two questions, and over no other.
#[derive(Debug)]
struct Leaps {
    clock: ManualClock,
    over: Duration,
    count: AtomicUsize,
}

impl Leaps {
    fn over(seconds: u64) -> Arc<Self> {
        Arc::new(Self {
            clock: ManualClock::at(now()),
            over: Duration::from_secs(seconds),
            count: AtomicUsize::new(0),
        })
    }
}

impl Clock for Leaps {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn instant(&self) -> Instant {
        self.clock.instant()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        if time == self.over {
            self.count.fetch_add(1, Ordering::Relaxed);
            self.clock.advance(time);
            return Box::pin(std::future::ready(()));
        }
        self.clock.sleep(time)
    }
}

async fn ids(rows: Rows<wire::Case>) -> Vec<u64> {
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    rows.iter().map(|row| row.wire.id).collect()
}

#[tokio::test]
async fn streams_turn_the_pages() {
    // Two full pages and the rest.
    let (client, recorder) = desk(&Stub::new([page(0..3), page(3..6), page(6..7)]));
    let request = ListRequest::builder().limit(3).build();
    let rows = client.api().cases().stream(&request);
    assert!(recorder.requests().is_empty(), "nothing before it is read");
    assert_eq!(ids(rows).await, (0..7).collect::<Vec<_>>());
    let pages = |requests: Vec<helpdesk_testkit::Recorded>| {
        let pages = requests.into_iter();
        let pages = pages.map(|one| one.query_value("page").unwrap().to_owned());
        pages.collect::<Vec<_>>()
    };
    assert_eq!(pages(sent(&recorder)), ["1", "2", "3"]);

    // From a later page on; a last page that is full is followed by an empty one.
    let (client, recorder) = desk(&Stub::new([page(0..3), page(0..0)]));
    let request = ListRequest::page(4, 3);
    let rows = client.api().cases().stream(&request);
    assert_eq!(ids(rows).await, [0, 1, 2]);
    assert_eq!(pages(sent(&recorder)), ["4", "5"]);

    // Pages are fetched as they are read.
    let (client, recorder) = desk(&Stub::new([page(0..3), page(3..6), page(6..7)]));
    let request = ListRequest::builder().limit(3).build();
    let mut rows = client.api().cases().stream(&request);
    for _ in 0..3 {
        rows.next().await.unwrap().unwrap();
    }
    assert_eq!(sent(&recorder).len(), 1);
}

#[tokio::test]
async fn streams_end_although_the_vendor_ignores_pages() {
    let request = ListRequest::builder().limit(3).build();
    // The same page again and again, the whole list at once, and a number of rows that is told.
    let (client, recorder) = desk(&Stub::new([page(0..3)]));
    assert_eq!(ids(client.api().cases().stream(&request)).await, [0, 1, 2]);
    assert_eq!(sent(&recorder).len(), 2);
    let (client, recorder) = desk(&Stub::new([page(0..5)]));
    assert_eq!(ids(client.api().cases().stream(&request)).await.len(), 5);
    assert_eq!(sent(&recorder).len(), 1);
    let part = |from: u64| {
        let rows: Vec<Value> = (from..from + 2).map(|id| json!({ "id": id })).collect();
        let pagination = json!({"page": 1, "page_size": 2, "total_items": 4});
        Answer::json(200, &json!({ "data": rows, "pagination": pagination }))
    };
    let (client, recorder) = desk(&Stub::new([part(0), part(2), page(9..10)]));
    let request = ListRequest::builder().limit(2).build();
    let rows = client.api().nitro().campaigns_stream(&request);
    assert_eq!(rows.count().await, 4);
    assert_eq!(sent(&recorder).len(), 2);
}

#[tokio::test]
async fn an_error_is_the_last_item_of_a_stream() {
    let refused = Answer::json(400, &json!({"message": "Bad request"}));
    let (client, _) = desk(&Stub::new([page(0..2), refused]));
    let request = ListRequest::builder().limit(2).build();
    let rows = client.api().contacts().stream(&request);
    let rows: Vec<Result<_>> = rows.collect().await;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2].as_ref().unwrap_err().kind(), ErrorKind::Invalid);
    let request = ListRequest::page(0, 2);
    let rows: Vec<Result<_>> = client.api().contacts().stream(&request).collect().await;
    assert_eq!(rows.len(), 1);
    assert!(rows[0].is_err());
}

#[tokio::test]
async fn every_list_has_a_stream() {
    let (client, recorder) = desk(&Stub::new([page(1..3)]));
    let (api, all) = (client.api(), ListRequest::default());
    let counts = [
        api.cases().stream(&all).count().await,
        api.cases().tags_stream(&all).count().await,
        api.cases().types_stream(&all).count().await,
        api.cases().activities_stream(5, &all).count().await,
        api.contacts().stream(&all).count().await,
        api.contact_groups().stream(&all).count().await,
        api.organizations().stream(&all).count().await,
        api.queues().stream(&all).count().await,
        api.users().stream(&all).count().await,
        api.orders().stream(&all).count().await,
        api.channels().stream(&all).count().await,
        api.surveys().stream(&all).count().await,
        api.surveys().questions_stream(5, &all).count().await,
        api.nitro().campaigns_stream(&all).count().await,
        api.nitro()
            .message_contacts_stream("5", "6", &all)
            .count()
            .await,
    ];
    assert_eq!(counts, [2; 15]);
    let paths: Vec<String> = sent(&recorder)
        .into_iter()
        .map(|request| request.path.replace("/core/v1", ""))
        .collect();
    let expected = [
        "/cases",
        "/cases/tags",
        "/cases/types",
        "/cases/5/activities",
        "/contacts",
        "/contacts/groups",
        "/contacts/organizations",
        "/queues",
        "/users",
        "/orders",
        "/channels",
        "/surveys",
        "/surveys/5/questions",
        "/nitro/campaigns",
        "/nitro/campaigns/5/messages/6/contacts",
    ];
    assert_eq!(paths, expected);

    let rows = json!([{"response_id": 1, "template_id": 1}]);
    let (client, _) = desk(&Stub::json(&rows));
    let api = client.api();
    assert_eq!(api.surveys().responses_stream(5, &all).count().await, 1);
    assert_eq!(api.whatsapp_templates().stream(&all).count().await, 1);
}

async fn reports() -> (Running<Sim>, WiseCx) {
    let running = Running::<Sim>::start().await.unwrap();
    running.lab().freeze_at(now());
    let (key, user) = running.sim().credentials();
    let config = Config::new(key.into(), user)
        .with_base_url(running.base_url())
        .with_clock(Leaps::over(2));
    (running, WiseCx::new(config).unwrap())
}

#[test]
fn an_export_is_asked_for_every_five_seconds_for_a_quarter_of_an_hour() {
    let polling = Polling::default();
    assert_eq!(polling.every, Duration::from_secs(5));
    assert_eq!(polling.at_most, Duration::from_secs(15 * 60));
}

#[tokio::test]
async fn a_report_is_exported_to_a_writer() {
    let (running, desk) = reports().await;
    let input = wire::ExportInput::builder()
        .columns("all")
        .group_by("d")
        .filter("2031-01-01", "2031-01-31")
        .build();
    let polling = Polling::builder().every(Duration::from_secs(2)).build();
    let (mut file, mut seen) = (Vec::new(), Vec::new());
    let bytes = desk
        .api()
        .analytics()
        .export_to(4401, &input, &polling, &mut file, |export| {
            seen.push((export.status.clone(), export.progress));
            running.lab().advance(Duration::from_secs(2));
        })
        .await
        .unwrap();
    let text = String::from_utf8(file).unwrap();
    assert_eq!(bytes, text.len() as u64);
    assert!(text.starts_with("conv_created,status\n"), "{text}");
    // What the simulator tells on the way, from "begun" over "not there yet" to "done".
    let statuses: Vec<&str> = seen
        .iter()
        .filter_map(|(status, _)| status.as_ref().map(ExportStatus::as_str))
        .collect();
    let (waiting, done) = ("processing", "completed");
    let expected = [waiting, "EXPORT_NOT_FOUND", waiting, waiting, waiting, done];
    assert_eq!(statuses, expected);
    assert_eq!(seen.last().unwrap().1, Some(100.0));
    // The file is asked for without key and token.
    running.assert_documented();
}

#[tokio::test]
async fn exports_that_do_not_come_to_an_end() {
    let state = |status: &str| Stub::json(&json!({"export_id": "e", "status": status}));
    for (status, kind, questions) in [
        ("pending", ErrorKind::Timeout, 3),
        ("a new word", ErrorKind::Timeout, 3),
        ("error", ErrorKind::Unavailable, 1),
        ("EXPORT_NOT_FOUND", ErrorKind::NotFound, 3),
    ] {
        let clock = Leaps::over(31);
        let config = config().with_clock(clock.clone());
        let (desk, recorder) = desk_with(&state(status), config);
        let polling = Polling::builder()
            .every(Duration::from_secs(31))
            .at_most(Duration::from_secs(80))
            .build();
        let reports = desk.api().analytics();
        let mut told = 0;
        let error = reports.finished("e", &polling, |_| told += 1).await;
        let error = error.unwrap_err();
        assert_eq!((error.kind(), told), (kind, questions), "{status}");
        assert_eq!(error.operation(), Some("analytics.status"));
        assert_eq!(sent(&recorder).len(), questions);
        assert_eq!(clock.count.load(Ordering::Relaxed), questions - 1);
    }
    let (desk, recorder) = desk(&state("processing"));
    let reports = desk.api().analytics();
    let export = reports.status("e").await.unwrap().wire;
    let error = reports.download(&export).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(sent(&recorder).len(), 1);
}

#[tokio::test]
async fn a_write_whose_answer_cannot_be_read_may_have_been_carried_out() {
    let input = wire::ContactInput::builder().phone("5511900000000").build();
    for body in [
        "",
        "null",
        "{}",
        "[]",
        r#"{"data":{}}"#,
        "<html>",
        r#"{"id":"x"}"#,
    ] {
        let (desk, _) = desk(&Stub::new([Answer::text(200, body)]));
        let api = desk.api();
        let error = api.contacts().update(7, &input).await.unwrap_err();
        let found = (error.kind(), error.delivery());
        assert_eq!(found, (ErrorKind::Decode, Delivery::Unknown), "{body}");
        let note = api.cases().add_note(1, 2, "x").await.unwrap_err();
        assert_eq!(note.delivery(), Delivery::Unknown, "{body}");
        // A read is no write.
        let error = api.contacts().get(7).await.unwrap_err();
        assert_ne!(error.delivery(), Delivery::Unknown, "{body}");
    }
    // A create is looked for, and not sent again.
    let found = json!({"data": [{"id": 7, "phone": "5511900000000"}]});
    let answers = [Answer::text(200, "{}"), Answer::json(200, &found)];
    let retry = RetryPolicy::never().with_settle(Duration::ZERO);
    let (desk, recorder) = desk_with(&Stub::new(answers), config().with_retry(retry));
    let made = desk.api().contacts().create(&input).await.unwrap();
    assert_eq!(made.wire.id, 7);
    let methods: Vec<_> = sent(&recorder).into_iter().map(|r| r.method).collect();
    assert_eq!(methods, ["POST", "GET"]);
}

#[tokio::test]
async fn a_failure_of_the_vendor_is_not_taken_for_a_refusal() {
    // Whatever words come with it, unless it says that there is no such record.
    for message in ["already there", "too many", "down"] {
        let answer = Answer::json(500, &json!({ "message": message }));
        let (desk, _) = desk(&Stub::new([answer]));
        let error = desk.api().cases().add_note(1, 2, "x").await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown, "{message}");
        let error = desk.api().cases().get(1).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::Answered, "{message}");
    }
}

#[tokio::test]
async fn what_is_gone_after_a_lost_answer_was_removed() {
    let gone = || Answer::json(400, &json!({"message": "Case Not Found"}));
    let lost = || Answer::text(502, "");
    let patient = || {
        let retry = RetryPolicy::new().with_backoff(Duration::ZERO, Duration::ZERO);
        config().with_retry(retry)
    };
    let (desk, _) = desk_with(&Stub::new([lost(), gone()]), patient());
    let api = desk.api();
    api.cases().delete(1).await.unwrap();
    let (desk, _) = desk_with(&Stub::new([lost(), gone()]), patient());
    desk.api().queues().remove_user(1, 2).await.unwrap();
    let (desk, _) = desk_with(&Stub::new([gone()]), patient());
    let error = desk.api().cases().delete(1).await.unwrap_err();
    assert!(error.is_not_found());
}

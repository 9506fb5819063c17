//! Answering after handling: the layer and the extractor.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::extract::State;
use axum::routing::post;
use axum::{Extension, Router};
use bytes::Bytes;
use helpdesk::serve::{Delivered, Events, IntakeLayer};
use http::StatusCode;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::support::{Log, desk, ids, request, send};

const PATH: &str = "/webhooks/memory";

#[tokio::test]
async fn the_answer_decides_whether_the_events_come_again() {
    let (intake, store, deliveries) = desk(1).await;
    let (log, status) = (Log::default(), Arc::new(AtomicU16::new(500)));
    let handler = {
        let (log, status) = (log.clone(), Arc::clone(&status));
        let body = deliveries[0].body.clone();
        move |events: Delivered, raw: Bytes| async move {
            assert_eq!(raw, body, "the body as it came");
            events.iter().try_for_each(|event| log.add(event)).unwrap();
            StatusCode::from_u16(status.load(Ordering::SeqCst)).unwrap()
        }
    };
    let routes: Router = Router::new().route(PATH, post(handler).layer(IntakeLayer::new(intake)));
    for (answer, seen, kept) in [(500, 1, 0), (404, 1, 0), (202, 1, 1)] {
        status.store(answer, Ordering::SeqCst);
        assert_eq!(
            send(&routes, request(&deliveries[0])).await.as_u16(),
            answer
        );
        assert_eq!((log.take().len(), store.len()), (seen, kept));
    }
    // Handled: it does not reach the service any more, whatever that would answer.
    status.store(500, Ordering::SeqCst);
    assert_eq!(send(&routes, request(&deliveries[0])).await, StatusCode::OK);
    assert!(log.take().is_empty());
}

async fn no_one() -> StatusCode {
    panic!("nothing was proven")
}

#[tokio::test]
async fn a_stranger_does_not_reach_the_service() {
    let (intake, store, deliveries) = desk(1).await;
    let handler = post(no_one).layer(IntakeLayer::new(intake));
    let routes: Router = Router::new().route(PATH, handler);
    let mut forged = deliveries[0].clone();
    forged.query = None;
    assert_eq!(
        send(&routes, request(&forged)).await,
        StatusCode::UNAUTHORIZED
    );
    assert!(store.is_empty());
}

/// A service that says when it has begun, and goes on when it is told to.
async fn gated(Extension(gate): Extension<Arc<(Semaphore, Semaphore)>>) -> StatusCode {
    gate.0.add_permits(1);
    gate.1.acquire().await.unwrap().forget();
    StatusCode::OK
}

#[tokio::test]
async fn a_repetition_that_overtakes_the_first_is_put_off_until_that_is_done() {
    let (intake, _, deliveries) = desk(1).await;
    let gate = Arc::new((Semaphore::new(0), Semaphore::new(0)));
    let routes: Router = Router::new()
        .route(PATH, post(gated).layer(IntakeLayer::new(intake)))
        .layer(Extension(Arc::clone(&gate)));
    let first = tokio::spawn(routes.clone().oneshot(request(&deliveries[0])));
    gate.0.acquire().await.unwrap().forget();
    let second = send(&routes, request(&deliveries[0])).await;
    assert_eq!(second, StatusCode::SERVICE_UNAVAILABLE);
    gate.1.add_permits(1);
    assert_eq!(first.await.unwrap().unwrap().status(), StatusCode::OK);
    assert_eq!(send(&routes, request(&deliveries[0])).await, StatusCode::OK);
}

#[tokio::test]
async fn a_connection_that_is_cut_while_handling_lets_the_event_come_again() {
    let (intake, store, deliveries) = desk(1).await;
    let gate = Arc::new((Semaphore::new(0), Semaphore::new(0)));
    let routes: Router = Router::new()
        .route(PATH, post(gated).layer(IntakeLayer::new(intake)))
        .layer(Extension(Arc::clone(&gate)));
    let first = tokio::spawn(routes.oneshot(request(&deliveries[0])));
    gate.0.acquire().await.unwrap().forget();
    assert_eq!(store.len(), 1);
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    assert!(store.is_empty());
}

#[derive(Clone)]
struct App {
    intake: helpdesk::webhook::Intake,
    log: Log,
}

impl axum::extract::FromRef<App> for helpdesk::webhook::Intake {
    fn from_ref(app: &App) -> Self {
        app.intake.clone()
    }
}

/// Handles all but the event of this number.
async fn settle(State(app): State<App>, events: Events) -> Result<(), StatusCode> {
    for event in events {
        if event.id.as_str() == "event-2" {
            return Err(StatusCode::BAD_GATEWAY);
        }
        app.log.add(&event).unwrap();
        event
            .done()
            .await
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    }
    Ok(())
}

#[tokio::test]
async fn the_extractor_leaves_it_to_the_handler() {
    let (intake, store, deliveries) = desk(3).await;
    let log = Log::default();
    let app = App {
        intake,
        log: log.clone(),
    };
    let routes: Router = Router::new().route(PATH, post(settle)).with_state(app);
    let mut answers = Vec::new();
    for delivery in deliveries.iter().chain(&deliveries) {
        answers.push(send(&routes, request(delivery)).await.as_u16());
    }
    assert_eq!(answers, [200, 502, 200, 200, 502, 200]);
    assert_eq!(log.take(), [ids(1..=1), ids(3..=3)].concat());
    assert_eq!(store.len(), 2);

    let mut forged = deliveries[0].clone();
    forged.query = None;
    assert_eq!(
        send(&routes, request(&forged)).await,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_handler_that_misses_its_layer_is_told() {
    let (_, _, deliveries) = desk(1).await;
    let routes: Router = Router::new().route(PATH, post(|_: Delivered| async {}));
    let answer = send(&routes, request(&deliveries[0])).await;
    assert_eq!(answer, StatusCode::INTERNAL_SERVER_ERROR);
}

use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use helpdesk::ErrorKind;
use helpdesk::serve::{Cause, Queue};
use helpdesk::webhook::{Completeness, Event};
use http::StatusCode;
use serde_json::Value;

use crate::support::{Log, desk, ids, request, send};

#[tokio::test]
async fn it_answers_at_once_and_hands_each_event_over_once_in_order() {
    let (intake, store, deliveries) = desk(5).await;
    let (queue, worker) = Queue::new(intake, 10);
    for delivery in &deliveries {
        // No worker runs yet: the answer does not wait for one.
        assert_eq!(send(&queue, request(delivery)).await, StatusCode::OK);
        assert_eq!(send(&queue, request(delivery)).await, StatusCode::OK);
    }
    assert_eq!(queue.len(), 5);

    queue.close();
    let log = Log::default();
    worker.run(async |event: Event| log.add(&event)).await;
    assert_eq!(log.take(), ids(1..=5));
    assert!(queue.is_empty());
    assert_eq!(store.len(), 5);
    let counts = queue.counts();
    assert_eq!(
        (counts.deliveries, counts.events, counts.repeated),
        (10, 5, 5)
    );
    assert_eq!((counts.handled, counts.failed), (5, 0));
}

#[tokio::test]
async fn what_is_repeated_after_it_was_handled_is_not_handled_again() {
    let (intake, _, deliveries) = desk(1).await;
    let (queue, mut worker) = Queue::new(intake, 1);
    assert_eq!(send(&queue, request(&deliveries[0])).await, StatusCode::OK);
    let claimed = worker.next().now_or_never().unwrap().unwrap();
    claimed.done().await.unwrap();
    assert_eq!(send(&queue, request(&deliveries[0])).await, StatusCode::OK);
    assert!(queue.is_empty());
    queue.close();
    assert!(worker.next().await.is_none());
}

#[tokio::test]
async fn a_closed_queue_is_drained_and_takes_nothing_more() {
    let (intake, store, deliveries) = desk(3).await;
    let (queue, worker) = Queue::new(intake, 10);
    for delivery in &deliveries[..2] {
        send(&queue, request(delivery)).await;
    }
    // The worker waits in the middle of its first event while the queue is closed.
    let log = Log::default();
    let (go, gate) = tokio::sync::watch::channel(false);
    let work = tokio::spawn(worker.run({
        let log = log.clone();
        move |event: Event| {
            let (log, mut gate) = (log.clone(), gate.clone());
            async move {
                gate.wait_for(|open| *open).await.unwrap();
                log.add(&event)
            }
        }
    }));
    tokio::task::yield_now().await;
    queue.close();
    let late = send(&queue, request(&deliveries[2])).await;
    assert_eq!(late, StatusCode::SERVICE_UNAVAILABLE);
    go.send(true).unwrap();
    work.await.unwrap();
    assert_eq!(log.take(), ids(1..=2));
    assert_eq!(store.len(), 2, "the late one is not claimed");
}

#[tokio::test]
async fn the_worker_ends_with_what_is_in_when_every_queue_is_gone() {
    let (intake, _, deliveries) = desk(2).await;
    let (queue, worker) = Queue::new(intake, 10);
    for delivery in &deliveries {
        send(&queue, request(delivery)).await;
    }
    drop(queue);
    let log = Log::default();
    worker.run(async |event: Event| log.add(&event)).await;
    assert_eq!(log.take(), ids(1..=2));
}

#[tokio::test]
async fn a_waiting_worker_notices_that_the_queue_is_closed() {
    let (intake, _, _) = desk(0).await;
    let (queue, worker) = Queue::new(intake, 10);
    let work = tokio::spawn(worker.run(async |_: Event| Ok::<_, helpdesk::Error>(())));
    tokio::task::yield_now().await;
    queue.close();
    work.await.unwrap();
}

#[tokio::test]
async fn an_event_whose_handler_fails_or_panics_is_let_in_again() {
    let (intake, store, deliveries) = desk(3).await;
    let (queue, worker) = Queue::new(intake.clone(), 10);
    for delivery in &deliveries {
        send(&queue, request(delivery)).await;
    }
    queue.close();
    let (log, failures) = (Log::default(), Arc::new(Mutex::new(Vec::new())));
    let seen = Arc::clone(&failures);
    worker
        .on_failure(move |event, cause: &Cause| {
            seen.lock()
                .unwrap()
                .push((event.id.to_string(), cause.to_string()));
        })
        .run(async |event: Event| match event.id.as_str() {
            "event-1" => Err("the database is away".to_owned()),
            "event-2" => panic!("on purpose"),
            _ => log.add(&event).map_err(|error| error.to_string()),
        })
        .await;
    assert_eq!(log.take(), ids(3..=3));
    assert_eq!(store.len(), 1, "only what was handled is remembered");
    let expected = [
        ("event-1", "the database is away"),
        ("event-2", "the handler panicked"),
    ];
    let expected = expected.map(|(event, cause)| (event.to_owned(), cause.to_owned()));
    assert_eq!(*failures.lock().unwrap(), expected);
    let counts = queue.counts();
    assert_eq!((counts.handled, counts.failed), (1, 2));

    // The vendor tries all of them again.
    let (queue, worker) = Queue::new(intake, 10);
    for delivery in &deliveries {
        send(&queue, request(delivery)).await;
    }
    queue.close();
    worker.run(async |event: Event| log.add(&event)).await;
    assert_eq!(log.take(), ids(1..=2));
}

#[tokio::test]
async fn a_worker_that_is_cancelled_lets_go_of_all_it_holds() {
    let (intake, store, deliveries) = desk(4).await;
    let (queue, worker) = Queue::new(intake, 10);
    for delivery in &deliveries {
        send(&queue, request(delivery)).await;
    }
    let work = tokio::spawn(worker.concurrency(2).run(async |_: Event| {
        std::future::pending::<()>().await;
        Ok::<_, helpdesk::Error>(())
    }));
    tokio::task::yield_now().await;
    assert_eq!(store.len(), 4);
    work.abort();
    assert!(work.await.unwrap_err().is_cancelled());
    assert!(store.is_empty());
    assert_eq!(queue.counts().failed, 4);
    assert_eq!(
        send(&queue, request(&deliveries[0])).await,
        StatusCode::SERVICE_UNAVAILABLE,
        "nobody is there to take it"
    );
    assert!(store.is_empty());
}

#[tokio::test]
async fn several_events_are_handled_at_once_when_asked_for() {
    let (intake, _, deliveries) = desk(3).await;
    let (queue, worker) = Queue::new(intake, 10);
    for delivery in &deliveries {
        send(&queue, request(delivery)).await;
    }
    queue.close();
    let together = tokio::sync::Barrier::new(3);
    worker
        .concurrency(3)
        .run(async |_: Event| {
            together.wait().await;
            Ok::<_, helpdesk::Error>(())
        })
        .await;
    assert_eq!(queue.counts().handled, 3);
}

/// The first event can be filled in, what the second is about is gone, and the third needs nothing.
#[tokio::test]
async fn events_are_filled_in_on_demand_and_never_dropped_for_it() {
    let (intake, store, mut deliveries) = desk(3).await;
    for (place, tag) in [(0, "tag-1"), (1, "gone")] {
        let mut body: Value = serde_json::from_slice(&deliveries[place].body).unwrap();
        body["record"] = Value::Null;
        body["tag"] = tag.into();
        deliveries[place].body = body.to_string().into();
    }
    let (queue, worker) = Queue::new(intake, 10);
    for delivery in &deliveries {
        assert_eq!(send(&queue, request(delivery)).await, StatusCode::OK);
    }
    queue.close();
    let (handled, failures) = (Mutex::new(Vec::new()), Arc::new(Mutex::new(Vec::new())));
    let seen = Arc::clone(&failures);
    worker
        .hydrated()
        .on_failure(move |event, cause: &Cause| {
            let because_gone =
                matches!(cause, Cause::Hydrate(error) if error.kind() == ErrorKind::NotFound);
            seen.lock()
                .unwrap()
                .push((event.id.to_string(), because_gone));
        })
        .run(async |event: Event| {
            let filled = event.record.is_some();
            handled
                .lock()
                .unwrap()
                .push((event.id.to_string(), event.completeness, filled));
            Ok::<_, helpdesk::Error>(())
        })
        .await;
    let expected = [
        ("event-1", Completeness::Full, true),
        ("event-2", Completeness::Thin, false),
        ("event-3", Completeness::Full, true),
    ];
    let expected = expected.map(|(id, completeness, filled)| (id.to_owned(), completeness, filled));
    assert_eq!(*handled.lock().unwrap(), expected);
    assert_eq!(*failures.lock().unwrap(), [("event-2".to_owned(), true)]);
    assert_eq!((store.len(), queue.counts().handled), (3, 3));
}

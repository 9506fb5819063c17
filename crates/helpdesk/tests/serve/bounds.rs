//! What does not fit is put off, and what is refused leaves nothing behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use futures_util::FutureExt;
use helpdesk::serve::{Queue, Refusal};
use helpdesk::webhook::Rejection;
use http::{HeaderValue, Request, StatusCode};

use crate::support::{desk, request, send};

#[tokio::test]
async fn a_full_queue_puts_deliveries_off_and_claims_nothing_for_them() {
    let (intake, store, deliveries) = desk(5).await;
    let (queue, mut worker) = Queue::new(intake, 2);
    let mut answers = Vec::new();
    for delivery in &deliveries {
        answers.push(send(&queue, request(delivery)).await.as_u16());
    }
    assert_eq!(answers, [200, 200, 503, 503, 503]);
    assert_eq!((queue.len(), store.len()), (2, 2));
    assert_eq!(queue.counts().put_off, 3);

    // There is room again, and the vendor tries again.
    worker.next().await.unwrap().done().await.unwrap();
    assert_eq!(send(&queue, request(&deliveries[4])).await, StatusCode::OK);
    let second = worker.next().await.unwrap();
    assert_eq!(second.id.as_str(), "event-2");
    second.done().await.unwrap();
    let third = worker.next().await.unwrap();
    assert_eq!(third.id.as_str(), "event-5");
    third.done().await.unwrap();
}

#[tokio::test]
async fn storms_against_a_full_queue_leave_nothing_behind() {
    let (intake, store, deliveries) = desk(100).await;
    let (queue, _worker) = Queue::new(intake, 1);
    send(&queue, request(&deliveries[0])).await;
    for number in 0..1000 {
        let put_off = send(&queue, request(&deliveries[1 + number % 99])).await;
        assert_eq!(put_off, StatusCode::SERVICE_UNAVAILABLE);
    }
    assert_eq!((queue.len(), store.len()), (1, 1));
}

#[tokio::test]
async fn ten_thousand_refused_deliveries_leave_nothing_behind() {
    let (intake, store, deliveries) = desk(1).await;
    let refusals = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&refusals);
    let (queue, mut worker) = Queue::observed(intake, 4, move |refusal| {
        assert!(matches!(refusal, Refusal::Rejected(_)));
        seen.fetch_add(1, Ordering::Relaxed);
    });
    let real = &deliveries[0];
    for number in 0..10_000 {
        let mut forged = real.clone();
        let expected = match number % 5 {
            0 => {
                forged.query = None;
                Rejection::BadSecret
            }
            1 => {
                forged.query = Some(format!("key={}", "x".repeat(41)));
                Rejection::BadSecret
            }
            2 => {
                forged.body = "[".repeat(100).into();
                Rejection::TooDeep
            }
            3 => {
                forged.body = format!("{{\"id\":\"event-{number}\"}}").into();
                Rejection::Malformed
            }
            _ => {
                let plain = HeaderValue::from_static("text/plain");
                forged.headers.insert("content-type", plain);
                Rejection::ContentType
            }
        };
        let status = send(&queue, request(&forged)).await;
        assert_eq!(status.as_u16(), expected.http_status());
    }
    assert_eq!(refusals.load(Ordering::Relaxed), 10_000);
    assert_eq!((queue.len(), store.len()), (0, 0));
    let counts = queue.counts();
    assert_eq!(
        (counts.refused, counts.events, counts.put_off),
        (10_000, 0, 0)
    );

    // The real one is still let in.
    assert_eq!(send(&queue, request(real)).await, StatusCode::OK);
    let claimed = worker.next().now_or_never().unwrap().unwrap();
    claimed.done().await.unwrap();
}

#[tokio::test]
async fn what_announces_itself_as_too_large_is_not_even_read() {
    let (intake, _, _) = desk(0).await;
    let (queue, _worker) = Queue::new(intake.with_max_body(100), 1);
    let unread = Body::from_stream(futures_util::stream::pending::<Result<bytes::Bytes, String>>());
    let sized = Sized(unread, 101);
    let answer = Request::post("/").body(sized).unwrap();
    let refusal = queue.receive(answer).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Rejected(Rejection::TooLarge)));
}

/// A body with a size of its own choice, as `content-length` gives it.
struct Sized(Body, u64);

impl http_body::Body for Sized {
    type Data = bytes::Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, axum::Error>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(cx)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.1)
    }
}

//! A store that has to be waited for, as one over a network.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::routing::post;
use helpdesk::Result;
use helpdesk::serve::{Delivered, IntakeLayer, Queue};
use helpdesk::webhook::{Claim, DedupeStore, MemoryDedupe};
use http::StatusCode;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::support::{desk, request, send};

/// Does what it is asked when it is let, a call a permit.
#[derive(Debug)]
struct Remote {
    inner: MemoryDedupe,
    asked: Semaphore,
    permits: Semaphore,
}

impl Remote {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            inner: MemoryDedupe::new(),
            asked: Semaphore::new(0),
            permits: Semaphore::new(0),
        })
    }

    async fn pass(&self) {
        self.asked.add_permits(1);
        self.permits.acquire().await.unwrap().forget();
    }

    /// Lets others run until somebody asks.
    async fn asked(&self) {
        settle(|| self.asked.available_permits() > 0).await;
        self.asked.acquire().await.unwrap().forget();
    }

    /// Lets others run until no key is claimed.
    async fn emptied(&self) {
        settle(|| self.inner.is_empty()).await;
    }
}

/// Lets others run until it is so, and fails when they come to rest before.
async fn settle(so: impl Fn() -> bool) {
    for _ in 0..1000 {
        if so() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("nobody does it");
}

#[async_trait]
impl DedupeStore for Remote {
    async fn claim(&self, key: &str) -> Result<Claim> {
        self.pass().await;
        self.inner.claim(key).await
    }

    async fn confirm(&self, key: &str) -> Result<()> {
        self.pass().await;
        self.inner.confirm(key).await
    }

    async fn release(&self, key: &str) -> Result<()> {
        self.pass().await;
        self.inner.release(key).await
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_while_claiming_leaves_no_claim() {
    let (intake, _, deliveries) = desk(1).await;
    let store = Remote::new();
    let intake = intake.with_dedupe(store.clone());
    let (queue, _worker) = Queue::new(intake.clone(), 1);
    let layered = post(|_: Delivered| async {}).layer(IntakeLayer::new(intake));
    let layered: Router = Router::new().route("/webhooks/memory", layered);
    let delivery = &deliveries[0];
    let by_layer = tokio::spawn(layered.oneshot(request(delivery)));
    store.asked().await;
    by_layer.abort();
    assert!(by_layer.await.unwrap_err().is_cancelled());
    // The claim arrives although nobody waits for it, and is given back.
    store.permits.add_permits(1);
    store.asked().await;
    assert_eq!(store.inner.len(), 1);
    store.permits.add_permits(1);
    store.emptied().await;

    let by_queue = tokio::spawn(queue.clone().oneshot(request(delivery)));
    store.asked().await;
    by_queue.abort();
    assert!(by_queue.await.unwrap_err().is_cancelled());
    store.permits.add_permits(2);
    store.asked().await;
    store.emptied().await;
    assert!(queue.is_empty(), "its place is free again");
}

#[tokio::test]
async fn what_is_dropped_is_released_by_a_task() {
    let (intake, _, deliveries) = desk(1).await;
    let store = Remote::new();
    store.permits.add_permits(1);
    let (queue, mut worker) = Queue::new(intake.with_dedupe(store.clone()), 1);
    assert_eq!(send(&queue, request(&deliveries[0])).await, StatusCode::OK);
    drop(worker.next().await);
    assert_eq!(store.inner.len(), 1);
    store.permits.add_permits(1);
    store.emptied().await;
}

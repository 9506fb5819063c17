//! Answering at once: deliveries go through a bounded queue.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use helpdesk_core::webhook::Intake;
use http::{Request, StatusCode};
use http_body::Body;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, watch};
use tower::{BoxError, Service};

use super::counts::{Tally, add};
use super::{Claimed, Counts, Refusal, Worker, claimed, read};

type Observer = Arc<dyn Fn(&Refusal) + Send + Sync>;

/// Takes deliveries, answers them at once, and hands their events to a [`Worker`]. A tower service;
/// with axum, `post_service(queue)`. Clones are the same queue.
///
/// It holds a bounded number of deliveries. When it is full it answers 503 and claims nothing, so that
/// the vendor's next attempt is let in. An event that is repeated while it waits or is being handled
/// is answered with 200: the first answer has taken the responsibility already. What was answered and
/// not handled when the process dies is lost, as the vendor does not repeat what was answered; see
/// [`IntakeLayer`](super::IntakeLayer) for the other way round.
#[derive(Clone)]
pub struct Queue {
    inner: Arc<Inner>,
}

struct Inner {
    intake: Intake,
    sender: mpsc::Sender<Vec<Claimed>>,
    closing: watch::Sender<bool>,
    tally: Arc<Tally>,
    observer: Option<Observer>,
}

impl Queue {
    /// A queue for this many deliveries, at least one, and the worker that takes them out.
    pub fn new(intake: Intake, capacity: usize) -> (Self, Worker) {
        Self::build(intake, capacity, None)
    }

    /// The same, with every refusal shown to `observer`, for a log or a counter. It holds nothing of
    /// the delivery's content.
    pub fn observed(
        intake: Intake,
        capacity: usize,
        observer: impl Fn(&Refusal) + Send + Sync + 'static,
    ) -> (Self, Worker) {
        Self::build(intake, capacity, Some(Arc::new(observer)))
    }

    fn build(intake: Intake, capacity: usize, observer: Option<Observer>) -> (Self, Worker) {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        let (closing, closed) = watch::channel(false);
        let tally = Arc::new(Tally::default());
        let queue = Self {
            inner: Arc::new(Inner {
                intake,
                sender,
                closing,
                tally,
                observer,
            }),
        };
        (queue, Worker::new(receiver, closed))
    }

    /// Takes no more deliveries. The worker ends when it has handled those that are in.
    pub fn close(&self) {
        self.inner.closing.send_replace(true);
    }

    /// How many deliveries wait.
    pub fn len(&self) -> usize {
        let sender = &self.inner.sender;
        sender.max_capacity().saturating_sub(sender.capacity())
    }

    /// Whether no delivery waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What came in and what became of it.
    pub fn counts(&self) -> Counts {
        self.inner.tally.read()
    }

    /// Takes a delivery. `Ok` is to be answered with 200.
    pub async fn receive<B>(&self, request: Request<B>) -> Result<(), Refusal>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<BoxError>,
    {
        let inner = &*self.inner;
        add(&inner.tally.deliveries, 1);
        let taken = inner.take(request).await;
        if let Err(refusal) = &taken {
            let counter = if refusal.status().is_server_error() {
                &inner.tally.put_off
            } else {
                &inner.tally.refused
            };
            add(counter, 1);
            if let Some(observer) = &inner.observer {
                observer(refusal);
            }
        }
        taken
    }
}

impl Inner {
    async fn take<B>(&self, request: Request<B>) -> Result<(), Refusal>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<BoxError>,
    {
        let inbound = read::delivery(request, self.intake.max_body()).await?;
        let events = self.intake.read(inbound)?;
        // The place first, the claims after it: what finds no place claims nothing.
        if *self.closing.borrow() {
            return Err(Refusal::Closed);
        }
        let place = self.sender.try_reserve().map_err(|full| match full {
            TrySendError::Full(()) => Refusal::Full,
            TrySendError::Closed(()) => Refusal::Closed,
        })?;
        let claims = claimed::claim(&self.intake, events, &self.tally).await?;
        add(&self.tally.events, claims.events.len());
        add(&self.tally.repeated, claims.handled + claims.in_progress);
        if !claims.events.is_empty() {
            place.send(claims.events);
        }
        Ok(())
    }
}

impl<B> Service<Request<B>> for Queue
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let queue = self.clone();
        Box::pin(async move {
            Ok(match queue.receive(request).await {
                Ok(()) => StatusCode::OK.into_response(),
                Err(refusal) => refusal.into_response(),
            })
        })
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue")
            .field("waiting", &self.len())
            .field("capacity", &self.inner.sender.max_capacity())
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}

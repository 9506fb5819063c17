//! Handling what a queue holds.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::{FutureExt, StreamExt, stream};
use helpdesk_core::webhook::Event;
use tokio::sync::{mpsc, watch};
use tower::BoxError;

use super::Claimed;

type Observer = Arc<dyn Fn(&Event, &Cause) + Send + Sync>;

/// Takes events out of a [`Queue`](super::Queue), in the order of arrival.
#[must_use = "a queue without a worker fills up"]
pub struct Worker {
    receiver: mpsc::Receiver<Vec<Claimed>>,
    closed: watch::Receiver<bool>,
    ahead: VecDeque<Claimed>,
    concurrency: usize,
    hydrate: bool,
    observer: Option<Observer>,
}

/// Why an event was not handled, not remembered as handled, or handled without what it leaves out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// The handler gave this error. The event was let go.
    #[error("{0}")]
    Handler(BoxError),
    /// The handler panicked. The event was let go.
    #[error("the handler panicked")]
    Panic,
    /// What the event leaves out could not be read. It is handled as it came.
    #[error("{0}")]
    Hydrate(helpdesk_core::Error),
    /// The event was handled, or let go, but the store could not be told.
    #[error("{0}")]
    Store(helpdesk_core::Error),
}

impl Worker {
    pub(super) fn new(
        receiver: mpsc::Receiver<Vec<Claimed>>,
        closed: watch::Receiver<bool>,
    ) -> Self {
        Self {
            receiver,
            closed,
            ahead: VecDeque::new(),
            concurrency: 1,
            hydrate: false,
            observer: None,
        }
    }

    /// Handles up to this many events at once. One unless told otherwise, which keeps their order.
    pub fn concurrency(mut self, events: usize) -> Self {
        self.concurrency = events.max(1);
        self
    }

    /// Fills in what events leave out before they are handled, as
    /// [`Client::hydrate`](helpdesk_core::Client::hydrate) does: a request or more each. One that
    /// cannot be filled in, because the desk does not answer or the record is gone, is shown to
    /// [`Worker::on_failure`] and handled as it came; its `completeness` says so. None is dropped.
    pub fn hydrated(mut self) -> Self {
        self.hydrate = true;
        self
    }

    /// Shows every event that could not be handled, for a log or a queue of one's own. The vendor was
    /// answered already and does not repeat by itself, so this is the place to keep such events.
    pub fn on_failure(mut self, observer: impl Fn(&Event, &Cause) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The next event. `None` when the queue is closed and empty.
    pub async fn next(&mut self) -> Option<Claimed> {
        loop {
            if let Some(event) = self.ahead.pop_front() {
                return Some(event);
            }
            let closed = *self.closed.borrow_and_update();
            if closed {
                self.receiver.close();
                self.ahead = self.receiver.recv().await?.into();
                continue;
            }
            tokio::select! {
                biased;
                events = self.receiver.recv() => self.ahead = events?.into(),
                changed = self.closed.changed() => if changed.is_err() {
                    // Every queue is gone; what it holds can still be taken out.
                    self.ahead = self.receiver.recv().await?.into();
                },
            }
        }
    }

    /// Handles every event until the queue is closed and empty, or every clone of it is gone.
    ///
    /// An event whose handler fails or panics is let go, and the next one is taken. Cancelled, it lets
    /// go of what it holds.
    pub async fn run<F, R, E>(self, handler: F)
    where
        F: Fn(Event) -> R,
        R: Future<Output = Result<(), E>>,
        E: Into<BoxError>,
    {
        let (concurrency, hydrate) = (self.concurrency, self.hydrate);
        let observer = self.observer.clone();
        let (handler, observer) = (&handler, &observer);
        stream::unfold(self, |mut worker| async move {
            let event = worker.next().await?;
            Some((event, worker))
        })
        .for_each_concurrent(concurrency, |mut claimed| async move {
            if hydrate
                && let Err(error) = claimed.hydrate().await
                && let Some(observer) = observer
            {
                observer(&claimed, &Cause::Hydrate(error));
            }
            let event = Event::clone(&claimed);
            let outcome = AssertUnwindSafe(async { handler(event).await })
                .catch_unwind()
                .await;
            let cause = match outcome {
                Ok(Ok(())) => return told(claimed, observer.as_ref()).await,
                Ok(Err(error)) => Cause::Handler(error.into()),
                Err(_) => Cause::Panic,
            };
            if let Some(observer) = observer {
                observer(&claimed, &cause);
            }
            // What cannot be released runs out by itself.
            let _ = claimed.failed().await;
        })
        .await;
    }
}

async fn told(claimed: Claimed, observer: Option<&Observer>) {
    let Some(observer) = observer else {
        let _ = claimed.done().await;
        return;
    };
    let event = Event::clone(&claimed);
    if let Err(error) = claimed.done().await {
        observer(&event, &Cause::Store(error));
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("concurrency", &self.concurrency)
            .field("hydrate", &self.hydrate)
            .finish_non_exhaustive()
    }
}

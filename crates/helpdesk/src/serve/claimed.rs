//! An event that is being handled.

use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use futures_util::FutureExt;
use helpdesk_core::webhook::{Completeness, Event, Intake};
use helpdesk_core::{Error, ErrorKind, Result};

use super::counts::{Tally, add};

/// An event that was let in and is neither handled nor given up yet.
///
/// Say [`Claimed::done`] when it is handled. Dropped without that, because handling failed, panicked
/// or was cancelled, it is let go, and the vendor's next attempt brings it again.
#[must_use = "an event that is not done is let go"]
pub struct Claimed {
    /// Both are there until the event is settled.
    open: Option<(Event, Intake)>,
    tally: Arc<Tally>,
}

impl Claimed {
    pub(super) fn new(event: Event, intake: Intake, tally: Arc<Tally>) -> Self {
        Self {
            open: Some((event, intake)),
            tally,
        }
    }

    /// Fills in what the event leaves out, as [`Client::hydrate`](helpdesk_core::Client::hydrate) does,
    /// for what that costs.
    ///
    /// Fails as the reads do. The event stays as it came then, still claimed: it can be handled with
    /// what it has.
    pub async fn hydrate(&mut self) -> Result<()> {
        let Some((event, intake)) = &mut self.open else {
            return Ok(());
        };
        if event.completeness != Completeness::Full {
            *event = intake.client().hydrate(event.clone()).await?;
        }
        Ok(())
    }

    /// Remembers that the event was handled.
    ///
    /// Fails as the store does. The event stays claimed then, so that it is not handled twice.
    pub async fn done(mut self) -> Result<()> {
        let Some((event, intake)) = self.open.take() else {
            return Ok(());
        };
        add(&self.tally.handled, 1);
        intake.confirm(&event).await
    }

    /// Lets the event go, so that the vendor's next attempt brings it again, and waits until that
    /// is done. Dropping it does the same without waiting.
    pub async fn failed(mut self) -> Result<()> {
        let Some((event, intake)) = self.open.take() else {
            return Ok(());
        };
        add(&self.tally.failed, 1);
        intake.release(&event).await
    }
}

impl Drop for Claimed {
    fn drop(&mut self) {
        let Some((event, intake)) = self.open.take() else {
            return;
        };
        add(&self.tally.failed, 1);
        let mut release: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(async move {
            let _ = intake.release(&event).await;
        });
        // Stores on this machine are done at the first poll; one over a network needs a task.
        let polled = release
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        if polled.is_pending()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            drop(runtime.spawn(release));
        }
    }
}

/// What came of claiming the events of a delivery.
pub(super) struct Claims {
    pub events: Vec<Claimed>,
    pub in_progress: usize,
    pub handled: usize,
}

/// Claims the events of a delivery. Once it has begun it goes on although the caller is cancelled, since
/// the connection was cut, and lets go of what it claimed then: no claim is left without an owner.
pub(super) async fn claim(
    intake: &Intake,
    events: Vec<Event>,
    tally: &Arc<Tally>,
) -> Result<Claims> {
    let (intake, tally) = (intake.clone(), Arc::clone(tally));
    let mut claiming = Box::pin(async move {
        let admitted = intake.claim(events).await?;
        let own = |event| Claimed::new(event, intake.clone(), Arc::clone(&tally));
        Ok(Claims {
            events: admitted.events.into_iter().map(own).collect(),
            in_progress: admitted.in_progress,
            handled: admitted.handled,
        })
    });
    // Stores on this machine are done at the first poll; one over a network needs a task.
    if let Some(claims) = (&mut claiming).now_or_never() {
        return claims;
    }
    tokio::spawn(claiming).await.map_err(|error| {
        Error::new(ErrorKind::Internal, "claiming an event broke off").with_source(error)
    })?
}

impl Deref for Claimed {
    type Target = Event;

    fn deref(&self) -> &Event {
        match &self.open {
            Some((event, _)) => event,
            // `open` is taken only by the methods that consume the whole.
            None => unreachable!("a settled event is out of reach"),
        }
    }
}

impl fmt::Debug for Claimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let event = self.open.as_ref().map(|(event, _)| event);
        f.debug_tuple("Claimed").field(&event).finish()
    }
}

//! One way in for the deliveries of a desk: verified, read, once.

use std::sync::Arc;

use super::{Claim, DedupeStore, Event, Inbound, MemoryDedupe, Rejection, is_nested_deeper};
use crate::{Client, Result};

/// Takes deliveries of one desk: verifies them, reads them, and lets each event through once.
///
/// It knows no web framework. Hand it every delivery; answer the vendor with
/// [`Rejection::http_status`] when it refuses, else with 200. Vendors repeat deliveries that are
/// answered late, and some switch slow endpoints off: what takes long is done after the answer.
///
/// A delivery is looked at in this order: its size; the proof, over the raw bytes; content type,
/// UTF-8 and nesting; and only then is it parsed. A refused delivery leaves nothing behind.
///
/// ```
/// # use helpdesk_core::{Client, memory::MemoryDesk, webhook::{Inbound, Intake, Rejection}};
/// # async fn serve(intake: Intake, inbound: Inbound) -> u16 {
/// match intake.accept(inbound).await {
///     Ok(events) => {
///         for event in events {
///             println!("{}", event.kind);
///             if intake.confirm(&event).await.is_err() {
///                 return 500;
///             }
///         }
///         200
///     }
///     Err(error) => Rejection::of(&error).map_or(500, Rejection::http_status),
/// }
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Intake {
    client: Client,
    dedupe: Arc<dyn DedupeStore>,
    max_body: usize,
    max_depth: usize,
}

/// What came of the events of a delivery.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Admitted {
    /// The events that were not seen before. Each is claimed.
    pub events: Vec<Event>,
    /// How many events are being handled on behalf of an earlier delivery.
    pub in_progress: usize,
    /// How many events were handled on behalf of an earlier delivery.
    pub handled: usize,
}

impl Intake {
    /// Deliveries of this desk, with seen events remembered in memory, bodies up to 1 MiB, and up to
    /// 64 brackets inside each other.
    #[inline]
    pub fn new(client: Client) -> Self {
        Self {
            client,
            dedupe: Arc::new(MemoryDedupe::new()),
            max_body: 1024 * 1024,
            max_depth: 64,
        }
    }

    /// Remembers seen events there.
    #[must_use]
    #[inline]
    pub fn with_dedupe(mut self, store: Arc<dyn DedupeStore>) -> Self {
        self.dedupe = store;
        self
    }

    /// Refuses bodies larger than this.
    #[must_use]
    #[inline]
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Refuses bodies with more brackets inside each other than this.
    #[must_use]
    #[inline]
    pub fn with_max_depth(mut self, brackets: usize) -> Self {
        self.max_depth = brackets;
        self
    }

    /// The largest body it takes.
    #[inline]
    pub fn max_body(&self) -> usize {
        self.max_body
    }

    /// The desk.
    #[inline]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Verifies a delivery and reads it. Claims nothing and waits for nothing.
    ///
    /// Fails with [`ErrorKind::Webhook`](crate::ErrorKind::Webhook) when the delivery is refused;
    /// [`Rejection::of`] tells why.
    #[inline]
    pub fn read(&self, inbound: Inbound) -> Result<Vec<Event>> {
        let refuse = |rejection: Rejection| rejection.into_error(self.client.vendor());
        if inbound.body.len() > self.max_body {
            return Err(refuse(Rejection::TooLarge));
        }
        let verified = self.client.verify_webhook(inbound)?;
        if is_nested_deeper(verified.text(), self.max_depth) {
            return Err(refuse(Rejection::TooDeep));
        }
        self.client.parse_webhook(&verified)
    }

    /// Claims the events of a delivery, and gives back those that nobody claimed before.
    ///
    /// Call [`Intake::confirm`] for each that was handled and [`Intake::release`] for each that
    /// could not be. When the store fails on one of several events, those claimed before it are
    /// released and nothing is given back.
    #[inline]
    pub async fn claim(&self, events: Vec<Event>) -> Result<Admitted> {
        let mut admitted = Admitted {
            events,
            in_progress: 0,
            handled: 0,
        };
        let mut claimed = 0;
        while let Some(event) = admitted.events.get(claimed) {
            let claim = match self.dedupe.claim_now(&event.dedupe_key) {
                Some(claim) => Ok(claim),
                None => self.dedupe.claim(&event.dedupe_key).await,
            };
            let claim = match claim {
                Ok(claim) => claim,
                Err(error) => {
                    // The first failure is the one to tell of, and the others are to be released
                    // whether or not one of them cannot be.
                    for event in &admitted.events[..claimed] {
                        let _ = self.release(event).await;
                    }
                    return Err(error);
                }
            };
            if claim == Claim::First {
                claimed += 1;
                continue;
            }
            // A delivery has few events, most of them one.
            drop(admitted.events.remove(claimed));
            if claim == Claim::Handled {
                admitted.handled += 1;
            } else {
                admitted.in_progress += 1;
            }
        }
        Ok(admitted)
    }

    /// Verifies a delivery, reads it, and claims its events: [`Intake::read`], then
    /// [`Intake::claim`].
    #[inline]
    pub async fn admit(&self, inbound: Inbound) -> Result<Admitted> {
        self.claim(self.read(inbound)?).await
    }

    /// Verifies a delivery, reads it, and gives back the events that were not seen before: none for
    /// a repetition.
    ///
    /// Each event given back is claimed. Call [`Intake::confirm`] when it is handled, and
    /// [`Intake::release`] when it could not be, so that the vendor's next attempt brings it again.
    ///
    /// Fails with [`ErrorKind::Webhook`](crate::ErrorKind::Webhook) when the delivery is refused, and
    /// as the store fails.
    #[inline]
    pub async fn accept(&self, inbound: Inbound) -> Result<Vec<Event>> {
        Ok(self.claim(self.read(inbound)?).await?.events)
    }

    /// Remembers that an event was handled.
    #[inline]
    pub async fn confirm(&self, event: &Event) -> Result<()> {
        if self.dedupe.confirm_now(&event.dedupe_key) {
            return Ok(());
        }
        self.dedupe.confirm(&event.dedupe_key).await
    }

    /// Forgets that an event was seen.
    #[inline]
    pub async fn release(&self, event: &Event) -> Result<()> {
        self.dedupe.release(&event.dedupe_key).await
    }
}

//! One way in for the deliveries of a desk: verified, read, once.

use std::sync::Arc;

use super::{DedupeStore, Event, Inbound, MemoryDedupe, Rejection};
use crate::{Client, Result};

/// Takes deliveries of one desk: verifies them, reads them, and lets each event through once.
///
/// It knows no web framework. Hand it every delivery; answer the vendor with
/// [`Rejection::http_status`] when it refuses, else with 200 as soon as it returns, and handle the
/// events after that: vendors repeat deliveries that are answered late, and some switch slow
/// endpoints off.
///
/// ```
/// # use helpdesk_core::{Client, memory::MemoryDesk, webhook::{Inbound, Intake, Rejection}};
/// # async fn serve(desk: Client, inbound: Inbound) -> u16 {
/// let intake = Intake::new(desk);
/// match intake.accept(inbound).await {
///     Ok(events) => {
///         for event in events {
///             println!("{}", event.kind);
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
}

impl Intake {
    /// Deliveries of this desk, with seen events remembered in memory and bodies up to 1 MiB.
    pub fn new(client: Client) -> Self {
        Self {
            client,
            dedupe: Arc::new(MemoryDedupe::new()),
            max_body: 1024 * 1024,
        }
    }

    /// Remembers seen events there.
    #[must_use]
    pub fn with_dedupe(mut self, store: Arc<dyn DedupeStore>) -> Self {
        self.dedupe = store;
        self
    }

    /// Refuses bodies larger than this.
    #[must_use]
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// The largest body it takes.
    pub fn max_body(&self) -> usize {
        self.max_body
    }

    /// The desk.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Verifies a delivery, reads it, and gives back the events that were not seen before: none for
    /// a repetition.
    ///
    /// Each event given back is claimed; call [`Intake::release`] for one that could not be handled,
    /// so that the vendor's next attempt brings it again. When the store fails on one of several
    /// events, those claimed before it are released and nothing is given back.
    ///
    /// Fails with [`ErrorKind::Webhook`](crate::ErrorKind::Webhook) when the delivery is refused, and
    /// as the store fails.
    pub async fn accept(&self, inbound: Inbound) -> Result<Vec<Event>> {
        if inbound.body.len() > self.max_body {
            return Err(Rejection::TooLarge.into_error(self.client.vendor()));
        }
        let verified = self.client.verify_webhook(inbound)?;
        let mut fresh: Vec<Event> = Vec::new();
        for event in self.client.parse_webhook(&verified)? {
            match self.dedupe.claim(&event.dedupe_key).await {
                Ok(true) => fresh.push(event),
                Ok(false) => {}
                Err(error) => {
                    for claimed in &fresh {
                        self.release(claimed).await?;
                    }
                    return Err(error);
                }
            }
        }
        Ok(fresh)
    }

    /// Forgets that an event was seen.
    pub async fn release(&self, event: &Event) -> Result<()> {
        self.dedupe.release(&event.dedupe_key).await
    }
}

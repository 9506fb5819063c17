//! The receiving side of an adapter.

use super::{Event, Inbound, Verified};
use crate::{Result, Vendor};

/// Verifies deliveries of one desk and reads them as neutral events.
///
/// It knows no web framework and sends nothing.
pub trait Receiver: Send + Sync {
    /// The vendor.
    fn vendor(&self) -> &Vendor;

    /// Proves that a delivery comes from the vendor. Looks at the raw bytes, before any parsing.
    ///
    /// Fails with [`ErrorKind::Webhook`](crate::ErrorKind::Webhook);
    /// [`Rejection::of`](super::Rejection::of) tells why, and which HTTP status to answer.
    fn verify(&self, inbound: Inbound) -> Result<Verified>;

    /// Reads a verified delivery. Kinds that are not known come out as
    /// [`EventKind::Other`](super::EventKind::Other), never as errors.
    ///
    /// Fails with [`ErrorKind::Webhook`](crate::ErrorKind::Webhook) when the body is not what the
    /// vendor sends, naming the JSON path.
    fn parse(&self, verified: &Verified) -> Result<Vec<Event>>;
}

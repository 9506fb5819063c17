//! Webhooks coming in: verified, then read as neutral events.
//!
//! A delivery is an [`Inbound`]. [`Receiver::verify`] turns it into a [`Verified`], and only that can
//! be parsed, so that forgetting to verify does not compile. A vendor that signs is verified by its
//! signature; one that does not, by a [`SharedSecret`] in the URL it calls; without either a delivery
//! is refused, unless the configuration says in so many words that unsigned ones are accepted.

mod check;
mod dedupe;
mod event;
mod inbound;
mod intake;
mod receiver;
mod rejection;
mod secret;

pub use check::is_nested_deeper;
pub use dedupe::{Claim, DedupeStore, MemoryDedupe, SeenKeys};
pub use event::{Change, Completeness, Event, EventKind, Record};
pub use inbound::{Inbound, Verification, Verified};
pub use intake::{Admitted, Intake};
pub use receiver::Receiver;
pub use rejection::Rejection;
pub use secret::{SharedSecret, UnsignedPolicy};

//! Time, injected, so that tests move it and nothing sleeps for real.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// A future that ends when a wait is over.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where time comes from.
///
/// Token expiry and webhook tolerance use [`Clock::now`]; budgets, retries and deadlines use
/// [`Clock::instant`], which never goes backwards.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The time of day.
    fn now(&self) -> Timestamp;

    /// A reading of the monotonic clock.
    fn instant(&self) -> Instant;

    /// Waits.
    fn sleep(&self, time: Duration) -> Sleep;
}

//! What came in and what became of it.

use std::sync::atomic::{AtomicU64, Ordering};

/// What came in and what became of it, since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Counts {
    /// Deliveries that arrived.
    pub deliveries: u64,
    /// Deliveries that were refused for good: no proof, too large, not what the vendor sends.
    pub refused: u64,
    /// Deliveries that were put off with 503, or failed with 500: the vendor may try again.
    pub put_off: u64,
    /// Events that were let in.
    pub events: u64,
    /// Events that had been let in before.
    pub repeated: u64,
    /// Events that were handled.
    pub handled: u64,
    /// Events that could not be handled, and were let go so that they can come again.
    pub failed: u64,
}

#[derive(Debug, Default)]
pub(super) struct Tally {
    pub deliveries: AtomicU64,
    pub refused: AtomicU64,
    pub put_off: AtomicU64,
    pub events: AtomicU64,
    pub repeated: AtomicU64,
    pub handled: AtomicU64,
    pub failed: AtomicU64,
}

pub(super) fn add(counter: &AtomicU64, amount: usize) {
    counter.fetch_add(u64::try_from(amount).unwrap_or(u64::MAX), Ordering::Relaxed);
}

impl Tally {
    pub fn read(&self) -> Counts {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            deliveries: get(&self.deliveries),
            refused: get(&self.refused),
            put_off: get(&self.put_off),
            events: get(&self.events),
            repeated: get(&self.repeated),
            handled: get(&self.handled),
            failed: get(&self.failed),
        }
    }
}

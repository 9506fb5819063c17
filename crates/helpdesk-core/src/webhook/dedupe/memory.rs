//! Remembering in the memory of this process.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Claim, DedupeStore, SeenKeys};
use crate::{Clock, Result};

/// [`DedupeStore`] in the memory of this process, bounded in number and age. Clones share the keys.
///
/// When it is full the oldest keys are forgotten first. The default remembers 100,000 keys for a
/// day; the slowest vendor gives up repeating after about two hours.
#[derive(Clone)]
pub struct MemoryDedupe {
    clock: Option<Arc<dyn Clock>>,
    seen: Arc<Mutex<SeenKeys>>,
}

impl MemoryDedupe {
    /// How many keys are remembered unless told otherwise.
    pub const CAPACITY: usize = 100_000;

    /// How long keys are remembered unless told otherwise.
    pub const LIFETIME: Duration = Duration::from_secs(24 * 3600);

    /// The defaults.
    #[inline]
    pub fn new() -> Self {
        Self::of(Self::CAPACITY, Self::LIFETIME, None)
    }

    /// Remembers this many keys at most. Keys that were claimed before are not taken along.
    #[must_use]
    #[inline]
    pub fn with_capacity(self, keys: usize) -> Self {
        let lifetime = self.seen().lifetime();
        Self::of(keys, lifetime, self.clock)
    }

    /// Remembers keys this long. Keys that were claimed before are not taken along.
    #[must_use]
    #[inline]
    pub fn with_lifetime(self, lifetime: Duration) -> Self {
        let capacity = self.seen().capacity();
        Self::of(capacity, lifetime, self.clock)
    }

    /// Takes the time from here.
    #[must_use]
    #[inline]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// How many keys are remembered.
    #[inline]
    pub fn len(&self) -> usize {
        self.seen().len()
    }

    /// Whether no key is remembered.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn of(capacity: usize, lifetime: Duration, clock: Option<Arc<dyn Clock>>) -> Self {
        Self {
            clock,
            seen: Arc::new(Mutex::new(SeenKeys::new(capacity, lifetime))),
        }
    }

    #[inline]
    fn seen(&self) -> MutexGuard<'_, SeenKeys> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[inline]
    fn now(&self) -> Timestamp {
        self.clock
            .as_ref()
            .map_or_else(Timestamp::now, |clock| clock.now())
    }

    #[inline]
    fn take(&self, key: &str) -> Claim {
        let now = self.now();
        self.seen().claim(key, now)
    }

    #[inline]
    fn handled(&self, key: &str) {
        let now = self.now();
        self.seen().confirm(key, now);
    }
}

#[async_trait]
impl DedupeStore for MemoryDedupe {
    #[inline]
    async fn claim(&self, key: &str) -> Result<Claim> {
        Ok(self.take(key))
    }

    #[inline]
    fn claim_now(&self, key: &str) -> Option<Claim> {
        Some(self.take(key))
    }

    #[inline]
    async fn confirm(&self, key: &str) -> Result<()> {
        self.handled(key);
        Ok(())
    }

    #[inline]
    fn confirm_now(&self, key: &str) -> bool {
        self.handled(key);
        true
    }

    #[inline]
    async fn release(&self, key: &str) -> Result<()> {
        self.seen().release(key);
        Ok(())
    }
}

impl Default for MemoryDedupe {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryDedupe {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = self.seen();
        f.debug_struct("MemoryDedupe")
            .field("keys", &seen.len())
            .field("capacity", &seen.capacity())
            .field("lifetime", &seen.lifetime())
            .finish_non_exhaustive()
    }
}

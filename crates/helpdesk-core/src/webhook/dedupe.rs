//! Remembering which events were seen.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{Clock, Result};

/// Where dedupe keys are remembered, so that a repeated delivery is recognised.
///
/// A key is claimed before its event is handled. When handling fails it is released, so that the
/// vendor's next attempt is not taken for a repetition and lost.
#[async_trait]
pub trait DedupeStore: Send + Sync + fmt::Debug {
    /// Claims a key. `true` for the first who does, `false` while it is remembered.
    async fn claim(&self, key: &str) -> Result<bool>;

    /// Forgets a key.
    async fn release(&self, key: &str) -> Result<()>;
}

/// [`DedupeStore`] in the memory of this process, bounded in number and age.
///
/// When it is full the oldest keys are forgotten first. The default remembers 100,000 keys for a
/// day; the slowest vendor gives up repeating after about two hours.
#[derive(Clone)]
pub struct MemoryDedupe {
    capacity: usize,
    lifetime: Duration,
    clock: Option<Arc<dyn Clock>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    until: HashMap<Arc<str>, Timestamp>,
    order: VecDeque<(Timestamp, Arc<str>)>,
}

impl MemoryDedupe {
    /// The defaults.
    pub fn new() -> Self {
        Self {
            capacity: 100_000,
            lifetime: Duration::from_secs(24 * 3600),
            clock: None,
            state: Arc::default(),
        }
    }

    /// Remembers this many keys at most.
    #[must_use]
    pub fn with_capacity(mut self, keys: usize) -> Self {
        self.capacity = keys.max(1);
        self
    }

    /// Remembers keys this long.
    #[must_use]
    pub fn with_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Takes the time from here.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// How many keys are remembered.
    pub fn len(&self) -> usize {
        self.state().until.len()
    }

    /// Whether no key is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        self.clock
            .as_ref()
            .map_or_else(Timestamp::now, |clock| clock.now())
    }
}

impl State {
    /// Lets go of what is too old, and of the oldest beyond the capacity. A released key may still
    /// stand in the order; it is skipped there.
    fn tidy(&mut self, now: Timestamp, capacity: usize) {
        while let Some((until, key)) = self.order.front() {
            let current = self.until.get(key) == Some(until);
            if current && *until > now && self.until.len() <= capacity {
                break;
            }
            if current {
                self.until.remove(key);
            }
            self.order.pop_front();
        }
    }
}

#[async_trait]
impl DedupeStore for MemoryDedupe {
    async fn claim(&self, key: &str) -> Result<bool> {
        let now = self.now();
        let mut state = self.state();
        state.tidy(now, self.capacity);
        if state.until.contains_key(key) {
            return Ok(false);
        }
        let until = now.checked_add(self.lifetime).unwrap_or(Timestamp::MAX);
        let key: Arc<str> = key.into();
        state.until.insert(Arc::clone(&key), until);
        state.order.push_back((until, key));
        state.tidy(now, self.capacity);
        Ok(true)
    }

    async fn release(&self, key: &str) -> Result<()> {
        self.state().until.remove(key);
        Ok(())
    }
}

impl Default for MemoryDedupe {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryDedupe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryDedupe")
            .field("keys", &self.len())
            .field("capacity", &self.capacity)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

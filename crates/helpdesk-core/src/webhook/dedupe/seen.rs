//! A bounded set of keys that are forgotten after a time.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Claim;

/// Keys and how far their events have come, bounded in number and age. What stores are made of.
///
/// When it is full the oldest keys are forgotten first, whether or not they are confirmed. It holds
/// nothing of keys that were released or forgotten.
#[derive(Clone)]
pub struct SeenKeys {
    capacity: usize,
    lifetime: Duration,
    next: u64,
    entries: HashMap<Arc<str>, Entry>,
    order: BTreeMap<u64, Place>,
}

/// A key in the order of age, with the end of its time as the entry has it.
#[derive(Clone)]
struct Place {
    key: Arc<str>,
    until: Timestamp,
}

#[derive(Clone, Copy)]
struct Entry {
    place: u64,
    until: Timestamp,
    confirmed: bool,
}

impl SeenKeys {
    /// No keys yet; this many at most, and at least one, each for this long.
    pub fn new(capacity: usize, lifetime: Duration) -> Self {
        Self {
            capacity: capacity.max(1),
            lifetime,
            next: 0,
            entries: HashMap::new(),
            order: BTreeMap::new(),
        }
    }

    /// Claims a key.
    pub fn claim(&mut self, key: &str, now: Timestamp) -> Claim {
        self.tidy(now);
        match self.entries.get(key) {
            Some(entry) if entry.until > now => {
                if entry.confirmed {
                    Claim::Handled
                } else {
                    Claim::InProgress
                }
            }
            _ => {
                self.put(key, self.later(now), false);
                self.tidy(now);
                Claim::First
            }
        }
    }

    /// Says that the event of a key was handled, and tells until when that is remembered: its time
    /// begins anew. A key that is not there is put there.
    pub fn confirm(&mut self, key: &str, now: Timestamp) -> Timestamp {
        let until = self.later(now);
        self.restore(key, until, now);
        until
    }

    /// Puts a handled key there with the end of its time, as a store reads it back.
    pub fn restore(&mut self, key: &str, until: Timestamp, now: Timestamp) {
        self.put(key, until, true);
        self.tidy(now);
    }

    /// Forgets a key. Whether it was there, and confirmed.
    pub fn release(&mut self, key: &str) -> bool {
        let Some(entry) = self.entries.remove(key) else {
            return false;
        };
        self.order.remove(&entry.place);
        entry.confirmed
    }

    /// The keys whose events were handled, oldest first, with the end of their time.
    pub fn confirmed(&self) -> impl Iterator<Item = (&str, Timestamp)> {
        self.order.values().filter_map(|Place { key, until }| {
            let entry = self.entries.get(key)?;
            entry.confirmed.then_some((&**key, *until))
        })
    }

    /// How many keys are remembered.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no key is remembered.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many keys are remembered at most.
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// How long a key is remembered.
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    fn later(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.lifetime).unwrap_or(Timestamp::MAX)
    }

    fn put(&mut self, key: &str, until: Timestamp, confirmed: bool) {
        let place = self.next;
        self.next += 1;
        let entry = Entry {
            place,
            until,
            confirmed,
        };
        // A key that is there is not copied anew, it only moves to the end.
        let before = self.entries.get_mut(key).and_then(|known| {
            let before = std::mem::replace(known, entry);
            self.order.remove(&before.place)
        });
        let key = if let Some(before) = before {
            before.key
        } else {
            let key: Arc<str> = key.into();
            self.entries.insert(Arc::clone(&key), entry);
            key
        };
        self.order.insert(place, Place { key, until });
    }

    /// Lets go of what is too old, and of the oldest beyond the capacity.
    fn tidy(&mut self, now: Timestamp) {
        while let Some(oldest) = self.order.first_entry() {
            let over = self.entries.len() > self.capacity;
            if !over && oldest.get().until > now {
                break;
            }
            self.entries.remove(&oldest.remove().key);
        }
    }
}

impl fmt::Debug for SeenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeenKeys")
            .field("keys", &self.len())
            .field("capacity", &self.capacity)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_keys_that_are_claimed_and_released() {
        let mut seen = SeenKeys::new(10, Duration::from_secs(3600));
        let now = Timestamp::UNIX_EPOCH;
        seen.claim("kept", now);
        for number in 0..10_000 {
            let key = format!("key-{}", number % 7);
            assert!(seen.claim(&key, now).is_first());
            seen.release(&key);
        }
        assert_eq!((seen.entries.len(), seen.order.len()), (1, 1));
        assert_eq!(seen.claim("kept", now), Claim::InProgress);
    }

    #[test]
    fn confirming_again_and_again_keeps_one_place() {
        let mut seen = SeenKeys::new(3, Duration::from_secs(3600));
        for _ in 0..1000 {
            seen.confirm("a", Timestamp::UNIX_EPOCH);
        }
        assert_eq!((seen.entries.len(), seen.order.len()), (1, 1));
    }
}

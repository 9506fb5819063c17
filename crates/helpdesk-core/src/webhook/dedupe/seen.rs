//! A bounded set of keys that are forgotten after a time.

use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Claim;

/// Keys and how far their events have come, bounded in number and age. What stores are made of.
///
/// When it is full the oldest keys are forgotten first, whether or not they are confirmed. It holds
/// nothing of keys that were released or forgotten.
#[derive(Clone)]
pub struct SeenKeys {
    capacity: usize,
    lifetime: Duration,
    /// The same, as times are added to; nothing when it is too long for that.
    span: Option<SignedDuration>,
    /// Where each key is in the order of age.
    known: HashMap<Arc<str>, usize>,
    order: Order,
}

/// Keys in the order of age. Where a key was that moved to the end or was forgotten, a gap is left.
#[derive(Clone, Default)]
struct Order {
    places: VecDeque<Option<Place>>,
    /// How many places were taken away at the front.
    gone: usize,
}

/// A key, with the end of its time and how far its event has come.
#[derive(Clone)]
struct Place {
    key: Arc<str>,
    until: Timestamp,
    confirmed: bool,
}

impl SeenKeys {
    /// No keys yet; this many at most, and at least one, each for this long.
    #[inline]
    pub fn new(capacity: usize, lifetime: Duration) -> Self {
        Self {
            capacity: capacity.max(1),
            lifetime,
            span: SignedDuration::try_from(lifetime).ok(),
            known: HashMap::new(),
            order: Order::default(),
        }
    }

    /// Claims a key.
    #[inline]
    pub fn claim(&mut self, key: &str, now: Timestamp) -> Claim {
        self.tidy(now);
        let until = self.later(now);
        match self.known.entry(key.into()) {
            Entry::Occupied(known) => match self.order.at(*known.get()) {
                Some(place) if place.until > now => {
                    return if place.confirmed {
                        Claim::Handled
                    } else {
                        Claim::InProgress
                    };
                }
                _ => self.put(key, until, false),
            },
            Entry::Vacant(vacant) => {
                let key = Arc::clone(vacant.key());
                vacant.insert(self.order.push(key, until, false));
            }
        }
        self.tidy(now);
        Claim::First
    }

    /// Says that the event of a key was handled, and tells until when that is remembered: its time
    /// begins anew. A key that is not there is put there.
    #[inline]
    pub fn confirm(&mut self, key: &str, now: Timestamp) -> Timestamp {
        let until = self.later(now);
        self.restore(key, until, now);
        until
    }

    /// Puts a handled key there with the end of its time, as a store reads it back.
    #[inline]
    pub fn restore(&mut self, key: &str, until: Timestamp, now: Timestamp) {
        self.put(key, until, true);
        self.tidy(now);
    }

    /// Forgets a key. Whether it was there, and confirmed.
    #[inline]
    pub fn release(&mut self, key: &str) -> bool {
        let place = self.known.remove(key);
        let left = place.and_then(|place| self.order.leave(place));
        self.close_gaps();
        left.is_some_and(|left| left.confirmed)
    }

    /// The keys whose events were handled, oldest first, with the end of their time.
    #[inline]
    pub fn confirmed(&self) -> impl Iterator<Item = (&str, Timestamp)> {
        let places = self.order.places.iter().flatten();
        places
            .filter(|place| place.confirmed)
            .map(|place| (&*place.key, place.until))
    }

    /// How many keys are remembered.
    #[inline]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether no key is remembered.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// How many keys are remembered at most.
    #[inline]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// How long a key is remembered.
    #[inline]
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    #[inline]
    fn later(&self, now: Timestamp) -> Timestamp {
        self.span
            .and_then(|span| now.checked_add(span).ok())
            .unwrap_or(Timestamp::MAX)
    }

    #[inline]
    fn put(&mut self, key: &str, until: Timestamp, confirmed: bool) {
        // Mostly the key that was claimed last is confirmed next, and is at the end already.
        if let Some(Some(last)) = self.order.places.back_mut()
            && *last.key == *key
        {
            last.until = until;
            last.confirmed = confirmed;
            return;
        }
        // A key that is there is not copied anew, it only moves to the end.
        if let Some(known) = self.known.get_mut(key)
            && let Some(left) = self.order.leave(*known)
        {
            *known = self.order.push(left.key, until, confirmed);
            self.close_gaps();
        } else {
            let key: Arc<str> = key.into();
            let place = self.order.push(Arc::clone(&key), until, confirmed);
            self.known.insert(key, place);
        }
    }

    /// Closes the gaps between the keys when they are too many.
    #[inline]
    fn close_gaps(&mut self) {
        if self.order.places.len() <= 4 * self.known.len() + 64 {
            return;
        }
        self.order.places.retain(Option::is_some);
        self.order.gone = 0;
        for (index, place) in self.order.places.iter().flatten().enumerate() {
            if let Some(known) = self.known.get_mut(&place.key) {
                *known = index;
            }
        }
    }

    /// Lets go of what is too old, and of the oldest beyond the capacity.
    #[inline]
    fn tidy(&mut self, now: Timestamp) {
        while let Some(oldest) = self.order.places.front() {
            if let Some(place) = oldest {
                let over = self.known.len() > self.capacity;
                if !over && place.until > now {
                    break;
                }
                self.known.remove(&place.key);
            }
            self.order.places.pop_front();
            self.order.gone = self.order.gone.wrapping_add(1);
        }
    }
}

impl Order {
    /// Puts a key behind all others, and tells its place.
    #[inline]
    fn push(&mut self, key: Arc<str>, until: Timestamp, confirmed: bool) -> usize {
        let place = self.gone.wrapping_add(self.places.len());
        self.places.push_back(Some(Place {
            key,
            until,
            confirmed,
        }));
        place
    }

    /// What is in a place.
    #[inline]
    fn at(&self, place: usize) -> Option<&Place> {
        self.places.get(place.wrapping_sub(self.gone))?.as_ref()
    }

    /// Takes the key out of a place.
    #[inline]
    fn leave(&mut self, place: usize) -> Option<Place> {
        let index = place.wrapping_sub(self.gone);
        let left = self.places.get_mut(index)?.take()?;
        while let Some(None) = self.places.back() {
            self.places.pop_back();
        }
        Some(left)
    }
}

impl fmt::Debug for SeenKeys {
    #[inline]
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
        assert_eq!((seen.known.len(), seen.order.places.len()), (1, 1));
        assert_eq!(seen.claim("kept", now), Claim::InProgress);
    }

    #[test]
    fn confirming_again_and_again_keeps_one_place() {
        let mut seen = SeenKeys::new(3, Duration::from_secs(3600));
        for _ in 0..1000 {
            seen.confirm("a", Timestamp::UNIX_EPOCH);
        }
        assert_eq!((seen.known.len(), seen.order.places.len()), (1, 1));
    }

    /// Each key is confirmed after the next one was claimed, so that each leaves a gap.
    #[test]
    fn gaps_between_the_keys_are_closed() {
        let mut seen = SeenKeys::new(1000, Duration::from_secs(3600));
        let now = Timestamp::UNIX_EPOCH;
        seen.claim("oldest", now);
        for number in 0..10_000_u32 {
            seen.claim(&number.to_string(), now);
            let before = number.saturating_sub(1).to_string();
            seen.confirm(&before, now);
            seen.release(&before);
            assert!(seen.order.places.len() <= 80, "{}", seen.order.places.len());
        }
        for (key, claim) in [
            ("oldest", Claim::InProgress),
            ("9999", Claim::InProgress),
            ("9998", Claim::First),
        ] {
            assert_eq!(seen.claim(key, now), claim, "{key}");
        }
    }
}

//! One sliding window.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// At most `limit` requests in any stretch of time as long as `per`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Window {
    /// How many requests.
    pub limit: u32,
    /// In how long.
    pub per: Duration,
}

impl Window {
    /// A window. A limit of nothing counts as one.
    pub const fn new(limit: u32, per: Duration) -> Self {
        let limit = if limit == 0 { 1 } else { limit };
        Self { limit, per }
    }
}

/// Up to this limit every request is kept one by one.
const ONE_BY_ONE: u32 = 10_000;
const SLICES: u32 = 512;

/// What a window remembers: when how many slots become free again, in order.
#[derive(Debug)]
pub(super) struct Log {
    window: Window,
    slice: Duration,
    origin: Instant,
    free_at: VecDeque<(Instant, u32)>,
    total: u32,
}

impl Log {
    pub(super) fn new(window: Window, origin: Instant) -> Self {
        let slice = if window.limit > ONE_BY_ONE {
            window.per / SLICES
        } else {
            Duration::ZERO
        };
        Self {
            window,
            slice,
            origin,
            free_at: VecDeque::new(),
            total: 0,
        }
    }

    pub(super) fn window(&self) -> Window {
        self.window
    }

    /// How many slots are still taken by requests that are over.
    pub(super) fn taken(&mut self, now: Instant) -> u32 {
        while let Some(&(free_at, count)) = self.free_at.front()
            && free_at <= now
        {
            self.total -= count;
            self.free_at.pop_front();
        }
        self.total
    }

    /// A request was over at this time.
    pub(super) fn over(&mut self, at: Instant) {
        let free_at = self.slice_end(at) + self.window.per;
        self.total += 1;
        let place = self
            .free_at
            .iter()
            .rposition(|&(earlier, _)| earlier <= free_at);
        match place {
            Some(place) if self.free_at[place].0 == free_at => self.free_at[place].1 += 1,
            Some(place) => self.free_at.insert(place + 1, (free_at, 1)),
            None => self.free_at.push_front((free_at, 1)),
        }
    }

    fn slice_end(&self, at: Instant) -> Instant {
        if self.slice.is_zero() {
            return at;
        }
        let since = at.saturating_duration_since(self.origin);
        let past = since.as_nanos() % self.slice.as_nanos();
        let past = u64::try_from(past).map_or(Duration::ZERO, Duration::from_nanos);
        at + self.slice.saturating_sub(past)
    }

    /// When the n-th slot from now on is free at the earliest, if everyone before takes one as soon
    /// as possible and is answered at once. `held` slots are being used: they are free one window
    /// from now at the earliest.
    pub(super) fn earliest(&mut self, nth: u32, held: u32, now: Instant) -> Instant {
        let taken = self.taken(now);
        let Window { limit, per } = self.window;
        let before = nth.saturating_sub(1);
        let rounds = per.saturating_mul(before / limit);
        let free = limit.saturating_sub(taken).saturating_sub(held);
        let Some(mut before) = (before % limit).checked_sub(free) else {
            return now + rounds;
        };
        let mut held = held;
        for &(free_at, count) in &self.free_at {
            if free_at > now + per {
                if before < held {
                    break;
                }
                before -= held;
                held = 0;
            }
            if before < count {
                return free_at + rounds;
            }
            before -= count;
        }
        now + per + rounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_high_limit_is_kept_in_few_entries_and_never_forgets_too_soon() {
        let day = Duration::from_secs(86_400);
        let start = Instant::now();
        let mut log = Log::new(Window::new(150_000, day), start);
        let mut at = start;
        for number in 1..=150_000_u32 {
            at += Duration::from_millis(500);
            log.over(at);
            assert_eq!(log.taken(at), number);
        }
        assert!(log.free_at.len() <= 513, "{}", log.free_at.len());
        assert_eq!(log.taken(start + day), 150_000);
        assert_eq!(log.taken(at + day + log.slice), 0);
    }

    #[test]
    fn entries_stay_in_order_when_they_come_out_of_order() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut log = Log::new(Window::new(10, second * 60), start);
        for late in [5, 0, 3, 3] {
            log.over(start + second * late);
        }
        let left: Vec<_> = [59, 60, 62, 63, 65]
            .map(|at| log.taken(start + second * at))
            .into();
        assert_eq!(left, [4, 3, 3, 1, 0]);
    }

    #[test]
    fn the_earliest_slot_is_foreseen_through_several_rounds() {
        let start = Instant::now();
        let second = Duration::from_secs(1);
        let mut log = Log::new(Window::new(3, second * 60), start);
        log.over(start);
        let now = start + second * 10;
        // One slot is taken until 60, one is held until 70 at least, one is free.
        let foreseen: Vec<_> = (1..=7)
            .map(|nth| (log.earliest(nth, 1, now) - start).as_secs())
            .collect();
        assert_eq!(foreseen, [10, 60, 70, 70, 120, 130, 130]);
    }
}

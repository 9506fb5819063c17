//! A clock that is moved by hand.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use helpdesk_core::{Clock, Sleep, Timestamp};
use jiff::SignedDuration;

/// A [`Clock`] that stands still until it is moved. Clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use helpdesk_core::Clock;
/// use helpdesk_testkit::ManualClock;
///
/// let clock = ManualClock::at("2031-05-06T07:08:09Z".parse()?);
/// let before = clock.instant();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now(), "2031-05-06T07:09:09Z".parse()?);
/// assert_eq!(clock.instant() - before, Duration::from_secs(60));
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone)]
pub struct ManualClock {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    base: Instant,
    now: Timestamp,
    elapsed: Duration,
    jumps: bool,
    slept: Vec<Duration>,
    sleepers: Vec<(Duration, Waker)>,
}

impl ManualClock {
    /// A clock that stands at this time of day. Whoever sleeps wakes when [`Self::advance`] passes
    /// the end of the sleep.
    pub fn at(now: Timestamp) -> Self {
        Self {
            inner: Arc::new(Mutex::new(Inner {
                base: Instant::now(),
                now,
                elapsed: Duration::ZERO,
                jumps: false,
                slept: Vec::new(),
                sleepers: Vec::new(),
            })),
        }
    }

    /// A clock that jumps ahead by itself whenever somebody sleeps, so that nothing waits.
    pub fn jumping_from(now: Timestamp) -> Self {
        let clock = Self::at(now);
        clock.lock().jumps = true;
        clock
    }

    /// Moves time forward and wakes those whose sleep is over.
    pub fn advance(&self, by: Duration) {
        let woken = self.lock().advance(by);
        for waker in woken {
            waker.wake();
        }
    }

    /// Sets the time of day alone, as when somebody corrects a clock. Sleepers do not notice.
    pub fn set_now(&self, now: Timestamp) {
        self.lock().now = now;
    }

    /// How long each sleep was that anybody asked for so far.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.lock().slept.clone()
    }

    /// How many sleeps are not over.
    pub fn sleeping(&self) -> usize {
        let inner = self.lock();
        let elapsed = inner.elapsed;
        inner
            .sleepers
            .iter()
            .filter(|(end, _)| *end > elapsed)
            .count()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn advance(&mut self, by: Duration) -> Vec<Waker> {
        self.elapsed += by;
        self.now = SignedDuration::try_from(by)
            .ok()
            .and_then(|by| self.now.checked_add(by).ok())
            .unwrap_or(Timestamp::MAX);
        let elapsed = self.elapsed;
        let (over, waiting) = std::mem::take(&mut self.sleepers)
            .into_iter()
            .partition(|(end, _)| *end <= elapsed);
        self.sleepers = waiting;
        let over: Vec<(Duration, Waker)> = over;
        over.into_iter().map(|(_, waker)| waker).collect()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    fn instant(&self) -> Instant {
        let inner = self.lock();
        inner.base + inner.elapsed
    }

    fn sleep(&self, time: Duration) -> Sleep {
        let mut inner = self.lock();
        inner.slept.push(time);
        if inner.jumps {
            let woken = inner.advance(time);
            drop(inner);
            for waker in woken {
                waker.wake();
            }
            return Box::pin(std::future::ready(()));
        }
        let end = inner.elapsed + time;
        drop(inner);
        let clock = self.clone();
        Box::pin(poll_fn(move |context| {
            let mut inner = clock.lock();
            if inner.elapsed >= end {
                return Poll::Ready(());
            }
            if !inner
                .sleepers
                .iter()
                .any(|(at, waker)| *at == end && waker.will_wake(context.waker()))
            {
                inner.sleepers.push((end, context.waker().clone()));
            }
            Poll::Pending
        }))
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualClock")
            .field("now", &self.now())
            .finish_non_exhaustive()
    }
}

//! The clock of a running program.

use std::time::{Duration, Instant};

use helpdesk_core::{Clock, Sleep, Timestamp};
use jiff::SignedDuration;

/// [`Clock`] on tokio's time.
///
/// [`Clock::instant`] and [`Clock::sleep`] are tokio's own, so a paused runtime moves them.
/// [`Clock::now`] is the system's time of day plus whatever tokio's clock is ahead of the real one.
/// In a running program that difference is nothing, and corrections of the system clock are seen.
/// On a paused runtime it is all the time that was skipped, so the time of day moves along.
///
/// For tests that compare times of day exactly, [`TokioClock::starting_at`] forgets the system's
/// time of day and counts tokio's time from a fixed moment.
#[derive(Debug, Clone, Copy)]
pub struct TokioClock {
    tokio: tokio::time::Instant,
    real: Instant,
    start: Option<Timestamp>,
}

impl TokioClock {
    /// A clock on the system's time of day.
    pub fn new() -> Self {
        Self {
            tokio: tokio::time::Instant::now(),
            real: Instant::now(),
            start: None,
        }
    }

    /// A clock that says it is `start` now, and counts on by tokio's time alone.
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            start: Some(start),
            ..Self::new()
        }
    }
}

impl Default for TokioClock {
    fn default() -> Self {
        Self::new()
    }
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| time.checked_add(by).ok())
        .unwrap_or(Timestamp::MAX)
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        let counted = self.tokio.elapsed();
        match self.start {
            Some(start) => later(start, counted),
            None => later(
                Timestamp::now(),
                counted.saturating_sub(self.real.elapsed()),
            ),
        }
    }

    fn instant(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_paused_runtime_moves_both_clocks() {
        let clock = TokioClock::new();
        let (now, instant) = (clock.now(), clock.instant());
        clock.sleep(Duration::from_secs(3600)).await;
        assert!(clock.instant() - instant >= Duration::from_secs(3600));
        assert!(clock.now().duration_since(now) >= SignedDuration::from_secs(3600));
    }

    #[tokio::test(start_paused = true)]
    async fn a_fixed_start_is_exact() {
        let start: Timestamp = "2031-05-06T07:08:09Z".parse().unwrap();
        let clock = TokioClock::starting_at(start);
        assert_eq!(clock.now(), start);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(clock.now(), "2031-05-06T07:09:09Z".parse().unwrap());
    }
}

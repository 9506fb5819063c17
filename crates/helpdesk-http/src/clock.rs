//! The clock of a running program.

use std::time::{Duration, Instant};

use helpdesk_core::{Clock, Sleep, Timestamp};
use jiff::SignedDuration;

/// [`Clock`] on tokio's time.
///
/// [`Clock::instant`] and [`Clock::sleep`] are tokio's own, so a paused runtime moves them.
/// [`Clock::now`] is the time of day at which this clock was made plus the tokio time since, so a
/// paused runtime moves that as well, by exactly as much. When the system's time of day has drifted
/// from that by more than a second (it was set, or the machine slept), the system's is believed.
///
/// For tests that need a certain time of day there is [`TokioClock::starting_at`], which never looks
/// at the system's.
#[derive(Debug, Clone, Copy)]
pub struct TokioClock {
    start: Timestamp,
    tokio: tokio::time::Instant,
    /// The real time of the start; `None` for a clock that ignores the system's.
    real: Option<Instant>,
}

/// What the system's time of day may differ before it is believed.
const DRIFT: SignedDuration = SignedDuration::from_secs(1);

impl TokioClock {
    /// A clock on the system's time of day.
    pub fn new() -> Self {
        Self {
            start: Timestamp::now(),
            tokio: tokio::time::Instant::now(),
            real: Some(Instant::now()),
        }
    }

    /// A clock that says it is `start` now, and counts on by tokio's time alone.
    pub fn starting_at(start: Timestamp) -> Self {
        Self {
            start,
            real: None,
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
        let counted = later(self.start, self.tokio.elapsed());
        let Some(real) = self.real else {
            return counted;
        };
        let system = Timestamp::now();
        // While tokio's time is the real one, that is all there is to see.
        if system.duration_since(counted).abs() <= DRIFT {
            return counted;
        }
        let drift = system.duration_since(later(self.start, real.elapsed()));
        if drift.abs() <= DRIFT {
            return counted;
        }
        counted.checked_add(drift).unwrap_or(counted)
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
        assert_eq!(clock.instant() - instant, Duration::from_secs(3600));
        assert_eq!(
            clock.now().duration_since(now),
            SignedDuration::from_secs(3600)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_system_clock_that_was_set_is_believed() {
        let an_hour = Duration::from_secs(3600);
        let honest = TokioClock::new();
        let mut clock = honest;
        clock.start = later(clock.start, an_hour);
        let ahead = clock.now().duration_since(honest.now());
        assert!(ahead.abs() < DRIFT, "{ahead:?}");
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

//! Time that passes when somebody waits a little, and never when somebody waits long.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use helpdesk::{Clock, Timestamp};

/// Waits of pauses, budgets and retries are over at once. Those of time-outs never are, for the
/// answers come from this machine: desks are given [`Jumping::ATTEMPT`] and [`Jumping::OPERATION`].
#[derive(Debug, Clone)]
pub struct Jumping {
    began: Instant,
    passed: Arc<Mutex<Duration>>,
}

impl Jumping {
    /// The time-out of an attempt, which nothing else waits for.
    pub const ATTEMPT: Duration = Duration::from_secs(597);
    /// The time-out of an operation.
    pub const OPERATION: Duration = Duration::from_secs(3600);

    /// A clock that shows the time of the machine, and jumps ahead from there.
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            passed: Arc::default(),
        }
    }

    fn passed(&self) -> Duration {
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time of day without fractions: their digits could be a phone number's.
pub fn whole_seconds() -> Timestamp {
    Timestamp::from_second(Timestamp::now().as_second()).expect("a time of our days")
}

impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        whole_seconds() + self.passed()
    }

    fn instant(&self) -> Instant {
        self.began + self.passed()
    }

    fn sleep(&self, time: Duration) -> helpdesk::Sleep {
        if time == Self::ATTEMPT || time > Self::OPERATION / 2 {
            return Box::pin(std::future::pending());
        }
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner) += time;
        Box::pin(std::future::ready(()))
    }
}

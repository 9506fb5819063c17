//! Whether to try again, and when.

use std::time::Duration;

use helpdesk_core::{Delivery, Error, ErrorKind, Result, Safety};

use crate::jitter::{Jitter, part_of};

/// How often and how patiently a call is tried.
///
/// Before the n-th retry there is a random wait of at most `base` × 2ⁿ⁻¹, never more than `cap`. A
/// server's `Retry-After` counts when it is longer. A wait beyond `max_wait` or past the caller's
/// deadline is not begun: the error comes at once, and says when to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How many times a call is tried in all.
    pub max_attempts: u32,
    /// The longest wait before the first retry.
    pub base: Duration,
    /// The longest wait of our own choice.
    pub cap: Duration,
    /// The longest wait a server may ask for.
    pub max_wait: Duration,
    /// After an unknown delivery: how long to wait before looking whether the vendor acted, for it
    /// may still be at it.
    pub settle: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base: Duration::from_millis(250),
            cap: Duration::from_secs(20),
            max_wait: Duration::from_secs(60),
            settle: Duration::from_secs(1),
        }
    }
}

impl RetryPolicy {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tries every call once.
    pub fn never() -> Self {
        Self::default().with_max_attempts(1)
    }

    /// Changes how many times a call is tried in all; at least once.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Changes the waits of our own choice: the longest before the first retry, and of all.
    #[must_use]
    pub fn with_backoff(mut self, base: Duration, cap: Duration) -> Self {
        (self.base, self.cap) = (base, cap);
        self
    }

    /// Changes the longest wait a server may ask for.
    #[must_use]
    pub fn with_max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// Changes the wait before looking whether the vendor acted.
    #[must_use]
    pub fn with_settle(mut self, wait: Duration) -> Self {
        self.settle = wait;
        self
    }

    /// How long to wait before trying again after this failure of the `tried`-th try; `None` when
    /// the failure stands.
    pub(crate) fn wait(
        &self,
        error: &Error,
        safety: Safety,
        tried: u32,
        jitter: &dyn Jitter,
    ) -> Option<Duration> {
        if tried >= self.max_attempts || !may_repeat(error, safety) {
            return None;
        }
        let doubled = 2_u32.saturating_pow(tried.saturating_sub(1));
        let own = part_of(self.base.saturating_mul(doubled).min(self.cap), jitter);
        let asked = error.retry_after().unwrap_or_default();
        (asked <= self.max_wait).then(|| own.max(asked))
    }
}

/// Whether sending again is of use and does no harm.
fn may_repeat(error: &Error, safety: Safety) -> bool {
    match error.kind() {
        // The vendor surely did nothing.
        ErrorKind::RateLimited => true,
        ErrorKind::Transport | ErrorKind::Timeout | ErrorKind::Unavailable => {
            safety == Safety::Safe || error.delivery() == Delivery::NotSent
        }
        _ => false,
    }
}

/// A removal whose first answer was lost finds nothing when it is sent again: it is done.
///
/// Gives nothing for such a failure ([`ErrorKind::NotFound`] with [`Delivery::Unknown`]), and leaves
/// every other one.
pub fn gone_is_done<T>(removed: Result<T>) -> Result<Option<T>> {
    match removed {
        Ok(answer) => Ok(Some(answer)),
        Err(error)
            if error.kind() == ErrorKind::NotFound && error.delivery() == Delivery::Unknown =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

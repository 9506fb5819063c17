//! What a caller can say about a call beside its arguments.

use std::time::Duration;

use crate::LossPolicy;

/// How a call is to be carried out.
///
/// [`Client`](crate::Client) makes one from its own settings; adapters get it with every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// How long the whole call may take, retries and waiting for the budget included. A wait that
    /// would pass it fails at once. `None` leaves it to the desk's configuration.
    pub timeout: Option<Duration>,
    /// What happens to fields the vendor cannot hold.
    pub loss: LossPolicy,
}

impl CallOptions {
    /// The defaults: the desk's own time-out, and no loss.
    pub const fn new() -> Self {
        Self {
            timeout: None,
            loss: LossPolicy::Refuse,
        }
    }

    /// Limits how long the whole call may take.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Goes ahead without the fields that the vendor cannot hold, and lists them in the answer.
    #[must_use]
    pub const fn allow_loss(mut self) -> Self {
        self.loss = LossPolicy::Allow;
        self
    }
}

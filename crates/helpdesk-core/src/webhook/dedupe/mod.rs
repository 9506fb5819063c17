//! Remembering which events were seen.

mod memory;
mod seen;

use std::fmt;

use async_trait::async_trait;

use crate::Result;

pub use memory::MemoryDedupe;
pub use seen::SeenKeys;

/// What came of claiming a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Claim {
    /// The key is new: whoever claimed it handles the event.
    First,
    /// The key is claimed, and its event is neither handled nor given up yet.
    InProgress,
    /// The event was handled.
    Handled,
}

impl Claim {
    /// Whether whoever claimed the key handles the event.
    pub fn is_first(self) -> bool {
        self == Self::First
    }
}

/// Where dedupe keys are remembered, so that a repeated delivery is recognised.
///
/// A key is claimed before its event is handled, and confirmed after that. When handling fails it is
/// released, so that the vendor's next attempt is not taken for a repetition and lost. A store that
/// outlives the process must outlive it with confirmed keys only: an event that was in progress when
/// the process ended was perhaps not handled, and has to be let in again.
#[async_trait]
pub trait DedupeStore: Send + Sync + fmt::Debug {
    /// Claims a key. [`Claim::First`] for the first who does, and for nobody else until the key is
    /// released or forgotten.
    async fn claim(&self, key: &str) -> Result<Claim>;

    /// Claims a key as [`claim`](Self::claim) does, in a store that knows at once; `None`, with nothing
    /// claimed, when it takes `claim` to tell.
    fn claim_now(&self, key: &str) -> Option<Claim> {
        let _ = key;
        None
    }

    /// Says that the event of a key was handled.
    async fn confirm(&self, key: &str) -> Result<()>;

    /// Confirms a key as [`confirm`](Self::confirm) does, in a store that is done at once. Whether it
    /// is: `false`, with nothing confirmed, when it takes `confirm`.
    fn confirm_now(&self, key: &str) -> bool {
        let _ = key;
        false
    }

    /// Forgets a key.
    async fn release(&self, key: &str) -> Result<()>;
}

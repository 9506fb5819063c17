//! How many requests may be sent: exact sliding windows, several at once.
//!
//! A vendor counts requests as they *arrive*, and a request may spend any time on its way. So a
//! slot is not free again `per` after sending but `per` after the **answer** came: by then the
//! request had surely arrived. Whatever the network does in between, no window of the vendor's ever
//! sees more than `limit`. The price is the time a request is under way, a fraction of a percent
//! with windows of a minute. When no answer comes (a time-out, a dropped call), the request may
//! still be on its way; its slot is then held for [`UNANSWERED_GRACE`] longer.
//!
//! The counts of windows with a high limit are kept in slices of 1/512 of the window instead of one
//! by one; each slice ends when its last moment does, so they stay on the safe side.

mod registry;
mod sliding;
mod window;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use helpdesk_core::{Clock, Result};

pub use registry::Budgets;
pub use sliding::SlidingWindows;
pub use window::Window;

/// How much longer a slot is held when no answer came.
pub const UNANSWERED_GRACE: Duration = Duration::from_secs(10);

/// Where a budget's counts are: in this process ([`SlidingWindows`]), or somewhere that several
/// processes share.
#[async_trait]
pub trait BudgetStore: Send + Sync + fmt::Debug {
    /// Waits for a slot in every window, first come, first served.
    ///
    /// Fails at once with [`ErrorKind::RateLimited`](helpdesk_core::ErrorKind::RateLimited), a
    /// retry-after and nothing sent when the wait would pass the deadline.
    async fn reserve(&self, deadline: Option<Instant>) -> Result<Box<dyn Slot>>;

    /// A slot that is free at once and that nobody waits for; `None` when it takes
    /// [`reserve`](Self::reserve) to tell.
    fn reserve_now(&self) -> Option<Box<dyn Slot>> {
        None
    }

    /// Gives out no slot for this long, as of now.
    fn block_for(&self, time: Duration);
}

/// Opens budgets that are counted somewhere that several processes share.
pub trait BudgetStores: Send + Sync + fmt::Debug {
    /// Where the budget of this key is counted. Asking again gives the same counts. Sends nothing.
    fn open(&self, key: &str, windows: &[Window]) -> Arc<dyn BudgetStore>;
}

/// A slot that was reserved. Dropped before [`Slot::sent`] it is free again at once; dropped after,
/// it counts as a request without an answer.
pub trait Slot: Send {
    /// The request is about to leave.
    fn sent(&mut self);

    /// The answer to the request has begun to arrive.
    fn answered(self: Box<Self>);
}

/// A limit on requests. Clones share the counts.
#[derive(Clone)]
pub struct Budget {
    name: Arc<str>,
    windows: Arc<[Window]>,
    store: Arc<dyn BudgetStore>,
}

impl Budget {
    /// A budget with these windows, counted in this process. Without windows it limits nothing
    /// until it is blocked.
    pub fn new(
        name: impl Into<Arc<str>>,
        clock: Arc<dyn Clock>,
        windows: impl Into<Vec<Window>>,
    ) -> Self {
        let windows = windows.into();
        let store = SlidingWindows::new(clock, &windows);
        Self {
            name: name.into(),
            windows: windows.into(),
            store: Arc::new(store),
        }
    }

    /// A budget counted elsewhere.
    pub fn with_store(
        name: impl Into<Arc<str>>,
        windows: impl Into<Vec<Window>>,
        store: Arc<dyn BudgetStore>,
    ) -> Self {
        Self {
            name: name.into(),
            windows: windows.into().into(),
            store,
        }
    }

    /// The name, for logs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The windows.
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Waits for a slot, first come, first served.
    ///
    /// Fails with [`ErrorKind::RateLimited`](helpdesk_core::ErrorKind::RateLimited), a retry-after
    /// and nothing sent as soon as it is clear that the wait passes the deadline.
    pub async fn acquire(&self, deadline: Option<Instant>) -> Result<Permit> {
        let slot = match self.store.reserve_now() {
            Some(slot) => slot,
            None => self.store.reserve(deadline).await?,
        };
        Ok(Permit(Some(slot)))
    }

    /// Gives out no slot for this long: the vendor said so, or has blocked us. A block that is
    /// there already is never shortened.
    pub fn block_for(&self, time: Duration) {
        self.store.block_for(time);
    }
}

impl fmt::Debug for Budget {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget")
            .field("name", &self.name)
            .field("windows", &self.windows)
            .finish_non_exhaustive()
    }
}

/// Leave to send one request.
#[must_use = "dropping a permit gives the slot back"]
pub struct Permit(Option<Box<dyn Slot>>);

impl Permit {
    /// The request is about to leave: from now on the slot is taken, whatever happens.
    pub fn sent(&mut self) {
        if let Some(slot) = &mut self.0 {
            slot.sent();
        }
    }

    /// The answer has begun to arrive: the slot is free again one window from now.
    pub fn answered(mut self) {
        if let Some(slot) = self.0.take() {
            slot.answered();
        }
    }
}

impl fmt::Debug for Permit {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Permit")
    }
}

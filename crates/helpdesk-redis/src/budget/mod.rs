//! Budgets.

mod counts;
mod slot;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use helpdesk_http::Window;
use helpdesk_http::budget::{BudgetStore, BudgetStores, UNANSWERED_GRACE};
use redis::ScriptInvocation;

use crate::RedisStores;
use counts::Counts;

/// Budgets that processes count together, to put behind
/// [`Budgets::with_stores`](helpdesk_http::Budgets::with_stores).
///
/// The guarantee is that of one process: a slot is taken from the moment it is reserved until one
/// window after the answer, so no window of the vendor's sees more than the limit. Time is that of
/// Redis's server alone; the clocks of the processes may differ.
///
/// * A process that dies leaves its slots taken until its calls must have been over: until the deadline
///   each had, or [`RedisBudgets::PATIENCE`] for calls without one, and one window after that.
/// * When Redis is away nothing is sent.
/// * When Redis has lost its memory, the processes that know of the lost counts hold everyone back for
///   one window, ten minutes at most. Counts of a whole day are lost then, unless Redis writes to
///   disk.
/// * Windows of up to 10,000 requests are counted one by one. Others are counted in slices of 1/512 of
///   their length, each of which ends when its last moment does.
///
/// Within a process it is first come, first served; between processes it is not.
#[derive(Clone)]
pub struct RedisBudgets {
    stores: RedisStores,
    patience: Duration,
}

impl RedisBudgets {
    /// How long a call without a deadline may take, unless told otherwise.
    pub const PATIENCE: Duration = Duration::from_secs(15 * 60);

    pub(crate) fn new(stores: &RedisStores) -> Self {
        Self {
            stores: stores.clone(),
            patience: Self::PATIENCE,
        }
    }

    /// Takes it that a call without a deadline is over after this long.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

impl BudgetStores for RedisBudgets {
    fn open(&self, key: &str, windows: &[Window]) -> Arc<dyn BudgetStore> {
        Arc::new(Counts::new(
            &self.stores,
            self.patience + UNANSWERED_GRACE,
            Measures::of(&self.stores, key, windows),
        ))
    }
}

impl fmt::Debug for RedisBudgets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisBudgets")
            .field("stores", &self.stores)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// Up to this limit every request is kept one by one.
const ONE_BY_ONE: u32 = 10_000;
const SLICES: u64 = 512;

/// A budget's windows, and where they are kept.
struct Measures {
    own: String,
    windows: Vec<Measure>,
    longest: Duration,
}

struct Measure {
    key: String,
    limit: u32,
    per: u64,
    /// Nothing for windows that are counted one by one.
    slice: u64,
}

impl Measures {
    fn of(stores: &RedisStores, name: &str, windows: &[Window]) -> Self {
        let mut measures: Vec<Measure> = Vec::with_capacity(windows.len());
        for window in windows {
            let per = microseconds(window.per).max(1);
            if let Some(same) = measures.iter_mut().find(|other| other.per == per) {
                same.limit = same.limit.min(window.limit);
                continue;
            }
            measures.push(Measure {
                key: String::new(),
                limit: window.limit,
                per,
                slice: 0,
            });
        }
        for measure in &mut measures {
            let kind = if measure.limit > ONE_BY_ONE {
                measure.slice = (measure.per / SLICES).max(1);
                "slices"
            } else {
                "slots"
            };
            measure.key = stores.key("budget", name, &format!("{kind}:{}", measure.per));
        }
        let longest = windows.iter().map(|window| window.per).max();
        Self {
            own: stores.key("budget", name, "state"),
            windows: measures,
            longest: longest.unwrap_or_default(),
        }
    }

    fn keys(&self, script: &mut ScriptInvocation<'_>) {
        for window in &self.windows {
            script.key(&window.key);
        }
    }
}

/// A century is for ever. The scripts count in doubles, which are exact to 2^53 microseconds.
fn microseconds(time: Duration) -> u64 {
    const CENTURY: u64 = 3_153_600_000_000_000;
    u64::try_from(time.as_micros()).map_or(CENTURY, |time| time.min(CENTURY))
}

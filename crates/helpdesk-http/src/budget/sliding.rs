//! Budgets counted in this process.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::{self, Either};
use helpdesk_core::{Clock, Error, ErrorKind, Result};
use tokio::sync::{Mutex as Turnstile, Notify};

use super::window::{Log, Window};
use super::{BudgetStore, Slot, UNANSWERED_GRACE};

/// [`BudgetStore`] in the memory of this process.
///
/// Waiting callers stand in line at a turnstile; only the first of them watches the windows, asleep
/// until a slot can be free. There is no task behind it and nothing to shut down.
pub struct SlidingWindows {
    clock: Arc<dyn Clock>,
    shared: Arc<Shared>,
    turnstile: Turnstile<()>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// A slot was given back, or a block came.
    changed: Notify,
    /// A block came: everyone in line has to think again.
    blocked: Notify,
}

struct State {
    logs: Vec<Log>,
    /// Slots reserved or with a request under way.
    held: u32,
    /// Callers in line.
    waiting: u32,
    blocked_until: Option<Instant>,
}

impl SlidingWindows {
    /// Empty windows.
    pub fn new(clock: Arc<dyn Clock>, windows: &[Window]) -> Self {
        let now = clock.instant();
        let logs = windows
            .iter()
            .map(|window| Log::new(*window, now))
            .collect();
        let shared = Shared {
            clock: Arc::clone(&clock),
            state: Mutex::new(State {
                logs,
                held: 0,
                waiting: 0,
                blocked_until: None,
            }),
            changed: Notify::new(),
            blocked: Notify::new(),
        };
        Self {
            clock,
            shared: Arc::new(shared),
            turnstile: Turnstile::new(()),
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// When the n-th slot from now on is free, as far as that is known.
    fn earliest(&mut self, nth: u32, now: Instant) -> Instant {
        let held = self.held;
        self.logs
            .iter_mut()
            .map(|log| log.earliest(nth, held, now))
            .chain(self.blocked_until)
            .fold(now, Instant::max)
    }

    fn take(&mut self, now: Instant) -> bool {
        let free = self.earliest(1, now) <= now;
        if free {
            self.held += 1;
        }
        free
    }
}

fn too_late(at: Instant, now: Instant) -> Error {
    Error::new(
        ErrorKind::RateLimited,
        "the budget is used up for longer than the call may take",
    )
    .with_retry_after(at.saturating_duration_since(now))
}

/// A place in line, left when dropped.
struct Place<'a>(&'a Shared);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.state().waiting -= 1;
    }
}

impl SlidingWindows {
    /// Fails when the n-th slot from now on does not come before the deadline.
    fn check(&self, nth: u32, deadline: Option<Instant>) -> Result<()> {
        let now = self.clock.instant();
        let at = {
            let mut state = self.shared.state();
            // The line may have become shorter.
            let nth = nth.min(state.waiting);
            state.earliest(nth, now)
        };
        match deadline {
            Some(deadline) if at >= deadline => Err(too_late(at, now)),
            _ => Ok(()),
        }
    }

    /// Sleeps to the deadline, or for ever.
    async fn until(&self, deadline: Option<Instant>) {
        match deadline {
            Some(deadline) => {
                let now = self.clock.instant();
                self.clock
                    .sleep(deadline.saturating_duration_since(now))
                    .await;
            }
            None => future::pending().await,
        }
    }

    /// Waits for a slot as the first in line.
    async fn first_in_line(&self, deadline: Option<Instant>) -> Result<()> {
        loop {
            let changed = self.shared.changed.notified();
            let now = self.clock.instant();
            let at = {
                let mut state = self.shared.state();
                if state.take(now) {
                    return Ok(());
                }
                state.earliest(1, now)
            };
            if deadline.is_some_and(|deadline| at >= deadline) {
                return Err(too_late(at, now));
            }
            let time = self.clock.sleep(at.saturating_duration_since(now));
            future::select(std::pin::pin!(changed), time).await;
        }
    }
}

#[async_trait]
impl BudgetStore for SlidingWindows {
    async fn reserve(&self, deadline: Option<Instant>) -> Result<Box<dyn Slot>> {
        let (place, nth) = {
            let now = self.clock.instant();
            let mut state = self.shared.state();
            if state.waiting == 0 && state.take(now) {
                return Ok(self.slot());
            }
            state.waiting += 1;
            (Place(&self.shared), state.waiting)
        };
        let mut turn = std::pin::pin!(self.turnstile.lock());
        let mut late = std::pin::pin!(self.until(deadline));
        let guard = loop {
            let blocked = self.shared.blocked.notified();
            self.check(nth, deadline)?;
            let mut blocked = std::pin::pin!(blocked);
            let interrupted = future::select(blocked.as_mut(), late.as_mut());
            match future::select(turn.as_mut(), interrupted).await {
                Either::Left((guard, _)) => break guard,
                Either::Right(_) => {}
            }
        };
        let outcome = self.first_in_line(deadline).await;
        drop(place);
        drop(guard);
        outcome.map(|()| self.slot())
    }

    fn reserve_now(&self) -> Option<Box<dyn Slot>> {
        let now = self.clock.instant();
        let mut state = self.shared.state();
        (state.waiting == 0 && state.take(now)).then(|| self.slot())
    }

    fn block_for(&self, time: Duration) {
        let until = self.clock.instant().checked_add(time);
        {
            let mut state = self.shared.state();
            state.blocked_until = state.blocked_until.max(until);
        }
        self.shared.changed.notify_one();
        self.shared.blocked.notify_waiters();
    }
}

impl SlidingWindows {
    fn slot(&self) -> Box<dyn Slot> {
        Box::new(Held {
            shared: Arc::clone(&self.shared),
            fate: Fate::Reserved,
        })
    }
}

impl fmt::Debug for SlidingWindows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.shared.state();
        let windows: Vec<_> = state.logs.iter().map(Log::window).collect();
        f.debug_struct("SlidingWindows")
            .field("windows", &windows)
            .field("held", &state.held)
            .field("waiting", &state.waiting)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Reserved,
    Sent,
    Answered,
}

struct Held {
    shared: Arc<Shared>,
    fate: Fate,
}

impl Slot for Held {
    fn sent(&mut self) {
        self.fate = Fate::Sent;
    }

    fn answered(mut self: Box<Self>) {
        self.fate = Fate::Answered;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let now = self.shared.clock.instant();
        {
            let mut state = self.shared.state();
            state.held -= 1;
            let over = match self.fate {
                Fate::Reserved => None,
                Fate::Sent => Some(now + UNANSWERED_GRACE),
                Fate::Answered => Some(now),
            };
            if let Some(over) = over {
                for log in &mut state.logs {
                    log.over(over);
                }
            }
        }
        self.shared.changed.notify_one();
    }
}

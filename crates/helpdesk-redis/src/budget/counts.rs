//! One budget's counts.

use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::{self, Either};
use helpdesk_core::{Clock, Error, ErrorKind, Result};
use helpdesk_http::budget::{BudgetStore, Slot, UNANSWERED_GRACE};
use redis::Script;
use tokio::sync::{Mutex as Turnstile, Notify};

use super::slot::{Fate, Held};
use super::{Measures, microseconds};
use crate::RedisStores;
use crate::link::{Failure, Link};

static RESERVE: LazyLock<Script> =
    LazyLock::new(|| Script::new(include_str!("../lua/reserve.lua")));
static BLOCK: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("../lua/block.lua")));

/// However long there is to wait: a look this often finds what other processes have given back.
const LOOK: Duration = Duration::from_secs(2);

/// [`BudgetStore`] in Redis.
///
/// The callers of this process stand in line at a turnstile, and only the first of them asks Redis,
/// when Redis has said to.
pub(super) struct Counts {
    clock: Arc<dyn Clock>,
    /// How long a slot of a call without a deadline is held.
    lease: Duration,
    shared: Arc<Shared>,
    turnstile: Turnstile<()>,
    /// A block came: everyone in line has to think again.
    blocked: Notify,
    state: Mutex<State>,
}

/// What slots need as well.
pub(super) struct Shared {
    pub(super) link: Arc<Link>,
    pub(super) measures: Measures,
    /// A slot of this process was settled, or a block came.
    pub(super) changed: Notify,
}

#[derive(Default)]
struct State {
    /// Callers in line.
    waiting: u32,
    blocked_until: Option<Instant>,
    /// Which counts these are, and when Redis last said so. Counts that were lost have another name.
    generation: Option<(String, Instant)>,
}

/// What Redis says.
struct Answer {
    taken: bool,
    /// When to ask again at the earliest, and at the latest.
    from: Instant,
    to: Instant,
}

impl Counts {
    pub(super) fn new(stores: &RedisStores, lease: Duration, measures: Measures) -> Self {
        Self {
            clock: Arc::clone(&stores.clock),
            lease,
            shared: Arc::new(Shared {
                link: Arc::clone(&stores.link),
                measures,
                changed: Notify::new(),
            }),
            turnstile: Turnstile::new(()),
            blocked: Notify::new(),
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a slot, or just when the n-th from now on is free.
    async fn ask(
        &self,
        slot: Option<&str>,
        nth: u32,
        deadline: Option<Instant>,
    ) -> Result<Answer, Failure> {
        let before = self.clock.instant();
        let measures = &self.shared.measures;
        // No call outlives its deadline; what it sent may still arrive a little later.
        let lease = deadline.map_or(self.lease, |deadline| {
            deadline.saturating_duration_since(before) + UNANSWERED_GRACE
        });
        let (block, known) = {
            let state = self.state();
            let block = state.blocked_until.map_or(Duration::ZERO, |until| {
                until.saturating_duration_since(before)
            });
            let known = state
                .generation
                .as_ref()
                .filter(|(_, said)| before.saturating_duration_since(*said) < measures.longest);
            (
                block,
                known.map(|(name, _)| name.clone()).unwrap_or_default(),
            )
        };
        let mut script = RESERVE.key(&measures.own);
        measures.keys(&mut script);
        script
            .arg(if slot.is_some() { "take" } else { "look" })
            .arg(slot.unwrap_or_default())
            .arg(microseconds(lease))
            .arg(nth)
            .arg(microseconds(block))
            .arg(known)
            .arg(self.shared.link.unique());
        for window in &measures.windows {
            script.arg(window.limit).arg(window.per).arg(window.slice);
        }
        let (taken, wait, block, generation): (u8, u64, u64, String) =
            self.shared.link.run(&script).await?;
        let after = self.clock.instant();
        let wait = Duration::from_micros(wait);
        self.heard(after, Duration::from_micros(block), generation);
        Ok(Answer {
            taken: taken == 1,
            from: before + wait,
            to: after + wait,
        })
    }

    /// Takes note of what Redis said beside the answer.
    fn heard(&self, now: Instant, block: Duration, generation: String) {
        let mut state = self.state();
        state.generation = Some((generation, now));
        if block.is_zero() {
            return;
        }
        let until = now + block;
        // The same block comes back a little longer or shorter each time.
        let news = state
            .blocked_until
            .is_none_or(|known| until > known + Duration::from_secs(1));
        if news {
            state.blocked_until = Some(until);
            drop(state);
            self.blocked.notify_waiters();
        }
    }

    async fn take(&self, deadline: Option<Instant>) -> Result<Either<Box<dyn Slot>, Answer>> {
        let mut held = Held::new(&self.shared);
        match self.ask(Some(held.name()), 1, deadline).await {
            Ok(answer) if answer.taken => Ok(Either::Left(Box::new(held))),
            Ok(answer) => {
                held.fate = Fate::Unknown;
                Ok(Either::Right(answer))
            }
            Err(failure) => {
                if !failure.perhaps_run {
                    held.fate = Fate::Unknown;
                }
                Err(failure.into())
            }
        }
    }

    /// Fails when the n-th slot from now on does not come before the deadline.
    async fn check(&self, nth: u32, deadline: Option<Instant>) -> Result<()> {
        let Some(deadline) = deadline else {
            return Ok(());
        };
        let now = self.clock.instant();
        if now >= deadline {
            return Err(too_late(now, now));
        }
        // The line may have become shorter.
        let nth = nth.min(self.state().waiting);
        let at = self.ask(None, nth, Some(deadline)).await?.from;
        if at >= deadline {
            return Err(too_late(at, now));
        }
        Ok(())
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
    async fn first_in_line(&self, deadline: Option<Instant>) -> Result<Box<dyn Slot>> {
        loop {
            let changed = self.shared.changed.notified();
            let answer = match self.take(deadline).await? {
                Either::Left(slot) => return Ok(slot),
                Either::Right(answer) => answer,
            };
            let now = self.clock.instant();
            if deadline.is_some_and(|deadline| answer.from >= deadline) {
                return Err(too_late(answer.from, now));
            }
            let wait = answer.to.saturating_duration_since(now);
            let wait = wait.clamp(Duration::from_millis(1), LOOK);
            let time = self.clock.sleep(wait);
            future::select(std::pin::pin!(changed), time).await;
        }
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
struct Place<'a>(&'a Counts);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.state().waiting -= 1;
    }
}

#[async_trait]
impl BudgetStore for Counts {
    async fn reserve(&self, deadline: Option<Instant>) -> Result<Box<dyn Slot>> {
        let nobody = self.state().waiting == 0;
        if nobody && let Either::Left(slot) = self.take(deadline).await? {
            return Ok(slot);
        }
        let (place, nth) = {
            let mut state = self.state();
            state.waiting += 1;
            (Place(self), state.waiting)
        };
        let mut turn = std::pin::pin!(self.turnstile.lock());
        let mut late = std::pin::pin!(self.until(deadline));
        let guard = loop {
            let blocked = self.blocked.notified();
            self.check(nth, deadline).await?;
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
        outcome
    }

    fn block_for(&self, time: Duration) {
        let until = self.clock.instant().checked_add(time);
        {
            let mut state = self.state();
            state.blocked_until = state.blocked_until.max(until);
        }
        self.shared.changed.notify_one();
        self.blocked.notify_waiters();
        // Should this fail: the next to ask here tells Redis of the block as well.
        let shared = Arc::clone(&self.shared);
        self.shared.link.errand(None, async move {
            let mut script = BLOCK.key(&shared.measures.own);
            script.arg(microseconds(time));
            if let Err(failure) = shared.link.run::<u8>(&script).await {
                tracing::debug!(cause = %failure.trouble, "Redis was not told of a block");
            }
        });
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Counts")
            .field("key", &self.shared.measures.own)
            .field("waiting", &self.state().waiting)
            .finish_non_exhaustive()
    }
}

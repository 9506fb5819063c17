//! One change of a record at a time.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use futures_util::future::{Either, select};
use helpdesk_core::{Clock, Error, ErrorKind, Result};
use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

use crate::Scope;

/// Turns at the records of a vendor that takes tags or custom fields only as a whole list.
///
/// Such a change is read, changed and written back; two of them at the same time would undo each
/// other. The turns hold inside one process: between processes the last one to write wins.
#[derive(Default)]
pub struct Turns(Mutex<HashMap<String, Weak<Lock<()>>>>);

/// One's turn at a record, until it is dropped.
#[derive(Debug)]
#[must_use = "the turn is over when this is dropped"]
pub struct Turn(#[allow(dead_code, reason = "held for its drop")] OwnedMutexGuard<()>);

/// From this many names on, those that nobody holds are forgotten.
const MANY: usize = 1024;

impl Turns {
    /// Waits for one's turn at a record, as long as the operation may take.
    ///
    /// Fails with [`ErrorKind::Timeout`], and nothing sent, when the others take longer than that.
    pub async fn take(&self, record: &str, scope: &Scope, clock: &dyn Clock) -> Result<Turn> {
        let waiting = self.lock_of(record).lock_owned();
        let Some(deadline) = scope.deadline() else {
            return Ok(Turn(waiting.await));
        };
        let left = deadline.saturating_duration_since(clock.instant());
        match select(Box::pin(waiting), clock.sleep(left)).await {
            Either::Left((held, _)) => Ok(Turn(held)),
            Either::Right(_) => Err(Error::new(
                ErrorKind::Timeout,
                "another change of the same record took all the time there was",
            )),
        }
    }

    fn lock_of(&self, record: &str) -> Arc<Lock<()>> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = locks.get(record).and_then(Weak::upgrade) {
            return lock;
        }
        if locks.len() >= MANY {
            locks.retain(|_, lock| lock.strong_count() > 0);
        }
        let lock = Arc::new(Lock::new(()));
        locks.insert(record.to_owned(), Arc::downgrade(&lock));
        lock
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turns").finish_non_exhaustive()
    }
}

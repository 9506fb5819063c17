//! One change of a record at a time.
//!
//! The vendor takes tags and custom fields as whole lists, so a change is read, changed and written
//! back. Two of them at the same time inside this process would undo each other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use futures_util::future::{Either, select};
use helpdesk_core::{Clock, Error, ErrorKind, Result};
use helpdesk_http::Scope;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// Turns by the name of a record.
#[derive(Debug, Default)]
pub(crate) struct Locks(Mutex<HashMap<String, Weak<Turn<()>>>>);

/// Records with this many names are looked through for those nobody holds.
const MANY: usize = 1024;

impl Locks {
    fn turn(&self, name: &str) -> Arc<Turn<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(name).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= MANY {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::new(Turn::new(()));
        turns.insert(name.to_owned(), Arc::downgrade(&turn));
        turn
    }

    /// Waits for one's turn at a record, as long as the operation may take.
    pub(crate) async fn hold(
        &self,
        name: &str,
        scope: &Scope,
        clock: &dyn Clock,
    ) -> Result<OwnedMutexGuard<()>> {
        let waiting = self.turn(name).lock_owned();
        let Some(deadline) = scope.deadline() else {
            return Ok(waiting.await);
        };
        let left = deadline.saturating_duration_since(clock.instant());
        match select(Box::pin(waiting), clock.sleep(left)).await {
            Either::Left((held, _)) => Ok(held),
            Either::Right(_) => Err(Error::new(
                ErrorKind::Timeout,
                "another change of the same record took all the time there was",
            )),
        }
    }
}

//! One change of a record at a time, inside this process.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

type Known = HashMap<String, Weak<AsyncMutex<()>>>;

/// Locks by key. Those that nobody holds or waits for are forgotten.
#[derive(Clone, Default)]
pub(crate) struct Locks {
    known: Arc<Mutex<Known>>,
}

impl Locks {
    /// Waits until nobody else changes this record.
    pub(crate) async fn hold(&self, key: String) -> OwnedMutexGuard<()> {
        let lock = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(lock) = known.get(&key).and_then(Weak::upgrade) {
                lock
            } else {
                known.retain(|_, lock| lock.strong_count() > 0);
                let lock = Arc::new(AsyncMutex::new(()));
                known.insert(key, Arc::downgrade(&lock));
                lock
            }
        };
        lock.lock_owned().await
    }
}

impl fmt::Debug for Locks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Locks")
    }
}

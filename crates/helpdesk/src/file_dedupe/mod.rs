//! Remembering seen events in a file.

mod journal;

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use helpdesk_core::webhook::{Claim, DedupeStore, MemoryDedupe, SeenKeys};
use helpdesk_core::{Clock, Error, ErrorKind, Result, Timestamp};
use sha2::{Digest, Sha256};

use self::journal::Journal;

/// [`DedupeStore`](crate::webhook::DedupeStore) in a file, so that events are let in once although
/// the program is restarted. Clones are the same store.
///
/// Confirmed keys are appended to the file as they come, as the first half of their SHA-256: the file
/// holds no identifiers. It is written anew when it has grown to twice what is remembered. Claims stay
/// in memory: an event that was in progress when the program ended was perhaps not handled, and is let
/// in again. A last line that was cut off is left out. What the operating system had not written when
/// the power failed is forgotten, so the vendor's next attempt is let in; nothing is swallowed.
///
/// A lock on `<file>.lock` beside it keeps a second process out. The directory has to be there
/// already, on a local file system. Writes are small and made where they are asked for, without a
/// thread of their own.
///
/// ```
/// use std::sync::Arc;
/// use helpdesk::{FileDedupe, webhook::Intake};
///
/// # fn take(desk: helpdesk::Client) -> helpdesk::Result<Intake> {
/// let seen = FileDedupe::open("state/seen-events")?;
/// let intake = Intake::new(desk).with_dedupe(Arc::new(seen));
/// # Ok(intake)
/// # }
/// ```
#[derive(Clone)]
pub struct FileDedupe {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    clock: Option<Arc<dyn Clock>>,
    state: Mutex<State>,
    /// Held, not read: the lock ends with it.
    _lock: File,
}

struct State {
    seen: SeenKeys,
    journal: Journal,
}

/// How a [`FileDedupe`] is opened. The defaults are those of [`MemoryDedupe`].
#[derive(Debug, Clone)]
pub struct FileDedupeOptions {
    capacity: usize,
    lifetime: Duration,
    clock: Option<Arc<dyn Clock>>,
}

impl FileDedupeOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self {
            capacity: MemoryDedupe::CAPACITY,
            lifetime: MemoryDedupe::LIFETIME,
            clock: None,
        }
    }

    /// Remembers this many keys at most. The file has at most about twice as many lines.
    #[must_use]
    pub fn capacity(mut self, keys: usize) -> Self {
        self.capacity = keys.max(1);
        self
    }

    /// Remembers keys this long. What is in the file already keeps its time.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Takes the time from here.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Opens the file, or begins it.
    ///
    /// Fails with [`ErrorKind::Config`](crate::ErrorKind::Config): another process has it open, it
    /// cannot be read or written, it is not one of ours. A file that is not ours is left as it is.
    pub fn open(self, path: impl Into<PathBuf>) -> Result<FileDedupe> {
        let path = path.into();
        let lock = lock(&path)?;
        let now = self.clock.as_ref().map_or_else(Timestamp::now, |c| c.now());
        let mut seen = SeenKeys::new(self.capacity, self.lifetime);
        let journal = Journal::open(&path, &mut seen, now)?;
        Ok(FileDedupe {
            inner: Arc::new(Inner {
                path,
                clock: self.clock,
                state: Mutex::new(State { seen, journal }),
                _lock: lock,
            }),
        })
    }
}

impl Default for FileDedupeOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl FileDedupe {
    /// Opens the file with the defaults. See [`FileDedupeOptions::open`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        FileDedupeOptions::new().open(path)
    }

    /// How many keys are remembered.
    pub fn len(&self) -> usize {
        self.state().seen.len()
    }

    /// Whether no key is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        let clock = self.inner.clock.as_ref();
        clock.map_or_else(Timestamp::now, |clock| clock.now())
    }

    fn keep(&self, state: &mut State, line: &str) -> Result<()> {
        let State { seen, journal } = state;
        journal
            .append(line)
            .and_then(|()| journal.compact_if_long(&self.inner.path, seen))
            .map_err(|error| {
                Error::new(
                    ErrorKind::Internal,
                    "the file of seen events cannot be written",
                )
                .with_source(error)
            })
    }
}

#[async_trait]
impl DedupeStore for FileDedupe {
    async fn claim(&self, key: &str) -> Result<Claim> {
        let now = self.now();
        Ok(self.state().seen.claim(&digest(key), now))
    }

    async fn confirm(&self, key: &str) -> Result<()> {
        let (key, now) = (digest(key), self.now());
        let mut state = self.state();
        let until = state.seen.confirm(&key, now);
        self.keep(&mut state, &journal::kept(&key, until))
    }

    async fn release(&self, key: &str) -> Result<()> {
        let key = digest(key);
        let mut state = self.state();
        state.seen.release(&key);
        // The file may still have it from before it was crowded out of memory.
        self.keep(&mut state, &journal::dropped(&key))
    }
}

impl fmt::Debug for FileDedupe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("FileDedupe")
            .field("path", &self.inner.path)
            .field("keys", &state.seen.len())
            .field("capacity", &state.seen.capacity())
            .field("lifetime", &state.seen.lifetime())
            .finish_non_exhaustive()
    }
}

/// 128 bits of a digest: keys of any length and content become one of few characters.
fn digest(key: &str) -> String {
    let whole = Sha256::digest(key.as_bytes());
    hex::encode(whole.split_at(16).0)
}

fn lock(path: &Path) -> Result<File> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let cannot = |error| {
        failed(
            "the lock beside the file of seen events cannot be made",
            error,
        )
    };
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    let file = options.open(PathBuf::from(beside)).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::config(
            "dedupe",
            "the file of seen events is in use by another process; give each its own, or stop the other",
        )),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

fn failed(message: &'static str, error: io::Error) -> Error {
    Error::config("dedupe", message).with_source(error)
}

//! Tokens in a file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use helpdesk_core::{Clock, Error, ErrorKind, Result, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::{StoreGuard, TokenStore, Tokens};
use crate::TokioClock;

/// [`TokenStore`] in a JSON file, for refresh tokens that must survive a restart and may be shared
/// by several processes on one machine.
///
/// The file is replaced as a whole, readable by its owner only, and reaches the disk before it
/// counts. A lock on `<file>.lock` beside it keeps processes from refreshing at the same time. A
/// file that cannot be read is an error and is never overwritten: the tokens in it may be the only
/// ones left.
///
/// The directory has to be there already, on a local file system.
#[derive(Debug, Clone)]
pub struct FileTokenStore {
    path: Arc<Path>,
    clock: Arc<dyn Clock>,
    patience: Duration,
}

const FIRST_LOOK: Duration = Duration::from_millis(10);
const LAST_LOOK: Duration = Duration::from_millis(200);

impl FileTokenStore {
    /// Tokens in this file. Nothing is opened yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into().into(),
            clock: Arc::new(TokioClock::new()),
            patience: Duration::from_secs(120),
        }
    }

    /// Waits for the lock by another clock.
    #[must_use]
    #[inline]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Waits at most this long for another process that is refreshing; 120 s by default.
    #[must_use]
    #[inline]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let path = Arc::clone(&self.path);
        tokio::task::spawn_blocking(move || work(&path))
            .await
            .map_err(|error| {
                Error::new(ErrorKind::Internal, "the token store broke off").with_source(error)
            })?
    }
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    access: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issued_at: Option<Timestamp>,
}

const VERSION: u32 = 1;

#[inline]
fn config(message: &'static str) -> Error {
    Error::config("token_store", message)
}

#[inline]
fn failed(message: &'static str, error: io::Error) -> Error {
    config(message).with_source(error)
}

#[inline]
fn read(path: &Path) -> Result<Option<Tokens>> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("the token file cannot be read", error)),
    };
    let spoilt = || {
        config(
            "the token file is not one of ours or is damaged; it is left as it is. Move it away to \
             start with the configured tokens",
        )
    };
    let written: Written = serde_json::from_slice(&text)
        .map_err(|error| spoilt().with_source(helpdesk_core::JsonCause::of(&error)))?;
    if written.version != VERSION || written.access.is_empty() {
        return Err(spoilt());
    }
    Ok(Some(Tokens {
        access: SecretString::from(written.access),
        refresh: written.refresh.map(SecretString::from),
        expires_at: written.expires_at,
        issued_at: written.issued_at,
    }))
}

#[inline]
fn write(path: &Path, tokens: &Tokens) -> Result<()> {
    // A file that is damaged or a stranger's stays.
    read(path)?;
    let written = Written {
        version: VERSION,
        access: tokens.access.expose_secret().to_owned(),
        refresh: tokens
            .refresh
            .as_ref()
            .map(|refresh| refresh.expose_secret().to_owned()),
        expires_at: tokens.expires_at,
        issued_at: tokens.issued_at,
    };
    let failed = |error| failed("the token file cannot be written", error);
    let text = serde_json::to_vec_pretty(&written).map_err(|error| failed(error.into()))?;
    replace(path, directory_of(path), &text).map_err(failed)
}

/// Puts a new file in the place of the one at `path`, whatever that is, and never a part of one.
#[inline]
fn replace(path: &Path, directory: &Path, text: &[u8]) -> io::Result<()> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let name = format!(".tokens-{:016x}", u64::from_ne_bytes(random));
    let fresh = directory.join(name);
    let file = create(&fresh)?;
    let outcome = fill(file, text).and_then(|()| fs::rename(&fresh, path));
    if let Err(error) = outcome {
        // What went wrong says more than what goes wrong now.
        let _ = fs::remove_file(&fresh);
        return Err(error);
    }
    #[cfg(unix)]
    File::open(directory)?.sync_all()?;
    Ok(())
}

/// A file that was not there before, a link neither, readable by its owner only from the beginning.
#[inline]
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[inline]
fn fill(mut file: File, text: &[u8]) -> io::Result<()> {
    file.write_all(text)?;
    file.sync_all()
}

#[inline]
fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[inline]
fn open_lock(path: &Path) -> Result<File> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path.with_file_name(name))
        .map_err(|error| failed("the lock beside the token file cannot be opened", error))
}

#[async_trait]
impl TokenStore for FileTokenStore {
    #[inline]
    async fn lock(&self) -> Result<StoreGuard> {
        // Asking again and again, instead of blocking a thread that nobody could end: a runtime
        // that shuts down waits for such threads.
        let started = self.clock.instant();
        let mut pause = FIRST_LOOK;
        let mut file = self.blocking(open_lock).await?;
        loop {
            let (tried, outcome) = self
                .blocking(move |_| {
                    let outcome = file.try_lock();
                    Ok((file, outcome))
                })
                .await?;
            file = tried;
            match outcome {
                // Closing the file unlocks it.
                Ok(()) => return Ok(StoreGuard::new(file)),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    return Err(failed("the token file cannot be locked", error));
                }
            }
            let now = self.clock.instant();
            if now.saturating_duration_since(started) >= self.patience {
                return Err(Error::new(
                    ErrorKind::Internal,
                    "another process has been holding the token file for too long",
                ));
            }
            self.clock.sleep(pause).await;
            pause = (pause * 2).min(LAST_LOOK);
        }
    }

    #[inline]
    async fn load(&self) -> Result<Option<Tokens>> {
        self.blocking(read).await
    }

    #[inline]
    async fn save(&self, tokens: &Tokens) -> Result<()> {
        let tokens = tokens.clone();
        self.blocking(move |path| write(path, &tokens)).await
    }
}

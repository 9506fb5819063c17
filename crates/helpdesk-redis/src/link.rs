//! The connection.

use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use helpdesk_core::{Error, ErrorKind, Result};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue, ScriptInvocation};
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::errors::{Trouble, no_url};

/// One connection that everyone shares, made when it is first needed and again after it broke.
///
/// Every script may be run twice, so one whose connection breaks is run once more over a new one. A
/// connection that cannot be made fails everyone who waits for it, and the next to ask tries again:
/// there is no memory of failures, and nothing goes on in the background to mend it.
pub(crate) struct Link {
    url: SecretString,
    limit: Duration,
    connecting: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    owner: String,
    numbers: AtomicU64,
    errands: Arc<Errands>,
}

#[derive(Default)]
struct State {
    open: Option<MultiplexedConnection>,
    /// How many connections were asked for, this one included.
    number: u64,
    /// How many attempts have failed, and how the last did.
    failures: u64,
    last: Option<Trouble>,
}

/// A failure, and whether Redis may have run the script.
pub(crate) struct Failure {
    pub(crate) trouble: Trouble,
    pub(crate) perhaps_run: bool,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.trouble.into_error()
    }
}

/// What is under way without anybody waiting for it.
#[derive(Default)]
struct Errands {
    count: AtomicUsize,
    fewer: Notify,
}

impl Link {
    pub(crate) fn new(url: SecretString, limit: Duration) -> Result<Self> {
        // Read once to find mistakes, and then again for each connection: only the URL itself, which
        // is wiped when it is dropped, keeps the password.
        Client::open(url.expose_secret()).map_err(|_| no_url())?;
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|_| {
            Error::new(
                ErrorKind::Internal,
                "the operating system gives no randomness",
            )
        })?;
        Ok(Self {
            url,
            limit,
            connecting: tokio::sync::Mutex::default(),
            state: Mutex::default(),
            owner: hex::encode(random),
            numbers: AtomicU64::default(),
            errands: Arc::default(),
        })
    }

    /// Like another, with another limit of time.
    pub(crate) fn with_limit(&self, limit: Duration) -> Result<Self> {
        Self::new(self.url.clone(), limit)
    }

    /// A name that no other has: of this process and this connection.
    pub(crate) fn owner(&self) -> &str {
        &self.owner
    }

    /// A name that was never given before.
    pub(crate) fn unique(&self) -> String {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        format!("{}-{number:x}", self.owner)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a script that may be run twice.
    pub(crate) async fn run<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, Failure> {
        let mut first = true;
        loop {
            let (number, mut connection) = self.connection().await.map_err(|trouble| Failure {
                trouble,
                perhaps_run: !first,
            })?;
            let error = match script.invoke_async(&mut connection).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let trouble = Trouble::of(&error);
            if trouble.fatal {
                let mut state = self.state();
                if state.number == number {
                    state.open = None;
                }
            }
            if !(first && trouble.dropped) {
                return Err(Failure {
                    trouble,
                    perhaps_run: true,
                });
            }
            first = false;
        }
    }

    async fn connection(&self) -> Result<(u64, MultiplexedConnection), Trouble> {
        let seen = {
            let state = self.state();
            if let Some(open) = &state.open {
                return Ok((state.number, open.clone()));
            }
            state.failures
        };
        let _turn = self.connecting.lock().await;
        {
            let state = self.state();
            if let Some(open) = &state.open {
                return Ok((state.number, open.clone()));
            }
            // Somebody tried while this one waited: once is enough for everyone.
            if let Some(trouble) = state.last.as_ref().filter(|_| state.failures > seen) {
                return Err(trouble.clone());
            }
        }
        let made = self.connect().await;
        let mut state = self.state();
        match made {
            Ok(open) => {
                state.number += 1;
                state.open = Some(open.clone());
                Ok((state.number, open))
            }
            Err(trouble) => {
                state.failures += 1;
                state.last = Some(trouble.clone());
                Err(trouble)
            }
        }
    }

    async fn connect(&self) -> Result<MultiplexedConnection, Trouble> {
        Handle::try_current()
            .map_err(|_| Trouble::of_program("Redis can only be used on a tokio runtime"))?;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.limit))
            .set_response_timeout(Some(self.limit));
        let client = Client::open(self.url.expose_secret()).map_err(|error| Trouble::of(&error))?;
        client
            .get_multiplexed_async_connection_with_config(&config)
            .await
            .map_err(|error| Trouble::of(&error))
    }

    /// Runs something that nobody waits for. Without a runtime it is left undone; whatever is sent
    /// this way runs out by itself.
    pub(crate) fn errand(
        &self,
        runtime: Option<&Handle>,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        let Some(runtime) = runtime.cloned().or_else(|| Handle::try_current().ok()) else {
            return;
        };
        self.errands.count.fetch_add(1, Ordering::SeqCst);
        let done = Done(Arc::clone(&self.errands));
        runtime.spawn(async move {
            let _done = done;
            work.await;
        });
    }

    /// Waits until nothing is under way any more.
    pub(crate) async fn flush(&self) {
        loop {
            let fewer = self.errands.fewer.notified();
            if self.errands.count.load(Ordering::SeqCst) == 0 {
                return;
            }
            fewer.await;
        }
    }
}

struct Done(Arc<Errands>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.count.fetch_sub(1, Ordering::SeqCst);
        self.0.fewer.notify_waiters();
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("connected", &self.state().open.is_some())
            .finish_non_exhaustive()
    }
}

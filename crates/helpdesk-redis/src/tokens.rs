//! Tokens.

use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use helpdesk_core::{Clock, Error, ErrorKind, JsonCause, Result, Timestamp};
use helpdesk_http::auth::StoreGuard;
use helpdesk_http::{TokenStore, TokenStores, Tokens};
use redis::Script;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;
use tokio::sync::OwnedMutexGuard;

use crate::RedisStores;
use crate::link::Link;

static LOCK: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/lock.lua")));
static UNLOCK: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/unlock.lua")));
static SAVE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/save.lua")));
static LOAD: LazyLock<Script> =
    LazyLock::new(|| Script::new("return redis.call('HMGET', KEYS[1], 'version', 'tokens')"));

const FIRST_LOOK: Duration = Duration::from_millis(10);
const LAST_LOOK: Duration = Duration::from_millis(250);

/// [`TokenStore`] in Redis, for replicas on several machines.
///
/// * The lock runs out by the server's clock, so a process that dies in the middle of a refresh holds
///   up the others for [`RedisTokenStore::LEASE`] at most.
/// * Tokens have a version. They are kept only if nobody has kept others since they were read, so a
///   process that slept through its lock never puts an older refresh token in the place of a newer
///   one. Its own access token works on; at its next refresh it takes the newer ones.
/// * When keeping new tokens fails, the lock is not given back: the process that has them takes it
///   again and tries anew, and no other uses the refresh token that is spent meanwhile.
/// * When Redis is away every part of this fails, and nothing is sent without a token.
///
/// Redis holds the tokens as they are. Keep strangers out of it, and let it write to disk before it
/// answers (`appendonly yes`, `appendfsync always`) where a lost refresh token needs a human.
#[derive(Clone)]
pub struct RedisTokenStore {
    inner: Arc<Inner>,
}

struct Inner {
    link: Arc<Link>,
    clock: Arc<dyn Clock>,
    name: String,
    /// Who asks for the lock. Another store of the same name in this process is somebody else.
    owner: String,
    value: String,
    lock: String,
    lease: Duration,
    patience: Duration,
    turn: Arc<tokio::sync::Mutex<()>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// What was read or kept last.
    version: Option<String>,
    /// New tokens could not be kept.
    unsaved: bool,
}

impl RedisTokenStore {
    /// How long the lock lasts when its holder is not heard of again. Longer than a refresh takes.
    pub const LEASE: Duration = Duration::from_secs(180);

    pub(crate) fn new(stores: &RedisStores, name: &str) -> Self {
        Self {
            inner: Arc::new(Inner {
                link: Arc::clone(&stores.link),
                clock: Arc::clone(&stores.clock),
                name: name.to_owned(),
                owner: stores.link.unique(),
                value: stores.key("tokens", name, "value"),
                lock: stores.key("tokens", name, "lock"),
                lease: Self::LEASE,
                patience: Self::LEASE + Duration::from_secs(30),
                turn: Arc::default(),
                state: Arc::default(),
            }),
        }
    }

    /// Lets the lock run out after this long, and waits for another's a little longer than that.
    #[must_use]
    pub fn with_lease(self, lease: Duration) -> Self {
        let old = &*self.inner;
        Self {
            inner: Arc::new(Inner {
                link: Arc::clone(&old.link),
                clock: Arc::clone(&old.clock),
                name: old.name.clone(),
                owner: old.owner.clone(),
                value: old.value.clone(),
                lock: old.lock.clone(),
                lease,
                patience: lease + lease / 6,
                turn: Arc::clone(&old.turn),
                state: Arc::clone(&old.state),
            }),
        }
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock, or says for how long it is another's at most.
    async fn try_lock(&self) -> Result<Option<Duration>> {
        let mut script = LOCK.key(&self.lock);
        script.arg(&self.owner).arg(milliseconds(self.lease));
        let left: u64 = self.link.run(&script).await?;
        Ok((left > 0).then(|| Duration::from_millis(left)))
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis())
        .unwrap_or(u64::MAX >> 8)
        .clamp(1, u64::MAX >> 8)
}

/// The lock, given back when dropped.
struct Held {
    inner: Arc<Inner>,
    runtime: Option<Handle>,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.inner.state().unsaved {
            return;
        }
        let (inner, turn) = (Arc::clone(&self.inner), self.turn.take());
        self.inner.link.errand(self.runtime.as_ref(), async move {
            // The next in this process waits until Redis knows: it asks under the same name.
            let _turn = turn;
            let mut script = UNLOCK.key(&inner.lock);
            script.arg(&inner.owner);
            if let Err(failure) = inner.link.run::<u8>(&script).await {
                tracing::debug!(cause = %failure.trouble, "a token lock runs out by itself");
            }
        });
    }
}

/// The tokens as they are written.
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

fn write(tokens: &Tokens) -> Result<SecretString> {
    let open = |secret: &SecretString| secret.expose_secret().to_owned();
    let written = Written {
        version: VERSION,
        access: open(&tokens.access),
        refresh: tokens.refresh.as_ref().map(open),
        expires_at: tokens.expires_at,
        issued_at: tokens.issued_at,
    };
    let text = serde_json::to_string(&written).map_err(|error| spoilt(&error))?;
    Ok(text.into())
}

fn read(text: &str) -> Result<Tokens> {
    let written: Written = serde_json::from_str(text).map_err(|error| spoilt(&error))?;
    if written.version != VERSION || written.access.is_empty() {
        return Err(Error::new(ErrorKind::Internal, SPOILT));
    }
    let mut tokens = Tokens::new(written.access.into());
    tokens.refresh = written.refresh.map(SecretString::from);
    tokens.expires_at = written.expires_at;
    tokens.issued_at = written.issued_at;
    Ok(tokens)
}

const SPOILT: &str = "the tokens in Redis are not ours or are damaged; they are left as they are. \
     Delete them there to start with the configured ones";

fn spoilt(error: &serde_json::Error) -> Error {
    Error::new(ErrorKind::Internal, SPOILT).with_source(JsonCause::of(error))
}

#[async_trait]
impl TokenStore for RedisTokenStore {
    async fn lock(&self) -> Result<StoreGuard> {
        let inner = &self.inner;
        let turn = Arc::clone(&inner.turn).lock_owned().await;
        let (started, mut pause) = (inner.clock.instant(), FIRST_LOOK);
        // Whoever gives up while Redis is being asked gives the lock back all the same.
        let held = Held {
            inner: Arc::clone(inner),
            runtime: Handle::try_current().ok(),
            turn: Some(turn),
        };
        loop {
            let Some(left) = inner.try_lock().await? else {
                return Ok(StoreGuard::new(held));
            };
            let waited = inner.clock.instant().saturating_duration_since(started);
            if waited >= inner.patience {
                return Err(Error::new(
                    ErrorKind::Internal,
                    "another process has been holding the tokens in Redis for too long",
                ));
            }
            inner.clock.sleep(pause.min(left)).await;
            pause = (pause * 2).min(LAST_LOOK);
        }
    }

    async fn load(&self) -> Result<Option<Tokens>> {
        let inner = &self.inner;
        let script = LOAD.key(&inner.value);
        let (version, text): (Option<String>, Option<String>) = inner.link.run(&script).await?;
        let tokens = text.map(SecretString::from);
        let tokens = tokens.map(|text| read(text.expose_secret())).transpose()?;
        inner.state().version = Some(version.unwrap_or_else(|| "0".to_owned()));
        Ok(tokens)
    }

    async fn save(&self, tokens: &Tokens) -> Result<()> {
        let inner = &self.inner;
        let text = write(tokens)?;
        inner.state().unsaved = true;
        let known = inner.state().version.clone();
        let follows = if let Some(version) = known {
            version
        } else {
            // What is there may be damaged or a stranger's, and then stays.
            self.load().await?;
            inner.state().version.clone().unwrap_or_default()
        };
        let mut script = SAVE.key(&inner.value);
        script.arg(follows).arg(text.expose_secret());
        let (kept, version): (u8, String) = inner.link.run(&script).await?;
        let mut state = inner.state();
        state.unsaved = false;
        if kept == 1 {
            state.version = Some(version);
        } else {
            tracing::warn!(
                store = inner.name,
                "another process has kept newer tokens; these are not kept"
            );
        }
        Ok(())
    }
}

impl TokenStores for RedisStores {
    fn open(&self, name: &str) -> Arc<dyn TokenStore> {
        Arc::new(self.tokens(name))
    }
}

impl fmt::Debug for RedisTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisTokenStore")
            .field("name", &self.inner.name)
            .field("lease", &self.inner.lease)
            .finish_non_exhaustive()
    }
}

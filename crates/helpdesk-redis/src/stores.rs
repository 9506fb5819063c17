//! Where everything begins.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::{Clock, Error, Result};
use helpdesk_http::{SharedState, TokioClock};
use secrecy::SecretString;

use crate::link::Link;
use crate::{RedisBudgets, RedisDedupe, RedisTokenStore};

/// What the processes of one application share: budgets, tokens and seen deliveries, in one Redis.
///
/// Clones share one connection. It is made by the first call that needs it; nothing is sent or started
/// before.
///
/// ```
/// use helpdesk_redis::RedisStores;
///
/// let stores = RedisStores::open("redis://127.0.0.1:6379", "crm")?;
/// let tokens = stores.tokens("legacy");
/// # drop(tokens);
/// # Ok::<(), helpdesk_core::Error>(())
/// ```
#[derive(Clone)]
pub struct RedisStores {
    pub(crate) link: Arc<Link>,
    pub(crate) prefix: Arc<str>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl RedisStores {
    /// How long Redis may take to answer unless told otherwise.
    pub const TIME_LIMIT: Duration = Duration::from_secs(2);

    /// A Redis: `redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE]`, or `rediss://` for TLS.
    ///
    /// All keys begin with `prefix`. Processes that share state have the same one; it holds letters,
    /// digits, `-`, `_`, `.` and `:`.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config).
    pub fn open(url: impl Into<SecretString>, prefix: &str) -> Result<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        if prefix.is_empty() || !prefix.bytes().all(plain) {
            return Err(Error::config(
                "shared_state.prefix",
                "must be letters, digits, `-`, `_`, `.` and `:`, and at least one",
            ));
        }
        Ok(Self {
            link: Arc::new(Link::new(url.into(), Self::TIME_LIMIT)?),
            prefix: prefix.into(),
            clock: Arc::new(TokioClock::new()),
        })
    }

    /// Gives up on connecting, and on an answer, after this long; 2 s by default. The stores that
    /// were taken out before are not concerned.
    pub fn with_time_limit(mut self, limit: Duration) -> Result<Self> {
        self.link = Arc::new(self.link.with_limit(limit)?);
        Ok(self)
    }

    /// Waits by another clock. What Redis counts and forgets goes by the clock of its server.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Budgets that all processes count together.
    pub fn budgets(&self) -> RedisBudgets {
        RedisBudgets::new(self)
    }

    /// The tokens of this name. Desks with the same credentials have the same one.
    pub fn tokens(&self, name: &str) -> RedisTokenStore {
        RedisTokenStore::new(self, name)
    }

    /// Deliveries that any process has seen.
    pub fn dedupe(&self) -> RedisDedupe {
        RedisDedupe::new(self)
    }

    /// Budgets and tokens as a [`SharedState`], for
    /// [`SharedState::put_into`](helpdesk_http::SharedState::put_into).
    pub fn shared_state(&self) -> SharedState {
        SharedState::new()
            .with_budgets(Arc::new(self.budgets()))
            .with_tokens(Arc::new(self.clone()))
    }

    /// Waits until Redis knows of every answer that came and every slot that was given back.
    ///
    /// A program that ends right after its last call does better to wait for this: what Redis was not
    /// told of, it counts for as long as the call might have taken.
    pub async fn flush(&self) {
        self.link.flush().await;
    }

    /// A key. What stands in braces decides, in a cluster, where it is.
    pub(crate) fn key(&self, area: &str, name: &str, part: &str) -> String {
        let prefix = &self.prefix;
        format!("{prefix}:{{{area}:{name}}}:{part}")
    }
}

impl fmt::Debug for RedisStores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStores")
            .field("prefix", &self.prefix)
            .field("link", &self.link)
            .finish_non_exhaustive()
    }
}

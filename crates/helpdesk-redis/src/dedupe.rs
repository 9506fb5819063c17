//! Seen deliveries.

use std::fmt;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use async_trait::async_trait;
use helpdesk_core::Result;
use helpdesk_core::webhook::{Claim, DedupeStore};
use redis::Script;
use sha2::{Digest, Sha256};

use crate::RedisStores;
use crate::link::{Failure, Link};

static CLAIM: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/claim.lua")));
static CONFIRM: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/confirm.lua")));
static RELEASE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/release.lua")));

/// [`DedupeStore`] in Redis: a delivery is let in once, whichever process it comes to.
///
/// Keys are kept as the first half of their SHA-256. A claim runs out after a while, so that the event
/// of a process that died is let in again; a handled event is remembered for a day. Both go by the
/// server's clock. When Redis is away a claim fails, so that the delivery is answered with an error
/// and the vendor repeats it.
#[derive(Clone)]
pub struct RedisDedupe {
    link: Arc<Link>,
    prefix: Arc<str>,
    lifetime: Duration,
    claim: Duration,
}

impl RedisDedupe {
    /// How long handled events are remembered unless told otherwise.
    pub const LIFETIME: Duration = Duration::from_secs(24 * 3600);

    /// How long a claim lasts unless told otherwise.
    pub const CLAIM: Duration = Duration::from_secs(15 * 60);

    pub(crate) fn new(stores: &RedisStores) -> Self {
        Self {
            link: Arc::clone(&stores.link),
            prefix: Arc::clone(&stores.prefix),
            lifetime: Self::LIFETIME,
            claim: Self::CLAIM,
        }
    }

    /// Remembers handled events this long.
    #[must_use]
    pub fn with_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Lets a claim run out after this long: longer than handling an event takes, the wait in a queue
    /// included.
    #[must_use]
    pub fn with_claim_lifetime(mut self, lifetime: Duration) -> Self {
        self.claim = lifetime;
        self
    }

    fn key(&self, key: &str) -> String {
        let half = hex::encode(&Sha256::digest(key.as_bytes())[..16]);
        format!("{}:{{seen:{half}}}", self.prefix)
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis())
        .unwrap_or(u64::MAX >> 8)
        .clamp(1, u64::MAX >> 8)
}

#[async_trait]
impl DedupeStore for RedisDedupe {
    async fn claim(&self, key: &str) -> Result<Claim> {
        let claim = format!("c:{}:{}", self.link.owner(), self.link.unique());
        let mut script = CLAIM.key(self.key(key));
        script.arg(claim).arg(milliseconds(self.claim));
        let found: u8 = self.link.run(&script).await?;
        Ok(match found {
            0 => Claim::First,
            1 => Claim::InProgress,
            _ => Claim::Handled,
        })
    }

    async fn confirm(&self, key: &str) -> Result<()> {
        let mut script = CONFIRM.key(self.key(key));
        script
            .arg(self.link.owner())
            .arg(milliseconds(self.lifetime));
        done(self.link.run(&script).await)
    }

    async fn release(&self, key: &str) -> Result<()> {
        let mut script = RELEASE.key(self.key(key));
        script.arg(self.link.owner());
        done(self.link.run(&script).await)
    }
}

fn done(outcome: Result<u8, Failure>) -> Result<()> {
    outcome.map(drop).map_err(Into::into)
}

impl fmt::Debug for RedisDedupe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisDedupe")
            .field("prefix", &self.prefix)
            .field("lifetime", &self.lifetime)
            .field("claim", &self.claim)
            .finish_non_exhaustive()
    }
}

//! Credentials on requests.

mod flight;
mod static_header;
mod store_file;
mod store_memory;
mod store_settings;
mod token_cache;
mod tokens;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::{Clock, Result, Timestamp};
use http::Request;

pub use static_header::StaticHeader;
pub use store_file::FileTokenStore;
pub use store_memory::MemoryTokenStore;
pub use store_settings::{TokenStoreSettings, TokenStores};
pub use token_cache::{TokenCache, TokenCacheBuilder, TokenSource};
pub use tokens::{StoreGuard, TokenStore, Tokens};

use crate::pipeline::Inner;
use crate::{Answer, Call, Jitter, Scope};

/// Which of several credentials, one after the other, a request was signed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Generation(pub u64);

impl Generation {
    /// Of credentials that never change.
    pub const FIXED: Self = Self(0);
}

/// Puts credentials on requests.
#[async_trait]
pub trait Authenticate: Send + Sync + fmt::Debug {
    /// Signs a request, and says what with.
    ///
    /// When this has to wait (for a token, say), the pipeline gives the request's place in the
    /// budget back, and afterwards takes a new one and signs again: calls that are waiting never
    /// keep the call they wait for from being sent.
    async fn sign(&self, request: &mut Request<Bytes>, exchange: &Exchange) -> Result<Generation>;

    /// The vendor rejected credentials of this generation. Would signing anew help?
    async fn reject(&self, generation: Generation) -> bool;
}

/// What an authenticator may use: unsigned calls through the same budget, time-out, transport and
/// observer as every other call, and the pipeline's clock and chance.
///
/// It can be cloned and moved into a task.
#[derive(Clone)]
pub struct Exchange {
    pub(crate) inner: std::sync::Arc<Inner>,
}

impl Exchange {
    /// Sends a call without signing it. It has a deadline of its own, for what it fetches is of use
    /// beyond the call that asked for it.
    pub async fn send(&self, call: Call) -> Result<Answer> {
        let scope = Scope::lasting(None, self.inner.default_deadline());
        crate::pipeline::sending(&self.inner, &mut call.unsigned(), &scope).await
    }

    /// The time of day.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The pipeline's clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    /// The pipeline's chance.
    pub fn jitter(&self) -> &dyn Jitter {
        &*self.inner.jitter
    }

    /// The time of day so many seconds from now: when a token with this lifetime expires.
    pub fn seconds_from_now(&self, seconds: u64) -> Timestamp {
        tokens::later(self.now(), Duration::from_secs(seconds))
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exchange")
    }
}

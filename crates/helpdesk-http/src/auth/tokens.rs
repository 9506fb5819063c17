//! Tokens, and where they are kept.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use helpdesk_core::{Result, Timestamp};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};

/// An access token and what is known about it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Tokens {
    /// What requests are signed with.
    pub access: SecretString,
    /// What a new access token is fetched with. Vendors that rotate it take each one only once.
    pub refresh: Option<SecretString>,
    /// When the access token ends. Without it, it is used until the vendor rejects it.
    pub expires_at: Option<Timestamp>,
    /// When the access token was issued.
    pub issued_at: Option<Timestamp>,
}

impl Tokens {
    /// An access token of which nothing else is known.
    #[inline]
    pub fn new(access: SecretString) -> Self {
        Self {
            access,
            refresh: None,
            expires_at: None,
            issued_at: None,
        }
    }

    /// Adds a refresh token.
    #[must_use]
    #[inline]
    pub fn with_refresh(mut self, refresh: SecretString) -> Self {
        self.refresh = Some(refresh);
        self
    }

    /// Says when the access token ends.
    #[must_use]
    #[inline]
    pub fn with_expires_at(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Says when the access token was issued.
    #[must_use]
    #[inline]
    pub fn with_issued_at(mut self, at: Timestamp) -> Self {
        self.issued_at = Some(at);
        self
    }

    /// Whether two access tokens are the same.
    #[inline]
    pub(super) fn same_access(&self, other: &Self) -> bool {
        self.access.expose_secret() == other.access.expose_secret()
    }

    #[inline]
    pub(super) fn is_live(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }
}

/// Where tokens outlive the process, or are shared with others.
#[async_trait]
pub trait TokenStore: Send + Sync + fmt::Debug {
    /// Keeps everyone else, in this process and in others, from refreshing until the guard is
    /// dropped.
    async fn lock(&self) -> Result<StoreGuard>;

    /// The tokens, if there are any.
    async fn load(&self) -> Result<Option<Tokens>>;

    /// Keeps tokens. When this is over they survive a crash.
    async fn save(&self, tokens: &Tokens) -> Result<()>;
}

/// The lock of a [`TokenStore`]: dropping it unlocks.
pub struct StoreGuard(#[allow(dead_code, reason = "held for its Drop")] Box<dyn Send>);

impl StoreGuard {
    /// Unlocks by dropping this value.
    pub fn new(held: impl Send + 'static) -> Self {
        Self(Box::new(held))
    }
}

impl fmt::Debug for StoreGuard {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreGuard")
    }
}

#[inline]
pub(super) fn later(time: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .ok()
        .and_then(|by| time.checked_add(by).ok())
        .unwrap_or(Timestamp::MAX)
}

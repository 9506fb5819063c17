//! Credentials that never change.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::{Error, Result};
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Request};
use secrecy::{ExposeSecret, SecretString};

use super::{Authenticate, Exchange, Generation};

/// [`Authenticate`] with headers that are always the same.
#[derive(Clone)]
pub struct StaticHeader {
    headers: HeaderMap,
}

impl StaticHeader {
    /// The token alone as the value of a header.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config) at `token` when the token
    /// is empty or holds a character that no header may hold, such as a line break.
    pub fn new(name: HeaderName, token: &SecretString) -> Result<Self> {
        Self::prefixed(name, "", token)
    }

    /// `Authorization: Bearer <token>`.
    pub fn bearer(token: &SecretString) -> Result<Self> {
        Self::prefixed(http::header::AUTHORIZATION, "Bearer ", token)
    }

    /// The token behind a prefix.
    pub fn prefixed(name: HeaderName, prefix: &str, token: &SecretString) -> Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert(name, sensitive(prefix, token)?);
        Ok(Self { headers })
    }

    /// One more header.
    pub fn and(mut self, name: HeaderName, token: &SecretString) -> Result<Self> {
        self.headers.insert(name, sensitive("", token)?);
        Ok(self)
    }
}

/// A header value that nothing prints.
pub(super) fn sensitive(prefix: &str, token: &SecretString) -> Result<HeaderValue> {
    let token = token.expose_secret();
    if token.trim().is_empty() {
        return Err(Error::config("token", "is empty"));
    }
    let mut text = String::with_capacity(prefix.len() + token.len());
    text.push_str(prefix);
    text.push_str(token);
    let mut value = HeaderValue::try_from(text).map_err(|_| {
        Error::config(
            "token",
            "holds a character that no header may hold, such as a line break at its end",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

#[async_trait]
impl Authenticate for StaticHeader {
    async fn sign(&self, request: &mut Request<Bytes>, _exchange: &Exchange) -> Result<Generation> {
        for (name, value) in &self.headers {
            request.headers_mut().insert(name, value.clone());
        }
        Ok(Generation::FIXED)
    }

    async fn reject(&self, _generation: Generation) -> bool {
        false
    }
}

impl fmt::Debug for StaticHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_tuple("StaticHeader").field(&names).finish()
    }
}

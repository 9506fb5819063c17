//! Tokens: an API token of one hour, and a refresh token of seven days that is good once.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::{Error, ErrorKind, Result};
use helpdesk_http::auth::StoreGuard;
use helpdesk_http::{Call, Exchange, TokenCache, TokenSource, TokenStore, Tokens};
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::{HeaderMap, Request};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::api::token::{RENEWAL, renewal};
use crate::wire::TokenPair;

/// How long an API token is good.
const LIFE: u64 = 60 * 60;

const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// The one call that the documentation authenticates by `X-API-Key`.
const EMAILS: &str = "/external/company/email";

/// The authenticator: the configured pair until it is refused, then whatever the store has or a
/// renewal brings.
pub(crate) fn authenticator(
    api_token: SecretString,
    refresh_token: SecretString,
    store: Arc<dyn TokenStore>,
    denials: Arc<Denials>,
) -> TokenCache<Renewal> {
    let store = Chain {
        inner: store,
        fingerprint: fingerprint(&refresh_token),
    };
    let seed = Tokens::new(api_token).with_refresh(refresh_token.clone());
    let source = Renewal {
        configured: refresh_token,
        denials,
    };
    TokenCache::builder(source)
        .store(Arc::new(store))
        .seed(seed)
        .build()
}

/// Gets new pairs.
pub(crate) struct Renewal {
    configured: SecretString,
    denials: Arc<Denials>,
}

#[async_trait]
impl TokenSource for Renewal {
    async fn fetch(&self, current: Option<&Tokens>, exchange: &Exchange) -> Result<Tokens> {
        let refresh = current
            .and_then(|tokens| tokens.refresh.as_ref())
            .unwrap_or(&self.configured);
        let answer = exchange.send(renewal(refresh)).await.map_err(explained)?;
        let pair: TokenPair = answer.json()?;
        self.denials.renewed();
        Ok(Tokens::new(pair.token)
            .with_refresh(pair.refresh_token)
            .with_issued_at(exchange.now())
            .with_expires_at(exchange.seconds_from_now(LIFE)))
    }

    fn headers(&self, tokens: &Tokens) -> Result<HeaderMap> {
        let token = tokens.access.expose_secret();
        let bearer = sensitive(&format!("Bearer {token}"))?;
        let key = sensitive(token)?;
        Ok(HeaderMap::from_iter([
            (AUTHORIZATION, bearer),
            (X_API_KEY, key),
        ]))
    }

    fn apply(&self, headers: &HeaderMap, request: &mut Request<Bytes>) {
        let everything = request.uri().path().ends_with(EMAILS);
        for (name, value) in headers {
            if everything || name != X_API_KEY {
                request.headers_mut().insert(name, value.clone());
            }
        }
    }
}

fn sensitive(text: &str) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        Error::config(
            "api_token",
            "holds a character that no header may hold; copy it again",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Says what to do about a refresh token that is not taken.
fn explained(error: Error) -> Error {
    let refused = matches!(
        error.kind(),
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::Invalid | ErrorKind::NotFound
    );
    if !refused {
        return error;
    }
    let mut told = Error::new(
        ErrorKind::Unauthorized,
        "the refresh token was refused: it is older than seven days, or was used already, here \
         without a `token_store` or elsewhere; let an owner create a new integration entity under \
         Configurations → Company → API, and configure both of its tokens",
    )
    .with_operation(RENEWAL)
    .with_delivery(error.delivery())
    .with_attempts(error.attempts());
    if let Some(status) = error.status() {
        told = told.with_status(status);
    }
    told.with_source(error)
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewal")
    }
}

/// A store that knows which configured refresh token its pair descends from.
///
/// The stored pair is newer than the configured one, so it wins, until somebody configures another
/// refresh token: then the stored pair belongs to a chain that is over.
struct Chain {
    inner: Arc<dyn TokenStore>,
    fingerprint: String,
}

impl Chain {
    /// What stands before the access token in the store.
    fn mark(&self) -> String {
        format!("cxpress:{}:", self.fingerprint)
    }
}

#[async_trait]
impl TokenStore for Chain {
    async fn lock(&self) -> Result<StoreGuard> {
        self.inner.lock().await
    }

    async fn load(&self) -> Result<Option<Tokens>> {
        let Some(mut tokens) = self.inner.load().await? else {
            return Ok(None);
        };
        let own = tokens.access.expose_secret().strip_prefix(&self.mark());
        let Some(own) = own.map(SecretString::from) else {
            return Ok(None);
        };
        tokens.access = own;
        Ok(Some(tokens))
    }

    async fn save(&self, tokens: &Tokens) -> Result<()> {
        let mut marked = tokens.clone();
        let text = format!("{}{}", self.mark(), tokens.access.expose_secret());
        marked.access = SecretString::from(text);
        self.inner.save(&marked).await
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Chain").field(&self.inner).finish()
    }
}

/// Enough of a hash to tell tokens apart, and not enough to tell anything else.
pub(crate) fn fingerprint(token: &SecretString) -> String {
    let digest = Sha256::digest(token.expose_secret().as_bytes());
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Which endpoints refuse even a token that has just been renewed.
///
/// An expired token and a token without permission may both be answered 403. The first 403 of an
/// endpoint is taken for an expired token. When the renewed one is refused as well, it was the
/// permission, and the endpoint is not worth another renewal as long as that token lives.
#[derive(Default)]
pub(crate) struct Denials {
    renewals: AtomicU64,
    denied: Mutex<HashMap<String, u64>>,
}

/// How many endpoints are remembered. Raw calls have paths of their own, so there may be many.
const DENIED: usize = 1024;

impl Denials {
    /// What is remembered of a call: method and path. Of a raw call that is the path with its
    /// identifiers, so that one which is refused says nothing about others.
    pub(crate) fn place(call: &Call) -> String {
        [call.method().as_str(), " ", call.template()].concat()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.denied.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn renewed(&self) {
        self.renewals.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes note that an endpoint refused the token that is in use now.
    pub(crate) fn note(&self, place: &str) {
        let renewals = self.renewals.load(Ordering::Relaxed);
        let mut denied = self.lock();
        if denied.len() >= DENIED {
            denied.clear();
        }
        denied.insert(place.to_owned(), renewals);
    }

    /// Whether the token that is in use now is known not to help at this endpoint.
    pub(crate) fn knows(&self, place: &str) -> bool {
        let renewals = self.renewals.load(Ordering::Relaxed);
        self.lock().get(place) == Some(&renewals)
    }
}

impl fmt::Debug for Denials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Denials({})", self.lock().len())
    }
}

#[cfg(test)]
mod tests {
    use helpdesk_core::Safety;
    use http::Method;

    use super::*;

    #[test]
    fn raw_calls_do_not_answer_for_each_other() {
        let denials = Denials::default();
        let raw = |path: &str| Denials::place(&Call::raw(Safety::Once, Method::GET, path));
        denials.note(&raw("/external/sector?limit=1"));
        assert!(denials.knows(&raw("/external/sector")));
        assert!(!denials.knows(&raw("/external/agent")));
        denials.renewed();
        assert!(!denials.knows(&raw("/external/sector")));
    }

    #[test]
    fn the_memory_has_an_end() {
        let denials = Denials::default();
        for n in 0..=DENIED {
            denials.note(&n.to_string());
        }
        assert_eq!(denials.lock().len(), 1);
    }
}

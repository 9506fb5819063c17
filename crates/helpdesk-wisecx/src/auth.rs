//! Tokens: an API key and a user are traded for a token that is good for an hour.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use helpdesk_core::{Error, ErrorKind, Result, Safety};
use helpdesk_http::{Authenticate, Call, Exchange, TokenCache, TokenSource, TokenStore, Tokens};
use http::HeaderName;
use secrecy::{ExposeSecret, SecretString};

use crate::errors::AUTHENTICATE;
use crate::wire;

/// The header of the API key. It goes with every call beside the token.
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// How long a token is good.
const LIFETIME: u64 = 3600;

/// Fetches tokens: `GET /authenticate?user=`.
struct Login {
    key: SecretString,
    user: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}

#[async_trait]
impl TokenSource for Login {
    async fn fetch(&self, _current: Option<&Tokens>, exchange: &Exchange) -> Result<Tokens> {
        let call = Call::get(Safety::Safe, AUTHENTICATE)
            .name("authenticate")
            .query("user", &self.user)
            .secret_header(X_API_KEY, &self.key);
        let asked = exchange.now();
        let answer = exchange.send(call).await.map_err(refused)?;
        let read: wire::Authenticated = answer.json()?;
        let good = read
            .status
            .as_deref()
            .is_none_or(|status| status.eq_ignore_ascii_case("ok"));
        let token = read
            .token
            .filter(|token| good && !token.expose_secret().trim().is_empty())
            .ok_or_else(|| {
                Error::new(ErrorKind::Unauthorized, REMEDY)
                    .with_vendor(crate::VENDOR)
                    .with_operation("authenticate")
                    .with_status(answer.status)
            })?;
        // Its life began at the latest when it was asked for, by the vendor's clock too.
        let lifetime = jiff::SignedDuration::from_secs(LIFETIME.cast_signed());
        let end = asked
            .checked_add(lifetime)
            .unwrap_or_else(|_| exchange.seconds_from_now(LIFETIME));
        Ok(Tokens::new(token)
            .with_issued_at(asked)
            .with_expires_at(end))
    }
}

const REMEDY: &str = "the vendor gives no token; check `api_key` and `user` \
     (Settings, Channels, API at WiseCX)";

/// A refused login is about the credentials, whatever status says so.
fn refused(error: Error) -> Error {
    if !matches!(
        error.kind(),
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::Invalid | ErrorKind::NotFound
    ) {
        return error;
    }
    let mut anew = Error::new(ErrorKind::Unauthorized, REMEDY)
        .with_vendor(crate::VENDOR)
        .with_operation("authenticate")
        .with_attempts(error.attempts())
        .with_delivery(error.delivery());
    if let Some(status) = error.status() {
        anew = anew.with_status(status);
    }
    anew.with_source(error)
}

/// Signs calls with the token and the key.
pub(crate) fn authenticator(
    key: &SecretString,
    user: &str,
    store: Option<Arc<dyn TokenStore>>,
) -> Result<Arc<dyn Authenticate>> {
    let login = Login {
        key: key.clone(),
        user: user.to_owned(),
    };
    let mut builder = TokenCache::builder(login).header(X_API_KEY, key)?;
    if let Some(store) = store {
        builder = builder.store(store);
    }
    Ok(Arc::new(builder.build()))
}

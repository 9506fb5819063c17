//! Credentials: a personal token, or mail address and password.

use std::sync::Arc;

use async_trait::async_trait;
use helpdesk_core::{ErrorKind, Result, Safety};
use helpdesk_http::{
    Authenticate, Exchange, StaticHeader, TokenCache, TokenSource, TokenStore, Tokens,
};
use secrecy::SecretString;

use crate::api::{PasswordGrant, RefreshGrant, token_call};
use crate::config::Credentials;
use crate::{VENDOR, wire};

/// What signs the calls.
pub(crate) fn authenticator(
    credentials: &Credentials,
    store: Option<Arc<dyn TokenStore>>,
) -> Result<Arc<dyn Authenticate>> {
    match credentials {
        Credentials::Token(token) => Ok(Arc::new(
            StaticHeader::bearer(token).map_err(|error| error.with_vendor(VENDOR))?,
        )),
        Credentials::Password(login) => {
            let mut builder = TokenCache::builder(login.clone());
            if let Some(store) = store {
                builder = builder.store(store);
            }
            Ok(Arc::new(builder.build()))
        }
    }
}

/// A login with mail address and password.
#[derive(Clone)]
pub struct Login {
    pub(crate) username: SecretString,
    pub(crate) password: SecretString,
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
}

impl Login {
    /// A login of the client that everybody uses, `api` with the secret `secret`.
    pub fn new(username: impl Into<SecretString>, password: impl Into<SecretString>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            client_id: "api".to_owned(),
            client_secret: SecretString::from("secret"),
        }
    }

    /// Names another client.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        self.client_id = id.into();
        self.client_secret = secret.into();
        self
    }

    /// With mail address and password.
    async fn log_in(&self, exchange: &Exchange) -> Result<wire::AccessToken> {
        let grant = PasswordGrant::builder()
            .client_id(self.client_id.as_str())
            .client_secret(self.client_secret.clone())
            .username(self.username.clone())
            .password(self.password.clone())
            .build();
        exchange
            .send(token_call(Safety::Safe, &grant))
            .await?
            .json()
    }

    /// With the refresh token.
    async fn refresh(
        &self,
        refresh: &SecretString,
        exchange: &Exchange,
    ) -> Result<wire::AccessToken> {
        let grant = RefreshGrant::builder()
            .client_id(self.client_id.as_str())
            .client_secret(self.client_secret.clone())
            .refresh_token(refresh.clone())
            .build();
        exchange
            .send(token_call(Safety::Once, &grant))
            .await?
            .json()
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl TokenSource for Login {
    /// With the refresh token where there is one; when that fails, with the password. A refresh is not
    /// sent again, for it may use the refresh token up.
    async fn fetch(&self, current: Option<&Tokens>, exchange: &Exchange) -> Result<Tokens> {
        let old = current.and_then(|tokens| tokens.refresh.as_ref());
        let got = match old {
            None => self.log_in(exchange).await?,
            Some(refresh) => match self.refresh(refresh, exchange).await {
                Ok(got) => got,
                Err(error) if error.kind() != ErrorKind::RateLimited => {
                    self.log_in(exchange).await?
                }
                Err(error) => return Err(error),
            },
        };
        let mut tokens = Tokens::new(got.access_token).with_issued_at(exchange.now());
        // Whether the old one goes on when no new one comes is not documented; refused, it costs a
        // login.
        if let Some(refresh) = got.refresh_token.or_else(|| old.cloned()) {
            tokens = tokens.with_refresh(refresh);
        }
        if let Some(seconds) = got.expires_in {
            tokens = tokens.with_expires_at(exchange.seconds_from_now(seconds));
        }
        Ok(tokens)
    }
}

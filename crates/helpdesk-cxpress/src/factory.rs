//! Desks from configuration.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use helpdesk_core::config::{BuildContext, Factory, SecretSource, Settings};
use helpdesk_core::webhook::SharedSecret;
use helpdesk_core::{Clock, Error, ErrorKind, Helpdesk, Result, Vendor};
use helpdesk_http::{
    Budgets, HttpSettings, MemoryTokenStore, TokenStore, TokenStoreSettings, TokioClock,
};
use secrecy::SecretString;
use serde::Deserialize;

use crate::auth::fingerprint;
use crate::{Config, Cxpress, VENDOR};

/// Builds desks of Cxpress from configuration. The crate's documentation lists the keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct CxpressFactory;

/// The keys of a desk.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    domain: String,
    api_token: SecretSource,
    refresh_token: SecretSource,
    #[serde(default)]
    token_store: Option<TokenStoreSettings>,
    #[serde(default)]
    base_url: Option<String>,
    #[serde(default)]
    webhook_secret: Option<SecretSource>,
    #[serde(default)]
    accept_unsigned: bool,
    #[serde(default)]
    requests_per_minute: Option<u32>,
    #[serde(default)]
    http: HttpSettings,
}

/// Which stores hold the tokens that descend from which configured one.
#[derive(Default)]
struct Stores(Mutex<HashMap<String, String>>);

impl Stores {
    /// Whether a store may hold what descends from this token.
    #[inline]
    fn claim(&self, store: String, token: &SecretString) -> bool {
        let own = fingerprint(token);
        let mut stores = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *stores.entry(store).or_insert_with(|| own.clone()) == own
    }
}

/// What tells stores apart, and the key that names this one.
#[inline]
fn place(store: &TokenStoreSettings, context: &BuildContext) -> (String, &'static str) {
    match (&store.file, &store.redis) {
        (Some(file), _) => {
            let path = context.resolve(file);
            (format!("file:{}", path.display()), "token_store.file")
        }
        (None, name) => {
            let name = name.as_deref().unwrap_or_default();
            (format!("redis:{name}"), "token_store.redis")
        }
    }
}

impl Factory for CxpressFactory {
    fn vendor(&self) -> Vendor {
        VENDOR.clone()
    }

    // `#[inline]`, as what it calls: compiled where a configuration is read, not in every build.
    #[inline]
    fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn Helpdesk>> {
        let keys: Keys = settings.read()?;
        let read = |name: &str, source: &SecretSource| source.read(&settings.key(name), context);
        let api_token = read("api_token", &keys.api_token)?;
        let refresh_token = read("refresh_token", &keys.refresh_token)?;

        let clock: Arc<dyn Clock> = match context.clock() {
            Some(clock) => Arc::clone(clock),
            None => Arc::new(TokioClock::new()),
        };
        // One set of budgets for all desks of the program: the vendor counts by address.
        let budgets = Budgets::in_context(context, &clock);
        let store: Arc<dyn TokenStore> = if let Some(store) = keys.token_store {
            let opened = store.open(settings, context)?;
            let stores: Arc<Stores> = context.shared("cxpress", Stores::default);
            let (place, key) = place(&store, context);
            if !stores.claim(place, &refresh_token) {
                return Err(settings.error(
                    key,
                    "another desk keeps other tokens there; give each its own",
                ));
            }
            opened
        } else {
            // Desks with the same tokens renew them together, for each refresh token is good once.
            let name = format!("cxpress:{}", fingerprint(&refresh_token));
            context.shared(&name, MemoryTokenStore::new)
        };

        let mut config = Config::new(keys.domain, api_token, refresh_token)
            .with_token_store(store)
            .with_http(keys.http)
            .with_clock(clock)
            .with_budgets(Budgets::clone(&budgets));
        if let Some(url) = keys.base_url {
            config = config.with_base_url(url);
        }
        if let Some(requests) = keys.requests_per_minute {
            config = config.with_requests_per_minute(requests);
        }
        if let Some(transport) = context.transport() {
            config = config.with_transport(Arc::clone(transport));
        }
        config = match (keys.webhook_secret, keys.accept_unsigned) {
            (Some(_), true) => {
                return Err(settings.error(
                    "accept_unsigned",
                    "cannot be true beside a `webhook_secret`; keep one of the two",
                ));
            }
            (Some(source), false) => {
                let secret = read("webhook_secret", &source)?;
                let secret = SharedSecret::new(secret).map_err(|error| at(settings, error))?;
                config.with_webhook_secret(secret)
            }
            (None, true) => config.with_unsigned_webhooks(),
            (None, false) => config,
        };
        let desk = Cxpress::new(config).map_err(|error| at(settings, error))?;
        Ok(Arc::new(desk))
    }
}

/// The same error with the full names of the keys.
#[inline]
fn at(settings: &Settings, error: Error) -> Error {
    if error.kind() != ErrorKind::Config {
        return error;
    }
    let http = [
        "timeout_seconds",
        "attempt_timeout_seconds",
        "connect_timeout_seconds",
        "max_attempts",
        "max_body_bytes",
        "user_agent",
    ];
    let mut told = Error::new(ErrorKind::Config, "the configuration is wrong");
    for field in error.field_errors() {
        let key = if http.contains(&field.field.as_str()) {
            settings.key(&format!("http.{}", field.field))
        } else {
            settings.key(&field.field)
        };
        told = told.with_field_error(key, field.message.clone());
    }
    told
}

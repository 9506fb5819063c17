//! Configuration from a file or the environment.

use std::sync::Arc;

use helpdesk_core::config::{BuildContext, Factory, SecretSource, Settings};
use helpdesk_core::webhook::SharedSecret;
use helpdesk_core::{Error, Helpdesk, Result, Vendor};
use helpdesk_http::{HttpSettings, TokenStoreSettings};
use serde::Deserialize;

use crate::auth::Login;
use crate::config::{Config, Credentials};
use crate::{Digisac, VENDOR};

/// Builds desks from configuration.
#[derive(Debug, Clone, Copy, Default)]
pub struct DigisacFactory;

/// The keys of a desk.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    base_url: String,
    #[serde(default)]
    token: Option<SecretSource>,
    #[serde(default)]
    username: Option<SecretSource>,
    #[serde(default)]
    password: Option<SecretSource>,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    client_secret: Option<SecretSource>,
    #[serde(default)]
    token_store: Option<TokenStoreSettings>,
    #[serde(default)]
    default_department: Option<String>,
    #[serde(default)]
    default_service: Option<String>,
    #[serde(default)]
    email_custom_field: Option<String>,
    #[serde(default)]
    open_ticket_on_send: Option<bool>,
    #[serde(default)]
    webhook_secret: Option<SecretSource>,
    #[serde(default)]
    accept_unsigned: Option<bool>,
    #[serde(default)]
    http: HttpSettings,
}

impl Factory for DigisacFactory {
    fn vendor(&self) -> Vendor {
        VENDOR
    }

    // `#[inline]`, as what it calls: compiled where a configuration is read, not in every build.
    #[inline]
    fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn Helpdesk>> {
        config(settings, context)
            .and_then(Digisac::new)
            .map(|desk| Arc::new(desk) as Arc<dyn Helpdesk>)
            .map_err(|error| located(settings, error))
    }
}

#[inline]
fn config(settings: &Settings, context: &BuildContext) -> Result<Config> {
    let keys: Keys = settings.read()?;
    let secret = |name: &str, source: &SecretSource| source.read(&settings.key(name), context);
    let credentials = credentials(settings, &keys, &secret)?;
    let by_login = matches!(credentials, Credentials::Password(_));
    let mut config = Config::new(keys.base_url, credentials).with_http(keys.http);

    if let Some(store) = keys.token_store {
        if !by_login {
            return Err(settings.error(
                    "token_store",
                    "a personal token is not kept anywhere; leave this out, or give `username` and `password`",
                ));
        }
        config = config.with_token_store(store.open(settings, context)?);
    }
    if let Some(id) = identifier(settings, "default_department", keys.default_department)? {
        config = config.with_default_department(id);
    }
    if let Some(id) = identifier(settings, "default_service", keys.default_service)? {
        config = config.with_default_service(id);
    }
    if let Some(id) = identifier(settings, "email_custom_field", keys.email_custom_field)? {
        config = config.with_email_custom_field(id);
    }
    if let Some(open) = keys.open_ticket_on_send {
        config = config.with_open_ticket_on_send(open);
    }
    match (&keys.webhook_secret, keys.accept_unsigned) {
        (Some(_), Some(true)) => {
            return Err(settings.error(
                "accept_unsigned",
                "contradicts `webhook_secret`; keep one of them",
            ));
        }
        (Some(source), _) => {
            let secret = SharedSecret::new(secret("webhook_secret", source)?)?;
            config = config.with_webhook_secret(secret);
        }
        (None, Some(true)) => config = config.accept_unsigned(),
        (None, _) => {}
    }
    if let Some(transport) = context.transport() {
        config = config.with_transport(Arc::clone(transport));
    }
    if let Some(clock) = context.clock() {
        config = config.with_clock(Arc::clone(clock));
    }
    Ok(config)
}

#[inline]
fn credentials(
    settings: &Settings,
    keys: &Keys,
    secret: &dyn Fn(&str, &SecretSource) -> Result<secrecy::SecretString>,
) -> Result<Credentials> {
    match (&keys.token, &keys.username, &keys.password) {
        (Some(token), None, None) => {
            for (name, given) in [
                ("client_id", keys.client_id.is_some()),
                ("client_secret", keys.client_secret.is_some()),
            ] {
                if given {
                    return Err(settings.error(
                        name,
                        "belongs to `username` and `password`; leave it out beside `token`",
                    ));
                }
            }
            Ok(Credentials::Token(secret("token", token)?))
        }
        (None, Some(username), Some(password)) => {
            let mut login =
                Login::new(secret("username", username)?, secret("password", password)?);
            if let Some(id) = &keys.client_id {
                login.client_id.clone_from(id);
            }
            if let Some(source) = &keys.client_secret {
                login.client_secret = secret("client_secret", source)?;
            }
            Ok(Credentials::Password(login))
        }
        (None, None, None) => Err(settings.error(
            "token",
            "is missing; give a personal token, or `username` and `password`",
        )),
        (Some(_), _, _) => Err(settings.error(
            "token",
            "contradicts `username` and `password`; keep the one or the others",
        )),
        (None, Some(_), None) => {
            Err(settings.error("password", "is missing; it belongs to `username`"))
        }
        (None, None, Some(_)) => {
            Err(settings.error("username", "is missing; it belongs to `password`"))
        }
    }
}

#[inline]
fn identifier(settings: &Settings, name: &str, id: Option<String>) -> Result<Option<String>> {
    match id {
        Some(id) if id.trim().is_empty() => {
            Err(settings.error(name, "is empty; give the identifier, or leave the key out"))
        }
        id => Ok(id),
    }
}

/// Gives the keys of an error the desk's prefix: `desks.support.base_url`.
#[inline]
fn located(settings: &Settings, error: Error) -> Error {
    const OF_HTTP: &[&str] = &[
        "timeout_seconds",
        "attempt_timeout_seconds",
        "connect_timeout_seconds",
        "max_attempts",
        "max_body_bytes",
        "user_agent",
    ];
    let prefix = settings.key("");
    let outside = |field: &str| !field.starts_with("desks.");
    if error
        .field_errors()
        .iter()
        .all(|entry| !outside(&entry.field))
    {
        return error.with_vendor(VENDOR);
    }
    let mut located = Error::new(error.kind(), error.message().to_owned()).with_vendor(VENDOR);
    for entry in error.field_errors() {
        let key = if !outside(&entry.field) {
            entry.field.clone()
        } else if OF_HTTP.contains(&entry.field.as_str()) {
            format!("{prefix}http.{}", entry.field)
        } else {
            format!("{prefix}{}", entry.field)
        };
        located = located.with_field_error(key, entry.message.as_str());
    }
    located
}

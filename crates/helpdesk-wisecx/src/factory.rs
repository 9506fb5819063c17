//! Desks from configuration.

use std::sync::Arc;

use helpdesk_core::config::{BuildContext, Factory, SecretSource, Settings};
use helpdesk_core::webhook::{SharedSecret, UnsignedPolicy};
use helpdesk_core::{Clock, Error, Helpdesk, Result, Vendor};
use helpdesk_http::{
    BaseUrl, Budget, Budgets, HttpSettings, TokenStoreSettings, TokioClock, lenient,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::config::{BASE_URL, GROUP_REMEDY, Limits, USER_REMEDY, channel_remedy};
use crate::wire::SourceChannel;
use crate::{Config, WiseCx};

/// Builds WiseCX desks: `vendor = "wisecx"`.
///
/// | Key | Meaning |
/// |---|---|
/// | `api_key` | the API key, made under Settings, Channels, API |
/// | `user` | the user the key was made for |
/// | `base_url` | `https://api.wcx.cloud/core/v1` by default |
/// | `token_store` | `{ file = … }` keeps tokens there, `{ redis = NAME }` in the shared Redis |
/// | `default_group` | the service group of new tickets that name no department |
/// | `default_user` | the user in whose name notes and replies without an author are written |
/// | `default_channel` | the channel of new tickets that name none |
/// | `webhook_secret` | the secret that the URL of webhook deliveries must hold |
/// | `accept_unsigned` | `true` accepts deliveries without a secret |
/// | `requests_per_minute`, `requests_per_day` | 5,000 and 150,000 by default |
/// | `http` | time-outs and the like, see [`HttpSettings`] |
#[derive(Debug, Clone, Copy, Default)]
pub struct WiseCxFactory;

impl WiseCxFactory {
    /// The factory.
    pub const fn new() -> Self {
        Self
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WiseCxSettings {
    api_key: SecretSource,
    #[serde(deserialize_with = "lenient::text")]
    user: String,
    base_url: Option<String>,
    token_store: Option<TokenStoreSettings>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    default_group: Option<String>,
    #[serde(default, deserialize_with = "lenient::opt_id")]
    default_user: Option<String>,
    default_channel: Option<String>,
    webhook_secret: Option<SecretSource>,
    #[serde(default)]
    accept_unsigned: bool,
    requests_per_minute: Option<u32>,
    requests_per_day: Option<u32>,
    #[serde(default)]
    http: HttpSettings,
}

impl Factory for WiseCxFactory {
    fn vendor(&self) -> Vendor {
        crate::VENDOR
    }

    // `#[inline]`, as what it calls: compiled where a configuration is read, not in every build.
    #[inline]
    fn build(&self, settings: &Settings, context: &BuildContext) -> Result<Arc<dyn Helpdesk>> {
        let own: WiseCxSettings = settings.read()?;
        let located = |error| located(settings, error);
        let api_key = own.api_key.read(&settings.key("api_key"), context)?;
        let mut config = Config::new(api_key.clone(), own.user.trim());
        config.base_url = own.base_url.unwrap_or_else(|| BASE_URL.to_owned());
        config.defaults.group = number(own.default_group, || {
            settings.error("default_group", GROUP_REMEDY)
        })?;
        config.defaults.user = number(own.default_user, || {
            settings.error("default_user", USER_REMEDY)
        })?;
        config.defaults.channel = match own.default_channel {
            Some(word) => {
                let channel = SourceChannel::from(word.trim().to_lowercase());
                if !channel.is_known() {
                    return Err(settings.error("default_channel", channel_remedy()));
                }
                Some(channel)
            }
            None => None,
        };
        config.webhooks = webhooks(
            own.webhook_secret.as_ref(),
            own.accept_unsigned,
            settings,
            context,
        )?;
        let usual = Limits::default();
        config.limits = Limits {
            per_minute: own.requests_per_minute.unwrap_or(usual.per_minute),
            per_day: own.requests_per_day.unwrap_or(usual.per_day),
        };
        config.http = own.http;
        let base = config.check().map_err(located)?;

        let clock: Arc<dyn Clock> = match context.clock() {
            Some(clock) => clock.clone(),
            None => Arc::new(TokioClock::new()),
        };
        if let Some(store) = own.token_store {
            config.token_store = Some(store.open(settings, context)?);
        }
        config.budget = Some(budget(&config, &base, &api_key, context, &clock).map_err(located)?);
        // Without one given, the desk makes its own from the settings.
        config.transport = context.transport().cloned();
        config.clock = Some(clock);
        Ok(Arc::new(WiseCx::new(config).map_err(located)?))
    }
}

/// The vendor counts by API key: desks with the same key at the same place share a budget. Its name
/// holds a few digits of the key's hash, for names get into logs.
#[inline]
fn budget(
    config: &Config,
    base: &BaseUrl,
    key: &SecretString,
    context: &BuildContext,
    clock: &Arc<dyn Clock>,
) -> Result<Budget> {
    let budgets = Budgets::in_context(context, clock);
    let hash = hex::encode(&Sha256::digest(key.expose_secret().as_bytes())[..4]);
    let name = format!("wisecx:{}:{hash}", base.origin());
    budgets.get(&name, &config.limits.windows()).map_err(|_| {
        Error::config(
            "requests_per_minute",
            "another desk with this API key has other limits; give both the same",
        )
    })
}

#[inline]
fn webhooks(
    secret: Option<&SecretSource>,
    accept_unsigned: bool,
    settings: &Settings,
    context: &BuildContext,
) -> Result<UnsignedPolicy> {
    match (secret, accept_unsigned) {
        (Some(_), true) => Err(settings.error(
            "accept_unsigned",
            "contradicts `webhook_secret`; leave one of them out",
        )),
        (Some(source), false) => {
            let secret = source.read(&settings.key("webhook_secret"), context)?;
            let secret = SharedSecret::new(secret).map_err(|error| located(settings, error))?;
            Ok(UnsignedPolicy::Secret(secret))
        }
        (None, true) => Ok(UnsignedPolicy::Accept),
        (None, false) => Ok(UnsignedPolicy::Refuse),
    }
}

fn number(text: Option<String>, error: impl FnOnce() -> Error) -> Result<Option<u64>> {
    match text {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(error()),
        },
    }
}

/// An error at a key, with the desk's name before the key.
#[inline]
fn located(settings: &Settings, error: Error) -> Error {
    match error.field_errors() {
        [field] if !field.field.starts_with("desks.") => {
            let (key, message) = (field.field.clone(), field.message.clone());
            settings.error(&key, message)
        }
        _ => error,
    }
}

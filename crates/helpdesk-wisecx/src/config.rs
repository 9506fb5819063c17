//! The settings of a desk.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::transport::Transport;
use helpdesk_core::webhook::UnsignedPolicy;
use helpdesk_core::{Clock, Error, Result};
use helpdesk_http::{BaseUrl, Budget, HttpSettings, RetryPolicy, TokenStore, Window};
use secrecy::{ExposeSecret, SecretString};

use crate::wire::SourceChannel;

/// Where the vendor's interface is.
pub const BASE_URL: &str = "https://api.wcx.cloud/core/v1";

/// The settings of a desk, for use from code. From configuration there is
/// [`WiseCxFactory`](crate::WiseCxFactory).
///
/// `Debug` shows no secrets.
///
/// ```
/// use helpdesk_wisecx::{Config, WiseCx};
///
/// let config = Config::new("the-api-key".into(), "adminUser")
///     .with_default_group(53)
///     .with_default_user(5846)
///     .with_default_channel("whatsapp");
/// # let _ = config;
/// ```
#[derive(Clone)]
pub struct Config {
    pub(crate) api_key: SecretString,
    pub(crate) user: String,
    pub(crate) base_url: String,
    pub(crate) token_store: Option<Arc<dyn TokenStore>>,
    pub(crate) defaults: Defaults,
    pub(crate) webhooks: UnsignedPolicy,
    pub(crate) limits: Limits,
    pub(crate) budget: Option<Budget>,
    pub(crate) http: HttpSettings,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Option<Arc<dyn Clock>>,
}

/// What is taken where the caller names nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Defaults {
    pub(crate) group: Option<u64>,
    pub(crate) user: Option<u64>,
    pub(crate) channel: Option<SourceChannel>,
}

/// How many requests may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) per_minute: u32,
    pub(crate) per_day: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_minute: 5_000,
            per_day: 150_000,
        }
    }
}

impl Limits {
    pub(crate) fn windows(self) -> [Window; 2] {
        [
            Window::new(self.per_minute, Duration::from_secs(60)),
            Window::new(self.per_day, Duration::from_secs(24 * 60 * 60)),
        ]
    }
}

impl Config {
    /// An API key and the user it was made for.
    pub fn new(api_key: SecretString, user: impl Into<String>) -> Self {
        Self {
            api_key,
            user: user.into(),
            base_url: BASE_URL.to_owned(),
            token_store: None,
            defaults: Defaults::default(),
            webhooks: UnsignedPolicy::Refuse,
            limits: Limits::default(),
            budget: None,
            http: HttpSettings::new(),
            retry: None,
            transport: None,
            clock: None,
        }
    }

    /// Calls another address than [`BASE_URL`].
    #[must_use]
    pub fn with_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Keeps tokens there, so that they outlive the process.
    #[must_use]
    pub fn with_token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.token_store = Some(store);
        self
    }

    /// The service group of new tickets that name no department.
    #[must_use]
    pub fn with_default_group(mut self, group_id: u64) -> Self {
        self.defaults.group = Some(group_id);
        self
    }

    /// The user in whose name notes and replies without an author are written.
    #[must_use]
    pub fn with_default_user(mut self, user_id: u64) -> Self {
        self.defaults.user = Some(user_id);
        self
    }

    /// The channel of new tickets that name none: `web`, `app`, `phone`, `whatsapp`, `email`,
    /// `internal`.
    #[must_use]
    pub fn with_default_channel(mut self, channel: impl Into<String>) -> Self {
        self.defaults.channel = Some(SourceChannel::from(channel.into()));
        self
    }

    /// How webhook deliveries are verified, which WiseCX does not sign. They are refused by default.
    #[must_use]
    pub fn with_webhooks(mut self, policy: UnsignedPolicy) -> Self {
        self.webhooks = policy;
        self
    }

    /// Sends at most so many requests a minute and a day. 5,000 and 150,000 by default, which are the
    /// vendor's limits.
    #[must_use]
    pub fn with_limits(mut self, per_minute: u32, per_day: u32) -> Self {
        self.limits = Limits {
            per_minute,
            per_day,
        };
        self
    }

    /// Counts requests here, together with other desks of the same API key; the limits are then the
    /// budget's own.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Time-outs, attempts and the like.
    #[must_use]
    pub fn with_http(mut self, http: HttpSettings) -> Self {
        self.http = http;
        self
    }

    /// How often and how patiently calls are tried.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sends requests through this transport.
    #[must_use]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Takes time from here.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Checks all values. Errors name the key that configuration has for it.
    pub(crate) fn check(&self) -> Result<BaseUrl> {
        if self.api_key.expose_secret().trim().is_empty() {
            return Err(Error::config(
                "api_key",
                "is empty; make one at WiseCX under Settings, Channels, API",
            ));
        }
        if self.user.trim().is_empty() {
            return Err(Error::config(
                "user",
                "is empty; name the user the API key was made for",
            ));
        }
        if self.defaults.group == Some(0) {
            return Err(Error::config("default_group", GROUP_REMEDY));
        }
        if self.defaults.user == Some(0) {
            return Err(Error::config("default_user", USER_REMEDY));
        }
        if self
            .defaults
            .channel
            .as_ref()
            .is_some_and(|c| !c.is_known())
        {
            return Err(Error::config("default_channel", channel_remedy()));
        }
        for (key, limit) in [
            ("requests_per_minute", self.limits.per_minute),
            ("requests_per_day", self.limits.per_day),
        ] {
            if limit == 0 {
                return Err(Error::config(key, "must be at least 1"));
            }
        }
        self.http
            .validate()
            .map_err(|error| below("http", &error))?;
        BaseUrl::parse(&self.base_url, self.http.insecure_http())
    }
}

pub(crate) const GROUP_REMEDY: &str =
    "must be the identifier of a service group, a number above 0; the directory lists departments";

pub(crate) const USER_REMEDY: &str =
    "must be the identifier of a user, a number above 0; the directory lists agents";

pub(crate) fn channel_remedy() -> String {
    let known: Vec<&str> = SourceChannel::KNOWN
        .iter()
        .map(SourceChannel::as_str)
        .collect();
    format!("must be one of {}", known.join(", "))
}

/// An error of a nested table, with the table's name before its key.
pub(crate) fn below(table: &str, error: &Error) -> Error {
    match error.field_errors().first() {
        Some(field) => Error::config(format!("{table}.{}", field.field), field.message.clone()),
        None => Error::config(table, "cannot be used"),
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base_url", &self.base_url)
            .field("defaults", &self.defaults)
            .field("webhooks", &self.webhooks)
            .field("limits", &self.limits)
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}

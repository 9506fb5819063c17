//! What a desk is made of, from code.

use std::fmt;
use std::sync::Arc;

use helpdesk_core::transport::Transport;
use helpdesk_core::webhook::{SharedSecret, UnsignedPolicy};
use helpdesk_core::{Clock, Error, Result};
use helpdesk_http::{
    BaseUrl, Budget, Budgets, HttpSettings, MemoryTokenStore, ReqwestTransport, TokenStore,
    TokioClock, Window,
};
use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// Where the vendor's interface is.
pub(crate) const BASE_URL: &str = "https://api.cxpress.io";

/// How many requests a minute are sent unless told otherwise: a little less than the vendor allows,
/// for one too many is answered with ten minutes of silence.
pub(crate) const PER_MINUTE: u32 = 294;

/// How many requests a minute the vendor allows from one address.
pub(crate) const MOST_PER_MINUTE: u32 = 300;

/// Settings of a desk.
///
/// ```
/// use helpdesk_cxpress::{Config, Cxpress};
///
/// let config = Config::new("acme", "the API token".into(), "the refresh token".into())
///     .with_requests_per_minute(120);
/// let desk = Cxpress::new(config)?;
/// # drop(desk);
/// # Ok::<(), helpdesk_core::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Config {
    pub(crate) domain: String,
    pub(crate) api_token: SecretString,
    pub(crate) refresh_token: SecretString,
    pub(crate) token_store: Option<Arc<dyn TokenStore>>,
    pub(crate) base_url: String,
    pub(crate) unsigned: UnsignedPolicy,
    pub(crate) requests_per_minute: u32,
    pub(crate) http: HttpSettings,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) budgets: Option<Budgets>,
}

impl Config {
    /// A desk of the tenant whose screens are at `https://{domain}.app.cxpress.io/`, with the two
    /// tokens that the vendor showed when the integration entity was created.
    pub fn new(
        domain: impl Into<String>,
        api_token: SecretString,
        refresh_token: SecretString,
    ) -> Self {
        Self {
            domain: domain.into(),
            api_token,
            refresh_token,
            token_store: None,
            base_url: BASE_URL.to_owned(),
            unsigned: UnsignedPolicy::Refuse,
            requests_per_minute: PER_MINUTE,
            http: HttpSettings::new(),
            transport: None,
            clock: None,
            budgets: None,
        }
    }

    /// Keeps the tokens there, in place of this process's memory.
    ///
    /// The vendor takes each refresh token once and gives out another one with every renewal, the
    /// first time after an hour. **Kept in memory, the newest one is lost when the process ends**,
    /// and the configured ones are used up by then: an owner has to create a new integration entity.
    /// [`FileTokenStore`](helpdesk_http::FileTokenStore) survives restarts and is shared by processes.
    pub fn with_token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.token_store = Some(store);
        self
    }

    /// Talks to another address than `https://api.cxpress.io`.
    pub fn with_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Takes notifications whose URL holds this secret.
    pub fn with_webhook_secret(mut self, secret: SharedSecret) -> Self {
        self.unsigned = UnsignedPolicy::Secret(secret);
        self
    }

    /// Takes notifications without any proof of where they come from: anybody who knows the URL can
    /// make them up.
    pub fn with_unsigned_webhooks(mut self) -> Self {
        self.unsigned = UnsignedPolicy::Accept;
        self
    }

    /// Sends at most this many requests in any minute, 294 unless told otherwise and 300 at most.
    /// Lower it when other programs share the IP address: the vendor counts by address.
    pub fn with_requests_per_minute(mut self, requests: u32) -> Self {
        self.requests_per_minute = requests;
        self
    }

    /// Sets time-outs, retries and the like.
    pub fn with_http(mut self, http: HttpSettings) -> Self {
        self.http = http;
        self
    }

    /// Sends requests through this transport.
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Takes time from here.
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Shares budgets with other desks: those that talk to the same host count together.
    pub fn with_budgets(mut self, budgets: Budgets) -> Self {
        self.budgets = Some(budgets);
        self
    }

    /// The clock.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.clock
            .clone()
            .unwrap_or_else(|| Arc::new(TokioClock::new()))
    }

    /// The transport.
    pub(crate) fn transport(&self) -> Result<Arc<dyn Transport>> {
        if let Some(transport) = &self.transport {
            return Ok(Arc::clone(transport));
        }
        let builder = self.http.apply_to_transport(ReqwestTransport::builder())?;
        Ok(Arc::new(builder.build()?))
    }

    /// The store of tokens.
    pub(crate) fn store(&self) -> Arc<dyn TokenStore> {
        self.token_store
            .clone()
            .unwrap_or_else(|| Arc::new(MemoryTokenStore::new()))
    }

    /// The base URL, and whether it may be spoken to in the open.
    pub(crate) fn base(&self) -> Result<BaseUrl> {
        BaseUrl::parse(&self.base_url, self.http.insecure_http())
    }

    /// The `Origin` that every call needs.
    pub(crate) fn origin(&self) -> Result<HeaderValue> {
        let domain = self.domain.trim().to_ascii_lowercase();
        let label = !domain.is_empty()
            && domain.len() <= 63
            && !domain.starts_with('-')
            && !domain.ends_with('-')
            && domain
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        HeaderValue::from_str(&format!("https://{domain}.app.cxpress.io/"))
            .ok()
            .filter(|_| label)
            .ok_or_else(|| {
                Error::config(
                    "domain",
                    "must be the part of the tenant's address before `.app.cxpress.io`, letters, \
                     digits and `-` only",
                )
            })
    }

    /// The budget of the host.
    pub(crate) fn budget(&self, base: &BaseUrl, clock: &Arc<dyn Clock>) -> Result<Budget> {
        if !(1..=MOST_PER_MINUTE).contains(&self.requests_per_minute) {
            return Err(Error::config(
                "requests_per_minute",
                "must be from 1 to 300; with more the vendor blocks the address for ten minutes",
            ));
        }
        let windows = [Window::new(
            self.requests_per_minute,
            std::time::Duration::from_secs(60),
        )];
        let key = format!("cxpress:{}", base.origin());
        match &self.budgets {
            Some(budgets) => budgets.get(&key, &windows).map_err(|_| {
                Error::config(
                    "requests_per_minute",
                    "another desk that talks to the same host has another limit; the vendor counts \
                     them together, so give both the same",
                )
            }),
            None => Ok(Budget::new(key, Arc::clone(clock), windows)),
        }
    }

    /// Refuses tokens that no header can hold.
    pub(crate) fn check_tokens(&self) -> Result<()> {
        for (key, token) in [
            ("api_token", &self.api_token),
            ("refresh_token", &self.refresh_token),
        ] {
            let text = token.expose_secret();
            if text.trim().is_empty() || HeaderValue::from_str(text).is_err() {
                return Err(Error::config(
                    key,
                    "is empty or holds characters that no token has; copy it again",
                ));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("domain", &self.domain)
            .field("base_url", &self.base_url)
            .field("token_store", &self.token_store)
            .field("requests_per_minute", &self.requests_per_minute)
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}

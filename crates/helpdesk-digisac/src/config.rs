//! Configuration from code.

use std::fmt;
use std::sync::Arc;

use helpdesk_core::transport::Transport;
use helpdesk_core::webhook::{SharedSecret, UnsignedPolicy};
use helpdesk_core::{ChannelId, Clock, CustomFieldId, DepartmentId};
use helpdesk_http::{Budget, HttpSettings, RetryPolicy, TokenStore};
use secrecy::SecretString;

use crate::auth::Login;

/// What a desk signs its calls with.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// A personal token, which does not expire by itself.
    Token(SecretString),
    /// Mail address and password, for which tokens are fetched.
    Password(Login),
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => f.write_str("Token([redacted])"),
            Self::Password(login) => f.debug_tuple("Password").field(login).finish(),
        }
    }
}

/// The configuration of a desk.
///
/// ```
/// use helpdesk_digisac::{Config, Digisac};
///
/// let config = Config::with_token("https://acme.digisac.co/api/v1", "0123456789abcdef")
///     .with_default_department("6a1f8b5e-0000-4000-8000-000000000001");
/// let desk = Digisac::new(config)?;
/// # Ok::<(), helpdesk_core::Error>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Config {
    /// Where the account's interface is, prefix and all: hosts differ from tenant to tenant.
    pub base_url: String,
    /// What calls are signed with.
    pub credentials: Credentials,
    /// Where fetched tokens are kept; in memory by default.
    pub token_store: Option<Arc<dyn TokenStore>>,
    /// The department of new tickets that name none.
    pub default_department: Option<DepartmentId>,
    /// The channel of new contacts that name none.
    pub default_service: Option<ChannelId>,
    /// The custom field that holds the mail address of contacts; Digisac has no other place for it.
    pub email_custom_field: Option<CustomFieldId>,
    /// Whether a message or note opens a ticket when the contact has none open, as Digisac does by
    /// itself.
    pub open_ticket_on_send: bool,
    /// How webhook deliveries are verified.
    pub unsigned: UnsignedPolicy,
    /// Time-outs, attempts and the like.
    pub http: HttpSettings,
    /// When and how often calls are tried again.
    pub retry: Option<RetryPolicy>,
    /// How many requests may be sent. Digisac documents no limit, so there is none by default.
    pub budget: Option<Budget>,
    /// The transport, in place of the default one.
    pub transport: Option<Arc<dyn Transport>>,
    /// The clock, in place of the default one.
    pub clock: Option<Arc<dyn Clock>>,
}

impl Config {
    /// A desk with these credentials.
    pub fn new(base_url: impl Into<String>, credentials: Credentials) -> Self {
        Self {
            base_url: base_url.into(),
            credentials,
            token_store: None,
            default_department: None,
            default_service: None,
            email_custom_field: None,
            open_ticket_on_send: true,
            unsigned: UnsignedPolicy::Refuse,
            http: HttpSettings::new(),
            retry: None,
            budget: None,
            transport: None,
            clock: None,
        }
    }

    /// A desk with a personal token.
    pub fn with_token(base_url: impl Into<String>, token: impl Into<SecretString>) -> Self {
        Self::new(base_url, Credentials::Token(token.into()))
    }

    /// A desk with mail address and password.
    pub fn with_login(base_url: impl Into<String>, login: Login) -> Self {
        Self::new(base_url, Credentials::Password(login))
    }

    /// Keeps fetched tokens there.
    #[must_use]
    pub fn with_token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.token_store = Some(store);
        self
    }

    /// Gives new tickets that name no department to this one.
    #[must_use]
    pub fn with_default_department(mut self, department: impl Into<DepartmentId>) -> Self {
        self.default_department = Some(department.into());
        self
    }

    /// Makes new contacts that name no channel on this one.
    #[must_use]
    pub fn with_default_service(mut self, channel: impl Into<ChannelId>) -> Self {
        self.default_service = Some(channel.into());
        self
    }

    /// Keeps the mail address of contacts in this custom field.
    #[must_use]
    pub fn with_email_custom_field(mut self, field: impl Into<CustomFieldId>) -> Self {
        self.email_custom_field = Some(field.into());
        self
    }

    /// Says whether messages and notes open tickets.
    #[must_use]
    pub fn with_open_ticket_on_send(mut self, open: bool) -> Self {
        self.open_ticket_on_send = open;
        self
    }

    /// Takes webhook deliveries whose URL holds this secret.
    #[must_use]
    pub fn with_webhook_secret(mut self, secret: SharedSecret) -> Self {
        self.unsigned = UnsignedPolicy::Secret(secret);
        self
    }

    /// Takes webhook deliveries from anybody.
    #[must_use]
    pub fn accept_unsigned(mut self) -> Self {
        self.unsigned = UnsignedPolicy::Accept;
        self
    }

    /// Sets time-outs, attempts and the like.
    #[must_use]
    pub fn with_http(mut self, http: HttpSettings) -> Self {
        self.http = http;
        self
    }

    /// Sets when and how often calls are tried again.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Limits how many requests are sent.
    #[must_use]
    pub fn with_budget(mut self, budget: Budget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Sends through this transport.
    #[must_use]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Tells the time by this clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }
}

//! What a desk is made of.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::transport::Transport;
use helpdesk_core::{Clock, redacted_debug};
use helpdesk_http::{Budgets, HttpSettings};
use secrecy::SecretString;
use serde::Deserialize;

/// Where the vendor's interface is, region by region. A token works in its own region only. Other
/// installations exist; they have base URLs of their own.
///
/// Only the first is in the vendor's documentation; the others are known from public programs.
pub mod regions {
    /// The world and Russia.
    pub const GLOBAL: &str = "https://api.chat2desk.com";
    /// Europe and Brazil.
    pub const EUROPE: &str = "https://api.chat24.io";
    /// Mexico.
    pub const MEXICO: &str = "https://api.chat2desk.com.mx";
    /// Kazakhstan.
    pub const KAZAKHSTAN: &str = "https://api.chat2desk.kz";
}

/// What the neutral tickets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TicketSource {
    /// The vendor's tickets: matters with a title, linked to requests.
    #[default]
    Tickets,
    /// The vendor's dialogs, each with its last request: the chat with a person.
    Requests,
}

/// What the key of webhook signatures is made of. The vendor says "the token, hashed with MD5" and
/// not in which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WebhookKey {
    /// The 32 hexadecimal digits of the MD5 sum, as text.
    #[default]
    HexMd5,
    /// The 16 bytes of the MD5 sum.
    RawMd5,
    /// Either of them is accepted.
    Either,
}

/// What a desk is made of, for use from code. A configuration file is read by
/// [`Chat2DeskFactory`](crate::Chat2DeskFactory).
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// The token of Settings > API.
    pub token: SecretString,
    /// Where the vendor's interface is, with or without `/v1`.
    pub base_url: String,
    /// What the neutral tickets are.
    pub ticket_source: TicketSource,
    /// The channel new clients are made on, unless the caller names one.
    pub default_channel: Option<String>,
    /// The messenger new clients are made with, unless the caller names one.
    pub default_transport: Option<String>,
    /// The group new tags go into, unless the caller names one: its identifier or name.
    pub default_tag_group: Option<String>,
    /// The custom field that holds a contact's mail address.
    pub email_custom_field: Option<String>,
    /// The custom field that holds a contact's identity document.
    pub document_custom_field: Option<String>,
    /// Whether a message or note opens a closed dialog.
    pub open_dialog_on_send: bool,
    /// How many messages are sent in a second at most.
    pub messages_per_second: u32,
    /// Further tokens whose signatures are accepted, for the time of a change.
    pub webhook_tokens: Vec<SecretString>,
    /// What the key of signatures is made of.
    pub webhook_key: WebhookKey,
    /// How old a delivery may be.
    pub webhook_tolerance: Duration,
    /// The secret in the URL that deliveries without signature must hold.
    pub webhook_secret: Option<SecretString>,
    /// Whether deliveries without signature are accepted unverified.
    pub accept_unsigned: bool,
    /// Time-outs, retries and the like.
    pub http: HttpSettings,
    /// What requests are sent through, in place of the default.
    pub transport: Option<Arc<dyn Transport>>,
    /// Where time comes from, in place of tokio's.
    pub clock: Option<Arc<dyn Clock>>,
    /// Budgets that several desks share.
    pub budgets: Option<Arc<Budgets>>,
}

struct Present(bool);

impl fmt::Debug for Present {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "[redacted]" } else { "None" })
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("token", &Present(true))
            .field("ticket_source", &self.ticket_source)
            .field("default_channel", &self.default_channel)
            .field("default_transport", &self.default_transport)
            .field("default_tag_group", &self.default_tag_group)
            .field("email_custom_field", &self.email_custom_field)
            .field("document_custom_field", &self.document_custom_field)
            .field("open_dialog_on_send", &self.open_dialog_on_send)
            .field("messages_per_second", &self.messages_per_second)
            .field("webhook_tokens", &self.webhook_tokens.len())
            .field("webhook_key", &self.webhook_key)
            .field("webhook_tolerance", &self.webhook_tolerance)
            .field("webhook_secret", &Present(self.webhook_secret.is_some()))
            .field("accept_unsigned", &self.accept_unsigned)
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}

/// How old a delivery may be unless configured: the vendor's third repetition comes after two hours,
/// and whether it is signed anew is not known.
pub(crate) const TOLERANCE: Duration = Duration::from_secs(8100);

impl Config {
    /// A desk with this token, and defaults for all else.
    pub fn new(token: impl Into<SecretString>) -> Self {
        Self {
            token: token.into(),
            base_url: regions::GLOBAL.to_owned(),
            ticket_source: TicketSource::default(),
            default_channel: None,
            default_transport: None,
            default_tag_group: None,
            email_custom_field: None,
            document_custom_field: None,
            open_dialog_on_send: true,
            messages_per_second: 15,
            webhook_tokens: Vec::new(),
            webhook_key: WebhookKey::default(),
            webhook_tolerance: TOLERANCE,
            webhook_secret: None,
            accept_unsigned: false,
            http: HttpSettings::default(),
            transport: None,
            clock: None,
            budgets: None,
        }
    }

    /// Where the vendor's interface is: one of [`regions`], or another installation.
    #[must_use]
    pub fn with_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// What the neutral tickets are.
    #[must_use]
    pub fn with_ticket_source(mut self, source: TicketSource) -> Self {
        self.ticket_source = source;
        self
    }

    /// The channel new clients are made on.
    #[must_use]
    pub fn with_default_channel(mut self, id: impl Into<String>) -> Self {
        self.default_channel = Some(id.into());
        self
    }

    /// The messenger new clients are made with: `whatsapp`, `viber`, `viber_business`, `external`,
    /// `email` or `sms`.
    #[must_use]
    pub fn with_default_transport(mut self, transport: impl Into<String>) -> Self {
        self.default_transport = Some(transport.into());
        self
    }

    /// The group new tags go into: its identifier, or its name if there is a tag in it.
    #[must_use]
    pub fn with_default_tag_group(mut self, group: impl Into<String>) -> Self {
        self.default_tag_group = Some(group.into());
        self
    }

    /// The custom field that holds a contact's mail address.
    #[must_use]
    pub fn with_email_custom_field(mut self, id: impl Into<String>) -> Self {
        self.email_custom_field = Some(id.into());
        self
    }

    /// The custom field that holds a contact's identity document.
    #[must_use]
    pub fn with_document_custom_field(mut self, id: impl Into<String>) -> Self {
        self.document_custom_field = Some(id.into());
        self
    }

    /// Whether a message or note opens a closed dialog.
    #[must_use]
    pub fn with_open_dialog_on_send(mut self, open: bool) -> Self {
        self.open_dialog_on_send = open;
        self
    }

    /// How many messages are sent in a second at most.
    #[must_use]
    pub fn with_messages_per_second(mut self, messages: u32) -> Self {
        self.messages_per_second = messages;
        self
    }

    /// A further token whose signatures are accepted.
    #[must_use]
    pub fn with_webhook_token(mut self, token: impl Into<SecretString>) -> Self {
        self.webhook_tokens.push(token.into());
        self
    }

    /// What the key of signatures is made of.
    #[must_use]
    pub fn with_webhook_key(mut self, key: WebhookKey) -> Self {
        self.webhook_key = key;
        self
    }

    /// How old a delivery may be.
    #[must_use]
    pub fn with_webhook_tolerance(mut self, age: Duration) -> Self {
        self.webhook_tolerance = age;
        self
    }

    /// The secret in the URL that deliveries without signature must hold.
    #[must_use]
    pub fn with_webhook_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.webhook_secret = Some(secret.into());
        self
    }

    /// Accepts deliveries without signature unverified.
    #[must_use]
    pub fn accept_unsigned(mut self) -> Self {
        self.accept_unsigned = true;
        self
    }

    /// Time-outs, retries and the like.
    #[must_use]
    pub fn with_http(mut self, http: HttpSettings) -> Self {
        self.http = http;
        self
    }

    /// Sends requests through this.
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

    /// Counts messages together with other desks of the same token.
    #[must_use]
    pub fn with_budgets(mut self, budgets: Arc<Budgets>) -> Self {
        self.budgets = Some(budgets);
        self
    }
}

/// The keys of a desk's section.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    pub token: helpdesk_core::config::SecretSource,
    #[serde(default)]
    pub base_url: Option<String>,
    #[serde(default)]
    pub ticket_source: TicketSource,
    #[serde(default)]
    pub default_channel: Option<Word>,
    #[serde(default)]
    pub default_transport: Option<String>,
    #[serde(default)]
    pub default_tag_group: Option<Word>,
    #[serde(default)]
    pub email_custom_field: Option<Word>,
    #[serde(default)]
    pub document_custom_field: Option<Word>,
    #[serde(default)]
    pub open_dialog_on_send: Option<bool>,
    #[serde(default)]
    pub messages_per_second: Option<u32>,
    #[serde(default)]
    pub webhook_tokens: Vec<helpdesk_core::config::SecretSource>,
    #[serde(default)]
    pub webhook_key: WebhookKey,
    #[serde(default)]
    pub webhook_tolerance_seconds: Option<u64>,
    #[serde(default)]
    pub webhook_secret: Option<helpdesk_core::config::SecretSource>,
    #[serde(default)]
    pub accept_unsigned: bool,
    #[serde(default)]
    pub http: HttpSettings,
}

/// An identifier or name: a text or a number in the file.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct Word(#[serde(deserialize_with = "helpdesk_http::lenient::id")] pub(crate) String);

redacted_debug!(Section {
    show: [ticket_source, webhook_key, accept_unsigned],
    hide: []
});

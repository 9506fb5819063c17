//! Webhook subscriptions.

use serde::Serialize;

use crate::webhook::EventKind;
use crate::{ChannelId, Field, Patch, VendorData, WebhookId};

/// A subscription: the vendor calls a URL when something happens.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Webhook {
    /// The identifier.
    pub id: WebhookId,
    /// The name.
    pub name: Option<String>,
    /// The URL. It may hold a shared secret, so `Debug` does not show it.
    pub url: String,
    /// The events, as neutral kinds.
    pub events: Vec<EventKind>,
    /// The events, in the vendor's own words.
    pub raw_events: Vec<String>,
    /// Whether it is in use.
    pub active: bool,
    /// The channels it is limited to; empty means all.
    pub channels: Vec<ChannelId>,
    /// What the vendor last complained of when it called the URL.
    pub last_errors: Vec<String>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

redacted_debug!(Webhook {
    show: [id, events, raw_events, active, channels, vendor_data],
    hide: [name, url, last_errors]
});

impl Webhook {
    /// A subscription.
    pub fn new(id: impl Into<WebhookId>, url: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: None,
            url: url.into(),
            events: Vec::new(),
            raw_events: Vec::new(),
            active: true,
            channels: Vec::new(),
            last_errors: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }
}

/// A subscription to create.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewWebhook {
    /// The URL to be called.
    pub url: String,
    /// The events. [`EventKind::Other`] names a vendor's own.
    pub events: Vec<EventKind>,
    /// The name.
    pub name: Option<String>,
    /// The channels it is limited to; empty means all.
    pub channels: Vec<ChannelId>,
}

redacted_debug!(NewWebhook {
    show: [events, channels],
    hide: [name, url]
});

impl NewWebhook {
    /// A subscription of these events.
    pub fn new(url: impl Into<String>, events: impl IntoIterator<Item = EventKind>) -> Self {
        Self {
            url: url.into(),
            events: events.into_iter().collect(),
            name: None,
            channels: Vec::new(),
        }
    }

    /// Gives it a name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Limits it to this channel, beside others named so.
    #[must_use]
    pub fn channel(mut self, channel: impl Into<ChannelId>) -> Self {
        self.channels.push(channel.into());
        self
    }

    /// The fields that are given, URL and events apart.
    pub fn fields(&self) -> Vec<Field> {
        super::given(&[
            (self.name.is_some(), Field::Name),
            (!self.channels.is_empty(), Field::Channels),
        ])
    }
}

/// Changes to a subscription.
#[derive(Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct WebhookPatch {
    /// The URL.
    pub url: Patch<String>,
    /// All events.
    pub events: Patch<Vec<EventKind>>,
    /// The name.
    pub name: Patch<String>,
    /// Whether it is in use.
    pub active: Patch<bool>,
}

redacted_debug!(WebhookPatch {
    show: [events, active],
    hide: [url, name]
});

impl WebhookPatch {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the URL.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Patch::Set(url.into());
        self
    }

    /// Replaces the events.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = EventKind>) -> Self {
        self.events = Patch::Set(events.into_iter().collect());
        self
    }

    /// Changes the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Patch::Set(name.into());
        self
    }

    /// Switches it on or off.
    #[must_use]
    pub fn active(mut self, active: bool) -> Self {
        self.active = Patch::Set(active);
        self
    }

    /// The fields that change.
    pub fn fields(&self) -> Vec<Field> {
        super::given(&[
            (!self.url.is_keep(), Field::Url),
            (!self.events.is_keep(), Field::Events),
            (!self.name.is_keep(), Field::Name),
            (!self.active.is_keep(), Field::Active),
        ])
    }
}

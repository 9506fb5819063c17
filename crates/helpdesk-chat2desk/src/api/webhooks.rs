//! Webhook subscriptions.

use helpdesk_core::{Error, Result, Safety, builder, redacted_debug};
use helpdesk_http::{Call, Kept};
use serde::Serialize;

use super::params::{numbers, opt_numbers};
use super::{Api, List, Rows, WebhookEvent};
use crate::wire;

/// A subscription to create.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NewWebhook {
    /// The URL to be called.
    pub url: String,
    /// The events.
    pub events: Vec<WebhookEvent>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The channels it is limited to. Events that belong to no channel come all the same.
    #[serde(serialize_with = "numbers", skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
}

builder!(NewWebhook, NewWebhookBuilder {
    required(into): [url: String],
    required(each): [events: WebhookEvent],
    optional(into): [name / maybe_name: String],
    default: [channels: Vec<String>],
});

redacted_debug!(NewWebhook {
    show: [events, channels],
    hide: [url, name]
});

/// Changes to a subscription.
///
/// Give the URL always: an empty one makes the vendor remove the subscription. Give the channels as
/// well: without them it may come to count for all.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UpdateWebhook {
    /// The URL to be called.
    pub url: String,
    /// All events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEvent>>,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The channels it is limited to.
    #[serde(
        serialize_with = "opt_numbers",
        skip_serializing_if = "Option::is_none"
    )]
    pub channels: Option<Vec<String>>,
    /// Whether it is in use.
    #[serde(skip)]
    pub enabled: Option<bool>,
}

builder!(UpdateWebhook, UpdateWebhookBuilder {
    required(into): [url: String],
    optional: [channels / maybe_channels: Vec<String>, enabled / maybe_enabled: bool],
    optional(into): [name / maybe_name: String],
    optional(each): [events / maybe_events: WebhookEvent],
});

redacted_debug!(UpdateWebhook {
    show: [events, channels, enabled],
    hide: [url, name]
});

/// Webhook subscriptions: `/v1/webhooks`. Five are free.
#[derive(Debug, Clone)]
pub struct Webhooks {
    pub(super) api: Api,
}

impl Webhooks {
    /// `GET /v1/webhooks`: all of them, on one page.
    pub async fn list(&self) -> Result<List<wire::WebhookSubscription>> {
        self.api.many(list_call()).await
    }

    /// All of them, row by row.
    #[inline]
    pub fn stream(&self) -> Rows<wire::WebhookSubscription> {
        self.api.whole(list_call())
    }

    /// `GET /v1/webhooks/{id}`: one of them, in a list of one. `NotFound`.
    pub async fn get(&self, id: &str) -> Result<Kept<wire::WebhookSubscription>> {
        let call = Call::get(Safety::Safe, "/v1/webhooks/{id}")
            .name("webhooks.get")
            .segment("id", id);
        self.api.one(call).await
    }

    /// `POST /v1/webhooks`: makes a subscription. `Invalid` for an empty URL; `Conflict` when the URL is in use. After an unknown
    /// delivery nothing is sent again: look for the URL first.
    pub async fn create(&self, new: &NewWebhook) -> Result<Kept<wire::WebhookSubscription>> {
        self.api.allow("webhooks.create", check(&new.url))?;
        self.api.one(Self::create_call(new)).await
    }

    pub(crate) async fn create_or_find<L, F>(
        &self,
        new: &NewWebhook,
        lookup: L,
    ) -> Result<Kept<wire::WebhookSubscription>>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<Kept<wire::WebhookSubscription>>>>,
    {
        self.api.create(Self::create_call(new), lookup).await
    }

    fn create_call(new: &NewWebhook) -> Call {
        Call::post(Safety::VerifyFirst, "/v1/webhooks")
            .name("webhooks.create")
            .json(new)
    }

    /// `PUT /v1/webhooks/{id}`: changes a subscription. `NotFound`; `Invalid` for an empty URL, which the
    /// vendor would take for a removal. Repeated after failures that may
    /// pass.
    pub async fn update(&self, id: &str, update: &UpdateWebhook) -> Result<()> {
        self.api.allow("webhooks.update", check(&update.url))?;
        let status = update
            .enabled
            .map(|enabled| if enabled { "enable" } else { "disable" });
        let call = Call::put(Safety::Safe, "/v1/webhooks/{id}")
            .name("webhooks.update")
            .segment("id", id)
            .query_opt("status", status)
            .json(update);
        self.api.done(call).await
    }

    /// `DELETE /v1/webhooks/{id}`: removes a subscription. `NotFound`. Repeated after failures
    /// that may pass.
    pub async fn delete(&self, id: &str) -> Result<()> {
        let call = Call::delete(Safety::Safe, "/v1/webhooks/{id}")
            .name("webhooks.delete")
            .segment("id", id);
        self.api.removed(call).await
    }
}

fn list_call() -> Call {
    Call::get(Safety::Safe, "/v1/webhooks").name("webhooks.list")
}

/// An empty URL would make the vendor remove the subscription.
fn check(url: &str) -> Result<()> {
    if url.trim().is_empty() {
        return Err(Error::invalid(
            "url",
            "is empty, which the vendor takes for a removal; give it",
        ));
    }
    Ok(())
}

//! Webhook subscriptions.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Error, ErrorKind, Field, NewWebhook, Operation, Page, PageRequest, Patch, Result,
    Webhook, WebhookId, WebhookPatch, Webhooks, Written,
};
use helpdesk_http::Kept;

use crate::api::{self, Api, UpdateWebhook, WebhookEvent};
use crate::convert::webhooks::{event_names, webhook};
use crate::outcome::read_again;
use crate::paging::{Offsets, converted, given_out, named, slice};
use crate::{Chat2Desk, wire};

/// The name of a subscription for which the caller has none. The documentation does not say that one
/// may be left out.
const UNNAMED: &str = "helpdesk";

#[async_trait]
impl Webhooks for Chat2Desk {
    /// A read: repeated after failures that may pass.
    async fn list(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Webhook>> {
        let operation = Operation::WebhooksList;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        Offsets::open(operation, &(), page)?;
        let rows = api.webhooks().list().await?.items;
        slice(operation, &(), page, converted(rows, webhook))
    }

    /// A read: repeated after failures that may pass.
    async fn get(&self, id: &WebhookId, options: &CallOptions) -> Result<Webhook> {
        self.table().require(Operation::WebhooksGet)?;
        given_out(id.as_str(), Operation::WebhooksGet)?;
        let api = self.begin(Operation::WebhooksGet, options);
        Ok(webhook(api.webhooks().get(id.as_str()).await?))
    }

    /// Never sent twice blindly: after an unknown delivery the subscriptions are read, and the one of the
    /// same URL is it. Where that cannot be told, the caller gets `Delivery::Unknown`.
    async fn create(&self, new: &NewWebhook, options: &CallOptions) -> Result<Written<Webhook>> {
        let operation = Operation::WebhooksCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        check_url(&new.url).map_err(|error| named(error, operation))?;
        let events = event_names(&new.events).map_err(|error| named(error, operation))?;
        let api = self.begin(operation, options);
        let call = api::NewWebhook::builder()
            .url(new.url.trim())
            .events(events)
            .name(new.name.as_deref().unwrap_or(UNNAMED))
            .channels(
                new.channels
                    .iter()
                    .map(|channel| channel.as_str().to_owned())
                    .collect(),
            )
            .build();
        let made = api
            .webhooks()
            .create_or_find(&call, || subscribed(&api, &call.url))
            .await;
        let made = match made {
            // The vendor says that the URL is in use, and not by which subscription.
            Err(error) if error.kind() == ErrorKind::Conflict && error.existing_id().is_none() => {
                let existing = subscribed(&api, &call.url).await.ok().flatten();
                Err(match existing {
                    Some(existing) => error.with_existing_id(existing.wire.id),
                    None => error,
                })
            }
            other => other,
        }?;
        Ok(Written::new(webhook(made)).with_losses(losses))
    }

    /// Repeated after failures that may pass: everything is given again. When the subscription cannot be
    /// read afterwards, the failure says that the change was made.
    async fn update(
        &self,
        id: &WebhookId,
        patch: &WebhookPatch,
        options: &CallOptions,
    ) -> Result<Written<Webhook>> {
        let operation = Operation::WebhooksUpdate;
        let losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        given_out(id.as_str(), operation)?;
        let revision = Revision::of(patch).map_err(|error| named(error, operation))?;
        let api = self.begin(operation, options);
        let _held = self.hold(&api, "webhook", id.as_str()).await?;
        let before = api.webhooks().get(id.as_str()).await?.wire;
        // The vendor removes a subscription whose URL is empty, and may take one without channels
        // for one of all channels. So everything is given again.
        let Some(url) = revision.url.or(before.url) else {
            return Err(named(
                Error::invalid(
                    Field::Url.as_str(),
                    "the vendor does not tell the present one, and without any it would remove the \
                     subscription; give it",
                ),
                operation,
            ));
        };
        let update = UpdateWebhook::builder()
            .url(url)
            .events(
                revision
                    .events
                    .unwrap_or_else(|| before.events.into_iter().map(WebhookEvent::from).collect()),
            )
            .maybe_name(revision.name.or(before.name))
            .maybe_channels(
                before
                    .channels
                    .map(|channels| {
                        channels
                            .into_iter()
                            .map(wire::Id::into_string)
                            .collect::<Vec<_>>()
                    })
                    .filter(|channels| !channels.is_empty()),
            )
            .maybe_enabled(patch.active.value().copied())
            .build();
        api.webhooks().update(id.as_str(), &update).await?;
        let after = read_again(api.webhooks().get(id.as_str()).await)?;
        Ok(Written::new(webhook(after)).with_losses(losses))
    }

    /// Repeated after failures that may pass. One whose answer was lost and that is gone is removed.
    async fn delete(&self, id: &WebhookId, options: &CallOptions) -> Result<()> {
        self.table().require(Operation::WebhooksDelete)?;
        given_out(id.as_str(), Operation::WebhooksDelete)?;
        let api = self.begin(Operation::WebhooksDelete, options);
        api.webhooks().delete(id.as_str()).await
    }
}

/// The subscription of an URL: one is subscribed once.
async fn subscribed(api: &Api, url: &str) -> Result<Option<Kept<wire::WebhookSubscription>>> {
    let known = api.webhooks().list().await?.items;
    Ok(known
        .into_iter()
        .find(|row| row.wire.url.as_deref() == Some(url)))
}

/// What a patch changes.
#[derive(Default)]
struct Revision {
    url: Option<String>,
    events: Option<Vec<WebhookEvent>>,
    name: Option<String>,
}

impl Revision {
    fn of(patch: &WebhookPatch) -> Result<Self> {
        let mut revision = Self::default();
        match &patch.url {
            Patch::Keep => {}
            Patch::Set(url) => {
                check_url(url)?;
                revision.url = Some(url.trim().to_owned());
            }
            Patch::Clear => {
                return Err(Error::invalid(
                    Field::Url.as_str(),
                    "cannot be cleared; the vendor would remove the subscription, so delete it instead",
                ));
            }
        }
        match &patch.events {
            Patch::Keep => {}
            Patch::Set(events) => revision.events = Some(event_names(events)?),
            Patch::Clear => revision.events = Some(event_names(&[])?),
        }
        match &patch.name {
            Patch::Keep => {}
            Patch::Set(name) => revision.name = Some(name.clone()),
            Patch::Clear => {
                return Err(Error::invalid(
                    Field::Name.as_str(),
                    "how the vendor clears a name is not documented; set another one",
                ));
            }
        }
        if patch.active.is_clear() {
            return Err(Error::invalid(
                Field::Active.as_str(),
                "cannot be cleared; switch the subscription on or off",
            ));
        }
        Ok(revision)
    }
}

/// An URL that the vendor can call. It refuses none, and takes an empty one for a removal.
fn check_url(text: &str) -> Result<()> {
    let fits = url::Url::parse(text.trim())
        .is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    if fits {
        Ok(())
    } else {
        Err(Error::invalid(
            Field::Url.as_str(),
            "is no URL that can be called; write it like `https://example.com/hooks/desk`",
        ))
    }
}

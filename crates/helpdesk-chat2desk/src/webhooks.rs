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
        let api = self.start(operation, options)?;
        Offsets::open(operation, &(), page)?;
        let rows = api.webhooks().list().await?.items;
        slice(operation, &(), page, converted(rows, webhook))
    }

    /// A read: repeated after failures that may pass.
    async fn get(&self, id: &WebhookId, options: &CallOptions) -> Result<Webhook> {
        let api = self.start_at(Operation::WebhooksGet, id.as_str(), options)?;
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
        let channels = new.channels.iter();
        let call = api::NewWebhook {
            url: new.url.trim().to_owned(),
            events,
            name: Some(new.name.as_deref().unwrap_or(UNNAMED).to_owned()),
            channels: channels
                .map(|channel| channel.as_str().to_owned())
                .collect(),
        };
        let made = api
            .webhooks()
            .create_or_find(&call, || subscribed(&api, &call.url))
            .await;
        let made = match made {
            Ok(made) => made,
            Err(error) => return Err(naming_existing(&api, &call.url, error).await),
        };
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
        let update = revision
            .beside(before)
            .map_err(|error| named(error, operation))?;
        api.webhooks().update(id.as_str(), &update).await?;
        let after = read_again(api.webhooks().get(id.as_str()).await)?;
        Ok(Written::new(webhook(after)).with_losses(losses))
    }

    /// Repeated after failures that may pass. One whose answer was lost and that is gone is removed.
    async fn delete(&self, id: &WebhookId, options: &CallOptions) -> Result<()> {
        let api = self.start_at(Operation::WebhooksDelete, id.as_str(), options)?;
        api.webhooks().delete(id.as_str()).await
    }
}

/// The subscription of an URL: one is subscribed once.
async fn subscribed(api: &Api, url: &str) -> Result<Option<Kept<wire::WebhookSubscription>>> {
    let mut known = api.webhooks().list().await?.items;
    let at = known
        .iter()
        .position(|row| row.wire.url.as_deref() == Some(url));
    Ok(at.map(|at| known.swap_remove(at)))
}

/// A failure to subscribe. The vendor says that the URL is in use, and not by which subscription.
async fn naming_existing(api: &Api, url: &str, error: Error) -> Error {
    if error.kind() != ErrorKind::Conflict || error.existing_id().is_some() {
        return error;
    }
    match subscribed(api, url).await {
        Ok(Some(existing)) => error.with_existing_id(existing.wire.id),
        _ => error,
    }
}

/// What a patch changes.
#[derive(Default)]
struct Revision {
    url: Option<String>,
    events: Option<Vec<WebhookEvent>>,
    name: Option<String>,
    active: Option<bool>,
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
        revision.active = patch.active.value().copied();
        Ok(revision)
    }

    /// The whole subscription with the changes in it. The vendor removes one whose URL is empty, and may
    /// take one without channels for one of all channels. So everything is given again.
    fn beside(self, before: wire::WebhookSubscription) -> Result<UpdateWebhook> {
        let Some(url) = self.url.or(before.url) else {
            return Err(Error::invalid(
                Field::Url.as_str(),
                "the vendor does not tell the present one, and without any it would remove the \
                 subscription; give it",
            ));
        };
        let channels = converted(before.channels.unwrap_or_default(), wire::Id::into_string);
        let events = self
            .events
            .unwrap_or_else(|| converted(before.events, WebhookEvent::from));
        Ok(UpdateWebhook {
            url,
            events: Some(events),
            name: self.name.or(before.name),
            channels: Some(channels).filter(|channels| !channels.is_empty()),
            enabled: self.active,
        })
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

//! Webhook subscriptions.

use async_trait::async_trait;
use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    CallOptions, Delivery, ErrorKind, Field, Loss, NewWebhook, Operation, Page, PageRequest, Patch,
    Problems, Result, Webhook, WebhookId, WebhookPatch, Webhooks, Written,
};
use helpdesk_http::Kept;

use crate::api::{
    Api, CreateWebhook, ListRequest, MeWebhooks, UpdateWebhook, WebhookEvent, record_in,
};
use crate::contacts::by_age;
use crate::desk::refused;
use crate::{Digisac, convert, paging, row, wire};

/// The name of subscriptions that are created without one: the vendor's own have one.
const NAME: &str = "helpdesk";

fn check_url(url: &str, problems: &mut Problems) {
    let good = url.parse::<http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some()
    });
    problems.add_if(
        !good,
        "url",
        "is no address; write it like `https://hooks.example.com/digisac`",
    );
}

fn vendor_events(operation: Operation, kinds: &[EventKind]) -> Result<Vec<String>> {
    convert::subscription(kinds).map_err(|error| refused(operation, error))
}

/// The events as the native call has them.
fn names(events: &[String]) -> Vec<WebhookEvent> {
    let events = events.iter();
    events.map(|event| event.as_str().into()).collect()
}

impl Digisac {
    async fn subscription(&self, api: &Api, id: &str) -> Result<Kept<wire::Webhook>> {
        let row = api.identified(api.me_webhooks().get(id).await?)?;
        if row.wire.deleted_at.is_some() {
            return Err(api.seen(ErrorKind::NotFound, "no such webhook"));
        }
        Ok(row)
    }

    /// All of a subscription, to be sent with changes.
    fn all_of(before: &wire::Webhook) -> UpdateWebhook {
        UpdateWebhook::builder()
            .maybe_active(before.active)
            .maybe_name(before.name.clone())
            .maybe_url(before.url.clone())
            .events(names(&before.events))
            .maybe_kind(before.kind.clone().map(Into::into))
            .maybe_user_id(before.user_id.clone())
            .maybe_account_id(before.account_id.clone())
            .build()
    }
}

#[async_trait]
impl Webhooks for Digisac {
    async fn list(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Webhook>> {
        let operation = Operation::WebhooksList;
        self.table().require(operation)?;
        let at = paging::wanted(operation, &(), page)?;
        let api = self.scoped(operation, options);
        let request = ListRequest::builder()
            .order(by_age())
            .page(at.page)
            .per_page(at.per)
            .build();
        let list = api.me_webhooks().list(&request).await?;
        paging::page(&api, operation, &(), at, list, |row| {
            row.wire.deleted_at.is_none().then(|| convert::webhook(row))
        })
    }

    async fn get(&self, id: &WebhookId, options: &CallOptions) -> Result<Webhook> {
        self.table().require(Operation::WebhooksGet)?;
        let api = self.scoped(Operation::WebhooksGet, options);
        Ok(convert::webhook(
            self.subscription(&api, id.as_str()).await?,
        ))
    }

    /// Subscribes for the owner of the credentials. Several subscriptions may have one URL. After an
    /// unknown delivery it is looked for by URL, name and events.
    async fn create(&self, new: &NewWebhook, options: &CallOptions) -> Result<Written<Webhook>> {
        let operation = Operation::WebhooksCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut problems = Problems::default();
        check_url(&new.url, &mut problems);
        problems
            .finish()
            .map_err(|error| refused(operation, error))?;
        let events = vendor_events(operation, &new.events)?;

        let api = self.scoped(operation, options);
        let me = api.me().get_as::<row::Owner>().await?.wire;
        let Some(account) = me.account_id else {
            return Err(api.seen(
                ErrorKind::Decode,
                "the vendor did not say which account the credentials belong to",
            ));
        };
        let request = CreateWebhook::builder()
            .name(new.name.as_deref().unwrap_or(NAME))
            .url(new.url.as_str())
            .events(names(&events))
            .user_id(me.id)
            .account_id(account)
            .build();
        let the_same = || async {
            let rows = paging::all(&api, |page, per| {
                let webhooks = api.me_webhooks();
                async move { webhooks.list(&ListRequest::page(page, per)).await }
            })
            .await?;
            Ok(rows
                .into_iter()
                .rev()
                .find(|row| {
                    row.wire.active != Some(false)
                        && row.wire.url.as_deref() == Some(request.url.as_str())
                        && row.wire.name.as_deref() == Some(request.name.as_str())
                        && row.wire.events == events
                })
                .map(Some))
        };
        let created: Option<Kept<wire::Webhook>> = api
            .pipeline()
            .create(
                MeWebhooks::create_call(&request),
                &api.scope(),
                record_in,
                the_same,
            )
            .await?;
        let row = match created {
            Some(row) => row,
            None => the_same().await?.flatten().ok_or_else(|| {
                api.seen(
                    ErrorKind::Unavailable,
                    "the vendor answered that the webhook was created, and it is not there",
                )
                .with_delivery(Delivery::Unknown)
            })?,
        };
        Ok(Written::new(convert::webhook(row)).with_losses(losses))
    }

    /// Reads the subscription and sends all of it, for it is not documented what becomes of members
    /// that are left out. It is sent again after an unknown delivery, for it sets a state.
    async fn update(
        &self,
        id: &WebhookId,
        patch: &WebhookPatch,
        options: &CallOptions,
    ) -> Result<Written<Webhook>> {
        let operation = Operation::WebhooksUpdate;
        let mut losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        let mut problems = Problems::default();
        if let Some(url) = patch.url.value() {
            check_url(url, &mut problems);
        }
        problems.add_if(patch.url.is_clear(), "url", "a webhook needs one");
        problems.add_if(
            patch.events.is_clear(),
            "events",
            "a webhook needs one at least; switch it off with `active` instead",
        );
        problems.add_if(patch.active.is_clear(), "active", "say true or false");
        problems
            .finish()
            .map_err(|error| refused(operation, error))?;
        let events = match patch.events.value() {
            Some(kinds) => Some(vendor_events(operation, kinds)?),
            None => None,
        };
        let lost = match patch.name {
            Patch::Clear => vec![Loss::new(
                Field::Name,
                "no way to take a name away is documented; set another one",
            )],
            _ => Vec::new(),
        };
        losses.extend(self.table().settle(operation, lost, options.loss)?);

        let api = self.scoped(operation, options);
        let _alone = self.turn(&api, "webhook", id.as_str()).await?;
        let before = self.subscription(&api, id.as_str()).await?.wire;
        let mut request = Self::all_of(&before);
        if let Some(url) = patch.url.value() {
            request.url = Some(url.clone());
        }
        if let Some(name) = patch.name.value() {
            request.name = Some(name.clone());
        }
        if let Some(active) = patch.active.value() {
            request.active = Some(*active);
        }
        if let Some(events) = &events {
            request.events = Some(names(events));
        }
        api.me_webhooks().update(id.as_str(), &request).await?;
        let row = self.subscription(&api, id.as_str()).await?;
        Ok(Written::new(convert::webhook(row)).with_losses(losses))
    }

    /// Switches the subscription off; no call is documented that removes it. It is sent again after an
    /// unknown delivery, for it sets a state.
    async fn delete(&self, id: &WebhookId, options: &CallOptions) -> Result<()> {
        self.table().require(Operation::WebhooksDelete)?;
        let api = self.scoped(Operation::WebhooksDelete, options);
        let _alone = self.turn(&api, "webhook", id.as_str()).await?;
        let before = self.subscription(&api, id.as_str()).await?.wire;
        let mut request = Self::all_of(&before);
        request.active = Some(false);
        api.me_webhooks()
            .update(id.as_str(), &request)
            .await
            .map(|_| ())
    }
}

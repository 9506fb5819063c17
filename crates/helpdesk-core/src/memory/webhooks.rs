//! Webhook subscriptions.

use async_trait::async_trait;

use super::state::State;
use super::{MemoryDesk, values};
use crate::webhook::EventKind;
use crate::{
    CallOptions, ChannelId, Error, ErrorKind, Field, NewWebhook, Operation, Page, PageRequest,
    Patch, Result, Webhook, WebhookId, WebhookPatch, Webhooks, Written,
};

/// What subscriptions can ask for: what the desk tells of.
const EVENTS: &[EventKind] = &[
    EventKind::ContactCreated,
    EventKind::ContactUpdated,
    EventKind::ContactBlocked,
    EventKind::ContactUnblocked,
    EventKind::ContactTagged,
    EventKind::ContactUntagged,
    EventKind::TicketCreated,
    EventKind::TicketUpdated,
    EventKind::TicketAssigned,
    EventKind::TicketTransferred,
    EventKind::TicketClosed,
    EventKind::TicketReopened,
    EventKind::TicketDeleted,
    EventKind::MessageReceived,
    EventKind::MessageSent,
    EventKind::NoteCreated,
    EventKind::TagCreated,
    EventKind::TagUpdated,
];

#[async_trait]
impl Webhooks for MemoryDesk {
    async fn list(&self, page: &PageRequest, _: &CallOptions) -> Result<Page<Webhook>> {
        let operation = Operation::WebhooksList;
        self.table().require(operation)?;
        let place = self.place(operation, &(), page)?;
        self.run(operation, |state| {
            self.cut(&place, state.webhooks.placed(), |row| {
                state.show_webhook(row)
            })
        })
    }

    async fn get(&self, id: &WebhookId, _: &CallOptions) -> Result<Webhook> {
        self.run(Operation::WebhooksGet, |state| {
            Ok(state.show_webhook(state.webhooks.get(id.as_str())?))
        })
    }

    async fn create(&self, new: &NewWebhook, options: &CallOptions) -> Result<Written<Webhook>> {
        let operation = Operation::WebhooksCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut new = new.clone();
        for loss in &losses {
            match loss.field {
                Field::Name => new.name = None,
                Field::Channels => new.channels.clear(),
                _ => {}
            }
        }
        check_url(&new.url)
            .and_then(|()| check_events(&new.events))
            .map_err(|error| self.locate(operation, error))?;
        let webhook = self.run(operation, |state| state.create_webhook(new))?;
        Ok(Written::new(webhook).with_losses(losses))
    }

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
        let mut patch = patch.clone();
        for loss in &losses {
            match loss.field {
                Field::Url => patch.url = Patch::Keep,
                Field::Events => patch.events = Patch::Keep,
                Field::Name => patch.name = Patch::Keep,
                Field::Active => patch.active = Patch::Keep,
                _ => {}
            }
        }
        check_patch(&patch).map_err(|error| self.locate(operation, error))?;
        let webhook = self.run(operation, |state| state.update_webhook(id, patch))?;
        Ok(Written::new(webhook).with_losses(losses))
    }

    async fn delete(&self, id: &WebhookId, _: &CallOptions) -> Result<()> {
        self.run(Operation::WebhooksDelete, |state| {
            state.webhooks.remove(id.as_str())?;
            state.changed = true;
            Ok(())
        })
    }
}

impl State {
    /// A subscription with its JSON.
    pub(super) fn show_webhook(&self, row: &Webhook) -> Webhook {
        let mut webhook = row.clone();
        webhook.raw_events = row.events.iter().map(ToString::to_string).collect();
        webhook.vendor_data = self.own_json("webhook", webhook.id.as_str(), &webhook);
        webhook
    }

    fn create_webhook(&mut self, new: NewWebhook) -> Result<Webhook> {
        self.check_channels(&new.channels)?;
        self.check_url_free(&new.url, None)?;
        let mut webhook = Webhook::new(self.webhooks.next_id(), new.url);
        webhook.name = new.name;
        webhook.events = new.events;
        webhook.channels = new.channels;
        let shown = self.show_webhook(&webhook);
        self.webhooks.put(webhook);
        self.changed = true;
        Ok(shown)
    }

    fn update_webhook(&mut self, id: &WebhookId, patch: WebhookPatch) -> Result<Webhook> {
        let own = self.webhooks.get(id.as_str())?;
        let mut webhook = own.clone();
        if let Patch::Set(url) = patch.url {
            self.check_url_free(&url, Some(id))?;
            webhook.url = url;
        }
        if let Patch::Set(events) = patch.events {
            webhook.events = events;
        }
        if let Patch::Set(active) = patch.active {
            webhook.active = active;
        }
        patch.name.apply(&mut webhook.name);
        self.changed = webhook != *own;
        let shown = self.show_webhook(&webhook);
        self.webhooks.put(webhook);
        Ok(shown)
    }

    fn check_channels(&self, channels: &[ChannelId]) -> Result<()> {
        if channels
            .iter()
            .all(|id| self.channels.find(id.as_str()).is_some())
        {
            return Ok(());
        }
        Err(values::invalid(
            &Field::Channels,
            "one of them does not exist",
        ))
    }

    fn check_url_free(&self, url: &str, own: Option<&WebhookId>) -> Result<()> {
        let other = self
            .webhooks
            .iter()
            .find(|other| Some(&other.id) != own && other.url == url);
        match other {
            None => Ok(()),
            Some(other) => Err(Error::new(
                ErrorKind::Conflict,
                "another subscription has this URL already",
            )
            .with_field_error(Field::Url.as_str(), "is in use")
            .with_existing_id(other.id.as_str())),
        }
    }
}

fn check_url(text: &str) -> Result<()> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(()),
        _ => Err(values::invalid(
            &Field::Url,
            "must be a whole URL that begins with https:// or http://",
        )),
    }
}

fn check_events(events: &[EventKind]) -> Result<()> {
    if events.is_empty() {
        return Err(values::invalid(&Field::Events, "name at least one event"));
    }
    if events.iter().all(|event| EVENTS.contains(event)) {
        return Ok(());
    }
    let known: Vec<&str> = EVENTS.iter().map(EventKind::as_str).collect();
    Err(values::invalid(
        &Field::Events,
        format!(
            "one of them does not exist here; there are {}",
            known.join(", ")
        ),
    ))
}

fn check_patch(patch: &WebhookPatch) -> Result<()> {
    match &patch.url {
        Patch::Keep => {}
        Patch::Set(url) => check_url(url)?,
        Patch::Clear => check_url("")?,
    }
    match &patch.events {
        Patch::Keep => {}
        Patch::Set(events) => check_events(events)?,
        Patch::Clear => check_events(&[])?,
    }
    if patch.active.is_clear() {
        return Err(values::invalid(&Field::Active, "is either on or off"));
    }
    Ok(())
}

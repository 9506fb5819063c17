//! Administration of webhooks.

use crate::stream::ListStream;
use crate::{
    NewWebhook, Operation, Page, PageRequest, Result, Webhook, WebhookId, WebhookPatch, Written,
};

handle!(
    /// The webhook subscriptions of a desk.
    WebhooksHandle,
    webhooks,
    crate::Webhooks
);

impl WebhooksHandle {
    /// One page of subscriptions. See [`Webhooks::list`](crate::Webhooks::list).
    pub async fn list(&self, page: &PageRequest) -> Result<Page<Webhook>> {
        self.area(Operation::WebhooksList)?
            .list(page, &self.client.options)
            .await
    }

    /// All subscriptions.
    #[inline]
    pub fn stream(&self) -> ListStream<Webhook> {
        list_stream!(
            self,
            Operation::WebhooksList,
            PageRequest::first(),
            [],
            |area, page, options| area.list(page, options)
        )
    }

    /// One subscription. See [`Webhooks::get`](crate::Webhooks::get).
    pub async fn get(&self, id: &WebhookId) -> Result<Webhook> {
        self.area(Operation::WebhooksGet)?
            .get(id, &self.client.options)
            .await
    }

    /// Creates a subscription. See [`Webhooks::create`](crate::Webhooks::create).
    pub async fn create(&self, new: &NewWebhook) -> Result<Written<Webhook>> {
        self.area(Operation::WebhooksCreate)?
            .create(new, &self.client.options)
            .await
    }

    /// Changes a subscription. See [`Webhooks::update`](crate::Webhooks::update).
    pub async fn update(&self, id: &WebhookId, patch: &WebhookPatch) -> Result<Written<Webhook>> {
        self.area(Operation::WebhooksUpdate)?
            .update(id, patch, &self.client.options)
            .await
    }

    /// Removes a subscription. See [`Webhooks::delete`](crate::Webhooks::delete).
    pub async fn delete(&self, id: &WebhookId) -> Result<()> {
        self.area(Operation::WebhooksDelete)?
            .delete(id, &self.client.options)
            .await
    }
}

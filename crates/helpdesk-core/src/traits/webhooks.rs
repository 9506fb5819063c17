//! Webhook subscriptions.

use async_trait::async_trait;

use crate::{
    CallOptions, NewWebhook, Page, PageRequest, Result, Webhook, WebhookId, WebhookPatch, Written,
};

/// Administration of webhook subscriptions.
///
/// Where a vendor has them on its own screens only, each call is `Unsupported` and says which
/// screens. Receiving deliveries is [`Receiver`](crate::webhook::Receiver).
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// One page of subscriptions.
    async fn list(&self, page: &PageRequest, options: &CallOptions) -> Result<Page<Webhook>>;

    /// One subscription. `NotFound`.
    async fn get(&self, id: &WebhookId, options: &CallOptions) -> Result<Webhook>;

    /// Creates a subscription. An event the vendor does not have is `Invalid`, naming `events`.
    /// `Conflict` when the URL is in use.
    async fn create(&self, new: &NewWebhook, options: &CallOptions) -> Result<Written<Webhook>>;

    /// Changes a subscription. `NotFound`.
    async fn update(
        &self,
        id: &WebhookId,
        patch: &WebhookPatch,
        options: &CallOptions,
    ) -> Result<Written<Webhook>>;

    /// Removes a subscription. `NotFound`.
    async fn delete(&self, id: &WebhookId, options: &CallOptions) -> Result<()>;
}

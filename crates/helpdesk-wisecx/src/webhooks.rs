//! Webhook subscriptions: WiseCX has them on its own screens only.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, NewWebhook, Operation, Page, PageRequest, Result, Webhook, WebhookId,
    WebhookPatch, Webhooks, Written,
};

use crate::WiseCx;

#[async_trait]
impl Webhooks for WiseCx {
    async fn list(&self, _: &PageRequest, _: &CallOptions) -> Result<Page<Webhook>> {
        Err(self.lacking(Operation::WebhooksList))
    }

    async fn get(&self, _: &WebhookId, _: &CallOptions) -> Result<Webhook> {
        Err(self.lacking(Operation::WebhooksGet))
    }

    async fn create(&self, _: &NewWebhook, _: &CallOptions) -> Result<Written<Webhook>> {
        Err(self.lacking(Operation::WebhooksCreate))
    }

    async fn update(
        &self,
        _: &WebhookId,
        _: &WebhookPatch,
        _: &CallOptions,
    ) -> Result<Written<Webhook>> {
        Err(self.lacking(Operation::WebhooksUpdate))
    }

    async fn delete(&self, _: &WebhookId, _: &CallOptions) -> Result<()> {
        Err(self.lacking(Operation::WebhooksDelete))
    }
}

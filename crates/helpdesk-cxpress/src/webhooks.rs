//! Webhook subscriptions: the vendor has them on its own screens only.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Error, NewWebhook, Operation, Page, PageRequest, Result, Webhook, WebhookId,
    WebhookPatch, Webhooks, Written,
};

use crate::Cxpress;

#[async_trait]
impl Webhooks for Cxpress {
    async fn list(&self, _: &PageRequest, _: &CallOptions) -> Result<Page<Webhook>> {
        Err(self.lacks(Operation::WebhooksList))
    }

    async fn get(&self, _: &WebhookId, _: &CallOptions) -> Result<Webhook> {
        Err(self.lacks(Operation::WebhooksGet))
    }

    async fn create(&self, _: &NewWebhook, _: &CallOptions) -> Result<Written<Webhook>> {
        Err(self.lacks(Operation::WebhooksCreate))
    }

    async fn update(
        &self,
        _: &WebhookId,
        _: &WebhookPatch,
        _: &CallOptions,
    ) -> Result<Written<Webhook>> {
        Err(self.lacks(Operation::WebhooksUpdate))
    }

    async fn delete(&self, _: &WebhookId, _: &CallOptions) -> Result<()> {
        Err(self.lacks(Operation::WebhooksDelete))
    }
}

impl Cxpress {
    /// The refusal of an operation that the capability table calls unsupported.
    pub(crate) fn lacks(&self, operation: Operation) -> Error {
        match self.table().require(operation) {
            Err(error) => error,
            Ok(()) => Error::unsupported(&crate::VENDOR, operation, "it is not implemented"),
        }
    }
}

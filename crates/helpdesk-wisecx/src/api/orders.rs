//! `/orders`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::{Api, List, ListRequest, answer};
use crate::wire;

/// Orders of shops.
#[derive(Debug, Clone, Copy)]
pub struct Orders<'a> {
    pub(super) api: &'a Api,
}

impl Orders<'_> {
    /// `GET /orders`: one page of orders. Filters: `ecommerce_store_id`, `status`, `created_at`,
    /// `updated_at`.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::Order>> {
        let call = Call::get(Safety::Safe, "/orders").name("orders.list");
        let all = "id,ecommerce_store_id,ecommerce_platform,ecommerce_order_id,status,\
             reject_reason,total_amount,sales_recovery,customer,created_at,updated_at,order_data";
        let call = request.apply(call, all)?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// `POST /orders`: creates an order. With `sales_recovery` WiseCX may write to the buyer on
    /// WhatsApp. Sent once only.
    pub async fn create(&self, new: &wire::NewOrder) -> Result<Kept<wire::Created>> {
        let call = Call::post(Safety::Once, "/orders")
            .name("orders.create")
            .json(new);
        self.api.one(call).await
    }

    /// `PUT /orders/{id}`: changes an order. With `sales_recovery` WiseCX may write to the buyer on
    /// WhatsApp, so it is sent once only.
    pub async fn update(&self, id: u64, update: &wire::OrderUpdate) -> Result<Kept<wire::Created>> {
        let call = Call::put(Safety::Once, "/orders/{id}")
            .name("orders.update")
            .segment("id", id)
            .json(update);
        self.api.one(call).await
    }
}

//! `/orders`.

use helpdesk_core::{Error, Result, Safety};
use helpdesk_http::{Call, Kept};

use super::list::rows;
use super::{Api, List, ListRequest, Rows, answer};
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

    /// The rows of [`Orders::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::Order> {
        let fetch = |api: Api, request| async move { api.orders().list(&request).await };
        rows(self.api, request, fetch)
    }

    /// `POST /orders`: creates an order. **With `sales_recovery` WiseCX opens a case with the buyer
    /// and may write on WhatsApp.** `Invalid` names `total_amount` when it is no number. Sent once only.
    pub async fn create(&self, new: &wire::NewOrder) -> Result<Kept<wire::Created>> {
        amount(Some(new.total_amount))?;
        let call = Call::post(Safety::Once, "/orders")
            .name("orders.create")
            .json(new);
        self.api.wrote(call).await
    }

    /// `PUT /orders/{id}`: changes an order. **With `sales_recovery` WiseCX opens a case with the
    /// buyer and may write on WhatsApp**, so it is sent once only.
    pub async fn update(&self, id: u64, update: &wire::OrderUpdate) -> Result<Kept<wire::Created>> {
        amount(update.total_amount)?;
        let call = Call::put(Safety::Once, "/orders/{id}")
            .name("orders.update")
            .segment("id", id)
            .json(update);
        self.api.wrote(call).await
    }
}

#[inline]
fn amount(amount: Option<f64>) -> Result<()> {
    if amount.is_some_and(|amount| !amount.is_finite()) {
        return Err(Error::invalid("total_amount", "is no number"));
    }
    Ok(())
}

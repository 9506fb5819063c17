//! `/meli`: Mercado Libre.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::Api;
use crate::wire;

/// Orders of Mercado Libre.
#[derive(Debug, Clone, Copy)]
pub struct Meli<'a> {
    pub(super) api: &'a Api,
}

impl Meli<'_> {
    /// `GET /meli/orders/{id}`: an order of Mercado Libre, by its identifier at WiseCX, which the
    /// webhooks `meli_new_order` and `meli_order_updated` tell. `NotFound`.
    pub async fn order(&self, id: u64) -> Result<Kept<wire::MeliOrder>> {
        let call = Call::get(Safety::Safe, "/meli/orders/{id}")
            .name("meli.order")
            .segment("id", id);
        self.api.one(call).await
    }
}

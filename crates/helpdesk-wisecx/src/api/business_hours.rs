//! `/business_hours`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};

use super::Api;
use crate::wire;

/// Whether the business is open.
#[derive(Debug, Clone, Copy)]
pub struct BusinessHours<'a> {
    pub(super) api: &'a Api,
}

impl BusinessHours<'_> {
    /// `GET /business_hours/is_open`: whether the business is open now, or one service group of it.
    pub async fn is_open(&self, queue_id: Option<u64>) -> Result<Kept<wire::Open>> {
        let call = Call::get(Safety::Safe, "/business_hours/is_open")
            .name("business_hours.is_open")
            .query_opt("queue_id", queue_id);
        self.api.one(call).await
    }
}

//! Channels.

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;

use super::{Api, List, ListPage};
use crate::wire;

/// Groups of messenger accounts: `/v1/channels`.
#[derive(Debug, Clone)]
pub struct Channels {
    pub(super) api: Api,
}

impl Channels {
    /// `GET /v1/channels`: a page of channels. That there are pages shows in the answer only.
    pub async fn list(&self, page: ListPage) -> Result<List<wire::Channel>> {
        let call = Call::get(Safety::Safe, "/v1/channels").name("channels.list");
        self.api.many(page.of(call)).await
    }
}

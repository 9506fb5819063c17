//! Channels.

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;
use serde::de::DeserializeOwned;

use super::{Api, List, ListPage, Rows};
use crate::wire;

/// Groups of messenger accounts: `/v1/channels`.
#[derive(Debug, Clone)]
pub struct Channels {
    pub(super) api: Api,
}

impl Channels {
    /// `GET /v1/channels`: a page of channels. That there are pages shows in the answer only.
    pub async fn list(&self, page: ListPage) -> Result<List<wire::Channel>> {
        self.list_as(page).await
    }

    /// The same, of which only so much is read.
    pub(crate) async fn list_as<T: DeserializeOwned>(&self, page: ListPage) -> Result<List<T>> {
        self.api.many(list_call(page)).await
    }

    /// All channels, page by page.
    #[inline]
    pub fn stream(&self) -> Rows<wire::Channel> {
        self.api.rows(ListPage::default(), list_call).stream()
    }
}

fn list_call(page: ListPage) -> Call {
    page.of(Call::get(Safety::Safe, "/v1/channels").name("channels.list"))
}

//! `/channels`.

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;

use super::list::rows;
use super::{Api, List, ListRequest, Rows, answer};
use crate::wire;

/// Connections to messengers, mailboxes and chat windows.
#[derive(Debug, Clone, Copy)]
pub struct Channels<'a> {
    pub(super) api: &'a Api,
}

impl Channels<'_> {
    /// `GET /channels`: one page of channels.
    pub async fn list(&self, request: &ListRequest) -> Result<List<wire::Channel>> {
        let call = Call::get(Safety::Safe, "/channels").name("channels.list");
        let call = request.apply(call, "id,name,source")?;
        answer::list_or_empty(self.api.send(call).await, |_| true)
    }

    /// The rows of [`Channels::list`], page by page.
    #[inline]
    pub fn stream(&self, request: &ListRequest) -> Rows<wire::Channel> {
        let fetch = |api: Api, request| async move { api.channels().list(&request).await };
        rows(self.api, request, fetch)
    }
}

//! Lists: a page, or all rows one by one.

use std::collections::VecDeque;

use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};
use serde::de::DeserializeOwned;

use super::{Api, ListRequest};
use crate::{paging, wire};

/// One page of rows, or all of them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct List<T> {
    /// The rows.
    pub items: Vec<Kept<T>>,
    /// How many rows there are in all.
    pub total: Option<u64>,
    /// How many rows a page has.
    pub limit: Option<u64>,
    /// The number of this page, from 1.
    pub current_page: Option<u64>,
    /// The number of the last page.
    pub last_page: Option<u64>,
    /// Whether there was an envelope. With `paginate=false` there is none, and these are all rows.
    pub enveloped: bool,
}

impl<T> List<T> {
    /// Whether there are pages behind this one. An empty page is the last whatever the envelope
    /// says.
    pub fn has_more(&self) -> bool {
        !self.items.is_empty()
            && match (self.current_page, self.last_page) {
                (Some(current), Some(last)) => current < last,
                _ => false,
            }
    }
}

impl<T> From<wire::Listing<Kept<T>>> for List<T> {
    fn from(listing: wire::Listing<Kept<T>>) -> Self {
        Self {
            items: listing.data,
            total: listing.total,
            limit: listing.limit,
            current_page: listing.current_page,
            last_page: listing.last_page,
            enveloped: listing.enveloped,
        }
    }
}

/// The rows of a list, one by one. Pages are fetched when their first row is asked for; after an
/// error it is over.
// What gives one is `#[inline]`: it is compiled in the program that calls it, not in every build.
pub type Rows<T> = BoxStream<'static, Result<Kept<T>>>;

/// Where a stream stands.
struct Reading<T> {
    api: Api,
    request: ListRequest,
    next: Option<u32>,
    ready: VecDeque<Kept<T>>,
}

impl Api {
    /// A page of a list.
    pub(crate) async fn list_as<T: DeserializeOwned>(
        &self,
        name: &'static str,
        path: &'static str,
        request: &ListRequest,
    ) -> Result<List<T>> {
        self.allow(name, request.check())?;
        let call = Call::get(Safety::Safe, path).name(name);
        let listing: wire::Listing<Kept<T>> = self.send(request.apply(call)).await?.list()?;
        Ok(List::from(listing))
    }

    /// The rows of a list, from the page of the request on.
    pub(crate) fn stream_as<T: DeserializeOwned + Send + 'static>(
        &self,
        name: &'static str,
        path: &'static str,
        request: ListRequest,
    ) -> Rows<T> {
        let start = Reading {
            api: self.clone(),
            next: Some(request.page.unwrap_or(1)),
            request,
            ready: VecDeque::new(),
        };
        let rows = stream::try_unfold(start, move |mut at: Reading<T>| async move {
            loop {
                if let Some(row) = at.ready.pop_front() {
                    return Ok(Some((row, at)));
                }
                let Some(page) = at.next.take() else {
                    return Ok(None);
                };
                if at.request.paginate != Some(false) {
                    at.request.page = Some(page);
                    at.request.per_page.get_or_insert(paging::LARGEST);
                }
                let list = at.api.list_as(name, path, &at.request).await?;
                paging::check_moved(&at.api, &list, page)?;
                at.next = list.has_more().then(|| page.saturating_add(1));
                at.ready = list.items.into();
            }
        });
        rows.boxed()
    }
}

//! Lists, row by row.

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use helpdesk_core::{Delivery, Error, ErrorKind, Result, VendorData};
use helpdesk_http::Kept;

use super::Paging;
use crate::wire::{Page, Pagination};

/// How many rows a page has when nobody says: the vendor's own default.
const PAGE: u32 = 100;

/// The rows of a list, one by one.
///
/// Pages are fetched when their first row is asked for, at a request each, from the page that the
/// query says on. A vendor that answers another page than was asked for is an error, before it goes
/// round in circles. After an error the stream is over.
// What gives one is `#[inline]`: it is compiled in the program that calls it, not in every build.
pub type Rows<T> = BoxStream<'static, Result<Kept<T>>>;

/// The rows of a list with a block `pagination`, or of one that comes as a whole.
pub(super) fn numbered<T, F, P>(first: Paging, fetch: F) -> Rows<T>
where
    T: Send + 'static,
    F: Fn(Paging) -> P + Send + 'static,
    P: Future<Output = Result<Page<T>>> + Send + 'static,
{
    walk(first, fetch, true)
}

/// The rows of a list without that block. A page with fewer rows than it may have is the last; so is
/// one that is the page before once more, for then the vendor ignores the number.
pub(super) fn unnumbered<T, F, P>(first: Paging, fetch: F) -> Rows<T>
where
    T: Send + 'static,
    F: Fn(Paging) -> P + Send + 'static,
    P: Future<Output = Result<Page<T>>> + Send + 'static,
{
    walk(first, fetch, false)
}

fn walk<T, F, P>(first: Paging, fetch: F, numbered: bool) -> Rows<T>
where
    T: Send + 'static,
    F: Fn(Paging) -> P + Send + 'static,
    P: Future<Output = Result<Page<T>>> + Send + 'static,
{
    let walk = Walk {
        numbered,
        ..Walk::numbered(first)
    };
    let start = (walk, Vec::new().into_iter(), fetch);
    stream::try_unfold(start, |(mut walk, mut ready, fetch)| async move {
        loop {
            if let Some(row) = ready.next() {
                return Ok(Some((row, (walk, ready, fetch))));
            }
            let Some(paging) = walk.next_page() else {
                return Ok(None);
            };
            let fetching = fetch(paging);
            let page = fetching.await?;
            if !walk.is_new(paging, &page)? {
                return Ok(None);
            }
            ready = page.items.into_iter();
        }
    })
    .boxed()
}

/// The pages of a list, one after the other.
pub(super) struct Walk {
    numbered: bool,
    next: Option<Paging>,
    /// The rows of the page before, to notice a vendor that ignores the number.
    before: Vec<VendorData>,
}

impl Walk {
    /// Of a list with a block `pagination`.
    pub(super) fn numbered(first: Paging) -> Self {
        Self {
            numbered: true,
            next: Some(first),
            before: Vec::new(),
        }
    }

    /// The page to ask for next.
    pub(super) fn next_page(&mut self) -> Option<Paging> {
        self.next.take()
    }

    /// Whether this page, which was asked for, is a new one.
    pub(super) fn is_new<T>(&mut self, asked: Paging, page: &Page<T>) -> Result<bool> {
        let rows = page.items.iter().map(|row| row.data.clone()).collect();
        self.goes_on(asked, page.pagination.as_ref(), page.next_page(), rows)
    }

    fn goes_on(
        &mut self,
        asked: Paging,
        pagination: Option<&Pagination>,
        next_page: Option<u32>,
        rows: Vec<VendorData>,
    ) -> Result<bool> {
        let number = asked.page.unwrap_or(1);
        let answered = pagination.and_then(|own| own.current_page);
        let repeated = !rows.is_empty() && rows == self.before;
        if repeated && !self.numbered {
            return Ok(false);
        }
        if repeated || answered.is_some_and(|answered| answered != number) {
            return Err(Error::new(
                ErrorKind::Decode,
                "the vendor answered another page than was asked for",
            )
            .with_vendor(crate::VENDOR.clone())
            .with_delivery(Delivery::Answered));
        }
        let next = if self.numbered {
            next_page
        } else {
            let full = rows.len() >= asked.limit.unwrap_or(PAGE) as usize;
            full.then(|| number.saturating_add(1))
        };
        self.next = next.filter(|next| *next > number).map(|next| Paging {
            page: Some(next),
            ..asked
        });
        self.before = rows;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;
    use serde_json::{Value, json};

    use super::*;
    use crate::wire::{ChatMessage, Tag};

    fn tags(names: &[&str], pagination: &Value) -> Page<Tag> {
        let tags: Vec<Value> = names
            .iter()
            .map(|name| json!({ "id": name, "name": name }))
            .collect();
        Page::new(
            serde_json::from_value(json!(tags)).unwrap(),
            serde_json::from_value(pagination.clone()).unwrap(),
        )
    }

    async fn read(pages: Vec<Page<Tag>>) -> Result<Vec<String>> {
        numbered(Paging::new(2, 1), move |paging| {
            let page = pages[paging.page.unwrap() as usize - 1].clone();
            async move { Ok(page) }
        })
        .map_ok(|row| row.wire.name)
        .try_collect()
        .await
    }

    #[tokio::test]
    async fn pages_follow_each_other() {
        let end = json!({ "lastPage": 2, "currentPage": 2, "nextPage": 3 });
        let first = json!({ "lastPage": 2, "currentPage": 1, "nextPage": 2 });
        let read = read(vec![tags(&["a", "b"], &first), tags(&["c"], &end)]).await;
        assert_eq!(read.unwrap(), ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn without_a_last_page_an_empty_one_ends_the_list() {
        let block =
            |page: u32| json!({ "lastPage": null, "currentPage": page, "nextPage": page + 1 });
        let read = read(vec![tags(&["a"], &block(1)), tags(&[], &block(2))]).await;
        assert_eq!(read.unwrap(), ["a"]);
    }

    #[tokio::test]
    async fn a_vendor_that_ignores_the_page_is_noticed() {
        let first = json!({ "lastPage": 3, "currentPage": 1 });
        let silent = json!({ "nextPage": 2 });
        for again in [first.clone(), silent] {
            let read = read(vec![tags(&["a"], &first), tags(&["a"], &again)]).await;
            assert_eq!(read.unwrap_err().kind(), ErrorKind::Decode);
        }
    }

    #[tokio::test]
    async fn a_list_without_numbers_ends_with_a_short_page_or_a_repeated_one() {
        let notes = |ids: &[&str]| -> Page<ChatMessage> {
            let notes: Vec<Value> = ids.iter().map(|id| json!({ "_id": id })).collect();
            Page::new(serde_json::from_value(json!(notes)).unwrap(), None)
        };
        for (pages, wanted) in [
            (vec![notes(&["1", "2"]), notes(&["3"])], 3),
            (vec![notes(&["1", "2"]), notes(&["1", "2"])], 2),
            (vec![notes(&["1", "2"]), notes(&[])], 2),
        ] {
            let read: Vec<_> = unnumbered(Paging::new(2, 1), move |paging| {
                let page = pages[paging.page.unwrap() as usize - 1].clone();
                async move { Ok(page) }
            })
            .try_collect()
            .await
            .unwrap();
            assert_eq!(read.len(), wanted);
        }
    }
}

//! Numbered pages, and the cursors between them.

use helpdesk_core::{Cursor, Error, ErrorKind, Operation, Page, PageRequest, Result, Seal, Vendor};
use helpdesk_http::Kept;
use serde::{Deserialize, Serialize};

use crate::VENDOR;
use crate::api::Paging;
use crate::wire;

/// How many rows a page has when the caller does not say: the vendor's own default. No maximum is
/// documented, so more is not asked for.
pub(crate) const PAGE: u32 = 100;

/// How many pages behind the next one are told of.
const AHEAD: u32 = 16;

/// Where a page begins. Some neutral lists are several of the vendor's, one after the other.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Position {
    /// Which of the vendor's lists.
    list: usize,
    page: u32,
    /// The size of pages, for the number of a page means nothing without it.
    size: u32,
    /// The first row of the page before, to notice a vendor that ignores the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
}

/// A neutral list at one of its pages.
pub(crate) struct Listing {
    operation: Operation,
    seal: Seal,
    lists: usize,
    at: Position,
}

impl Listing {
    /// Reads a page request for a list that is made of so many of the vendor's.
    ///
    /// `Invalid` for a limit of zero and for a cursor of something else.
    pub(crate) fn open<Q: Serialize>(
        operation: Operation,
        query: &Q,
        request: &PageRequest,
        lists: usize,
    ) -> Result<Self> {
        let size = request
            .size(PAGE)
            .map_err(|error| located(error, operation))?;
        let at = match &request.cursor {
            Some(cursor) => cursor.open(&VENDOR, operation, query)?,
            None => Position {
                list: 0,
                page: 1,
                size,
                before: None,
            },
        };
        let listing = Self {
            operation,
            seal: Seal::of(&VENDOR, operation, query)?,
            lists,
            at,
        };
        listing.checked()
    }

    fn checked(self) -> Result<Self> {
        if self.at.list >= self.lists || self.at.page == 0 || self.at.size == 0 {
            let error = Error::invalid("cursor", "it cannot be read; begin again without one");
            return Err(located(error, self.operation));
        }
        Ok(self)
    }

    /// Which of the vendor's lists is read.
    pub(crate) fn list(&self) -> usize {
        self.at.list
    }

    /// The page to ask the vendor for.
    pub(crate) fn paging(&self) -> Paging {
        Paging::new(self.at.size, self.at.page)
    }

    /// How many rows the page has at most.
    pub(crate) fn size(&self) -> u32 {
        self.at.size
    }

    /// The neutral page of what the vendor answered; `id` names its rows. Those that `convert` leaves
    /// out are none of what was asked for.
    pub(crate) fn close<W, T>(
        self,
        found: wire::Page<W>,
        id: impl Fn(&W) -> &str,
        convert: impl FnMut(Kept<W>) -> Option<T>,
    ) -> Result<Page<T>> {
        let answered = Answered::of(&found, id);
        let rows = found.items.len();
        let items = converted(found.items, convert);
        let whole = items.len() == rows;
        self.page(&answered, items, whole)
    }

    /// The neutral page, with the cursors to what follows.
    ///
    /// `whole` says that `items` are all of the rows: only then is the vendor's total the total.
    pub(crate) fn page<T>(self, answer: &Answered, items: Vec<T>, whole: bool) -> Result<Page<T>> {
        self.check(answer)?;
        let (next, ahead) = self.behind(answer)?;
        let total = answer.total.filter(|_| whole && self.lists == 1);
        Ok(Page::new(items, next).with_ahead(ahead).with_total(total))
    }

    /// The cursors to the next page, and to those behind it that are known of.
    fn behind(&self, answer: &Answered) -> Result<(Option<Cursor>, Vec<Cursor>)> {
        let next_page = answer.next_page;
        let next = match next_page {
            Some(page) => Some(self.cursor(self.at.list, page, answer.first.as_ref())?),
            None => self.next_list()?,
        };
        let mut ahead = Vec::new();
        if let (Some(next_page), Some(last)) = (next_page, answer.last_page) {
            let end = last.min(next_page.saturating_add(AHEAD));
            for page in next_page.saturating_add(1)..=end {
                ahead.push(self.cursor(self.at.list, page, None)?);
            }
            if end == last {
                ahead.extend(self.next_list()?);
            }
        }
        Ok((next, ahead))
    }

    /// A page out of a list that the vendor gives as a whole.
    pub(crate) fn cut<T>(self, mut all: Vec<T>) -> Result<Page<T>> {
        let size = self.at.size as usize;
        let start = (self.at.page as usize - 1).saturating_mul(size);
        let end = start.saturating_add(size);
        let total = u64::try_from(all.len()).ok().filter(|_| self.lists == 1);
        let next = if all.len() > end {
            Some(self.cursor(self.at.list, self.at.page.saturating_add(1), None)?)
        } else {
            self.next_list()?
        };
        all.truncate(end);
        let items = all.split_off(start.min(all.len()));
        Ok(Page::new(items, next).with_total(total))
    }

    /// Whether the vendor answers the page before once more.
    pub(crate) fn repeats(&self, answer: &Answered) -> bool {
        self.at.before.is_some() && self.at.before == answer.first
    }

    fn next_list(&self) -> Result<Option<Cursor>> {
        let list = self.at.list + 1;
        (list < self.lists)
            .then(|| self.cursor(list, 1, None))
            .transpose()
    }

    fn cursor(&self, list: usize, page: u32, before: Option<&String>) -> Result<Cursor> {
        self.seal.at(&Position {
            list,
            page,
            size: self.at.size,
            before: before.cloned(),
        })
    }

    /// Refuses an answer that is another page than was asked for, before it goes round in circles.
    fn check(&self, answer: &Answered) -> Result<()> {
        let another = answer.page.is_some_and(|page| page != self.at.page);
        if another || self.repeats(answer) {
            return Err(located(
                Error::new(
                    ErrorKind::Decode,
                    "the vendor answered another page than was asked for",
                )
                .with_delivery(helpdesk_core::Delivery::Answered),
                self.operation,
            ));
        }
        Ok(())
    }
}

/// What matters of an answer for the pages behind it.
pub(crate) struct Answered {
    page: Option<u32>,
    next_page: Option<u32>,
    last_page: Option<u32>,
    total: Option<u64>,
    first: Option<String>,
}

impl Answered {
    /// Looks at an answer; `id` names its rows.
    pub(crate) fn of<W>(page: &wire::Page<W>, id: impl Fn(&W) -> &str) -> Self {
        let first = page.items.first().map(|row| id(&row.wire).to_owned());
        Self::with(page.pagination.as_ref(), page.next_page(), first)
    }

    fn with(
        pagination: Option<&wire::Pagination>,
        next_page: Option<u32>,
        first: Option<String>,
    ) -> Self {
        // Where the last page is unknown the total is not one either: the history counts the page.
        let last_page = pagination.and_then(|own| own.last_page);
        Self {
            page: pagination.and_then(|own| own.current_page),
            next_page,
            last_page,
            total: pagination
                .filter(|_| last_page.is_some())
                .and_then(|own| own.total),
            first,
        }
    }

    /// Goes on to this page, for lists that do not say.
    pub(crate) fn followed_by(mut self, page: Option<u32>) -> Self {
        self.next_page = page;
        self
    }

    /// Tells pages apart by this, for lists whose first rows may be alike.
    pub(crate) fn told_by(mut self, first: Option<String>) -> Self {
        self.first = first;
        self
    }
}

/// Rows as neutral objects, without those that `convert` leaves out.
pub(crate) fn converted<W, T>(
    rows: Vec<Kept<W>>,
    mut convert: impl FnMut(Kept<W>) -> Option<T>,
) -> Vec<T> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(one) = convert(row) {
            all.push(one);
        }
    }
    all
}

/// Says where an error happened.
pub(crate) fn located(error: Error, operation: Operation) -> Error {
    error
        .with_vendor(Vendor::clone(&VENDOR))
        .with_operation(operation.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const OP: Operation = Operation::ContactsList;

    fn answer(rows: &[&str], pagination: &Value) -> wire::Page<String> {
        let rows: Vec<Kept<String>> = serde_json::from_value(json!(rows)).unwrap();
        wire::Page::new(rows, serde_json::from_value(pagination.clone()).unwrap())
    }

    fn turn(
        lists: usize,
        request: &PageRequest,
        rows: &[&str],
        pagination: &Value,
    ) -> Result<Page<String>> {
        let page = answer(rows, pagination);
        let listing = Listing::open(OP, &"query", request, lists)?;
        listing.close(page, |row| row, |row| Some(row.wire))
    }

    #[test]
    fn last_page_counts_more_than_next_page() {
        let tasks = json!({ "total": 1, "lastPage": 1, "currentPage": 1, "nextPage": 2 });
        let page = turn(1, &PageRequest::first(), &["a"], &tasks).unwrap();
        assert_eq!((page.next, page.total), (None, Some(1)));
    }

    #[test]
    fn without_a_last_page_an_empty_one_ends_the_list() {
        let history = json!({ "total": 1, "lastPage": null, "currentPage": 1, "nextPage": 2 });
        let page = turn(1, &PageRequest::first(), &["a"], &history).unwrap();
        assert_eq!((page.total, page.ahead.len()), (None, 0));
        let second = PageRequest::first().after(page.next.unwrap());
        let history = json!({ "total": 0, "lastPage": null, "currentPage": 2, "nextPage": 3 });
        let page = turn(1, &second, &[], &history).unwrap();
        assert_eq!((page.items.len(), page.next), (0, None));
    }

    #[test]
    fn pages_ahead_lead_to_the_next_list() {
        let known = json!({ "total": 4, "lastPage": 4, "currentPage": 1, "nextPage": 2 });
        let page = turn(2, &PageRequest::first().limit(1), &["a"], &known).unwrap();
        assert_eq!((page.ahead.len(), page.total), (3, None));
        let other = PageRequest::first().after(page.ahead[2].clone());
        let listing = Listing::open(OP, &"query", &other, 2).unwrap();
        assert_eq!((listing.list(), listing.paging()), (1, Paging::new(1, 1)));
    }

    #[test]
    fn a_vendor_that_ignores_the_page_is_noticed() {
        let first = json!({ "lastPage": 3, "currentPage": 1, "nextPage": 2 });
        let page = turn(1, &PageRequest::first(), &["a"], &first).unwrap();
        let second = PageRequest::first().after(page.next.unwrap());
        assert_eq!(
            turn(1, &second, &["a"], &first).unwrap_err().kind(),
            ErrorKind::Decode
        );
        let silent = json!({ "nextPage": 2 });
        assert_eq!(
            turn(1, &second, &["a"], &silent).unwrap_err().kind(),
            ErrorKind::Decode
        );
    }

    #[test]
    fn a_cursor_of_more_lists_than_there_are_is_refused() {
        let known = json!({ "lastPage": 1, "currentPage": 1 });
        let page = turn(2, &PageRequest::first(), &["a"], &known).unwrap();
        let second = PageRequest::first().after(page.next.unwrap());
        let error = turn(1, &second, &["a"], &known).unwrap_err();
        assert_eq!(error.field_errors()[0].field, "cursor");
    }

    #[test]
    fn a_whole_list_is_cut_into_pages() {
        let cut = |request: &PageRequest| {
            let listing = Listing::open(OP, &"query", request, 1).unwrap();
            listing.cut(vec![1, 2, 3, 4, 5]).unwrap()
        };
        let mut request = PageRequest::first().limit(2);
        for (items, more) in [(vec![1, 2], true), (vec![3, 4], true), (vec![5], false)] {
            let page = cut(&request);
            assert_eq!((page.items, page.total), (items, Some(5)));
            assert_eq!(page.next.is_some(), more);
            if let Some(next) = page.next {
                request = request.after(next);
            }
        }
        let listing = Listing::open(OP, &"query", &request, 1).unwrap();
        assert_eq!(listing.cut(vec![1]).unwrap().items, Vec::<i32>::new());
    }

    #[test]
    fn the_total_is_that_of_a_page_from_which_nothing_was_left_out() {
        let page = || {
            answer(
                &["a", "b"],
                &json!({ "total": 2, "lastPage": 1, "currentPage": 1 }),
            )
        };
        let listing = || Listing::open(OP, &"query", &PageRequest::first(), 1).unwrap();
        let all = listing().close(page(), |row| row, |row| Some(row.wire));
        assert_eq!(all.unwrap().total, Some(2));
        let some = listing().close(
            page(),
            |row| row,
            |row| Some(row.wire).filter(|row| row == "b"),
        );
        let some = some.unwrap();
        assert_eq!((some.items, some.total), (vec!["b".to_owned()], None));
    }
}

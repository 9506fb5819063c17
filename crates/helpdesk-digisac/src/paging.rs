//! Pages by their number.

use helpdesk_core::{
    Cursor, Delivery, Error, ErrorKind, Operation, Page, PageRequest, Result, Seal,
};
use helpdesk_http::Kept;
use serde::{Deserialize, Serialize};

use crate::api::{Api, List};
use crate::{VENDOR, wire};

/// The largest page that is asked for. Larger ones are known to work; how large is not known, and
/// they take long.
pub(crate) const LARGEST: u32 = 100;

/// How many pages behind the next one are told at a time.
const AHEAD: u32 = 16;

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    pub page: u32,
    pub per: u32,
}

/// The page that is wanted. Fails with `Invalid` for a foreign cursor and a limit of nothing.
pub(crate) fn wanted<Q: Serialize>(
    operation: Operation,
    query: &Q,
    page: &PageRequest,
) -> Result<Position> {
    let per = page
        .size(LARGEST)
        .map_err(|error| error.with_vendor(VENDOR).with_operation(operation.as_str()))?;
    match &page.cursor {
        None => Ok(Position { page: 1, per }),
        Some(cursor) => {
            let at: Position = cursor.open(&VENDOR, operation, query)?;
            if at.page == 0 || at.per == 0 || at.per > LARGEST {
                return Err(Error::invalid(
                    "cursor",
                    "it is not a cursor of this library; begin again without one",
                )
                .with_vendor(VENDOR)
                .with_operation(operation.as_str()));
            }
            Ok(at)
        }
    }
}

/// Fails when the vendor answered another page than it was asked for: reading on would never end.
pub(crate) fn check_moved<T>(api: &Api, list: &List<T>, page: u32) -> Result<()> {
    match list.current_page {
        Some(current) if current != u64::from(page) && !list.items.is_empty() => {
            Err(another_page(api))
        }
        _ => Ok(()),
    }
}

#[cold]
fn another_page(api: &Api) -> Error {
    let message = "the vendor answered another page than it was asked for";
    api.seen(ErrorKind::Decode, message)
}

/// A list's page as a neutral one. Rows that `convert` leaves out are none of what was asked for.
pub(crate) fn page<Q: Serialize, T: wire::Identified, U>(
    api: &Api,
    operation: Operation,
    query: &Q,
    at: Position,
    list: List<T>,
    mut convert: impl FnMut(Kept<T>) -> Option<U>,
) -> Result<Page<U>> {
    check_moved(api, &list, at.page)?;
    let (total, last, more) = (list.total, list.last_page, list.has_more());
    let mut items = Vec::with_capacity(list.items.len());
    for row in list.items {
        if let Some(item) = convert(api.identified(row)?) {
            items.push(item);
        }
    }
    let mut page = Page::last(items).with_total(total);
    if more {
        let seal = Seal::of(&VENDOR, operation, query);
        let behind = seal.and_then(|seal| behind(at, last, &seal));
        let (next, ahead) = behind.map_err(|error| error.with_delivery(Delivery::Answered))?;
        page.next = Some(next);
        page.ahead = ahead;
    }
    Ok(page)
}

/// The next page, and those behind it as far as they are known.
fn behind(at: Position, last: Option<u64>, seal: &Seal) -> Result<(Cursor, Vec<Cursor>)> {
    let cursor = |page: u32| seal.at(&Position { page, per: at.per });
    let next = at.page.saturating_add(1);
    let last = u32::try_from(last.unwrap_or(0)).unwrap_or(u32::MAX);
    let mut ahead = Vec::new();
    for page in next.saturating_add(1)..=last.min(next.saturating_add(AHEAD)) {
        ahead.push(cursor(page)?);
    }
    Ok((cursor(next)?, ahead))
}

/// How many pages are read at most when a call needs all rows.
const MOST_PAGES: u32 = 200;

/// All rows of a list, page by page, largest pages first come.
pub(crate) async fn all<T: wire::Identified, F, Fut>(
    api: &Api,
    mut fetch: F,
) -> Result<Vec<Kept<T>>>
where
    F: FnMut(u32, u32) -> Fut,
    Fut: Future<Output = Result<List<T>>>,
{
    let mut rows = Vec::new();
    for page in 1..=MOST_PAGES {
        let list = fetch(page, LARGEST).await?;
        check_moved(api, &list, page)?;
        let more = list.has_more();
        for row in list.items {
            rows.push(api.identified(row)?);
        }
        if !more {
            return Ok(rows);
        }
    }
    Err(api.seen(
        ErrorKind::Decode,
        "there are too many rows to read at once; narrow the search",
    ))
}

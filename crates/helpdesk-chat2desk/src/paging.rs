//! Pages of the vendor's lists.

use helpdesk_core::{
    Cursor, Delivery, Error, ErrorKind, Operation, Page, PageRequest, Result, Seal,
};
use helpdesk_http::Kept;
use serde::{Deserialize, Serialize};

use crate::VENDOR;
use crate::api::{List, ListPage, MAX_LIMIT};

/// How many places behind the next page are given out at once.
const AHEAD: usize = 32;

/// A place in a list that is paged by offset.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct At {
    /// How many rows to skip.
    offset: u64,
    /// The first row of the page before, by which a server that ignores the offset is found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    /// Which of several lists that are read one after the other.
    #[serde(default)]
    part: usize,
}

/// A page of a list that is paged by offset.
pub(crate) struct Offsets<'a, Q> {
    operation: Operation,
    query: &'a Q,
    at: At,
    size: u32,
    parts: usize,
}

impl<'a, Q: Serialize> Offsets<'a, Q> {
    /// Where a page begins, from the cursor. The cursor belongs to this operation and query.
    pub(crate) fn open(operation: Operation, query: &'a Q, page: &PageRequest) -> Result<Self> {
        let size = page
            .size(MAX_LIMIT)
            .map_err(|error| named(error, operation))?;
        let at = match &page.cursor {
            Some(cursor) => cursor.open(&VENDOR, operation, query)?,
            None => At::default(),
        };
        Ok(Self {
            operation,
            query,
            at,
            size,
            parts: 1,
        })
    }

    /// Reads so many lists one after the other.
    pub(crate) fn in_parts(mut self, parts: usize) -> Self {
        self.parts = parts;
        self
    }

    /// Which of the lists this page is of, from zero.
    pub(crate) fn part(&self) -> usize {
        self.at.part
    }

    /// What to ask the vendor for.
    pub(crate) fn request(&self) -> ListPage {
        ListPage::new(self.size, self.at.offset)
    }

    /// The page from what the vendor answered. Rows that `convert` drops are not in it, but count.
    ///
    /// The next page begins behind the rows that came. A page ends the list when it is empty, or
    /// shorter than the size the vendor says it applied while the total promises no more; a total
    /// alone ends nothing.
    pub(crate) fn close<T, U>(
        self,
        list: List<T>,
        id: impl Fn(&T) -> &str,
        mut convert: impl FnMut(Kept<T>) -> Option<U>,
    ) -> Result<Page<U>> {
        let rows = list.items.len() as u64;
        let total = list.meta.total;
        let first = list.items.first().map(|row| id(&row.wire).to_owned());
        if first.is_some() && first == self.at.first {
            return if total.is_some_and(|total| total > self.at.offset) {
                Err(Error::new(
                    ErrorKind::Decode,
                    "the vendor gives the same page again, so the list cannot be read to its end",
                )
                .with_vendor(VENDOR)
                .with_operation(self.operation.as_str())
                .with_delivery(Delivery::Answered))
            } else {
                let next = self.at.part + 1;
                let next = (next < self.parts)
                    .then(|| self.seal(0, None, next))
                    .transpose()?;
                Ok(Page::new(Vec::new(), next))
            };
        }
        let applied = list
            .meta
            .limit
            .filter(|limit| *limit > 0)
            .unwrap_or_else(|| u64::from(self.size));
        let next = self.at.offset + rows;
        let short = rows < applied;
        let goes_on = rows > 0 && (!short || total.is_some_and(|total| total > next));

        let before = list.items.len();
        let items: Vec<U> = list.items.into_iter().filter_map(&mut convert).collect();
        let whole = items.len() == before;
        let mut page = Page::new(items, None);
        let part = self.at.part;
        if goes_on {
            page.next = Some(self.seal(next, first, part)?);
            if !short && let Some(total) = total {
                let seal = Seal::of(&VENDOR, self.operation, self.query)?;
                let mut offset = next + rows;
                while offset < total && page.ahead.len() < AHEAD {
                    page.ahead.push(seal.at(&At {
                        offset,
                        first: None,
                        part,
                    })?);
                    offset += rows;
                }
            }
        } else if part + 1 < self.parts {
            page.next = Some(self.seal(0, None, part + 1)?);
        }
        Ok(page.with_total(total.filter(|_| whole && self.parts == 1)))
    }

    fn seal(&self, offset: u64, first: Option<String>, part: usize) -> Result<Cursor> {
        let at = At {
            offset,
            first,
            part,
        };
        Cursor::seal(&VENDOR, self.operation, self.query, &at)
    }
}

/// A page of a list that the vendor gives whole, or that was put together here.
pub(crate) fn slice<T, Q: Serialize>(
    operation: Operation,
    query: &Q,
    page: &PageRequest,
    items: Vec<T>,
) -> Result<Page<T>> {
    let at = Offsets::open(operation, query, page)?;
    let total = items.len() as u64;
    let begin = at.at.offset.min(total);
    let end = (begin + u64::from(at.size)).min(total);
    let next = (end < total).then(|| at.seal(end, None, 0)).transpose()?;
    let skip = usize::try_from(begin).unwrap_or(usize::MAX);
    let items = items
        .into_iter()
        .skip(skip)
        .take(at.size as usize)
        .collect();
    Ok(Page::new(items, next).with_total(Some(total)))
}

pub(crate) fn named(error: Error, operation: Operation) -> Error {
    error.with_vendor(VENDOR).with_operation(operation.as_str())
}

/// Refuses an identifier that the vendor can never have given out: identifiers are numbers, so the
/// record does not exist, and there is nothing to ask for.
pub(crate) fn given_out(id: &str, operation: Operation) -> Result<()> {
    if is_given_out(id) {
        return Ok(());
    }
    Err(named(Error::not_found("record"), operation)
        .with_field_error("id", "identifiers of Chat2Desk are numbers"))
}

/// Whether the vendor can have given out an identifier.
pub(crate) fn is_given_out(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

//! Pages of the vendor's lists.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use helpdesk_core::{
    Cursor, Delivery, Error, ErrorKind, Operation, Page, PageRequest, Result, Seal,
};
use helpdesk_http::Kept;
use serde::{Deserialize, Serialize};

use crate::VENDOR;
use crate::api::{List, ListPage, MAX_LIMIT, is_short};
use crate::wire::Meta;

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
pub(crate) struct Offsets {
    operation: Operation,
    seal: Seal,
    at: At,
    size: u32,
    parts: usize,
}

/// What is said of a page beside its rows.
struct Around {
    next: Option<Cursor>,
    ahead: Vec<Cursor>,
    total: Option<u64>,
    /// It has the rows of the page before.
    repeated: bool,
}

impl Offsets {
    /// Where a page begins, from the cursor. The cursor belongs to this operation and query.
    pub(crate) fn open<Q: Serialize>(
        operation: Operation,
        query: &Q,
        page: &PageRequest,
    ) -> Result<Self> {
        let size = page
            .size(MAX_LIMIT)
            .map_err(|error| named(error, operation))?;
        let at = match &page.cursor {
            Some(cursor) => cursor.open(&VENDOR, operation, query)?,
            None => At::default(),
        };
        Ok(Self {
            operation,
            seal: Seal::of(&VENDOR, operation, query)?,
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
        let rows = list.items.len();
        let first = list.items.first().map(|row| id(&row.wire).to_owned());
        let around = self.around(rows as u64, first, list.meta)?;
        if around.repeated {
            return Ok(Page::new(Vec::new(), around.next));
        }
        let mut items = Vec::with_capacity(rows);
        for row in list.items {
            if let Some(item) = convert(row) {
                items.push(item);
            }
        }
        let whole = items.len() == rows;
        let mut page = Page::new(items, around.next);
        page.ahead = around.ahead;
        Ok(page.with_total(around.total.filter(|_| whole)))
    }

    /// What stands around so many rows, and what follows.
    fn around(&self, rows: u64, first: Option<String>, meta: Meta) -> Result<Around> {
        let total = meta.total;
        let (offset, part) = (self.at.offset, self.at.part);
        let next_part = || {
            (part + 1 < self.parts)
                .then(|| self.seal(0, None, part + 1))
                .transpose()
        };
        let mut around = Around {
            next: None,
            ahead: Vec::new(),
            total: total.filter(|_| self.parts == 1),
            repeated: first.is_some() && first == self.at.first,
        };
        if around.repeated {
            if total.is_some_and(|total| total > offset) {
                return Err(Error::new(
                    ErrorKind::Decode,
                    "the vendor gives the same page again, so the list cannot be read to its end",
                )
                .with_vendor(VENDOR)
                .with_operation(self.operation.as_str())
                .with_delivery(Delivery::Answered));
            }
            around.next = next_part()?;
            return Ok(around);
        }
        let next = offset + rows;
        let short = is_short(rows, &meta, self.size);
        if rows == 0 || (short && total.is_none_or(|total| total <= next)) {
            around.next = next_part()?;
            return Ok(around);
        }
        around.next = Some(self.seal(next, first, part)?);
        if !short && let Some(total) = total {
            let mut offset = next + rows;
            while offset < total && around.ahead.len() < AHEAD {
                around.ahead.push(self.seal(offset, None, part)?);
                offset += rows;
            }
        }
        Ok(around)
    }

    fn seal(&self, offset: u64, first: Option<String>, part: usize) -> Result<Cursor> {
        self.seal.at(&At {
            offset,
            first,
            part,
        })
    }
}

/// A page of a list that the vendor gives whole, or that was put together here.
pub(crate) fn slice<T, Q: Serialize>(
    operation: Operation,
    query: &Q,
    page: &PageRequest,
    mut items: Vec<T>,
) -> Result<Page<T>> {
    let at = Offsets::open(operation, query, page)?;
    let total = items.len() as u64;
    let begin = at.at.offset.min(total);
    let end = (begin + u64::from(at.size)).min(total);
    let next = (end < total).then(|| at.seal(end, None, 0)).transpose()?;
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    items.truncate(place(end));
    let items = items.split_off(place(begin));
    Ok(Page::new(items, next).with_total(Some(total)))
}

/// Each row converted. A loop, because an iterator of its own would be compiled for each type.
pub(crate) fn converted<T, U>(rows: Vec<T>, convert: impl Fn(T) -> U) -> Vec<U> {
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(convert(row));
    }
    items
}

/// Sorted by the numbers that their identifiers are. What has none comes last.
///
/// Sorting what is large itself would be compiled for each type, and a heap of numbers is less code
/// than a sort.
pub(crate) fn in_order<T>(rows: Vec<T>, id: impl Fn(&T) -> &str) -> Vec<T> {
    let mut places = BinaryHeap::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        places.push(Reverse((id(row).parse().unwrap_or(u64::MAX), at)));
    }
    let mut rows = converted(rows, Some);
    let mut sorted = Vec::with_capacity(rows.len());
    while let Some(Reverse((_, at))) = places.pop() {
        sorted.extend(rows[at].take());
    }
    sorted
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_number_and_the_others_come_last() {
        let rows = ["10 a", "9", "x", "2", "10 b", "y"];
        let sorted = in_order(rows.to_vec(), |row| row.split(' ').next().unwrap());
        assert_eq!(sorted, ["2", "9", "10 a", "10 b", "x", "y"]);
    }
}

//! Pages of the neutral contract over the vendor's numbered pages.

use helpdesk_core::{Cursor, Operation, Page, PageRequest, Result, Seal};
use helpdesk_http::Kept;
use serde::{Deserialize, Serialize};

use crate::VENDOR;
use crate::api::{LARGEST_PAGE, List};

/// How many pages behind the next one are told of at most.
const AHEAD: u64 = 16;

/// Where a page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Which of several lists that are read one after the other, or which record's.
    pub(crate) part: u64,
    /// How many rows of it were read before.
    pub(crate) offset: u64,
    /// The first row of the page before, to notice a vendor that ignores the page.
    pub(crate) first: Option<String>,
}

/// A list that is read page by page.
pub(crate) struct Pages {
    seal: Seal,
    size: u64,
    pub(crate) place: Place,
}

/// The rows of one page, and where the next begins.
pub(crate) struct Rows<T> {
    pub(crate) items: Vec<Kept<T>>,
    pub(crate) next: Option<Place>,
    total: Option<u64>,
}

/// What comes behind the rows that a vendor sent.
enum Behind {
    /// Nothing: they are all there are.
    Known,
    /// Nothing: they are those of the page before.
    Again,
    /// A page, if there is one.
    Place(Option<Place>),
}

impl Pages {
    /// Reads a page request. Refuses a cursor of another list, and a limit of nothing.
    pub(crate) fn open<Q: Serialize>(
        operation: Operation,
        query: &Q,
        request: &PageRequest,
    ) -> Result<Self> {
        let size = request.size(LARGEST_PAGE)?;
        let place = match &request.cursor {
            Some(cursor) => cursor.open(&VENDOR, operation, query)?,
            None => Place::default(),
        };
        Ok(Self {
            seal: Seal::of(&VENDOR, operation, query)?,
            size: u64::from(size),
            place,
        })
    }

    /// How many rows the page may have.
    pub(crate) fn limit(&self) -> usize {
        usize::try_from(self.size).unwrap_or(usize::MAX)
    }

    /// Reads the rows of this page. `fetch` is given the number and the size of the vendor's page.
    pub(crate) async fn rows<T, F>(
        &self,
        fetch: impl FnOnce(u32, u32) -> F,
        id: impl Fn(&T) -> String,
    ) -> Result<Rows<T>>
    where
        F: Future<Output = Result<List<T>>>,
    {
        let offset = self.place.offset;
        let size = fitting(offset, self.size);
        let number = u32::try_from(offset / size + 1).unwrap_or(u32::MAX);
        let limit = u32::try_from(size).unwrap_or(LARGEST_PAGE);
        let List { items, total, .. } = fetch(number, limit).await?;
        let begins = items.first().map(|row| id(&row.wire));
        Ok(match self.behind(items.len() as u64, size, begins, total) {
            Behind::Known => self.cut(items),
            Behind::Again => Rows {
                items: Vec::new(),
                next: None,
                total,
            },
            Behind::Place(next) => Rows { items, next, total },
        })
    }

    /// What comes behind a page with so many rows.
    fn behind(&self, count: u64, size: u64, begins: Option<String>, total: Option<u64>) -> Behind {
        if count > size {
            // The vendor knows no pages here and sends the whole list.
            return Behind::Known;
        }
        let Place {
            part,
            offset,
            ref first,
        } = self.place;
        if begins.is_some() && begins == *first {
            return Behind::Again;
        }
        let more = match total {
            Some(total) => count > 0 && offset + count < total,
            None => count == size,
        };
        Behind::Place(more.then_some(Place {
            part,
            offset: offset + size,
            first: begins,
        }))
    }

    /// The rows of this page out of all there are.
    pub(crate) fn cut<T>(&self, all: Vec<Kept<T>>) -> Rows<T> {
        let (offset, end) = (self.place.offset, self.place.offset + self.size);
        let next = (end < all.len() as u64).then_some(Place {
            part: self.place.part,
            offset: end,
            first: None,
        });
        let skip = usize::try_from(offset).unwrap_or(usize::MAX);
        Rows {
            items: all.into_iter().skip(skip).take(self.limit()).collect(),
            next,
            total: None,
        }
    }

    /// A page of converted rows.
    pub(crate) fn page<T, N>(
        &self,
        rows: Rows<T>,
        convert: impl FnMut(Kept<T>) -> N,
    ) -> Result<Page<N>> {
        let mut page = Page::last(rows.items.into_iter().map(convert).collect());
        if let Some(next) = &rows.next {
            page.next = Some(self.seal(next)?);
            page.ahead = self.ahead(next, rows.total)?;
        }
        Ok(page.with_total(rows.total))
    }

    /// The pages behind the next one.
    fn ahead(&self, next: &Place, total: Option<u64>) -> Result<Vec<Cursor>> {
        (1..=self.steps_ahead(next, total))
            .map(|step| next.offset + step * self.size)
            .take_while(|offset| total.is_none_or(|total| *offset < total))
            .map(|offset| {
                self.seal(&Place {
                    part: next.part,
                    offset,
                    first: next.first.clone(),
                })
            })
            .collect()
    }

    /// How many pages behind the next one are told of. Most lists do not say how long they are; of
    /// these no more pages are told of than were read, so that few are asked for in vain.
    fn steps_ahead(&self, next: &Place, total: Option<u64>) -> u64 {
        match total {
            Some(_) => AHEAD,
            None => AHEAD.min(next.offset / self.size),
        }
    }

    pub(crate) fn seal(&self, place: &Place) -> Result<Cursor> {
        self.seal.at(place)
    }
}

/// The vendor's pages begin at multiples of their size: the largest size, no larger than wanted, that
/// has a page beginning here. It differs from the wanted one only when a caller changes the limit
/// midway.
fn fitting(offset: u64, wanted: u64) -> u64 {
    (1..=wanted)
        .rev()
        .find(|size| offset.is_multiple_of(*size))
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_begin_where_the_last_one_ended() {
        for (offset, wanted, size) in [
            (0, 7, 7),
            (14, 7, 7),
            (10, 7, 5),
            (13, 10, 1),
            (100, 50, 50),
        ] {
            assert_eq!(fitting(offset, wanted), size, "{offset} {wanted}");
        }
    }

    #[test]
    fn no_more_pages_are_told_of_than_were_read() {
        let (operation, query) = (Operation::ContactsList, "all");
        let pages = Pages {
            seal: Seal::of(&VENDOR, operation, &query).unwrap(),
            size: 100,
            place: Place::default(),
        };
        let next = |offset| Place {
            part: 0,
            offset,
            first: Some("7".to_owned()),
        };
        for (offset, total, steps) in [
            (100, None, 1),
            (300, None, 3),
            (9_000, None, 16),
            (100, Some(5_000), 16),
        ] {
            assert_eq!(pages.steps_ahead(&next(offset), total), steps, "{offset}");
        }

        let rows = Rows::<()> {
            items: Vec::new(),
            next: Some(next(200)),
            total: None,
        };
        let page = pages.page(rows, |_| ()).unwrap();
        let ahead: Vec<Place> = page
            .ahead
            .iter()
            .map(|cursor| cursor.open(&VENDOR, operation, &query).unwrap())
            .collect();
        // By the first row a vendor is found out that ignores the page.
        assert_eq!(ahead, [next(300), next(400)]);
    }
}

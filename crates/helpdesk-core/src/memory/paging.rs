//! Pages. A cursor holds the place of the last object that was read, so that nothing is left out
//! when something before it is removed.

use serde::{Deserialize, Serialize};

use super::MemoryDesk;
use crate::{Cursor, Operation, Page, PageRequest, Result};

/// How many pages behind the next one are told of.
const AHEAD: usize = 16;

/// What a cursor holds.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Position {
    after: u64,
    /// An empty page comes first.
    pause: bool,
}

/// Where a page begins and how large it is.
pub(super) struct Place<'q, Q> {
    operation: Operation,
    query: &'q Q,
    size: usize,
    at: Option<Position>,
}

impl MemoryDesk {
    /// Reads a page request. Refuses a cursor of another list, and a limit of zero.
    pub(super) fn place<'q, Q: Serialize>(
        &self,
        operation: Operation,
        query: &'q Q,
        request: &PageRequest,
    ) -> Result<Place<'q, Q>> {
        let size = request
            .size(self.settings().page_size_max)
            .map_err(|error| self.locate(operation, error))?;
        let at = match &request.cursor {
            Some(cursor) => Some(cursor.open(&self.settings().vendor, operation, query)?),
            None => None,
        };
        Ok(Place {
            operation,
            query,
            size: usize::try_from(size).unwrap_or(usize::MAX),
            at,
        })
    }

    /// Cuts a page out of all rows that the query admits, which come with their places.
    pub(super) fn cut<Q: Serialize, R, T>(
        &self,
        place: &Place<'_, Q>,
        rows: impl Iterator<Item = (u64, R)>,
        show: impl FnMut(R) -> T,
    ) -> Result<Page<T>> {
        let seal = |after, pause| {
            let vendor = &self.settings().vendor;
            Cursor::seal(
                vendor,
                place.operation,
                place.query,
                &Position { after, pause },
            )
        };
        let rows: Vec<(u64, R)> = rows.collect();
        let total = u64::try_from(rows.len()).ok();
        let after = place.at.map_or(0, |position| position.after);
        if place.at.is_some_and(|position| position.pause) {
            return Ok(Page::new(Vec::new(), Some(seal(after, false)?)).with_total(total));
        }

        let mut rest = rows;
        rest.retain(|(at, _)| *at > after);
        let ends: Vec<u64> = rest
            .chunks(place.size)
            .filter_map(|page| page.last())
            .map(|(at, _)| *at)
            .collect();
        let (next, ahead) = match ends.split_last() {
            Some((_, [first, others @ ..])) => {
                let pause = self.settings().empty_middle_page && place.at.is_none();
                let others: &[u64] = if self.settings().empty_middle_page {
                    &[]
                } else {
                    others
                };
                let ahead: Result<Vec<Cursor>> = others
                    .iter()
                    .take(AHEAD)
                    .map(|end| seal(*end, false))
                    .collect();
                (Some(seal(*first, pause)?), ahead?)
            }
            _ => (None, Vec::new()),
        };
        let items = rest
            .into_iter()
            .take(place.size)
            .map(|(_, row)| row)
            .map(show)
            .collect();
        Ok(Page::new(items, next).with_ahead(ahead).with_total(total))
    }
}

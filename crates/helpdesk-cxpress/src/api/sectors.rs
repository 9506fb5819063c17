//! `/external/sector`

use helpdesk_core::{Result, Safety, builder, open_enum};
use helpdesk_http::{Answer, Call, Kept};

use super::{Api, Direction, Paging, Rows, rows};
use crate::wire::{EditSector, ListedSector, NewSector, Page, Sector, SectorAnswer};

open_enum! {
    /// What a list of sectors is sorted by.
    pub enum SectorSort {
        /// The name.
        Name = "name",
        /// A running number.
        Reference = "reference_id",
        /// Whether it is in use.
        Active = "active",
        /// When it came to be.
        Created = "created_at",
    }
}

/// Which sectors to list.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ListSectors {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Those in use, or those that are not.
    pub active: Option<bool>,
    /// Found by name or key word.
    pub search: Option<String>,
    /// What they are sorted by.
    pub sort_by: Option<SectorSort>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
}

builder!(ListSectors, ListSectorsBuilder {
    optional: [active / maybe_active: bool],
    optional(into): [
        search / maybe_search: String,
        sort_by / maybe_sort_by: SectorSort,
        order_by / maybe_order_by: Direction,
    ],
    default: [paging: Paging],
});

/// Sectors, which are departments.
#[derive(Debug, Clone, Copy)]
pub struct Sectors<'a>(pub(super) &'a Api);

impl Sectors<'_> {
    /// `GET /external/sector`: one page of sectors. "List Sectors".
    ///
    /// Rows have other keys than the answers to writes.
    pub async fn list(&self, query: &ListSectors) -> Result<Page<ListedSector>> {
        let call = query
            .paging
            .on(Call::get(Safety::Safe, "/external/sector").name("sectors.list"))
            .query_opt("active", query.active)
            .query_opt("search", query.search.as_ref())
            .query_opt("sort_by", query.sort_by.as_ref())
            .query_opt("order_by", query.order_by.as_ref());
        self.0.allowed(&call, query.paging.check())?;
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row.
    #[inline]
    pub fn stream(&self, query: &ListSectors) -> Rows<ListedSector> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let api = api.clone();
            let query = ListSectors {
                paging,
                ..query.clone()
            };
            async move { api.sectors().list(&query).await }
        })
    }

    /// `POST /external/sector`: creates a sector. "Create Sector".
    ///
    /// **From then on tickets that come in by its accounts, and messages with its key words, go to
    /// it.** `Conflict` when another sector has one of the key words. Nothing makes a sector's name its
    /// own, so it is sent once only; after an unknown delivery look at the list.
    pub async fn create(&self, new: &NewSector) -> Result<Kept<Sector>> {
        let call = Call::post(Safety::Once, "/external/sector")
            .name("sectors.create")
            .json(new);
        written(&self.0.send(call).await?)
    }

    /// `PUT /external/sector`: changes a sector, or switches it on or off. There is no way to delete
    /// one. "Edit Sector".
    ///
    /// What is left out stays. `NotFound`; `Conflict` when another sector has one of the key words.
    /// Writes an absolute state, so it is repeated.
    pub async fn edit(&self, change: &EditSector) -> Result<Kept<Sector>> {
        let call = Call::put(Safety::Safe, "/external/sector")
            .name("sectors.edit")
            .json(change);
        written(&self.0.send(call).await?)
    }
}

// Compiled where a sector is written, not in every build.
#[inline]
fn written(answer: &Answer) -> Result<Kept<Sector>> {
    Ok(answer.json::<SectorAnswer>()?.sector)
}

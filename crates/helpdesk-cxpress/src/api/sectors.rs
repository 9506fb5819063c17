//! `/external/sector`

use bon::Builder;
use helpdesk_core::{Result, Safety};
use helpdesk_http::{Answer, Call, Kept};

use super::{Api, Direction, Paging};
use crate::wire::{EditSector, ListedSector, NewSector, Page, Sector, SectorAnswer, SectorsAnswer};

/// Which sectors to list.
#[derive(Debug, Clone, Default, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ListSectors {
    /// Which page.
    #[builder(default)]
    pub paging: Paging,
    /// Those in use, or those that are not.
    pub active: Option<bool>,
    /// Found by name or key word.
    pub search: Option<String>,
    /// Sorted by `name`, `reference_id`, `active` or `created_at`.
    pub sort_by: Option<String>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
}

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
        self.0.page::<SectorsAnswer, _>(call).await
    }

    /// `POST /external/sector`: creates a sector. "Create Sector".
    ///
    /// `Conflict` when another sector has one of the key words. Nothing makes a sector's name its
    /// own, so it is sent once only; after an unknown delivery look at the list.
    pub async fn create(&self, new: &NewSector) -> Result<Kept<Sector>> {
        let call = Call::post(Safety::Once, "/external/sector")
            .name("sectors.create")
            .json(new);
        written(&self.0.send(call).await?)
    }

    /// `PUT /external/sector`: changes a sector, or switches it on or off. There is no way to delete
    /// one. "Edit Sector".
    pub async fn edit(&self, change: &EditSector) -> Result<Kept<Sector>> {
        let call = Call::put(Safety::Safe, "/external/sector")
            .name("sectors.edit")
            .json(change);
        written(&self.0.send(call).await?)
    }
}

fn written(answer: &Answer) -> Result<Kept<Sector>> {
    Ok(answer.json::<SectorAnswer>()?.sector)
}

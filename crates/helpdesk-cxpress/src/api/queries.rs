//! Query parameters that several lists share.

use bon::Builder;
use helpdesk_core::{open_enum, redacted_debug};
use helpdesk_http::Call;
use serde::Serialize;

use crate::wire::{ChannelTypeId, StatusId};

open_enum! {
    /// Which end of a sorted list comes first.
    pub enum Direction {
        /// The least first.
        Ascending = "asc",
        /// The greatest first.
        Descending = "desc",
    }
}

/// Which page of a list. Pages have 100 rows unless `limit` says otherwise; no maximum is
/// documented.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Builder)]
#[non_exhaustive]
pub struct Paging {
    /// How many rows a page has.
    pub limit: Option<u32>,
    /// Which page, from 1.
    pub page: Option<u32>,
}

impl Paging {
    /// A page of this size.
    pub const fn new(limit: u32, page: u32) -> Self {
        Self {
            limit: Some(limit),
            page: Some(page),
        }
    }

    pub(super) fn on(self, call: Call) -> Call {
        call.query_opt("limit", self.limit)
            .query_opt("page", self.page)
    }
}

/// Several identifiers in one parameter.
pub(super) fn joined(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join(","))
}

/// Which tickets to list. Most of it means the same in all four lists that take it.
#[derive(Clone, Default, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ListTickets {
    /// Which page.
    #[builder(default)]
    pub paging: Paging,
    /// Of this status: an ongoing one.
    #[builder(into)]
    pub status: Option<StatusId>,
    /// Of this kind of channel.
    #[builder(into)]
    pub channel: Option<ChannelTypeId>,
    /// Of the operator with this `user_id`. Not for the list of an operator's tickets.
    pub employee: Option<String>,
    /// Those that a chatbot served, or did not.
    pub bot: Option<bool>,
    /// That came in by one of these automation keys.
    #[builder(default)]
    pub automation: Vec<String>,
    /// From this day on, as `YYYY-MM-DD`. Only together with `end_date`; which date is meant is not
    /// documented.
    pub start_date: Option<String>,
    /// Up to this day, as `YYYY-MM-DD`. Only together with `start_date`.
    pub end_date: Option<String>,
    /// Found by the ticket's number, or by name, mail address, WhatsApp or phone number of the
    /// consumer.
    pub search: Option<String>,
    /// Of this sector.
    pub sector: Option<String>,
    /// Sorted by `home_ticket_update_at` or `updated_level2_at`.
    pub sort_by: Option<String>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// With one of these tags.
    #[builder(default)]
    pub tags: Vec<String>,
    /// Those that were read, or were not.
    pub was_read: Option<bool>,
    /// Of any sector or none. The documentation allows `true` only.
    pub is_all_sectors: Option<bool>,
}

redacted_debug!(ListTickets {
    show: [
        paging,
        status,
        channel,
        employee,
        bot,
        automation,
        start_date,
        end_date,
        sector,
        sort_by,
        order_by,
        tags,
        was_read,
        is_all_sectors
    ],
    hide: [search]
});

impl ListTickets {
    pub(super) fn on(&self, call: Call) -> Call {
        self.paging
            .on(call)
            .query_opt("status", self.status.as_ref())
            .query_opt("channel", self.channel.as_ref())
            .query_opt("employee", self.employee.as_ref())
            .query_opt("bot", self.bot)
            .query_opt("automation", joined(&self.automation))
            .query_opt("start_date", self.start_date.as_ref())
            .query_opt("end_date", self.end_date.as_ref())
            .query_opt("search", self.search.as_ref())
            .query_opt("sector", self.sector.as_ref())
            .query_opt("sort_by", self.sort_by.as_ref())
            .query_opt("order_by", self.order_by.as_ref())
            .query_opt("tags", joined(&self.tags))
            .query_opt("was_read", self.was_read)
            .query_opt("is_all_sectors", self.is_all_sectors)
    }
}

//! Query parameters that several lists share.

use helpdesk_core::{Error, Result, builder, open_enum, redacted_debug};
use helpdesk_http::Call;
use jiff::civil::Date;
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

open_enum! {
    /// What a list of tickets is sorted by.
    pub enum TicketSort {
        /// When something happened that moves a ticket up on the vendor's screen.
        HomeUpdate = "home_ticket_update_at",
        /// When a ticket came to the people, past the chatbot.
        Level2Update = "updated_level2_at",
    }
}

/// Which page of a list. Pages have 100 rows unless `limit` says otherwise; no maximum is
/// documented.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Paging {
    /// How many rows a page has, 1 or more.
    pub limit: Option<u32>,
    /// Which page, from 1.
    pub page: Option<u32>,
}

builder!(Paging, PagingBuilder {
    optional: [limit / maybe_limit: u32, page / maybe_page: u32],
});

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

    /// What the documentation requires and types cannot.
    #[inline]
    pub(super) fn check(self) -> Result<()> {
        for (field, value) in [("limit", self.limit), ("page", self.page)] {
            if value == Some(0) {
                return Err(Error::invalid(field, "must be 1 or more"));
            }
        }
        Ok(())
    }
}

/// Several identifiers in one parameter.
pub(super) fn joined(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join(","))
}

/// Both ends of a range of days, or none.
pub(super) fn whole_range(start: Option<Date>, end: Option<Date>) -> Result<()> {
    match (start, end) {
        (Some(_), None) => Err(Error::invalid("end_date", "goes together with start_date")),
        (None, Some(_)) => Err(Error::invalid("start_date", "goes together with end_date")),
        _ => Ok(()),
    }
}

/// Which tickets to list. Most of it means the same in all four lists that take it.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListTickets {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Of this status: an ongoing one.
    pub status: Option<StatusId>,
    /// Of this kind of channel.
    pub channel: Option<ChannelTypeId>,
    /// Of the operator with this `user_id`. Refused for the list of an operator's tickets, which
    /// does not have it.
    pub employee: Option<String>,
    /// Those that a chatbot served, or did not.
    pub bot: Option<bool>,
    /// That came in by one of these automation keys.
    pub automation: Vec<String>,
    /// From this day on. Only together with `end_date`; which date of a ticket is meant is not
    /// documented.
    pub start_date: Option<Date>,
    /// Up to this day. Only together with `start_date`.
    pub end_date: Option<Date>,
    /// Found by the ticket's number, or by name, mail address, WhatsApp or phone number of the
    /// consumer.
    pub search: Option<String>,
    /// Of this sector.
    pub sector: Option<String>,
    /// What they are sorted by.
    pub sort_by: Option<TicketSort>,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// With one of these tags.
    pub tags: Vec<String>,
    /// Those that were read, or were not.
    pub was_read: Option<bool>,
    /// Of any sector or none. Left out when false, for the documentation allows `true` only.
    pub is_all_sectors: bool,
}

builder!(ListTickets, ListTicketsBuilder {
    optional: [
        bot / maybe_bot: bool,
        start_date / maybe_start_date: Date,
        end_date / maybe_end_date: Date,
        was_read / maybe_was_read: bool,
    ],
    optional(into): [
        status / maybe_status: StatusId,
        channel / maybe_channel: ChannelTypeId,
        employee / maybe_employee: String,
        search / maybe_search: String,
        sector / maybe_sector: String,
        sort_by / maybe_sort_by: TicketSort,
        order_by / maybe_order_by: Direction,
    ],
    default: [paging: Paging, automation: Vec<String>, tags: Vec<String>, is_all_sectors: bool],
});

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
    /// The same on another page.
    #[must_use]
    pub fn on_page(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }

    pub(super) fn on(&self, call: Call) -> Call {
        self.paging
            .on(call)
            .query_opt("status", self.status.as_ref())
            .query_opt("channel", self.channel.as_ref())
            .query_opt("employee", self.employee.as_ref())
            .query_opt("bot", self.bot)
            .query_opt("automation", joined(&self.automation))
            .query_opt("start_date", self.start_date)
            .query_opt("end_date", self.end_date)
            .query_opt("search", self.search.as_ref())
            .query_opt("sector", self.sector.as_ref())
            .query_opt("sort_by", self.sort_by.as_ref())
            .query_opt("order_by", self.order_by.as_ref())
            .query_opt("tags", joined(&self.tags))
            .query_opt("was_read", self.was_read)
            .query_opt("is_all_sectors", self.is_all_sectors.then_some(true))
    }

    /// What the documentation requires and types cannot.
    #[inline]
    pub(super) fn check(&self) -> Result<()> {
        self.paging.check()?;
        whole_range(self.start_date, self.end_date)
    }
}

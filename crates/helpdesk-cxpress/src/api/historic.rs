//! `/external/historic`

use helpdesk_core::{Result, Safety, builder, open_enum, redacted_debug};
use helpdesk_http::Call;
use jiff::civil::Date;

use super::queries::{joined, whole_range};
use super::{Api, Direction, Paging, Rows, rows};
use crate::wire::{ChannelTypeId, Page, Row, StatusId, TicketRow};

open_enum! {
    /// What the history is sorted by.
    pub enum HistorySort {
        /// When a ticket was finished.
        Finished = "finished_at",
        /// When it came to be.
        Created = "created_at",
        /// When it came to the people, past the chatbot.
        Level2Update = "updated_level2_at",
        /// When it was deleted.
        Deleted = "deleted_at",
    }
}

open_enum! {
    /// Who finished a ticket.
    pub enum ServiceLevel {
        /// A chatbot alone.
        Chatbot = "1",
        /// People.
        People = "2",
    }
}

/// Which finished tickets to list.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ListHistory {
    /// Which page; where a stream begins.
    pub paging: Paging,
    /// Which end comes first.
    pub order_by: Option<Direction>,
    /// What they are sorted by.
    pub sort_by: Option<HistorySort>,
    /// Of this status.
    pub status: Option<StatusId>,
    /// Of one of these kinds of channels.
    pub channel: Vec<ChannelTypeId>,
    /// Of the operator with this `user_id`.
    pub employee: Option<String>,
    /// Those that a chatbot served, or did not.
    pub bot: Option<bool>,
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
    /// With one of these tags.
    pub tags: Vec<String>,
    /// Of any sector or none. Left out when false, for the documentation allows `true` only.
    pub is_all_sectors: bool,
    /// Only deleted ones. Left out when false, for the documentation allows `true` only.
    pub deleted: bool,
    /// Who finished them.
    pub level: Option<ServiceLevel>,
    /// Of one of these chatbots.
    pub bot_id: Vec<String>,
    /// Those that have tags, or have none. Left out when false, for the documentation allows `true`
    /// only.
    pub all_tags: bool,
}

builder!(ListHistory, ListHistoryBuilder {
    optional: [
        bot / maybe_bot: bool,
        start_date / maybe_start_date: Date,
        end_date / maybe_end_date: Date,
    ],
    optional(into): [
        order_by / maybe_order_by: Direction,
        sort_by / maybe_sort_by: HistorySort,
        status / maybe_status: StatusId,
        employee / maybe_employee: String,
        search / maybe_search: String,
        sector / maybe_sector: String,
        level / maybe_level: ServiceLevel,
    ],
    default: [
        paging: Paging,
        channel: Vec<ChannelTypeId>,
        tags: Vec<String>,
        is_all_sectors: bool,
        deleted: bool,
        bot_id: Vec<String>,
        all_tags: bool,
    ],
});

redacted_debug!(ListHistory {
    show: [
        paging,
        order_by,
        sort_by,
        status,
        channel,
        employee,
        bot,
        start_date,
        end_date,
        sector,
        tags,
        is_all_sectors,
        deleted,
        level,
        bot_id,
        all_tags
    ],
    hide: [search]
});

impl ListHistory {
    /// What people finished, the latest first. "List ticket history – Human attendace".
    #[inline]
    pub fn human() -> Self {
        Self {
            sort_by: Some(HistorySort::Finished),
            order_by: Some(Direction::Descending),
            ..Self::default()
        }
    }

    /// What chatbots finished alone, the latest first. "List ticket history – Chatbot attendace".
    #[inline]
    pub fn chatbot() -> Self {
        Self {
            level: Some(ServiceLevel::Chatbot),
            channel: vec![
                ChannelTypeId::Facebook,
                ChannelTypeId::Instagram,
                ChannelTypeId::WhatsApp,
                ChannelTypeId::Webchat,
            ],
            ..Self::human()
        }
    }

    /// Calls that no person answered, the latest first. "List ticket history – Telephony".
    #[inline]
    pub fn telephony() -> Self {
        Self {
            level: Some(ServiceLevel::Chatbot),
            channel: vec![ChannelTypeId::Telephony],
            ..Self::human()
        }
    }

    /// Deleted tickets, the latest first. "List deleted ticket history".
    #[inline]
    pub fn deleted() -> Self {
        Self {
            sort_by: Some(HistorySort::Deleted),
            deleted: true,
            ..Self::human()
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on_page(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }
}

/// Finished and deleted tickets.
#[derive(Debug, Clone, Copy)]
pub struct Historic<'a>(pub(super) &'a Api);

impl Historic<'_> {
    /// `GET /external/historic`: one page of finished tickets: those of people, of chatbots alone, of
    /// telephony, and deleted ones. "List ticket history" and its four variants.
    ///
    /// Rows lack tags, custom fields and the identifiers of consumer and operator. `lastPage` is
    /// null, `total` counts the page, and a next page is named even where there is none: go on with
    /// [`Page::next_page`] until a page is empty.
    pub async fn list(&self, query: &ListHistory) -> Result<Page<TicketRow>> {
        self.list_as(query).await
    }

    /// The same with rows of this type.
    pub(crate) async fn list_as<T: Row>(&self, query: &ListHistory) -> Result<Page<T>> {
        let channels: Vec<String> = query.channel.iter().map(ToString::to_string).collect();
        let call = query
            .paging
            .on(Call::get(Safety::Safe, "/external/historic").name("historic.list"))
            .query_opt("order_by", query.order_by.as_ref())
            .query_opt("sort_by", query.sort_by.as_ref())
            .query_opt("status", query.status.as_ref())
            .query_opt("channel", joined(&channels))
            .query_opt("employee", query.employee.as_ref())
            .query_opt("bot", query.bot)
            .query_opt("start_date", query.start_date)
            .query_opt("end_date", query.end_date)
            .query_opt("search", query.search.as_ref())
            .query_opt("sector", query.sector.as_ref())
            .query_opt("tags", joined(&query.tags))
            .query_opt("is_all_sectors", query.is_all_sectors.then_some(true))
            .query_opt("deleted", query.deleted.then_some(true))
            .query_opt("level", query.level.as_ref())
            .query_opt("bot_id", joined(&query.bot_id))
            .query_opt("allTags", query.all_tags.then_some(true));
        let checked = query
            .paging
            .check()
            .and_then(|()| whole_range(query.start_date, query.end_date));
        self.0.allowed(&call, checked)?;
        self.0.page(call).await
    }

    /// All that [`Self::list`] lists, row by row, until a page is empty.
    #[inline]
    pub fn stream(&self, query: &ListHistory) -> Rows<TicketRow> {
        let (api, query) = (self.0.clone(), query.clone());
        rows::numbered(query.paging, move |paging| {
            let (api, query) = (api.clone(), query.clone().on_page(paging));
            async move { api.historic().list(&query).await }
        })
    }
}

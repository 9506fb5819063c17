//! Reports.

use std::collections::BTreeMap;
use std::time::Duration;

use helpdesk_core::{Error, Problems, Result, Safety, builder};
use helpdesk_http::Call;
use serde_json::Value;

use super::params::is_year_first;
use super::rows::{Row, refused};
use super::{Api, List, ListPage, Order, Rows};
use crate::wire;

helpdesk_core::open_enum! {
    /// A report.
    pub enum Report {
        /// How fast operators answered.
        OperatorReplies = "operator_replies",
        /// One row for each request.
        RequestStats = "request_stats",
        /// How much operators did.
        OperatorStats = "operator_stats",
        /// When operators came, paused and left.
        OperatorEvents = "operator_events",
        /// What clients thought of it.
        Rating = "rating",
    }
}

/// Which report, and of which day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StatisticsQuery {
    /// The report.
    pub report: Report,
    /// The day, `yyyy-mm-dd`, in the company's time zone. Today's is there tomorrow.
    pub date: String,
    /// The page.
    pub page: ListPage,
}

builder!(StatisticsQuery, StatisticsQueryBuilder {
    required(into): [report: Report, date: String],
    default: [page: ListPage],
});

impl StatisticsQuery {
    fn check(&self) -> Result<()> {
        if is_year_first(&self.date) {
            return Ok(());
        }
        Err(Error::invalid(
            "date",
            "is no day; write it as `yyyy-mm-dd`",
        ))
    }

    fn call(&self, page: ListPage) -> Call {
        let call = Call::get(Safety::Safe, "/v1/statistics")
            .name(NAME)
            .timeout(Duration::from_secs(120))
            .query("report", &self.report)
            .query("date", &self.date);
        page.of(call)
    }
}

/// Reports about a day: `/v1/statistics`. A paid feature.
#[derive(Debug, Clone)]
pub struct Statistics {
    pub(super) api: Api,
}

impl Statistics {
    /// `GET /v1/statistics`: a page of a report, newest rows first. `Invalid` for a day that is written
    /// otherwise than `yyyy-mm-dd`.
    ///
    /// The columns differ from report to report: [`Self::report`] knows those that are documented.
    /// Times are in the company's time zone without saying so. The call is slow and gets two minutes
    /// an attempt.
    pub async fn list(&self, query: &StatisticsQuery) -> Result<List<BTreeMap<String, Value>>> {
        self.api.allow(NAME, query.check())?;
        self.api.many(query.call(query.page)).await
    }

    /// The rows that [`Self::list`] gives, page by page. Pages may repeat rows.
    #[inline]
    pub fn stream(&self, query: &StatisticsQuery) -> Rows<BTreeMap<String, Value>> {
        self.rows(query.clone())
    }

    /// `GET /v1/statistics`: a page of one of the documented reports, as [`Self::list`] gives it, with
    /// its columns: [`wire::RequestStats`], [`wire::OperatorReplies`], [`wire::OperatorStats`],
    /// [`wire::OperatorEvent`] or [`wire::Rating`].
    pub async fn report<R: ReportRow>(&self, date: &str, page: ListPage) -> Result<List<R>> {
        let query = StatisticsQuery {
            report: R::REPORT,
            date: date.to_owned(),
            page,
        };
        self.api.allow(NAME, query.check())?;
        self.api.many(query.call(page)).await
    }

    /// The rows that [`Self::report`] gives, page by page. A request comes once in a report that has
    /// one row for each; the other reports may repeat rows.
    #[inline]
    pub fn report_stream<R: ReportRow>(&self, date: &str) -> Rows<R> {
        self.rows(StatisticsQuery {
            report: R::REPORT,
            date: date.to_owned(),
            page: ListPage::default(),
        })
    }

    fn rows<R: Row>(&self, query: StatisticsQuery) -> Rows<R> {
        match self.api.allow(NAME, query.check()) {
            Ok(()) => self
                .api
                .rows(query.page, move |page| query.call(page))
                .stream(),
            Err(error) => refused(error),
        }
    }
}

/// The name of the endpoint.
const NAME: &str = "statistics.list";

/// The rows of a documented report.
pub trait ReportRow: Row {
    /// The report.
    const REPORT: Report;
}

macro_rules! reports {
    ($($row:ident: $report:ident, |$own:ident| $mark:expr;)+) => {$(
        impl ReportRow for wire::$row {
            const REPORT: Report = Report::$report;
        }

        impl Row for wire::$row {
            fn mark(&self) -> Option<&str> {
                let $own = self;
                $mark
            }
        }
    )+};
}

reports! {
    RequestStats: RequestStats, |row| row.request.request_id.as_deref();
    OperatorReplies: OperatorReplies, |_row| None;
    OperatorStats: OperatorStats, |_row| None;
    OperatorEvent: OperatorEvents, |_row| None;
    Rating: Rating, |row| row.rating_id.as_deref();
}

/// Which visits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebAnalyticsQuery {
    /// From this day on, `yyyy-mm-dd`.
    pub date_from: Option<String>,
    /// Up to this day. The vendor's query has the same key for both.
    pub date_to: Option<String>,
    /// In which order.
    pub order: Option<Order>,
    /// The page.
    pub page: ListPage,
}

builder!(WebAnalyticsQuery, WebAnalyticsQueryBuilder {
    optional(into): [
        date_from / maybe_date_from: String,
        date_to / maybe_date_to: String,
        order / maybe_order: Order,
    ],
    default: [page: ListPage],
});

impl WebAnalyticsQuery {
    fn check(&self) -> Result<()> {
        let mut wrong = Problems::default();
        for (field, day) in [("date_from", &self.date_from), ("date_to", &self.date_to)] {
            wrong.add_if(
                day.as_ref().is_some_and(|day| !is_year_first(day)),
                field,
                "is no day; write it as `yyyy-mm-dd`",
            );
        }
        wrong.finish()
    }

    fn call(&self, page: ListPage) -> Call {
        let call = Call::get(Safety::Safe, "/v1/web_analytics_data")
            .name("web_analytics_data.list")
            .query_opt("date_from", self.date_from.as_deref())
            .query_opt("date_from", self.date_to.as_deref())
            .query_opt("order", self.order.as_ref());
        page.of(call)
    }
}

/// Visits on the company's pages: `/v1/web_analytics_data`.
#[derive(Debug, Clone)]
pub struct WebAnalyticsData {
    pub(super) api: Api,
}

impl WebAnalyticsData {
    /// `GET /v1/web_analytics_data`: a page of visits that led to a chat. `Invalid` for a day that is
    /// written otherwise than `yyyy-mm-dd`.
    pub async fn list(&self, query: &WebAnalyticsQuery) -> Result<List<wire::WebVisit>> {
        self.api.allow("web_analytics_data.list", query.check())?;
        self.api.many(query.call(query.page)).await
    }

    /// The visits that [`Self::list`] gives, page by page.
    #[inline]
    pub fn stream(&self, query: &WebAnalyticsQuery) -> Rows<wire::WebVisit> {
        if let Err(error) = self.api.allow("web_analytics_data.list", query.check()) {
            return refused(error);
        }
        let query = query.clone();
        self.api
            .rows(query.page, move |page| query.call(page))
            .stream()
    }
}

//! Reports.

use std::collections::BTreeMap;
use std::time::Duration;

use helpdesk_core::{Result, Safety};
use helpdesk_http::Call;
use serde_json::Value;

use super::{Api, List, ListPage};
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
#[derive(Debug, Clone, PartialEq, Eq, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct StatisticsQuery {
    /// The report.
    #[builder(into)]
    pub report: Report,
    /// The day, `yyyy-mm-dd`, in the company's time zone. Today's is there tomorrow.
    pub date: String,
    /// The page.
    #[builder(default)]
    pub page: ListPage,
}

/// Reports about a day: `/v1/statistics`. A paid feature.
#[derive(Debug, Clone)]
pub struct Statistics {
    pub(super) api: Api,
}

impl Statistics {
    /// `GET /v1/statistics`: a page of a report, newest rows first.
    ///
    /// The columns differ from report to report, and the same column comes as a number, as a text
    /// with a number and as an empty text; times are in the company's time zone without saying so.
    /// Pages may repeat rows. The call is slow and gets two minutes an attempt.
    pub async fn list(&self, query: &StatisticsQuery) -> Result<List<BTreeMap<String, Value>>> {
        let call = Call::get(Safety::Safe, "/v1/statistics")
            .name("statistics.list")
            .timeout(Duration::from_secs(120))
            .query("report", &query.report)
            .query("date", &query.date);
        self.api.many(query.page.of(call)).await
    }
}

/// Which visits.
#[derive(Debug, Clone, Default, PartialEq, Eq, bon::Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct WebAnalyticsQuery {
    /// From this day on, `yyyy-mm-dd`.
    pub date_from: Option<String>,
    /// Up to this day. The vendor's query has the same key for both.
    pub date_to: Option<String>,
    /// `asc` or `desc`.
    pub order: Option<String>,
    /// The page.
    #[builder(default)]
    pub page: ListPage,
}

/// Visits on the company's pages: `/v1/web_analytics_data`.
#[derive(Debug, Clone)]
pub struct WebAnalyticsData {
    pub(super) api: Api,
}

impl WebAnalyticsData {
    /// `GET /v1/web_analytics_data`: a page of visits that led to a chat.
    pub async fn list(&self, query: &WebAnalyticsQuery) -> Result<List<wire::WebVisit>> {
        let call = Call::get(Safety::Safe, "/v1/web_analytics_data")
            .name("web_analytics_data.list")
            .query_opt("date_from", query.date_from.as_deref())
            .query_opt("date_from", query.date_to.as_deref())
            .query_opt("order", query.order.as_deref());
        self.api.many(query.page.of(call)).await
    }
}

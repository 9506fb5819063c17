//! Exports of reports.

use bon::Builder;
use helpdesk_core::{open_enum, redacted_debug};
use helpdesk_http::lenient;
use serde::{Deserialize, Serialize};

open_enum! {
    /// How far an export has come.
    pub enum ExportStatus {
        /// Not begun.
        Pending = "pending",
        /// Under way.
        Processing = "processing",
        /// Done; the report can be fetched.
        Completed = "completed",
        /// Failed.
        Error = "error",
        /// Not there yet, in the first seconds; a third party's word.
        NotFoundYet = "EXPORT_NOT_FOUND",
    }
}

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct ExportInput {
    /// The columns: `all`, `only_visible`, or, as the documented example has it, their names with
    /// commas between them. Those of the report by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
    /// Grouped by day, hour or month: `d`, `h`, `m`. As the report has it by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// Another range of dates than the report's; at most 12 months.
    #[builder(with = |from: impl Into<String>, to: impl Into<String>| DateRange {
        date_from: from.into(),
        date_to: to.into(),
    })]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) filter: Option<DateRange>,
}

/// A range of dates: `2031-05-06` or `2031-05-06T07:08:09`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DateRange {
    date_from: String,
    date_to: String,
}

/// An export.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Export {
    /// The identifier.
    #[serde(deserialize_with = "lenient::id")]
    pub export_id: String,
    /// How far it has come.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub status: Option<ExportStatus>,
    /// How much of it is done, in percent.
    #[serde(default, deserialize_with = "lenient::opt_float")]
    pub progress: Option<f64>,
    /// Where the file is, when it is done. It is a ZIP with a CSV in it, a third party says.
    #[serde(default, deserialize_with = "lenient::opt_text")]
    pub report_url: Option<String>,
}

redacted_debug!(Export {
    show: [export_id, status, progress],
    hide: [report_url]
});

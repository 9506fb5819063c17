//! Exports of reports.

use helpdesk_core::{builder, open_enum, redacted_debug};
use helpdesk_http::lenient;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::input::Problems;

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

open_enum! {
    /// Which columns a report is exported with. Beside the two words of its table the documentation
    /// has an example with the names of columns, with commas between them.
    pub enum Columns {
        /// All.
        All = "all",
        /// Those the report shows.
        OnlyVisible = "only_visible",
    }
}

open_enum! {
    /// What the rows of a report are grouped by.
    pub enum GroupBy {
        /// Days.
        Day = "d",
        /// Hours.
        Hour = "h",
        /// Months.
        Month = "m",
    }
}

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct ExportInput {
    /// The columns; those of the report by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Columns>,
    /// What rows are grouped by; as the report has it by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<GroupBy>,
    /// Another range of dates than the report's: `2031-05-06` or `2031-05-06T07:08:09`, at most 12
    /// months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) filter: Option<DateRange>,
}

builder!(ExportInput, ExportInputBuilder {
    optional(into): [columns / maybe_columns: Columns, group_by / maybe_group_by: GroupBy],
    internal: [filter: Option<DateRange>],
});

impl ExportInputBuilder {
    /// Sets another range of dates than the report's: from the first date to the second.
    pub fn filter(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.filter = Some(DateRange {
            date_from: from.into(),
            date_to: to.into(),
        });
        self
    }
}

/// A range of dates: `2031-05-06` or `2031-05-06T07:08:09`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateRange {
    date_from: String,
    date_to: String,
}

impl ExportInput {
    /// The vendor's rules for the range: both dates, the second not before the first, and no more
    /// than 12 months.
    #[inline]
    pub(crate) fn check(&self) -> helpdesk_core::Result<()> {
        let mut problems = Problems::default();
        if let Some(range) = &self.filter {
            let mut read = |name: &str, text: &str| {
                let time = moment(text);
                if time.is_none() {
                    problems.add(name, "must be 2031-05-06 or 2031-05-06T07:08:09");
                }
                time
            };
            let from = read("filter.date_from", &range.date_from);
            let to = read("filter.date_to", &range.date_to);
            if let (Some(from), Some(to)) = (from, to) {
                if to < from {
                    problems.add("filter.date_to", "is before `date_from`");
                } else if from.checked_add(12.months()).is_ok_and(|end| to > end) {
                    problems.add("filter.date_to", "is more than 12 months after `date_from`");
                }
            }
        }
        problems.check()
    }
}

#[inline]
fn moment(text: &str) -> Option<DateTime> {
    if text.contains('T') {
        DateTime::strptime("%Y-%m-%dT%H:%M:%S", text).ok()
    } else {
        let date = Date::strptime("%Y-%m-%d", text).ok()?;
        Some(date.at(0, 0, 0, 0))
    }
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

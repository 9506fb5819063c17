//! Statistics: of a period, and of just now.

use helpdesk_core::{Error, Result, Safety, builder};
use helpdesk_http::{Call, Kept};
use jiff::Timestamp;
use serde_json::Value;

use crate::api::{Participation, PeriodType, TicketState};
use crate::wire;

resource!(
    /// Statistics.
    Dashboard,
    dashboard
);
resource!(
    /// What goes on just now.
    Now,
    now
);

/// What statistics to show.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DashboardRequest {
    /// From when.
    pub start_period: Timestamp,
    /// Until when.
    pub end_period: Timestamp,
    /// How rows are grouped; the values are not documented.
    pub grouping: Option<String>,
    /// Only this department.
    pub department_id: Option<String>,
    /// Only this agent.
    pub user_id: Option<String>,
}

builder!(DashboardRequest, DashboardRequestBuilder {
    required: [start_period: Timestamp, end_period: Timestamp],
    optional(into): [
        grouping / maybe_grouping: String,
        department_id / maybe_department_id: String,
        user_id / maybe_user_id: String,
    ],
});

/// What statistics to show, as the web client asks for them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PeriodRequest {
    /// From when.
    pub start_period: Timestamp,
    /// Until when.
    pub end_period: Timestamp,
    /// How rows are grouped; the values are not documented.
    pub grouping: Option<String>,
    /// Only this department; `all` otherwise.
    pub department_id: String,
    /// Only this agent; `all` otherwise.
    pub user_id: String,
    /// Only this channel.
    pub service_id: Option<String>,
    /// The day that counts.
    pub period_type: Option<PeriodType>,
    /// The part the department had.
    pub department_participation: Option<Participation>,
    /// The part the agent had.
    pub user_participation: Option<Participation>,
    /// Which tickets.
    pub status: Option<TicketState>,
    /// Which agents; `all` is known.
    pub user_status: Option<String>,
    /// Whether sums are wanted.
    pub with_totals: bool,
}

builder!(PeriodRequest, PeriodRequestBuilder {
    required: [start_period: Timestamp, end_period: Timestamp],
    optional(into): [
        grouping / maybe_grouping: String,
        service_id / maybe_service_id: String,
        period_type / maybe_period_type: PeriodType,
        department_participation / maybe_department_participation: Participation,
        user_participation / maybe_user_participation: Participation,
        status / maybe_status: TicketState,
        user_status / maybe_user_status: String,
    ],
    default: [with_totals: bool = true],
    default(into): [department_id: String = "all".to_owned(), user_id: String = "all".to_owned()],
});

/// Refuses a period that ends before it begins.
fn in_order(start: Timestamp, end: Timestamp) -> Result<()> {
    if end < start {
        return Err(Error::invalid("end_period", "is before `start_period`"));
    }
    Ok(())
}

/// A moment as Digisac writes it, with milliseconds.
pub(crate) fn moment(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

impl Dashboard {
    /// Statistics: `GET /dashboard/general`. The answer is not documented.
    ///
    /// Sent again after failures that may pass.
    pub async fn general(&self, request: &DashboardRequest) -> Result<Kept<Value>> {
        self.api.allow(
            "dashboard.general",
            in_order(request.start_period, request.end_period),
        )?;
        let call = Call::get(Safety::Safe, "/dashboard/general")
            .name("dashboard.general")
            .query("startPeriod", moment(request.start_period))
            .query("endPeriod", moment(request.end_period))
            .query_opt("grouping", request.grouping.as_ref())
            .query_opt("departmentId", request.department_id.as_ref())
            .query_opt("userId", request.user_id.as_ref());
        self.api.record(call, "report").await
    }

    /// Statistics of a period: `GET /dashboard/by-period`, which the web client uses. Documented by
    /// a single third party.
    ///
    /// Sent again after failures that may pass.
    pub async fn by_period(&self, request: &PeriodRequest) -> Result<Kept<wire::PeriodReport>> {
        self.api.allow(
            "dashboard.by_period",
            in_order(request.start_period, request.end_period),
        )?;
        let call = Call::get(Safety::Safe, "/dashboard/by-period")
            .name("dashboard.by_period")
            .query("startPeriod", moment(request.start_period))
            .query("endPeriod", moment(request.end_period))
            .query_opt("grouping", request.grouping.as_ref())
            .query("departmentId", &request.department_id)
            .query("userId", &request.user_id)
            .query_opt("serviceId", request.service_id.as_ref())
            .query_opt("periodType", request.period_type.as_ref())
            .query_opt(
                "departmentParticipation",
                request.department_participation.as_ref(),
            )
            .query_opt("userParticipation", request.user_participation.as_ref())
            .query_opt("status", request.status.as_ref())
            .query_opt("userStatus", request.user_status.as_ref())
            .query("withTotals", request.with_totals);
        self.api.record(call, "report").await
    }
}

impl Now {
    /// Everything that goes on just now: `GET /now/resume`. The answer is not documented.
    ///
    /// Sent again after failures that may pass.
    pub async fn resume(&self) -> Result<Kept<Value>> {
        let call = Call::get(Safety::Safe, "/now/resume").name("now.resume");
        self.api.record(call, "report").await
    }

    /// What the departments do just now: `GET /now/departments-resume`. Documented by a third
    /// party; the answer is not.
    ///
    /// Sent again after failures that may pass.
    pub async fn departments_resume(&self) -> Result<Kept<Value>> {
        let call =
            Call::get(Safety::Safe, "/now/departments-resume").name("now.departments_resume");
        self.api.record(call, "report").await
    }

    /// What the agents do just now: `GET /now/attendance-resume`. The answer is not documented.
    ///
    /// Sent again after failures that may pass.
    pub async fn attendance_resume(&self) -> Result<Kept<Value>> {
        let call = Call::get(Safety::Safe, "/now/attendance-resume").name("now.attendance_resume");
        self.api.record(call, "report").await
    }
}

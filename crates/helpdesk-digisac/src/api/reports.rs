//! What is only looked at: statistics, logs, plans, campaigns.

use helpdesk_core::{Error, Result, Safety};
use helpdesk_http::{Call, Kept};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::io::AsyncWrite;

use super::{Done, ListRequest, Participation, PeriodType, Separator, TicketState};
use crate::wire;

resource!(
    /// When agents were away. Documented by a third party.
    Absence,
    absence
);
resource!(
    /// What contacts answered to surveys. Documented by a third party.
    Answers,
    answers
);
resource!(
    /// Logins of agents. Documented by a third party.
    AuthHistory,
    auth_history
);
resource!(
    /// Campaigns. Documented by a third party.
    Campaigns,
    campaigns
);
resource!(
    /// Credits for short messages. Documented by a third party.
    CreditMovements,
    credit_movements
);
resource!(
    /// Statistics.
    Dashboard,
    dashboard
);
resource!(
    /// Pages that are shown inside the platform.
    Integrations,
    integrations
);
resource!(
    /// Notifications. Documented by a third party.
    Notifications,
    notifications
);
resource!(
    /// What goes on just now.
    Now,
    now
);
resource!(
    /// Plans. Documented by a third party.
    Plans,
    plans
);
resource!(
    /// Versions of the platform. Documented by a third party.
    Versions,
    versions
);

/// What statistics to show.
#[derive(Debug, Clone, PartialEq, Eq, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[non_exhaustive]
pub struct DashboardRequest {
    /// From when.
    pub start_period: Timestamp,
    /// Until when.
    pub end_period: Timestamp,
    /// How rows are grouped; the values are not documented.
    #[builder(default, setter(into))]
    pub grouping: Option<String>,
    /// Only this department.
    #[builder(default, setter(into))]
    pub department_id: Option<String>,
    /// Only this agent.
    #[builder(default, setter(into))]
    pub user_id: Option<String>,
}

/// What statistics to show, as the web client asks for them.
#[derive(Debug, Clone, PartialEq, Eq, typed_builder::TypedBuilder)]
#[builder(
    doc,
    field_defaults(setter(strip_option(ignore_invalid, fallback_prefix = "maybe_")))
)]
#[non_exhaustive]
pub struct PeriodRequest {
    /// From when.
    pub start_period: Timestamp,
    /// Until when.
    pub end_period: Timestamp,
    /// How rows are grouped; the values are not documented.
    #[builder(default, setter(into))]
    pub grouping: Option<String>,
    /// Only this department; `all` otherwise.
    #[builder(default = "all".to_owned(), setter(into))]
    pub department_id: String,
    /// Only this agent; `all` otherwise.
    #[builder(default = "all".to_owned(), setter(into))]
    pub user_id: String,
    /// Only this channel.
    #[builder(default, setter(into))]
    pub service_id: Option<String>,
    /// The day that counts.
    #[builder(default, setter(into))]
    pub period_type: Option<PeriodType>,
    /// The part the department had.
    #[builder(default, setter(into))]
    pub department_participation: Option<Participation>,
    /// The part the agent had.
    #[builder(default, setter(into))]
    pub user_participation: Option<Participation>,
    /// Which tickets.
    #[builder(default, setter(into))]
    pub status: Option<TicketState>,
    /// Which agents; `all` is known.
    #[builder(default, setter(into))]
    pub user_status: Option<String>,
    /// Whether sums are wanted.
    #[builder(default = true)]
    pub with_totals: bool,
}

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

impl Absence {
    list!(
        "absence.list",
        "/absence",
        Value,
        "Takes `filters[createdAt]` and `filters[endedAt]`, and `user` by `include`. Documented by a third party."
    );
}

impl Answers {
    /// Answers to surveys: `GET /answers`, with `from`, `to`, `type`, `periodType` among the
    /// parameters. Documented by a third party; the answer is not.
    ///
    /// Sent again after failures that may pass.
    pub async fn list(&self, request: &ListRequest) -> Result<Kept<Value>> {
        self.api.allow("answers.list", request.check())?;
        let call = Call::get(Safety::Safe, "/answers").name("answers.list");
        self.api.record(request.apply(call), "answers").await
    }

    /// Sums of answers to surveys: `GET /answers/overview`, with the same parameters. Documented by
    /// a third party; the answer is not.
    ///
    /// Sent again after failures that may pass.
    pub async fn overview(&self, request: &ListRequest) -> Result<Kept<Value>> {
        self.api.allow("answers.overview", request.check())?;
        let call = Call::get(Safety::Safe, "/answers/overview").name("answers.overview");
        self.api.record(request.apply(call), "answers").await
    }
}

impl AuthHistory {
    list!(
        "auth_history.list",
        "/auth-history",
        Value,
        "Documented by a third party."
    );
    get!(
        "auth_history.get",
        "/auth-history/{authId}",
        "authId",
        Value,
        "login",
        "Documented by a third party."
    );
}

impl Campaigns {
    list!(
        "campaigns.list",
        "/campaigns",
        Value,
        "Documented by a third party."
    );
    get!(
        "campaigns.get",
        "/campaigns/{campaignsId}",
        "campaignsId",
        Value,
        "campaign",
        "Documented by a third party."
    );
    update!(
        "campaigns.update",
        "/campaigns/{campaignsId}",
        "campaignsId",
        Value,
        Value,
        "campaign",
        "What is sent is not documented. Documented by a third party."
    );
    delete!(
        "campaigns.delete",
        "/campaigns/{campaignsId}",
        "campaignsId",
        "Documented by a third party."
    );

    /// How a campaign went: `GET /campaigns/{campaignId}/stats`. `NotFound`. Documented by a third
    /// party; the answer is not.
    ///
    /// Sent again after failures that may pass.
    pub async fn stats(&self, id: &str) -> Result<Kept<Value>> {
        let call = Call::get(Safety::Safe, "/campaigns/{campaignId}/stats")
            .name("campaigns.stats")
            .segment("campaignId", id);
        self.api.record(call, "campaign").await
    }

    /// A campaign as a table: `POST /campaigns/export/csv`. Documented by a third party.
    ///
    /// It is written to `sink` as it arrives, and the number of bytes is given. Sent once, for an
    /// export may be work for the vendor. What was written when it fails is not the whole.
    pub async fn export_csv<W: AsyncWrite + Unpin + ?Sized>(
        &self,
        campaign_id: &str,
        separator: &Separator,
        sink: &mut W,
    ) -> Result<u64> {
        let call = Call::post(Safety::Once, "/campaigns/export/csv")
            .name("campaigns.export_csv")
            .json(&json!({ "where": { "campaignId": campaign_id }, "type": separator }));
        self.api.export(call, sink).await
    }
}

impl CreditMovements {
    list!(
        "credit_movements.list",
        "/credit-movements",
        Value,
        "Documented by a third party."
    );
    get!(
        "credit_movements.get",
        "/credit-movements/{movementId}",
        "movementId",
        Value,
        "movement",
        "Documented by a third party."
    );

    /// What is left: `GET /credit-movements/balances`. Documented by a third party; the answer is
    /// not.
    ///
    /// Sent again after failures that may pass.
    pub async fn balances(&self) -> Result<Kept<Value>> {
        let call =
            Call::get(Safety::Safe, "/credit-movements/balances").name("credit_movements.balances");
        self.api.record(call, "balance").await
    }
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

impl Integrations {
    list!(
        "integrations.list",
        "/integrations",
        Value,
        "The rows are not documented."
    );
    get!(
        "integrations.get",
        "/integrations/{integrationId}",
        "integrationId",
        Value,
        "integration",
        "Documented by a third party."
    );
}

impl Notifications {
    list!(
        "notifications.list",
        "/notifications",
        Value,
        "Documented by a third party."
    );

    /// Marks every notification as read: `GET /notifications/read-all`, **which writes although it
    /// is a GET**.
    ///
    /// Sent once. Documented by a third party.
    pub async fn read_all(&self) -> Result<Done> {
        let call =
            Call::get(Safety::Once, "/notifications/read-all").name("notifications.read_all");
        self.api.done(call).await
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

impl Plans {
    list!(
        "plans.list",
        "/plans",
        Value,
        "Documented by a third party."
    );
    get!(
        "plans.get",
        "/plans/{planId}",
        "planId",
        Value,
        "plan",
        "Documented by a third party."
    );
}

impl Versions {
    /// The versions of the platform: `GET /versions`. Documented by a third party; the answer is
    /// not.
    ///
    /// Sent again after failures that may pass.
    pub async fn list(&self) -> Result<Kept<Value>> {
        let call = Call::get(Safety::Safe, "/versions").name("versions.list");
        self.api.record(call, "version").await
    }
}

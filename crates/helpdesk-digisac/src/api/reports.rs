//! What is only looked at: statistics, logs, plans, campaigns.

use helpdesk_core::{Result, Safety};
use helpdesk_http::{Call, Kept};
use serde_json::{Value, json};
use tokio::io::AsyncWrite;

use super::{Done, ListRequest, Separator};

mod statistics;

pub(crate) use statistics::moment;
pub use statistics::{Dashboard, DashboardRequest, Now, PeriodRequest};

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
    /// Plans. Documented by a third party.
    Plans,
    plans
);
resource!(
    /// Versions of the platform. Documented by a third party.
    Versions,
    versions
);

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

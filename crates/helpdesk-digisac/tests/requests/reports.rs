//! What is only looked at.

use super::*;

fn moment(text: &str) -> helpdesk_core::Timestamp {
    text.parse().unwrap()
}

pub async fn reports() -> BTreeMap<&'static str, Value> {
    let mut calls = Calls::new();
    let all = ListRequest::new();
    call!(calls, LIST, "absence.list", async |api: Api| {
        api.absence().list(&all).await
    });
    call!(calls, "{}", "answers.list", async |api: Api| {
        api.answers().list(&all).await
    });
    call!(calls, "{}", "answers.overview", async |api: Api| {
        api.answers().overview(&all).await
    });
    call!(calls, LIST, "auth_history.list", async |api: Api| {
        api.auth_history().list(&all).await
    });
    call!(calls, RECORD, "auth_history.get", async |api: Api| {
        api.auth_history().get("{authId}").await
    });
    call!(calls, LIST, "campaigns.list", async |api: Api| {
        api.campaigns().list(&all).await
    });
    call!(calls, RECORD, "campaigns.get", async |api: Api| {
        api.campaigns().get("{campaignsId}").await
    });
    call!(calls, RECORD, "campaigns.update", async |api: Api| {
        api.campaigns()
            .update("{campaignsId}", &json!({"name": "Spring"}))
            .await
    });
    call!(calls, "", "campaigns.delete", async |api: Api| {
        api.campaigns().delete("{campaignsId}").await
    });
    call!(calls, "{}", "campaigns.stats", async |api: Api| {
        api.campaigns().stats("{campaignId}").await
    });
    call!(calls, "a;b", "campaigns.export_csv", async |api: Api| {
        api.campaigns()
            .export_csv("campaign-1", &Separator::SemiColon, &mut Vec::new())
            .await
    });
    call!(calls, LIST, "credit_movements.list", async |api: Api| {
        api.credit_movements().list(&all).await
    });
    call!(calls, RECORD, "credit_movements.get", async |api: Api| {
        api.credit_movements().get("{movementId}").await
    });
    call!(
        calls,
        "{}",
        "credit_movements.balances",
        async |api: Api| { api.credit_movements().balances().await }
    );
    let general = DashboardRequest::builder()
        .start_period(moment("2031-01-01T00:00:00Z"))
        .end_period(moment("2031-01-31T23:59:59.999Z"))
        .grouping("")
        .department_id("department-1")
        .user_id("agent-1")
        .build();
    call!(calls, "{}", "dashboard.general", async |api: Api| {
        api.dashboard().general(&general).await
    });
    let period = PeriodRequest::builder()
        .start_period(moment("2031-01-01T00:00:00Z"))
        .end_period(moment("2031-01-31T23:59:59.999Z"))
        .period_type(PeriodType::OpenDate)
        .department_participation(Participation::Last)
        .user_participation(Participation::Middle)
        .status(TicketState::All)
        .user_status("all")
        .build();
    call!(
        calls,
        r#"{"items":[]}"#,
        "dashboard.by_period",
        async |api: Api| { api.dashboard().by_period(&period).await }
    );
    call!(calls, LIST, "integrations.list", async |api: Api| {
        api.integrations().list(&ListRequest::page(1, 40)).await
    });
    call!(calls, RECORD, "integrations.get", async |api: Api| {
        api.integrations().get("{integrationId}").await
    });
    call!(calls, LIST, "notifications.list", async |api: Api| {
        api.notifications().list(&all).await
    });
    call!(calls, "", "notifications.read_all", async |api: Api| {
        api.notifications().read_all().await
    });
    call!(calls, "{}", "now.resume", async |api: Api| {
        api.now().resume().await
    });
    call!(calls, "{}", "now.departments_resume", async |api: Api| {
        api.now().departments_resume().await
    });
    call!(calls, "{}", "now.attendance_resume", async |api: Api| {
        api.now().attendance_resume().await
    });
    call!(calls, LIST, "plans.list", async |api: Api| {
        api.plans().list(&all).await
    });
    call!(calls, RECORD, "plans.get", async |api: Api| {
        api.plans().get("{planId}").await
    });
    call!(calls, "{}", "versions.list", async |api: Api| {
        api.versions().list().await
    });
    call!(
        calls,
        "{}",
        "whatsapp_groups.of_service",
        async |api: Api| { api.whatsapp_groups().of_service("{serviceId}").await }
    );
    calls.finish()
}

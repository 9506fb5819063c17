use std::time::Duration;

use helpdesk_sim::wisecx::{Quirk, Subscription};
use reqwest::Method;
use serde_json::{Value, json};

use super::Desk;

#[tokio::test]
async fn the_directory_is_there() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    assert_eq!(
        (
            sim.agents().len(),
            sim.bots().len(),
            sim.departments().len()
        ),
        (3, 1, 3)
    );
    assert_eq!((sim.channels().len(), sim.custom_fields().len()), (2, 2));
    let users = desk.get("/users?fields=id,is_bot,queues").await;
    assert_eq!(users["data"].as_array().unwrap().len(), 4);
    assert_eq!(users.as_object().unwrap().len(), 1, "no paging");
    let agent = &sim.agents()[0];
    let shown = desk.get(&format!("/users/{agent}")).await;
    assert_eq!(shown["data"]["queues"][0]["auto_assign"], true);
    let channels = desk.get("/channels").await;
    assert_eq!(
        channels["data"][0]["id"],
        json!(sim.channels()[0]),
        "a text"
    );
    let groups = desk.get("/queues").await;
    assert_eq!(groups["paging"]["next"], Value::Null);
    let users = groups["data"][0]["users"].as_array().unwrap();
    assert_eq!(users[0]["name"], "Bruno Invented", "sorted by name");
    desk.get("/cases/types?fields=id,name,parent_id").await;
    desk.get("/whatsapp_templates?fields=template_id,content")
        .await;
    desk.get("/business_hours/is_open").await;
    desk.running.assert_documented();
}

#[tokio::test]
async fn service_groups_and_users_change() {
    let desk = Desk::start().await;
    let agents: Vec<u64> = desk
        .sim()
        .agents()
        .iter()
        .map(|a| a.parse().unwrap())
        .collect();
    let made = desk
        .post(
            "/queues",
            json!({ "name": "  Night shift ", "users": [{ "id": agents[0], "auto_assign": true }] }),
        )
        .await;
    let id = made["data"]["id"].clone();
    assert_eq!(
        desk.get(&format!("/queues/{id}?fields=name")).await["data"]["name"],
        "Night shift"
    );
    let again = Some(json!({ "name": "Night shift" }));
    assert_eq!(desk.refused(Method::POST, "/queues", again).await, 400);
    let path = format!("/queues/{id}/users");
    let summary = desk
        .put(&path, json!([{ "id": agents[0] }, { "id": agents[1] }]))
        .await;
    assert_eq!(
        summary["data"],
        json!({ "added": 1, "updated": 1, "unchanged": 0 })
    );
    let (status, text) = desk
        .text(Method::DELETE, &format!("{path}/{}", agents[0]), None)
        .await;
    assert_eq!((status, text.as_str()), (204, ""));
    let ids = Some(json!({ "ids": agents }));
    let (_, removed) = desk.call(Method::DELETE, &path, ids).await;
    assert_eq!(removed, json!({ "data": { "removed": 1 } }));

    let user = desk
        .post("/users", json!({ "user_name": "new@desk.example" }))
        .await;
    let path = format!("/users/{}/queues", user["data"]["id"]);
    let summary = desk
        .put(&path, json!([{ "id": id, "auto_assign": true }]))
        .await;
    assert_eq!(summary["data"]["added"], 1);
    let ids = Some(json!({ "queues_ids": [id] }));
    let (_, removed) = desk.call(Method::DELETE, &path, ids).await;
    assert_eq!(removed["data"]["removed"], 1);
    desk.running.assert_documented();
}

#[tokio::test]
async fn webhooks_are_thin_and_only_for_subscribers() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    desk.case("5500977700001").await;
    assert!(desk.running.lab().take_deliveries().is_empty());
    sim.subscribe("https://hooks.example/all");
    let other: u64 = sim.departments()[1].parse().unwrap();
    sim.subscribe_with(
        Subscription::new("https://hooks.example/other")
            .of_queues(&[other])
            .with_whatsapp_status(),
    );
    let (case, contact) = desk.case("5500977700001").await;
    let sent = desk.running.lab().take_deliveries();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].url, "https://hooks.example/all");
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    let activity = body["activity_id"].clone();
    assert_eq!(
        body,
        json!({
            "event": "activity_new",
            "case_id": case,
            "activity_id": activity,
            "activity_type": "contact_message",
            "contact_id": contact,
        })
    );
    assert_eq!(sent[0].headers["content-type"], "application/json");

    sim.set_quirk(Quirk::WebhookWithoutContactId);
    desk.put(&format!("/cases/{case}"), json!({ "group_id": other }))
        .await;
    let sent = desk.running.lab().take_deliveries();
    assert_eq!(sent.len(), 2, "both subscriptions see the transfer");
    let body: Value = serde_json::from_slice(&sent[1].body).unwrap();
    assert_eq!(body["activity_type"], "system");
    assert_eq!(body.as_object().unwrap().len(), 4);

    assert!(sim.whatsapp_status(&activity.to_string(), "delivered"));
    let sent = desk.running.lab().take_deliveries();
    assert_eq!(sent.len(), 1, "only where the switch is on");
    let body: Value = serde_json::from_slice(&sent[0].body).unwrap();
    assert_eq!(body["event"], "status_update");
    assert_eq!(body["activity_type"], "whatsapp_status");
    assert!(sim.send_survey(&case.to_string()));
    sim.meli_order(9_500_001, true);
    assert_eq!(desk.running.lab().take_deliveries().len(), 4);

    let campaign = sim.nitro_new_case(&contact.to_string(), "Yes, please");
    let sent = desk.running.lab().take_deliveries();
    let body: Value = serde_json::from_slice(&sent[1].body).unwrap();
    assert_eq!(body["activity_type"], "nitro_new_case");
    assert_eq!(body["case_id"].to_string(), campaign);
}

#[tokio::test]
async fn exports_and_surveys_behave_as_observed() {
    let desk = Desk::start().await;
    desk.running
        .lab()
        .freeze_at("2031-05-05T10:00:00Z".parse().unwrap());
    let mut desk = desk;
    desk.token = desk.token().await;
    let (status, started) = desk
        .call(Method::POST, "/analytics/export/4401", None)
        .await;
    assert_eq!((status, &started["status"]), (200, &json!("processing")));
    let path = format!(
        "/analytics/export/{}/status",
        started["export_id"].as_str().unwrap()
    );
    assert_eq!(desk.get(&path).await["status"], "EXPORT_NOT_FOUND");
    desk.running.lab().advance(Duration::from_secs(4));
    assert_eq!(desk.get(&path).await["status"], "processing");
    desk.running.lab().advance(Duration::from_secs(10));
    let done = desk.get(&path).await;
    assert_eq!(
        (&done["status"], &done["progress"]),
        (&json!("completed"), &json!(100))
    );
    let long = json!({ "filter": { "date_from": "2029-01-01", "date_to": "2030-01-02" } });
    let refused = desk.refused(Method::POST, "/analytics/export/4401", Some(long));
    assert_eq!(refused.await, 400);

    assert!(desk.get("/surveys").await.is_array());
    let all = desk.get("/surveys/91/responses").await;
    assert_eq!(all["data"].as_array().unwrap().len(), 2);
    let some = desk.get("/surveys/91/responses?status=responded").await;
    assert_eq!(some["data"].as_array().unwrap().len(), 1);
    let (status, none) = desk.call(Method::GET, "/surveys/92/responses", None).await;
    assert_eq!(status, 400);
    assert_eq!(none["message"], "Survey Responses Not Found");
    desk.sim().set_quirk(Quirk::PlainTextErrors);
    let (_, text) = desk.text(Method::GET, "/surveys/92/responses", None).await;
    assert_eq!(text, "Survey Responses Not Found");
    desk.running.assert_documented();
}

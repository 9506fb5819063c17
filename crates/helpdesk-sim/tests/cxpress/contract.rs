use std::path::Path;

use helpdesk_sim::cxpress::Quirk;
use helpdesk_sim::{Fault, FaultRule};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, NOBODY, RESOLVED, assert_shape, fixture, ticket_of};

#[tokio::test]
async fn whatever_is_not_documented_is_a_violation() {
    let desk = Desk::start().await;
    let person = desk.person();
    let new = |more: Value| {
        let mut body = json!({ "name": "Pessoa" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        Some(body)
    };
    let cases = [
        (Method::GET, "/external/messages".to_owned(), None, 404),
        (Method::GET, format!("/external/ticket/{NOBODY}"), None, 404),
        (Method::PATCH, "/external/tag".to_owned(), None, 404),
        (
            Method::GET,
            "/external/consumer?offset=3".to_owned(),
            None,
            400,
        ),
        (
            Method::GET,
            "/external/custom-fields?page=1".to_owned(),
            None,
            400,
        ),
        (
            Method::GET,
            "/external/consumer?limit=0".to_owned(),
            None,
            400,
        ),
        (
            Method::GET,
            "/external/consumer?sort_by=phone".to_owned(),
            None,
            400,
        ),
        (
            Method::GET,
            "/external/ticket?start_date=2026-01-01".to_owned(),
            None,
            400,
        ),
        (
            Method::GET,
            "/external/tag?page=1&page=2".to_owned(),
            None,
            400,
        ),
        (
            Method::POST,
            "/external/consumer".to_owned(),
            new(json!({ "email": "a@b.example" })),
            400,
        ),
        (
            Method::POST,
            "/external/consumer".to_owned(),
            new(json!({ "phone": 5500 })),
            400,
        ),
        (
            Method::POST,
            "/external/consumer".to_owned(),
            new(json!({ "lastname": null })),
            400,
        ),
        (
            Method::POST,
            "/external/consumer".to_owned(),
            Some(json!(["name"])),
            400,
        ),
        (
            Method::POST,
            "/external/consumer".to_owned(),
            new(json!({ "custom_fields": [{ "field": "x", "value": ["y"] }] })),
            400,
        ),
        (
            Method::DELETE,
            format!("/external/consumer/{person}"),
            Some(json!({})),
            400,
        ),
    ];
    let count = cases.len();
    for (at, (method, path, body, status)) in cases.into_iter().enumerate() {
        let answer = desk.call(method, &path, body).await;
        assert_eq!(answer.0, status, "{path}: {}", answer.1);
        assert!(answer.1["message"].is_string());
        assert_eq!(desk.violations().len(), at + 1, "{path}");
    }
    assert_eq!(desk.violations().len(), count);
    assert_eq!(desk.sim().contact_count(), 1);
    // A refusal that the documentation foresees is none.
    assert_eq!(desk.post("/external/consumer", json!({})).await.0, 400);
    assert_eq!(desk.violations().len(), count);
}

#[tokio::test]
async fn notifications_tell_of_creations_and_updates() {
    let desk = Desk::start().await;
    desk.sim().subscribe("http://listener.example/hook");
    let person = desk.person();
    desk.sim().seed_ticket(&person);
    assert_eq!(desk.deliveries(), []);

    let made = desk.post("/external/ticket", ticket_of(&person)).await.1;
    let ticket = made["data"]["ticket"]["id"].as_str().unwrap().to_owned();
    let path = format!("/external/ticket/{ticket}");
    desk.put(&path, json!({ "status_id": RESOLVED })).await;
    desk.delete(&path).await;
    let sent = desk.deliveries();
    let kinds: Vec<_> = sent.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["ticket/create", "ticket/update"]);
    assert_eq!(sent[0].1, made["data"]["ticket"]);
    assert_shape(
        "ticket",
        &sent[1].1,
        &fixture("webhooks/ticket_update_resolved")["body"]["data"],
    );

    desk.delete(&format!("/external/consumer/{person}")).await;
    assert_eq!(desk.deliveries()[0].1["status_id"], RESOLVED);
    desk.post("/external/consumer", json!({ "name": "Outra" }))
        .await;
    let body = json!({ "name": "Nova", "active": true });
    desk.post("/external/consumer-tag", body.clone()).await;
    desk.post("/external/tag", body.clone()).await;
    desk.post("/external/sector", body.clone()).await;
    let sent = desk.deliveries();
    let kinds: Vec<_> = sent.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "consumer/create",
            "consumer_tag/create",
            "ticket_tag/create",
            "sector/create"
        ]
    );
    assert_shape(
        "consumer",
        &sent[0].1,
        &fixture("webhooks/consumer_create")["body"]["data"],
    );
    assert_shape(
        "sector",
        &sent[3].1,
        &fixture("webhooks/sector_create")["body"]["data"],
    );

    desk.sim().set_quirk(Quirk::SpacedWebhookKeys);
    desk.post("/external/sector", body).await;
    let spaced = &fixture("webhooks/sector_create_spaced")["body"]["data"];
    assert_shape("sector", &desk.deliveries()[0].1, spaced);
    desk.running.assert_documented();
}

#[tokio::test]
async fn faults_show_what_networks_do() {
    let desk = Desk::start().await;
    let lab = desk.running.lab();
    lab.inject(FaultRule::once(Fault::ExpireToken));
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 401);
    let renewal = json!({ "refresh_token": desk.setting("refresh_token") });
    assert_eq!(desk.put("/external/update/token", renewal).await.0, 200);
    desk.get("/external/tag").await;

    lab.inject(FaultRule::once(Fault::ResetAfter).on_method("POST"));
    let lost = desk
        .request(Method::POST, "/external/consumer")
        .json(&json!({ "name": "Pessoa", "phone": "5500955556666" }))
        .send()
        .await;
    assert!(lost.is_err());
    assert_eq!(desk.sim().contact_count(), 1);
    let found = desk.get("/external/consumer?search=5500955556666").await;
    assert_eq!(found["pagination"]["total"], 1);
}

#[test]
fn every_fixture_has_the_agreed_form() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cxpress");
    let mut count = 0;
    for dir in std::fs::read_dir(root).unwrap() {
        for file in std::fs::read_dir(dir.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let value: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let source = value["provenance"]["source"].as_str().unwrap();
            assert!(
                ["documentation", "field-fact", "guess"].contains(&source),
                "{path:?}"
            );
            assert!(value["request"]["method"].is_string(), "{path:?}");
            assert!(
                value["status"].is_u64() && value["body"].is_object(),
                "{path:?}"
            );
            count += 1;
        }
    }
    assert!(count >= 39, "one for each documented answer, not {count}");
}

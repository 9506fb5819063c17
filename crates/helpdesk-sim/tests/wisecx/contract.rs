use std::time::Duration;

use helpdesk_sim::wisecx::Quirk;
use helpdesk_sim::{Fault, FaultRule};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, ids};

#[tokio::test]
async fn what_is_not_documented_is_a_violation() {
    let desk = Desk::start().await;
    let (case, _) = desk.case("5500977700001").await;
    desk.running.assert_documented();
    let cases = format!("/cases/{case}");
    let group: u64 = desk.sim().departments()[0].parse().unwrap();
    let wrong: Vec<(Method, &str, Option<Value>, u16)> = vec![
        (Method::GET, "/cases?perPage=5", None, 400),
        (Method::GET, "/cases?fields=id,colour", None, 400),
        (Method::GET, "/cases?limit=many", None, 400),
        (Method::GET, "/cases?sort=down", None, 400),
        (
            Method::GET,
            "/contacts/?filtering=%5B%7B%22field%22%3A%22name%22%2C%22operator%22%3A%22EQUAL%22%2C%22value%22%3A%22x%22%7D%5D",
            None,
            400,
        ),
        (Method::GET, "/users?filtering=%5B%5D", None, 400),
        (Method::GET, "/cases/1410001?fields=deleted", None, 400),
        (Method::GET, "/cases/one", None, 400),
        (Method::GET, "/cases/", None, 404),
        (Method::GET, "/tickets", None, 404),
        (
            Method::PUT,
            "/cases/1410001/transfer",
            Some(json!({ "group_id": group })),
            404,
        ),
        (Method::PATCH, &cases, Some(json!({ "subject": "x" })), 501),
        (Method::DELETE, "/cases", None, 501),
        (
            Method::POST,
            "/contacts/",
            Some(json!({ "phone": "1", "colour": "red" })),
            400,
        ),
        (Method::POST, "/contacts/", Some(json!({ "phone": 1 })), 400),
        (Method::POST, "/contacts/", Some(json!(["phone"])), 400),
        (
            Method::PUT,
            &cases,
            Some(json!({ "group_id": group.to_string() })),
            400,
        ),
        (Method::PUT, &cases, Some(json!({ "status": "done" })), 400),
        (Method::PUT, &cases, Some(json!({ "tags": "fragile" })), 400),
        (Method::PUT, &cases, Some(json!({ "priority": null })), 400),
        (
            Method::PUT,
            &cases,
            Some(json!({ "activities": [{ "type": "whisper" }] })),
            400,
        ),
        (Method::DELETE, &cases, Some(json!({ "why": "x" })), 400),
        (Method::GET, "/channels", Some(json!({})), 400),
    ];
    for (number, (method, path, body, status)) in wrong.into_iter().enumerate() {
        let what = format!("{method} {path} {body:?}");
        assert_eq!(desk.refused(method, path, body).await, status, "{what}");
        assert_eq!(desk.violations(), number + 1, "{what}");
    }
    let case = desk.sim().ticket(&case.to_string()).unwrap();
    assert_eq!((case.status.as_str(), case.deleted), ("opened", false));
}

#[tokio::test]
async fn limits_are_enforced_on_the_lab_clock() {
    let desk = Desk::start().await;
    desk.running
        .lab()
        .freeze_at("2031-05-05T10:00:00Z".parse().unwrap());
    let mut desk = desk;
    desk.token = desk.token().await;
    desk.sim().set_limits(4, 5);
    for _ in 0..3 {
        desk.get("/users").await;
    }
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 429);
    desk.sim().set_quirk(Quirk::RateLimitIs403);
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 403);
    desk.running.lab().advance(Duration::from_secs(60));
    desk.get("/users").await;
    assert_eq!(
        desk.refused(Method::GET, "/users", None).await,
        403,
        "of the day"
    );
    desk.sim().enforce_limits(false);
    desk.get("/users").await;
    desk.running.assert_documented();
}

#[tokio::test]
async fn faults_are_shown() {
    let desk = Desk::start().await;
    let lab = desk.running.lab();
    let body = Some(json!({ "phone": "5500977700001" }));
    lab.inject(FaultRule::once(Fault::ResetAfter).on_method("POST"));
    let (key, _) = desk.sim().credentials();
    let lost = desk
        .client
        .post(format!("{}/contacts/", desk.base()))
        .header("x-api-key", key)
        .bearer_auth(&desk.token)
        .json(&body)
        .send()
        .await;
    assert!(lost.is_err());
    assert_eq!(desk.sim().contact_count(), 1, "the vendor had acted");
    lab.inject(FaultRule::once(Fault::Status {
        status: 503,
        headers: Vec::new(),
        body: String::new(),
    }));
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 503);
    desk.get("/users").await;
    desk.running.assert_documented();
}

#[tokio::test]
async fn envelopes_are_a_quirk() {
    let desk = Desk::start().await;
    let (case, _) = desk.case("5500977700001").await;
    assert!(desk.get("/cases").await.is_array());
    desk.sim().set_quirk(Quirk::EnvelopedLists);
    for path in [
        "/cases?fields=id",
        "/users",
        "/cases/tags",
        "/contacts/groups",
        "/queues",
    ] {
        let listed = desk.get(path).await;
        assert!(listed["data"].is_array(), "{path}");
        assert_eq!(listed["paging"]["page"], 1, "{path}");
    }
    let activities = desk.get(&format!("/cases/{case}/activities")).await;
    assert!(activities.is_array(), "always bare");
    desk.running.assert_documented();
}

#[tokio::test]
async fn quirks_of_cases_can_be_switched() {
    let desk = Desk::start().await;
    let (first, _) = desk.case("5500977700001").await;
    let (second, _) = desk.case("5500977700002").await;
    desk.sim().set_quirk(Quirk::CasesNewestFirst);
    assert_eq!(ids(&desk.get("/cases").await), [second, first]);
    let sorted = desk.get("/cases?sort=asc&sort_field=id").await;
    assert_eq!(ids(&sorted), [first, second]);
    desk.sim().clear_quirk(Quirk::CasesNewestFirst);
    assert_eq!(ids(&desk.get("/cases").await), [first, second]);

    let path = format!("/cases/{first}");
    desk.sim().set_quirk(Quirk::UnknownTagsIgnored);
    desk.put(&path, json!({ "tags": ["fragile", "unheard of"] }))
        .await;
    assert_eq!(
        desk.sim().ticket(&first.to_string()).unwrap().tags,
        ["fragile"]
    );
    assert_eq!(desk.sim().tags().len(), 3);
    desk.sim().set_quirk(Quirk::EmptyDatesAsSentinel);
    let shown = desk
        .get(&format!("{path}?fields=solved_at,created_at"))
        .await;
    assert_eq!(shown["solved_at"], "1900-01-01 00:00:00");
    assert_ne!(shown["created_at"], shown["solved_at"]);
    desk.call(Method::DELETE, &path, None).await;
    desk.sim().set_quirk(Quirk::DeletedCasesReadable);
    assert_eq!(desk.get(&path).await["id"], first);
    desk.running.assert_documented();
}

#[tokio::test]
async fn filters_must_be_encoded() {
    let desk = Desk::start().await;
    let raw = "/cases?filtering=[{'field':'case.status','operator':'EQUAL','value':'opened'}]";
    assert_eq!(desk.refused(Method::GET, raw, None).await, 400);
    assert_eq!(desk.violations(), 1);
    let half = raw.replace('{', "%7B").replace('}', "%7D");
    desk.get(&half).await;
    assert_eq!(desk.violations(), 1);
}

#[tokio::test]
async fn the_other_endpoints_check_requests() {
    let desk = Desk::start().await;
    let order = json!({
        "ecommerce_store_id": "store-1",
        "ecommerce_platform": "custom",
        "ecommerce_order_id": "K-17",
        "total_amount": 12.5,
        "customer": { "name": "Ada Fictional", "email": "ada@people.example" },
    });
    let made = desk.post("/orders", order).await;
    assert!(made["message"].is_string());
    let sending = json!([{
        "channels": ["whatsapp"], "campaign_id": 1, "contact": { "phone": "5500977700001" },
    }]);
    let sent = desk.post("/nitro/transactional/send", sending).await;
    assert!(sent[0]["tracking_id"].is_number());
    let listed = desk.get("/nitro/campaigns?page=1&limit=10").await;
    assert!(listed["data"][0]["id"].is_string());
    desk.running.assert_documented();

    let missing = Some(json!({ "name": "Lid news" }));
    assert_eq!(
        desk.refused(Method::POST, "/nitro/campaigns", missing)
            .await,
        400
    );
    assert_eq!(desk.violations(), 0, "a missing member is refused, no more");
    let nested = json!({ "channels": [], "contact": { "mobile": "1" } });
    desk.refused(Method::POST, "/nitro/transactional/1/send", Some(nested))
        .await;
    desk.refused(Method::GET, "/orders?perPage=1", None).await;
    assert_eq!(desk.violations(), 2);
}

#[tokio::test]
async fn every_documented_fixture_has_a_route() {
    let desk = Desk::start().await;
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wisecx");
    let mut asked = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let file = file.unwrap().path();
            let fixture: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            let source = fixture["provenance"]["source"].as_str().unwrap();
            assert!(["documentation", "field-fact", "guess"].contains(&source));
            assert!(
                fixture.get("body").is_some() != fixture.get("body_text").is_some(),
                "{}",
                file.display()
            );
            let Some(request) = fixture.get("request") else {
                continue;
            };
            if source != "documentation" {
                continue;
            }
            let path = request["path"].as_str().unwrap();
            let path = path.strip_prefix("/core/v1").unwrap();
            let path = match request["query"].as_str() {
                Some(query) => format!("{path}?{query}"),
                None => path.to_owned(),
            };
            let method: Method = request["method"].as_str().unwrap().parse().unwrap();
            let body = (method == Method::PUT || method == Method::POST).then(|| json!({}));
            desk.call(method, &path, body).await;
            asked += 1;
        }
    }
    assert!(asked > 60, "{asked}");
    let unrouted: Vec<String> = desk
        .running
        .lab()
        .violations()
        .into_iter()
        .filter(|text| {
            [
                "undocumented path",
                "undocumented method",
                "query parameter",
                "field",
            ]
            .iter()
            .any(|what| text.contains(what))
        })
        .collect();
    assert!(unrouted.is_empty(), "{unrouted:#?}");
}

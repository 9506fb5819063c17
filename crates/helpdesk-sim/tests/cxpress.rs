//! The simulator of Cxpress, over raw HTTP.
#![cfg(feature = "cxpress")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::Path;
use std::time::Duration;

use helpdesk_sim::cxpress::{MessageKind, Quirk, Sim};
use helpdesk_sim::{Fault, FaultRule, Running, VendorSim};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

const NEW: &str = "daddbd66-1dd2-4008-94c9-7fcb9b1a5800";
const PENDING: &str = "0ec35dbb-398e-4c2f-996c-933af162c950";
const RESOLVED: &str = "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a";
const ABANDONED: &str = "2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9";
const DELAYED: &str = "325434f8-836a-4e19-824f-8f35b4d40a5d";
const WHATSAPP: &str = "33be81d8-88ac-4e08-bb4d-cf69fd23267f";
const EMAIL: &str = "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a";
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// A served simulator on a still clock, and what calls it.
struct Desk {
    running: Running<Sim>,
    http: reqwest::Client,
}

impl Desk {
    async fn start() -> Self {
        let running = Running::<Sim>::start().await.unwrap();
        let noon: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        running.lab().freeze_at(noon);
        Self {
            running,
            http: reqwest::Client::new(),
        }
    }

    fn sim(&self) -> &Sim {
        self.running.sim()
    }

    fn tick(&self, seconds: u64) {
        self.running.lab().advance(Duration::from_secs(seconds));
    }

    fn setting(&self, key: &str) -> String {
        let settings = self.sim().settings();
        settings.into_iter().find(|(k, _)| *k == key).unwrap().1
    }

    fn bare(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.running.base_url()))
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let token = self.setting("api_token");
        let origin = format!("https://{}.app.cxpress.io/", self.setting("domain"));
        self.bare(method, path)
            .header("origin", origin)
            .header("authorization", format!("Bearer {token}"))
            .header("x-api-key", token)
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        send(request).await
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::PUT, path, Some(body)).await
    }

    async fn delete(&self, path: &str) -> (u16, Value) {
        self.call(Method::DELETE, path, None).await
    }

    fn violations(&self) -> Vec<String> {
        self.running.lab().violations()
    }

    fn person(&self) -> String {
        self.sim().seed_contact("5500911112222", "Pessoa Fictícia")
    }

    /// The `type` of each notification since the last look, with its entity.
    fn deliveries(&self) -> Vec<(String, Value)> {
        let taken = self.running.lab().take_deliveries();
        taken
            .iter()
            .map(|delivery| {
                let body: Value = serde_json::from_slice(&delivery.body).unwrap();
                let kind = format!(
                    "{}/{}",
                    body["entity"].as_str().unwrap(),
                    body["type"].as_str().unwrap()
                );
                (kind, body["data"].clone())
            })
            .collect()
    }
}

async fn send(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

fn ids(list: &Value, key: &str) -> Vec<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|row| row[key].as_str().unwrap().to_owned())
        .collect()
}

fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/cxpress")
        .join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    serde_json::from_str(&text).unwrap()
}

/// The same keys, all the way down; types too, except where either side is null. Of a list, the
/// first rows are compared.
fn assert_shape(at: &str, ours: &Value, documented: &Value) {
    match (ours, documented) {
        (Value::Object(ours), Value::Object(documented)) => {
            let mine: Vec<_> = ours.keys().collect();
            let mut theirs: Vec<_> = documented.keys().collect();
            let mut mine_sorted = mine.clone();
            mine_sorted.sort();
            theirs.sort();
            assert_eq!(mine_sorted, theirs, "keys at {at}");
            for key in mine {
                assert_shape(&format!("{at}.{key}"), &ours[key], &documented[key]);
            }
        }
        (Value::Array(ours), Value::Array(documented)) => {
            if let (Some(one), Some(other)) = (ours.last(), documented.last()) {
                assert_shape(&format!("{at}[]"), one, other);
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (ours, documented) => assert_eq!(
            std::mem::discriminant(ours),
            std::mem::discriminant(documented),
            "type at {at}: {ours} and {documented}"
        ),
    }
}

fn assert_like(name: &str, answer: &(u16, Value)) {
    let fixture = fixture(name);
    assert_eq!(fixture["status"], json!(answer.0), "{name}: {}", answer.1);
    assert_shape(name, &answer.1, &fixture["body"]);
    assert_eq!(answer.1["code_cxpress"], fixture["body"]["code_cxpress"]);
    assert_eq!(answer.1["message"], fixture["body"]["message"], "{name}");
}

#[tokio::test]
async fn refuses_who_does_not_prove_themselves() {
    let desk = Desk::start().await;
    let path = "/external/consumer";
    let origin = format!("https://{}.app.cxpress.io/", desk.setting("domain"));
    let bearer = format!("Bearer {}", desk.setting("api_token"));
    let get = || desk.bare(Method::GET, path);

    let (status, body) = send(get().header("origin", &origin)).await;
    assert_eq!(status, 401);
    assert!(body["message"].is_string() && body["code_cxpress"].is_number());
    let wrong = get()
        .header("origin", &origin)
        .bearer_auth("sim-other-token");
    assert_eq!(send(wrong).await.0, 401);
    assert_eq!(send(get().header("authorization", &bearer)).await.0, 403);
    let elsewhere = get()
        .header("authorization", &bearer)
        .header("origin", "https://elsewhere.app.cxpress.io/");
    assert_eq!(send(elsewhere).await.0, 403);
    let right = get()
        .header("authorization", &bearer)
        .header("origin", &origin);
    assert_eq!(send(right).await.0, 200);
    desk.running.assert_documented();

    let leak = format!("{path}?search={}", desk.setting("api_token"));
    assert_eq!(desk.call(Method::GET, &leak, None).await.0, 400);
    assert!(desk.violations()[0].contains("secret"));
}

#[tokio::test]
async fn the_list_of_mails_takes_the_other_header() {
    let desk = Desk::start().await;
    let origin = format!("https://{}.app.cxpress.io/", desk.setting("domain"));
    let token = desk.setting("api_token");
    let call = || {
        desk.bare(Method::GET, "/external/company/email")
            .header("origin", &origin)
    };
    assert_eq!(send(call().bearer_auth(&token)).await.0, 401);
    assert_eq!(send(call().header("x-api-key", &token)).await.0, 200);
    desk.sim().set_quirk(Quirk::EmailsTakeBearer);
    assert_eq!(send(call().bearer_auth(&token)).await.0, 200);
    assert_eq!(send(call().header("x-api-key", &token)).await.0, 401);
}

#[tokio::test]
async fn renews_tokens_once_per_refresh_token() {
    let desk = Desk::start().await;
    let old = desk.setting("refresh_token");
    desk.get("/external/tag").await;
    desk.tick(3600);
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 401);
    desk.sim().set_quirk(Quirk::ExpiredTokenIs403);
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 403);

    let renewal = json!({ "refresh_token": old });
    let answer = desk.put("/external/update/token", renewal.clone()).await;
    assert_like("token/update", &answer);
    assert_eq!(
        answer.1["refresToken"],
        json!(desk.setting("refresh_token"))
    );
    assert_eq!(answer.1["token"], json!(desk.setting("api_token")));
    desk.get("/external/tag").await;
    assert_eq!(desk.put("/external/update/token", renewal).await.0, 401);

    desk.sim().set_quirk(Quirk::RefreshTokenReusable);
    let again = json!({ "refresh_token": desk.setting("refresh_token") });
    assert_eq!(
        desk.put("/external/update/token", again.clone()).await.0,
        200
    );
    assert_eq!(desk.put("/external/update/token", again).await.0, 200);

    desk.tick(168 * 3600);
    let late = json!({ "refresh_token": desk.setting("refresh_token") });
    assert_eq!(desk.put("/external/update/token", late).await.0, 401);
    desk.running.assert_documented();
}

#[tokio::test]
async fn blocks_an_address_for_ten_minutes() {
    let desk = Desk::start().await;
    desk.sim().set_rate_limit(5);
    for _ in 0..5 {
        desk.get("/external/tag").await;
    }
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 429);
    assert!(desk.sim().is_blocked());
    desk.tick(599);
    desk.sim().set_quirk(Quirk::BlockIs403);
    assert_eq!(desk.call(Method::GET, "/external/tag", None).await.0, 403);
    desk.tick(1);
    desk.get("/external/tag").await;

    desk.sim().enforce_limits(false);
    for _ in 0..20 {
        desk.get("/external/tag").await;
    }
    desk.sim().enforce_limits(true);
    desk.sim().set_rate_limit(300);
    for _ in 0..300 {
        desk.get("/external/tag").await;
    }
    desk.tick(60);
    desk.get("/external/tag").await;
    desk.running.assert_documented();
}

#[tokio::test]
async fn takes_permissions_away() {
    let desk = Desk::start().await;
    desk.sim().deny("GET /external/sector");
    assert_eq!(
        desk.call(Method::GET, "/external/sector", None).await.0,
        403
    );
    desk.get("/external/tag").await;
    desk.sim().allow("GET /external/sector");
    desk.get("/external/sector").await;
}

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
async fn consumers_live_through_all_calls() {
    let desk = Desk::start().await;
    let agent = &desk.sim().agents()[1];
    let tags = desk.sim().consumer_tags();
    let fields = desk.sim().custom_fields();
    let body = json!({
        "name": "Aurora", "lastname": "Quimera", "phone": "5500900001111",
        "whatsapp_numbers": ["5500900002222"], "email_addresses": ["aurora@ficticio.example"],
        "document_number": "000111", "employee_user_id": agent, "tags": [tags[0]],
        "custom_fields": [{ "custom_field_id": fields[0], "value": ["Ouro"] }],
    });
    let made = desk.post("/external/consumer", body.clone()).await;
    assert_like("consumers/create", &made);
    let made = &made.1["consumers"][0];
    assert_eq!(made["whatsapp"], Value::Null);
    let user = made["user_id"].as_str().unwrap().to_owned();
    let id = made["id"].as_str().unwrap();
    assert_ne!(user, id);
    let path = format!("/external/consumer/{user}");
    let by_id = desk
        .call(Method::GET, &format!("/external/consumer/{id}"), None)
        .await;
    assert_eq!(by_id.0, 404);

    let shown = desk.call(Method::GET, &path, None).await;
    assert_like("consumers/show", &shown);
    let one = &shown.1["consumers"][0];
    assert_eq!(one["whatsapp"], "5500900002222");
    assert_eq!(one["email"], "aurora@ficticio.example");
    assert_eq!(one["created_by_employee"], "true");
    assert_eq!(one["tags"], json!([tags[0]]));
    desk.sim().set_quirk(Quirk::TagObjects);
    let shown = desk.get(&path).await;
    assert_eq!(shown["consumers"][0]["tags"][0]["id"], json!(tags[0]));

    for key in [
        "phone",
        "whatsapp_numbers",
        "email_addresses",
        "document_number",
    ] {
        let twin = json!({ "name": "Outra", key: body[key] });
        assert_eq!(desk.post("/external/consumer", twin).await.0, 409, "{key}");
    }
    desk.sim().set_quirk(Quirk::ConflictsAre400);
    let twin = json!({ "name": "Outra", "phone": "5500900001111" });
    assert_eq!(desk.post("/external/consumer", twin).await.0, 400);

    let tags_only = json!({ "id": user, "tags": [tags[1]] });
    assert_eq!(desk.put("/external/consumer", tags_only).await.0, 400);
    let inactive = json!({ "id": user, "name": "Aurora", "tags": [tags[2]] });
    assert_eq!(desk.put("/external/consumer", inactive).await.0, 400);
    let change =
        json!({ "id": user, "name": "Aurora II", "tags": [tags[1]], "address": "Rua Fictícia" });
    let changed = desk.put("/external/consumer", change).await;
    assert_like("consumers/edit", &changed);
    let stored = desk.sim().contact(&user).unwrap();
    assert_eq!(stored["name"], "Aurora II");
    assert_eq!(stored["lastname"], "Quimera");
    assert_eq!(stored["tags"], json!([tags[1]]));
    let found = desk
        .get(&format!("/external/consumer?tags={}", tags[1]))
        .await;
    assert_eq!(ids(&found["consumers"], "user_id"), [user.as_str()]);
    let found = desk
        .get(&format!("/external/consumer?employee={agent}"))
        .await;
    assert_eq!(found["pagination"]["total"], 1);

    assert_like("consumers/delete", &desk.delete(&path).await);
    assert_eq!(desk.call(Method::GET, &path, None).await.0, 404);
    assert_eq!(desk.sim().contact_count(), 0);
    assert_eq!(desk.post("/external/consumer", body).await.0, 201);
    desk.running.assert_documented();
}

#[tokio::test]
async fn lists_of_consumers_are_paged_sorted_and_searched() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(250);
    let zoe = desk.sim().seed_contact("5500977776666", "Aaa Primeira");
    let first = desk.call(Method::GET, "/external/consumer", None).await;
    assert_like("consumers/list", &first);
    let first = first.1;
    assert_eq!(first["consumers"].as_array().unwrap().len(), 100);
    assert_eq!(
        first["pagination"],
        json!({ "total": 251, "lastPage": 3, "prevPage": null, "nextPage": 2, "perPage": 100,
                "currentPage": 1, "from": 0, "to": 100 })
    );
    let last = desk.get("/external/consumer?page=3").await;
    assert_eq!(last["consumers"].as_array().unwrap().len(), 51);
    assert_eq!(last["pagination"]["nextPage"], Value::Null);
    assert_eq!(last["pagination"]["to"], 300);
    let beyond = desk.get("/external/consumer?page=9&limit=100").await;
    assert_eq!(beyond["consumers"], json!([]));

    let found = desk.get("/external/consumer?search=77776666").await;
    assert_eq!(ids(&found["consumers"], "user_id"), [zoe.as_str()]);
    let found = desk.get("/external/consumer?search=PRIMEIRA").await;
    assert_eq!(ids(&found["consumers"], "user_id"), [zoe.as_str()]);
    let sorted = desk.get("/external/consumer?sort_by=name&limit=1").await;
    assert_eq!(ids(&sorted["consumers"], "user_id"), [zoe.as_str()]);
    let sorted = desk
        .get("/external/consumer?sort_by=name&order_by=desc&limit=1&page=251")
        .await;
    assert_eq!(ids(&sorted["consumers"], "user_id"), [zoe.as_str()]);
    // What was kept for the sorted list is renewed after a write.
    desk.delete(&format!("/external/consumer/{zoe}")).await;
    let sorted = desk.get("/external/consumer?sort_by=name&limit=1").await;
    assert_ne!(ids(&sorted["consumers"], "user_id"), [zoe]);

    desk.sim().set_page_cap(Some(10));
    let capped = desk.get("/external/consumer?limit=500").await;
    assert_eq!(capped["consumers"].as_array().unwrap().len(), 10);
    assert_eq!(capped["pagination"]["perPage"], 10);
    desk.running.assert_documented();
}

#[tokio::test]
async fn a_million_consumers_can_be_paged() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(1_000_000);
    let page = desk.get("/external/consumer?page=10000").await;
    assert_eq!(page["consumers"].as_array().unwrap().len(), 100);
    assert_eq!(page["pagination"]["total"], 1_000_000);
    assert_eq!(page["pagination"]["nextPage"], Value::Null);
}

fn ticket_of(person: &str) -> Value {
    json!({ "channel_id": WHATSAPP, "consumer_user_id": person, "subject": "Entrega", "status_id": NEW })
}

#[tokio::test]
async fn tickets_live_through_all_calls() {
    let desk = Desk::start().await;
    let person = desk.person();
    let sectors = desk.sim().departments();
    let agents = desk.sim().agents();
    let tags = desk.sim().ticket_tags();
    let fields = desk.sim().custom_fields();

    let mut body = ticket_of(&person);
    body["assigned_employee_user_id"] = json!(agents[1]);
    body["sector_id"] = json!(sectors[0]);
    body["tag_ids"] = json!([tags[0]]);
    body["custom_fields"] = json!([{ "custom_field_id": fields[1], "value": ["atraso"] }]);
    let made = desk.post("/external/ticket", body).await;
    assert_like("tickets/create", &made);
    let made = &made.1["data"]["ticket"];
    assert_eq!(made["user_id"], json!(person));
    let id = made["id"].as_str().unwrap().to_owned();
    let reference = made["ticket_reference_id"].as_str().unwrap().to_owned();
    let path = format!("/external/ticket/{id}");

    let open = desk.call(Method::GET, "/external/ticket", None).await;
    assert_like("tickets/list", &open);
    let row = &open.1["tickets"][0];
    assert_eq!(row["tags"], json!([tags[0]]));
    assert_eq!(row["custom_fiejds"][0]["value"], json!(["atraso"]));
    assert_eq!(row["assigned_employee"]["name"], "Benedito");

    for query in [
        format!("search={reference}"),
        format!("employee={}", agents[1]),
        format!("sector={}&channel={WHATSAPP}&status={NEW}", sectors[0]),
        format!("tags={},{}", tags[1], tags[0]),
        "start_date=2026-03-02&end_date=2026-03-02&bot=false&was_read=false".to_owned(),
        "is_all_sectors=true&sort_by=updated_level2_at&order_by=asc".to_owned(),
    ] {
        let found = desk.get(&format!("/external/ticket?{query}")).await;
        assert_eq!(ids(&found["tickets"], "id"), [id.as_str()], "{query}");
    }
    for query in [
        format!("employee={}", agents[0]),
        format!("status={PENDING}"),
        "start_date=2026-03-03&end_date=2026-03-04".to_owned(),
    ] {
        let found = desk.get(&format!("/external/ticket?{query}")).await;
        assert_eq!(found["tickets"], json!([]), "{query}");
    }

    // The operator is not in the third sector.
    let wrong = json!({ "sector_id": sectors[2], "assigned_employee_user_id": agents[1] });
    assert_eq!(desk.put(&path, wrong).await.0, 400);
    let moved = desk.put(&path, json!({ "sector_id": sectors[1] })).await;
    assert_like("tickets/edit", &moved);
    let stored = desk.sim().ticket(&id).unwrap();
    assert_eq!(stored["assigned_employee_user_id"], Value::Null);
    assert_eq!(stored["last_assigned_employee_id"], json!(agents[1]));
    assert_eq!(stored["tag_ids"], json!([tags[0]]));

    assert_eq!(
        desk.put(&path, json!({ "status_id": ABANDONED })).await.0,
        400
    );
    desk.sim().set_handled_by(&id, Some(&agents[0]));
    assert_eq!(desk.put(&path, json!({ "subject": "Outro" })).await.0, 409);
    assert_eq!(desk.delete(&path).await.0, 409);
    let row = desk.get("/external/ticket").await["tickets"][0].clone();
    assert_eq!(row["who_is_viewing_user_id"], json!(agents[0]));
    desk.sim().set_handled_by(&id, None);

    desk.tick(60);
    let closed = desk.put(&path, json!({ "status_id": RESOLVED })).await;
    assert_eq!(
        closed.1["data"]["ticket"]["finished_at"],
        "2026-03-02T12:01:00.000Z"
    );
    assert_eq!(
        desk.put(&path, json!({ "status_id": RESOLVED })).await.0,
        200
    );
    assert_eq!(desk.get("/external/ticket").await["tickets"], json!([]));
    let over = desk.get("/external/historic").await;
    assert_eq!(ids(&over["tickets"], "id"), [id.as_str()]);
    assert_eq!(desk.put(&path, json!({ "status_id": NEW })).await.0, 400);
    desk.sim().set_quirk(Quirk::ReopenByPut);
    let open = desk.put(&path, json!({ "status_id": NEW })).await;
    assert_eq!(
        open.1["data"]["ticket"]["reopened_at"],
        "2026-03-02T12:01:00.000Z"
    );

    assert_like("tickets/delete", &desk.delete(&path).await);
    assert_eq!(desk.put(&path, json!({ "subject": "Outro" })).await.0, 404);
    assert_eq!(desk.sim().ticket_count(), 0);
    desk.running.assert_documented();
}

#[tokio::test]
async fn a_ticket_needs_an_address_and_required_fields() {
    let desk = Desk::start().await;
    let person = desk.person();
    let mut by_mail = ticket_of(&person);
    by_mail["channel_id"] = json!(EMAIL);
    assert_eq!(desk.post("/external/ticket", by_mail).await.0, 400);
    let mut closed = ticket_of(&person);
    closed["status_id"] = json!(RESOLVED);
    assert_eq!(desk.post("/external/ticket", closed).await.0, 400);
    assert_eq!(
        desk.post("/external/ticket", ticket_of(NOBODY)).await.0,
        404
    );
    let mut silent = ticket_of(&person);
    silent.as_object_mut().unwrap().remove("subject");
    assert_eq!(desk.post("/external/ticket", silent).await.0, 400);
    let mut wrong = ticket_of(&person);
    wrong["custom_fields"] =
        json!([{ "custom_field_id": desk.sim().custom_fields()[0], "value": ["x"] }]);
    assert_eq!(desk.post("/external/ticket", wrong).await.0, 400);

    let field = json!({
        "entity_type_id": "250204ce-44eb-4cdc-865a-f54eed9c6496",
        "custom_field_type_id": "d31ebd9e-af9f-4559-b04a-729439218a6f",
        "name": "Protocolo", "placeholder": "0000", "required": true, "field_size_min": 4,
        "field_size_max": 6, "custom_field_datatype_id": "cbb362a5-c6ab-4acb-b2c8-f67a49770987",
    });
    let made = desk.post("/external/custom-fields", field.clone()).await;
    assert_like("custom-fields/create", &made);
    assert_eq!(desk.post("/external/custom-fields", field).await.0, 409);
    let field = made.1["custom_fields"][0]["id"].clone();
    assert_eq!(
        desk.post("/external/ticket", ticket_of(&person)).await.0,
        400
    );
    for (value, status) in [("12a4", 400), ("123", 400), ("1234567", 400), ("1234", 200)] {
        let mut body = ticket_of(&person);
        body["custom_fields"] = json!([{ "custom_field_id": field, "value": [value] }]);
        assert_eq!(
            desk.post("/external/ticket", body).await.0,
            status,
            "{value}"
        );
    }
    let edit = json!({ "id": field, "required": false });
    let edited = desk.put("/external/custom-fields", edit).await;
    assert_like("custom-fields/edit", &edited);
    assert_eq!(
        desk.post("/external/ticket", ticket_of(&person)).await.0,
        200
    );
    let fields = desk
        .call(Method::GET, "/external/custom-fields", None)
        .await;
    assert_like("custom-fields/list", &fields);
    desk.running.assert_documented();
}

#[tokio::test]
async fn the_two_spellings_of_the_assignee_and_the_tags() {
    let desk = Desk::start().await;
    let person = desk.person();
    let ticket = desk.sim().seed_ticket(&person);
    let path = format!("/external/ticket/{ticket}");
    let agents = desk.sim().agents();
    let tags = desk.sim().ticket_tags();
    let body = json!({
        "assigned_employee_user_id": agents[0], "assigner_employee_user_id": agents[1],
        "tag_ids": [tags[0]], "tags_ids": [tags[1]],
    });
    desk.put(&path, body.clone()).await;
    let stored = desk.sim().ticket(&ticket).unwrap();
    assert_eq!(stored["assigned_employee_user_id"], json!(agents[0]));
    assert_eq!(stored["tag_ids"], json!([tags[0]]));
    desk.sim().set_quirk(Quirk::AssignerKey);
    desk.sim().set_quirk(Quirk::TagsIdsKey);
    desk.put(&path, body).await;
    let stored = desk.sim().ticket(&ticket).unwrap();
    assert_eq!(stored["assigned_employee_user_id"], json!(agents[1]));
    assert_eq!(stored["tag_ids"], json!([tags[1]]));
    desk.running.assert_documented();
}

#[tokio::test]
async fn the_history_has_four_faces() {
    let desk = Desk::start().await;
    let person = desk.person();
    let human = desk.sim().seed_ticket(&person);
    let bot = desk.sim().seed_bot_ticket(&person);
    let gone = desk.sim().seed_ticket(&person);
    desk.sim().seed_ticket(&person);
    desk.sim().abandon(&human);
    desk.delete(&format!("/external/ticket/{gone}")).await;

    let list = |query: &str| {
        let path = format!("/external/historic{query}");
        let desk = &desk;
        async move { desk.call(Method::GET, &path, None).await }
    };
    let all = list("").await;
    assert_like("history/list", &all);
    assert_eq!(all.1["tickets"].as_array().unwrap().len(), 3);
    assert_eq!(all.1["pagination"]["lastPage"], Value::Null);
    assert_eq!(all.1["pagination"]["nextPage"], 2);
    assert_eq!(list("?page=2").await.1["tickets"], json!([]));

    let people = list("?order_by=desc&sort_by=finished_at").await;
    assert_like("history/human", &people);
    assert_eq!(ids(&people.1["tickets"], "id"), [human.as_str()]);
    assert_eq!(people.1["pagination"]["nextPage"], Value::Null);
    assert_eq!(people.1["pagination"]["lastPage"], 1);
    let bots = list("?level=1&sort_by=finished_at&order_by=desc").await;
    assert_like("history/chatbot", &bots);
    assert_eq!(ids(&bots.1["tickets"], "id"), [bot]);
    assert_eq!(ids(&list("?level=2").await.1["tickets"], "id"), [human]);
    let deleted = list("?order_by=desc&sort_by=deleted_at&deleted=true").await;
    assert_like("history/deleted", &deleted);
    assert_eq!(ids(&deleted.1["tickets"], "id"), [gone]);

    desk.sim().set_quirk(Quirk::TidyPagination);
    let all = list("").await.1;
    assert_eq!(all["pagination"]["lastPage"], 1);
    assert_eq!(all["pagination"]["nextPage"], Value::Null);
    desk.running.assert_documented();
}

#[tokio::test]
async fn tickets_of_people_operators_and_triggers() {
    let desk = Desk::start().await;
    let person = desk.person();
    let other = desk.sim().seed_contact("5500933334444", "Outra Pessoa");
    let first = desk.sim().seed_ticket(&person);
    desk.tick(5);
    let second = desk.sim().seed_ticket(&person);
    let foreign = desk.sim().seed_ticket(&other);
    desk.sim().abandon(&first);
    let agent = &desk.sim().agents()[0];
    let sector = &desk.sim().departments()[0];
    let body = json!({ "assigned_employee_user_id": agent, "sector_id": sector });
    desk.put(&format!("/external/ticket/{second}"), body).await;

    let path = format!("/external/consumer/{person}/tickets");
    let theirs = desk.call(Method::GET, &path, None).await;
    assert_like("consumers/tickets", &theirs);
    let rows = &theirs.1["tickets"];
    assert_eq!(ids(rows, "id"), [second.clone(), first]);
    assert_eq!(rows[0]["sector"], json!({ "name": "Cobrança fictícia" }));
    assert_eq!(rows[1]["sector"], Value::Null);
    assert_eq!(rows[1]["assigned_employee"], Value::Null);

    let path = format!("/external/agent/{agent}/tickets");
    let theirs = desk.call(Method::GET, &path, None).await;
    assert_like("operators/tickets", &theirs);
    assert_eq!(ids(&theirs.1["tickets"], "id"), [second]);
    desk.delete(&format!("/external/ticket/{foreign}")).await;
    let path = format!("/external/consumer/{other}/tickets");
    assert_eq!(desk.get(&path).await["tickets"], json!([]));

    let trigger = desk.sim().seed_dispatch(&[person, other]);
    let path = format!("/external/message-sending/{trigger}/tickets");
    let sent = desk.call(Method::GET, &path, None).await;
    assert_like("active-triggers/tickets", &sent);
    assert_eq!(sent.1["pagination"]["total"], 2);
    desk.running.assert_documented();
}

#[tokio::test]
async fn a_deleted_consumer_closes_tickets() {
    let desk = Desk::start().await;
    let person = desk.person();
    let ticket = desk.sim().seed_ticket(&person);
    let change = json!({ "id": person, "email_addresses": ["nova@ficticio.example"] });
    assert_eq!(desk.put("/external/consumer", change).await.0, 409);
    let name = json!({ "id": person, "name": "Novo Nome" });
    assert_eq!(desk.put("/external/consumer", name).await.0, 200);

    desk.delete(&format!("/external/consumer/{person}")).await;
    assert_eq!(desk.get("/external/ticket").await["tickets"], json!([]));
    assert_eq!(desk.sim().ticket(&ticket).unwrap()["status_id"], RESOLVED);
    let over = desk.get("/external/historic").await;
    assert_eq!(over["tickets"][0]["requester_user"]["name"], "Novo Nome");
    desk.running.assert_documented();
}

#[tokio::test]
async fn messages_and_notes() {
    let desk = Desk::start().await;
    let person = desk.person();
    let agent = &desk.sim().agents()[0];
    let ticket = desk
        .sim()
        .receive_message(&person, "Minha FATURA não chegou");
    assert_eq!(desk.sim().receive_message(&person, "Alguém aí?"), ticket);
    let stored = desk.sim().ticket(&ticket).unwrap();
    assert_eq!(stored["sector_id"], json!(desk.sim().departments()[0]));
    assert_eq!(stored["whatsapp_keys_id"], json!(desk.sim().channels()[0]));
    assert_eq!(stored["consumer_last_message_content"], "Alguém aí?");

    desk.sim().add_note(&ticket, agent, "<p>primeira</p>");
    desk.tick(24 * 3600);
    desk.sim().add_note(&ticket, agent, "<p>segunda</p>");
    desk.sim().add_answer(&ticket, agent, "Já verifico");
    // The clock has left the first token behind.
    let renewal = json!({ "refresh_token": desk.setting("refresh_token") });
    assert_eq!(desk.put("/external/update/token", renewal).await.0, 200);
    let path = format!("/external/ticket/internal-observation/{ticket}");
    let notes = desk.call(Method::GET, &path, None).await;
    assert_like("tickets/internal_notes", &notes);
    let rows = notes.1["chat_messages"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], json!({ "date": "2026-03-02T12:00:00.000Z" }));
    assert_eq!(rows[3]["content"], "<p>segunda</p>");
    let second = desk.get(&format!("{path}?limit=1&page=2")).await;
    assert_eq!(second["chat_messages"].as_array().unwrap().len(), 2);
    let row = desk.get("/external/ticket").await["tickets"][0].clone();
    assert_eq!(row["last_message"], "Já verifico");

    let messages = desk.sim().messages();
    assert_eq!(messages.len(), desk.sim().message_count());
    assert_eq!(messages[0].kind, MessageKind::Inbound);
    assert_eq!(
        (&messages[0].contact, &messages[0].ticket),
        (&person, &ticket)
    );
    assert_eq!(messages[2].kind, MessageKind::Internal);
    assert_eq!(messages[4].kind, MessageKind::Public);
    desk.sim().abandon(&ticket);
    assert_ne!(desk.sim().receive_message(&person, "De novo"), ticket);
    desk.running.assert_documented();
}

#[tokio::test]
async fn tags_of_both_kinds() {
    let desk = Desk::start().await;
    let body = json!({ "name": "Nova", "active": true });
    let made = desk.post("/external/consumer-tag", body.clone()).await;
    assert_like("consumer-tags/create", &made);
    assert_eq!(
        desk.post("/external/consumer-tag", body.clone()).await.0,
        409
    );
    let made = desk.post("/external/tag", body).await;
    assert_like("ticket-tags/create", &made);
    let id = made.1["tag"]["id"].as_str().unwrap().to_owned();
    let body = json!({ "id": id, "name": "Novíssima", "active": false });
    assert_like("ticket-tags/edit", &desk.put("/external/tag", body).await);
    let own = &desk.sim().consumer_tags()[0];
    let body = json!({ "id": own, "name": "Urgente", "active": true });
    assert_like(
        "consumer-tags/edit",
        &desk.put("/external/consumer-tag", body).await,
    );
    let body = json!({ "id": id, "name": "Urgente", "active": true });
    assert_eq!(desk.put("/external/consumer-tag", body).await.0, 404);

    let list = desk.call(Method::GET, "/external/tag", None).await;
    assert_like("ticket-tags/list", &list);
    assert_eq!(list.1["pagination"]["total"], 4);
    let list = desk.call(Method::GET, "/external/consumer-tag", None).await;
    assert_like("consumer-tags/list", &list);
    let off = desk
        .get("/external/tag?active=false&sort_by=name&order_by=desc")
        .await;
    assert_eq!(ids(&off["tags"], "name"), ["Novíssima", "Aposentada"]);
    let found = desk.get(&format!("/external/tag?search={id}")).await;
    assert_eq!(found["pagination"]["total"], 1);
    desk.running.assert_documented();
}

#[tokio::test]
async fn tasks_are_delayed_and_lost() {
    let desk = Desk::start().await;
    let person = desk.person();
    let agents = desk.sim().agents();
    let sectors = desk.sim().departments();
    let ticket = desk.sim().seed_ticket(&person);
    let soon = desk.running.lab().now().as_second() + 1800;
    let body = json!({
        "ticket_id": ticket, "requester_employee_id": agents[0], "assigned_employee_id": agents[1],
        "date_limit": soon, "description": "Ligar",
    });
    let made = desk.post("/external/task", body.clone()).await;
    assert_like("tasks/create", &made);
    let task = &made.1["task"];
    assert_eq!(task["notification_alert_time"], 1440);
    assert_eq!(task["notification_alert_date"], "2026-03-01T12:30:00.000Z");
    let mut past = body.clone();
    past["date_limit"] = json!(soon - 3600);
    assert_eq!(desk.post("/external/task", past).await.0, 400);

    let edit = json!({ "id": task["id"], "status_task_id": PENDING, "shoud_notificate": true });
    let edited = desk.put("/external/task", edit).await;
    assert_like("tasks/edit", &edited);
    assert_eq!(edited.1["task"]["notification_alert_time"], 24);
    let list = desk
        .call(
            Method::GET,
            &format!("/external/task?ticket_id={ticket}"),
            None,
        )
        .await;
    assert_like("tasks/list", &list);
    assert_eq!(list.1["tasks"][0]["date_limit"], "2026-03-02T12:30:00Z");
    assert_eq!(list.1["pagination"]["nextPage"], 2);
    desk.tick(1801);
    let late = desk.get(&format!("/external/task?status={DELAYED}")).await;
    assert_eq!(late["pagination"]["total"], 1);

    let mut second = body;
    second["assigned_employee_id"] = json!(agents[0]);
    second["date_limit"] = json!(soon + 7200);
    let second = desk.post("/external/task", second).await.1;
    // The second sector holds operator 1, not operator 0.
    let path = format!("/external/ticket/{ticket}");
    desk.put(&path, json!({ "sector_id": sectors[1] })).await;
    let left = desk.sim().tasks();
    assert_eq!(left.len(), 1);
    assert_ne!(left[0]["id"], second["task"]["id"]);
    let path = format!("/external/task/{}", left[0]["id"].as_str().unwrap());
    assert_like("tasks/delete", &desk.delete(&path).await);
    assert_eq!(desk.delete(&path).await.0, 404);
    desk.running.assert_documented();
}

#[tokio::test]
async fn the_directory() {
    let desk = Desk::start().await;
    let agents = desk.sim().agents();
    let list = desk.call(Method::GET, "/external/sector", None).await;
    assert_like("sectors/list", &list);
    let first = &list.1["sectors"][0];
    assert_eq!(first["agents"].as_array().unwrap().len(), 3);
    assert!(first["agents"][2]["deleted_at"].is_string());
    assert_eq!(list.1["sectors"][2]["agents"], Value::Null);

    let key = &desk.sim().channels()[0];
    let body = json!({
        "name": "Garantia fictícia", "active": true, "key_words": ["garantia"],
        "employees_user_ids": [agents[0], agents[1]], "whatsapp_keys_id": [key],
    });
    let made = desk.post("/external/sector", body).await;
    assert_like("sectors/create", &made);
    let id = made.1["sector"]["id"].clone();
    let twin = json!({ "name": "Outra", "active": true, "key_words": ["garantia"] });
    assert_eq!(desk.post("/external/sector", twin).await.0, 409);
    let edit = json!({ "id": id, "active": false, "employees_user_ids": [agents[1]] });
    assert_like("sectors/edit", &desk.put("/external/sector", edit).await);
    let off = desk
        .get("/external/sector?active=false&search=garantia")
        .await;
    let members = off["sectors"][0]["agents"].as_array().unwrap().clone();
    assert!(members[0]["deleted_at"].is_string());
    assert!(members[1]["deleted_at"].is_null());
    let person = desk.person();
    let ticket = desk.sim().receive_message(&person, "fatura");
    assert_eq!(desk.sim().ticket(&ticket).unwrap()["sector_id"], id);

    let list = desk.call(Method::GET, "/external/agent", None).await;
    assert_like("operators/list", &list);
    assert_eq!(ids(&list.1["data"], "user_id"), agents);
    let shown = desk
        .call(Method::GET, &format!("/external/agent/{}", agents[1]), None)
        .await;
    assert_like("operators/show", &shown);
    let by_id = format!(
        "/external/agent/{}",
        shown.1["data"][0]["id"].as_str().unwrap()
    );
    assert_eq!(desk.get(&by_id).await, shown.1);
    let keys = desk.call(Method::GET, "/external/channel/keys", None).await;
    assert_like_first("automations/list", &keys);
    let mails = desk
        .call(Method::GET, "/external/company/email", None)
        .await;
    assert_like("emails/list", &mails);
    assert_eq!(ids(&mails.1["data"], "id"), desk.sim().emails());
    desk.running.assert_documented();
}

/// For a list whose rows differ in kind: the fixture's WhatsApp row against ours.
fn assert_like_first(name: &str, answer: &(u16, Value)) {
    let rows = fixture(name)["body"]["data"].clone();
    let theirs = rows.as_array().unwrap();
    let with_phone = theirs
        .iter()
        .find(|r| !r["whatsapp_key"].is_null())
        .unwrap();
    assert_shape(name, &answer.1["data"][0], with_phone);
    let with_chat = theirs.iter().find(|r| !r["webchat_key"].is_null()).unwrap();
    assert_shape(name, &answer.1["data"][1], with_chat);
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

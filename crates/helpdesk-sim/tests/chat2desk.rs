//! The Chat2Desk simulator, seen through plain HTTP.
#![cfg(feature = "chat2desk")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::time::Duration;

use helpdesk_sim::chat2desk::{Quirk, Sim, Visibility};
use helpdesk_sim::{Fault, FaultRule, Running};
use serde_json::{Value, json};

type Bench = Running<Sim>;

async fn bench() -> Bench {
    let bench = Bench::start().await.unwrap();
    bench
        .lab()
        .freeze_at("2031-05-05T06:15:20Z".parse().unwrap());
    bench
}

async fn call(bench: &Bench, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    let mut request = reqwest::Client::new()
        .request(
            method.parse().unwrap(),
            format!("{}{path}", bench.base_url()),
        )
        .header("authorization", bench.sim().token());
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap())
}

async fn get(bench: &Bench, path: &str) -> (u16, Value) {
    call(bench, "GET", path, None).await
}

async fn post(bench: &Bench, path: &str, body: Value) -> (u16, Value) {
    call(bench, "POST", path, Some(body)).await
}

async fn put(bench: &Bench, path: &str, body: Value) -> (u16, Value) {
    call(bench, "PUT", path, Some(body)).await
}

fn violated(bench: &Bench, part: &str) -> bool {
    bench.lab().violations().iter().any(|v| v.contains(part))
}

fn events(bench: &Bench) -> Vec<Value> {
    let all = bench.lab().take_deliveries().into_iter();
    all.map(|d| serde_json::from_slice(&d.body).unwrap())
        .collect()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|e| e["hook_type"].as_str().unwrap())
        .collect()
}

async fn subscribe(bench: &Bench, names: &[&str]) -> Value {
    let body = json!({"url": "https://hooks.sim.example/a", "name": "a", "events": names});
    let (status, body) = post(bench, "/webhooks", body).await;
    assert_eq!(status, 200, "{body}");
    body["data"].clone()
}

#[tokio::test]
async fn a_token_goes_raw_into_the_header() {
    let bench = bench().await;
    let url = format!("{}/clients", bench.base_url());
    let http = reqwest::Client::new();
    let token = bench.sim().token();
    let tries = [
        None,
        Some("nonsense".to_owned()),
        Some(format!("Bearer {token}")),
    ];
    for header in tries {
        let mut request = http.get(&url);
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 403);
        let text = answer.text().await.unwrap();
        assert!(text.contains("Token is not correct"), "{text}");
    }
    bench.assert_documented();
    assert_eq!(bench.sim().calls_used(), 0, "refused calls do not count");
    bench.sim().set_quirk(Quirk::Unauthorized401);
    assert_eq!(http.get(&url).send().await.unwrap().status(), 401);
    bench.sim().expire_tokens_for_test();
    let old = http.get(&url).header("authorization", token);
    assert_eq!(old.send().await.unwrap().status(), 401);
    assert_eq!(get(&bench, "/clients").await.0, 200);
}

trait Expire {
    fn expire_tokens_for_test(&self);
}

impl Expire for Sim {
    fn expire_tokens_for_test(&self) {
        helpdesk_sim::VendorSim::expire_tokens(self);
    }
}

#[tokio::test]
async fn the_token_in_the_address_is_a_violation() {
    let bench = bench().await;
    let url = format!("{}/clients?token={}", bench.base_url(), bench.sim().token());
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 403);
    assert!(violated(&bench, "`token`"));
}

#[tokio::test]
async fn clients_are_created_read_changed_and_found() {
    let bench = bench().await;
    let wish = json!({"phone": "999000777144", "transport": "whatsapp", "nickname": "Ludo"});
    let (status, body) = post(&bench, "/clients", wish.clone()).await;
    assert_eq!(status, 200, "{body}");
    let id = body["data"]["id"].as_u64().unwrap();
    assert_eq!(body["data"]["assigned_name"], "Ludo");
    assert_eq!(
        body["data"]["first_client_message"],
        "2031-05-05T06:15:20 UTC"
    );

    let (status, body) = post(&bench, "/clients", wish).await;
    assert_eq!(status, 400);
    assert_eq!(body["errors"]["client"][0], "Client already exists");
    let inner: Value = serde_json::from_str(body["errors"]["client"][1].as_str().unwrap()).unwrap();
    assert_eq!(inner, json!({"id": id}));

    let change = json!({"nickname": null, "assigned_phone": "999000777199", "ban_status": 1,
        "custom_fields": {"1": "C-1"}, "external_id": "77", "external_service": "amo"});
    let (status, body) = put(&bench, &format!("/clients/{id}"), change).await;
    assert_eq!(status, 200);
    assert_eq!(body["data"]["client_id"], id);
    assert_eq!(body["data"]["assigned_name"], Value::Null);

    let (_, body) = get(&bench, "/clients?phone=999000777144").await;
    let row = &body["data"][0];
    assert_eq!(row["client_phone"], 999_000_777_199_u64, "a number");
    assert_eq!(row["external_ids"], json!({"amo": "77"}));
    assert!(row.get("tags").is_none() && row.get("channels").is_none());
    for (query, hits) in [
        ("phone=%2B999000777144", 0),
        ("client_phone=999000777199", 1),
        ("custom_field[id]=1&custom_field[text]=c-1", 1),
        ("custom_field[id]=2&custom_field[text]=c-1", 0),
        ("created_after=1935728119", 1),
        ("created_after=1935728120", 0),
    ] {
        let (_, body) = get(&bench, &format!("/clients?{query}")).await;
        assert_eq!(body["meta"]["total"], hits, "{query}");
    }
    let (_, body) = get(&bench, &format!("/clients/{id}")).await;
    assert_eq!(body["data"]["channels"][0]["transports"][0], "whatsapp");
    assert_eq!(body["data"]["tags"], json!([]));
    bench.sim().set_quirk(Quirk::ShortClient);
    let (_, body) = get(&bench, &format!("/clients/{id}/")).await;
    assert_eq!(body["data"].as_object().unwrap().len(), 10);
    let (status, body) = get(&bench, "/clients/5").await;
    assert_eq!(
        (status, &body["errors"]),
        (404, &json!("Client #5 not found"))
    );
    bench.assert_documented();
    assert_eq!(
        bench.sim().contact(&id.to_string()).unwrap()["banned"],
        true
    );
}

#[tokio::test]
async fn a_client_needs_digits_and_a_transport_that_can_write_first() {
    let bench = bench().await;
    for (body, field) in [
        (json!({"transport": "whatsapp"}), "phone"),
        (json!({"phone": "999000777144"}), "transport"),
        (
            json!({"phone": "+999 000", "transport": "whatsapp"}),
            "phone",
        ),
        (
            json!({"phone": "999000777144", "transport": "telegram"}),
            "transport",
        ),
        (
            json!({"phone": "999000777144", "transport": "whatsapp", "channel_id": 5}),
            "channel_id",
        ),
    ] {
        let (status, answer) = post(&bench, "/clients", body).await;
        assert_eq!(status, 400);
        assert!(answer["errors"][field][0]["text"].is_string(), "{answer}");
    }
    let mail = json!({"phone": "zed@shop.example", "transport": "email"});
    assert_eq!(post(&bench, "/clients", mail).await.0, 200);
    bench.assert_documented();
    assert_eq!(bench.sim().contact_count(), 1);
}

#[tokio::test]
async fn parameters_may_come_as_query_form_or_json() {
    let bench = bench().await;
    let query = "/clients?phone=999000000001&transport=whatsapp";
    assert_eq!(call(&bench, "POST", query, None).await.0, 200);
    let form = reqwest::Client::new()
        .post(format!("{}/clients", bench.base_url()))
        .header("authorization", bench.sim().token())
        .header("content-type", "application/x-www-form-urlencoded")
        .body("phone=999000000002&transport=whatsapp");
    assert_eq!(form.send().await.unwrap().status(), 200);
    assert_eq!(bench.sim().contact_count(), 2);
    bench.assert_documented();
}

#[tokio::test]
async fn lists_page_by_the_capped_limit() {
    let bench = bench().await;
    bench.sim().seed_contacts(450);
    let (_, body) = get(&bench, "/clients").await;
    assert_eq!(
        body["meta"],
        json!({"total": 450, "limit": 20, "offset": 0})
    );
    let (_, body) = get(&bench, "/clients?limit=1000&offset=400").await;
    assert_eq!(body["meta"]["limit"], 200);
    assert_eq!(body["data"].as_array().unwrap().len(), 50);
    let (status, body) = get(&bench, "/clients?offset=450").await;
    assert_eq!((status, &body["data"]), (200, &json!([])));
    let (_, up) = get(&bench, "/clients?limit=1").await;
    let (_, down) = get(&bench, "/clients?limit=1&order=desc").await;
    assert_eq!(
        up["data"][0]["id"].to_string(),
        bench.sim().first_contact_id()
    );
    assert!(down["data"][0]["id"].as_u64() > up["data"][0]["id"].as_u64());
    bench.sim().set_quirk(Quirk::TotalAsText);
    let (_, body) = get(&bench, "/clients").await;
    assert_eq!(body["meta"]["total"], "450");
    bench.assert_documented();
}

#[tokio::test]
async fn what_is_not_documented_is_a_violation() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    assert_eq!(get(&bench, "/clients?search=ludo").await.0, 200);
    assert!(violated(&bench, "`search`"));
    let (status, _) = put(&bench, &format!("/clients/{id}"), json!({"comment": "x"})).await;
    assert_eq!(status, 200, "unknown members are ignored");
    assert!(violated(&bench, "`comment`"));
    let (status, body) = put(&bench, &format!("/clients/{id}"), json!({"nickname": 5})).await;
    assert_eq!(status, 400, "{body}");
    assert!(violated(&bench, "`nickname` has the wrong type"));
    assert_eq!(get(&bench, "/api_info").await.0, 404);
    assert!(violated(&bench, "GET /v1/api_info"));
    assert_eq!(call(&bench, "DELETE", "/clients", None).await.0, 404);
    assert!(violated(&bench, "DELETE /v1/clients"));
    assert_eq!(get(&bench, "/tickets/TICK-1").await.0, 404);
    assert!(violated(&bench, "`TICK-1`"));
    assert_eq!(get(&bench, "/messages?offset=20").await.0, 200);
    assert!(violated(&bench, "`offset`"));
}

#[tokio::test]
async fn a_message_opens_a_dialog_and_a_request() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("+999 000 777-144", "Ludo");
    assert_eq!(sim.seed_contact("999000777144", "Again"), id);
    let first = sim.receive_message(&id, "Is anybody there?").unwrap();
    let wish = json!({"client_id": id, "text": "Yes", "operator_id": sim.agents()[1]});
    let (status, body) = post(&bench, "/messages", wish).await;
    assert_eq!(status, 200, "{body}");
    let sent = &body["data"];
    assert_eq!(sent["type"], "to_client");
    assert!(sent["message_id"].as_u64().unwrap() > u64::from(u32::MAX));
    let (_, body) = get(&bench, &format!("/messages/{first}")).await;
    assert_eq!(
        body["data"]["read"], 1,
        "an answer marks the dialog as read"
    );
    assert_eq!(body["data"]["request_id"], sent["request_id"]);

    let dialog = sent["dialog_id"].to_string();
    let close = json!({"state": "closed"});
    let (status, _) = put(&bench, &format!("/dialogs/{dialog}"), close.clone()).await;
    assert_eq!(status, 200);
    let (status, body) = put(&bench, &format!("/dialogs/{dialog}"), close).await;
    assert_eq!(status, 400);
    assert!(body.to_string().contains("already has state"), "{body}");

    let quiet = json!({"client_id": id, "text": "FYI", "open_dialog": false});
    let (_, body) = post(&bench, "/messages", quiet).await;
    assert_eq!(body["data"]["request_id"], Value::Null);
    assert!(sim.open_dialog(&id).is_none());
    let note = json!({"client_id": id, "text": "Call back", "type": "comment"});
    let (_, body) = post(&bench, "/messages", note).await;
    assert_ne!(body["data"]["request_id"], sent["request_id"]);
    assert!(body["data"]["request_id"].is_u64());
    assert_eq!(body["data"]["operator_id"].to_string(), sim.agents()[1]);
    assert!(sim.open_dialog(&id).is_some(), "a comment reopens");
    let seen: Vec<Visibility> = sim.messages().into_iter().map(|m| m.visibility).collect();
    assert_eq!(
        seen,
        [
            Visibility::Inbound,
            Visibility::Public,
            Visibility::Public,
            Visibility::Internal
        ]
    );
    bench.assert_documented();
}

#[tokio::test]
async fn an_inbound_message_in_a_closed_dialog_drops_the_operator() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("999000777144", "Ludo");
    let message = sim.receive_message(&id, "One").unwrap();
    let path = format!(
        "/messages/{message}/transfer?operator_id={}",
        sim.agents()[1]
    );
    assert_eq!(get(&bench, &path).await.1["data"], json!([]));
    let (dialog, operator) = sim.open_dialog(&id).unwrap();
    assert_eq!(operator.unwrap(), sim.agents()[1]);
    let close = json!({"client_id": id});
    assert_eq!(put(&bench, "/requests/close", close).await.0, 200);
    sim.receive_message(&id, "Two").unwrap();
    assert_eq!(sim.open_dialog(&id), Some((dialog, None)));
    bench.assert_documented();
}

#[tokio::test]
async fn messages_page_by_start_id_only() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("999000777144", "Ludo");
    let other = sim.seed_contact("999000777145", "Mara");
    let mut ids = Vec::new();
    for number in 0..30 {
        ids.push(sim.receive_message(&id, &format!("No. {number}")).unwrap());
        sim.receive_message(&other, "noise").unwrap();
    }
    let mut found = Vec::new();
    let mut start = 0;
    loop {
        let path = format!("/messages?client_id={id}&start_id={start}&limit=7");
        let (_, body) = get(&bench, &path).await;
        let rows = body["data"].as_array().unwrap().clone();
        let Some(last) = rows.last() else { break };
        start = last["id"].as_u64().unwrap() + 1;
        found.extend(rows.iter().map(|row| row["id"].to_string()));
    }
    assert_eq!(found, ids);
    bench.assert_documented();
    let (_, one) = get(&bench, "/messages?limit=5").await;
    let (_, two) = get(&bench, "/messages?limit=5&offset=5").await;
    assert_eq!(one["data"], two["data"], "the offset is ignored");
}

#[tokio::test]
async fn message_dates_are_days_of_the_company() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("999000777144", "Ludo");
    bench
        .lab()
        .freeze_at("2031-05-04T20:59:59Z".parse().unwrap());
    sim.receive_message(&id, "still the fourth").unwrap();
    bench.lab().advance(Duration::from_secs(1));
    sim.receive_message(&id, "the fifth").unwrap();
    for (query, hits) in [
        ("start_date=05-05-2031", 1),
        ("start_date=04-05-2031&finish_date=05-05-2031", 1),
        ("start_date=04-05-2031&finish_date=06-05-2031", 2),
    ] {
        let (_, body) = get(&bench, &format!("/messages?{query}")).await;
        assert_eq!(body["meta"]["total"], hits, "{query}");
    }
    assert_eq!(get(&bench, "/messages?start_date=2031-05-05").await.0, 400);
    let both = "/messages?start_date=05-05-2031&start_id=5";
    assert_eq!(get(&bench, both).await.0, 400);
}

#[tokio::test]
async fn transfers_follow_the_rules_unless_forced() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("999000777144", "Ludo");
    let message = sim.receive_message(&id, "Hello").unwrap();
    let away = sim.agents()[3].clone();
    let base = format!("/messages/{message}");
    let (status, body) = get(&bench, &format!("{base}/transfer")).await;
    assert_eq!(status, 400);
    assert_eq!(
        body["errors"]["operator_id"][0]["error"],
        "missing_parameter"
    );
    let (status, body) = get(&bench, &format!("{base}/transfer?operator_id=9")).await;
    assert_eq!(status, 400);
    assert_eq!(
        body["errors"]["operator_id"][0]["text"],
        "Operator 9 not found."
    );
    let gone = format!("/messages/7/transfer?operator_id={away}");
    let (status, body) = get(&bench, &gone).await;
    assert_eq!(
        (status, &body["errors"]),
        (404, &json!("Message #7 not found"))
    );
    let soft = format!("{base}/transfer?operator_id={away}&force_assign=false");
    let (status, body) = get(&bench, &soft).await;
    assert_eq!(status, 400);
    let sentence = format!("Could not transfer to operator {away}.");
    assert_eq!(body["errors"][0]["text"], sentence);
    let lonely = &sim.departments()[2];
    let group = format!("{base}/transfer_to_group?group_id={lonely}");
    let (status, body) = get(&bench, &format!("{group}&force_assign=false")).await;
    assert_eq!(status, 400);
    assert_eq!(body["errors"][0]["text"], "No available operator found!");
    let (_, body) = get(&bench, &group).await;
    assert_eq!(body["data"]["assignee"]["id"].to_string(), away);
    assert_eq!(sim.open_dialog(&id).unwrap().1, Some(away));
    let last = sim.messages().pop().unwrap();
    assert_eq!(last.visibility, Visibility::System);
    bench.assert_documented();
}

#[tokio::test]
async fn requests_have_a_shape_of_their_own() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("999000777144", "Ludo");
    let request = sim.seed_request(&id).unwrap();
    assert_eq!(sim.seed_request(&id).unwrap(), request);
    let (_, body) = get(&bench, &format!("/requests/{request}")).await;
    assert_eq!(body["id"].to_string(), request);
    sim.set_quirk(Quirk::WrappedRequest);
    let (_, body) = get(&bench, &format!("/requests/{request}")).await;
    assert_eq!(body["data"]["id"].to_string(), request);
    let (_, body) = get(&bench, &format!("/requests/{request}/messages")).await;
    assert_eq!(body[0]["type"], "in");
    assert_eq!(body[0]["clientID"].to_string(), id);
    assert_eq!(body[0]["created"], 1_935_728_120);
    let (status, body) = get(&bench, "/requests/7/messages").await;
    assert_eq!((status, &body["message"]), (404, &json!("not_found")));
    let close = json!({"request_id": request});
    assert_eq!(put(&bench, "/requests/close", close.clone()).await.0, 200);
    assert_eq!(put(&bench, "/requests/close", close).await.0, 400);
    bench.assert_documented();
}

#[tokio::test]
async fn tags_are_made_put_on_and_taken_off() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("999000777144", "Ludo");
    let group = &sim.tag_groups()[0];
    let wish = json!({"tag_group_id": group, "tag_label": "Refund"});
    let (status, body) = post(&bench, "/tags", wish).await;
    assert_eq!(status, 201);
    let tag = body["data"][0]["id"].as_u64().unwrap();
    let long = json!({"tag_group_id": group, "tag_label": "x".repeat(21)});
    assert_eq!(post(&bench, "/tags", long).await.0, 400);
    let assign = json!({"tag_ids": [tag, 4], "assignee_type": "client", "assignee_id": id});
    for _ in 0..2 {
        let (status, body) = post(&bench, "/tags/assign_to", assign.clone()).await;
        assert_eq!((status, body), (200, json!({"status": "success"})));
    }
    assert_eq!(sim.contact(&id).unwrap()["tags"], json!([tag]));
    let (_, body) = get(&bench, &format!("/clients?tags=4,{tag}")).await;
    assert_eq!(body["meta"]["total"], 1);
    let wrong = json!({"tag_ids": [tag], "assignee_type": "request", "assignee_id": 3});
    let (_, body) = post(&bench, "/tags/assign_to", wrong).await;
    assert!(body.to_string().contains("request does not belong"));
    let path = format!("/tags/{tag}/delete_from");
    let off = json!({"client_id": id});
    let (status, _) = call(&bench, "DELETE", &path, Some(off.clone())).await;
    assert_eq!(status, 200);
    let (_, body) = call(&bench, "DELETE", &path, Some(off)).await;
    assert_eq!(body["errors"], "client not found");
    let (_, body) = call(&bench, "DELETE", "/tags/4/delete_from?client_id=1", None).await;
    assert_eq!(body["errors"], "tag does not exist");
    bench.assert_documented();
}

#[tokio::test]
async fn tickets_live_beside_the_requests() {
    let bench = bench().await;
    let sim = bench.sim();
    let id = sim.seed_contact("999000777144", "Ludo");
    let seeded = sim.seed_ticket(&id);
    assert_eq!(seeded, "TICK-1");
    let request = sim.seed_request(&id).unwrap();
    let wish = json!({"summary": "Lost parcel", "description": "Gone", "priority": 2,
        "assignee_id": 277_103, "request_ids": [request], "status": 2});
    let (status, body) = post(&bench, "/tickets", wish).await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(body["data"]["id"], "TICK-2");
    assert_eq!(body["data"]["request_ids"], json!([request]));
    assert_eq!(body["data"]["reporter_id"].to_string(), sim.agents()[0]);
    for (query, hits) in [
        ("status=2", 1),
        ("priority=2", 2),
        ("assignee_id=277103", 1),
        ("reporter_id=277102", 0),
        ("limit=1&offset=1", 2),
    ] {
        let (_, body) = get(&bench, &format!("/tickets?{query}")).await;
        assert_eq!(body["meta"]["total"], hits, "{query}");
    }
    let (_, body) = get(&bench, &format!("/tickets?request_id={request}&order=desc")).await;
    assert_eq!(body["data"][0]["id"], "TICK-2");
    let (_, body) = put(&bench, "/tickets/2", json!({"priority": 3, "status": 4})).await;
    assert_eq!(body["data"]["updater_id"], "Public API");
    assert_eq!(body["data"]["reporter_id"], "Public API");
    let (_, body) = get(&bench, "/tickets/2").await;
    assert_eq!(body["data"]["status"], 4);
    assert_eq!(body["data"]["reporter_id"].to_string(), sim.agents()[0]);
    let (_, body) = put(&bench, "/tickets/2", json!({"summary": "Found"})).await;
    assert_eq!(body["data"]["status"], 1, "a missing status means 1");
    sim.set_quirk(Quirk::TicketStatusKept);
    put(&bench, "/tickets/2", json!({"status": 3})).await;
    let (_, body) = put(&bench, "/tickets/2", json!({"summary": "Lost"})).await;
    assert_eq!(body["data"]["status"], 3);
    let (status, body) = call(&bench, "DELETE", "/tickets/2", None).await;
    assert_eq!((status, body), (200, json!({"status": "success"})));
    let (status, body) = call(&bench, "DELETE", "/tickets/2", None).await;
    assert_eq!((status, &body["status"]), (200, &json!("error")));
    assert_eq!(sim.ticket_count(), 1);
    bench.assert_documented();
}

#[tokio::test]
async fn ticket_errors_are_collected_by_field() {
    let bench = bench().await;
    let past = json!({"deadline": "2001-01-01T00:00:00Z"});
    bench
        .sim()
        .seed_ticket(&bench.sim().seed_contact("999000777144", "Ludo"));
    let (status, body) = put(&bench, "/tickets/1", past).await;
    assert_eq!(status, 400);
    let text = &body["errors"]["deadline"][0]["text"];
    assert_eq!(text, "Parameter must be later than the current date");
    let wish = json!({"description": "", "priority": 7, "assignee_id": 2,
        "request_ids": ["1"]});
    let (status, body) = post(&bench, "/tickets", wish).await;
    assert_eq!(status, 400);
    for field in [
        "summary",
        "description",
        "priority",
        "assignee_id",
        "request_ids",
    ] {
        assert!(
            body["errors"][field][0]["error"].is_string(),
            "{field}: {body}"
        );
    }
    bench.assert_documented();
    let (_, body) = get(&bench, "/tickets?priority=Urgent&order=up").await;
    assert_eq!(body["errors"].as_object().unwrap().len(), 2);
    assert!(violated(&bench, "`priority` has the wrong type"));
    bench.sim().set_quirk(Quirk::TicketLimitRefused);
    assert_eq!(get(&bench, "/tickets?limit=201").await.0, 400);
}

#[tokio::test]
async fn webhooks_are_subscribed_and_signed() {
    let bench = bench().await;
    let sim = bench.sim();
    let hook = subscribe(&bench, &["inbox", "new_request", "new_ticket"]).await;
    let id = hook["id"].to_string();
    let again = json!({"url": "https://hooks.sim.example/a", "name": "b", "events": ["inbox"]});
    let (status, body) = post(&bench, "/webhooks", again).await;
    assert_eq!(status, 400);
    assert!(
        body["errors"]["url"][0]
            .as_str()
            .unwrap()
            .contains("already used")
    );
    let (_, body) = get(&bench, &format!("/webhooks/{id}")).await;
    assert!(body["data"].is_array());
    let client = sim.seed_contact("999000777144", "Ludo");
    sim.receive_message(&client, "Hello").unwrap();
    let deliveries = bench.lab().take_deliveries();
    assert_eq!(deliveries.len(), 2);
    let inbox = &deliveries[1];
    assert_eq!(inbox.url, "https://hooks.sim.example/a");
    let body: Value = serde_json::from_slice(&inbox.body).unwrap();
    assert_eq!(body["hook_type"], "inbox");
    assert_eq!(body["is_new_request"], true);
    assert_eq!(body["event_time"], "2031-05-05T06:15:20.000000Z");
    let time = inbox.headers["x-timestamp"].to_str().unwrap();
    assert_eq!(time, "1935728120");
    let signed = sim.signature(&inbox.body, 1_935_728_120);
    assert_eq!(inbox.headers["x-signature"], signed.as_str());
    sim.seed_ticket(&client);
    assert_eq!(kinds(&events(&bench)), ["ticket_created"]);

    let (_, body) = put(&bench, &format!("/webhooks/{id}?status=disable"), json!({})).await;
    assert_eq!(body["data"]["status"], "disable");
    sim.receive_message(&client, "More").unwrap();
    assert!(events(&bench).is_empty());
    let path = format!("/webhooks/{id}");
    assert_eq!(call(&bench, "DELETE", &path, None).await.0, 200);
    let (status, body) = call(&bench, "DELETE", &path, None).await;
    assert_eq!(status, 404);
    assert!(body["errors"].is_string());
    bench.assert_documented();
}

#[test]
fn the_signature_agrees_with_the_fixture() {
    let text = include_str!("../../../fixtures/chat2desk/webhooks/inbox_signed.json");
    let fixture: Value = serde_json::from_str(text).unwrap();
    let lab = helpdesk_sim::Lab::new("chat2desk");
    let sim = <Sim as helpdesk_sim::VendorSim>::new(lab);
    let body = fixture["body_text"].as_str().unwrap();
    let time = fixture["headers"]["x-timestamp"].as_str().unwrap();
    let signed = sim.signature(body.as_bytes(), time.parse().unwrap());
    assert_eq!(fixture["headers"]["x-signature"], signed);
    sim.set_quirk(Quirk::RawSigningKey);
    assert_ne!(
        sim.signature(body.as_bytes(), time.parse().unwrap()),
        signed
    );
}

#[tokio::test]
async fn at_most_five_webhooks() {
    let bench = bench().await;
    for number in 0..6 {
        let url = format!("https://hooks.sim.example/{number}");
        let body = json!({"url": url, "name": "n", "events": ["inbox"], "channels": []});
        let (status, _) = post(&bench, "/webhooks", body).await;
        assert_eq!(status, if number < 5 { 200 } else { 400 });
    }
}

#[tokio::test]
async fn each_change_sends_its_event() {
    let bench = bench().await;
    let sim = bench.sim();
    let everything = [
        "outbox",
        "comment",
        "new_client",
        "new_tag",
        "add_tag_to_client",
        "delete_tag_from_client",
        "client_updated",
        "client_added_to_blacklist",
        "close_dialog",
        "close_request",
        "dialog_transferred",
        "ticket_updated",
        "ticket_deleted",
        "imported_message",
        "outbox_status",
        "operator_status_changed",
        "system_message",
    ];
    subscribe(&bench, &everything).await;
    let wish = json!({"phone": "999000777144", "transport": "whatsapp"});
    let id = post(&bench, "/clients", wish).await.1["data"]["id"].to_string();
    let path = format!("/clients/{id}");
    put(&bench, &path, json!({"nickname": "N", "ban_status": 1})).await;
    let sent = json!({"client_id": id, "text": "Hi"});
    let body = post(&bench, "/messages", sent).await.1;
    let dialog = body["data"]["dialog_id"].to_string();
    let change = json!({"operator_id": sim.agents()[1], "state": "closed"});
    put(&bench, &format!("/dialogs/{dialog}"), change).await;
    let old = json!({"client_id": id, "channel_id": sim.channels()[0], "transport": "whatsapp",
        "messages": [{"timestamp": "1930000001", "text": "Old", "type": "from_client"}]});
    let (status, body) = post(&bench, "/messages/import", old).await;
    assert_eq!(
        (status, body),
        (200, json!({"errors": [], "status": "success"}))
    );
    sim.set_agent_online(&sim.agents()[1], false);
    let all = events(&bench);
    assert_eq!(
        kinds(&all),
        [
            "new_client",
            "client_added_to_blacklist",
            "client_updated",
            "outbox",
            "system_message",
            "dialog_transferred",
            "close_request",
            "close_dialog",
            "imported_message",
            "operator_status_updated",
        ]
    );
    assert!(sim.open_dialog(&id).is_none(), "an import opens nothing");
    assert!(all.last().unwrap()["id"].is_string());
    sim.seed_ticket(&id);
    put(&bench, "/tickets/1", json!({"status": 4})).await;
    call(&bench, "DELETE", "/tickets/1", None).await;
    let all = events(&bench);
    assert_eq!(kinds(&all), ["ticket_updated", "ticket_deleted"]);
    assert_eq!(all[0]["updates"], json!({"update_status": "1 → 4"}));
    assert_eq!(all[1]["deleted by"], "Public API");
    bench.assert_documented();
}

#[tokio::test]
async fn the_external_channel_takes_messages_in() {
    let bench = bench().await;
    let sim = bench.sim();
    subscribe(&bench, &["inbox", "new_client", "outbox_status"]).await;
    let external = &sim.channels()[1];
    let body = json!({"channel_id": external, "body": "Hi", "extra_data": {"external_id": "x-1"},
        "from_client": {"id": "app-12", "nickname": "Appy"}});
    assert_eq!(post(&bench, "/messages/inbox", body).await.0, 200);
    let all = events(&bench);
    assert_eq!(kinds(&all), ["new_client", "inbox"]);
    assert_eq!(all[1]["extra_data"]["external_id"], "x-1");
    let both = json!({"channel_id": external, "body": "Hi",
        "from_client": {"id": "app-12", "phone": 999_000_777_144_u64}});
    assert_eq!(post(&bench, "/messages/inbox", both).await.0, 400);
    let id = &sim.messages()[0].contact;
    let sent = post(&bench, "/messages", json!({"client_id": id, "text": "Yo"}))
        .await
        .1;
    let message = &sent["data"]["message_id"];
    let path = format!("/messages/{message}/status/6");
    assert_eq!(call(&bench, "PUT", &path, None).await.0, 200);
    assert_eq!(events(&bench)[0]["data"]["gateway_status"], "delivered");
    bench.assert_documented();
}

#[tokio::test]
async fn import_refuses_with_a_status_of_its_own() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    let row = json!({"timestamp": "1930000001", "text": "Two files", "type": "to_client",
        "attachment": ["https://a.example", "https://b.example"]});
    let wish = |rows: Vec<Value>| {
        json!({"client_id": id, "transport": "whatsapp",
        "channel_id": bench.sim().channels()[0], "messages": rows})
    };
    let (status, body) = post(&bench, "/messages/import", wish(vec![row.clone()])).await;
    assert_eq!((status, &body["status"]), (400, &json!("failure")));
    let error = &body["errors"][0]["errors"][0]["attachment"][0];
    assert_eq!(error, "must be a string");
    let fine = json!({"timestamp": "1930000001", "text": "x", "type": "to_client"});
    let (status, _) = post(&bench, "/messages/import", wish(vec![fine; 11])).await;
    assert_eq!(status, 400, "at most ten");
    assert_eq!(bench.sim().message_count(), 0);
}

#[tokio::test]
async fn the_directory_has_its_quirks() {
    let bench = bench().await;
    let (_, body) = get(&bench, "/operators").await;
    assert_eq!(body["data"][0]["avatar"], "null", "the word, not the value");
    assert_eq!(body["meta"]["total"], 4);
    let (_, body) = get(&bench, "/operators?online=0").await;
    assert_eq!(body["data"][0]["offline_type"], "break");
    bench.sim().set_quirk(Quirk::OldOperatorRows);
    let (_, body) = get(&bench, "/operators").await;
    assert!(body["data"][0].get("status").is_none());
    let (_, body) = get(&bench, "/operators/statuses").await;
    assert_eq!(body[0]["name"]["en"], "Working");
    let (_, body) = get(&bench, "/custom_client_fields").await;
    assert_eq!(body["status"], "ok");
    assert!(body["data"][0]["tracking_field"].is_boolean());
    let (_, body) = get(&bench, "/operators_groups").await;
    assert!(body.get("meta").is_none());
    let taken = json!({"email": "tamsin@sim.example"});
    let (status, body) = post(&bench, "/operators", taken).await;
    assert_eq!(
        (status, body),
        (400, json!({"email": ["must be uniqueness"]}))
    );
    let (status, body) = get(&bench, "/access_rights/12").await;
    assert_eq!((status, &body["message"]), (400, &json!("not_found")));
    let (_, body) = get(&bench, "/help/tickets").await;
    assert_eq!(body["data"]["status list"].as_array().unwrap().len(), 4);
    bench.assert_documented();
}

#[tokio::test]
async fn limits_are_enforced_on_the_simulated_clock() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    let wish = json!({"client_id": id, "text": "Hi"});
    for _ in 0..15 {
        assert_eq!(post(&bench, "/messages", wish.clone()).await.0, 200);
    }
    let (status, body) = post(&bench, "/messages", wish.clone()).await;
    assert_eq!(status, 429, "{body}");
    bench.lab().advance(Duration::from_secs(1));
    assert_eq!(post(&bench, "/messages", wish.clone()).await.0, 200);
    assert_eq!(bench.sim().message_count(), 16);

    let used = bench.sim().calls_used();
    bench.sim().set_monthly_quota(used + 1);
    let (_, body) = get(&bench, "/companies/api_info").await;
    let calls = &body["data"]["api_calls"];
    assert_eq!(calls["left_free_requests"], 0);
    assert_eq!(calls["used_this_month"], used + 1);
    let (status, body) = get(&bench, "/clients").await;
    assert_eq!(status, 429);
    assert!(body["message"].as_str().unwrap().contains("per month"));
    bench.sim().enforce_limits(false);
    assert_eq!(get(&bench, "/clients").await.0, 200);
    bench.sim().enforce_limits(true);
    bench.lab().advance(Duration::from_secs(31 * 24 * 3600));
    assert_eq!(get(&bench, "/clients").await.0, 200, "a new month");
}

#[tokio::test]
async fn faults_show_through() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    let rule = FaultRule::once(Fault::ResetAfter).on_method("POST");
    bench.lab().inject(rule.on_path("/messages"));
    let lost = reqwest::Client::new()
        .post(format!("{}/messages", bench.base_url()))
        .header("authorization", bench.sim().token())
        .json(&json!({"client_id": id, "text": "Hi"}));
    assert!(lost.send().await.is_err());
    assert_eq!(bench.sim().message_count(), 1, "the vendor acted");
    let token = bench.sim().token();
    bench.lab().inject(FaultRule::once(Fault::ExpireToken));
    let url = format!("{}/clients", bench.base_url());
    let late = reqwest::Client::new()
        .get(url)
        .header("authorization", token);
    assert_eq!(late.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn many_contacts_page_quickly() {
    let bench = bench().await;
    bench.sim().seed_contacts(100_000);
    let (_, body) = get(&bench, "/clients?limit=200&offset=99900").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 100);
    assert_eq!(bench.sim().contact_count(), 100_000);
}

#[tokio::test]
async fn the_other_endpoints_answer_from_fixtures() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    let (_, body) = get(&bench, &format!("/clients/{id}/questions")).await;
    assert!(body[0]["text"].is_string());
    assert_eq!(get(&bench, "/clients/5/last_question").await.0, 404);
    let (_, body) = get(&bench, "/countries?limit=1&offset=1").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 1);
    let (_, body) = get(&bench, "/countries?offset=2").await;
    assert_eq!(body["data"], json!([]));
    let (status, body) = get(&bench, "/statistics?report=rating&date=2031-05-05").await;
    assert_eq!((status, body.get("status")), (200, None));
    let (status, body) = get(&bench, "/statistics?report=weather&date=2031-05-05").await;
    assert_eq!((status, &body["status"]), (400, &json!("error")));
    let (status, body) = get(&bench, "/templates/6").await;
    assert_eq!(
        (status, &body["errors"]),
        (404, &json!("Template #6 not found"))
    );
    let two_homes = json!({"name": "n", "text": "t", "group_id": 71, "user_id": 277_101});
    let (status, body) = post(&bench, "/templates", two_homes).await;
    assert_eq!(status, 400);
    assert!(body["group_id"][0].is_string(), "a bare map: {body}");
    assert_eq!(post(&bench, "/templates_groups", json!({})).await.0, 400);
    assert_eq!(get(&bench, "/gateway/delete_outbox").await.0, 200);
    let (_, body) = get(&bench, "/help/transports").await;
    assert!(body["data"]["whatsapp"]["to_client"]["text"].is_string());
    bench.assert_documented();
}

/// The names of all members, with where they are.
fn members(value: &Value, place: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                found.insert(format!("{place}.{key}"));
                members(inner, &format!("{place}.{key}"), found);
            }
        }
        Value::Array(list) => {
            for inner in list {
                members(inner, &format!("{place}[]"), found);
            }
        }
        _ => {}
    }
}

fn shape(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    members(value, "", &mut found);
    found
}

#[tokio::test]
async fn answers_have_the_shape_of_the_fixtures() {
    let bench = bench().await;
    let sim = bench.sim();
    let (client, message) = sim.receive_message_from("999000777144", "Ludo", "Hello");
    let request = sim.seed_request(&client).unwrap();
    sim.seed_ticket(&client);
    let (dialog, _) = sim.open_dialog(&client).unwrap();
    let tag = json!({"tag_ids": sim.tags(), "assignee_type": "client", "assignee_id": client});
    post(&bench, "/tags/assign_to", tag).await;
    subscribe(&bench, &["inbox"]).await;
    let fixture = |name: &str| -> Value {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/chat2desk");
        let text = std::fs::read_to_string(format!("{root}/{name}.json")).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["body"].clone()
    };
    for (path, name) in [
        ("/clients/{c}/transport".to_owned(), "clients/transport"),
        (
            "/clients/{c}/dialogs".to_owned(),
            "clients/dialogs_enveloped",
        ),
        (format!("/messages/{message}"), "messages/get_enveloped"),
        ("/dialogs".to_owned(), "dialogs/list_enveloped"),
        (format!("/dialogs/{dialog}"), "dialogs/get_enveloped"),
        (format!("/requests/{request}/messages"), "requests/messages"),
        ("/tickets".to_owned(), "tickets/list"),
        ("/tickets/1".to_owned(), "tickets/get"),
        ("/tags".to_owned(), "tags/list_enveloped"),
        ("/operators".to_owned(), "operators/list"),
        ("/operators/statuses".to_owned(), "operators/statuses"),
        ("/operators_groups".to_owned(), "operators_groups/list"),
        ("/access_rights".to_owned(), "access_rights/list"),
        ("/channels".to_owned(), "channels/list"),
        ("/webhooks".to_owned(), "webhook_subscriptions/list"),
        (
            "/custom_client_fields".to_owned(),
            "custom_client_fields/list_enveloped",
        ),
        ("/companies/info".to_owned(), "companies/info"),
        ("/companies/api_info".to_owned(), "companies/api_info"),
        ("/help/tickets".to_owned(), "help/tickets"),
    ] {
        let (status, body) = get(&bench, &path.replace("{c}", &client)).await;
        assert_eq!(status, 200, "{path}");
        assert_eq!(shape(&body), shape(&fixture(name)), "{path}");
    }
    let (_, body) = get(&bench, "/clients").await;
    let row = fixture("clients/list")["data"][1].clone();
    assert_eq!(shape(&body["data"][0]), shape(&row));
    bench.assert_documented();
}

#[tokio::test]
async fn an_unknown_person_becomes_a_client() {
    let bench = bench().await;
    subscribe(&bench, &["new_client", "inbox"]).await;
    let sim = bench.sim();
    let (client, _) = sim.receive_message_from("999000777144", "Ludo", "Hello");
    assert_eq!(
        sim.receive_message_from("999000777144", "Ludo", "More").0,
        client
    );
    let all = events(&bench);
    assert_eq!(kinds(&all), ["new_client", "inbox", "inbox"]);
    assert_eq!(all[0]["client_source"], "incoming_message");
    assert_eq!(all[1]["is_new_client"], true);
    assert_eq!(all[2]["is_new_client"], false);
}

#[tokio::test]
async fn a_page_of_a_million_contacts() {
    let bench = bench().await;
    bench.sim().seed_contacts(1_000_000);
    let (_, body) = get(&bench, "/clients?limit=200&offset=999990").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 10);
}

//! The Digisac simulator over raw HTTP.
#![cfg(feature = "digisac")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use helpdesk_sim::digisac::{MessageKind, Quirk, Sim};
use helpdesk_sim::{Fault, FaultRule, Running};
use reqwest::Method;
use serde_json::{Value, json};

struct Desk {
    server: Running<Sim>,
    http: reqwest::Client,
    token: String,
}

impl Desk {
    async fn start() -> Self {
        let server = Running::<Sim>::start().await.unwrap();
        let token = server.sim().token();
        let http = reqwest::Client::builder()
            .user_agent("sim-test/1")
            .no_proxy()
            .build()
            .unwrap();
        Self {
            server,
            http,
            token,
        }
    }

    fn sim(&self) -> &Sim {
        self.server.sim()
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (u16, String) {
        let url = format!("{}{path}", self.server.base_url());
        let mut request = self
            .http
            .request(method, url)
            .header("authorization", format!("Bearer {}", self.token));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, text) = self.send(method, path, body).await;
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// A GET that must answer 200.
    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// A GET with the JSON spelling of the parameters.
    async fn query(&self, path: &str, query: &Value) -> Value {
        let encoded: String =
            url::form_urlencoded::byte_serialize(query.to_string().as_bytes()).collect();
        self.get(&format!("{path}?query={encoded}")).await
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Violations, which are then expected to be exactly one that contains `part`.
    fn one_violation(&self, part: &str) {
        let found = self.server.lab().violations();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(part), "{found:?}");
    }

    fn events(&self) -> Vec<Value> {
        self.server
            .lab()
            .take_deliveries()
            .iter()
            .map(|delivery| serde_json::from_slice(&delivery.body).unwrap())
            .collect()
    }
}

fn ids(page: &Value) -> Vec<String> {
    page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_call_without_a_good_token_is_refused() {
    let mut desk = Desk::start().await;
    desk.token = "sim-wrong-token".to_owned();
    let (status, body) = desk.call(Method::GET, "/contacts", None).await;
    assert_eq!(status, 401);
    assert_eq!(body["error"], "HttpError");
    assert_eq!(body["status"], 401);
    let in_url = format!("/contacts?access_token={}", desk.sim().token());
    assert_eq!(desk.call(Method::GET, &in_url, None).await.0, 401);
    let url = format!("{}/contacts", desk.server.base_url());
    let bare = desk
        .http
        .get(url)
        .header("authorization", desk.sim().token())
        .send()
        .await
        .unwrap();
    assert_eq!(bare.status(), 401);
}

#[tokio::test]
async fn the_firewall_wants_a_user_agent() {
    let desk = Desk::start().await;
    let plain = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/me", desk.server.base_url());
    let send = || plain.get(&url).bearer_auth(desk.sim().token()).send();
    let answer = send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(answer.text().await.unwrap(), "error code: 1010");
    desk.one_violation("User-Agent");
    desk.sim().set_quirk(Quirk::NoUserAgentNeeded);
    assert_eq!(send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_password_gives_a_token_that_expires_and_is_refreshed() {
    let mut desk = Desk::start().await;
    let login = desk.sim().password_login();
    let grant = json!({
        "grant_type": "password", "client_id": login.client_id,
        "client_secret": login.client_secret, "username": login.username,
        "password": login.password,
    });
    let (status, first) = desk.post("/oauth/token", grant.clone()).await;
    assert_eq!(status, 200);
    desk.token = first["access_token"].as_str().unwrap().to_owned();
    assert_eq!(desk.get("/me").await["id"], desk.sim().agents()[0]);

    let life = first["expires_in"].as_u64().unwrap();
    desk.server.lab().advance(Duration::from_secs(life + 1));
    assert_eq!(desk.call(Method::GET, "/me", None).await.0, 401);

    let refresh = json!({
        "grant_type": "refresh_token", "client_id": "api", "client_secret": "secret",
        "refresh_token": first["refresh_token"],
    });
    let (status, second) = desk.post("/oauth/token", refresh.clone()).await;
    assert_eq!(status, 200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(desk.post("/oauth/token", refresh).await.0, 401);
    desk.token = second["access_token"].as_str().unwrap().to_owned();
    desk.get("/me").await;

    let rule = FaultRule::once(Fault::ExpireToken);
    desk.server.lab().inject(rule);
    assert_eq!(desk.call(Method::GET, "/me", None).await.0, 401);
    desk.token = desk.sim().token();
    desk.get("/me").await;
    let mut wrong = grant;
    wrong["password"] = json!("sim-other");
    assert_eq!(desk.post("/oauth/token", wrong).await.0, 401);
    desk.server.assert_documented();
    desk.sim().revoke_token(&desk.token);
    assert_eq!(desk.call(Method::GET, "/me", None).await.0, 401);
}

#[tokio::test]
async fn a_form_also_gives_a_token() {
    let desk = Desk::start().await;
    let url = format!("{}/oauth/token", desk.server.base_url());
    let body = "grant_type=password&client_id=api&client_secret=secret&scope=*&accountId=\
                &username=aurora%40oficina-lunar.example&password=sim-password";
    let answer = desk
        .http
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    desk.server.assert_documented();
}

#[tokio::test]
async fn a_contact_is_made_read_changed_and_deleted() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let (tag, field) = (&sim.tags()[0], &sim.custom_fields()[0]);
    let body = json!({
        "internalName": "Nara", "number": "5520990001004", "serviceId": sim.channels()[0],
        "defaultDepartmentId": null, "tagIds": [tag],
        "customFields": [{"id": field, "value": "Vila"}],
    });
    let (status, made) = desk.post("/contacts", body).await;
    assert_eq!(status, 200, "creates answer 200");
    assert_eq!(
        made["data"]["number"], "552090001004",
        "the nine is dropped"
    );
    assert_eq!(made["data"]["valid"], true);
    assert!(made["unread"].is_u64() && made["data"]["unread"].is_boolean());
    assert!(made.get("tags").is_none(), "the answer is bare");
    let id = made["id"].as_str().unwrap();

    let path = format!("/contacts/{id}?include[0]=tags&include[]=customFieldValues");
    let read = desk.get(&path).await;
    assert_eq!(read["tags"][0]["id"], *tag);
    assert_eq!(read["tags"][0]["contact_tags"]["contactId"], id);
    assert_eq!(read["customFieldValues"][0]["customFieldId"], *field);
    assert_eq!(read["customFieldValues"][0]["value"], "Vila");

    let change = json!({"internalName": "Nara Dois", "tagIds": [sim.tags()[1]]});
    let (status, changed) = desk
        .call(Method::PUT, &format!("/contacts/{id}"), Some(change))
        .await;
    assert_eq!(
        (status, &changed["internalName"]),
        (200, &json!("Nara Dois"))
    );
    assert_eq!(sim.contact(id).unwrap()["tagIds"], json!([sim.tags()[1]]));

    let path = format!("/contacts/{id}");
    assert_eq!(
        desk.send(Method::DELETE, &path, None).await,
        (200, String::new())
    );
    assert_eq!(desk.call(Method::GET, &path, None).await.0, 404);
    let (status, gone) = desk.call(Method::DELETE, &path, None).await;
    assert_eq!((status, &gone["error"]), (500, &json!("HttpError")));
    assert_eq!(sim.contact_count(), 0);
    desk.server.assert_documented();
}

#[tokio::test]
async fn creating_a_known_number_overwrites_the_contact() {
    let desk = Desk::start().await;
    let channel = &desk.sim().channels()[0];
    let body = |name: &str, number: &str| json!({"internalName": name, "number": number, "serviceId": channel});
    let (_, first) = desk.post("/contacts", body("Um", "552090001004")).await;
    desk.server.lab().advance(Duration::from_secs(60));
    let (_, second) = desk.post("/contacts", body("Dois", "5520990001004")).await;
    assert_eq!(first["id"], second["id"]);
    assert_eq!(first["createdAt"], second["createdAt"]);
    assert_ne!(first["updatedAt"], second["updatedAt"]);
    assert_eq!(second["internalName"], "Dois");
    let other = json!({
        "internalName": "Tres", "number": "552090001004", "serviceId": desk.sim().channels()[1],
    });
    let (_, third) = desk.post("/contacts", other).await;
    assert_ne!(first["id"], third["id"], "another channel, another contact");
    desk.sim().mark_not_on_whatsapp("552090001009");
    let (status, dead) = desk.post("/contacts", body("Nada", "552090001009")).await;
    assert_eq!((status, &dead["data"]["valid"]), (200, &json!(false)));
    desk.server.assert_documented();
}

#[tokio::test]
async fn quirks_switch_to_the_other_documented_form() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    sim.set_quirk(Quirk::KeepNinthDigit);
    let body = json!({"internalName": "N", "number": "5520990001004", "serviceId": sim.channels()[0], "tagIds": [sim.tags()[0]]});
    let (_, made) = desk.post("/contacts", body).await;
    assert_eq!(made["data"]["number"], "5520990001004");
    let id = made["id"].as_str().unwrap();
    sim.set_quirk(Quirk::TagIdsAdd);
    let change = Some(json!({"tagIds": [sim.tags()[1]]}));
    desk.call(Method::PUT, &format!("/contacts/{id}"), change)
        .await;
    assert_eq!(sim.contact(id).unwrap()["tagIds"], json!(sim.tags()));
    sim.set_quirk(Quirk::ActionsAnswerRecord);
    let open = json!({"departmentId": sim.departments()[0]});
    let path = format!("/contacts/{id}/ticket/transfer");
    let (_, ticket) = desk.post(&path, open).await;
    assert_eq!(ticket["contactId"], id);
    sim.set_quirk(Quirk::CloseAnswersError);
    let (status, _) = desk
        .post(&format!("/contacts/{id}/ticket/close"), json!({}))
        .await;
    assert_eq!(status, 500);
    let read = desk
        .get(&format!("/tickets/{}", ticket["id"].as_str().unwrap()))
        .await;
    assert_eq!(read["isOpen"], false, "it closed all the same");
    sim.set_quirk(Quirk::MissingIsServerError);
    let gone = "/contacts/00000000-0000-4000-8000-000000000000";
    assert_eq!(desk.call(Method::GET, gone, None).await.0, 500);
    sim.set_quirk(Quirk::ServiceIsArchivedFlag);
    let service = desk.get(&format!("/services/{}", sim.channels()[0])).await;
    assert_eq!(service["isArchived"], false);
    assert!(service.get("archivedAt").is_none());
    desk.server.assert_documented();
}

#[tokio::test]
async fn lists_come_in_pages_of_fifteen() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(31);
    let first = desk.get("/contacts").await;
    assert_eq!(first["data"].as_array().unwrap().len(), 15);
    let second = desk.get("/contacts?page=2&perPage=15").await;
    for (name, value) in [
        ("total", 31),
        ("limit", 15),
        ("skip", 15),
        ("currentPage", 2),
        ("lastPage", 3),
        ("from", 15),
        ("to", 30),
    ] {
        assert_eq!(second[name], value, "{name}");
    }
    let last = desk.get("/contacts?page=3").await;
    assert_eq!(last["data"].as_array().unwrap().len(), 1);
    assert_eq!(last["to"], 45, "not cut at total");
    let beyond = desk.get("/contacts?page=4").await;
    assert_eq!(beyond["data"], json!([]));
    let ignored = desk.get("/contacts?limit=2&skip=20").await;
    assert_eq!(ids(&ignored), ids(&first), "limit and skip are ignored");
    let array = desk.get("/contacts?paginate=false&limit=20").await;
    assert_eq!(array.as_array().unwrap().len(), 20);
    assert_eq!(
        desk.get("/contacts?paginate=false")
            .await
            .as_array()
            .unwrap()
            .len(),
        31
    );
    let inside = desk
        .query("/contacts", &json!({"page": 3, "perPage": "10"}))
        .await;
    assert_eq!(
        (&inside["skip"], &inside["lastPage"]),
        (&json!(20), &json!(4))
    );
    desk.sim().set_quirk(Quirk::LimitAndSkipWork);
    let moved = desk.get("/contacts?limit=2&skip=20").await;
    assert_eq!(moved["data"][0], inside["data"][0]);
    desk.sim().set_per_page_cap(Some(5));
    assert_eq!(desk.get("/contacts?perPage=3000").await["limit"], 5);
    desk.server.assert_documented();
}

#[tokio::test]
async fn both_spellings_of_filters_select_the_same() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    sim.seed_contacts(20);
    let me = sim.seed_contact("552090009999", "Zora");
    sim.seed_group("Obra");
    let like = "%25".to_owned() + "90009999";
    let found = desk
        .get(&format!("/contacts?where[data.number][$iLike]={like}"))
        .await;
    assert_eq!(ids(&found), [me.as_str()]);
    let json = json!({"where": {"data.number": {"$iLike": "%90009999"}}});
    assert_eq!(ids(&desk.query("/contacts", &json).await), [me.as_str()]);
    let people =
        json!({"where": {"visible": true, "isGroup": false, "isBroadcast": {"$eq": false}}});
    assert_eq!(desk.query("/contacts", &people).await["total"], 21);
    assert_eq!(
        desk.get("/contacts?where[isGroup]=false").await["total"],
        21
    );
    assert_eq!(desk.get("/contacts").await["total"], 22);
    let either = json!({"where": {"$or": [{"name": {"$iLike": "zo%"}}, {"name": "Contato 1"}]}});
    assert_eq!(desk.query("/contacts", &either).await["total"], 2);
    let set = format!("/contacts?where[id][$in][0]={me}&where[id][$in][1]={me}");
    assert_eq!(ids(&desk.get(&set).await), [me.as_str()]);
    let order = "/contacts?where[isGroup]=false&order[][0]=name&order[][1]=DESC&attributes[0]=id&attributes[1]=name&perPage=1";
    let sorted = desk.get(order).await;
    assert_eq!(sorted["data"], json!([{"id": me, "name": "Zora"}]));
    let indexed = desk
        .get("/contacts?order[0][0]=createdAt&order[0][1]=ASC")
        .await;
    assert_eq!(indexed["data"][0]["name"], "Contato 1");
    desk.server.assert_documented();
}

#[tokio::test]
async fn includes_join_and_filter() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let (a, b) = (
        sim.seed_contact("552090000001", "A"),
        sim.seed_contact("552090000002", "B"),
    );
    let body = json!({"number": "552090000001", "internalName": "A", "serviceId": sim.channels()[0], "personId": sim.people()[0], "customFields": [{"id": sim.custom_fields()[1], "value": "Vila"}]});
    desk.post("/contacts", body).await;
    sim.seed_ticket(&b);
    let person = json!({"include": [{"model": "person", "required": "true", "where": {"id": sim.people()[0]}}], "perPage": "30"});
    let found = desk.query("/contacts", &person).await;
    assert_eq!(ids(&found), [a.as_str()]);
    assert!(found["data"][0]["person"]["document"].is_string());
    let fields = json!({"include": [{"model": "customFieldValues", "include": [{"model": "customField", "where": {"$or": [{"name": "Cidade"}, {"name": "Outro"}]}}]}]});
    let found = desk.query("/contacts", &fields).await;
    assert_eq!(ids(&found), [a.as_str()]);
    assert_eq!(
        found["data"][0]["customFieldValues"][0]["customField"]["name"],
        "Cidade"
    );
    let tickets = json!({
        "distinct": true, "order": [["updatedAt", "DESC"]],
        "where": {"isOpen": {"$in": [true, false]}},
        "include": [{"model": "contact", "attributes": ["name", "serviceId"], "required": true,
            "where": {"visible": true, "serviceId": sim.channels()[0]},
            "include": [{"model": "service", "attributes": ["id", "name"], "required": true}]}],
        "page": 1, "perPage": 20,
    });
    let found = desk.query("/tickets", &tickets).await;
    assert_eq!(found["total"], 1);
    assert_eq!(
        found["data"][0]["contact"]["service"]["id"],
        sim.channels()[0]
    );
    assert!(found["data"][0]["contact"].get("id").is_none());
    let none =
        json!({"include": [{"model": "contact", "where": {"serviceId": sim.channels()[1]}}]});
    assert_eq!(desk.query("/tickets", &none).await["total"], 0);
    let users = desk
        .get("/users?include[0]=departments&include[1]=roles")
        .await;
    assert_eq!(
        users["data"][0]["departments"][0]["id"],
        sim.departments()[0]
    );
    let me = desk.get("/me").await;
    assert!(me.get("password").is_none() && me.get("_departmentsId").is_none());
    let tag = &sim.tags()[0];
    let (status, _) = desk
        .post(
            &format!("/tags/{tag}/contacts"),
            json!({"where": {"id": [a]}}),
        )
        .await;
    assert_eq!(status, 200);
    let joined = json!({"where": {"$tags.id$": tag}});
    assert_eq!(ids(&desk.query("/contacts", &joined).await), [a.as_str()]);
    let body = Some(json!({"where": {"id": [a]}}));
    desk.call(Method::DELETE, &format!("/tags/{tag}/contacts"), body)
        .await;
    assert_eq!(desk.query("/contacts", &joined).await["total"], 0);
    desk.server.assert_documented();
}

#[tokio::test]
async fn a_ticket_is_opened_moved_and_closed_by_contact() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let (departments, agents) = (sim.departments(), sim.agents());
    let contact = sim.seed_contact("552090000001", "A");
    let transfer = format!("/contacts/{contact}/ticket/transfer");
    let body = json!({"departmentId": departments[0], "userId": agents[1], "comments": "oi"});
    assert_eq!(
        desk.send(Method::POST, &transfer, Some(body)).await,
        (200, String::new())
    );
    assert_eq!(sim.ticket_count(), 1);
    let id = sim.ticket_ids()[0].clone();
    let open = desk.get(&format!("/tickets/{id}")).await;
    assert_eq!(
        (&open["isOpen"], &open["userId"]),
        (&json!(true), &json!(agents[1]))
    );
    assert_eq!(open["metrics"], Value::Null);
    assert!(
        open["protocol"]
            .as_str()
            .unwrap()
            .bytes()
            .all(|b| b.is_ascii_digit())
    );

    desk.post(&transfer, json!({"departmentId": departments[1]}))
        .await;
    assert_eq!(sim.ticket_count(), 1, "an open ticket is moved");
    let moved = desk
        .get(&format!("/tickets/{id}?include[0]=ticketTransfers"))
        .await;
    assert_eq!(moved["departmentId"], departments[1]);
    assert_eq!(moved["userId"], Value::Null, "nobody holds it any more");
    assert_eq!(moved["ticketTransfers"].as_array().unwrap().len(), 2);

    let bulk = json!({"departmentId": departments[2], "userId": agents[2], "comments": "", "ticketsSelectedId": [id]});
    assert_eq!(
        desk.post("/contacts/ticket/bulk-transfer", bulk).await.0,
        200
    );
    assert_eq!(sim.ticket(&id).unwrap()["userId"], agents[2]);

    desk.server.lab().advance(Duration::from_secs(90));
    let topics = sim.ticket_topics();
    let close = format!("/contacts/{contact}/ticket/close");
    let body = json!({"ticketTopicIds": [topics[0]], "comments": "fim", "byUserId": agents[0]});
    assert_eq!(desk.post(&close, body).await.0, 200);
    let closed = desk
        .get(&format!("/tickets/{id}?include[0]=ticketTopics"))
        .await;
    assert_eq!(closed["isOpen"], false);
    assert!(closed["metrics"]["ticketTime"].as_i64().unwrap() >= 90);
    assert_eq!(closed["ticketTopics"][0]["id"], topics[0]);
    assert_eq!(
        desk.call(Method::POST, &close, None).await.0,
        400,
        "none is open"
    );
    desk.post(
        &transfer,
        json!({"departmentId": departments[0], "userId": null}),
    )
    .await;
    assert_eq!(sim.ticket_count(), 2, "a closed ticket is not reopened");
    let open = desk.get("/tickets?where[isOpen]=true").await;
    assert_eq!(open["total"], 1);
    let period = "/tickets?startPeriod=2001-01-01T00:00:00.000Z&endPeriod=2002-01-01T00:00:00.000Z";
    assert_eq!(desk.get(period).await["total"], 0);
    let records = desk.get(&format!("/messages?where[ticketId]={id}")).await;
    assert_eq!(records["total"], 4, "open, two transfers, close");
    assert!(
        records["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["type"] == "ticket")
    );
    desk.server.assert_documented();
}

#[tokio::test]
async fn a_send_opens_a_ticket_unless_told_not_to() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let contact = sim.seed_contact("552090000001", "A");
    for flag in [
        json!({"dontOpenTicket": "true"}),
        json!({"dontOpenTicket": true}),
        json!({"dontOpenticket": true}),
        json!({"type": "comment"}),
    ] {
        let mut body = json!({"text": "oi", "contactId": contact});
        for (name, value) in flag.as_object().unwrap() {
            body[name] = value.clone();
        }
        let (status, sent) = desk.post("/messages", body).await;
        assert_eq!((status, &sent["ticketId"]), (200, &Value::Null), "{flag}");
        assert_eq!(sim.ticket_count(), 0, "{flag}");
    }
    let body = json!({"text": "abre", "type": "chat", "contactId": contact, "userId": sim.agents()[1], "origin": "bot"});
    let (_, sent) = desk.post("/messages", body).await;
    assert_eq!(sent["data"]["ack"], 0);
    assert!(
        sent.get("createdAt").is_none(),
        "the answer of a send has no record dates"
    );
    assert_eq!(sent["isFromBot"], false);
    assert_eq!(sent["ticketId"], sim.ticket_ids()[0]);
    let by_number =
        json!({"text": "novo", "number": "5520990000002", "serviceId": sim.channels()[0]});
    desk.post("/messages", by_number).await;
    assert_eq!((sim.contact_count(), sim.ticket_count()), (2, 2));
    let file = json!({"contactId": contact, "file": {"base64": "c2ltdWxhZG8=", "mimetype": "image/png", "name": "foto.png"}});
    let (_, sent) = desk.post("/messages", file).await;
    assert_eq!(sent["type"], "image", "the server derives the type");
    let read = desk
        .get(&format!(
            "/messages/{}?include=file",
            sent["id"].as_str().unwrap()
        ))
        .await;
    assert_eq!(read["file"]["extension"], "png");
    assert!(read["createdAt"].is_string());
    let kinds: Vec<_> = sim.messages().iter().map(|message| message.kind).collect();
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind == MessageKind::Internal)
            .count(),
        1
    );
    assert_eq!((kinds.len(), sim.message_count()), (7, 7));
    desk.server.assert_documented();
}

#[tokio::test]
async fn a_channel_that_is_down_refuses_sends() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let contact = sim.seed_contact("552090000001", "A");
    let channel = &sim.channels()[0];
    desk.call(Method::POST, &format!("/services/{channel}/shutdown"), None)
        .await;
    let body = json!({"text": "oi", "contactId": contact});
    let (status, refused) = desk.post("/messages", body.clone()).await;
    assert_eq!(
        (status, &refused["error"]),
        (400, &json!("BadRequestHttpError"))
    );
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains(channel.as_str())
    );
    assert_eq!(sim.message_count(), 0);
    sim.set_quirk(Quirk::OfflineChannelAccepts);
    assert_eq!(desk.post("/messages", body.clone()).await.0, 200);
    sim.clear_quirk(Quirk::OfflineChannelAccepts);
    desk.call(Method::POST, &format!("/services/{channel}/start"), None)
        .await;
    assert_eq!(desk.post("/messages", body).await.0, 200);
    desk.server.assert_documented();
}

#[tokio::test]
async fn bracket_flags_find_no_messages_but_json_does() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let contact = sim.seed_contact("552090000001", "A");
    sim.receive_message(&contact, "oi");
    let brackets = format!("/messages?where[contactId]={contact}&where[isFromMe]=false");
    assert_eq!(desk.get(&brackets).await["total"], 0);
    let flat = desk.get(&format!("{brackets}&paginate=false")).await;
    assert_eq!(flat.as_array().unwrap().len(), 1);
    let json = json!({"where": {"contactId": contact, "isFromMe": false}});
    assert_eq!(desk.query("/messages", &json).await["total"], 1);
    sim.set_quirk(Quirk::BracketFlagsOnMessages);
    assert_eq!(desk.get(&brackets).await["total"], 1);
    desk.server.assert_documented();
}

#[tokio::test]
async fn webhooks_deliver_what_was_subscribed() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let contact = sim.seed_contact("552090000001", "A");
    sim.receive_message(&contact, "antes");
    assert!(desk.events().is_empty(), "nobody subscribed yet");
    let body = json!({
        "active": true, "name": "eu", "url": "https://eu.example/gancho",
        "events": ["message.created", "message.updated", "ticket.updated"], "type": "general",
        "userId": sim.agents()[0], "accountId": sim.account(),
    });
    let (status, hook) = desk.post("/me/webhooks", body).await;
    assert_eq!(status, 200);
    let hook = hook["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.get("/me/webhooks").await["total"], 1);

    sim.receive_message(&contact, "oi");
    let event = desk.events().pop().unwrap();
    assert_eq!(
        (&event["event"], &event["webhookId"]),
        (&json!("message.created"), &json!(hook))
    );
    assert_eq!(event["data"]["data"]["ack"], -1);
    assert!(event["data"].get("contact").is_none() && event["data"].get("createdAt").is_none());

    let send = json!({"text": "sim", "contactId": contact, "userId": sim.agents()[1]});
    let (_, sent) = desk.post("/messages", send).await;
    let echo = desk.events().pop().unwrap();
    assert_eq!(
        (&echo["data"]["id"], &echo["data"]["fromId"]),
        (&sent["id"], &Value::Null)
    );
    sim.acknowledge(sent["id"].as_str().unwrap(), 2);
    let update = desk.events().pop().unwrap();
    assert_eq!(
        (&update["event"], &update["data"]["data"]["ack"]),
        (&json!("message.updated"), &json!("2"))
    );

    let close = format!("/contacts/{contact}/ticket/close");
    desk.call(Method::POST, &close, None).await;
    let events = desk.events();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0]["data"]["data"], json!({"ticketClose": true}));
    assert!(events[0]["data"].get("text").is_none());
    assert_eq!(
        (&events[1]["event"], &events[1]["data"]["isOpen"]),
        (&json!("ticket.updated"), &json!(false))
    );
    assert!(events[1]["data"].get("updatedAt").is_none());

    let off = Some(json!({"active": false}));
    desk.call(Method::PUT, &format!("/me/webhooks/{hook}"), off)
        .await;
    sim.receive_message(&contact, "de novo");
    assert!(desk.events().is_empty());
    sim.subscribe("https://eu.example/tudo");
    sim.set_quirk(Quirk::RepeatDeliveries);
    sim.bot_command(&contact, "menu");
    let events = desk.events();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0], events[1]);
    assert_eq!(events[0]["data"]["command"], "menu");
    desk.server.assert_documented();
    let path = format!("/me/webhooks/{hook}");
    assert_eq!(desk.call(Method::DELETE, &path, None).await.0, 404);
    desk.one_violation("DELETE");
}

#[tokio::test]
async fn small_records_are_made_listed_changed_and_deleted() {
    let desk = Desk::start().await;
    let cases = [
        (
            "/tags",
            json!({"label": "Nova", "backgroundColor": "#112233", "departments": []}),
            "label",
        ),
        ("/departments", json!({"name": "Nova"}), "name"),
        (
            "/custom-fields",
            json!({"name": "Nova", "type": "text", "allowed": "contacts"}),
            "name",
        ),
        ("/ticket-topics", json!({"name": "Nova"}), "name"),
        ("/organizations", json!({"name": "Nova"}), "name"),
        (
            "/quick-replies",
            json!({"text": "Nova", "departmentIds": []}),
            "text",
        ),
        ("/cards", json!({"title": "Nova"}), "title"),
    ];
    for (path, body, name) in cases {
        let before = desk.get(path).await["total"].as_u64().unwrap();
        let (status, made) = desk.post(path, body).await;
        assert_eq!((status, &made[name]), (200, &json!("Nova")), "{path}");
        assert_eq!(desk.get(path).await["total"], before + 1);
        let one = format!("{path}/{}", made["id"].as_str().unwrap());
        let (_, changed) = desk
            .call(Method::PUT, &one, Some(json!({name: "Outra"})))
            .await;
        assert_eq!(changed[name], "Outra");
        assert_eq!(desk.get(&one).await[name], "Outra");
        assert_eq!(desk.call(Method::DELETE, &one, None).await.0, 200);
        assert_eq!(desk.call(Method::DELETE, &one, None).await.0, 500);
        assert_eq!(desk.get(path).await["total"], before);
    }
    desk.server.assert_documented();
}

#[tokio::test]
async fn what_is_not_documented_is_a_violation() {
    let contact_path = "/contacts/{contact}";
    let cases = [
        ("GET", "/contacts?search=x", None, "search", 200),
        ("GET", "/contacts?where[phone]=1", None, "phone", 400),
        (
            "GET",
            "/contacts?where[name][$regexp]=x",
            None,
            "$regexp",
            400,
        ),
        ("GET", "/contacts?include[0]=tickets", None, "tickets", 400),
        (
            "GET",
            "/contacts?order[0][0]=name&order[0][1]=UP",
            None,
            "order",
            400,
        ),
        ("GET", "/contacts?query=%7Bnot", None, "JSON", 400),
        (
            "GET",
            "/contacts/{contact}/tickets",
            None,
            "path or method",
            404,
        ),
        (
            "PATCH",
            contact_path,
            Some(json!({})),
            "path or method",
            404,
        ),
        (
            "PUT",
            contact_path,
            Some(json!({"name": "x"})),
            "`name`",
            400,
        ),
        (
            "PUT",
            contact_path,
            Some(json!({"tagIds": "x"})),
            "wrong type",
            400,
        ),
        (
            "POST",
            "/contacts",
            Some(json!({"internalName": "x"})),
            "missing",
            400,
        ),
        (
            "POST",
            "/messages",
            Some(json!({"contactId": "{contact}"})),
            "nothing to send",
            400,
        ),
        (
            "POST",
            "/messages",
            Some(json!({"text": "x", "type": "text", "contactId": "{contact}"})),
            "`type`",
            400,
        ),
        (
            "POST",
            "/messages",
            Some(json!({"text": "x", "quotedMessageId": "{contact}"})),
            "quotedMessageId",
            400,
        ),
        (
            "POST",
            "/me/webhooks",
            Some(json!({"url": "https://a.example", "events": ["message.received"]})),
            "message.received",
            400,
        ),
    ];
    for (method, path, body, part, expected) in cases {
        let desk = Desk::start().await;
        let contact = desk.sim().seed_contact("552090000001", "A");
        let path = path.replace("{contact}", &contact);
        let body = body.map(|body| {
            serde_json::from_str(&body.to_string().replace("{contact}", &contact)).unwrap()
        });
        let (status, _) = desk.call(method.parse().unwrap(), &path, body).await;
        assert_eq!(status, expected, "{method} {path}");
        desk.one_violation(part);
        assert_eq!(desk.sim().message_count(), 0);
    }
    let desk = Desk::start().await;
    let url = format!("http://{}/contacts", desk.server.address());
    let answer = desk
        .http
        .get(url)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 404, "outside the base path");
    desk.one_violation("/contacts");
}

#[tokio::test]
async fn a_limit_that_is_set_is_enforced_on_the_simulated_clock() {
    let desk = Desk::start().await;
    desk.server
        .lab()
        .freeze_at("2026-03-09T12:00:00Z".parse().unwrap());
    desk.sim().set_rate_limit(Some((2, 60)));
    desk.get("/me").await;
    desk.get("/me").await;
    let url = format!("{}/me", desk.server.base_url());
    let answer = desk
        .http
        .get(url)
        .bearer_auth(&desk.token)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "60");
    desk.server.lab().advance(Duration::from_secs(60));
    desk.get("/me").await;
    desk.sim().enforce_limits(false);
    for _ in 0..5 {
        desk.get("/me").await;
    }
}

#[tokio::test]
async fn faults_do_not_keep_the_vendor_from_acting() {
    let desk = Desk::start().await;
    let contact = desk.sim().seed_contact("552090000001", "A");
    let url = format!("{}/messages", desk.server.base_url());
    let send = || {
        desk.http
            .post(&url)
            .bearer_auth(&desk.token)
            .json(&json!({"text": "oi", "contactId": contact}))
            .send()
    };
    desk.server
        .lab()
        .inject(FaultRule::once(Fault::ResetBefore));
    assert!(send().await.is_err());
    assert_eq!(desk.sim().message_count(), 0);
    desk.server
        .lab()
        .inject(FaultRule::once(Fault::ResetAfter).on_method("POST"));
    assert!(send().await.is_err());
    assert_eq!(desk.sim().message_count(), 1);
}

#[tokio::test]
async fn a_long_list_is_paged_without_working_it_out_again() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(100_000);
    assert_eq!(desk.sim().contact_count(), 100_000);
    let query = json!({"where": {"visible": true, "isGroup": false}, "perPage": 100});
    let started = Instant::now();
    desk.query("/contacts", &query).await;
    let first = started.elapsed();
    let started = Instant::now();
    for page in 2..=21 {
        let mut next = query.clone();
        next["page"] = json!(page * 40);
        assert_eq!(
            desk.query("/contacts", &next).await["data"]
                .as_array()
                .unwrap()
                .len(),
            100
        );
    }
    let twenty = started.elapsed();
    assert!(
        twenty < first * 20,
        "20 pages took {twenty:?}, the first alone {first:?}"
    );
    let found = desk
        .get("/contacts?where[data.number][$iLike]=%2590000777")
        .await;
    assert_eq!(found["data"][0]["name"], "Contato 778");
}

/// The members of an object, and of the objects in it.
fn members(value: &Value, under: &str, into: &mut Vec<String>) {
    if let Value::Object(object) = value {
        for (name, value) in object {
            let path = format!("{under}.{name}");
            members(value, &path, into);
            into.push(path);
        }
    }
}

fn assert_members_of_fixture(shown: &Value, fixture: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/digisac");
    let text = std::fs::read(root.join(format!("{fixture}.json"))).unwrap();
    let fixture_value: Value = serde_json::from_slice(&text).unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    members(shown, "", &mut ours);
    members(&fixture_value["body"], "", &mut theirs);
    assert_eq!(ours, theirs, "{fixture}");
}

#[tokio::test]
async fn live_answers_have_the_members_of_their_fixtures() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    sim.subscribe("https://eu.example/tudo");
    let contact = sim.seed_contact("552090000001", "A");
    let inbound = sim.receive_message(&contact, "oi");
    let events = desk.events();
    assert_eq!(
        events.len(),
        3,
        "ticket.created, its system record, the message"
    );
    assert_members_of_fixture(&events[0], "webhooks/ticket_created");
    assert_members_of_fixture(&events[1], "webhooks/message_created_ticketOpen");
    assert_members_of_fixture(&events[2], "webhooks/message_created_inbound");
    let body = json!({"text": "sim", "contactId": contact, "userId": sim.agents()[1]});
    let (_, sent) = desk.post("/messages", body).await;
    assert_members_of_fixture(&sent, "messages/send");
    assert_members_of_fixture(&desk.events()[0], "webhooks/message_created_agent");
    sim.acknowledge(sent["id"].as_str().unwrap(), 3);
    assert_members_of_fixture(&desk.events()[0], "webhooks/message_updated");
    let ticket = &sim.ticket_ids()[0];
    for (path, fixture) in [
        (format!("/contacts/{contact}"), "contacts/get"),
        (format!("/tickets/{ticket}"), "tickets/get"),
        (format!("/messages/{inbound}"), "messages/get"),
        (format!("/users/{}", sim.agents()[0]), "users/get"),
        (
            format!("/departments/{}", sim.departments()[0]),
            "departments/get",
        ),
        (format!("/services/{}", sim.channels()[0]), "services/get"),
        (format!("/tags/{}", sim.tags()[0]), "tags/get"),
        (
            format!("/custom-fields/{}", sim.custom_fields()[0]),
            "custom-fields/get",
        ),
        (
            format!("/ticket-topics/{}", sim.ticket_topics()[0]),
            "ticket-topics/get",
        ),
        (format!("/people/{}", sim.people()[0]), "people/get"),
        (
            format!("/organizations/{}", sim.organizations()[0]),
            "organizations/get",
        ),
        (
            format!("/me/webhooks/{}", sim.webhooks()[0]),
            "me-webhooks/get",
        ),
        (
            "/dashboard/by-period?startPeriod=a&endPeriod=b".to_owned(),
            "dashboard/by_period",
        ),
    ] {
        assert_members_of_fixture(&desk.get(&path).await, fixture);
    }
    let mut page = desk.get("/contacts").await;
    page["data"] = json!([]);
    assert_members_of_fixture(&page, "contacts/list");
    desk.server.assert_documented();
}

#[tokio::test]
async fn the_widest_documented_list_of_tickets_is_understood() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let contact = sim.seed_contact("552090000001", "A");
    let inbound = sim.receive_message(&contact, "oi");
    let message = [
        "id",
        "type",
        "text",
        "timestamp",
        "isFromMe",
        "sent",
        "data",
        "accountId",
        "serviceId",
        "contactId",
        "fromId",
        "toId",
        "userId",
        "ticketId",
        "isFromBot",
        "isFromSync",
        "visible",
        "ticketUserId",
        "ticketDepartmentId",
        "origin",
        "botId",
        "campaignId",
    ];
    let query = json!({
        "distinct": true, "order": [["updatedAt", "DESC"]], "where": {},
        "include": [
            {"model": "account"},
            {"model": "firstMessage", "attributes": message},
            {"model": "contact", "required": true, "where": {"visible": true}, "include": [
                {"model": "service", "attributes": ["id", "name", "type", "accountId", "botId", "archivedAt"], "required": true},
                {"model": "tags", "attributes": ["id", "label", "accountId"]},
                {"model": "person", "attributes": ["id", "name", "document", "accountId"]},
                {"model": "thumbAvatar"},
            ]},
            {"model": "user", "attributes": ["id", "name", "email", "isSuperAdmin", "active", "accountId", "isFirstLogin", "status", "timetableId", "archivedAt", "phoneNumber", "data", "language", "isActiveInternalChat"]},
            {"model": "department", "attributes": ["id", "name", "accountId", "archivedAt", "distributionId"]},
            {"model": "ticketTopics", "attributes": ["id", "name", "archivedAt"]},
        ],
    });
    let found = desk.query("/tickets", &query).await;
    let row = &found["data"][0];
    assert_eq!(row["firstMessage"]["id"], inbound);
    assert_eq!(
        row["firstMessage"].as_object().unwrap().len(),
        message.len()
    );
    assert_eq!(row["account"]["id"], sim.account());
    assert_eq!(row["contact"]["thumbAvatar"], Value::Null);
    assert_eq!(row["department"].as_object().unwrap().len(), 5);
    desk.server.assert_documented();
}

fn files(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn every_endpoint_with_a_fixture_has_a_route() {
    let desk = Desk::start().await;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/digisac");
    let all = files(&root);
    assert!(all.len() > 200);
    let mut tried = 0;
    for file in all {
        let fixture: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        assert!(
            fixture.get("body").is_some() != fixture.get("body_text").is_some(),
            "{} has one body",
            file.display()
        );
        let path = fixture["request"]["path"].as_str().unwrap();
        if !path.starts_with('/') || file.ends_with("errors/unknown_path.json") {
            continue;
        }
        let method: Method = fixture["request"]["method"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        let url = format!(
            "http://{}{}",
            desk.server.address(),
            path.split('?').next().unwrap()
        );
        let answer = desk
            .http
            .request(method, url)
            .bearer_auth(&desk.token)
            .send()
            .await
            .unwrap();
        let text = answer.text().await.unwrap();
        assert!(
            !text.contains("Route not found"),
            "{}: {path}",
            file.display()
        );
        tried += 1;
    }
    assert!(tried > 200);
    let lost: Vec<String> = desk
        .server
        .lab()
        .violations()
        .into_iter()
        .filter(|what| what.contains("path or method"))
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

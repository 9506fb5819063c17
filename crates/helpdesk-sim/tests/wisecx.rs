//! The WiseCX simulator, over raw HTTP.
#![cfg(feature = "wisecx")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::time::Duration;

use helpdesk_sim::wisecx::{MessageKind, Quirk, Sim, Subscription};
use helpdesk_sim::{Fault, FaultRule, Running};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

struct Desk {
    running: Running<Sim>,
    client: reqwest::Client,
    token: String,
}

impl Desk {
    async fn start() -> Self {
        let running = Running::<Sim>::start().await.unwrap();
        let client = reqwest::Client::new();
        let mut desk = Self {
            running,
            client,
            token: String::new(),
        };
        desk.token = desk.token().await;
        desk
    }

    async fn token(&self) -> String {
        let (key, user) = self.sim().credentials();
        let answer = self
            .client
            .get(format!("{}/authenticate?user={user}", self.base()))
            .header("x-api-key", key)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["status"], "ok");
        body["token"].as_str().unwrap().to_owned()
    }

    fn sim(&self) -> &Sim {
        self.running.sim()
    }

    fn base(&self) -> String {
        self.running.base_url()
    }

    async fn text(&self, method: Method, path: &str, body: Option<Value>) -> (u16, String) {
        let (key, _) = self.sim().credentials();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base()))
            .header("x-api-key", key)
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, text) = self.text(method, path, body).await;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        (status, body)
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn put(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(Method::PUT, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn refused(&self, method: Method, path: &str, body: Option<Value>) -> u16 {
        let (status, answer) = self.call(method, path, body).await;
        assert!(status >= 400, "{path}: {answer}");
        status
    }

    fn violations(&self) -> usize {
        self.running.lab().violations().len()
    }

    /// An opened case over WhatsApp with the contact of this phone.
    async fn case(&self, phone: &str) -> (u64, u64) {
        let group: u64 = self.sim().departments()[0].parse().unwrap();
        let made = self
            .post(
                "/cases",
                json!({
                    "group_id": group,
                    "source_channel": "whatsapp",
                    "subject": "Broken kettle",
                    "activities": [{
                        "type": "contact_message",
                        "content": "It leaks",
                        "contact_from": { "phone": phone, "name": "Ada Fictional" },
                    }],
                }),
            )
            .await;
        let contact = made["activities"][0]["contacts_ids"][0].as_u64().unwrap();
        (made["case_id"].as_u64().unwrap(), contact)
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn ids(rows: &Value) -> Vec<u64> {
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| row["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn authentication_wants_key_and_user() {
    let desk = Desk::start().await;
    let (key, user) = desk.sim().credentials();
    let ask = |query: String, key: Option<&str>| {
        let mut request = desk
            .client
            .get(format!("{}/authenticate{query}", desk.base()));
        if let Some(key) = key {
            request = request.header("x-api-key", key);
        }
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(ask(format!("?user={user}"), Some(key)).await, 200);
    assert_eq!(ask(format!("?user={user}"), None).await, 403);
    assert_eq!(ask(format!("?user={user}"), Some("wrong")).await, 403);
    assert_eq!(ask("?user=somebody".to_owned(), Some(key)).await, 403);
    assert_eq!(ask(String::new(), Some(key)).await, 400);
    desk.running.assert_documented();

    assert_eq!(
        ask(format!("?user={user}&x-api-key={key}"), Some(key)).await,
        403
    );
    assert_eq!(desk.violations(), 1, "a secret in the URL is a violation");
}

#[tokio::test]
async fn every_call_wants_key_and_token() {
    let desk = Desk::start().await;
    let (key, _) = desk.sim().credentials();
    let url = format!("{}/users", desk.base());
    let token_only = || desk.client.get(&url).bearer_auth(&desk.token).send();
    let key_only = || desk.client.get(&url).header("x-api-key", key).send();
    assert_eq!(token_only().await.unwrap().status(), 403);
    assert_eq!(key_only().await.unwrap().status(), 403);
    desk.sim().set_quirk(Quirk::ApiKeyOnlyAtAuthenticate);
    assert_eq!(token_only().await.unwrap().status(), 200);
    assert_eq!(key_only().await.unwrap().status(), 403);
    desk.running.assert_documented();
}

#[tokio::test]
async fn tokens_expire_after_an_hour() {
    let mut desk = Desk::start().await;
    desk.running.lab().advance(Duration::from_secs(3590));
    desk.get("/users").await;
    desk.running.lab().advance(Duration::from_secs(11));
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 403);
    desk.sim().set_quirk(Quirk::ExpiredTokenIs401);
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 401);

    desk.token = desk.token().await;
    desk.get("/users").await;
    desk.running
        .lab()
        .inject(FaultRule::once(Fault::ExpireToken).on_path("/users"));
    assert_eq!(desk.refused(Method::GET, "/users", None).await, 401);
    desk.running.assert_documented();
}

#[tokio::test]
async fn contacts_are_created_read_changed_and_removed() {
    let desk = Desk::start().await;
    let made = desk
        .post(
            "/contacts/",
            json!({
                "email": "ada@people.example",
                "name": "Ada Fictional",
                "custom_fields": [{ "field": desk.sim().custom_fields()[0], "value": "gold" }],
            }),
        )
        .await;
    let id = made["id"].as_u64().unwrap();
    assert_eq!(made, json!({ "id": id }));
    assert_eq!(
        desk.get(&format!("/contacts/{id}")).await,
        json!({
            "id": id,
            "email": "ada@people.example",
            "name": "Ada Fictional",
            "personal_id": "",
            "custom_fields": [{ "field": desk.sim().custom_fields()[0], "value": "gold" }],
        })
    );

    let organization = desk
        .post(
            "/contacts/organizations/",
            json!({ "custom_id": "30-1", "name": "Invented Kettles" }),
        )
        .await["id"]
        .clone();
    let path = format!("/contacts/{id}");
    let linked = json!({ "phone": "5500977700009", "organization_id": organization });
    assert_eq!(desk.put(&path, linked).await, json!({ "id": id }));
    let shown = desk
        .get("/contacts/?fields=phone,email,organization_id")
        .await["data"][0]
        .clone();
    assert_eq!(shown["phone"], "5500977700009");
    assert_eq!(
        shown["email"], "ada@people.example",
        "what is not sent stays"
    );
    assert_eq!(shown["organization_id"], organization);
    desk.put(
        &path,
        json!({ "phone": "5500977700009", "organization_id": -1 }),
    )
    .await;
    let shown = desk.get("/contacts/?fields=organization_id").await;
    assert_eq!(shown["data"][0]["organization_id"], 0);

    let refused = desk.refused(Method::PUT, &path, Some(json!({ "name": "Ada" })));
    assert_eq!(
        refused.await,
        400,
        "one identifier is needed in every update"
    );
    desk.call(Method::DELETE, &path, None).await;
    assert_eq!(desk.sim().contact_count(), 0);
    assert_eq!(desk.refused(Method::GET, &path, None).await, 400);
    desk.sim().set_quirk(Quirk::NotFoundIs404);
    assert_eq!(desk.refused(Method::GET, &path, None).await, 404);
    desk.running.assert_documented();
}

#[tokio::test]
async fn duplicate_contacts_are_a_quirk() {
    let desk = Desk::start().await;
    let body = json!({ "phone": "5500977700009" });
    let first = desk.post("/contacts/", body.clone()).await;
    assert_ne!(desk.post("/contacts/", body.clone()).await, first);
    desk.sim().set_quirk(Quirk::DuplicateContactRefused);
    let refused = desk.refused(Method::POST, "/contacts/", Some(body)).await;
    assert_eq!(refused, 400);
    assert_eq!(desk.sim().contact_count(), 2);
    desk.running.assert_documented();
}

#[tokio::test]
async fn contacts_page_with_a_malformed_link() {
    let desk = Desk::start().await;
    let seeded = desk.sim().seed_contacts(250);
    let all = desk.get("/contacts/?fields=id").await;
    assert_eq!(all["data"].as_array().unwrap().len(), 100);
    let capped = desk.get("/contacts/?fields=id&limit=5000&page=3").await;
    assert_eq!(capped["data"].as_array().unwrap().len(), 50);
    assert_eq!(capped["paging"]["limit"], 100);
    assert_eq!(capped["paging"]["next"], Value::Null);
    let last = desk
        .get("/contacts/?fields=id,name&sort=desc&sort_field=id&limit=2&page=1")
        .await;
    assert_eq!(last["data"][0]["id"].to_string(), seeded[249]);
    let next = last["paging"]["next"].as_str().unwrap().to_owned();
    assert!(
        next.ends_with(
            "/core/v1/contacts/v1/contacts/?fields=id,name&limit=2&page=2&sort=desc&sort_field=id"
        ),
        "{next}"
    );
    desk.running.assert_documented();

    let path = next.split("/core/v1").nth(1).unwrap().to_owned();
    assert_eq!(desk.refused(Method::GET, &path, None).await, 404);
    assert_eq!(desk.violations(), 1, "following the link is a violation");
}

#[tokio::test]
async fn a_million_contacts_are_paged_and_found() {
    let desk = Desk::start().await;
    let seeded = desk.sim().seed_contacts(1_000_000);
    assert_eq!(desk.sim().contact_count(), 1_000_000);
    let page = desk
        .get("/contacts/?fields=id,phone,email&page=10000")
        .await;
    assert_eq!(page["data"][99]["id"].to_string(), seeded[999_999]);
    assert_eq!(page["paging"]["next"], Value::Null);
    let row = &page["data"][42];
    for field in ["phone", "email"] {
        let filter = json!([{
            "field": format!("contact.{field}"), "operator": "EQUAL", "value": row[field],
        }]);
        let found = desk
            .get(&format!(
                "/contacts/?fields=id,phone,email&filtering={}",
                encoded(&filter.to_string())
            ))
            .await;
        assert_eq!(found["data"], json!([row]));
    }

    // A removed contact shifts the pages; a changed one keeps its place.
    let (gone, changed) = (&seeded[10], &seeded[20]);
    desk.call(Method::DELETE, &format!("/contacts/{gone}"), None)
        .await;
    desk.put(
        &format!("/contacts/{changed}"),
        json!({ "phone": "5500900000000" }),
    )
    .await;
    let page = desk.get("/contacts/?fields=id&page=10000").await;
    assert_eq!(page["data"].as_array().unwrap().len(), 99);
    let filter = "[{'field':'phone','operator':'IN','value':['5500900000020','5500900000000']}]";
    let found = desk
        .get(&format!(
            "/contacts/?fields=id&filtering={}",
            encoded(filter)
        ))
        .await;
    let found: Vec<String> = ids(&found["data"]).iter().map(u64::to_string).collect();
    assert_eq!(found, [seeded[0].clone(), changed.clone()]);
    desk.running.assert_documented();
}

#[tokio::test]
async fn contacts_join_and_leave_groups() {
    let desk = Desk::start().await;
    let contact = desk.sim().seed_contact("5500977700009", "Ada Fictional");
    let group = desk
        .post("/contacts/groups/", json!({ "name": "Invented Guests" }))
        .await["id"]
        .clone();
    let path = format!("/contacts/{contact}/groups/{group}");
    let read = format!("/contacts/{contact}?fields=groups_ids");
    let (status, _) = desk.call(Method::PUT, &path, None).await;
    assert_eq!(status, 200);
    let shown = desk.get(&read).await;
    assert_eq!(shown, json!({ "groups_ids": [group] }));
    let (status, _) = desk.call(Method::DELETE, &path, None).await;
    assert_eq!(status, 200);
    let shown = desk.get(&read).await;
    assert_eq!(shown, json!({ "groups_ids": [] }));
    let listed = desk.get("/contacts/groups?fields=id,code,name").await;
    assert_eq!(listed["data"][2]["name"], "Invented Guests");
    assert!(listed["data"][2]["code"].is_string());
    let unknown = format!("/contacts/{contact}/groups/1");
    assert_eq!(desk.refused(Method::PUT, &unknown, None).await, 400);
    desk.running.assert_documented();
}

#[tokio::test]
async fn organizations_are_kept() {
    let desk = Desk::start().await;
    let body = json!({ "custom_id": "30-1", "name": "Invented Kettles" });
    let id = desk.post("/contacts/organizations/", body).await["id"].clone();
    let path = format!("/contacts/organizations/{id}");
    desk.put(&path, json!({ "name": "Invented Pots" })).await;
    let filter = encoded("[{'field':'custom_id','operator':'EQUALS','value':'30-1'}]");
    let found = desk
        .get(&format!("/contacts/organizations?filtering={filter}"))
        .await;
    assert_eq!(
        found,
        json!({ "data": [{ "id": id, "custom_id": "30-1", "name": "Invented Pots" }] })
    );
    let (status, answer) = desk.call(Method::DELETE, &path, None).await;
    assert_eq!((status, answer), (200, json!({ "id": id })));
    assert_eq!(desk.refused(Method::DELETE, &path, None).await, 400);
    desk.running.assert_documented();
}

#[tokio::test]
async fn cases_are_opened_listed_filtered_and_removed() {
    let desk = Desk::start().await;
    let (first, contact) = desk.case("5500977700001").await;
    let (second, other) = desk.case("5500977700002").await;
    let (third, again) = desk.case("5500977700001").await;
    assert_eq!(contact, again, "a known phone is the same contact");
    assert_ne!(contact, other);
    assert_eq!(desk.sim().ticket_count(), 3);

    let listed = desk.get("/cases").await;
    assert_eq!(ids(&listed), [first, second, third], "bare and ascending");
    assert_eq!(listed[0].as_object().unwrap().len(), 4, "default fields");
    let find = async |filter: &str| {
        let filter = encoded(filter);
        ids(&desk
            .get(&format!("/cases?fields=id&filtering={filter}"))
            .await)
    };
    let by_contact =
        format!("[{{'field':'case.contact_id','operator':'EQUAL','value':'{contact}'}}]");
    assert_eq!(find(&by_contact).await, [first, third]);

    let agent: u64 = desk.sim().agents()[1].parse().unwrap();
    let group: u64 = desk.sim().departments()[2].parse().unwrap();
    desk.put(
        &format!("/cases/{second}"),
        json!({ "status": "solved", "user_id": agent, "group_id": group, "priority": "very-high" }),
    )
    .await;
    let status = "[{'field':'case.status','operator':'IN','value':['solved','closed']}]";
    assert_eq!(find(status).await, [second]);
    let not = "[{'field':'status','operator':'NOT EQUAL','value':'solved'}]";
    assert_eq!(find(not).await, [first, third]);
    let agents = format!("[{{'field':'case.user_id','operator':'EQUALS','value':{agent}}}]");
    assert_eq!(find(&agents).await, [second]);
    let part = "[{'field':'case.subject','operator':'CONTAINS','value':'kettle'}]";
    assert_eq!(find(part).await, [first, second, third]);
    let both = format!(
        "[{{'field':'case.id','operator':'GREATER','value':{first}}},\
          {{'field':'case.status','operator':'EQUAL','value':'opened'}}]"
    );
    assert_eq!(find(&both).await, [third]);

    let path = format!("/cases/{first}");
    let (status, _) = desk.call(Method::DELETE, &path, None).await;
    assert_eq!(status, 200);
    assert_eq!(desk.refused(Method::GET, &path, None).await, 400);
    assert_eq!(desk.sim().ticket_count(), 2);
    let flags = desk.get("/cases?fields=id,deleted").await;
    assert_eq!(flags[0], json!({ "id": first, "deleted": true }));
    desk.put(&path, json!({ "deleted": false })).await;
    assert_eq!(desk.get(&path).await["id"], first);
    desk.running.assert_documented();
}

#[tokio::test]
async fn the_list_of_cases_covers_three_months() {
    let desk = Desk::start().await;
    let lab = desk.running.lab();
    lab.freeze_at("2031-05-31T10:00:00Z".parse().unwrap());
    let contact = desk.sim().seed_contact("5500977700001", "Ada Fictional");
    let old = desk.sim().seed_ticket(&contact);
    lab.advance(Duration::from_secs(93 * 86_400));
    let new = desk.sim().seed_ticket(&contact);
    let mut desk = desk;
    desk.token = desk.token().await;
    let listed = desk.get("/cases?fields=id").await;
    assert_eq!(ids(&listed), [new.parse::<u64>().unwrap()]);
    let shown = desk
        .get(&format!("/cases/{old}?fields=id,created_at,closed_at"))
        .await;
    assert_eq!(shown["created_at"], "2031-05-31 10:00:00");
    assert_eq!(shown["closed_at"], Value::Null);
    desk.sim().set_quirk(Quirk::EmptyDatesAsText);
    let shown = desk.get(&format!("/cases/{old}?fields=closed_at")).await;
    assert_eq!(shown["closed_at"], "");
    desk.running.assert_documented();
}

#[tokio::test]
async fn updates_leave_dates_and_system_activities() {
    let desk = Desk::start().await;
    desk.running
        .lab()
        .freeze_at("2031-05-05T10:00:00Z".parse().unwrap());
    let mut desk = desk;
    desk.token = desk.token().await;
    let (case, _) = desk.case("5500977700001").await;
    desk.running.lab().advance(Duration::from_secs(60));
    desk.put(
        &format!("/cases/{case}"),
        json!({
            "status": "solved",
            "tags": ["fragile", "brand new"],
            "due_at": "2031-06-01 08:00:00",
            "custom_fields": [{ "field": desk.sim().custom_fields()[1], "value": "41" }],
        }),
    )
    .await;
    let shown = desk
        .get(&format!(
            "/cases/{case}?fields=solved_at,created_at,last_update,tags,due_at,custom_fields"
        ))
        .await;
    assert_eq!(
        shown,
        json!({
            "solved_at": "2031-05-05 10:01:00",
            "created_at": "2031-05-05 10:00:00",
            "last_update": "2031-05-05 10:01:00",
            "tags": ["fragile", "brand new"],
            "due_at": "2031-06-01 08:00:00",
            "custom_fields": [{ "field": desk.sim().custom_fields()[1], "value": "41" }],
        })
    );
    let tags = desk.get("/cases/tags").await;
    assert_eq!(tags["data"][3]["name"], "brand new", "tags are made by use");

    let path = format!("/cases/{case}");
    desk.put(&path, json!({ "tags": ["refund"] })).await;
    assert_eq!(
        desk.sim().ticket(&case.to_string()).unwrap().tags,
        ["refund"]
    );
    desk.sim().set_quirk(Quirk::TagsAppend);
    desk.put(&path, json!({ "tags": ["express"] })).await;
    let tags = desk.sim().ticket(&case.to_string()).unwrap().tags;
    assert_eq!(tags, ["refund", "express"]);

    let activities = desk
        .get(&format!(
            "/cases/{case}/activities?fields=type,content,user_id"
        ))
        .await;
    let system: Vec<&str> = activities
        .as_array()
        .unwrap()
        .iter()
        .filter(|activity| activity["type"] == "system")
        .map(|activity| activity["content"].as_str().unwrap())
        .collect();
    let changed: Value = serde_json::from_str(system[0]).unwrap();
    assert_eq!(changed["to"], "solved", "a JSON text as content");
    assert_eq!(
        &system[1..],
        [
            "[added_tag] fragile, brand new",
            "[added_tag] refund",
            "[removed_tag] fragile, brand new",
            "[added_tag] express",
        ]
    );
    desk.put(&path, json!({ "status": "closed" })).await;
    desk.sim().set_quirk(Quirk::ClosedIsFinal);
    let reopened = Some(json!({ "status": "opened" }));
    assert_eq!(desk.refused(Method::PUT, &path, reopened).await, 400);
    desk.running.assert_documented();
}

#[tokio::test]
async fn replies_notes_and_files_are_stored() {
    let desk = Desk::start().await;
    let (case, contact) = desk.case("5500977700001").await;
    let agent: u64 = desk.sim().agents()[0].parse().unwrap();
    let path = format!("/cases/{case}");
    let answer = desk
        .put(
            &path,
            json!({ "activities": [
                { "type": "note", "user_id": agent, "content": "Ask the workshop" },
                {
                    "type": "user_reply",
                    "user_id": agent,
                    "content": "On its way",
                    "contacts_to": [{ "id": contact }, { "phone": "5500977700999" }],
                    "attachments": [{ "filename": "lid.txt", "content": "bGlk" }],
                },
            ] }),
        )
        .await;
    assert_eq!(answer["activities"][0]["contacts_ids"], json!([]));
    assert_eq!(
        answer["activities"][1]["contacts_ids"],
        json!([contact]),
        "over WhatsApp only the first recipient counts"
    );
    assert_eq!(desk.sim().contact_count(), 1);
    let stored = desk.sim().messages();
    let kinds: Vec<MessageKind> = stored.iter().map(|message| message.kind).collect();
    assert_eq!(
        kinds,
        [
            MessageKind::Inbound,
            MessageKind::Internal,
            MessageKind::Public
        ]
    );
    assert_eq!(stored[2].text, "On its way");
    assert_eq!(stored[2].contact_id, contact.to_string());
    assert_eq!(stored[2].user_id, agent.to_string());
    assert_eq!(desk.sim().message_count(), 3);

    let id = &answer["activities"][1]["id"];
    let shown = desk
        .get(&format!(
            "{path}/activities/{id}?fields=contact_from,contacts_to,attachments,sending_status"
        ))
        .await;
    assert_eq!(shown["contact_from"], Value::Null);
    assert_eq!(shown["contacts_to"][0]["phone"], "5500977700001");
    assert_eq!(shown["sending_status"], "ok");
    let link = shown["attachments"][0]["url"].as_str().unwrap();
    assert!(link.starts_with("/FileAdm/"), "{link}");
    let file = desk
        .client
        .get(format!("http://{}{link}", desk.running.address()))
        .send()
        .await
        .unwrap();
    assert_eq!(file.text().await.unwrap(), "lid");

    for wrong in [
        json!({ "type": "user_reply", "user_id": agent, "content": "Hm", "contacts_to": [{ "phone": "5500977700999" }] }),
        json!({ "type": "user_reply", "user_id": agent, "content": "Hm" }),
        json!({ "type": "user_reply", "content": "Hm", "contacts_to": [{ "id": contact }] }),
        json!({ "type": "note", "user_id": 1, "content": "Hm" }),
        json!({ "type": "note", "user_id": agent }),
        json!({ "type": "contact_message", "content": "Hm" }),
        json!({ "type": "user_reply", "user_id": agent, "content": "Hm", "contacts_to": [{ "id": contact }],
            "attachments": [{ "filename": "big.bin", "content": "AAAA".repeat(1_800_000) }] }),
    ] {
        let body = Some(json!({ "activities": [wrong] }));
        assert_eq!(desk.refused(Method::PUT, &path, body).await, 400);
    }
    assert_eq!(desk.sim().message_count(), 3, "a refusal stores nothing");
    desk.running.assert_documented();
}

#[tokio::test]
async fn templates_open_whatsapp_cases() {
    let desk = Desk::start().await;
    let group: u64 = desk.sim().departments()[0].parse().unwrap();
    let template: u64 = desk.sim().templates()[0].parse().unwrap();
    let body = |channel: &str| {
        json!({
            "group_id": group,
            "source_channel": channel,
            "subject": "Pick-up",
            "tags": "fragile, express",
            "activities": [{
                "type": "user_reply",
                "template": {
                    "template_id": template,
                    "parameters": [{ "key": "1", "value": "K-17" }, { "key": "2", "value": "4" }],
                },
                "contacts_to": [{ "phone": "5500977700001", "name": "Ada Fictional" }],
            }],
        })
    };
    let made = desk.post("/cases", body("Whatsapp")).await;
    let case = desk.sim().ticket(&made["case_id"].to_string()).unwrap();
    assert_eq!(case.tags, ["fragile", "express"]);
    assert_eq!(
        desk.sim().messages()[0].text,
        "Order K-17 waits for you at counter 4"
    );
    let web = desk.refused(Method::POST, "/cases", Some(body("web")));
    assert_eq!(web.await, 400, "templates need WhatsApp");
    desk.running.assert_documented();
}

#[tokio::test]
async fn inbound_messages_reopen_or_open_cases() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let contact = sim.seed_contact("5500977700001", "Ada Fictional");
    sim.receive_message(&contact, "Hello");
    assert_eq!(sim.ticket_count(), 1);
    let case = sim.messages()[0].ticket_id.clone();
    desk.put(&format!("/cases/{case}"), json!({ "status": "solved" }))
        .await;
    sim.receive_message(&contact, "Still leaking");
    assert_eq!(sim.ticket(&case).unwrap().status, "opened");
    desk.put(&format!("/cases/{case}"), json!({ "status": "closed" }))
        .await;
    sim.receive_message(&contact, "And again");
    assert_eq!(sim.ticket_count(), 2);
    assert_eq!(sim.ticket(&case).unwrap().status, "closed");
    assert_eq!(sim.message_count(), 3);
    desk.running.assert_documented();
}

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

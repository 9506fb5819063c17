use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};

use super::Desk;

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

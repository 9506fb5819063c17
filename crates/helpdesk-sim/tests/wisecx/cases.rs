use std::time::Duration;

use helpdesk_sim::wisecx::{MessageKind, Quirk};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, encoded, ids};

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

use helpdesk_sim::cxpress::MessageKind;
use reqwest::Method;
use serde_json::{Value, json};

use super::{DELAYED, Desk, PENDING, assert_like, assert_shape, fixture, ids};

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

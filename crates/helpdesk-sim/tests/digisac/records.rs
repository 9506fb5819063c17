use helpdesk_sim::digisac::Quirk;
use reqwest::Method;
use serde_json::{Value, json};

use super::Desk;

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

use std::time::Duration;

use helpdesk_sim::digisac::{MessageKind, Quirk};
use reqwest::Method;
use serde_json::{Value, json};

use super::Desk;

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

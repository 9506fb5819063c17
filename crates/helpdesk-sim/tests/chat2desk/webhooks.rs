use helpdesk_sim::chat2desk::{Quirk, Sim};
use serde_json::{Value, json};

use super::{bench, call, events, get, kinds, post, put, subscribe};

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
    let text = include_str!("../../../../fixtures/chat2desk/webhooks/inbox_signed.json");
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

use std::time::Duration;

use helpdesk_sim::chat2desk::{Quirk, Visibility};
use serde_json::{Value, json};

use super::{bench, get, post, put};

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

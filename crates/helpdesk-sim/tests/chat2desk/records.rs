use helpdesk_sim::chat2desk::Quirk;
use serde_json::json;

use super::{bench, call, get, post, put, violated};

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

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{bench, get, post, subscribe};

#[tokio::test]
async fn the_other_endpoints_answer_from_fixtures() {
    let bench = bench().await;
    let id = bench.sim().seed_contact("999000777144", "Ludo");
    let (_, body) = get(&bench, &format!("/clients/{id}/questions")).await;
    assert!(body[0]["text"].is_string());
    assert_eq!(get(&bench, "/clients/5/last_question").await.0, 404);
    let (_, body) = get(&bench, "/countries?limit=1&offset=1").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 1);
    let (_, body) = get(&bench, "/countries?offset=2").await;
    assert_eq!(body["data"], json!([]));
    let (status, body) = get(&bench, "/statistics?report=rating&date=2031-05-05").await;
    assert_eq!((status, body.get("status")), (200, None));
    let (status, body) = get(&bench, "/statistics?report=weather&date=2031-05-05").await;
    assert_eq!((status, &body["status"]), (400, &json!("error")));
    let (status, body) = get(&bench, "/templates/6").await;
    assert_eq!(
        (status, &body["errors"]),
        (404, &json!("Template #6 not found"))
    );
    let two_homes = json!({"name": "n", "text": "t", "group_id": 71, "user_id": 277_101});
    let (status, body) = post(&bench, "/templates", two_homes).await;
    assert_eq!(status, 400);
    assert!(body["group_id"][0].is_string(), "a bare map: {body}");
    assert_eq!(post(&bench, "/templates_groups", json!({})).await.0, 400);
    assert_eq!(get(&bench, "/gateway/delete_outbox").await.0, 200);
    let (_, body) = get(&bench, "/help/transports").await;
    assert!(body["data"]["whatsapp"]["to_client"]["text"].is_string());
    bench.assert_documented();
}

/// The names of all members, with where they are.
fn members(value: &Value, place: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                found.insert(format!("{place}.{key}"));
                members(inner, &format!("{place}.{key}"), found);
            }
        }
        Value::Array(list) => {
            for inner in list {
                members(inner, &format!("{place}[]"), found);
            }
        }
        _ => {}
    }
}

fn shape(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    members(value, "", &mut found);
    found
}

#[tokio::test]
async fn answers_have_the_shape_of_the_fixtures() {
    let bench = bench().await;
    let sim = bench.sim();
    let (client, message) = sim.receive_message_from("999000777144", "Ludo", "Hello");
    let request = sim.seed_request(&client).unwrap();
    sim.seed_ticket(&client);
    let (dialog, _) = sim.open_dialog(&client).unwrap();
    let tag = json!({"tag_ids": sim.tags(), "assignee_type": "client", "assignee_id": client});
    post(&bench, "/tags/assign_to", tag).await;
    subscribe(&bench, &["inbox"]).await;
    let fixture = |name: &str| -> Value {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/chat2desk");
        let text = std::fs::read_to_string(format!("{root}/{name}.json")).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["body"].clone()
    };
    for (path, name) in [
        ("/clients/{c}/transport".to_owned(), "clients/transport"),
        (
            "/clients/{c}/dialogs".to_owned(),
            "clients/dialogs_enveloped",
        ),
        (format!("/messages/{message}"), "messages/get_enveloped"),
        ("/dialogs".to_owned(), "dialogs/list_enveloped"),
        (format!("/dialogs/{dialog}"), "dialogs/get_enveloped"),
        (format!("/requests/{request}/messages"), "requests/messages"),
        ("/tickets".to_owned(), "tickets/list"),
        ("/tickets/1".to_owned(), "tickets/get"),
        ("/tags".to_owned(), "tags/list_enveloped"),
        ("/operators".to_owned(), "operators/list"),
        ("/operators/statuses".to_owned(), "operators/statuses"),
        ("/operators_groups".to_owned(), "operators_groups/list"),
        ("/access_rights".to_owned(), "access_rights/list"),
        ("/channels".to_owned(), "channels/list"),
        ("/webhooks".to_owned(), "webhook_subscriptions/list"),
        (
            "/custom_client_fields".to_owned(),
            "custom_client_fields/list_enveloped",
        ),
        ("/companies/info".to_owned(), "companies/info"),
        ("/companies/api_info".to_owned(), "companies/api_info"),
        ("/help/tickets".to_owned(), "help/tickets"),
    ] {
        let (status, body) = get(&bench, &path.replace("{c}", &client)).await;
        assert_eq!(status, 200, "{path}");
        assert_eq!(shape(&body), shape(&fixture(name)), "{path}");
    }
    let (_, body) = get(&bench, "/clients").await;
    let row = fixture("clients/list")["data"][1].clone();
    assert_eq!(shape(&body["data"][0]), shape(&row));
    bench.assert_documented();
}

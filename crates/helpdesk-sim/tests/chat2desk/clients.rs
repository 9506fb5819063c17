use helpdesk_sim::chat2desk::Quirk;
use serde_json::{Value, json};

use super::{bench, call, events, get, kinds, post, put, subscribe};

#[tokio::test]
async fn clients_are_created_read_changed_and_found() {
    let bench = bench().await;
    let wish = json!({"phone": "999000777144", "transport": "whatsapp", "nickname": "Ludo"});
    let (status, body) = post(&bench, "/clients", wish.clone()).await;
    assert_eq!(status, 200, "{body}");
    let id = body["data"]["id"].as_u64().unwrap();
    assert_eq!(body["data"]["assigned_name"], "Ludo");
    assert_eq!(
        body["data"]["first_client_message"],
        "2031-05-05T06:15:20 UTC"
    );

    let (status, body) = post(&bench, "/clients", wish).await;
    assert_eq!(status, 400);
    assert_eq!(body["errors"]["client"][0], "Client already exists");
    let inner: Value = serde_json::from_str(body["errors"]["client"][1].as_str().unwrap()).unwrap();
    assert_eq!(inner, json!({"id": id}));

    let change = json!({"nickname": null, "assigned_phone": "999000777199", "ban_status": 1,
        "custom_fields": {"1": "C-1"}, "external_id": "77", "external_service": "amo"});
    let (status, body) = put(&bench, &format!("/clients/{id}"), change).await;
    assert_eq!(status, 200);
    assert_eq!(body["data"]["client_id"], id);
    assert_eq!(body["data"]["assigned_name"], Value::Null);

    let (_, body) = get(&bench, "/clients?phone=999000777144").await;
    let row = &body["data"][0];
    assert_eq!(row["client_phone"], 999_000_777_199_u64, "a number");
    assert_eq!(row["external_ids"], json!({"amo": "77"}));
    assert!(row.get("tags").is_none() && row.get("channels").is_none());
    for (query, hits) in [
        ("phone=%2B999000777144", 0),
        ("client_phone=999000777199", 1),
        ("custom_field[id]=1&custom_field[text]=c-1", 1),
        ("custom_field[id]=2&custom_field[text]=c-1", 0),
        ("created_after=1935728119", 1),
        ("created_after=1935728120", 0),
    ] {
        let (_, body) = get(&bench, &format!("/clients?{query}")).await;
        assert_eq!(body["meta"]["total"], hits, "{query}");
    }
    let (_, body) = get(&bench, &format!("/clients/{id}")).await;
    assert_eq!(body["data"]["channels"][0]["transports"][0], "whatsapp");
    assert_eq!(body["data"]["tags"], json!([]));
    bench.sim().set_quirk(Quirk::ShortClient);
    let (_, body) = get(&bench, &format!("/clients/{id}/")).await;
    assert_eq!(body["data"].as_object().unwrap().len(), 10);
    let (status, body) = get(&bench, "/clients/5").await;
    assert_eq!(
        (status, &body["errors"]),
        (404, &json!("Client #5 not found"))
    );
    bench.assert_documented();
    assert_eq!(
        bench.sim().contact(&id.to_string()).unwrap()["banned"],
        true
    );
}

#[tokio::test]
async fn a_client_needs_digits_and_a_transport_that_can_write_first() {
    let bench = bench().await;
    for (body, field) in [
        (json!({"transport": "whatsapp"}), "phone"),
        (json!({"phone": "999000777144"}), "transport"),
        (
            json!({"phone": "+999 000", "transport": "whatsapp"}),
            "phone",
        ),
        (
            json!({"phone": "999000777144", "transport": "telegram"}),
            "transport",
        ),
        (
            json!({"phone": "999000777144", "transport": "whatsapp", "channel_id": 5}),
            "channel_id",
        ),
    ] {
        let (status, answer) = post(&bench, "/clients", body).await;
        assert_eq!(status, 400);
        assert!(answer["errors"][field][0]["text"].is_string(), "{answer}");
    }
    let mail = json!({"phone": "zed@shop.example", "transport": "email"});
    assert_eq!(post(&bench, "/clients", mail).await.0, 200);
    bench.assert_documented();
    assert_eq!(bench.sim().contact_count(), 1);
}

#[tokio::test]
async fn parameters_may_come_as_query_form_or_json() {
    let bench = bench().await;
    let query = "/clients?phone=999000000001&transport=whatsapp";
    assert_eq!(call(&bench, "POST", query, None).await.0, 200);
    let form = reqwest::Client::new()
        .post(format!("{}/clients", bench.base_url()))
        .header("authorization", bench.sim().token())
        .header("content-type", "application/x-www-form-urlencoded")
        .body("phone=999000000002&transport=whatsapp");
    assert_eq!(form.send().await.unwrap().status(), 200);
    assert_eq!(bench.sim().contact_count(), 2);
    bench.assert_documented();
}

#[tokio::test]
async fn lists_page_by_the_capped_limit() {
    let bench = bench().await;
    bench.sim().seed_contacts(450);
    let (_, body) = get(&bench, "/clients").await;
    assert_eq!(
        body["meta"],
        json!({"total": 450, "limit": 20, "offset": 0})
    );
    let (_, body) = get(&bench, "/clients?limit=1000&offset=400").await;
    assert_eq!(body["meta"]["limit"], 200);
    assert_eq!(body["data"].as_array().unwrap().len(), 50);
    let (status, body) = get(&bench, "/clients?offset=450").await;
    assert_eq!((status, &body["data"]), (200, &json!([])));
    let (_, up) = get(&bench, "/clients?limit=1").await;
    let (_, down) = get(&bench, "/clients?limit=1&order=desc").await;
    assert_eq!(
        up["data"][0]["id"].to_string(),
        bench.sim().first_contact_id()
    );
    assert!(down["data"][0]["id"].as_u64() > up["data"][0]["id"].as_u64());
    bench.sim().set_quirk(Quirk::TotalAsText);
    let (_, body) = get(&bench, "/clients").await;
    assert_eq!(body["meta"]["total"], "450");
    bench.assert_documented();
}

#[tokio::test]
async fn an_unknown_person_becomes_a_client() {
    let bench = bench().await;
    subscribe(&bench, &["new_client", "inbox"]).await;
    let sim = bench.sim();
    let (client, _) = sim.receive_message_from("999000777144", "Ludo", "Hello");
    assert_eq!(
        sim.receive_message_from("999000777144", "Ludo", "More").0,
        client
    );
    let all = events(&bench);
    assert_eq!(kinds(&all), ["new_client", "inbox", "inbox"]);
    assert_eq!(all[0]["client_source"], "incoming_message");
    assert_eq!(all[1]["is_new_client"], true);
    assert_eq!(all[2]["is_new_client"], false);
}

#[tokio::test]
async fn a_page_of_a_million_contacts() {
    let bench = bench().await;
    bench.sim().seed_contacts(1_000_000);
    let (_, body) = get(&bench, "/clients?limit=200&offset=999990").await;
    assert_eq!(body["data"].as_array().unwrap().len(), 10);
}

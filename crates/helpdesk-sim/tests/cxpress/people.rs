use helpdesk_sim::cxpress::Quirk;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, assert_like, ids};

#[tokio::test]
async fn consumers_live_through_all_calls() {
    let desk = Desk::start().await;
    let agent = &desk.sim().agents()[1];
    let tags = desk.sim().consumer_tags();
    let fields = desk.sim().custom_fields();
    let body = json!({
        "name": "Aurora", "lastname": "Quimera", "phone": "5500900001111",
        "whatsapp_numbers": ["5500900002222"], "email_addresses": ["aurora@ficticio.example"],
        "document_number": "000111", "employee_user_id": agent, "tags": [tags[0]],
        "custom_fields": [{ "custom_field_id": fields[0], "value": ["Ouro"] }],
    });
    let made = desk.post("/external/consumer", body.clone()).await;
    assert_like("consumers/create", &made);
    let made = &made.1["consumers"][0];
    assert_eq!(made["whatsapp"], Value::Null);
    let user = made["user_id"].as_str().unwrap().to_owned();
    let id = made["id"].as_str().unwrap();
    assert_ne!(user, id);
    let path = format!("/external/consumer/{user}");
    let by_id = desk
        .call(Method::GET, &format!("/external/consumer/{id}"), None)
        .await;
    assert_eq!(by_id.0, 404);

    let shown = desk.call(Method::GET, &path, None).await;
    assert_like("consumers/show", &shown);
    let one = &shown.1["consumers"][0];
    assert_eq!(one["whatsapp"], "5500900002222");
    assert_eq!(one["email"], "aurora@ficticio.example");
    assert_eq!(one["created_by_employee"], "true");
    assert_eq!(one["tags"], json!([tags[0]]));
    desk.sim().set_quirk(Quirk::TagObjects);
    let shown = desk.get(&path).await;
    assert_eq!(shown["consumers"][0]["tags"][0]["id"], json!(tags[0]));

    for key in [
        "phone",
        "whatsapp_numbers",
        "email_addresses",
        "document_number",
    ] {
        let twin = json!({ "name": "Outra", key: body[key] });
        assert_eq!(desk.post("/external/consumer", twin).await.0, 409, "{key}");
    }
    desk.sim().set_quirk(Quirk::ConflictsAre400);
    let twin = json!({ "name": "Outra", "phone": "5500900001111" });
    assert_eq!(desk.post("/external/consumer", twin).await.0, 400);

    let tags_only = json!({ "id": user, "tags": [tags[1]] });
    assert_eq!(desk.put("/external/consumer", tags_only).await.0, 400);
    let inactive = json!({ "id": user, "name": "Aurora", "tags": [tags[2]] });
    assert_eq!(desk.put("/external/consumer", inactive).await.0, 400);
    let change =
        json!({ "id": user, "name": "Aurora II", "tags": [tags[1]], "address": "Rua Fictícia" });
    let changed = desk.put("/external/consumer", change).await;
    assert_like("consumers/edit", &changed);
    let stored = desk.sim().contact(&user).unwrap();
    assert_eq!(stored["name"], "Aurora II");
    assert_eq!(stored["lastname"], "Quimera");
    assert_eq!(stored["tags"], json!([tags[1]]));
    let found = desk
        .get(&format!("/external/consumer?tags={}", tags[1]))
        .await;
    assert_eq!(ids(&found["consumers"], "user_id"), [user.as_str()]);
    let found = desk
        .get(&format!("/external/consumer?employee={agent}"))
        .await;
    assert_eq!(found["pagination"]["total"], 1);

    assert_like("consumers/delete", &desk.delete(&path).await);
    assert_eq!(desk.call(Method::GET, &path, None).await.0, 404);
    assert_eq!(desk.sim().contact_count(), 0);
    assert_eq!(desk.post("/external/consumer", body).await.0, 201);
    desk.running.assert_documented();
}

#[tokio::test]
async fn lists_of_consumers_are_paged_sorted_and_searched() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(250);
    let zoe = desk.sim().seed_contact("5500977776666", "Aaa Primeira");
    let first = desk.call(Method::GET, "/external/consumer", None).await;
    assert_like("consumers/list", &first);
    let first = first.1;
    assert_eq!(first["consumers"].as_array().unwrap().len(), 100);
    assert_eq!(
        first["pagination"],
        json!({ "total": 251, "lastPage": 3, "prevPage": null, "nextPage": 2, "perPage": 100,
                "currentPage": 1, "from": 0, "to": 100 })
    );
    let last = desk.get("/external/consumer?page=3").await;
    assert_eq!(last["consumers"].as_array().unwrap().len(), 51);
    assert_eq!(last["pagination"]["nextPage"], Value::Null);
    assert_eq!(last["pagination"]["to"], 300);
    let beyond = desk.get("/external/consumer?page=9&limit=100").await;
    assert_eq!(beyond["consumers"], json!([]));

    let found = desk.get("/external/consumer?search=77776666").await;
    assert_eq!(ids(&found["consumers"], "user_id"), [zoe.as_str()]);
    let found = desk.get("/external/consumer?search=PRIMEIRA").await;
    assert_eq!(ids(&found["consumers"], "user_id"), [zoe.as_str()]);
    let sorted = desk.get("/external/consumer?sort_by=name&limit=1").await;
    assert_eq!(ids(&sorted["consumers"], "user_id"), [zoe.as_str()]);
    let sorted = desk
        .get("/external/consumer?sort_by=name&order_by=desc&limit=1&page=251")
        .await;
    assert_eq!(ids(&sorted["consumers"], "user_id"), [zoe.as_str()]);
    // What was kept for the sorted list is renewed after a write.
    desk.delete(&format!("/external/consumer/{zoe}")).await;
    let sorted = desk.get("/external/consumer?sort_by=name&limit=1").await;
    assert_ne!(ids(&sorted["consumers"], "user_id"), [zoe]);

    desk.sim().set_page_cap(Some(10));
    let capped = desk.get("/external/consumer?limit=500").await;
    assert_eq!(capped["consumers"].as_array().unwrap().len(), 10);
    assert_eq!(capped["pagination"]["perPage"], 10);
    desk.running.assert_documented();
}

#[tokio::test]
async fn a_million_consumers_can_be_paged() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(1_000_000);
    let page = desk.get("/external/consumer?page=10000").await;
    assert_eq!(page["consumers"].as_array().unwrap().len(), 100);
    assert_eq!(page["pagination"]["total"], 1_000_000);
    assert_eq!(page["pagination"]["nextPage"], Value::Null);
}

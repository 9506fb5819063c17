use std::time::Instant;

use helpdesk_sim::digisac::Quirk;
use reqwest::Method;
use serde_json::json;

use super::{Desk, ids};

#[tokio::test]
async fn lists_come_in_pages_of_fifteen() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(31);
    let first = desk.get("/contacts").await;
    assert_eq!(first["data"].as_array().unwrap().len(), 15);
    let second = desk.get("/contacts?page=2&perPage=15").await;
    for (name, value) in [
        ("total", 31),
        ("limit", 15),
        ("skip", 15),
        ("currentPage", 2),
        ("lastPage", 3),
        ("from", 15),
        ("to", 30),
    ] {
        assert_eq!(second[name], value, "{name}");
    }
    let last = desk.get("/contacts?page=3").await;
    assert_eq!(last["data"].as_array().unwrap().len(), 1);
    assert_eq!(last["to"], 45, "not cut at total");
    let beyond = desk.get("/contacts?page=4").await;
    assert_eq!(beyond["data"], json!([]));
    let ignored = desk.get("/contacts?limit=2&skip=20").await;
    assert_eq!(ids(&ignored), ids(&first), "limit and skip are ignored");
    let array = desk.get("/contacts?paginate=false&limit=20").await;
    assert_eq!(array.as_array().unwrap().len(), 20);
    assert_eq!(
        desk.get("/contacts?paginate=false")
            .await
            .as_array()
            .unwrap()
            .len(),
        31
    );
    let inside = desk
        .query("/contacts", &json!({"page": 3, "perPage": "10"}))
        .await;
    assert_eq!(
        (&inside["skip"], &inside["lastPage"]),
        (&json!(20), &json!(4))
    );
    desk.sim().set_quirk(Quirk::LimitAndSkipWork);
    let moved = desk.get("/contacts?limit=2&skip=20").await;
    assert_eq!(moved["data"][0], inside["data"][0]);
    desk.sim().set_per_page_cap(Some(5));
    assert_eq!(desk.get("/contacts?perPage=3000").await["limit"], 5);
    desk.server.assert_documented();
}

#[tokio::test]
async fn both_spellings_of_filters_select_the_same() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    sim.seed_contacts(20);
    let me = sim.seed_contact("552090009999", "Zora");
    sim.seed_group("Obra");
    let like = "%25".to_owned() + "90009999";
    let found = desk
        .get(&format!("/contacts?where[data.number][$iLike]={like}"))
        .await;
    assert_eq!(ids(&found), [me.as_str()]);
    let json = json!({"where": {"data.number": {"$iLike": "%90009999"}}});
    assert_eq!(ids(&desk.query("/contacts", &json).await), [me.as_str()]);
    let people =
        json!({"where": {"visible": true, "isGroup": false, "isBroadcast": {"$eq": false}}});
    assert_eq!(desk.query("/contacts", &people).await["total"], 21);
    assert_eq!(
        desk.get("/contacts?where[isGroup]=false").await["total"],
        21
    );
    assert_eq!(desk.get("/contacts").await["total"], 22);
    let either = json!({"where": {"$or": [{"name": {"$iLike": "zo%"}}, {"name": "Contato 1"}]}});
    assert_eq!(desk.query("/contacts", &either).await["total"], 2);
    let set = format!("/contacts?where[id][$in][0]={me}&where[id][$in][1]={me}");
    assert_eq!(ids(&desk.get(&set).await), [me.as_str()]);
    let order = "/contacts?where[isGroup]=false&order[][0]=name&order[][1]=DESC&attributes[0]=id&attributes[1]=name&perPage=1";
    let sorted = desk.get(order).await;
    assert_eq!(sorted["data"], json!([{"id": me, "name": "Zora"}]));
    let indexed = desk
        .get("/contacts?order[0][0]=createdAt&order[0][1]=ASC")
        .await;
    assert_eq!(indexed["data"][0]["name"], "Contato 1");
    desk.server.assert_documented();
}

#[tokio::test]
async fn includes_join_and_filter() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let (a, b) = (
        sim.seed_contact("552090000001", "A"),
        sim.seed_contact("552090000002", "B"),
    );
    let body = json!({"number": "552090000001", "internalName": "A", "serviceId": sim.channels()[0], "personId": sim.people()[0], "customFields": [{"id": sim.custom_fields()[1], "value": "Vila"}]});
    desk.post("/contacts", body).await;
    sim.seed_ticket(&b);
    let person = json!({"include": [{"model": "person", "required": "true", "where": {"id": sim.people()[0]}}], "perPage": "30"});
    let found = desk.query("/contacts", &person).await;
    assert_eq!(ids(&found), [a.as_str()]);
    assert!(found["data"][0]["person"]["document"].is_string());
    let fields = json!({"include": [{"model": "customFieldValues", "include": [{"model": "customField", "where": {"$or": [{"name": "Cidade"}, {"name": "Outro"}]}}]}]});
    let found = desk.query("/contacts", &fields).await;
    assert_eq!(ids(&found), [a.as_str()]);
    assert_eq!(
        found["data"][0]["customFieldValues"][0]["customField"]["name"],
        "Cidade"
    );
    let tickets = json!({
        "distinct": true, "order": [["updatedAt", "DESC"]],
        "where": {"isOpen": {"$in": [true, false]}},
        "include": [{"model": "contact", "attributes": ["name", "serviceId"], "required": true,
            "where": {"visible": true, "serviceId": sim.channels()[0]},
            "include": [{"model": "service", "attributes": ["id", "name"], "required": true}]}],
        "page": 1, "perPage": 20,
    });
    let found = desk.query("/tickets", &tickets).await;
    assert_eq!(found["total"], 1);
    assert_eq!(
        found["data"][0]["contact"]["service"]["id"],
        sim.channels()[0]
    );
    assert!(found["data"][0]["contact"].get("id").is_none());
    let none =
        json!({"include": [{"model": "contact", "where": {"serviceId": sim.channels()[1]}}]});
    assert_eq!(desk.query("/tickets", &none).await["total"], 0);
    let users = desk
        .get("/users?include[0]=departments&include[1]=roles")
        .await;
    assert_eq!(
        users["data"][0]["departments"][0]["id"],
        sim.departments()[0]
    );
    let me = desk.get("/me").await;
    assert!(me.get("password").is_none() && me.get("_departmentsId").is_none());
    let tag = &sim.tags()[0];
    let (status, _) = desk
        .post(
            &format!("/tags/{tag}/contacts"),
            json!({"where": {"id": [a]}}),
        )
        .await;
    assert_eq!(status, 200);
    let joined = json!({"where": {"$tags.id$": tag}});
    assert_eq!(ids(&desk.query("/contacts", &joined).await), [a.as_str()]);
    let body = Some(json!({"where": {"id": [a]}}));
    desk.call(Method::DELETE, &format!("/tags/{tag}/contacts"), body)
        .await;
    assert_eq!(desk.query("/contacts", &joined).await["total"], 0);
    desk.server.assert_documented();
}

#[tokio::test]
async fn a_long_list_is_paged_without_working_it_out_again() {
    let desk = Desk::start().await;
    desk.sim().seed_contacts(100_000);
    assert_eq!(desk.sim().contact_count(), 100_000);
    let query = json!({"where": {"visible": true, "isGroup": false}, "perPage": 100});
    let started = Instant::now();
    desk.query("/contacts", &query).await;
    let first = started.elapsed();
    let started = Instant::now();
    for page in 2..=21 {
        let mut next = query.clone();
        next["page"] = json!(page * 40);
        assert_eq!(
            desk.query("/contacts", &next).await["data"]
                .as_array()
                .unwrap()
                .len(),
            100
        );
    }
    let twenty = started.elapsed();
    assert!(
        twenty < first * 20,
        "20 pages took {twenty:?}, the first alone {first:?}"
    );
    let found = desk
        .get("/contacts?where[data.number][$iLike]=%2590000777")
        .await;
    assert_eq!(found["data"][0]["name"], "Contato 778");
}

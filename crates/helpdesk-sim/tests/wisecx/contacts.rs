use helpdesk_sim::wisecx::Quirk;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Desk, encoded, ids};

#[tokio::test]
async fn contacts_are_created_read_changed_and_removed() {
    let desk = Desk::start().await;
    let made = desk
        .post(
            "/contacts/",
            json!({
                "email": "ada@people.example",
                "name": "Ada Fictional",
                "custom_fields": [{ "field": desk.sim().custom_fields()[0], "value": "gold" }],
            }),
        )
        .await;
    let id = made["id"].as_u64().unwrap();
    assert_eq!(made, json!({ "id": id }));
    assert_eq!(
        desk.get(&format!("/contacts/{id}")).await,
        json!({
            "id": id,
            "email": "ada@people.example",
            "name": "Ada Fictional",
            "personal_id": "",
            "custom_fields": [{ "field": desk.sim().custom_fields()[0], "value": "gold" }],
        })
    );

    let organization = desk
        .post(
            "/contacts/organizations/",
            json!({ "custom_id": "30-1", "name": "Invented Kettles" }),
        )
        .await["id"]
        .clone();
    let path = format!("/contacts/{id}");
    let linked = json!({ "phone": "5500977700009", "organization_id": organization });
    assert_eq!(desk.put(&path, linked).await, json!({ "id": id }));
    let shown = desk
        .get("/contacts/?fields=phone,email,organization_id")
        .await["data"][0]
        .clone();
    assert_eq!(shown["phone"], "5500977700009");
    assert_eq!(
        shown["email"], "ada@people.example",
        "what is not sent stays"
    );
    assert_eq!(shown["organization_id"], organization);
    desk.put(
        &path,
        json!({ "phone": "5500977700009", "organization_id": -1 }),
    )
    .await;
    let shown = desk.get("/contacts/?fields=organization_id").await;
    assert_eq!(shown["data"][0]["organization_id"], 0);

    let refused = desk.refused(Method::PUT, &path, Some(json!({ "name": "Ada" })));
    assert_eq!(
        refused.await,
        400,
        "one identifier is needed in every update"
    );
    desk.call(Method::DELETE, &path, None).await;
    assert_eq!(desk.sim().contact_count(), 0);
    assert_eq!(desk.refused(Method::GET, &path, None).await, 400);
    desk.sim().set_quirk(Quirk::NotFoundIs404);
    assert_eq!(desk.refused(Method::GET, &path, None).await, 404);
    desk.running.assert_documented();
}

#[tokio::test]
async fn duplicate_contacts_are_a_quirk() {
    let desk = Desk::start().await;
    let body = json!({ "phone": "5500977700009" });
    let first = desk.post("/contacts/", body.clone()).await;
    assert_ne!(desk.post("/contacts/", body.clone()).await, first);
    desk.sim().set_quirk(Quirk::DuplicateContactRefused);
    let refused = desk.refused(Method::POST, "/contacts/", Some(body)).await;
    assert_eq!(refused, 400);
    assert_eq!(desk.sim().contact_count(), 2);
    desk.running.assert_documented();
}

#[tokio::test]
async fn contacts_page_with_a_malformed_link() {
    let desk = Desk::start().await;
    let seeded = desk.sim().seed_contacts(250);
    let all = desk.get("/contacts/?fields=id").await;
    assert_eq!(all["data"].as_array().unwrap().len(), 100);
    let capped = desk.get("/contacts/?fields=id&limit=5000&page=3").await;
    assert_eq!(capped["data"].as_array().unwrap().len(), 50);
    assert_eq!(capped["paging"]["limit"], 100);
    assert_eq!(capped["paging"]["next"], Value::Null);
    let last = desk
        .get("/contacts/?fields=id,name&sort=desc&sort_field=id&limit=2&page=1")
        .await;
    assert_eq!(last["data"][0]["id"].to_string(), seeded[249]);
    let next = last["paging"]["next"].as_str().unwrap().to_owned();
    assert!(
        next.ends_with(
            "/core/v1/contacts/v1/contacts/?fields=id,name&limit=2&page=2&sort=desc&sort_field=id"
        ),
        "{next}"
    );
    desk.running.assert_documented();

    let path = next.split("/core/v1").nth(1).unwrap().to_owned();
    assert_eq!(desk.refused(Method::GET, &path, None).await, 404);
    assert_eq!(desk.violations(), 1, "following the link is a violation");
}

#[tokio::test]
async fn a_million_contacts_are_paged_and_found() {
    let desk = Desk::start().await;
    let seeded = desk.sim().seed_contacts(1_000_000);
    assert_eq!(desk.sim().contact_count(), 1_000_000);
    let page = desk
        .get("/contacts/?fields=id,phone,email&page=10000")
        .await;
    assert_eq!(page["data"][99]["id"].to_string(), seeded[999_999]);
    assert_eq!(page["paging"]["next"], Value::Null);
    let row = &page["data"][42];
    for field in ["phone", "email"] {
        let filter = json!([{
            "field": format!("contact.{field}"), "operator": "EQUAL", "value": row[field],
        }]);
        let found = desk
            .get(&format!(
                "/contacts/?fields=id,phone,email&filtering={}",
                encoded(&filter.to_string())
            ))
            .await;
        assert_eq!(found["data"], json!([row]));
    }

    // A removed contact shifts the pages; a changed one keeps its place.
    let (gone, changed) = (&seeded[10], &seeded[20]);
    desk.call(Method::DELETE, &format!("/contacts/{gone}"), None)
        .await;
    desk.put(
        &format!("/contacts/{changed}"),
        json!({ "phone": "5500900000000" }),
    )
    .await;
    let page = desk.get("/contacts/?fields=id&page=10000").await;
    assert_eq!(page["data"].as_array().unwrap().len(), 99);
    let filter = "[{'field':'phone','operator':'IN','value':['5500900000020','5500900000000']}]";
    let found = desk
        .get(&format!(
            "/contacts/?fields=id&filtering={}",
            encoded(filter)
        ))
        .await;
    let found: Vec<String> = ids(&found["data"]).iter().map(u64::to_string).collect();
    assert_eq!(found, [seeded[0].clone(), changed.clone()]);
    desk.running.assert_documented();
}

#[tokio::test]
async fn contacts_join_and_leave_groups() {
    let desk = Desk::start().await;
    let contact = desk.sim().seed_contact("5500977700009", "Ada Fictional");
    let group = desk
        .post("/contacts/groups/", json!({ "name": "Invented Guests" }))
        .await["id"]
        .clone();
    let path = format!("/contacts/{contact}/groups/{group}");
    let read = format!("/contacts/{contact}?fields=groups_ids");
    let (status, _) = desk.call(Method::PUT, &path, None).await;
    assert_eq!(status, 200);
    let shown = desk.get(&read).await;
    assert_eq!(shown, json!({ "groups_ids": [group] }));
    let (status, _) = desk.call(Method::DELETE, &path, None).await;
    assert_eq!(status, 200);
    let shown = desk.get(&read).await;
    assert_eq!(shown, json!({ "groups_ids": [] }));
    let listed = desk.get("/contacts/groups?fields=id,code,name").await;
    assert_eq!(listed["data"][2]["name"], "Invented Guests");
    assert!(listed["data"][2]["code"].is_string());
    let unknown = format!("/contacts/{contact}/groups/1");
    assert_eq!(desk.refused(Method::PUT, &unknown, None).await, 400);
    desk.running.assert_documented();
}

#[tokio::test]
async fn organizations_are_kept() {
    let desk = Desk::start().await;
    let body = json!({ "custom_id": "30-1", "name": "Invented Kettles" });
    let id = desk.post("/contacts/organizations/", body).await["id"].clone();
    let path = format!("/contacts/organizations/{id}");
    desk.put(&path, json!({ "name": "Invented Pots" })).await;
    let filter = encoded("[{'field':'custom_id','operator':'EQUALS','value':'30-1'}]");
    let found = desk
        .get(&format!("/contacts/organizations?filtering={filter}"))
        .await;
    assert_eq!(
        found,
        json!({ "data": [{ "id": id, "custom_id": "30-1", "name": "Invented Pots" }] })
    );
    let (status, answer) = desk.call(Method::DELETE, &path, None).await;
    assert_eq!((status, answer), (200, json!({ "id": id })));
    assert_eq!(desk.refused(Method::DELETE, &path, None).await, 400);
    desk.running.assert_documented();
}

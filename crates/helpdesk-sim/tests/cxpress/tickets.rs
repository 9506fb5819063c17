use helpdesk_sim::cxpress::Quirk;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    ABANDONED, Desk, EMAIL, NEW, NOBODY, PENDING, RESOLVED, WHATSAPP, assert_like, ids, ticket_of,
};

#[tokio::test]
async fn tickets_live_through_all_calls() {
    let desk = Desk::start().await;
    let person = desk.person();
    let sectors = desk.sim().departments();
    let agents = desk.sim().agents();
    let tags = desk.sim().ticket_tags();
    let fields = desk.sim().custom_fields();

    let mut body = ticket_of(&person);
    body["assigned_employee_user_id"] = json!(agents[1]);
    body["sector_id"] = json!(sectors[0]);
    body["tag_ids"] = json!([tags[0]]);
    body["custom_fields"] = json!([{ "custom_field_id": fields[1], "value": ["atraso"] }]);
    let made = desk.post("/external/ticket", body).await;
    assert_like("tickets/create", &made);
    let made = &made.1["data"]["ticket"];
    assert_eq!(made["user_id"], json!(person));
    let id = made["id"].as_str().unwrap().to_owned();
    let reference = made["ticket_reference_id"].as_str().unwrap().to_owned();
    let path = format!("/external/ticket/{id}");

    let open = desk.call(Method::GET, "/external/ticket", None).await;
    assert_like("tickets/list", &open);
    let row = &open.1["tickets"][0];
    assert_eq!(row["tags"], json!([tags[0]]));
    assert_eq!(row["custom_fiejds"][0]["value"], json!(["atraso"]));
    assert_eq!(row["assigned_employee"]["name"], "Benedito");

    for query in [
        format!("search={reference}"),
        format!("employee={}", agents[1]),
        format!("sector={}&channel={WHATSAPP}&status={NEW}", sectors[0]),
        format!("tags={},{}", tags[1], tags[0]),
        "start_date=2026-03-02&end_date=2026-03-02&bot=false&was_read=false".to_owned(),
        "is_all_sectors=true&sort_by=updated_level2_at&order_by=asc".to_owned(),
    ] {
        let found = desk.get(&format!("/external/ticket?{query}")).await;
        assert_eq!(ids(&found["tickets"], "id"), [id.as_str()], "{query}");
    }
    for query in [
        format!("employee={}", agents[0]),
        format!("status={PENDING}"),
        "start_date=2026-03-03&end_date=2026-03-04".to_owned(),
    ] {
        let found = desk.get(&format!("/external/ticket?{query}")).await;
        assert_eq!(found["tickets"], json!([]), "{query}");
    }

    // The operator is not in the third sector.
    let wrong = json!({ "sector_id": sectors[2], "assigned_employee_user_id": agents[1] });
    assert_eq!(desk.put(&path, wrong).await.0, 400);
    let moved = desk.put(&path, json!({ "sector_id": sectors[1] })).await;
    assert_like("tickets/edit", &moved);
    let stored = desk.sim().ticket(&id).unwrap();
    assert_eq!(stored["assigned_employee_user_id"], Value::Null);
    assert_eq!(stored["last_assigned_employee_id"], json!(agents[1]));
    assert_eq!(stored["tag_ids"], json!([tags[0]]));

    assert_eq!(
        desk.put(&path, json!({ "status_id": ABANDONED })).await.0,
        400
    );
    desk.sim().set_handled_by(&id, Some(&agents[0]));
    assert_eq!(desk.put(&path, json!({ "subject": "Outro" })).await.0, 409);
    assert_eq!(desk.delete(&path).await.0, 409);
    let row = desk.get("/external/ticket").await["tickets"][0].clone();
    assert_eq!(row["who_is_viewing_user_id"], json!(agents[0]));
    desk.sim().set_handled_by(&id, None);

    desk.tick(60);
    let closed = desk.put(&path, json!({ "status_id": RESOLVED })).await;
    assert_eq!(
        closed.1["data"]["ticket"]["finished_at"],
        "2026-03-02T12:01:00.000Z"
    );
    assert_eq!(
        desk.put(&path, json!({ "status_id": RESOLVED })).await.0,
        200
    );
    assert_eq!(desk.get("/external/ticket").await["tickets"], json!([]));
    let over = desk.get("/external/historic").await;
    assert_eq!(ids(&over["tickets"], "id"), [id.as_str()]);
    assert_eq!(desk.put(&path, json!({ "status_id": NEW })).await.0, 400);
    desk.sim().set_quirk(Quirk::ReopenByPut);
    let open = desk.put(&path, json!({ "status_id": NEW })).await;
    assert_eq!(
        open.1["data"]["ticket"]["reopened_at"],
        "2026-03-02T12:01:00.000Z"
    );

    assert_like("tickets/delete", &desk.delete(&path).await);
    assert_eq!(desk.put(&path, json!({ "subject": "Outro" })).await.0, 404);
    assert_eq!(desk.sim().ticket_count(), 0);
    desk.running.assert_documented();
}

#[tokio::test]
async fn a_ticket_needs_an_address_and_required_fields() {
    let desk = Desk::start().await;
    let person = desk.person();
    let mut by_mail = ticket_of(&person);
    by_mail["channel_id"] = json!(EMAIL);
    assert_eq!(desk.post("/external/ticket", by_mail).await.0, 400);
    let mut closed = ticket_of(&person);
    closed["status_id"] = json!(RESOLVED);
    assert_eq!(desk.post("/external/ticket", closed).await.0, 400);
    assert_eq!(
        desk.post("/external/ticket", ticket_of(NOBODY)).await.0,
        404
    );
    let mut silent = ticket_of(&person);
    silent.as_object_mut().unwrap().remove("subject");
    assert_eq!(desk.post("/external/ticket", silent).await.0, 400);
    let mut wrong = ticket_of(&person);
    wrong["custom_fields"] =
        json!([{ "custom_field_id": desk.sim().custom_fields()[0], "value": ["x"] }]);
    assert_eq!(desk.post("/external/ticket", wrong).await.0, 400);

    let field = json!({
        "entity_type_id": "250204ce-44eb-4cdc-865a-f54eed9c6496",
        "custom_field_type_id": "d31ebd9e-af9f-4559-b04a-729439218a6f",
        "name": "Protocolo", "placeholder": "0000", "required": true, "field_size_min": 4,
        "field_size_max": 6, "custom_field_datatype_id": "cbb362a5-c6ab-4acb-b2c8-f67a49770987",
    });
    let made = desk.post("/external/custom-fields", field.clone()).await;
    assert_like("custom-fields/create", &made);
    assert_eq!(desk.post("/external/custom-fields", field).await.0, 409);
    let field = made.1["custom_fields"][0]["id"].clone();
    assert_eq!(
        desk.post("/external/ticket", ticket_of(&person)).await.0,
        400
    );
    for (value, status) in [("12a4", 400), ("123", 400), ("1234567", 400), ("1234", 200)] {
        let mut body = ticket_of(&person);
        body["custom_fields"] = json!([{ "custom_field_id": field, "value": [value] }]);
        assert_eq!(
            desk.post("/external/ticket", body).await.0,
            status,
            "{value}"
        );
    }
    let edit = json!({ "id": field, "required": false });
    let edited = desk.put("/external/custom-fields", edit).await;
    assert_like("custom-fields/edit", &edited);
    assert_eq!(
        desk.post("/external/ticket", ticket_of(&person)).await.0,
        200
    );
    let fields = desk
        .call(Method::GET, "/external/custom-fields", None)
        .await;
    assert_like("custom-fields/list", &fields);
    desk.running.assert_documented();
}

#[tokio::test]
async fn the_two_spellings_of_the_assignee_and_the_tags() {
    let desk = Desk::start().await;
    let person = desk.person();
    let ticket = desk.sim().seed_ticket(&person);
    let path = format!("/external/ticket/{ticket}");
    let agents = desk.sim().agents();
    let tags = desk.sim().ticket_tags();
    let body = json!({
        "assigned_employee_user_id": agents[0], "assigner_employee_user_id": agents[1],
        "tag_ids": [tags[0]], "tags_ids": [tags[1]],
    });
    desk.put(&path, body.clone()).await;
    let stored = desk.sim().ticket(&ticket).unwrap();
    assert_eq!(stored["assigned_employee_user_id"], json!(agents[0]));
    assert_eq!(stored["tag_ids"], json!([tags[0]]));
    desk.sim().set_quirk(Quirk::AssignerKey);
    desk.sim().set_quirk(Quirk::TagsIdsKey);
    desk.put(&path, body).await;
    let stored = desk.sim().ticket(&ticket).unwrap();
    assert_eq!(stored["assigned_employee_user_id"], json!(agents[1]));
    assert_eq!(stored["tag_ids"], json!([tags[1]]));
    desk.running.assert_documented();
}

#[tokio::test]
async fn the_history_has_four_faces() {
    let desk = Desk::start().await;
    let person = desk.person();
    let human = desk.sim().seed_ticket(&person);
    let bot = desk.sim().seed_bot_ticket(&person);
    let gone = desk.sim().seed_ticket(&person);
    desk.sim().seed_ticket(&person);
    desk.sim().abandon(&human);
    desk.delete(&format!("/external/ticket/{gone}")).await;

    let list = |query: &str| {
        let path = format!("/external/historic{query}");
        let desk = &desk;
        async move { desk.call(Method::GET, &path, None).await }
    };
    let all = list("").await;
    assert_like("history/list", &all);
    assert_eq!(all.1["tickets"].as_array().unwrap().len(), 3);
    assert_eq!(all.1["pagination"]["lastPage"], Value::Null);
    assert_eq!(all.1["pagination"]["nextPage"], 2);
    assert_eq!(list("?page=2").await.1["tickets"], json!([]));

    let people = list("?order_by=desc&sort_by=finished_at").await;
    assert_like("history/human", &people);
    assert_eq!(ids(&people.1["tickets"], "id"), [human.as_str()]);
    assert_eq!(people.1["pagination"]["nextPage"], Value::Null);
    assert_eq!(people.1["pagination"]["lastPage"], 1);
    let bots = list("?level=1&sort_by=finished_at&order_by=desc").await;
    assert_like("history/chatbot", &bots);
    assert_eq!(ids(&bots.1["tickets"], "id"), [bot]);
    assert_eq!(ids(&list("?level=2").await.1["tickets"], "id"), [human]);
    let deleted = list("?order_by=desc&sort_by=deleted_at&deleted=true").await;
    assert_like("history/deleted", &deleted);
    assert_eq!(ids(&deleted.1["tickets"], "id"), [gone]);

    desk.sim().set_quirk(Quirk::TidyPagination);
    let all = list("").await.1;
    assert_eq!(all["pagination"]["lastPage"], 1);
    assert_eq!(all["pagination"]["nextPage"], Value::Null);
    desk.running.assert_documented();
}

#[tokio::test]
async fn tickets_of_people_operators_and_triggers() {
    let desk = Desk::start().await;
    let person = desk.person();
    let other = desk.sim().seed_contact("5500933334444", "Outra Pessoa");
    let first = desk.sim().seed_ticket(&person);
    desk.tick(5);
    let second = desk.sim().seed_ticket(&person);
    let foreign = desk.sim().seed_ticket(&other);
    desk.sim().abandon(&first);
    let agent = &desk.sim().agents()[0];
    let sector = &desk.sim().departments()[0];
    let body = json!({ "assigned_employee_user_id": agent, "sector_id": sector });
    desk.put(&format!("/external/ticket/{second}"), body).await;

    let path = format!("/external/consumer/{person}/tickets");
    let theirs = desk.call(Method::GET, &path, None).await;
    assert_like("consumers/tickets", &theirs);
    let rows = &theirs.1["tickets"];
    assert_eq!(ids(rows, "id"), [second.clone(), first]);
    assert_eq!(rows[0]["sector"], json!({ "name": "Cobrança fictícia" }));
    assert_eq!(rows[1]["sector"], Value::Null);
    assert_eq!(rows[1]["assigned_employee"], Value::Null);

    let path = format!("/external/agent/{agent}/tickets");
    let theirs = desk.call(Method::GET, &path, None).await;
    assert_like("operators/tickets", &theirs);
    assert_eq!(ids(&theirs.1["tickets"], "id"), [second]);
    desk.delete(&format!("/external/ticket/{foreign}")).await;
    let path = format!("/external/consumer/{other}/tickets");
    assert_eq!(desk.get(&path).await["tickets"], json!([]));

    let trigger = desk.sim().seed_dispatch(&[person, other]);
    let path = format!("/external/message-sending/{trigger}/tickets");
    let sent = desk.call(Method::GET, &path, None).await;
    assert_like("active-triggers/tickets", &sent);
    assert_eq!(sent.1["pagination"]["total"], 2);
    desk.running.assert_documented();
}

#[tokio::test]
async fn a_deleted_consumer_closes_tickets() {
    let desk = Desk::start().await;
    let person = desk.person();
    let ticket = desk.sim().seed_ticket(&person);
    let change = json!({ "id": person, "email_addresses": ["nova@ficticio.example"] });
    assert_eq!(desk.put("/external/consumer", change).await.0, 409);
    let name = json!({ "id": person, "name": "Novo Nome" });
    assert_eq!(desk.put("/external/consumer", name).await.0, 200);

    desk.delete(&format!("/external/consumer/{person}")).await;
    assert_eq!(desk.get("/external/ticket").await["tickets"], json!([]));
    assert_eq!(desk.sim().ticket(&ticket).unwrap()["status_id"], RESOLVED);
    let over = desk.get("/external/historic").await;
    assert_eq!(over["tickets"][0]["requester_user"]["name"], "Novo Nome");
    desk.running.assert_documented();
}

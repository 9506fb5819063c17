use std::time::Duration;

use helpdesk_sim::digisac::Quirk;
use reqwest::Method;
use serde_json::json;

use super::Desk;

#[tokio::test]
async fn a_contact_is_made_read_changed_and_deleted() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    let (tag, field) = (&sim.tags()[0], &sim.custom_fields()[0]);
    let body = json!({
        "internalName": "Nara", "number": "5520990001004", "serviceId": sim.channels()[0],
        "defaultDepartmentId": null, "tagIds": [tag],
        "customFields": [{"id": field, "value": "Vila"}],
    });
    let (status, made) = desk.post("/contacts", body).await;
    assert_eq!(status, 200, "creates answer 200");
    assert_eq!(
        made["data"]["number"], "552090001004",
        "the nine is dropped"
    );
    assert_eq!(made["data"]["valid"], true);
    assert!(made["unread"].is_u64() && made["data"]["unread"].is_boolean());
    assert!(made.get("tags").is_none(), "the answer is bare");
    let id = made["id"].as_str().unwrap();

    let path = format!("/contacts/{id}?include[0]=tags&include[]=customFieldValues");
    let read = desk.get(&path).await;
    assert_eq!(read["tags"][0]["id"], *tag);
    assert_eq!(read["tags"][0]["contact_tags"]["contactId"], id);
    assert_eq!(read["customFieldValues"][0]["customFieldId"], *field);
    assert_eq!(read["customFieldValues"][0]["value"], "Vila");

    let change = json!({"internalName": "Nara Dois", "tagIds": [sim.tags()[1]]});
    let (status, changed) = desk
        .call(Method::PUT, &format!("/contacts/{id}"), Some(change))
        .await;
    assert_eq!(
        (status, &changed["internalName"]),
        (200, &json!("Nara Dois"))
    );
    assert_eq!(sim.contact(id).unwrap()["tagIds"], json!([sim.tags()[1]]));

    let path = format!("/contacts/{id}");
    assert_eq!(
        desk.send(Method::DELETE, &path, None).await,
        (200, String::new())
    );
    assert_eq!(desk.call(Method::GET, &path, None).await.0, 404);
    let (status, gone) = desk.call(Method::DELETE, &path, None).await;
    assert_eq!((status, &gone["error"]), (500, &json!("HttpError")));
    assert_eq!(sim.contact_count(), 0);
    desk.server.assert_documented();
}

#[tokio::test]
async fn creating_a_known_number_overwrites_the_contact() {
    let desk = Desk::start().await;
    let channel = &desk.sim().channels()[0];
    let body = |name: &str, number: &str| json!({"internalName": name, "number": number, "serviceId": channel});
    let (_, first) = desk.post("/contacts", body("Um", "552090001004")).await;
    desk.server.lab().advance(Duration::from_secs(60));
    let (_, second) = desk.post("/contacts", body("Dois", "5520990001004")).await;
    assert_eq!(first["id"], second["id"]);
    assert_eq!(first["createdAt"], second["createdAt"]);
    assert_ne!(first["updatedAt"], second["updatedAt"]);
    assert_eq!(second["internalName"], "Dois");
    let other = json!({
        "internalName": "Tres", "number": "552090001004", "serviceId": desk.sim().channels()[1],
    });
    let (_, third) = desk.post("/contacts", other).await;
    assert_ne!(first["id"], third["id"], "another channel, another contact");
    desk.sim().mark_not_on_whatsapp("552090001009");
    let (status, dead) = desk.post("/contacts", body("Nada", "552090001009")).await;
    assert_eq!((status, &dead["data"]["valid"]), (200, &json!(false)));
    desk.server.assert_documented();
}

#[tokio::test]
async fn quirks_switch_to_the_other_documented_form() {
    let desk = Desk::start().await;
    let sim = desk.sim();
    sim.set_quirk(Quirk::KeepNinthDigit);
    let body = json!({"internalName": "N", "number": "5520990001004", "serviceId": sim.channels()[0], "tagIds": [sim.tags()[0]]});
    let (_, made) = desk.post("/contacts", body).await;
    assert_eq!(made["data"]["number"], "5520990001004");
    let id = made["id"].as_str().unwrap();
    sim.set_quirk(Quirk::TagIdsAdd);
    let change = Some(json!({"tagIds": [sim.tags()[1]]}));
    desk.call(Method::PUT, &format!("/contacts/{id}"), change)
        .await;
    assert_eq!(sim.contact(id).unwrap()["tagIds"], json!(sim.tags()));
    sim.set_quirk(Quirk::ActionsAnswerRecord);
    let open = json!({"departmentId": sim.departments()[0]});
    let path = format!("/contacts/{id}/ticket/transfer");
    let (_, ticket) = desk.post(&path, open).await;
    assert_eq!(ticket["contactId"], id);
    sim.set_quirk(Quirk::CloseAnswersError);
    let (status, _) = desk
        .post(&format!("/contacts/{id}/ticket/close"), json!({}))
        .await;
    assert_eq!(status, 500);
    let read = desk
        .get(&format!("/tickets/{}", ticket["id"].as_str().unwrap()))
        .await;
    assert_eq!(read["isOpen"], false, "it closed all the same");
    sim.set_quirk(Quirk::MissingIsServerError);
    let gone = "/contacts/00000000-0000-4000-8000-000000000000";
    assert_eq!(desk.call(Method::GET, gone, None).await.0, 500);
    sim.set_quirk(Quirk::ServiceIsArchivedFlag);
    let service = desk.get(&format!("/services/{}", sim.channels()[0])).await;
    assert_eq!(service["isArchived"], false);
    assert!(service.get("archivedAt").is_none());
    desk.server.assert_documented();
}

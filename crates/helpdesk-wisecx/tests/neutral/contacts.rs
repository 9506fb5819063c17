//! Contacts.

use crate::common::{Answer, Stub, client, sent};
use crate::{fields, world};
use helpdesk_core::{
    ContactPatch, ContactQuery, Delivery, ErrorKind, Field, NewContact, PageRequest, Patch,
};
use serde_json::json;

#[tokio::test]
async fn search_finds_identities_and_refuses_what_it_cannot_find() {
    let world = world().await;
    let contacts = world.client.contacts();
    let new = NewContact::named("Ada Fictional")
        .phone("+55 11 98765-4321")
        .email("ada@people.example")
        .document("371.000.001-55");
    let ada = contacts.create(&new).await.unwrap().value;
    let other = NewContact::named("Bo").phone("+55 11 98765-4322");
    contacts.create(&other).await.unwrap();
    for text in [
        "ADA@people.example",
        "551187654321",
        "37100000155",
        "371.000.001-55",
    ] {
        let query = ContactQuery::search(text);
        let page = contacts.list(&query, &PageRequest::first()).await.unwrap();
        let ids: Vec<_> = page.items.iter().map(|contact| &contact.id).collect();
        assert_eq!(ids, [&ada.id], "{text}");
        assert!(page.next.is_none());
    }
    let before = world.recorder.requests().len();
    for text in ["Ada", "", "ada@", "@"] {
        let query = ContactQuery::search(text);
        let error = contacts
            .list(&query, &PageRequest::first())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{text}: {error}");
        assert_eq!(fields(&error), ["search"]);
    }
    assert_eq!(world.recorder.requests().len(), before);
}

#[tokio::test]
async fn an_update_names_the_contact_to_the_vendor_and_leaves_it_an_identity() {
    let world = world().await;
    let contacts = world.client.contacts();
    let new = NewContact::named("Ada")
        .phone("+55 11 98765-4321")
        .email("ada@people.example");
    let ada = contacts.create(&new).await.unwrap().value.id;
    contacts
        .update(&ada, &ContactPatch::new().name("Ada F.".to_owned()))
        .await
        .unwrap();
    let sent = world.recorder.requests();
    let put = sent.iter().rev().find(|r| r.method == "PUT").unwrap();
    assert_eq!(
        put.json().unwrap(),
        json!({"name": "Ada F.", "email": "ada@people.example"})
    );

    // One identity after the other can go; the last one cannot.
    let no_mail = ContactPatch::new().emails(Patch::Clear);
    contacts.update(&ada, &no_mail).await.unwrap();
    let no_phone = ContactPatch::new().phones(Patch::Clear);
    let error = contacts.update(&ada, &no_phone).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Invalid, vec!["phones"])
    );

    // -1 takes a contact out of its organisation.
    let no_firm = ContactPatch::new().organization(Patch::Clear);
    contacts.update(&ada, &no_firm).await.unwrap();
    let sent = world.recorder.requests();
    let put = sent.iter().rev().find(|r| r.method == "PUT").unwrap();
    assert_eq!(put.json().unwrap()["organization_id"], json!(-1));

    // Nothing to change is nothing to send.
    let before = world.recorder.requests().len();
    contacts.update(&ada, &ContactPatch::new()).await.unwrap();
    let methods: Vec<_> = world.recorder.requests()[before..]
        .iter()
        .map(|request| request.method.clone())
        .collect();
    assert_eq!(methods, ["GET"]);
}

#[tokio::test]
async fn several_numbers_and_values_that_are_no_text_are_losses() {
    let world = world().await;
    let field = world.sim().custom_fields()[0].clone();
    let new = NewContact::named("Ada")
        .phone("+55 11 98765-4321")
        .phone("+55 11 98765-4399")
        .email("a@people.example")
        .email("b@people.example")
        .custom_field(&field, 41);
    let error = world.client.contacts().create(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let mut named = fields(&error);
    named.sort_unstable();
    assert_eq!(named, ["custom_fields", "emails", "phones"]);
    let written = world
        .client
        .allow_loss()
        .contacts()
        .create(&new)
        .await
        .unwrap();
    assert_eq!(written.losses.len(), 3);
    assert_eq!(written.value.custom_fields[&field], json!("41"));
    assert_eq!(written.value.phones.len(), 1);

    // Two spellings of one line are one number.
    let same = NewContact::new()
        .phone("+55 11 98765-0000")
        .phone("5511987650000");
    world.client.contacts().create(&same).await.unwrap();
}

#[tokio::test]
async fn a_custom_field_that_the_vendor_does_not_keep_is_told() {
    let kept = json!({"id": 5, "phone": "5511987654321", "custom_fields": []});
    let answers = || {
        Stub::new([
            Answer::json(200, &json!({"data": []})),
            Answer::json(200, &json!({"id": 5})),
            Answer::json(200, &kept),
        ])
    };
    let new = NewContact::new()
        .phone("+55 11 98765-4321")
        .custom_field("no such field", "x");
    let (strict, _) = client(&answers());
    let error = strict.contacts().create(&new).await.unwrap_err();
    assert_eq!(
        (error.kind(), fields(&error)),
        (ErrorKind::Conflict, vec!["custom_fields"])
    );
    assert_eq!(error.existing_id(), Some("5"));
    assert_eq!(error.delivery(), Delivery::Unknown);
    let (lenient, _) = client(&answers());
    let written = lenient.allow_loss().contacts().create(&new).await.unwrap();
    assert_eq!(written.losses[0].field, Field::CustomFields);
}

/// Whether the vendor keeps custom fields that an update does not name is not documented.
#[tokio::test]
async fn custom_fields_are_sent_as_a_whole() {
    let own = json!([{"field": "shoe_size", "value": "41"}, {"field": "level", "value": "low"}]);
    let now = json!([{"field": "shoe_size", "value": "41"}, {"field": "level", "value": "high"}]);
    let wanted =
        json!([{"field": "shoe_size", "value": "41"}, {"field": "level", "value": "high"}]);
    let (desk, recorder) = client(&Stub::new([
        Answer::json(
            200,
            &json!({"id": 5, "email": "a@people.example", "custom_fields": own}),
        ),
        Answer::json(200, &json!({"id": 5})),
        Answer::json(
            200,
            &json!({"id": 5, "email": "a@people.example", "custom_fields": now}),
        ),
    ]));
    let patch = ContactPatch::new().custom_field("level", json!("high"));
    desk.contacts().update(&"5".into(), &patch).await.unwrap();
    assert_eq!(sent(&recorder)[1].json().unwrap()["custom_fields"], wanted);

    let (desk, recorder) = client(&Stub::new([
        Answer::json(
            200,
            &json!({"id": 5, "status": "opened", "custom_fields": own}),
        ),
        Answer::json(200, &json!({"case_id": 5})),
        Answer::json(
            200,
            &json!({"id": 5, "status": "opened", "custom_fields": now}),
        ),
    ]));
    let patch = helpdesk_core::TicketPatch::new().custom_field("level", json!("high"));
    desk.tickets().update(&"5".into(), &patch).await.unwrap();
    assert_eq!(sent(&recorder)[1].json().unwrap()["custom_fields"], wanted);
}

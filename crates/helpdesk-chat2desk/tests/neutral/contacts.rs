//! Contacts.

use helpdesk_chat2desk::Chat2Desk;
use helpdesk_core::{
    ChannelKind, Client, Contact, ContactPatch, ContactQuery, Delivery, ErrorKind, Field,
    NewContact, PageRequest, Patch, TagId,
};
use helpdesk_sim::chat2desk::Quirk;
use helpdesk_testkit::ScriptedTransport;
use helpdesk_testkit::transport::Expect;
use serde_json::json;

use crate::Bench;

fn numbers(contact: &Contact) -> Vec<&str> {
    contact.phones.iter().map(|p| p.number.as_str()).collect()
}

#[tokio::test]
async fn an_update_keeps_what_it_does_not_name() {
    let bench = Bench::with(
        |config| {
            config
                .with_document_custom_field("3")
                .with_email_custom_field("1")
        },
        |transport| transport,
    )
    .await;
    let fields = bench.sim().custom_fields();
    assert_eq!(fields, ["1", "2", "3"], "the test names them");
    let tags: Vec<TagId> = bench.sim().tags().into_iter().map(TagId::new).collect();
    let contacts = bench.client.contacts();
    let new = NewContact::named("Oriel Vantongeren")
        .phone("+999000777101")
        .phone("+999000777102")
        .email("oriel@people.example")
        .document("XK-5")
        .custom_field("2", "Silver")
        .tag(tags[0].clone());
    let made = contacts.create(&new).await.unwrap().value;
    assert_eq!(numbers(&made), ["+999000777101", "+999000777102"]);
    assert_eq!(made.emails, ["oriel@people.example"]);
    assert_eq!(made.document.as_deref(), Some("XK-5"));
    assert_eq!(made.tags[0].id.as_ref(), Some(&tags[0]));

    let fingerprint = |contact: &Contact| {
        (
            contact.name.clone(),
            contact.phones.clone(),
            contact.emails.clone(),
            contact.document.clone(),
            contact.custom_fields.clone(),
            contact.tags.clone(),
        )
    };
    let mut wanted = fingerprint(&made);

    let renamed = contacts
        .update(&made.id, &ContactPatch::new().name("Oriel V.".to_owned()))
        .await
        .unwrap()
        .value;
    wanted.0 = Some("Oriel V.".to_owned());
    assert_eq!(fingerprint(&renamed), wanted);

    let patch = ContactPatch::new().custom_field("2", json!("Gold"));
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    wanted.4.insert("2".to_owned(), json!("Gold"));
    assert_eq!(fingerprint(&changed), wanted);

    let patch = ContactPatch::new().tags(vec![tags[1].clone()]);
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(changed.tags.len(), 1);
    assert_eq!(changed.tags[0].id.as_ref(), Some(&tags[1]));
    wanted.5 = changed.tags.clone();
    assert_eq!(fingerprint(&changed), wanted);

    let patch = ContactPatch::new().phones(vec![
        "+999 000 777 101".to_owned(),
        "+999 000 777 103".to_owned(),
    ]);
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(numbers(&changed), ["+999000777101", "+999000777103"]);
    wanted.1 = changed.phones.clone();
    assert_eq!(fingerprint(&changed), wanted);

    let patch = ContactPatch::new().emails(vec!["v@people.example".to_owned()]);
    let changed = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(changed.emails, ["v@people.example"]);

    // Clearing.
    let patch = ContactPatch::new()
        .name(Patch::Clear)
        .document(Patch::Clear)
        .tags(Patch::Clear)
        .phones(vec!["+999000777101".to_owned()]);
    let cleared = contacts.update(&made.id, &patch).await.unwrap().value;
    assert_eq!(cleared.name, None);
    assert_eq!(cleared.document, None);
    assert!(cleared.tags.is_empty());
    assert_eq!(numbers(&cleared), ["+999000777101"]);
    assert_eq!(cleared.emails, ["v@people.example"]);
}

#[tokio::test]
async fn the_messengers_number_stays() {
    let bench = Bench::new().await;
    let contact = bench.contact().await;
    bench.sent();
    let patch = ContactPatch::new().phones(vec!["+999000777109".to_owned()]);
    let error = bench
        .client
        .contacts()
        .update(&contact.id, &patch)
        .await
        .unwrap_err();
    assert!(error.is_unsupported());
    assert_eq!(error.field_errors()[0].field, Field::Phones.as_str());
    assert_eq!(bench.sent().len(), 1, "it was read, not written");

    let written = bench
        .client
        .allow_loss()
        .contacts()
        .update(&contact.id, &patch)
        .await
        .unwrap();
    assert_eq!(written.losses[0].field, Field::Phones);
    assert_eq!(numbers(&written.value), ["+999000777101", "+999000777109"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_contact_is_said_at_once() {
    let bench = Bench::with(
        |mut config| {
            config.default_transport = None;
            config
        },
        |transport| transport,
    )
    .await;
    let new = NewContact::named(" ")
        .phone("12")
        .email("nobody")
        .custom_field("loyalty", "x");
    let error = bench
        .client
        .allow_loss()
        .contacts()
        .create(&new)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let mut fields: Vec<_> = error
        .field_errors()
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        ["channel", "custom_fields", "emails", "name", "phones"]
    );
    for kind in [ChannelKind::Telegram, ChannelKind::WebChat] {
        let new = NewContact::new().phone("+999000777101").channel(kind);
        let error = bench.client.contacts().create(&new).await.unwrap_err();
        assert_eq!(error.field_errors()[0].field, "channel");
    }
    assert!(bench.sent().is_empty());
}

#[tokio::test]
async fn a_contact_of_the_mail_transport() {
    let bench = Bench::with(
        |mut config| {
            config.default_transport = None;
            config
        },
        |transport| transport,
    )
    .await;
    let new = NewContact::named("Ludo").email("ludo@people.example");
    let made = bench.client.contacts().create(&new).await.unwrap().value;
    assert_eq!(made.emails, ["ludo@people.example"]);
    assert!(bench.sent()[0].contains(r#""transport":"email""#));
}

#[tokio::test]
async fn a_duplicate_names_who_is_there() {
    for quirk in [vec![], vec![Quirk::DuplicateWithoutS]] {
        let bench = Bench::new().await;
        for quirk in quirk {
            bench.sim().set_quirk(quirk);
        }
        let first = bench.contact().await;
        let new = NewContact::new().phone("999000777101");
        let error = bench.client.contacts().create(&new).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert_eq!(error.existing_id(), Some(first.id.as_str()));
        let found = bench.client.contacts().find_or_create(&new).await.unwrap();
        assert_eq!(found.contact.id, first.id);
    }
}

#[tokio::test]
async fn finding_by_phone_asks_for_every_spelling() {
    let bench = Bench::new().await;
    bench.sim().seed_contact("551187654321", "Old spelling");
    let found = bench
        .client
        .contacts()
        .find_by_phone("+55 11 98765-4321")
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let sent = bench.sent();
    let asked: Vec<_> = sent
        .iter()
        .map(|line| line.rsplit_once('?').unwrap().1)
        .collect();
    assert_eq!(
        asked,
        [
            "phone=5511987654321&limit=200",
            "client_phone=5511987654321&limit=200",
            "phone=551187654321&limit=200",
            "client_phone=551187654321&limit=200",
        ]
    );
}

#[tokio::test]
async fn custom_fields_without_a_value_are_not_there() {
    let client = json!({"data": {"id": 7, "custom_fields": {"1": "", "2": null, "3": "x"}}});
    let canned = crate::common::Canned::new(200, client.to_string());
    let desk = Client::new(crate::common::desk(canned.transport()));
    let contact = desk.contacts().get(&"7".into()).await.unwrap();
    assert_eq!(json!(contact.custom_fields), json!({"3": "x"}));
}

#[tokio::test]
async fn every_custom_field_is_given_again() {
    let client = json!({"data": {
        "id": 7, "phone": "999000777101",
        "custom_fields": {"1": "a", "2": 5, "loyalty": "x"},
    }});
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/clients/7").answer(200, &client))
        .expect(
            Expect::put("/v1/clients/7")
                .json(json!({"custom_fields": {"1": "b", "2": 5}}))
                .answer(200, &json!({"status": "success"})),
        )
        .expect(Expect::get("/v1/clients/7").answer(200, &client));
    let desk = Client::new(crate::common::desk(script.transport()));
    let patch = ContactPatch::new().custom_field("1", json!("b"));
    desk.contacts().update(&"7".into(), &patch).await.unwrap();
    script.assert_done();
}

#[tokio::test]
async fn changes_of_one_contact_wait_for_each_other() {
    let bench = Bench::new().await;
    let contact = bench.contact().await;
    let tags: Vec<TagId> = bench.sim().tags().into_iter().map(TagId::new).collect();
    let contacts = bench.client.contacts();
    let set = |tag: &TagId| {
        let patch = ContactPatch::new().tags(vec![tag.clone()]);
        let (contacts, id) = (contacts.clone(), contact.id.clone());
        async move { contacts.update(&id, &patch).await }
    };
    let (one, other) = tokio::join!(set(&tags[0]), set(&tags[1]));
    assert_eq!(one.unwrap().value.tags.len(), 1);
    assert_eq!(other.unwrap().value.tags.len(), 1);
}

#[tokio::test]
async fn a_search_takes_phone_numbers_only() {
    let bench = Bench::new().await;
    let contact = bench.contact().await;
    bench.sim().seed_contact("999000777102", "Somebody else");
    let contacts = bench.client.contacts();
    let search = async |text: &str| {
        let query = ContactQuery::search(text);
        contacts.list(&query, &PageRequest::first()).await
    };
    let found = search("+999 000 777 101").await.unwrap();
    assert_eq!(found.items.len(), 1);
    assert_eq!(found.items[0].id, contact.id);
    assert!(search("999000777109").await.unwrap().items.is_empty());

    bench.sent();
    let error = search("Oriel Vantongeren").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(error.field_errors()[0].field, Field::Search.as_str());
    assert!(bench.sent().is_empty());

    // With a tag beside it, both count.
    let tag = TagId::new(bench.sim().tags()[0].as_str());
    let tagged = ContactQuery::search("+999000777101").with_tag(tag.clone());
    let list = contacts.list(&tagged, &PageRequest::first()).await.unwrap();
    assert!(list.items.is_empty());
    let tags = bench.client.tags();
    tags.attach(&tag, contact.id.clone()).await.unwrap();
    let list = contacts.list(&tagged, &PageRequest::first()).await.unwrap();
    assert_eq!(list.items.len(), 1);
}

/// Servers do not always say who is there already.
#[tokio::test]
async fn a_duplicate_that_names_nobody_is_looked_up() {
    let refusal = json!({"errors": {"client": ["Client already exist"]}, "status": "error"});
    let row = json!({"id": 7, "phone": "999000777101"});
    let script = ScriptedTransport::new()
        .expect(Expect::post("/v1/clients").answer(400, &refusal))
        .expect(
            Expect::get("/v1/clients")
                .query("phone", "999000777101")
                .answer(200, &json!({"data": [row]})),
        )
        .expect(Expect::get("/v1/clients/7").answer(200, &json!({"data": row})));
    let config = crate::common::config(script.transport()).with_default_transport("sms");
    let client = Client::new(Chat2Desk::new(config).unwrap());
    let new = NewContact::new().phone("+999000777101");
    let error = client.contacts().create(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.existing_id(), Some("7"));
    assert_eq!(error.delivery(), Delivery::Answered);
    script.assert_done();
}

/// The client is there: a program that asks for the delivery must not take it for undone.
#[tokio::test]
async fn a_contact_that_was_half_made_says_so() {
    let row = json!({"data": {"id": 7, "phone": "999000777101"}});
    for refusal in [400, 403, 404, 500] {
        let mut script =
            ScriptedTransport::new().expect(Expect::post("/v1/clients").answer(200, &row));
        for _ in 0..if refusal == 500 { 4 } else { 1 } {
            let no = json!({"status": "error", "errors": "no"});
            script = script.expect(Expect::put("/v1/clients/7").answer(refusal, &no));
        }
        let config = crate::common::config(script.transport()).with_default_transport("sms");
        let client = Client::new(Chat2Desk::new(config).unwrap());
        let new = NewContact::new()
            .phone("+999000777101")
            .custom_field("1", "x");
        let error = client.contacts().create(&new).await.unwrap_err();
        assert_eq!(error.delivery(), Delivery::Unknown, "{refusal}");
        assert_eq!(error.existing_id(), Some("7"), "{refusal}");
        assert!(
            error.to_string().contains("the contact was created"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_contact_that_was_changed_in_part_says_so() {
    let tag = json!({"id": 2, "label": "x", "group_id": 1});
    let client = json!({"data": {"id": 7, "phone": "999000777101", "tags": []}});
    let refusal = json!({"status": "error", "errors": "no"});
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/clients/7").answer(200, &client))
        .expect(Expect::get("/v1/tags/2").answer(200, &json!({"data": tag})))
        .expect(Expect::put("/v1/clients/7").answer(200, &json!({"status": "success"})))
        .expect(Expect::post("/v1/tags/assign_to").answer(400, &refusal));
    let desk = Client::new(crate::common::desk(script.transport()));
    let patch = ContactPatch::new()
        .name("Oriel V.".to_owned())
        .tags(vec![TagId::new("2")]);
    let error = desk
        .contacts()
        .update(&"7".into(), &patch)
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.to_string().contains("in part"), "{error}");
    script.assert_done();

    // Where the first of the changes is refused, nothing was done.
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/clients/7").answer(200, &client))
        .expect(Expect::put("/v1/clients/7").answer(400, &refusal));
    let desk = Client::new(crate::common::desk(script.transport()));
    let patch = ContactPatch::new().name("Oriel V.".to_owned());
    let error = desk
        .contacts()
        .update(&"7".into(), &patch)
        .await
        .unwrap_err();
    assert_eq!(error.delivery(), Delivery::Answered);
}

//! Contacts.

use super::*;

#[tokio::test]
async fn an_existing_contact_is_a_conflict_and_keeps_its_name() {
    let account = account().await;
    let first = a_contact(&account).await;
    // The ninth digit is dropped when it is stored.
    let number = account.sim().contact(first.as_str()).unwrap()["data"]["number"].clone();
    assert_eq!(number, "551187654321");
    for spelling in [NUMBER, "551187654321", "(55) 11 8765 4321"] {
        let new = NewContact::named("Somebody else").phone(spelling);
        let result = Contacts::create(&account.desk, &new, &options()).await;
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict, "{spelling}");
        assert_eq!(error.existing_id(), Some(first.as_str()));
    }
    let contact = Contacts::get(&account.desk, &first, &options())
        .await
        .unwrap();
    assert_eq!(contact.name.as_deref(), Some("Somebody"));
    assert_eq!(account.sim().contact_count(), 1);
    account.running.assert_documented();
}

#[tokio::test]
async fn one_number_on_two_channels_is_two_contacts() {
    let account = account().await;
    let first = a_contact(&account).await;
    let business = account.sim().channels()[1].clone();
    let new = somebody().channel(helpdesk_core::ChannelId::new(business.as_str()));
    let second = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap();
    assert_ne!(first, second.value.id);
    let channel = second.value.channel.unwrap();
    assert_eq!(channel.id.unwrap().as_str(), business);
    assert_eq!(channel.kind, Some(ChannelKind::WhatsApp));
    let found = account
        .desk
        .find(&ContactKey::Phone(NUMBER.to_owned()), &options())
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn a_channel_can_be_named_by_its_kind() {
    let account = account().await;
    let new = somebody().channel(ChannelKind::Email);
    let made = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap();
    let channel = made.value.channel.unwrap();
    assert_eq!(channel.id.unwrap().as_str(), account.sim().channels()[2]);
    let new = somebody().channel(ChannelKind::Telegram);
    let error = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(error.field_errors()[0].field, "channel");
}

#[tokio::test]
async fn a_number_that_whatsapp_does_not_know_is_not_deliverable() {
    let account = account().await;
    account.sim().mark_not_on_whatsapp("5511987654321");
    let made = Contacts::create(&account.desk, &somebody(), &options())
        .await
        .unwrap();
    assert_eq!(made.value.deliverable, Some(false));
}

#[tokio::test]
async fn everything_wrong_with_a_contact_is_told_at_once() {
    let account = account_with(|mut config| {
        config.default_service = None;
        config
    })
    .await;
    let new = NewContact::named(" ")
        .phone("not a number")
        .email("nobody")
        .custom_field("some-field", json!({}))
        .custom_field(account.sim().custom_fields()[0].as_str(), "a@b.example");
    let error = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let fields: Vec<&str> = error
        .field_errors()
        .iter()
        .map(|entry| entry.field.split('.').next().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "phones",
            "channel",
            "name",
            "custom_fields",
            "custom_fields",
            "emails"
        ]
    );
    assert!(account.recorder.requests().is_empty());
}

#[tokio::test]
async fn what_can_only_be_approximated_is_refused_or_listed() {
    let account = account().await;
    let field = account.sim().custom_fields()[1].clone();
    let new = somebody()
        .phone("+55 20 99876-5432")
        .email("one@people.example")
        .email("two@people.example")
        .custom_field(field.as_str(), 7);
    let error = Contacts::create(&account.desk, &new, &options())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(account.recorder.requests().is_empty());
    let made = Contacts::create(&account.desk, &new, &lossy())
        .await
        .unwrap();
    let lost: Vec<&Field> = made.losses.iter().map(|loss| &loss.field).collect();
    assert_eq!(lost, [&Field::Phones, &Field::CustomFields, &Field::Emails]);
    assert_eq!(made.value.custom_fields[&field], "7");
    assert_eq!(made.value.emails, ["one@people.example"]);
}

#[tokio::test]
async fn a_document_makes_a_person_once() {
    let account = account().await;
    let people = account.sim().people().len();
    let first = somebody().document("390.533.447-05");
    let first = Contacts::create(&account.desk, &first, &options())
        .await
        .unwrap();
    assert_eq!(first.value.document.as_deref(), Some("390.533.447-05"));
    let business = account.sim().channels()[1].clone();
    let second = somebody()
        .document("39053344705")
        .channel(helpdesk_core::ChannelId::new(business));
    Contacts::create(&account.desk, &second, &options())
        .await
        .unwrap();
    assert_eq!(account.sim().people().len(), people + 1);
    let key = ContactKey::Document("390 533 447 05".to_owned());
    assert_eq!(account.desk.find(&key, &options()).await.unwrap().len(), 2);
    account.running.assert_documented();
}

#[tokio::test]
async fn groups_are_no_contacts() {
    let account = account().await;
    account.sim().seed_group("Everybody");
    account.sim().seed_contacts(3);
    let client = Client::new(account.desk.clone());
    let page = PageRequest::first();
    let listed = client.contacts().list(&ContactQuery::all(), &page).await;
    let listed = listed.unwrap();
    assert_eq!(listed.items.len(), 3);
    assert_eq!(listed.total, Some(3), "they are left out by the vendor");
    let group = ContactQuery::search("Everybody");
    let found = client.contacts().list(&group, &page).await;
    assert!(found.unwrap().items.is_empty());
}

//! Contacts that are looked for.

use futures_util::TryStreamExt;
use helpdesk_core::memory::MemoryDesk;
use helpdesk_core::{
    Contact, ContactId, ContactKey, ContactPatch, ContactQuery, ErrorKind, NewContact, NewTag,
    TagScope,
};

use crate::common::{assert_invalid, assert_kind, assert_untouched};

#[tokio::test]
async fn finding_knows_every_spelling() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let new = NewContact::named("Ana")
        .phone("551187654321")
        .email("Ana@Example.org")
        .document("12.345-x");
    let ana = contacts.create(&new).await.unwrap().value;
    contacts
        .create(&NewContact::named("B").phone("551134567890"))
        .await
        .unwrap();

    assert_eq!(
        contacts.find_by_phone("+55 (11) 98765-4321").await.unwrap(),
        std::slice::from_ref(&ana)
    );
    assert_eq!(
        contacts.find_by_email("ana@example.ORG").await.unwrap(),
        std::slice::from_ref(&ana)
    );
    assert_eq!(contacts.find_by_document("12345X").await.unwrap(), [ana]);
    assert_eq!(contacts.find_by_phone("+5511900000000").await.unwrap(), []);
    assert_eq!(contacts.find_by_document("").await.unwrap(), []);
    assert_invalid(
        contacts.find(&ContactKey::Phone("ana".into())).await,
        "phones",
    );
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = MemoryDesk::new();
    let contacts = desk.client().contacts();
    let nobody = ContactId::new("contact-99");
    assert_kind(contacts.get(&nobody).await, ErrorKind::NotFound);
    assert_kind(
        contacts
            .update(&nobody, &ContactPatch::new().name("X".to_owned()))
            .await,
        ErrorKind::NotFound,
    );
    assert_kind(contacts.delete(&nobody).await, ErrorKind::NotFound);
    assert_kind(contacts.block(&nobody).await, ErrorKind::NotFound);
    assert_untouched(&desk, 0);
}

#[tokio::test]
async fn lists_filter_and_search() {
    let desk = MemoryDesk::new();
    let client = desk.client();
    let tag = client
        .tags()
        .create(&NewTag::named("vip").scope(TagScope::Contact))
        .await
        .unwrap()
        .value;
    let new = NewContact::named("Ana Souza")
        .phone("+5511987654321")
        .tag(&tag.id);
    client.contacts().create(&new).await.unwrap();
    let new = NewContact::named("Bruno")
        .email("bruno@shop.example")
        .document("AB-77");
    client.contacts().create(&new).await.unwrap();
    let names = |query: ContactQuery| {
        let contacts = client.contacts();
        async move {
            let found: Vec<Contact> = contacts.stream(query).try_collect().await.unwrap();
            found
                .into_iter()
                .map(|own| own.name.unwrap())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(names(ContactQuery::all()).await, ["Ana Souza", "Bruno"]);
    assert_eq!(
        names(ContactQuery::all().with_tag(&tag.id)).await,
        ["Ana Souza"]
    );
    assert_eq!(names(ContactQuery::search("souza")).await, ["Ana Souza"]);
    assert_eq!(names(ContactQuery::search("98765")).await, ["Ana Souza"]);
    assert_eq!(
        names(ContactQuery::search("551187654321")).await,
        ["Ana Souza"]
    );
    assert_eq!(names(ContactQuery::search("SHOP")).await, ["Bruno"]);
    assert_eq!(names(ContactQuery::search("ab-77")).await, ["Bruno"]);
    assert_eq!(
        names(ContactQuery::search("bruno").with_tag(&tag.id)).await,
        [""; 0]
    );
}

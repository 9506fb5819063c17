//! Contacts, their groups and organisations.

use crate::Log;
use helpdesk_wisecx::api::ListRequest;
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::{Contact, Organization};

pub fn all() -> ListRequest {
    ListRequest::default()
}

fn input() -> wire::ContactInput {
    wire::ContactInput::builder().phone("5500955500001").build()
}

pub async fn log(log: &mut Log) {
    log.rows(
        "contacts/list.json",
        |desk| async move { desk.api().contacts().list(&all()).await },
        |rows| {
            let documents = rows.iter().map(|row| row.personal_id.as_deref());
            let documents: Vec<_> = documents.collect();
            assert_eq!(documents, [None, Some("9990000001"), Some("AB-99/7")]);
        },
    )
    .await;
    log.rows(
        "contacts/list_last_page.json",
        |desk| async move { desk.api().contacts().list(&all()).await },
        |rows| assert_eq!(rows[0].personal_id, None),
    )
    .await;
    log.one(
        "contacts/get.json",
        |desk| async move { desk.api().contacts().get(7_300_004).await },
        |contact: &Contact| {
            assert_eq!(contact.email.as_deref(), Some("ada@people.example"));
            assert_eq!(contact.name.as_deref(), Some("Ada Fictional"));
            assert_eq!(contact.personal_id.as_deref(), Some("AB-99/7"));
            let fields = contact.custom_fields.iter();
            let fields: Vec<_> = fields
                .map(|own| (&*own.field, own.value.as_str()))
                .collect();
            let expected = [
                ("loyalty_level", Some("false")),
                ("shoe_size", Some("41")),
                ("NOTE_LINE", Some("rings twice")),
            ];
            assert_eq!(fields, expected);
        },
    )
    .await;
    log.one(
        "contacts/create.json",
        |desk| async move { desk.api().contacts().create(&input()).await },
        |_| {},
    )
    .await;
    log.one(
        "contacts/update.json",
        |desk| async move { desk.api().contacts().update(7_300_004, &input()).await },
        |_| {},
    )
    .await;
    log.done(
        "contacts/delete.json",
        |desk| async move { desk.api().contacts().delete(7_300_004).await },
        Some("The contact is gone."),
    )
    .await;
    groups(log).await;
    organizations(log).await;
}

async fn groups(log: &mut Log) {
    log.rows(
        "contact_groups/list.json",
        |desk| async move { desk.api().contact_groups().list(&all()).await },
        |_| {},
    )
    .await;
    log.one(
        "contact_groups/create.json",
        |desk| async move {
            let group = wire::NewGroup::builder().name("Regulars").build();
            desk.api().contact_groups().create(&group).await
        },
        |_| {},
    )
    .await;
    log.done(
        "contact_groups/add_contact.json",
        |desk| async move {
            desk.api()
                .contact_groups()
                .add_contact(7_300_001, 8801)
                .await
        },
        Some("The contact is in the group."),
    )
    .await;
    log.done(
        "contact_groups/remove_contact.json",
        |desk| async move {
            desk.api()
                .contact_groups()
                .remove_contact(7_300_001, 8801)
                .await
        },
        Some("The contact left the group."),
    )
    .await;
}

async fn organizations(log: &mut Log) {
    log.rows(
        "organizations/list.json",
        |desk| async move { desk.api().organizations().list(&all()).await },
        |rows: Vec<&Organization>| {
            let last = rows[1];
            assert_eq!(last.custom_id.as_deref(), Some("30-0002"));
            assert_eq!(last.name.as_deref(), Some("Fictional Lids"));
        },
    )
    .await;
    log.one(
        "organizations/create.json",
        |desk| async move {
            let new = wire::NewOrganization::builder()
                .custom_id("30-0003")
                .name("Imaginary Spouts")
                .build();
            desk.api().organizations().create(&new).await
        },
        |_| {},
    )
    .await;
    log.one(
        "organizations/update.json",
        |desk| async move {
            let update = wire::OrganizationUpdate::builder().name("Lids").build();
            desk.api().organizations().update(50_001, &update).await
        },
        |_| {},
    )
    .await;
    log.done(
        "organizations/delete.json",
        |desk| async move { desk.api().organizations().delete(50_001).await },
        None,
    )
    .await;
}

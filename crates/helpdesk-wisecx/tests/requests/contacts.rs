//! Contacts, their groups and organisations.

use crate::{Log, page};
use helpdesk_wisecx::api::{Filter, ListRequest};
use helpdesk_wisecx::wire;
use helpdesk_wisecx::wire::CustomField;
use serde_json::json;

pub async fn log(log: &mut Log) {
    let request = ListRequest::builder()
        .fields(vec!["id".into(), "phone".into()])
        .filters(vec![Filter::equal("contact.phone", "5500955500001")])
        .build();
    log.call("contacts.list", json!({"data": []}), |desk| async move {
        desk.api().contacts().list(&request).await
    })
    .await;
    log.call(
        "contacts.list (all fields)",
        json!({"data": []}),
        |desk| async move { desk.api().contacts().list(&page()).await },
    )
    .await;
    log.call("contacts.get", json!({"id": 7}), |desk| async move {
        desk.api().contacts().get(7).await
    })
    .await;
    let input = wire::ContactInput::builder()
        .email("ada@people.example")
        .personal_id("AB-99/7")
        .phone("5500955500001")
        .name("Ada Fictional")
        .guid("g-1")
        .organization_id(-1)
        .address("Lid Lane 1")
        .custom_fields(vec![CustomField::new("shoe_size", "41")])
        .build();
    log.call("contacts.create", json!({"id": 7}), |desk| {
        let input = input.clone();
        async move { desk.api().contacts().create(&input).await }
    })
    .await;
    log.call("contacts.update", json!({"id": 7}), |desk| {
        let input = input.clone();
        async move { desk.api().contacts().update(7, &input).await }
    })
    .await;
    log.call(
        "contacts.delete",
        json!({"message": "gone"}),
        |desk| async move { desk.api().contacts().delete(7).await },
    )
    .await;
    log.call(
        "contact_groups.list",
        json!({"data": []}),
        |desk| async move { desk.api().contact_groups().list(&page()).await },
    )
    .await;
    log.call(
        "contact_groups.create",
        json!({"id": 8}),
        |desk| async move {
            let group = wire::NewGroup::builder().name("Regulars").build();
            desk.api().contact_groups().create(&group).await
        },
    )
    .await;
    log.call(
        "contact_groups.add_contact",
        json!({"message": "in"}),
        |desk| async move { desk.api().contact_groups().add_contact(7, 8).await },
    )
    .await;
    log.call(
        "contact_groups.remove_contact",
        json!({"message": "out"}),
        |desk| async move { desk.api().contact_groups().remove_contact(7, 8).await },
    )
    .await;
    log.call(
        "organizations.list",
        json!({"data": []}),
        |desk| async move { desk.api().organizations().list(&page()).await },
    )
    .await;
    let organization = wire::NewOrganization::builder()
        .custom_id("30-0001")
        .name("Invented Kettles")
        .build();
    let update = wire::OrganizationUpdate::builder()
        .custom_id("30-0001")
        .name("Invented Kettles")
        .build();
    log.call("organizations.create", json!({"id": 9}), |desk| {
        let organization = organization.clone();
        async move { desk.api().organizations().create(&organization).await }
    })
    .await;
    log.call("organizations.update", json!({"id": 9}), |desk| {
        let update = update.clone();
        async move { desk.api().organizations().update(9, &update).await }
    })
    .await;
    log.call(
        "organizations.delete",
        json!({"id": 9}),
        |desk| async move { desk.api().organizations().delete(9).await },
    )
    .await;
}

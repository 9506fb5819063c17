//! What the methods for tasks, sectors, operators, accounts and custom fields send.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::BTreeMap;

use helpdesk_core::Result;
use helpdesk_cxpress::api::{
    Api, Direction, ListAgents, ListEmails, ListSectors, ListTasks, ListTickets, Paging,
};
use helpdesk_cxpress::wire::{
    CustomFieldTypeId, DatatypeId, EditCustomField, EditSector, EditTask, EntityTypeId,
    NewCustomField, NewSector, NewTask, StatusId,
};
use serde_json::Value;
use support::{canned, fixture};

const ID: &str = "11111111-2222-4333-8444-555555555555";
const OTHER: &str = "66666666-7777-4888-9999-aaaaaaaaaaaa";

/// What one call sends, when it is answered by this fixture.
async fn sent<T>(answer: &str, call: impl AsyncFnOnce(&Api) -> Result<T>) -> Value {
    let (desk, recorder) = canned([fixture(answer)]);
    call(desk.api()).await.unwrap();
    let mut requests = recorder.snapshot();
    assert_eq!(requests.as_array().unwrap().len(), 1, "{answer}");
    requests[0].take()
}

#[tokio::test]
async fn tasks() {
    let mut all = BTreeMap::new();
    let list = ListTasks::builder()
        .paging(Paging::new(25, 3))
        .assigned_employee_id(ID)
        .requester_employee_id(OTHER)
        .tags(vec![ID.to_owned()])
        .status(vec![StatusId::Open, StatusId::Delayed])
        .ticket_id(OTHER)
        .order_by(Direction::Ascending)
        .sort_by("date_limit")
        .build();
    all.insert(
        "list",
        sent("tasks/list", async |api| api.tasks().list(&list).await).await,
    );
    let new = NewTask::builder()
        .ticket_id(ID)
        .requester_employee_id(OTHER)
        .assigned_employee_id(OTHER)
        .date_limit(1_936_000_000)
        .description("call back")
        .tags_id(vec![ID.to_owned()])
        .followers_id(vec![OTHER.to_owned()])
        .status_task_id(StatusId::Open)
        .notification_alert_time(2)
        .notification_alert_type("hours")
        .should_notificate(true)
        .observation("in the morning")
        .build();
    all.insert(
        "create",
        sent("tasks/create", async |api| api.tasks().create(&new).await).await,
    );
    let change = EditTask::builder()
        .id(ID)
        .status_task_id(StatusId::Resolved)
        .build();
    all.insert(
        "edit",
        sent("tasks/edit", async |api| api.tasks().edit(&change).await).await,
    );
    all.insert(
        "delete",
        sent("tasks/delete", async |api| api.tasks().delete(ID).await).await,
    );
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn directory() {
    let mut all = BTreeMap::new();
    let sectors = ListSectors::builder()
        .paging(Paging::new(25, 3))
        .active(true)
        .search("sales")
        .sort_by("name")
        .order_by(Direction::Ascending)
        .build();
    all.insert(
        "sectors.list",
        sent("sectors/list", async |api| {
            api.sectors().list(&sectors).await
        })
        .await,
    );
    let new = NewSector::builder()
        .name("Sales")
        .active(true)
        .emails_id(vec![ID.to_owned()])
        .whatsapp_keys_id(vec![ID.to_owned()])
        .instagram_keys_id(vec![ID.to_owned()])
        .facebook_keys_id(vec![ID.to_owned()])
        .employees_user_ids(vec![OTHER.to_owned()])
        .key_words(vec!["price".to_owned()])
        .build();
    all.insert(
        "sectors.create",
        sent("sectors/create", async |api| {
            api.sectors().create(&new).await
        })
        .await,
    );
    let change = EditSector::builder().id(ID).active(false).build();
    all.insert(
        "sectors.edit",
        sent("sectors/edit", async |api| {
            api.sectors().edit(&change).await
        })
        .await,
    );
    let agents = ListAgents::builder()
        .paging(Paging::new(25, 3))
        .order_by(Direction::Descending)
        .search("somebody")
        .build();
    all.insert(
        "agents.list",
        sent("operators/list", async |api| {
            api.agents().list(&agents).await
        })
        .await,
    );
    all.insert(
        "agents.get",
        sent("operators/show", async |api| api.agents().get(ID).await).await,
    );
    all.insert(
        "agents.tickets",
        sent("operators/tickets", async |api| {
            let query = ListTickets::builder().status(StatusId::Open).build();
            api.agents().tickets(ID, &query).await
        })
        .await,
    );
    all.insert(
        "channel_keys.list",
        sent("automations/list", async |api| {
            api.channel_keys().list().await
        })
        .await,
    );
    let emails = ListEmails::builder()
        .paging(Paging::new(25, 3))
        .order_by(Direction::Ascending)
        .search("support")
        .build();
    all.insert(
        "company_emails.list",
        sent("emails/list", async |api| {
            api.company_emails().list(&emails).await
        })
        .await,
    );
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn custom_fields() {
    let mut all = BTreeMap::new();
    all.insert(
        "list",
        sent("custom-fields/list", async |api| {
            api.custom_fields().list().await
        })
        .await,
    );
    let new = NewCustomField::builder()
        .entity_type_id(EntityTypeId::Ticket)
        .custom_field_type_id(CustomFieldTypeId::Text)
        .name("Plate")
        .placeholder("digits")
        .required(true)
        .field_size_min(1)
        .field_size_max(7)
        .custom_field_datatype_id(DatatypeId::Numeric)
        .build();
    all.insert(
        "create",
        sent("custom-fields/create", async |api| {
            api.custom_fields().create(&new).await
        })
        .await,
    );
    let change = EditCustomField::builder()
        .id(ID)
        .entity_type_id(EntityTypeId::Consumer)
        .custom_field_type_id(CustomFieldTypeId::Textarea)
        .name("Story")
        .placeholder("at length")
        .required(false)
        .custom_field_datatype_id(DatatypeId::General)
        .build();
    all.insert(
        "edit",
        sent("custom-fields/edit", async |api| {
            api.custom_fields().edit(&change).await
        })
        .await,
    );
    insta::assert_json_snapshot!(all);
}

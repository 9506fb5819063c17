//! What every method of the vendor's own client sends.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::BTreeMap;

use helpdesk_core::Result;
use helpdesk_cxpress::api::{
    Api, Direction, ListAgents, ListConsumers, ListEmails, ListHistory, ListSectors, ListTags,
    ListTasks, ListTickets, Paging,
};
use helpdesk_cxpress::wire::{
    ChannelTypeId, CustomFieldTypeId, CustomFieldValue, DatatypeId, EditConsumer, EditCustomField,
    EditSector, EditTag, EditTask, EditTicket, EntityTypeId, NewConsumer, NewCustomField,
    NewSector, NewTag, NewTask, NewTicket, StatusId,
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

/// All query parameters that a list of tickets has.
fn every_ticket_filter() -> ListTickets {
    ListTickets::builder()
        .paging(Paging::new(25, 3))
        .status(StatusId::Pending)
        .channel(ChannelTypeId::WhatsApp)
        .employee(ID)
        .bot(false)
        .automation(vec![ID.to_owned(), OTHER.to_owned()])
        .start_date("2031-05-01")
        .end_date("2031-05-31")
        .search("12345")
        .sector(OTHER)
        .sort_by("home_ticket_update_at")
        .order_by(Direction::Descending)
        .tags(vec![ID.to_owned(), OTHER.to_owned()])
        .was_read(true)
        .is_all_sectors(true)
        .build()
}

fn field(value: &str) -> Vec<CustomFieldValue> {
    vec![CustomFieldValue::new(ID, vec![value.to_owned()])]
}

#[tokio::test]
async fn consumers() {
    let mut all = BTreeMap::new();
    let list = ListConsumers::builder()
        .paging(Paging::new(25, 3))
        .search("a text & more")
        .sort_by("name")
        .order_by(Direction::Ascending)
        .tags(vec![ID.to_owned(), OTHER.to_owned()])
        .employee(vec![OTHER.to_owned()])
        .all_tags(true)
        .is_for_dialer(false)
        .build();
    all.insert(
        "list",
        sent("consumers/list", async |api| {
            api.consumers().list(&list).await
        })
        .await,
    );
    all.insert(
        "list, all of them",
        sent("consumers/list", async |api| {
            api.consumers().list(&ListConsumers::default()).await
        })
        .await,
    );
    all.insert(
        "get",
        sent("consumers/show", async |api| api.consumers().get(ID).await).await,
    );
    let new = NewConsumer::builder()
        .name("Ana")
        .lastname("Inventada")
        .document_number("12345678909")
        .email_addresses(vec!["ana@people.example".to_owned()])
        .phone("5511900000001")
        .twitter("ana")
        .observations("calls in the morning")
        .youtube("ana-tv")
        .address("1 Nowhere Street")
        .whatsapp_numbers(vec!["5511900000001".to_owned()])
        .custom_fields(field("gold"))
        .employee_user_id(OTHER)
        .tags(vec![ID.to_owned()])
        .direct_attendance_n2(true)
        .build();
    all.insert(
        "create",
        sent("consumers/create", async |api| {
            api.consumers().create(&new).await
        })
        .await,
    );
    let change = EditConsumer::builder()
        .id(ID)
        .name("Ana")
        .whatsapp_numbers(vec!["5511900000002".to_owned()])
        .tags(Vec::new())
        .build();
    all.insert(
        "edit",
        sent("consumers/edit", async |api| {
            api.consumers().edit(&change).await
        })
        .await,
    );
    all.insert(
        "delete",
        sent("consumers/delete", async |api| {
            api.consumers().delete(ID).await
        })
        .await,
    );
    all.insert(
        "tickets",
        sent("consumers/tickets", async |api| {
            api.consumers().tickets(ID, &every_ticket_filter()).await
        })
        .await,
    );
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn tags() {
    let mut all = BTreeMap::new();
    let list = ListTags::builder()
        .paging(Paging::new(25, 3))
        .active(true)
        .search("gold")
        .sort_by("reference_id")
        .order_by(Direction::Descending)
        .build();
    let new = NewTag::builder().active(true).name("Gold").build();
    let change = EditTag::builder()
        .active(false)
        .name("Silver")
        .id(ID)
        .build();
    all.insert(
        "consumer_tags.list",
        sent("consumer-tags/list", async |api| {
            api.consumer_tags().list(&list).await
        })
        .await,
    );
    all.insert(
        "consumer_tags.create",
        sent("consumer-tags/create", async |api| {
            api.consumer_tags().create(&new).await
        })
        .await,
    );
    all.insert(
        "consumer_tags.edit",
        sent("consumer-tags/edit", async |api| {
            api.consumer_tags().edit(&change).await
        })
        .await,
    );
    all.insert(
        "consumer_tags.named",
        sent("consumer-tags/list", async |api| {
            api.consumer_tags().named("Gold").await
        })
        .await,
    );
    all.insert(
        "ticket_tags.list",
        sent("ticket-tags/list", async |api| {
            api.ticket_tags().list(&list).await
        })
        .await,
    );
    all.insert(
        "ticket_tags.create",
        sent("ticket-tags/create", async |api| {
            api.ticket_tags().create(&new).await
        })
        .await,
    );
    all.insert(
        "ticket_tags.edit",
        sent("ticket-tags/edit", async |api| {
            api.ticket_tags().edit(&change).await
        })
        .await,
    );
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn tickets() {
    let mut all = BTreeMap::new();
    all.insert(
        "list",
        sent("tickets/list", async |api| {
            api.tickets().list(&every_ticket_filter()).await
        })
        .await,
    );
    let new = NewTicket::builder()
        .channel_id(ChannelTypeId::Email)
        .consumer_user_id(ID)
        .subject("A lid without a pot")
        .status_id(StatusId::New)
        .assigned_employee_user_id(OTHER)
        .followers_id(vec![OTHER.to_owned()])
        .sector_id(OTHER)
        .custom_fields(field("gold"))
        .tag_ids(vec![ID.to_owned()])
        .build();
    all.insert(
        "create",
        sent("tickets/create", async |api| {
            api.tickets().create(&new).await
        })
        .await,
    );
    let change = EditTicket::builder()
        .channel_id(ChannelTypeId::Webchat)
        .subject("A pot without a lid")
        .assigner_employee_user_id(OTHER)
        .status_id(StatusId::Resolved)
        .sector_id(OTHER)
        .tags_ids(Vec::new())
        .build();
    all.insert(
        "edit",
        sent("tickets/edit", async |api| {
            api.tickets().edit(ID, &change).await
        })
        .await,
    );
    all.insert(
        "delete",
        sent("tickets/delete", async |api| api.tickets().delete(ID).await).await,
    );
    all.insert(
        "internal_observations",
        sent("tickets/internal_notes", async |api| {
            api.tickets()
                .internal_observations(ID, Paging::new(25, 3))
                .await
        })
        .await,
    );
    all.insert(
        "message_sendings.tickets",
        sent("active-triggers/tickets", async |api| {
            api.message_sendings()
                .tickets(ID, &ListTickets::default())
                .await
        })
        .await,
    );
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn history() {
    let mut all = BTreeMap::new();
    let list = ListHistory::builder()
        .paging(Paging::new(25, 3))
        .order_by(Direction::Ascending)
        .sort_by("created_at")
        .status(StatusId::Abandoned)
        .channel(vec![ChannelTypeId::Email, ChannelTypeId::Telephony])
        .employee(ID)
        .bot(true)
        .start_date("2031-05-01")
        .end_date("2031-05-31")
        .search("12345")
        .sector(OTHER)
        .tags(vec![ID.to_owned()])
        .is_all_sectors(true)
        .deleted(true)
        .level(2)
        .bot_id(vec![ID.to_owned(), OTHER.to_owned()])
        .all_tags(true)
        .build();
    for (name, query) in [
        ("list", list),
        ("human", ListHistory::human()),
        ("chatbot", ListHistory::chatbot()),
        (
            "telephony",
            ListHistory::telephony().on_page(Paging::new(25, 1)),
        ),
        ("deleted", ListHistory::deleted()),
    ] {
        let request = sent("history/list", async |api| {
            api.historic().list(&query).await
        });
        all.insert(name, request.await);
    }
    insta::assert_json_snapshot!(all);
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
        .date_limit(1_935_000_000)
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

#[tokio::test]
async fn tokens() {
    let request = sent("token/update", async |api| {
        api.token().update(&"a refresh token".into()).await
    });
    insta::assert_json_snapshot!(request.await);
}

#[tokio::test]
async fn identifiers_cannot_change_the_path() {
    let (desk, recorder) = canned([fixture("consumers/show")]);
    for id in ["", ".", ".."] {
        let error = desk.api().consumers().get(id).await.unwrap_err();
        assert_eq!(error.field_errors()[0].field, "user_id");
    }
    desk.api().consumers().get("a/../b?c#d").await.unwrap();
    let requests = recorder.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].path, "/external/consumer/a%2F..%2Fb%3Fc%23d");
}

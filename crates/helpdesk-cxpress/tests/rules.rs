//! Rules of the documentation that types cannot hold: checked before anything is sent.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use helpdesk_core::{Delivery, ErrorKind, Result};
use helpdesk_cxpress::api::{
    Api, Date, Direction, ListConsumers, ListHistory, ListTags, ListTickets, Paging, TagSort,
};
use helpdesk_cxpress::wire::{
    AlertUnit, ChannelTypeId, CustomField, CustomFieldTypeId, CustomFieldValue, DatatypeId,
    EditConsumer, EditCustomField, EditTask, EditTicket, EntityTypeId, NewConsumer, NewCustomField,
    NewTask, NewTicket, StatusId,
};
use serde_json::json;
use support::canned;

const ID: &str = "11111111-2222-4333-8444-555555555555";

/// What is refused, under which name, and that nothing was sent.
async fn refused<T>(field: &str, call: impl AsyncFnOnce(&Api) -> Result<T>) {
    let (desk, recorder) = canned([(200, json!({}))]);
    let Err(error) = call(desk.api()).await else {
        panic!("{field} was taken");
    };
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert_eq!(error.field_errors()[0].field, field, "{error}");
    assert_eq!(error.vendor().unwrap().as_str(), "cxpress");
    assert!(error.operation().is_some(), "{field}");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(recorder.requests().is_empty(), "{field}");
}

fn consumer() -> NewConsumer {
    NewConsumer::builder().name("Somebody").build()
}

fn ticket(status: StatusId) -> NewTicket {
    NewTicket::builder()
        .channel_id(ChannelTypeId::Email)
        .consumer_user_id(ID)
        .subject("A lid without a pot")
        .status_id(status)
        .build()
}

fn task(due: i64) -> NewTask {
    NewTask::builder()
        .ticket_id(ID)
        .requester_employee_id(ID)
        .assigned_employee_id(ID)
        .date_limit(due)
        .build()
}

#[tokio::test]
async fn numbers_are_digits() {
    let mut new = consumer();
    new.phone = Some("+55 11 98765-4321".to_owned());
    refused("phone", async |api| api.consumers().create(&new).await).await;
    let mut new = consumer();
    new.whatsapp_numbers = Some(vec!["5511987654321".to_owned(), String::new()]);
    refused("whatsapp_numbers", async |api| {
        api.consumers().create(&new).await
    })
    .await;
    let change = EditConsumer::builder()
        .id(ID)
        .name("a")
        .whatsapp_numbers(vec!["many".to_owned()])
        .build();
    refused("whatsapp_numbers", async |api| {
        api.consumers().edit(&change).await
    })
    .await;
}

#[tokio::test]
async fn a_change_of_a_consumer_holds_one_of_seven_fields() {
    let change = EditConsumer::builder()
        .id(ID)
        .address("1 Nowhere Street")
        .tags(vec![ID.to_owned()])
        .build();
    refused("name", async |api| api.consumers().edit(&change).await).await;
    for observations in [None, Some("calls in the morning".to_owned())] {
        let mut change = change.clone();
        change.lastname = observations.is_none().then(|| "Inventada".to_owned());
        change.observations = observations;
        let (desk, recorder) = canned([(200, json!({ "consumer": { "user_id": ID } }))]);
        desk.api().consumers().edit(&change).await.unwrap();
        assert_eq!(recorder.requests().len(), 1);
    }
}

#[tokio::test]
async fn statuses_that_cannot_be_written() {
    for status in [StatusId::Resolved, StatusId::Abandoned, StatusId::Delayed] {
        refused("status_id", async |api| {
            api.tickets().create(&ticket(status)).await
        })
        .await;
    }
    for status in [StatusId::Abandoned, StatusId::Delayed] {
        let change = EditTicket::builder().status_id(status).build();
        refused("status_id", async |api| {
            api.tickets().edit(ID, &change).await
        })
        .await;
    }
    let change = EditTask::builder()
        .id(ID)
        .status_task_id(StatusId::Delayed)
        .build();
    refused("status_task_id", async |api| {
        api.tasks().edit(&change).await
    })
    .await;
}

#[tokio::test]
async fn a_task_is_due_later_than_now() {
    let past = support::now().as_second() - 1;
    refused("date_limit", async |api| {
        api.tasks().create(&task(past)).await
    })
    .await;
    let change = EditTask::builder().id(ID).date_limit(past).build();
    refused("date_limit", async |api| api.tasks().edit(&change).await).await;
}

#[tokio::test]
async fn custom_fields_have_sizes_and_are_not_required_of_consumers() {
    let field = |entity: EntityTypeId, required: bool, least: u32, most: u32| {
        NewCustomField::builder()
            .entity_type_id(entity)
            .custom_field_type_id(CustomFieldTypeId::Text)
            .name("Plate")
            .placeholder("digits")
            .required(required)
            .field_size_min(least)
            .field_size_max(most)
            .custom_field_datatype_id(DatatypeId::Numeric)
            .build()
    };
    for (name, new) in [
        ("required", field(EntityTypeId::Consumer, true, 1, 500)),
        ("field_size_min", field(EntityTypeId::Ticket, true, 0, 500)),
        ("field_size_max", field(EntityTypeId::Ticket, true, 1, 501)),
    ] {
        refused(name, async |api| api.custom_fields().create(&new).await).await;
    }
    let change = EditCustomField::builder()
        .id(ID)
        .entity_type_id(EntityTypeId::Ticket)
        .custom_field_type_id(CustomFieldTypeId::Text)
        .name("Plate")
        .placeholder("digits")
        .required(true)
        .custom_field_datatype_id(DatatypeId::Numeric)
        .field_size_max(501)
        .build();
    refused("field_size_max", async |api| {
        api.custom_fields().edit(&change).await
    })
    .await;
}

#[tokio::test]
async fn queries_that_the_documentation_excludes() {
    let day: Date = "2031-05-01".parse().unwrap();
    let from = ListTickets::builder().start_date(day).build();
    refused("end_date", async |api| api.tickets().list(&from).await).await;
    refused("end_date", async |api| {
        api.consumers().tickets(ID, &from).await
    })
    .await;
    refused("end_date", async |api| {
        api.message_sendings().tickets(ID, &from).await
    })
    .await;
    let until = ListHistory::builder().end_date(day).build();
    refused("start_date", async |api| api.historic().list(&until).await).await;
    let employee = ListTickets::builder().employee(ID).build();
    refused("employee", async |api| {
        api.agents().tickets(ID, &employee).await
    })
    .await;
    let nothing = ListConsumers::builder().paging(Paging::new(0, 1)).build();
    refused("limit", async |api| api.consumers().list(&nothing).await).await;
    refused("page", async |api| {
        let notes = api.tickets();
        notes.internal_observations(ID, Paging::new(1, 0)).await
    })
    .await;
}

/// The definitions as the list of custom fields gives them.
fn definitions() -> Vec<CustomField> {
    let field = |id: &str, entity: EntityTypeId, required: bool| {
        json!({
            "id": id, "name": "Plate", "entity_type_id": entity, "required": required,
            "custom_field_datatype_id": DatatypeId::Numeric, "field_size_min": 1, "field_size_max": 3,
        })
    };
    let fields = json!([
        field("plate", EntityTypeId::Ticket, true),
        field("size", EntityTypeId::Ticket, false),
        field("shoe", EntityTypeId::Consumer, false),
    ]);
    serde_json::from_value(fields).unwrap()
}

#[test]
fn custom_fields_of_a_ticket_are_checked_against_their_definitions() {
    let value = |id: &str, value: &str| CustomFieldValue::new(id, vec![value.to_owned()]);
    let wrong = |values: Vec<CustomFieldValue>, part: &str| {
        let mut new = ticket(StatusId::New);
        new.custom_fields = Some(values.clone());
        let change = EditTicket::builder().custom_fields(values).build();
        for outcome in [
            new.check_custom_fields(&definitions()),
            change.check_custom_fields(&definitions()),
        ] {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Invalid);
            assert_eq!(error.field_errors()[0].field, "custom_fields");
            assert!(error.to_string().contains(part), "{error}");
        }
    };
    wrong(vec![value("size", "1")], "`plate` (Plate) is required");
    wrong(vec![value("plate", "a b")], "digits only");
    wrong(vec![value("plate", "1234")], "1 to 3 characters");
    wrong(vec![value("plate", "1"), value("shoe", "1")], "`shoe`");
    wrong(vec![value("plate", "1"), value("none", "1")], "`none`");
    let mut new = ticket(StatusId::New);
    new.custom_fields = Some(vec![value("plate", "12"), value("size", "3")]);
    new.check_custom_fields(&definitions()).unwrap();
}

/// What is not known here is sent as it is.
#[tokio::test]
async fn every_documented_value_has_a_name_and_every_other_is_sent() {
    let (desk, recorder) = canned([(200, json!({ "tags": [] }))]);
    for (sort, sent) in [
        (TagSort::Reference, "reference_id"),
        (TagSort::from("colour"), "colour"),
    ] {
        let query = ListTags::builder()
            .sort_by(sort)
            .order_by(Direction::Descending)
            .build();
        desk.api().ticket_tags().list(&query).await.unwrap();
        let request = recorder.requests().pop().unwrap();
        assert_eq!(request.query_value("sort_by"), Some(sent));
        assert_eq!(request.query_value("order_by"), Some("desc"));
    }
    let unit = |unit: AlertUnit| serde_json::to_value(unit).unwrap();
    assert_eq!(unit(AlertUnit::Weeks), "weeks");
    assert_eq!(unit(AlertUnit::from("minutes")), "minutes");
    assert!(AlertUnit::KNOWN.iter().all(AlertUnit::is_known));
}

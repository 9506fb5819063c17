//! What the methods for consumers, tags and tickets send; `requests_admin.rs` has the others.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::BTreeMap;

use helpdesk_core::Result;
use helpdesk_cxpress::api::{
    Api, Direction, ListConsumers, ListHistory, ListTags, ListTickets, Paging,
};
use helpdesk_cxpress::wire::{
    ChannelTypeId, CustomFieldValue, EditConsumer, EditTag, EditTicket, NewConsumer, NewTag,
    NewTicket, StatusId,
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
        .start_date("2031-05-01".parse().unwrap())
        .end_date("2031-05-31".parse().unwrap())
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
        .start_date("2031-05-01".parse().unwrap())
        .end_date("2031-05-31".parse().unwrap())
        .search("12345")
        .sector(OTHER)
        .tags(vec![ID.to_owned()])
        .is_all_sectors(true)
        .deleted(true)
        .level("2")
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

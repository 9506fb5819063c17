//! Fixtures, read as the vendor's own objects.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Debug;

use helpdesk_core::Result;
use helpdesk_cxpress::api::{
    Api, ListAgents, ListConsumers, ListEmails, ListHistory, ListSectors, ListTags, ListTasks,
    ListTickets, Paging,
};
use helpdesk_cxpress::wire;
use support::{canned, fixture};

/// What a call of the vendor's own client makes of a fixture.
async fn wire_of<T: Debug>(
    name: &'static str,
    call: impl AsyncFnOnce(&Api) -> Result<T>,
) -> (&'static str, String) {
    let (desk, _) = canned([fixture(name)]);
    let read = call(desk.api()).await.unwrap();
    (name, format!("{read:#?}"))
}

/// The rows of a page without their JSON.
fn wires<T>(page: wire::Page<T>) -> (Vec<T>, Option<wire::Pagination>) {
    let rows = page.items.into_iter().map(|kept| kept.wire).collect();
    (rows, page.pagination)
}

#[tokio::test]
async fn wire_types() {
    let all: BTreeMap<&str, String> = BTreeMap::from([
        wire_of("consumers/list", async |api| {
            Ok(wires(
                api.consumers().list(&ListConsumers::default()).await?,
            ))
        })
        .await,
        wire_of("consumers/show", async |api| {
            Ok(api.consumers().get("1").await?.wire)
        })
        .await,
        wire_of("consumers/show_with_tag_ids", async |api| {
            Ok(api.consumers().get("1").await?.wire)
        })
        .await,
        wire_of("consumers/show_with_tag_objects", async |api| {
            Ok(api.consumers().get("1").await?.wire)
        })
        .await,
        wire_of("consumers/create", async |api| {
            let new = wire::NewConsumer::builder().name("a").build();
            Ok(api.consumers().create(&new).await?.wire)
        })
        .await,
        wire_of("consumers/edit", async |api| {
            let change = wire::EditConsumer::builder().id("1").name("a").build();
            Ok(api.consumers().edit(&change).await?.wire)
        })
        .await,
        wire_of("consumers/delete", async |api| {
            api.consumers().delete("1").await
        })
        .await,
        wire_of("consumers/tickets", async |api| {
            let query = ListTickets::default();
            Ok(wires(api.consumers().tickets("1", &query).await?))
        })
        .await,
        wire_of("operators/tickets", async |api| {
            let query = ListTickets::default();
            Ok(wires(api.agents().tickets("1", &query).await?))
        })
        .await,
        wire_of("active-triggers/tickets", async |api| {
            let query = ListTickets::default();
            Ok(wires(api.message_sendings().tickets("1", &query).await?))
        })
        .await,
        wire_of("tickets/list", async |api| {
            Ok(wires(api.tickets().list(&ListTickets::default()).await?))
        })
        .await,
        wire_of("tickets/list_with_tag_ids", async |api| {
            Ok(wires(api.tickets().list(&ListTickets::default()).await?))
        })
        .await,
        wire_of("tickets/list_with_tag_objects", async |api| {
            Ok(wires(api.tickets().list(&ListTickets::default()).await?))
        })
        .await,
        wire_of("tickets/create", async |api| {
            let new = wire::NewTicket::builder()
                .channel_id(wire::ChannelTypeId::Email)
                .consumer_user_id("1")
                .subject("a")
                .status_id(wire::StatusId::New)
                .build();
            Ok(api.tickets().create(&new).await?.wire)
        })
        .await,
        wire_of("tickets/edit", async |api| {
            let change = wire::EditTicket::builder().build();
            Ok(api.tickets().edit("1", &change).await?.wire)
        })
        .await,
        wire_of("tickets/delete", async |api| {
            Ok(api.tickets().delete("1").await?.wire)
        })
        .await,
        wire_of("tickets/internal_notes", async |api| {
            let page = api
                .tickets()
                .internal_observations("1", Paging::default())
                .await?;
            Ok(wires(page))
        })
        .await,
    ]);
    let text: Vec<String> = all
        .iter()
        .map(|(name, read)| format!("{name}: {read}"))
        .collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[tokio::test]
async fn wire_types_of_history() {
    let query = ListHistory::default();
    let mut all = Vec::new();
    for name in [
        "history/list",
        "history/human",
        "history/chatbot",
        "history/telephony",
        "history/deleted",
    ] {
        let (_, read) = wire_of(name, async |api| {
            Ok(wires(api.historic().list(&query).await?))
        })
        .await;
        all.push(format!("{name}: {read}"));
    }
    insta::assert_snapshot!(all.join("\n\n"));
}

#[tokio::test]
async fn wire_types_of_the_directory() {
    let tag = wire::NewTag::builder().active(true).name("a").build();
    let tag_change = wire::EditTag::builder()
        .active(true)
        .name("a")
        .id("1")
        .build();
    let task = wire::NewTask::builder()
        .ticket_id("1")
        .requester_employee_id("1")
        .assigned_employee_id("1")
        .date_limit(1)
        .build();
    let task_change = wire::EditTask::builder().id("1").build();
    let sector = wire::NewSector::builder().name("a").active(true).build();
    let sector_change = wire::EditSector::builder().id("1").build();
    let field = wire::NewCustomField::builder()
        .entity_type_id(wire::EntityTypeId::Ticket)
        .custom_field_type_id(wire::CustomFieldTypeId::Text)
        .name("a")
        .placeholder("a")
        .required(false)
        .field_size_min(1)
        .field_size_max(2)
        .custom_field_datatype_id(wire::DatatypeId::General)
        .build();
    let field_change = wire::EditCustomField::builder()
        .id("1")
        .entity_type_id(wire::EntityTypeId::Ticket)
        .custom_field_type_id(wire::CustomFieldTypeId::Text)
        .name("a")
        .placeholder("a")
        .required(false)
        .custom_field_datatype_id(wire::DatatypeId::General)
        .build();
    let all = [
        wire_of("consumer-tags/list", async |api| {
            Ok(wires(api.consumer_tags().list(&ListTags::default()).await?))
        })
        .await,
        wire_of("consumer-tags/create", async |api| {
            Ok(api.consumer_tags().create(&tag).await?.map(|tag| tag.wire))
        })
        .await,
        wire_of("consumer-tags/edit", async |api| {
            let changed = api.consumer_tags().edit(&tag_change).await?;
            Ok(changed.map(|tag| tag.wire))
        })
        .await,
        wire_of("ticket-tags/list", async |api| {
            Ok(wires(api.ticket_tags().list(&ListTags::default()).await?))
        })
        .await,
        wire_of("ticket-tags/create", async |api| {
            Ok(api.ticket_tags().create(&tag).await?.map(|tag| tag.wire))
        })
        .await,
        wire_of("ticket-tags/edit", async |api| {
            let changed = api.ticket_tags().edit(&tag_change).await?;
            Ok(changed.map(|tag| tag.wire))
        })
        .await,
        wire_of("tasks/list", async |api| {
            Ok(wires(api.tasks().list(&ListTasks::default()).await?))
        })
        .await,
        wire_of("tasks/create", async |api| {
            Ok(api.tasks().create(&task).await?.wire)
        })
        .await,
        wire_of("tasks/edit", async |api| {
            Ok(api.tasks().edit(&task_change).await?.wire)
        })
        .await,
        wire_of("tasks/delete", async |api| {
            Ok(api.tasks().delete("1").await?.wire)
        })
        .await,
        wire_of("sectors/list", async |api| {
            Ok(wires(api.sectors().list(&ListSectors::default()).await?))
        })
        .await,
        wire_of("sectors/create", async |api| {
            Ok(api.sectors().create(&sector).await?.wire)
        })
        .await,
        wire_of("sectors/edit", async |api| {
            Ok(api.sectors().edit(&sector_change).await?.wire)
        })
        .await,
        wire_of("custom-fields/list", async |api| {
            Ok(wires(api.custom_fields().list().await?))
        })
        .await,
        wire_of("custom-fields/create", async |api| {
            Ok(api.custom_fields().create(&field).await?.wire)
        })
        .await,
        wire_of("custom-fields/edit", async |api| {
            Ok(api.custom_fields().edit(&field_change).await?.wire)
        })
        .await,
        wire_of("operators/list", async |api| {
            Ok(wires(api.agents().list(&ListAgents::default()).await?))
        })
        .await,
        wire_of("operators/show", async |api| {
            Ok(api.agents().get("1").await?.wire)
        })
        .await,
        wire_of("automations/list", async |api| {
            Ok(wires(api.channel_keys().list().await?))
        })
        .await,
        wire_of("emails/list", async |api| {
            Ok(wires(
                api.company_emails().list(&ListEmails::default()).await?,
            ))
        })
        .await,
        wire_of("token/update", async |api| {
            api.token().update(&"a refresh token".into()).await
        })
        .await,
    ];
    let text: Vec<String> = all
        .iter()
        .map(|(name, read)| format!("{name}: {read}"))
        .collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

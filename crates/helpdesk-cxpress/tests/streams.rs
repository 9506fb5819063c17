//! The vendor's own lists, row by row.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use futures_util::TryStreamExt;
use helpdesk_core::ErrorKind;
use helpdesk_cxpress::api::{
    ListAgents, ListConsumers, ListEmails, ListHistory, ListSectors, ListTags, ListTasks,
    ListTickets, Paging,
};
use helpdesk_cxpress::wire::{ChatMessage, EditTicket, NewTag, NewTask, StatusId};
use helpdesk_sim::cxpress::Quirk;
use serde_json::json;
use support::{Bench, canned};

#[tokio::test]
async fn pages_are_fetched_as_they_are_read() {
    let bench = Bench::new().await;
    for n in 0..5 {
        bench
            .sim()
            .seed_contact(&format!("551190000000{n}"), &format!("Seeded {n}"));
    }
    let api = bench.desk.api();
    let query = ListConsumers::builder().paging(Paging::new(2, 1)).build();
    let mut rows = api.consumers().stream(&query);
    assert!(bench.spent().is_empty());
    let mut names = Vec::new();
    for wanted in [1, 1, 2, 2, 3] {
        let row = rows.try_next().await.unwrap().unwrap();
        names.push(row.wire.name.unwrap());
        assert_eq!(bench.recorder.requests().len(), wanted);
    }
    assert!(rows.try_next().await.unwrap().is_none());
    assert_eq!(names.len(), 5);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 5, "none twice");

    // From the second page on.
    let query = ListConsumers::builder().paging(Paging::new(2, 2)).build();
    let rest: Vec<_> = api.consumers().stream(&query).try_collect().await.unwrap();
    assert_eq!(rest.len(), 3);
    bench.running.assert_documented();
}

/// Every list, under both kinds of pagination blocks that the simulator knows.
#[tokio::test]
async fn every_list_is_a_stream() {
    for tidy in [false, true] {
        let bench = Bench::new().await;
        if tidy {
            bench.sim().set_quirk(Quirk::TidyPagination);
        }
        let sim = bench.sim();
        let person = sim.seed_contact("5511987654321", "Somebody");
        let agent = sim.agents()[0].clone();
        let tickets: Vec<String> = (0..5).map(|_| sim.seed_ticket(&person)).collect();
        for n in 0..5 {
            sim.add_note(&tickets[0], &agent, &format!("<p>{n}</p>"));
        }
        let api = bench.desk.api();
        for ticket in &tickets[2..] {
            let close = EditTicket::builder().status_id(StatusId::Resolved).build();
            api.tickets().edit(ticket, &close).await.unwrap();
        }
        let operator = api.agents().get(&agent).await.unwrap().wire;
        for n in 0..3 {
            let task = NewTask::builder()
                .ticket_id(tickets[0].as_str())
                .requester_employee_id(operator.id.as_deref().unwrap())
                .assigned_employee_id(operator.id.as_deref().unwrap())
                .date_limit(helpdesk_core::Timestamp::now().as_second() + 3600 + n)
                .description("call back")
                .build();
            api.tasks().create(&task).await.unwrap();
        }

        let two = Paging::new(2, 1);
        macro_rules! read {
            ($stream:expr) => {
                $stream.try_collect::<Vec<_>>().await.unwrap().len()
            };
        }
        let query = ListTickets::builder().paging(two).build();
        assert_eq!(read!(api.tickets().stream(&query)), 2);
        assert_eq!(read!(api.consumers().tickets_stream(&person, &query)), 5);
        assert_eq!(
            read!(api.agents().tickets_stream(&operator.user_id, &query)),
            0
        );
        let history = ListHistory::builder().paging(two).build();
        assert_eq!(read!(api.historic().stream(&history)), 3);
        let agents = ListAgents::builder().paging(two).build();
        assert_eq!(read!(api.agents().stream(&agents)), sim.agents().len());
        let sectors = ListSectors::builder().paging(two).build();
        assert_eq!(
            read!(api.sectors().stream(&sectors)),
            sim.departments().len()
        );
        let tags = ListTags::builder().paging(two).build();
        assert_eq!(
            read!(api.ticket_tags().stream(&tags)),
            sim.ticket_tags().len()
        );
        assert_eq!(
            read!(api.consumer_tags().stream(&tags)),
            sim.consumer_tags().len()
        );
        let tasks = ListTasks::builder().paging(two).build();
        assert_eq!(read!(api.tasks().stream(&tasks)), 3);
        let emails = ListEmails::builder().paging(two).build();
        assert_eq!(
            read!(api.company_emails().stream(&emails)),
            sim.emails().len()
        );
        assert_eq!(
            read!(api.custom_fields().stream()),
            sim.custom_fields().len()
        );
        let keys = api.channel_keys();
        assert_eq!(read!(keys.stream()), keys.list().await.unwrap().items.len());
        let notes: Vec<_> = api
            .tickets()
            .internal_observations_stream(&tickets[0], two)
            .try_collect()
            .await
            .unwrap();
        let notes = notes
            .iter()
            .filter(|row| matches!(row.wire, ChatMessage::Note(_)))
            .count();
        assert_eq!(notes, 5);
        bench.running.assert_documented();
    }
}

#[tokio::test]
async fn a_failure_ends_the_stream() {
    let page = json!({ "tags": [{ "id": "1", "name": "a" }], "pagination": { "lastPage": 2, "currentPage": 1 } });
    let (desk, recorder) = canned([(200, page), (404, json!({ "message": "no" }))]);
    let mut rows = desk.api().ticket_tags().stream(&ListTags::default());
    assert!(rows.try_next().await.unwrap().is_some());
    let error = rows.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(rows.try_next().await.unwrap().is_none());
    assert_eq!(recorder.requests().len(), 2);
}

/// Names that hold another name are found by a search for it, so the one may be far behind.
#[tokio::test]
async fn a_tag_is_found_behind_a_hundred_others() {
    let bench = Bench::new().await;
    bench.sim().enforce_limits(false);
    let api = bench.desk.api();
    for n in 0..120 {
        let new = NewTag::builder()
            .active(true)
            .name(format!("A gold {n}"))
            .build();
        api.ticket_tags().create(&new).await.unwrap();
    }
    let new = NewTag::builder().active(true).name("gold").build();
    let made = api.ticket_tags().create(&new).await.unwrap().unwrap();
    bench.spent();
    let found = api.ticket_tags().named("gold").await.unwrap().unwrap();
    assert_eq!(found.wire.id, made.wire.id);
    assert_eq!(bench.spent().len(), 2);
    let found = api.ticket_tags().by_id(&made.wire.id).await.unwrap();
    assert_eq!(found.unwrap().wire.name, "gold");
    assert!(api.ticket_tags().named("GOLDEN").await.unwrap().is_none());
    bench.running.assert_documented();
}

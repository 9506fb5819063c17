//! Tickets, and dialogs in their place.

use helpdesk_chat2desk::{Chat2Desk, Config, TicketSource};
use helpdesk_core::{
    AgentId, Client, Delivery, Field, NewTicket, PageRequest, StatusFilter, TicketId, TicketPatch,
    TicketPriority, TicketQuery, TicketStatus,
};
use helpdesk_sim::chat2desk::{Quirk, Visibility};
use helpdesk_testkit::ScriptedTransport;
use helpdesk_testkit::transport::Expect;
use serde_json::json;

use crate::{Bench, Lossy};

#[tokio::test]
async fn tickets_are_linked_to_the_contacts_last_request() {
    let bench = Bench::new().await;
    let contact = bench.contact().await;
    let new = NewTicket::for_contact(contact.id.clone())
        .subject("Lost parcel")
        .text("Not seen since Tuesday");
    let error = bench.client.tickets().create(&new).await.unwrap_err();
    assert!(error.is_unsupported(), "{error}");
    assert_eq!(error.field_errors()[0].field, Field::Contact.as_str());
    let lossy = bench
        .client
        .allow_loss()
        .tickets()
        .create(&new)
        .await
        .unwrap();
    assert_eq!(lossy.losses[0].field, Field::Contact);

    let request = bench.sim().seed_request(contact.id.as_str()).unwrap();
    let linked = bench.client.tickets().create(&new).await.unwrap();
    assert!(linked.losses.is_empty());
    assert_eq!(linked.value.conversations[0].as_str(), request);
    assert_eq!(linked.value.priority.unwrap().value, TicketPriority::Normal);

    let of_contact = TicketQuery::all().contact(contact.id.clone());
    let listed = bench
        .client
        .tickets()
        .list(&of_contact, &PageRequest::first())
        .await
        .unwrap();
    assert_eq!(listed.items.len(), 1);
    assert_eq!(listed.items[0].id, linked.value.id);
}

#[tokio::test]
async fn an_update_gives_the_status_again() {
    for quirk in [vec![], vec![Quirk::TicketStatusKept]] {
        let bench = Bench::new().await;
        for quirk in quirk {
            bench.sim().set_quirk(quirk);
        }
        let new = NewTicket::new()
            .subject("Lost parcel")
            .text("Not seen since Tuesday")
            .status(TicketStatus::Pending);
        let ticket = bench.client.tickets().create(&new).await.unwrap().value;
        let patch = TicketPatch::new().subject("Lost parcel, twice".to_owned());
        let changed = bench
            .client
            .tickets()
            .update(&ticket.id, &patch)
            .await
            .unwrap()
            .value;
        assert_eq!(changed.status.value, TicketStatus::Pending);
        let agent = bench.sim().agents()[1].clone();
        let assigned = bench
            .client
            .tickets()
            .assign(&ticket.id, &agent.as_str().into())
            .await
            .unwrap();
        assert_eq!(assigned.status.value, TicketStatus::Pending);
        assert_eq!(assigned.subject.as_deref(), Some("Lost parcel, twice"));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_ticket_is_said_at_once() {
    let bench = Bench::new().await;
    let new = NewTicket::new()
        .subject("x".repeat(256))
        .due_at("2020-01-01T00:00:00Z".parse().unwrap())
        .status(TicketStatus::Other("parked".to_owned()))
        .priority(TicketPriority::Other("soon".to_owned()));
    let error = bench.client.tickets().create(&new).await.unwrap_err();
    let mut fields: Vec<_> = error
        .field_errors()
        .iter()
        .map(|one| one.field.as_str())
        .collect();
    fields.sort_unstable();
    assert_eq!(fields, ["due_at", "priority", "status", "subject", "text"]);
    assert!(bench.sent().is_empty());
}

#[tokio::test]
async fn open_tickets_are_two_lists() {
    let bench = Bench::new().await;
    for status in [
        TicketStatus::Open,
        TicketStatus::New,
        TicketStatus::Closed,
        TicketStatus::New,
        TicketStatus::Pending,
        TicketStatus::Open,
    ] {
        let new = NewTicket::new().subject("x").text("y").status(status);
        bench.client.tickets().create(&new).await.unwrap();
    }
    let open = TicketQuery::all().status(StatusFilter::Open);
    for limit in [1, 2, 3, 50] {
        let mut page = PageRequest::first().limit(limit);
        let mut seen = Vec::new();
        loop {
            let got = bench.client.tickets().list(&open, &page).await.unwrap();
            assert!(got.items.len() <= limit as usize);
            seen.extend(got.items.into_iter().map(|ticket| ticket.status.value));
            match got.next {
                Some(next) => page = PageRequest::first().limit(limit).after(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 4, "pages of {limit}");
        assert!(seen[..2].iter().all(|status| *status == TicketStatus::New));
    }
}

#[tokio::test]
async fn a_dialog_is_handed_to_a_group() {
    let bench = Bench::with(
        |config| config.with_ticket_source(TicketSource::Requests),
        |transport| transport,
    )
    .await;
    let contact = bench.sim().seed_contact("999000777101", "Oriel");
    bench.sim().seed_request(&contact);
    let (dialog, _) = bench.sim().open_dialog(&contact).unwrap();
    let ticket = TicketId::new(dialog);
    let groups = bench
        .client
        .directory()
        .departments(&PageRequest::first())
        .await
        .unwrap()
        .items;
    let handed = bench
        .client
        .tickets()
        .transfer(&ticket, &groups[0].id)
        .await
        .unwrap();
    let operator = handed.assignee.unwrap().id;
    assert!(groups[0].agents.iter().any(|agent| agent.id == operator));
    let error = bench
        .client
        .tickets()
        .transfer(&ticket, &"999999".into())
        .await
        .unwrap_err();
    assert_eq!(error.field_errors()[0].field, Field::Department.as_str());
}

/// The vendor writes a message into the dialog for each transfer.
#[tokio::test]
async fn a_dialog_is_given_to_an_agent_once() {
    let requests = |config: Config| config.with_ticket_source(TicketSource::Requests);
    let transfers = |bench: &Bench| {
        let messages = bench.sim().messages().into_iter();
        messages
            .filter(|message| message.visibility == Visibility::System)
            .count()
    };
    // The dialog's number is known beforehand, for the simulator counts.
    for lost in [None, Some(false), Some(true)] {
        let scout = Bench::with(requests, |transport| transport).await;
        let contact = scout.sim().seed_contact("999000777101", "Oriel");
        scout.sim().seed_request(&contact);
        let (dialog, _) = scout.sim().open_dialog(&contact).unwrap();
        let path: &'static str = Box::leak(format!("/v1/dialogs/{dialog}").into_boxed_str());

        let bench = Bench::with(requests, |inner| match lost {
            None => inner,
            Some(before) => Lossy::once(inner, "PUT", path, before),
        })
        .await;
        let contact = bench.sim().seed_contact("999000777101", "Oriel");
        bench.sim().seed_request(&contact);
        let (again, _) = bench.sim().open_dialog(&contact).unwrap();
        assert_eq!(again, dialog);
        let ticket = TicketId::new(dialog);
        let agent = AgentId::new(bench.sim().agents()[1].as_str());
        let before = transfers(&bench);
        for _ in 0..2 {
            let tickets = bench.client.tickets();
            let given = tickets.assign(&ticket, &agent).await.unwrap();
            assert_eq!(given.assignee.unwrap().id.as_ref(), Some(&agent));
            assert_eq!(transfers(&bench), before + 1, "{lost:?}");
        }
    }
}

/// The change was made, and only what came of it could not be read.
#[tokio::test]
async fn a_dialog_that_cannot_be_read_again_was_changed() {
    let dialog = json!({"data": {"id": 5, "state": "open", "operator_id": 1}});
    let script = ScriptedTransport::new()
        .expect(Expect::get("/v1/dialogs/5").answer(200, &dialog))
        .expect(Expect::put("/v1/dialogs/5").answer(200, &json!({"status": "success"})))
        .expect(Expect::get("/v1/dialogs/5").answer(403, &json!({"errors": "no"})));
    let config =
        crate::common::config(script.transport()).with_ticket_source(TicketSource::Requests);
    let client = Client::new(Chat2Desk::new(config).unwrap());
    let assigned = client.tickets().assign(&"5".into(), &"2".into()).await;
    let error = assigned.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert!(error.to_string().contains("the change was made"), "{error}");
    script.assert_done();
}

//! The desk in memory as a subject.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use helpdesk_core::memory::{MemoryBuilder, MemoryDesk};
use helpdesk_core::webhook::{Inbound, SharedSecret};
use helpdesk_core::{
    Client, ContactId, Message, MessageTarget, NewTicket, OrganizationId, PageRequest, RawRequest,
    TicketPriority, TicketStatus,
};
use helpdesk_testkit::{Desk, OddTicket, Plan, Recorded, StoredMessage};

const SECRET: &str = "canary-webhook-secret-8c1f5d7e9a2b4c6d";

pub fn builder() -> MemoryBuilder {
    let secret = SharedSecret::new(SECRET.into()).unwrap();
    MemoryDesk::builder().webhook_secret(secret)
}

/// The desk in memory, as it is.
pub async fn memory_desk() -> Desk {
    desk_of(&builder().build())
}

/// A desk in memory, ready to be judged.
pub fn desk_of(memory: &MemoryDesk) -> Desk {
    let client = memory.client();
    let journal = memory.clone();
    Desk::new(client.clone(), plan(memory, &client), move || {
        let called = |entry: &helpdesk_core::memory::JournalEntry| {
            let method = if entry.wrote { "POST" } else { "GET" };
            Recorded::call(method, entry.operation.as_str())
        };
        journal.journal().iter().map(called).collect()
    })
}

fn plan(memory: &MemoryDesk, client: &Client) -> Plan {
    let (receiving, delivering, storing) = (memory.clone(), memory.clone(), memory.clone());
    let odd = client.clone();
    let taken = Arc::new(AtomicUsize::new(0));
    Plan::new()
        .contact_field("city", "Recife", "Olinda")
        .ticket_field("order", "17", "18")
        .organization(OrganizationId::new("organization-1"))
        .agents(["agent-1", "agent-2"])
        .departments(["department-1", "department-2"])
        .channels(["channel-1"])
        .secret(SECRET)
        .raw(RawRequest::new(http::Method::GET, "/contacts"))
        .receive(move |contact: ContactId, text| {
            receiving.receive(&contact, text).unwrap();
            ready(())
        })
        .stored_messages(move || ready(stored(&storing)))
        .odd_ticket(move || {
            let tickets = odd.tickets();
            let contacts = odd.contacts();
            async move {
                let new = helpdesk_core::NewContact::named("Odd Person");
                let contact = contacts.create(&new).await.unwrap().value;
                let new = NewTicket::for_contact(contact.id)
                    .status(TicketStatus::from("frozen"))
                    .priority(TicketPriority::from("galactic"));
                let ticket = tickets.create(&new).await.unwrap().value;
                OddTicket::new(ticket.id, Some("frozen"), Some("galactic"))
            }
        })
        .deliveries(move || {
            let all: Vec<Inbound> = delivering.deliveries();
            let from = taken.swap(all.len(), Ordering::Relaxed);
            ready(all.into_iter().skip(from).collect())
        })
        .unknown_delivery(|| ready(unknown_delivery()))
        .skip(
            "contact_lists.empty_middle_page_goes_on",
            "a desk shows empty pages from the beginning or never; `hollow_desk` is tried apart",
        )
        .skip(
            "calls.without_time_fail_at_once",
            "it answers without waiting, so no time is time enough",
        )
}

/// What the desk holds, read by its raw interface and not through the neutral calls.
fn stored(memory: &MemoryDesk) -> Vec<StoredMessage> {
    let raw = memory.client();
    let answer = futures_util::FutureExt::now_or_never(async move {
        raw.raw(RawRequest::new(http::Method::GET, "/messages"))
            .await
    });
    let rows = answer.unwrap().unwrap().json().unwrap();
    let rows = rows.as_array().unwrap();
    rows.iter()
        .map(|row| {
            let text = row["text"].as_str().unwrap_or_default();
            if row["direction"] == "internal" {
                StoredMessage::internal(text)
            } else {
                StoredMessage::public(text)
            }
        })
        .collect()
}

fn unknown_delivery() -> Inbound {
    let body = serde_json::json!({
        "id": "event-900",
        "kind": "weather.changed",
        "at": "2031-05-06T07:08:09Z",
        "record": null,
        "changes": [],
    });
    let mut headers = http::HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    let uri: http::Uri = format!("/webhooks/memory?key={SECRET}").parse().unwrap();
    Inbound::new(headers, body.to_string()).with_uri(&uri)
}

/// All messages of a target, on one page.
pub async fn messages(client: &Client, target: MessageTarget) -> Vec<Message> {
    let page = client.messages().list(&target, &PageRequest::first()).await;
    page.unwrap().items
}

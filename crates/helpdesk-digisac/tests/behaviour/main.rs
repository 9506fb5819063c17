//! What the desk makes of Digisac's ways: upserts, calls by contact, answers that never came.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod contacts;
mod desk;
mod faults;
mod hydration;
mod messages;
mod native;
mod pages;
mod tags;
mod tickets;

use std::num::NonZeroUsize;
use std::time::Duration;

use common::{Account, Canned, account, account_with, canned_desk};
use helpdesk_core::{
    CallOptions, ChannelKind, Client, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts,
    Delivery, ErrorKind, Field, Helpdesk, MessageTarget, Messages, NewAttachment, NewContact,
    NewMessage, NewNote, NewTag, NewTicket, NewWebhook, PageRequest, Patch, RawRequest, Safety,
    StatusFilter, Tags, TicketId, TicketQuery, TicketStatus, Tickets, Webhooks,
};
use helpdesk_digisac::Digisac;
use helpdesk_sim::digisac::{MessageKind, Quirk};
use helpdesk_sim::{Fault, FaultRule};
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use http::Method;
use serde_json::json;

const NUMBER: &str = "+55 11 98765-4321";

fn options() -> CallOptions {
    CallOptions::new()
}

fn lossy() -> CallOptions {
    CallOptions::new().allow_loss()
}

fn somebody() -> NewContact {
    NewContact::named("Somebody").phone(NUMBER)
}

async fn a_contact(account: &Account) -> ContactId {
    let created = Contacts::create(&account.desk, &somebody(), &options()).await;
    created.unwrap().value.id
}

async fn a_ticket(account: &Account) -> (ContactId, TicketId) {
    let contact = a_contact(account).await;
    let new = NewTicket::for_contact(contact.clone());
    let created = Tickets::create(&account.desk, &new, &options()).await;
    (contact, created.unwrap().value.id)
}

fn writes(account: &Account, path: &str) -> usize {
    account
        .recorder
        .requests()
        .iter()
        .filter(|request| request.method != "GET" && request.path.ends_with(path))
        .count()
}

fn ticket(id: &str, open: bool) -> serde_json::Value {
    json!({"id": id, "contactId": "contact-1", "departmentId": "department-1", "isOpen": open})
}

fn listing(rows: &[serde_json::Value]) -> serde_json::Value {
    json!({"data": rows, "total": rows.len(), "limit": 10, "skip": 0, "currentPage": 1,
           "lastPage": 1, "from": 0, "to": 10})
}

fn scripted(script: &ScriptedTransport) -> Digisac {
    let config = helpdesk_digisac::Config::with_token("https://acme.digisac.example/api/v1", "t")
        .with_retry(common::at_once())
        .with_transport(script.transport());
    Digisac::new(config).unwrap()
}

async fn next<T>(stream: &mut helpdesk_core::ListStream<T>) -> Option<helpdesk_core::Result<T>>
where
    T: helpdesk_core::Identified + Send + Unpin + 'static,
{
    use std::pin::Pin;
    std::future::poll_fn(|cx| futures_core::Stream::poll_next(Pin::new(&mut *stream), cx)).await
}

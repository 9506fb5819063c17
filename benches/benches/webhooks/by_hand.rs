//! What a program does that writes a receiver for one vendor: the proof in constant time, a derived
//! struct of what the event needs, the same neutral objects with the delivery's text, and a set of keys.
//! It takes nothing but what the vendor's example looks like, recognises a record by its identifier
//! alone, and cannot take a claim back.

use std::collections::HashSet;

use helpdesk_benches::sample::Desk;
use helpdesk_core::webhook::{Completeness, Event, EventKind, Inbound, Record, Verification};
use helpdesk_core::{
    AgentId, Author, AuthorKind, ChannelKind, ChannelRef, ContactId, ContactRef, ConversationId,
    DepartmentId, DepartmentRef, Direction, Message, MessageId, MessageKind, Status, Ticket,
    TicketId, TicketStatus, Timestamp, Vendor, VendorData,
};
use hmac::{Hmac, Mac};
use serde::Deserialize;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// A receiver for one vendor.
pub struct ByHand {
    desk: Desk,
    key: Hmac<Sha256>,
    secret: String,
    seen: HashSet<String>,
}

impl ByHand {
    pub fn new(desk: Desk, key: Hmac<Sha256>, secret: &str) -> Self {
        Self {
            desk,
            key,
            secret: secret.to_owned(),
            seen: HashSet::new(),
        }
    }

    /// The event of a delivery that was not seen before.
    pub fn receive(&mut self, inbound: &Inbound) -> Event {
        let verified = self.verify(inbound);
        let text = std::str::from_utf8(&inbound.body).unwrap();
        let data = VendorData::from_json(text);
        let mut event = match self.desk {
            Desk::Cxpress => cxpress(text, verified, &data),
            Desk::Digisac => digisac(text, verified, &data),
            Desk::WiseCx => wisecx(text, verified),
            Desk::Chat2Desk => chat2desk(text, verified, &data),
        };
        event.vendor_data = data;
        assert!(self.seen.insert(event.dedupe_key.clone()), "a new one");
        event
    }

    fn verify(&self, inbound: &Inbound) -> Verification {
        if let Desk::Chat2Desk = self.desk {
            let stamp = &inbound.headers["x-timestamp"];
            let mut mac = self.key.clone();
            mac.update(&inbound.body);
            mac.update(stamp.as_bytes());
            let signature = hex::decode(&inbound.headers["x-signature"]).unwrap();
            mac.verify_slice(&signature).unwrap();
            let at = stamp.to_str().unwrap().parse().unwrap();
            let at = Timestamp::from_second(at).unwrap();
            assert!(Timestamp::now().duration_since(at).as_secs().abs() < 3600);
            return Verification::Signature;
        }
        let key = inbound.query.as_deref().unwrap().strip_prefix("key=");
        let same = key.unwrap().as_bytes().ct_eq(self.secret.as_bytes());
        assert!(bool::from(same));
        Verification::SharedSecret
    }
}

#[derive(Deserialize)]
struct CxpressHook<'a> {
    entity: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    data: CxpressTicket,
}

#[derive(Deserialize)]
struct CxpressTicket {
    id: String,
    ticket_reference_id: Option<String>,
    status_id: String,
    user_id: Option<String>,
    channel_id: Option<String>,
    sector_id: Option<String>,
    subject: Option<String>,
    whatsapp_keys_id: Option<String>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

fn cxpress(text: &str, verified: Verification, data: &VendorData) -> Event {
    let CxpressHook {
        entity,
        kind,
        data: row,
    } = serde_json::from_str(text).unwrap();
    let key = ["cxpress:", entity, ":", kind, ":", &row.id].concat();
    let vendor = Vendor::from_static("cxpress");
    let mut event = Event::new(vendor, EventKind::TicketCreated, key, verified);
    event.occurred_at = row.created_at;
    event.ticket = Some(TicketId::new(row.id.as_str()));
    event.conversation = Some(ConversationId::new(row.id.as_str()));
    event.contact = row.user_id.clone().map(ContactId::new);
    event.department = row.sector_id.clone().map(DepartmentId::new);
    let status = Status::new(TicketStatus::New, row.status_id);
    let mut ticket = Ticket::new(row.id.as_str(), status);
    ticket.conversations = vec![ConversationId::new(row.id)];
    ticket.number = row.ticket_reference_id;
    ticket.subject = row.subject;
    ticket.channel = row
        .channel_id
        .map(|raw| ChannelRef::of_kind(ChannelKind::WhatsApp, raw));
    if let (Some(channel), Some(account)) = (&mut ticket.channel, row.whatsapp_keys_id) {
        channel.id = Some(account.into());
    }
    ticket.contact = row.user_id.map(ContactRef::by_id);
    ticket.department = row.sector_id.map(DepartmentRef::by_id);
    ticket.created_at = row.created_at;
    ticket.updated_at = row.updated_at;
    ticket.closed_at = row.finished_at;
    ticket.deleted_at = row.deleted_at;
    ticket.vendor_data = data.clone();
    event.record = Some(Record::Ticket(Box::new(ticket)));
    event
}

#[derive(Deserialize)]
struct DigisacHook<'a> {
    event: &'a str,
    data: DigisacMessage,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DigisacMessage {
    id: String,
    contact_id: Option<String>,
    from_id: Option<String>,
    timestamp: Option<Timestamp>,
    text: Option<String>,
    user_id: Option<String>,
    ticket_id: Option<String>,
    ticket_department_id: Option<String>,
}

fn digisac(text: &str, verified: Verification, data: &VendorData) -> Event {
    let DigisacHook {
        event: name,
        data: row,
    } = serde_json::from_str(text).unwrap();
    let key = ["digisac:", name, ":", &row.id].concat();
    let vendor = Vendor::from_static("digisac");
    let mut event = Event::new(vendor, EventKind::MessageReceived, key, verified);
    event.occurred_at = row.timestamp;
    event.contact = row.contact_id.clone().map(ContactId::new);
    event.ticket = row.ticket_id.clone().map(TicketId::new);
    event.conversation = row.ticket_id.clone().map(ConversationId::new);
    event.message = Some(MessageId::new(row.id.as_str()));
    event.agent = row.user_id.map(AgentId::new);
    event.department = row.ticket_department_id.map(DepartmentId::new);
    let author = Author::new(AuthorKind::Contact).with_id(row.from_id);
    let mut message = Message::new(row.id, author, Direction::Inbound, MessageKind::Text);
    message.ticket = row.ticket_id.map(TicketId::new);
    message.contact = row.contact_id.map(ContactId::new);
    message.text = row.text;
    message.sent_at = row.timestamp;
    message.vendor_data = data.clone();
    event.record = Some(Record::Message(Box::new(message)));
    event
}

#[derive(Deserialize)]
struct WiseCxHook<'a> {
    event: &'a str,
    case_id: u64,
    activity_id: u64,
    activity_type: &'a str,
}

fn wisecx(text: &str, verified: Verification) -> Event {
    let hook: WiseCxHook<'_> = serde_json::from_str(text).unwrap();
    let (case, activity) = (hook.case_id.to_string(), hook.activity_id.to_string());
    let columns = [
        "wisecx:",
        hook.event,
        ":",
        &case,
        ":",
        &activity,
        ":",
        hook.activity_type,
    ];
    let vendor = Vendor::from_static("wisecx");
    let mut event = Event::new(
        vendor,
        EventKind::MessageReceived,
        columns.concat(),
        verified,
    );
    event.completeness = Completeness::Thin;
    event.ticket = Some(TicketId::new(case.as_str()));
    event.conversation = Some(ConversationId::new(case));
    event.message = Some(MessageId::new(activity));
    event
}

#[derive(Deserialize)]
struct Chat2DeskHook<'a> {
    hook_type: &'a str,
    message_id: u64,
    text: Option<String>,
    client_id: Option<u64>,
    operator_id: Option<u64>,
    dialog_id: Option<u64>,
    request_id: Option<u64>,
    event_time: Option<Timestamp>,
}

fn chat2desk(text: &str, verified: Verification, data: &VendorData) -> Event {
    let hook: Chat2DeskHook<'_> = serde_json::from_str(text).unwrap();
    let id = hook.message_id.to_string();
    let key = ["chat2desk:", hook.hook_type, ":", &id].concat();
    let vendor = Vendor::from_static("chat2desk");
    let mut event = Event::new(vendor, EventKind::MessageReceived, key, verified);
    let client = hook.client_id.map(|id| id.to_string());
    event.occurred_at = hook.event_time;
    event.ticket = hook.dialog_id.map(|id| TicketId::new(id.to_string()));
    event.conversation = hook
        .request_id
        .map(|id| ConversationId::new(id.to_string()));
    event.agent = hook.operator_id.map(|id| AgentId::new(id.to_string()));
    event.contact = client.clone().map(ContactId::new);
    event.message = Some(MessageId::new(id.as_str()));
    let author = Author::new(AuthorKind::Contact).with_id(client.clone());
    let mut message = Message::new(id, author, Direction::Inbound, MessageKind::Text);
    message.ticket.clone_from(&event.ticket);
    message.contact = client.map(ContactId::new);
    message.text = hook.text;
    message.vendor_data = data.clone();
    event.record = Some(Record::Message(Box::new(message)));
    event
}

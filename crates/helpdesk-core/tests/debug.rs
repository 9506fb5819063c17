//! `Debug` of every type that carries people shows no name, number, address or text.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fmt::Debug;

use helpdesk_core::webhook::{
    Change, Event, EventKind, Inbound, Record, SharedSecret, UnsignedPolicy, Verification, Verified,
};
use helpdesk_core::{
    Agent, AgentRef, Attachment, Author, AuthorKind, Channel, ChannelKind, Contact, ContactId,
    ContactKey, ContactPatch, ContactQuery, ContactRef, Content, Department, Direction, Handle,
    Message, MessageKind, MessageTarget, NewAttachment, NewContact, NewMessage, NewNote, NewTicket,
    NewWebhook, OrganizationRef, Page, Patch, Phone, PhoneKind, RawRequest, RawResponse, Status,
    TagRef, Template, Ticket, TicketPatch, TicketStatus, Timestamp, Vendor, VendorData, Webhook,
    WebhookPatch, Written,
};
use http::header::{AUTHORIZATION, HeaderValue};
use http::{HeaderMap, Method};
use secrecy::SecretString;
use serde_json::json;

const NAME: &str = "canary-name";
const PHONE: &str = "+5511987654321";
const MAIL: &str = "canary@example.org";
const TEXT: &str = "canary-text";
const SECRET: &str = "canary-0123456789abcdef0123456789";

#[track_caller]
fn silent(value: &impl Debug) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        for word in ["canary", "98765", "example.org"] {
            assert!(!shown.contains(word), "{shown}");
        }
    }
}

fn contact() -> Contact {
    let mut contact = Contact::new("contact-7");
    contact.name = Some(NAME.into());
    contact.phones = vec![Phone::new(PHONE, PhoneKind::Phone)];
    contact.emails = vec![MAIL.into()];
    contact.document = Some("canary-document".into());
    contact.handles = vec![Handle::new("telegram", NAME)];
    contact.tags = vec![TagRef::by_id("t").named(NAME)];
    contact
        .custom_fields
        .insert("canary-key".into(), json!(TEXT));
    contact.owner = Some(AgentRef::by_name(NAME));
    contact.organization = Some(OrganizationRef::by_name(NAME));
    contact.vendor_data = VendorData::from_value(&json!({"name": NAME}));
    contact
}

fn ticket() -> Ticket {
    let mut ticket = Ticket::new("ticket-7", Status::new(TicketStatus::Open, "open"));
    ticket.subject = Some(TEXT.into());
    ticket.description = Some(TEXT.into());
    ticket.contact = Some(ContactRef::by_id("c").named(NAME));
    ticket.assignee = Some(AgentRef::by_name(NAME));
    ticket.tags = vec![TagRef::by_name(NAME)];
    ticket.custom_fields.insert("k".into(), json!(TEXT));
    ticket.vendor_data = VendorData::from_json(TEXT);
    ticket
}

fn message() -> Message {
    let author = Author::new(AuthorKind::Contact).with_name(Some(NAME.into()));
    let mut message = Message::new("message-7", author, Direction::Inbound, MessageKind::Text);
    message.text = Some(TEXT.into());
    message.attachments = vec![Attachment::new(Some(NAME.into()), Some(TEXT.into()), None)];
    message.vendor_data = VendorData::from_json(TEXT);
    message
}

#[test]
fn contacts() {
    silent(&contact());
    assert!(format!("{:?}", contact()).contains("contact-7"));
    silent(&contact().phones);
    silent(&contact().handles);
    silent(&contact().tags);
    silent(&Page::new(vec![contact()], None));
    silent(&Written::new(contact()));
    for key in [
        ContactKey::Phone(PHONE.into()),
        ContactKey::Email(MAIL.into()),
        ContactKey::Document(NAME.into()),
    ] {
        silent(&key);
    }
    silent(&ContactQuery::search(NAME));
    let new = NewContact::named(NAME)
        .phone(PHONE)
        .email(MAIL)
        .document(NAME)
        .handle("telegram", NAME)
        .custom_field("k", TEXT);
    silent(&new);
    let patch = ContactPatch::new()
        .name(NAME.to_owned())
        .phones(vec![PHONE.to_owned()])
        .emails(vec![MAIL.to_owned()])
        .document(NAME.to_owned())
        .custom_field("k", json!(TEXT));
    silent(&patch);
    assert!(format!("{:?}", ContactPatch::new().name(Patch::Clear)).contains("redacted"));
}

#[test]
fn tickets() {
    silent(&ticket());
    assert!(format!("{:?}", ticket()).contains("ticket-7"));
    let new = NewTicket::for_contact("c")
        .subject(TEXT)
        .text(TEXT)
        .custom_field("k", TEXT);
    silent(&new);
    let patch = TicketPatch::new()
        .subject(TEXT.to_owned())
        .description(TEXT.to_owned())
        .custom_field("k", json!(TEXT));
    silent(&patch);
}

#[test]
fn messages() {
    silent(&message());
    silent(&message().attachments);
    let target = || MessageTarget::Contact(ContactId::new("c"));
    let new = NewMessage::text(target(), TEXT)
        .attach(NewAttachment::bytes(NAME, "text/plain", TEXT))
        .attach(NewAttachment::url(NAME, "text/plain", MAIL))
        .external_id(TEXT);
    silent(&new);
    silent(&new.attachments[0].content);
    silent(&Content::Url(TEXT.into()));
    silent(&NewMessage::template(
        target(),
        Template::new("t").parameter(NAME, TEXT),
    ));
    silent(&NewNote::new(target(), TEXT));
}

#[test]
fn directory() {
    let mut agent = Agent::new("a", NAME);
    agent.email = Some(MAIL.into());
    agent.phone = Some(PHONE.into());
    silent(&agent);
    let mut department = Department::new("d", "Support");
    department.agents = vec![AgentRef::by_id("a").named(NAME)];
    silent(&department);
    let mut channel = Channel::new("c", vec![ChannelKind::WhatsApp]);
    channel.name = Some(NAME.into());
    channel.address = Some(PHONE.into());
    silent(&channel);
}

#[test]
fn webhooks() {
    let url = format!("https://example.org/{SECRET}");
    let mut hook = Webhook::new("w", &*url);
    hook.name = Some(NAME.into());
    hook.last_errors = vec![TEXT.into()];
    silent(&hook);
    silent(&NewWebhook::new(&*url, [EventKind::TagCreated]).name(NAME));
    silent(&WebhookPatch::new().url(&*url).name(NAME));

    let secret = SharedSecret::new(SecretString::from(SECRET)).unwrap();
    silent(&secret);
    silent(&UnsignedPolicy::Secret(secret));
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("canary"));
    let uri = format!("/hooks/{SECRET}?key={SECRET}").parse().unwrap();
    let inbound = Inbound::new(headers, TEXT).with_uri(&uri);
    silent(&inbound);
    let vendor = Vendor::from_static("acme");
    let at = Timestamp::UNIX_EPOCH;
    silent(&Verified::vouch(inbound, vendor.clone(), Verification::None, at).unwrap());

    let mut event = Event::new(
        vendor,
        EventKind::MessageReceived,
        "key-7",
        Verification::None,
    );
    event.changes = vec![Change::new("name", Some(json!(NAME)), Some(json!(TEXT)))];
    event.vendor_data = VendorData::from_json(TEXT);
    for record in [
        Record::Contact(Box::new(contact())),
        Record::Ticket(Box::new(ticket())),
        Record::Message(Box::new(message())),
    ] {
        event.record = Some(record);
        silent(&event);
    }
    assert!(format!("{event:?}").contains("key-7"));
}

#[test]
fn raw_calls() {
    let request = RawRequest::new(Method::GET, format!("/contacts/{PHONE}"))
        .query("phone", PHONE)
        .json(json!({"name": NAME}));
    silent(&request);
    silent(&RawResponse::new(200, HeaderMap::new(), TEXT.into()));
}

//! Pages read as one would by hand for a single vendor: a struct with the members that are needed,
//! the row's own text beside it, and straight on to the neutral object.
//!
//! There is no pipeline, no type but the one that is documented for a member, one cursor instead of
//! many, and no look at which members a row has: what lists leave out is known. The objects are equal
//! to those of the desk.

use std::collections::BTreeMap;

use helpdesk_core::{
    AgentId, AgentRef, ChannelKind, ChannelRef, Contact, ContactId, ContactRef, ConversationId,
    DepartmentId, DepartmentRef, Field, Handle, OrganizationId, OrganizationRef, Phone, PhoneKind,
    Priority, Status, TagId, TagRef, Ticket, TicketPriority, TicketStatus, Timestamp, VendorData,
    phone,
};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Result, Value};

use crate::sample::{Desk, Rows, Sample};

/// A page.
#[derive(Debug)]
pub struct Page<T> {
    /// The objects.
    pub items: Vec<T>,
    /// The number of the next page, or of its first row.
    pub next: Option<u64>,
    /// How many there are in all.
    pub total: Option<u64>,
}

/// A page of either kind.
#[derive(Debug)]
pub enum Read {
    /// Contacts.
    Contacts(Page<Contact>),
    /// Tickets.
    Tickets(Page<Ticket>),
}

/// What reads a page.
pub type Reader = fn(&[u8]) -> Result<Read>;

/// What reads this page, where it was written by hand.
pub fn reader(sample: &Sample) -> Option<Reader> {
    Some(match (sample.desk, sample.rows) {
        (Desk::Cxpress, Rows::Contacts) => |page| consumers(page).map(Read::Contacts),
        (Desk::WiseCx, Rows::Contacts) => |page| people(page).map(Read::Contacts),
        (Desk::WiseCx, Rows::Tickets) => |page| cases(page).map(Read::Tickets),
        (Desk::Chat2Desk, Rows::Contacts) => |page| clients(page).map(Read::Contacts),
        _ => return None,
    })
}

fn each<W: DeserializeOwned, T>(
    rows: &[&RawValue],
    convert: fn(W, VendorData) -> T,
) -> Result<Vec<T>> {
    let read = |row: &&RawValue| {
        let data = VendorData::from_json(row.get());
        Ok(convert(serde_json::from_str(row.get())?, data))
    };
    rows.iter().map(read).collect()
}

/// A moment without an offset, which is UTC.
fn naive<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Time, D::Error> {
    let civil: Option<DateTime> = Deserialize::deserialize(deserializer)?;
    civil
        .map(|civil| Offset::UTC.to_timestamp(civil))
        .transpose()
        .map_err(serde::de::Error::custom)
}

type Time = Option<Timestamp>;

#[derive(Deserialize)]
struct Consumers<'a> {
    #[serde(borrow)]
    consumers: Vec<&'a RawValue>,
    pagination: Pagination,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    total: u64,
    next_page: Option<u64>,
}

#[derive(Deserialize)]
struct Consumer {
    user_id: String,
    name: Option<String>,
    lastname: Option<String>,
    document_number: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    whatsapp: Option<String>,
    employee_user_id: Option<String>,
}

fn consumers(page: &[u8]) -> Result<Page<Contact>> {
    let page: Consumers<'_> = serde_json::from_slice(page)?;
    Ok(Page {
        items: each(&page.consumers, consumer)?,
        next: page.pagination.next_page,
        total: Some(page.pagination.total),
    })
}

fn consumer(wire: Consumer, data: VendorData) -> Contact {
    let mut contact = Contact::new(wire.user_id);
    contact.name = match (wire.name, wire.lastname) {
        (Some(name), Some(lastname)) => Some(format!("{name} {lastname}")),
        (name, lastname) => name.or(lastname),
    };
    if let Some(number) = &wire.whatsapp {
        contact.phones.push(Phone::new(number, PhoneKind::WhatsApp));
    }
    if let Some(number) = &wire.phone
        && !contact
            .phones
            .iter()
            .any(|own| phone::equivalent(&own.number, number))
    {
        contact.phones.push(Phone::new(number, PhoneKind::Phone));
    }
    contact.emails.extend(wire.email);
    contact.document = wire.document_number;
    contact.owner = wire.employee_user_id.map(AgentRef::by_id);
    contact.not_sent = vec![
        Field::Handles,
        Field::Tags,
        Field::CustomFields,
        Field::CreatedAt,
        Field::UpdatedAt,
    ];
    contact.vendor_data = data;
    contact
}

#[derive(Deserialize)]
struct People<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
    paging: Paging,
}

#[derive(Deserialize)]
struct Paging {
    page: u64,
}

#[derive(Deserialize)]
struct Person {
    id: u64,
    email: Option<String>,
    name: Option<String>,
    personal_id: Option<String>,
    phone: Option<String>,
    organization_id: Option<i64>,
    #[serde(deserialize_with = "naive")]
    last_update: Time,
    custom_fields: Vec<CustomField>,
}

#[derive(Deserialize)]
struct CustomField {
    field: String,
    value: String,
}

fn people(page: &[u8]) -> Result<Page<Contact>> {
    let page: People<'_> = serde_json::from_slice(page)?;
    let full = page.data.len() == 100;
    Ok(Page {
        items: each(&page.data, person)?,
        next: full.then_some(page.paging.page + 1),
        total: None,
    })
}

fn person(wire: Person, data: VendorData) -> Contact {
    let mut contact = Contact::new(wire.id.to_string());
    contact.name = wire.name;
    if let Some(number) = &wire.phone {
        contact.phones.push(Phone::new(number, PhoneKind::Phone));
    }
    contact.emails.extend(wire.email);
    contact.document = wire.personal_id;
    contact.custom_fields = fields(wire.custom_fields);
    contact.organization = wire
        .organization_id
        .filter(|id| *id > 0)
        .map(|id| OrganizationRef::by_id(OrganizationId::new(id.to_string())));
    contact.updated_at = wire.last_update;
    contact.not_sent = vec![
        Field::Tags,
        Field::Handles,
        Field::Owner,
        Field::Channel,
        Field::Blocked,
        Field::Deliverable,
        Field::CreatedAt,
    ];
    contact.vendor_data = data;
    contact
}

fn fields(fields: Vec<CustomField>) -> BTreeMap<String, Value> {
    fields
        .into_iter()
        .map(|field| (field.field, Value::String(field.value)))
        .collect()
}

#[derive(Deserialize)]
struct Case {
    id: u64,
    number: Option<u64>,
    group_id: u64,
    user_id: u64,
    contact_id: u64,
    status: String,
    source_channel: String,
    tags: Vec<String>,
    subject: Option<String>,
    priority: String,
    custom_fields: Vec<CustomField>,
    #[serde(deserialize_with = "naive")]
    due_at: Time,
    #[serde(deserialize_with = "naive")]
    created_at: Time,
    #[serde(deserialize_with = "naive")]
    solved_at: Time,
    #[serde(deserialize_with = "naive")]
    closed_at: Time,
    #[serde(deserialize_with = "naive")]
    last_update: Time,
}

fn cases(page: &[u8]) -> Result<Page<Ticket>> {
    let rows: Vec<&RawValue> = serde_json::from_slice(page)?;
    Ok(Page {
        items: each(&rows, case)?,
        next: (rows.len() == 100).then_some(2),
        total: None,
    })
}

fn case(wire: Case, data: VendorData) -> Ticket {
    let value = match wire.status.as_str() {
        "opened" => TicketStatus::Open,
        "pending" => TicketStatus::Pending,
        "hold" => TicketStatus::OnHold,
        "solved" => TicketStatus::Resolved,
        "closed" => TicketStatus::Closed,
        other => TicketStatus::Other(other.to_owned()),
    };
    let id = wire.id.to_string();
    let mut ticket = Ticket::new(id.as_str(), Status::new(value, wire.status));
    ticket.conversations = vec![ConversationId::new(id)];
    ticket.number = wire.number.map(|number| number.to_string());
    ticket.subject = wire.subject;
    let value = match wire.priority.as_str() {
        "none" => TicketPriority::None,
        "low" => TicketPriority::Low,
        "medium" => TicketPriority::Normal,
        "high" => TicketPriority::High,
        "very-high" => TicketPriority::Urgent,
        other => TicketPriority::Other(other.to_owned()),
    };
    ticket.priority = Some(Priority::new(value, wire.priority));
    let given = |id: u64| (id > 0).then(|| id.to_string());
    ticket.contact = given(wire.contact_id).map(|id| ContactRef::by_id(ContactId::new(id)));
    ticket.assignee = given(wire.user_id).map(|id| AgentRef::by_id(AgentId::new(id)));
    ticket.department = given(wire.group_id).map(|id| DepartmentRef::by_id(DepartmentId::new(id)));
    let kind = match wire.source_channel.as_str() {
        "web" => ChannelKind::WebChat,
        "app" => ChannelKind::App,
        "phone" => ChannelKind::Voice,
        "whatsapp" => ChannelKind::WhatsApp,
        "email" | "Email" => ChannelKind::Email,
        "internal" => ChannelKind::Internal,
        other => ChannelKind::Other(other.to_owned()),
    };
    ticket.channel = Some(ChannelRef::of_kind(kind, wire.source_channel));
    let tag = |name: String| TagRef::by_id(TagId::new(format!("ticket:{name}"))).named(name);
    ticket.tags = wire.tags.into_iter().map(tag).collect();
    ticket.custom_fields = fields(wire.custom_fields);
    ticket.created_at = wire.created_at;
    ticket.updated_at = wire.last_update;
    if ticket.is_closed() {
        ticket.closed_at = wire.closed_at.or(wire.solved_at);
    }
    ticket.due_at = wire.due_at;
    ticket.not_sent = vec![Field::Description, Field::DeletedAt];
    ticket.vendor_data = data;
    ticket
}

#[derive(Deserialize)]
struct Clients<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    total: u64,
    offset: u64,
}

#[derive(Deserialize)]
#[allow(clippy::struct_field_names, reason = "as the vendor names them")]
struct Client {
    id: u64,
    name: Option<String>,
    phone: Option<String>,
    assigned_name: Option<String>,
    client_phone: Option<Number>,
    custom_fields: BTreeMap<String, Value>,
}

/// A number, or a text with one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Digits(u64),
    Text(String),
}

fn clients(page: &[u8]) -> Result<Page<Contact>> {
    let page: Clients<'_> = serde_json::from_slice(page)?;
    let next = page.meta.offset + page.data.len() as u64;
    Ok(Page {
        items: each(&page.data, client)?,
        next: (next < page.meta.total).then_some(next),
        total: Some(page.meta.total),
    })
}

fn client(wire: Client, data: VendorData) -> Contact {
    let mut contact = Contact::new(wire.id.to_string());
    contact.name = wire
        .assigned_name
        .or(wire.name.filter(|name| name != "unknown"));
    if let Some(address) = wire.phone {
        if let Some((network, value)) = address
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
        {
            let network = if network == "tg" { "telegram" } else { network };
            contact.handles.push(Handle::new(network, value.trim()));
        } else if address.contains('@') {
            contact.emails.push(address);
        } else {
            contact.phones.push(Phone::new(&address, PhoneKind::Phone));
        }
    }
    let number = match wire.client_phone {
        Some(Number::Digits(number)) => number.to_string(),
        Some(Number::Text(text)) => text,
        None => String::new(),
    };
    let known = |own: &Phone| phone::equivalent(&own.number, &number);
    if !number.is_empty() && !contact.phones.iter().any(known) {
        contact.phones.push(Phone::new(&number, PhoneKind::Phone));
    }
    contact.custom_fields = wire.custom_fields;
    contact
        .custom_fields
        .retain(|_, value| !value.is_null() && value.as_str() != Some(""));
    contact.not_sent = vec![
        Field::Tags,
        Field::Channel,
        Field::Blocked,
        Field::CreatedAt,
        Field::UpdatedAt,
        Field::Owner,
        Field::Organization,
        Field::Deliverable,
        Field::Document,
    ];
    if contact.emails.is_empty() {
        contact.not_sent.push(Field::Emails);
    }
    contact.vendor_data = data;
    contact
}

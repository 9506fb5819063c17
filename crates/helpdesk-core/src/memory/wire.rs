//! The desk's own JSON, as its deliveries carry it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::state::Happening;
use crate::json::{self, Misfit};
use crate::webhook::{EventKind, Record};
use crate::{
    AgentId, Attachment, Author, AuthorKind, ChannelId, ChannelKind, ChannelRef, ContactId,
    ConversationId, DeliveryState, DepartmentId, Direction, Handle, MessageId, MessageKind, Phone,
    PhoneKind, Priority, Ref, Status, StatusCategory, TagId, TagScope, TicketId, TicketPriority,
    TicketStatus, VendorData,
};

/// A delivery.
#[derive(Serialize, Deserialize)]
pub(super) struct Event {
    pub id: String,
    pub kind: EventKind,
    pub at: Timestamp,
    pub contact: Option<ContactId>,
    pub ticket: Option<TicketId>,
    pub message: Option<MessageId>,
    pub agent: Option<AgentId>,
    pub department: Option<DepartmentId>,
    pub tag: Option<TagId>,
    pub changes: Vec<Changed>,
    /// The record, with its kind in `object`.
    pub record: Option<Value>,
}

/// A field that changed.
#[derive(Serialize, Deserialize)]
pub(super) struct Changed {
    pub field: String,
    pub from: Option<Value>,
    pub to: Option<Value>,
}

impl Event {
    pub fn of(number: usize, at: Timestamp, happening: Happening) -> Self {
        let (mut contact, mut ticket, mut message) = (None, None, None);
        let data = match &happening.record {
            Record::Contact(own) => {
                contact = Some(own.id.clone());
                &own.vendor_data
            }
            Record::Ticket(own) => {
                contact = own.contact_id().cloned();
                ticket = Some(own.id.clone());
                &own.vendor_data
            }
            Record::Message(own) => {
                contact.clone_from(&own.contact);
                ticket.clone_from(&own.ticket);
                message = Some(own.id.clone());
                &own.vendor_data
            }
            Record::Tag(own) => &own.vendor_data,
        };
        let record = data.to_value();
        Self {
            id: format!("event-{number}"),
            kind: happening.kind,
            at,
            contact,
            ticket,
            message,
            agent: happening.agent,
            department: happening.department,
            tag: happening.tag,
            changes: happening
                .changes
                .into_iter()
                .map(|change| Changed {
                    field: change.field,
                    from: change.from,
                    to: change.to,
                })
                .collect(),
            record: Some(record),
        }
    }
}

#[derive(Deserialize)]
struct WireRef<I> {
    id: Option<I>,
    name: Option<String>,
}

impl<I> WireRef<I> {
    fn neutral(self) -> Ref<I> {
        Ref {
            id: self.id,
            name: self.name,
        }
    }
}

fn refs<I>(list: Vec<WireRef<I>>) -> Vec<Ref<I>> {
    list.into_iter().map(WireRef::neutral).collect()
}

#[derive(Deserialize)]
struct WireChannel {
    kind: Option<ChannelKind>,
    id: Option<ChannelId>,
    raw: Option<String>,
}

impl WireChannel {
    fn neutral(self) -> ChannelRef {
        ChannelRef {
            kind: self.kind,
            id: self.id,
            raw: self.raw,
        }
    }
}

#[derive(Deserialize)]
struct WirePhone {
    number: String,
    kind: PhoneKind,
}

#[derive(Deserialize)]
struct WireHandle {
    network: String,
    value: String,
}

#[derive(Deserialize)]
struct Contact {
    id: ContactId,
    name: Option<String>,
    phones: Vec<WirePhone>,
    emails: Vec<String>,
    document: Option<String>,
    handles: Vec<WireHandle>,
    tags: Vec<WireRef<TagId>>,
    custom_fields: BTreeMap<String, Value>,
    owner: Option<WireRef<AgentId>>,
    organization: Option<WireRef<crate::OrganizationId>>,
    channel: Option<WireChannel>,
    blocked: Option<bool>,
    deliverable: Option<bool>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
}

impl Contact {
    fn neutral(self, vendor_data: VendorData) -> crate::Contact {
        crate::Contact {
            id: self.id,
            name: self.name,
            phones: self
                .phones
                .into_iter()
                .map(|phone| Phone {
                    number: phone.number,
                    kind: phone.kind,
                })
                .collect(),
            emails: self.emails,
            document: self.document,
            handles: self
                .handles
                .into_iter()
                .map(|handle| Handle::new(handle.network, handle.value))
                .collect(),
            tags: refs(self.tags),
            custom_fields: self.custom_fields,
            owner: self.owner.map(WireRef::neutral),
            organization: self.organization.map(WireRef::neutral),
            channel: self.channel.map(WireChannel::neutral),
            blocked: self.blocked,
            deliverable: self.deliverable,
            created_at: self.created_at,
            updated_at: self.updated_at,
            not_sent: Vec::new(),
            vendor_data,
        }
    }
}

#[derive(Deserialize)]
struct WireStatus {
    category: String,
    value: TicketStatus,
    raw: String,
}

#[derive(Deserialize)]
struct WirePriority {
    value: TicketPriority,
    raw: String,
}

#[derive(Deserialize)]
struct Ticket {
    id: TicketId,
    number: Option<String>,
    subject: Option<String>,
    description: Option<String>,
    status: WireStatus,
    priority: Option<WirePriority>,
    contact: Option<WireRef<ContactId>>,
    assignee: Option<WireRef<AgentId>>,
    department: Option<WireRef<DepartmentId>>,
    channel: Option<WireChannel>,
    tags: Vec<WireRef<TagId>>,
    custom_fields: BTreeMap<String, Value>,
    conversations: Vec<ConversationId>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

impl Ticket {
    fn neutral(self, vendor_data: VendorData) -> crate::Ticket {
        let category = match self.status.category.as_str() {
            "open" => StatusCategory::Open,
            "waiting" => StatusCategory::Waiting,
            "closed" => StatusCategory::Closed,
            _ => StatusCategory::Unknown,
        };
        crate::Ticket {
            id: self.id,
            number: self.number,
            subject: self.subject,
            description: self.description,
            status: Status {
                category,
                value: self.status.value,
                raw: self.status.raw,
            },
            priority: self.priority.map(|own| Priority::new(own.value, own.raw)),
            contact: self.contact.map(WireRef::neutral),
            assignee: self.assignee.map(WireRef::neutral),
            department: self.department.map(WireRef::neutral),
            channel: self.channel.map(WireChannel::neutral),
            tags: refs(self.tags),
            custom_fields: self.custom_fields,
            conversations: self.conversations,
            created_at: self.created_at,
            updated_at: self.updated_at,
            closed_at: self.closed_at,
            due_at: self.due_at,
            deleted_at: self.deleted_at,
            not_sent: Vec::new(),
            vendor_data,
        }
    }
}

#[derive(Deserialize)]
struct WireAuthor {
    kind: AuthorKind,
    id: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct WireAttachment {
    name: Option<String>,
    url: Option<String>,
    mime: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    id: MessageId,
    ticket: Option<TicketId>,
    contact: Option<ContactId>,
    author: WireAuthor,
    direction: Direction,
    kind: MessageKind,
    text: Option<String>,
    attachments: Vec<WireAttachment>,
    delivery: Option<DeliveryState>,
    sent_at: Option<Timestamp>,
}

impl Message {
    fn neutral(self, vendor_data: VendorData) -> crate::Message {
        crate::Message {
            id: self.id,
            ticket: self.ticket,
            contact: self.contact,
            author: Author::new(self.author.kind)
                .with_id(self.author.id)
                .with_name(self.author.name),
            direction: self.direction,
            kind: self.kind,
            text: self.text,
            attachments: self
                .attachments
                .into_iter()
                .map(|file| Attachment::new(file.name, file.url, file.mime))
                .collect(),
            delivery: self.delivery,
            sent_at: self.sent_at,
            not_sent: Vec::new(),
            vendor_data,
        }
    }
}

#[derive(Deserialize)]
struct Tag {
    id: TagId,
    name: String,
    scope: String,
    group: Option<String>,
    active: bool,
}

impl Tag {
    fn neutral(self, vendor_data: VendorData) -> crate::Tag {
        crate::Tag {
            id: self.id,
            name: self.name,
            scope: match self.scope.as_str() {
                "contact" => TagScope::Contact,
                "ticket" => TagScope::Ticket,
                _ => TagScope::Both,
            },
            group: self.group,
            active: self.active,
            not_sent: Vec::new(),
            vendor_data,
        }
    }
}

/// The record of a delivery; `None` when it is of a kind that is not known here.
pub(super) fn record(json: &Value) -> Result<Option<Record>, Misfit> {
    let data = VendorData::from_value(json);
    let text = json.to_string();
    let object = json
        .get("object")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Ok(match object {
        "contact" => {
            let own: Contact = json::from_str(&text)?;
            Some(Record::Contact(Box::new(own.neutral(data))))
        }
        "ticket" => {
            let own: Ticket = json::from_str(&text)?;
            Some(Record::Ticket(Box::new(own.neutral(data))))
        }
        "message" => {
            let own: Message = json::from_str(&text)?;
            Some(Record::Message(Box::new(own.neutral(data))))
        }
        "tag" => {
            let own: Tag = json::from_str(&text)?;
            Some(Record::Tag(Box::new(own.neutral(data))))
        }
        _ => None,
    })
}

//! Which members and relations the records have, and how to read them.

use serde_json::{Value, json};

use super::Quirk;
use super::records::{Contact, Message, Seen, Ticket, stamp, stamp_ms};
use super::state::World;

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Model {
    /// Contacts.
    Contact,
    /// Tickets.
    Ticket,
    /// Messages.
    Message,
    /// Documents of the table of this name.
    Doc(&'static str),
}

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) enum Row<'a> {
    /// A contact.
    Contact(&'a Contact),
    /// A ticket.
    Ticket(&'a Ticket),
    /// A message.
    Message(&'a Message),
    /// A document.
    Doc(&'a Value),
}

/// A related record: one that is stored, or one made up for the join.
#[derive(Debug)]
pub(super) enum Related<'a> {
    /// A stored record.
    Stored(Row<'a>),
    /// A record made up for the join, such as a tag with its join object.
    Made(Value),
}

impl Related<'_> {
    /// The record.
    pub(super) fn row(&self) -> Row<'_> {
        match self {
            Self::Stored(row) => *row,
            Self::Made(value) => Row::Doc(value),
        }
    }
}

const CONTACT: &[&str] = &[
    "id",
    "accountId",
    "serviceId",
    "name",
    "internalName",
    "alternativeName",
    "isMe",
    "isGroup",
    "isBroadcast",
    "isSilenced",
    "isMyContact",
    "hadChat",
    "visible",
    "unsubscribed",
    "unread",
    "note",
    "status",
    "lastMessageAt",
    "lastContactMessageAt",
    "lastMessageId",
    "personId",
    "defaultDepartmentId",
    "defaultUserId",
    "createdAt",
    "updatedAt",
    "deletedAt",
    "data",
    "data.number",
    "data.valid",
    "data.unread",
    "data.isOriginal",
    "currentTicketId",
    "archivedAt",
    "block",
    "dataBlock",
    "hsmExpirationTime",
    "idFromService",
];
const TICKET: &[&str] = &[
    "id",
    "accountId",
    "contactId",
    "departmentId",
    "userId",
    "currentTicketTransferId",
    "firstMessageId",
    "lastMessageId",
    "isOpen",
    "protocol",
    "comments",
    "origin",
    "startedAt",
    "endedAt",
    "metrics",
    "createdAt",
    "updatedAt",
];
const MESSAGE: &[&str] = &[
    "id",
    "accountId",
    "contactId",
    "serviceId",
    "isFromMe",
    "sent",
    "visible",
    "obfuscated",
    "isFromBot",
    "type",
    "timestamp",
    "text",
    "data",
    "data.ack",
    "fromId",
    "toId",
    "quotedMessageId",
    "userId",
    "ticketId",
    "ticketUserId",
    "ticketDepartmentId",
    "origin",
    "hsmId",
    "createdAt",
    "updatedAt",
    "deletedAt",
    "isComment",
    "isFromSync",
    "isTranscribing",
    "transcribeError",
    "reactionParentMessageId",
    "botId",
    "campaignId",
];
const DOCS: &[(&str, &[&str])] = &[
    (
        "departments",
        &[
            "id",
            "name",
            "accountId",
            "distributionId",
            "archivedAt",
            "createdAt",
            "updatedAt",
        ],
    ),
    (
        "users",
        &[
            "id",
            "name",
            "email",
            "phoneNumber",
            "branch",
            "isSuperAdmin",
            "isClientUser",
            "isFirstLogin",
            "otpAuthActive",
            "isActiveInternalChat",
            "active",
            "status",
            "clientsStatus",
            "language",
            "timetableId",
            "accountId",
            "data",
            "archivedAt",
            "deletedAt",
            "createdAt",
            "updatedAt",
        ],
    ),
    (
        "tags",
        &[
            "id",
            "label",
            "backgroundColor",
            "accountId",
            "createdAt",
            "updatedAt",
            "deletedAt",
        ],
    ),
    (
        "services",
        &[
            "id",
            "name",
            "accountId",
            "type",
            "botId",
            "defaultDepartmentId",
            "isArchived",
            "archivedAt",
            "createdAt",
            "updatedAt",
            "deletedAt",
            "settings",
            "data",
            "data.myId",
        ],
    ),
    (
        "people",
        &[
            "id",
            "name",
            "document",
            "accountId",
            "createdAt",
            "updatedAt",
        ],
    ),
    (
        "organizations",
        &["id", "name", "accountId", "createdAt", "updatedAt"],
    ),
    (
        "custom-fields",
        &[
            "id",
            "name",
            "type",
            "allowed",
            "accountId",
            "createdAt",
            "updatedAt",
        ],
    ),
    (
        "ticket-topics",
        &[
            "id",
            "name",
            "archivedAt",
            "accountId",
            "createdAt",
            "updatedAt",
        ],
    ),
];

impl Model {
    /// The members that may be named in filters, orders and projections; `None` when nothing is
    /// known of the record.
    pub(super) fn members(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Contact => Some(CONTACT),
            Self::Ticket => Some(TICKET),
            Self::Message => Some(MESSAGE),
            Self::Doc(name) => DOCS
                .iter()
                .find(|(table, _)| *table == name)
                .map(|(_, members)| *members),
        }
    }

    /// The relations that may be included, whether they hold many records, and of which model.
    #[allow(clippy::match_same_arms)] // a table reads better than merged arms
    pub(super) fn relation(self, name: &str) -> Option<(bool, Model)> {
        let found = match (self, name) {
            (Self::Contact, "service") => (false, Self::Doc("services")),
            (Self::Contact, "tags") => (true, Self::Doc("tags")),
            (Self::Contact, "customFieldValues") => (true, Self::Doc("custom-field-values")),
            (Self::Contact, "person") => (false, Self::Doc("people")),
            (Self::Contact, "avatar" | "thumbAvatar") => (false, Self::Doc("files")),
            (Self::Contact, "currentTicket") => (false, Self::Ticket),
            (Self::Contact, "lastMessage") | (Self::Ticket, "firstMessage" | "lastMessage") => {
                (false, Self::Message)
            }
            (Self::Doc("custom-field-values"), "customField") => {
                (false, Self::Doc("custom-fields"))
            }
            (Self::Ticket, "contact") => (false, Self::Contact),
            (Self::Ticket, "department") => (false, Self::Doc("departments")),
            (Self::Ticket | Self::Doc("absence"), "user") => (false, Self::Doc("users")),
            (Self::Ticket, "account") => (false, Self::Doc("accounts")),
            (Self::Ticket, "ticketTopics") => (true, Self::Doc("ticket-topics")),
            (Self::Ticket, "ticketTransfers") => (true, Self::Doc("ticket-transfers")),
            (Self::Doc("ticket-transfers"), "byUser") => (false, Self::Doc("users")),
            (Self::Message, "file" | "preview") => (false, Self::Doc("files")),
            (Self::Doc("users"), "departments") => (true, Self::Doc("departments")),
            (Self::Doc("users"), "roles") => (true, Self::Doc("roles")),
            (Self::Doc("roles"), "permissions") => (true, Self::Doc("permissions")),
            (Self::Doc("people"), "organizations") => (true, Self::Doc("organizations")),
            _ => return None,
        };
        Some(found)
    }
}

impl World {
    /// The record of a model at a place.
    pub(super) fn row(&self, model: Model, place: u32) -> Option<Row<'_>> {
        Some(match model {
            Model::Contact => Row::Contact(self.contacts.at(place)?),
            Model::Ticket => Row::Ticket(self.tickets.at(place)?),
            Model::Message => Row::Message(self.messages.at(place)?),
            Model::Doc(name) => Row::Doc(self.docs.get(name)?.at(place)?),
        })
    }

    /// A whole record, without relations.
    pub(super) fn show(&self, row: Row<'_>) -> Value {
        match row {
            Row::Contact(contact) => contact.json(&self.account),
            Row::Ticket(ticket) => ticket.json(&self.account, self.quirk(Quirk::MetricsWhileOpen)),
            Row::Message(message) => message.json(&self.account, Seen::Read),
            Row::Doc(doc) => {
                let mut shown = doc.clone();
                if let Some(members) = shown.as_object_mut() {
                    if members.contains_key("_service") && self.quirk(Quirk::ServiceIsArchivedFlag)
                    {
                        let archived = members.remove("archivedAt").is_some_and(|at| !at.is_null());
                        members.insert("isArchived".to_owned(), json!(archived));
                    }
                    members.retain(|key, _| !key.starts_with('_'));
                }
                shown
            }
        }
    }

    /// One member of a record. The members that filters name most are read without building the
    /// record.
    pub(super) fn member(&self, row: Row<'_>, name: &str) -> Value {
        match (row, name) {
            (Row::Contact(c), "id") => json!(c.uuid()),
            (Row::Contact(c), "serviceId") => json!(c.service_id.as_ref()),
            (Row::Contact(c), "visible") => json!(c.visible),
            (Row::Contact(c), "isGroup") => json!(c.is_group),
            (Row::Contact(c), "isBroadcast") => json!(c.is_broadcast),
            (Row::Contact(c), "data.number") => json!(c.number),
            (Row::Contact(c), "name") => json!(c.name),
            (Row::Contact(c), "internalName") => json!(c.internal_name),
            (Row::Contact(c), "alternativeName") => json!(c.more().alternative_name),
            (Row::Contact(c), "createdAt") => json!(stamp_ms(c.created_at)),
            (Row::Contact(c), "updatedAt") => json!(stamp_ms(c.updated_at)),
            (Row::Contact(c), "lastMessageAt") => json!(c.more().last_message_at.map(stamp_ms)),
            (Row::Ticket(t), "id") => json!(t.id),
            (Row::Ticket(t), "contactId") => json!(t.contact_id),
            (Row::Ticket(t), "departmentId") => json!(t.department_id),
            (Row::Ticket(t), "userId") => json!(t.user_id),
            (Row::Ticket(t), "isOpen") => json!(t.is_open),
            (Row::Ticket(t), "protocol") => json!(t.protocol),
            (Row::Ticket(t), "startedAt" | "createdAt") => json!(stamp(t.started_at)),
            (Row::Ticket(t), "updatedAt") => json!(stamp(t.updated_at)),
            (Row::Message(m), "id") => json!(m.id),
            (Row::Message(m), "contactId") => json!(m.contact_id),
            (Row::Message(m), "ticketId") => json!(m.ticket_id),
            (Row::Message(m), "type") => json!(m.kind),
            (Row::Message(m), "isFromMe") => json!(m.is_from_me),
            (Row::Message(_), "visible") => json!(true),
            (Row::Message(m), "timestamp" | "createdAt") => json!(stamp(m.created_at)),
            (Row::Doc(doc), plain) if !plain.contains('.') => doc[plain].clone(),
            (row, path) => path
                .split('.')
                .fold(self.show(row), |value, part| value[part].clone()),
        }
    }
}

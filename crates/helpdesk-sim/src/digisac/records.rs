//! The large records: contacts, tickets, messages. Smaller ones are plain JSON documents.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::table::show_id;

/// A time as the API writes it: UTC with milliseconds.
pub(super) fn stamp(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// A time kept in milliseconds, as the API writes it.
pub(super) fn stamp_ms(ms: i64) -> String {
    stamp(Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// A contact. Kept small, because there may be a million.
#[derive(Debug, Clone)]
pub(super) struct Contact {
    pub(super) id: u128,
    pub(super) number: Box<str>,
    pub(super) service_id: Arc<str>,
    pub(super) name: Option<Box<str>>,
    pub(super) internal_name: Option<Box<str>>,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    pub(super) unread: u32,
    pub(super) is_group: bool,
    pub(super) is_broadcast: bool,
    pub(super) is_silenced: bool,
    pub(super) visible: bool,
    pub(super) valid: bool,
    pub(super) blocked: bool,
    pub(super) more: Option<Box<More>>,
}

/// What few contacts have.
#[derive(Debug, Clone, Default)]
pub(super) struct More {
    pub(super) alternative_name: Option<String>,
    pub(super) note: Option<String>,
    pub(super) person_id: Option<String>,
    pub(super) default_department_id: Option<String>,
    pub(super) default_user_id: Option<String>,
    pub(super) last_message_id: Option<String>,
    pub(super) last_message_at: Option<i64>,
    pub(super) last_contact_message_at: Option<i64>,
    pub(super) current_ticket_id: Option<String>,
    pub(super) unsubscribed: bool,
    pub(super) had_chat: bool,
    pub(super) block_description: Option<String>,
    /// Tag id and when it was put on.
    pub(super) tags: Vec<(String, i64)>,
    /// Custom field id, value, id of the value's own record, when it was set.
    pub(super) fields: Vec<(String, Value, String, i64)>,
}

static NOTHING: More = More {
    alternative_name: None,
    note: None,
    person_id: None,
    default_department_id: None,
    default_user_id: None,
    last_message_id: None,
    last_message_at: None,
    last_contact_message_at: None,
    current_ticket_id: None,
    unsubscribed: false,
    had_chat: false,
    block_description: None,
    tags: Vec::new(),
    fields: Vec::new(),
};

impl Contact {
    pub(super) fn more(&self) -> &More {
        self.more.as_deref().unwrap_or(&NOTHING)
    }

    pub(super) fn more_mut(&mut self) -> &mut More {
        self.more.get_or_insert_with(Box::default)
    }

    pub(super) fn uuid(&self) -> String {
        show_id(self.id)
    }

    /// The bare record.
    pub(super) fn json(&self, account: &str) -> Value {
        let more = self.more();
        json!({
            "id": self.uuid(),
            "accountId": account,
            "serviceId": self.service_id.as_ref(),
            "name": self.name,
            "internalName": self.internal_name,
            "alternativeName": more.alternative_name,
            "isMe": false,
            "isGroup": self.is_group,
            "isBroadcast": self.is_broadcast,
            "isSilenced": self.is_silenced,
            "isMyContact": false,
            "hadChat": more.had_chat,
            "visible": self.visible,
            "unsubscribed": more.unsubscribed,
            "unread": self.unread,
            "note": more.note,
            "status": "offline",
            "lastMessageAt": more.last_message_at.map(stamp_ms),
            "lastContactMessageAt": more.last_contact_message_at.map(stamp_ms),
            "lastMessageId": more.last_message_id,
            "personId": more.person_id,
            "defaultDepartmentId": more.default_department_id,
            "defaultUserId": more.default_user_id,
            "currentTicketId": more.current_ticket_id,
            "archivedAt": null,
            "block": self.blocked,
            "dataBlock": more.block_description.as_ref().map_or_else(
                || json!({}),
                |why| json!({"description": why})),
            "hsmExpirationTime": null,
            "idFromService": format!("{}@{}", self.number, if self.is_group { "g.us" } else { "c.us" }),
            "createdAt": stamp_ms(self.created_at),
            "updatedAt": stamp_ms(self.updated_at),
            "deletedAt": null,
            "data": {
                "number": self.number,
                "valid": self.valid,
                "unread": self.unread > 0,
                "isOriginal": true,
                "webchat": {},
                "whatsapp": {},
            },
        })
    }
}

/// A ticket ("chamado").
#[derive(Debug, Clone)]
pub(super) struct Ticket {
    pub(super) id: String,
    pub(super) contact_id: String,
    pub(super) department_id: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) is_open: bool,
    pub(super) protocol: String,
    pub(super) comments: Option<String>,
    pub(super) origin: &'static str,
    pub(super) started_at: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) updated_at: Timestamp,
    pub(super) transfer_id: Option<String>,
    pub(super) first_message_id: Option<String>,
    pub(super) last_message_id: Option<String>,
    pub(super) topics: Vec<String>,
    pub(super) transfers: Vec<Value>,
}

impl Ticket {
    /// The bare record.
    pub(super) fn json(&self, account: &str, metrics_while_open: bool) -> Value {
        let seconds = self
            .ended_at
            .map_or(0, |end| end.as_second() - self.started_at.as_second());
        let metrics = if self.is_open && !metrics_while_open {
            Value::Null
        } else {
            json!({
                "ticketTime": seconds,
                "waitingTime": 0,
                "messagingTime": seconds,
                "ticketTransferCount": self.transfers.len().saturating_sub(1),
            })
        };
        json!({
            "id": self.id,
            "accountId": account,
            "contactId": self.contact_id,
            "departmentId": self.department_id,
            "userId": self.user_id,
            "isOpen": self.is_open,
            "protocol": self.protocol,
            "comments": self.comments,
            "origin": self.origin,
            "startedAt": stamp(self.started_at),
            "endedAt": self.ended_at.map(stamp),
            "metrics": metrics,
            "currentTicketTransferId": self.transfer_id,
            "firstMessageId": self.first_message_id,
            "lastMessageId": self.last_message_id,
            "createdAt": stamp(self.started_at),
            "updatedAt": stamp(self.updated_at),
        })
    }
}

/// A message, an internal comment, or a system record of type `ticket`.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) contact_id: String,
    pub(super) service_id: String,
    pub(super) ticket_id: Option<String>,
    pub(super) ticket_user_id: Option<String>,
    pub(super) ticket_department_id: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) kind: String,
    pub(super) text: Option<String>,
    pub(super) is_from_me: bool,
    pub(super) origin: Option<String>,
    pub(super) ack: Option<i64>,
    /// Further members of the message's own `data`.
    pub(super) data: Map<String, Value>,
    pub(super) file: Option<Value>,
    pub(super) hsm_id: Option<String>,
    pub(super) from_id: Option<String>,
    pub(super) to_id: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

/// The three forms in which a message is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// In a list or read by id.
    Read,
    /// As the answer of a send: no dates of the record.
    Sent,
    /// In a webhook: no dates of the record, no `fromId` on outbound ones, no `text` on system
    /// records.
    Hook,
    /// In a `message.updated` webhook: as [`Seen::Hook`], and `ack` is text.
    HookUpdate,
}

impl Message {
    /// Whether this is a record of the ticket's life and no message of anybody.
    pub(super) fn is_system(&self) -> bool {
        self.kind == "ticket"
    }

    /// The bare record.
    pub(super) fn json(&self, account: &str, seen: Seen) -> Value {
        let hook = matches!(seen, Seen::Hook | Seen::HookUpdate);
        let mut data = self.data.clone();
        if let Some(ack) = self.ack {
            let shown = if seen == Seen::HookUpdate {
                json!(ack.to_string())
            } else {
                json!(ack)
            };
            data.insert("ack".to_owned(), shown);
            data.insert("isNew".to_owned(), json!(seen != Seen::Read));
            data.insert("isFirst".to_owned(), json!(false));
        }
        let mut record = json!({
            "id": self.id,
            "accountId": account,
            "contactId": self.contact_id,
            "serviceId": self.service_id,
            "isFromMe": self.is_from_me,
            "sent": self.is_from_me,
            "visible": true,
            "obfuscated": false,
            "isFromBot": false,
            "isFromSync": false,
            "isComment": self.kind == "comment",
            "type": self.kind,
            "timestamp": stamp(self.created_at),
            "text": self.text,
            "data": data,
            "fromId": if hook && self.is_from_me { None } else { self.from_id.as_ref() },
            "toId": self.to_id,
            "quotedMessageId": null,
            "userId": self.user_id,
            "ticketId": self.ticket_id,
            "ticketUserId": self.ticket_user_id,
            "ticketDepartmentId": self.ticket_department_id,
            "origin": self.origin,
            "hsmId": self.hsm_id,
            "botId": null,
            "campaignId": null,
            "files": null,
            "quotedMessage": null,
        });
        if let Value::Object(members) = &mut record {
            if seen == Seen::Read {
                members.insert("createdAt".to_owned(), json!(stamp(self.created_at)));
                members.insert("updatedAt".to_owned(), json!(stamp(self.updated_at)));
                members.insert("deletedAt".to_owned(), Value::Null);
            }
            if hook && self.is_system() {
                members.remove("text");
            }
            if seen == Seen::Hook && self.user_id.is_some() && !self.is_system() {
                members.insert("ticketUserId".to_owned(), Value::Null);
                members.insert("ticketDepartmentId".to_owned(), Value::Null);
            }
        }
        record
    }
}

//! The records related to a record.

use serde_json::{Value, json};

use super::model::{Related, Row};
use super::records::{Contact, stamp_ms};
use super::state::World;

impl World {
    /// The related records of a row.
    pub(super) fn related(&self, row: Row<'_>, relation: &str) -> Vec<Related<'_>> {
        let doc = |table: &str, id: Option<&str>| -> Vec<Related<'_>> {
            id.and_then(|id| self.doc(table, id))
                .map(|doc| Related::Stored(Row::Doc(doc)))
                .into_iter()
                .collect()
        };
        let docs = |table: &str, ids: &Value| -> Vec<Related<'_>> {
            ids.as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .flat_map(|id| doc(table, Some(id)))
                .collect()
        };
        let message = |id: Option<&String>| -> Vec<Related<'_>> {
            id.and_then(|id| self.messages.get(id))
                .map(|found| Related::Stored(Row::Message(found)))
                .into_iter()
                .collect()
        };
        match (row, relation) {
            (Row::Contact(c), "service") => doc("services", Some(&c.service_id)),
            (Row::Contact(c), "tags") => self.tags_of(c),
            (Row::Contact(c), "customFieldValues") => self.fields_of(c),
            (Row::Contact(c), "person") => doc("people", c.more().person_id.as_deref()),
            (Row::Contact(c), "lastMessage") => message(c.more().last_message_id.as_ref()),
            (Row::Contact(c), "currentTicket") => c
                .more()
                .current_ticket_id
                .as_ref()
                .and_then(|id| self.tickets.get(id))
                .map(|found| Related::Stored(Row::Ticket(found)))
                .into_iter()
                .collect(),
            (Row::Ticket(t), "contact") => self
                .contacts
                .get(&t.contact_id)
                .map(|found| Related::Stored(Row::Contact(found)))
                .into_iter()
                .collect(),
            (Row::Ticket(t), "department") => doc("departments", t.department_id.as_deref()),
            (Row::Ticket(t), "user") => doc("users", t.user_id.as_deref()),
            (Row::Ticket(t), "firstMessage") => message(t.first_message_id.as_ref()),
            (Row::Ticket(t), "lastMessage") => message(t.last_message_id.as_ref()),
            (Row::Ticket(_), "account") => vec![Related::Made(
                json!({"id": self.account, "name": self.account_name}),
            )],
            (Row::Ticket(t), "ticketTopics") => docs("ticket-topics", &json!(t.topics)),
            (Row::Ticket(t), "ticketTransfers") => {
                t.transfers.iter().cloned().map(Related::Made).collect()
            }
            (Row::Message(m), "file") => m.file.iter().cloned().map(Related::Made).collect(),
            (Row::Doc(d), "customField") => doc("custom-fields", d["customFieldId"].as_str()),
            (Row::Doc(d), "byUser") => doc("users", d["byUserId"].as_str()),
            (Row::Doc(d), "user") => doc("users", d["userId"].as_str()),
            (Row::Doc(d), "departments") => docs("departments", &d["_departmentsId"]),
            (Row::Doc(d), "roles") => docs("roles", &d["_rolesId"]),
            (Row::Doc(d), "organizations") => docs("organizations", &d["_organizationIds"]),
            _ => Vec::new(),
        }
    }

    fn tags_of(&self, contact: &Contact) -> Vec<Related<'_>> {
        let tag = |(id, at): &(String, i64)| {
            let mut tag = self.show(Row::Doc(self.doc("tags", id)?));
            let at = stamp_ms(*at);
            tag["contact_tags"] = json!({
                "contactId": contact.uuid(), "tagId": id, "createdAt": at, "updatedAt": at,
            });
            Some(Related::Made(tag))
        };
        contact.more().tags.iter().filter_map(tag).collect()
    }

    fn fields_of(&self, contact: &Contact) -> Vec<Related<'_>> {
        let value = |(field, value, id, at): &(String, Value, String, i64)| {
            self.doc("custom-fields", field)?;
            let at = stamp_ms(*at);
            Some(Related::Made(json!({
                "id": id, "customFieldId": field, "value": value,
                "relatedId": contact.uuid(), "createdAt": at, "updatedAt": at,
            })))
        };
        contact.more().fields.iter().filter_map(value).collect()
    }
}

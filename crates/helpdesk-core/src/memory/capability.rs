//! What the desk can do: everything.

use crate::{Capabilities, Capability, Field, Operation, Safety, Vendor};

use Field::{
    Active, Assignee, Attachments, Author, Channel, Channels, Color, Contact, CustomFields,
    Department, Description, Document, DueAt, Emails, Events, ExternalId, Group, Handles, Name,
    Organization, Owner, Phones, Priority, ReplyTo, Status, Subject, Tags, Template, Text,
    UpdatedAt, Url,
};

/// The capability table of a desk that can do everything.
pub(super) fn complete(vendor: Vendor) -> Capabilities {
    Operation::ALL
        .iter()
        .fold(Capabilities::new(vendor), |table, operation| {
            table.with(*operation, capability(*operation))
        })
}

fn capability(operation: Operation) -> Capability {
    let capability = Capability::native()
        .fields(fields(operation))
        .safety(safety(operation));
    match effects(operation) {
        Some(effects) => capability.effects(effects),
        None => capability,
    }
}

/// The fields that a write holds, or that a list filters by: all that the input can name.
fn fields(operation: Operation) -> &'static [Field] {
    match operation {
        Operation::ContactsList | Operation::ContactsSearch => &[Tags],
        Operation::ContactsCreate => &[
            Name,
            Phones,
            Emails,
            Document,
            Handles,
            Channel,
            Tags,
            CustomFields,
            Owner,
            Organization,
        ],
        Operation::ContactsUpdate => &[
            Name,
            Phones,
            Emails,
            Document,
            Handles,
            Tags,
            CustomFields,
            Owner,
            Organization,
        ],
        Operation::TicketsList => &[Contact, Assignee, Department, Tags, UpdatedAt],
        Operation::TicketsCreate => &[
            Contact,
            Subject,
            Text,
            Channel,
            Department,
            Assignee,
            Status,
            Priority,
            Tags,
            CustomFields,
            DueAt,
        ],
        Operation::TicketsUpdate => &[
            Subject,
            Description,
            Status,
            Priority,
            Tags,
            CustomFields,
            DueAt,
        ],
        Operation::TagsCreate => &[Group, Color],
        Operation::TagsUpdate => &[Name, Color],
        Operation::MessagesSend => &[Text, Attachments, Template, Author, ReplyTo, ExternalId],
        Operation::NotesAdd => &[Author],
        Operation::WebhooksCreate => &[Name, Channels],
        Operation::WebhooksUpdate => &[Url, Events, Name, Active],
        _ => &[],
    }
}

/// As a vendor behind a network would have it; nothing is ever lost here.
fn safety(operation: Operation) -> Safety {
    match operation {
        Operation::ContactsCreate
        | Operation::TicketsCreate
        | Operation::TicketsReopen
        | Operation::TagsCreate
        | Operation::MessagesSend
        | Operation::WebhooksCreate => Safety::VerifyFirst,
        Operation::NotesAdd | Operation::Raw => Safety::Once,
        _ => Safety::Safe,
    }
}

fn effects(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::ContactsDelete => {
            Some("the contact's tickets, messages and notes are removed with it")
        }
        Operation::ContactsBlock => Some("a blocked contact cannot write in"),
        Operation::TicketsDelete => Some("the ticket's messages and notes are removed with it"),
        Operation::TagsDelete => Some("the tag is taken off everything it was on"),
        _ => None,
    }
}

//! What differs between two readings of a record.

use helpdesk_core::{Contact, Field, Ref, Ticket, phone};

/// The fields of a contact that differ, those left out by the vendor in either reading apart.
pub(super) fn contacts(a: &Contact, b: &Contact) -> Vec<Field> {
    let mut differ = Vec::new();
    let mut note = |same: bool, field: Field| {
        let told = !a.not_sent.contains(&field) && !b.not_sent.contains(&field);
        if told && !same {
            differ.push(field);
        }
    };
    note(a.name == b.name, Field::Name);
    note(same_phones(a, b), Field::Phones);
    note(
        a.emails.len() == b.emails.len() && a.emails.iter().all(|mail| b.has_email(mail)),
        Field::Emails,
    );
    let documents = match (&a.document, &b.document) {
        (Some(own), Some(_)) => b.has_document(own),
        (None, None) => true,
        _ => false,
    };
    note(documents, Field::Document);
    note(ids(&a.tags) == ids(&b.tags), Field::Tags);
    note(a.custom_fields == b.custom_fields, Field::CustomFields);
    note(id(a.owner.as_ref()) == id(b.owner.as_ref()), Field::Owner);
    note(
        id(a.organization.as_ref()) == id(b.organization.as_ref()),
        Field::Organization,
    );
    note(a.blocked == b.blocked, Field::Blocked);
    note(a.handles == b.handles, Field::Handles);
    differ
}

/// The fields of a ticket that differ, those left out by the vendor in either reading apart.
pub(super) fn tickets(a: &Ticket, b: &Ticket) -> Vec<Field> {
    let mut differ = Vec::new();
    let mut note = |same: bool, field: Field| {
        let told = !a.not_sent.contains(&field) && !b.not_sent.contains(&field);
        if told && !same {
            differ.push(field);
        }
    };
    note(a.number == b.number, Field::Number);
    note(a.subject == b.subject, Field::Subject);
    note(a.description == b.description, Field::Description);
    note(a.status == b.status, Field::Status);
    note(a.priority == b.priority, Field::Priority);
    note(
        id(a.contact.as_ref()) == id(b.contact.as_ref()),
        Field::Contact,
    );
    note(
        id(a.assignee.as_ref()) == id(b.assignee.as_ref()),
        Field::Assignee,
    );
    note(
        id(a.department.as_ref()) == id(b.department.as_ref()),
        Field::Department,
    );
    note(ids(&a.tags) == ids(&b.tags), Field::Tags);
    note(a.custom_fields == b.custom_fields, Field::CustomFields);
    note(a.due_at == b.due_at, Field::DueAt);
    differ
}

fn id<I: Clone>(reference: Option<&Ref<I>>) -> Option<I> {
    reference.and_then(|reference| reference.id.clone())
}

fn ids<I: Clone + Ord>(references: &[Ref<I>]) -> Vec<I> {
    let mut ids: Vec<I> = references.iter().filter_map(|tag| tag.id.clone()).collect();
    ids.sort();
    ids
}

fn same_phones(a: &Contact, b: &Contact) -> bool {
    let has = |one: &Contact, number: &str| {
        one.has_phone(number) || one.phones.iter().any(|own| own.number == number)
    };
    a.phones.iter().all(|own| has(b, &own.number)) && b.phones.iter().all(|own| has(a, &own.number))
}

/// Whether a phone number is one that the phone module can read.
pub(super) fn readable(number: &str) -> bool {
    phone::PhoneNumber::parse(number).is_ok()
}

/// Fields as one text.
pub(super) fn list(fields: &[Field]) -> String {
    let names: Vec<&str> = fields.iter().map(Field::as_str).collect();
    names.join(", ")
}

//! Contacts.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::Value;

use super::state::{Happening, State, changes};
use super::{MemoryDesk, values};
use crate::phone::PhoneNumber;
use crate::webhook::{EventKind, Record};
use crate::{
    CallOptions, Contact, ContactId, ContactKey, ContactPatch, ContactQuery, Contacts,
    CustomFieldEntity, Error, ErrorKind, Field, Loss, NewContact, Operation, OrganizationRef, Page,
    PageRequest, Patch, Result, TagScope, Written,
};

#[async_trait]
impl Contacts for MemoryDesk {
    async fn list(
        &self,
        query: &ContactQuery,
        page: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<Contact>> {
        let operation = query.operation();
        self.table().require_filters(operation, &query.fields())?;
        let place = self.place(operation, query, page)?;
        self.run(operation, |state| {
            let rows = state
                .contacts
                .placed()
                .filter(|(_, row)| admits(query, row));
            self.cut(&place, rows, |row| state.show_contact(row))
        })
    }

    async fn get(&self, id: &ContactId, _: &CallOptions) -> Result<Contact> {
        self.run(Operation::ContactsGet, |state| state.contact(id))
    }

    async fn find(&self, key: &ContactKey, _: &CallOptions) -> Result<Vec<Contact>> {
        let operation = key.operation();
        self.table().require(operation)?;
        if let ContactKey::Phone(number) = key {
            PhoneNumber::parse(number).map_err(|error| {
                self.locate(
                    operation,
                    values::invalid(&Field::Phones, error.to_string()),
                )
            })?;
        }
        self.run(operation, |state| {
            let found = state.contacts.iter().filter(|row| row.matches(key));
            Ok(found.map(|row| state.show_contact(row)).collect())
        })
    }

    async fn create(&self, new: &NewContact, options: &CallOptions) -> Result<Written<Contact>> {
        let operation = Operation::ContactsCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut new = new.clone();
        strip(&mut new, &losses);
        check(&new).map_err(|error| self.locate(operation, error))?;
        let contact = self.run(operation, |state| state.create_contact(new))?;
        Ok(Written::new(contact).with_losses(losses))
    }

    async fn update(
        &self,
        id: &ContactId,
        patch: &ContactPatch,
        options: &CallOptions,
    ) -> Result<Written<Contact>> {
        let operation = Operation::ContactsUpdate;
        let losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        let mut patch = patch.clone();
        strip_patch(&mut patch, &losses);
        check_patch(&patch).map_err(|error| self.locate(operation, error))?;
        let contact = self.run(operation, |state| state.update_contact(id, patch))?;
        Ok(Written::new(contact).with_losses(losses))
    }

    async fn delete(&self, id: &ContactId, _: &CallOptions) -> Result<()> {
        self.run(Operation::ContactsDelete, |state| state.delete_contact(id))
    }

    async fn set_blocked(&self, id: &ContactId, blocked: bool, _: &CallOptions) -> Result<()> {
        self.run(Operation::ContactsBlock, |state| {
            let kind = if blocked {
                EventKind::ContactBlocked
            } else {
                EventKind::ContactUnblocked
            };
            let mut contact = state.contacts.get(id.as_str())?.clone();
            contact.blocked = Some(blocked);
            state.replace_contact(contact, kind, None)?;
            Ok(())
        })
    }
}

impl State {
    /// A contact as it is shown, or `NotFound`.
    pub(super) fn contact(&self, id: &ContactId) -> Result<Contact> {
        Ok(self.show_contact(self.contacts.get(id.as_str())?))
    }

    /// A contact with the names of what it refers to, and its JSON.
    pub(super) fn show_contact(&self, row: &Contact) -> Contact {
        let mut contact = row.clone();
        contact.tags = self.named_tags(&row.tags);
        contact.owner = self.named_agent(row.owner.as_ref());
        contact.vendor_data = self.own_json("contact", contact.id.as_str(), &contact);
        contact
    }

    fn create_contact(&mut self, new: NewContact) -> Result<Contact> {
        let mut contact = Contact::new(self.contacts.next_id());
        contact.name = new.name;
        contact.phones = values::phones(&new.phones, &[]);
        contact.emails = values::emails(&new.emails);
        contact.document = new.document;
        contact.handles = new.handles;
        contact.tags = self.tags_for(&new.tags, TagScope::Contact)?;
        contact.custom_fields = new.custom_fields;
        contact.custom_fields.retain(|_, value| !value.is_null());
        contact.owner = self.agent_for(new.owner.as_ref(), &Field::Owner)?;
        contact.organization = new.organization.map(OrganizationRef::by_id);
        contact.channel = self.channel_for(new.channel.as_ref())?;
        contact.blocked = Some(false);
        contact.deliverable = Some(true);
        contact.created_at = Some(self.now);
        contact.updated_at = Some(self.now);
        self.check_custom_fields(&CustomFieldEntity::Contact, &contact.custom_fields)?;
        self.check_unique(&contact)?;

        let shown = self.show_contact(&contact);
        self.contacts.put(contact);
        let record = Record::Contact(Box::new(shown.clone()));
        self.emit(Happening::new(EventKind::ContactCreated, record));
        Ok(shown)
    }

    fn update_contact(&mut self, id: &ContactId, patch: ContactPatch) -> Result<Contact> {
        let mut contact = self.contacts.get(id.as_str())?.clone();
        patch.name.apply(&mut contact.name);
        match patch.phones {
            Patch::Keep => {}
            Patch::Set(list) => contact.phones = values::phones(&list, &contact.phones),
            Patch::Clear => contact.phones.clear(),
        }
        match patch.emails {
            Patch::Keep => {}
            Patch::Set(list) => contact.emails = values::emails(&list),
            Patch::Clear => contact.emails.clear(),
        }
        patch.document.apply(&mut contact.document);
        match patch.handles {
            Patch::Keep => {}
            Patch::Set(list) => contact.handles = list,
            Patch::Clear => contact.handles.clear(),
        }
        match &patch.tags {
            Patch::Keep => {}
            Patch::Set(ids) => contact.tags = self.tags_for(ids, TagScope::Contact)?,
            Patch::Clear => contact.tags.clear(),
        }
        if !patch.custom_fields.is_empty() {
            patch_custom_fields(&mut contact.custom_fields, patch.custom_fields);
            self.check_custom_fields(&CustomFieldEntity::Contact, &contact.custom_fields)?;
        }
        match &patch.owner {
            Patch::Keep => {}
            Patch::Set(agent) => contact.owner = self.agent_for(Some(agent), &Field::Owner)?,
            Patch::Clear => contact.owner = None,
        }
        patch
            .organization
            .map(OrganizationRef::by_id)
            .apply(&mut contact.organization);
        if is_nobody(&contact) {
            return Err(nobody());
        }
        self.check_unique(&contact)?;
        self.replace_contact(contact, EventKind::ContactUpdated, None)
    }

    /// Puts a changed contact in the place of the old one; a contact that did not change stays.
    pub(super) fn replace_contact(
        &mut self,
        mut contact: Contact,
        kind: EventKind,
        tag: Option<&crate::TagId>,
    ) -> Result<Contact> {
        let own = self.contacts.get(contact.id.as_str())?;
        let before = self.show_contact(own);
        if *own == contact {
            return Ok(before);
        }
        contact.updated_at = Some(self.now);
        let shown = self.show_contact(&contact);
        self.contacts.put(contact);
        let happening = Happening::new(kind, Record::Contact(Box::new(shown.clone())))
            .with_changes(changes(&before.vendor_data, &shown.vendor_data));
        self.emit(match tag {
            Some(tag) => happening.with_tag(tag),
            None => happening,
        });
        Ok(shown)
    }

    fn delete_contact(&mut self, id: &ContactId) -> Result<()> {
        self.contacts.get(id.as_str())?;
        let tickets: Vec<_> = self
            .tickets
            .iter()
            .filter(|ticket| ticket.contact_id() == Some(id))
            .map(|ticket| ticket.id.clone())
            .collect();
        for ticket in &tickets {
            self.delete_ticket(ticket)?;
        }
        self.forget_messages(|message| message.contact.as_ref() == Some(id));
        self.contacts.remove(id.as_str())?;
        self.changed = true;
        Ok(())
    }

    /// Refuses a contact that another one already is, naming that one.
    fn check_unique(&self, contact: &Contact) -> Result<()> {
        let clash = |other: &Contact| {
            if contact
                .phones
                .iter()
                .any(|own| other.has_phone(&own.number))
            {
                return Some(Field::Phones);
            }
            if contact
                .document
                .as_deref()
                .is_some_and(|own| other.has_document(own))
            {
                return Some(Field::Document);
            }
            contact
                .emails
                .iter()
                .any(|own| other.has_email(own))
                .then_some(Field::Emails)
        };
        let found = self
            .contacts
            .iter()
            .filter(|other| other.id != contact.id)
            .find_map(|other| Some((other, clash(other)?)));
        match found {
            None => Ok(()),
            Some((other, field)) => Err(Error::new(
                ErrorKind::Conflict,
                "another contact is known by this already",
            )
            .with_field_error(field.as_str(), "belongs to another contact")
            .with_existing_id(other.id.as_str())),
        }
    }
}

/// Changes custom fields one by one; a null clears like [`Patch::Clear`].
pub(super) fn patch_custom_fields(
    own: &mut BTreeMap<String, Value>,
    patch: BTreeMap<String, Patch<Value>>,
) {
    for (key, change) in patch {
        match change {
            Patch::Keep => {}
            Patch::Set(value) if !value.is_null() => {
                own.insert(key, value);
            }
            Patch::Set(_) | Patch::Clear => {
                own.remove(&key);
            }
        }
    }
}

fn admits(query: &ContactQuery, contact: &Contact) -> bool {
    let tagged = query
        .tag
        .as_ref()
        .is_none_or(|tag| contact.tags.iter().any(|own| own.id.as_ref() == Some(tag)));
    tagged
        && query
            .search
            .as_deref()
            .is_none_or(|text| answers(contact, text))
}

/// Whether a contact answers to free text: a part of a name, number, address, document or handle.
fn answers(contact: &Contact, text: &str) -> bool {
    let wanted = text.trim().to_lowercase();
    let digits: String = wanted.chars().filter(char::is_ascii_digit).collect();
    let holds = |own: &str| own.to_lowercase().contains(&wanted);
    contact.name.as_deref().is_some_and(holds)
        || contact.document.as_deref().is_some_and(holds)
        || contact.emails.iter().any(|own| holds(own))
        || contact.handles.iter().any(|own| holds(&own.value))
        || contact.has_phone(text)
        || contact
            .phones
            .iter()
            .any(|own| holds(&own.number) || (digits.len() >= 4 && own.number.contains(&digits)))
}

fn is_nobody(contact: &Contact) -> bool {
    contact.name.is_none()
        && contact.phones.is_empty()
        && contact.emails.is_empty()
        && contact.document.is_none()
        && contact.handles.is_empty()
}

fn nobody() -> Error {
    values::invalid(
        &Field::Name,
        "a contact needs a name, a phone number, a mail address, a document or a handle",
    )
}

fn check(new: &NewContact) -> Result<()> {
    let unnamed = new.phones.is_empty()
        && new.emails.is_empty()
        && new.document.is_none()
        && new.handles.is_empty();
    match &new.name {
        None if unnamed => return Err(nobody()),
        Some(name) => values::filled(&Field::Name, name)?,
        None => {}
    }
    values::readable(&new.phones)?;
    values::addresses(&new.emails)?;
    values::document(new.document.as_ref())?;
    for handle in &new.handles {
        values::filled(&Field::Handles, &handle.network)?;
        values::filled(&Field::Handles, &handle.value)?;
    }
    Ok(())
}

fn check_patch(patch: &ContactPatch) -> Result<()> {
    if let Patch::Set(name) = &patch.name {
        values::filled(&Field::Name, name)?;
    }
    if let Patch::Set(numbers) = &patch.phones {
        values::readable(numbers)?;
    }
    if let Patch::Set(list) = &patch.emails {
        values::addresses(list)?;
    }
    if let Patch::Set(handles) = &patch.handles {
        for handle in handles {
            values::filled(&Field::Handles, &handle.network)?;
            values::filled(&Field::Handles, &handle.value)?;
        }
    }
    values::document(patch.document.value())
}

/// Takes out what the desk cannot hold.
fn strip(new: &mut NewContact, losses: &[Loss]) {
    for loss in losses {
        match loss.field {
            Field::Name => new.name = None,
            Field::Phones => new.phones.clear(),
            Field::Emails => new.emails.clear(),
            Field::Document => new.document = None,
            Field::Handles => new.handles.clear(),
            Field::Channel => new.channel = None,
            Field::Tags => new.tags.clear(),
            Field::CustomFields => new.custom_fields.clear(),
            Field::Owner => new.owner = None,
            Field::Organization => new.organization = None,
            _ => {}
        }
    }
}

fn strip_patch(patch: &mut ContactPatch, losses: &[Loss]) {
    for loss in losses {
        match loss.field {
            Field::Name => patch.name = Patch::Keep,
            Field::Phones => patch.phones = Patch::Keep,
            Field::Emails => patch.emails = Patch::Keep,
            Field::Document => patch.document = Patch::Keep,
            Field::Handles => patch.handles = Patch::Keep,
            Field::Tags => patch.tags = Patch::Keep,
            Field::CustomFields => patch.custom_fields.clear(),
            Field::Owner => patch.owner = Patch::Keep,
            Field::Organization => patch.organization = Patch::Keep,
            _ => {}
        }
    }
}

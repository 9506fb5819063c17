//! Tags.

use async_trait::async_trait;
use serde_json::Value;

use super::state::{Happening, State, changes};
use super::{MemoryDesk, values};
use crate::webhook::{EventKind, Record};
use crate::{
    CallOptions, Error, ErrorKind, Field, Loss, NewTag, Operation, Page, PageRequest, Patch,
    Result, Tag, TagId, TagPatch, TagQuery, TagRef, TagScope, TagTarget, Tags, Written,
};

#[async_trait]
impl Tags for MemoryDesk {
    async fn list(
        &self,
        query: &TagQuery,
        page: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<Tag>> {
        let operation = Operation::TagsList;
        self.table().require(operation)?;
        let place = self.place(operation, query, page)?;
        self.run(operation, |state| {
            let rows = state
                .tags
                .placed()
                .filter(|(_, tag)| query.scope.is_none_or(|scope| tag.scope.covers(scope)));
            self.cut(&place, rows, |row| state.show_tag(row))
        })
    }

    async fn get(&self, id: &TagId, _: &CallOptions) -> Result<Tag> {
        self.run(Operation::TagsGet, |state| {
            Ok(state.show_tag(state.tags.get(id.as_str())?))
        })
    }

    async fn create(&self, new: &NewTag, options: &CallOptions) -> Result<Written<Tag>> {
        let operation = Operation::TagsCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut new = new.clone();
        for loss in &losses {
            match loss.field {
                Field::Group => new.group = None,
                Field::Color => new.color = None,
                _ => {}
            }
        }
        values::filled(&Field::Name, &new.name)
            .and_then(|()| check_color(new.color.as_deref()))
            .map_err(|error| self.locate(operation, error))?;
        let tag = self.run(operation, |state| state.create_tag(new))?;
        Ok(Written::new(tag).with_losses(losses))
    }

    async fn update(
        &self,
        id: &TagId,
        patch: &TagPatch,
        options: &CallOptions,
    ) -> Result<Written<Tag>> {
        let operation = Operation::TagsUpdate;
        let losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        let mut patch = patch.clone();
        strip_patch(&mut patch, &losses);
        match &patch.name {
            Patch::Keep => Ok(()),
            Patch::Set(name) => values::filled(&Field::Name, name),
            Patch::Clear => values::filled(&Field::Name, ""),
        }
        .and_then(|()| check_color(patch.color.value().map(String::as_str)))
        .map_err(|error| self.locate(operation, error))?;
        let tag = self.run(operation, |state| state.update_tag(id, patch))?;
        Ok(Written::new(tag).with_losses(losses))
    }

    async fn delete(&self, id: &TagId, _: &CallOptions) -> Result<()> {
        self.run(Operation::TagsDelete, |state| state.delete_tag(id))
    }

    async fn attach(&self, tag: &TagId, target: &TagTarget, _: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Contact(_) => Operation::TagsAttachContact,
            TagTarget::Ticket(_) => Operation::TagsAttachTicket,
        };
        self.run(operation, |state| state.put_tag(tag, target, true))
    }

    async fn detach(&self, tag: &TagId, target: &TagTarget, _: &CallOptions) -> Result<()> {
        let operation = match target {
            TagTarget::Contact(_) => Operation::TagsDetachContact,
            TagTarget::Ticket(_) => Operation::TagsDetachTicket,
        };
        self.run(operation, |state| state.put_tag(tag, target, false))
    }
}

impl State {
    /// A tag with its JSON, which also holds the colour.
    pub(super) fn show_tag(&self, row: &Tag) -> Tag {
        let mut tag = row.clone();
        tag.vendor_data = self.own_json("tag", tag.id.as_str(), &tag);
        tag
    }

    fn create_tag(&mut self, new: NewTag) -> Result<Tag> {
        let scope = new.scope.unwrap_or(TagScope::Both);
        let mut tag = Tag::new(self.tags.next_id(), new.name.trim(), scope);
        tag.group = new.group;
        self.check_name(&tag)?;

        let id = tag.id.clone();
        self.set_extra("tag", id.as_str(), "color", new.color.map(Value::from));
        let shown = self.show_tag(&tag);
        self.tags.put(tag);
        let record = Record::Tag(Box::new(shown.clone()));
        self.emit(Happening::new(EventKind::TagCreated, record));
        Ok(shown)
    }

    fn update_tag(&mut self, id: &TagId, patch: TagPatch) -> Result<Tag> {
        let own = self.tags.get(id.as_str())?;
        let before = self.show_tag(own);
        let mut tag = own.clone();
        if let Patch::Set(name) = patch.name {
            name.trim().clone_into(&mut tag.name);
        }
        self.check_name(&tag)?;
        match patch.color {
            Patch::Keep => {}
            Patch::Set(color) => {
                self.set_extra("tag", id.as_str(), "color", Some(Value::from(color)));
            }
            Patch::Clear => self.set_extra("tag", id.as_str(), "color", None),
        }
        let shown = self.show_tag(&tag);
        if shown != before {
            self.tags.put(tag);
            let changes = changes(&before.vendor_data, &shown.vendor_data);
            let record = Record::Tag(Box::new(shown.clone()));
            self.emit(Happening::new(EventKind::TagUpdated, record).with_changes(changes));
        }
        Ok(shown)
    }

    fn delete_tag(&mut self, id: &TagId) -> Result<()> {
        self.tags.remove(id.as_str())?;
        self.extras.remove(&("tag", id.as_str().to_owned()));
        for contact in self.contacts.iter_mut() {
            contact.tags.retain(|own| own.id.as_ref() != Some(id));
        }
        for ticket in self.tickets.iter_mut() {
            ticket.tags.retain(|own| own.id.as_ref() != Some(id));
        }
        self.changed = true;
        Ok(())
    }

    /// Puts a tag on something or takes it off; what is so already stays so.
    fn put_tag(&mut self, id: &TagId, target: &TagTarget, on: bool) -> Result<()> {
        values::in_scope(self.tags.get(id.as_str())?.scope, target.scope())?;
        match target {
            TagTarget::Contact(contact) => {
                let mut contact = self.contacts.get(contact.as_str())?.clone();
                put(&mut contact.tags, id, on);
                let kind = if on {
                    EventKind::ContactTagged
                } else {
                    EventKind::ContactUntagged
                };
                self.replace_contact(contact, kind, Some(id))?;
            }
            TagTarget::Ticket(ticket) => {
                let mut ticket = self.tickets.get(ticket.as_str())?.clone();
                put(&mut ticket.tags, id, on);
                self.replace_ticket(ticket, EventKind::TicketUpdated)?;
            }
        }
        Ok(())
    }

    /// Refuses a name that another tag has where the two could meet.
    fn check_name(&self, tag: &Tag) -> Result<()> {
        let other = self.tags.iter().find(|other| {
            other.id != tag.id && other.name == tag.name && other.scope.covers(tag.scope)
        });
        match other {
            None => Ok(()),
            Some(other) => Err(Error::new(
                ErrorKind::Conflict,
                "there is a tag of this name already",
            )
            .with_field_error(Field::Name.as_str(), "belongs to another tag")
            .with_existing_id(other.id.as_str())),
        }
    }
}

fn put(tags: &mut Vec<TagRef>, id: &TagId, on: bool) {
    let there = tags.iter().any(|own| own.id.as_ref() == Some(id));
    match (there, on) {
        (false, true) => tags.push(TagRef::by_id(id)),
        (true, false) => tags.retain(|own| own.id.as_ref() != Some(id)),
        _ => {}
    }
}

fn check_color(color: Option<&str>) -> Result<()> {
    let good = |color: &str| {
        color
            .strip_prefix('#')
            .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    match color {
        Some(color) if !good(color) => {
            Err(values::invalid(&Field::Color, "must look like `#rrggbb`"))
        }
        _ => Ok(()),
    }
}

fn strip_patch(patch: &mut TagPatch, losses: &[Loss]) {
    for loss in losses {
        match loss.field {
            Field::Name => patch.name = Patch::Keep,
            Field::Color => patch.color = Patch::Keep,
            _ => {}
        }
    }
}

//! Tickets.

use async_trait::async_trait;
use jiff::Timestamp;

use super::contacts::patch_custom_fields;
use super::state::{Happening, State, changes};
use super::{MemoryDesk, values};
use crate::webhook::{EventKind, Record};
use crate::{
    AgentId, AgentRef, CallOptions, ContactId, ContactRef, ConversationId, CustomFieldEntity,
    DepartmentId, DepartmentRef, Error, ErrorKind, Field, Loss, NewTicket, Operation, Page,
    PageRequest, Patch, Priority, Result, Status, TagScope, Ticket, TicketId, TicketPatch,
    TicketQuery, TicketStatus, Tickets, Written,
};

#[async_trait]
impl Tickets for MemoryDesk {
    async fn list(
        &self,
        query: &TicketQuery,
        page: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<Ticket>> {
        let operation = Operation::TicketsList;
        self.table().require_filters(operation, &query.fields())?;
        let place = self.place(operation, query, page)?;
        self.run(operation, |state| {
            let rows = state.tickets.placed().filter(|(_, row)| admits(query, row));
            self.cut(&place, rows, |row| state.show_ticket(row))
        })
    }

    async fn get(&self, id: &TicketId, _: &CallOptions) -> Result<Ticket> {
        self.run(Operation::TicketsGet, |state| {
            Ok(state.show_ticket(state.tickets.get(id.as_str())?))
        })
    }

    async fn create(&self, new: &NewTicket, options: &CallOptions) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsCreate;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut new = new.clone();
        strip(&mut new, &losses);
        let Some(contact) = new.contact.clone() else {
            let error = values::invalid(&Field::Contact, "a ticket needs a contact");
            return Err(self.locate(operation, error));
        };
        let ticket = self.run(operation, |state| state.create_ticket(&contact, new))?;
        Ok(Written::new(ticket).with_losses(losses))
    }

    async fn update(
        &self,
        id: &TicketId,
        patch: &TicketPatch,
        options: &CallOptions,
    ) -> Result<Written<Ticket>> {
        let operation = Operation::TicketsUpdate;
        let losses = self
            .table()
            .screen(operation, &patch.fields(), options.loss)?;
        let mut patch = patch.clone();
        strip_patch(&mut patch, &losses);
        if patch.status.is_clear() {
            let error = values::invalid(&Field::Status, "cannot be cleared; set another one");
            return Err(self.locate(operation, error));
        }
        let ticket = self.run(operation, |state| state.update_ticket(id, patch))?;
        Ok(Written::new(ticket).with_losses(losses))
    }

    async fn assign(&self, id: &TicketId, agent: &AgentId, _: &CallOptions) -> Result<Ticket> {
        self.run(Operation::TicketsAssign, |state| {
            let mut ticket = state.tickets.get(id.as_str())?.clone();
            state.agents.get(agent.as_str())?;
            ticket.assignee = Some(AgentRef::by_id(agent));
            state.replace_ticket(ticket, EventKind::TicketAssigned)
        })
    }

    async fn unassign(&self, id: &TicketId, _: &CallOptions) -> Result<Ticket> {
        self.run(Operation::TicketsUnassign, |state| {
            let mut ticket = state.tickets.get(id.as_str())?.clone();
            ticket.assignee = None;
            state.replace_ticket(ticket, EventKind::TicketUpdated)
        })
    }

    async fn transfer(
        &self,
        id: &TicketId,
        department: &DepartmentId,
        _: &CallOptions,
    ) -> Result<Ticket> {
        self.run(Operation::TicketsTransfer, |state| {
            let mut ticket = state.tickets.get(id.as_str())?.clone();
            state.departments.get(department.as_str())?;
            ticket.department = Some(DepartmentRef::by_id(department));
            state.replace_ticket(ticket, EventKind::TicketTransferred)
        })
    }

    async fn close(&self, id: &TicketId, _: &CallOptions) -> Result<Ticket> {
        self.run(Operation::TicketsClose, |state| {
            let mut ticket = state.tickets.get(id.as_str())?.clone();
            if !ticket.is_closed() {
                set_status(&mut ticket, TicketStatus::Closed, state.now);
            }
            state.replace_ticket(ticket, EventKind::TicketClosed)
        })
    }

    async fn reopen(&self, id: &TicketId, _: &CallOptions) -> Result<Ticket> {
        self.run(Operation::TicketsReopen, |state| {
            let mut ticket = state.tickets.get(id.as_str())?.clone();
            if !ticket.is_closed() {
                return Err(Error::new(ErrorKind::Conflict, "the ticket is open"));
            }
            set_status(&mut ticket, TicketStatus::Open, state.now);
            state.replace_ticket(ticket, EventKind::TicketReopened)
        })
    }

    async fn delete(&self, id: &TicketId, _: &CallOptions) -> Result<()> {
        self.run(Operation::TicketsDelete, |state| state.delete_ticket(id))
    }
}

impl State {
    /// A ticket with the names of what it refers to, and its JSON.
    pub(super) fn show_ticket(&self, row: &Ticket) -> Ticket {
        let mut ticket = row.clone();
        if let Some(own) = &mut ticket.contact {
            let contact = own
                .id
                .as_ref()
                .and_then(|id| self.contacts.find(id.as_str()));
            own.name = contact.and_then(|contact| contact.name.clone());
        }
        if let Some(own) = &mut ticket.department {
            let department = own
                .id
                .as_ref()
                .and_then(|id| self.departments.find(id.as_str()));
            own.name = department.map(|department| department.name.clone());
        }
        ticket.assignee = self.named_agent(row.assignee.as_ref());
        ticket.tags = self.named_tags(&row.tags);
        ticket.vendor_data = self.own_json("ticket", ticket.id.as_str(), &ticket);
        ticket
    }

    /// The contact's newest ticket that is not closed.
    pub(super) fn current_ticket(&self, contact: &ContactId) -> Option<&Ticket> {
        self.tickets
            .iter()
            .rev()
            .find(|ticket| ticket.contact_id() == Some(contact) && !ticket.is_closed())
    }

    pub(super) fn create_ticket(&mut self, contact: &ContactId, new: NewTicket) -> Result<Ticket> {
        let owner = self.contacts.get(contact.as_str()).map_err(|error| {
            error.with_field_error(Field::Contact.as_str(), "there is no such contact")
        })?;
        let id = self.tickets.next_id();
        let mut ticket = Ticket::new(id.clone(), Status::new(TicketStatus::Open, "open"));
        ticket.number = id.rsplit('-').next().map(|number| format!("T-{number}"));
        ticket.subject = new.subject;
        ticket.description = new.text;
        ticket.priority = new
            .priority
            .map(|own| Priority::new(own.clone(), own.as_str()));
        ticket.contact = Some(ContactRef::by_id(contact));
        ticket.channel = match &new.channel {
            Some(selector) => self.channel_for(Some(selector))?,
            None => owner.channel.clone(),
        };
        ticket.assignee = self.agent_for(new.assignee.as_ref(), &Field::Assignee)?;
        ticket.department = match new.department {
            Some(id) if self.departments.find(id.as_str()).is_none() => {
                return Err(values::invalid(
                    &Field::Department,
                    "there is no such department",
                ));
            }
            department => department.map(DepartmentRef::by_id),
        };
        ticket.tags = self.tags_for(&new.tags, TagScope::Ticket)?;
        ticket.custom_fields = new.custom_fields;
        ticket.custom_fields.retain(|_, value| !value.is_null());
        self.check_custom_fields(&CustomFieldEntity::Ticket, &ticket.custom_fields)?;
        ticket.conversations = vec![ConversationId::new(id)];
        ticket.created_at = Some(self.now);
        ticket.updated_at = Some(self.now);
        ticket.due_at = new.due_at;
        if let Some(status) = new.status {
            set_status(&mut ticket, status, self.now);
        }

        let shown = self.show_ticket(&ticket);
        self.tickets.put(ticket);
        let record = Record::Ticket(Box::new(shown.clone()));
        self.emit(Happening::new(EventKind::TicketCreated, record));
        Ok(shown)
    }

    fn update_ticket(&mut self, id: &TicketId, patch: TicketPatch) -> Result<Ticket> {
        let mut ticket = self.tickets.get(id.as_str())?.clone();
        let was_closed = ticket.is_closed();
        patch.subject.apply(&mut ticket.subject);
        patch.description.apply(&mut ticket.description);
        patch
            .priority
            .map(|own| Priority::new(own.clone(), own.as_str()))
            .apply(&mut ticket.priority);
        match &patch.tags {
            Patch::Keep => {}
            Patch::Set(ids) => ticket.tags = self.tags_for(ids, TagScope::Ticket)?,
            Patch::Clear => ticket.tags.clear(),
        }
        if !patch.custom_fields.is_empty() {
            patch_custom_fields(&mut ticket.custom_fields, patch.custom_fields);
            self.check_custom_fields(&CustomFieldEntity::Ticket, &ticket.custom_fields)?;
        }
        patch.due_at.apply(&mut ticket.due_at);
        if let Patch::Set(status) = patch.status {
            set_status(&mut ticket, status, self.now);
        }
        let kind = match (was_closed, ticket.is_closed()) {
            (false, true) => EventKind::TicketClosed,
            (true, false) => EventKind::TicketReopened,
            _ => EventKind::TicketUpdated,
        };
        self.replace_ticket(ticket, kind)
    }

    /// Puts a changed ticket in the place of the old one; a ticket that did not change stays.
    pub(super) fn replace_ticket(&mut self, mut ticket: Ticket, kind: EventKind) -> Result<Ticket> {
        let own = self.tickets.get(ticket.id.as_str())?;
        let before = self.show_ticket(own);
        if *own == ticket {
            return Ok(before);
        }
        ticket.updated_at = Some(self.now);
        let shown = self.show_ticket(&ticket);
        self.tickets.put(ticket);
        let changes = changes(&before.vendor_data, &shown.vendor_data);
        let record = Record::Ticket(Box::new(shown.clone()));
        self.emit(Happening::new(kind, record).with_changes(changes));
        Ok(shown)
    }

    pub(super) fn delete_ticket(&mut self, id: &TicketId) -> Result<()> {
        let mut shown = self.show_ticket(self.tickets.get(id.as_str())?);
        self.tickets.remove(id.as_str())?;
        self.forget_messages(|message| message.ticket.as_ref() == Some(id));
        shown.deleted_at = Some(self.now);
        shown.vendor_data = self.own_json("ticket", id.as_str(), &shown);
        let record = Record::Ticket(Box::new(shown));
        self.emit(Happening::new(EventKind::TicketDeleted, record));
        Ok(())
    }
}

fn set_status(ticket: &mut Ticket, status: TicketStatus, now: Timestamp) {
    let raw = status.as_str().to_owned();
    ticket.status = Status::new(status, raw);
    ticket.closed_at = if ticket.is_closed() {
        ticket.closed_at.or(Some(now))
    } else {
        None
    };
}

fn admits(query: &TicketQuery, ticket: &Ticket) -> bool {
    fn same<I: PartialEq>(wanted: Option<&I>, own: Option<&crate::Ref<I>>) -> bool {
        wanted.is_none_or(|wanted| own.and_then(|own| own.id.as_ref()) == Some(wanted))
    }
    query.status.admits(&ticket.status)
        && same(query.contact.as_ref(), ticket.contact.as_ref())
        && same(query.assignee.as_ref(), ticket.assignee.as_ref())
        && same(query.department.as_ref(), ticket.department.as_ref())
        && query
            .tag
            .as_ref()
            .is_none_or(|tag| ticket.tags.iter().any(|own| own.id.as_ref() == Some(tag)))
        && query
            .updated_since
            .is_none_or(|since| ticket.updated_at.is_some_and(|at| at >= since))
}

/// Takes out what the desk cannot hold.
fn strip(new: &mut NewTicket, losses: &[Loss]) {
    for loss in losses {
        match loss.field {
            Field::Contact => new.contact = None,
            Field::Subject => new.subject = None,
            Field::Text => new.text = None,
            Field::Channel => new.channel = None,
            Field::Department => new.department = None,
            Field::Assignee => new.assignee = None,
            Field::Status => new.status = None,
            Field::Priority => new.priority = None,
            Field::Tags => new.tags.clear(),
            Field::CustomFields => new.custom_fields.clear(),
            Field::DueAt => new.due_at = None,
            _ => {}
        }
    }
}

fn strip_patch(patch: &mut TicketPatch, losses: &[Loss]) {
    for loss in losses {
        match loss.field {
            Field::Subject => patch.subject = Patch::Keep,
            Field::Description => patch.description = Patch::Keep,
            Field::Status => patch.status = Patch::Keep,
            Field::Priority => patch.priority = Patch::Keep,
            Field::Tags => patch.tags = Patch::Keep,
            Field::CustomFields => patch.custom_fields.clear(),
            Field::DueAt => patch.due_at = Patch::Keep,
            _ => {}
        }
    }
}

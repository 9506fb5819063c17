//! Facts that are simply told.

use std::sync::Arc;

use helpdesk_core::{
    AgentId, ChannelId, Contact, DepartmentId, ErrorKind, MessageTarget, NewContact, NewMessage,
    NewNote, NewTag, NewTicket, NewWebhook, OrganizationId, RawRequest, TagId, TagScope,
};
use serde_json::Value;

use super::Missing;
use crate::{Matter, Person, Plan};

/// How things are made.
impl Plan {
    /// How a valid contact is made of a person. By default with all that the person has, which is
    /// what `contacts.create` holds. Give one where a channel or something else is needed.
    #[must_use]
    pub fn contact(mut self, make: impl Fn(&Person) -> NewContact + Send + Sync + 'static) -> Self {
        self.contact = Some(Arc::new(make));
        self
    }

    /// How a valid ticket is made of a matter. By default with contact, subject, text, department
    /// and channel, as far as `tickets.create` holds them.
    #[must_use]
    pub fn ticket(mut self, make: impl Fn(&Matter) -> NewTicket + Send + Sync + 'static) -> Self {
        self.ticket = Some(Arc::new(make));
        self
    }

    /// How a valid tag of a scope is made. By default with name and scope.
    #[must_use]
    pub fn tag(mut self, make: impl Fn(&str, TagScope) -> NewTag + Send + Sync + 'static) -> Self {
        self.tag = Some(Arc::new(make));
        self
    }

    /// How a valid public message is made. By default a text without an author.
    #[must_use]
    pub fn message(
        mut self,
        make: impl Fn(&MessageTarget, &str) -> NewMessage + Send + Sync + 'static,
    ) -> Self {
        self.message = Some(Arc::new(make));
        self
    }

    /// How a valid note is made. By default a text without an author.
    #[must_use]
    pub fn note(
        mut self,
        make: impl Fn(&MessageTarget, &str) -> NewNote + Send + Sync + 'static,
    ) -> Self {
        self.note = Some(Arc::new(make));
        self
    }

    /// How a valid webhook subscription is made of a number. By default of received messages.
    #[must_use]
    pub fn webhook(mut self, make: impl Fn(&u32) -> NewWebhook + Send + Sync + 'static) -> Self {
        self.webhook = Some(Arc::new(make));
        self
    }

    /// What text finds a contact. By default its name.
    #[must_use]
    pub fn search(mut self, text: impl Fn(&Contact) -> String + Send + Sync + 'static) -> Self {
        self.search = Some(Arc::new(text));
        self
    }

    /// Contacts that the vendor needs an identity for and that have none. They must be refused before
    /// anything is sent. The contact of which nothing is known is always among them.
    #[must_use]
    pub fn without_identity(mut self, new: NewContact) -> Self {
        self.without_identity.push(new);
        self
    }
}

/// What the world begins with.
impl Plan {
    /// Agents that tickets can be given to. By default those of the directory that are in use.
    #[must_use]
    pub fn agents<I: Into<AgentId>>(mut self, agents: impl IntoIterator<Item = I>) -> Self {
        self.agents.extend(agents.into_iter().map(Into::into));
        self
    }

    /// Departments that tickets can be handed to. By default those of the directory.
    #[must_use]
    pub fn departments<I: Into<DepartmentId>>(
        mut self,
        departments: impl IntoIterator<Item = I>,
    ) -> Self {
        self.departments
            .extend(departments.into_iter().map(Into::into));
        self
    }

    /// Channels that tickets can be opened on. By default those of the directory.
    #[must_use]
    pub fn channels<I: Into<ChannelId>>(mut self, channels: impl IntoIterator<Item = I>) -> Self {
        self.channels.extend(channels.into_iter().map(Into::into));
        self
    }

    /// A tag that can be put on contacts, for vendors where none can be created.
    #[must_use]
    pub fn contact_tag(mut self, tag: impl Into<TagId>) -> Self {
        self.contact_tags.push(tag.into());
        self
    }

    /// A tag that can be put on tickets, for vendors where none can be created.
    #[must_use]
    pub fn ticket_tag(mut self, tag: impl Into<TagId>) -> Self {
        self.ticket_tags.push(tag.into());
        self
    }

    /// A custom field of contacts, and two different valid values as they are read back.
    #[must_use]
    pub fn contact_field(
        mut self,
        key: impl Into<String>,
        one: impl Into<Value>,
        other: impl Into<Value>,
    ) -> Self {
        self.contact_field = Some((key.into(), one.into(), other.into()));
        self
    }

    /// A custom field of tickets, and two different valid values as they are read back.
    #[must_use]
    pub fn ticket_field(
        mut self,
        key: impl Into<String>,
        one: impl Into<Value>,
        other: impl Into<Value>,
    ) -> Self {
        self.ticket_field = Some((key.into(), one.into(), other.into()));
        self
    }

    /// An organisation that contacts can belong to.
    #[must_use]
    pub fn organization(mut self, organization: impl Into<OrganizationId>) -> Self {
        self.organization = Some(organization.into());
        self
    }

    /// An identifier that looks right and belongs to nothing, for every kind of record. By default
    /// `987654321`.
    #[must_use]
    pub fn missing_id(mut self, id: &str) -> Self {
        self.missing = Missing::all(id);
        self
    }

    /// A contact that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_contact(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.contact);
        self
    }

    /// A ticket that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_ticket(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.ticket);
        self
    }

    /// A tag that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_tag(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.tag);
        self
    }

    /// An agent that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_agent(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.agent);
        self
    }

    /// A department that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_department(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.department);
        self
    }

    /// A webhook that does not exist, where its identifiers look different.
    #[must_use]
    pub fn missing_webhook(mut self, id: &str) -> Self {
        id.clone_into(&mut self.missing.webhook);
        self
    }

    /// What attaching a tag that does not exist is refused with, where it is not `NotFound`.
    #[must_use]
    pub fn unknown_tag(mut self, kind: ErrorKind) -> Self {
        self.unknown_tag = vec![kind];
        self
    }

    /// How many contacts lists are tried with; 23 by default. More than the vendor's largest page
    /// shows more, and takes longer.
    #[must_use]
    pub fn list_size(mut self, contacts: u32) -> Self {
        self.list_size = contacts.max(8);
        self
    }

    /// A raw call that works and changes nothing.
    #[must_use]
    pub fn raw(mut self, request: RawRequest) -> Self {
        self.raw = Some(request);
        self
    }

    /// A secret that the client was configured with. It must never show.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Skips a law, for this reason. What the capability table calls unsupported is skipped without.
    #[must_use]
    pub fn skip(mut self, law: &str, reason: &str) -> Self {
        self.skips.insert(law.to_owned(), reason.to_owned());
        self
    }
}

impl Plan {
    /// Takes back that a law is skipped.
    #[must_use]
    pub fn without_skip(mut self, law: &str) -> Self {
        self.skips.remove(law);
        self
    }
}

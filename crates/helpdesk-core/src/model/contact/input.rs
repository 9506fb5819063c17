//! Contacts to create, and changes to them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ContactKey, Handle};
use crate::model::{ChannelSelector, given};
use crate::{AgentId, Field, OrganizationId, Patch, TagId};

/// A contact to create.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct NewContact {
    /// The name.
    pub name: Option<String>,
    /// Phone numbers, in any spelling.
    pub phones: Vec<String>,
    /// Mail addresses.
    pub emails: Vec<String>,
    /// The number of an identity document.
    pub document: Option<String>,
    /// Names in networks.
    pub handles: Vec<Handle>,
    /// The channel, where the vendor keeps one contact for each channel.
    pub channel: Option<ChannelSelector>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Custom fields.
    pub custom_fields: BTreeMap<String, Value>,
    /// The agent who looks after the contact.
    pub owner: Option<AgentId>,
    /// The organisation.
    pub organization: Option<OrganizationId>,
}

redacted_debug!(NewContact {
    show: [channel, tags, owner, organization],
    hide: [name, phones, emails, document, handles, custom_fields]
});

impl NewContact {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A contact with this name.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::default()
        }
    }

    /// Adds a phone number.
    #[must_use]
    pub fn phone(mut self, number: impl Into<String>) -> Self {
        self.phones.push(number.into());
        self
    }

    /// Adds a mail address.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.emails.push(address.into());
        self
    }

    /// Sets the number of the identity document.
    #[must_use]
    pub fn document(mut self, document: impl Into<String>) -> Self {
        self.document = Some(document.into());
        self
    }

    /// Adds a name in a network.
    #[must_use]
    pub fn handle(mut self, network: impl Into<String>, value: impl Into<String>) -> Self {
        self.handles.push(Handle::new(network, value));
        self
    }

    /// Chooses the channel.
    #[must_use]
    pub fn channel(mut self, channel: impl Into<ChannelSelector>) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<TagId>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// Sets a custom field.
    #[must_use]
    pub fn custom_field(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.custom_fields.insert(key.into(), value.into());
        self
    }

    /// Names the agent who looks after the contact.
    #[must_use]
    pub fn owner(mut self, agent: impl Into<AgentId>) -> Self {
        self.owner = Some(agent.into());
        self
    }

    /// Names the organisation.
    #[must_use]
    pub fn organization(mut self, organization: impl Into<OrganizationId>) -> Self {
        self.organization = Some(organization.into());
        self
    }

    /// The fields that are given.
    pub fn fields(&self) -> Vec<Field> {
        given(&[
            (self.name.is_some(), Field::Name),
            (!self.phones.is_empty(), Field::Phones),
            (!self.emails.is_empty(), Field::Emails),
            (self.document.is_some(), Field::Document),
            (!self.handles.is_empty(), Field::Handles),
            (self.channel.is_some(), Field::Channel),
            (!self.tags.is_empty(), Field::Tags),
            (!self.custom_fields.is_empty(), Field::CustomFields),
            (self.owner.is_some(), Field::Owner),
            (self.organization.is_some(), Field::Organization),
        ])
    }

    /// The keys by which this contact may already be known, best first: phones, document, mails.
    #[inline]
    pub fn natural_keys(&self) -> Vec<ContactKey> {
        self.phones
            .iter()
            .cloned()
            .map(ContactKey::Phone)
            .chain(self.document.clone().map(ContactKey::Document))
            .chain(self.emails.iter().cloned().map(ContactKey::Email))
            .collect()
    }
}

/// Changes to a contact.
///
/// A list replaces the whole list. Custom fields that are not named stay as they are.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ContactPatch {
    /// The name.
    pub name: Patch<String>,
    /// All phone numbers.
    pub phones: Patch<Vec<String>>,
    /// All mail addresses.
    pub emails: Patch<Vec<String>>,
    /// The number of the identity document.
    pub document: Patch<String>,
    /// All names in networks.
    pub handles: Patch<Vec<Handle>>,
    /// All tags.
    pub tags: Patch<Vec<TagId>>,
    /// Custom fields, one by one.
    pub custom_fields: BTreeMap<String, Patch<Value>>,
    /// The agent who looks after the contact.
    pub owner: Patch<AgentId>,
    /// The organisation.
    pub organization: Patch<OrganizationId>,
}

redacted_debug!(ContactPatch {
    show: [],
    hide: [
        name,
        phones,
        emails,
        document,
        handles,
        tags,
        custom_fields,
        owner,
        organization
    ]
});

impl ContactPatch {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Patch<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Replaces the phone numbers.
    #[must_use]
    pub fn phones(mut self, numbers: impl Into<Patch<Vec<String>>>) -> Self {
        self.phones = numbers.into();
        self
    }

    /// Replaces the mail addresses.
    #[must_use]
    pub fn emails(mut self, addresses: impl Into<Patch<Vec<String>>>) -> Self {
        self.emails = addresses.into();
        self
    }

    /// Changes the number of the identity document.
    #[must_use]
    pub fn document(mut self, document: impl Into<Patch<String>>) -> Self {
        self.document = document.into();
        self
    }

    /// Replaces the names in networks.
    #[must_use]
    pub fn handles(mut self, handles: impl Into<Patch<Vec<Handle>>>) -> Self {
        self.handles = handles.into();
        self
    }

    /// Replaces the tags.
    #[must_use]
    pub fn tags(mut self, tags: impl Into<Patch<Vec<TagId>>>) -> Self {
        self.tags = tags.into();
        self
    }

    /// Changes one custom field.
    #[must_use]
    pub fn custom_field(mut self, key: impl Into<String>, value: impl Into<Patch<Value>>) -> Self {
        self.custom_fields.insert(key.into(), value.into());
        self
    }

    /// Changes the agent who looks after the contact.
    #[must_use]
    pub fn owner(mut self, agent: impl Into<Patch<AgentId>>) -> Self {
        self.owner = agent.into();
        self
    }

    /// Changes the organisation.
    #[must_use]
    pub fn organization(mut self, organization: impl Into<Patch<OrganizationId>>) -> Self {
        self.organization = organization.into();
        self
    }

    /// The fields that change.
    pub fn fields(&self) -> Vec<Field> {
        given(&[
            (!self.name.is_keep(), Field::Name),
            (!self.phones.is_keep(), Field::Phones),
            (!self.emails.is_keep(), Field::Emails),
            (!self.document.is_keep(), Field::Document),
            (!self.handles.is_keep(), Field::Handles),
            (!self.tags.is_keep(), Field::Tags),
            (
                self.custom_fields.values().any(|patch| !patch.is_keep()),
                Field::CustomFields,
            ),
            (!self.owner.is_keep(), Field::Owner),
            (!self.organization.is_keep(), Field::Organization),
        ])
    }

    /// Whether nothing changes.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }
}

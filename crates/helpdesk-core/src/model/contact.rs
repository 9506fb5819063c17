//! The people who write in.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{AgentRef, ChannelRef, ChannelSelector, OrganizationRef, TagRef};
use crate::phone::{self, PhoneNumber};
use crate::{AgentId, ContactId, Field, OrganizationId, Patch, TagId, VendorData};

/// A person who writes in, or whom one writes to.
///
/// `Debug` shows identifiers and amounts only; names, numbers and addresses stay out of logs.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Contact {
    /// The identifier.
    pub id: ContactId,
    /// The name agents see.
    pub name: Option<String>,
    /// Phone numbers.
    pub phones: Vec<Phone>,
    /// Mail addresses.
    pub emails: Vec<String>,
    /// The number of an identity document.
    pub document: Option<String>,
    /// Names in networks that have no phone numbers.
    pub handles: Vec<Handle>,
    /// Tags.
    pub tags: Vec<TagRef>,
    /// Custom fields, by the key that [`CustomField::key`](super::CustomField::key) gives.
    pub custom_fields: BTreeMap<String, Value>,
    /// The agent who looks after this contact.
    pub owner: Option<AgentRef>,
    /// The organisation this contact belongs to.
    pub organization: Option<OrganizationRef>,
    /// The channel, where the vendor keeps one contact for each channel.
    pub channel: Option<ChannelRef>,
    /// Whether the contact is blocked.
    pub blocked: Option<bool>,
    /// Whether messages can reach the contact; `Some(false)` is a number the messenger does not know.
    pub deliverable: Option<bool>,
    /// When the contact came to be.
    pub created_at: Option<Timestamp>,
    /// When the contact last changed.
    pub updated_at: Option<Timestamp>,
    /// Fields that the vendor left out of this answer.
    pub not_sent: Vec<Field>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

redacted_debug!(Contact {
    show: [
        id,
        channel,
        blocked,
        deliverable,
        created_at,
        updated_at,
        not_sent,
        vendor_data
    ],
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

impl Contact {
    /// A contact of which only the identifier is known.
    pub fn new(id: impl Into<ContactId>) -> Self {
        Self {
            id: id.into(),
            name: None,
            phones: Vec::new(),
            emails: Vec::new(),
            document: None,
            handles: Vec::new(),
            tags: Vec::new(),
            custom_fields: BTreeMap::new(),
            owner: None,
            organization: None,
            channel: None,
            blocked: None,
            deliverable: None,
            created_at: None,
            updated_at: None,
            not_sent: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }

    /// Whether one of the phone numbers is the same line as `number`, in whatever spelling.
    pub fn has_phone(&self, number: &str) -> bool {
        self.phones
            .iter()
            .any(|phone| phone::equivalent(&phone.number, number))
    }

    /// Whether one of the mail addresses is `address`. Case does not matter.
    pub fn has_email(&self, address: &str) -> bool {
        let wanted = address.trim();
        self.emails
            .iter()
            .any(|email| email.trim().eq_ignore_ascii_case(wanted))
    }

    /// Whether the document is `document`. Dots, dashes, slashes, spaces and case do not matter.
    pub fn has_document(&self, document: &str) -> bool {
        let wanted = plain_document(document);
        !wanted.is_empty()
            && self
                .document
                .as_deref()
                .is_some_and(|own| plain_document(own) == wanted)
    }

    /// Whether the contact answers to this key.
    pub fn matches(&self, key: &ContactKey) -> bool {
        match key {
            ContactKey::Phone(number) => self.has_phone(number),
            ContactKey::Email(address) => self.has_email(address),
            ContactKey::Document(document) => self.has_document(document),
        }
    }
}

fn plain_document(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

crate::open_enum! {
    /// What a phone number is for.
    pub enum PhoneKind {
        /// Calls.
        Phone = "phone",
        /// WhatsApp.
        WhatsApp = "whatsapp",
    }
}

/// A phone number of a contact.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Phone {
    /// `+` and digits where it can be read as a number, else as the vendor sent it.
    pub number: String,
    /// What it is for.
    pub kind: PhoneKind,
}

redacted_debug!(Phone {
    show: [kind],
    hide: [number]
});

impl Phone {
    /// Takes a number as the vendor spells it.
    pub fn new(number: &str, kind: PhoneKind) -> Self {
        let number = PhoneNumber::parse(number)
            .map_or_else(|_| number.trim().to_owned(), PhoneNumber::into_e164);
        Self { number, kind }
    }
}

/// A name in a network.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Handle {
    /// The network: `instagram`, `telegram`, or the vendor's own word.
    pub network: String,
    /// The name in it.
    pub value: String,
}

redacted_debug!(Handle {
    show: [network],
    hide: [value]
});

impl Handle {
    /// A name in a network.
    pub fn new(network: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            network: network.into(),
            value: value.into(),
        }
    }
}

/// What to find a contact by.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContactKey {
    /// A phone number, in any of its spellings.
    Phone(String),
    /// A mail address.
    Email(String),
    /// The number of an identity document.
    Document(String),
}

impl ContactKey {
    /// The field that the key looks at.
    pub fn field(&self) -> Field {
        match self {
            Self::Phone(_) => Field::Phones,
            Self::Email(_) => Field::Emails,
            Self::Document(_) => Field::Document,
        }
    }

    /// The operation that finding by this key is.
    pub fn operation(&self) -> crate::Operation {
        match self {
            Self::Phone(_) => crate::Operation::ContactsFindByPhone,
            Self::Email(_) => crate::Operation::ContactsFindByEmail,
            Self::Document(_) => crate::Operation::ContactsFindByDocument,
        }
    }
}

impl std::fmt::Debug for ContactKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ContactKey({}, redacted)", self.field())
    }
}

/// Which contacts to list.
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize)]
#[non_exhaustive]
pub struct ContactQuery {
    /// Free text, matched as the vendor does.
    pub search: Option<String>,
    /// Only contacts with this tag.
    pub tag: Option<TagId>,
}

redacted_debug!(ContactQuery {
    show: [tag],
    hide: [search]
});

impl ContactQuery {
    /// All contacts.
    pub fn all() -> Self {
        Self::default()
    }

    /// Contacts that match free text.
    pub fn search(text: impl Into<String>) -> Self {
        Self {
            search: Some(text.into()),
            tag: None,
        }
    }

    /// Contacts with this tag.
    #[must_use]
    pub fn with_tag(mut self, tag: impl Into<TagId>) -> Self {
        self.tag = Some(tag.into());
        self
    }

    /// The operation that this query is.
    pub fn operation(&self) -> crate::Operation {
        if self.search.is_some() {
            crate::Operation::ContactsSearch
        } else {
            crate::Operation::ContactsList
        }
    }

    /// The fields it filters by.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        if self.tag.is_some() {
            fields.push(Field::Tags);
        }
        fields
    }
}

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
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }
}

pub(super) fn given(fields: &[(bool, Field)]) -> Vec<Field> {
    fields
        .iter()
        .filter(|(there, _)| *there)
        .map(|(_, field)| field.clone())
        .collect()
}

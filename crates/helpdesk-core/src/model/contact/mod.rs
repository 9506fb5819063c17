//! The people who write in.

mod input;

pub use input::{ContactPatch, NewContact};

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{AgentRef, ChannelRef, OrganizationRef, TagRef};
use crate::phone::{self, PhoneNumber};
use crate::{ContactId, Field, TagId, VendorData};

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

//! Tags.

use serde::Serialize;

use crate::{ContactId, Field, Patch, TagId, TicketId, VendorData};

/// What a tag can be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TagScope {
    /// Contacts.
    Contact,
    /// Tickets.
    Ticket,
    /// Both.
    Both,
}

impl TagScope {
    /// Whether a tag of this scope can be put on something of the other.
    pub fn covers(self, wanted: TagScope) -> bool {
        self == TagScope::Both || wanted == TagScope::Both || self == wanted
    }

    /// The name as it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Ticket => "ticket",
            Self::Both => "both",
        }
    }
}

/// A word that contacts and tickets are sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tag {
    /// The identifier. Where a vendor keeps two sets of tags, it begins with `contact:` or `ticket:`.
    pub id: TagId,
    /// The word.
    pub name: String,
    /// What it can be put on.
    pub scope: TagScope,
    /// The group it is kept in.
    pub group: Option<String>,
    /// Whether it is in use.
    pub active: bool,
    /// Fields that the vendor left out of this answer.
    #[serde(skip)]
    pub not_sent: Vec<Field>,
    /// The vendor's own JSON.
    #[serde(skip)]
    pub vendor_data: VendorData,
}

impl Tag {
    /// A tag.
    pub fn new(id: impl Into<TagId>, name: impl Into<String>, scope: TagScope) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            scope,
            group: None,
            active: true,
            not_sent: Vec::new(),
            vendor_data: VendorData::none(),
        }
    }
}

/// Which tags to list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
#[non_exhaustive]
pub struct TagQuery {
    /// Only tags that can be put on this.
    pub scope: Option<TagScope>,
}

impl TagQuery {
    /// All tags.
    pub fn all() -> Self {
        Self::default()
    }

    /// Tags that can be put on this.
    pub fn scope(scope: TagScope) -> Self {
        Self { scope: Some(scope) }
    }
}

/// A tag to create.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewTag {
    /// The word.
    pub name: String,
    /// What it is to be put on.
    pub scope: Option<TagScope>,
    /// The group it goes into.
    pub group: Option<String>,
    /// The colour, as `#rrggbb`.
    pub color: Option<String>,
}

impl NewTag {
    /// A tag with this word.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            scope: None,
            group: None,
            color: None,
        }
    }

    /// Chooses what it is to be put on.
    #[must_use]
    pub fn scope(mut self, scope: TagScope) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Chooses the group.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Chooses the colour.
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// The fields that are given, the name apart. A scope is no field that could be lost: one the
    /// vendor does not have is refused.
    pub fn fields(&self) -> Vec<Field> {
        super::given(&[
            (self.group.is_some(), Field::Group),
            (self.color.is_some(), Field::Color),
        ])
    }
}

/// Changes to a tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TagPatch {
    /// The word.
    pub name: Patch<String>,
    /// The colour, as `#rrggbb`.
    pub color: Patch<String>,
}

impl TagPatch {
    /// Changes the word.
    pub fn rename(name: impl Into<String>) -> Self {
        Self {
            name: Patch::Set(name.into()),
            color: Patch::Keep,
        }
    }

    /// The fields that change.
    pub fn fields(&self) -> Vec<Field> {
        super::given(&[
            (!self.name.is_keep(), Field::Name),
            (!self.color.is_keep(), Field::Color),
        ])
    }
}

/// What a tag is put on or taken off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TagTarget {
    /// A contact.
    Contact(ContactId),
    /// A ticket.
    Ticket(TicketId),
}

impl TagTarget {
    /// The scope a tag needs for it.
    pub fn scope(&self) -> TagScope {
        match self {
            Self::Contact(_) => TagScope::Contact,
            Self::Ticket(_) => TagScope::Ticket,
        }
    }
}

impl From<ContactId> for TagTarget {
    fn from(id: ContactId) -> Self {
        Self::Contact(id)
    }
}

impl From<TicketId> for TagTarget {
    fn from(id: TicketId) -> Self {
        Self::Ticket(id)
    }
}

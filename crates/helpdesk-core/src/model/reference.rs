//! References from one record to another.

use serde::Serialize;

use crate::{AgentId, ContactId, DepartmentId, OrganizationId, TagId};

/// Another record, by as much as the vendor tells of it: its identifier, its name, or both.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Ref<I> {
    /// The identifier; some vendors send only a name.
    pub id: Option<I>,
    /// The name; some vendors send only an identifier.
    pub name: Option<String>,
}

impl<I> Ref<I> {
    /// A record by its identifier.
    pub fn by_id(id: impl Into<I>) -> Self {
        Self {
            id: Some(id.into()),
            name: None,
        }
    }

    /// A record by its name alone.
    pub fn by_name(name: impl Into<String>) -> Self {
        Self {
            id: None,
            name: Some(name.into()),
        }
    }

    /// A record by what is there; `None` when nothing is.
    pub fn from_parts(id: Option<impl Into<I>>, name: Option<String>) -> Option<Self> {
        let id = id.map(Into::into);
        (id.is_some() || name.is_some()).then_some(Self { id, name })
    }

    /// Adds the name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl<I: std::fmt::Debug> std::fmt::Debug for Ref<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ref")
            .field("id", &self.id)
            .field("name", &crate::redact::Amount::of(&self.name))
            .finish()
    }
}

/// A contact.
pub type ContactRef = Ref<ContactId>;
/// An agent.
pub type AgentRef = Ref<AgentId>;
/// A department.
pub type DepartmentRef = Ref<DepartmentId>;
/// A tag.
pub type TagRef = Ref<TagId>;
/// An organisation.
pub type OrganizationRef = Ref<OrganizationId>;

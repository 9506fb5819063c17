//! Bodies of calls that write tags.

use serde::Serialize;
use typed_builder::TypedBuilder;

/// A tag to create. Its name must be new among the tags of its kind.
#[derive(Debug, Clone, Serialize, TypedBuilder)]
#[builder(doc)]
#[non_exhaustive]
pub struct NewTag {
    /// Whether it can be put on things.
    pub active: bool,
    /// The word.
    #[builder(setter(into))]
    pub name: String,
}

/// A tag as it is to be. Name and state are both required.
#[derive(Debug, Clone, Serialize, TypedBuilder)]
#[builder(doc)]
#[non_exhaustive]
pub struct EditTag {
    /// Whether it can be put on things.
    pub active: bool,
    /// The word.
    #[builder(setter(into))]
    pub name: String,
    /// The identifier.
    #[builder(setter(into))]
    pub id: String,
}

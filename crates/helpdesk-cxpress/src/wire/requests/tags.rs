//! Bodies of calls that write tags.

use bon::Builder;
use serde::Serialize;

/// A tag to create. Its name must be new among the tags of its kind.
#[derive(Debug, Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct NewTag {
    /// Whether it can be put on things.
    pub active: bool,
    /// The word.
    pub name: String,
}

/// A tag as it is to be. Name and state are both required.
#[derive(Debug, Clone, Serialize, Builder)]
#[builder(on(String, into))]
#[non_exhaustive]
pub struct EditTag {
    /// Whether it can be put on things.
    pub active: bool,
    /// The word.
    pub name: String,
    /// The identifier.
    pub id: String,
}

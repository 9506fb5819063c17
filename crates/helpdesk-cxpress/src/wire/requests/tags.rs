//! Bodies of calls that write tags.

use helpdesk_core::builder;
use serde::Serialize;

/// A tag to create. Its name must be new among the tags of its kind.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct NewTag {
    /// Whether it can be put on things.
    pub active: bool,
    /// The word.
    pub name: String,
}

builder!(NewTag, NewTagBuilder {
    required: [active: bool],
    required(into): [name: String],
});

/// A tag as it is to be. Name and state are both required.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct EditTag {
    /// Whether it can be put on things.
    pub active: bool,
    /// The word.
    pub name: String,
    /// The identifier.
    pub id: String,
}

builder!(EditTag, EditTagBuilder {
    required: [active: bool],
    required(into): [name: String, id: String],
});

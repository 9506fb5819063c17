//! Between what WiseCX sends and takes and the neutral model. Pure functions: they send nothing and
//! fill no gaps.

pub(crate) mod contact;
pub(crate) mod custom_fields;
pub(crate) mod directory;
pub(crate) mod message;
pub(crate) mod tag;
pub(crate) mod ticket;
pub(crate) mod ticket_input;

/// An identifier, where `0` stands for none.
pub(crate) fn some_id(id: Option<u64>) -> Option<String> {
    id.filter(|id| *id > 0).map(|id| id.to_string())
}

//! Between what WiseCX sends and takes and the neutral model. Pure functions: they send nothing and
//! fill no gaps.

pub(crate) mod contact;
pub(crate) mod custom_fields;
pub(crate) mod directory;
pub(crate) mod message;
pub(crate) mod tag;
pub(crate) mod ticket;
pub(crate) mod ticket_input;

use helpdesk_core::{Field, VendorData};

/// The members a record was sent with; to tell "empty" from "not sent".
pub(crate) struct Sent<'a>(Vec<&'a str>);

impl<'a> Sent<'a> {
    pub(crate) fn of(data: &'a VendorData) -> Self {
        let mut keys = Vec::with_capacity(32);
        keys.extend(data.keys());
        Self(keys)
    }

    /// The fields whose member was not sent, beside those the vendor never sends.
    pub(crate) fn missing(&self, members: &[(&str, Field)], never: &[Field]) -> Vec<Field> {
        let unsent = members
            .iter()
            .filter(|(member, _)| !self.0.contains(member))
            .map(|(_, field)| field);
        never.iter().chain(unsent).cloned().collect()
    }
}

/// An identifier, where `0` stands for none.
pub(crate) fn some_id(id: Option<u64>) -> Option<String> {
    id.filter(|id| *id > 0).map(|id| id.to_string())
}

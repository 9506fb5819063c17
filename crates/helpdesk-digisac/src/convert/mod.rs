//! Records of Digisac into neutral ones, and back. Pure functions; what is not there is not made up.

mod channel;
mod contact;
mod directory;
mod message;
mod tag;
mod ticket;
mod webhook;

pub(crate) use channel::{channel, kind_of};
pub(crate) use contact::{Reading, contact};
pub(crate) use directory::{agent, custom_field, department};
pub(crate) use message::{COMMENT, is_note, is_system, is_whole, message, parameters};
pub(crate) use tag::tag;
pub(crate) use ticket::ticket;
pub(crate) use webhook::{subscription, webhook};

use helpdesk_core::Ref;

/// A record that another one refers to, by its identifier and as much of a name as there is.
fn reference<I: From<String>>(id: String, name: Option<String>) -> Option<Ref<I>> {
    Ref::from_parts(known(id), name)
}

/// An identifier that the vendor did not leave out.
fn known(id: String) -> Option<String> {
    (!id.is_empty()).then_some(id)
}

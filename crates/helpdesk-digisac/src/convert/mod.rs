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
pub(crate) use message::{message, parameters};
pub(crate) use tag::tag;
pub(crate) use ticket::ticket;
pub(crate) use webhook::{events_of, subscription, vendor_events, webhook};

use helpdesk_core::Ref;

/// A record that another one refers to, by its identifier and as much of a name as there is.
fn reference<I>(id: impl Into<I>, name: Option<String>) -> Ref<I> {
    let mut reference = Ref::by_id(id);
    reference.name = name;
    reference
}

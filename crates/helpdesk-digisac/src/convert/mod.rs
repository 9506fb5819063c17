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

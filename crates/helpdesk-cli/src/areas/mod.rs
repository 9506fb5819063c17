//! One file an area: its verbs, and what they do.

pub mod contacts;
pub mod directory;
pub mod messages;
pub mod tags;
pub mod tickets;
pub mod webhooks;

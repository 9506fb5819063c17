#![doc = include_str!("../README.md")]

pub mod api;
mod auth;
mod capability;
mod config;
mod contacts;
mod convert;
mod desk;
mod directory;
mod errors;
mod factory;
mod messages;
mod paging;
mod receiver;
mod row;
mod tags;
mod tickets;
mod webhooks;
pub mod wire;

pub use api::Api;
pub use auth::Login;
pub use config::{Config, Credentials};
pub use desk::Digisac;
pub use factory::DigisacFactory;
pub use receiver::{DigisacReceiver, LARGEST_BODY};

/// The vendor's name, as configuration spells it.
pub const VENDOR: helpdesk_core::Vendor = helpdesk_core::Vendor::from_static("digisac");

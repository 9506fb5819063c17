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
mod outcome;
mod paging;
mod receiver;
mod row;
mod tags;
mod text;
mod tickets;
mod webhooks;
pub mod wire;

// By this name the common code of the tests knows it.
#[cfg(test)]
extern crate self as helpdesk_chat2desk;

pub use api::Api;
pub use config::{Config, TicketSource, WebhookKey, regions};
pub use desk::Chat2Desk;
pub use factory::Chat2DeskFactory;
pub use receiver::Chat2DeskReceiver;

use helpdesk_core::Vendor;

/// The vendor's name in configuration.
pub const VENDOR: Vendor = Vendor::from_static("chat2desk");

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
mod references;
mod row;
mod tags;
mod tickets;
mod webhooks;
pub mod wire;

pub use api::Api;
pub use config::Config;
pub use desk::Cxpress;
pub use factory::CxpressFactory;

use helpdesk_core::Vendor;

/// The vendor's name, as configuration spells it.
pub static VENDOR: Vendor = Vendor::from_static("cxpress");

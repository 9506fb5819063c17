#![doc = include_str!("../README.md")]

pub mod api;
pub mod wire;

mod auth;
mod capability;
mod config;
mod contacts;
mod convert;
mod desk;
mod directory;
mod errors;
mod factory;
mod input;
mod messages;
mod paging;
mod receiver;
mod tags;
mod tickets;
mod webhooks;

use helpdesk_core::Vendor;

pub use api::Api;
pub use config::{BASE_URL, Config};
pub use desk::WiseCx;
pub use factory::WiseCxFactory;

/// The vendor, as configuration spells it: `wisecx`.
pub const VENDOR: Vendor = Vendor::from_static("wisecx");

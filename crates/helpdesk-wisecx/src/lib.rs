#![doc = include_str!("../README.md")]

pub mod api;
mod auth;
mod config;
mod convert;
mod errors;
mod input;
mod locks;
pub mod wire;

use helpdesk_core::Vendor;

/// The vendor's name, as configuration spells it.
pub const VENDOR: Vendor = Vendor::from_static("wisecx");
/// .
#[derive(Debug)]
pub struct WiseCx;

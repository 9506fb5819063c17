#![allow(missing_docs)]
pub mod api;
mod convert;
pub mod wire;
pub const VENDOR: helpdesk_core::Vendor = helpdesk_core::Vendor::from_static("digisac");

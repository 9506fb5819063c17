//! Stateful HTTP simulators of the supported helpdesk vendors, with fault switches.
#![doc = include_str!("../README.md")]

mod courier;
mod fault;
mod lab;
mod server;
pub mod strict;

#[cfg(feature = "chat2desk")]
pub mod chat2desk;
#[cfg(feature = "cxpress")]
pub mod cxpress;
#[cfg(feature = "digisac")]
pub mod digisac;
#[cfg(feature = "wisecx")]
pub mod wisecx;

pub use courier::{Courier, Posted, Report};
pub use fault::{Fault, FaultRule};
pub use lab::{Delivery, Lab, SeenRequest};
pub use server::{Running, VendorSim};

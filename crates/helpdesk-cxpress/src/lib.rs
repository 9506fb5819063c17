//! x
#![allow(dead_code, unused)]
pub mod api;
mod auth;
mod convert;
mod errors;
pub mod wire;

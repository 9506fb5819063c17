//! Contacts of the in-memory desk.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod change;
#[path = "../common/mod.rs"]
mod common;
mod create;
mod find;

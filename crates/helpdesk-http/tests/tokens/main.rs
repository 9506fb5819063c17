//! Tokens: fetched once, never lost.
#![allow(
    clippy::unwrap_used,
    clippy::items_after_statements,
    reason = "tests only"
)]

mod credentials;
mod refresh;
mod stores;
#[path = "../support/mod.rs"]
mod support;
mod vendor;

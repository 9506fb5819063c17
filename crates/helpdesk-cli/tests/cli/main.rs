//! The command as a whole: each test runs the built program against simulators in this process.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod areas;
mod configuration;
mod exit_codes;
mod listen;
mod listening;
mod lists;
mod programs;
mod shapes;
mod support;
#[cfg(feature = "rustls")]
mod tls;
mod usage;
mod webhooks;

//! What the benches share: pages made from the fixtures, desks without a network, and ratios.
//!
//! `docs/performance.md` says what is measured and how.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::cast_precision_loss,
    reason = "a bench that cannot go on stops"
)]

pub mod by_hand;
pub mod cases;
pub mod desk;
pub mod exporting;
pub mod instructions;
pub mod ratio;
pub mod sample;
pub mod server;
pub mod stopwatch;
pub mod vendor;

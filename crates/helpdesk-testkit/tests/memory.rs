//! The desk in memory keeps every law.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::memory_desk;

helpdesk_testkit::conformance!(memory_desk);

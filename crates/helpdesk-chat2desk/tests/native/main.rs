//! The vendor's own client beyond single requests and answers.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

use helpdesk_chat2desk::Chat2Desk;
use helpdesk_testkit::ScriptedTransport;

mod outcomes;
mod refused;
mod streams;

fn scripted(script: &ScriptedTransport) -> Chat2Desk {
    common::desk(script.transport())
}

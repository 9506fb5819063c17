//! Deliveries: verified, refused, and read.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod events;
mod signatures;

use common::{Canned, Fixture, TOKEN};
use helpdesk_chat2desk::{Chat2Desk, Config};
use helpdesk_core::Helpdesk;
use helpdesk_core::webhook::Inbound;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn signed() -> Inbound {
    let fixture = Fixture::load("webhooks/inbox_signed");
    Inbound::new(fixture.headers, fixture.body)
}

fn config() -> Config {
    common::config(Canned::new(500, "").transport())
}

fn desk(config: Config) -> Chat2Desk {
    Chat2Desk::new(config).unwrap()
}

#[test]
fn nothing_personal_in_debug() {
    let desk = desk(config().with_webhook_secret(SECRET));
    let inbound = signed();
    let verified = desk.receiver().unwrap().verify(inbound.clone()).unwrap();
    let events = desk.receiver().unwrap().parse(&verified).unwrap();
    let shown = format!("{desk:?} {inbound:?} {verified:?} {events:?}");
    for secret in [
        TOKEN,
        SECRET,
        "Is the shop open today?",
        "Oriel",
        "88112233",
    ] {
        assert!(!shown.contains(secret), "{secret} shows");
    }
}

//! The README tells what the desk tells.
//!
//! `UPDATE_DOCS=1 cargo test -p helpdesk-chat2desk --test readme` writes the table anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{Canned, desk};
use helpdesk_core::Helpdesk;
use helpdesk_testkit::Readme;

#[test]
fn the_table_is_what_the_desk_says() {
    let desk = desk(Canned::new(500, "").transport());
    Readme::of(env!("CARGO_MANIFEST_DIR")).assert_capabilities(desk.capabilities());
}

#[test]
fn the_areas_add_up_to_the_documented_endpoints() {
    let readme = Readme::of(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(readme.documented_endpoints(), 78);
}

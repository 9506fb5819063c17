//! The README tells what the desk tells.
//!
//! `UPDATE_DOCS=1 cargo test -p helpdesk-cxpress --test readme` writes the table anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use helpdesk_core::Helpdesk;
use helpdesk_testkit::Readme;
use serde_json::json;

#[test]
fn the_table_is_what_the_desk_says() {
    let (desk, _) = support::canned([(200, json!({}))]);
    Readme::of(env!("CARGO_MANIFEST_DIR")).assert_capabilities(desk.capabilities());
}

#[test]
fn the_areas_add_up_to_the_documented_endpoints() {
    let readme = Readme::of(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(readme.documented_endpoints(), 35);
}

//! The README tells what the desk tells.
//!
//! `UPDATE_DOCS=1 cargo test -p helpdesk-digisac --test readme` writes the table anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::fmt::Write;

use common::{Canned, canned_desk};
use helpdesk_core::{Helpdesk, Operation, Support};

const BEGIN: &str =
    "<!-- capabilities: generated; UPDATE_DOCS=1 cargo test -p helpdesk-digisac --test readme -->";
const END: &str = "<!-- end of capabilities -->";

/// The table, with a mail field and a secret configured.
fn table() -> String {
    let (desk, _) = canned_desk(&Canned::default());
    let mut text = String::from("| Operation | | How |\n|---|:-:|---|\n");
    for operation in Operation::ALL {
        let capability = desk.capabilities().get(*operation);
        let (mark, how) = match &capability.support {
            Support::Native => ("●", String::new()),
            Support::Emulated { how } => ("◐", how.to_string()),
            Support::Unsupported { why } => ("–", why.to_string()),
            _ => ("?", String::new()),
        };
        writeln!(text, "| `{operation}` | {mark} | {how} |").unwrap();
    }
    text.push_str("\n● a call of the vendor's, ◐ composed of several, – not at all\n");
    text
}

#[test]
fn the_table_is_what_the_desk_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let expected = format!("{head}{BEGIN}\n\n{}\n{END}{tail}", table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    assert!(
        found == expected,
        "the README is stale; UPDATE_DOCS=1 writes it anew"
    );
}

#[test]
fn the_areas_add_up_to_the_documented_endpoints() {
    let readme = include_str!("../README.md");
    let (_, areas) = readme.split_once("\n## Areas\n").unwrap();
    let areas = areas.split("\n## ").next().unwrap();
    let count = |line: &str| -> Option<u32> {
        line.strip_prefix("| `")?
            .trim_end_matches([' ', '|'])
            .rsplit(' ')
            .next()?
            .parse()
            .ok()
    };
    let sum: u32 = areas.lines().filter_map(count).sum();
    assert_eq!(sum, 176);
}

//! The generated tables are what the desks say of themselves.
//!
//! `UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test docs` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use helpdesk::{Capabilities, Capability, Operation, Support};
use helpdesk_e2e::{DESKS, World};

const BEGIN: &str =
    "<!-- capabilities: generated; UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test docs -->";
const END: &str = "<!-- end of capabilities -->";

#[tokio::test]
async fn the_readme_has_the_summary() {
    let table = summary(&capabilities().await);
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once(BEGIN).expect("the README has the mark");
    let (_, tail) = rest.split_once(END).expect("the README has the end mark");
    compare(&path, &format!("{head}{BEGIN}\n\n{table}\n{END}{tail}"));
}

#[tokio::test]
async fn the_book_has_the_tables() {
    compare(
        &root().join("docs/capabilities.md"),
        &tables(&capabilities().await),
    );
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

async fn capabilities() -> Vec<Capabilities> {
    let world = World::start().await;
    DESKS
        .iter()
        .map(|name| world.desk(name).capabilities().clone())
        .collect()
}

fn compare(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, expected).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is stale; UPDATE_DOCS=1 writes it anew",
        path.display()
    );
}

fn mark(capability: &Capability) -> String {
    let mark = match capability.support {
        Support::Native => "●",
        Support::Emulated { .. } => "◐",
        _ => "–",
    };
    let unsure = if capability.unverified.is_some() && capability.is_supported() {
        " ?"
    } else {
        ""
    };
    format!("{mark}{unsure}")
}

fn summary(desks: &[Capabilities]) -> String {
    let mut text = String::from("| operation |");
    for desk in desks {
        write!(text, " {} |", desk.vendor()).unwrap();
    }
    text.push_str("\n|---|");
    text.push_str(&":-:|".repeat(desks.len()));
    text.push('\n');
    for operation in Operation::ALL {
        write!(text, "| `{operation}` |").unwrap();
        for desk in desks {
            write!(text, " {} |", mark(desk.get(*operation))).unwrap();
        }
        text.push('\n');
    }
    text
}

fn tables(desks: &[Capabilities]) -> String {
    let mut text = String::from(
        "# What each desk can do\n\nGenerated from the desks themselves; `UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test docs` \
         writes it anew.\n\n● native · ◐ composed from other calls · – not possible, nothing is sent · ? not verified against a live \
         account.\n\n*Repeats* says what happens after a failure that leaves it open whether the vendor acted: `safe` is sent again, \
         `verify_first` is looked up before it is sent again, `once` is not sent again.\n\n",
    );
    text.push_str(&summary(desks));
    for desk in desks {
        write!(text, "\n## {}\n\n| operation | | how or why | fields | repeats | effects | unverified |\n|---|:-:|---|---|---|---|---|\n", desk.vendor()).unwrap();
        for (operation, capability) in desk.iter() {
            let fields: Vec<String> = capability
                .fields
                .iter()
                .map(|field| format!("`{field}`"))
                .collect();
            let repeats = capability
                .safety
                .map(|safety| {
                    serde_json::to_value(safety)
                        .unwrap()
                        .as_str()
                        .unwrap_or_default()
                        .to_owned()
                })
                .unwrap_or_default();
            writeln!(
                text,
                "| `{operation}` | {} | {} | {} | {repeats} | {} | {} |",
                mark(capability),
                cell(capability.support.note()),
                fields.join(" "),
                cell(capability.effects.as_deref().unwrap_or_default()),
                cell(capability.unverified.as_deref().unwrap_or_default()),
            )
            .unwrap();
        }
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

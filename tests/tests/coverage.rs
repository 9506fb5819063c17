//! Every documented endpoint has a method, a snapshot of its request and one of its decoded answer, and
//! every method is documented.
//!
//! An answer whose shape nobody has documented is listed in the adapter's README instead.
//! `fixtures/endpoints.json` lists the endpoints. `UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test coverage`
//! writes `docs/coverage.md` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

const VENDORS: [&str; 4] = ["cxpress", "digisac", "wisecx", "chat2desk"];

/// The part of a path that may belong to the base URL instead.
const BASES: [&str; 3] = ["/core/v1", "/api/v1", "/v1"];

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Endpoint {
    method: String,
    /// Without the base, and with `{}` for each placeholder.
    shape: String,
}

impl Endpoint {
    fn new(method: &str, path: &str) -> Self {
        let path = path.split('?').next().unwrap_or(path).trim_end_matches('/');
        let path = BASES
            .iter()
            .find_map(|base| path.strip_prefix(base))
            .unwrap_or(path);
        let shape = path
            .split('/')
            .map(|segment| {
                if segment.starts_with('{') && segment.ends_with('}') {
                    "{}"
                } else {
                    segment
                }
            })
            .collect::<Vec<_>>()
            .join("/");
        Self {
            method: method.to_uppercase(),
            shape,
        }
    }

    /// Whether a request that was sent is one of this endpoint.
    fn admits(&self, sent: &Endpoint) -> bool {
        let (own, other) = (self.shape.split('/'), sent.shape.split('/'));
        self.method == sent.method
            && own.clone().count() == other.clone().count()
            && own
                .zip(other)
                .all(|(own, other)| own == "{}" && !other.is_empty() || own == other)
    }
}

struct Row {
    vendor: String,
    path: String,
    name: String,
    documented_by: String,
    endpoint: Endpoint,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("fixtures/endpoints.json")).unwrap();
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    let field = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.iter()
        .map(|row| Row {
            vendor: field(row, "vendor"),
            path: field(row, "path"),
            name: field(row, "name"),
            documented_by: field(row, "documented_by"),
            endpoint: Endpoint::new(&field(row, "method"), &field(row, "path")),
        })
        .collect()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found
}

/// The path templates in the source of a vendor's native client.
fn templates(vendor: &str) -> BTreeSet<String> {
    let folder = root().join(format!("crates/helpdesk-{vendor}/src/api"));
    let mut shapes = BTreeSet::new();
    for file in files(&folder, "rs") {
        let text = std::fs::read_to_string(file).unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for literal in code.flat_map(|line| line.split('"').skip(1).step_by(2)) {
            let path = literal.len() > 1
                && literal.starts_with('/')
                && literal
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "/{}_-".contains(c));
            if path {
                shapes.insert(Endpoint::new("", literal).shape);
            }
        }
    }
    shapes
}

/// What a snapshot shows of an endpoint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Request,
    Answer,
}

/// The requests whose snapshots, or whose answers' snapshots, a vendor has.
fn snapshotted(vendor: &str, shows: Shows) -> BTreeSet<Endpoint> {
    let folder = root().join(format!("crates/helpdesk-{vendor}/tests"));
    let mut endpoints = BTreeSet::new();
    for file in files(&folder, "snap") {
        let text = std::fs::read_to_string(file).unwrap();
        let body = text.splitn(3, "---").nth(2).unwrap_or_default();
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            collect(&value, shows, &mut endpoints);
        }
    }
    endpoints
}

fn collect(value: &Value, shows: Shows, endpoints: &mut BTreeSet<Endpoint>) {
    match value {
        Value::Object(object) => {
            let text = |key: &str| object.get(key).and_then(Value::as_str);
            let shown = if object.contains_key("decoded") {
                Shows::Answer
            } else {
                Shows::Request
            };
            if let (Some(method), Some(path)) = (text("method"), text("path"))
                && shown == shows
            {
                endpoints.insert(Endpoint::new(method, path));
            }
            let mut each = |value| collect(value, shows, endpoints);
            object.values().for_each(&mut each);
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| collect(value, shows, endpoints)),
        _ => {}
    }
}

/// The endpoints of which a vendor's README says that nobody documents their answer.
fn undocumented(vendor: &str) -> BTreeSet<Endpoint> {
    let readme = root().join(format!("crates/helpdesk-{vendor}/README.md"));
    let text = std::fs::read_to_string(readme).unwrap();
    text.lines()
        .skip_while(|line| *line != "## Answers without a documented shape")
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("- `")?.split('`').next()?.split_once(' '))
        .map(|(method, path)| Endpoint::new(method, path))
        .collect()
}

#[test]
fn every_answer_is_decoded_or_listed_as_undocumented() {
    let mut wrong = Vec::new();
    for vendor in VENDORS {
        let decoded = snapshotted(vendor, Shows::Answer);
        let listed = undocumented(vendor);
        let own: Vec<Row> = rows()
            .into_iter()
            .filter(|row| row.vendor == vendor)
            .collect();
        for row in &own {
            let name = format!("{vendor} {} {}", row.endpoint.method, row.path);
            let shown = decoded.iter().any(|sent| row.endpoint.admits(sent));
            match (shown, listed.contains(&row.endpoint)) {
                (false, false) => wrong.push(format!("{name}: neither decoded nor listed")),
                (true, true) => wrong.push(format!("{name}: decoded and yet listed")),
                _ => {}
            }
        }
        for line in listed {
            if !own.iter().any(|row| row.endpoint == line) {
                wrong.push(format!("{vendor} {line:?}: listed, but no endpoint"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_endpoint_has_a_method_and_a_request_snapshot() {
    let mut missing = Vec::new();
    for vendor in VENDORS {
        let sent = snapshotted(vendor, Shows::Request);
        for row in rows().iter().filter(|row| row.vendor == vendor) {
            if !sent.iter().any(|request| row.endpoint.admits(request)) {
                missing.push(format!("{vendor} {} {}", row.endpoint.method, row.path));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} endpoints without a request snapshot:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn every_method_has_a_request_snapshot() {
    let mut missing = Vec::new();
    for vendor in VENDORS {
        let sent = snapshotted(vendor, Shows::Request);
        for shape in templates(vendor) {
            let admits = |request: &Endpoint| {
                let method = request.method.clone();
                Endpoint {
                    method,
                    shape: shape.clone(),
                }
                .admits(request)
            };
            if !sent.iter().any(admits) {
                missing.push(format!("{vendor} {shape}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} templates without a request snapshot:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn the_book_has_the_coverage() {
    let mut text = String::from(
        "# Endpoints\n\nEvery documented endpoint of every vendor, each with a method in the adapter's native client and a \
         snapshot of its request (●). The second mark: its answer is typed and decoded in a snapshot (●), or \
         nobody has documented its shape and it is handed out as JSON (○). Generated; `UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test coverage` writes it anew.\n",
    );
    let rows = rows();
    for vendor in VENDORS {
        let sent = snapshotted(vendor, Shows::Request);
        let decoded = snapshotted(vendor, Shows::Answer);
        let typed = |row: &&Row| decoded.iter().any(|sent| row.endpoint.admits(sent));
        let covered = |row: &&Row| sent.iter().any(|request| row.endpoint.admits(request));
        let own: Vec<&Row> = rows.iter().filter(|row| row.vendor == vendor).collect();
        let done = own.iter().filter(|row| covered(row)).count();
        let shapes = own.iter().filter(|row| typed(row)).count();
        write!(
            text,
            "\n## {vendor}: {done} of {}, {shapes} answers typed\n\n\
             | | | endpoint | documented as | by |\n|:-:|:-:|---|---|---|\n",
            own.len()
        )
        .unwrap();
        for row in own {
            let mark = if covered(&row) { "●" } else { "–" };
            let by = if row.documented_by == "vendor" {
                "vendor"
            } else {
                "third party"
            };
            writeln!(
                text,
                "| {mark} | {} | `{} {}` | {} | {by} |",
                if typed(&row) { "●" } else { "○" },
                row.endpoint.method,
                row.path,
                row.name
            )
            .unwrap();
        }
    }
    let path = root().join("docs/coverage.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "docs/coverage.md is stale; UPDATE_DOCS=1 writes it anew"
    );
}

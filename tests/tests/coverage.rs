//! Every documented endpoint has a method and a request snapshot, and every method is documented.
//!
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

/// Called by the token source, not by a method; the adapter's `tests/auth.rs` looks at the request.
const AUTHENTICATION: [(&str, &str); 1] = [("wisecx", "/authenticate")];

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

/// The requests that stand in a vendor's snapshots.
fn snapshotted(vendor: &str) -> BTreeSet<Endpoint> {
    let folder = root().join(format!("crates/helpdesk-{vendor}/tests"));
    let mut endpoints = BTreeSet::new();
    for file in files(&folder, "snap") {
        let text = std::fs::read_to_string(file).unwrap();
        let body = text.splitn(3, "---").nth(2).unwrap_or_default();
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            collect(&value, &mut endpoints);
        }
    }
    endpoints
}

fn authentication(vendor: &str) -> impl Iterator<Item = Endpoint> {
    let own = AUTHENTICATION
        .iter()
        .filter(move |(name, _)| *name == vendor);
    own.map(|(_, path)| Endpoint::new("GET", path))
}

fn collect(value: &Value, endpoints: &mut BTreeSet<Endpoint>) {
    match value {
        Value::Object(object) => {
            let text = |key: &str| object.get(key).and_then(Value::as_str);
            if let (Some(method), Some(path)) = (text("method"), text("path")) {
                endpoints.insert(Endpoint::new(method, path));
            }
            object.values().for_each(|value| collect(value, endpoints));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, endpoints)),
        _ => {}
    }
}

#[test]
fn every_endpoint_has_a_method_and_a_request_snapshot() {
    let mut missing = Vec::new();
    for vendor in VENDORS {
        let mut sent = snapshotted(vendor);
        sent.extend(authentication(vendor));
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
        let sent = snapshotted(vendor);
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
         snapshot of its request. Generated; `UPDATE_DOCS=1 cargo test -p helpdesk-e2e --test coverage` writes it anew.\n",
    );
    let rows = rows();
    for vendor in VENDORS {
        let mut sent = snapshotted(vendor);
        sent.extend(authentication(vendor));
        let covered = |row: &&Row| sent.iter().any(|request| row.endpoint.admits(request));
        let own: Vec<&Row> = rows.iter().filter(|row| row.vendor == vendor).collect();
        let done = own.iter().filter(|row| covered(row)).count();
        write!(text, "\n## {vendor}: {done} of {}\n\n| | endpoint | documented as | by |\n|:-:|---|---|---|\n", own.len())
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
                "| {mark} | `{} {}` | {} | {by} |",
                row.endpoint.method, row.path, row.name
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

//! What is kept in the repository: no snapshot holds a credential.

use std::path::{Path, PathBuf};

/// Names whose values are credentials, without `_` and `-`.
const NAMES: &[&str] = &[
    "authorization",
    "token",
    "accesstoken",
    "refreshtoken",
    "refrestoken",
    "apitoken",
    "internalchattoken",
    "apikey",
    "xapikey",
    "password",
    "secret",
    "clientsecret",
    "xsignature",
];

/// Marks of the credentials that fixtures and simulators have.
const MARKS: &[&str] = &[
    "-token\"",
    "sim-password",
    "sim-oauth-",
    "sim-refresh-",
    "Bearer s",
    "eyJ",
];

fn snapshots(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                snapshots(&path, all);
            }
        } else if path
            .extension()
            .is_some_and(|end| end == "snap" || end == "new")
        {
            all.push(path);
        }
    }
}

/// What looks like a credential in a line of a snapshot, given the line after it.
fn credential(line: &str, next: &str) -> Option<String> {
    if let Some(mark) = MARKS.iter().find(|mark| line.contains(**mark)) {
        return Some((*mark).to_owned());
    }
    let (name, value) = line.split_once(':')?;
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let value = value.trim().trim_matches([',', '"']);
    let hidden = |text: &str| text.to_ascii_lowercase().contains("[redacted]");
    let empty = ["", "null", "None", "[", "{", "[]", "{}"].contains(&value);
    let below = value == "Some(" && hidden(next);
    let named = NAMES.contains(&plain.to_ascii_lowercase().as_str());
    (named && !empty && !hidden(value) && !below).then(|| name.trim().to_owned())
}

#[test]
fn no_snapshot_holds_a_credential() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut all = Vec::new();
    for folder in ["crates", "tests"] {
        snapshots(&root.join(folder), &mut all);
    }
    assert!(all.len() > 100, "only {} snapshots", all.len());
    let mut found = Vec::new();
    for path in all {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().chain([""]).collect();
        for (at, pair) in lines.windows(2).enumerate() {
            if let Some(what) = credential(pair[0], pair[1]) {
                let path = path.strip_prefix(root).unwrap().display();
                found.push(format!("{path}:{}: {what}", at + 1));
            }
        }
    }
    crate::assert_nothing(&found);
}

#[test]
fn credentials_are_recognised() {
    for line in [
        r#"      "authorization": "Bearer abc","#,
        r#"  "refresh_token": "x""#,
        r#"  "value": "sim-cxpress-api-2-token""#,
    ] {
        assert!(credential(line, "").is_some(), "{line}");
    }
    for line in [
        r#"      "authorization": "[redacted]","#,
        r#"  "token": null,"#,
        r#"  "verified": "shared_secret","#,
        r#"    "path": "/api/v1/oauth/token","#,
    ] {
        assert!(credential(line, "").is_none(), "{line}");
    }
    let debug = r#"      "    token: Some(","#;
    assert!(credential(debug, r#"      "        SecretBox<str>([REDACTED]),","#).is_none());
    assert!(credential(debug, r#"      "        \"abc\",","#).is_some());
}

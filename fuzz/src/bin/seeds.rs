//! Writes what the targets begin with to `fuzz/corpus`: the bodies of the repository's fixtures.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn main() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = fuzz.with_file_name("fixtures");
    let mut written = 0;
    for vendor in ["cxpress", "digisac", "wisecx", "chat2desk"] {
        let mut files = Vec::new();
        collect(&fixtures.join(vendor), &mut files);
        for path in files {
            let text = fs::read_to_string(&path).expect("a fixture");
            let fixture: Value = serde_json::from_str(&text).expect("JSON");
            let body = match (&fixture["body"], &fixture["body_text"]) {
                (_, Value::String(text)) => text.clone(),
                (body, _) => body.to_string(),
            };
            let lead = match fixture["status"].as_u64() {
                Some(404) => "#",
                Some(429) => "$",
                Some(500..) => "%",
                Some(400..) => "!",
                _ => "",
            };
            // Deliveries alone have headers.
            let target = if fixture["headers"].is_object() {
                "webhooks".to_owned()
            } else {
                format!("decode_{vendor}")
            };
            let folder = fuzz.join("corpus").join(&target);
            fs::create_dir_all(&folder).expect("a folder");
            let name = path
                .strip_prefix(&fixtures)
                .expect("a fixture")
                .display()
                .to_string();
            let name = name.replace(['/', '\\'], "-").replace(".json", "");
            let lead = if target == "webhooks" { "" } else { lead };
            fs::write(folder.join(name), format!("{lead}{body}")).expect("a file");
            written += 1;
        }
    }
    for (target, seeds) in [
        (
            "phone",
            &["+55 11 98765-4321", "5491112345678", "+7 912 345-67-89"][..],
        ),
        (
            "config",
            &["[desks.a]\nvendor = \"chat2desk\"\ntoken = \"t\"\nhttp = { max_attempts = 2 }\n"][..],
        ),
        (
            "cursors",
            &["{\"v\":\"here\",\"o\":\"contacts.list\",\"q\":1,\"s\":42}"][..],
        ),
    ] {
        let folder = fuzz.join("corpus").join(target);
        fs::create_dir_all(&folder).expect("a folder");
        for (at, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{at}")), seed).expect("a file");
            written += 1;
        }
    }
    println!("{written} seeds");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the fixtures") {
        let path = entry.expect("the fixtures").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
}

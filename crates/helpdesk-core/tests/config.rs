//! Configuration: errors name keys and remedies and never a value; secrets; the registry.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use helpdesk_core::config::{BuildContext, Factory, Registry, SecretSource, Settings};
use helpdesk_core::memory::{MemoryDesk, MemoryFactory};
use helpdesk_core::{Error, ErrorKind, Helpdesk, Result, Vendor};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};

fn settings(table: Value) -> Result<Settings> {
    let Value::Object(table) = table else {
        unreachable!()
    };
    Settings::new("support", table)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    token: SecretSource,
    #[serde(default)]
    retries: u8,
    #[serde(default)]
    windows: BTreeMap<String, u16>,
}

#[track_caller]
fn shown(error: &Error) -> String {
    assert_eq!(error.kind(), ErrorKind::Config);
    let all = format!("{error} {error:?}");
    assert!(!all.contains("canary"), "{all}");
    error.to_string()
}

#[test]
fn settings_are_read_into_a_type() {
    let settings =
        settings(json!({"vendor": "acme", "token": "canary", "retries": 3, "windows": {"a": 1}}))
            .unwrap();
    assert_eq!((settings.desk(), settings.vendor()), ("support", "acme"));
    assert_eq!(settings.key("token"), "desks.support.token");
    assert!(!format!("{settings:?}").contains("canary"));
    assert!(format!("{settings:?}").contains("token"));
    let own: Own = settings.read().unwrap();
    assert_eq!((own.retries, own.windows["a"]), (3, 1));
    assert!(!format!("{:?}", own.token).contains("canary"));
}

#[test]
fn settings_errors_name_the_key_and_never_the_value() {
    for (table, at, what) in [
        (
            json!({"token": "t", "retries": "canary"}),
            "desks.support.retries",
            "is not u8",
        ),
        (
            json!({"token": "t", "retries": 256}),
            "desks.support.retries",
            "is not u8",
        ),
        (
            json!({"token": "t", "windows": {"day": "canary, expected it"}}),
            "desks.support.windows.day",
            "is not u16",
        ),
        (
            json!({"token": ["canary"]}),
            "desks.support.token",
            "is not a secret",
        ),
        (
            json!({"token": {"env": "A", "file": "canary"}}),
            "desks.support.token",
            "exactly one",
        ),
        (
            json!({"token": {"value": "canary"}}),
            "desks.support.token",
            "exactly one",
        ),
        (json!({"token": {}}), "desks.support.token", "exactly one"),
        (json!({"retries": 1}), "desks.support", "`token`"),
        (
            json!({"token": "t", "tokn": "canary"}),
            "desks.support.tokn",
            "unknown field `tokn`",
        ),
    ] {
        let mut table = table;
        table["vendor"] = json!("acme");
        let error = settings(table).unwrap().read::<Own>().unwrap_err();
        let text = shown(&error);
        assert!(error.field_errors()[0].field.starts_with(at), "{text}");
        assert!(text.contains(what), "{text}");
    }
}

#[test]
fn a_desk_needs_a_vendor() {
    for table in [json!({}), json!({"vendor": ""}), json!({"vendor": 7})] {
        let error = settings(table).unwrap_err();
        assert!(shown(&error).contains("desks.support.vendor"));
    }
}

fn written(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

fn context() -> BuildContext {
    BuildContext::new().with_environment(|name| match name {
        "GOOD" => Some(" canary \n".to_owned()),
        "EMPTY" => Some(" \n ".to_owned()),
        "LINES" => Some("canary\ncanary".to_owned()),
        "CONTROL" => Some("can\u{7}ary-canary".to_owned()),
        _ => None,
    })
}

#[test]
fn a_secret_comes_from_its_place() {
    let env = SecretSource::Env("GOOD".into());
    assert_eq!(
        env.read("token", &context()).unwrap().expose_secret(),
        "canary"
    );
    let literal = SecretSource::from("canary");
    assert_eq!(
        literal.read("token", &context()).unwrap().expose_secret(),
        "canary"
    );
    let path = written("secret-good", "canary\n");
    let file = SecretSource::File(path.clone());
    assert_eq!(
        file.read("token", &context()).unwrap().expose_secret(),
        "canary"
    );
    let beside = SecretSource::File("secret-good".into());
    let context = context().with_directory(path.parent().unwrap());
    assert_eq!(
        beside.read("token", &context).unwrap().expose_secret(),
        "canary"
    );
    assert!(!format!("{literal:?}").contains("canary"));
    assert_eq!(format!("{env:?}"), "Env(GOOD)");

    let parsed: SecretSource = serde_json::from_value(json!({"env": "GOOD"})).unwrap();
    assert!(matches!(parsed, SecretSource::Env(name) if name == "GOOD"));
    let parsed: SecretSource = serde_json::from_value(json!({"file": "a/b"})).unwrap();
    assert!(matches!(parsed, SecretSource::File(path) if path == Path::new("a/b")));
}

#[test]
fn a_secret_that_is_none_is_refused() {
    for (source, origin, problem) in [
        (SecretSource::Env("NONE".into()), "`NONE`", "is not set"),
        (SecretSource::Env("EMPTY".into()), "`EMPTY`", "is empty"),
        (
            SecretSource::Env("LINES".into()),
            "`LINES`",
            "several lines",
        ),
        (
            SecretSource::Env("CONTROL".into()),
            "`CONTROL`",
            "control characters",
        ),
        (
            SecretSource::File(written("secret-empty", "\n")),
            "secret-empty",
            "is empty",
        ),
        (
            SecretSource::File(written("secret-lines", "canary\r\ncanary")),
            "secret-lines",
            "several lines",
        ),
        (
            SecretSource::File("no/such/file".into()),
            "no/such/file",
            "cannot be read",
        ),
        (SecretSource::from(""), "the secret", "is empty"),
        (
            SecretSource::from("canary\tcanary"),
            "the secret",
            "control characters",
        ),
    ] {
        let error = source.read("desks.support.token", &context()).unwrap_err();
        let text = shown(&error);
        assert_eq!(error.field_errors()[0].field, "desks.support.token");
        assert!(text.contains(origin) && text.contains(problem), "{text}");
    }
}

struct Acme;

impl Factory for Acme {
    fn vendor(&self) -> Vendor {
        Vendor::from_static("acme")
    }

    fn build(&self, settings: &Settings, _: &BuildContext) -> Result<Arc<dyn Helpdesk>> {
        settings.read::<Own>()?;
        Ok(Arc::new(MemoryDesk::new()))
    }
}

#[test]
fn the_registry_knows_what_it_was_given() {
    let registry = Registry::new()
        .with(MemoryFactory::new())
        .with(Acme)
        .with_absent("digisac", "digisac")
        .with_absent("acme", "acme");
    assert_eq!(registry.vendors().collect::<Vec<_>>(), ["acme", "memory"]);
    let build = |table: Value| registry.build(&settings(table).unwrap(), &BuildContext::new());
    build(json!({"vendor": "acme", "token": "t"})).unwrap();
    assert_eq!(
        build(json!({"vendor": "memory"}))
            .unwrap()
            .vendor()
            .as_str(),
        "memory"
    );

    let text = shown(&build(json!({"vendor": "digisac", "token": "canary"})).unwrap_err());
    assert!(
        text.contains("desks.support.vendor") && text.contains("feature `digisac`"),
        "{text}"
    );
    let text = shown(&build(json!({"vendor": "zendesk", "token": "canary"})).unwrap_err());
    assert!(
        text.contains("`zendesk`") && text.contains("acme, memory, digisac"),
        "{text}"
    );
    let error = Registry::new().build(
        &settings(json!({"vendor": "x"})).unwrap(),
        &BuildContext::new(),
    );
    assert!(shown(&error.unwrap_err()).contains("known are: none"));
    assert!(format!("{registry:?}").contains("digisac"));
}

#[test]
fn desks_of_one_context_share_by_name_and_type() {
    let context = BuildContext::new();
    let one = context.shared("budget", || 1_u32);
    let same = context.clone().shared("budget", || 2_u32);
    assert!(Arc::ptr_eq(&one, &same));
    assert_eq!(*context.shared("other", || 3_u32), 3);
    assert_eq!(*context.shared("budget", || 4_u64), 4);
    assert_eq!(*BuildContext::new().shared("budget", || 5_u32), 5);
}

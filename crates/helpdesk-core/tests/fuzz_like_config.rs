//! Configuration: whatever the section holds, no panic, and an error shows no value.
//! `fuzz/fuzz_targets/config.rs` is the same with libFuzzer choosing, from TOML on.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;

use helpdesk_core::ErrorKind;
use helpdesk_core::config::{BuildContext, Registry, SecretSource, Settings};
use helpdesk_core::memory::MemoryFactory;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};

const CANARY: &str = "canary-7b2e";

/// Any JSON in which every text holds the canary; keys now and then are ones that are known.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(|text| Value::from(format!("{text}{CANARY}"))),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "vendor|token|limit|windows|env|file|nested",
        1 => "[a-z_./~\"]{0,8}",
    ]
}

fn table() -> impl Strategy<Value = Map<String, Value>> {
    proptest::collection::btree_map(key(), value(), 0..6)
        .prop_map(|table| table.into_iter().collect())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it is only read")]
struct Own {
    #[serde(default)]
    token: Option<SecretSource>,
    #[serde(default)]
    limit: Option<u32>,
    #[serde(default)]
    windows: BTreeMap<String, u16>,
    #[serde(default)]
    nested: Option<Nested>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "it is only read")]
struct Nested {
    #[serde(default)]
    limit: Option<bool>,
    #[serde(default)]
    nested: Option<Box<Nested>>,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_section_panics_and_no_error_shows_a_value(table in table(), as_text: bool) {
        let mut table = table;
        let Ok(settings) = Settings::new("desk", table.clone()) else {
            table.insert("vendor".to_owned(), Value::from("memory"));
            let settings = Settings::new("desk", table).unwrap();
            return read(settings, as_text);
        };
        read(settings, as_text)?;
    }
}

fn read(settings: Settings, as_text: bool) -> Result<(), TestCaseError> {
    let settings = if as_text {
        settings.spelled_as_text()
    } else {
        settings
    };
    let shown = format!("{settings:?}");
    prop_assert!(!shown.contains(CANARY) || settings.vendor().contains(CANARY));
    let context = BuildContext::new().with_environment(|_| None);
    let own = settings.read::<Own>();
    let secret = own.as_ref().ok().and_then(|own| own.token.as_ref());
    let secret = secret.map(|source| source.read("desks.desk.token", &context));
    let told = secret.and_then(Result::err);
    let built = Registry::new()
        .with(MemoryFactory::new())
        .build(&settings, &context);
    for error in [own.err(), built.err()].into_iter().flatten() {
        prop_assert_eq!(error.kind(), ErrorKind::Config);
        prop_assert!(error.field_errors()[0].field.starts_with("desks.desk"));
        let shown = format!("{error} {error:?}");
        // The vendor's name is told, for it is what was mistyped.
        prop_assert!(
            !shown.contains(CANARY) || settings.vendor().contains(CANARY),
            "{}",
            shown
        );
    }
    // The name of a variable or a file is told; a literal secret is not.
    prop_assert!(told.is_none_or(|error| error.kind() == ErrorKind::Config));
    Ok(())
}

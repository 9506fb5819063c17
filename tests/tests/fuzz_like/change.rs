//! Changes to JSON that no schema foresees.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};

/// Something that may stand where something else is expected.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop_oneof![
            Just(json!(0)),
            Just(json!(-1)),
            Just(json!(i64::MIN)),
            Just(json!(u64::MAX)),
            Just(json!(1e308)),
            Just(json!(0.5)),
        ],
        prop_oneof![
            Just(""),
            Just(" "),
            Just("0"),
            Just("-1"),
            Just("99999999999999999999999999"),
            Just("NaN"),
            Just("true"),
            Just("null"),
            Just("2031-02-30T25:61:61Z"),
            Just("9999-12-31T23:59:59.999999999-23:59"),
            Just("-009999-01-01 00:00:00"),
            Just("\u{0}\u{7f}\u{202e}\u{fffd}"),
            Just("{\\}"),
            Just("[redacted]"),
        ]
        .prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[[[[[[[null]]]]]]]])),
        Just(json!({ "id": { "id": { "id": [null, 1, "x"] } } })),
    ]
}

/// A change to one place of a JSON text.
#[derive(Debug, Clone)]
pub enum Change {
    Put(Value),
    Remove,
    Wrap,
    Repeat(u8),
}

pub fn change() -> impl Strategy<Value = (Index, Change)> {
    let change = prop_oneof![
        6 => odd().prop_map(Change::Put),
        2 => Just(Change::Remove),
        1 => Just(Change::Wrap),
        1 => (0_u8..120).prop_map(Change::Repeat),
    ];
    (any::<Index>(), change)
}

/// How many places there are to change.
pub fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(places).sum(),
        Value::Object(map) => map.values().map(places).sum(),
        _ => 0,
    }
}

/// Changes the place of this number; `None` takes it out.
pub fn changed(value: Value, at: &mut usize, change: &Change) -> Option<Value> {
    if *at == 0 {
        *at = usize::MAX;
        return match change {
            Change::Put(other) => Some(other.clone()),
            Change::Remove => None,
            Change::Wrap => Some(json!([value])),
            Change::Repeat(times) => Some(Value::from(vec![value; usize::from(*times)])),
        };
    }
    *at = at.saturating_sub(usize::from(*at != usize::MAX));
    Some(match value {
        Value::Array(list) => {
            let list = list.into_iter();
            Value::Array(list.filter_map(|one| changed(one, at, change)).collect())
        }
        Value::Object(map) => {
            let map = map.into_iter();
            let map: Map<String, Value> = map
                .filter_map(|(key, one)| Some((key, changed(one, at, change)?)))
                .collect();
            Value::Object(map)
        }
        other => other,
    })
}

pub fn apply(body: &Value, changes: &[(Index, Change)]) -> Value {
    let mut body = body.clone();
    for (at, change) in changes {
        let mut at = at.index(places(&body));
        body = changed(body, &mut at, change).unwrap_or(Value::Null);
    }
    body
}

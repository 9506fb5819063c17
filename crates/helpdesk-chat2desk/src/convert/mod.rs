//! Pure functions between the vendor's objects and the neutral ones.
//!
//! Nothing here sends or waits, and nothing is made up to fill a gap: what the vendor left out stays
//! empty and is listed in `not_sent`.

mod body;
pub mod contacts;
pub mod directory;
pub mod events;
pub mod messages;
pub mod tags;
pub mod tickets;
pub mod webhooks;
pub mod words;

use helpdesk_core::{Field, VendorData};
use serde_json::Value;

/// The fields of which the vendor's own JSON has none of the keys.
fn missing(data: &VendorData, fields: &[(Field, &[&str])]) -> Vec<Field> {
    let mut keys = Vec::with_capacity(32);
    keys.extend(data.keys());
    fields
        .iter()
        .filter(|(_, names)| !names.iter().any(|name| keys.contains(name)))
        .map(|(field, _)| field.clone())
        .collect()
}

/// A value that stands for a text: a text that is not empty, a number, a truth value.
fn value_as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

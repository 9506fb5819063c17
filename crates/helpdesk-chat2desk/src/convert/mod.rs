//! Pure functions between the vendor's objects and the neutral ones.
//!
//! Nothing here sends or waits, and nothing is made up to fill a gap: what the vendor left out stays
//! empty and is listed in `not_sent`.

mod body;
mod changes;
pub(crate) mod contacts;
mod details;
pub(crate) mod directory;
pub(crate) mod events;
pub(crate) mod messages;
pub(crate) mod tags;
pub(crate) mod tickets;
pub(crate) mod webhooks;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use serde_json::Value;

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

//! The `filtering` parameter.

use std::cmp::Ordering;

use serde_json::Value;

use super::Sim;
use super::check::{Ask, Kind, Refusal};
use super::list::Rules;
use super::state::{parse_time, stamp};

/// `IN` and equality; the tables say EQUALS, the introduction says EQUAL.
pub(super) const IN_EQUAL: &[&str] = &["IN", "EQUAL", "EQUALS"];
/// The set operators.
pub(super) const SET: &[&str] = &["IN", "NOT IN", "EQUAL", "EQUALS", "NOT EQUAL"];
/// The set operators, and part of a text.
pub(super) const TEXT: &[&str] = &["IN", "NOT IN", "EQUAL", "EQUALS", "NOT EQUAL", "CONTAINS"];
/// The set operators, and order.
pub(super) const RANGE: &[&str] = &[
    "IN",
    "NOT IN",
    "EQUAL",
    "EQUALS",
    "NOT EQUAL",
    "GREATER",
    "LOWER",
    "GREATER EQUAL",
    "LOWER EQUAL",
];

/// One condition of `filtering`.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) field: String,
    pub(super) operator: String,
    pub(super) values: Vec<String>,
}

impl Sim {
    /// Reads `filtering`: JSON, or the documented form with single quotes.
    pub(super) fn filters(
        &self,
        ask: &Ask,
        text: &str,
        rules: &Rules,
    ) -> Result<Vec<Filter>, Refusal> {
        let parsed = serde_json::from_str(text)
            .or_else(|_| serde_json::from_str(&double_quoted(text)))
            .ok();
        let Some(Value::Array(items)) = parsed else {
            return Err(self.violated(&ask.endpoint, "`filtering` is not a list of conditions"));
        };
        items
            .iter()
            .map(|item| self.filter(ask, item, rules))
            .collect()
    }

    fn filter(&self, ask: &Ask, item: &Value, rules: &Rules) -> Result<Filter, Refusal> {
        let bare = without_value(item);
        let object = self.object(
            &format!("{} filtering", ask.endpoint),
            &bare,
            &[("field", Kind::Text, true), ("operator", Kind::Text, true)],
        )?;
        let full = object["field"].as_str().unwrap_or_default();
        let operator = object["operator"].as_str().unwrap_or_default();
        let field = full
            .strip_prefix(rules.prefix)
            .and_then(|rest| rest.strip_prefix('.'))
            .unwrap_or(full);
        let allowed = rules.filters.iter().find(|(name, _)| *name == field);
        if !allowed.is_some_and(|(_, operators)| operators.contains(&operator)) {
            return Err(self.violated(
                &ask.endpoint,
                &format!("`filtering` does not allow {operator} on `{full}`"),
            ));
        }
        let listed = operator.ends_with("IN");
        let values: Option<Vec<String>> = match item.get("value") {
            Some(Value::Array(values)) if listed => values.iter().map(plain).collect(),
            Some(value) if !listed => plain(value).map(|v| vec![v]),
            _ => None,
        };
        let Some(mut values) = values else {
            return Err(self.violated(
                &ask.endpoint,
                "IN and NOT IN take a list as `value`, other operators take one value",
            ));
        };
        if is_time(field) {
            for value in &mut values {
                let Some(time) = parse_time(value) else {
                    return Err(self.violated(&ask.endpoint, "`value` is not a date"));
                };
                *value = stamp(time);
            }
        }
        Ok(Filter {
            field: field.to_owned(),
            operator: operator.to_owned(),
            values,
        })
    }
}

/// Whether a shown value meets a condition.
pub(super) fn meets(held: &Value, filter: &Filter) -> bool {
    let any = |held: &Value| plain(held).is_some_and(|held| filter.values.contains(&held));
    let found = match held {
        Value::Array(items) => items.iter().any(any),
        other => any(other),
    };
    let wanted = filter
        .values
        .first()
        .map(String::as_str)
        .unwrap_or_default();
    let against = |held: &Value| match held.as_i64().zip(wanted.parse::<i64>().ok()) {
        Some((held, wanted)) => Some(held.cmp(&wanted)),
        None => plain(held).map(|held| held.as_str().cmp(wanted)),
    };
    match filter.operator.as_str() {
        "NOT IN" | "NOT EQUAL" => !found,
        "CONTAINS" => plain(held).is_some_and(|held| held.contains(wanted)),
        "GREATER" => against(held) == Some(Ordering::Greater),
        "LOWER" => against(held) == Some(Ordering::Less),
        "GREATER EQUAL" => against(held).is_some_and(Ordering::is_ge),
        "LOWER EQUAL" => against(held).is_some_and(Ordering::is_le),
        _ => found,
    }
}

/// A simple value as text.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn is_time(field: &str) -> bool {
    field.ends_with("_at")
        || matches!(
            field,
            "first_read"
                | "last_read"
                | "last_update"
                | "last_assignment"
                | "first_response"
                | "last_response"
        )
}

/// The condition without `value`, whose type depends on the operator.
fn without_value(item: &Value) -> Value {
    let mut item = item.clone();
    if let Some(object) = item.as_object_mut() {
        object.remove("value");
    }
    item
}

/// Turns the documented single-quoted form into JSON.
fn double_quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => json.push('"'),
            '"' => json.push_str("\\\""),
            '\\' => match letters.next() {
                Some('\'') => json.push('\''),
                Some(other) => json.extend(['\\', other]),
                None => json.push('\\'),
            },
            other => json.push(other),
        }
    }
    json
}

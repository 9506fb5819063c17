//! Checks of request bodies against the documented members and their types.

use serde_json::Value;

use super::Sim;
use super::reply::{Answer, Call};

/// The JSON type that a member is documented with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Text or null.
    TextOrNull,
    /// A boolean.
    Flag,
    /// A boolean, or its name as text.
    FlagOrText,
    /// A boolean or an integer.
    FlagOrNumber,
    /// A number.
    Number,
    /// A list of texts.
    Texts,
    /// A list of texts, or one text.
    TextsOrText,
    /// A list of anything.
    List,
    /// An object.
    Object,
    /// An object or null.
    ObjectOrNull,
    /// Not said.
    Any,
}

impl Kind {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::TextOrNull => value.is_string() || value.is_null(),
            Self::Flag => value.is_boolean(),
            Self::FlagOrText => {
                value.is_boolean() || matches!(value.as_str(), Some("true" | "false"))
            }
            Self::FlagOrNumber => value.is_boolean() || value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Texts => texts(value),
            Self::TextsOrText => value.is_string() || texts(value),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::ObjectOrNull => value.is_object() || value.is_null(),
            Self::Any => true,
        }
    }
}

fn texts(value: &Value) -> bool {
    value
        .as_array()
        .is_some_and(|items| items.iter().all(Value::is_string))
}

/// A documented member and its type.
pub(super) type Member = (&'static str, Kind);

/// Refuses a body with undocumented members, with members of the wrong type, or without a
/// required one.
pub(super) fn check(
    sim: &Sim,
    call: &Call,
    body: &Value,
    members: &[Member],
    required: &[&str],
) -> Result<(), Answer> {
    let Some(object) = body.as_object() else {
        return Err(call.refuse(sim, "the body is not a JSON object"));
    };
    let open = members.iter().any(|(name, _)| *name == "*");
    for (key, value) in object {
        match members.iter().find(|(name, _)| name == key) {
            None if open => {}
            None => {
                return Err(call.refuse(sim, &format!("undocumented body member `{key}`")));
            }
            Some((_, kind)) if !kind.fits(value) => {
                return Err(call.refuse(
                    sim,
                    &format!("body member `{key}` has the wrong type, {kind:?} is documented"),
                ));
            }
            Some(_) => {}
        }
    }
    for name in required {
        if object.get(*name).is_none_or(Value::is_null) {
            return Err(call.refuse(sim, &format!("body member `{name}` is missing")));
        }
    }
    Ok(())
}

/// A text member that is there and not empty.
pub(super) fn text<'a>(body: &'a Value, name: &str) -> Option<&'a str> {
    body.get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
}

/// A list of texts; one text counts as a list of one.
pub(super) fn list(body: &Value, name: &str) -> Option<Vec<String>> {
    match body.get(name)? {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(items) => Some(
            items
                .iter()
                .filter_map(|item| item.as_str().map(str::to_owned))
                .collect(),
        ),
        _ => None,
    }
}

/// Whether a flag is set, as a boolean or as text.
pub(super) fn flag(body: &Value, name: &str) -> bool {
    match body.get(name) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => text == "true",
        _ => false,
    }
}

/// The ids in a body of the form `{"where": {"id": [..]}}`, which bulk calls take.
pub(super) fn where_ids(sim: &Sim, call: &Call, body: &Value) -> Result<Vec<String>, Answer> {
    check(sim, call, body, &[("where", Kind::Object)], &["where"])?;
    check(sim, call, &body["where"], &[("id", Kind::Texts)], &["id"])?;
    Ok(list(&body["where"], "id").unwrap_or_default())
}

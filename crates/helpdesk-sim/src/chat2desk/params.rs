//! Parameters of a call: where they were sent, what they may be, what they are.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::RawPathParams;
use http::{HeaderMap, header};
use serde_json::Value;

use super::wire::{Answer, Route};
use crate::Lab;
use crate::strict::query_pairs;

/// What a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A JSON integer; digits in a query or form.
    Int,
    /// An integer, or a string of digits.
    Id,
    /// A string.
    Text,
    /// A string, or null.
    NullableText,
    /// A boolean, or the words `true` and `false`.
    Bool,
    /// A list of numbers (strings of digits pass).
    Ids,
    /// A list of strings.
    Texts,
    /// An object.
    Map,
    /// An object or a list of objects.
    Any,
}

/// A request that passed the checks.
#[derive(Debug)]
pub(super) struct Call {
    /// Numbers in the path, in order.
    pub ids: Vec<u64>,
    /// The route that matched.
    pub route: Route,
    params: BTreeMap<String, Value>,
}

impl Call {
    /// The first number of the path.
    pub fn id(&self) -> u64 {
        self.ids.first().copied().unwrap_or_default()
    }

    /// Whether the parameter was sent.
    pub fn has(&self, key: &str) -> bool {
        self.params.contains_key(key)
    }

    /// The parameter as it is.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.params.get(key)
    }

    /// The parameter as a number.
    pub fn number(&self, key: &str) -> Option<u64> {
        self.params.get(key).and_then(Value::as_u64)
    }

    /// The parameter as text.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.params.get(key).and_then(Value::as_str)
    }

    /// The parameter as a boolean.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.params.get(key).and_then(Value::as_bool)
    }

    /// The parameter as a list of numbers.
    pub fn numbers(&self, key: &str) -> Vec<u64> {
        let list = self.params.get(key).and_then(Value::as_array);
        list.map(|l| l.iter().filter_map(Value::as_u64).collect())
            .unwrap_or_default()
    }

    /// The same call with paging values that came as text turned into numbers.
    pub fn with_page(&self) -> Self {
        let mut params = self.params.clone();
        for key in ["limit", "offset"] {
            if let Some(number) = self.params.get(key).and_then(digits) {
                params.insert(key.to_owned(), number);
            }
        }
        Self {
            ids: self.ids.clone(),
            route: self.route,
            params,
        }
    }

    /// Records of one page, with the cap of 200.
    pub fn limit(&self) -> usize {
        let asked = self.number("limit").filter(|l| *l > 0).unwrap_or(20);
        usize::try_from(asked.min(200)).unwrap_or(200)
    }

    /// Records to skip.
    pub fn offset(&self) -> usize {
        self.number("offset")
            .and_then(|o| usize::try_from(o).ok())
            .unwrap_or_default()
    }

    /// Whether the newest records come first.
    pub fn descending(&self) -> bool {
        self.text("order") == Some("desc")
    }
}

/// Checks a request against its route. Whatever is not documented becomes a violation.
pub(super) fn checked(
    lab: &Lab,
    name: &str,
    entry: Route,
    path: &RawPathParams,
    parts: &http::request::Parts,
    body: &Bytes,
) -> Result<Call, Answer> {
    let mut ids = Vec::new();
    let mut wrong_id = None;
    for (_, text) in path {
        match text.parse::<u64>() {
            Ok(id) => ids.push(id),
            Err(_) => wrong_id = Some(text.to_owned()),
        }
    }
    let mut sent = Sent::default();
    for (key, value) in query_pairs(parts.uri.query().unwrap_or_default()) {
        sent.text(key, value);
    }
    sent.body(lab, name, &parts.headers, body)?;
    let mut params = BTreeMap::new();
    let mut refusal = None;
    for (key, (value, loose)) in sent.values {
        let base = key.strip_suffix("[]").unwrap_or(&key).to_owned();
        let Some((_, kind)) = entry.params.iter().find(|(known, _)| *known == base) else {
            lab.violation(format!("{name}: undocumented parameter `{key}`"));
            continue;
        };
        if loose && value.as_str() == Some("") && *kind != Kind::Any {
            continue;
        }
        if let Some(value) = fitted(*kind, value, loose) {
            params.insert(base, value);
        } else {
            lab.violation(format!("{name}: `{key}` has the wrong type"));
            let text = match kind {
                Kind::Int | Kind::Id => "Parameter must be a numeric value.",
                _ => "Parameter has a wrong type.",
            };
            refusal = Some(Answer::bad_field(&base, text, "unsupported_value"));
        }
    }
    if let Some(text) = wrong_id {
        lab.violation(format!("{name}: `{text}` in the path is not a number"));
        return Err(Answer::not_found(format!("Record #{text} not found")));
    }
    refusal.map_or(
        Ok(Call {
            ids,
            route: entry,
            params,
        }),
        Err,
    )
}

/// Parameters as sent: the value, and whether it came as text (query or form).
#[derive(Debug, Default)]
struct Sent {
    values: BTreeMap<String, (Value, bool)>,
}

impl Sent {
    fn text(&mut self, key: String, value: String) {
        if key.ends_with("[]") {
            let entry = self
                .values
                .entry(key)
                .or_insert_with(|| (Value::Array(Vec::new()), true));
            if let Value::Array(list) = &mut entry.0 {
                list.push(Value::String(value));
            }
        } else {
            self.values.insert(key, (Value::String(value), true));
        }
    }

    fn body(
        &mut self,
        lab: &Lab,
        name: &str,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<(), Answer> {
        if body.is_empty() {
            return Ok(());
        }
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        if kind.starts_with("application/x-www-form-urlencoded") {
            for (key, value) in query_pairs(&String::from_utf8_lossy(body)) {
                self.text(key, value);
            }
            return Ok(());
        }
        if !kind.starts_with("application/json") {
            lab.violation(format!("{name}: undocumented content type `{kind}`"));
        }
        let Ok(Value::Object(members)) = serde_json::from_slice::<Value>(body) else {
            lab.violation(format!("{name}: the body is not a JSON object"));
            return Err(Answer::bad("Invalid JSON body"));
        };
        for (key, value) in members {
            self.values.insert(key, (value, false));
        }
        Ok(())
    }
}

fn digits(value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) if number.is_u64() => Some(value.clone()),
        Value::String(text) => text.parse::<u64>().ok().map(Value::from),
        _ => None,
    }
}

fn fitted(kind: Kind, value: Value, loose: bool) -> Option<Value> {
    match kind {
        Kind::Int if loose => digits(&value),
        Kind::Int => value.is_u64().then_some(value),
        Kind::Id => digits(&value),
        Kind::Text => value.is_string().then_some(value),
        Kind::NullableText => (value.is_string() || value.is_null()).then_some(value),
        Kind::Bool => match value.as_str() {
            Some("true") => Some(Value::Bool(true)),
            Some("false") => Some(Value::Bool(false)),
            Some(_) => None,
            None => value.is_boolean().then_some(value),
        },
        Kind::Ids => match value {
            Value::Array(list) => list.iter().map(digits).collect(),
            Value::String(text) if loose => {
                let parts = text.split(',').map(|part| part.trim().parse::<u64>());
                let list: Result<Vec<u64>, _> = parts.collect();
                list.ok().map(Value::from)
            }
            _ => None,
        },
        Kind::Texts => match value {
            Value::Array(list) if list.iter().all(Value::is_string) => Some(Value::Array(list)),
            _ => None,
        },
        Kind::Map => value.is_object().then_some(value),
        Kind::Any => Some(value),
    }
}

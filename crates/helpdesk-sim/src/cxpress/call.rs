//! One checked request, and what a handler can say to it.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::state::Values;
use super::uid::Uid;
use crate::Lab;

/// What a documented body member has to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// A string.
    Text,
    /// A boolean.
    Flag,
    /// A whole number.
    Whole,
    /// An array of strings.
    Texts,
    /// An array of `{custom_field_id | id, value}`.
    Values,
}

/// A documented body member: name, kind, and whether it must be there.
pub(crate) type Member = (&'static str, Kind, bool);

/// An answer of 2xx.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

/// 200 with this body.
// Handlers hand back results throughout.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn ok(body: Value) -> Outcome {
    Ok(Reply { status: 200, body })
}

/// 201 with this body.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn created(body: Value) -> Outcome {
    Ok(Reply { status: 201, body })
}

/// An answer of 4xx. The documentation shows none; the form is that of its other answers, and the
/// codes are the area's code plus a small number, which no client should rely on.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
    pub(crate) offset: u32,
}

impl Refusal {
    pub(crate) fn new(status: u16, offset: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            offset,
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, 1, message)
    }

    pub(crate) fn missing(what: &str) -> Self {
        Self::new(404, 4, format!("{what} not found."))
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(409, 9, message)
    }

    pub(crate) fn body(&self, area: u32) -> Value {
        json!({ "message": self.message, "code_cxpress": area + self.offset })
    }
}

pub(crate) type Outcome = Result<Reply, Refusal>;

/// A request that has passed the gate, the token check and the check of names and types.
pub(crate) struct Call<'a> {
    pub(crate) lab: &'a Lab,
    pub(crate) now: Timestamp,
    /// Method and route, for violations and for the cache of lists.
    pub(crate) endpoint: String,
    /// The identifier in the path, or nothing.
    pub(crate) id: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Map<String, Value>,
}

impl Call<'_> {
    /// Remembers a violation, and refuses.
    pub(crate) fn violation(&self, what: &str) -> Refusal {
        self.lab.violation(format!("{}: {what}", self.endpoint));
        Refusal::invalid(what)
    }

    /// The identifier in the path; one that is no UUID is nobody's.
    pub(crate) fn path_id(&self, what: &str) -> Result<Uid, Refusal> {
        Uid::parse(&self.id).ok_or_else(|| Refusal::missing(what))
    }

    pub(crate) fn param(&self, key: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(k, _)| k == key)
            .map(|(_, v)| v.as_str())
    }

    /// A boolean query parameter.
    pub(crate) fn param_flag(&self, key: &str) -> Result<Option<bool>, Refusal> {
        match self.param(key) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(self.violation(&format!("`{key}` cannot be `{other}`"))),
        }
    }

    /// A query parameter that has these values only.
    pub(crate) fn param_of(&self, key: &str, values: &[&str]) -> Result<Option<&str>, Refusal> {
        match self.param(key) {
            Some(value) if !values.contains(&value) => {
                Err(self.violation(&format!("`{key}` cannot be `{value}`")))
            }
            found => Ok(found),
        }
    }

    /// A query parameter that is an identifier.
    pub(crate) fn param_id(&self, key: &str) -> Result<Option<Uid>, Refusal> {
        self.param(key)
            .map(|text| {
                Uid::parse(text)
                    .ok_or_else(|| Refusal::invalid(format!("{key} must be a valid id.")))
            })
            .transpose()
    }

    /// A query parameter that is a list of identifiers with commas between.
    pub(crate) fn param_ids(&self, key: &str) -> Result<Option<Vec<Uid>>, Refusal> {
        self.param(key)
            .map(|text| {
                text.split(',')
                    .map(|one| {
                        Uid::parse(one.trim())
                            .ok_or_else(|| Refusal::invalid(format!("{key} must be valid ids.")))
                    })
                    .collect()
            })
            .transpose()
    }

    /// Whether the list is to be sorted downwards; `None` when the request does not say.
    pub(crate) fn descending(&self) -> Result<Option<bool>, Refusal> {
        Ok(self
            .param_of("order_by", &["asc", "desc"])?
            .map(|way| way == "desc"))
    }

    /// What names this list in the cache: everything but the page.
    pub(crate) fn list_key(&self) -> String {
        let mut key = format!("{} {}", self.endpoint, self.id);
        for (name, value) in &self.query {
            if name != "page" && name != "limit" {
                let _ = write!(key, "&{name}={value}");
            }
        }
        key
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.body.contains_key(key)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.body.get(key).and_then(Value::as_str)
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.body.get(key).and_then(Value::as_bool)
    }

    pub(crate) fn whole(&self, key: &str) -> Option<i64> {
        self.body.get(key).and_then(Value::as_i64)
    }

    pub(crate) fn texts(&self, key: &str) -> Option<Vec<String>> {
        let list = self.body.get(key)?.as_array()?;
        Some(
            list.iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        )
    }

    /// A member that is an identifier.
    pub(crate) fn id_of(&self, key: &str) -> Result<Option<Uid>, Refusal> {
        self.text(key)
            .map(|text| {
                Uid::parse(text)
                    .ok_or_else(|| Refusal::invalid(format!("{key} must be a valid id.")))
            })
            .transpose()
    }

    /// A member that is a list of identifiers.
    pub(crate) fn ids_of(&self, key: &str) -> Result<Option<Vec<Uid>>, Refusal> {
        self.texts(key)
            .map(|texts| {
                texts
                    .iter()
                    .map(|text| {
                        Uid::parse(text)
                            .ok_or_else(|| Refusal::invalid(format!("{key} must be valid ids.")))
                    })
                    .collect()
            })
            .transpose()
    }

    /// The pairs in `custom_fields`: field and values.
    pub(crate) fn values(&self) -> Result<Option<Values>, Refusal> {
        let Some(list) = self.body.get("custom_fields").and_then(Value::as_array) else {
            return Ok(None);
        };
        list.iter()
            .map(|one| {
                let id = one
                    .get("custom_field_id")
                    .or_else(|| one.get("id"))
                    .and_then(Value::as_str)
                    .and_then(Uid::parse)
                    .ok_or_else(|| Refusal::missing("Custom field"))?;
                let values = match one.get("value") {
                    Some(Value::Array(many)) => many
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect(),
                    Some(Value::String(text)) => vec![text.clone()],
                    _ => return Err(Refusal::invalid("A custom field needs a value.")),
                };
                Ok((id, values))
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// Names, types and presence of the body members. The first fault decides the answer, but
    /// every one becomes a violation.
    pub(crate) fn check_body(&self, members: &[Member]) -> Result<(), Refusal> {
        let mut first = None;
        for (key, value) in &self.body {
            let fault = match members.iter().find(|(name, ..)| name == key) {
                None => Some(format!("undocumented body member `{key}`")),
                Some((_, kind, _)) if !fits(*kind, value) => {
                    Some(format!("body member `{key}` is not of the documented type"))
                }
                Some(_) => None,
            };
            if let Some(fault) = fault {
                let refusal = self.violation(&fault);
                first.get_or_insert(refusal);
            }
        }
        if let Some(refusal) = first {
            return Err(refusal);
        }
        match members
            .iter()
            .find(|(name, _, must)| *must && !self.has(name))
        {
            Some((name, ..)) => Err(Refusal::invalid(format!("{name} is required."))),
            None => Ok(()),
        }
    }

    /// Names of the query parameters, each of which may be there once.
    pub(crate) fn check_query(&self, known: &[&str]) -> Result<(), Refusal> {
        let mut first = None;
        for (at, (key, _)) in self.query.iter().enumerate() {
            let again = self.query[..at].iter().any(|(k, _)| k == key);
            let fault = if !known.contains(&key.as_str()) {
                format!("undocumented query parameter `{key}`")
            } else if again {
                format!("query parameter `{key}` sent twice")
            } else {
                continue;
            };
            let refusal = self.violation(&fault);
            first.get_or_insert(refusal);
        }
        first.map_or(Ok(()), Err)
    }
}

fn fits(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Text => value.is_string(),
        Kind::Flag => value.is_boolean(),
        Kind::Whole => value.is_i64(),
        Kind::Texts => value
            .as_array()
            .is_some_and(|list| list.iter().all(Value::is_string)),
        Kind::Values => value
            .as_array()
            .is_some_and(|list| list.iter().all(fits_value)),
    }
}

fn fits_value(one: &Value) -> bool {
    let Some(object) = one.as_object() else {
        return false;
    };
    object.iter().all(|(key, value)| match key.as_str() {
        "custom_field_id" | "id" => value.is_string(),
        "value" => value.is_string() || fits(Kind::Texts, value),
        _ => false,
    })
}

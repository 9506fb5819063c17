//! What a ticket write may say, and the errors by field.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::params::Call;
use super::state::Desk;
use super::wire::Answer;

/// Errors by field, as the vendor collects them, and the violations that belong to them.
pub(super) struct Errors<'a> {
    pub lab: &'a crate::Lab,
    pub place: &'static str,
    pub fields: Map<String, Value>,
}

impl Errors<'_> {
    /// Adds an error.
    pub fn add(&mut self, field: &str, text: &str, code: &str) {
        let entry = self.fields.entry(field).or_insert_with(|| json!([]));
        if let Value::Array(list) = entry {
            list.push(json!({"text": text, "error": code}));
        }
    }

    /// Adds an error about a type, and a violation.
    pub fn wrong_type(&mut self, field: &str, text: &str) {
        self.lab
            .violation(format!("{}: `{field}` has the wrong type", self.place));
        self.add(field, text, "unsupported_value");
    }
}

/// The text about a value that is not a number.
pub(super) const NUMERIC: &str = "Parameter must be a numeric value.";

/// A number, or digits.
pub(super) fn numeric(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    }
}

/// What a write does to the deadline.
#[derive(Debug, Default)]
pub(super) enum Deadline {
    /// Nothing.
    #[default]
    Keep,
    /// Removes it.
    Clear,
    /// Sets it.
    Set(Timestamp),
}

/// What a write asks for, after the checks.
#[derive(Debug, Default)]
pub(super) struct Wish {
    pub summary: Option<String>,
    pub description: Option<String>,
    pub priority: Option<u64>,
    pub status: Option<u64>,
    pub assignee: Option<u64>,
    pub reporter: Option<u64>,
    pub deadline: Deadline,
    pub requests: Option<Vec<u64>>,
}

/// Checks a write.
pub(super) fn wish(desk: &Desk<'_>, call: &Call, new: bool) -> Result<Wish, Answer> {
    let mut wish = Wish::default();
    let place = if new {
        "POST /v1/tickets"
    } else {
        "PUT /v1/tickets/{id}"
    };
    let mut errors = Errors {
        lab: desk.lab,
        place,
        fields: Map::new(),
    };
    let texts = if new {
        (
            "Parameter 'summary' cannot be empty and must not exceed 255 characters.",
            "Parameter 'description' cannot be empty",
        )
    } else {
        (
            "Parameter must not exceed 255 characters.",
            "Parameter cannot be empty.",
        )
    };
    match call.value("summary") {
        Some(Value::String(text)) if !text.is_empty() && text.chars().count() <= 255 => {
            wish.summary = Some(text.clone());
        }
        None if !new => {}
        Some(Value::String(_)) | None => errors.add("summary", texts.0, "unsupported_value"),
        Some(_) => errors.wrong_type("summary", texts.0),
    }
    match call.value("description") {
        Some(Value::String(text)) if !text.is_empty() => wish.description = Some(text.clone()),
        None if !new => {}
        Some(Value::String(_)) | None => errors.add("description", texts.1, "unsupported_value"),
        Some(_) => errors.wrong_type("description", texts.1),
    }
    wish.priority = scale(&mut errors, call, "priority", 3, new);
    wish.status = scale(&mut errors, call, "status", 4, false);
    wish.requests = requests(&mut errors, desk, call);
    wish.deadline = deadline(&mut errors, desk, call, new);
    wish.assignee = operator(&mut errors, desk, call, "assignee_id");
    wish.reporter = operator(&mut errors, desk, call, "reporter_id");
    if errors.fields.is_empty() {
        Ok(wish)
    } else {
        Err(Answer::bad(errors.fields))
    }
}

fn scale(errors: &mut Errors<'_>, call: &Call, key: &str, most: u64, must: bool) -> Option<u64> {
    let text = format!("Parameter must be a numeric value between 1 and {most}.");
    let text = if errors.place.starts_with("POST") {
        NUMERIC
    } else {
        text.as_str()
    };
    match call.value(key) {
        Some(value) if value.is_u64() => {
            let number = value.as_u64().filter(|n| (1..=most).contains(n));
            if number.is_none() {
                errors.add(key, text, "unsupported_value");
            }
            number
        }
        Some(_) => {
            errors.wrong_type(key, text);
            None
        }
        None => {
            if must {
                errors.add(key, text, "unsupported_value");
            }
            None
        }
    }
}

fn operator(errors: &mut Errors<'_>, desk: &Desk<'_>, call: &Call, key: &str) -> Option<u64> {
    let value = call.value(key)?;
    let Some(id) = numeric(value) else {
        errors.wrong_type(key, NUMERIC);
        return None;
    };
    if desk.world.operator(id).is_none() {
        errors.add(key, "Not found", "not_found");
    }
    Some(id)
}

fn requests(errors: &mut Errors<'_>, desk: &Desk<'_>, call: &Call) -> Option<Vec<u64>> {
    let key = "request_ids";
    let value = call.value(key).or_else(|| call.value("issue_ids"))?;
    let Some(list) = value.as_array() else {
        errors.wrong_type(key, NUMERIC);
        return None;
    };
    let ids: Vec<Option<u64>> = list.iter().map(numeric).collect();
    if ids.contains(&None) {
        errors.wrong_type(key, NUMERIC);
    }
    let unknown = |id: &Option<u64>| id.is_none_or(|id| desk.world.request(id).is_none());
    if ids.iter().any(unknown) {
        let text = "One of provided request_ids is not found";
        errors.add(key, text, "not_found");
    }
    Some(ids.into_iter().flatten().collect())
}

fn deadline(errors: &mut Errors<'_>, desk: &Desk<'_>, call: &Call, new: bool) -> Deadline {
    let Some(value) = call.value("deadline") else {
        return Deadline::Keep;
    };
    if value.is_null() {
        return Deadline::Clear;
    }
    let time = value
        .as_str()
        .and_then(|text| text.parse::<Timestamp>().ok());
    let Some(time) = time else {
        errors.wrong_type("deadline", "Parameter must be in ISO 8601 format");
        return Deadline::Keep;
    };
    if !new && time <= desk.now {
        let text = "Parameter must be later than the current date";
        errors.add("deadline", text, "unsupported_value");
    }
    Deadline::Set(time)
}

//! The two spellings of list parameters, JSON in `query` and brackets, read into one form.

use serde_json::{Map, Value, json};

use crate::strict;

use super::Sim;
use super::filter::{Cond, Include, include, parse_where};
use super::model::Model;
use super::reply::{Answer, Call};

/// The query keys that every list takes.
pub(super) const LIST_KEYS: &[&str] = &[
    "query",
    "where[",
    "include",
    "include[",
    "attributes[",
    "order[",
    "page",
    "perPage",
    "limit",
    "skip",
    "offset",
    "paginate",
];
/// The query keys that reading one record takes.
pub(super) const ONE_KEYS: &[&str] = &["query", "include", "include[", "attributes["];

const JSON_KEYS: &[&str] = &[
    "where",
    "include",
    "attributes",
    "order",
    "distinct",
    "page",
    "perPage",
    "paginate",
    "withTotal",
    "limit",
    "skip",
    "offset",
];

/// What a list was asked for.
#[derive(Debug)]
pub(super) struct Spec {
    pub(super) cond: Cond,
    pub(super) includes: Vec<Include>,
    pub(super) attributes: Option<Vec<String>>,
    /// Member, and whether descending.
    pub(super) order: Vec<(String, bool)>,
    pub(super) page: u64,
    pub(super) per_page: Option<u64>,
    pub(super) limit: Option<u64>,
    pub(super) skip: Option<u64>,
    pub(super) paginate: bool,
    /// Filters and order as text: equal texts select equal rows.
    pub(super) key: String,
}

/// Reads the list parameters of a call. `extra` names further query keys of this list.
pub(super) fn parse(
    sim: &Sim,
    call: &Call,
    model: Model,
    known: &[&str],
    extra: &[&str],
) -> Result<Spec, Answer> {
    let all: Vec<&str> = known.iter().chain(extra).copied().collect();
    call.query_keys(sim, &all);
    let mut asked = brackets(&call.query);
    let json = match asked.remove("query") {
        None => Value::Null,
        Some(Value::String(text)) => serde_json::from_str(&text)
            .map_err(|_| call.refuse(sim, "`query` is not valid JSON"))?,
        Some(_) => return Err(call.refuse(sim, "`query` is given more than once")),
    };
    if !json.is_null() {
        strict::known_keys(
            &sim.lab,
            &format!("{} query", call.endpoint),
            &json,
            JSON_KEYS,
        );
    }
    let both = |name: &str| -> Value {
        asked
            .get(name)
            .cloned()
            .unwrap_or_else(|| json[name].clone())
    };
    let number = |name: &str, least: u64| -> Result<Option<u64>, Answer> {
        let value = both(name);
        let read = match &value {
            Value::Null => return Ok(None),
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        match read.filter(|n| *n >= least) {
            Some(read) => Ok(Some(read)),
            None => Err(call.refuse(sim, &format!("`{name}` is not a usable number"))),
        }
    };
    let page = number("page", 1)?.unwrap_or(1);
    let per_page = number("perPage", 1)?;
    let limit = number("limit", 0)?;
    let skip = match number("skip", 0)? {
        Some(skip) => Some(skip),
        None => number("offset", 0)?,
    };
    let paginate = match both("paginate") {
        Value::Null | Value::Bool(true) => true,
        Value::Bool(false) => false,
        Value::String(text) if text == "false" => false,
        Value::String(text) if text == "true" => true,
        _ => return Err(call.refuse(sim, "`paginate` is not a boolean")),
    };
    let bracketed = asked.get("where").cloned().unwrap_or_else(|| json!({}));
    let mut conds = vec![
        parse_where(sim, call, model, &json["where"])?,
        parse_where(sim, call, model, &bracketed)?,
    ];
    if model == Model::Message && paginate && !sim.has_quirk(super::Quirk::BracketFlagsOnMessages) {
        conds.extend(dead_brackets(&bracketed));
    }
    let wanted = both("include");
    let mut includes = Vec::new();
    for item in one_or_many(&wanted) {
        includes.push(include(sim, call, model, item)?);
    }
    let attributes = attribute_list(sim, call, model, &both("attributes"))?;
    let order = order_list(sim, call, model, &both("order"))?;
    let key = format!(
        "{model:?}|{}|{bracketed}|{wanted}|{}|{}|{paginate}",
        json["where"],
        both("order"),
        extra
            .iter()
            .map(|name| both(name).to_string())
            .collect::<String>(),
    );
    Ok(Spec {
        cond: Cond::All(conds),
        includes,
        attributes,
        order,
        page,
        per_page,
        limit,
        skip,
        paginate,
        key,
    })
}

/// Bracket filters that were seen to return nothing on messages: booleans, and `type` with `$ne`.
fn dead_brackets(bracketed: &Value) -> Option<Cond> {
    let members = bracketed.as_object()?;
    members
        .iter()
        .any(|(name, value)| match name.as_str() {
            "isFromMe" | "visible" => value.is_string(),
            "type" => value.get("$ne").is_some(),
            _ => false,
        })
        .then_some(Cond::Never)
}

/// A value that may be one item or a list of them.
pub(super) fn one_or_many(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// The members of a projection.
pub(super) fn attribute_list(
    sim: &Sim,
    call: &Call,
    model: Model,
    value: &Value,
) -> Result<Option<Vec<String>>, Answer> {
    if value.is_null() {
        return Ok(None);
    }
    let mut names = Vec::new();
    for item in one_or_many(value) {
        let Some(name) = item.as_str() else {
            return Err(call.refuse(sim, "`attributes` holds something else than names"));
        };
        known_member(sim, call, model, name)?;
        names.push(name.to_owned());
    }
    Ok(Some(names))
}

/// Refuses a member that the record is not documented to have.
pub(super) fn known_member(sim: &Sim, call: &Call, model: Model, name: &str) -> Result<(), Answer> {
    match model.members() {
        Some(members) if !members.contains(&name) => {
            Err(call.refuse(sim, &format!("{model:?} has no documented member `{name}`")))
        }
        _ => Ok(()),
    }
}

fn order_list(
    sim: &Sim,
    call: &Call,
    model: Model,
    value: &Value,
) -> Result<Vec<(String, bool)>, Answer> {
    let mut order = Vec::new();
    for item in one_or_many(value) {
        let parts: Option<Vec<&str>> = item
            .as_array()
            .map(|parts| parts.iter().filter_map(Value::as_str).collect());
        match parts.as_deref() {
            Some([name, direction @ ("ASC" | "DESC")]) => {
                known_member(sim, call, model, name)?;
                order.push(((*name).to_owned(), *direction == "DESC"));
            }
            _ => {
                return Err(call.refuse(sim, "`order` is not a list of [member, ASC or DESC]"));
            }
        }
    }
    Ok(order)
}

/// The query string as a tree: `a[b][0]=c` becomes `{"a": {"b": ["c"]}}`.
fn brackets(query: &str) -> Map<String, Value> {
    let mut tree = Map::new();
    for (key, value) in strict::query_pairs(query) {
        let mut parts = key.split('[').map(|part| part.trim_end_matches(']'));
        let first = parts.next().unwrap_or_default().to_owned();
        let path: Vec<&str> = parts.collect();
        put(tree.entry(first).or_insert(Value::Null), &path, value);
    }
    for value in tree.values_mut() {
        lists(value);
    }
    tree
}

fn put(slot: &mut Value, path: &[&str], value: String) {
    let Some((first, rest)) = path.split_first() else {
        *slot = match slot.take() {
            Value::Null => Value::String(value),
            Value::Array(mut items) => {
                items.push(Value::String(value));
                Value::Array(items)
            }
            other => json!([other, value]),
        };
        return;
    };
    if !slot.is_object() {
        *slot = json!({});
    }
    if let Value::Object(members) = slot {
        let key = if first.is_empty() {
            appended(members, rest)
        } else {
            (*first).to_owned()
        };
        put(members.entry(key).or_insert(Value::Null), rest, value);
    }
}

/// The index that `[]` stands for: a new one, unless the last item still lacks this sub-key.
fn appended(members: &Map<String, Value>, rest: &[&str]) -> String {
    let last = members.len().checked_sub(1).map(|last| last.to_string());
    match (last, rest.first()) {
        (Some(last), Some(sub))
            if members
                .get(&last)
                .is_some_and(|item| item.get(*sub).is_none()) =>
        {
            last
        }
        _ => members.len().to_string(),
    }
}

/// Turns objects whose keys are all indexes into lists.
fn lists(value: &mut Value) {
    let Value::Object(members) = value else {
        return;
    };
    for member in members.values_mut() {
        lists(member);
    }
    if !members.is_empty() && members.keys().all(|key| key.parse::<usize>().is_ok()) {
        let mut items: Vec<(usize, Value)> = std::mem::take(members)
            .into_iter()
            .map(|(key, item)| (key.parse().unwrap_or_default(), item))
            .collect();
        items.sort_by_key(|(at, _)| *at);
        *value = Value::Array(items.into_iter().map(|(_, item)| item).collect());
    }
}

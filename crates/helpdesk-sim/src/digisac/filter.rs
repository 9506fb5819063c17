//! Filters, joins and orders in the Sequelize manner, over the records of the world.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::Sim;
use super::model::{Model, Row};
use super::query::{attribute_list, known_member, one_or_many};
use super::reply::{Answer, Call};
use super::state::World;

/// A condition on a record.
#[derive(Debug, Clone)]
pub(super) enum Cond {
    /// All of these.
    All(Vec<Cond>),
    /// Any of these.
    Any(Vec<Cond>),
    /// A member under one operator.
    Member(String, Op),
    /// A member of a related record (`$relation.member$`).
    Joined(String, String, Op),
    /// Nothing matches.
    Never,
}

/// An operator with its operand.
#[derive(Debug, Clone)]
pub(super) enum Op {
    /// `$eq`, or the bare value.
    Eq(Value),
    /// `$ne`.
    Ne(Value),
    /// `$in`, or a bare list.
    In(Vec<Value>),
    /// `$gte`.
    AtLeast(Value),
    /// `$lte`.
    AtMost(Value),
    /// `$between`, both ends included.
    Between(Value, Value),
    /// `$iLike`: `%` and `_`, without regard to case.
    Like(Vec<char>),
    /// Any of these, for `$or` below a member.
    Any(Vec<Op>),
}

/// One relation to include.
#[derive(Debug, Clone)]
pub(super) struct Include {
    pub(super) name: String,
    pub(super) many: bool,
    pub(super) cond: Cond,
    pub(super) required: bool,
    pub(super) attributes: Option<Vec<String>>,
    pub(super) nested: Vec<Include>,
}

/// Reads a `where`.
pub(super) fn parse_where(
    sim: &Sim,
    call: &Call,
    model: Model,
    value: &Value,
) -> Result<Cond, Answer> {
    let members = match value {
        Value::Null => return Ok(Cond::All(Vec::new())),
        Value::Object(members) => members,
        _ => return Err(call.refuse(sim, "`where` is not an object")),
    };
    let mut all = Vec::new();
    for (key, value) in members {
        match key.as_str() {
            "$or" | "$and" => {
                let mut parts = Vec::new();
                match value {
                    Value::Array(items) => {
                        for item in items {
                            parts.push(parse_where(sim, call, model, item)?);
                        }
                    }
                    Value::Object(members) => {
                        for (key, value) in members {
                            let one =
                                Value::Object([(key.clone(), value.clone())].into_iter().collect());
                            parts.push(parse_where(sim, call, model, &one)?);
                        }
                    }
                    _ => return Err(call.refuse(sim, &format!("`{key}` takes a list"))),
                }
                all.push(if key == "$or" {
                    Cond::Any(parts)
                } else {
                    Cond::All(parts)
                });
            }
            joined if joined.starts_with('$') && joined.ends_with('$') && joined.len() > 2 => {
                let Some((relation, member)) = joined.trim_matches('$').split_once('.') else {
                    return Err(call.refuse(sim, &format!("`{key}` names no member")));
                };
                let Some((_, other)) = model.relation(relation) else {
                    return Err(call.refuse(
                        sim,
                        &format!("{model:?} has no documented relation `{relation}`"),
                    ));
                };
                known_member(sim, call, other, member)?;
                for op in ops(sim, call, value)? {
                    all.push(Cond::Joined(relation.to_owned(), member.to_owned(), op));
                }
            }
            operator if operator.starts_with('$') => {
                return Err(call.refuse(sim, &format!("undocumented operator `{operator}`")));
            }
            member => {
                known_member(sim, call, model, member)?;
                for op in ops(sim, call, value)? {
                    all.push(Cond::Member(member.to_owned(), op));
                }
            }
        }
    }
    Ok(Cond::All(all))
}

/// The operators on one member; all must hold.
fn ops(sim: &Sim, call: &Call, value: &Value) -> Result<Vec<Op>, Answer> {
    let members = match value {
        Value::Array(items) => return Ok(vec![Op::In(items.clone())]),
        Value::Object(members) => members,
        bare => return Ok(vec![Op::Eq(bare.clone())]),
    };
    let mut found = Vec::new();
    for (name, operand) in members {
        found.push(match (name.as_str(), operand) {
            ("$eq", one) => Op::Eq(one.clone()),
            ("$ne", one) => Op::Ne(one.clone()),
            ("$in", Value::Array(items)) => Op::In(items.clone()),
            ("$gte", one) => Op::AtLeast(one.clone()),
            ("$lte", one) => Op::AtMost(one.clone()),
            ("$between", Value::Array(ends)) if ends.len() == 2 => {
                Op::Between(ends[0].clone(), ends[1].clone())
            }
            ("$iLike", Value::String(pattern)) => {
                Op::Like(pattern.to_lowercase().chars().collect())
            }
            ("$or", Value::Array(items)) => {
                let mut any = Vec::new();
                for item in items {
                    any.extend(ops(sim, call, item)?);
                }
                Op::Any(any)
            }
            _ => {
                return Err(
                    call.refuse(sim, &format!("undocumented operator or operand: `{name}`"))
                );
            }
        });
    }
    Ok(found)
}

/// Reads one item of `include`.
pub(super) fn include(
    sim: &Sim,
    call: &Call,
    model: Model,
    item: &Value,
) -> Result<Include, Answer> {
    const KEYS: &[&str] = &[
        "model",
        "attributes",
        "required",
        "where",
        "include",
        "through",
    ];
    let name = match item {
        Value::String(name) => name.as_str(),
        Value::Object(members) => {
            if let Some(key) = members.keys().find(|key| !KEYS.contains(&key.as_str())) {
                return Err(call.refuse(sim, &format!("undocumented include member `{key}`")));
            }
            members
                .get("model")
                .and_then(Value::as_str)
                .unwrap_or_default()
        }
        _ => return Err(call.refuse(sim, "an include is neither a name nor an object")),
    };
    let Some((many, other)) = model.relation(name) else {
        return Err(call.refuse(
            sim,
            &format!("{model:?} has no documented relation `{name}`"),
        ));
    };
    let mut nested = Vec::new();
    for inner in one_or_many(&item["include"]) {
        nested.push(include(sim, call, other, inner)?);
    }
    let filtered = !item["where"].is_null() || nested.iter().any(|inner| inner.required);
    Ok(Include {
        name: name.to_owned(),
        many,
        cond: parse_where(sim, call, other, &item["where"])?,
        required: match &item["required"] {
            Value::Null => filtered,
            Value::Bool(required) => *required,
            Value::String(text) if text == "true" || text == "false" => text == "true",
            _ => return Err(call.refuse(sim, "`required` is not a boolean")),
        },
        attributes: attribute_list(sim, call, other, &item["attributes"])?,
        nested,
    })
}

impl Cond {
    /// Whether this lets every record through.
    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::All(parts) if parts.iter().all(Self::is_open))
    }

    /// Whether a record matches.
    pub(super) fn matches(&self, world: &World, row: Row<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(world, row)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(world, row)),
            Self::Member(name, op) => op.holds(&world.member(row, name)),
            Self::Joined(relation, member, op) => world
                .related(row, relation)
                .iter()
                .any(|other| op.holds(&world.member(other.row(), member))),
            Self::Never => false,
        }
    }

    /// The operator that must hold on this member, when there is one at the top.
    pub(super) fn on(&self, member: &str) -> Option<&Op> {
        match self {
            Self::All(parts) => parts.iter().find_map(|part| part.on(member)),
            Self::Member(name, op) if name == member => Some(op),
            _ => None,
        }
    }
}

impl Op {
    fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Eq(other) => same(value, other),
            Self::Ne(other) => !same(value, other) && (other.is_null() || !value.is_null()),
            Self::In(others) => others.iter().any(|other| same(value, other)),
            Self::AtLeast(other) => !value.is_null() && compare(value, other) != Ordering::Less,
            Self::AtMost(other) => !value.is_null() && compare(value, other) != Ordering::Greater,
            Self::Between(from, to) => {
                !value.is_null()
                    && compare(value, from) != Ordering::Less
                    && compare(value, to) != Ordering::Greater
            }
            Self::Like(pattern) => value.as_str().is_some_and(|text| {
                like(pattern, &text.to_lowercase().chars().collect::<Vec<_>>())
            }),
            Self::Any(ops) => ops.iter().any(|op| op.holds(value)),
        }
    }

    /// The eight digits that a pattern or number ends with, when it says so much.
    pub(super) fn eight_digits(&self) -> Option<String> {
        let text: String = match self {
            Self::Like(pattern) => pattern.iter().collect(),
            Self::Eq(Value::String(text)) => text.clone(),
            _ => return None,
        };
        if !text.is_ascii() || text.len() < 8 {
            return None;
        }
        let end = &text[text.len() - 8..];
        end.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| end.to_owned())
    }

    /// The texts that a member must equal one of.
    pub(super) fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::Eq(Value::String(one)) => Some(vec![one]),
            Self::In(items) => Some(items.iter().filter_map(Value::as_str).collect()),
            _ => None,
        }
    }
}

fn same(value: &Value, other: &Value) -> bool {
    match (value, other) {
        (Value::Bool(flag), Value::String(text)) => text == if *flag { "true" } else { "false" },
        (Value::Number(number), Value::String(text)) => number.to_string() == *text,
        (Value::String(_), Value::String(_)) => compare(value, other) == Ordering::Equal,
        _ => value == other,
    }
}

/// The order of two members: numbers by size, times by time, texts by letters; null comes last.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        (Value::Number(a), Value::Number(b)) => a
            .as_f64()
            .partial_cmp(&b.as_f64())
            .unwrap_or(Ordering::Equal),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => {
            let alike = a.len() == b.len() && a.ends_with('Z') && b.ends_with('Z');
            if !alike
                && a.as_bytes().get(4) == Some(&b'-')
                && b.contains('-')
                && let (Ok(a), Ok(b)) = (a.parse::<Timestamp>(), b.parse::<Timestamp>())
            {
                return a.cmp(&b);
            }
            a.cmp(b)
        }
        _ => a.to_string().cmp(&b.to_string()),
    }
}

fn like(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|skip| like(rest, &text[skip..])),
        Some(('_', rest)) => !text.is_empty() && like(rest, &text[1..]),
        Some((letter, rest)) => text.first() == Some(letter) && like(rest, &text[1..]),
    }
}

//! The rest of the documented calls: plain resources whose fresh records come from the fixtures,
//! and calls that always answer the fixture of their endpoint.

use serde_json::Value;

use super::Sim;
use super::body::{Kind, Member, check};
use super::documents::mount;
use super::gate::Routes;
use super::generic_calls::FIXED;
use super::generic_resources::{GIVEN, RESOURCES};
use super::reply::{Call, Payload, Reply, ok, status};
use super::state::World;

/// The text of a fixture file.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/fixtures/digisac/",
            $name,
            ".json"
        ))
    };
}
pub(super) use fixture;

/// Any member: the body of the call is not documented.
pub(super) const OPEN: &[Member] = &[("*", Kind::Any)];

/// The payload of a fixture: JSON, or text, or nothing.
fn payload(text: &str) -> Payload {
    let fixture: Value = serde_json::from_str(text).unwrap_or_default();
    match (fixture.get("body"), fixture["body_text"].as_str()) {
        (Some(body), _) => Payload::Json(body.clone()),
        (None, Some(raw)) if !raw.is_empty() => {
            Payload::Raw("text/plain; charset=utf-8", raw.to_owned())
        }
        _ => Payload::Empty,
    }
}

/// The JSON payload of a fixture.
pub(super) fn json(text: &str) -> Value {
    match payload(text) {
        Payload::Json(value) => value,
        _ => Value::Null,
    }
}

/// A call with one answer.
pub(super) struct Fixed {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) fixture: &'static str,
    pub(super) query: &'static [&'static str],
    pub(super) body: Body,
    pub(super) required: &'static [&'static str],
}

/// What is known of the body of such a call.
pub(super) enum Body {
    /// There is none.
    None,
    /// An object of these members.
    Some(&'static [Member]),
    /// A list.
    List,
}

pub(super) fn routes(routes: &mut Routes) {
    for resource in RESOURCES {
        mount(routes, resource);
    }
    for fixed in FIXED {
        routes.add(fixed.method, fixed.path, move |sim, call| {
            answer(sim, call, fixed)
        });
    }
}

/// Puts the records that the API cannot make into a new world.
pub(super) fn seed(world: &mut World) {
    for (table, fixture) in GIVEN {
        for row in json(fixture)["data"].as_array().into_iter().flatten() {
            world.add_doc(table, row.clone());
        }
    }
}

fn answer(sim: &Sim, call: &Call, fixed: &Fixed) -> Reply {
    call.query_keys(sim, fixed.query);
    let body = call.json(sim)?;
    match fixed.body {
        Body::None if !call.body.is_empty() => {
            return Err(call.refuse(sim, "a body is not documented"));
        }
        Body::None => {
            for key in fixed.required {
                let there = crate::strict::query_pairs(&call.query)
                    .iter()
                    .any(|(name, _)| name == key || (key.ends_with('[') && name.starts_with(key)));
                if !there {
                    return Err(call.refuse(sim, &format!("query parameter `{key}` is missing")));
                }
            }
        }
        Body::List if !body.is_array() => {
            return Err(call.refuse(sim, "the body is not a list"));
        }
        Body::List => {}
        Body::Some(members) => {
            let in_query = fixed.required.iter().any(|key| fixed.query.contains(key));
            let required = if in_query { &[] } else { fixed.required };
            check(sim, call, &body, members, required)?;
        }
    }
    Ok(match payload(fixed.fixture) {
        Payload::Json(value) => ok(value),
        other => status(200, other),
    })
}

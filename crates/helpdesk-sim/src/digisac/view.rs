//! Lists and single records with their includes and projections.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::filter::{Cond, Include, Op, compare};
use super::model::{Model, Row};
use super::query::{LIST_KEYS, ONE_KEYS, Spec, parse};
use super::reply::{Call, Reply, error, null_failure, ok};
use super::state::{Remembered, World};
use super::{Quirk, Sim};

/// The page size when none is asked for.
const PER_PAGE: u64 = 15;

/// The rows that a list is made of.
enum Rows<'a> {
    All(&'a [u32]),
    Some(Arc<Vec<u32>>),
}

impl Rows<'_> {
    fn places(&self) -> &[u32] {
        match self {
            Self::All(places) => places,
            Self::Some(places) => places,
        }
    }
}

/// Answers a list: an envelope, or with `paginate=false` a bare array.
pub(super) fn list(sim: &Sim, call: &Call, model: Model) -> Reply {
    list_with(sim, call, model, &[], Vec::new())
}

/// As [`list`], with further query keys and with conditions that do not stand in `where`.
pub(super) fn list_with(
    sim: &Sim,
    call: &Call,
    model: Model,
    extra: &[&str],
    conditions: Vec<Cond>,
) -> Reply {
    let mut spec = parse(sim, call, model, LIST_KEYS, extra)?;
    if !conditions.is_empty() {
        let own = std::mem::replace(&mut spec.cond, Cond::Never);
        spec.cond = Cond::All(conditions.into_iter().chain([own]).collect());
    }
    let mut world = sim.world();
    world.remember(&spec, model);
    let rows = world.rows(&spec, model);
    let total = rows.places().len() as u64;
    let window = |skip: u64, limit: u64| -> Vec<Value> {
        let from = usize::try_from(skip.min(total)).unwrap_or(usize::MAX);
        let to = usize::try_from(skip.saturating_add(limit).min(total)).unwrap_or(usize::MAX);
        rows.places()[from..to]
            .iter()
            .filter_map(|place| world.row(model, *place))
            .map(|row| world.view(row, &spec.includes, spec.attributes.as_deref()))
            .collect()
    };
    if !spec.paginate {
        let limit = spec.limit.unwrap_or(u64::MAX);
        return Ok(ok(Value::Array(window(spec.skip.unwrap_or(0), limit))));
    }
    let mut limit = spec.per_page.unwrap_or(PER_PAGE);
    if let Some(cap) = world.per_page_cap {
        limit = limit.min(cap);
    }
    let mut skip = (spec.page - 1).saturating_mul(limit);
    if world.quirk(Quirk::LimitAndSkipWork) {
        limit = spec.limit.filter(|limit| *limit > 0).unwrap_or(limit);
        skip = spec.skip.unwrap_or(skip);
    }
    Ok(ok(json!({
        "data": window(skip, limit),
        "total": total,
        "limit": limit,
        "skip": skip,
        "currentPage": skip / limit + 1,
        "lastPage": total.div_ceil(limit),
        "from": skip,
        "to": skip.saturating_add(limit),
    })))
}

/// Answers one record, bare.
pub(super) fn one(sim: &Sim, call: &Call, model: Model) -> Reply {
    let spec = parse(sim, call, model, ONE_KEYS, &[])?;
    let world = sim.world();
    match world.find(model, call.param("id")) {
        Some(row) => Ok(ok(world.view(
            row,
            &spec.includes,
            spec.attributes.as_deref(),
        ))),
        None => Err(world.missing()),
    }
}

impl World {
    /// The answer for a record that does not exist.
    pub(super) fn missing(&self) -> super::reply::Answer {
        if self.quirk(Quirk::MissingIsServerError) {
            null_failure()
        } else {
            error(404, "NotFoundHttpError", "The record was not found")
        }
    }

    /// The record with this id.
    pub(super) fn find(&self, model: Model, id: &str) -> Option<Row<'_>> {
        let place = match model {
            Model::Contact => self.contacts.place(id),
            Model::Ticket => self.tickets.place(id),
            Model::Message => self.messages.place(id),
            Model::Doc(name) => self.docs.get(name)?.place(id),
        }?;
        self.row(model, place)
    }

    /// A record with its includes, cut down to the asked members.
    pub(super) fn view(
        &self,
        row: Row<'_>,
        includes: &[Include],
        attributes: Option<&[String]>,
    ) -> Value {
        let mut shown = self.show(row);
        if let (Some(names), Value::Object(members)) = (attributes, &mut shown) {
            members.retain(|key, _| names.iter().any(|name| name == key));
        }
        let Value::Object(members) = &mut shown else {
            return shown;
        };
        for include in includes {
            self.join(row, include, members);
        }
        shown
    }

    fn join(&self, row: Row<'_>, include: &Include, members: &mut Map<String, Value>) {
        let mut found: Vec<Value> = self
            .related(row, &include.name)
            .iter()
            .filter(|other| include.fits(self, other.row()))
            .map(|other| {
                let mut shown =
                    self.view(other.row(), &include.nested, include.attributes.as_deref());
                if let (Row::Doc(whole), Value::Object(shown)) = (other.row(), &mut shown)
                    && let Some(through) = whole.get("contact_tags")
                {
                    shown.insert("contact_tags".to_owned(), through.clone());
                }
                shown
            })
            .collect();
        let value = if include.many {
            Value::Array(found)
        } else {
            found.pop().unwrap_or(Value::Null)
        };
        members.insert(include.name.clone(), value);
    }

    /// Works out the rows of a list, unless nothing changed since the same list was asked for.
    fn remember(&mut self, spec: &Spec, model: Model) {
        if spec.is_open() {
            return;
        }
        let fresh = self
            .remembered
            .get(&spec.key)
            .is_some_and(|old| old.generation == self.generation);
        if !fresh {
            let rows = Arc::new(self.select(spec, model));
            if self.remembered.len() >= 16 {
                self.remembered.clear();
            }
            let generation = self.generation;
            self.remembered
                .insert(spec.key.clone(), Remembered { generation, rows });
        }
    }

    fn rows(&self, spec: &Spec, model: Model) -> Rows<'_> {
        match self.remembered.get(&spec.key) {
            Some(found) if !spec.is_open() => Rows::Some(Arc::clone(&found.rows)),
            _ => Rows::All(self.live(model)),
        }
    }

    fn select(&self, spec: &Spec, model: Model) -> Vec<u32> {
        let indexed = self.indexed(spec, model);
        let from = indexed.as_deref().unwrap_or_else(|| self.live(model));
        let mut rows: Vec<u32> = from
            .iter()
            .copied()
            .filter(|place| {
                self.row(model, *place).is_some_and(|row| {
                    spec.cond.matches(self, row)
                        && spec
                            .includes
                            .iter()
                            .all(|include| !include.required || include.any(self, row))
                })
            })
            .collect();
        if !spec.order.is_empty() {
            let mut keyed: Vec<(Vec<Value>, u32)> = rows
                .into_iter()
                .filter_map(|place| {
                    let row = self.row(model, place)?;
                    let keys = spec
                        .order
                        .iter()
                        .map(|(name, _)| self.member(row, name))
                        .collect();
                    Some((keys, place))
                })
                .collect();
            keyed.sort_by(|(a, _), (b, _)| {
                spec.order
                    .iter()
                    .zip(a.iter().zip(b))
                    .map(|((_, descending), (a, b))| {
                        let order = compare(a, b);
                        if *descending { order.reverse() } else { order }
                    })
                    .find(|order| order.is_ne())
                    .unwrap_or(std::cmp::Ordering::Equal)
            });
            rows = keyed.into_iter().map(|(_, place)| place).collect();
        }
        rows
    }

    /// Places from an index, when a condition at the top allows it; oldest first.
    fn indexed(&self, spec: &Spec, model: Model) -> Option<Vec<u32>> {
        let texts = |member: &str| spec.cond.on(member).and_then(Op::texts);
        let mut places: Vec<u32> = match model {
            Model::Contact => {
                if let Some(ids) = texts("id") {
                    ids.into_iter()
                        .filter_map(|id| self.contacts.place(id))
                        .collect()
                } else {
                    let eight = spec.cond.on("data.number")?.eight_digits()?;
                    self.contacts_ending_in(eight.parse().ok()?)
                }
            }
            Model::Ticket => {
                if let Some(ids) = texts("id") {
                    ids.into_iter()
                        .filter_map(|id| self.tickets.place(id))
                        .collect()
                } else {
                    let ids = texts("contactId")?;
                    ids.into_iter()
                        .filter_map(|id| self.tickets_of.get(id))
                        .flatten()
                        .copied()
                        .collect()
                }
            }
            Model::Message => {
                let (index, ids) = match texts("ticketId") {
                    Some(ids) => (&self.messages_in, ids),
                    None => (&self.messages_of, texts("contactId")?),
                };
                ids.into_iter()
                    .filter_map(|id| index.get(id))
                    .flatten()
                    .copied()
                    .collect()
            }
            Model::Doc(_) => return None,
        };
        places.sort_unstable();
        places.dedup();
        Some(places)
    }
}

impl Spec {
    /// Whether the list is simply every record in the order in which it was made.
    fn is_open(&self) -> bool {
        self.cond.is_open()
            && self.order.is_empty()
            && self.includes.iter().all(|include| !include.required)
    }
}

impl Include {
    /// Whether a related record belongs into this include.
    fn fits(&self, world: &World, other: Row<'_>) -> bool {
        self.cond.matches(world, other)
            && self
                .nested
                .iter()
                .all(|inner| !inner.required || inner.any(world, other))
    }

    /// Whether a record has a related one that belongs into this include.
    fn any(&self, world: &World, row: Row<'_>) -> bool {
        world
            .related(row, &self.name)
            .iter()
            .any(|other| self.fits(world, other.row()))
    }
}

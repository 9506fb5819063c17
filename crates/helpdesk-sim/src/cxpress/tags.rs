//! `/external/consumer-tag` and `/external/tag`: two separate sets of tags with the same rules.

use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, ok};
use super::page::{Page, Style};
use super::quirk::Quirk;
use super::state::{Tag, World};
use super::uid::{Uid, iso};
use super::webhooks::Change;

fn row(tag: &Tag) -> Value {
    json!({
        "id": tag.id,
        "reference_id": tag.reference,
        "name": tag.name,
        "active": tag.active,
        "created_at": iso(tag.created_at),
    })
}

/// Tags inside a consumer or a ticket.
pub(crate) fn tags_json(world: &World, space: &[Tag], tags: &[Uid]) -> Value {
    if !world.has(Quirk::TagObjects) {
        return json!(tags);
    }
    let rows: Vec<Value> = tags
        .iter()
        .filter_map(|id| space.iter().find(|tag| tag.id == *id))
        .map(row)
        .collect();
    json!(rows)
}

/// Only tags that exist and are active can be attached.
pub(crate) fn active_tags(space: &[Tag], tags: &[Uid]) -> Result<(), Refusal> {
    for id in tags {
        match space.iter().find(|tag| tag.id == *id) {
            None => return Err(Refusal::missing("Tag")),
            Some(tag) if !tag.active => {
                return Err(Refusal::invalid(format!("Tag {id} is not active.")));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn list(call: &Call<'_>, world: &World, space: &[Tag]) -> Outcome {
    let page = Page::of(call, world)?;
    let search = call.param("search").map(str::to_lowercase);
    let active = call.param_flag("active")?;
    let by = call.param_of("sort_by", &["name", "reference_id", "active", "created_at"])?;
    let down = call.descending()? == Some(true);
    let mut found: Vec<&Tag> = space
        .iter()
        .filter(|tag| active.is_none_or(|active| tag.active == active))
        .filter(|tag| {
            search.as_deref().is_none_or(|text| {
                tag.name.to_lowercase().contains(text) || tag.id.to_string().contains(text)
            })
        })
        .collect();
    match by {
        Some("reference_id") => found.sort_by_key(|tag| tag.reference),
        Some("active") => found.sort_by_key(|tag| tag.active),
        Some("created_at") => found.sort_by_key(|tag| tag.created_at),
        _ => found.sort_by_cached_key(|tag| tag.name.to_lowercase()),
    }
    if down {
        found.reverse();
    }
    let rows: Vec<Value> = page.slice(&found).iter().map(|tag| row(tag)).collect();
    ok(json!({
        "message": "Request successfully fulfilled.",
        "tags": rows,
        "code_cxpress": 5500,
        "pagination": page.describe(found.len(), Style::Exact),
    }))
}

fn taken(space: &[Tag], name: &str, own: Option<Uid>) -> Result<(), Refusal> {
    if name.trim().is_empty() {
        return Err(Refusal::invalid("name must not be empty."));
    }
    let other = |tag: &&Tag| Some(tag.id) != own && tag.name.eq_ignore_ascii_case(name);
    match space.iter().find(other) {
        Some(_) => Err(Refusal::conflict("Another tag has this name.")),
        None => Ok(()),
    }
}

pub(crate) fn new_tag(
    world: &mut World,
    now: jiff::Timestamp,
    name: &str,
    active: bool,
    of_tickets: bool,
) -> Tag {
    let id = world.new_id();
    let space = if of_tickets {
        &mut world.ticket_tags
    } else {
        &mut world.consumer_tags
    };
    let reference = space.iter().map(|tag| tag.reference).max().unwrap_or(0) + 1;
    let tag = Tag {
        id,
        reference,
        name: name.to_owned(),
        active,
        created_at: now,
    };
    space.push(tag.clone());
    tag
}

fn create(call: &Call<'_>, world: &mut World, of_tickets: bool) -> Result<Value, Refusal> {
    let name = call.text("name").unwrap_or_default();
    let space = if of_tickets {
        &world.ticket_tags
    } else {
        &world.consumer_tags
    };
    taken(space, name, None)?;
    let active = call.flag("active").unwrap_or_default();
    Ok(row(&new_tag(world, call.now, name, active, of_tickets)))
}

fn edit(call: &Call<'_>, space: &mut [Tag]) -> Result<Value, Refusal> {
    let id = call.id_of("id").ok().flatten();
    let at = space
        .iter()
        .position(|tag| Some(tag.id) == id)
        .ok_or_else(|| Refusal::missing("Tag"))?;
    if let Some(name) = call.text("name") {
        taken(space, name, id)?;
        name.clone_into(&mut space[at].name);
    }
    if let Some(active) = call.flag("active") {
        space[at].active = active;
    }
    Ok(row(&space[at]))
}

fn with_tag(tag: &Value) -> Outcome {
    ok(json!({
        "message": "Request successfully fulfilled.",
        "code_cxpress": 5500,
        "tag": tag,
    }))
}

pub(crate) fn list_consumer(call: &Call<'_>, world: &mut World) -> Outcome {
    list(call, world, &world.consumer_tags)
}

pub(crate) fn list_ticket(call: &Call<'_>, world: &mut World) -> Outcome {
    list(call, world, &world.ticket_tags)
}

/// `POST /external/consumer-tag`, which does not say what it made.
pub(crate) fn create_consumer(call: &Call<'_>, world: &mut World) -> Outcome {
    let tag = create(call, world, false)?;
    world.announce(call.lab, "consumer_tag", Change::Create, &tag);
    ok(json!({ "message": "Request successfully fulfilled.", "code_cxpress": 5500 }))
}

pub(crate) fn create_ticket(call: &Call<'_>, world: &mut World) -> Outcome {
    let tag = create(call, world, true)?;
    world.announce(call.lab, "ticket_tag", Change::Create, &tag);
    with_tag(&tag)
}

pub(crate) fn edit_consumer(call: &Call<'_>, world: &mut World) -> Outcome {
    let tag = edit(call, &mut world.consumer_tags)?;
    world.announce(call.lab, "consumer_tag", Change::Update, &tag);
    with_tag(&tag)
}

pub(crate) fn edit_ticket(call: &Call<'_>, world: &mut World) -> Outcome {
    let tag = edit(call, &mut world.ticket_tags)?;
    world.announce(call.lab, "ticket_tag", Change::Update, &tag);
    with_tag(&tag)
}

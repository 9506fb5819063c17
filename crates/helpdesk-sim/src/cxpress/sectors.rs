//! `/external/sector`: the departments.

use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, created, ok};
use super::page::{Page, Style};
use super::state::{Sector, World};
use super::uid::{Uid, iso, iso_offset};
use super::webhooks::Change;

/// A row of the list, whose keys differ from those of a written sector. Operators who were taken
/// out stay, with the time at which they left.
fn row(world: &World, sector: &Sector) -> Value {
    let agents: Vec<Value> = sector
        .agents
        .iter()
        .filter_map(|(id, out)| Some((world.agent(*id)?, out)))
        .map(|(agent, out)| {
            json!({
                "id": agent.id,
                "name": agent.name,
                "user_id": agent.user_id,
                "company_id": world.company,
                "deleted_at": out.map(iso_offset),
            })
        })
        .collect();
    json!({
        "sector_id": sector.id,
        "sector_name": sector.name,
        "active": sector.active,
        "agents": (!agents.is_empty()).then_some(agents),
        "keyword": (!sector.key_words.is_empty()).then_some(&sector.key_words),
    })
}

fn written(world: &World, sector: &Sector) -> Value {
    json!({
        "id": sector.id,
        "company_id": world.company,
        "name": sector.name,
        "updated_at": iso(sector.updated_at),
        "deleted_at": null,
        "active": sector.active,
        "created_at": iso(sector.created_at),
    })
}

/// The written sector, with the key words only if the request had some.
fn answer(call: &Call<'_>, world: &World, sector: &Sector) -> Value {
    let mut body = written(world, sector);
    if call.has("key_words") {
        body["key_words"] = json!(sector.key_words);
    }
    body
}

fn announced(world: &World, sector: &Sector) -> Value {
    let mut body = written(world, sector);
    let agents: Vec<Uid> = sector
        .agents
        .iter()
        .filter(|(_, out)| out.is_none())
        .map(|(id, _)| *id)
        .collect();
    body["employees_user_ids"] = json!(agents);
    body["key_words"] = json!(sector.key_words);
    body
}

/// `GET /external/sector`, whose answer has no message.
pub(crate) fn list(call: &Call<'_>, world: &mut World) -> Outcome {
    let page = Page::of(call, world)?;
    let active = call.param_flag("active")?;
    let search = call.param("search").map(str::to_lowercase);
    let by = call.param_of("sort_by", &["name", "reference_id", "active", "created_at"])?;
    let down = call.descending()? == Some(true);
    let mut found: Vec<&Sector> = world
        .sectors
        .iter()
        .filter(|sector| active.is_none_or(|active| sector.active == active))
        .filter(|sector| {
            search.as_deref().is_none_or(|text| {
                sector.name.to_lowercase().contains(text)
                    || sector
                        .key_words
                        .iter()
                        .any(|word| word.to_lowercase().contains(text))
            })
        })
        .collect();
    match by {
        Some("active") => found.sort_by_key(|sector| sector.active),
        Some("reference_id" | "created_at") => found.sort_by_key(|sector| sector.created_at),
        _ => found.sort_by_cached_key(|sector| sector.name.to_lowercase()),
    }
    if down {
        found.reverse();
    }
    let rows: Vec<Value> = page.slice(&found).iter().map(|s| row(world, s)).collect();
    ok(json!({
        "sectors": rows,
        "pagination": page.describe(found.len(), Style::Exact),
        "code_cxpress": 2700,
    }))
}

fn check(call: &Call<'_>, world: &World, own: Option<Uid>) -> Result<(), Refusal> {
    if call.text("name").is_some_and(|name| name.trim().is_empty()) {
        return Err(Refusal::invalid("name must not be empty."));
    }
    for id in agents(call)?.iter().flatten() {
        if !world.agents.iter().any(|agent| agent.user_id == *id) {
            return Err(Refusal::missing("Operator"));
        }
    }
    for id in call.ids_of("emails_id")?.iter().flatten() {
        if !world.emails.iter().any(|email| email.id == *id) {
            return Err(Refusal::missing("Email"));
        }
    }
    for id in keys(call)?.iter().flatten() {
        if !world.automations.iter().any(|one| one.key == *id) {
            return Err(Refusal::missing("Automation"));
        }
    }
    for word in call.texts("key_words").unwrap_or_default() {
        let twin = world
            .sectors
            .iter()
            .any(|sector| Some(sector.id) != own && sector.key_words.contains(&word));
        if twin {
            return Err(Refusal::conflict("Another sector has this keyword."));
        }
    }
    Ok(())
}

/// Both documented spellings.
fn agents(call: &Call<'_>) -> Result<Option<Vec<Uid>>, Refusal> {
    Ok(call
        .ids_of("employees_user_ids")?
        .or(call.ids_of("employee_user_ids")?))
}

/// The accounts of all three channels together.
fn keys(call: &Call<'_>) -> Result<Option<Vec<Uid>>, Refusal> {
    let mut all = None;
    for key in ["whatsapp_keys_id", "instagram_keys_id", "facebook_keys_id"] {
        if let Some(ids) = call.ids_of(key)? {
            all.get_or_insert_with(Vec::new).extend(ids);
        }
    }
    Ok(all)
}

fn write(call: &Call<'_>, sector: &mut Sector) -> Result<(), Refusal> {
    if let Some(name) = call.text("name") {
        name.clone_into(&mut sector.name);
    }
    if let Some(active) = call.flag("active") {
        sector.active = active;
    }
    if let Some(words) = call.texts("key_words") {
        sector.key_words = words;
    }
    if let Some(emails) = call.ids_of("emails_id")? {
        sector.emails = emails;
    }
    if let Some(keys) = keys(call)? {
        sector.keys = keys;
    }
    if let Some(wanted) = agents(call)? {
        for (id, out) in &mut sector.agents {
            if wanted.contains(id) {
                *out = None;
            } else {
                out.get_or_insert(call.now);
            }
        }
        for id in wanted {
            if !sector.agents.iter().any(|(own, _)| *own == id) {
                sector.agents.push((id, None));
            }
        }
    }
    Ok(())
}

/// `POST /external/sector`.
pub(crate) fn create(call: &Call<'_>, world: &mut World) -> Outcome {
    check(call, world, None)?;
    let mut sector = Sector {
        id: world.new_id(),
        name: String::new(),
        active: true,
        agents: Vec::new(),
        key_words: Vec::new(),
        emails: Vec::new(),
        keys: Vec::new(),
        created_at: call.now,
        updated_at: call.now,
    };
    write(call, &mut sector)?;
    let body = answer(call, world, &sector);
    world.announce(
        call.lab,
        "sector",
        Change::Create,
        &announced(world, &sector),
    );
    world.sectors.push(sector);
    created(json!({
        "sector": body,
        "message": "sector registered successfully",
        "code_cxpress": 2700,
    }))
}

/// `PUT /external/sector`, with the `id` in the body.
pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Outcome {
    let id = call.id_of("id").ok().flatten();
    let at = world
        .sectors
        .iter()
        .position(|sector| Some(sector.id) == id)
        .ok_or_else(|| Refusal::missing("Sector"))?;
    check(call, world, id)?;
    world.sectors[at].updated_at = call.now;
    write(call, &mut world.sectors[at])?;
    let sector = &world.sectors[at];
    world.announce(
        call.lab,
        "sector",
        Change::Update,
        &announced(world, sector),
    );
    ok(json!({
        "sector": answer(call, world, sector),
        "message": "sector updated successfully",
        "code_cxpress": 2700,
    }))
}

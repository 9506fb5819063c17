//! `/cases`: create, update, delete.

use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::activities::CHANNELS;
use super::check::{Answer, Ask, Kind, Member, Refusal, id_of, text};
use super::state::{Case, World, parse_time};
use super::{Quirk, Sim};

const STATUSES: &[&str] = &["opened", "solved", "pending", "hold", "closed"];
const PRIORITIES: &[&str] = &["none", "low", "medium", "high", "very-high"];

const NEW: &[Member] = &[
    ("group_id", Kind::Number, true),
    ("user_id", Kind::Number, false),
    ("source_channel", Kind::Text, true),
    ("tags", Kind::TextOrList, false),
    ("type_id", Kind::Number, false),
    ("subject", Kind::Text, true),
    ("priority", Kind::Text, false),
    ("due_at", Kind::Text, false),
    ("custom_fields", Kind::List, false),
    ("activities", Kind::List, true),
    // Known from public code only.
    ("ticket_area", Kind::Text, false),
];

const CHANGED: &[Member] = &[
    ("group_id", Kind::Number, false),
    ("user_id", Kind::Number, false),
    ("status", Kind::Text, false),
    ("tags", Kind::List, false),
    ("type_id", Kind::Number, false),
    ("subject", Kind::Text, false),
    ("priority", Kind::Text, false),
    ("due_at", Kind::Text, false),
    ("custom_fields", Kind::List, false),
    ("activities", Kind::List, false),
    ("spam", Kind::Flag, false),
    ("deleted", Kind::Flag, false),
    ("ticket_area", Kind::Text, false),
];

/// What a body says of `due_at`; an empty text takes it away.
#[derive(Debug, Clone, Copy)]
enum Due {
    Kept,
    Is(Option<Timestamp>),
}

/// `POST /cases`.
pub(super) async fn create(State(sim): State<Sim>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let object = sim.object(&ask.endpoint, &body, NEW)?;
    let channel = text(object, "source_channel")
        .unwrap_or_default()
        .to_lowercase();
    if !CHANNELS.contains(&channel.as_str()) {
        return Err(sim.violated(
            &ask.endpoint,
            &format!("undocumented source_channel `{channel}`"),
        ));
    }
    let tags = sim.tags_in(&ask, object)?;
    let due_at = sim.shared_members(&ask, object)?;
    let custom_fields = sim.custom_fields_in(&ask.endpoint, object)?;
    let drafts = sim.drafts(&ask, object, &channel, true)?;
    if drafts.is_empty() {
        return Err(Refusal::bad("The field activities is required"));
    }
    let mut world = sim.world();
    let contact_id = drafts
        .iter()
        .find_map(|draft| draft.other_side())
        .cloned()
        .map_or(0, |named| world.known_or_new(&named));
    let case = world.add_case(Case {
        group_id: id_of(object, "group_id"),
        user_id: id_of(object, "user_id"),
        contact_id,
        status: "opened".to_owned(),
        source_channel: channel,
        type_id: id_of(object, "type_id"),
        subject: text(object, "subject").unwrap_or_default(),
        priority: text(object, "priority").unwrap_or_else(|| "none".to_owned()),
        ticket_area: text(object, "ticket_area").unwrap_or_default(),
        custom_fields,
        due_at: match due_at {
            Due::Is(due_at) => due_at,
            Due::Kept => None,
        },
        ..Case::default()
    });
    if let Some(tags) = tags {
        world.set_tags(case, tags);
    }
    let activities: Vec<Value> = drafts
        .into_iter()
        .map(|draft| world.carry_out(case, draft))
        .collect();
    Ok(Json(json!({
        "case_id": world.cases[case].id,
        "activities": activities,
    })))
}

/// `PUT /cases/{id}`.
pub(super) async fn update(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    let body = sim.body(&ask)?;
    let id = sim.id(&ask, &id, "Case")?;
    let object = sim.object(&ask.endpoint, &body, CHANGED)?;
    let status = text(object, "status");
    if let Some(status) = &status
        && !STATUSES.contains(&status.as_str())
    {
        return Err(sim.violated(&ask.endpoint, &format!("undocumented status `{status}`")));
    }
    let tags = sim.tags_in(&ask, object)?;
    let due_at = sim.shared_members(&ask, object)?;
    let custom_fields = sim.custom_fields_in(&ask.endpoint, object)?;
    let restores = object.get("deleted") == Some(&Value::Bool(false));
    let channel = {
        let world = sim.world();
        let case = world.case_for_writing(id, restores)?;
        world.cases[case].source_channel.clone()
    };
    let drafts = sim.drafts(&ask, object, &channel, false)?;

    let mut world = sim.world();
    let case = world.case_for_writing(id, restores)?;
    let contact = world.cases[case].contact_id;
    for draft in drafts.iter().filter(|draft| draft.whatsapp_reply()) {
        let other = draft.other_side().and_then(|named| world.known(named));
        if contact != 0 && other != Some(contact) {
            return Err(Refusal::bad(
                "The contact is not the one that started the conversation",
            ));
        }
    }
    // A refusal further down must not leave half of the request behind.
    if let Some(status) = &status
        && !world.set_status(case, status)
    {
        return Err(Refusal::bad("A closed case cannot be changed"));
    }
    world.move_case(case, object);
    let now = world.lab.now();
    let held = &mut world.cases[case];
    for (name, text_held) in [
        ("subject", &mut held.subject),
        ("priority", &mut held.priority),
        ("ticket_area", &mut held.ticket_area),
    ] {
        if let Some(value) = text(object, name) {
            *text_held = value;
        }
    }
    if object.contains_key("type_id") {
        held.type_id = id_of(object, "type_id");
    }
    if let Due::Is(due_at) = due_at {
        held.due_at = due_at;
    }
    for (name, flag) in [("spam", &mut held.spam), ("deleted", &mut held.deleted)] {
        if let Some(value) = object.get(name).and_then(Value::as_bool) {
            *flag = value;
        }
    }
    held.custom_fields.extend(custom_fields);
    held.last_update = now;
    if let Some(tags) = tags {
        world.set_tags(case, tags);
    }
    let activities: Vec<Value> = drafts
        .into_iter()
        .map(|draft| world.carry_out(case, draft))
        .collect();
    Ok(Json(json!({ "case_id": id, "activities": activities })))
}

/// `DELETE /cases/{id}`: the case can be recovered with `deleted: false`.
pub(super) async fn delete(State(sim): State<Sim>, Path(id): Path<String>, ask: Ask) -> Answer {
    sim.no_body(&ask)?;
    let id = sim.id(&ask, &id, "Case")?;
    let mut world = sim.world();
    let case = world.case_for_writing(id, false)?;
    let now = world.lab.now();
    let held = &mut world.cases[case];
    held.deleted = true;
    held.last_update = now;
    Ok(Json(json!({ "message": "The case is gone." })))
}

impl Sim {
    /// The tags of a body: a list of names, or (in the table for new cases) a text.
    fn tags_in(
        &self,
        ask: &Ask,
        object: &Map<String, Value>,
    ) -> Result<Option<Vec<String>>, Refusal> {
        match object.get("tags") {
            None => Ok(None),
            Some(Value::String(tags)) => Ok(Some(
                tags.split(',').map(|tag| tag.trim().to_owned()).collect(),
            )),
            Some(tags) => tags
                .as_array()
                .into_iter()
                .flatten()
                .map(|tag| {
                    tag.as_str()
                        .map(str::to_owned)
                        .ok_or_else(|| self.violated(&ask.endpoint, "a tag is not a string"))
                })
                .collect::<Result<_, _>>()
                .map(Some),
        }
    }

    /// Checks what POST and PUT have in common, and reads `due_at`.
    fn shared_members(&self, ask: &Ask, object: &Map<String, Value>) -> Result<Due, Refusal> {
        for name in ["group_id", "user_id", "type_id"] {
            if object
                .get(name)
                .is_some_and(|value| value.as_u64().is_none())
            {
                return Err(self.violated(&ask.endpoint, &format!("`{name}` is not an id")));
            }
        }
        if let Some(priority) = text(object, "priority")
            && !PRIORITIES.contains(&priority.as_str())
        {
            let what = format!("undocumented priority `{priority}`");
            return Err(self.violated(&ask.endpoint, &what));
        }
        let world = self.world();
        if object.contains_key("group_id") && world.queue(id_of(object, "group_id")).is_none() {
            return Err(Refusal::not_found("Group"));
        }
        let user = id_of(object, "user_id");
        if user != 0 && world.user(user).is_none() {
            return Err(Refusal::not_found("User"));
        }
        let kind = id_of(object, "type_id");
        if kind != 0 && !world.types.iter().any(|(id, ..)| *id == kind) {
            return Err(Refusal::not_found("Type"));
        }
        match text(object, "due_at") {
            None => Ok(Due::Kept),
            Some(due_at) if due_at.is_empty() => Ok(Due::Is(None)),
            Some(due_at) => parse_time(&due_at)
                .map(|time| Due::Is(Some(time)))
                .ok_or_else(|| Refusal::bad("The field due_at is not a date")),
        }
    }
}

impl World {
    /// The position of a case that can be read by its identifier.
    pub(super) fn live_case(&self, id: u64) -> Result<usize, Refusal> {
        self.case_for_writing(id, false)
    }

    fn case_for_writing(&self, id: u64, restores: bool) -> Result<usize, Refusal> {
        let reaches_deleted = restores || self.has(Quirk::DeletedCasesReadable);
        self.case_at(id)
            .filter(|case| reaches_deleted || !self.cases[*case].deleted)
            .ok_or_else(|| Refusal::not_found("Case"))
    }

    /// Group and user of a case. Both are changed on their own: a transfer keeps the user.
    fn move_case(&mut self, case: usize, object: &Map<String, Value>) {
        let now = self.lab.now();
        if object.contains_key("group_id") {
            let group = id_of(object, "group_id");
            let name = self.queue(group).map(|queue| queue.name.clone());
            if self.cases[case].group_id != group {
                self.cases[case].group_id = group;
                self.cases[case].last_assignment = Some(now);
                let name = name.unwrap_or_default();
                self.note_change(case, 0, format!("[group_transfer] {name}"));
            }
        }
        if object.contains_key("user_id") {
            let user = id_of(object, "user_id");
            let nick = self.user(user).map(|user| user.nick.clone());
            if self.cases[case].user_id != user {
                self.cases[case].user_id = user;
                self.cases[case].last_assignment = Some(now);
                let note = nick.map_or_else(
                    || "[unassigned]".to_owned(),
                    |nick| format!("[assigned] {nick}"),
                );
                self.note_change(case, 0, note);
            }
        }
    }
}

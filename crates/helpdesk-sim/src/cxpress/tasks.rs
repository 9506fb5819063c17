//! `/external/task`: tasks inside tickets.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::call::{Call, Outcome, Refusal, created, ok};
use super::page::{Page, Style};
use super::state::{Task, World};
use super::tags::{active_tags, tags_json};
use super::uid::{Uid, iso, iso_maybe, iso_seconds, known};
use super::webhooks::Change;

const STATUSES: [Uid; 6] = [
    known::OPEN,
    known::RESOLVED,
    known::PENDING,
    known::ON_HOLD,
    known::NEW,
    known::ABANDONED,
];

impl Task {
    /// A task whose deadline has passed is delayed, unless it is over.
    fn status_at(&self, now: Timestamp) -> Uid {
        let over = self.status == known::RESOLVED || self.status == known::ABANDONED;
        if !over && now > self.limit {
            known::DELAYED
        } else {
            self.status
        }
    }

    fn lead(&self) -> i64 {
        let unit = match self.alert_type.as_str() {
            "weeks" => 7 * 24 * 60,
            "days" => 24 * 60,
            _ => 60,
        };
        self.alert_time.saturating_mul(unit)
    }
}

/// A task as writes return it. `minutes` chooses how the lead time is told: new and deleted tasks
/// have it in minutes, whatever the unit beside it says.
fn full(world: &World, task: &Task, now: Timestamp, minutes: bool) -> Value {
    let lead = Duration::from_secs(u64::try_from(task.lead()).unwrap_or(0).saturating_mul(60));
    let alert = task.limit.checked_sub(lead).unwrap_or(task.limit);
    json!({
        "id": task.id,
        "company_id": world.company,
        "ticket_id": task.ticket,
        "requester_employee_id": task.requester,
        "assigned_employee_id": task.assigned,
        "date_limit": iso(task.limit),
        "description": task.description,
        "status_task_id": task.status_at(now),
        "created_at": iso(task.created_at),
        "updated_at": iso(task.updated_at),
        "deleted_at": iso_maybe(task.deleted_at),
        "notification_alert_date": iso(alert),
        "notification_alert_time": if minutes { task.lead() } else { task.alert_time },
        "notification_alert_type": task.alert_type,
        "notified": task.notify && now >= alert,
        "should_notificate": task.notify,
        "observation": task.observation,
    })
}

fn row(world: &World, task: &Task, now: Timestamp) -> Value {
    let name = |id: Uid| world.agent(id).map(|agent| agent.name.clone());
    json!({
        "date_limit": iso_seconds(task.limit),
        "id": task.id,
        "ticket_id": task.ticket,
        "description": task.description,
        "status_task_id": task.status_at(now),
        "requester_employee_user_id": task.requester,
        "requester_employee_name": name(task.requester),
        "assigned_employee_name": name(task.assigned),
        "tags": tags_json(world, &world.ticket_tags, &task.tags),
    })
}

/// `GET /external/task`.
pub(crate) fn list(call: &Call<'_>, world: &mut World) -> Outcome {
    let page = Page::of(call, world)?;
    let assigned = call.param_id("assigned_employee_id")?;
    let requester = call.param_id("requester_employee_id")?;
    let ticket = call.param_id("ticket_id")?;
    let tags = call.param_ids("tags")?;
    let statuses = call.param_ids("status")?;
    call.param_of("sort_by", &["date_limit"])?;
    let down = call.descending()? == Some(true);
    let mut found: Vec<&Task> = world
        .tasks
        .iter()
        .filter(|task| task.deleted_at.is_none())
        .filter(|task| assigned.is_none_or(|id| task.assigned == id))
        .filter(|task| requester.is_none_or(|id| task.requester == id))
        .filter(|task| ticket.is_none_or(|id| task.ticket == id))
        .filter(|task| {
            tags.as_ref()
                .is_none_or(|tags| tags.iter().any(|tag| task.tags.contains(tag)))
        })
        .filter(|task| {
            statuses
                .as_ref()
                .is_none_or(|list| list.contains(&task.status_at(call.now)))
        })
        .collect();
    found.sort_by_key(|task| task.limit);
    if down {
        found.reverse();
    }
    let rows: Vec<Value> = page
        .slice(&found)
        .iter()
        .map(|task| row(world, task, call.now))
        .collect();
    ok(json!({
        "tasks": rows,
        "message": "Request successfully fulfilled.",
        "pagination": page.describe(found.len(), Style::NextAlways),
        "code_cxpress": 3600,
    }))
}

/// An operator who may see the ticket: all may unless it is in a sector they are not part of.
fn with_access(world: &World, ticket: Uid, id: Uid) -> Result<Uid, Refusal> {
    let agent = world
        .agent(id)
        .ok_or_else(|| Refusal::missing("Operator"))?;
    let sector = world
        .ticket_at
        .get(&ticket)
        .and_then(|at| world.tickets[*at].sector)
        .and_then(|id| world.sector(id));
    if agent.admin || sector.is_none_or(|s| s.holds(agent.user_id)) {
        Ok(agent.user_id)
    } else {
        Err(Refusal::invalid(
            "The operator has no access to the ticket.",
        ))
    }
}

/// Writes what the body has, by the rules that creation and change share.
fn write(call: &Call<'_>, world: &World, task: &mut Task) -> Result<(), Refusal> {
    if let Some(id) = call.id_of("requester_employee_id")? {
        task.requester = with_access(world, task.ticket, id)?;
    }
    if let Some(id) = call.id_of("assigned_employee_id")? {
        task.assigned = with_access(world, task.ticket, id)?;
    }
    if let Some(seconds) = call.whole("date_limit") {
        let limit = Timestamp::from_second(seconds)
            .ok()
            .filter(|limit| *limit >= call.now)
            .ok_or_else(|| Refusal::invalid("date_limit must not be in the past."))?;
        task.limit = limit;
    }
    if let Some(text) = call.text("description") {
        text.clone_into(&mut task.description);
    }
    if let Some(status) = call.id_of("status_task_id")? {
        if !STATUSES.contains(&status) {
            return Err(Refusal::invalid("status_task_id is not allowed here."));
        }
        task.status = status;
    }
    if let Some(tags) = call.ids_of("tags_id")?.or(call.ids_of("tags_ids")?) {
        active_tags(&world.ticket_tags, &tags)?;
        task.tags = tags;
    }
    if let Some(followers) = call.ids_of("followers_id")? {
        task.followers = followers
            .into_iter()
            .map(|id| with_access(world, task.ticket, id))
            .collect::<Result<_, _>>()?;
    }
    if let Some(time) = call.whole("notification_alert_time") {
        if time < 0 {
            return Err(Refusal::invalid("notification_alert_time is not valid."));
        }
        task.alert_time = time;
    }
    if let Some(unit) = call.text("notification_alert_type") {
        if !["weeks", "hours", "days"].contains(&unit) {
            return Err(Refusal::invalid("notification_alert_type is not valid."));
        }
        unit.clone_into(&mut task.alert_type);
    }
    if let Some(notify) = call
        .flag("should_notificate")
        .or(call.flag("shoud_notificate"))
    {
        task.notify = notify;
    }
    if let Some(text) = call.text("observation").or(call.text("observations")) {
        task.observation = Some(text.to_owned());
    }
    Ok(())
}

/// `POST /external/task`.
pub(crate) fn create(call: &Call<'_>, world: &mut World) -> Outcome {
    let ticket = call
        .id_of("ticket_id")?
        .filter(|id| world.ticket_at.contains_key(id))
        .ok_or_else(|| Refusal::missing("Ticket"))?;
    let mut task = Task {
        id: world.new_id(),
        ticket,
        requester: Uid(0),
        assigned: Uid(0),
        limit: call.now,
        description: String::new(),
        status: known::NEW,
        tags: Vec::new(),
        followers: Vec::new(),
        alert_time: 24,
        alert_type: "hours".to_owned(),
        notify: false,
        observation: None,
        created_at: call.now,
        updated_at: call.now,
        deleted_at: None,
    };
    write(call, world, &mut task)?;
    let body = full(world, &task, call.now, true);
    world.tasks.push(task);
    world.announce(call.lab, "task", Change::Create, &body);
    created(json!({
        "message": "Task successfully created.",
        "task": body,
        "code_cxpress": 3600,
    }))
}

fn place(world: &World, id: Option<Uid>) -> Result<usize, Refusal> {
    world
        .tasks
        .iter()
        .position(|task| Some(task.id) == id && task.deleted_at.is_none())
        .ok_or_else(|| Refusal::missing("Task"))
}

/// `PUT /external/task`, with the `id` in the body.
pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = place(world, call.id_of("id").ok().flatten())?;
    let mut task = world.tasks[at].clone();
    write(call, world, &mut task)?;
    task.updated_at = call.now;
    let mut body = full(world, &task, call.now, false);
    body["followers"] = json!(task.followers);
    world.tasks[at] = task;
    world.announce(call.lab, "task", Change::Update, &body);
    ok(json!({
        "message": "Task successfully updated.",
        "task": body,
        "code_cxpress": 3600,
    }))
}

/// `DELETE /external/task/{id}`.
pub(crate) fn delete(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = place(world, Some(call.path_id("Task")?))?;
    world.tasks[at].deleted_at = Some(call.now);
    ok(json!({
        "message": "Request successfully fulfilled.",
        "tasks": [full(world, &world.tasks[at], call.now, true)],
        "code_cxpress": 3600,
    }))
}

//! `/external/ticket`: opening, changing and deleting tickets.

use serde_json::json;

use super::call::{Call, Outcome, Refusal, ok};
use super::quirk::Quirk;
use super::state::{Ticket, Values, World};
use super::tags::active_tags;
use super::uid::{Uid, known};
use super::webhooks::Change;
use super::{custom_fields, rows};

/// What a body asks for, checked.
struct Draft {
    channel: Option<Uid>,
    subject: Option<String>,
    status: Option<Uid>,
    assignee: Option<Uid>,
    followers: Option<Vec<Uid>>,
    sector: Option<Uid>,
    custom: Values,
    tags: Option<Vec<Uid>>,
}

fn draft(call: &Call<'_>, world: &World, statuses: &[Uid]) -> Result<Draft, Refusal> {
    let assignee_key = if world.has(Quirk::AssignerKey) {
        "assigner_employee_user_id"
    } else {
        "assigned_employee_user_id"
    };
    let tags_key = if world.has(Quirk::TagsIdsKey) {
        "tags_ids"
    } else {
        "tag_ids"
    };
    let draft = Draft {
        channel: call.id_of("channel_id")?,
        subject: call.text("subject").map(str::to_owned),
        status: call.id_of("status_id")?,
        assignee: call.id_of(assignee_key)?,
        followers: call.ids_of("followers_id")?,
        sector: call.id_of("sector_id")?,
        custom: call.values()?.unwrap_or_default(),
        tags: call.ids_of(tags_key)?,
    };
    if draft
        .channel
        .is_some_and(|id| !known::CHANNELS.contains(&id))
    {
        return Err(Refusal::invalid("channel_id is not a known channel."));
    }
    if draft.status.is_some_and(|id| !statuses.contains(&id)) {
        return Err(Refusal::invalid("status_id is not allowed here."));
    }
    if draft.subject.as_deref().is_some_and(str::is_empty) {
        return Err(Refusal::invalid("subject must be a valid string."));
    }
    let sector = match draft.sector {
        Some(id) => Some(world.sector(id).ok_or_else(|| Refusal::missing("Sector"))?),
        None => None,
    };
    if let Some(id) = draft.assignee {
        let agent = user(world, id)?;
        if sector.is_some_and(|s| !s.holds(agent)) {
            return Err(Refusal::invalid("The operator is not part of the sector."));
        }
    }
    for id in draft.followers.iter().flatten() {
        let agent = user(world, *id)?;
        let admin = world.agent(agent).is_some_and(|a| a.admin);
        if !admin && sector.is_some_and(|s| !s.holds(agent)) {
            return Err(Refusal::invalid("A follower is not part of the sector."));
        }
    }
    if let Some(tags) = &draft.tags {
        active_tags(&world.ticket_tags, tags)?;
    }
    custom_fields::check(world, known::FOR_TICKETS, &draft.custom)?;
    custom_fields::required(world, &draft.custom)?;
    Ok(draft)
}

/// Tickets take the `user_id` of an operator only.
fn user(world: &World, id: Uid) -> Result<Uid, Refusal> {
    world
        .agents
        .iter()
        .find(|agent| agent.user_id == id)
        .map(|agent| agent.user_id)
        .ok_or_else(|| Refusal::missing("Operator"))
}

impl Draft {
    fn write(self, ticket: &mut Ticket) {
        if let Some(channel) = self.channel {
            ticket.channel = channel;
        }
        if let Some(subject) = self.subject {
            ticket.subject = subject;
        }
        if let Some(sector) = self.sector
            && ticket.sector != Some(sector)
        {
            ticket.sector = Some(sector);
            ticket.assignee = None;
        }
        if let Some(assignee) = self.assignee {
            ticket.assignee = Some(assignee);
            ticket.last_assignee = Some(assignee);
        }
        if let Some(followers) = self.followers {
            ticket.followers = followers;
        }
        if let Some(tags) = self.tags {
            ticket.tags = tags;
        }
        custom_fields::merge(&mut ticket.custom, self.custom);
    }
}

/// `POST /external/ticket`.
pub(crate) fn create(call: &Call<'_>, world: &mut World) -> Outcome {
    let draft = draft(call, world, &known::ONGOING)?;
    let consumer = call
        .id_of("consumer_user_id")?
        .and_then(|user| world.people.find(user))
        .ok_or_else(|| Refusal::missing("Consumer"))?;
    let channel = draft.channel.unwrap_or(known::WHATSAPP);
    if !world.people.all[consumer].reachable_by(channel) {
        return Err(Refusal::invalid(
            "The consumer has no address on this channel.",
        ));
    }
    let status = draft.status.unwrap_or(known::NEW);
    let mut ticket = world.blank_ticket(consumer, channel, call.now);
    draft.write(&mut ticket);
    ticket.status = status;
    let data = rows::full(world, &ticket);
    world.add_ticket(ticket);
    world.announce(call.lab, "ticket", Change::Create, &data);
    ok(json!({
        "message": "Ticket successfully created.",
        "code_cxpress": 6717,
        "data": { "ticket": data },
    }))
}

/// The ticket in the path, if it exists and nobody is handling it.
fn editable(call: &Call<'_>, world: &World) -> Result<usize, Refusal> {
    let at = world
        .ticket_at
        .get(&call.path_id("Ticket")?)
        .copied()
        .filter(|at| world.tickets[*at].deleted_at.is_none())
        .ok_or_else(|| Refusal::missing("Ticket"))?;
    if world.tickets[at].viewer.is_some() {
        return Err(Refusal::conflict(
            "An operator is handling this ticket at the moment.",
        ));
    }
    Ok(at)
}

/// `PUT /external/ticket/{id}`. A new sector takes the operator off the ticket, and deletes the
/// tasks of those who are not in it.
pub(crate) fn edit(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = editable(call, world)?;
    let [new, open, pending, on_hold] = known::ONGOING;
    let statuses = [new, open, pending, on_hold, known::RESOLVED];
    let draft = draft(call, world, &statuses)?;
    let old_sector = world.tickets[at].sector;
    let old_channel = world.tickets[at].channel;
    if let Some(channel) = draft.channel
        && channel != old_channel
        && !world.consumer_of(&world.tickets[at]).reachable_by(channel)
    {
        return Err(Refusal::invalid(
            "The consumer has no address on this channel.",
        ));
    }
    let status = draft.status;
    let finished = !world.tickets[at].ongoing();
    let reopens = finished && status.is_some_and(|s| known::ONGOING.contains(&s));
    if reopens && !world.has(Quirk::ReopenByPut) {
        return Err(Refusal::invalid("The ticket is already finished."));
    }
    let ticket = &mut world.tickets[at];
    draft.write(ticket);
    ticket.updated_at = call.now;
    ticket.home_at = call.now;
    match status {
        Some(known::RESOLVED) if !finished => ticket.finish(known::RESOLVED, call.now),
        Some(known::RESOLVED) | None => {}
        Some(other) => {
            ticket.status = other;
            if reopens {
                ticket.reopened_at = Some(call.now);
                ticket.finished_at = None;
            }
        }
    }
    let (id, sector) = (ticket.id, ticket.sector);
    if sector != old_sector {
        drop_tasks(world, id, sector, call.now);
    }
    let data = rows::full(world, &world.tickets[at]);
    world.announce(call.lab, "ticket", Change::Update, &data);
    ok(json!({
        "message": "Ticket successfully updated.",
        "code_cxpress": 6724,
        "data": { "ticket": data },
    }))
}

fn drop_tasks(world: &mut World, ticket: Uid, sector: Option<Uid>, now: jiff::Timestamp) {
    let sectors = &world.sectors;
    let inside = |agent: Uid| {
        sectors
            .iter()
            .find(|s| Some(s.id) == sector)
            .is_none_or(|s| s.holds(agent))
    };
    for task in &mut world.tasks {
        if task.ticket == ticket && task.deleted_at.is_none() && !inside(task.assigned) {
            task.deleted_at = Some(now);
        }
    }
}

/// `DELETE /external/ticket/{id}`: it stays in the history of deleted tickets. There is no
/// notification of a deletion.
pub(crate) fn delete(call: &Call<'_>, world: &mut World) -> Outcome {
    let at = editable(call, world)?;
    let ticket = &mut world.tickets[at];
    ticket.deleted_at = Some(call.now);
    ticket.updated_at = call.now;
    let data = rows::full(world, &world.tickets[at]);
    ok(json!({
        "message": "Ticket successfully deleted.",
        "code_cxpress": 6734,
        "data": { "ticket": data },
    }))
}

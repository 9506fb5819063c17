//! One ticket.

use helpdesk_core::{
    AgentId, DepartmentId, ErrorKind, Field, Operation, Patch, Ref, TagScope, Ticket, TicketId,
    TicketPatch, TicketPriority, Timestamp,
};

use super::compare;
use crate::check::{fact, named, names};
use crate::{Bench, Check, Must, Stop};

fn id_of<I>(reference: Option<&Ref<I>>) -> Option<&I> {
    reference.and_then(|reference| reference.id.as_ref())
}

pub(crate) async fn create_then_get(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsCreate, Operation::TicketsGet])?;
    let tickets = bench.client().tickets();
    let matter = bench.matter().await?;
    let mut new = bench.new_ticket(&matter);
    if let Some((key, value, _)) = &bench.plan().ticket_field
        && bench.holds(Operation::TicketsCreate, &Field::CustomFields)
    {
        new = new.custom_field(key.clone(), value.clone());
    }
    let written = tickets.create(&new).await.must("creating a ticket")?;
    ensure!(
        written.losses.is_empty(),
        "a strict create lists losses: {:?}",
        written.losses
    );
    let read = tickets.get(&written.value.id).await.must("getting it")?;
    ensure!(read.id == written.value.id, "get gives another ticket");
    for (reading, ticket) in [("create", &written.value), ("get", &read)] {
        let told = |field: Field| !ticket.not_sent.contains(&field);
        ensure!(!ticket.is_closed(), "{reading} shows the new ticket closed");
        ensure!(
            new.contact.is_none()
                || !told(Field::Contact)
                || ticket.contact_id() == new.contact.as_ref(),
            "{reading} shows another contact"
        );
        ensure!(
            new.subject.is_none() || !told(Field::Subject) || ticket.subject == new.subject,
            "{reading} shows another subject"
        );
        ensure!(
            new.department.is_none()
                || !told(Field::Department)
                || id_of(ticket.department.as_ref()) == new.department.as_ref(),
            "{reading} shows another department"
        );
        ensure!(
            !told(Field::CustomFields)
                || new
                    .custom_fields
                    .iter()
                    .all(|(key, value)| ticket.custom_fields.get(key) == Some(value)),
            "{reading} lacks custom fields"
        );
    }
    let differ = compare::tickets(&written.value, &read);
    ensure!(
        differ.is_empty(),
        "create and get differ in {}",
        compare::list(&differ)
    );
    ensure!(
        read.vendor_data.as_json().is_some(),
        "the ticket carries none of the vendor's own JSON"
    );
    Ok(())
}

/// Checks that only these fields of a ticket changed.
fn only(what: &str, before: &Ticket, after: &Ticket, may_change: &[Field]) -> Check {
    let mut differ = compare::tickets(before, after);
    differ.retain(|field| !may_change.contains(field));
    ensure!(
        differ.is_empty(),
        "{what} changed {} too",
        compare::list(&differ)
    );
    Ok(())
}

pub(crate) async fn assign_gives_it_to(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsAssign, Operation::TicketsGet])?;
    let tickets = bench.client().tickets();
    let before = bench.ticket().await?;
    for agent in bench.agents().await? {
        let given = tickets
            .assign(&before.id, &agent)
            .await
            .must("assigning a ticket")?;
        let after = tickets.get(&before.id).await.must("getting it")?;
        for (reading, ticket) in [("the answer", &given), ("a get", &after)] {
            ensure!(ticket.id == before.id, "{reading} is another ticket");
            ensure!(
                ticket.not_sent.contains(&Field::Assignee)
                    || id_of(ticket.assignee.as_ref()) == Some(&agent),
                "{reading} shows another assignee after assigning"
            );
            only(
                "assigning",
                &before,
                ticket,
                &[Field::Assignee, Field::Status],
            )?;
        }
    }
    Ok(())
}

pub(crate) async fn unassign_takes_it_away(bench: &Bench) -> Check {
    bench.need(&[
        Operation::TicketsAssign,
        Operation::TicketsUnassign,
        Operation::TicketsGet,
    ])?;
    let tickets = bench.client().tickets();
    let before = bench.ticket().await?;
    let agent = bench.agents().await?.remove(0);
    tickets
        .assign(&before.id, &agent)
        .await
        .must("assigning a ticket")?;
    for _ in 0..2 {
        let taken = tickets.unassign(&before.id).await.must("unassigning it")?;
        let after = tickets.get(&before.id).await.must("getting it")?;
        for (reading, ticket) in [("the answer", &taken), ("a get", &after)] {
            ensure!(
                ticket.assignee.is_none(),
                "{reading} shows an assignee after unassigning"
            );
            only(
                "unassigning",
                &before,
                ticket,
                &[Field::Assignee, Field::Status],
            )?;
        }
    }
    Ok(())
}

pub(crate) async fn transfer_hands_it_over(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsTransfer, Operation::TicketsGet])?;
    let tickets = bench.client().tickets();
    let departments = bench.departments().await?;
    fact(departments.get(1), "departments (two of them)")?;
    let before = bench.ticket().await?;
    let own = id_of(before.department.as_ref());
    let there = departments
        .iter()
        .filter(|department| Some(*department) != own);
    for department in there.chain(departments.first()) {
        let handed = tickets
            .transfer(&before.id, department)
            .await
            .must("transferring it")?;
        let after = tickets.get(&before.id).await.must("getting it")?;
        for (reading, ticket) in [("the answer", &handed), ("a get", &after)] {
            ensure!(ticket.id == before.id, "{reading} is another ticket");
            ensure!(
                id_of(ticket.department.as_ref()) == Some(department),
                "{reading} shows another department after a transfer"
            );
            let may = [Field::Department, Field::Assignee, Field::Status];
            only("a transfer", &before, ticket, &may)?;
        }
    }
    Ok(())
}

pub(crate) async fn close_twice(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsClose, Operation::TicketsGet])?;
    let tickets = bench.client().tickets();
    let (before, other) = (bench.ticket().await?, bench.ticket().await?);
    let closed = tickets.close(&before.id).await.must("closing a ticket")?;
    ensure!(
        closed.is_closed(),
        "the answer shows it {:?}",
        closed.status
    );
    let once = tickets.get(&before.id).await.must("getting it")?;
    ensure!(once.is_closed(), "a get shows it {:?}", once.status);
    let again = tickets.close(&before.id).await.must("closing it again")?;
    ensure!(
        again.id == before.id && again.is_closed(),
        "closing again opens it, or is another ticket"
    );
    let twice = tickets.get(&before.id).await.must("getting it")?;
    only("closing again", &once, &twice, &[])?;
    ensure!(
        once.closed_at == twice.closed_at,
        "closing again moved `closed_at`"
    );
    let other = tickets
        .get(&other.id)
        .await
        .must("getting another ticket")?;
    ensure!(!other.is_closed(), "closing one ticket closed another");
    Ok(())
}

pub(crate) async fn reopen_opens(bench: &Bench) -> Check {
    bench.need(&[
        Operation::TicketsClose,
        Operation::TicketsReopen,
        Operation::TicketsGet,
    ])?;
    let tickets = bench.client().tickets();
    let before = bench.ticket().await?;
    tickets.close(&before.id).await.must("closing a ticket")?;
    let opened = tickets.reopen(&before.id).await.must("reopening it")?;
    ensure!(!opened.is_closed(), "the answer shows it still closed");
    let after = tickets.get(&opened.id).await.must("getting it")?;
    ensure!(!after.is_closed(), "a get shows it still closed");
    tickets
        .reopen(&opened.id)
        .await
        .must_fail(&[ErrorKind::Conflict], "reopening an open ticket")?;
    Ok(())
}

/// A later time, in whole seconds.
fn later() -> Timestamp {
    let day = jiff::SignedDuration::from_hours(24 * 3);
    let soon = Timestamp::now() + day;
    Timestamp::from_second(soon.as_second() / 60 * 60).unwrap_or(soon)
}

/// Changes of one field each that the desk says it holds.
async fn changes(bench: &Bench) -> Check<Vec<(Field, TicketPatch)>> {
    let mut changes = Vec::new();
    for field in &bench.capabilities().get(Operation::TicketsUpdate).fields {
        let patch = TicketPatch::new();
        let patch = match field {
            Field::Subject => patch.subject("Another parcel".to_owned()),
            Field::Description => patch.description("Another promise".to_owned()),
            Field::Priority => patch.priority(TicketPriority::High),
            Field::DueAt => patch.due_at(later()),
            Field::Tags => patch.tags(bench.tags(TagScope::Ticket, 1).await?),
            Field::CustomFields => match &bench.plan().ticket_field {
                Some((key, _, other)) => patch.custom_field(key.clone(), other.clone()),
                None => continue,
            },
            _ => continue,
        };
        changes.push((field.clone(), patch));
    }
    Ok(changes)
}

fn as_wanted(ticket: &Ticket, patch: &TicketPatch) -> bool {
    let own = |text: &Option<String>, wanted: Option<&String>| {
        wanted.is_none() || text.as_ref() == wanted
    };
    own(&ticket.subject, patch.subject.value())
        && own(&ticket.description, patch.description.value())
        && patch.priority.value().is_none_or(|wanted| {
            ticket
                .priority
                .as_ref()
                .is_some_and(|own| own.value == *wanted)
        })
        && patch
            .due_at
            .value()
            .is_none_or(|wanted| ticket.due_at == Some(*wanted))
        && patch.tags.value().is_none_or(|wanted| {
            let own: Vec<_> = ticket
                .tags
                .iter()
                .filter_map(|tag| tag.id.as_ref())
                .collect();
            own.len() == wanted.len() && wanted.iter().all(|tag| own.contains(&tag))
        })
        && patch
            .custom_fields
            .iter()
            .all(|(key, value)| ticket.custom_fields.get(key) == value.value())
}

pub(crate) async fn update_changes_only_what_it_says(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsUpdate, Operation::TicketsGet])?;
    let tickets = bench.client().tickets();
    let mut before = bench.ticket().await?;
    if bench.supports(Operation::TicketsAssign) {
        let agent = bench.agents().await?.remove(0);
        tickets
            .assign(&before.id, &agent)
            .await
            .must("assigning the ticket")?;
    }
    before = tickets.get(&before.id).await.must("getting it")?;
    let changes = changes(bench).await?;
    for (field, patch) in changes {
        let what = format!("changing `{field}` of a ticket");
        let written = tickets.update(&before.id, &patch).await.must(&what)?;
        let after = tickets.get(&before.id).await.must("getting it")?;
        for (reading, ticket) in [("the answer", &written.value), ("a get", &after)] {
            ensure!(
                ticket.not_sent.contains(&field) || as_wanted(ticket, &patch),
                "{what}: {reading} does not show the new value"
            );
            only(
                &format!("{what} ({reading})"),
                &before,
                ticket,
                std::slice::from_ref(&field),
            )?;
        }
        before = after;
    }
    Ok(())
}

pub(crate) async fn clear_clears_or_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsUpdate, Operation::TicketsGet])?;
    let tickets = bench.client().tickets();
    for (field, set) in changes(bench).await? {
        let ticket = bench.ticket().await?;
        tickets
            .update(&ticket.id, &set)
            .await
            .must("setting the field")?;
        let before = tickets.get(&ticket.id).await.must("getting it")?;
        let mut patch = TicketPatch::new();
        match field {
            Field::Subject => patch.subject = Patch::Clear,
            Field::Description => patch.description = Patch::Clear,
            Field::Priority => patch.priority = Patch::Clear,
            Field::DueAt => patch.due_at = Patch::Clear,
            Field::Tags => patch.tags = Patch::Clear,
            _ => {
                let key = set.custom_fields.keys().next().cloned().unwrap_or_default();
                patch = patch.custom_field(key, Patch::Clear);
            }
        }
        let cleared = tickets.update(&ticket.id, &patch).await;
        let after = tickets
            .get(&ticket.id)
            .await
            .must("getting it afterwards")?;
        match cleared {
            Ok(_) => {
                ensure!(
                    after.not_sent.contains(&field) || !as_wanted(&after, &set),
                    "clearing `{field}` succeeded, but it still has its value"
                );
                only(
                    "clearing a field",
                    &before,
                    &after,
                    std::slice::from_ref(&field),
                )?;
            }
            Err(error) => {
                ensure!(
                    matches!(
                        error.kind(),
                        ErrorKind::Unsupported | ErrorKind::Invalid | ErrorKind::Conflict
                    ),
                    "clearing `{field}` is refused with {} ({error})",
                    error.kind()
                );
                only("a refused clearing", &before, &after, &[])?;
            }
        }
    }
    Ok(())
}

pub(crate) async fn delete_then_get(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsDelete, Operation::TicketsGet])?;
    let tickets = bench.client().tickets();
    let (gone, stays) = (bench.ticket().await?, bench.ticket().await?);
    tickets.delete(&gone.id).await.must("deleting a ticket")?;
    match tickets.get(&gone.id).await {
        Ok(shown) => ensure!(
            shown.deleted_at.is_some(),
            "a deleted ticket is there as if nothing had happened"
        ),
        gone => {
            gone.must_fail(&[ErrorKind::NotFound], "getting a deleted ticket")?;
        }
    }
    let stays = tickets
        .get(&stays.id)
        .await
        .must("getting another ticket")?;
    ensure!(
        stays.deleted_at.is_none(),
        "deleting one ticket deleted another"
    );
    Ok(())
}

pub(crate) async fn missing_is_not_found(bench: &Bench) -> Check {
    let tickets = bench.client().tickets();
    let id = TicketId::new(bench.plan().missing.ticket.clone());
    let kinds = &[ErrorKind::NotFound];
    let mut tried = 0;
    if bench.supports(Operation::TicketsGet) {
        tickets
            .get(&id)
            .await
            .must_fail(kinds, "getting a missing ticket")?;
        tried += 1;
    }
    if bench.supports(Operation::TicketsUpdate) {
        for (field, patch) in changes(bench).await? {
            let what = format!("changing `{field}` of a missing ticket");
            tickets.update(&id, &patch).await.must_fail(kinds, &what)?;
            tried += 1;
        }
    }
    if bench.supports(Operation::TicketsAssign) {
        let agent = bench.agents().await?.remove(0);
        let what = "assigning a missing ticket";
        tickets.assign(&id, &agent).await.must_fail(kinds, what)?;
        tried += 1;
    }
    if bench.supports(Operation::TicketsUnassign) {
        tickets
            .unassign(&id)
            .await
            .must_fail(kinds, "unassigning a missing ticket")?;
        tried += 1;
    }
    if bench.supports(Operation::TicketsTransfer) {
        let departments = bench.departments().await?;
        let department = fact(departments.first(), "departments")?;
        let what = "transferring a missing ticket";
        tickets
            .transfer(&id, department)
            .await
            .must_fail(kinds, what)?;
        tried += 1;
    }
    for (operation, what) in [
        (Operation::TicketsClose, "closing a missing ticket"),
        (Operation::TicketsReopen, "reopening a missing ticket"),
        (Operation::TicketsDelete, "deleting a missing ticket"),
    ] {
        if bench.supports(operation) {
            let refused = match operation {
                Operation::TicketsClose => tickets.close(&id).await.map(drop),
                Operation::TicketsReopen => tickets.reopen(&id).await.map(drop),
                _ => tickets.delete(&id).await,
            };
            refused.must_fail(kinds, what)?;
            tried += 1;
        }
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::TicketsGet));
    }
    Ok(())
}

pub(crate) async fn missing_agent_or_department(bench: &Bench) -> Check {
    let tickets = bench.client().tickets();
    let kinds = &[ErrorKind::NotFound, ErrorKind::Invalid];
    let missing = &bench.plan().missing;
    if !bench.supports(Operation::TicketsAssign) && !bench.supports(Operation::TicketsTransfer) {
        return Err(Stop::Unsupported(Operation::TicketsAssign));
    }
    let before = bench.ticket().await?;
    if bench.supports(Operation::TicketsAssign) {
        let agent = AgentId::new(missing.agent.clone());
        let what = "assigning to a missing agent";
        tickets
            .assign(&before.id, &agent)
            .await
            .must_fail(kinds, what)?;
    }
    if bench.supports(Operation::TicketsTransfer) {
        let department = DepartmentId::new(missing.department.clone());
        let what = "transferring to a missing department";
        tickets
            .transfer(&before.id, &department)
            .await
            .must_fail(kinds, what)?;
    }
    if bench.supports(Operation::TicketsGet) {
        let after = tickets.get(&before.id).await.must("getting it")?;
        only("a refused assignment", &before, &after, &[])?;
    }
    Ok(())
}

pub(crate) async fn close_by_contact_closes_all(bench: &Bench) -> Check {
    bench.need(&[
        Operation::TicketsList,
        Operation::TicketsClose,
        Operation::TicketsGet,
    ])?;
    let tickets = bench.client().tickets();
    if !bench.holds(Operation::TicketsList, &Field::Contact) {
        let before = bench.sent();
        let refused = tickets.close_by_contact(&"7".into()).await;
        let what = "closing by contact, where lists have no such filter,";
        let error = refused.must_fail(&[ErrorKind::Unsupported], what)?;
        ensure!(
            names(&error, Field::Contact.as_str()),
            "{what} names {}, not `contact`",
            named(&error)
        );
        return bench.nothing_sent(before, what);
    }
    let (one, other) = (bench.contact().await?, bench.contact().await?);
    let (own, foreign) = (
        bench.ticket_of(&one.id).await?,
        bench.ticket_of(&other.id).await?,
    );
    let closed = tickets
        .close_by_contact(&one.id)
        .await
        .must("closing by contact")?;
    let ids: Vec<&TicketId> = closed.iter().map(|ticket| &ticket.id).collect();
    ensure!(
        ids == [&own.id],
        "closing by contact closed {} tickets",
        ids.len()
    );
    let own = tickets.get(&own.id).await.must("getting it")?;
    ensure!(own.is_closed(), "the contact's ticket is not closed");
    let foreign = tickets
        .get(&foreign.id)
        .await
        .must("getting another contact's ticket")?;
    ensure!(!foreign.is_closed(), "another contact's ticket was closed");
    let again = tickets
        .close_by_contact(&one.id)
        .await
        .must("closing by contact again")?;
    ensure!(
        again.is_empty(),
        "closing by contact again closed {}",
        again.len()
    );
    Ok(())
}

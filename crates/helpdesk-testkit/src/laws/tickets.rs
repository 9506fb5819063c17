//! One ticket.

use helpdesk_core::{AgentId, DepartmentId, ErrorKind, Field, Operation, Ref, Ticket, TicketId};

use super::compare;
use super::ticket_changes::changes;
pub(crate) use super::ticket_changes::{
    clear_clears_or_is_refused, update_changes_only_what_it_says,
};
pub(crate) use super::ticket_moves::{
    assign_gives_it_to, close_by_contact_closes_all, close_twice, reopen_opens,
    transfer_hands_it_over, unassign_takes_it_away,
};
use crate::check::fact;
use crate::{Bench, Check, Must, Stop};

pub(super) fn id_of<I>(reference: Option<&Ref<I>>) -> Option<&I> {
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
pub(super) fn only(what: &str, before: &Ticket, after: &Ticket, may_change: &[Field]) -> Check {
    let mut differ = compare::tickets(before, after);
    differ.retain(|field| !may_change.contains(field));
    ensure!(
        differ.is_empty(),
        "{what} changed {} too",
        compare::list(&differ)
    );
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

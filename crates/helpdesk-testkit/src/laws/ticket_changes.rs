//! Changes to a ticket.

use helpdesk_core::{
    ErrorKind, Field, Operation, Patch, TagScope, Ticket, TicketPatch, TicketPriority, Timestamp,
};

use super::tickets::only;
use crate::{Bench, Check, Must};

/// A later time, in whole seconds.
fn later() -> Timestamp {
    let day = jiff::SignedDuration::from_hours(24 * 3);
    let soon = Timestamp::now() + day;
    Timestamp::from_second(soon.as_second() / 60 * 60).unwrap_or(soon)
}

/// Changes of one field each that the desk says it holds.
pub(super) async fn changes(bench: &Bench) -> Check<Vec<(Field, TicketPatch)>> {
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

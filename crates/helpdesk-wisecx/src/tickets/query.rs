//! Which tickets a list is asked for.

use helpdesk_core::{Field, Result, Ticket, TicketQuery};

use crate::api::{Filter, Operator};
use crate::convert::tag::TagKey;
use crate::convert::ticket;
use crate::input::Problems;

/// The filters of a query, as the vendor has them.
pub(super) fn filters(query: &TicketQuery) -> Result<Vec<Filter>> {
    let (mut problems, mut filters) = (Problems::default(), Vec::new());
    if let Some(statuses) = ticket::admitted(query.status) {
        filters.push(Filter::is_in("case.status", statuses));
    }
    let ids = [
        (
            Field::Contact,
            "case.contact_id",
            query.contact.as_ref().map(AsRef::as_ref),
        ),
        (
            Field::Assignee,
            "case.user_id",
            query.assignee.as_ref().map(AsRef::as_ref),
        ),
        (
            Field::Department,
            "case.group_id",
            query.department.as_ref().map(AsRef::as_ref),
        ),
    ];
    for (field, name, id) in ids {
        if let Some(id) = id {
            filters.push(Filter::equal(name, problems.number(field.as_str(), id)));
        }
    }
    match query.tag.as_ref().map(TagKey::parse) {
        Some(Ok(TagKey::Ticket(name))) => filters.push(Filter::is_in("case.tags", [name])),
        Some(Ok(TagKey::Contact(_))) => {
            problems.add(&Field::Tags, "a contact group is on no ticket");
        }
        Some(Err(why)) => problems.add(&Field::Tags, why),
        None => {}
    }
    if let Some(since) = query.updated_since {
        filters.push(Filter::time(
            "case.last_update",
            Operator::GreaterEqual,
            since,
        ));
    }
    problems.check()?;
    Ok(filters)
}

/// Whether a ticket is what was asked for, as far as it tells: a vendor that does not know a filter
/// may ignore it.
pub(super) fn admits(query: &TicketQuery, ticket: &Ticket) -> bool {
    let told = |field: &Field| !ticket.not_sent.contains(field);
    let same = |field: Field, fits: bool| fits || !told(&field);
    same(Field::Status, query.status.admits(&ticket.status))
        && same(
            Field::Contact,
            query
                .contact
                .as_ref()
                .is_none_or(|id| ticket.contact_id() == Some(id)),
        )
        && same(
            Field::Assignee,
            query.assignee.as_ref().is_none_or(|id| {
                ticket.assignee.as_ref().and_then(|own| own.id.as_ref()) == Some(id)
            }),
        )
        && same(
            Field::Department,
            query.department.as_ref().is_none_or(|id| {
                ticket.department.as_ref().and_then(|own| own.id.as_ref()) == Some(id)
            }),
        )
        && same(
            Field::Tags,
            query
                .tag
                .as_ref()
                .is_none_or(|id| ticket.tags.iter().any(|own| own.id.as_ref() == Some(id))),
        )
        && query
            .updated_since
            .is_none_or(|since| ticket.updated_at.is_none_or(|at| at >= since))
}

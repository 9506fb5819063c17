//! Lists of tickets.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use helpdesk_core::{
    ErrorKind, Field, Operation, PageRequest, StatusFilter, TagScope, Ticket, TicketId,
    TicketQuery, Timestamp,
};
use jiff::SignedDuration;

use super::compare;
use crate::check::{fact, named, names};
use crate::{Bench, Check, Must, Stop};

async fn listed(bench: &Bench, query: &TicketQuery) -> Check<Vec<Ticket>> {
    bench
        .client()
        .tickets()
        .stream(query.clone())
        .try_collect()
        .await
        .must(&format!("listing {query:?}"))
}

/// Checks that a list has these and not those.
async fn sorts(
    bench: &Bench,
    what: &str,
    query: &TicketQuery,
    has: &[&TicketId],
    not: &[&TicketId],
) -> Check {
    let tickets = listed(bench, query).await?;
    let ids: BTreeSet<&TicketId> = tickets.iter().map(|ticket| &ticket.id).collect();
    ensure!(
        has.iter().all(|id| ids.contains(id)),
        "a list by {what} lacks a ticket that fits"
    );
    ensure!(
        !not.iter().any(|id| ids.contains(id)),
        "a list by {what} has a ticket that does not fit"
    );
    Ok(())
}

/// A filter that the vendor does not have is refused, also with loss allowed.
async fn refused(bench: &Bench, field: &Field, query: &TicketQuery) -> Check {
    let what = format!("a list by `{field}`, which the vendor does not filter by,");
    for client in [bench.client().clone(), bench.client().allow_loss()] {
        let before = bench.sent();
        let list = client.tickets().list(query, &PageRequest::first()).await;
        let error = list.must_fail(&[ErrorKind::Unsupported], &what)?;
        ensure!(
            names(&error, field.as_str()),
            "{what} names {}, not `{field}`",
            named(&error)
        );
        bench.nothing_sent(before, &what)?;
    }
    Ok(())
}

pub(crate) async fn pages_are_complete(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList])?;
    let mut wanted = BTreeSet::new();
    for _ in 0..5 {
        wanted.insert(bench.ticket().await?.id);
    }
    for limit in [Some(1), Some(2), Some(7), None] {
        let mut request = PageRequest::first();
        request.limit = limit;
        let (mut seen, mut pages) = (Vec::new(), 0);
        loop {
            let page = bench
                .client()
                .tickets()
                .list(&TicketQuery::all(), &request)
                .await;
            let page = page.must("listing tickets")?;
            ensure!(
                limit.is_none_or(|limit| page.items.len() <= limit as usize),
                "a page of at most {limit:?} has {} tickets",
                page.items.len()
            );
            seen.extend(page.items.into_iter().map(|ticket| ticket.id));
            let Some(next) = page.next else { break };
            request = request.after(next);
            pages += 1;
            ensure!(pages < 500, "the list does not end");
        }
        let ids: BTreeSet<&TicketId> = seen.iter().collect();
        ensure!(
            ids.len() == seen.len(),
            "with pages of {limit:?}, tickets come twice"
        );
        let missing = wanted.iter().filter(|id| !ids.contains(id)).count();
        ensure!(
            missing == 0,
            "with pages of {limit:?}, {missing} tickets are missing"
        );
    }
    Ok(())
}

pub(crate) async fn filter_by_status(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList, Operation::TicketsClose])?;
    let (open, other) = (bench.ticket().await?, bench.ticket().await?);
    let closed = bench
        .client()
        .tickets()
        .close(&other.id)
        .await
        .must("closing a ticket")?;
    for filter in [
        StatusFilter::Any,
        StatusFilter::Open,
        StatusFilter::Waiting,
        StatusFilter::Closed,
    ] {
        let tickets = listed(bench, &TicketQuery::all().status(filter)).await?;
        for ticket in [&open, &closed] {
            let there = tickets.iter().any(|one| one.id == ticket.id);
            let fits = filter.admits(&ticket.status);
            ensure!(
                there == fits,
                "a ticket that is {} is {} a list of {filter:?}",
                ticket.status.category.as_str(),
                if there { "in" } else { "missing from" }
            );
        }
        let wrong = tickets.iter().find(|ticket| !filter.admits(&ticket.status));
        ensure!(
            wrong.is_none(),
            "a list of {filter:?} shows a ticket as {:?}",
            wrong.map(|ticket| &ticket.status)
        );
    }
    Ok(())
}

pub(crate) async fn filter_by_contact(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList])?;
    if !bench.holds(Operation::TicketsList, &Field::Contact) {
        return refused(bench, &Field::Contact, &TicketQuery::all().contact("7")).await;
    }
    let (one, other) = (bench.contact().await?, bench.contact().await?);
    let (own, foreign) = (
        bench.ticket_of(&one.id).await?,
        bench.ticket_of(&other.id).await?,
    );
    let query = TicketQuery::all().contact(&one.id);
    sorts(bench, "contact", &query, &[&own.id], &[&foreign.id]).await?;
    let closed = query.status(StatusFilter::Closed);
    sorts(
        bench,
        "contact and status",
        &closed,
        &[],
        &[&own.id, &foreign.id],
    )
    .await
}

pub(crate) async fn filter_by_assignee(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList])?;
    if !bench.holds(Operation::TicketsList, &Field::Assignee) {
        return refused(bench, &Field::Assignee, &TicketQuery::all().assignee("7")).await;
    }
    bench.need(&[Operation::TicketsAssign])?;
    let agents = bench.agents().await?;
    let (one, other) = (bench.ticket().await?, bench.ticket().await?);
    let tickets = bench.client().tickets();
    tickets
        .assign(&one.id, &agents[0])
        .await
        .must("assigning a ticket")?;
    if let Some(agent) = agents.get(1) {
        tickets
            .assign(&other.id, agent)
            .await
            .must("assigning another ticket")?;
    }
    let query = TicketQuery::all().assignee(&agents[0]);
    sorts(bench, "assignee", &query, &[&one.id], &[&other.id]).await
}

pub(crate) async fn filter_by_department(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList])?;
    if !bench.holds(Operation::TicketsList, &Field::Department) {
        return refused(
            bench,
            &Field::Department,
            &TicketQuery::all().department("7"),
        )
        .await;
    }
    bench.need(&[Operation::TicketsTransfer])?;
    let departments = bench.departments().await?;
    let there = fact(departments.get(1), "departments (two of them)")?;
    let (one, other) = (bench.ticket().await?, bench.ticket().await?);
    let tickets = bench.client().tickets();
    tickets
        .transfer(&one.id, there)
        .await
        .must("transferring a ticket")?;
    tickets
        .transfer(&other.id, &departments[0])
        .await
        .must("transferring another")?;
    let query = TicketQuery::all().department(there);
    sorts(bench, "department", &query, &[&one.id], &[&other.id]).await
}

pub(crate) async fn filter_by_tag(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList])?;
    if !bench.holds(Operation::TicketsList, &Field::Tags) {
        return refused(bench, &Field::Tags, &TicketQuery::all().tag("7")).await;
    }
    bench.need(&[Operation::TagsAttachTicket])?;
    let tag = bench.tags(TagScope::Ticket, 1).await?.remove(0);
    let (one, other) = (bench.ticket().await?, bench.ticket().await?);
    let attached = bench.client().tags().attach(&tag, one.id.clone()).await;
    attached.must("putting a tag on a ticket")?;
    let query = TicketQuery::all().tag(tag);
    sorts(bench, "tag", &query, &[&one.id], &[&other.id]).await
}

pub(crate) async fn filter_by_time(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList])?;
    let day = SignedDuration::from_hours(24);
    let since = |time: Timestamp| TicketQuery::all().updated_since(time);
    if !bench.holds(Operation::TicketsList, &Field::UpdatedAt) {
        return refused(bench, &Field::UpdatedAt, &since(Timestamp::now() - day)).await;
    }
    let ticket = bench.ticket().await?;
    let now = ticket
        .updated_at
        .or(ticket.created_at)
        .unwrap_or_else(Timestamp::now);
    let shift = |time: Result<Timestamp, jiff::Error>| {
        time.map_err(|_| Stop::broken("the ticket's time is out of all bounds"))
    };
    let (past, future) = (shift(now.checked_sub(day))?, shift(now.checked_add(day))?);
    sorts(bench, "time", &since(past), &[&ticket.id], &[]).await?;
    sorts(bench, "time", &since(future), &[], &[&ticket.id]).await
}

pub(crate) async fn rows_agree_with_get(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList, Operation::TicketsGet])?;
    let wanted = bench.ticket().await?.id;
    let rows = listed(bench, &TicketQuery::all()).await?;
    let Some(row) = rows.into_iter().find(|row| row.id == wanted) else {
        return Err(Stop::broken("a new ticket is not in the list"));
    };
    let read = bench
        .client()
        .tickets()
        .get(&wanted)
        .await
        .must("getting it")?;
    let differ = compare::tickets(&row, &read);
    ensure!(
        differ.is_empty(),
        "the list and a get differ in {}, which the row does not call `not_sent`",
        compare::list(&differ)
    );
    Ok(())
}

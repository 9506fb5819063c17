//! Who has a ticket, and whether it is open.

use helpdesk_core::{ErrorKind, Field, Operation, TicketId};

use super::tickets::{id_of, only};
use crate::check::{fact, named, names};
use crate::{Bench, Check, Must};

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

//! Statuses and priorities: exact, refused, or listed as a loss; and words nobody knows.

use helpdesk_core::{
    Error, ErrorKind, Field, Operation, Patch, Status, StatusCategory, Ticket, TicketPatch,
    TicketPriority, TicketQuery, TicketStatus, Written,
};

use futures_util::TryStreamExt;

use crate::check::{fact, named, names};
use crate::{Bench, Check, Must};

/// What came of a strict write: exactly the wanted value, or a refusal that names the field.
/// Whether it was refused.
fn exact_or_refused(
    bench: &Bench,
    sent: usize,
    what: &str,
    field: &Field,
    written: Result<Written<Ticket>, Error>,
    wanted: impl Fn(&Ticket) -> bool,
) -> Check<bool> {
    match written {
        Ok(written) => {
            ensure!(
                wanted(&written.value),
                "{what} succeeded, but it became something else"
            );
            ensure!(
                written.losses.is_empty(),
                "{what} lists losses although none are allowed"
            );
            Ok(false)
        }
        Err(error) => {
            ensure!(
                matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::Invalid),
                "{what} is refused with {} ({error})",
                error.kind()
            );
            ensure!(
                names(&error, field.as_str()),
                "{what} is refused naming {}, not `{field}`",
                named(&error)
            );
            bench.nothing_sent(sent, what)?;
            Ok(error.kind() == ErrorKind::Unsupported)
        }
    }
}

/// With loss allowed the call goes ahead and says what it cost.
fn lossy(what: &str, field: &Field, written: Result<Written<Ticket>, Error>) -> Check {
    let written = written.must(&format!("{what}, with loss allowed,"))?;
    ensure!(
        written.losses.iter().any(|loss| loss.field == *field),
        "{what}, with loss allowed, does not list `{field}` as lost"
    );
    Ok(())
}

pub(crate) async fn status_is_exact_or_refused(bench: &Bench) -> Check {
    let (strict, lenient) = (
        bench.client().tickets(),
        bench.client().allow_loss().tickets(),
    );
    let field = Field::Status;
    let creates = bench.holds(Operation::TicketsCreate, &field);
    let updates = bench.holds(Operation::TicketsUpdate, &field);
    if !creates && !updates {
        bench.need(&[Operation::TicketsCreate, Operation::TicketsUpdate])?;
        return Ok(());
    }
    let odd = TicketStatus::from("no such status");
    for status in TicketStatus::KNOWN.iter().chain([&odd]) {
        let is = |ticket: &Ticket| ticket.status.value == *status;
        if creates {
            let new = bench
                .new_ticket(&bench.matter().await?)
                .status(status.clone());
            let what = format!("creating a ticket with the status `{status}`");
            let sent = bench.sent();
            let written = strict.create(&new).await;
            if exact_or_refused(bench, sent, &what, &field, written, is)? {
                lossy(&what, &field, lenient.create(&new).await)?;
            }
        }
        if updates {
            let ticket = bench.ticket().await?;
            let patch = TicketPatch::new().status(status.clone());
            let what = format!("changing the status of a ticket to `{status}`");
            let sent = bench.sent();
            let written = strict.update(&ticket.id, &patch).await;
            if exact_or_refused(bench, sent, &what, &field, written, is)? {
                lossy(&what, &field, lenient.update(&ticket.id, &patch).await)?;
            }
        }
    }
    Ok(())
}

pub(crate) async fn priority_is_exact_or_refused(bench: &Bench) -> Check {
    let (strict, lenient) = (
        bench.client().tickets(),
        bench.client().allow_loss().tickets(),
    );
    let field = Field::Priority;
    let creates = bench.holds(Operation::TicketsCreate, &field);
    let updates = bench.holds(Operation::TicketsUpdate, &field);
    if !creates && !updates {
        bench.need(&[Operation::TicketsCreate, Operation::TicketsUpdate])?;
        return Ok(());
    }
    let odd = TicketPriority::from("no such priority");
    for priority in TicketPriority::KNOWN.iter().chain([&odd]) {
        let is = |ticket: &Ticket| {
            let own = ticket.priority.as_ref();
            own.is_some_and(|own| own.value == *priority)
                || (own.is_none() && *priority == TicketPriority::None)
        };
        if creates {
            let new = bench
                .new_ticket(&bench.matter().await?)
                .priority(priority.clone());
            let what = format!("creating a ticket with the priority `{priority}`");
            let sent = bench.sent();
            let written = strict.create(&new).await;
            if exact_or_refused(bench, sent, &what, &field, written, is)? {
                lossy(&what, &field, lenient.create(&new).await)?;
            }
        }
        if updates {
            let ticket = bench.ticket().await?;
            let mut patch = TicketPatch::new();
            patch.priority = Patch::Set(priority.clone());
            let what = format!("changing the priority of a ticket to `{priority}`");
            let sent = bench.sent();
            let written = strict.update(&ticket.id, &patch).await;
            if exact_or_refused(bench, sent, &what, &field, written, is)? {
                lossy(&what, &field, lenient.update(&ticket.id, &patch).await)?;
            }
        }
    }
    Ok(())
}

pub(crate) async fn categories_agree(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsGet])?;
    let ticket = bench.ticket().await?;
    let agrees = |status: &Status| {
        let usual = status.value.category();
        usual == StatusCategory::Unknown || usual == status.category
    };
    ensure!(
        agrees(&ticket.status),
        "a new ticket is {:?}, which does not agree with itself",
        ticket.status
    );
    ensure!(
        !ticket.status.raw.is_empty(),
        "a new ticket does not keep the vendor's own word for its status"
    );
    if bench.supports(Operation::TicketsClose) {
        let closed = bench
            .client()
            .tickets()
            .close(&ticket.id)
            .await
            .must("closing it")?;
        ensure!(
            agrees(&closed.status),
            "a closed ticket is {:?}, which does not agree with itself",
            closed.status
        );
    }
    Ok(())
}

pub(crate) async fn unknown_words_survive(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsGet])?;
    let make = fact(bench.plan().odd_ticket.as_ref(), "odd_ticket")?;
    let odd = make(()).await;
    let tickets = bench.client().tickets();
    let check = |reading: &str, ticket: &Ticket| -> Check {
        if let Some(word) = &odd.status {
            ensure!(
                ticket.status.value == TicketStatus::Other(word.clone())
                    && ticket.status.raw == *word,
                "{reading} shows the status {:?}, not the vendor's word",
                ticket.status
            );
        }
        if let Some(word) = &odd.priority {
            let own = ticket.priority.as_ref();
            ensure!(
                own.is_some_and(|own| own.value == TicketPriority::Other(word.clone())),
                "{reading} shows the priority {own:?}, not the vendor's word"
            );
        }
        Ok(())
    };
    check(
        "get",
        &tickets
            .get(&odd.id)
            .await
            .must("getting a ticket with an odd word")?,
    )?;
    if bench.supports(Operation::TicketsList) {
        let all: Vec<Ticket> = tickets
            .stream(TicketQuery::all())
            .try_collect()
            .await
            .must("listing tickets with an odd one among them")?;
        let listed = all.iter().find(|ticket| ticket.id == odd.id);
        let Some(listed) = listed else {
            return Err(crate::Stop::broken(
                "the ticket with the odd word is not listed",
            ));
        };
        check("the list", listed)?;
    }
    if bench.holds(Operation::TicketsUpdate, &Field::Subject) {
        let patch = TicketPatch::new().subject("Another subject".to_owned());
        let written = tickets
            .update(&odd.id, &patch)
            .await
            .must("changing its subject")?;
        check("an update of something else", &written.value)?;
        check(
            "a get after it",
            &tickets.get(&odd.id).await.must("getting it")?,
        )?;
    }
    Ok(())
}

//! Calls that are given up, and calls without time.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use helpdesk_core::{ContactQuery, Delivery, Error, ErrorKind, Operation, PageRequest};

use crate::{Bench, Check, Must, Stop};

/// Polls a call a few times, lets others run in between, and drops it.
async fn give_up<T>(call: impl Future<Output = T>, polls: usize) {
    let mut call = Box::pin(call);
    for _ in 0..polls {
        if poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_ready())).await {
            return;
        }
        tokio::task::yield_now().await;
    }
}

pub(crate) async fn given_up_leave_it_usable(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    let contacts = bench.client().contacts();
    let creates = bench.supports(Operation::ContactsCreate);
    for polls in [1, 2, 4, 16] {
        give_up(
            contacts.list(&ContactQuery::all(), &PageRequest::first()),
            polls,
        )
        .await;
        give_up(bench.client().check(), polls).await;
        if creates {
            let new = bench.new_contact(&bench.person());
            give_up(contacts.create(&new), polls).await;
        }
        let page = contacts
            .list(&ContactQuery::all(), &PageRequest::first())
            .await;
        page.must(&format!(
            "listing after calls were given up at poll {polls}"
        ))?;
        if creates {
            bench.contact().await?;
        }
    }
    Ok(())
}

/// An error of a call that had no time, against what was sent.
fn out_of_time(bench: &Bench, before: usize, what: &str, error: &Error) -> Check {
    let sent = bench.sent() - before;
    match error.delivery() {
        Delivery::NotSent => ensure!(
            sent == 0,
            "{what} says it was not sent, but sent {sent} requests"
        ),
        delivery => ensure!(sent > 0, "{what} says {delivery:?}, but sent nothing"),
    }
    Ok(())
}

pub(crate) async fn without_time_fail_at_once(bench: &Bench) -> Check {
    let client = bench.client().with_timeout(Duration::ZERO);
    let kinds = &[ErrorKind::Timeout, ErrorKind::RateLimited];
    let mut tried = 0;
    if bench.supports(Operation::ContactsList) {
        let before = bench.sent();
        let what = "listing contacts without time";
        let page = client
            .contacts()
            .list(&ContactQuery::all(), &PageRequest::first())
            .await;
        out_of_time(bench, before, what, &page.must_fail(kinds, what)?)?;
        tried += 1;
    }
    if bench.supports(Operation::ContactsCreate) {
        let before = bench.sent();
        let what = "creating a contact without time";
        let new = bench.new_contact(&bench.person());
        let created = client.contacts().create(&new).await;
        out_of_time(bench, before, what, &created.must_fail(kinds, what)?)?;
        tried += 1;
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::ContactsList));
    }
    Ok(())
}

//! A cursor belongs to one vendor, one operation and one query.

use helpdesk_core::{
    ContactQuery, Cursor, Delivery, Error, ErrorKind, Operation, PageRequest, StatusFilter,
    TicketQuery, Vendor,
};

use super::driver::{LISTS, Scene};
use crate::check::{named, names};
use crate::{Bench, Check, Must, Stop};

/// Checks that a cursor was refused, and nothing sent for it.
fn refused<T>(bench: &Bench, before: usize, what: &str, listed: Result<T, Error>) -> Check {
    let error = listed.must_fail(&[ErrorKind::Invalid], what)?;
    ensure!(
        names(&error, "cursor"),
        "{what} names {}, not `cursor`",
        named(&error)
    );
    ensure!(
        error.delivery() == Delivery::NotSent,
        "{what} is refused with delivery {:?}",
        error.delivery()
    );
    bench.nothing_sent(before, what)
}

/// Hands a cursor to every list and checks that each refuses it.
async fn all_refuse(
    bench: &Bench,
    scene: &Scene<'_>,
    what: &str,
    but: &[Operation],
    cursor: &Cursor,
) -> Check {
    let mut wrong = Vec::new();
    for operation in LISTS.iter().filter(|operation| bench.supports(**operation)) {
        if but.contains(operation) {
            continue;
        }
        let before = bench.sent();
        let page = PageRequest::first().after(cursor.clone());
        if let Some(listed) = scene.list(bench.client(), *operation, &page).await {
            let what = format!("`{operation}` with {what}");
            if let Err(Stop::Broken(why)) = refused(bench, before, &what, listed) {
                wrong.push(why);
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

pub(crate) async fn garbage_is_refused(bench: &Bench) -> Check {
    let scene = Scene::new(bench).await?;
    for text in ["", "garbage", "7b7d", "2", "00ff", "ação"] {
        let what = format!("the cursor {text:?}");
        all_refuse(bench, &scene, &what, &[], &Cursor::from_text(text)).await?;
    }
    Ok(())
}

pub(crate) async fn of_another_vendor_is_refused(bench: &Bench) -> Check {
    let scene = Scene::new(bench).await?;
    let elsewhere = Vendor::from_static("elsewhere");
    let mut wrong = Vec::new();
    for operation in LISTS.iter().filter(|operation| bench.supports(**operation)) {
        let query = ContactQuery::all();
        let sealed = Cursor::seal(&elsewhere, *operation, &query, &2).must("sealing a cursor")?;
        let what = "a cursor of another vendor";
        if let Err(Stop::Broken(why)) = all_refuse(bench, &scene, what, &[], &sealed).await {
            wrong.push(why);
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

pub(crate) async fn of_another_operation_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    bench.contacts(3).await?;
    let scene = Scene::new(bench).await?;
    let page = bench.client().contacts();
    let page = page
        .list(&ContactQuery::all(), &PageRequest::first().limit(1))
        .await;
    let Some(cursor) = page.must("listing contacts")?.next else {
        return Err(Stop::broken(
            "a page of one of three contacts has no cursor",
        ));
    };
    let but = [Operation::ContactsList];
    all_refuse(bench, &scene, "a cursor of `contacts.list`", &but, &cursor).await
}

pub(crate) async fn of_another_query_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsList])?;
    let tickets = bench.client().tickets();
    for _ in 0..3 {
        bench.ticket().await?;
    }
    let all = TicketQuery::all();
    let page = tickets
        .list(&all, &PageRequest::first().limit(1))
        .await
        .must("listing tickets")?;
    let Some(cursor) = page.next else {
        return Err(Stop::broken("a page of one of three tickets has no cursor"));
    };
    let page = PageRequest::first().limit(1).after(cursor);
    let before = bench.sent();
    let other = tickets
        .list(&all.clone().status(StatusFilter::Closed), &page)
        .await;
    refused(
        bench,
        before,
        "a list of closed tickets with a cursor of all",
        other,
    )?;
    tickets
        .list(&all, &page)
        .await
        .must("going on with the right query")?;
    Ok(())
}

pub(crate) async fn limit_zero_is_refused(bench: &Bench) -> Check {
    let scene = Scene::new(bench).await?;
    let mut wrong = Vec::new();
    for operation in LISTS.iter().filter(|operation| bench.supports(**operation)) {
        let before = bench.sent();
        let none = PageRequest::first().limit(0);
        let Some(listed) = scene.list(bench.client(), *operation, &none).await else {
            continue;
        };
        let what = format!("`{operation}` with a limit of zero");
        let verdict = listed
            .must_fail(&[ErrorKind::Invalid], &what)
            .and_then(|error| {
                ensure!(
                    names(&error, "limit"),
                    "{what} names {}, not `limit`",
                    named(&error)
                );
                bench.nothing_sent(before, &what)
            });
        if let Err(Stop::Broken(why)) = verdict {
            wrong.push(why);
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("; "));
    Ok(())
}

pub(crate) async fn survive_as_text(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    bench.contacts(4).await?;
    let contacts = bench.client().contacts();
    let query = ContactQuery::all();
    let first = contacts.list(&query, &PageRequest::first().limit(2)).await;
    let Some(cursor) = first.must("listing contacts")?.next else {
        return Err(Stop::broken("a page of two of four contacts has no cursor"));
    };
    let kept = Cursor::from_text(cursor.as_str());
    ensure!(
        kept == cursor,
        "a cursor is not the same after it was kept as text"
    );
    let page = |cursor: Cursor| PageRequest::first().limit(2).after(cursor);
    let one = contacts
        .list(&query, &page(cursor))
        .await
        .must("going on")?;
    let other = contacts
        .list(&query, &page(kept))
        .await
        .must("going on from text")?;
    let ids = |items: &[helpdesk_core::Contact]| -> Vec<_> {
        items.iter().map(|contact| contact.id.clone()).collect()
    };
    ensure!(
        ids(&one.items) == ids(&other.items),
        "the same cursor gives two different pages"
    );
    Ok(())
}

//! Lists of contacts.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use futures_util::TryStreamExt;
use helpdesk_core::{
    Client, Contact, ContactId, ContactQuery, ErrorKind, Field, Operation, PageRequest, TagScope,
};

use super::compare;
use crate::check::{fact, named, names};
use crate::{Bench, Check, Must, Stop};

/// The page sizes that lists are tried with; `None` is as large as the vendor allows.
const SIZES: [Option<u32>; 5] = [Some(1), Some(2), Some(7), Some(50), None];

/// More pages than any list here can have.
const TOO_MANY: usize = 2000;

/// Reads all pages of a list, one after the other.
pub(super) async fn pages(
    client: &Client,
    query: &ContactQuery,
    limit: Option<u32>,
) -> Check<Vec<Contact>> {
    let mut request = PageRequest::first();
    request.limit = limit;
    let mut all = Vec::new();
    for _ in 0..TOO_MANY {
        let page = client
            .contacts()
            .list(query, &request)
            .await
            .must("listing contacts")?;
        ensure!(
            limit.is_none_or(|limit| page.items.len() <= limit as usize),
            "a page of at most {limit:?} has {} contacts",
            page.items.len()
        );
        all.extend(page.items);
        let Some(next) = page.next else {
            return Ok(all);
        };
        let text = next.as_str().to_owned();
        request = request.after(helpdesk_core::Cursor::from_text(text));
    }
    Err(Stop::broken("the list does not end"))
}

/// Checks that a list has every one of these and no one twice.
fn complete(what: &str, listed: &[Contact], wanted: &[ContactId]) -> Check {
    let ids: BTreeSet<&ContactId> = listed.iter().map(|contact| &contact.id).collect();
    ensure!(
        ids.len() == listed.len(),
        "{what}: {} contacts come twice",
        listed.len() - ids.len()
    );
    let missing = wanted.iter().filter(|id| !ids.contains(id)).count();
    ensure!(
        missing == 0,
        "{what}: {missing} of {} contacts are missing",
        wanted.len()
    );
    Ok(())
}

pub(crate) async fn pages_are_complete(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    let wanted = bench.contacts(bench.plan().list_size).await?;
    let mut counts = BTreeSet::new();
    for size in SIZES {
        let what = size.map_or("pages of the largest size".to_owned(), |size| {
            format!("pages of {size}")
        });
        let listed = pages(bench.client(), &ContactQuery::all(), size).await?;
        complete(&what, &listed, &wanted)?;
        counts.insert(listed.len());
    }
    ensure!(
        counts.len() == 1,
        "the list is {counts:?} long, depending on the page size"
    );
    let first = bench.client().contacts();
    let first = first
        .list(&ContactQuery::all(), &PageRequest::first().limit(2))
        .await;
    let total = first.must("listing contacts")?.total;
    ensure!(
        total.is_none_or(|total| counts.contains(&usize::try_from(total).unwrap_or(usize::MAX))),
        "`total` is {total:?}, but the list is {counts:?} long"
    );
    Ok(())
}

pub(crate) async fn streams_are_complete(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    let wanted = bench.contacts(bench.plan().list_size).await?;
    for prefetch in [1, 3, 8] {
        let prefetch = NonZeroUsize::new(prefetch).unwrap_or(NonZeroUsize::MIN);
        let client = bench.client().with_prefetch(prefetch);
        for size in [Some(2), Some(7), None] {
            let mut first = PageRequest::first();
            first.limit = size;
            let stream = client.contacts().stream_from(ContactQuery::all(), first);
            let listed: Vec<Contact> = stream.try_collect().await.must("streaming contacts")?;
            let what = format!("a stream with pages of {size:?}, {prefetch} at a time");
            complete(&what, &listed, &wanted)?;
        }
    }
    Ok(())
}

pub(crate) async fn empty_middle_page_goes_on(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    let switch = fact(bench.plan().empty_middle_page.as_ref(), "empty_middle_page")?;
    let wanted = bench.contacts(8).await?;
    let client = switch(()).await;
    let mut request = PageRequest::first().limit(2);
    let (mut listed, mut hollow) = (Vec::new(), false);
    for _ in 0..TOO_MANY {
        let page = client.contacts().list(&ContactQuery::all(), &request).await;
        let page = page.must("listing contacts")?;
        hollow |= page.items.is_empty() && page.next.is_some();
        listed.extend(page.items);
        let Some(next) = page.next else { break };
        request = request.after(next);
    }
    complete("pages with an empty one among them", &listed, &wanted)?;
    ensure!(
        hollow,
        "`empty_middle_page` of the plan shows no empty page with a cursor"
    );
    let stream = client
        .contacts()
        .stream_from(ContactQuery::all(), PageRequest::first().limit(2));
    let listed: Vec<Contact> = stream.try_collect().await.must("streaming contacts")?;
    complete(
        "a stream with an empty page in its middle",
        &listed,
        &wanted,
    )
}

pub(crate) async fn search_finds(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsSearch])?;
    let (one, other) = (bench.contact().await?, bench.contact().await?);
    for (contact, stranger) in [(&one, &other), (&other, &one)] {
        let text = match &bench.plan().search {
            Some(text) => text(contact),
            None => contact.name.clone().unwrap_or_default(),
        };
        ensure!(!text.is_empty(), "the plan gives no text to search by");
        let query = ContactQuery::search(text);
        let found = pages(bench.client(), &query, Some(1)).await?;
        ensure!(
            found.iter().any(|found| found.id == contact.id),
            "a search does not find the contact it is for"
        );
        ensure!(
            found.iter().all(|found| found.id != stranger.id),
            "a search finds somebody else as well"
        );
    }
    let nobody = ContactQuery::search("zzqx nobody is called so");
    let found = pages(bench.client(), &nobody, None).await?;
    ensure!(
        found.is_empty(),
        "a search for nonsense finds {}",
        found.len()
    );
    Ok(())
}

pub(crate) async fn tag_filter_filters(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    if !bench.holds(Operation::ContactsList, &Field::Tags) {
        let before = bench.sent();
        let query = ContactQuery::all().with_tag("7");
        let refused = bench
            .client()
            .contacts()
            .list(&query, &PageRequest::first())
            .await;
        let what = "listing by a tag, which the vendor does not filter by,";
        let error = refused.must_fail(&[ErrorKind::Unsupported], what)?;
        ensure!(
            names(&error, Field::Tags.as_str()),
            "{what} names {}, not `tags`",
            named(&error)
        );
        return bench.nothing_sent(before, what);
    }
    bench.need(&[Operation::TagsAttachContact])?;
    let tag = bench.tags(TagScope::Contact, 1).await?.remove(0);
    let (with, without) = (bench.contact().await?, bench.contact().await?);
    let attached = bench.client().tags().attach(&tag, with.id.clone()).await;
    attached.must("putting a tag on a contact")?;
    let listed = pages(bench.client(), &ContactQuery::all().with_tag(tag), None).await?;
    ensure!(
        listed.iter().any(|one| one.id == with.id),
        "a list by tag lacks the contact with the tag"
    );
    ensure!(
        listed.iter().all(|one| one.id != without.id),
        "a list by tag has a contact without the tag"
    );
    Ok(())
}

pub(crate) async fn limit_zero_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList])?;
    let before = bench.sent();
    let none = PageRequest::first().limit(0);
    let refused = bench
        .client()
        .contacts()
        .list(&ContactQuery::all(), &none)
        .await;
    let error = refused.must_fail(&[ErrorKind::Invalid], "a page of nothing")?;
    ensure!(
        names(&error, "limit"),
        "a page of nothing names {}, not `limit`",
        named(&error)
    );
    bench.nothing_sent(before, "a page of nothing")
}

pub(crate) async fn rows_agree_with_get(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsList, Operation::ContactsGet])?;
    let wanted = bench.contact().await?.id;
    let listed = pages(bench.client(), &ContactQuery::all(), None).await?;
    let Some(row) = listed.into_iter().find(|row| row.id == wanted) else {
        return Err(Stop::broken("a new contact is not in the list"));
    };
    let read = bench
        .client()
        .contacts()
        .get(&wanted)
        .await
        .must("getting it")?;
    let differ = compare::contacts(&row, &read);
    ensure!(
        differ.is_empty(),
        "the list and a get differ in {}, which the row does not call `not_sent`",
        compare::list(&differ)
    );
    Ok(())
}

//! Tags.

use futures_util::TryStreamExt;
use helpdesk_core::{
    ContactId, ErrorKind, Operation, Tag, TagId, TagPatch, TagQuery, TagScope, TagTarget, TicketId,
};

use crate::bench::tag_operations;
use crate::{Bench, Check, Must, Stop};

/// Creates a tag of a scope; `None` where the vendor has no such tags.
async fn made(bench: &Bench, scope: TagScope) -> Check<Option<Tag>> {
    let new = bench.new_tag(&bench.tag_name(), scope);
    match bench.client().tags().create(&new).await {
        Ok(written) => {
            ensure!(
                written.value.name == new.name,
                "a tag is created under another name"
            );
            Ok(Some(written.value))
        }
        Err(error) if error.kind() == ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(error).must("creating a tag"),
    }
}

/// A tag of any scope that can be created.
async fn any_tag(bench: &Bench) -> Check<Tag> {
    for scope in [TagScope::Contact, TagScope::Ticket, TagScope::Both] {
        if let Some(tag) = made(bench, scope).await? {
            return Ok(tag);
        }
    }
    Err(Stop::broken(
        "`tags.create` is supported, but refuses every scope; give `tag` in the plan",
    ))
}

async fn listed(bench: &Bench, query: TagQuery) -> Check<Vec<Tag>> {
    let stream = bench.client().tags().stream(query);
    stream.try_collect().await.must("listing tags")
}

pub(crate) async fn create_get_list(bench: &Bench) -> Check {
    bench.need(&[Operation::TagsCreate])?;
    let mut tried = 0;
    for scope in [TagScope::Contact, TagScope::Ticket] {
        let Some(tag) = made(bench, scope).await? else {
            continue;
        };
        tried += 1;
        ensure!(
            tag.scope.covers(scope),
            "a tag for {scope:?} is created for {:?}",
            tag.scope
        );
        if bench.supports(Operation::TagsGet) {
            let read = bench
                .client()
                .tags()
                .get(&tag.id)
                .await
                .must("getting the tag")?;
            ensure!(
                read.id == tag.id && read.name == tag.name && read.scope == tag.scope,
                "create and get differ"
            );
        }
        if bench.supports(Operation::TagsList) {
            for query in [TagQuery::all(), TagQuery::scope(scope)] {
                let all = listed(bench, query).await?;
                let count = all.iter().filter(|one| one.id == tag.id).count();
                ensure!(count == 1, "a new tag is {count} times in the list");
            }
            let found = bench.client().tags().find_by_name(&tag.name, scope).await;
            let found = found.must("finding a tag by its name")?;
            ensure!(
                found.is_some_and(|found| found.id == tag.id),
                "a new tag is not found by its name"
            );
        }
    }
    if tried == 0 {
        any_tag(bench).await?;
    }
    Ok(())
}

pub(crate) async fn list_by_scope(bench: &Bench) -> Check {
    bench.need(&[Operation::TagsList])?;
    if bench.supports(Operation::TagsCreate) {
        for scope in [TagScope::Contact, TagScope::Ticket] {
            made(bench, scope).await?;
        }
    }
    let all = listed(bench, TagQuery::all()).await?;
    ensure!(!all.is_empty(), "there are no tags in the world to list");
    for scope in [TagScope::Contact, TagScope::Ticket] {
        let some = listed(bench, TagQuery::scope(scope)).await?;
        ensure!(
            some.iter().all(|tag| tag.scope.covers(scope)),
            "a list of tags for {scope:?} has others"
        );
        let wanted = all.iter().filter(|tag| tag.scope.covers(scope)).count();
        ensure!(
            some.len() == wanted,
            "there are {wanted} tags for {scope:?}, and {} when listed by scope",
            some.len()
        );
    }
    Ok(())
}

pub(crate) async fn rename(bench: &Bench) -> Check {
    bench.need(&[
        Operation::TagsUpdate,
        Operation::TagsCreate,
        Operation::TagsGet,
    ])?;
    let tags = bench.client().tags();
    let (tag, other) = (any_tag(bench).await?, any_tag(bench).await?);
    let name = bench.tag_name();
    let written = tags
        .update(&tag.id, &TagPatch::rename(&name))
        .await
        .must("renaming a tag")?;
    let read = tags.get(&tag.id).await.must("getting it")?;
    for (reading, now) in [("the answer", &written.value), ("a get", &read)] {
        ensure!(now.id == tag.id, "{reading} is another tag");
        ensure!(now.name == name, "{reading} shows the old name");
        ensure!(now.scope == tag.scope, "{reading} shows another scope");
    }
    let other_now = tags.get(&other.id).await.must("getting another tag")?;
    ensure!(
        other_now.name == other.name,
        "renaming one tag renamed another"
    );
    Ok(())
}

pub(crate) async fn delete_then_get(bench: &Bench) -> Check {
    bench.need(&[
        Operation::TagsDelete,
        Operation::TagsCreate,
        Operation::TagsGet,
    ])?;
    let tags = bench.client().tags();
    let (gone, stays) = (any_tag(bench).await?, any_tag(bench).await?);
    tags.delete(&gone.id).await.must("deleting a tag")?;
    match tags.get(&gone.id).await {
        Ok(shown) => ensure!(!shown.active, "a deleted tag is there and in use"),
        gone => {
            gone.must_fail(&[ErrorKind::NotFound], "getting a deleted tag")?;
        }
    }
    let stays = tags.get(&stays.id).await.must("getting another tag")?;
    ensure!(stays.active, "deleting one tag deleted another");
    Ok(())
}

pub(crate) async fn duplicate_is_conflict(bench: &Bench) -> Check {
    bench.need(&[Operation::TagsCreate])?;
    let first = any_tag(bench).await?;
    let new = bench.new_tag(&first.name, first.scope);
    let refused = bench.client().tags().create(&new).await;
    let error = refused.must_fail(&[ErrorKind::Conflict], "creating a tag of the same name")?;
    ensure!(
        error.existing_id().is_none_or(|id| id == first.id.as_str()),
        "the conflict names another tag as the existing one"
    );
    Ok(())
}

pub(crate) async fn missing_is_not_found(bench: &Bench) -> Check {
    let tags = bench.client().tags();
    let id = TagId::new(bench.plan().missing.tag.clone());
    let kinds = &[ErrorKind::NotFound];
    let mut tried = 0;
    if bench.supports(Operation::TagsGet) {
        tags.get(&id)
            .await
            .must_fail(kinds, "getting a missing tag")?;
        tried += 1;
    }
    if bench.supports(Operation::TagsUpdate) {
        let patch = TagPatch::rename("whatever");
        tags.update(&id, &patch)
            .await
            .must_fail(kinds, "renaming a missing tag")?;
        tried += 1;
    }
    if bench.supports(Operation::TagsDelete) {
        tags.delete(&id)
            .await
            .must_fail(kinds, "deleting a missing tag")?;
        tried += 1;
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::TagsGet));
    }
    Ok(())
}

/// Puts tags on and takes them off, twice each, and looks.
async fn idempotent(bench: &Bench, scope: TagScope) -> Check {
    let (attach, detach) = tag_operations(scope);
    bench.need(&[attach, detach])?;
    let get = match scope {
        TagScope::Ticket => Operation::TicketsGet,
        _ => Operation::ContactsGet,
    };
    bench.need(&[get])?;
    let tags = bench.client().tags();
    let two = bench.tags(scope, 2).await?;
    let (one, other) = (&two[0], &two[1]);
    let target = bench.taggable(scope).await?;
    let bystander = bench.taggable(scope).await?;
    let had = bench.tags_on(&target).await?;

    tags.attach(other, target.clone())
        .await
        .must("putting a tag on")?;
    for time in ["once", "twice"] {
        tags.attach(one, target.clone())
            .await
            .must(&format!("putting a tag on {time}"))?;
        let now = bench.tags_on(&target).await?;
        let count = |tag: &TagId| now.iter().filter(|own| *own == tag).count();
        ensure!(
            count(one) == 1 && count(other) == 1,
            "after putting a tag on {time} it is there {} times, the other {}",
            count(one),
            count(other)
        );
        ensure!(
            had.iter().all(|tag| now.contains(tag)),
            "putting a tag on took others off"
        );
    }
    for time in ["once", "twice"] {
        tags.detach(one, target.clone())
            .await
            .must(&format!("taking a tag off {time}"))?;
        let now = bench.tags_on(&target).await?;
        ensure!(
            !now.contains(one),
            "the tag is still on after taking it off {time}"
        );
        ensure!(
            now.contains(other),
            "taking one tag off took the other off too"
        );
    }
    let untouched = bench.tags_on(&bystander).await?;
    ensure!(
        !untouched.contains(one) && !untouched.contains(other),
        "somebody else was tagged as well"
    );
    Ok(())
}

pub(crate) async fn contact_tags_are_idempotent(bench: &Bench) -> Check {
    idempotent(bench, TagScope::Contact).await
}

pub(crate) async fn ticket_tags_are_idempotent(bench: &Bench) -> Check {
    idempotent(bench, TagScope::Ticket).await
}

pub(crate) async fn wrong_scope_is_refused(bench: &Bench) -> Check {
    let tags = bench.client().tags();
    let mut tried = 0;
    for (own, other) in [
        (TagScope::Contact, TagScope::Ticket),
        (TagScope::Ticket, TagScope::Contact),
    ] {
        let (attach, _) = tag_operations(other);
        if !bench.supports(attach) || !bench.supports(tag_operations(own).0) {
            continue;
        }
        tried += 1;
        let tag = bench.tags(own, 1).await?.remove(0);
        let scope = if bench.supports(Operation::TagsGet) {
            tags.get(&tag).await.must("getting the tag")?.scope
        } else {
            own
        };
        if scope.covers(other) {
            continue;
        }
        let target = bench.taggable(other).await?;
        let before = bench.sent();
        let what = format!("putting a tag for {own:?} on the other kind");
        let refused = tags.attach(&tag, target).await;
        refused.must_fail(&[ErrorKind::Invalid], &what)?;
        bench.nothing_sent(before, &what)?;
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::TagsAttachTicket));
    }
    Ok(())
}

pub(crate) async fn unknown_tag_or_target(bench: &Bench) -> Check {
    let tags = bench.client().tags();
    let missing = &bench.plan().missing;
    let unknown = TagId::new(missing.tag.clone());
    let mut tried = 0;
    for scope in [TagScope::Contact, TagScope::Ticket] {
        let (attach, _) = tag_operations(scope);
        if !bench.supports(attach) {
            continue;
        }
        tried += 1;
        let target = bench.taggable(scope).await?;
        let refused = tags.attach(&unknown, target).await;
        refused.must_fail(
            &bench.plan().unknown_tag,
            "putting a tag on that does not exist",
        )?;
        let tag = bench.tags(scope, 1).await?.remove(0);
        let nowhere: TagTarget = match scope {
            TagScope::Ticket => TicketId::new(missing.ticket.clone()).into(),
            _ => ContactId::new(missing.contact.clone()).into(),
        };
        let refused = tags.attach(&tag, nowhere).await;
        refused.must_fail(
            &[ErrorKind::NotFound],
            "putting a tag on what does not exist",
        )?;
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::TagsAttachContact));
    }
    Ok(())
}

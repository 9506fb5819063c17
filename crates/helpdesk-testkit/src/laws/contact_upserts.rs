//! The same person twice.

use helpdesk_core::{ErrorKind, Field, NewContact, Operation};

use super::compare;
use super::contacts::lacking;
use crate::{Bench, Check, Must, Stop};

/// How many contacts answer to the natural keys of a contact.
pub(super) async fn count_of(bench: &Bench, new: &NewContact) -> Check<Option<usize>> {
    for key in new.natural_keys() {
        if bench.supports(key.operation()) {
            let found = bench.client().contacts().find(&key).await;
            return Ok(Some(found.must("finding the contact")?.len()));
        }
    }
    Ok(None)
}

pub(crate) async fn duplicate_makes_no_second(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsCreate])?;
    let contacts = bench.client().contacts();
    let new = bench.new_contact(&bench.person());
    let first = contacts
        .create(&new)
        .await
        .must("creating a contact")?
        .value;
    match contacts.create(&new).await {
        Ok(second) => ensure!(
            second.value.id == first.id,
            "creating the same person again made a second contact"
        ),
        Err(error) => {
            ensure!(
                error.kind() == ErrorKind::Conflict,
                "creating the same person again is {} ({error})",
                error.kind()
            );
            ensure!(
                error.existing_id().is_none_or(|id| id == first.id.as_str()),
                "the conflict names another contact as the existing one"
            );
        }
    }
    let count = count_of(bench, &new).await?;
    ensure!(
        count.is_none_or(|count| count == 1),
        "there are {count:?} contacts after creating the same person twice"
    );
    Ok(())
}

pub(crate) async fn upsert_makes_no_second(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsCreate, Operation::ContactsUpdate])?;
    let contacts = bench.client().contacts();
    let person = bench.person();
    let new = bench.new_contact(&person);
    if !new
        .natural_keys()
        .iter()
        .any(|key| bench.supports(key.operation()))
    {
        return Err(Stop::Unsupported(Operation::ContactsFindByPhone));
    }
    let first = contacts.upsert(&new).await.must("upserting somebody new")?;
    ensure!(first.created, "upserting somebody new creates nobody");
    let again = contacts
        .upsert(&new)
        .await
        .must("upserting the same person")?;
    ensure!(!again.created, "upserting the same person creates a second");
    ensure!(
        again.contact.id == first.contact.id,
        "upserting the same person gives another contact"
    );
    if bench.holds(Operation::ContactsUpdate, &Field::Name) && person.name.is_some() {
        let mut renamed = new.clone();
        renamed.name = Some("Renata Upserted".to_owned());
        let changed = contacts
            .upsert(&renamed)
            .await
            .must("upserting with a new name")?;
        ensure!(
            changed.contact.id == first.contact.id,
            "upserting with a new name gives another contact"
        );
        ensure!(
            changed.contact.name == renamed.name,
            "upserting with a new name does not change the name"
        );
        let missing = lacking(&changed.contact, &renamed);
        ensure!(
            missing.is_empty(),
            "after an upsert {} is gone",
            compare::list(&missing)
        );
    }
    Ok(())
}

pub(crate) async fn find_or_create_is_steady(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsCreate])?;
    let contacts = bench.client().contacts();
    let new = bench.new_contact(&bench.person());
    if !new
        .natural_keys()
        .iter()
        .any(|key| bench.supports(key.operation()))
    {
        return Err(Stop::Unsupported(Operation::ContactsFindByPhone));
    }
    let first = contacts.find_or_create(&new).await.must("find_or_create")?;
    ensure!(
        first.created,
        "find_or_create of somebody new creates nobody"
    );
    for _ in 0..2 {
        let again = contacts
            .find_or_create(&new)
            .await
            .must("find_or_create again")?;
        ensure!(
            !again.created && again.contact.id == first.contact.id,
            "find_or_create again does not give back the first"
        );
    }
    let count = count_of(bench, &new).await?;
    ensure!(count == Some(1), "there are {count:?} contacts now");
    Ok(())
}

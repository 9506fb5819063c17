//! One contact.

use helpdesk_core::{
    Contact, ContactId, Delivery, ErrorKind, Field, NewContact, Operation, TagScope,
};

use super::compare;
use super::contact_changes::{changes, rich};
pub(crate) use super::contact_changes::{
    clear_clears_or_is_refused, update_changes_only_what_it_says,
};
pub(crate) use super::contact_upserts::{
    duplicate_makes_no_second, find_or_create_is_steady, upsert_makes_no_second,
};
use crate::check::{named, names};
use crate::{Bench, Check, Must, Stop};

/// What a contact lacks of what it was created with.
pub(super) fn lacking(contact: &Contact, new: &NewContact) -> Vec<Field> {
    let told = |field: &Field| !contact.not_sent.contains(field);
    let mut lacking = Vec::new();
    let mut note = |there: bool, field: Field| {
        if !there && told(&field) {
            lacking.push(field);
        }
    };
    note(new.name.is_none() || new.name == contact.name, Field::Name);
    note(
        new.phones.iter().all(|number| contact.has_phone(number)),
        Field::Phones,
    );
    note(
        new.emails.iter().all(|address| contact.has_email(address)),
        Field::Emails,
    );
    note(
        new.document
            .as_deref()
            .is_none_or(|document| contact.has_document(document)),
        Field::Document,
    );
    let tags: Vec<_> = contact
        .tags
        .iter()
        .filter_map(|tag| tag.id.as_ref())
        .collect();
    note(new.tags.iter().all(|tag| tags.contains(&tag)), Field::Tags);
    note(
        new.custom_fields
            .iter()
            .all(|(key, value)| contact.custom_fields.get(key) == Some(value)),
        Field::CustomFields,
    );
    lacking
}

pub(crate) async fn create_then_get(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsCreate, Operation::ContactsGet])?;
    let contacts = bench.client().contacts();
    let mut new = bench.new_contact(&bench.person());
    let holds = |field: &Field| bench.holds(Operation::ContactsCreate, field);
    if let Some((key, value, _)) = &bench.plan().contact_field
        && holds(&Field::CustomFields)
    {
        new = new.custom_field(key.clone(), value.clone());
    }
    if holds(&Field::Tags) && new.tags.is_empty() {
        new.tags = bench.tags(TagScope::Contact, 1).await?;
    }
    let written = contacts.create(&new).await.must("creating a contact")?;
    ensure!(
        written.losses.is_empty(),
        "a strict create lists losses: {:?}",
        written.losses
    );
    let lacking_now = lacking(&written.value, &new);
    ensure!(
        lacking_now.is_empty(),
        "what create gives back lacks {}",
        compare::list(&lacking_now)
    );
    let read = contacts.get(&written.value.id).await.must("getting it")?;
    ensure!(read.id == written.value.id, "get gives another contact");
    let lacking_then = lacking(&read, &new);
    ensure!(
        lacking_then.is_empty(),
        "the contact that is read back lacks {}",
        compare::list(&lacking_then)
    );
    let differ = compare::contacts(&written.value, &read);
    ensure!(
        differ.is_empty(),
        "create and get differ in {}",
        compare::list(&differ)
    );
    ensure!(
        read.vendor_data.as_json().is_some(),
        "the contact carries none of the vendor's own JSON"
    );
    Ok(())
}

pub(crate) async fn delete_then_get(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsDelete, Operation::ContactsGet])?;
    let contacts = bench.client().contacts();
    let (gone, stays) = (bench.contact().await?, bench.contact().await?);
    contacts.delete(&gone.id).await.must("deleting a contact")?;
    contacts
        .get(&gone.id)
        .await
        .must_fail(&[ErrorKind::NotFound], "getting a deleted contact")?;
    contacts
        .get(&stays.id)
        .await
        .must("getting another contact")?;
    contacts
        .delete(&gone.id)
        .await
        .must_fail(&[ErrorKind::NotFound], "deleting it again")?;
    Ok(())
}

pub(crate) async fn block_and_unblock(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsBlock, Operation::ContactsGet])?;
    let contacts = bench.client().contacts();
    let before = rich(bench).await?;
    for blocked in [true, true, false, false] {
        if blocked {
            contacts
                .block(&before.id)
                .await
                .must("blocking a contact")?;
        } else {
            contacts
                .unblock(&before.id)
                .await
                .must("letting it in again")?;
        }
        let after = contacts.get(&before.id).await.must("getting it")?;
        ensure!(
            after.not_sent.contains(&Field::Blocked) || after.blocked == Some(blocked),
            "`blocked` is {:?} after setting it to {blocked}",
            after.blocked
        );
        let mut differ = compare::contacts(&before, &after);
        differ.retain(|field| *field != Field::Blocked);
        ensure!(
            differ.is_empty(),
            "blocking changed {} too",
            compare::list(&differ)
        );
    }
    Ok(())
}

pub(crate) async fn missing_is_not_found(bench: &Bench) -> Check {
    let contacts = bench.client().contacts();
    let id = ContactId::new(bench.plan().missing.contact.clone());
    let kinds = &[ErrorKind::NotFound];
    let mut tried = 0;
    if bench.supports(Operation::ContactsGet) {
        contacts
            .get(&id)
            .await
            .must_fail(kinds, "getting a missing contact")?;
        tried += 1;
    }
    if bench.supports(Operation::ContactsUpdate) {
        for (field, patch) in changes(bench).await? {
            let what = format!("changing `{field}` of a missing contact");
            contacts.update(&id, &patch).await.must_fail(kinds, &what)?;
            tried += 1;
        }
    }
    if bench.supports(Operation::ContactsDelete) {
        contacts
            .delete(&id)
            .await
            .must_fail(kinds, "deleting a missing contact")?;
        tried += 1;
    }
    if bench.supports(Operation::ContactsBlock) {
        contacts
            .block(&id)
            .await
            .must_fail(kinds, "blocking a missing contact")?;
        contacts
            .unblock(&id)
            .await
            .must_fail(kinds, "unblocking a missing contact")?;
        tried += 1;
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::ContactsGet));
    }
    Ok(())
}

pub(crate) async fn identity_is_required(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsCreate])?;
    for new in &bench.plan().without_identity {
        let before = bench.sent();
        let refused = bench.client().contacts().create(new).await;
        let what = "creating a contact without identity";
        let error = refused.must_fail(&[ErrorKind::Invalid], what)?;
        ensure!(
            !error.field_errors().is_empty(),
            "{what} names no field ({error})"
        );
        ensure!(
            error.delivery() == Delivery::NotSent,
            "{what} is refused with delivery {:?}",
            error.delivery()
        );
        bench.nothing_sent(before, what)?;
    }
    Ok(())
}

pub(crate) async fn phone_must_be_a_number(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsCreate])?;
    if !bench.holds(Operation::ContactsCreate, &Field::Phones) {
        return Err(Stop::Unsupported(Operation::ContactsFindByPhone));
    }
    for text in ["not a number", "12", "", "+55 11 98765-4321 ext 5"] {
        let mut person = bench.person();
        person.phone = Some(text.to_owned());
        let new = bench.new_contact(&person);
        ensure!(
            new.phones.iter().any(|phone| !compare::readable(phone)),
            "`contact` of the plan does not take the person's phone"
        );
        let before = bench.sent();
        let what = format!("creating a contact with the phone {text:?}");
        let refused = bench.client().contacts().create(&new).await;
        let error = refused.must_fail(&[ErrorKind::Invalid], &what)?;
        ensure!(
            names(&error, Field::Phones.as_str()),
            "{what} names {}, not `phones`",
            named(&error)
        );
        bench.nothing_sent(before, &what)?;
    }
    Ok(())
}

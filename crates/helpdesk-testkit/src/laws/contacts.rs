//! One contact.

use helpdesk_core::{
    Contact, ContactId, ContactPatch, Delivery, ErrorKind, Field, NewContact, Operation, Patch,
    TagScope,
};

use super::compare;
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

/// Changes of one field each that the desk says it holds.
async fn changes(bench: &Bench) -> Check<Vec<(Field, ContactPatch)>> {
    let person = bench.person();
    let mut changes = Vec::new();
    for field in &bench.capabilities().get(Operation::ContactsUpdate).fields {
        let patch = ContactPatch::new();
        let patch = match field {
            Field::Name => patch.name(format!("Renata Changed {}", "o".repeat(3))),
            Field::Phones => match person.phone.clone() {
                Some(phone) => patch.phones(vec![phone]),
                None => continue,
            },
            Field::Emails => patch.emails(vec![format!("renata.{}@changed.example", person.n)]),
            Field::Document => match person.document.clone() {
                Some(document) => patch.document(document),
                None => patch.document("52998224725".to_owned()),
            },
            Field::Tags => patch.tags(bench.tags(TagScope::Contact, 2).await?[1..].to_vec()),
            Field::CustomFields => match &bench.plan().contact_field {
                Some((key, _, other)) => patch.custom_field(key.clone(), other.clone()),
                None => continue,
            },
            Field::Owner => match bench.agents().await?.last() {
                Some(agent) => patch.owner(agent.clone()),
                None => continue,
            },
            Field::Organization => match &bench.plan().organization {
                Some(organization) => patch.organization(organization.clone()),
                None => continue,
            },
            _ => continue,
        };
        changes.push((field.clone(), patch));
    }
    Ok(changes)
}

/// Whether a contact is as a patch of one field wanted it.
fn as_wanted(contact: &Contact, patch: &ContactPatch) -> bool {
    let set = |patch: Option<bool>| patch.unwrap_or(true);
    set(patch
        .name
        .value()
        .map(|name| contact.name.as_ref() == Some(name)))
        && set(patch.phones.value().map(|phones| {
            phones.len() == contact.phones.len() && phones.iter().all(|p| contact.has_phone(p))
        }))
        && set(patch.emails.value().map(|emails| {
            emails.len() == contact.emails.len() && emails.iter().all(|e| contact.has_email(e))
        }))
        && set(patch
            .document
            .value()
            .map(|document| contact.has_document(document)))
        && set(patch.tags.value().map(|tags| {
            let own: Vec<_> = contact
                .tags
                .iter()
                .filter_map(|tag| tag.id.as_ref())
                .collect();
            own.len() == tags.len() && tags.iter().all(|tag| own.contains(&tag))
        }))
        && set(patch
            .owner
            .value()
            .map(|owner| contact.owner.as_ref().and_then(|own| own.id.as_ref()) == Some(owner)))
        && set(patch.organization.value().map(|organization| {
            contact
                .organization
                .as_ref()
                .and_then(|own| own.id.as_ref())
                == Some(organization)
        }))
        && patch
            .custom_fields
            .iter()
            .all(|(key, value)| contact.custom_fields.get(key) == value.value())
}

/// A contact with everything on it that the desk can hold.
async fn rich(bench: &Bench) -> Check<Contact> {
    let contacts = bench.client().contacts();
    let mut contact = bench.contact().await?;
    let holds = |field: &Field| bench.holds(Operation::ContactsUpdate, field);
    if let Some((key, one, _)) = &bench.plan().contact_field
        && holds(&Field::CustomFields)
    {
        let patch = ContactPatch::new().custom_field(key.clone(), one.clone());
        contacts
            .update(&contact.id, &patch)
            .await
            .must("setting a custom field")?;
    }
    if bench.supports(Operation::TagsAttachContact) {
        for tag in bench.tags(TagScope::Contact, 1).await? {
            let done = bench.client().tags().attach(&tag, contact.id.clone()).await;
            done.must("putting a tag on the contact")?;
        }
    }
    if bench.supports(Operation::ContactsGet) {
        contact = contacts
            .get(&contact.id)
            .await
            .must("getting the contact")?;
    }
    Ok(contact)
}

pub(crate) async fn update_changes_only_what_it_says(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsUpdate, Operation::ContactsGet])?;
    let contacts = bench.client().contacts();
    let mut before = rich(bench).await?;
    let changes = changes(bench).await?;
    ensure!(
        !changes.is_empty(),
        "the capability table names no field that `contacts.update` holds"
    );
    for (field, patch) in changes {
        let what = format!("changing `{field}` of a contact");
        let written = contacts.update(&before.id, &patch).await.must(&what)?;
        let after = contacts
            .get(&before.id)
            .await
            .must("getting it afterwards")?;
        for (reading, contact) in [("the answer", &written.value), ("a get", &after)] {
            ensure!(
                contact.not_sent.contains(&field) || as_wanted(contact, &patch),
                "{what}: {reading} does not show the new value"
            );
            let mut differ = compare::contacts(&before, contact);
            differ.retain(|other| *other != field);
            ensure!(
                differ.is_empty(),
                "{what}: {reading} shows that {} changed too",
                compare::list(&differ)
            );
        }
        before = after;
    }
    Ok(())
}

pub(crate) async fn clear_clears_or_is_refused(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsUpdate, Operation::ContactsGet])?;
    let contacts = bench.client().contacts();
    for field in &bench.capabilities().get(Operation::ContactsUpdate).fields {
        let contact = rich(bench).await?;
        let mut patch = ContactPatch::new();
        match field {
            Field::Name => patch.name = Patch::Clear,
            Field::Phones => patch.phones = Patch::Clear,
            Field::Emails => patch.emails = Patch::Clear,
            Field::Document => patch.document = Patch::Clear,
            Field::Tags => patch.tags = Patch::Clear,
            Field::Owner => patch.owner = Patch::Clear,
            Field::Organization => patch.organization = Patch::Clear,
            Field::CustomFields => match &bench.plan().contact_field {
                Some((key, _, _)) => patch = patch.custom_field(key.clone(), Patch::Clear),
                None => continue,
            },
            _ => continue,
        }
        let cleared = contacts.update(&contact.id, &patch).await;
        let after = contacts
            .get(&contact.id)
            .await
            .must("getting it afterwards")?;
        match cleared {
            Ok(_) => ensure!(
                after.not_sent.contains(field) || is_empty(&after, field, bench),
                "clearing `{field}` succeeded, but it is not empty"
            ),
            Err(error) => {
                ensure!(
                    matches!(
                        error.kind(),
                        ErrorKind::Unsupported | ErrorKind::Invalid | ErrorKind::Conflict
                    ),
                    "clearing `{field}` is refused with {} ({error})",
                    error.kind()
                );
                let differ = compare::contacts(&contact, &after);
                ensure!(
                    differ.is_empty(),
                    "clearing `{field}` was refused, but {} changed",
                    compare::list(&differ)
                );
            }
        }
    }
    Ok(())
}

fn is_empty(contact: &Contact, field: &Field, bench: &Bench) -> bool {
    match field {
        Field::Name => contact.name.as_deref().is_none_or(str::is_empty),
        Field::Phones => contact.phones.is_empty(),
        Field::Emails => contact.emails.is_empty(),
        Field::Document => contact.document.is_none(),
        Field::Tags => contact.tags.is_empty(),
        Field::Owner => contact.owner.is_none(),
        Field::Organization => contact.organization.is_none(),
        Field::CustomFields => bench
            .plan()
            .contact_field
            .as_ref()
            .is_none_or(|(key, _, _)| {
                contact
                    .custom_fields
                    .get(key)
                    .is_none_or(|value| value.is_null() || *value == "")
            }),
        _ => true,
    }
}

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

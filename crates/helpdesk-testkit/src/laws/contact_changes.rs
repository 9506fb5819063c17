//! Changes to a contact.

use helpdesk_core::{Contact, ContactPatch, ErrorKind, Field, Operation, Patch, TagScope};

use super::compare;
use crate::{Bench, Check, Must};

/// Changes of one field each that the desk says it holds.
pub(super) async fn changes(bench: &Bench) -> Check<Vec<(Field, ContactPatch)>> {
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
pub(super) async fn rich(bench: &Bench) -> Check<Contact> {
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

//! Loss is never silent.

use helpdesk_core::webhook::EventKind;
use helpdesk_core::{
    ContactId, Delivery, Error, ErrorKind, Field, Operation, Patch, TagPatch, TagScope,
    WebhookPatch, Written,
};

use super::samples::{
    contact_patch, ticket_patch, with_contact_field, with_message_field, with_ticket_field,
};
use crate::check::{named, names};
use crate::{Bench, Check, Must};

/// The fields of a list that an operation does not hold.
fn lost(bench: &Bench, operation: Operation, fields: &[Field]) -> Vec<Field> {
    let lost = fields.iter().filter(|field| !bench.holds(operation, field));
    lost.cloned().collect()
}

/// Strict, the call is refused before anything is sent.
fn refused<T>(
    bench: &Bench,
    before: usize,
    operation: Operation,
    field: &Field,
    written: Result<Written<T>, Error>,
) -> Check {
    let what = format!("`{operation}` with `{field}`, which is not held,");
    let error = written.must_fail(&[ErrorKind::Unsupported], &what)?;
    ensure!(
        names(&error, field.as_str()),
        "{what} is refused naming {}",
        named(&error)
    );
    ensure!(
        error.delivery() == Delivery::NotSent,
        "{what} is refused with delivery {:?}",
        error.delivery()
    );
    bench.nothing_sent(before, &what)
}

/// With loss allowed it goes ahead and says what was lost.
fn listed<T>(operation: Operation, field: &Field, written: Result<Written<T>, Error>) -> Check {
    let what = format!("`{operation}` with `{field}`, which is not held, and loss allowed");
    let written = written.must(&what)?;
    let losses: Vec<&str> = written
        .losses
        .iter()
        .map(|loss| loss.field.as_str())
        .collect();
    ensure!(
        losses.contains(&field.as_str()),
        "{what}, lists {losses:?} as lost"
    );
    let reasons = written
        .losses
        .iter()
        .all(|loss| !loss.reason.trim().is_empty());
    ensure!(reasons, "{what}, gives no reason for a loss");
    Ok(())
}

pub(crate) async fn of_contacts_create(bench: &Bench) -> Check {
    let operation = Operation::ContactsCreate;
    bench.need(&[operation])?;
    let fields = [
        Field::Name,
        Field::Phones,
        Field::Emails,
        Field::Document,
        Field::Handles,
        Field::Channel,
        Field::Tags,
        Field::CustomFields,
        Field::Owner,
        Field::Organization,
    ];
    for field in lost(bench, operation, &fields) {
        let new = with_contact_field(bench.new_contact(&bench.person()), &field);
        let before = bench.sent();
        let strict = bench.client().contacts().create(&new).await;
        refused(bench, before, operation, &field, strict)?;
        let lenient = bench.client().allow_loss().contacts().create(&new).await;
        listed(operation, &field, lenient)?;
    }
    Ok(())
}

pub(crate) async fn of_contacts_update(bench: &Bench) -> Check {
    let operation = Operation::ContactsUpdate;
    bench.need(&[operation])?;
    let fields = [
        Field::Name,
        Field::Phones,
        Field::Emails,
        Field::Document,
        Field::Handles,
        Field::Tags,
        Field::CustomFields,
        Field::Owner,
        Field::Organization,
    ];
    let lost = lost(bench, operation, &fields);
    if lost.is_empty() {
        return Ok(());
    }
    let contact: ContactId = bench.contact().await?.id;
    for field in lost {
        let patch = contact_patch(&field);
        let before = bench.sent();
        let strict = bench.client().contacts().update(&contact, &patch).await;
        refused(bench, before, operation, &field, strict)?;
        let lenient = bench
            .client()
            .allow_loss()
            .contacts()
            .update(&contact, &patch)
            .await;
        listed(operation, &field, lenient)?;
    }
    Ok(())
}

pub(crate) async fn of_tickets_create(bench: &Bench) -> Check {
    let operation = Operation::TicketsCreate;
    bench.need(&[operation])?;
    let fields = [
        Field::Contact,
        Field::Subject,
        Field::Text,
        Field::Channel,
        Field::Department,
        Field::Assignee,
        Field::Status,
        Field::Priority,
        Field::Tags,
        Field::CustomFields,
        Field::DueAt,
    ];
    for field in lost(bench, operation, &fields) {
        let new = with_ticket_field(bench.new_ticket(&bench.matter().await?), &field);
        let before = bench.sent();
        let strict = bench.client().tickets().create(&new).await;
        refused(bench, before, operation, &field, strict)?;
        let lenient = bench.client().allow_loss().tickets().create(&new).await;
        listed(operation, &field, lenient)?;
    }
    Ok(())
}

pub(crate) async fn of_tickets_update(bench: &Bench) -> Check {
    let operation = Operation::TicketsUpdate;
    bench.need(&[operation])?;
    let fields = [
        Field::Subject,
        Field::Description,
        Field::Status,
        Field::Priority,
        Field::Tags,
        Field::CustomFields,
        Field::DueAt,
    ];
    let lost = lost(bench, operation, &fields);
    if lost.is_empty() {
        return Ok(());
    }
    let ticket = bench.ticket().await?.id;
    for field in lost {
        let patch = ticket_patch(&field);
        let before = bench.sent();
        let strict = bench.client().tickets().update(&ticket, &patch).await;
        refused(bench, before, operation, &field, strict)?;
        let lenient = bench
            .client()
            .allow_loss()
            .tickets()
            .update(&ticket, &patch)
            .await;
        listed(operation, &field, lenient)?;
    }
    Ok(())
}

pub(crate) async fn of_tags(bench: &Bench) -> Check {
    let operation = Operation::TagsCreate;
    bench.need(&[operation])?;
    let scope = if bench.supports(Operation::TagsAttachContact) {
        TagScope::Contact
    } else {
        TagScope::Ticket
    };
    for field in lost(bench, operation, &[Field::Group, Field::Color]) {
        let new = bench.new_tag(&bench.tag_name(), scope);
        let new = match field {
            Field::Group => new.group("lost"),
            _ => new.color("#336699"),
        };
        let before = bench.sent();
        let strict = bench.client().tags().create(&new).await;
        refused(bench, before, operation, &field, strict)?;
        listed(
            operation,
            &field,
            bench.client().allow_loss().tags().create(&new).await,
        )?;
    }
    let operation = Operation::TagsUpdate;
    if !bench.supports(operation) {
        return Ok(());
    }
    for field in lost(bench, operation, &[Field::Name, Field::Color]) {
        let tag = bench.tags(scope, 1).await?.remove(0);
        let mut patch = TagPatch::default();
        match field {
            Field::Name => patch.name = Patch::Set("lost".to_owned()),
            _ => patch.color = Patch::Set("#336699".to_owned()),
        }
        let before = bench.sent();
        let strict = bench.client().tags().update(&tag, &patch).await;
        refused(bench, before, operation, &field, strict)?;
        listed(
            operation,
            &field,
            bench
                .client()
                .allow_loss()
                .tags()
                .update(&tag, &patch)
                .await,
        )?;
    }
    Ok(())
}

pub(crate) async fn of_messages(bench: &Bench) -> Check {
    let operation = Operation::MessagesSend;
    if !bench.supports(operation) {
        bench.need(&[Operation::NotesAdd])?;
    }
    if bench.supports(operation) {
        let fields = [
            Field::Attachments,
            Field::Template,
            Field::Author,
            Field::ReplyTo,
            Field::ExternalId,
        ];
        for field in lost(bench, operation, &fields) {
            let target = bench.targets(operation).await?.remove(0);
            let new = with_message_field(bench.new_message(&target, &bench.words("Lost")), &field);
            let before = bench.sent();
            let strict = bench.client().messages().send(&new).await;
            refused(bench, before, operation, &field, strict)?;
            let lenient = bench.client().allow_loss().messages().send(&new).await;
            listed(operation, &field, lenient)?;
        }
    }
    let operation = Operation::NotesAdd;
    if bench.supports(operation) && !bench.holds(operation, &Field::Author) {
        let target = bench.targets(operation).await?.remove(0);
        let new = bench.new_note(&target, &bench.words("Lost")).author("1");
        let before = bench.sent();
        let strict = bench.client().messages().add_note(&new).await;
        refused(bench, before, operation, &Field::Author, strict)?;
        let lenient = bench.client().allow_loss().messages().add_note(&new).await;
        listed(operation, &Field::Author, lenient)?;
    }
    Ok(())
}

pub(crate) async fn of_webhooks(bench: &Bench) -> Check {
    let operation = Operation::WebhooksCreate;
    bench.need(&[operation])?;
    let webhooks = bench.client().webhooks();
    let lenient = bench.client().allow_loss().webhooks();
    for field in lost(bench, operation, &[Field::Name, Field::Channels]) {
        let new = bench.new_webhook();
        let new = match field {
            Field::Name => new.name("lost"),
            _ => new.channel("1"),
        };
        let before = bench.sent();
        refused(
            bench,
            before,
            operation,
            &field,
            webhooks.create(&new).await,
        )?;
        listed(operation, &field, lenient.create(&new).await)?;
    }
    let operation = Operation::WebhooksUpdate;
    if !bench.supports(operation) {
        return Ok(());
    }
    let fields = [Field::Url, Field::Events, Field::Name, Field::Active];
    for field in lost(bench, operation, &fields) {
        let webhook = webhooks
            .create(&bench.new_webhook())
            .await
            .must("creating a webhook")?;
        let patch = match field {
            Field::Url => WebhookPatch::new().url("https://hooks.example.com/lost"),
            Field::Events => WebhookPatch::new().events([EventKind::MessageReceived]),
            Field::Name => WebhookPatch::new().name("lost"),
            _ => WebhookPatch::new().active(false),
        };
        let id = &webhook.value.id;
        let before = bench.sent();
        refused(
            bench,
            before,
            operation,
            &field,
            webhooks.update(id, &patch).await,
        )?;
        listed(operation, &field, lenient.update(id, &patch).await)?;
    }
    Ok(())
}

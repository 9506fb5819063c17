//! Secrets and people's data stay where they belong.

use std::error::Error as _;
use std::fmt::Debug;

use helpdesk_core::{
    ContactKey, ContactPatch, ContactQuery, Error, Operation, PageRequest, TicketQuery,
};

use crate::{Bench, Canary, Check, Person, Stop};

/// What is secret, and what is personal.
fn canary(bench: &Bench, person: &Person) -> Canary {
    let mut canary = secrets(bench);
    canary.watch("name", person.name.as_deref().unwrap_or_default());
    canary.watch("mail address", person.email.as_deref().unwrap_or_default());
    canary.watch("document", person.document.as_deref().unwrap_or_default());
    canary.watch_phone("phone number", person.phone.as_deref().unwrap_or_default());
    canary
}

fn secrets(bench: &Bench) -> Canary {
    let mut canary = Canary::new();
    for secret in &bench.plan().secrets {
        canary.watch("secret", secret);
    }
    canary
}

fn absent(canary: &Canary, place: &str, text: &str) -> Check {
    match canary.found_in(text) {
        None => Ok(()),
        Some(what) => Err(Stop::broken(format!("a {what} shows in {place}"))),
    }
}

fn debug<T: Debug>(canary: &Canary, place: &str, value: &T) -> Check {
    absent(
        canary,
        &format!("the Debug of {place}"),
        &format!("{value:?}"),
    )?;
    absent(
        canary,
        &format!("the Debug of {place}"),
        &format!("{value:#?}"),
    )
}

fn error(canary: &Canary, place: &str, error: &Error) -> Check {
    debug(canary, place, error)?;
    absent(canary, place, &error.to_string())?;
    let mut cause = error.source();
    while let Some(inner) = cause {
        absent(canary, &format!("the cause of {place}"), &inner.to_string())?;
        debug(canary, &format!("the cause of {place}"), &inner)?;
        cause = inner.source();
    }
    Ok(())
}

/// Looks at what a call gave, whatever it gave.
fn outcome<T: Debug>(canary: &Canary, place: &str, outcome: &Result<T, Error>) -> Check {
    match outcome {
        Ok(value) => debug(canary, place, value),
        Err(failure) => error(canary, &format!("the error of {place}"), failure),
    }
}

pub(crate) async fn stay_out_of_contacts(bench: &Bench) -> Check {
    bench.need(&[Operation::ContactsCreate])?;
    let person = bench.person();
    let canary = canary(bench, &person);
    let contacts = bench.client().contacts();
    debug(&canary, "the client", bench.client())?;
    let new = bench.new_contact(&person);
    debug(&canary, "a new contact", &new)?;
    let created = contacts.create(&new).await;
    outcome(&canary, "contacts.create", &created)?;
    outcome(
        &canary,
        "a second contacts.create",
        &contacts.create(&new).await,
    )?;
    outcome(&canary, "contacts.upsert", &contacts.upsert(&new).await)?;
    for key in new.natural_keys() {
        debug(&canary, "a key", &key)?;
        outcome(&canary, "contacts.find", &contacts.find(&key).await)?;
    }
    let query = ContactQuery::search(person.name.clone().unwrap_or_default());
    debug(&canary, "a query", &query)?;
    outcome(
        &canary,
        "a search",
        &contacts.list(&query, &PageRequest::first()).await,
    )?;
    let page = contacts
        .list(&ContactQuery::all(), &PageRequest::first())
        .await;
    outcome(&canary, "contacts.list", &page)?;
    let email = person.email.clone().unwrap_or_else(|| "x".to_owned());
    let wrong = ContactKey::Phone(email);
    outcome(
        &canary,
        "finding by a phone that is none",
        &contacts.find(&wrong).await,
    )?;
    let missing = bench.plan().missing.contact.clone().into();
    let patch = ContactPatch::new().name(person.name.clone());
    debug(&canary, "a patch", &patch)?;
    outcome(
        &canary,
        "updating nobody",
        &contacts.update(&missing, &patch).await,
    )?;
    if let Ok(created) = created {
        let id = created.value.id;
        outcome(&canary, "contacts.get", &contacts.get(&id).await)?;
        outcome(
            &canary,
            "contacts.update",
            &contacts.update(&id, &patch).await,
        )?;
    }
    for request in bench.desk().requests() {
        debug(&canary, "a recorded request", &request)?;
    }
    Ok(())
}

pub(crate) async fn stay_out_of_tickets(bench: &Bench) -> Check {
    bench.need(&[Operation::TicketsCreate])?;
    let matter = bench.matter().await?;
    let mut canary = secrets(bench);
    canary.watch("subject", matter.subject.as_deref().unwrap_or_default());
    canary.watch("text", matter.text.as_deref().unwrap_or_default());
    let tickets = bench.client().tickets();
    let new = bench.new_ticket(&matter);
    debug(&canary, "a new ticket", &new)?;
    let created = tickets.create(&new).await;
    outcome(&canary, "tickets.create", &created)?;
    outcome(
        &canary,
        "a second tickets.create",
        &tickets.create(&new).await,
    )?;
    let page = tickets
        .list(&TicketQuery::all(), &PageRequest::first())
        .await;
    outcome(&canary, "tickets.list", &page)?;
    if let Ok(created) = created {
        let id = created.value.id;
        outcome(&canary, "tickets.get", &tickets.get(&id).await)?;
        outcome(&canary, "tickets.close", &tickets.close(&id).await)?;
    }
    Ok(())
}

pub(crate) async fn stay_out_of_messages(bench: &Bench) -> Check {
    let (send, note) = (Operation::MessagesSend, Operation::NotesAdd);
    if !bench.supports(send) {
        bench.need(&[note])?;
    }
    let text = bench.words("Secretive");
    let mut canary = secrets(bench);
    canary.watch("text", &text);
    let messages = bench.client().messages();
    let operation = if bench.supports(send) { send } else { note };
    for target in bench.targets(operation).await? {
        if bench.supports(send) {
            let new = bench.new_message(&target, &text);
            debug(&canary, "a new message", &new)?;
            outcome(&canary, "messages.send", &messages.send(&new).await)?;
        }
        if bench.supports(note) {
            let new = bench.new_note(&target, &text);
            debug(&canary, "a new note", &new)?;
            outcome(&canary, "messages.add_note", &messages.add_note(&new).await)?;
        }
        let page = PageRequest::first();
        outcome(
            &canary,
            "messages.list",
            &messages.list(&target, &page).await,
        )?;
        outcome(
            &canary,
            "messages.notes",
            &messages.notes(&target, &page).await,
        )?;
    }
    Ok(())
}

pub(crate) async fn stay_out_of_urls(bench: &Bench) -> Check {
    let canary = secrets(bench);
    if bench.supports(Operation::AccountCheck) {
        let checked = bench.client().check().await;
        outcome(&canary, "account.check", &checked)?;
    }
    let page = PageRequest::first();
    let listed = bench
        .client()
        .contacts()
        .list(&ContactQuery::all(), &page)
        .await;
    outcome(&canary, "contacts.list", &listed)?;
    let listed = bench.client().directory().agents(&page).await;
    outcome(&canary, "directory.agents", &listed)?;
    for request in bench.desk().requests() {
        absent(&canary, "a URL", &request.url())?;
        absent(&canary, "a path", &request.path)?;
    }
    Ok(())
}

pub(crate) async fn are_known(bench: &Bench) -> Check {
    ensure!(
        !bench.plan().secrets.is_empty(),
        "the plan names no `secret`: name what the client was configured with, or skip with a reason"
    );
    Ok(())
}

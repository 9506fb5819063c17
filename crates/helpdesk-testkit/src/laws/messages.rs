//! Messages and notes.

use std::collections::BTreeSet;

use futures_util::TryStreamExt;
use helpdesk_core::{
    AuthorKind, ContactId, Direction, ErrorKind, Message, MessageId, MessageKind, MessageTarget,
    Operation, PageRequest, TicketId,
};

use crate::check::fact;
use crate::{Bench, Check, Must, Stop};

async fn all(bench: &Bench, target: &MessageTarget) -> Check<Vec<Message>> {
    let stream = bench.client().messages().stream(target.clone());
    stream.try_collect().await.must("listing messages")
}

async fn all_notes(bench: &Bench, target: &MessageTarget) -> Check<Vec<Message>> {
    let stream = bench.client().messages().notes_stream(target.clone());
    stream.try_collect().await.must("listing notes")
}

/// Notes may come back as HTML: whether a text holds the words.
fn says(message: &Message, text: &str) -> bool {
    message
        .text
        .as_deref()
        .is_some_and(|own| own.contains(text))
}

pub(crate) async fn note_is_never_public(bench: &Bench) -> Check {
    bench.need(&[Operation::NotesAdd])?;
    let stored = fact(bench.plan().stored_messages.as_ref(), "stored_messages")?;
    for target in bench.targets(Operation::NotesAdd).await? {
        let text = bench.words("Not for the contact");
        let before = bench.sent();
        let new = bench.new_note(&target, &text);
        let note = bench
            .client()
            .messages()
            .add_note(&new)
            .await
            .must("adding a note")?
            .value;
        ensure!(
            note.is_internal(),
            "the note is given back as {}",
            note.direction
        );
        ensure!(
            note.kind == MessageKind::Note,
            "the note is given back as {}",
            note.kind
        );

        let requests = bench.desk().requests();
        let since = requests.iter().skip(before);
        for request in since {
            let carries = request.text().contains(&text) || request.url().contains(&text);
            ensure!(
                !carries
                    || !bench
                        .plan()
                        .public
                        .as_ref()
                        .is_some_and(|public| public(request)),
                "the note's text went out in {} {}, which is public",
                request.method,
                request.path
            );
            ensure!(
                !request.url().contains(&text),
                "the note's text stands in a URL"
            );
        }
        let held = stored(()).await;
        let held: Vec<_> = held
            .iter()
            .filter(|held| held.text.contains(&text))
            .collect();
        ensure!(!held.is_empty(), "the vendor does not hold the note");
        ensure!(
            held.iter().all(|held| held.internal),
            "the vendor holds the note as a public message"
        );
        ensure!(
            held.len() == 1,
            "the vendor holds the note {} times",
            held.len()
        );
    }
    Ok(())
}

pub(crate) async fn note_is_listed_as_internal(bench: &Bench) -> Check {
    bench.need(&[Operation::NotesAdd])?;
    if !bench.supports(Operation::NotesList) && !bench.supports(Operation::MessagesList) {
        return Err(Stop::Unsupported(Operation::NotesList));
    }
    for target in bench.targets(Operation::NotesAdd).await? {
        let text = bench.words("Ask the warehouse");
        let new = bench.new_note(&target, &text);
        let note = bench
            .client()
            .messages()
            .add_note(&new)
            .await
            .must("adding a note")?
            .value;
        if bench.supports(Operation::NotesList) {
            let notes = all_notes(bench, &target).await?;
            let count = notes.iter().filter(|one| says(one, &text)).count();
            ensure!(count == 1, "the note is {count} times among the notes");
            ensure!(
                notes
                    .iter()
                    .all(|one| one.is_internal() && one.kind == MessageKind::Note),
                "among the notes is something else"
            );
            ensure!(
                notes.iter().any(|one| one.id == note.id),
                "the note has another identifier when it is listed"
            );
        }
        if bench.supports(Operation::MessagesList) {
            for message in all(bench, &target).await? {
                ensure!(
                    !says(&message, &text)
                        || (message.is_internal() && message.kind == MessageKind::Note),
                    "the note is listed as {} {}",
                    message.direction,
                    message.kind
                );
            }
        }
    }
    Ok(())
}

pub(crate) async fn message_is_outbound_and_public(bench: &Bench) -> Check {
    bench.need(&[Operation::MessagesSend])?;
    for target in bench.targets(Operation::MessagesSend).await? {
        let text = bench.words("Your parcel is on its way");
        let new = bench.new_message(&target, &text);
        let sent = bench
            .client()
            .messages()
            .send(&new)
            .await
            .must("sending a message")?;
        ensure!(sent.losses.is_empty(), "a strict send lists losses");
        let sent = sent.value;
        ensure!(
            sent.direction == Direction::Outbound,
            "the message is given back as {}",
            sent.direction
        );
        ensure!(
            sent.kind != MessageKind::Note,
            "the message is given back as a note"
        );
        ensure!(
            sent.author.kind != AuthorKind::Contact,
            "the message is given back as written by the contact"
        );
        if let Some(stored) = &bench.plan().stored_messages {
            let held = stored(()).await;
            let held: Vec<_> = held
                .iter()
                .filter(|held| held.text.contains(&text))
                .collect();
            ensure!(
                held.len() == 1 && !held[0].internal,
                "the vendor holds the message {} times, or as internal",
                held.len()
            );
        }
        if bench.supports(Operation::MessagesList) {
            let listed = all(bench, &target).await?;
            let own: Vec<_> = listed.iter().filter(|one| says(one, &text)).collect();
            ensure!(
                own.len() == 1,
                "the message is {} times in the list",
                own.len()
            );
            ensure!(
                own[0].direction == Direction::Outbound && own[0].id == sent.id,
                "the message is listed as {}, or under another identifier",
                own[0].direction
            );
        }
        if bench.supports(Operation::NotesList) {
            let notes = all_notes(bench, &target).await?;
            ensure!(
                !notes.iter().any(|one| says(one, &text)),
                "a public message is among the notes"
            );
        }
    }
    Ok(())
}

pub(crate) async fn received_is_inbound(bench: &Bench) -> Check {
    bench.need(&[Operation::MessagesList])?;
    let receive = fact(bench.plan().receive.as_ref(), "receive")?;
    let contact = bench.contact().await?;
    let text = bench.words("Where is my parcel");
    receive((contact.id.clone(), text.clone())).await;
    let mut targets: Vec<MessageTarget> = vec![contact.id.clone().into()];
    let held = |target: &MessageTarget| bench.holds(Operation::MessagesList, &target.field());
    let only_tickets = !held(&targets[0]) && held(&TicketId::new("").into());
    if only_tickets {
        bench.need(&[Operation::TicketsList])?;
        let query = helpdesk_core::TicketQuery::all().contact(contact.id);
        let stream = bench.client().tickets().stream(query);
        let tickets: Vec<_> = stream
            .try_collect()
            .await
            .must("listing the contact's tickets")?;
        targets = tickets.into_iter().map(|ticket| ticket.id.into()).collect();
    }
    let mut found = Vec::new();
    for target in &targets {
        found.extend(
            all(bench, target)
                .await?
                .into_iter()
                .filter(|one| says(one, &text)),
        );
    }
    ensure!(
        found.len() == 1,
        "the contact's message is {} times in the list",
        found.len()
    );
    ensure!(
        found[0].direction == Direction::Inbound && found[0].author.kind == AuthorKind::Contact,
        "the contact's message is listed as {} of {}",
        found[0].direction,
        found[0].author.kind
    );
    Ok(())
}

pub(crate) async fn lists_are_complete_and_ordered(bench: &Bench) -> Check {
    bench.need(&[Operation::MessagesList])?;
    let (list, send) = (Operation::MessagesList, Operation::MessagesSend);
    if !bench.supports(send) && !bench.supports(Operation::NotesAdd) {
        return Err(Stop::Unsupported(send));
    }
    for target in bench.targets(list).await? {
        let mut wanted: Vec<MessageId> = Vec::new();
        for _ in 0..5 {
            let text = bench.words("Line");
            let messages = bench.client().messages();
            let written = if bench.supports(send) {
                messages.send(&bench.new_message(&target, &text)).await
            } else {
                messages.add_note(&bench.new_note(&target, &text)).await
            };
            wanted.push(written.must("writing")?.value.id);
        }
        for limit in [Some(1), Some(2), Some(7), None] {
            let mut request = PageRequest::first();
            request.limit = limit;
            let (mut seen, mut pages) = (Vec::new(), 0);
            loop {
                let page = bench.client().messages().list(&target, &request).await;
                let page = page.must("listing messages")?;
                seen.extend(page.items);
                let Some(next) = page.next else { break };
                request = request.after(next);
                pages += 1;
                ensure!(pages < 500, "the list does not end");
            }
            let ids: BTreeSet<&MessageId> = seen.iter().map(|one| &one.id).collect();
            ensure!(
                ids.len() == seen.len(),
                "with pages of {limit:?}, messages come twice"
            );
            let missing = wanted.iter().filter(|id| !ids.contains(id)).count();
            if bench.supports(send) {
                ensure!(
                    missing == 0,
                    "with pages of {limit:?}, {missing} messages are missing"
                );
            }
            let times: Vec<_> = seen.iter().filter_map(|one| one.sent_at).collect();
            ensure!(
                times.is_sorted() || times.iter().rev().is_sorted(),
                "with pages of {limit:?}, messages are in no order"
            );
        }
    }
    Ok(())
}

pub(crate) async fn unknown_target_is_empty_or_not_found(bench: &Bench) -> Check {
    let missing = &bench.plan().missing;
    let messages = bench.client().messages();
    let targets: [MessageTarget; 2] = [
        ContactId::new(missing.contact.clone()).into(),
        TicketId::new(missing.ticket.clone()).into(),
    ];
    let mut tried = 0;
    for operation in [Operation::MessagesList, Operation::NotesList] {
        if !bench.supports(operation) {
            continue;
        }
        let named = targets
            .iter()
            .any(|target| bench.holds(operation, &target.field()));
        for target in &targets {
            if named && !bench.holds(operation, &target.field()) {
                continue;
            }
            tried += 1;
            let page = match operation {
                Operation::MessagesList => messages.list(target, &PageRequest::first()).await,
                _ => messages.notes(target, &PageRequest::first()).await,
            };
            match page {
                Ok(page) => ensure!(
                    page.items.is_empty(),
                    "`{operation}` of nobody gives {} entries",
                    page.items.len()
                ),
                refused => {
                    let what = format!("`{operation}` of nobody");
                    refused.must_fail(&[ErrorKind::NotFound], &what)?;
                }
            }
        }
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::MessagesList));
    }
    Ok(())
}

pub(crate) async fn writing_to_nobody_fails(bench: &Bench) -> Check {
    let missing = &bench.plan().missing;
    let messages = bench.client().messages();
    let kinds = &[ErrorKind::NotFound];
    let targets: [MessageTarget; 2] = [
        ContactId::new(missing.contact.clone()).into(),
        TicketId::new(missing.ticket.clone()).into(),
    ];
    let mut tried = 0;
    for operation in [Operation::MessagesSend, Operation::NotesAdd] {
        if !bench.supports(operation) {
            continue;
        }
        let named = targets
            .iter()
            .any(|target| bench.holds(operation, &target.field()));
        for target in &targets {
            if named && !bench.holds(operation, &target.field()) {
                continue;
            }
            tried += 1;
            let what = format!("`{operation}` to nobody");
            let written = match operation {
                Operation::MessagesSend => {
                    messages
                        .send(&bench.new_message(target, "Is anybody there?"))
                        .await
                }
                _ => {
                    messages
                        .add_note(&bench.new_note(target, "Is anybody there?"))
                        .await
                }
            };
            written.must_fail(kinds, &what)?;
        }
    }
    if tried == 0 {
        return Err(Stop::Unsupported(Operation::MessagesSend));
    }
    Ok(())
}

//! Tickets to create and changes to them, in the vendor's terms.

use helpdesk_core::{
    Field, Loss, NewTicket, Patch, Problems, Result, TicketPatch, TicketPriority, Timestamp,
};

use crate::api::{self, LONGEST_SUMMARY, UpdateTicket};
use crate::convert::words::{priority_number, status_number};

/// The vendor's number of the normal priority.
const NORMAL: i64 = 2;

/// A ticket to create, in the vendor's terms.
pub(super) struct Draft {
    pub(super) ticket: api::NewTicket,
    pub(super) losses: Vec<Loss>,
}

fn check_subject(wrong: &mut Problems, text: &str) {
    if text.trim().is_empty() {
        wrong.add(Field::Subject.as_str(), "is empty");
    } else if text.chars().count() > LONGEST_SUMMARY {
        wrong.add(
            Field::Subject.as_str(),
            "is longer than 255 characters; shorten it",
        );
    }
}

fn check_due_at(wrong: &mut Problems, time: Timestamp, now: Timestamp) {
    if time <= now {
        wrong.add(
            Field::DueAt.as_str(),
            "is past; the vendor takes a time in the future only",
        );
    }
}

impl Draft {
    pub(super) fn of(new: &NewTicket, now: Timestamp) -> Result<Self> {
        let mut wrong = Problems::default();
        let mut losses = Vec::new();
        match &new.subject {
            Some(subject) => check_subject(&mut wrong, subject),
            None => wrong.add(Field::Subject.as_str(), "is missing; the vendor needs one"),
        }
        match &new.text {
            Some(text) if text.trim().is_empty() => wrong.add(Field::Text.as_str(), "is empty"),
            Some(_) => {}
            None => wrong.add(
                Field::Text.as_str(),
                "is missing; the vendor needs a description",
            ),
        }
        if let Some(due_at) = new.due_at {
            check_due_at(&mut wrong, due_at, now);
        }
        let status = new
            .status
            .as_ref()
            .and_then(|status| wrong.take(status_number(status)));
        let priority = new
            .priority
            .as_ref()
            .and_then(|priority| wrong.take(priority_number(priority)));
        wrong.finish()?;
        let status = status.map(|(number, loss)| {
            losses.extend(loss);
            number
        });
        let priority = priority.map_or(NORMAL, |(number, loss)| {
            losses.extend(loss);
            number
        });
        let ticket = api::NewTicket::builder()
            .summary(new.subject.clone().unwrap_or_default())
            .description(new.text.clone().unwrap_or_default())
            .priority(priority)
            .maybe_status(status.map(Into::into))
            .maybe_assignee_id(new.assignee.as_ref().map(|agent| agent.as_str().to_owned()))
            .maybe_deadline(new.due_at)
            .build();
        Ok(Self { ticket, losses })
    }
}

/// What is lost when a contact has nothing a ticket could be linked to.
pub(super) fn unlinked() -> Loss {
    Loss::new(
        Field::Contact,
        "the vendor links tickets to conversations, and this contact has none yet",
    )
}

/// Changes to a ticket, and what is lost on the way.
pub(super) fn revision(patch: &TicketPatch, now: Timestamp) -> Result<(UpdateTicket, Vec<Loss>)> {
    let mut wrong = Problems::default();
    let mut losses = Vec::new();
    let mut update = UpdateTicket::default();
    match &patch.subject {
        Patch::Keep => {}
        Patch::Set(subject) => {
            check_subject(&mut wrong, subject);
            update.summary = Some(subject.clone());
        }
        Patch::Clear => wrong.add(
            Field::Subject.as_str(),
            "cannot be cleared; the vendor needs one",
        ),
    }
    match &patch.description {
        Patch::Keep => {}
        Patch::Set(text) if text.trim().is_empty() => {
            wrong.add(
                Field::Description.as_str(),
                "is empty; the vendor needs one",
            );
        }
        Patch::Set(text) => update.description = Some(text.clone()),
        Patch::Clear => wrong.add(
            Field::Description.as_str(),
            "cannot be cleared; the vendor needs one",
        ),
    }
    match &patch.status {
        Patch::Keep => {}
        Patch::Set(status) => {
            if let Some((number, loss)) = wrong.take(status_number(status)) {
                update.status = Some(number.into());
                losses.extend(loss);
            }
        }
        Patch::Clear => wrong.add(
            Field::Status.as_str(),
            "cannot be cleared; a ticket has one always",
        ),
    }
    let priority = match &patch.priority {
        Patch::Keep => None,
        Patch::Set(priority) => Some(priority),
        Patch::Clear => Some(&TicketPriority::None),
    };
    if let Some(priority) = priority
        && let Some((number, loss)) = wrong.take(priority_number(priority))
    {
        update.priority = Some(number.into());
        losses.extend(loss);
    }
    match &patch.due_at {
        Patch::Keep => {}
        Patch::Set(time) => {
            check_due_at(&mut wrong, *time, now);
            update.deadline = Some(*time);
        }
        Patch::Clear => losses.push(Loss::new(
            Field::DueAt,
            "how the vendor clears a deadline is not documented; it stays",
        )),
    }
    wrong.finish()?;
    Ok((update, losses))
}

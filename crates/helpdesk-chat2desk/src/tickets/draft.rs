//! Tickets to create and changes to them, in the vendor's terms.

use helpdesk_core::{
    Error, ErrorKind, Field, Loss, NewTicket, Patch, Result, TicketPatch, TicketPriority, Timestamp,
};

use crate::api::{self, UpdateTicket};
use crate::convert::words::{priority_number, status_number};

/// The longest title.
const LONGEST: usize = 255;

/// The vendor's number of the normal priority.
const NORMAL: i64 = 2;

/// A ticket to create, in the vendor's terms.
pub(super) struct Draft {
    pub(super) ticket: api::NewTicket,
    pub(super) losses: Vec<Loss>,
}

#[derive(Default)]
struct Complaints(Option<Error>);

impl Complaints {
    fn add(&mut self, field: &Field, message: impl Into<String>) {
        let error = self.0.take().unwrap_or_else(|| {
            Error::new(
                ErrorKind::Invalid,
                "the input was refused before anything was sent",
            )
        });
        self.0 = Some(error.with_field_error(field.as_str(), message));
    }

    fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                for one in error.field_errors() {
                    self.add(&Field::from(one.field.as_str()), one.message.clone());
                }
                None
            }
        }
    }

    fn subject(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.add(&Field::Subject, "is empty");
        } else if text.chars().count() > LONGEST {
            self.add(&Field::Subject, "is longer than 255 characters; shorten it");
        }
    }

    fn due_at(&mut self, time: Timestamp, now: Timestamp) {
        if time <= now {
            self.add(
                &Field::DueAt,
                "is past; the vendor takes a time in the future only",
            );
        }
    }
}

impl Draft {
    pub(super) fn of(new: &NewTicket, now: Timestamp) -> Result<Self> {
        let mut wrong = Complaints::default();
        let mut losses = Vec::new();
        match &new.subject {
            Some(subject) => wrong.subject(subject),
            None => wrong.add(&Field::Subject, "is missing; the vendor needs one"),
        }
        match &new.text {
            Some(text) if text.trim().is_empty() => wrong.add(&Field::Text, "is empty"),
            Some(_) => {}
            None => wrong.add(&Field::Text, "is missing; the vendor needs a description"),
        }
        if let Some(due_at) = new.due_at {
            wrong.due_at(due_at, now);
        }
        let status = new
            .status
            .as_ref()
            .and_then(|status| wrong.take(status_number(status)));
        let priority = new
            .priority
            .as_ref()
            .and_then(|priority| wrong.take(priority_number(priority)));
        if let Some(error) = wrong.0 {
            return Err(error);
        }
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
            .maybe_status(status)
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
    let mut wrong = Complaints::default();
    let mut losses = Vec::new();
    let mut update = UpdateTicket::default();
    match &patch.subject {
        Patch::Keep => {}
        Patch::Set(subject) => {
            wrong.subject(subject);
            update.summary = Some(subject.clone());
        }
        Patch::Clear => wrong.add(&Field::Subject, "cannot be cleared; the vendor needs one"),
    }
    match &patch.description {
        Patch::Keep => {}
        Patch::Set(text) if text.trim().is_empty() => {
            wrong.add(&Field::Description, "is empty; the vendor needs one");
        }
        Patch::Set(text) => update.description = Some(text.clone()),
        Patch::Clear => wrong.add(
            &Field::Description,
            "cannot be cleared; the vendor needs one",
        ),
    }
    match &patch.status {
        Patch::Keep => {}
        Patch::Set(status) => {
            if let Some((number, loss)) = wrong.take(status_number(status)) {
                update.status = Some(number);
                losses.extend(loss);
            }
        }
        Patch::Clear => wrong.add(&Field::Status, "cannot be cleared; a ticket has one always"),
    }
    let priority = match &patch.priority {
        Patch::Keep => None,
        Patch::Set(priority) => Some(priority),
        Patch::Clear => Some(&TicketPriority::None),
    };
    if let Some(priority) = priority
        && let Some((number, loss)) = wrong.take(priority_number(priority))
    {
        update.priority = Some(number);
        losses.extend(loss);
    }
    match &patch.due_at {
        Patch::Keep => {}
        Patch::Set(time) => {
            wrong.due_at(*time, now);
            update.deadline = Some(*time);
        }
        Patch::Clear => losses.push(Loss::new(
            Field::DueAt,
            "how the vendor clears a deadline is not documented; it stays",
        )),
    }
    wrong.0.map_or(Ok((update, losses)), Err)
}

//! What new and changed tickets come to, checked before anything is sent.

use helpdesk_core::{
    ChannelSelector, Error, ErrorKind, Field, Loss, NewTicket, Patch, Result, TicketPatch,
    TicketStatus,
};

use crate::convert::contacts::filled;
use crate::convert::custom_fields;
use crate::convert::tags::TagSet;
use crate::convert::words::{self, StatusWrite};
use crate::wire::{CustomFieldValue, EditTicket, StatusId};

/// What a new ticket comes to, checked before anything is sent.
pub(super) struct Draft {
    pub(super) contact: String,
    pub(super) subject: String,
    pub(super) channel: ChannelSelector,
    pub(super) status: StatusId,
    pub(super) tags: Vec<String>,
    pub(super) custom_fields: Vec<CustomFieldValue>,
    pub(super) losses: Vec<Loss>,
}

impl Draft {
    pub(super) fn of(new: &NewTicket) -> Result<Self> {
        let mut wrong: Vec<Error> = Vec::new();
        let needed = |field: Field, message: &str| Error::invalid(field.as_str(), message);
        let contact = new.contact.as_ref().map(ToString::to_string);
        if contact.is_none() {
            wrong.push(needed(Field::Contact, "a ticket needs a contact; name one"));
        }
        let subject = match &new.subject {
            Some(subject) => filled(&Field::Subject, subject),
            None => Err(needed(Field::Subject, "a ticket needs a subject; give one")),
        };
        let subject = subject.map_err(|error| wrong.push(error)).ok();
        if new.channel.is_none() {
            wrong.push(needed(
                Field::Channel,
                "a ticket needs a channel that the contact has an address on; name one, such as \
                 `whatsapp`",
            ));
        }
        if let Some(ChannelSelector::Kind(kind)) = &new.channel
            && words::channel_type(kind).is_none()
        {
            wrong.push(needed(
                Field::Channel,
                "the vendor does not have this kind; it has whatsapp, email, voice, messenger, \
                 instagram and web_chat",
            ));
        }
        let tags = TagSet::Ticket
            .own_all(&new.tags)
            .map_err(|error| wrong.push(error))
            .ok();
        let custom_fields = custom_fields::write_all(&new.custom_fields)
            .map_err(|error| wrong.push(error))
            .ok();
        let mut losses = Vec::new();
        let status = match new.status.as_ref().map(words::first_status) {
            None => StatusId::New,
            Some(StatusWrite::Exact(status)) => status,
            Some(StatusWrite::Near(status, why)) => {
                losses.push(Loss::new(Field::Status, why));
                status
            }
            Some(StatusWrite::Refused(why)) => {
                losses.push(Loss::new(Field::Status, format!("{why}; it begins as new")));
                StatusId::New
            }
        };
        match (contact, subject, new.channel.clone(), tags, custom_fields) {
            (Some(contact), Some(subject), Some(channel), Some(tags), Some(custom_fields))
                if wrong.is_empty() =>
            {
                Ok(Self {
                    contact,
                    subject,
                    channel,
                    status,
                    tags,
                    custom_fields,
                    losses,
                })
            }
            _ => Err(together(wrong)),
        }
    }
}

/// Several mistakes as one error.
fn together(errors: Vec<Error>) -> Error {
    let mut all = Error::new(
        ErrorKind::Invalid,
        "the input was refused before anything was sent",
    );
    for error in errors {
        for field in error.field_errors() {
            all = all.with_field_error(field.field.clone(), field.message.clone());
        }
    }
    all
}

/// What a patch comes to, custom fields apart.
pub(super) struct Wanted {
    pub(super) change: EditTicket,
    pub(super) tags: Option<Vec<String>>,
    pub(super) losses: Vec<Loss>,
}

impl Wanted {
    pub(super) fn of(patch: &TicketPatch) -> Result<Self> {
        let mut change = EditTicket::default();
        let mut losses = Vec::new();
        match &patch.subject {
            Patch::Keep => {}
            Patch::Set(subject) => change.subject = Some(filled(&Field::Subject, subject)?),
            Patch::Clear => losses.push(Loss::new(
                Field::Subject,
                "a ticket always has a subject; it keeps its own",
            )),
        }
        match &patch.status {
            Patch::Keep => {}
            Patch::Set(status) => change.status_id = status_id(status, &mut losses),
            Patch::Clear => losses.push(Loss::new(
                Field::Status,
                "a ticket always has a status; it keeps its own",
            )),
        }
        let tags = match &patch.tags {
            Patch::Keep => None,
            Patch::Set(tags) => Some(TagSet::Ticket.own_all(tags)?),
            Patch::Clear => Some(Vec::new()),
        };
        let (_, cleared) = custom_fields::change(&[], &patch.custom_fields)?;
        losses.extend(cleared);
        Ok(Self {
            change,
            tags,
            losses,
        })
    }
}

/// The status to write, and what is lost by it.
fn status_id(status: &TicketStatus, losses: &mut Vec<Loss>) -> Option<StatusId> {
    match words::status_write(status) {
        StatusWrite::Exact(id) => Some(id),
        StatusWrite::Near(id, why) => {
            losses.push(Loss::new(Field::Status, why));
            Some(id)
        }
        StatusWrite::Refused(why) => {
            losses.push(Loss::new(Field::Status, format!("{why}; it keeps its own")));
            None
        }
    }
}

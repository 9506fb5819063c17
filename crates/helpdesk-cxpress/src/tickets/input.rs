//! What new and changed tickets come to, checked before anything is sent.

use helpdesk_core::{
    ChannelSelector, Error, Field, Loss, NewTicket, Patch, Problems, Result, TicketPatch,
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
        let mut problems = Problems::default();
        let contact = new.contact.as_ref().map(ToString::to_string);
        problems.add_if(
            contact.is_none(),
            Field::Contact,
            "a ticket needs a contact; name one",
        );
        let subject = match &new.subject {
            Some(subject) => filled(&Field::Subject, subject),
            None => Err(Error::invalid(
                Field::Subject.as_str(),
                "a ticket needs a subject; give one",
            )),
        };
        let subject = problems.take(subject);
        let channel = problems.take(channel_of(new));
        let tags = problems.take(TagSet::Ticket.own_all(&new.tags));
        let custom_fields = problems.take(custom_fields::write_all(&new.custom_fields));
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
        problems.finish()?;
        Ok(Self {
            contact: contact.unwrap_or_default(),
            subject: subject.unwrap_or_default(),
            channel: channel.map_or_else(|| channel_of(new), Ok)?,
            status,
            tags: tags.unwrap_or_default(),
            custom_fields: custom_fields.unwrap_or_default(),
            losses,
        })
    }
}

/// The channel of a new ticket: one must be named, and be of a kind that the vendor has.
fn channel_of(new: &NewTicket) -> Result<ChannelSelector> {
    let wrong = |message| Err(Error::invalid(Field::Channel.as_str(), message));
    match &new.channel {
        None => wrong(
            "a ticket needs a channel that the contact has an address on; name one, such as \
             `whatsapp`",
        ),
        Some(ChannelSelector::Kind(kind)) if words::channel_type(kind).is_none() => wrong(
            "the vendor does not have this kind; it has whatsapp, email, voice, messenger, \
             instagram and web_chat",
        ),
        Some(channel) => Ok(channel.clone()),
    }
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

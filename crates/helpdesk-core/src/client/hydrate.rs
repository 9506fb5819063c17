//! Filling in what a thin event leaves out.

use futures_util::TryStreamExt;

use crate::webhook::{Completeness, Event, Record};
use crate::{Client, Error, ErrorKind, Message, MessageTarget, Result};

/// What an event is about, as its kind says.
enum About {
    Contact,
    Ticket,
    Message,
    Tag,
    Nothing,
}

impl Client {
    /// Fills in the record of an event that carries identifiers only, or parts of it.
    ///
    /// A full event comes back as it is and costs nothing. A contact, ticket or tag costs what a
    /// `get` of it costs. A message costs reading the messages of its ticket or contact until it is
    /// found, a page a request. An event without a record to get comes back as it is.
    ///
    /// `NotFound` when the record is gone meanwhile; and as the reads fail.
    #[inline]
    pub async fn hydrate(&self, mut event: Event) -> Result<Event> {
        if event.completeness == Completeness::Full {
            return Ok(event);
        }
        let record = match about(&event) {
            About::Contact => match &event.contact {
                Some(id) => Some(Record::Contact(Box::new(self.contacts().get(id).await?))),
                None => None,
            },
            About::Ticket => match &event.ticket {
                Some(id) => Some(Record::Ticket(Box::new(self.tickets().get(id).await?))),
                None => None,
            },
            About::Tag => match &event.tag {
                Some(id) => Some(Record::Tag(Box::new(self.tags().get(id).await?))),
                None => None,
            },
            About::Message => self
                .message_of(&event)
                .await?
                .map(|found| Record::Message(Box::new(found))),
            About::Nothing => None,
        };
        if let Some(record) = record {
            if let Record::Ticket(ticket) = &record
                && event.contact.is_none()
            {
                event.contact = ticket.contact_id().cloned();
            }
            if let Record::Message(message) = &record {
                event.contact = event.contact.take().or_else(|| message.contact.clone());
                event.ticket = event.ticket.take().or_else(|| message.ticket.clone());
            }
            event.record = Some(record);
            event.completeness = Completeness::Full;
        }
        Ok(event)
    }

    #[inline]
    async fn message_of(&self, event: &Event) -> Result<Option<Message>> {
        let target = match (&event.ticket, &event.contact) {
            (Some(ticket), _) => MessageTarget::Ticket(ticket.clone()),
            (None, Some(contact)) => MessageTarget::Contact(contact.clone()),
            (None, None) => return Ok(None),
        };
        let Some(id) = &event.message else {
            return Ok(None);
        };
        let found = self
            .messages()
            .stream(target)
            .try_filter(|message| std::future::ready(&message.id == id))
            .try_next()
            .await?;
        found.map(Some).ok_or_else(|| gone(self))
    }
}

#[inline]
fn about(event: &Event) -> About {
    let kind = event.kind.as_str();
    match kind.split('.').next().unwrap_or(kind) {
        "contact" => About::Contact,
        "ticket" => About::Ticket,
        "conversation" if event.ticket.is_some() => About::Ticket,
        "message" | "note" => About::Message,
        "tag" => About::Tag,
        _ => About::Nothing,
    }
}

#[inline]
fn gone(client: &Client) -> Error {
    Error::new(
        ErrorKind::NotFound,
        "the message of the event is not there any more",
    )
    .with_vendor(client.vendor().clone())
    .with_operation(crate::Operation::MessagesList.as_str())
    .with_delivery(crate::Delivery::Answered)
}

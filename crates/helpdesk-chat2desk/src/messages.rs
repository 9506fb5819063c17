//! Messages and notes.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Content, Cursor, Delivery, Error, ErrorKind, Field, Loss, Message, MessageKind,
    MessageTarget, Messages, NewAttachment, NewMessage, NewNote, Operation, Page, PageRequest,
    Result, TicketId, Written,
};
use serde::{Deserialize, Serialize};

use crate::api::{self, Api, ListMessages, MAX_LIMIT};
use crate::convert::messages::{message, sent};
use crate::convert::words::ticket_number;
use crate::errors::missing_at;
use crate::paging::{Offsets, given_out, named, slice};
use crate::wire::MessageType;
use crate::{Chat2Desk, TicketSource, VENDOR, row};

mod history;
mod lookup;

use history::of_ticket;
use lookup::just_sent;

/// A place among messages: the first identifier to give. The vendor has no offset here.
#[derive(Serialize, Deserialize)]
struct From {
    id: u64,
}

/// Where a message goes.
struct Destination {
    client: String,
    channel: Option<String>,
    transport: Option<String>,
    ticket: Option<TicketId>,
}

#[async_trait]
impl Messages for Chat2Desk {
    /// A read: repeated after failures that may pass.
    async fn list(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        self.table().require(Operation::MessagesList)?;
        known_target(target, Operation::MessagesList)?;
        let api = self.begin(Operation::MessagesList, options);
        self.read(&api, Operation::MessagesList, target, page, |_| true)
            .await
    }

    /// A read: repeated after failures that may pass.
    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        self.table().require(Operation::NotesList)?;
        known_target(target, Operation::NotesList)?;
        let api = self.begin(Operation::NotesList, options);
        // The vendor's filter by type does not know comments.
        self.read(&api, Operation::NotesList, target, page, |message| {
            message.kind == MessageKind::Note
        })
        .await
    }

    /// Never sent twice blindly. With an `external_id` the contact's newest messages are read after an
    /// unknown delivery, and the one with that identifier is it. Without one, or where the server does not
    /// show identifiers, it is sent once and the caller gets `Delivery::Unknown`.
    async fn send(&self, new: &NewMessage, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::MessagesSend;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let (attachment, left_out) = one_file(&new.attachments);
        losses.extend(self.table().settle(operation, left_out, options.loss)?);
        let text = new.text.clone().filter(|text| !text.trim().is_empty());
        if text.is_none() && attachment.is_none() {
            return Err(named(
                Error::invalid(
                    Field::Text.as_str(),
                    "is missing, and no file is there either",
                ),
                operation,
            ));
        }
        if new
            .external_id
            .as_deref()
            .is_some_and(|id| id.trim().is_empty())
        {
            return Err(named(
                Error::invalid(Field::ExternalId.as_str(), "is empty; leave it out"),
                operation,
            ));
        }
        known_target(&new.target, operation)?;
        let api = self.begin(operation, options);
        let to = self.destination(&api, &new.target).await?;
        let call = api::NewMessage::builder()
            .client_id(to.client.as_str())
            .kind(MessageType::ToClient)
            .maybe_text(text)
            .maybe_attachment(attachment.as_ref().map(|(url, _)| url.clone()))
            .maybe_attachment_filename(attachment.and_then(|(_, name)| name))
            .maybe_channel_id(to.channel.clone())
            .maybe_transport(to.transport.clone().map(Into::into))
            .maybe_operator_id(new.author.as_ref().map(|agent| agent.as_str().to_owned()))
            .maybe_open_dialog((!self.options.open_dialog).then_some(false))
            .maybe_external_id(new.external_id.clone())
            .maybe_reply_message_id(new.reply_to.as_ref().map(|id| id.as_str().to_owned()))
            .build();
        self.post(&api, &call, &to)
            .await
            .map(|message| Written::new(message).with_losses(losses))
    }

    /// Sent once: a note has no identifier to look for. After an unknown delivery the caller gets
    /// `Delivery::Unknown`.
    async fn add_note(&self, new: &NewNote, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::NotesAdd;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        if new.text.trim().is_empty() {
            return Err(named(
                Error::invalid(Field::Text.as_str(), "is empty"),
                operation,
            ));
        }
        known_target(&new.target, operation)?;
        let api = self.begin(operation, options);
        let to = self.destination(&api, &new.target).await?;
        let call = api::NewMessage::builder()
            .client_id(to.client.as_str())
            .kind(MessageType::Comment)
            .text(new.text.as_str())
            .maybe_channel_id(to.channel.clone())
            .maybe_transport(to.transport.clone().map(Into::into))
            .maybe_operator_id(new.author.as_ref().map(|agent| agent.as_str().to_owned()))
            .maybe_open_dialog((!self.options.open_dialog).then_some(false))
            .build();
        self.post(&api, &call, &to)
            .await
            .map(|message| Written::new(message).with_losses(losses))
    }
}

impl Chat2Desk {
    /// A page of messages, without those that `admits` leaves out.
    async fn read(
        &self,
        api: &Api,
        operation: Operation,
        target: &MessageTarget,
        page: &PageRequest,
        admits: fn(&Message) -> bool,
    ) -> Result<Page<Message>> {
        let mut query = ListMessages::default();
        match (target, self.options.source) {
            (MessageTarget::Contact(id), _) => query.client_id = Some(id.as_str().to_owned()),
            (MessageTarget::Ticket(id), TicketSource::Requests) => {
                query.dialog_id = Some(id.as_str().to_owned());
            }
            (MessageTarget::Ticket(id), TicketSource::Tickets) => {
                // Whatever is wrong with the page is found out before anything is sent.
                Offsets::open(operation, target, page)?;
                let mut found = of_ticket(api, id).await?;
                found.retain(admits);
                return slice(operation, target, page, found);
            }
            _ => {
                return Err(named(
                    Error::invalid("target", "is none that the vendor knows"),
                    operation,
                ));
            }
        }
        let size = page
            .size(MAX_LIMIT)
            .map_err(|error| named(error, operation))?;
        let from: From = match &page.cursor {
            Some(cursor) => cursor.open(&VENDOR, operation, target)?,
            None => From { id: 0 },
        };
        query.limit = Some(size);
        query.start_id = (from.id > 0).then(|| from.id.to_string());
        let list = api.messages().list_as::<row::Message>(&query).await?;
        let highest = list
            .items
            .iter()
            .filter_map(|row| row.wire.id.parse::<u64>().ok())
            .max();
        // A page that ends where it began brings nothing new, whatever is on it.
        let new = highest.is_some_and(|highest| highest >= from.id);
        let short = list
            .meta
            .limit
            .is_some_and(|limit| (list.items.len() as u64) < limit);
        let next = match highest {
            Some(highest) if new && !short => {
                let from = From {
                    id: highest.saturating_add(1),
                };
                Some(Cursor::seal(&VENDOR, operation, target, &from)?)
            }
            _ => None,
        };
        let mut items = Vec::with_capacity(list.items.len());
        for row in list.items {
            if row.wire.id.parse::<u64>().is_ok_and(|id| id >= from.id) {
                let ticket = self.ticket_of(&row.wire);
                items.push(message(row, ticket.as_ref()));
            }
        }
        items.retain(admits);
        Ok(Page::new(items, next))
    }

    /// The ticket a message belongs to: its dialog, where dialogs are tickets.
    fn ticket_of(&self, message: &row::Message) -> Option<TicketId> {
        match self.options.source {
            TicketSource::Requests => message.dialog_id.as_deref().map(TicketId::new),
            TicketSource::Tickets => None,
        }
    }

    /// Where a message to a target goes.
    async fn destination(&self, api: &Api, target: &MessageTarget) -> Result<Destination> {
        let ticket = match target {
            MessageTarget::Contact(id) => {
                return Ok(Destination {
                    client: id.as_str().to_owned(),
                    channel: None,
                    transport: None,
                    ticket: None,
                });
            }
            MessageTarget::Ticket(id) => id,
            _ => return Err(Error::invalid("target", "is none that the vendor knows")),
        };
        let dialog = match self.options.source {
            TicketSource::Requests => Some(ticket.as_str().to_owned()),
            TicketSource::Tickets => {
                let request = self.request_behind(api, ticket.as_str()).await?;
                api.requests().get(&request).await?.wire.dialog_id
            }
        };
        let last = match dialog {
            Some(dialog) => {
                let dialog = api.dialogs().get_as::<row::Dialog>(&dialog).await?;
                dialog.wire.last_message
            }
            None => None,
        };
        let destination = last.and_then(|last| {
            Some(Destination {
                client: last.client_id?,
                channel: last.channel_id,
                transport: last.transport,
                ticket: Some(ticket.clone()),
            })
        });
        destination.ok_or_else(|| {
            Error::new(
                ErrorKind::Conflict,
                "the vendor does not tell whom this ticket is about; write to the contact instead",
            )
            .with_vendor(VENDOR)
            .with_delivery(Delivery::Answered)
        })
    }

    /// Sends, and gives back what the vendor has. That it cannot be read again does not undo it.
    async fn post(&self, api: &Api, call: &api::NewMessage, to: &Destination) -> Result<Message> {
        let began = self.clock().now();
        let made = api
            .messages()
            .create_or_find(call, || just_sent(api, call, began))
            .await
            .map_err(|error| missing_at(error, &["client_id", "client"], "contact"))?;
        let dialog = match self.options.source {
            TicketSource::Requests => made.wire.dialog_id.as_deref().map(TicketId::new),
            TicketSource::Tickets => None,
        };
        let ticket = to.ticket.clone().or(dialog);
        Ok(match api.messages().get_as(&made.wire.message_id).await {
            Ok(kept) => message(kept, ticket.as_ref()),
            Err(_) => sent(made, ticket.as_ref()),
        })
    }
}

/// Refuses identifiers that the vendor can never have given out.
fn known_target(target: &MessageTarget, operation: Operation) -> Result<()> {
    match target {
        MessageTarget::Contact(id) => given_out(id.as_str(), operation),
        MessageTarget::Ticket(id) => given_out(ticket_number(id.as_str()), operation),
        _ => Ok(()),
    }
}

/// The file that the vendor takes, by its address and name, and what is left out.
fn one_file(files: &[NewAttachment]) -> (Option<(String, Option<String>)>, Vec<Loss>) {
    let mut losses = Vec::new();
    let mut taken = None;
    for file in files {
        match &file.content {
            Content::Url(url) if taken.is_none() => {
                let name = Some(file.name.clone()).filter(|name| !name.is_empty());
                taken = Some((url.clone(), name));
            }
            Content::Url(_) => losses.push(Loss::new(
                Field::Attachments,
                "the vendor takes one file a message; send the others in messages of their own",
            )),
            _ => losses.push(Loss::new(
                Field::Attachments,
                "the vendor takes a file by its public address only; put it somewhere and give the \
                 address",
            )),
        }
    }
    (taken, losses)
}

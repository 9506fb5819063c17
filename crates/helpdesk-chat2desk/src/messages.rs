//! Messages and notes.

use async_trait::async_trait;
use helpdesk_core::{
    AgentId, CallOptions, Content, Cursor, Delivery, Error, ErrorKind, Field, Loss, Message,
    MessageKind, MessageTarget, Messages, NewAttachment, NewMessage, NewNote, Operation, Page,
    PageRequest, Result, TicketId, Written,
};
use serde::{Deserialize, Serialize};

use helpdesk_http::Kept;

use crate::api::{self, Api, List, ListMessages, MAX_LIMIT};
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
        self.read(Operation::MessagesList, target, page, options, |_| true)
            .await
    }

    /// A read: repeated after failures that may pass.
    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        // The vendor's filter by type does not know comments.
        self.read(Operation::NotesList, target, page, options, |message| {
            message.kind == MessageKind::Note
        })
        .await
    }

    /// Never sent twice blindly. With an `external_id` the contact's newest messages are read after an
    /// unknown delivery, and the one with that identifier is it. Without one, or where the server does not
    /// show identifiers, it is sent once and the caller gets `Delivery::Unknown`.
    async fn send(&self, new: &NewMessage, options: &CallOptions) -> Result<Written<Message>> {
        let (call, losses) = self.new_message(new, options)?;
        let api = self.begin(Operation::MessagesSend, options);
        let sent = self.post(&api, call, &new.target).await?;
        Ok(Written::new(sent).with_losses(losses))
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
        let mut call = self.draft(MessageType::Comment, new.author.as_ref());
        call.text = Some(new.text.clone());
        let sent = self.post(&api, call, &new.target).await?;
        Ok(Written::new(sent).with_losses(losses))
    }
}

impl Chat2Desk {
    /// A message to send, and what is lost. Where it goes is not in it yet.
    fn new_message(
        &self,
        new: &NewMessage,
        options: &CallOptions,
    ) -> Result<(api::NewMessage, Vec<Loss>)> {
        let operation = Operation::MessagesSend;
        let table = self.table();
        let mut losses = table.screen(operation, &new.fields(), options.loss)?;
        let (attachment, left_out) = one_file(&new.attachments);
        losses.extend(table.settle(operation, left_out, options.loss)?);
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
        let mut call = self.draft(MessageType::ToClient, new.author.as_ref());
        call.text = text;
        if let Some((url, name)) = attachment {
            call.attachment = Some(url);
            call.attachment_filename = name;
        }
        call.external_id.clone_from(&new.external_id);
        call.reply_message_id = new.reply_to.as_ref().map(|id| id.as_str().to_owned());
        Ok((call, losses))
    }

    /// What messages and notes have in common.
    fn draft(&self, kind: MessageType, author: Option<&AgentId>) -> api::NewMessage {
        let mut call = api::NewMessage::builder().client_id("").build();
        call.kind = Some(kind);
        call.operator_id = author.map(|agent| agent.as_str().to_owned());
        call.open_dialog = (!self.options.open_dialog).then_some(false);
        call
    }

    /// A page of messages, without those that `admits` leaves out.
    async fn read(
        &self,
        operation: Operation,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
        admits: fn(&Message) -> bool,
    ) -> Result<Page<Message>> {
        self.table().require(operation)?;
        known_target(target, operation)?;
        let api = self.begin(operation, options);
        let mut query = ListMessages::default();
        match (target, self.options.source) {
            (MessageTarget::Contact(id), _) => query.client_id = Some(id.as_str().to_owned()),
            (MessageTarget::Ticket(id), TicketSource::Requests) => {
                query.dialog_id = Some(id.as_str().to_owned());
            }
            (MessageTarget::Ticket(id), TicketSource::Tickets) => {
                // Whatever is wrong with the page is found out before anything is sent.
                Offsets::open(operation, target, page)?;
                let mut found = of_ticket(&api, id).await?;
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
        let from = begin(operation, target, page, &mut query)?;
        let list = api.messages().list_as(&query).await?;
        let seal = |id| Cursor::seal(&VENDOR, operation, target, &From { id });
        let next = behind(&list, from).map(seal).transpose()?;
        let mut items = self.messages(list.items, from);
        items.retain(admits);
        Ok(Page::new(items, next))
    }

    /// The messages from an identifier on.
    fn messages(&self, rows: Vec<Kept<row::Message>>, from: u64) -> Vec<Message> {
        let mut items = Vec::with_capacity(rows.len());
        for row in rows {
            if number(&row).is_some_and(|id| id >= from) {
                let ticket = self.ticket_of(row.wire.dialog_id.as_deref());
                items.push(message(row, ticket.as_ref()));
            }
        }
        items
    }

    /// The ticket a message belongs to: its dialog, where dialogs are tickets.
    fn ticket_of(&self, dialog: Option<&str>) -> Option<TicketId> {
        match self.options.source {
            TicketSource::Requests => dialog.map(TicketId::new),
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
        destination.ok_or_else(about_nobody)
    }

    /// Sends, and gives back what the vendor has. That it cannot be read again does not undo it.
    async fn post(
        &self,
        api: &Api,
        mut call: api::NewMessage,
        target: &MessageTarget,
    ) -> Result<Message> {
        let to = self.destination(api, target).await?;
        call.client_id = to.client;
        call.channel_id = to.channel;
        call.transport = to.transport.map(Into::into);
        let began = self.clock().now();
        let made = api
            .messages()
            .create_or_find(&call, || just_sent(api, &call, began))
            .await
            .map_err(|error| missing_at(error, &["client_id", "client"], "contact"))?;
        let dialog = self.ticket_of(made.wire.dialog_id.as_deref());
        let ticket = to.ticket.or(dialog);
        Ok(match api.messages().get_as(&made.wire.message_id).await {
            Ok(kept) => message(kept, ticket.as_ref()),
            Err(_) => sent(made, ticket.as_ref()),
        })
    }
}

fn about_nobody() -> Error {
    Error::new(
        ErrorKind::Conflict,
        "the vendor does not tell whom this ticket is about; write to the contact instead",
    )
    .with_vendor(VENDOR)
    .with_delivery(Delivery::Answered)
}

/// The first identifier of a page, which the query then asks for.
fn begin(
    operation: Operation,
    target: &MessageTarget,
    page: &PageRequest,
    query: &mut ListMessages,
) -> Result<u64> {
    let size = page
        .size(MAX_LIMIT)
        .map_err(|error| named(error, operation))?;
    let from: From = match &page.cursor {
        Some(cursor) => cursor.open(&VENDOR, operation, target)?,
        None => From { id: 0 },
    };
    query.limit = Some(size);
    query.start_id = (from.id > 0).then(|| from.id.to_string());
    Ok(from.id)
}

/// The number that the identifier of a message is.
fn number(row: &Kept<row::Message>) -> Option<u64> {
    row.wire.id.parse().ok()
}

/// The identifier from which the next page is asked for, if there may be one.
fn behind(list: &List<row::Message>, from: u64) -> Option<u64> {
    let highest = list.items.iter().filter_map(number).max()?;
    let short = list
        .meta
        .limit
        .is_some_and(|limit| (list.items.len() as u64) < limit);
    // A page that ends where it began brings nothing new, whatever is on it.
    (highest >= from && !short).then(|| highest.saturating_add(1))
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

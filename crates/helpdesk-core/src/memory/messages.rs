//! Messages and notes.

use async_trait::async_trait;
use serde_json::Value;

use super::state::{Happening, State};
use super::{MemoryDesk, values};
use crate::webhook::{EventKind, Record};
use crate::{
    AgentId, Attachment, Author, AuthorKind, CallOptions, ChannelId, ContactId, Content,
    DeliveryState, Direction, Error, ErrorKind, Field, Loss, Message, MessageKind, MessageTarget,
    Messages, NewAttachment, NewMessage, NewNote, NewTicket, Operation, Page, PageRequest, Result,
    TicketId, Written,
};

#[async_trait]
impl Messages for MemoryDesk {
    async fn list(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<Message>> {
        self.messages_page(Operation::MessagesList, target, page, |_| true)
    }

    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<Message>> {
        self.messages_page(Operation::NotesList, target, page, |message| {
            message.kind == MessageKind::Note
        })
    }

    async fn send(&self, new: &NewMessage, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::MessagesSend;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut new = new.clone();
        strip(&mut new, &losses);
        check(&new).map_err(|error| self.locate(operation, error))?;
        let message = self.run(operation, |state| state.send(new))?;
        Ok(Written::new(message).with_losses(losses))
    }

    async fn add_note(&self, new: &NewNote, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::NotesAdd;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut new = new.clone();
        if losses.iter().any(|loss| loss.field == Field::Author) {
            new.author = None;
        }
        values::filled(&Field::Text, &new.text).map_err(|error| self.locate(operation, error))?;
        let note = self.run(operation, |state| state.add_note(new))?;
        Ok(Written::new(note).with_losses(losses))
    }
}

impl MemoryDesk {
    fn messages_page(
        &self,
        operation: Operation,
        target: &MessageTarget,
        page: &PageRequest,
        wanted: impl Fn(&Message) -> bool,
    ) -> Result<Page<Message>> {
        self.table().require(operation)?;
        let place = self.place(operation, target, page)?;
        self.run(operation, |state| {
            state.whose(target)?;
            let rows = state
                .messages
                .placed()
                .filter(|(_, message)| belongs(message, target) && wanted(message));
            self.cut(&place, rows, |row| state.show_message(row))
        })
    }
}

/// Whose a message is.
struct Whose {
    contact: Option<ContactId>,
    ticket: Option<TicketId>,
    channel: Option<ChannelId>,
}

impl State {
    /// A message with the name of its author, and its JSON.
    pub(super) fn show_message(&self, row: &Message) -> Message {
        let mut message = row.clone();
        let id = message.author.id.as_deref();
        message.author.name = match message.author.kind {
            AuthorKind::Agent => id
                .and_then(|id| self.agents.find(id))
                .map(|agent| agent.name.clone()),
            AuthorKind::Contact => id
                .and_then(|id| self.contacts.find(id))
                .and_then(|contact| contact.name.clone()),
            _ => None,
        };
        message.vendor_data = self.own_json("message", message.id.as_str(), &message);
        message
    }

    /// A message comes in from a contact.
    pub(super) fn receive(&mut self, contact: &ContactId, text: String) -> Result<Message> {
        values::filled(&Field::Text, &text)?;
        let from = self.contacts.get(contact.as_str())?;
        if from.blocked == Some(true) {
            return Err(Error::new(ErrorKind::Conflict, "the contact is blocked"));
        }
        let channel = from.channel.clone().or_else(|| self.usual_channel());
        let ticket = if let Some(ticket) = self.current_ticket(contact) {
            ticket.id.clone()
        } else {
            let mut new = NewTicket::for_contact(contact);
            new.channel = channel.and_then(|own| own.id).map(Into::into);
            self.create_ticket(contact, new)?.id
        };
        let whose = self.whose(&MessageTarget::Ticket(ticket))?;
        let author = Author::new(AuthorKind::Contact).with_id(Some(contact.to_string()));
        let mut message = self.message(whose.as_parts(), author, MessageKind::Text);
        message.direction = Direction::Inbound;
        message.text = Some(text);
        Ok(self.keep(message, EventKind::MessageReceived, whose.channel))
    }

    fn send(&mut self, new: NewMessage) -> Result<Message> {
        let mut whose = self.whose(&new.target)?;
        if let MessageTarget::Contact(contact) = &new.target
            && let Some(ticket) = self.current_ticket(contact)
        {
            whose.ticket = Some(ticket.id.clone());
        }
        let author = self.author(new.author.as_ref())?;
        if let Some(answered) = &new.reply_to
            && self.messages.find(answered.as_str()).is_none()
        {
            return Err(values::invalid(&Field::ReplyTo, "there is no such message"));
        }
        if let Some(external) = &new.external_id {
            self.check_external_id(external)?;
        }

        let kind = kind_of(&new);
        let mut message = self.message(whose.as_parts(), author, kind);
        let id = message.id.to_string();
        message.direction = Direction::Outbound;
        message.delivery = Some(DeliveryState::Sent);
        message.text = new.text;
        for (number, file) in new.attachments.into_iter().enumerate() {
            message.attachments.push(self.keep_file(&id, number, file));
        }
        let extras = [
            ("external_id", new.external_id),
            (
                "reply_to",
                new.reply_to.map(|answered| answered.to_string()),
            ),
            ("template", new.template.map(|template| template.id)),
        ];
        for (key, value) in extras {
            if let Some(value) = value {
                self.set_extra("message", &id, key, Some(Value::from(value)));
            }
        }
        Ok(self.keep(message, EventKind::MessageSent, whose.channel))
    }

    fn add_note(&mut self, new: NewNote) -> Result<Message> {
        let whose = self.whose(&new.target)?;
        let author = self.author(new.author.as_ref())?;
        let mut note = self.message(whose.as_parts(), author, MessageKind::Note);
        note.direction = Direction::Internal;
        note.text = Some(new.text);
        Ok(self.keep(note, EventKind::NoteCreated, whose.channel))
    }

    fn message(
        &self,
        (contact, ticket): (Option<&ContactId>, Option<&TicketId>),
        author: Author,
        kind: MessageKind,
    ) -> Message {
        let id = self.messages.next_id();
        let mut message = Message::new(id, author, Direction::Internal, kind);
        message.contact = contact.cloned();
        message.ticket = ticket.cloned();
        message.sent_at = Some(self.now);
        message
    }

    fn keep(&mut self, message: Message, kind: EventKind, channel: Option<ChannelId>) -> Message {
        let shown = self.show_message(&message);
        self.messages.put(message);
        let record = Record::Message(Box::new(shown.clone()));
        self.emit(Happening::new(kind, record).on_channel(channel));
        shown
    }

    /// Where a file can be fetched. The bytes themselves stay at this desk, below that path.
    fn keep_file(&mut self, message: &str, number: usize, file: NewAttachment) -> Attachment {
        let url = match file.content {
            Content::Url(url) => url,
            Content::Bytes(bytes) => {
                let path = format!("files/{message}/{number}");
                let url = format!("/{path}");
                self.files.insert(path, bytes);
                url
            }
        };
        Attachment::new(Some(file.name), Some(url), Some(file.mime))
    }

    /// Removes messages, and what is kept beside them.
    pub(super) fn forget_messages(&mut self, gone: impl Fn(&Message) -> bool) {
        let ids: Vec<String> = self
            .messages
            .iter()
            .filter(|message| gone(message))
            .map(|message| message.id.to_string())
            .collect();
        for id in ids {
            let files = format!("files/{id}/");
            self.files.retain(|path, _| !path.starts_with(&files));
            let _ = self.messages.remove(&id);
            self.extras.remove(&("message", id));
        }
    }

    fn whose(&self, target: &MessageTarget) -> Result<Whose> {
        Ok(match target {
            MessageTarget::Contact(id) => {
                let contact = self.contacts.get(id.as_str())?;
                Whose {
                    contact: Some(id.clone()),
                    ticket: None,
                    channel: contact.channel.as_ref().and_then(|own| own.id.clone()),
                }
            }
            MessageTarget::Ticket(id) => {
                let ticket = self.tickets.get(id.as_str())?;
                Whose {
                    contact: ticket.contact_id().cloned(),
                    ticket: Some(id.clone()),
                    channel: ticket.channel.as_ref().and_then(|own| own.id.clone()),
                }
            }
        })
    }

    fn author(&self, agent: Option<&AgentId>) -> Result<Author> {
        Ok(match self.agent_for(agent, &Field::Author)? {
            Some(agent) => {
                Author::new(AuthorKind::Agent).with_id(agent.id.map(|id| id.to_string()))
            }
            None => Author::new(AuthorKind::Api),
        })
    }

    fn check_external_id(&self, external: &str) -> Result<()> {
        let known = self.extras.iter().find(|((kind, _), extras)| {
            *kind == "message"
                && extras.get("external_id").and_then(Value::as_str) == Some(external)
        });
        match known {
            None => Ok(()),
            Some(((_, id), _)) => Err(Error::new(
                ErrorKind::Conflict,
                "a message with this external identifier was sent already",
            )
            .with_field_error(Field::ExternalId.as_str(), "belongs to another message")
            .with_existing_id(id.clone())),
        }
    }
}

impl Whose {
    fn as_parts(&self) -> (Option<&ContactId>, Option<&TicketId>) {
        (self.contact.as_ref(), self.ticket.as_ref())
    }
}

fn belongs(message: &Message, target: &MessageTarget) -> bool {
    match target {
        MessageTarget::Contact(id) => message.contact.as_ref() == Some(id),
        MessageTarget::Ticket(id) => message.ticket.as_ref() == Some(id),
    }
}

fn kind_of(new: &NewMessage) -> MessageKind {
    if new.template.is_some() {
        return MessageKind::Template;
    }
    match new.attachments.first() {
        None => MessageKind::Text,
        Some(file) => match file.mime.split('/').next() {
            Some("image") => MessageKind::Image,
            Some("audio") => MessageKind::Audio,
            Some("video") => MessageKind::Video,
            _ => MessageKind::File,
        },
    }
}

fn check(new: &NewMessage) -> Result<()> {
    match &new.text {
        Some(text) => values::filled(&Field::Text, text),
        None if new.attachments.is_empty() && new.template.is_none() => {
            values::filled(&Field::Text, "")
        }
        None => Ok(()),
    }
}

/// Takes out what the desk cannot hold.
fn strip(new: &mut NewMessage, losses: &[Loss]) {
    for loss in losses {
        match loss.field {
            Field::Text => new.text = None,
            Field::Attachments => new.attachments.clear(),
            Field::Template => new.template = None,
            Field::Author => new.author = None,
            Field::ReplyTo => new.reply_to = None,
            Field::ExternalId => new.external_id = None,
            _ => {}
        }
    }
}

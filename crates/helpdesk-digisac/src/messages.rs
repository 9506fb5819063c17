//! Messages and notes.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Content, Error, ErrorKind, Field, Loss, Message, MessageTarget, Messages,
    NewAttachment, NewMessage, NewNote, Operation, Page, PageRequest, Problems, Result, Written,
};

use crate::api::{Api, FileInput, Include, ListRequest, SendMessage, Spelling};
use crate::desk::refused;
use crate::{Digisac, convert, paging, row};

/// The column that a target stands in, and its identifier.
fn column(operation: Operation, target: &MessageTarget) -> Result<(&'static str, &str)> {
    match target {
        MessageTarget::Contact(id) => Ok(("contactId", id.as_str())),
        MessageTarget::Ticket(id) => Ok(("ticketId", id.as_str())),
        _ => Err(refused(
            operation,
            Error::new(
                ErrorKind::Unsupported,
                "Digisac keeps messages by contact and by ticket",
            ),
        )),
    }
}

fn list_request(column: &str, id: &str, at: paging::Position) -> ListRequest {
    ListRequest::builder()
        .filter(serde_json::json!({ column: id }))
        .order(crate::api::Messages::oldest_first())
        .include(vec![Include::new("file")])
        .page(at.page)
        .per_page(at.per)
        .spelling(Spelling::Brackets)
        .build()
}

/// The file of a message: the only one, and as bytes.
fn file(attachments: &[NewAttachment], problems: &mut Problems) -> Option<FileInput> {
    let first = attachments.first()?;
    if let Content::Bytes(bytes) = &first.content {
        return Some(FileInput::from_bytes(
            first.name.as_str(),
            first.mime.as_str(),
            bytes,
        ));
    }
    problems.add(
        "attachments",
        "Digisac takes the file itself; fetch it, and give its bytes",
    );
    None
}

impl Digisac {
    /// The contact behind a target. A ticket has to be open: what is written to a contact goes into
    /// the open ticket, whichever that is.
    async fn addressee(&self, api: &Api, target: &MessageTarget) -> Result<String> {
        match target {
            MessageTarget::Contact(id) => Ok(id.as_str().to_owned()),
            MessageTarget::Ticket(id) => {
                let ticket = self.whole_ticket(api, id.as_str()).await?.wire;
                if ticket.is_open == Some(false) {
                    return Err(api.seen(
                        ErrorKind::Conflict,
                        "the ticket is closed, and the message would go into another one; write to the contact",
                    ));
                }
                ticket.contact_id.ok_or_else(|| {
                    api.seen(
                        ErrorKind::Decode,
                        "the ticket has no contact, and Digisac writes to contacts",
                    )
                })
            }
            _ => Err(api.seen(
                ErrorKind::Unsupported,
                "Digisac writes to contacts and tickets",
            )),
        }
    }

    /// Sends a message or a note to a contact. When that fails, the contact may be what is missing.
    async fn deliver(&self, api: &Api, message: &SendMessage) -> Result<Message> {
        match api.messages().send_as(message).await {
            Ok(row) => Ok(convert::message(api.identified(row)?)),
            Err(error) => {
                let unclear = error.status().is_some()
                    && matches!(
                        error.kind(),
                        ErrorKind::Invalid | ErrorKind::Unavailable | ErrorKind::NotFound
                    );
                if unclear && let Some(contact) = &message.contact_id {
                    match api.contacts().get_as::<row::Contact>(contact, &[]).await {
                        Err(missing) if missing.is_not_found() => return Err(missing),
                        _ => {}
                    }
                }
                Err(error)
            }
        }
    }

    /// Digisac opens a ticket unless it is told not to.
    fn dont_open_ticket(&self) -> Option<bool> {
        (!self.settings().open_ticket_on_send).then_some(true)
    }
}

#[async_trait]
impl Messages for Digisac {
    /// Oldest first, with notes and system records among them.
    async fn list(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        let operation = Operation::MessagesList;
        self.table().require_filters(operation, &[target.field()])?;
        let (column, id) = column(operation, target)?;
        let at = paging::wanted(operation, target, page)?;
        let api = self.scoped(operation, options);
        let list = api
            .messages()
            .list_as::<row::Message>(&list_request(column, id, at))
            .await?;
        paging::page(&api, operation, target, at, list, |row| {
            row.wire.deleted_at.is_none().then(|| convert::message(row))
        })
    }

    /// The comments, oldest first.
    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        let operation = Operation::NotesList;
        self.table().require_filters(operation, &[target.field()])?;
        let (column, id) = column(operation, target)?;
        let at = paging::wanted(operation, target, page)?;
        let api = self.scoped(operation, options);
        let request = crate::api::Messages::notes_request(column, id, at.page, at.per);
        let list = api.messages().list_as::<row::Message>(&request).await?;
        paging::page(&api, operation, target, at, list, |row| {
            let own = &row.wire;
            (convert::is_note(own) && own.deleted_at.is_none()).then(|| convert::message(row))
        })
    }

    /// Sent once. Digisac keeps no identifier of the caller's, so after an unknown delivery the
    /// error says so. A ticket has to be open, `Conflict` otherwise; so is a channel that is not
    /// connected.
    async fn send(&self, new: &NewMessage, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::MessagesSend;
        let mut losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let text = new.text.as_deref().filter(|text| !text.trim().is_empty());
        let mut problems = Problems::default();
        let file = file(&new.attachments, &mut problems);
        problems.add_if(
            text.is_none() && new.attachments.is_empty() && new.template.is_none(),
            "text",
            "there is nothing to send; give a text, a file or a template",
        );
        problems.add_if(
            new.template.is_some() && (text.is_some() || !new.attachments.is_empty()),
            "template",
            "stands in place of text and files; leave those out",
        );
        problems
            .finish()
            .map_err(|error| refused(operation, error))?;
        let lost = if new.attachments.len() > 1 {
            vec![Loss::new(
                Field::Attachments,
                "a message carries one file; the first one is sent",
            )]
        } else {
            Vec::new()
        };
        losses.extend(self.table().settle(operation, lost, options.loss)?);

        let api = self.scoped(operation, options);
        let contact = self.addressee(&api, &new.target).await?;
        let message = SendMessage::builder()
            .maybe_text(text.map(str::to_owned))
            .kind("chat")
            .contact_id(contact)
            .maybe_user_id(new.author.as_ref().map(|agent| agent.as_str().to_owned()))
            .origin(if new.author.is_some() { "user" } else { "bot" })
            .maybe_dont_open_ticket(self.dont_open_ticket())
            .maybe_file(file)
            .maybe_hsm_id(new.template.as_ref().map(|template| template.id.clone()))
            .parameters(new.template.iter().map(convert::parameters).collect())
            .build();
        let sent = self.deliver(&api, &message).await?;
        Ok(Written::new(sent).with_losses(losses))
    }

    /// Sent once, as a comment, which the contact never sees. A ticket has to be open, `Conflict`
    /// otherwise.
    async fn add_note(&self, new: &NewNote, options: &CallOptions) -> Result<Written<Message>> {
        let operation = Operation::NotesAdd;
        let losses = self
            .table()
            .screen(operation, &new.fields(), options.loss)?;
        let mut problems = Problems::default();
        problems.add_if(
            new.text.trim().is_empty(),
            "text",
            "is empty; give the note a text",
        );
        problems
            .finish()
            .map_err(|error| refused(operation, error))?;
        let api = self.scoped(operation, options);
        let contact = self.addressee(&api, &new.target).await?;
        let note = SendMessage::builder()
            .text(new.text.as_str())
            .kind(convert::COMMENT)
            .contact_id(contact)
            .maybe_user_id(new.author.as_ref().map(|agent| agent.as_str().to_owned()))
            .origin(if new.author.is_some() { "user" } else { "bot" })
            .maybe_dont_open_ticket(self.dont_open_ticket())
            .build();
        let added = self.deliver(&api, &note).await?;
        Ok(Written::new(added).with_losses(losses))
    }
}

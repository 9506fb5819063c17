//! Messages and notes.

use crate::stream::ListStream;
use crate::{
    Message, MessageTarget, NewMessage, NewNote, Operation, Page, PageRequest, Result, Written,
};

handle!(
    /// The messages and notes of a desk.
    MessagesHandle,
    messages,
    crate::Messages
);

impl MessagesHandle {
    /// One page of messages. See [`Messages::list`](crate::Messages::list).
    pub async fn list(&self, target: &MessageTarget, page: &PageRequest) -> Result<Page<Message>> {
        self.area(Operation::MessagesList)?
            .list(target, page, &self.client.options)
            .await
    }

    /// All messages of a contact or ticket, fetched page by page as they are read.
    #[inline]
    pub fn stream(&self, target: impl Into<MessageTarget>) -> ListStream<Message> {
        let target = target.into();
        list_stream!(
            self,
            Operation::MessagesList,
            PageRequest::first(),
            [target],
            |area, page, options| area.list(&target, page, options)
        )
    }

    /// One page of notes. See [`Messages::notes`](crate::Messages::notes).
    pub async fn notes(&self, target: &MessageTarget, page: &PageRequest) -> Result<Page<Message>> {
        self.area(Operation::NotesList)?
            .notes(target, page, &self.client.options)
            .await
    }

    /// All notes of a contact or ticket, fetched page by page as they are read.
    #[inline]
    pub fn notes_stream(&self, target: impl Into<MessageTarget>) -> ListStream<Message> {
        let target = target.into();
        list_stream!(
            self,
            Operation::NotesList,
            PageRequest::first(),
            [target],
            |area, page, options| area.notes(&target, page, options)
        )
    }

    /// Sends a public message, which the contact sees. See [`Messages::send`](crate::Messages::send).
    pub async fn send(&self, new: &NewMessage) -> Result<Written<Message>> {
        self.area(Operation::MessagesSend)?
            .send(new, &self.client.options)
            .await
    }

    /// Adds an internal note, which the contact never sees. See
    /// [`Messages::add_note`](crate::Messages::add_note).
    pub async fn add_note(&self, new: &NewNote) -> Result<Written<Message>> {
        self.area(Operation::NotesAdd)?
            .add_note(new, &self.client.options)
            .await
    }
}

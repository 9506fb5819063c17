//! Messages and notes that break rules.

use async_trait::async_trait;
use helpdesk_core::{
    Author, AuthorKind, CallOptions, Direction, Error, ErrorKind, Message, MessageKind,
    MessageTarget, Messages, NewMessage, NewNote, Page, PageRequest, Result, Timestamp, Written,
};

use crate::desk::{Break, Broken};

impl Broken {
    fn talk(&self) -> &dyn Messages {
        self.inner.desk().messages().unwrap()
    }
}

#[async_trait]
impl Messages for Broken {
    async fn list(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        let listed = self.talk().list(target, page, options).await;
        if self.is(Break::EverybodysMessages) && listed.is_err() && page.cursor.is_none() {
            let author = Author::new(AuthorKind::System);
            let kind = MessageKind::Text;
            let message = Message::new("message-1", author, Direction::Outbound, kind);
            return Ok(Page::last(vec![message]));
        }
        let mut listed = listed?;
        if self.is(Break::InboundAsOutbound) {
            for message in &mut listed.items {
                message.direction = Direction::Outbound;
            }
        }
        if self.is(Break::MessagesMixed) {
            for (at, message) in listed.items.iter_mut().enumerate() {
                let second = [7, 3, 9, 1, 8][at % 5];
                message.sent_at = Timestamp::from_second(second).ok();
            }
        }
        Ok(listed)
    }

    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        self.talk().notes(target, page, options).await
    }

    async fn send(&self, new: &NewMessage, options: &CallOptions) -> Result<Written<Message>> {
        if self.is(Break::MessageInternal) {
            let text = new.text.clone().unwrap_or_default();
            let note = NewNote::new(new.target.clone(), text);
            let mut written = self.talk().add_note(&note, options).await?;
            written.value.direction = Direction::Outbound;
            written.value.kind = MessageKind::Text;
            return Ok(written);
        }
        let text = new.text.clone().unwrap_or_default();
        if self.is(Break::TextInError) {
            return Err(Error::new(
                ErrorKind::Invalid,
                format!("nobody wants `{text}`"),
            ));
        }
        match self.talk().send(new, options).await {
            Err(error) if error.is_not_found() && self.is(Break::NobodyIsWrittenTo) => {
                let author = Author::new(AuthorKind::Api);
                let kind = MessageKind::Text;
                let message = Message::new("message-900", author, Direction::Outbound, kind);
                Ok(Written::new(message))
            }
            sent => sent,
        }
    }

    async fn add_note(&self, new: &NewNote, options: &CallOptions) -> Result<Written<Message>> {
        if self.is(Break::NotePublic) {
            let message = NewMessage::text(new.target.clone(), new.text.clone());
            let mut written = self.talk().send(&message, options).await?;
            written.value.direction = Direction::Internal;
            written.value.kind = MessageKind::Note;
            return Ok(written);
        }
        self.talk().add_note(new, options).await
    }
}

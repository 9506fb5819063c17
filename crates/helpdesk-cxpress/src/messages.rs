//! Notes. The vendor's interface neither shows nor sends messages, and adds no notes.

use async_trait::async_trait;
use helpdesk_core::{
    CallOptions, Error, Field, Message, MessageTarget, Messages, NewMessage, NewNote, Operation,
    Page, PageRequest, Result, Written,
};

use crate::Cxpress;
use crate::convert::messages::note;
use crate::paging::{Answered, Listing, converted};
use crate::row::Note;
use crate::wire;

#[async_trait]
impl Messages for Cxpress {
    async fn list(
        &self,
        _: &MessageTarget,
        _: &PageRequest,
        _: &CallOptions,
    ) -> Result<Page<Message>> {
        Err(self.lacks(Operation::MessagesList))
    }

    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>> {
        let operation = Operation::NotesList;
        self.table().require_filters(operation, &[target.field()])?;
        let MessageTarget::Ticket(ticket) = target else {
            let error = Error::unsupported(
                &crate::VENDOR,
                operation,
                "the vendor keeps notes in tickets; list the contact's tickets, and their notes",
            );
            return Err(error.with_field_error(Field::Contact.as_str(), "name a ticket"));
        };
        let listing = Listing::open(operation, target, page, 1)?;

        let api = self.begin(operation, options);
        let found: wire::Page<Note> = api
            .tickets()
            .internal_observations_as(ticket.as_str(), listing.paging())
            .await?;
        // The list has no pagination block. A page with fewer rows than it could have is the last;
        // dates count as rows, for it is not documented that they do not.
        let full = found.items.len() >= listing.size() as usize;
        let next = full.then(|| listing.paging().page.unwrap_or(1) + 1);
        let first = found.items.iter().find_map(|row| row.wire.id.clone());
        let answered = Answered::of(&found, |_| "").told_by(first);
        if listing.repeats(&answered) {
            // The vendor ignores the page: all there is was on the first one.
            return Ok(Page::last(Vec::new()));
        }
        let notes = converted(found.items, |row| note(row, ticket));
        listing.page(&answered.followed_by(next), notes, false)
    }

    async fn send(&self, _: &NewMessage, _: &CallOptions) -> Result<Written<Message>> {
        Err(self.lacks(Operation::MessagesSend))
    }

    async fn add_note(&self, _: &NewNote, _: &CallOptions) -> Result<Written<Message>> {
        Err(self.lacks(Operation::NotesAdd))
    }
}

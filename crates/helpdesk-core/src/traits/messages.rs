//! Messages and notes.

use async_trait::async_trait;

use crate::{
    CallOptions, Message, MessageTarget, NewMessage, NewNote, Page, PageRequest, Result, Written,
};

/// What is said to contacts, and what is noted about them.
#[async_trait]
pub trait Messages: Send + Sync {
    /// One page of what was exchanged, oldest first where the vendor allows it; notes and system
    /// entries among it where the vendor keeps them together, told apart by
    /// [`Message::direction`] and [`Message::kind`].
    async fn list(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>>;

    /// One page of internal notes.
    async fn notes(
        &self,
        target: &MessageTarget,
        page: &PageRequest,
        options: &CallOptions,
    ) -> Result<Page<Message>>;

    /// Sends a public message. The contact sees it.
    ///
    /// After an unknown delivery it is looked for by its `external_id` where the vendor keeps one;
    /// elsewhere the error says so with
    /// [`Delivery::Unknown`](crate::Delivery::Unknown), and nothing is sent again.
    async fn send(&self, new: &NewMessage, options: &CallOptions) -> Result<Written<Message>>;

    /// Adds an internal note. The contact never sees it.
    async fn add_note(&self, new: &NewNote, options: &CallOptions) -> Result<Written<Message>>;
}

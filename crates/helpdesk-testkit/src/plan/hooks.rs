//! What happens outside the client.

use std::future::Future;
use std::sync::Arc;

use helpdesk_core::webhook::Inbound;
use helpdesk_core::{Client, ContactId, TicketId};

use super::{OddTicket, StoredMessage};
use crate::{Plan, Recorded};

/// What happens outside the client.
impl Plan {
    /// Makes this many contacts quickly, behind the client's back. By default they are created one by
    /// one through the client.
    #[must_use]
    pub fn seed_contacts<Fut>(mut self, seed: impl Fn(u32) -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Vec<ContactId>> + Send + 'static,
    {
        self.seed_contacts = Some(Arc::new(move |n| Box::pin(seed(n))));
        self
    }

    /// Makes an open ticket of a contact, for vendors where none can be created.
    #[must_use]
    pub fn make_ticket<Fut>(
        mut self,
        make: impl Fn(ContactId) -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = TicketId> + Send + 'static,
    {
        self.make_ticket = Some(Arc::new(move |contact| Box::pin(make(contact))));
        self
    }

    /// Lets a contact write in.
    #[must_use]
    pub fn receive<Fut>(
        mut self,
        receive: impl Fn(ContactId, String) -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.receive = Some(Arc::new(move |(contact, text)| {
            Box::pin(receive(contact, text))
        }));
        self
    }

    /// Looks up what the vendor really holds as messages and notes.
    #[must_use]
    pub fn stored_messages<Fut>(mut self, look: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Vec<StoredMessage>> + Send + 'static,
    {
        self.stored_messages = Some(Arc::new(move |()| Box::pin(look())));
        self
    }

    /// Tells whether a request, by its form, sends its text to the contact. A note's text must be in
    /// no such request.
    #[must_use]
    pub fn public_request(
        mut self,
        is_public: impl Fn(&Recorded) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.public = Some(Arc::new(is_public));
        self
    }

    /// Makes a ticket with a status or priority that the neutral model does not know.
    #[must_use]
    pub fn odd_ticket<Fut>(mut self, make: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = OddTicket> + Send + 'static,
    {
        self.odd_ticket = Some(Arc::new(move |()| Box::pin(make())));
        self
    }

    /// From now on a list of contacts has an empty page in its middle, as seen by the client that
    /// is given back.
    #[must_use]
    pub fn empty_middle_page<Fut>(
        mut self,
        switch: impl Fn() -> Fut + Send + Sync + 'static,
    ) -> Self
    where
        Fut: Future<Output = Client> + Send + 'static,
    {
        self.empty_middle_page = Some(Arc::new(move |()| Box::pin(switch())));
        self
    }

    /// Takes the webhook deliveries that the vendor has made since this was last asked, as they come
    /// in, proof and all.
    #[must_use]
    pub fn deliveries<Fut>(mut self, take: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Vec<Inbound>> + Send + 'static,
    {
        self.deliveries = Some(Arc::new(move |()| Box::pin(take())));
        self
    }

    /// A delivery with good proof of an event that nobody has heard of.
    #[must_use]
    pub fn unknown_delivery<Fut>(mut self, make: impl Fn() -> Fut + Send + Sync + 'static) -> Self
    where
        Fut: Future<Output = Inbound> + Send + 'static,
    {
        self.unknown_delivery = Some(Arc::new(move |()| Box::pin(make())));
        self
    }
}

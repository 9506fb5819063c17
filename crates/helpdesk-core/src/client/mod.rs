//! What users hold: a desk, with conveniences.

#[macro_use]
mod handle;

mod contacts;
mod directory;
mod hydrate;
mod messages;
mod tags;
mod tickets;
mod webhooks;

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

pub use contacts::{ContactsHandle, Upserted};
pub use directory::DirectoryHandle;
pub use messages::MessagesHandle;
pub use tags::TagsHandle;
pub use tickets::TicketsHandle;
pub use webhooks::WebhooksHandle;

use crate::webhook::{Event, Inbound, Receiver, Verified};
use crate::{
    Account, CallOptions, Capabilities, Error, Helpdesk, Operation, RawRequest, RawResponse,
    Result, Vendor,
};

/// A desk, to work with. Cloning is cheap; clones share connections, tokens and budgets.
///
/// The areas are handed out by [`Client::contacts`], [`Client::tickets`] and so on. Settings such as
/// [`Client::allow_loss`] give a client that differs in that one thing and shares all else.
#[derive(Clone)]
pub struct Client {
    desk: Arc<dyn Helpdesk>,
    options: CallOptions,
    prefetch: NonZeroUsize,
}

impl Client {
    /// A client of this desk.
    pub fn new(desk: impl Helpdesk) -> Self {
        Self::from_arc(Arc::new(desk))
    }

    /// A client of a desk that is shared already.
    pub fn from_arc(desk: Arc<dyn Helpdesk>) -> Self {
        Self {
            desk,
            options: CallOptions::new(),
            prefetch: NonZeroUsize::MIN,
        }
    }

    /// The same client, which goes ahead without fields that the vendor cannot hold; the answers
    /// list each [`Loss`](crate::Loss).
    #[must_use]
    pub fn allow_loss(&self) -> Self {
        Self {
            options: self.options.allow_loss(),
            ..self.clone()
        }
    }

    /// The same client, whose calls take no longer than this each, retries and waiting for the
    /// budget included.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        Self {
            options: self.options.with_timeout(timeout),
            ..self.clone()
        }
    }

    /// The same client, whose streams fetch up to this many pages at the same time.
    #[must_use]
    pub fn with_prefetch(&self, pages: NonZeroUsize) -> Self {
        Self {
            prefetch: pages,
            ..self.clone()
        }
    }

    /// The vendor.
    pub fn vendor(&self) -> &Vendor {
        self.desk.vendor()
    }

    /// What the desk can do.
    pub fn capabilities(&self) -> &Capabilities {
        self.desk.capabilities()
    }

    /// Whether the desk can carry out an operation.
    pub fn supports(&self, operation: Operation) -> bool {
        self.capabilities().supports(operation)
    }

    /// The options that calls of this client carry.
    pub fn options(&self) -> &CallOptions {
        &self.options
    }

    /// The desk.
    pub fn desk(&self) -> &Arc<dyn Helpdesk> {
        &self.desk
    }

    /// Contacts.
    pub fn contacts(&self) -> ContactsHandle {
        ContactsHandle::new(self.clone())
    }

    /// Tickets.
    pub fn tickets(&self) -> TicketsHandle {
        TicketsHandle::new(self.clone())
    }

    /// Tags.
    pub fn tags(&self) -> TagsHandle {
        TagsHandle::new(self.clone())
    }

    /// Messages and notes.
    pub fn messages(&self) -> MessagesHandle {
        MessagesHandle::new(self.clone())
    }

    /// Agents, departments, channels, custom fields.
    pub fn directory(&self) -> DirectoryHandle {
        DirectoryHandle::new(self.clone())
    }

    /// Administration of webhooks.
    pub fn webhooks(&self) -> WebhooksHandle {
        WebhooksHandle::new(self.clone())
    }

    /// Verifies a webhook delivery.
    ///
    /// Fails with [`ErrorKind::Webhook`](crate::ErrorKind::Webhook);
    /// [`Rejection::of`](crate::webhook::Rejection::of) tells why.
    #[inline]
    pub fn verify_webhook(&self, inbound: Inbound) -> Result<Verified> {
        self.receiver(Operation::WebhooksVerify)?.verify(inbound)
    }

    /// Reads a verified webhook delivery.
    #[inline]
    pub fn parse_webhook(&self, verified: &Verified) -> Result<Vec<Event>> {
        self.receiver(Operation::WebhooksParse)?.parse(verified)
    }

    fn receiver(&self, operation: Operation) -> Result<&dyn Receiver> {
        self.desk.receiver().ok_or_else(|| self.lacks(operation))
    }

    /// Sees whether the credentials work and what is left of the plan.
    pub async fn check(&self) -> Result<Account> {
        self.desk.check(&self.options).await
    }

    /// Sends any call of the vendor's own interface through the same pipeline.
    pub async fn raw(&self, request: RawRequest) -> Result<RawResponse> {
        self.desk.raw(request, &self.options).await
    }

    /// The vendor's own client, if this desk is of that type; also behind wrappers.
    pub fn native<T: 'static>(&self) -> Option<&T> {
        let mut desk: &dyn Helpdesk = &*self.desk;
        loop {
            if let Some(native) = desk.as_any().downcast_ref::<T>() {
                return Some(native);
            }
            desk = desk.wrapped()?;
        }
    }

    /// The refusal for an area that the desk lacks as a whole.
    pub(crate) fn lacks(&self, operation: Operation) -> Error {
        match self.capabilities().require(operation) {
            Err(error) => error,
            Ok(()) => {
                Error::unsupported(self.vendor(), operation, "this desk lacks the whole area")
            }
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &self.vendor().as_str())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

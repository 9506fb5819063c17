//! The desk itself.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};
use jiff::Timestamp;

use super::state::{Fault, JournalEntry, State};
use super::{MemoryBuilder, raw};
use crate::webhook::{Inbound, Receiver, UnsignedPolicy};
use crate::{
    Account, CallOptions, Capabilities, Client, Clock, ContactId, Contacts, Delivery, Directory,
    Error, ErrorKind, Helpdesk, Message, Messages, Operation, RawRequest, RawResponse, Result,
    Tags, Tickets, Vendor, WebhookId, Webhooks,
};

/// What does not change while the desk lives.
pub(super) struct Settings {
    pub vendor: Vendor,
    pub capabilities: Capabilities,
    pub clock: Option<Arc<dyn Clock>>,
    pub page_size_max: u32,
    pub empty_middle_page: bool,
    pub unsigned: UnsignedPolicy,
}

struct Inner {
    settings: Settings,
    state: Mutex<State>,
}

/// A desk that lives in memory and does everything the contract asks for.
///
/// Cloning is cheap; clones are the same desk. Nothing is sent anywhere and nothing outlives the
/// last clone. `Debug` shows how much there is, never what.
#[derive(Clone)]
pub struct MemoryDesk(Arc<Inner>);

impl MemoryDesk {
    /// A desk with the standard world: two agents, two departments, three channels, three custom
    /// fields, no contacts.
    pub fn new() -> Self {
        Self::builder().build()
    }

    /// Begins a desk of one's own, with the standard world.
    pub fn builder() -> MemoryBuilder {
        MemoryBuilder::new()
    }

    pub(super) fn assemble(settings: Settings, state: State) -> Self {
        Self(Arc::new(Inner {
            settings,
            state: Mutex::new(state),
        }))
    }

    /// A client of this desk.
    pub fn client(&self) -> Client {
        Client::new(self.clone())
    }

    /// The calls that took effect, oldest first. A call that was refused is not among them.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.lock().journal.clone()
    }

    /// Lets the next call of this operation fail with this error. Nothing is carried out.
    ///
    /// Several failures of one operation come out in the order in which they were given.
    pub fn fail_next(&self, operation: Operation, error: Error) {
        self.add_fault(operation, error, false);
    }

    /// Lets the next call of this operation be carried out and its answer be lost: the caller gets
    /// this error. Give it [`Delivery::Unknown`], as a broken connection would have it.
    pub fn lose_next_answer(&self, operation: Operation, error: Error) {
        self.add_fault(operation, error, true);
    }

    fn add_fault(&self, operation: Operation, error: Error, acted: bool) {
        self.lock().faults.push(Fault {
            operation,
            error,
            acted,
        });
    }

    /// A message comes in, as if the contact wrote it. It joins the contact's newest ticket that is
    /// not closed; without one a ticket is opened.
    ///
    /// `NotFound` when there is no such contact, `Conflict` when it is blocked, `Invalid` when the
    /// text is empty.
    pub fn receive(&self, contact: &ContactId, text: impl Into<String>) -> Result<Message> {
        let text = text.into();
        let mut state = self.lock();
        state.now = self.now();
        state
            .receive(contact, text)
            .map_err(|error| error.with_vendor(self.0.settings.vendor.clone()))
    }

    /// Every webhook delivery so far, oldest first, as one subscription to everything would get it.
    ///
    /// The URL holds the shared secret, if the desk has one, so that the desk's own receiver
    /// verifies what comes out here.
    pub fn deliveries(&self) -> Vec<Inbound> {
        let url = match &self.0.settings.unsigned {
            UnsignedPolicy::Secret(secret) => format!("/webhooks/memory?key={}", secret.expose()),
            UnsignedPolicy::Refuse | UnsignedPolicy::Accept => "/webhooks/memory".to_owned(),
        };
        let state = self.lock();
        state
            .sent
            .iter()
            .map(|sent| inbound(&url, sent.body.clone()))
            .collect()
    }

    /// The deliveries that one subscription got at its URL, oldest first.
    pub fn deliveries_to(&self, webhook: &WebhookId) -> Vec<Inbound> {
        let state = self.lock();
        state
            .sent
            .iter()
            .flat_map(|sent| sent.to.iter().map(|(id, url)| (id, url, &sent.body)))
            .filter(|(id, _, _)| *id == webhook)
            .map(|(_, url, body)| inbound(url, body.clone()))
            .collect()
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Timestamp {
        self.0
            .settings
            .clock
            .as_ref()
            .map_or_else(Timestamp::now, |clock| clock.now())
    }

    /// The table of what this desk can do.
    pub(super) fn table(&self) -> &Capabilities {
        &self.0.settings.capabilities
    }

    /// Says where an error happened.
    pub(super) fn locate(&self, operation: Operation, error: Error) -> Error {
        error
            .with_vendor(self.0.settings.vendor.clone())
            .with_operation(operation.as_str())
    }

    /// Carries out one call on the state, unless a fault waits for it, and notes it in the journal.
    ///
    /// What the input lacks is found before, so `Invalid` out of here still counts as not sent.
    pub(super) fn run<T>(
        &self,
        operation: Operation,
        work: impl FnOnce(&mut State) -> Result<T>,
    ) -> Result<T> {
        self.table().require(operation)?;
        let mut state = self.lock();
        state.now = self.now();
        state.changed = false;
        let lost = match state.take_fault(operation) {
            Some(fault) if fault.acted => Some(fault.error),
            Some(fault) => return Err(self.locate(operation, fault.error)),
            None => None,
        };
        let value = work(&mut state).map_err(|error| {
            let error = self.locate(operation, error);
            match error.kind() {
                ErrorKind::NotFound | ErrorKind::Conflict => {
                    error.with_delivery(Delivery::Answered).with_attempts(1)
                }
                _ => error,
            }
        })?;
        let wrote = state.changed;
        state.journal.push(JournalEntry { operation, wrote });
        match lost {
            Some(error) => Err(self.locate(operation, error)),
            None => Ok(value),
        }
    }

    /// Whether the desk can do any operation that passes.
    fn any(&self, passes: impl Fn(Operation) -> bool) -> bool {
        self.table()
            .iter()
            .any(|(operation, capability)| passes(operation) && capability.is_supported())
    }

    fn has(&self, area: &str) -> bool {
        self.any(|operation| operation.area() == area && !is_reception(operation))
    }
}

fn is_reception(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::WebhooksVerify | Operation::WebhooksParse
    )
}

fn inbound(url: &str, body: bytes::Bytes) -> Inbound {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let inbound = Inbound::new(headers, body);
    match url.parse() {
        Ok(uri) => inbound.with_uri(&uri),
        Err(_) => inbound,
    }
}

impl Default for MemoryDesk {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("MemoryDesk")
            .field("vendor", &self.0.settings.vendor.as_str())
            .field("contacts", &state.contacts.len())
            .field("tickets", &state.tickets.len())
            .field("tags", &state.tags.len())
            .field("messages", &state.messages.len())
            .field("webhooks", &state.webhooks.len())
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Helpdesk for MemoryDesk {
    fn vendor(&self) -> &Vendor {
        &self.0.settings.vendor
    }

    fn capabilities(&self) -> &Capabilities {
        self.table()
    }

    fn contacts(&self) -> Option<&dyn Contacts> {
        self.has("contacts").then_some(self)
    }

    fn tickets(&self) -> Option<&dyn Tickets> {
        self.has("tickets").then_some(self)
    }

    fn tags(&self) -> Option<&dyn Tags> {
        self.has("tags").then_some(self)
    }

    fn messages(&self) -> Option<&dyn Messages> {
        self.has("messages").then_some(self)
    }

    fn directory(&self) -> Option<&dyn Directory> {
        self.has("directory").then_some(self)
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        self.has("webhooks").then_some(self)
    }

    fn receiver(&self) -> Option<&dyn Receiver> {
        self.any(is_reception).then_some(self)
    }

    async fn check(&self, _: &CallOptions) -> Result<Account> {
        self.run(Operation::AccountCheck, |_| {
            Ok(Account::new().named(Some("memory".to_owned())))
        })
    }

    async fn raw(&self, request: RawRequest, _: &CallOptions) -> Result<RawResponse> {
        self.run(Operation::Raw, |state| Ok(raw::answer(state, &request)))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        None
    }
}

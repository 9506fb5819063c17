//! The vendor's own interface: one method for each documented endpoint.
//!
//! [`Api`] hands out a small object for each resource, named as the vendor's paths name it:
//! `api.consumers()`, `api.historic()`. Requests are typed, with builders that check required fields
//! when they are compiled; answers are [`wire`] types, each with the vendor's own JSON beside it.
//!
//! What can go wrong with every call, and so is not repeated: `Unauthorized` and `Forbidden`,
//! `RateLimited` (also for the ten minutes of an address block), `Unavailable`, `Transport`,
//! `Timeout` and `Decode`. No refusal is documented; what is made of them stands in the crate's
//! documentation. Reads and writes of an absolute state are repeated after failures that may pass;
//! how others are is said on the method.

mod agents;
mod channels;
mod consumers;
mod custom_fields;
mod historic;
mod queries;
mod sectors;
mod tags;
mod tasks;
mod tickets;
pub(crate) mod token;

pub use agents::{Agents, ListAgents};
pub use channels::{ChannelKeys, CompanyEmails, ListEmails};
pub use consumers::{Consumers, ListConsumers};
pub use custom_fields::CustomFields;
pub use historic::{Historic, ListHistory};
pub use queries::{Direction, ListTickets, Paging};
pub use sectors::{ListSectors, Sectors};
pub use tags::{ConsumerTags, ListTags, TicketTags};
pub use tasks::{ListTasks, Tasks};
pub use tickets::{MessageSendings, Tickets};
pub use token::Token;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use helpdesk_core::{CallOptions, Error, Operation, Result};
use helpdesk_http::{Answer, Call, Kept, Pipeline, Scope};
use serde::de::DeserializeOwned;

use crate::auth::Denials;
use crate::wire;

/// The vendor's own client. Cloning is cheap; clones share connection, tokens and budget.
#[derive(Clone)]
pub struct Api {
    pipeline: Pipeline,
    scope: Option<Scope>,
    options: CallOptions,
    denials: Arc<Denials>,
}

impl Api {
    pub(crate) fn new(pipeline: Pipeline, denials: Arc<Denials>) -> Self {
        Self {
            pipeline,
            scope: None,
            options: CallOptions::new(),
            denials,
        }
    }

    /// The same client as part of a neutral operation: all its calls share the operation's name and
    /// one deadline, which begins now.
    #[must_use]
    pub fn scoped(&self, operation: Operation, options: &CallOptions) -> Self {
        Self {
            scope: Some(self.pipeline.scope(operation, options)),
            options: *options,
            ..self.clone()
        }
    }

    /// The same client with another time-out for each call.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            scope: None,
            options,
            ..self.clone()
        }
    }

    /// The pipeline that calls go through.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// `/external/consumer`: the people who write in.
    pub fn consumers(&self) -> Consumers<'_> {
        Consumers(self)
    }

    /// `/external/consumer-tag`: tags of consumers.
    pub fn consumer_tags(&self) -> ConsumerTags<'_> {
        ConsumerTags(self)
    }

    /// `/external/ticket`: ongoing tickets.
    pub fn tickets(&self) -> Tickets<'_> {
        Tickets(self)
    }

    /// `/external/historic`: finished and deleted tickets.
    pub fn historic(&self) -> Historic<'_> {
        Historic(self)
    }

    /// `/external/message-sending`: what active triggers brought.
    pub fn message_sendings(&self) -> MessageSendings<'_> {
        MessageSendings(self)
    }

    /// `/external/tag`: tags of tickets.
    pub fn ticket_tags(&self) -> TicketTags<'_> {
        TicketTags(self)
    }

    /// `/external/task`: tasks inside tickets.
    pub fn tasks(&self) -> Tasks<'_> {
        Tasks(self)
    }

    /// `/external/sector`: sectors, which are departments.
    pub fn sectors(&self) -> Sectors<'_> {
        Sectors(self)
    }

    /// `/external/custom-fields`: custom fields of tickets and consumers.
    pub fn custom_fields(&self) -> CustomFields<'_> {
        CustomFields(self)
    }

    /// `/external/agent`: operators.
    pub fn agents(&self) -> Agents<'_> {
        Agents(self)
    }

    /// `/external/channel/keys`: accounts of all channels but mail.
    pub fn channel_keys(&self) -> ChannelKeys<'_> {
        ChannelKeys(self)
    }

    /// `/external/company/email`: mail addresses of the company.
    pub fn company_emails(&self) -> CompanyEmails<'_> {
        CompanyEmails(self)
    }

    /// `/external/update/token`: the tokens themselves.
    pub fn token(&self) -> Token<'_> {
        Token(self)
    }

    pub(crate) fn scope(&self) -> Scope {
        self.scope
            .unwrap_or_else(|| self.pipeline.native(&self.options))
    }

    /// Sends a call.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        let scope = self.scope();
        let endpoint = call.endpoint().into_owned();
        let sent = self.pipeline.send(call, &scope).await;
        sent.inspect_err(|error| self.denials.note(&endpoint, error))
    }

    /// Sends a call that makes something; see [`Pipeline::create`].
    pub(crate) async fn create<T, L, F>(
        &self,
        call: Call,
        decode: impl Fn(&Answer) -> Result<T>,
        lookup: L,
    ) -> Result<T>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<T>>>,
    {
        let scope = self.scope();
        let endpoint = call.endpoint().into_owned();
        let sent = self.pipeline.create(call, &scope, decode, lookup).await;
        sent.inspect_err(|error| self.denials.note(&endpoint, error))
    }

    /// Sends a call whose answer is a page of rows.
    async fn page<A, T>(&self, call: Call) -> Result<wire::Page<T>>
    where
        A: DeserializeOwned + Into<wire::Page<T>>,
    {
        Ok(self.send(call).await?.json::<A>()?.into())
    }

    /// The error for a record that the vendor answers with an empty list.
    fn missing(&self, call: &'static str, what: &'static str) -> Error {
        let error = Error::not_found(what)
            .with_vendor(self.pipeline.vendor().clone())
            .with_delivery(helpdesk_core::Delivery::Answered)
            .with_attempts(1);
        match self.scope.and_then(|scope| scope.operation()) {
            Some(operation) => error.with_operation(operation.as_str()),
            None => error.with_operation(call),
        }
    }
}

/// The only row of a list of one.
fn only<T>(rows: Vec<Kept<T>>) -> Option<Kept<T>> {
    rows.into_iter().next()
}

/// The error of a look-up that has nothing to look for: the caller gets the failure itself.
fn nothing_to_look_for() -> Error {
    Error::new(
        helpdesk_core::ErrorKind::Internal,
        "there is no natural key to look for",
    )
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("pipeline", &self.pipeline)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

//! The vendor's own interface: one method for each documented endpoint.
//!
//! [`Api`] hands out a small object for each resource, named as the vendor's paths name it:
//! `api.consumers()`, `api.historic()`. Requests are typed, with builders that check required fields
//! when they are compiled; answers are [`wire`] types, each with the vendor's own JSON beside it.
//!
//! Every list comes in pages, `list`, and row by row, `stream`; a list below another record has the
//! two names together: `tickets` and `tickets_stream`. A stream begins at the page its query says, and
//! fetches the next one when it is needed.
//!
//! Rules of the documentation that types cannot hold are checked before anything is sent: `Invalid`,
//! naming the parameter as the vendor spells it.
//!
//! What can go wrong with every call, and so is not repeated: `Unauthorized` and `Forbidden`,
//! `RateLimited` (also for the ten minutes of an address block), `Unavailable`, `Transport`,
//! `Timeout` and `Decode`. No refusal is documented; what is made of them stands in the crate's
//! documentation. Reads, writes of an absolute state and deletes are repeated after failures that may
//! pass; how others are is said on the method.

mod agents;
mod channels;
mod consumers;
mod custom_fields;
mod historic;
mod queries;
mod rows;
mod sectors;
mod tags;
mod tasks;
mod tickets;
pub(crate) mod token;

pub use agents::{Agents, ListAgents};
pub use channels::{ChannelKeys, CompanyEmails, ListEmails};
pub use consumers::{ConsumerSort, Consumers, ListConsumers};
pub use custom_fields::CustomFields;
pub use historic::{Historic, HistorySort, ListHistory, ServiceLevel};
/// A day, as queries take it: `"2026-05-04".parse()`.
pub use jiff::civil::Date;
pub use queries::{Direction, ListTickets, Paging, TicketSort};
pub use rows::Rows;
pub use sectors::{ListSectors, SectorSort, Sectors};
pub(crate) use tags::AnyTags;
pub use tags::{ConsumerTags, ListTags, TagSort, TicketTags};
pub use tasks::{ListTasks, TaskSort, Tasks};
pub use tickets::{MessageSendings, Tickets};
pub use token::Token;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use futures_util::FutureExt;
use helpdesk_core::{CallOptions, Delivery, Error, ErrorKind, Operation, Result, Timestamp};
use helpdesk_http::{Answer, Call, Kept, Pipeline, Scope};
use jiff::SignedDuration;

use crate::auth::Denials;
use crate::{errors, wire};

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
            .clone()
            .unwrap_or_else(|| self.pipeline.native(&self.options))
    }

    /// Sends a call.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        let scope = self.scope();
        let place = Denials::place(&call);
        let sent = self.pipeline.send(call, &scope).await;
        match &sent {
            // A raw call takes a refusal for an answer.
            Ok(answer) if errors::lacks_permission(answer.status, &answer.body) => {
                self.denials.note(&place);
            }
            Err(error) if error.status() == Some(403) && error.kind() == ErrorKind::Forbidden => {
                self.denials.note(&place);
            }
            _ => {}
        }
        sent
    }

    /// Sends a call that removes something. `None` when it turns out to be gone after a try whose
    /// answer was lost.
    async fn remove(&self, call: Call) -> Result<Option<Answer>> {
        helpdesk_http::gone_is_done(self.send(call).await)
    }

    /// Sends a call that makes something; see [`Pipeline::create`].
    pub(crate) async fn create<T, L, F>(
        &self,
        call: Call,
        decode: impl Fn(&Answer) -> Result<T> + Send + Sync,
        lookup: L,
    ) -> Result<T>
    where
        T: Send,
        L: Fn() -> F + Send + Sync,
        F: Future<Output = Result<Option<T>>> + Send,
    {
        let scope = self.scope();
        let place = Denials::place(&call);
        // In a box, or the compiler puts all of it into everything that makes something.
        let sending = self.pipeline.create(call, &scope, decode, lookup);
        let sent = sending.boxed().await;
        if let Err(error) = &sent
            && error.status() == Some(403)
            && error.kind() == ErrorKind::Forbidden
        {
            self.denials.note(&place);
        }
        sent
    }

    /// Puts the names of vendor and call on what is wrong with the input.
    fn allowed(&self, call: &Call, checked: Result<()>) -> Result<()> {
        checked.map_err(|error| self.named(error, &call.endpoint()))
    }

    /// A failure that is found here and not by the pipeline. After an accepted write of the same
    /// operation its delivery is unknown.
    pub(crate) fn failure(&self, error: Error) -> Error {
        let error = error.with_delivery(Delivery::Answered).with_attempts(1);
        self.scope().failure(error)
    }

    fn named(&self, error: Error, call: &str) -> Error {
        let error = error.with_vendor(self.pipeline.vendor().clone());
        match self.scope.as_ref().and_then(Scope::operation) {
            Some(operation) => error.with_operation(operation.as_str()),
            None => error.with_operation(call.to_owned()),
        }
    }

    /// The time from which on something that is made now counts as new: a little before now, for the
    /// vendor's clock may be behind ours.
    fn since(&self) -> Timestamp {
        let now = self.pipeline.clock().now();
        now.checked_sub(SKEW).unwrap_or(now)
    }

    /// Sends a call whose answer is a page of rows.
    async fn page<T: wire::Row>(&self, call: Call) -> Result<wire::Page<T>> {
        page(&self.send(call).await?)
    }

    /// The error for a record that the vendor answers with an empty list.
    fn missing(&self, call: &'static str, what: &'static str) -> Error {
        self.named(self.failure(Error::not_found(what)), call)
    }

    /// Refuses an answer without a record that does not say that the write was carried out.
    ///
    /// All documented answers to writes say so in words, which may be those of the company's language,
    /// and have the code of their area. A body with neither is no good answer, whatever its status.
    fn done(&self, answer: &Answer, call: &'static str, code: &str) -> Result<()> {
        let said: wire::Refusal = answer.json()?;
        let words = said.message.unwrap_or_default().to_lowercase();
        let well = said.code_cxpress.as_deref() == Some(code)
            || SUCCESS_WORDS.iter().any(|word| words.contains(word));
        if well {
            Ok(())
        } else {
            Err(self.unanswered(call))
        }
    }

    /// The error for a write whose answer says yes and does not hold what was written.
    fn unanswered(&self, call: &'static str) -> Error {
        let error = Error::new(
            ErrorKind::Decode,
            "the answer neither holds what was written nor says that it was",
        )
        .with_delivery(Delivery::Unknown)
        .with_attempts(1);
        self.named(error, call)
    }
}

/// How far the vendor's clock may be behind ours when something new is looked for.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// What the vendor says when a write was carried out, in its three languages.
const SUCCESS_WORDS: [&str; 5] = ["success", "fulfilled", "sucesso", "éxito", "exitosa"];

/// The page of rows that an answer is.
fn page<T: wire::Row>(answer: &Answer) -> Result<wire::Page<T>> {
    answer.list().map(|wire::ListAnswer(page)| page)
}

/// The only row of a list of one.
fn only<T>(mut rows: Vec<Kept<T>>) -> Option<Kept<T>> {
    rows.truncate(1);
    rows.pop()
}

/// The error of a look-up that has nothing to look for: the caller gets the failure itself.
fn nothing_to_look_for() -> Error {
    Error::new(ErrorKind::Internal, "there is no natural key to look for")
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("pipeline", &self.pipeline)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

//! The vendor's own client: every documented endpoint, one resource a file.
//!
//! [`Api`] hands the resources out by the names they have in Digisac's paths. A list is a
//! [`List`], a record is [`Kept`]: the wire type, and word for word what the vendor sent. A call
//! whose answer nobody has documented gives [`Done`].
//!
//! Every method can fail with the kinds that the neutral contract lists: `Unauthorized`,
//! `Forbidden`, `NotFound`, `Conflict`, `Invalid`, `RateLimited`, `Unavailable`, `Transport`,
//! `Timeout`, `Decode`. Reads and writes of an absolute state are sent again after failures that may
//! pass; everything else only when it surely never reached the vendor. "Documented by a third party"
//! marks calls that are in the vendor's request collection or in other people's programs, but not in
//! the vendor's public text.

#[macro_use]
mod macros;

mod contacts;
mod groups;
mod me;
mod messages;
mod oauth;
mod people;
mod query;
mod replies;
mod reports;
mod routing;
mod sales;
mod services;
mod settings;
mod staff;
mod surveys;
mod tags;
mod templates;
mod tickets;

pub use contacts::{
    BlockContact, Contacts, CountContacts, CreateContact, CustomFieldInput, ExportContacts,
    UpdateContact,
};
pub use groups::{CreateGroup, WhatsappGroups};
pub use me::{CreateWebhook, Me, MeTokens, MeWebhooks, UpdateWebhook};
pub use messages::{EditMessage, FileInput, Messages, SendMessage};
pub use oauth::{Oauth, PasswordGrant, RefreshGrant, ResetPassword};
pub(crate) use oauth::{TOKEN_PATH, token_call};
pub use people::{OrganizationInput, Organizations, People, PersonInput};
pub use query::{Include, ListRequest, Sort, Spelling};
pub(crate) use query::{containing, literal};
pub use replies::{InteractiveMessages, QuickReplies, QuickReplyInput, Schedule, ScheduleInput};
pub use reports::{
    Absence, Answers, AuthHistory, Campaigns, CreditMovements, Dashboard, DashboardRequest,
    Integrations, Notifications, Now, PeriodRequest, Plans, Versions,
};
pub use routing::{Distribution, DistributionInput, Holiday, HolidayInput};
pub use sales::{CardInput, Cards, PipelineInput, Pipelines};
pub use services::{ArchiveService, Bots, Services};
pub use settings::{CustomFieldDefinition, CustomFields, TicketTopicInput, TicketTopics};
pub use staff::{DepartmentInput, Departments, RoleInput, Roles, UserInput, Users};
pub use surveys::{AcceptanceTerms, AcceptanceTermsInput, QuestionInput, Questions};
pub use tags::{TagInput, Tags};
pub use templates::WhatsappBusinessTemplates;
pub use tickets::{BulkTransfer, CloseTicket, ExportTicket, Tickets, TransferTicket};

use helpdesk_core::{CallOptions, Delivery, Error, ErrorKind, Operation, Result, VendorData};
use helpdesk_http::{Answer, Call, Kept, Pipeline, Scope};
use serde::de::DeserializeOwned;

use crate::{VENDOR, wire};

/// The vendor's own client. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Api {
    pipeline: Pipeline,
    scope: Bound,
}

/// What the calls of a client belong to.
#[derive(Debug, Clone, Copy)]
enum Bound {
    /// Each call to itself, with these options.
    Native(CallOptions),
    /// All of them to one neutral operation, with one deadline.
    Scope(Scope),
}

impl Api {
    /// A client on a pipeline, for direct use.
    pub fn new(pipeline: Pipeline) -> Self {
        Self {
            pipeline,
            scope: Bound::Native(CallOptions::new()),
        }
    }

    /// The same client with other options, such as a time-out for each call.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            pipeline: self.pipeline.clone(),
            scope: Bound::Native(options),
        }
    }

    /// The same client for the calls of one neutral operation: they share its deadline, and errors
    /// name it.
    #[must_use]
    pub fn scoped(&self, operation: Operation, options: &CallOptions) -> Self {
        Self {
            pipeline: self.pipeline.clone(),
            scope: Bound::Scope(self.pipeline.scope(operation, options)),
        }
    }

    /// The pipeline underneath.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// The scope of the next call.
    pub(crate) fn scope(&self) -> Scope {
        match &self.scope {
            Bound::Native(options) => self.pipeline.native(options),
            Bound::Scope(scope) => *scope,
        }
    }

    /// Sends a call.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        self.pipeline.send(call, &self.scope()).await
    }

    /// Sends a call that answers a bare record. An answer without one is `NotFound`.
    pub(crate) async fn record<T: DeserializeOwned>(
        &self,
        call: Call,
        what: &'static str,
    ) -> Result<Kept<T>> {
        let endpoint = call.endpoint().into_owned();
        let answer = self.send(call).await?;
        record_in(&answer)?.ok_or_else(|| self.absent(what, &endpoint, &answer))
    }

    /// Sends a call that answers a list.
    pub(crate) async fn rows<T: DeserializeOwned>(&self, call: Call) -> Result<List<T>> {
        let listing: wire::Listing<Kept<T>> = self.send(call).await?.json()?;
        Ok(List::from(listing))
    }

    /// Sends a call whose answer is not documented.
    pub(crate) async fn done(&self, call: Call) -> Result<Done> {
        self.send(call).await.map(|answer| Done::of(&answer))
    }

    /// The vendor answered well, and there is no record in it.
    fn absent(&self, what: &'static str, endpoint: &str, answer: &Answer) -> Error {
        let operation = match self.scope().operation() {
            Some(operation) => operation.as_str().to_owned(),
            None => endpoint.to_owned(),
        };
        Error::not_found(what)
            .with_vendor(VENDOR)
            .with_operation(operation)
            .with_status(answer.status)
            .with_attempts(answer.attempts)
            .with_delivery(Delivery::Answered)
    }

    /// A record that the neutral calls can use: one with an identifier.
    pub(crate) fn identified<T: wire::Identified>(&self, row: Kept<T>) -> Result<Kept<T>> {
        if row.wire.identity().is_empty() {
            return Err(self.seen(ErrorKind::Decode, "a record came without its identifier"));
        }
        Ok(row)
    }

    /// Something that an answer shows to be wrong.
    pub(crate) fn seen(&self, kind: ErrorKind, message: &'static str) -> Error {
        self.named(Error::new(kind, message))
            .with_attempts(1)
            .with_delivery(Delivery::Answered)
    }

    /// Names vendor and operation in an error.
    pub(crate) fn named(&self, error: Error) -> Error {
        let error = error.with_vendor(VENDOR);
        match self.scope().operation() {
            Some(operation) => error.with_operation(operation.as_str()),
            None => error,
        }
    }
}

/// The record in an answer; nothing when the body is empty or `null`.
pub(crate) fn record_in<T: DeserializeOwned>(answer: &Answer) -> Result<Option<Kept<T>>> {
    if answer.is_empty() || answer.body.trim_ascii() == b"null" {
        return Ok(None);
    }
    answer.json().map(Some)
}

/// One page of rows, or all of them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct List<T> {
    /// The rows.
    pub items: Vec<Kept<T>>,
    /// How many rows there are in all.
    pub total: Option<u64>,
    /// How many rows a page has.
    pub limit: Option<u64>,
    /// The number of this page, from 1.
    pub current_page: Option<u64>,
    /// The number of the last page.
    pub last_page: Option<u64>,
    /// Whether there was an envelope. With `paginate=false` there is none, and these are all rows.
    pub enveloped: bool,
}

impl<T> List<T> {
    /// Whether there are pages behind this one. An empty page is the last whatever the envelope
    /// says.
    pub fn has_more(&self) -> bool {
        !self.items.is_empty()
            && match (self.current_page, self.last_page) {
                (Some(current), Some(last)) => current < last,
                _ => false,
            }
    }
}

impl<T> From<wire::Listing<Kept<T>>> for List<T> {
    fn from(listing: wire::Listing<Kept<T>>) -> Self {
        Self {
            items: listing.data,
            total: listing.total,
            limit: listing.limit,
            current_page: listing.current_page,
            last_page: listing.last_page,
            enveloped: listing.enveloped,
        }
    }
}

/// The vendor said that something is done. What else it says is documented nowhere: often nothing,
/// sometimes the record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Done {
    /// The HTTP status.
    pub status: u16,
    /// What was answered, if it was JSON.
    pub data: VendorData,
}

impl Done {
    fn of(answer: &Answer) -> Self {
        let data = std::str::from_utf8(&answer.body)
            .ok()
            .filter(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
            .map_or_else(VendorData::none, VendorData::from_json);
        Self {
            status: answer.status,
            data,
        }
    }
}

//! The vendor's own client: every documented endpoint, one resource a file.
//!
//! [`Api`] hands the resources out by the names they have in Digisac's paths. `list` gives a page of
//! rows as a [`List`], `stream` gives all of them one by one as [`Rows`]. A record is [`Kept`]: the wire
//! type, and word for word what the vendor sent. A call whose answer nobody has documented gives
//! [`Done`], or a `serde_json::Value` where the answer is what one asks for; the crate's documentation
//! lists those. Exports are written to an [`AsyncWrite`] as they arrive; what they give is the number of
//! bytes.
//!
//! What is known to be wrong with an input is refused before anything is sent: `Invalid`, with the
//! field. Values that are documented are enumerations that take others as well.
//!
//! Every method can fail with the kinds that the neutral contract lists: `Unauthorized`,
//! `Forbidden`, `NotFound`, `Conflict`, `Invalid`, `RateLimited`, `Unavailable`, `Transport`,
//! `Timeout`, `Decode`. Reads and writes of an absolute state are sent again after failures that may
//! pass; everything else only when it surely never reached the vendor. When a write failed and the
//! vendor may have carried it out, the error's delivery is `Unknown`. "Documented by a third party"
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
mod rows;
mod sales;
mod services;
mod settings;
mod staff;
mod surveys;
mod tags;
mod templates;
mod tickets;
mod values;

pub use contacts::{
    BlockContact, Contacts, CountContacts, CreateContact, CustomFieldInput, ExportContacts,
    UpdateContact,
};
pub use groups::{CreateGroup, WhatsappGroups};
pub use me::{CreateWebhook, Me, MeTokens, MeWebhooks, UpdateWebhook};
pub use messages::{
    EditMessage, FileInput, Interactive, Messages, SendMessage, TemplateComponent, TemplateValue,
};
pub use oauth::{Oauth, PasswordGrant, RefreshGrant, ResetPassword};
pub(crate) use oauth::{TOKEN_PATH, token_call};
pub use people::{OrganizationInput, Organizations, People, PersonInput};
pub use query::{Include, ListRequest, Sort, Spelling};
pub(crate) use query::{containing, literal};
pub use replies::{
    InteractiveMessageInput, InteractiveMessages, QuickReplies, QuickReplyInput, Schedule,
    ScheduleInput,
};
pub(crate) use reports::moment;
pub use reports::{
    Absence, Answers, AuthHistory, Campaigns, CreditMovements, Dashboard, DashboardRequest,
    Integrations, Notifications, Now, PeriodRequest, Plans, Versions,
};
pub use routing::{Distribution, DistributionInput, Holiday, HolidayInput};
pub use rows::{List, Rows};
pub use sales::{CardInput, Cards, PipelineInput, Pipelines};
pub use services::{ArchiveService, Bots, ServiceInput, Services};
pub use settings::{CustomFieldDefinition, CustomFields, TicketTopicInput, TicketTopics};
pub use staff::{DepartmentInput, Departments, RoleInput, Roles, UserInput, Users};
pub use surveys::{AcceptanceTerms, AcceptanceTermsInput, QuestionInput, Questions};
pub use tags::{TagInput, Tags};
pub use templates::WhatsappBusinessTemplates;
pub use tickets::{BulkTransfer, CloseTicket, ExportTicket, Tickets, TransferTicket};
pub use values::{
    ChannelType, ComponentType, CustomFieldOwner, CustomFieldType, InteractiveType, Language,
    MessageType, Origin, Participation, PeriodType, PipelineType, Separator, SurveyType,
    TicketState, WebhookEvent, WebhookType,
};

use helpdesk_core::{CallOptions, Delivery, Error, ErrorKind, Operation, Result, VendorData};
use helpdesk_http::{Answer, Call, Kept, Pipeline, Scope, Sending, gone_is_done};
use http::Method;
use serde::de::DeserializeOwned;
use tokio::io::AsyncWrite;

use crate::{VENDOR, wire};

/// The vendor's own client. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Api {
    pipeline: Pipeline,
    scope: Bound,
}

/// What the calls of a client belong to.
#[derive(Debug, Clone)]
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
            Bound::Scope(scope) => scope.clone(),
        }
    }

    /// Sends a call.
    pub(crate) fn send(&self, call: Call) -> Sending<'_> {
        self.pipeline.send(call, &self.scope())
    }

    /// Sends a call that answers a bare record. An answer without one is `NotFound`; after a write it
    /// is `Decode`, with an unknown delivery.
    pub(crate) async fn record<T: DeserializeOwned>(
        &self,
        call: Call,
        what: &'static str,
    ) -> Result<Kept<T>> {
        let reads = *call.method() == Method::GET;
        let answer = self.send(call).await?;
        record_in(&answer)?.ok_or_else(|| self.absent(what, reads, &answer))
    }

    /// Sends a call that answers a file, and writes the file to a sink as it arrives.
    pub(crate) async fn export<W: AsyncWrite + Unpin + ?Sized>(
        &self,
        call: Call,
        sink: &mut W,
    ) -> Result<u64> {
        let download = self.pipeline.download(call, &self.scope()).await?;
        download.write_to(sink).await
    }

    /// Sends a call whose answer is not documented.
    pub(crate) async fn done(&self, call: Call) -> Result<Done> {
        self.send(call).await.map(|answer| Done::of(&answer))
    }

    /// Sends a call that removes something. When the answer to an earlier attempt was lost and the
    /// repetition finds nothing, that attempt did it.
    pub(crate) async fn removed(&self, call: Call) -> Result<Done> {
        let done = gone_is_done(self.done(call).await)?;
        Ok(done.unwrap_or_else(|| Done {
            status: 404,
            data: VendorData::none(),
        }))
    }

    /// Refuses an input before anything is sent.
    pub(crate) fn allow(&self, endpoint: &'static str, checked: Result<()>) -> Result<()> {
        checked.map_err(|error| {
            let error = error.with_vendor(VENDOR);
            match self.scope().operation() {
                Some(operation) => error.with_operation(operation.as_str()),
                None => error.with_operation(endpoint),
            }
        })
    }

    /// The vendor answered well, and there is no record in it: what was asked for is not there. After
    /// a write it is unknown what came of it.
    fn absent(&self, what: &'static str, reads: bool, answer: &Answer) -> Error {
        let error = if reads {
            Error::not_found(what).with_delivery(Delivery::Answered)
        } else {
            let message = "the vendor accepted the call, and did not say what came of it";
            Error::new(ErrorKind::Decode, message).with_delivery(Delivery::Unknown)
        };
        self.scope()
            .failure(error)
            .with_vendor(VENDOR)
            .with_operation(answer.operation().to_owned())
            .with_status(answer.status)
            .with_attempts(answer.attempts)
    }

    /// A record that the neutral calls can use: one with an identifier.
    pub(crate) fn identified<T: wire::Identified>(&self, row: Kept<T>) -> Result<Kept<T>> {
        if row.wire.identity().is_empty() {
            return Err(self.seen(ErrorKind::Decode, "a record came without its identifier"));
        }
        Ok(row)
    }

    /// Something that an answer shows to be wrong. After a write that was accepted its delivery is
    /// unknown.
    pub(crate) fn seen(&self, kind: ErrorKind, message: &'static str) -> Error {
        let error = self.named(Error::new(kind, message)).with_attempts(1);
        self.scope()
            .failure(error.with_delivery(Delivery::Answered))
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

/// Refuses a call about nothing: what the vendor does with an empty list is not documented.
pub(crate) fn at_least_one<T>(field: &'static str, list: &[T]) -> Result<()> {
    if list.is_empty() {
        return Err(Error::invalid(field, "is empty; give one at least"));
    }
    Ok(())
}

/// The record in an answer; nothing when the body is empty or `null`.
pub(crate) fn record_in<T: DeserializeOwned>(answer: &Answer) -> Result<Option<Kept<T>>> {
    if answer.is_empty() || answer.body.trim_ascii() == b"null" {
        return Ok(None);
    }
    answer.kept().map(Some)
}

/// The vendor said that something is done. What else it says is documented nowhere: often nothing,
/// sometimes the record.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Done {
    /// The HTTP status; 404 when something is gone because an earlier attempt, whose answer was lost,
    /// removed it.
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

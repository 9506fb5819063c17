//! The vendor's own client: one method for each endpoint.
//!
//! ```no_run
//! # async fn example(desk: helpdesk_chat2desk::Chat2Desk) -> helpdesk_core::Result<()> {
//! use helpdesk_chat2desk::api::UpdateDialog;
//!
//! let api = desk.api();
//! let dialog = api.dialogs().get("10600007").await?;
//! println!("{:?}", dialog.wire.state);
//! let update = UpdateDialog::builder().operator_id("277103").force_assign(false).build();
//! api.dialogs().update("10600007", &update).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Answers are [`Kept`]: decoded into a type of [`wire`](crate::wire), and word for word as the vendor
//! sent them. The vendor's own names are kept throughout.
//!
//! Every call costs one of the company's requests of the month, reads too. Unless a method says
//! otherwise it fails with `Unauthorized` or `Forbidden` for the token, `Invalid` for the input,
//! `NotFound`, `RateLimited`, `QuotaExhausted`, `Unavailable`, `Transport`, `Timeout` and `Decode`;
//! reads are repeated after failures that may pass. What is wrong with the input by the
//! documentation's own rules is `Invalid` before anything is sent, and names the field.
//!
//! A `list` gives a page, the `stream` beside it all rows, one by one, at a request for each page of at
//! most 200. Parameters of reads go into the query, those of
//! writes into a JSON body, which is how most programs in the field do it; the documentation mixes
//! both.

mod answer;
mod channels;
mod clients;
mod companies;
mod dialogs;
mod help;
mod inbox;
mod messages;
mod operators;
mod outgoing;
mod params;
mod requests;
mod rows;
mod scenarios;
mod statistics;
mod tags;
mod templates;
mod tickets;
mod values;
mod webhooks;

use std::fmt;

use helpdesk_core::{CallOptions, Error, Operation, Result};
use helpdesk_http::{Call, Kept, Pipeline, Scope, Sending, gone_is_done};
use serde::de::DeserializeOwned;

pub use channels::Channels;
pub use clients::{Clients, CustomClientFields, ListClients, NewClient, UpdateClient};
pub use companies::{Companies, Gateway, QrDecode};
pub use dialogs::{Dialogs, ListDialogs, UpdateDialog};
pub use help::{Countries, Help, Regions};
pub use inbox::{ImportMessages, ImportedMessage, InboxClient, InboxMessage, InboxSender};
pub use messages::{ListMessages, Messages};
pub use operators::{
    AccessRights, ListOperators, NewOperator, Operators, OperatorsGroups, UpdateOperator,
};
pub use outgoing::{Button, Keyboard, NewMessage};
pub use params::ListPage;
pub use requests::{CloseRequest, Requests};
pub(crate) use rows::is_short;
pub use rows::{List, Rows};
pub use scenarios::Scenarios;
pub use statistics::{
    Report, ReportRow, Statistics, StatisticsQuery, WebAnalyticsData, WebAnalyticsQuery,
};
pub(crate) use tags::LONGEST_LABEL;
pub use tags::{AssigneeType, NewTag, NewTagGroup, TagGroups, Tags};
pub use templates::{NewTemplate, TemplateOwner, Templates, TemplatesGroups};
pub(crate) use tickets::LONGEST_SUMMARY;
pub use tickets::{ListTickets, NewTicket, Tickets, UpdateTicket};
pub use values::{
    ButtonColor, ButtonType, ExternalService, MessageStatus, OperatorRole, Order, TicketPriority,
    TicketStatus, Transport, WebhookEvent, WorkingMode,
};
pub use webhooks::{NewWebhook, UpdateWebhook, Webhooks};

/// The largest page the vendor gives.
pub const MAX_LIMIT: u32 = 200;

/// The bucket that sent messages are counted in.
pub(crate) const MESSAGES: &str = "messages";

/// The vendor's own client. Cloning is cheap; clones share connections and budgets.
#[derive(Clone)]
pub struct Api {
    pipeline: Pipeline,
    options: CallOptions,
    scope: Option<Scope>,
}

macro_rules! resources {
    ($($(#[$doc:meta])* $method:ident -> $name:ident,)+) => {
        impl Api {
            $($(#[$doc])*
            pub fn $method(&self) -> $name {
                $name { api: self.clone() }
            })+
        }
    };
}

resources! {
    /// People.
    clients -> Clients,
    /// The definitions of custom fields.
    custom_client_fields -> CustomClientFields,
    /// Messages and comments.
    messages -> Messages,
    /// The parts of dialogs.
    requests -> Requests,
    /// Chats.
    dialogs -> Dialogs,
    /// Webhook subscriptions.
    webhooks -> Webhooks,
    /// The people who answer.
    operators -> Operators,
    /// Groups of them.
    operators_groups -> OperatorsGroups,
    /// What they may do.
    access_rights -> AccessRights,
    /// Tags.
    tags -> Tags,
    /// Groups of tags.
    tag_groups -> TagGroups,
    /// Tickets.
    tickets -> Tickets,
    /// Templates for quick answers.
    templates -> Templates,
    /// Groups of templates.
    templates_groups -> TemplatesGroups,
    /// The self-service menu.
    scenarios -> Scenarios,
    /// Types and values.
    help -> Help,
    /// Countries.
    countries -> Countries,
    /// Regions.
    regions -> Regions,
    /// The company and its quota.
    companies -> Companies,
    /// Reports about a day.
    statistics -> Statistics,
    /// Visits on the company's pages.
    web_analytics_data -> WebAnalyticsData,
    /// Groups of messenger accounts.
    channels -> Channels,
    /// Pictures of QR codes.
    qr_decode -> QrDecode,
    /// Messages on their way out.
    gateway -> Gateway,
}

impl Api {
    pub(crate) fn new(pipeline: Pipeline) -> Self {
        Self {
            pipeline,
            options: CallOptions::new(),
            scope: None,
        }
    }

    /// The same client with other options, such as a time-out for each call.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            pipeline: self.pipeline.clone(),
            options,
            scope: None,
        }
    }

    /// The same client for the calls of one neutral operation: they share one deadline, and errors
    /// name the operation.
    #[must_use]
    pub fn scoped(&self, operation: Operation, options: &CallOptions) -> Self {
        Self {
            pipeline: self.pipeline.clone(),
            options: *options,
            scope: Some(self.pipeline.scope(operation, options)),
        }
    }

    /// The pipeline that the calls go through.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// An error of the operation, from before anything was sent.
    pub(crate) fn named(&self, error: Error) -> Error {
        let error = error.with_vendor(crate::VENDOR);
        match self.scope.as_ref().and_then(Scope::operation) {
            Some(operation) => error.with_operation(operation.as_str()),
            None => error,
        }
    }

    /// What a check of the input says, as an error of the operation, or else of the endpoint.
    fn allow<T>(&self, endpoint: &'static str, checked: Result<T>) -> Result<T> {
        checked.map_err(
            |error| match self.scope.as_ref().and_then(Scope::operation) {
                Some(_) => self.named(error),
                None => self.named(error).with_operation(endpoint),
            },
        )
    }

    pub(crate) fn scope(&self) -> Scope {
        self.scope
            .clone()
            .unwrap_or_else(|| self.pipeline.native(&self.options))
    }

    pub(crate) fn send(&self, call: Call) -> Sending<'_> {
        self.pipeline.send(call, &self.scope())
    }

    /// One object, enveloped or bare.
    async fn one<T: DeserializeOwned>(&self, call: Call) -> Result<Kept<T>> {
        answer::one(&self.send(call).await?)
    }

    /// A list, enveloped or bare.
    async fn many<T: DeserializeOwned>(&self, call: Call) -> Result<List<T>> {
        answer::many(&self.send(call).await?)
    }

    /// What is in the envelope, when there is one.
    async fn data<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        answer::data(&self.send(call).await?)
    }

    /// What the vendor tells of a change, where it tells something.
    async fn told<T: DeserializeOwned>(&self, call: Call) -> Result<Option<Kept<T>>> {
        Ok(answer::told(&self.send(call).await?))
    }

    /// A call whose answer says nothing but that it went well.
    async fn done(&self, call: Call) -> Result<()> {
        self.send(call).await.map(drop)
    }

    /// A removal. One whose first answer was lost finds nothing when it is sent again: it is done.
    async fn removed(&self, call: Call) -> Result<()> {
        gone_is_done(self.done(call).await).map(drop)
    }

    /// Sends a call that makes something, never blindly twice.
    async fn create<T, L, F>(&self, call: Call, lookup: L) -> Result<Kept<T>>
    where
        T: DeserializeOwned,
        L: Fn() -> F,
        F: Future<Output = Result<Option<Kept<T>>>>,
    {
        self.pipeline
            .create(call, &self.scope(), answer::one, lookup)
            .await
    }

    /// Sends a call that changes something and must not be repeated blindly: after an unknown
    /// delivery `lookup` tells whether the change was made.
    async fn settle<L, F>(&self, call: Call, lookup: L) -> Result<()>
    where
        L: Fn() -> F,
        F: Future<Output = Result<Option<()>>>,
    {
        self.pipeline
            .create(call, &self.scope(), |_| Ok(()), lookup)
            .await
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("pipeline", &self.pipeline)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

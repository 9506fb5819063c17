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
//! Answers are [`Kept`]: decoded into a type of [`wire`], and word for word as the vendor
//! sent them. The vendor's own names are kept throughout.
//!
//! Every call costs one of the company's requests of the month, reads too. Unless a method says
//! otherwise it fails with `Unauthorized` or `Forbidden` for the token, `Invalid` for the input,
//! `NotFound`, `RateLimited`, `QuotaExhausted`, `Unavailable`, `Transport`, `Timeout` and `Decode`;
//! reads are repeated after failures that may pass. Parameters of reads go into the query, those of
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
mod params;
mod requests;
mod scenarios;
mod statistics;
mod tags;
mod templates;
mod tickets;
mod webhooks;

use std::fmt;
use std::time::Instant;

use helpdesk_core::{CallOptions, Error, Operation, Result};
use helpdesk_http::{Answer, Call, Kept, Pipeline, Scope};
use serde::de::DeserializeOwned;

pub use channels::Channels;
pub use clients::{Clients, CustomClientFields, ListClients, NewClient, UpdateClient};
pub use companies::{Companies, Gateway, QrDecode};
pub use dialogs::{Dialogs, ListDialogs, UpdateDialog};
pub use help::{Countries, Help, Regions};
pub use inbox::{ImportMessages, ImportedMessage, InboxClient, InboxMessage};
pub use messages::{Button, Keyboard, ListMessages, Messages, NewMessage};
pub use operators::{
    AccessRights, ListOperators, NewOperator, Operators, OperatorsGroups, UpdateOperator,
};
pub use params::ListPage;
pub use requests::{CloseRequest, Requests};
pub use scenarios::Scenarios;
pub use statistics::{Report, Statistics, StatisticsQuery, WebAnalyticsData, WebAnalyticsQuery};
pub use tags::{AssigneeType, NewTag, NewTagGroup, TagGroups, Tags};
pub use templates::{NewTemplate, Templates, TemplatesGroups};
pub use tickets::{ListTickets, NewTicket, Tickets, UpdateTicket};
pub use webhooks::{NewWebhook, UpdateWebhook, Webhooks};

use crate::wire;

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

    /// When the operation has to be over.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.scope.as_ref().and_then(Scope::deadline)
    }

    /// An error of the operation, from before anything was sent.
    pub(crate) fn named(&self, error: Error) -> Error {
        let error = error.with_vendor(crate::VENDOR);
        match self.scope.as_ref().and_then(Scope::operation) {
            Some(operation) => error.with_operation(operation.as_str()),
            None => error,
        }
    }

    fn scope(&self) -> Scope {
        self.scope
            .unwrap_or_else(|| self.pipeline.native(&self.options))
    }

    pub(crate) async fn send(&self, call: Call) -> Result<Answer> {
        self.pipeline.send(call, &self.scope()).await
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

    /// A call whose answer says nothing but that it went well.
    async fn done(&self, call: Call) -> Result<()> {
        self.send(call).await.map(drop)
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
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("pipeline", &self.pipeline)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A list, or a page of one.
#[derive(Clone)]
#[non_exhaustive]
pub struct List<T> {
    /// The rows.
    pub items: Vec<Kept<T>>,
    /// Where the page lies; empty where the vendor does not say.
    pub meta: wire::Meta,
}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("items", &self.items.len())
            .field("meta", &self.meta)
            .finish()
    }
}

//! WiseCX's own interface: one method for each documented endpoint.
//!
//! [`Api`] hands out the resources under the names of the vendor's paths. Methods take identifiers
//! and typed requests (with builders) and give back [`Kept`] wire types: decoded, and beside it the
//! JSON as it came. Nothing here is neutral and nothing is hidden: what the vendor refuses is an
//! error, and what it did not document stands in the method's comment.
//!
//! Lists come as pages (`list`) and as streams that turn the pages (`stream`; where a resource has
//! several lists, `tags` and `tags_stream`).
//!
//! Every method can fail with `Unauthorized` and `Forbidden` (after one re-authentication),
//! `RateLimited`, `Unavailable`, `Transport`, `Timeout` and `Decode`; calls that name a record with
//! `NotFound`; calls that take input with `Invalid` and `Conflict`; and those the vendor has not
//! implemented (HTTP 501) with `Unsupported`.

mod analytics;
mod answer;
mod assistants;
mod business_hours;
mod cases;
mod channels;
mod contact_groups;
mod contacts;
mod filter;
mod list;
mod meli;
mod nitro;
mod orders;
mod organizations;
mod queues;
mod surveys;
mod users;
mod whatsapp_templates;

pub use analytics::{Analytics, Polling};
pub use assistants::Assistants;
pub use business_hours::BusinessHours;
pub use cases::Cases;
pub use channels::Channels;
pub use contact_groups::ContactGroups;
pub use contacts::Contacts;
pub use filter::{Filter, Operator};
pub(crate) use list::all;
pub use list::{List, ListRequest, Rows, Sort};
pub use meli::Meli;
pub use nitro::Nitro;
pub use orders::Orders;
pub use organizations::Organizations;
pub use queues::Queues;
pub use surveys::Surveys;
pub use users::Users;
pub use whatsapp_templates::WhatsappTemplates;

use std::fmt;

use helpdesk_core::{CallOptions, Operation, Result, Safety, Timestamp};
use helpdesk_http::{Answer, Call, Download, Kept, Pipeline, Scope, Sending, gone_is_done};
use serde::de::DeserializeOwned;

/// The most rows of a page.
pub const LARGEST_PAGE: u32 = 100;

/// The native client. Clones are cheap and share everything.
#[derive(Clone)]
pub struct Api {
    pipeline: Pipeline,
    when: When,
}

/// What the calls are part of.
#[derive(Clone)]
enum When {
    /// Each is an operation of its own, with its own deadline.
    Alone(CallOptions),
    /// All are part of one operation.
    Within(Scope),
}

impl Api {
    /// A client over a pipeline that signs and classifies as this vendor needs it; usually one takes
    /// [`WiseCx::api`](crate::WiseCx::api) instead.
    pub fn new(pipeline: Pipeline) -> Self {
        Self {
            pipeline,
            when: When::Alone(CallOptions::new()),
        }
    }

    /// The same client with other options. Each call has the whole of their time-out.
    #[must_use]
    pub fn with_options(&self, options: &CallOptions) -> Self {
        Self {
            when: When::Alone(*options),
            ..self.clone()
        }
    }

    /// The same client for one neutral operation: all calls share its deadline, and errors name it.
    #[must_use]
    pub fn scoped(&self, operation: Operation, options: &CallOptions) -> Self {
        Self {
            when: When::Within(self.pipeline.scope(operation, options)),
            ..self.clone()
        }
    }

    /// The pipeline that everything goes through.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    pub(crate) fn scope(&self) -> Scope {
        match &self.when {
            When::Alone(options) => self.pipeline.native(options),
            When::Within(scope) => scope.clone(),
        }
    }

    /// The same client for one call and what it takes to look it up: one deadline for all.
    fn pinned(&self) -> Self {
        Self {
            when: When::Within(self.scope()),
            ..self.clone()
        }
    }

    fn now(&self) -> Timestamp {
        self.pipeline.clock().now()
    }

    pub(crate) fn send(&self, call: Call) -> Sending<'_> {
        self.pipeline.send(call, &self.scope())
    }

    /// Sends a call that makes a record. After an unknown delivery `lookup` looks for it.
    async fn make<T, F>(&self, call: Call, lookup: impl Fn() -> F) -> Result<Kept<T>>
    where
        T: DeserializeOwned,
        F: Future<Output = Result<Option<Kept<T>>>>,
    {
        let decode = |answer: &Answer| answer::written(answer);
        self.pipeline
            .create(call, &self.scope(), decode, lookup)
            .await
    }

    /// Sends a call that answers with one record, bare or in `data`.
    async fn one<T: DeserializeOwned>(&self, call: Call) -> Result<Kept<T>> {
        let answer = self.send(call).await?;
        // A record that is not there after a write of the same operation says nothing of the write.
        answer::record(&answer).map_err(|error| self.scope().failure(error))
    }

    /// Sends a call that changes something and answers with one record, bare or in `data`.
    async fn wrote<T: DeserializeOwned>(&self, call: Call) -> Result<Kept<T>> {
        answer::written(&self.send(call).await?)
    }

    /// Asks for a file, by the address the vendor gives for it. One without a host is asked of the
    /// host of the base URL, signed; one with a host is asked unsigned.
    async fn fetch(&self, url: &str) -> Result<Download> {
        let call = if url.starts_with('/') {
            Call::raw(Safety::Safe, http::Method::GET, url).from_root()
        } else {
            Call::foreign(url)
        };
        self.pipeline.download(call, &self.scope()).await
    }

    /// Sends a call that removes something. That it is gone when the answer to an earlier attempt was
    /// lost counts as success.
    async fn removed(&self, call: Call) -> Result<crate::wire::Done> {
        Ok(gone_is_done(self.done(call).await)?.unwrap_or_default())
    }

    /// Sends a call of which nothing but success is of interest.
    async fn done(&self, call: Call) -> Result<crate::wire::Done> {
        answer::done(&self.send(call).await?)
    }
}

macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident: $resource:ident;)+) => {
        impl Api {
            $($(#[$doc])*
            pub fn $name(&self) -> $resource<'_> {
                $resource { api: self }
            })+
        }
    };
}

resources! {
    /// Exports of reports.
    analytics: Analytics;
    /// Flows of assistants.
    assistants: Assistants;
    /// Whether the business is open.
    business_hours: BusinessHours;
    /// Cases, their activities, tags and types.
    cases: Cases;
    /// Channels.
    channels: Channels;
    /// Groups of contacts, and who is in them.
    contact_groups: ContactGroups;
    /// Contacts.
    contacts: Contacts;
    /// Orders of Mercado Libre.
    meli: Meli;
    /// Campaigns.
    nitro: Nitro;
    /// Orders of shops.
    orders: Orders;
    /// Organisations that contacts belong to.
    organizations: Organizations;
    /// Service groups.
    queues: Queues;
    /// Surveys.
    surveys: Surveys;
    /// Users.
    users: Users;
    /// WhatsApp templates.
    whatsapp_templates: WhatsappTemplates;
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("pipeline", &self.pipeline)
            .finish_non_exhaustive()
    }
}

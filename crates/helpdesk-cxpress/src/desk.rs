//! The desk: a tenant of Cxpress.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, Contacts, Delivery, Directory, Error, ErrorKind, Field,
    Helpdesk, Messages, Operation, RawRequest, RawResponse, Result, Tags, Tickets, Vendor,
    Webhooks,
};
use helpdesk_http::{Call, Pipeline, Turn, Turns};
use http::header::ORIGIN;

use crate::api::{Api, ListConsumers, Paging};
use crate::auth::{self, Denials};
use crate::config::Config;
use crate::errors::Errors;
use crate::paging::located;
use crate::receiver::CxpressReceiver;
use crate::references::References;
use crate::{VENDOR, capability, row, wire};

/// A tenant of Cxpress. Cloning is cheap; clones are the same desk.
///
/// It implements the neutral contract; [`Cxpress::api`] is the vendor's own client.
#[derive(Clone)]
pub struct Cxpress {
    inner: Arc<Inner>,
}

struct Inner {
    domain: String,
    api: Api,
    capabilities: Capabilities,
    receiver: CxpressReceiver,
    references: References,
    turns: Turns,
    spelling: Spelling,
    definitions: Mutex<Option<Definitions>>,
}

/// Definitions of custom fields, and when they were read.
type Definitions = (Instant, Arc<Vec<wire::CustomField>>);

/// How long definitions of custom fields are believed.
const DEFINITIONS_LIVE: Duration = Duration::from_secs(60);

/// Which of two documented spellings of a key the vendor turned out to read.
#[derive(Debug, Default)]
pub(crate) struct Spelling {
    /// `assigner_employee_user_id` in place of `assigned_employee_user_id`.
    assigner: AtomicBool,
    /// `tags_ids` in place of `tag_ids`.
    tags_ids: AtomicBool,
}

impl Spelling {
    pub(crate) fn assigner(&self) -> bool {
        self.assigner.load(Ordering::Relaxed)
    }

    pub(crate) fn set_assigner(&self, assigner: bool) {
        self.assigner.store(assigner, Ordering::Relaxed);
    }

    pub(crate) fn tags_ids(&self) -> bool {
        self.tags_ids.load(Ordering::Relaxed)
    }

    pub(crate) fn set_tags_ids(&self, tags_ids: bool) {
        self.tags_ids.store(tags_ids, Ordering::Relaxed);
    }
}

impl Cxpress {
    /// A desk. Nothing is sent, connected or started.
    ///
    /// Fails with [`ErrorKind::Config`], naming the key and the remedy.
    pub fn new(config: Config) -> Result<Self> {
        let domain = config.domain.trim().to_ascii_lowercase();
        let denials = Arc::new(Denials::default());
        let pipeline = pipeline(&config, &denials)
            .map_err(|error| error.with_vendor(Vendor::clone(&VENDOR)))?;
        let clock = Arc::clone(pipeline.clock());
        let references = References::default();
        Ok(Self {
            inner: Arc::new(Inner {
                domain,
                api: Api::new(pipeline, denials),
                capabilities: capability::table(),
                receiver: CxpressReceiver {
                    policy: config.unsigned,
                    clock,
                    references: references.clone(),
                },
                references,
                turns: Turns::default(),
                spelling: Spelling::default(),
                definitions: Mutex::default(),
            }),
        })
    }

    /// The vendor's own client: every documented endpoint.
    pub fn api(&self) -> &Api {
        &self.inner.api
    }

    pub(crate) fn table(&self) -> &Capabilities {
        &self.inner.capabilities
    }

    pub(crate) fn references(&self) -> &References {
        &self.inner.references
    }

    pub(crate) fn spelling(&self) -> &Spelling {
        &self.inner.spelling
    }

    /// The client as part of a neutral operation.
    pub(crate) fn begin(&self, operation: Operation, options: &CallOptions) -> Api {
        self.inner.api.scoped(operation, options)
    }

    /// Waits for one's turn at a record.
    pub(crate) async fn hold(
        &self,
        api: &Api,
        kind: &str,
        id: &str,
        operation: Operation,
    ) -> Result<Turn> {
        let clock = api.pipeline().clock();
        self.inner
            .turns
            .take(&format!("{kind}:{id}"), &api.scope(), &**clock)
            .await
            .map_err(|error| located(error, operation))
    }

    /// The definitions of custom fields, read at most once a minute; `None` when the token has no
    /// permission to read them, for then the vendor alone checks.
    pub(crate) async fn definitions(
        &self,
        api: &Api,
    ) -> Result<Option<Arc<Vec<wire::CustomField>>>> {
        let now = api.pipeline().clock().instant();
        let kept = self
            .inner
            .definitions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((read, definitions)) = kept
            && now.saturating_duration_since(read) < DEFINITIONS_LIVE
        {
            return Ok(Some(definitions));
        }
        let page = match api.custom_fields().list().await {
            Ok(page) => page,
            Err(error) if error.kind() == ErrorKind::Forbidden => return Ok(None),
            Err(error) => {
                // Nothing was written yet, or an earlier write of the operation was.
                let error = error.with_delivery(Delivery::NotSent);
                return Err(api.scope().failure(error));
            }
        };
        let definitions: Vec<_> = page.items.into_iter().map(|field| field.wire).collect();
        let definitions = Arc::new(definitions);
        *self
            .inner
            .definitions
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&definitions)));
        Ok(Some(definitions))
    }
}

fn pipeline(config: &Config, denials: &Arc<Denials>) -> Result<Pipeline> {
    config.http.validate()?;
    config.check_tokens()?;
    let origin = config.origin()?;
    let base = config.base()?;
    let clock = config.clock();
    let budget = config.budget(&base, &clock)?;
    let auth = auth::authenticator(
        config.api_token.clone(),
        config.refresh_token.clone(),
        config.store(),
        Arc::clone(denials),
    );
    let builder = Pipeline::builder(Vendor::clone(&VENDOR), base)
        .transport(config.transport()?)
        .clock(Arc::clone(&clock))
        .auth(Arc::new(auth))
        .classifier(Arc::new(Errors {
            budget: budget.clone(),
            denials: Arc::clone(denials),
            clock,
        }))
        .budget(budget)
        .default_header(ORIGIN, origin);
    config.http.apply(builder)?.build()
}

/// A write that was answered with yes, and left things as they were.
pub(crate) fn not_carried_out(
    api: &Api,
    operation: Operation,
    message: &'static str,
    field: &Field,
    what: &'static str,
) -> Error {
    let error = Error::new(ErrorKind::Conflict, message).with_field_error(field.as_str(), what);
    located(api.failure(error), operation)
}

#[async_trait]
impl Helpdesk for Cxpress {
    fn vendor(&self) -> &Vendor {
        &VENDOR
    }

    fn capabilities(&self) -> &Capabilities {
        self.table()
    }

    fn contacts(&self) -> Option<&dyn Contacts> {
        Some(self)
    }

    fn tickets(&self) -> Option<&dyn Tickets> {
        Some(self)
    }

    fn tags(&self) -> Option<&dyn Tags> {
        Some(self)
    }

    fn messages(&self) -> Option<&dyn Messages> {
        Some(self)
    }

    fn directory(&self) -> Option<&dyn Directory> {
        Some(self)
    }

    fn webhooks(&self) -> Option<&dyn Webhooks> {
        Some(self)
    }

    fn receiver(&self) -> Option<&dyn Receiver> {
        Some(&self.inner.receiver)
    }

    async fn check(&self, options: &CallOptions) -> Result<Account> {
        let operation = Operation::AccountCheck;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let query = ListConsumers::builder().paging(Paging::new(1, 1)).build();
        api.consumers().list_as::<row::Consumer>(&query).await?;
        Ok(Account::new().named(Some(self.inner.domain.clone())))
    }

    /// Whatever the vendor says in the end is the answer, whichever its status. It is signed anew
    /// first, and sent again as the caller's safety allows.
    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse> {
        let operation = Operation::Raw;
        self.table().require(operation)?;
        let api = self.begin(operation, options);
        let mut call = Call::raw(request.safety, request.method, &request.path).accept_any_status();
        for (key, value) in request.query {
            call = call.query(key, value);
        }
        if let Some(body) = &request.body {
            call = call.json(body);
        }
        let answer = api.send(call).await?;
        Ok(RawResponse::new(answer.status, answer.headers, answer.body))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        None
    }
}

impl fmt::Debug for Cxpress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cxpress")
            .field("domain", &self.inner.domain)
            .field("api", &self.inner.api)
            .finish_non_exhaustive()
    }
}

//! The desk: a tenant of Cxpress.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, Contacts, Delivery, Directory, Error, ErrorKind, Helpdesk,
    Messages, Operation, RawRequest, RawResponse, Result, Safety, Tags, Tickets, Vendor, Webhooks,
};
use helpdesk_http::{Answer, Call, Pipeline};
use http::header::ORIGIN;
use tokio::sync::OwnedMutexGuard;

use crate::api::{Api, ListConsumers, Paging};
use crate::auth::{self, Denials};
use crate::config::Config;
use crate::errors::Errors;
use crate::locks::Locks;
use crate::paging::located;
use crate::receiver::CxpressReceiver;
use crate::references::References;
use crate::{VENDOR, capability, wire};

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
    locks: Locks,
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
                locks: Locks::default(),
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
    ) -> Result<OwnedMutexGuard<()>> {
        let clock = api.pipeline().clock();
        self.inner
            .locks
            .hold(&format!("{kind}:{id}"), &api.scope(), &**clock)
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
            Err(error) => return Err(error.with_delivery(Delivery::NotSent)),
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
        .clock(clock)
        .auth(Arc::new(auth))
        .classifier(Arc::new(Errors {
            budget: budget.clone(),
            denials: Arc::clone(denials),
        }))
        .budget(budget)
        .default_header(ORIGIN, origin);
    config.http.apply(builder)?.build()
}

/// What a failed look after a write means: the write was answered, and has been carried out.
pub(crate) fn after_write(error: Error) -> Error {
    error.with_delivery(Delivery::Unknown)
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
        let api = self.begin(Operation::AccountCheck, options);
        let query = ListConsumers::builder().paging(Paging::new(1, 1)).build();
        api.consumers().list(&query).await?;
        Ok(Account::new().named(Some(self.inner.domain.clone())))
    }

    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse> {
        let api = self.begin(Operation::Raw, options);
        // 401 and 403 may be an expired token, so the pipeline gets to see them first.
        let error = match api.send(raw_call(&request, &[401, 403, 429])).await {
            Ok(answer) => return Ok(response(answer)),
            Err(error) => error,
        };
        if matches!(error.status(), Some(401 | 403)) && error.kind() != ErrorKind::RateLimited {
            // The vendor refused it unprocessed, so it may be sent again whatever it is.
            return api.send(raw_call(&request, &[429])).await.map(response);
        }
        Err(error)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        None
    }
}

/// A raw call that takes every answer save those with these statuses, and failures of a call that
/// may be repeated.
fn raw_call(request: &RawRequest, left_out: &[u16]) -> Call {
    let fails = |status: u16| request.safety == Safety::Safe && matches!(status, 408 | 425 | 500..);
    let taken: Vec<u16> = (100..600)
        .filter(|status| !left_out.contains(status) && !fails(*status))
        .collect();
    let mut call = Call::raw(request.safety, request.method.clone(), &request.path);
    for (key, value) in &request.query {
        call = call.query(key.clone(), value);
    }
    if let Some(body) = &request.body {
        call = call.json(body);
    }
    call.accept_status(&taken)
}

fn response(answer: Answer) -> RawResponse {
    RawResponse::new(answer.status, answer.headers, answer.body)
}

impl fmt::Debug for Cxpress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cxpress")
            .field("domain", &self.inner.domain)
            .field("api", &self.inner.api)
            .finish_non_exhaustive()
    }
}

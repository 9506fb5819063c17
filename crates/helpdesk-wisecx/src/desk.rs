//! The desk.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use helpdesk_core::transport::Transport;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, Clock, Contacts, Directory, Helpdesk, Messages, Operation,
    RawRequest, RawResponse, Result, Safety, Tags, Tickets, Vendor, Webhooks,
};
use helpdesk_http::{Budget, Call, Pipeline, ReqwestTransport, TokioClock};

use crate::api::{Api, ListRequest};
use crate::config::{Config, Defaults, below};
use crate::errors::Errors;
use crate::input::named;
use crate::locks::Locks;
use crate::receiver::WiseCxReceiver;
use crate::{VENDOR, auth, capability};

/// A desk at WiseCX. Clones are cheap and share everything.
#[derive(Clone)]
pub struct WiseCx {
    pub(crate) api: Api,
    inner: Arc<Inner>,
}

struct Inner {
    capabilities: Capabilities,
    receiver: WiseCxReceiver,
    defaults: Defaults,
    locks: Locks,
}

impl WiseCx {
    /// A desk with these settings. Sends nothing.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config), naming the key that
    /// configuration has for what is wrong.
    pub fn new(config: Config) -> Result<Self> {
        let base = config.check()?;
        let clock: Arc<dyn Clock> = match &config.clock {
            Some(clock) => clock.clone(),
            None => Arc::new(TokioClock::new()),
        };
        let transport: Arc<dyn Transport> = if let Some(transport) = &config.transport {
            transport.clone()
        } else {
            let builder = config
                .http
                .apply_to_transport(ReqwestTransport::builder())
                .map_err(|error| below("http", &error))?;
            Arc::new(builder.build()?)
        };
        let budget = match &config.budget {
            Some(budget) => budget.clone(),
            None => Budget::new("wisecx", clock.clone(), config.limits.windows()),
        };
        let store = config.token_store.clone();
        let auth = auth::authenticator(&config.api_key, config.user.trim(), store)
            .map_err(|_| helpdesk_core::Error::config("api_key", "cannot be sent in a header"))?;
        let mut builder = Pipeline::builder(VENDOR, base)
            .transport(transport)
            .clock(clock.clone())
            .auth(auth)
            .classifier(Arc::new(Errors))
            .budget(budget);
        if let Some(retry) = config.retry {
            builder = builder.retry(retry);
        }
        let pipeline = config
            .http
            .apply(builder)
            .map_err(|error| below("http", &error))?
            .build()?;
        Ok(Self {
            api: Api::new(pipeline),
            inner: Arc::new(Inner {
                capabilities: capability::table(),
                receiver: WiseCxReceiver::new(config.webhooks, clock),
                defaults: config.defaults,
                locks: Locks::default(),
            }),
        })
    }

    /// The native client: every endpoint, as WiseCX documents it.
    pub fn api(&self) -> &Api {
        &self.api
    }

    pub(crate) fn table(&self) -> &Capabilities {
        &self.inner.capabilities
    }

    pub(crate) fn defaults(&self) -> &Defaults {
        &self.inner.defaults
    }

    pub(crate) fn locks(&self) -> &Locks {
        &self.inner.locks
    }

    /// Carries out an operation that the desk can do; errors name vendor and operation.
    pub(crate) async fn run<T>(
        &self,
        operation: Operation,
        work: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        self.table().require(operation)?;
        work.await.map_err(named(operation))
    }
}

#[async_trait]
impl Helpdesk for WiseCx {
    fn vendor(&self) -> &Vendor {
        self.table().vendor()
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
        self.run(operation, async {
            let api = self.api.scoped(operation, options);
            api.channels().list(&ListRequest::page(1, 1)).await?;
            Ok(Account::new())
        })
        .await
    }

    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse> {
        let operation = Operation::Raw;
        self.run(operation, async {
            let RawRequest {
                method,
                path,
                query,
                body,
                safety,
                ..
            } = request;
            let mut call = Call::raw(safety, method, &path).accept_status(&given_back(safety));
            for (key, value) in query {
                call = call.query(key, value);
            }
            if let Some(body) = &body {
                call = call.json(body);
            }
            let answer = self.api.scoped(operation, options).send(call).await?;
            Ok(RawResponse::new(answer.status, answer.headers, answer.body))
        })
        .await
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        None
    }
}

/// The statuses a raw call gives back as they are. Those that ask for a new token or for patience are
/// left to the pipeline, and so are failures of a call that may be repeated.
fn given_back(safety: Safety) -> Vec<u16> {
    let failures = if safety == Safety::Safe { 500 } else { 600 };
    (200..failures)
        .filter(|status| !matches!(status, 401 | 403 | 429))
        .collect()
}

impl fmt::Debug for WiseCx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WiseCx")
            .field("api", &self.api)
            .field("defaults", &self.inner.defaults)
            .finish_non_exhaustive()
    }
}

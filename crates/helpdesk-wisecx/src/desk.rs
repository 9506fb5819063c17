//! The desk.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use helpdesk_core::transport::Transport;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, Clock, Contacts, Directory, Helpdesk, Messages, Operation,
    RawRequest, RawResponse, Result, Tags, Tickets, Vendor, Webhooks,
};
use helpdesk_http::{Budget, Call, Pipeline, ReqwestTransport, TokioClock, Turn, Turns};

use crate::api::{Api, ListRequest};
use crate::config::{Config, Defaults, below};
use crate::errors::Errors;
use crate::input::named;
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
    turns: Turns,
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
                turns: Turns::default(),
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

    /// Waits for one's turn at a record that is read, changed and written back.
    pub(crate) async fn turn(&self, api: &Api, kind: &str, id: u64) -> Result<Turn> {
        let (record, clock) = (format!("{kind}:{id}"), api.pipeline().clock());
        self.inner.turns.take(&record, &api.scope(), &**clock).await
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

    /// Reads one channel. Repeated after failures that may pass.
    async fn check(&self, options: &CallOptions) -> Result<Account> {
        let operation = Operation::AccountCheck;
        self.run(operation, async {
            let api = self.api.scoped(operation, options);
            api.channels().list(&ListRequest::page(1, 1)).await?;
            Ok(Account::new())
        })
        .await
    }

    /// Every status is an answer: after a new token where the vendor asks for one, and after the
    /// repetitions that the request's safety allows. After an unknown delivery nothing is looked for.
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
            let mut call = Call::raw(safety, method, &path).accept_any_status();
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

impl fmt::Debug for WiseCx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WiseCx")
            .field("api", &self.api)
            .field("defaults", &self.inner.defaults)
            .finish_non_exhaustive()
    }
}

//! The desk: an account at Digisac.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, ChannelId, Contacts, CustomFieldId, DepartmentId,
    Directory, Error, Helpdesk, Messages, Operation, RawRequest, RawResponse, Result, Tags,
    Tickets, Vendor, Webhooks,
};
use helpdesk_http::{BaseUrl, Call, Pipeline, ReqwestTransport, TokioClock, Turn, Turns};

use crate::api::Api;
use crate::capability::{self, Extent};
use crate::config::Config;
use crate::convert::Reading;
use crate::errors::Classifier;
use crate::receiver::DigisacReceiver;
use crate::{VENDOR, auth, row};

/// An account at Digisac. Cloning is cheap; clones are the same desk.
///
/// It implements the neutral contract; [`Digisac::api`] is the vendor's own client.
#[derive(Clone)]
pub struct Digisac {
    inner: Arc<Inner>,
}

struct Inner {
    api: Api,
    capabilities: Capabilities,
    receiver: DigisacReceiver,
    settings: DeskSettings,
    turns: Turns,
}

/// What the neutral calls need to know beside their arguments.
pub(crate) struct DeskSettings {
    pub default_department: Option<DepartmentId>,
    pub default_service: Option<ChannelId>,
    pub email_custom_field: Option<CustomFieldId>,
    pub open_ticket_on_send: bool,
}

impl Digisac {
    /// A desk. Nothing is sent, connected or started.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config), naming the key and the
    /// remedy.
    pub fn new(config: Config) -> Result<Self> {
        let pipeline = pipeline(&config).map_err(|error| error.with_vendor(VENDOR))?;
        let clock = Arc::clone(pipeline.clock());
        let extent = Extent {
            emails: config.email_custom_field.is_some(),
            opens_tickets: config.open_ticket_on_send,
            receives: !matches!(
                config.unsigned,
                helpdesk_core::webhook::UnsignedPolicy::Refuse
            ),
        };
        Ok(Self {
            inner: Arc::new(Inner {
                api: Api::new(pipeline),
                capabilities: capability::table(&extent),
                receiver: DigisacReceiver::new(
                    config.unsigned,
                    clock,
                    config.email_custom_field.clone(),
                ),
                settings: DeskSettings {
                    default_department: config.default_department,
                    default_service: config.default_service,
                    email_custom_field: config.email_custom_field,
                    open_ticket_on_send: config.open_ticket_on_send,
                },
                turns: Turns::default(),
            }),
        })
    }

    /// The vendor's own client: every documented endpoint.
    pub fn api(&self) -> &Api {
        &self.inner.api
    }

    /// The receiver of webhook deliveries, as its own type.
    pub fn webhook_receiver(&self) -> &DigisacReceiver {
        &self.inner.receiver
    }

    pub(crate) fn table(&self) -> &Capabilities {
        &self.inner.capabilities
    }

    pub(crate) fn settings(&self) -> &DeskSettings {
        &self.inner.settings
    }

    /// Waits for one's turn at changing something, as long as the operation may take.
    pub(crate) async fn turn(&self, api: &Api, area: &str, id: &str) -> Result<Turn> {
        let (record, scope) = (format!("{area}:{id}"), api.scope());
        let turn = self
            .inner
            .turns
            .take(&record, &scope, &**api.pipeline().clock());
        turn.await.map_err(|error| api.named(error))
    }

    pub(crate) fn scoped(&self, operation: Operation, options: &CallOptions) -> Api {
        self.inner.api.scoped(operation, options)
    }

    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading {
            email_field: self
                .settings()
                .email_custom_field
                .as_ref()
                .map(CustomFieldId::as_str),
            one_tag_only: false,
        }
    }
}

/// Names vendor and operation in an error about the input.
pub(crate) fn refused(operation: Operation, error: Error) -> Error {
    error.with_vendor(VENDOR).with_operation(operation.as_str())
}

fn pipeline(config: &Config) -> Result<Pipeline> {
    config.http.validate()?;
    let base = BaseUrl::parse(&config.base_url, config.http.insecure_http())?;
    let clock = config
        .clock
        .clone()
        .unwrap_or_else(|| Arc::new(TokioClock::new()));
    let transport = match &config.transport {
        Some(transport) => Arc::clone(transport),
        None => Arc::new(
            config
                .http
                .apply_to_transport(ReqwestTransport::builder())?
                .build()?,
        ),
    };
    let mut builder = Pipeline::builder(VENDOR, base)
        .transport(transport)
        .clock(clock)
        .classifier(Arc::new(Classifier))
        .auth(auth::authenticator(
            &config.credentials,
            config.token_store.clone(),
        )?);
    if let Some(retry) = config.retry {
        builder = builder.retry(retry);
    }
    if let Some(budget) = &config.budget {
        builder = builder.budget(budget.clone());
    }
    config.http.apply(builder)?.build()
}

#[async_trait]
impl Helpdesk for Digisac {
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

    /// Reads who owns the credentials. Digisac tells nothing about what is left of the plan.
    async fn check(&self, options: &CallOptions) -> Result<Account> {
        self.table().require(Operation::AccountCheck)?;
        self.scoped(Operation::AccountCheck, options)
            .me()
            .get_as::<row::Owner>()
            .await?;
        Ok(Account::new())
    }

    /// Whatever the vendor says in the end is the answer, whichever its status. Before that a refused
    /// token is fetched anew, and the call is sent again as its safety allows.
    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse> {
        self.table().require(Operation::Raw)?;
        let mut call = Call::raw(request.safety, request.method, &request.path).accept_any_status();
        for (key, value) in request.query {
            call = call.query(key, value);
        }
        if let Some(body) = &request.body {
            call = call.json(body);
        }
        let answer = self.scoped(Operation::Raw, options).send(call).await?;
        Ok(RawResponse::new(answer.status, answer.headers, answer.body))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn wrapped(&self) -> Option<&dyn Helpdesk> {
        None
    }
}

impl fmt::Debug for Digisac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Digisac")
            .field("pipeline", self.inner.api.pipeline())
            .field("receiver", &self.inner.receiver)
            .finish_non_exhaustive()
    }
}

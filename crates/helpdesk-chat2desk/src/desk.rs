//! The desk.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use helpdesk_core::webhook::Receiver;
use helpdesk_core::{
    Account, CallOptions, Capabilities, Clock, Contacts, Directory, Helpdesk, Messages, Operation,
    Quota, RawRequest, RawResponse, Result, Tags, Tickets, Vendor, Webhooks,
};
use helpdesk_http::{Call, Turn, Turns};
use http::Method;

use crate::api::{Api, MESSAGES};
use crate::convert::contacts::Aliases;
use crate::paging::given_out;
use crate::receiver::Chat2DeskReceiver;
use crate::{Config, TicketSource, row};

mod build;

/// How many new tickets are remembered.
const REMEMBERED: usize = 256;

/// A desk at Chat2Desk. Cloning is cheap; clones share connections and budgets.
#[derive(Clone)]
pub struct Chat2Desk {
    api: Api,
    capabilities: Arc<Capabilities>,
    receiver: Arc<Chat2DeskReceiver>,
    pub(crate) options: Arc<Options>,
    turns: Arc<Turns>,
    made: Arc<Mutex<VecDeque<String>>>,
}

/// What the configuration says beyond connections and secrets.
#[derive(Debug, Default)]
pub(crate) struct Options {
    pub(crate) source: TicketSource,
    pub(crate) channel: Option<String>,
    pub(crate) transport: Option<String>,
    pub(crate) tag_group: Option<String>,
    pub(crate) aliases: Aliases,
    pub(crate) open_dialog: bool,
}

impl Chat2Desk {
    /// A desk from a configuration in code. Sends nothing.
    ///
    /// Fails with [`ErrorKind::Config`](helpdesk_core::ErrorKind::Config), naming the key and the remedy.
    pub fn new(config: Config) -> Result<Self> {
        Self::build(config, &|key| key.to_owned())
    }

    /// The vendor's own client.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// What the desk can do.
    pub(crate) fn table(&self) -> &Capabilities {
        &self.capabilities
    }

    /// The vendor's own client for one neutral operation.
    pub(crate) fn begin(&self, operation: Operation, options: &CallOptions) -> Api {
        self.api.scoped(operation, options)
    }

    /// The same for an operation that the desk must have.
    pub(crate) fn start(&self, operation: Operation, options: &CallOptions) -> Result<Api> {
        self.capabilities.require(operation)?;
        Ok(self.begin(operation, options))
    }

    /// The same for one about a record of which the vendor can have given out the identifier.
    pub(crate) fn start_at(
        &self,
        operation: Operation,
        id: &str,
        options: &CallOptions,
    ) -> Result<Api> {
        self.capabilities.require(operation)?;
        given_out(id, operation)?;
        Ok(self.begin(operation, options))
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        self.api.pipeline().clock()
    }

    /// Waits until nobody else in this process changes the record, no longer than the operation has.
    pub(crate) async fn hold(&self, api: &Api, kind: &str, id: &str) -> Result<Turn> {
        let record = format!("{kind} {id}");
        self.turns
            .take(&record, &api.scope(), &**self.clock())
            .await
            .map_err(|error| api.named(error))
    }

    /// Remembers a ticket that was made here, so that it is not taken for another one with the same
    /// words.
    pub(crate) fn remember(&self, id: &str) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.len() >= REMEMBERED {
            made.pop_front();
        }
        made.push_back(id.to_owned());
    }

    pub(crate) fn remembers(&self, id: &str) -> bool {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.iter().any(|known| known == id)
    }
}

impl fmt::Debug for Chat2Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat2Desk")
            .field("api", &self.api)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Helpdesk for Chat2Desk {
    fn vendor(&self) -> &Vendor {
        self.capabilities.vendor()
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
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
        Some(&*self.receiver)
    }

    /// A read: repeated after failures that may pass.
    async fn check(&self, options: &CallOptions) -> Result<Account> {
        let api = self.start(Operation::AccountCheck, options)?;
        let info = api.companies().api_info_as::<row::ApiInfo>().await?.wire;
        let mut account = Account::new().named(info.company_name);
        match info.api_calls {
            Some(calls) => {
                let used = calls.used_this_month.or(info.requests_this_month);
                account = account.with_quota(Quota::new(
                    "requests this month",
                    used,
                    calls.left_free_requests,
                ));
                if calls.left_paid_requests.is_some() {
                    account = account.with_quota(Quota::new(
                        "bought requests",
                        None,
                        calls.left_paid_requests,
                    ));
                }
            }
            None if info.requests_this_month.is_some() => {
                account = account.with_quota(Quota::new(
                    "requests this month",
                    info.requests_this_month,
                    None,
                ));
            }
            None => {}
        }
        Ok(account)
    }

    /// Any call, answered with whatever the vendor says in the end, whichever its status. It is sent
    /// again as far as the request's safety allows; a failure without an answer has its own delivery.
    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse> {
        self.capabilities.require(Operation::Raw)?;
        let api = self.begin(Operation::Raw, options);
        // All paths of the vendor begin with the version; leaving it out is a pardonable mistake.
        let path = request.path.trim_start_matches('/');
        let path = if path == "v1" || path.starts_with("v1/") {
            format!("/{path}")
        } else {
            format!("/v1/{path}")
        };
        let sends = request.method == Method::POST && path.trim_end_matches('/') == "/v1/messages";
        let mut call = Call::raw(request.safety, request.method, &path).accept_any_status();
        if sends {
            call = call.charge(MESSAGES);
        }
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

//! The desk.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::{self, Either};
use helpdesk_core::webhook::{Receiver, SharedSecret, UnsignedPolicy};
use helpdesk_core::{
    Account, CallOptions, Capabilities, Clock, Contacts, Directory, Error, ErrorKind, Helpdesk,
    Messages, Operation, Quota, RawRequest, RawResponse, Result, Tags, Tickets, Vendor, Webhooks,
};
use helpdesk_http::{BaseUrl, Budget, Call, Pipeline, ReqwestTransport, TokioClock, Window};
use http::Method;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use tokio::sync::OwnedMutexGuard;

use crate::api::{Api, MESSAGES};
use crate::convert::contacts::Aliases;
use crate::errors::Errors;
use crate::locks::Locks;
use crate::receiver::Chat2DeskReceiver;
use crate::{Config, TicketSource, VENDOR, auth, capability};

/// How many new tickets are remembered.
const REMEMBERED: usize = 256;

/// A desk at Chat2Desk. Cloning is cheap; clones share connections and budgets.
#[derive(Clone)]
pub struct Chat2Desk {
    api: Api,
    capabilities: Arc<Capabilities>,
    receiver: Arc<Chat2DeskReceiver>,
    pub(crate) options: Arc<Options>,
    locks: Locks,
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
    /// Fails with [`ErrorKind::Config`], naming the key and the remedy.
    pub fn new(config: Config) -> Result<Self> {
        Self::build(config, &|key| key.to_owned())
    }

    /// As [`Self::new`], with the names that keys have in a file.
    pub(crate) fn build(config: Config, key: &dyn Fn(&str) -> String) -> Result<Self> {
        let at =
            |error: Error, prefix: &str| at_key(error, &|name| key(&format!("{prefix}{name}")));
        let wrong = |name: &str, message: &str| Err(Error::config(key(name), message));

        let token = auth::token(&key("token"), &config.token)?;
        config.http.validate().map_err(|error| at(error, "http."))?;
        let base = config.base_url.trim().trim_end_matches('/');
        let base = base.strip_suffix("/v1").unwrap_or(base);
        let base =
            BaseUrl::parse(base, config.http.insecure_http()).map_err(|error| at(error, ""))?;
        for (name, id) in [
            ("default_channel", &config.default_channel),
            ("email_custom_field", &config.email_custom_field),
            ("document_custom_field", &config.document_custom_field),
        ] {
            if let Some(id) = id
                && (id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()))
            {
                return wrong(name, "must be the vendor's number of it");
            }
        }
        if config.email_custom_field.is_some()
            && config.email_custom_field == config.document_custom_field
        {
            return wrong(
                "document_custom_field",
                "is the same field as `email_custom_field`; give each its own",
            );
        }
        if let Some(word) = &config.default_transport
            && (word.is_empty()
                || !word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'))
        {
            return wrong(
                "default_transport",
                "must be a messenger in the vendor's word, such as `whatsapp`, `viber`, `email` or `sms`",
            );
        }
        if config
            .default_tag_group
            .as_ref()
            .is_some_and(|group| group.trim().is_empty())
        {
            return wrong(
                "default_tag_group",
                "is empty; give the group's number or name",
            );
        }
        if !(1..=1000).contains(&config.messages_per_second) {
            return wrong("messages_per_second", "must be from 1 to 1000");
        }
        let tolerance = config.webhook_tolerance;
        if tolerance < Duration::from_secs(1) || tolerance > Duration::from_secs(604_800) {
            return wrong(
                "webhook_tolerance_seconds",
                "must be from 1 to 604800; the vendor repeats deliveries for some two hours",
            );
        }
        let mut tokens = vec![token.clone()];
        for (place, further) in config.webhook_tokens.iter().enumerate() {
            tokens.push(auth::token(
                &key(&format!("webhook_tokens[{place}]")),
                further,
            )?);
        }
        let unsigned = match (config.webhook_secret, config.accept_unsigned) {
            (Some(_), true) => {
                return wrong(
                    "accept_unsigned",
                    "stands beside `webhook_secret`, which it would make useless; leave one of them out",
                );
            }
            (Some(secret), false) => {
                let secret = SharedSecret::new(secret).map_err(|error| at(error, ""))?;
                UnsignedPolicy::Secret(secret)
            }
            (None, true) => UnsignedPolicy::Accept,
            (None, false) => UnsignedPolicy::Refuse,
        };

        let clock: Arc<dyn Clock> = match config.clock {
            Some(clock) => clock,
            None => Arc::new(TokioClock::new()),
        };
        let transport = match config.transport {
            Some(transport) => transport,
            None => Arc::new(
                config
                    .http
                    .apply_to_transport(ReqwestTransport::builder())
                    .and_then(helpdesk_http::ReqwestTransportBuilder::build)
                    .map_err(|error| at(error, "http."))?,
            ),
        };
        let window = Window::new(config.messages_per_second, Duration::from_secs(1));
        let budget = match &config.budgets {
            Some(budgets) => budgets
                .get(&budget_key(&base, &token), &[window])
                .map_err(|_| {
                    Error::config(
                        key("messages_per_second"),
                        "differs from that of another desk with the same token; give both the same",
                    )
                })?,
            None => Budget::new("chat2desk messages", Arc::clone(&clock), [window]),
        };
        let builder = Pipeline::builder(VENDOR, base)
            .transport(transport)
            .clock(Arc::clone(&clock))
            .auth(Arc::new(
                auth::authenticator(&token).map_err(|error| at(error, ""))?,
            ))
            .classifier(Arc::new(Errors))
            .bucket(MESSAGES, budget);
        let pipeline = config
            .http
            .apply(builder)
            .and_then(helpdesk_http::PipelineBuilder::build)
            .map_err(|error| at(error, "http."))?;

        let options = Options {
            source: config.ticket_source,
            channel: config.default_channel,
            transport: config.default_transport,
            tag_group: config.default_tag_group,
            aliases: Aliases {
                email: config.email_custom_field,
                document: config.document_custom_field,
            },
            open_dialog: config.open_dialog_on_send,
        };
        let receiver =
            Chat2DeskReceiver::new(&tokens, config.webhook_key, tolerance, unsigned, clock)
                .reading(options.aliases.clone(), options.source);
        Ok(Self {
            api: Api::new(pipeline),
            capabilities: Arc::new(capability::table(&options)),
            receiver: Arc::new(receiver),
            options: Arc::new(options),
            locks: Locks::default(),
            made: Arc::default(),
        })
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

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        self.api.pipeline().clock()
    }

    /// Waits until nobody else in this process changes the record, no longer than the operation has.
    pub(crate) async fn hold(
        &self,
        api: &Api,
        kind: &str,
        id: &str,
    ) -> Result<OwnedMutexGuard<()>> {
        let turn = self.locks.hold(format!("{kind} {id}"));
        let Some(deadline) = api.deadline() else {
            return Ok(turn.await);
        };
        let clock = self.clock();
        let left = deadline.saturating_duration_since(clock.instant());
        match future::select(pin!(turn), clock.sleep(left)).await {
            Either::Left((held, _)) => Ok(held),
            Either::Right(_) => Err(api.named(Error::new(
                ErrorKind::Timeout,
                "another change of the same record took all the time there was",
            ))),
        }
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

/// A configuration error under the key it has in the file.
fn at_key(error: Error, key: &dyn Fn(&str) -> String) -> Error {
    if error.kind() != ErrorKind::Config {
        return error;
    }
    match error.field_errors() {
        [] => error,
        fields => fields.iter().fold(
            Error::new(ErrorKind::Config, "the configuration is wrong"),
            |error, one| error.with_field_error(key(&one.field), one.message.clone()),
        ),
    }
}

/// Messages are limited per company, that is per token. The key ends up in logs, so it holds no more
/// of the token than a few digits of a sum.
fn budget_key(base: &BaseUrl, token: &SecretString) -> String {
    let mut sum = Sha256::new();
    sum.update(b"helpdesk-chat2desk messages ");
    sum.update(token.expose_secret().as_bytes());
    let mut mark = hex::encode(sum.finalize());
    mark.truncate(8);
    format!("{VENDOR} messages {base} {mark}")
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

    async fn check(&self, options: &CallOptions) -> Result<Account> {
        self.capabilities.require(Operation::AccountCheck)?;
        let api = self.begin(Operation::AccountCheck, options);
        let info = api.companies().api_info().await?.wire;
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
        let every: Vec<u16> = (200..=599).collect();
        let mut call = Call::raw(request.safety, request.method, &path).accept_status(&every);
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

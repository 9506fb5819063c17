//! Putting a pipeline together.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use helpdesk_core::transport::Transport;
use helpdesk_core::{Clock, Error, Result, Vendor};
use http::HeaderMap;
use http::header::{ACCEPT, HeaderName, HeaderValue, USER_AGENT};

use super::{Inner, Pipeline};
use crate::classify::ByStatus;
use crate::{
    Authenticate, BaseUrl, Budget, Classify, Jitter, Observe, RandomJitter, ReqwestTransport,
    RetryPolicy, TokioClock,
};

/// Settings of a [`Pipeline`]. Everything has a default.
#[must_use = "a builder does nothing until it builds"]
pub struct PipelineBuilder {
    vendor: Vendor,
    base: BaseUrl,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    auth: Option<Arc<dyn Authenticate>>,
    classifier: Arc<dyn Classify>,
    budgets: Vec<Budget>,
    buckets: Vec<(Cow<'static, str>, Budget)>,
    retry: RetryPolicy,
    timeout: Option<Duration>,
    attempt_timeout: Duration,
    max_body: usize,
    user_agent: String,
    headers: HeaderMap,
    jitter: Arc<dyn Jitter>,
    observers: Vec<Arc<dyn Observe>>,
}

impl PipelineBuilder {
    pub(super) fn new(vendor: Vendor, base: BaseUrl) -> Self {
        Self {
            vendor,
            base,
            transport: None,
            clock: Arc::new(TokioClock::new()),
            auth: None,
            classifier: Arc::new(ByStatus),
            budgets: Vec::new(),
            buckets: Vec::new(),
            retry: RetryPolicy::default(),
            timeout: Some(Duration::from_secs(120)),
            attempt_timeout: Duration::from_secs(30),
            max_body: 32 * 1024 * 1024,
            user_agent: crate::USER_AGENT.to_owned(),
            headers: HeaderMap::new(),
            jitter: Arc::new(RandomJitter),
            observers: Vec::new(),
        }
    }

    /// Sends by this transport instead of a [`ReqwestTransport`] with its defaults.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Tells the time by this clock instead of a [`TokioClock`].
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Signs calls by this. Without it they are sent unsigned.
    pub fn auth(mut self, auth: Arc<dyn Authenticate>) -> Self {
        self.auth = Some(auth);
        self
    }

    /// Tells good answers from bad ones by this instead of the status alone.
    pub fn classifier(mut self, classifier: Arc<dyn Classify>) -> Self {
        self.classifier = classifier;
        self
    }

    /// Takes a slot of this budget for every call; of every one, when there are several.
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budgets.push(budget);
        self
    }

    /// Takes a slot of this budget for calls that [`Call::charge`](crate::Call::charge) it.
    pub fn bucket(self, name: impl Into<Cow<'static, str>>, budget: Budget) -> Self {
        self.with_bucket(name.into(), budget)
    }

    /// Apart from [`Self::bucket`], which is compiled in the crate that calls it.
    fn with_bucket(mut self, name: Cow<'static, str>, budget: Budget) -> Self {
        self.buckets.retain(|(known, _)| *known != name);
        self.buckets.push((name, budget));
        self
    }

    /// Tries calls this often.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    pub(crate) fn change_retry(mut self, change: impl FnOnce(RetryPolicy) -> RetryPolicy) -> Self {
        self.retry = change(self.retry);
        self
    }

    /// Limits operations whose caller sets no limit. 120 s by default.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Limits each attempt, from sending to the whole answer. 30 s by default.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = limit;
        self
    }

    /// Refuses answers larger than this, unpacked. 32 MiB by default.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets the `User-Agent` of every call.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sets a header of every call.
    pub fn default_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Takes chance from here.
    pub fn jitter(mut self, jitter: Arc<dyn Jitter>) -> Self {
        self.jitter = jitter;
        self
    }

    /// Tells this one about every attempt; may be called several times.
    pub fn observer(mut self, observer: Arc<dyn Observe>) -> Self {
        self.observers.push(observer);
        self
    }

    /// The pipeline. Nothing is sent, connected or started.
    pub fn build(self) -> Result<Pipeline> {
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::builder().build()?),
        };
        let user_agent = HeaderValue::from_str(&self.user_agent).map_err(|_| {
            Error::config("user_agent", "must be text without line breaks")
                .with_vendor(self.vendor.clone())
        })?;
        let mut headers = self.headers;
        let json = HeaderValue::from_static("application/json");
        headers.entry(ACCEPT).or_insert(json);
        headers.entry(USER_AGENT).or_insert(user_agent);
        Ok(Pipeline {
            inner: Arc::new(Inner {
                vendor: self.vendor,
                base: self.base,
                transport,
                clock: self.clock,
                auth: self.auth,
                classifier: self.classifier,
                budgets: self.budgets,
                buckets: self.buckets,
                retry: self.retry,
                timeout: self.timeout,
                attempt_timeout: self.attempt_timeout,
                max_body: self.max_body,
                headers,
                jitter: self.jitter,
                observers: self.observers,
            }),
        })
    }
}

impl fmt::Debug for PipelineBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PipelineBuilder")
            .field("vendor", &self.vendor)
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

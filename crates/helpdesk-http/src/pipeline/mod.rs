//! From the description of a call to its answer.

mod attempt;
mod builder;
mod download;
mod run;

use std::borrow::Cow;
use std::fmt;
use std::future::{self, Future};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use helpdesk_core::transport::Transport;
use helpdesk_core::{CallOptions, Clock, Delivery, Error, Operation, Result, Safety, Vendor};
use http::HeaderMap;

pub use builder::PipelineBuilder;
pub use download::Download;
use run::{Reply, Want};

use crate::answer::Origin;
use crate::{
    Answer, Authenticate, BaseUrl, Budget, Call, Classify, Jitter, Observe, RetryPolicy, Scope,
};

/// Sends the calls of one desk: retry → budget → sign → time-out → send → classify → observe.
///
/// Clones are cheap and share everything.
#[derive(Clone)]
pub struct Pipeline {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    vendor: Vendor,
    base: BaseUrl,
    transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    auth: Option<Arc<dyn Authenticate>>,
    classifier: Arc<dyn Classify>,
    budgets: Vec<Budget>,
    buckets: Vec<(Cow<'static, str>, Budget)>,
    retry: RetryPolicy,
    timeout: Option<Duration>,
    attempt_timeout: Duration,
    max_body: usize,
    headers: HeaderMap,
    pub(crate) jitter: Arc<dyn Jitter>,
    observers: Vec<Arc<dyn Observe>>,
}

impl Inner {
    /// The budget of this name that only some calls are charged to.
    fn bucket(&self, name: &str) -> Option<&Budget> {
        let mut buckets = self.buckets.iter();
        buckets.find_map(|(known, budget)| (known == name).then_some(budget))
    }

    pub(crate) fn default_deadline(&self) -> Option<Instant> {
        self.clock.instant().checked_add(self.timeout?)
    }

    /// Waits for something, but no longer than this.
    async fn within<F: Future + Unpin>(&self, limit: Duration, mut wait: F) -> Option<F::Output> {
        let mut end = self.clock.sleep(limit);
        future::poll_fn(|cx| match Pin::new(&mut wait).poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => end.as_mut().poll(cx).map(|()| None),
        })
        .await
    }

    /// Waits, unless that would pass the deadline.
    async fn pause(&self, time: Duration, scope: &Scope) -> bool {
        let end = self.clock.instant().checked_add(time);
        if end.is_none() || scope.deadline.is_some_and(|deadline| end > Some(deadline)) {
            return false;
        }
        if !time.is_zero() {
            self.clock.sleep(time).await;
        }
        true
    }
}

/// A call on its way to its answer.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<Answer>> + Send + 'a>>;

/// The code of a future goes where its type is known. In this box it is compiled here, and not again in
/// every adapter.
#[inline(never)]
pub(crate) fn sending<'a>(
    inner: &'a Arc<Inner>,
    call: &'a mut Call,
    scope: &'a Scope,
) -> Sending<'a> {
    Box::pin(async move {
        let reply = run::run(inner, call, scope, Want::Whole).await?;
        Ok(answer(inner, call, scope, *reply))
    })
}

fn answer(inner: &Inner, call: &Call, scope: &Scope, reply: Reply) -> Answer {
    // What a later failure of the operation says depends on the writes before it.
    if (200..300).contains(&reply.status) {
        scope.accepted(call);
    }
    Answer {
        origin: Origin {
            vendor: inner.vendor.clone(),
            operation: run::operation(call, scope),
            acted: call.may_act() || scope.has_acted(),
        },
        status: reply.status,
        headers: reply.headers,
        attempts: reply.attempts,
        body: reply.body,
    }
}

impl Pipeline {
    /// A pipeline to this vendor's interface.
    pub fn builder(vendor: Vendor, base: BaseUrl) -> PipelineBuilder {
        PipelineBuilder::new(vendor, base)
    }

    /// The vendor.
    pub fn vendor(&self) -> &Vendor {
        &self.inner.vendor
    }

    /// The base URL.
    pub fn base(&self) -> &BaseUrl {
        &self.inner.base
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// The budget of every call, if there is one.
    pub fn budget(&self) -> Option<&Budget> {
        self.inner.budgets.first()
    }

    /// Begins a neutral operation: its deadline is fixed now, for all the calls it takes.
    pub fn scope(&self, operation: Operation, options: &CallOptions) -> Scope {
        let mut scope = self.native(options);
        scope.operation = Some(operation);
        scope
    }

    /// Begins a direct use of the vendor's own client; errors name the endpoint.
    pub fn native(&self, options: &CallOptions) -> Scope {
        let timeout = options.timeout.or(self.inner.timeout);
        let deadline = timeout.and_then(|time| self.inner.clock.instant().checked_add(time));
        let mut scope = Scope::lasting(None, deadline);
        scope.firm = options.timeout.is_some();
        scope
    }

    /// Sends a call and waits for the whole answer.
    ///
    /// It is sent again as far as its [`Safety`] allows. With [`Safety::VerifyFirst`] a failure
    /// after which the vendor may have acted comes back as an error with [`Delivery::Unknown`]; use
    /// [`Pipeline::create`] to have it looked up.
    #[inline(never)]
    pub fn send(&self, mut call: Call, scope: &Scope) -> Sending<'_> {
        let scope = scope.clone();
        Box::pin(async move {
            match run::run(&self.inner, &mut call, &scope, Want::Whole).await {
                Ok(reply) => Ok(answer(&self.inner, &call, &scope, *reply)),
                Err(error) => Err(scope.failure(error)),
            }
        })
    }

    /// Sends a call and hands over the body as it arrives.
    ///
    /// Statuses of 2xx are good ones, and the classifier does not see their body. The operation's
    /// deadline counts until the body begins; after that each piece has to come within the attempt's
    /// time-out, and the whole within the deadline if the caller set it.
    pub async fn download(&self, call: Call, scope: &Scope) -> Result<Download> {
        self.begin_download(call, scope).await
    }

    #[inline]
    fn begin_download<'a>(
        &'a self,
        mut call: Call,
        scope: &'a Scope,
    ) -> Pin<Box<dyn Future<Output = Result<Download>> + Send + 'a>> {
        Box::pin(async move {
            let reply = run::run(&self.inner, &mut call, scope, Want::Arriving).await;
            let reply = reply.map_err(|error| scope.failure(error))?;
            scope.accepted(&call);
            Ok(Download::new(&self.inner, &call, scope, *reply))
        })
    }

    /// Sends a call that makes something, never blindly twice.
    ///
    /// With [`Safety::VerifyFirst`]: when it is unknown whether the vendor acted, `lookup` looks for
    /// the new record by its natural key. Found, it is the answer; surely not there, the call is
    /// sent once more. When the lookup fails, or the second try is unknown as well and nothing is
    /// found, the failure comes back with [`Delivery::Unknown`]. An answer that says yes and cannot
    /// be read is looked up too, but the call is not sent again.
    ///
    /// The lookup is a plain closure that gives a future, `|| self.find(phone)` or
    /// `|| async { … }`: an async closure (`async || …`) would keep the caller's own future from
    /// being `Send`.
    pub async fn create<T, D, L, F>(
        &self,
        call: Call,
        scope: &Scope,
        decode: D,
        lookup: L,
    ) -> Result<T>
    where
        D: Fn(&Answer) -> Result<T>,
        L: Fn() -> F,
        F: Future<Output = Result<Option<T>>>,
    {
        let mut call = call;
        let (mut sent, mut last) = (0, false);
        loop {
            let error = match sending(&self.inner, &mut call, scope).await {
                Ok(answer) => match decode(&answer) {
                    // The vendor says it made something, but not readably: look, and never send
                    // that again.
                    Err(error) if error.delivery() == Delivery::Unknown => {
                        last = true;
                        error
                    }
                    done => return done,
                },
                Err(error) => error,
            };
            sent += error.attempts();
            let error = self.settle(&call, scope, error.with_attempts(sent)).await?;
            match lookup().await {
                Ok(Some(found)) => {
                    scope.accepted(&call);
                    return Ok(found);
                }
                Ok(None) if !last => last = true,
                _ => return Err(error),
            }
        }
    }
}

impl Pipeline {
    /// Waits until what the vendor may have made can be found; fails where there is nothing to look up.
    #[inline(never)]
    fn settle<'a>(
        &'a self,
        call: &'a Call,
        scope: &'a Scope,
        error: Error,
    ) -> Pin<Box<dyn Future<Output = Result<Error>> + Send + 'a>> {
        Box::pin(async move {
            if call.safety() != Safety::VerifyFirst
                || error.delivery() != Delivery::Unknown
                || !self.inner.pause(self.inner.retry.settle, scope).await
            {
                return Err(scope.failure(error));
            }
            Ok(error)
        })
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("vendor", &self.inner.vendor.as_str())
            .field("base", &self.inner.base)
            .field("auth", &self.inner.auth)
            .field("budgets", &self.inner.budgets)
            .field("retry", &self.inner.retry)
            .finish_non_exhaustive()
    }
}

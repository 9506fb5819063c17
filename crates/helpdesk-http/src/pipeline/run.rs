//! The pipeline itself: one function, one order.

use std::borrow::Cow;
use std::future::{self, Future};
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use helpdesk_core::transport::Body;
use helpdesk_core::{Delivery, Error, ErrorKind, Result};
use http::{HeaderMap, Request};

use super::Inner;
use super::attempt::{self, Failure, Leaving};
use crate::auth::Generation;
use crate::{Call, Exchange, Permit, Scope};

/// How much of a good answer is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    Whole,
    Arriving,
}

/// A good answer. It goes through many hands in a box.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The whole body; nothing while it is still arriving.
    pub(super) body: Bytes,
    pub(super) arriving: Option<Body>,
    pub(super) attempts: u32,
}

/// What was sent so far.
#[derive(Clone, Copy, Default)]
struct Sent {
    times: u32,
    /// Whether one of the tries may have been carried out: then no later failure says that none was.
    unsure: bool,
}

/// The name of the operation for errors: the neutral one, or the endpoint's.
pub(super) fn operation(call: &Call, scope: &Scope) -> Cow<'static, str> {
    match scope.operation {
        Some(operation) => Cow::Borrowed(operation.as_str()),
        None => Cow::Owned(call.endpoint().into_owned()),
    }
}

/// retry → budget → sign → time-out → send → classify → observe
pub(super) async fn run(
    inner: &Arc<Inner>,
    call: &mut Call,
    scope: &Scope,
    want: Want,
) -> Result<Box<Reply>> {
    let named = |error: Error, call: &Call, sent: Sent| {
        let error = if sent.unsure {
            error.with_delivery(Delivery::Unknown)
        } else {
            error
        };
        let error = match error.vendor() {
            Some(_) => error,
            None => error.with_vendor(inner.vendor.clone()),
        };
        error
            .with_operation(operation(call, scope))
            .with_attempts(sent.times)
    };
    call.take_fault()
        .map_err(|error| named(error, call, Sent::default()))?;
    let call = &*call;

    let (mut tried, mut sent, mut signed_anew) = (0, Sent::default(), false);
    loop {
        // Wrong input is found before anything is waited for. Then budget and signature: what fails
        // here was not sent and is not tried again, for both have waited as long as the deadline
        // allows.
        let (leaving, generation) = {
            let mut request = call
                .request(&inner.base, &inner.headers)
                .map_err(|error| named(error, call, sent))?;
            let (permits, generation) = ready(inner, call, scope, &mut request)
                .await
                .map_err(|error| named(error, call, sent))?;
            (Leaving::new(inner, request, permits), generation)
        };

        // Time-out, send, classify, observe.
        tried += 1;
        sent.times += 1;
        let Failure {
            error,
            reply,
            rejected,
        } = match attempt::attempt(inner, call, scope, want, leaving, sent.times).await {
            Ok(reply) => return Ok(reply),
            Err(failure) => failure,
        };

        // Retry, or not.
        if rejected {
            if let (Some(auth), Some(generation)) = (&inner.auth, generation)
                && !signed_anew
                && auth.reject(generation).await
            {
                (signed_anew, tried) = (true, tried - 1);
                continue;
            }
            return settled(call, named(error, call, sent), reply);
        }
        sent.unsure |= call.may_act() && error.delivery() == Delivery::Unknown;
        let wait = inner
            .retry
            .wait(&error, call.safety(), tried, &*inner.jitter);
        match wait {
            Some(wait) if inner.pause(wait, scope).await => {}
            _ => return settled(call, named(error, call, sent), reply),
        }
    }
}

/// The failure that stands, or its answer where the call takes any.
fn settled(call: &Call, error: Error, reply: Option<Box<Reply>>) -> Result<Box<Reply>> {
    reply.filter(|_| call.accepts_any()).ok_or(error)
}

/// Waits for the budget and signs the request, or a new one when the signature had to be waited for.
///
/// A signature that has to wait gives the slots back meanwhile. Otherwise the calls that wait for a
/// token could hold every slot, and the call that fetches it would find none.
async fn ready(
    inner: &Arc<Inner>,
    call: &Call,
    scope: &Scope,
    request: &mut Request<Bytes>,
) -> Result<(Vec<Permit>, Option<Generation>)> {
    let auth = inner.auth.as_ref().filter(|_| call.is_signed());
    let exchange = Exchange {
        inner: Arc::clone(inner),
    };
    for last in [false, false, false, true] {
        let permits = reserve(inner, call, scope).await?;
        let Some(auth) = auth else {
            return Ok((permits, None));
        };
        let mut signing = auth.sign(request, &exchange);
        match future::poll_fn(|cx| Poll::Ready(signing.as_mut().poll(cx))).await {
            Poll::Ready(generation) => {
                return Ok((permits, Some(generation.map_err(unsent)?)));
            }
            Poll::Pending => {
                drop(permits);
                let generation = in_time(inner, scope, signing).await?.map_err(unsent)?;
                if last {
                    // It keeps having to wait: go with what there is.
                    let permits = reserve(inner, call, scope).await?;
                    return Ok((permits, Some(generation)));
                }
                *request = call.request(&inner.base, &inner.headers)?;
            }
        }
    }
    Err(Error::new(ErrorKind::Internal, "signing never ended"))
}

/// Whatever was sent to get a token, the call itself was not.
fn unsent(error: Error) -> Error {
    error.with_delivery(Delivery::NotSent)
}

async fn reserve(inner: &Inner, call: &Call, scope: &Scope) -> Result<Vec<Permit>> {
    if let Some(deadline) = scope.deadline
        && inner.clock.instant() >= deadline
    {
        return Err(no_time());
    }
    let mut permits = Vec::with_capacity(inner.budgets.len() + call.buckets().len());
    if call.is_foreign() {
        return Ok(permits);
    }
    // The narrow buckets first: whoever waits for one of them keeps no slot of the common budget.
    for name in call.buckets() {
        if let Some(budget) = inner.bucket(name) {
            permits.push(budget.acquire(scope.deadline).await?);
        }
    }
    for budget in &inner.budgets {
        permits.push(budget.acquire(scope.deadline).await?);
    }
    Ok(permits)
}

/// Waits for something as long as the deadline allows.
async fn in_time<F: Future + Unpin>(inner: &Inner, scope: &Scope, wait: F) -> Result<F::Output> {
    let Some(deadline) = scope.deadline else {
        return Ok(wait.await);
    };
    let left = deadline.saturating_duration_since(inner.clock.instant());
    inner.within(left, wait).await.ok_or_else(no_time)
}

fn no_time() -> Error {
    Error::new(
        ErrorKind::Timeout,
        "the time for the call was over before it could be sent",
    )
}

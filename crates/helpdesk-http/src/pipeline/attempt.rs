//! One attempt: time-out, send, classify, observe.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use helpdesk_core::transport::{Body, BodyError, TransportError};
use helpdesk_core::{Delivery, Error, ErrorKind};
use http::{HeaderMap, HeaderValue, Request, Response};

use super::Inner;
use super::run::{Reply, Want};
use crate::classify::{self, ByStatus, Classify, Verdict};
use crate::redact::SentTexts;
use crate::{Attempt, Call, Permit, Scope, observe};

/// A request that is ready to be sent. Futures are large enough without the request itself in them.
pub(super) struct Leaving<'a> {
    answer: Answering<'a>,
    permits: Vec<Permit>,
    /// The values of its headers that are secrets.
    secrets: Vec<HeaderValue>,
}

type Answering<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send + 'a>>;

impl<'a> Leaving<'a> {
    pub(super) fn new(inner: &'a Inner, request: Request<Bytes>, permits: Vec<Permit>) -> Self {
        let headers = request.headers().values();
        let secrets = headers.filter(|value| value.is_sensitive());
        Self {
            secrets: secrets.cloned().collect(),
            answer: inner.transport.send(request),
            permits,
        }
    }
}

/// An attempt that got no good answer.
pub(super) struct Failure {
    pub(super) error: Error,
    /// The answer, if there was one.
    pub(super) reply: Option<Box<Reply>>,
    /// Whether it was the credentials.
    pub(super) rejected: bool,
}

pub(super) async fn attempt(
    inner: &Arc<Inner>,
    call: &Call,
    scope: &Scope,
    want: Want,
    leaving: Leaving<'_>,
    number: u32,
) -> Result<Box<Reply>, Failure> {
    let started = inner.clock.instant();
    let Leaving {
        answer,
        permits,
        secrets,
    } = leaving;
    let mut limit = call.attempt_timeout().unwrap_or(inner.attempt_timeout);
    if let Some(deadline) = scope.deadline {
        limit = limit.min(deadline.saturating_duration_since(started));
    }
    let sending = pin!(exchange(inner, call, want, answer, permits));
    let replied = inner.within(limit, sending).await.unwrap_or_else(|| {
        Err(
            Error::new(ErrorKind::Timeout, "the vendor did not answer in time")
                .with_delivery(Delivery::Unknown),
        )
    });
    let (status, outcome) = match replied {
        Err(error) => (error.status(), Err(Failure::bare(error))),
        Ok(reply) => (
            Some(reply.status),
            judged(inner, call, &secrets, reply, number),
        ),
    };
    let error = outcome.as_ref().err().map(|failure| &failure.error);
    observe(inner, call, scope, number, started, status, error);
    outcome
}

/// Sends, and waits for as much of the answer as is needed.
async fn exchange(
    inner: &Inner,
    call: &Call,
    want: Want,
    answer: Answering<'_>,
    mut permits: Vec<Permit>,
) -> Result<Box<Reply>, Error> {
    permits.iter_mut().for_each(Permit::sent);
    let (status, headers, body) = match answer.await {
        Ok(answer) => {
            let (parts, body) = answer.into_parts();
            (parts.status, parts.headers, body)
        }
        Err(error) => {
            if error.delivery() == Delivery::NotSent {
                permits.drain(..).for_each(Permit::answered);
            }
            return Err(broken(error));
        }
    };
    permits.drain(..).for_each(Permit::answered);
    let good = status.is_success() || call.accepts(status.as_u16());
    let (body, arriving) = if want == Want::Arriving && good {
        (Bytes::new(), Some(body))
    } else {
        let whole = body.collect(inner.max_body).await;
        let whole = whole.map_err(|error| cut(error, call).with_status(status.as_u16()))?;
        (whole, None)
    };
    Ok(Box::new(Reply {
        status: status.as_u16(),
        headers,
        body,
        arriving,
        attempts: 0,
    }))
}

impl Failure {
    fn bare(error: Error) -> Self {
        Self {
            error,
            reply: None,
            rejected: false,
        }
    }
}

fn broken(error: TransportError) -> Error {
    let kind = if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Transport
    };
    let delivery = error.delivery();
    Error::new(kind, error.to_string())
        .with_delivery(delivery)
        .with_source(error)
}

/// The body broke off: what the vendor did is known to it alone.
fn cut(error: BodyError, call: &Call) -> Error {
    match error {
        BodyError::TooLarge { .. } => {
            let delivery = if call.may_act() {
                Delivery::Unknown
            } else {
                Delivery::Answered
            };
            Error::new(ErrorKind::Decode, error.to_string()).with_delivery(delivery)
        }
        _ => Error::new(
            ErrorKind::Transport,
            "the connection broke before the whole answer was there",
        )
        .with_delivery(Delivery::Unknown)
        .with_source(error),
    }
}

/// Classifies an answer, and fills in what the classifier left out.
fn judged(
    inner: &Inner,
    call: &Call,
    secrets: &[HeaderValue],
    mut reply: Box<Reply>,
    number: u32,
) -> Result<Box<Reply>, Failure> {
    reply.attempts = number;
    let Reply {
        status,
        ref headers,
        ref body,
        ..
    } = *reply;
    let verdict = if call.accepts(status) || reply.arriving.is_some() {
        Verdict::Accepted
    } else if call.is_foreign() {
        ByStatus.classify(call, status, headers, body)
    } else {
        inner.classifier.classify(call, status, headers, body)
    };
    let (error, rejected) = match verdict {
        Verdict::Accepted => return Ok(reply),
        Verdict::AuthRejected(error) => (error, true),
        Verdict::Refused(error) => (error, false),
    };
    let error = SentTexts::of(call, secrets).scrub(error);
    let error = completed(inner, call, error, status, headers);
    if !rejected
        && error.kind() == ErrorKind::RateLimited
        && !call.is_foreign()
        && let Some(wait) = error.retry_after()
    {
        hold_back(inner, call, wait);
    }
    Err(Failure {
        error,
        reply: Some(reply),
        rejected,
    })
}

fn completed(
    inner: &Inner,
    call: &Call,
    mut error: Error,
    status: u16,
    headers: &HeaderMap,
) -> Error {
    if error.status().is_none() {
        error = error.with_status(status);
    }
    if error.request_id().is_none()
        && let Some(id) = classify::request_id(headers)
    {
        error = error.with_request_id(id);
    }
    let waits = matches!(
        error.kind(),
        ErrorKind::RateLimited
            | ErrorKind::QuotaExhausted
            | ErrorKind::Unavailable
            | ErrorKind::Forbidden
    );
    if waits
        && error.retry_after().is_none()
        && let Some(wait) = classify::retry_after(headers, Some(inner.clock.now()))
    {
        error = error.with_retry_after(wait);
    }
    let unsure = error.kind() == ErrorKind::Unavailable;
    let delivery = match error.delivery() {
        // The classifier said nothing about it.
        Delivery::NotSent if unsure && call.may_act() => Delivery::Unknown,
        Delivery::NotSent => Delivery::Answered,
        Delivery::Unknown if !call.may_act() => Delivery::Answered,
        said => said,
    };
    error.with_delivery(delivery)
}

/// The vendor asked to wait: the other calls of the same budgets wait as well.
fn hold_back(inner: &Inner, call: &Call, wait: Duration) {
    let wait = wait.min(inner.retry.max_wait);
    let charged = call.buckets().iter().filter_map(|name| inner.bucket(name));
    for budget in inner.budgets.iter().chain(charged) {
        budget.block_for(wait);
    }
}

fn observe(
    inner: &Inner,
    call: &Call,
    scope: &Scope,
    number: u32,
    started: Instant,
    status: Option<u16>,
    error: Option<&Error>,
) {
    let endpoint = call.endpoint();
    let attempt = Attempt {
        vendor: &inner.vendor,
        operation: scope.operation,
        endpoint: &endpoint,
        method: call.method(),
        number,
        status,
        error: error.map(Error::kind),
        delivery: error.map_or(Delivery::Answered, Error::delivery),
        elapsed: inner.clock.instant().saturating_duration_since(started),
    };
    observe::trace(&attempt);
    for observer in &inner.observers {
        observer.attempt(&attempt);
    }
}

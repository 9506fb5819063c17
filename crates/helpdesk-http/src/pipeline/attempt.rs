//! One attempt: time-out, send, classify, observe.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::{self, Either};
use helpdesk_core::transport::{BodyError, TransportError};
use helpdesk_core::{Delivery, Error, ErrorKind};
use http::{HeaderMap, HeaderValue, Request};

use super::Inner;
use super::run::{Reply, Want};
use crate::classify::{self, ByStatus, Classify, Verdict};
use crate::redact::SentTexts;
use crate::{Attempt, Call, Permit, Scope, observe};

pub(super) enum Outcome {
    Good(Reply),
    /// With the answer that says so.
    AuthRejected(Error, Reply),
    /// With the answer, if there was one.
    Failed(Error, Option<Reply>),
}

pub(super) async fn attempt(
    inner: &Arc<Inner>,
    call: &Call,
    scope: &Scope,
    want: Want,
    request: Request<Bytes>,
    permits: Vec<Permit>,
    number: u32,
) -> Outcome {
    let started = inner.clock.instant();
    let secrets: Vec<HeaderValue> = request
        .headers()
        .values()
        .filter(|value| value.is_sensitive())
        .cloned()
        .collect();
    let (status, outcome) = match exchange(inner, call, scope, want, request, permits).await {
        Err(error) => (error.status(), Outcome::Failed(error, None)),
        Ok(reply) => (
            Some(reply.status),
            judged(inner, call, &secrets, reply, number),
        ),
    };
    observe(inner, call, scope, number, started, status, &outcome);
    outcome
}

/// Sends within the time-out, and waits for as much of the answer as is needed.
async fn exchange(
    inner: &Inner,
    call: &Call,
    scope: &Scope,
    want: Want,
    request: Request<Bytes>,
    mut permits: Vec<Permit>,
) -> Result<Reply, Error> {
    let mut limit = call.attempt_timeout().unwrap_or(inner.attempt_timeout);
    if let Some(deadline) = scope.deadline {
        limit = limit.min(deadline.saturating_duration_since(inner.clock.instant()));
    }
    permits.iter_mut().for_each(Permit::sent);
    let sending = async {
        let answer = match inner.transport.send(request).await {
            Ok(answer) => answer,
            Err(error) => {
                if error.delivery() == Delivery::NotSent {
                    permits.drain(..).for_each(Permit::answered);
                }
                return Err(broken(error));
            }
        };
        permits.drain(..).for_each(Permit::answered);
        let (parts, body) = answer.into_parts();
        let status = parts.status.as_u16();
        let mut reply = Reply {
            status,
            headers: parts.headers,
            body: Bytes::new(),
            arriving: None,
            attempts: 0,
        };
        if want == Want::Arriving && (parts.status.is_success() || call.accepts(status)) {
            reply.arriving = Some(body);
        } else {
            reply.body = body
                .collect(inner.max_body)
                .await
                .map_err(|error| cut(error, call).with_status(status))?;
        }
        Ok(reply)
    };
    match future::select(std::pin::pin!(sending), inner.clock.sleep(limit)).await {
        Either::Left((reply, _)) => reply,
        Either::Right(_) => Err(Error::new(
            ErrorKind::Timeout,
            "the vendor did not answer in time",
        )
        .with_delivery(Delivery::Unknown)),
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
    reply: Reply,
    number: u32,
) -> Outcome {
    let Reply {
        status,
        ref headers,
        ref body,
        ..
    } = reply;
    let verdict = if call.accepts(status) || reply.arriving.is_some() {
        Verdict::Accepted
    } else if call.is_foreign() {
        ByStatus.classify(call, status, headers, body)
    } else {
        inner.classifier.classify(call, status, headers, body)
    };
    match verdict {
        Verdict::Accepted => Outcome::Good(Reply {
            attempts: number,
            ..reply
        }),
        Verdict::AuthRejected(error) => {
            let error = SentTexts::of(call, secrets).scrub(error);
            let error = completed(inner, call, error, status, headers);
            Outcome::AuthRejected(
                error,
                Reply {
                    attempts: number,
                    ..reply
                },
            )
        }
        Verdict::Refused(error) => {
            let error = SentTexts::of(call, secrets).scrub(error);
            let error = completed(inner, call, error, status, headers);
            if error.kind() == ErrorKind::RateLimited
                && !call.is_foreign()
                && let Some(wait) = error.retry_after()
            {
                hold_back(inner, call, wait);
            }
            Outcome::Failed(
                error,
                Some(Reply {
                    attempts: number,
                    ..reply
                }),
            )
        }
    }
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
    let charged = call
        .buckets()
        .iter()
        .filter_map(|name| inner.buckets.get(name));
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
    outcome: &Outcome,
) {
    let error = match outcome {
        Outcome::Good(_) => None,
        Outcome::AuthRejected(error, _) | Outcome::Failed(error, _) => Some(error),
    };
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

//! Seeing what is sent, without what is in it.

use std::fmt;
use std::time::Duration;

use helpdesk_core::{Delivery, ErrorKind, Operation, Vendor};
use http::Method;

/// One request that was sent, or could not be.
///
/// It holds no URL, identifier, header or body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The vendor.
    pub vendor: &'a Vendor,
    /// The neutral operation the request is part of, if it is.
    pub operation: Option<Operation>,
    /// The name of the endpoint, or method and path template.
    pub endpoint: &'a str,
    /// The HTTP method.
    pub method: &'a Method,
    /// Which time the call was sent, from 1.
    pub number: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The kind of failure, if it was one.
    pub error: Option<ErrorKind>,
    /// Whether the vendor may have acted.
    pub delivery: Delivery,
    /// From sending to the whole answer.
    pub elapsed: Duration,
}

/// Told about every request: for metrics and audit logs.
///
/// Independently of it every attempt is a `tracing` event at debug level, target `helpdesk::http`.
pub trait Observe: Send + Sync + fmt::Debug {
    /// A request is over. Must not block.
    fn attempt(&self, attempt: &Attempt<'_>);
}

pub(crate) fn trace(attempt: &Attempt<'_>) {
    tracing::debug!(
        target: "helpdesk::http",
        vendor = attempt.vendor.as_str(),
        operation = attempt.operation.map(Operation::as_str),
        endpoint = attempt.endpoint,
        attempt = attempt.number,
        status = attempt.status,
        error = attempt.error.map(ErrorKind::as_str),
        elapsed_ms = u64::try_from(attempt.elapsed.as_millis()).unwrap_or(u64::MAX),
        "request"
    );
}

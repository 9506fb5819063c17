//! One desk: an account at a vendor.

use std::any::Any;
use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, Method};
use serde_json::Value;

use super::{Contacts, Directory, Messages, Tags, Tickets, Webhooks};
use crate::webhook::Receiver;
use crate::{Account, CallOptions, Capabilities, Result, Safety, Vendor};

/// One desk: an account at a vendor, with its credentials.
///
/// An area that a vendor lacks as a whole is `None`. A wrapper forwards every method and gives out
/// what it wraps by [`Helpdesk::wrapped`], so that the vendor's own client stays reachable.
#[async_trait]
pub trait Helpdesk: Send + Sync + 'static {
    /// The vendor.
    fn vendor(&self) -> &Vendor;

    /// What it can do.
    fn capabilities(&self) -> &Capabilities;

    /// Contacts.
    fn contacts(&self) -> Option<&dyn Contacts>;

    /// Tickets.
    fn tickets(&self) -> Option<&dyn Tickets>;

    /// Tags.
    fn tags(&self) -> Option<&dyn Tags>;

    /// Messages and notes.
    fn messages(&self) -> Option<&dyn Messages>;

    /// Agents, departments, channels, custom fields.
    fn directory(&self) -> Option<&dyn Directory>;

    /// Administration of webhooks.
    fn webhooks(&self) -> Option<&dyn Webhooks>;

    /// Reception of webhooks.
    fn receiver(&self) -> Option<&dyn Receiver>;

    /// Asks the vendor for something cheap, to see that the credentials work, and what is left of
    /// the plan.
    async fn check(&self, options: &CallOptions) -> Result<Account>;

    /// Sends any call of the vendor's own interface through the same authentication, budget and
    /// retries. The answer is given back whatever its status.
    async fn raw(&self, request: RawRequest, options: &CallOptions) -> Result<RawResponse>;

    /// The desk as [`Any`], for [`Client::native`](crate::Client::native).
    fn as_any(&self) -> &dyn Any;

    /// What this desk wraps, if it is a wrapper.
    fn wrapped(&self) -> Option<&dyn Helpdesk>;
}

/// A call of the vendor's own interface.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: String,
    /// Query parameters, not yet encoded.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Option<Value>,
    /// When it may be sent again.
    pub safety: Safety,
}

impl RawRequest {
    /// A call that is sent once only, whatever its method: vendors have reads that write.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            safety: Safety::Once,
        }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    #[inline]
    pub fn json(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Says when it may be sent again.
    #[must_use]
    #[inline]
    pub fn safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }
}

impl fmt::Debug for RawRequest {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest")
            .field("method", &self.method)
            .field(
                "query",
                &self.query.iter().map(|(key, _)| key).collect::<Vec<_>>(),
            )
            .field("body", &self.body.is_some())
            .field("safety", &self.safety)
            .finish_non_exhaustive()
    }
}

/// The vendor's answer to a raw call.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl RawResponse {
    /// An answer.
    pub fn new(status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
        }
    }

    /// The body as JSON, if it is JSON.
    #[inline]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for RawResponse {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

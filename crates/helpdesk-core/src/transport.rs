//! The seam between an adapter and the network.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt;

use crate::Delivery;

/// Carries one HTTP request to a vendor and brings the answer back.
///
/// It neither retries nor waits nor follows redirects; the pipeline above it decides all that. The
/// default one is in `helpdesk-http`; tests put a scripted one in its place, and a wrapper around
/// another transport can record or alter what passes.
#[async_trait]
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends the request. Dropping the future gives the request up.
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError>;
}

/// How far a request got when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// No connection came to be: the vendor has seen nothing.
    Connect,
    /// A connection was there; the vendor may have seen everything.
    Exchange,
}

/// A request that got no whole answer.
///
/// The cause must not hold the URL's query or any header: it is shown to people.
#[derive(Debug)]
pub struct TransportError {
    phase: Phase,
    timed_out: bool,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// A failure in this phase.
    pub fn new(phase: Phase, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            phase,
            timed_out: false,
            source: source.into(),
        }
    }

    /// Marks the failure as a time-out.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timed_out = true;
        self
    }

    /// How far it got.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// May the vendor have acted?
    pub fn delivery(&self) -> Delivery {
        match self.phase {
            Phase::Connect => Delivery::NotSent,
            Phase::Exchange => Delivery::Unknown,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.phase, self.timed_out) {
            (Phase::Connect, false) => "no connection to the vendor",
            (Phase::Connect, true) => "no connection to the vendor in time",
            (Phase::Exchange, false) => "the connection broke before the whole answer was there",
            (Phase::Exchange, true) => "no whole answer in time",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The body of an answer, whole or still arriving.
pub struct Body(Inner);

enum Inner {
    Whole(Option<Bytes>),
    Arriving(Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>),
}

impl Body {
    /// A body that is already there.
    pub fn whole(bytes: impl Into<Bytes>) -> Self {
        Self(Inner::Whole(Some(bytes.into())))
    }

    /// A body that is still arriving.
    pub fn arriving(chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self(Inner::Arriving(Box::pin(chunks)))
    }

    /// Waits for the rest of the body, up to `limit` bytes.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, BodyError> {
        if let Inner::Whole(bytes) = &mut self.0 {
            let bytes = bytes.take().unwrap_or_default();
            return if bytes.len() > limit {
                Err(BodyError::TooLarge { limit })
            } else {
                Ok(bytes)
            };
        }
        let Some(first) = self.next().await else {
            return Ok(Bytes::new());
        };
        let first = first.map_err(BodyError::Broken)?;
        let Some(second) = self.next().await else {
            return if first.len() > limit {
                Err(BodyError::TooLarge { limit })
            } else {
                Ok(first)
            };
        };
        let mut whole = BytesMut::from(first);
        let mut chunk = second.map_err(BodyError::Broken)?;
        loop {
            if whole.len() + chunk.len() > limit {
                return Err(BodyError::TooLarge { limit });
            }
            whole.extend_from_slice(&chunk);
            match self.next().await {
                Some(next) => chunk = next.map_err(BodyError::Broken)?,
                None => return Ok(whole.freeze()),
            }
        }
    }
}

impl Stream for Body {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Inner::Arriving(chunks) => chunks.as_mut().poll_next(cx),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Whole(bytes) => {
                write!(f, "Body({} bytes)", bytes.as_ref().map_or(0, Bytes::len))
            }
            Inner::Arriving(_) => f.write_str("Body(arriving)"),
        }
    }
}

/// Why a body could not be collected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// The connection broke before the end.
    #[error("the connection broke in the middle of the answer")]
    Broken(#[source] io::Error),
    /// It is larger than the cap.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The cap, in bytes.
        limit: usize,
    },
}

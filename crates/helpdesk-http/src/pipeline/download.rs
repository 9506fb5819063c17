//! Bodies that are too large to wait for.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use futures_util::{StreamExt, future, stream};
use helpdesk_core::transport::Body;
use helpdesk_core::{Delivery, Error, ErrorKind, Result};
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use tokio::io::AsyncWrite;

use super::Inner;
use super::run::{self, Reply};
use crate::{Call, Scope};

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>;

/// An answer whose body is still arriving: a [`Stream`] of its pieces.
#[non_exhaustive]
pub struct Download {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    limit: Option<u64>,
    seen: u64,
    chunks: Chunks,
}

struct Arriving {
    inner: Arc<Inner>,
    body: Body,
    stall: Duration,
    deadline: Option<Instant>,
    operation: std::borrow::Cow<'static, str>,
    status: u16,
}

impl Download {
    #[inline]
    pub(super) fn new(inner: &Arc<Inner>, call: &Call, scope: &Scope, reply: Reply) -> Self {
        let arriving = Arriving {
            inner: Arc::clone(inner),
            body: reply.arriving.unwrap_or_else(|| Body::whole(reply.body)),
            stall: call.attempt_timeout().unwrap_or(inner.attempt_timeout),
            deadline: scope.deadline.filter(|_| scope.firm),
            operation: run::operation(call, scope),
            status: reply.status,
        };
        Self {
            status: reply.status,
            headers: reply.headers,
            limit: None,
            seen: 0,
            chunks: Box::pin(stream::try_unfold(arriving, Arriving::next)),
        }
    }

    /// Refuses to go on beyond this many bytes.
    #[must_use]
    #[inline]
    pub fn with_limit(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// The length that the answer announces.
    #[inline]
    pub fn content_length(&self) -> Option<u64> {
        self.headers
            .get(CONTENT_LENGTH)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    }

    /// The content type that the answer announces.
    #[inline]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Waits for the next piece; `None` at the end.
    #[inline]
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        self.next().await.transpose()
    }

    /// Writes everything to a sink, and says how many bytes it was.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, sink: &mut W) -> Result<u64> {
        let failed = |error: io::Error| {
            Error::new(
                ErrorKind::Internal,
                "what was downloaded could not be written",
            )
            .with_delivery(Delivery::Answered)
            .with_source(error)
        };
        while let Some(mut chunk) = self.chunk().await? {
            while chunk.has_remaining() {
                let written =
                    future::poll_fn(|cx| Pin::new(&mut *sink).poll_write(cx, &chunk)).await;
                match written.map_err(failed)? {
                    0 => return Err(failed(io::ErrorKind::WriteZero.into())),
                    count => chunk.advance(count),
                }
            }
        }
        future::poll_fn(|cx| Pin::new(&mut *sink).poll_flush(cx))
            .await
            .map_err(failed)?;
        Ok(self.seen)
    }
}

impl Arriving {
    #[inline]
    async fn next(mut self) -> Result<Option<(Bytes, Self)>> {
        let mut limit = self.stall;
        if let Some(deadline) = self.deadline {
            let now = self.inner.clock.instant();
            limit = limit.min(deadline.saturating_duration_since(now));
        }
        let time = self.inner.clock.sleep(limit);
        match future::select(self.body.next(), time).await {
            future::Either::Left((None, _)) => Ok(None),
            future::Either::Left((Some(Ok(chunk)), _)) => Ok(Some((chunk, self))),
            future::Either::Left((Some(Err(error)), _)) => Err(self
                .error(
                    ErrorKind::Transport,
                    "the connection broke during the download",
                )
                .with_source(error)),
            future::Either::Right(_) => {
                Err(self.error(ErrorKind::Timeout, "the download came to a standstill"))
            }
        }
    }

    #[inline]
    fn error(&self, kind: ErrorKind, message: &'static str) -> Error {
        Error::new(kind, message)
            .with_vendor(self.inner.vendor.clone())
            .with_operation(self.operation.clone())
            .with_status(self.status)
            .with_delivery(Delivery::Answered)
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let next = this.chunks.as_mut().poll_next(cx);
        if let Poll::Ready(Some(Ok(chunk))) = &next {
            this.seen += chunk.len() as u64;
            if let Some(limit) = this.limit
                && this.seen > limit
            {
                this.chunks = Box::pin(stream::empty());
                return Poll::Ready(Some(Err(Error::new(
                    ErrorKind::Invalid,
                    format!("the download is larger than {limit} bytes"),
                )
                .with_delivery(Delivery::Answered))));
            }
        }
        next
    }
}

impl fmt::Debug for Download {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Download(HTTP {}, {} bytes so far)",
            self.status, self.seen
        )
    }
}

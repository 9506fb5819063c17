//! When a call comes to its transport, and when its answer begins.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::transport::{Body, Transport, TransportError};
use helpdesk_http::ReqwestTransport;

/// The library's transport, with a watch.
#[derive(Debug)]
pub struct Stopwatch {
    transport: ReqwestTransport,
    zero: Instant,
    sent: AtomicU64,
    answered: AtomicU64,
}

/// What a call spends where, in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// Until the transport is asked.
    pub before: f64,
    /// Until the head of the answer is there: reqwest, the system, the server.
    pub exchange: f64,
    /// Until the call is over: its body, and what is made of it.
    pub after: f64,
}

impl Stopwatch {
    /// What one call spends.
    pub fn spent_on(&self, call: impl FnOnce()) -> Spent {
        let begin = self.nanoseconds();
        call();
        let end = self.nanoseconds();
        let [sent, answered] = [&self.sent, &self.answered].map(|at| at.load(Ordering::Relaxed));
        let between = |from: u64, to: u64| to.saturating_sub(from) as f64 / 1e3;
        Spent {
            before: between(begin, sent),
            exchange: between(sent, answered),
            after: between(answered, end),
        }
    }

    fn nanoseconds(&self) -> u64 {
        u64::try_from(self.zero.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self {
            transport: ReqwestTransport::builder().build().expect("a transport"),
            zero: Instant::now(),
            sent: AtomicU64::new(0),
            answered: AtomicU64::new(0),
        }
    }
}

#[async_trait]
impl Transport for Stopwatch {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        self.sent.store(self.nanoseconds(), Ordering::Relaxed);
        let answer = self.transport.send(request).await;
        self.answered.store(self.nanoseconds(), Ordering::Relaxed);
        answer
    }
}

//! A transport that remembers what passes.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::transport::{Body, Phase, Transport, TransportError};
use serde_json::Value;

use super::{Cassette, Recorded, Redactor, Take};

/// The largest answer that is kept for a cassette.
const LARGEST: usize = 64 << 20;

/// Wraps a transport and remembers every request, also those that are given up midway. Clones share
/// what they remember.
#[derive(Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    keeps_answers: bool,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    requests: Vec<Recorded>,
    takes: Vec<Take>,
}

impl Recorder {
    /// Remembers what passes to this transport.
    pub fn new(inner: Arc<dyn Transport>) -> Self {
        Self {
            inner,
            keeps_answers: false,
            seen: Arc::default(),
        }
    }

    /// Remembers answers too, for [`Recorder::cassette`]. Each is read to its end before it is
    /// passed on.
    #[must_use]
    pub fn keeping_answers(mut self) -> Self {
        self.keeps_answers = true;
        self
    }

    /// The recorder as a transport, to build a client with.
    pub fn transport(&self) -> Arc<dyn Transport> {
        Arc::new(self.clone())
    }

    /// Every request so far, in the order in which they left.
    pub fn requests(&self) -> Vec<Recorded> {
        self.lock().requests.clone()
    }

    /// Forgets the requests and answers so far.
    pub fn forget(&self) {
        *self.lock() = Seen::default();
    }

    /// The requests so far as stable JSON for snapshots, with the usual secrets redacted.
    pub fn snapshot(&self) -> Value {
        self.snapshot_with(&Redactor::new())
    }

    /// The requests so far as stable JSON for snapshots.
    pub fn snapshot_with(&self, redactor: &Redactor) -> Value {
        self.requests()
            .iter()
            .map(|request| request.snapshot(redactor))
            .collect()
    }

    /// Requests and answers so far, with secrets redacted. Empty unless answers are kept.
    pub fn cassette(&self, redactor: &Redactor) -> Cassette {
        Cassette::new(self.lock().takes.iter().map(|take| take.redacted(redactor)))
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for Recorder {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let recorded = Recorded::of(&request);
        let at = {
            let mut seen = self.lock();
            seen.requests.push(recorded.clone());
            seen.requests.len() - 1
        };
        let answer = self.inner.send(request).await?;
        let status = answer.status().as_u16();
        if let Some(request) = self.lock().requests.get_mut(at) {
            request.status = Some(status);
        }
        if !self.keeps_answers {
            return Ok(answer);
        }
        let (parts, body) = answer.into_parts();
        let body = body
            .collect(LARGEST)
            .await
            .map_err(|error| TransportError::new(Phase::Exchange, error))?;
        let take = Take::new(recorded, status, parts.headers.clone(), body.clone());
        self.lock().takes.push(take);
        Ok(http::Response::from_parts(parts, Body::whole(body)))
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("requests", &self.lock().requests.len())
            .finish_non_exhaustive()
    }
}

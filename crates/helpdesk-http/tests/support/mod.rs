//! A scripted transport and a pipeline over it.
#![allow(dead_code, reason = "every test uses a part of it")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests only")]

/// Everything an error shows, its causes included.
pub fn shown(error: &dyn std::error::Error) -> String {
    let mut parts = vec![format!("{error} {error:?} {error:#?}")];
    let mut cause = error.source();
    while let Some(error) = cause {
        parts.push(format!("{error} {error:?}"));
        cause = error.source();
    }
    parts.join(" ")
}

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::{CallOptions, Operation, Vendor};
use helpdesk_http::transport::{Body, Phase, Transport, TransportError};
use helpdesk_http::{BaseUrl, FixedJitter, InsecureHttp, Pipeline, PipelineBuilder, Scope};
use tokio::time::Instant;

/// What happens to one request.
pub enum Step {
    /// This status and body, after this long.
    Answer(u16, Vec<(&'static str, String)>, String, Duration),
    /// No connection.
    NoConnection,
    /// The connection breaks after the request was sent.
    Broken,
    /// No answer, ever.
    Silence,
    /// This status and pieces of a body, each after this long; `None` breaks off.
    Pieces(u16, Vec<Option<&'static str>>, Duration),
}

pub fn answer(status: u16, body: &str) -> Step {
    Step::Answer(status, vec![], body.to_owned(), Duration::ZERO)
}

pub fn answer_with(status: u16, headers: &[(&'static str, &str)], body: &str) -> Step {
    let headers = headers.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
    Step::Answer(status, headers, body.to_owned(), Duration::ZERO)
}

pub fn slow(status: u16, body: &str, after: Duration) -> Step {
    Step::Answer(status, vec![], body.to_owned(), after)
}

/// One request as the vendor saw it.
pub struct Seen {
    pub at: Duration,
    pub method: String,
    pub uri: String,
    pub headers: http::HeaderMap,
    pub body: Bytes,
}

type Responder = Box<dyn Fn(&Seen, usize) -> Step + Send + Sync>;

pub struct Fake {
    start: Instant,
    script: Mutex<VecDeque<Step>>,
    responder: Option<Responder>,
    pub seen: Mutex<Vec<Seen>>,
}

impl std::fmt::Debug for Fake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fake")
    }
}

impl Fake {
    pub fn script(steps: impl IntoIterator<Item = Step>) -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            script: Mutex::new(steps.into_iter().collect()),
            responder: None,
            seen: Mutex::default(),
        })
    }

    pub fn responding(respond: impl Fn(&Seen, usize) -> Step + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            script: Mutex::default(),
            responder: Some(Box::new(respond)),
            seen: Mutex::default(),
        })
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// When the requests came, in milliseconds since the start.
    pub fn times(&self) -> Vec<u128> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|seen| seen.at.as_millis()).collect()
    }

    pub fn uris(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|seen| seen.uri.clone()).collect()
    }

    pub fn header(&self, at: usize, name: &str) -> Option<String> {
        let seen = self.seen.lock().unwrap();
        Some(seen[at].headers.get(name)?.to_str().unwrap().to_owned())
    }
}

#[async_trait]
impl Transport for Fake {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let (parts, body) = request.into_parts();
        let seen = Seen {
            at: self.start.elapsed(),
            method: parts.method.to_string(),
            uri: parts.uri.to_string(),
            headers: parts.headers,
            body,
        };
        let step = {
            let mut all = self.seen.lock().unwrap();
            let step = match &self.responder {
                Some(respond) => respond(&seen, all.len()),
                None => self
                    .script
                    .lock()
                    .unwrap()
                    .pop_front()
                    .expect("one request more than the script has"),
            };
            all.push(seen);
            step
        };
        let (status, headers, body) = match step {
            Step::Answer(status, headers, body, after) => {
                tokio::time::sleep(after).await;
                (status, headers, Body::whole(body))
            }
            Step::NoConnection => return Err(TransportError::new(Phase::Connect, "refused")),
            Step::Broken => return Err(TransportError::new(Phase::Exchange, "reset")),
            Step::Silence => std::future::pending().await,
            Step::Pieces(status, pieces, each) => {
                let stream =
                    futures_util::stream::unfold(pieces.into_iter(), move |mut rest| async move {
                        tokio::time::sleep(each).await;
                        let piece = rest.next()?;
                        let piece = piece
                            .map(|text| Bytes::from_static(text.as_bytes()))
                            .ok_or_else(|| std::io::Error::other("cut"));
                        Some((piece, rest))
                    });
                (status, vec![], Body::arriving(stream))
            }
        };
        let mut response = http::Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(name, value);
        }
        Ok(response.body(body).unwrap())
    }
}

pub fn base() -> BaseUrl {
    BaseUrl::parse("https://api.example.com/v1", InsecureHttp::LoopbackOnly).unwrap()
}

/// Backoff waits are their upper limit.
pub fn builder(fake: &Arc<Fake>) -> PipelineBuilder {
    let transport: Arc<dyn Transport> = Arc::clone(fake) as _;
    Pipeline::builder(Vendor::from_static("acme"), base())
        .transport(transport)
        .jitter(Arc::new(FixedJitter(1.0)))
}

pub fn pipeline(fake: &Arc<Fake>) -> Pipeline {
    builder(fake).build().unwrap()
}

pub fn scope(pipeline: &Pipeline) -> Scope {
    pipeline.scope(Operation::ContactsGet, &CallOptions::new())
}

pub fn within(pipeline: &Pipeline, seconds: u64) -> Scope {
    let options = CallOptions::new().with_timeout(Duration::from_secs(seconds));
    pipeline.scope(Operation::ContactsGet, &options)
}

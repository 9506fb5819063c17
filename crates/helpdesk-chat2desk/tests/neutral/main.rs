//! What the conformance suite cannot know: how the vendor's ways show through the neutral traits.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../common/mod.rs"]
mod common;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_chat2desk::{Chat2Desk, Config};
use helpdesk_core::transport::{Body, Phase, Transport, TransportError};
use helpdesk_core::{Client, Contact, NewContact};
use helpdesk_http::ReqwestTransport;
use helpdesk_sim::Running;
use helpdesk_sim::chat2desk::Sim;
use helpdesk_testkit::Recorder;

/// Loses the answers of some requests: the vendor acts, and nobody hears of it.
struct Lossy {
    inner: Arc<dyn Transport>,
    method: &'static str,
    path: &'static str,
    /// Whether the request is lost before it arrives.
    before: bool,
    /// How many get through first.
    first: AtomicU32,
    left: AtomicU32,
}

impl Lossy {
    /// Loses one request of a kind, or its answer.
    fn once(
        inner: Arc<dyn Transport>,
        method: &'static str,
        path: &'static str,
        before: bool,
    ) -> Arc<dyn Transport> {
        Arc::new(Self {
            inner,
            method,
            path,
            before,
            first: AtomicU32::new(0),
            left: AtomicU32::new(1),
        })
    }
}

/// Takes one, if there is one.
fn one_of(count: &AtomicU32) -> bool {
    let order = Ordering::SeqCst;
    count
        .fetch_update(order, order, |count| count.checked_sub(1))
        .is_ok()
}

impl fmt::Debug for Lossy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lossy")
    }
}

#[async_trait]
impl Transport for Lossy {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let struck = request.method() == self.method
            && request.uri().path() == self.path
            && !one_of(&self.first)
            && one_of(&self.left);
        if !struck {
            return self.inner.send(request).await;
        }
        if !self.before {
            let answer = self.inner.send(request).await?;
            let _ = answer.into_body().collect(1 << 20).await;
        }
        Err(TransportError::new(Phase::Exchange, "the line went dead"))
    }
}

struct Bench {
    running: Running<Sim>,
    recorder: Recorder,
    client: Client,
}

impl Bench {
    async fn new() -> Self {
        Self::with(|config| config, |transport| transport).await
    }

    async fn with(
        change: impl FnOnce(Config) -> Config,
        wrap: impl FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport>,
    ) -> Self {
        let running = Running::<Sim>::start().await.unwrap();
        let plain = ReqwestTransport::builder().proxy(false).build().unwrap();
        let recorder = Recorder::new(wrap(Arc::new(plain)));
        let config = Config::new(running.sim().token())
            .with_base_url(running.base_url())
            .with_default_transport("whatsapp")
            .with_default_tag_group(running.sim().tag_groups()[0].as_str())
            .with_clock(Arc::new(common::Quick(None)))
            .with_transport(recorder.transport());
        let client = Client::new(Chat2Desk::new(change(config)).unwrap());
        Self {
            running,
            recorder,
            client,
        }
    }

    /// A desk whose first request of this kind goes out, and whose answer is lost; or that is lost
    /// itself.
    async fn losing(method: &'static str, path: &'static str, before: bool, times: u32) -> Self {
        Self::losing_after(0, method, path, before, times).await
    }

    /// As [`Self::losing`], after so many have got through.
    async fn losing_after(
        first: u32,
        method: &'static str,
        path: &'static str,
        before: bool,
        times: u32,
    ) -> Self {
        Self::with(
            |config| config,
            |inner| {
                Arc::new(Lossy {
                    inner,
                    method,
                    path,
                    before,
                    first: AtomicU32::new(first),
                    left: AtomicU32::new(times),
                })
            },
        )
        .await
    }

    fn sim(&self) -> &Sim {
        self.running.sim()
    }

    async fn contact(&self) -> Contact {
        let new = NewContact::named("Oriel Vantongeren").phone("+999000777101");
        self.client.contacts().create(&new).await.unwrap().value
    }

    /// The requests since this was last asked, in short.
    fn sent(&self) -> Vec<String> {
        let sent = self
            .recorder
            .requests()
            .iter()
            .map(|request| {
                let url = request.url();
                let body = request.json().map(|body| format!(" {body}"));
                format!("{} {url}{}", request.method, body.unwrap_or_default())
            })
            .collect();
        self.recorder.forget();
        sent
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.running.assert_documented();
        }
    }
}

mod contacts;
mod lost;
mod messages;
mod others;
mod tags;
mod tickets;

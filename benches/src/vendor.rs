//! A vendor without a network.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk_core::Clock;
use helpdesk_core::transport::{Body, Transport, TransportError};
use http::{Request, Response};
use serde::Deserialize;
use tokio::time::Instant;

use crate::sample::{Desk, Sample};

/// Answers every list with pages of a sample, and every other call with what signs in.
pub struct Vendor {
    sample: Sample,
    /// How many rows there are.
    total: u64,
    /// How long an answer takes.
    latency: Option<(Arc<dyn Clock>, Duration)>,
    /// One page for whatever is asked.
    canned: Option<Bytes>,
    /// When calls arrived, by tokio's clock.
    arrivals: Mutex<Vec<Instant>>,
}

impl Vendor {
    /// Generates each page as it is asked for.
    pub fn generating(sample: Sample, total: u64) -> Self {
        Self {
            sample,
            total,
            latency: None,
            canned: None,
            arrivals: Mutex::new(Vec::new()),
        }
    }

    /// Always answers with the same bytes.
    pub fn canned(sample: Sample, bytes: Vec<u8>) -> Self {
        Self {
            canned: Some(bytes.into()),
            ..Self::generating(sample, 0)
        }
    }

    /// Answers after this time.
    #[must_use]
    pub fn after(mut self, clock: Arc<dyn Clock>, latency: Duration) -> Self {
        self.latency = Some((clock, latency));
        self
    }

    /// When calls arrived, by tokio's clock, in their order.
    pub fn arrivals(&self) -> Vec<Instant> {
        self.arrivals.lock().expect("no panic").clone()
    }

    /// The answer to a request, by its path and query.
    pub fn answer(&self, path: &str, query: &str) -> Bytes {
        if path.ends_with("/authenticate") {
            return Bytes::from_static(
                br#"{"status":"ok","token":"aaaa.bbbb.cccc.dddd.eeee","message":""}"#,
            );
        }
        if let Some(bytes) = &self.canned {
            return bytes.clone();
        }
        let asked = Asked::read(query);
        let size = asked.size.unwrap_or_else(|| self.sample.desk.page_size());
        let first = asked
            .offset
            .or_else(|| asked.page.map(|page| (page - 1) * size))
            .unwrap_or(0);
        self.sample.page(first, size, self.total).into()
    }
}

/// Which rows a request asks for.
#[derive(Default, Deserialize)]
struct Asked {
    #[serde(alias = "limit", alias = "perPage")]
    size: Option<u64>,
    page: Option<u64>,
    offset: Option<u64>,
}

impl Asked {
    fn read(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "limit" | "perPage" => asked.size = value.parse().ok(),
                "page" => asked.page = value.parse().ok(),
                "offset" => asked.offset = value.parse().ok(),
                // Digisac takes the whole request as JSON as well.
                "query" => asked = serde_json::from_str(&value).unwrap_or_default(),
                _ => {}
            }
        }
        asked
    }
}

#[async_trait]
impl Transport for Vendor {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        if self.latency.is_some() {
            self.arrivals.lock().expect("no panic").push(Instant::now());
        }
        let uri = request.uri();
        let body = self.answer(uri.path(), uri.query().unwrap_or_default());
        if let Some((clock, latency)) = &self.latency {
            clock.sleep(*latency).await;
        }
        let mut response = Response::new(Body::whole(body));
        response.headers_mut().insert(
            http::header::CONTENT_TYPE,
            http::HeaderValue::from_static("application/json"),
        );
        Ok(response)
    }
}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vendor")
            .field("desk", &Desk::name(self.sample.desk))
            .finish_non_exhaustive()
    }
}

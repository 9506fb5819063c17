//! What all simulators share: clock, identifiers, the log of requests, violations and faults.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::Timestamp;

use crate::fault::{Fault, FaultRule};

/// One request as a simulator saw it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SeenRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query string, still percent-encoded; empty when there was none.
    pub query: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The status that was answered; `None` when the connection was cut instead.
    pub status: Option<u16>,
}

/// One webhook delivery that a vendor would send.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Delivery {
    /// Where it goes: the subscription's URL, or empty where the vendor's own screens hold it.
    pub url: String,
    /// Headers, with the signature where the vendor signs.
    pub headers: HeaderMap,
    /// The body, byte for byte.
    pub body: Bytes,
    /// When the vendor sends it, on the simulated clock.
    pub at: Timestamp,
}

impl Delivery {
    /// A delivery of a JSON body.
    pub fn json(url: impl Into<String>, body: &serde_json::Value, at: Timestamp) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(
            http::header::CONTENT_TYPE,
            http::HeaderValue::from_static("application/json"),
        );
        Self {
            url: url.into(),
            headers,
            body: Bytes::from(body.to_string()),
            at,
        }
    }
}

/// The bench that one simulator stands on. Clones share everything.
#[derive(Debug, Clone)]
pub struct Lab {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
struct Inner {
    vendor: &'static str,
    fixed: Option<Timestamp>,
    ahead: Duration,
    series: BTreeMap<String, u64>,
    violations: Vec<String>,
    seen: Vec<SeenRequest>,
    keep_seen: bool,
    total_seen: u64,
    faults: Vec<FaultRule>,
    deliveries: Vec<Delivery>,
}

impl Lab {
    /// A bench for a vendor, on the machine's clock.
    pub fn new(vendor: &'static str) -> Self {
        Self {
            inner: Arc::new(Mutex::new(Inner {
                vendor,
                fixed: None,
                ahead: Duration::ZERO,
                series: BTreeMap::new(),
                violations: Vec::new(),
                seen: Vec::new(),
                keep_seen: true,
                total_seen: 0,
                faults: Vec::new(),
                deliveries: Vec::new(),
            })),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The simulated time.
    pub fn now(&self) -> Timestamp {
        let inner = self.lock();
        inner.fixed.unwrap_or_else(Timestamp::now) + inner.ahead
    }

    /// Stops the clock at this time; from now on only [`Lab::advance`] moves it.
    pub fn freeze_at(&self, now: Timestamp) {
        let mut inner = self.lock();
        inner.fixed = Some(now);
        inner.ahead = Duration::ZERO;
    }

    /// Moves the simulated clock forward.
    pub fn advance(&self, by: Duration) {
        self.lock().ahead += by;
    }

    /// The next number of a named series, from 1. Deterministic.
    pub fn number(&self, series: &str) -> u64 {
        let mut inner = self.lock();
        let next = inner.series.entry(series.to_owned()).or_insert(0);
        *next += 1;
        *next
    }

    /// A new identifier in the form of a UUID v4. Deterministic, and unique in this simulator.
    pub fn uuid(&self) -> String {
        let n = self.number("uuid");
        let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            mixed >> 32,
            (mixed >> 16) & 0xffff,
            mixed & 0xfff,
            (mixed >> 12) & 0xfff,
            n
        )
    }

    /// Remembers that a request did something the documentation does not allow.
    pub fn violation(&self, what: impl Into<String>) {
        let mut inner = self.lock();
        let text = format!("{}: {}", inner.vendor, what.into());
        inner.violations.push(text);
    }

    /// What was done against the documentation so far.
    pub fn violations(&self) -> Vec<String> {
        self.lock().violations.clone()
    }

    /// Every request so far, in the order of arrival.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.lock().seen.clone()
    }

    /// How many requests arrived so far.
    pub fn request_count(&self) -> u64 {
        self.lock().total_seen
    }

    /// Whether requests are kept for [`Lab::requests`]; long runs switch it off.
    pub fn keep_requests(&self, keep: bool) {
        self.lock().keep_seen = keep;
    }

    /// Forgets the requests seen so far. Violations stay.
    pub fn forget_requests(&self) {
        self.lock().seen.clear();
    }

    /// Adds a fault. Rules are tried in the order in which they were added.
    pub fn inject(&self, rule: FaultRule) {
        self.lock().faults.push(rule);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// Puts a webhook delivery into the outbox.
    pub fn deliver(&self, delivery: Delivery) {
        self.lock().deliveries.push(delivery);
    }

    /// Takes the webhook deliveries out of the outbox, oldest first.
    pub fn take_deliveries(&self) -> Vec<Delivery> {
        std::mem::take(&mut self.lock().deliveries)
    }

    pub(crate) fn saw(&self, request: SeenRequest) {
        let mut inner = self.lock();
        inner.total_seen += 1;
        if inner.keep_seen {
            inner.seen.push(request);
        }
    }

    pub(crate) fn fault_for(&self, method: &str, path: &str) -> Option<Fault> {
        let mut inner = self.lock();
        let at = inner
            .faults
            .iter()
            .position(|rule| rule.matches(method, path))?;
        let rule = &mut inner.faults[at];
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        let fault = rule.fault.clone();
        if let Some(times) = &mut rule.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                inner.faults.remove(at);
            }
        }
        Some(fault)
    }
}

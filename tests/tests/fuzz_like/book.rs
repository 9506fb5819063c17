//! A vendor whose answers are the fixtures, changed.

use std::fmt;
use std::path::Path;
use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk::transport::{Body, Transport, TransportError};
use http::{Request, Response};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::change::{Change, apply, change};

/// The fixtures of a vendor: answers, or deliveries.
pub fn fixtures(vendor: &str, deliveries: bool) -> Vec<Value> {
    fn collect(folder: &Path, deliveries: bool, all: &mut Vec<Value>) {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                collect(&path, deliveries, all);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let fixture: Value = serde_json::from_str(&text).unwrap();
            if fixture["headers"].is_object() == deliveries && fixture["body_text"].is_null() {
                all.push(fixture);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut all = Vec::new();
    collect(&root.join(vendor), deliveries, &mut all);
    all
}

/// What becomes of one answer: which of the fixtures that fit, the changes to it, another status, and
/// where its text is cut off.
pub type Fate = (Index, Vec<(Index, Change)>, Option<u16>, Option<Index>);

pub fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let changes = prop_oneof![
        1 => Just(Vec::new()),
        2 => proptest::collection::vec(change(), 1..4),
    ];
    let status = proptest::sample::select(vec![400, 403, 404, 409, 429, 500]);
    let status = proptest::option::weighted(0.05, status);
    let cut = proptest::option::weighted(0.05, any::<Index>());
    proptest::collection::vec((any::<Index>(), changes, status, cut), 1..5)
}

/// A vendor that answers each request with a fixture of that endpoint, to which something happened.
pub struct Book {
    pub pages: Vec<(String, u16, Value)>,
    pub fates: Mutex<(Vec<Fate>, usize)>,
}

impl Book {
    pub fn of(vendor: &str) -> Self {
        let pages = fixtures(vendor, false).into_iter().map(|fixture| {
            let request = &fixture["request"];
            let status = fixture["status"].as_u64().unwrap();
            (
                endpoint(
                    request["method"].as_str().unwrap(),
                    request["path"].as_str().unwrap(),
                ),
                u16::try_from(status).unwrap(),
                fixture["body"].clone(),
            )
        });
        Self {
            pages: pages.collect(),
            fates: Mutex::default(),
        }
    }

    /// The status and text of the next answer to this endpoint.
    fn answer(&self, endpoint: &str) -> (u16, String) {
        let mut fates = self.fates.lock().unwrap();
        let (all, next) = &mut *fates;
        let (page, changes, other, cut) = &all[*next % all.len()];
        *next += 1;
        let fits = |good: bool| {
            let pages = self.pages.iter();
            pages.filter(move |(own, status, _)| own == endpoint && (!good || *status < 300))
        };
        // Mostly a good one.
        let count = fits(true).count();
        let found = match count {
            0 => fits(false).next(),
            _ => fits(true).nth(page.index(count)),
        };
        let (_, status, body) = found.unwrap_or(&self.pages[page.index(self.pages.len())]);
        let mut text = apply(body, changes).to_string();
        if let Some(cut) = cut {
            let mut end = cut.index(text.len() + 1);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        (other.unwrap_or(*status), text)
    }
}

/// Method and path, without what differs from record to record.
fn endpoint(method: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let segments = segments.map(|segment| {
        let version = segment.len() == 2 && segment.starts_with('v');
        let varies = segment.bytes().any(|byte| byte.is_ascii_digit()) && !version;
        if varies { "*" } else { segment }
    });
    format!("{method} {}", segments.collect::<Vec<_>>().join("/"))
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Book({} pages)", self.pages.len())
    }
}

#[async_trait]
impl Transport for Book {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let path = request.uri().path();
        let (status, text) = if path.ends_with("/authenticate") {
            (200, r#"{"token":"token"}"#.to_owned())
        } else {
            self.answer(&endpoint(request.method().as_str(), path))
        };
        let mut response = Response::new(Body::whole(text));
        *response.status_mut() = status.try_into().unwrap();
        Ok(response)
    }
}

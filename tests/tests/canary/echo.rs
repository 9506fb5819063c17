//! A vendor that repeats what it is sent in its refusals.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use helpdesk::transport::{Body, Transport, TransportError};
use helpdesk_sim::strict::query_pairs;
use http::{Request, Response};
use serde_json::{Value, json};

/// Passes requests on; or refuses them all, and repeats in its sentences what it was sent.
#[derive(Debug, Clone)]
pub struct Echo {
    inner: Arc<dyn Transport>,
    status: Arc<AtomicU16>,
    turn: Arc<AtomicUsize>,
}

impl Echo {
    pub fn new(inner: Arc<dyn Transport>) -> Self {
        Self {
            inner,
            status: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// Refuses everything from now on.
    pub fn refuse(&self, status: u16) {
        self.status.store(status, Ordering::Relaxed);
    }

    /// A refusal as each vendor words it, with one sentence of what was sent: a sentence does not hold
    /// all of it, so each refusal begins with another part.
    fn refusal(&self, request: &Request<Bytes>) -> Value {
        let mut words = sent(request);
        let first = self.turn.fetch_add(1, Ordering::Relaxed) % words.len().max(1);
        words.rotate_left(first);
        let sentence = format!("refused: {}", words.join(" | "));
        json!({
            "status": "error",
            "message": sentence,
            "error": sentence,
            "errors": { "client": [{ "text": sentence, "error": sentence }] },
            "code_cxpress": sentence,
        })
    }
}

/// Every text of a request: of headers, path, query and body.
fn sent(request: &Request<Bytes>) -> Vec<String> {
    let mut words = Vec::new();
    for (name, value) in request.headers() {
        let plain = ["accept", "content-type", "user-agent", "origin"];
        if let Ok(value) = value.to_str()
            && !plain.contains(&name.as_str())
        {
            words.extend(value.split(' ').map(str::to_owned));
        }
    }
    let uri = request.uri();
    words.extend(uri.path().split('/').map(str::to_owned));
    let pairs = query_pairs(uri.query().unwrap_or_default());
    words.extend(pairs.into_iter().map(|(_, value)| value));
    if let Ok(body) = serde_json::from_slice::<Value>(request.body()) {
        texts(&body, &mut words);
    } else {
        let body = String::from_utf8_lossy(request.body());
        words.extend(query_pairs(&body).into_iter().map(|(_, value)| value));
    }
    words.retain(|word| word.len() > 3);
    words
}

fn texts(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => words.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|one| texts(one, words)),
        Value::Object(map) => map.values().for_each(|one| texts(one, words)),
        _ => {}
    }
}

#[async_trait]
impl Transport for Echo {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let status = self.status.load(Ordering::Relaxed);
        if status == 0 {
            return self.inner.send(request).await;
        }
        let mut answer = Response::new(Body::whole(self.refusal(&request).to_string()));
        *answer.status_mut() = status.try_into().expect("a status");
        Ok(answer)
    }
}

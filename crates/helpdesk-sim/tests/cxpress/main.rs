//! The simulator of Cxpress, over raw HTTP.
#![cfg(feature = "cxpress")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod contract;
mod people;
mod records;
mod tickets;

use std::path::Path;
use std::time::Duration;

use helpdesk_sim::cxpress::Sim;
use helpdesk_sim::{Running, VendorSim};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

const NEW: &str = "daddbd66-1dd2-4008-94c9-7fcb9b1a5800";

const PENDING: &str = "0ec35dbb-398e-4c2f-996c-933af162c950";

const RESOLVED: &str = "2b45ba71-fa68-4ce5-bf16-14f31d43ba1a";

const ABANDONED: &str = "2f955a38-e8cf-4033-bf6c-c5e4f68c8ea9";

const DELAYED: &str = "325434f8-836a-4e19-824f-8f35b4d40a5d";

const WHATSAPP: &str = "33be81d8-88ac-4e08-bb4d-cf69fd23267f";

const EMAIL: &str = "3f3fa530-fd3e-4018-ab98-4d9c3cd5406a";

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// A served simulator on a still clock, and what calls it.
struct Desk {
    running: Running<Sim>,
    http: reqwest::Client,
}

impl Desk {
    async fn start() -> Self {
        let running = Running::<Sim>::start().await.unwrap();
        let noon: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        running.lab().freeze_at(noon);
        Self {
            running,
            http: reqwest::Client::new(),
        }
    }

    fn sim(&self) -> &Sim {
        self.running.sim()
    }

    fn tick(&self, seconds: u64) {
        self.running.lab().advance(Duration::from_secs(seconds));
    }

    fn setting(&self, key: &str) -> String {
        let settings = self.sim().settings();
        settings.into_iter().find(|(k, _)| *k == key).unwrap().1
    }

    fn bare(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.running.base_url()))
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let token = self.setting("api_token");
        let origin = format!("https://{}.app.cxpress.io/", self.setting("domain"));
        self.bare(method, path)
            .header("origin", origin)
            .header("authorization", format!("Bearer {token}"))
            .header("x-api-key", token)
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        send(request).await
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::PUT, path, Some(body)).await
    }

    async fn delete(&self, path: &str) -> (u16, Value) {
        self.call(Method::DELETE, path, None).await
    }

    fn violations(&self) -> Vec<String> {
        self.running.lab().violations()
    }

    fn person(&self) -> String {
        self.sim().seed_contact("5500911112222", "Pessoa Fictícia")
    }

    /// The `type` of each notification since the last look, with its entity.
    fn deliveries(&self) -> Vec<(String, Value)> {
        let taken = self.running.lab().take_deliveries();
        taken
            .iter()
            .map(|delivery| {
                let body: Value = serde_json::from_slice(&delivery.body).unwrap();
                let kind = format!(
                    "{}/{}",
                    body["entity"].as_str().unwrap(),
                    body["type"].as_str().unwrap()
                );
                (kind, body["data"].clone())
            })
            .collect()
    }
}

async fn send(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap())
}

fn ids(list: &Value, key: &str) -> Vec<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|row| row[key].as_str().unwrap().to_owned())
        .collect()
}

fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/cxpress")
        .join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
    serde_json::from_str(&text).unwrap()
}

/// The same keys, all the way down; types too, except where either side is null. Of a list, the
/// first rows are compared.
fn assert_shape(at: &str, ours: &Value, documented: &Value) {
    match (ours, documented) {
        (Value::Object(ours), Value::Object(documented)) => {
            let mine: Vec<_> = ours.keys().collect();
            let mut theirs: Vec<_> = documented.keys().collect();
            let mut mine_sorted = mine.clone();
            mine_sorted.sort();
            theirs.sort();
            assert_eq!(mine_sorted, theirs, "keys at {at}");
            for key in mine {
                assert_shape(&format!("{at}.{key}"), &ours[key], &documented[key]);
            }
        }
        (Value::Array(ours), Value::Array(documented)) => {
            if let (Some(one), Some(other)) = (ours.last(), documented.last()) {
                assert_shape(&format!("{at}[]"), one, other);
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (ours, documented) => assert_eq!(
            std::mem::discriminant(ours),
            std::mem::discriminant(documented),
            "type at {at}: {ours} and {documented}"
        ),
    }
}

fn assert_like(name: &str, answer: &(u16, Value)) {
    let fixture = fixture(name);
    assert_eq!(fixture["status"], json!(answer.0), "{name}: {}", answer.1);
    assert_shape(name, &answer.1, &fixture["body"]);
    assert_eq!(answer.1["code_cxpress"], fixture["body"]["code_cxpress"]);
    assert_eq!(answer.1["message"], fixture["body"]["message"], "{name}");
}

fn ticket_of(person: &str) -> Value {
    json!({ "channel_id": WHATSAPP, "consumer_user_id": person, "subject": "Entrega", "status_id": NEW })
}

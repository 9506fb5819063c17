//! The Digisac simulator over raw HTTP.
#![cfg(feature = "digisac")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod contacts;
mod contract;
mod lists;
mod records;
mod shapes;
mod tickets;

use helpdesk_sim::Running;
use helpdesk_sim::digisac::Sim;
use reqwest::Method;
use serde_json::Value;

struct Desk {
    server: Running<Sim>,
    http: reqwest::Client,
    token: String,
}

impl Desk {
    async fn start() -> Self {
        let server = Running::<Sim>::start().await.unwrap();
        let token = server.sim().token();
        let http = reqwest::Client::builder()
            .user_agent("sim-test/1")
            .no_proxy()
            .build()
            .unwrap();
        Self {
            server,
            http,
            token,
        }
    }

    fn sim(&self) -> &Sim {
        self.server.sim()
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (u16, String) {
        let url = format!("{}{path}", self.server.base_url());
        let mut request = self
            .http
            .request(method, url)
            .header("authorization", format!("Bearer {}", self.token));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, text) = self.send(method, path, body).await;
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// A GET that must answer 200.
    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// A GET with the JSON spelling of the parameters.
    async fn query(&self, path: &str, query: &Value) -> Value {
        let encoded: String =
            url::form_urlencoded::byte_serialize(query.to_string().as_bytes()).collect();
        self.get(&format!("{path}?query={encoded}")).await
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    /// Violations, which are then expected to be exactly one that contains `part`.
    fn one_violation(&self, part: &str) {
        let found = self.server.lab().violations();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(part), "{found:?}");
    }

    fn events(&self) -> Vec<Value> {
        self.server
            .lab()
            .take_deliveries()
            .iter()
            .map(|delivery| serde_json::from_slice(&delivery.body).unwrap())
            .collect()
    }
}

fn ids(page: &Value) -> Vec<String> {
    page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

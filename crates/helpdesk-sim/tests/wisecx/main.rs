//! The WiseCX simulator, over raw HTTP.
#![cfg(feature = "wisecx")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod cases;
mod contacts;
mod contract;
mod records;

use helpdesk_sim::Running;
use helpdesk_sim::wisecx::Sim;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

struct Desk {
    running: Running<Sim>,
    client: reqwest::Client,
    token: String,
}

impl Desk {
    async fn start() -> Self {
        let running = Running::<Sim>::start().await.unwrap();
        let client = reqwest::Client::new();
        let mut desk = Self {
            running,
            client,
            token: String::new(),
        };
        desk.token = desk.token().await;
        desk
    }

    async fn token(&self) -> String {
        let (key, user) = self.sim().credentials();
        let answer = self
            .client
            .get(format!("{}/authenticate?user={user}", self.base()))
            .header("x-api-key", key)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["status"], "ok");
        body["token"].as_str().unwrap().to_owned()
    }

    fn sim(&self) -> &Sim {
        self.running.sim()
    }

    fn base(&self) -> String {
        self.running.base_url()
    }

    async fn text(&self, method: Method, path: &str, body: Option<Value>) -> (u16, String) {
        let (key, _) = self.sim().credentials();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base()))
            .header("x-api-key", key)
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, text) = self.text(method, path, body).await;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        (status, body)
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn put(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(Method::PUT, path, Some(body)).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    async fn refused(&self, method: Method, path: &str, body: Option<Value>) -> u16 {
        let (status, answer) = self.call(method, path, body).await;
        assert!(status >= 400, "{path}: {answer}");
        status
    }

    fn violations(&self) -> usize {
        self.running.lab().violations().len()
    }

    /// An opened case over WhatsApp with the contact of this phone.
    async fn case(&self, phone: &str) -> (u64, u64) {
        let group: u64 = self.sim().departments()[0].parse().unwrap();
        let made = self
            .post(
                "/cases",
                json!({
                    "group_id": group,
                    "source_channel": "whatsapp",
                    "subject": "Broken kettle",
                    "activities": [{
                        "type": "contact_message",
                        "content": "It leaks",
                        "contact_from": { "phone": phone, "name": "Ada Fictional" },
                    }],
                }),
            )
            .await;
        let contact = made["activities"][0]["contacts_ids"][0].as_u64().unwrap();
        (made["case_id"].as_u64().unwrap(), contact)
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn ids(rows: &Value) -> Vec<u64> {
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| row["id"].as_u64().unwrap()).collect()
}

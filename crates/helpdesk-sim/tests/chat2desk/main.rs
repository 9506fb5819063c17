//! The Chat2Desk simulator, seen through plain HTTP.
#![cfg(feature = "chat2desk")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod clients;
mod contract;
mod dialogs;
mod records;
mod shapes;
mod webhooks;

use helpdesk_sim::Running;
use helpdesk_sim::chat2desk::Sim;
use serde_json::{Value, json};

type Bench = Running<Sim>;

async fn bench() -> Bench {
    let bench = Bench::start().await.unwrap();
    bench
        .lab()
        .freeze_at("2031-05-05T06:15:20Z".parse().unwrap());
    bench
}

async fn call(bench: &Bench, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    let mut request = reqwest::Client::new()
        .request(
            method.parse().unwrap(),
            format!("{}{path}", bench.base_url()),
        )
        .header("authorization", bench.sim().token());
    if let Some(body) = body {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap())
}

async fn get(bench: &Bench, path: &str) -> (u16, Value) {
    call(bench, "GET", path, None).await
}

async fn post(bench: &Bench, path: &str, body: Value) -> (u16, Value) {
    call(bench, "POST", path, Some(body)).await
}

async fn put(bench: &Bench, path: &str, body: Value) -> (u16, Value) {
    call(bench, "PUT", path, Some(body)).await
}

fn violated(bench: &Bench, part: &str) -> bool {
    bench.lab().violations().iter().any(|v| v.contains(part))
}

fn events(bench: &Bench) -> Vec<Value> {
    let all = bench.lab().take_deliveries().into_iter();
    all.map(|d| serde_json::from_slice(&d.body).unwrap())
        .collect()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|e| e["hook_type"].as_str().unwrap())
        .collect()
}

async fn subscribe(bench: &Bench, names: &[&str]) -> Value {
    let body = json!({"url": "https://hooks.sim.example/a", "name": "a", "events": names});
    let (status, body) = post(bench, "/webhooks", body).await;
    assert_eq!(status, 200, "{body}");
    body["data"].clone()
}

//! Refused deliveries leave no growth in memory. Alone in its program, so that nothing else grows.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::routing::post_service;
use helpdesk::Desks;
use helpdesk::serve::Queue;
use helpdesk::webhook::{Intake, MemoryDedupe};
use http::Request;
use tower::ServiceExt;

const SECRET: &str = "s3cret-s3cret-s3cret-s3cret-s3cret-s3cret";

const DESKS: [&str; 4] = ["cxpress", "digisac", "wisecx", "chat2desk"];

const DELIVERIES: usize = 10_000;

/// What each refused delivery holds. All of them together are forty times what is allowed to grow.
const BODY: usize = 16 * 1024;
const GROWTH: usize = DELIVERIES * BODY / 40;

fn config() -> String {
    let keys = |desk: &str| match desk {
        "cxpress" => "domain = \"canary\"\napi_token = \"canary\"\nrefresh_token = \"canary\"",
        "digisac" => "base_url = \"https://digisac.example.com/api/v1\"\ntoken = \"canary\"",
        "wisecx" => "user = \"user\"\napi_key = \"canary\"",
        _ => "token = \"canary\"",
    };
    let section = |desk: &str| {
        let keys = keys(desk);
        let secret = if desk == "chat2desk" {
            String::new()
        } else {
            format!("webhook_secret = \"{SECRET}\"")
        };
        format!("[desks.{desk}]\nvendor = \"{desk}\"\n{keys}\n{secret}\n")
    };
    DESKS.map(section).concat()
}

/// A delivery that no other is like, refused for one of several reasons.
fn bad(number: usize) -> (Request<Body>, u16) {
    let (mut uri, mut content_type, mut status) =
        (format!("/hook?key={SECRET}"), "application/json", 400);
    let filler = "x".repeat(BODY);
    let mut body = format!("{{\"event\": {number}, \"x\": \"{filler}").into_bytes();
    match number % 5 {
        0 => (uri, status) = (format!("/hook/{number}?key={filler}"), 401),
        1 => (content_type, status) = ("text/plain", 415),
        2 => body.push(0xff),
        3 => body = "[".repeat(BODY).into_bytes(),
        _ => {}
    }
    let request = Request::post(uri).header("content-type", content_type);
    let signature = format!("{number:064x}");
    let request = request
        .header("x-signature", signature)
        .header("x-timestamp", "1");
    (request.body(Body::from(body)).unwrap(), status)
}

/// How much of the program is in memory.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let size = line.unwrap().split_whitespace().nth(1).unwrap();
    size.parse::<usize>().unwrap() * 1024
}

#[tokio::test]
async fn ten_thousand_refused_deliveries_leave_no_growth() {
    let desks = Desks::from_toml(&config()).unwrap();
    let store = Arc::new(MemoryDedupe::new());
    let mut routes = Router::new();
    let mut queues = Vec::new();
    for desk in DESKS {
        let client = desks.desk(desk).unwrap();
        let intake = Intake::new(client).with_dedupe(store.clone());
        let (queue, worker) = Queue::new(intake, 1024);
        let route = Router::new().fallback_service(post_service(queue.clone()));
        routes = routes.nest(&format!("/{desk}"), route);
        queues.push((queue, worker));
    }
    let send_all = async |count: usize| {
        for number in 0..count {
            let desk = DESKS[number / 5 % 4];
            let (mut request, status) = bad(number);
            // The vendor that signs does not get beyond the signature.
            let status = if desk == "chat2desk" { 401 } else { status };
            *request.uri_mut() = format!("/{desk}{}", request.uri()).parse().unwrap();
            let answer = routes.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{desk}: {number}");
        }
    };
    // What is set up once is set up before.
    send_all(500).await;
    let before = resident();
    send_all(DELIVERIES).await;
    let grown = resident().saturating_sub(before);
    assert!(grown < GROWTH, "{grown} bytes have come together");
    assert!(store.is_empty());
    let refused: u64 = queues.iter().map(|(queue, _)| queue.counts().refused).sum();
    assert_eq!(refused, 10_500);
    assert!(queues.iter().all(|(queue, _)| queue.is_empty()));
}

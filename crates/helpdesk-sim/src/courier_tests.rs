use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::json;
use tokio::net::TcpListener;

use super::*;

/// What arrived: the body, and the value of a header.
type Arrived = Arc<Mutex<Vec<(String, String)>>>;

/// An endpoint that refuses the first so many posts.
async fn endpoint(refusals: usize) -> (String, Arrived) {
    let arrived = Arrived::default();
    let routes = Router::new()
        .route(
            "/hook",
            post(
                move |State(arrived): State<Arrived>, headers: HeaderMap, body: String| async move {
                    let mut arrived = arrived.lock().unwrap();
                    let mark = headers["x-mark"].to_str().unwrap().to_owned();
                    arrived.push((body, mark));
                    if arrived.len() <= refusals {
                        StatusCode::SERVICE_UNAVAILABLE
                    } else {
                        StatusCode::OK
                    }
                },
            ),
        )
        .with_state(Arc::clone(&arrived));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, arrived)
}

fn lab(url: &str, deliveries: usize) -> Lab {
    let lab = Lab::new("test");
    lab.freeze_at("2031-05-06T07:08:09Z".parse().unwrap());
    for number in 0..deliveries {
        let mut delivery = Delivery::json(url, &json!({ "n": number }), lab.now());
        let mark = http::HeaderValue::from_static("kept");
        delivery.headers.insert("x-mark", mark);
        lab.deliver(delivery);
    }
    lab
}

#[tokio::test]
async fn it_posts_the_outbox_in_order_headers_and_all() {
    let (url, arrived) = endpoint(0).await;
    let lab = lab(&url, 3);
    let report = Courier::new(lab.clone()).run().await.unwrap();
    assert_eq!((report.accepted(), report.lost()), (3, 0));
    let expected = [0, 1, 2].map(|n| (json!({ "n": n }).to_string(), "kept".to_owned()));
    assert_eq!(*arrived.lock().unwrap(), expected);
    let again = Courier::new(lab).run().await.unwrap();
    assert_eq!(again.deliveries, 0, "the outbox is empty");
}

#[tokio::test]
async fn it_tries_again_on_the_simulated_clock() {
    let (url, arrived) = endpoint(3).await;
    let lab = lab(&url, 1);
    let begin = lab.now();
    let mut courier = Courier::new(lab.clone()).with_pauses(CHAT2DESK);
    let report = courier.run().await.unwrap();
    let after: Vec<i64> = report
        .posts
        .iter()
        .map(|post| post.at.duration_since(begin).as_secs())
        .collect();
    assert_eq!(after, [0, 10, 310, 7510]);
    assert_eq!(report.posts[3].status, Some(200));
    assert_eq!((report.lost(), arrived.lock().unwrap().len()), (0, 4));
    assert_eq!(lab.now(), report.posts[3].at);
}

#[tokio::test]
async fn what_is_never_accepted_is_given_up() {
    let (url, _) = endpoint(2).await;
    let report = Courier::new(lab(&url, 3)).run().await.unwrap();
    assert_eq!((report.accepted(), report.lost()), (1, 2));

    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", nobody.local_addr().unwrap());
    drop(nobody);
    let mut courier = Courier::new(lab(&url, 1)).with_pauses([Duration::from_secs(1)]);
    let report = courier.run().await.unwrap();
    let statuses: Vec<_> = report.posts.iter().map(|post| post.status).collect();
    assert_eq!(statuses, [None, None]);
}

#[tokio::test]
async fn the_seed_decides_what_is_repeated_and_in_which_order() {
    let (url, _) = endpoint(0).await;
    let mut orders = Vec::new();
    for seed in [1, 1, 2] {
        let courier = Courier::new(lab("", 40)).to(&url);
        let mut courier = courier.repeating(50).shuffled().seeded(seed);
        let report = courier.run().await.unwrap();
        let order: Vec<_> = report.posts.iter().map(|post| post.delivery).collect();
        let copies = report.posts.iter().filter(|post| post.copy).count();
        assert_eq!(order.len(), 40 + copies);
        assert!((5..35).contains(&copies), "{copies}");
        assert!(!order.is_sorted());
        assert_eq!(report.lost(), 0);
        orders.push(order);
    }
    assert_eq!(orders[0], orders[1]);
    assert_ne!(orders[0], orders[2]);
}

#[tokio::test]
async fn urls_that_cannot_be_used_are_told_of_before_anything_is_sent() {
    let (url, arrived) = endpoint(0).await;
    for wrong in ["", "/hook", "https://example.com/hook", "ftp://example.com"] {
        let lab = lab(&url, 1);
        lab.deliver(Delivery::json(wrong, &json!({}), lab.now()));
        let error = Courier::new(lab).run().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    }
    assert!(arrived.lock().unwrap().is_empty());
}

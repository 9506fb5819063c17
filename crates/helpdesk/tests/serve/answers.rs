//! Which status each delivery gets, before it is parsed.

use axum::Router;
use axum::body::Body;
use axum::routing::{any_service, post_service};
use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};
use helpdesk::serve::{Queue, listen};
use helpdesk::webhook::Inbound;
use http::{HeaderValue, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::support::{SECRET, desk, request, request_to, send};

#[tokio::test]
async fn each_refusal_has_its_status_and_an_empty_body() {
    let (intake, store, deliveries) = desk(1).await;
    let (queue, _worker) = Queue::new(intake.with_max_body(5000), 1);
    let good = &deliveries[0];
    let changed = |change: &dyn Fn(&mut Inbound)| {
        let mut delivery = good.clone();
        change(&mut delivery);
        request(&delivery)
    };

    let mut get = request(good);
    *get.method_mut() = http::Method::GET;
    let answer = queue.clone().oneshot(get).await.unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers()["allow"], "POST");

    let text = HeaderValue::from_static("text/plain");
    for (request, status) in [
        (changed(&|delivery| delivery.query = None), 401),
        (
            changed(&|delivery| delivery.query = Some("key=wrong".into())),
            401,
        ),
        (changed(&|delivery| delivery.body = "{".into()), 400),
        (
            changed(&|delivery| delivery.body = vec![b'"', 0xff, b'"'].into()),
            400,
        ),
        (
            changed(&|delivery| delivery.body = "[".repeat(65).into()),
            400,
        ),
        (
            changed(&|delivery| delivery.body = " ".repeat(5001).into()),
            413,
        ),
        (
            changed(&|delivery| {
                delivery.headers.insert("content-type", text.clone());
            }),
            415,
        ),
    ] {
        assert_eq!(send(&queue, request).await.as_u16(), status);
    }
    assert!(store.is_empty());
    assert_eq!(send(&queue, request(good)).await, StatusCode::OK);
}

#[tokio::test]
async fn a_body_that_does_not_say_how_long_it_is_is_capped_too() {
    let (intake, _, deliveries) = desk(1).await;
    let (queue, _worker) = Queue::new(intake.with_max_body(10), 1);
    let endless = stream::repeat_with(|| Ok::<_, String>(Bytes::from_static(b"    ")));
    let (parts, _) = request(&deliveries[0]).into_parts();
    let request = Request::from_parts(parts, Body::from_stream(endless));
    assert_eq!(send(&queue, request).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_or_breaks_off_is_given_up() {
    let (intake, _, deliveries) = desk(1).await;
    let (queue, _worker) = Queue::new(intake, 1);
    let one = || stream::iter([Ok(Bytes::from_static(b"{"))]);
    let stuck = one().chain(stream::pending::<Result<Bytes, String>>());
    let (parts, _) = request(&deliveries[0]).into_parts();
    let request = Request::from_parts(parts.clone(), Body::from_stream(stuck));
    assert_eq!(send(&queue, request).await, StatusCode::REQUEST_TIMEOUT);

    let broken = one().chain(stream::iter([Err("broken".to_owned())]));
    let request = Request::from_parts(parts, Body::from_stream(broken));
    assert_eq!(send(&queue, request).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_secret_may_stand_in_a_part_of_the_path_that_a_router_strips() {
    let (intake, _, deliveries) = desk(2).await;
    let (queue, _worker) = Queue::new(intake, 2);
    let inner = Router::new().route("/desk", post_service(queue.clone()));
    let routes: Router = Router::new()
        .nest(&format!("/{SECRET}"), inner)
        .route("/other/{*rest}", any_service(queue));
    let mut delivery = deliveries[0].clone();
    delivery.query = None;
    let path = format!("/{SECRET}/desk");
    assert_eq!(
        send(&routes, request_to(&path, &delivery)).await,
        StatusCode::OK
    );

    let path = format!("/other/{SECRET}x");
    let refused = send(&routes, request_to(&path, &delivery)).await;
    assert_eq!(refused, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn listening_ends_when_told_to_and_closes_the_queue() {
    let (intake, _, deliveries) = desk(1).await;
    let (queue, mut worker) = Queue::new(intake, 1);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let until = async { drop(stopped.await) };
    let server = tokio::spawn(listen(listener, queue.clone(), until));

    let http = Client::builder(TokioExecutor::new()).build_http::<Body>();
    for (query, status) in [(deliveries[0].query.as_deref(), 200), (None, 401)] {
        let mut delivery = deliveries[0].clone();
        delivery.query = query.map(str::to_owned);
        let path = format!("http://{address}/any/path");
        let answer = http.request(request_to(&path, &delivery)).await.unwrap();
        assert_eq!(answer.status().as_u16(), status);
    }
    stop.send(()).unwrap();
    drop(http);
    server.await.unwrap().unwrap();
    worker.next().await.unwrap().done().await.unwrap();
    let end = worker.next().now_or_never();
    assert!(end.expect("the queue is closed").is_none());
    assert_eq!(queue.counts().handled, 1);
}

//! The default transport against real sockets on this machine. No time is measured.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use bytes::Bytes;
use helpdesk_core::Delivery;
use helpdesk_http::transport::{Phase, Transport};
use helpdesk_http::{ReqwestTransport, USER_AGENT};
use support::shown;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn transport() -> ReqwestTransport {
    ReqwestTransport::builder().proxy(false).build().unwrap()
}

fn get(url: &str) -> http::Request<Bytes> {
    http::Request::get(url).body(Bytes::new()).unwrap()
}

/// Answers one request with these bytes, closes, and says what it got.
async fn serve(answer: Vec<u8>) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut got = Vec::new();
        while !got.windows(4).any(|end| end == b"\r\n\r\n") {
            assert_ne!(stream.read_buf(&mut got).await.unwrap(), 0);
        }
        stream.write_all(&answer).await.unwrap();
        String::from_utf8(got).unwrap()
    });
    (url, task)
}

#[tokio::test]
async fn an_answer_comes_through() {
    let answer = b"HTTP/1.1 201 Created\r\nx-a: b\r\ntransfer-encoding: chunked\r\n\r\n\
        3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    let (url, server) = serve(answer.to_vec()).await;
    let mut request = get(&format!("{url}/v1/a%2Fb?q=x%20y"));
    request
        .headers_mut()
        .insert("authorization", "t".parse().unwrap());
    let response = transport().send(request).await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-a"], "b");
    let body = response.into_body().collect(100).await.unwrap();
    assert_eq!(&body[..], b"abcde");
    let got = server.await.unwrap();
    assert!(
        got.starts_with("GET /v1/a%2Fb?q=x%20y HTTP/1.1\r\n"),
        "{got}"
    );
    assert!(
        got.contains(&format!("user-agent: {USER_AGENT}\r\n")),
        "{got}"
    );
    assert!(got.contains("authorization: t\r\n"), "{got}");
    assert!(got.contains("accept-encoding: gzip"), "{got}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let answer =
        b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    let (url, _server) = serve(answer.to_vec()).await;
    let response = transport().send(get(&url)).await.unwrap();
    assert_eq!(response.status(), 302);
}

#[tokio::test]
async fn no_connection_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    for scheme in ["http", "https"] {
        let url = format!("{scheme}://{address}/canary?token=canary");
        let error = transport().send(get(&url)).await.unwrap_err();
        assert_eq!(error.phase(), Phase::Connect);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(!shown(&error).contains("canary"), "{}", shown(&error));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_leaves_the_delivery_unknown() {
    for answer in ["", "HTTP/1.1 2", "canary canary\r\n\r\n"] {
        let (url, _server) = serve(answer.into()).await;
        let url = format!("{url}/canary?token=canary");
        let error = transport().send(get(&url)).await.unwrap_err();
        assert_eq!(error.phase(), Phase::Exchange, "{}", shown(&error));
        assert!(!shown(&error).contains("canary"), "{}", shown(&error));
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_without_the_url() {
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
    let (url, _server) = serve(answer.to_vec()).await;
    let response = transport()
        .send(get(&format!("{url}/canary?token=canary")))
        .await
        .unwrap();
    let error = response.into_body().collect(100).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("Broken"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn packed_bodies_are_unpacked_below_the_cap() {
    // 100,000 zeros: `head -c 100000 /dev/zero | gzip -9n`.
    let packed = include_bytes!("support/zeros.gz");
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        packed.len()
    )
    .into_bytes();
    answer.extend_from_slice(packed);
    for (limit, fits) in [(100_000, true), (99_999, false)] {
        let (url, _server) = serve(answer.clone()).await;
        let response = transport().send(get(&url)).await.unwrap();
        assert_eq!(response.into_body().collect(limit).await.is_ok(), fits);
    }
}

#[test]
fn a_bad_user_agent_is_a_config_error_and_no_runtime_is_needed() {
    let error = ReqwestTransport::builder()
        .user_agent("a\nb")
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), helpdesk_core::ErrorKind::Config);
    transport();
}

//! What reaches the wire.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::sync::Arc;

use helpdesk_core::{ErrorKind, Safety};
use helpdesk_http::{Call, StaticHeader, USER_AGENT};
use http::header::{AUTHORIZATION, HeaderName};
use secrecy::SecretString;
use support::{Fake, answer, builder, pipeline, scope};

#[tokio::test(start_paused = true)]
async fn paths_and_queries_are_encoded() {
    let fake = Fake::responding(|_, _| answer(200, "{}"));
    let pipeline = pipeline(&fake);
    let scope = scope(&pipeline);
    let calls = [
        Call::get(Safety::Safe, "/a/{id}/b/{other}")
            .segment("other", 5)
            .segment("id", "x/../y?z#ä"),
        Call::get(Safety::Safe, "/a")
            .query("page[size]", 10)
            .query("q", "a b+c&d=é")
            .query("q", true)
            .query_opt("none", None::<u8>)
            .query_opt("some", Some(1)),
        Call::get(Safety::Safe, "/oauth/token").from_root(),
        Call::raw(
            Safety::Safe,
            http::Method::GET,
            "/x%20y/{id}/ö?a=1&b=c+d&a=%26",
        ),
        Call::foreign("https://cdn.example.net/f?sig=a%2Fb").query("x", 1),
    ];
    for call in calls {
        pipeline.send(call, &scope).await.unwrap();
    }
    assert_eq!(
        fake.uris(),
        [
            "https://api.example.com/v1/a/x%2F..%2Fy%3Fz%23%C3%A4/b/5",
            "https://api.example.com/v1/a?page%5Bsize%5D=10&q=a%20b%2Bc%26d%3D%C3%A9&q=true&some=1",
            "https://api.example.com/oauth/token",
            "https://api.example.com/v1/x%20y/%7Bid%7D/%C3%B6?a=1&b=c%20d&a=%26",
            "https://cdn.example.net/f?sig=a%2Fb&x=1",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn what_would_change_the_path_is_refused_before_sending() {
    let fake = Fake::script([]);
    let pipeline = pipeline(&fake);
    let scope = scope(&pipeline);
    let with = |id: &str| Call::get(Safety::Safe, "/a/{id}").segment("id", id);
    for (call, field) in [
        (with(""), "id"),
        (with("."), "id"),
        (with(".."), "id"),
        (
            Call::raw(Safety::Safe, http::Method::GET, "/a/../b"),
            "path",
        ),
        (
            Call::raw(Safety::Safe, http::Method::GET, "/a/%2e%2E/b"),
            "path",
        ),
        (
            Call::get(Safety::Safe, "/a").header(HeaderName::from_static("x-a"), "1\r\nx-b: 2"),
            "x-a",
        ),
        (Call::foreign("http://cdn.example.net/f"), "url"),
    ] {
        let error = pipeline.send(call, &scope).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert_eq!(error.field_errors()[0].field, field);
        assert_eq!(error.vendor().unwrap().as_str(), "acme");
        assert_eq!(error.attempts(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_template_that_is_used_wrongly_is_a_bug() {
    let fake = Fake::script([]);
    let pipeline = pipeline(&fake);
    for call in [
        Call::get(Safety::Safe, "/a/{id}"),
        Call::get(Safety::Safe, "/a").segment("id", 1),
        Call::get(Safety::Safe, "/a/{id").segment("id", 1),
    ] {
        let error = pipeline.send(call, &scope(&pipeline)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal);
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_and_headers() {
    let fake = Fake::responding(|_, _| answer(200, ""));
    let token = SecretString::from("canary-token");
    let pipeline = builder(&fake)
        .auth(Arc::new(StaticHeader::new(AUTHORIZATION, &token).unwrap()))
        .default_header(
            HeaderName::from_static("origin"),
            "https://a".parse().unwrap(),
        )
        .build()
        .unwrap();
    let scope = scope(&pipeline);
    let json = Call::post(Safety::Once, "/a").json(&[1, 2]);
    assert!(pipeline.send(json, &scope).await.unwrap().is_empty());
    let form = Call::post(Safety::Once, "/a").form(&[("user", "a b"), ("pass", "c&d")]);
    pipeline.send(form.unsigned(), &scope).await.unwrap();
    pipeline
        .send(Call::foreign("https://cdn.example.net/f"), &scope)
        .await
        .unwrap();

    assert_eq!(fake.header(0, "authorization").unwrap(), "canary-token");
    assert_eq!(fake.header(0, "content-type").unwrap(), "application/json");
    assert_eq!(fake.header(0, "accept").unwrap(), "application/json");
    assert_eq!(fake.header(0, "user-agent").unwrap(), USER_AGENT);
    assert_eq!(fake.header(0, "origin").unwrap(), "https://a");
    assert_eq!(fake.header(1, "authorization"), None);
    assert_eq!(fake.header(2, "authorization"), None);
    assert_eq!(fake.header(2, "origin"), None);
    let seen = fake.seen.lock().unwrap();
    assert_eq!(&seen[0].body[..], b"[1,2]");
    assert_eq!(&seen[1].body[..], b"user=a+b&pass=c%26d");
    assert!(!format!("{:?}", seen[0].headers).contains("canary"));
}

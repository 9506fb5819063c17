//! What nobody but the vendor gets to see.
//!
//! A test binary of its own: the log is that of the whole process.

#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::io;
use std::sync::{Arc, Mutex};

use helpdesk_core::Safety;
use helpdesk_http::{Call, RetryPolicy, StaticHeader};
use http::header::HeaderName;
use secrecy::SecretString;
use support::{Fake, Step, answer, builder, pipeline, scope, shown};

/// A body that cannot be written as JSON.
struct Unwritable;

impl serde::Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("canary"))
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().map_err(|_| io::ErrorKind::Other)?;
        all.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_canary_is_never_shown() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let body = r#"{"canary":"canary","id":["canary"]}"#;
    let token = SecretString::from("canary");
    let auth = StaticHeader::bearer(&token)
        .unwrap()
        .and(HeaderName::from_static("x-api-key"), &token)
        .unwrap();
    let mut text = Vec::new();
    for step in [
        answer(200, body),
        answer(400, body),
        answer(401, body),
        answer(409, body),
        answer(429, body),
        answer(500, body),
        answer(200, "<html>canary"),
        answer(302, body),
        Step::Broken,
        Step::Silence,
        Step::Pieces(200, vec![Some("canary"), None], std::time::Duration::ZERO),
    ] {
        let fake = Fake::script([step]);
        let pipeline = builder(&fake)
            .auth(Arc::new(auth.clone()))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let call = Call::post(Safety::Once, "/a/{id}")
            .segment("id", "canary")
            .query("q", "canary")
            .secret_header(HeaderName::from_static("x-secret"), &token)
            .header(HeaderName::from_static("x-plain"), "canary")
            .json("canary");
        text.push(format!("{call:?} {pipeline:?} {auth:?}"));
        match pipeline.send(call, &scope(&pipeline)).await {
            Err(error) => text.push(shown(&error)),
            Ok(answer) => {
                text.push(format!("{answer:?}"));
                text.push(shown(&answer.json::<Vec<u64>>().unwrap_err()));
                let kept: helpdesk_http::Kept<serde_json::Value> = answer.json().unwrap();
                text.push(format!("{kept:?}"));
            }
        }
    }
    let fake = Fake::script([answer(404, ""), answer(404, "")]);
    let pipeline = pipeline(&fake);
    for call in [
        Call::raw(Safety::Once, http::Method::GET, "/canary?a=canary"),
        Call::foreign("https://canary.example/canary?canary=canary"),
        Call::foreign("canary"),
        Call::get(Safety::Safe, "/a").header(HeaderName::from_static("x-a"), "canary\n"),
        Call::post(Safety::Once, "/a").json(&Unwritable),
    ] {
        text.push(format!("{call:?}"));
        let native = pipeline.native(&helpdesk_core::CallOptions::new());
        text.push(shown(&pipeline.send(call, &native).await.unwrap_err()));
    }

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("endpoint=\"POST /a/{id}\""), "{log}");
    assert!(log.contains("status=409"), "{log}");
    for text in [text.concat(), log] {
        assert!(!text.contains("canary"), "{text}");
    }
}

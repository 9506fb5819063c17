//! What tokens are sent in.
#![allow(clippy::unwrap_used, reason = "tests only")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use helpdesk_core::{Delivery, Error, ErrorKind, Result, Safety};
use helpdesk_http::{Call, Exchange, Pipeline, TokenCache, TokenSource, Tokens};
use secrecy::SecretString;
use support::{Fake, answer, builder, scope};

async fn read(pipeline: &Pipeline) -> Result<()> {
    let call = Call::get(Safety::Safe, "/things");
    pipeline.send(call, &scope(pipeline)).await.map(drop)
}

/// Sends tokens in the header that all do.
#[derive(Debug)]
struct Bearer;

#[async_trait]
impl TokenSource for Bearer {
    async fn fetch(&self, _: Option<&Tokens>, _: &Exchange) -> Result<Tokens> {
        Err(Error::new(ErrorKind::Unauthorized, "has none"))
    }
}

/// Gives out numbered tokens, and counts how often its headers are made.
#[derive(Debug)]
struct Counting {
    token: &'static str,
    fetched: Arc<AtomicU64>,
    made: Arc<AtomicU64>,
}

impl Counting {
    fn of(token: &'static str) -> (Self, [Arc<AtomicU64>; 2]) {
        let (fetched, made) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let counts = [Arc::clone(&fetched), Arc::clone(&made)];
        let source = Self {
            token,
            fetched,
            made,
        };
        (source, counts)
    }
}

#[async_trait]
impl TokenSource for Counting {
    async fn fetch(&self, _: Option<&Tokens>, _: &Exchange) -> Result<Tokens> {
        let number = self.fetched.fetch_add(1, Ordering::SeqCst);
        Ok(Tokens::new(SecretString::from(format!(
            "{}{number}",
            self.token
        ))))
    }

    fn headers(&self, tokens: &Tokens) -> Result<http::HeaderMap> {
        self.made.fetch_add(1, Ordering::SeqCst);
        Bearer.headers(tokens)
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_token_is_sent_in_is_made_once_for_each_token() {
    let fake = Fake::responding(|_, at| answer(if at == 3 { 401 } else { 200 }, "{}"));
    let (source, [fetched, made]) = Counting::of("token");
    let cache = TokenCache::builder(source).build();
    let pipeline = builder(&fake).auth(Arc::new(cache)).build().unwrap();
    for _ in 0..6 {
        read(&pipeline).await.unwrap();
    }
    let sent = (0..7).map(|at| fake.header(at, "authorization").unwrap());
    let expected = [0, 0, 0, 0, 1, 1, 1].map(|number| format!("Bearer token{number}"));
    assert_eq!(sent.collect::<Vec<_>>(), expected);
    for count in [fetched, made] {
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
    let seen = fake.seen.lock().unwrap();
    assert!(
        seen.iter()
            .all(|seen| seen.headers["authorization"].is_sensitive())
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_that_cannot_be_sent_fails_each_call_and_is_not_fetched_again() {
    let fake = Fake::script([]);
    let (source, [fetched, _]) = Counting::of("canary\n");
    let cache = TokenCache::builder(source).build();
    let pipeline = builder(&fake).auth(Arc::new(cache)).build().unwrap();
    for _ in 0..3 {
        let error = read(&pipeline).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert_eq!(fetched.load(Ordering::SeqCst), 1);
}

//! A vendor whose tokens end.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use helpdesk_core::{Result, Safety};
use helpdesk_http::{
    Call, Exchange, MemoryTokenStore, Pipeline, PipelineBuilder, TokenCache, TokenSource,
    TokenStore, Tokens,
};
use secrecy::{ExposeSecret, SecretString};

use crate::support::{self, Fake, Step, builder, scope, slow};

/// A vendor with rotating refresh tokens, each good for one use.
pub struct Vendor {
    login_takes: Duration,
    pub login_status: AtomicU64,
    issued: AtomicU64,
    used: Mutex<HashSet<String>>,
    revoked: Mutex<HashSet<String>>,
}

impl Vendor {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            login_takes: Duration::from_secs(2),
            login_status: AtomicU64::new(200),
            issued: AtomicU64::new(0),
            used: Mutex::default(),
            revoked: Mutex::default(),
        })
    }

    pub fn transport(self: &Arc<Self>) -> Arc<Fake> {
        let vendor = Arc::clone(self);
        Fake::responding(move |seen, _| vendor.respond(seen))
    }

    fn respond(&self, seen: &support::Seen) -> Step {
        if seen.uri.ends_with("/login") {
            assert!(!seen.headers.contains_key("authorization"));
            let status = u16::try_from(self.login_status.load(Ordering::SeqCst)).unwrap();
            if status != 200 {
                return slow(status, "", self.login_takes);
            }
            let old = String::from_utf8(seen.body.to_vec()).unwrap();
            assert!(
                self.used.lock().unwrap().insert(old.clone()),
                "{old} was used twice"
            );
            let number = self.issued.fetch_add(1, Ordering::SeqCst) + 1;
            return slow(200, &number.to_string(), self.login_takes);
        }
        let token = seen.headers["authorization"].to_str().unwrap();
        let revoked = self.revoked.lock().unwrap().contains(token);
        slow(
            if revoked { 401 } else { 200 },
            "{}",
            Duration::from_millis(100),
        )
    }

    pub fn logins(&self) -> u64 {
        self.issued.load(Ordering::SeqCst)
    }

    pub fn revoke(&self, number: u64) {
        let token = format!("Bearer access-{number}");
        self.revoked.lock().unwrap().insert(token);
    }
}

#[derive(Debug)]
pub struct Login;

#[async_trait]
impl TokenSource for Login {
    async fn fetch(&self, current: Option<&Tokens>, exchange: &Exchange) -> Result<Tokens> {
        let refresh = current
            .and_then(|tokens| tokens.refresh.as_ref())
            .map_or("seed", |refresh| refresh.expose_secret());
        let call = Call::put(Safety::Once, "/login").body(refresh.to_owned(), "text/plain");
        let number: u64 = exchange.send(call).await?.json()?;
        Ok(Tokens::new(SecretString::from(format!("access-{number}")))
            .with_refresh(SecretString::from(format!("refresh-{number}")))
            .with_issued_at(exchange.now())
            .with_expires_at(exchange.seconds_from_now(3600)))
    }
}

pub fn desk(fake: &Arc<Fake>, store: Arc<dyn TokenStore>) -> PipelineBuilder {
    let cache = TokenCache::builder(Login)
        .store(store)
        .early(Duration::from_secs(300), Duration::ZERO)
        .build();
    builder(fake).auth(Arc::new(cache))
}

pub fn in_memory(fake: &Arc<Fake>) -> Pipeline {
    desk(fake, Arc::new(MemoryTokenStore::new()))
        .build()
        .unwrap()
}

pub async fn read(pipeline: &Pipeline) -> Result<()> {
    let call = Call::get(Safety::Safe, "/things");
    pipeline.send(call, &scope(pipeline)).await.map(drop)
}

pub async fn many(pipeline: &Pipeline) {
    for outcome in join_all((0..50).map(|_| read(pipeline))).await {
        outcome.unwrap();
    }
}

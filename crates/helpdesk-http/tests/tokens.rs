//! Tokens: fetched once, never lost.
#![allow(
    clippy::unwrap_used,
    clippy::items_after_statements,
    reason = "tests only"
)]

mod support;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use helpdesk_core::{Clock, Delivery, Error, ErrorKind, Result, Safety};
use helpdesk_http::auth::StoreGuard;
use helpdesk_http::{
    Authenticate, Budget, Call, Exchange, FileTokenStore, MemoryTokenStore, Pipeline,
    PipelineBuilder, TokenCache, TokenSource, TokenStore, Tokens, TokioClock, Window,
};
use secrecy::{ExposeSecret, SecretString};
use support::{Fake, Step, answer, builder, scope, slow, within};

/// A vendor with rotating refresh tokens, each good for one use.
struct Vendor {
    login_takes: Duration,
    login_status: AtomicU64,
    issued: AtomicU64,
    used: Mutex<HashSet<String>>,
    revoked: Mutex<HashSet<String>>,
}

impl Vendor {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            login_takes: Duration::from_secs(2),
            login_status: AtomicU64::new(200),
            issued: AtomicU64::new(0),
            used: Mutex::default(),
            revoked: Mutex::default(),
        })
    }

    fn transport(self: &Arc<Self>) -> Arc<Fake> {
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

    fn logins(&self) -> u64 {
        self.issued.load(Ordering::SeqCst)
    }

    fn revoke(&self, number: u64) {
        let token = format!("Bearer access-{number}");
        self.revoked.lock().unwrap().insert(token);
    }
}

#[derive(Debug)]
struct Login;

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

fn desk(fake: &Arc<Fake>, store: Arc<dyn TokenStore>) -> PipelineBuilder {
    let cache = TokenCache::builder(Login)
        .store(store)
        .early(Duration::from_secs(300), Duration::ZERO)
        .build();
    builder(fake).auth(Arc::new(cache))
}

fn in_memory(fake: &Arc<Fake>) -> Pipeline {
    desk(fake, Arc::new(MemoryTokenStore::new()))
        .build()
        .unwrap()
}

async fn read(pipeline: &Pipeline) -> Result<()> {
    let call = Call::get(Safety::Safe, "/things");
    pipeline.send(call, &scope(pipeline)).await.map(drop)
}

async fn many(pipeline: &Pipeline) {
    for outcome in join_all((0..50).map(|_| read(pipeline))).await {
        outcome.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn fifty_callers_make_one_refresh() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let pipeline = in_memory(&fake);
    assert_eq!(fake.count(), 0, "nothing is fetched before it is needed");
    many(&pipeline).await;
    assert_eq!((vendor.logins(), fake.count()), (1, 51));
    many(&pipeline).await;
    assert_eq!(vendor.logins(), 1);
    tokio::time::advance(Duration::from_secs(3600)).await;
    many(&pipeline).await;
    assert_eq!((vendor.logins(), fake.count()), (2, 152));
}

#[tokio::test(start_paused = true)]
async fn fifty_rejections_make_one_refresh() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let pipeline = in_memory(&fake);
    read(&pipeline).await.unwrap();
    vendor.revoke(1);
    many(&pipeline).await;
    assert_eq!(vendor.logins(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_call_is_signed_anew_once() {
    let vendor = Vendor::new();
    vendor.revoke(1);
    vendor.revoke(2);
    let fake = vendor.transport();
    let pipeline = in_memory(&fake);
    // Whatever the safety: the vendor refused it.
    let call = Call::post(Safety::Once, "/things");
    let error = pipeline.send(call, &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!((error.attempts(), vendor.logins()), (2, 2));
    assert_eq!(error.delivery(), Delivery::Answered);
}

#[tokio::test(start_paused = true)]
async fn a_late_rejection_leaves_the_new_token_alone() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let cache = Arc::new(TokenCache::builder(Login).build());
    let pipeline = builder(&fake).auth(cache.clone()).build().unwrap();
    read(&pipeline).await.unwrap();
    vendor.revoke(1);
    read(&pipeline).await.unwrap();
    assert!(cache.reject(helpdesk_http::Generation(1)).await);
    read(&pipeline).await.unwrap();
    assert_eq!(vendor.logins(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_outlives_the_caller_that_began_it() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let store = MemoryTokenStore::new();
    let pipeline = desk(&fake, Arc::new(store.clone())).build().unwrap();
    let gave_up = tokio::time::timeout(Duration::from_secs(1), read(&pipeline)).await;
    assert!(gave_up.is_err());
    tokio::time::sleep(Duration::from_secs(2)).await;
    let kept = store.load().await.unwrap().unwrap();
    assert_eq!(kept.refresh.unwrap().expose_secret(), "refresh-1");
    read(&pipeline).await.unwrap();
    assert_eq!(vendor.logins(), 1);
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_token_ends_at_the_deadline() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let pipeline = in_memory(&fake);
    let call = Call::post(Safety::Once, "/things");
    let error = pipeline
        .send(call, &within(&pipeline, 1))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.delivery(), Delivery::NotSent);
    read(&pipeline).await.unwrap();
    assert_eq!(vendor.logins(), 1);
}

/// With one slot, a call that waits for a token must not keep it from the call that fetches it.
#[tokio::test(start_paused = true)]
async fn waiting_for_a_token_holds_no_slot() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let clock = Arc::new(TokioClock::new());
    let budget = Budget::new("one", clock, [Window::new(1, Duration::from_secs(1))]);
    let pipeline = desk(&fake, Arc::new(MemoryTokenStore::new()))
        .budget(budget)
        .build()
        .unwrap();
    for outcome in join_all((0..5).map(|_| read(&pipeline))).await {
        outcome.unwrap();
    }
    // The login took its slot for 2 s, each call for 0.1 s, and a second lies in between.
    assert_eq!(fake.times(), [0, 3000, 4100, 5200, 6300, 7400]);
}

#[tokio::test(start_paused = true)]
async fn everyone_who_waited_gets_the_failure_and_the_call_was_not_sent() {
    let vendor = Vendor::new();
    vendor.login_status.store(500, Ordering::SeqCst);
    let fake = vendor.transport();
    let pipeline = in_memory(&fake);
    for outcome in join_all((0..50).map(|_| read(&pipeline))).await {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert_eq!(error.attempts(), 0);
        assert_eq!(error.status(), Some(500));
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains("PUT /login"), "{cause}");
    }
    assert_eq!(fake.count(), 1);
    vendor.login_status.store(200, Ordering::SeqCst);
    read(&pipeline).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn shortly_before_the_end_one_call_refreshes_and_the_others_go_on() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let pipeline = in_memory(&fake);
    read(&pipeline).await.unwrap();
    tokio::time::advance(Duration::from_secs(3301)).await;
    let start = tokio::time::Instant::now();
    let waits = join_all((0..50).map(|_| async {
        read(&pipeline).await.unwrap();
        start.elapsed().as_millis()
    }))
    .await;
    assert_eq!(vendor.logins(), 2);
    assert_eq!(waits.iter().filter(|wait| **wait == 100).count(), 49);
    assert_eq!(waits.iter().filter(|wait| **wait == 2100).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failed_early_refresh_keeps_the_live_token() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let pipeline = in_memory(&fake);
    read(&pipeline).await.unwrap();
    vendor.login_status.store(500, Ordering::SeqCst);
    tokio::time::advance(Duration::from_secs(3310)).await;
    read(&pipeline).await.unwrap();
    assert_eq!(fake.count(), 4, "login, read, failed login, read");
    // It is not tried again with every call.
    read(&pipeline).await.unwrap();
    assert_eq!(fake.count(), 5);
    tokio::time::advance(Duration::from_secs(31)).await;
    vendor.login_status.store(200, Ordering::SeqCst);
    read(&pipeline).await.unwrap();
    assert_eq!(vendor.logins(), 2);
}

/// Whatever happened to the call that fetches the token, the call itself was not sent.
#[tokio::test(start_paused = true)]
async fn an_authenticator_of_ones_own_that_fails_leaves_the_call_unsent() {
    #[derive(Debug)]
    struct EveryTime;

    #[async_trait]
    impl Authenticate for EveryTime {
        async fn sign(
            &self,
            _: &mut http::Request<bytes::Bytes>,
            exchange: &Exchange,
        ) -> Result<helpdesk_http::Generation> {
            exchange.send(Call::put(Safety::Once, "/nonce")).await?;
            Ok(helpdesk_http::Generation::FIXED)
        }

        async fn reject(&self, _: helpdesk_http::Generation) -> bool {
            false
        }
    }

    let fake = Fake::script([Step::Broken]);
    let pipeline = builder(&fake).auth(Arc::new(EveryTime)).build().unwrap();
    let call = Call::post(Safety::VerifyFirst, "/things");
    let error = pipeline.send(call, &scope(&pipeline)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert_eq!(error.operation(), Some("contacts.get"));
}

/// A store that can fail, and looks at what is in use when it saves.
#[derive(Debug, Default)]
struct Picky {
    memory: MemoryTokenStore,
    fails: AtomicBool,
    saves: AtomicU64,
}

#[async_trait]
impl TokenStore for Picky {
    async fn lock(&self) -> Result<StoreGuard> {
        self.memory.lock().await
    }

    async fn load(&self) -> Result<Option<Tokens>> {
        self.memory.load().await
    }

    async fn save(&self, tokens: &Tokens) -> Result<()> {
        if self.fails.load(Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Internal, "the disk is full"));
        }
        self.saves.fetch_add(1, Ordering::SeqCst);
        self.memory.save(tokens).await
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_are_stored_before_they_are_used_and_not_lost_when_that_fails() {
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let store = Arc::new(Picky::default());
    store.fails.store(true, Ordering::SeqCst);
    let pipeline = desk(&fake, store.clone()).build().unwrap();
    let error = read(&pipeline).await.unwrap_err();
    assert_eq!(error.message(), "the disk is full");
    assert_eq!(fake.count(), 1, "the token was not used");
    store.fails.store(false, Ordering::SeqCst);
    read(&pipeline).await.unwrap();
    assert_eq!(
        (vendor.logins(), store.saves.load(Ordering::SeqCst)),
        (1, 1)
    );
}

fn at_rest(access: &str, seconds_left: i64) -> Tokens {
    let clock = TokioClock::new();
    let end = clock.now() + jiff::SignedDuration::from_secs(seconds_left);
    Tokens::new(SecretString::from(access.to_owned())).with_expires_at(end)
}

#[tokio::test(start_paused = true)]
async fn a_seed_is_used_until_it_ends_and_the_store_goes_first() {
    for (stored, first) in [(None, "Bearer seed"), (Some("kept"), "Bearer kept")] {
        let vendor = Vendor::new();
        let fake = vendor.transport();
        let store = MemoryTokenStore::new();
        if let Some(access) = stored {
            store.save(&at_rest(access, 3600)).await.unwrap();
        }
        let cache = TokenCache::builder(Login)
            .store(Arc::new(store))
            .seed(at_rest("seed", 3600))
            .build();
        let pipeline = builder(&fake).auth(Arc::new(cache)).build().unwrap();
        read(&pipeline).await.unwrap();
        assert_eq!(fake.header(0, "authorization").unwrap(), first);
        assert_eq!(vendor.logins(), 0);
        tokio::time::advance(Duration::from_secs(3600)).await;
        read(&pipeline).await.unwrap();
        assert_eq!(vendor.logins(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_not_refreshed_all_the_time() {
    #[derive(Debug)]
    struct Short(AtomicU64);

    #[async_trait]
    impl TokenSource for Short {
        async fn fetch(&self, _: Option<&Tokens>, exchange: &Exchange) -> Result<Tokens> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Ok(Tokens::new(SecretString::from("short"))
                .with_expires_at(exchange.seconds_from_now(60)))
        }
    }

    let fake = Fake::responding(|_, _| answer(200, "{}"));
    let key = SecretString::from("key");
    let cache = TokenCache::builder(Short(AtomicU64::new(0)))
        .header(http::HeaderName::from_static("x-api-key"), &key)
        .unwrap()
        .build();
    let pipeline = builder(&fake).auth(Arc::new(cache)).build().unwrap();
    for _ in 0..6 {
        read(&pipeline).await.unwrap();
        tokio::time::advance(Duration::from_secs(10)).await;
    }
    let shown = format!("{pipeline:?}");
    assert!(shown.contains("Short(2)"), "{shown}");
    assert_eq!(fake.header(0, "x-api-key").unwrap(), "key");
}

#[tokio::test(start_paused = true)]
async fn two_processes_on_one_file_never_use_an_old_refresh_token() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tokens.json");
    let vendor = Vendor::new();
    let fake = vendor.transport();
    let open = || {
        desk(&fake, Arc::new(FileTokenStore::new(&path)))
            .build()
            .unwrap()
    };
    let processes = [open(), open(), open()];
    for round in 1..=4 {
        // The vendor panics when a refresh token comes twice.
        for outcome in join_all(processes.iter().map(read)).await {
            outcome.unwrap();
        }
        assert_eq!(vendor.logins(), round);
        tokio::time::advance(Duration::from_secs(3600)).await;
    }
    // A rejection in one process: the others' newer token is taken, not fetched again.
    read(&processes[0]).await.unwrap();
    vendor.revoke(4);
    for process in &processes {
        read(process).await.unwrap();
    }
    assert_eq!(vendor.logins(), 5);
    // A new process starts where the others are.
    read(&open()).await.unwrap();
    assert_eq!(vendor.logins(), 5);
}

#[test]
fn a_token_that_no_header_can_hold_is_a_config_error() {
    use helpdesk_http::StaticHeader;
    for token in ["canary\n", "", " ", "can\u{0}ary"] {
        let error = StaticHeader::bearer(&SecretString::from(token)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.field_errors()[0].field, "token");
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}

#[tokio::test(start_paused = true)]
async fn fixed_credentials_are_not_tried_twice() {
    let fake = Fake::script([answer(401, "")]);
    let auth = helpdesk_http::StaticHeader::bearer(&SecretString::from("t")).unwrap();
    let pipeline = builder(&fake).auth(Arc::new(auth)).build().unwrap();
    let error = read(&pipeline).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.attempts(), 1);
}

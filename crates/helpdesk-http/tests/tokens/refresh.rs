//! One refresh for all who wait, and what becomes of them when it fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use helpdesk_core::{Delivery, ErrorKind, Result, Safety};
use helpdesk_http::{
    Authenticate, Budget, Call, Exchange, MemoryTokenStore, TokenCache, TokenSource, TokenStore,
    Tokens, TokioClock, Window,
};
use secrecy::{ExposeSecret, SecretString};

use crate::support::{Fake, answer, builder, scope, within};
use crate::vendor::{Login, Vendor, desk, in_memory, many, read};

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

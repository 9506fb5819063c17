//! Tokens on a real server. Two `RedisStores` are two processes as far as Redis can tell.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::time::{Duration, Instant};

use futures_util::FutureExt;
use helpdesk_core::{ErrorKind, Timestamp};
use helpdesk_http::{TokenStore, Tokens};
use secrecy::ExposeSecret;

const VALUE: &str = "test:{tokens:legacy}:value";
const LOCK: &str = "test:{tokens:legacy}:lock";

fn tokens(number: u32) -> Tokens {
    Tokens::new(format!("access-{number}").into()).with_refresh(format!("refresh-{number}").into())
}

async fn refresh(store: &impl TokenStore) -> Option<String> {
    let tokens = store.load().await.unwrap()?;
    Some(tokens.refresh?.expose_secret().to_owned())
}

#[tokio::test]
async fn tokens_come_back_whole_in_another_process() {
    let server = server!();
    let (here, there) = (
        server.stores().tokens("legacy"),
        server.stores().tokens("legacy"),
    );
    assert!(here.load().await.unwrap().is_none());
    let at: Timestamp = "2031-05-06T07:08:09.25Z".parse().unwrap();
    let whole = tokens(1).with_expires_at(at).with_issued_at(at);
    here.save(&whole).await.unwrap();
    let read = there.load().await.unwrap().unwrap();
    assert_eq!(read.access.expose_secret(), "access-1");
    assert_eq!(read.refresh.unwrap().expose_secret(), "refresh-1");
    assert_eq!((read.expires_at, read.issued_at), (Some(at), Some(at)));
    // Other names, other tokens; and they never run out.
    assert!(
        server
            .stores()
            .tokens("other")
            .load()
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(server.ask::<i64>(&["PTTL", VALUE]).await, -1);
}

#[tokio::test]
async fn one_at_a_time_has_the_lock() {
    let server = server!();
    let (ours, theirs) = (server.stores(), server.stores());
    let (here, there) = (ours.tokens("legacy"), theirs.tokens("legacy"));
    let clone = here.clone();
    let guard = here.lock().await.unwrap();
    assert!(clone.lock().now_or_never().is_none());
    let waiting = tokio::spawn(async move { there.lock().await.map(drop) });
    // The other has been refused, and more than once.
    while server.scripts().await < 5 {
        tokio::task::yield_now().await;
    }
    assert!(!waiting.is_finished());
    drop(guard);
    waiting.await.unwrap().unwrap();
    theirs.flush().await;
    assert_eq!(server.ask::<u8>(&["EXISTS", LOCK]).await, 0);
}

#[tokio::test]
async fn the_lock_of_a_process_that_died_runs_out() {
    let server = server!();
    let lease = Duration::from_millis(300);
    let dead = server.stores().tokens("legacy").with_lease(lease);
    let alive = server.stores().tokens("legacy").with_lease(lease);
    let begun = Instant::now();
    std::mem::forget(dead.lock().await.unwrap());
    drop(alive.lock().await.unwrap());
    assert!(begun.elapsed() >= lease);
}

#[tokio::test]
async fn nobody_waits_for_the_lock_for_ever() {
    let server = server!();
    let store = server.stores().tokens("legacy");
    let store = store.with_lease(Duration::from_millis(50));
    let _: String = server.ask(&["SET", LOCK, "somebody", "PX", "60000"]).await;
    let error = store.lock().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
    // It was not taken from whoever has it.
    assert_eq!(server.ask::<String>(&["GET", LOCK]).await, "somebody");
}

#[tokio::test]
async fn whoever_slept_through_its_lock_overwrites_nothing() {
    let server = server!();
    let (slow, quick) = (
        server.stores().tokens("legacy"),
        server.stores().tokens("legacy"),
    );
    slow.save(&tokens(1)).await.unwrap();
    assert_eq!(refresh(&slow).await.unwrap(), "refresh-1");
    // Its lock ran out here, and another refreshed.
    assert_eq!(refresh(&quick).await.unwrap(), "refresh-1");
    quick.save(&tokens(2)).await.unwrap();
    slow.save(&tokens(9)).await.unwrap();
    slow.save(&tokens(9)).await.unwrap();
    assert_eq!(refresh(&slow).await.unwrap(), "refresh-2");
    // What it reads now it may follow.
    slow.save(&tokens(3)).await.unwrap();
    assert_eq!(refresh(&quick).await.unwrap(), "refresh-3");
}

#[tokio::test]
async fn saving_what_is_there_already_is_no_change() {
    let server = server!();
    let store = server.stores().tokens("legacy");
    store.save(&tokens(1)).await.unwrap();
    store.save(&tokens(1)).await.unwrap();
    let version: u64 = server.ask(&["HGET", VALUE, "version"]).await;
    assert_eq!(version, 1);
}

#[tokio::test]
async fn a_lock_under_which_saving_failed_stays_with_its_process() {
    let server = server!();
    let (ours, theirs) = (server.stores(), server.stores());
    let (here, there) = (ours.tokens("legacy"), theirs.tokens("legacy"));
    let there = there.with_lease(Duration::from_millis(50));
    here.save(&tokens(1)).await.unwrap();
    let guard = here.lock().await.unwrap();
    here.load().await.unwrap();
    // Redis takes nothing any more.
    let _: String = server.ask(&["CONFIG", "SET", "maxmemory", "1"]).await;
    let error = here.save(&tokens(2)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    drop(guard);
    ours.flush().await;
    let _: String = server.ask(&["CONFIG", "SET", "maxmemory", "0"]).await;
    // The spent refresh token is nobody else's.
    assert_eq!(there.lock().await.unwrap_err().kind(), ErrorKind::Internal);
    let guard = here.lock().await.unwrap();
    here.save(&tokens(2)).await.unwrap();
    drop(guard);
    ours.flush().await;
    let _guard = there.lock().await.unwrap();
    assert_eq!(refresh(&there).await.unwrap(), "refresh-2");
}

#[tokio::test]
async fn what_is_not_ours_is_never_overwritten() {
    let server = server!();
    for text in ["", "{}", "null", r#"{"version":2,"access":"secret"}"#] {
        let _: i64 = server
            .ask(&["HSET", VALUE, "version", "7", "tokens", text])
            .await;
        let store = server.stores().tokens("legacy");
        for error in [
            store.load().await.unwrap_err(),
            store.save(&tokens(1)).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Internal);
            assert!(!common::shown(&error).contains("secret"));
        }
        assert_eq!(server.ask::<String>(&["HGET", VALUE, "tokens"]).await, text);
    }
    let _: i64 = server.ask(&["DEL", VALUE]).await;
    let _: String = server.ask(&["SET", VALUE, "a text"]).await;
    let error = server.stores().tokens("legacy").load().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
}

#[tokio::test]
async fn a_caller_who_gives_up_keeps_no_lock() {
    let server = server!();
    let stores = server.stores();
    let store = stores.tokens("legacy");
    for _ in 0..20 {
        let _ = tokio::time::timeout(Duration::from_micros(300), store.lock()).await;
    }
    stores.flush().await;
    drop(store.lock().await.unwrap());
    stores.flush().await;
    assert_eq!(server.ask::<u8>(&["EXISTS", LOCK]).await, 0);
}

#[tokio::test]
async fn without_redis_there_is_no_token() {
    let mut server = server!();
    let store = server.stores().tokens("legacy");
    store.save(&tokens(1)).await.unwrap();
    server.kill();
    let kinds = [
        store.lock().await.map(drop),
        store.load().await.map(drop),
        store.save(&tokens(2)).await,
    ]
    .map(|outcome| outcome.unwrap_err().kind());
    assert_eq!(kinds, [ErrorKind::Unavailable; 3]);
}

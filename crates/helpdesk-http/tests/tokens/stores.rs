//! Stores: tokens outlast the program, and several programs share them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use helpdesk_core::{Clock, Error, ErrorKind, Result};
use helpdesk_http::auth::StoreGuard;
use helpdesk_http::{FileTokenStore, MemoryTokenStore, TokenCache, TokenStore, Tokens, TokioClock};
use secrecy::SecretString;

use crate::support::builder;
use crate::vendor::{Login, Vendor, desk, read};

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

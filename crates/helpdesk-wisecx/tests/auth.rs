//! The rules of tokens, on a clock that is moved by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use common::now;
use helpdesk_core::transport::{Body, Transport, TransportError};
use helpdesk_core::{Clock, ErrorKind};
use helpdesk_http::{FileTokenStore, MemoryTokenStore, RetryPolicy};
use helpdesk_testkit::{ManualClock, Recorder};
use helpdesk_wisecx::{Config, WiseCx};
use http::{Request, Response};
use serde_json::{Value, json};

/// Gives out numbered tokens and accepts the ones it is told to.
#[derive(Debug, Default)]
struct Gate {
    issued: Mutex<u32>,
    refusals: Mutex<VecDeque<u16>>,
    login: Mutex<Option<(u16, Value)>>,
}

#[async_trait]
impl Transport for Gate {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let (status, body) = if request.uri().path().ends_with("/authenticate") {
            let told = self.login.lock().unwrap().clone();
            told.unwrap_or_else(|| {
                let mut issued = self.issued.lock().unwrap();
                *issued += 1;
                (
                    200,
                    json!({"status": "ok", "token": format!("token-{issued}")}),
                )
            })
        } else {
            match self.refusals.lock().unwrap().pop_front() {
                Some(status) => (status, json!({"message": "Unauthorized"})),
                None => (200, json!({"id": 5})),
            }
        };
        let mut response = Response::new(Body::whole(body.to_string()));
        *response.status_mut() = status.try_into().unwrap();
        Ok(response)
    }
}

struct World {
    gate: Arc<Gate>,
    recorder: Recorder,
    clock: Arc<ManualClock>,
    desk: WiseCx,
}

fn world_with(change: impl FnOnce(Config) -> Config) -> World {
    let gate = Arc::new(Gate::default());
    let recorder = Recorder::new(gate.clone());
    let clock = Arc::new(ManualClock::at(now()));
    let config = Config::new(common::KEY.into(), common::USER)
        .with_transport(recorder.transport())
        .with_retry(RetryPolicy::never())
        .with_clock(clock.clone());
    World {
        gate,
        recorder,
        clock,
        desk: WiseCx::new(change(config)).unwrap(),
    }
}

fn world() -> World {
    world_with(|config| config)
}

impl World {
    async fn get(&self) -> helpdesk_core::Result<()> {
        self.desk.api().cases().get(5).await.map(drop)
    }

    /// What was sent: `login`, or the token a call was signed with.
    fn log(&self) -> Vec<String> {
        let requests = self.recorder.requests().into_iter();
        requests
            .map(|request| match request.headers.get("authorization") {
                Some(value) => value.to_str().unwrap().replace("Bearer ", ""),
                None => "login".to_owned(),
            })
            .collect()
    }
}

#[tokio::test]
async fn a_token_serves_until_its_hour_is_nearly_over() {
    let world = world();
    world.get().await.unwrap();
    world.clock.advance(Duration::from_secs(50 * 60));
    world.get().await.unwrap();
    assert_eq!(world.log(), ["login", "token-1", "token-1"]);
    // At most six minutes before the end it is replaced, and surely after it.
    world.clock.advance(Duration::from_secs(9 * 60));
    world.get().await.unwrap();
    assert_eq!(world.log()[3..], ["login", "token-2"]);
    world.clock.advance(Duration::from_secs(2 * 60 * 60));
    world.get().await.unwrap();
    assert_eq!(world.log()[5..], ["login", "token-3"]);
}

#[tokio::test]
async fn both_401_and_403_mean_a_new_token_once() {
    for status in [401, 403] {
        let world = world();
        world.gate.refusals.lock().unwrap().push_back(status);
        world.get().await.unwrap();
        assert_eq!(world.log(), ["login", "token-1", "login", "token-2"]);
        // A second refusal in a row is about something else than the token.
        world.gate.refusals.lock().unwrap().extend([status, status]);
        let error = world.get().await.unwrap_err();
        let kind = if status == 401 {
            ErrorKind::Unauthorized
        } else {
            ErrorKind::Forbidden
        };
        assert_eq!((error.kind(), error.status()), (kind, Some(status)));
        assert_eq!(world.log()[4..], ["token-2", "login", "token-3"]);
    }
}

#[tokio::test]
async fn a_write_is_signed_anew_too() {
    let world = world();
    world.gate.refusals.lock().unwrap().push_back(403);
    // The refused one was not carried out, so sending it again is no repetition.
    let error = world
        .desk
        .api()
        .cases()
        .add_note(5, 1, "x")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(world.log(), ["login", "token-1", "login", "token-2"]);
}

#[tokio::test]
async fn many_calls_share_one_login() {
    let world = world();
    let calls = (0..8).map(|_| world.get());
    for done in futures_util_join(calls).await {
        done.unwrap();
    }
    let logins = world.log().iter().filter(|entry| *entry == "login").count();
    assert_eq!(logins, 1);
}

/// Polls all, side by side, until all are done.
async fn futures_util_join<F: Future>(calls: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = calls.map(Box::pin).map(Some).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        for slot in &mut waiting {
            if let Some(call) = slot
                && let std::task::Poll::Ready(output) = call.as_mut().poll(context)
            {
                done.push(output);
                *slot = None;
            }
        }
        if waiting.iter().all(Option::is_none) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done
}

#[tokio::test]
async fn a_refused_login_names_the_remedy_and_no_secret() {
    for (status, body) in [
        (403, json!({"message": "Unauthorized"})),
        (401, json!({"message": "Unauthorized"})),
        (400, json!({"message": "User Not Found"})),
        (200, json!({"status": "error", "message": "Bad key"})),
        (200, json!({"status": "ok"})),
        (200, json!({"status": "ok", "token": ""})),
        (200, json!({"status": "denied", "token": "x"})),
    ] {
        let world = world();
        *world.gate.login.lock().unwrap() = Some((status, body.clone()));
        let error = world.get().await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::Unauthorized,
            "{status} {body}: {error}"
        );
        let text = format!("{error} {error:?}");
        assert!(text.contains("`api_key` and `user`"), "{text}");
        assert!(!text.contains(common::KEY), "{text}");
        assert_eq!(world.log(), ["login"], "nothing is sent without a token");
        assert_eq!(error.delivery(), helpdesk_core::Delivery::NotSent);
    }
    // A vendor that is down is not a wrong key.
    let world = world();
    *world.gate.login.lock().unwrap() = Some((503, json!({})));
    assert_eq!(
        world.get().await.unwrap_err().kind(),
        ErrorKind::Unavailable
    );
}

#[tokio::test]
async fn tokens_in_a_store_are_used_by_the_next_desk() {
    let store = Arc::new(MemoryTokenStore::new());
    let first = world_with(|config| config.with_token_store(store.clone()));
    first.get().await.unwrap();
    let second = world_with(|config| config.with_token_store(store.clone()));
    second.get().await.unwrap();
    assert_eq!(second.log(), ["token-1"]);

    let folder = std::env::temp_dir().join(format!("wisecx-tokens-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = || Arc::new(FileTokenStore::new(folder.join("tokens.json")));
    let first = world_with(|config| config.with_token_store(file()));
    first.get().await.unwrap();
    let second = world_with(|config| config.with_token_store(file()));
    second.get().await.unwrap();
    assert_eq!(second.log(), ["token-1"]);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn nothing_shows_a_secret() {
    let world = world();
    world.get().await.unwrap();
    let shown = format!(
        "{:?} {:?} {:?}",
        world.desk,
        world.desk.api(),
        world.recorder.requests()
    );
    for secret in [common::KEY, "token-1"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(world.clock.now(), now());
}

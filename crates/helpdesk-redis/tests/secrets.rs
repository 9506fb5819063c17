//! Addresses and passwords: refused when wrong, and never shown.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use common::{Server, shown};
use helpdesk_core::ErrorKind;
use helpdesk_core::webhook::DedupeStore;
use helpdesk_http::{BudgetStores, TokenStore, Tokens, Window};
use helpdesk_redis::RedisStores;

const CANARY: &str = "canary-5d1f";

#[test]
fn an_address_that_is_none_is_refused_and_not_repeated() {
    for url in [
        String::new(),
        CANARY.to_owned(),
        format!("https://user:{CANARY}@host"),
        format!("redis://user:{CANARY}@host:port"),
        format!("redis://user:{CANARY}@"),
        format!("redis://user:{CANARY}@host/database"),
        format!("redis://user:{CANARY}@host?protocol={CANARY}"),
    ] {
        let error = RedisStores::open(url, "test").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_eq!(error.field_errors()[0].field, "shared_state.redis");
        assert!(!shown(&error).contains(CANARY), "{error}");
    }
}

#[test]
fn a_prefix_is_plain() {
    for prefix in ["", "a b", "a{b}", "é", "a\n"] {
        let error = RedisStores::open("redis://localhost", prefix).unwrap_err();
        assert_eq!(error.field_errors()[0].field, "shared_state.prefix");
    }
}

#[tokio::test]
async fn nothing_shows_a_password_or_a_token() {
    let Some(server) = Server::start_with(&["--requirepass", CANARY]) else {
        return;
    };
    let address = server.url().replace("redis://", "");
    let open = |user: &str| RedisStores::open(format!("redis://{user}@{address}"), "test").unwrap();
    let good = open(&format!(":{CANARY}"));
    let tokens = good.tokens("legacy");
    let secret = Tokens::new(CANARY.into()).with_refresh(CANARY.into());
    tokens.save(&secret).await.unwrap();
    let budget = good
        .budgets()
        .open("acme", &[Window::new(1, std::time::Duration::MAX)]);
    drop(budget.reserve(None).await.unwrap());
    let read = tokens.load().await.unwrap();
    let texts = format!(
        "{good:?} {tokens:?} {:?} {:?} {budget:?} {read:?} {:?}",
        good.budgets(),
        good.dedupe(),
        good.shared_state(),
    );
    assert!(
        !texts.contains(CANARY) && !texts.contains(&address),
        "{texts}"
    );

    for user in [":wrong-canary-5d1f", "canary-5d1f:wrong", ""] {
        let error = open(user).dedupe().claim("key").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{error:?}");
        assert_eq!(error.field_errors()[0].field, "shared_state.redis");
        let texts = shown(&error);
        assert!(
            !texts.contains(CANARY) && !texts.contains(&address),
            "{texts}"
        );
    }
    good.flush().await;
}

#[tokio::test]
async fn a_password_that_was_corrected_on_the_server_is_tried_again() {
    let Some(server) = Server::start_with(&["--requirepass", "first"]) else {
        return;
    };
    let address = server.url().replace("redis://", "");
    let stores = RedisStores::open(format!("redis://:second@{address}"), "test").unwrap();
    let dedupe = stores.dedupe();
    assert_eq!(
        dedupe.claim("a").await.unwrap_err().kind(),
        ErrorKind::Config
    );
    let first = redis::Client::open(format!("redis://:first@{address}")).unwrap();
    let mut first = first.get_multiplexed_async_connection().await.unwrap();
    let set = ["CONFIG", "SET", "requirepass", "second"];
    let mut command = redis::cmd(set[0]);
    let () = command
        .arg(&set[1..])
        .query_async(&mut first)
        .await
        .unwrap();
    assert!(dedupe.claim("a").await.unwrap().is_first());
}

#[tokio::test]
async fn nobody_answers_there() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let stores = RedisStores::open(format!("redis://:{CANARY}@{address}"), "test").unwrap();
    let error = stores.dedupe().claim("key").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(!shown(&error).contains(&address.to_string()), "{error:?}");
}

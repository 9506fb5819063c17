//! Tokens, on a clock that is moved by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{Account, account, account_with, login};
use helpdesk_core::{CallOptions, ErrorKind, Helpdesk};
use helpdesk_digisac::{Config, Credentials, Digisac, Login};
use helpdesk_http::FileTokenStore;
use helpdesk_sim::digisac::Sim;
use helpdesk_sim::{Running, VendorSim};
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use helpdesk_testkit::{Canary, ManualClock};
use serde_json::json;

fn options() -> CallOptions {
    CallOptions::new()
}

/// An account that is logged into with mail address and password.
async fn by_login() -> Account {
    let running = Running::<Sim>::start().await.unwrap();
    let login = login(running.sim());
    common::account_on(running, |mut config| {
        config.credentials = Credentials::Password(login);
        config
    })
}

fn paths(account: &Account) -> Vec<String> {
    account
        .recorder
        .requests()
        .iter()
        .map(|request| request.path.trim_start_matches("/api/v1").to_owned())
        .collect()
}

#[tokio::test]
async fn one_login_serves_many_calls() {
    let account = by_login().await;
    let options = options();
    let calls = (0..5).map(|_| account.desk.check(&options));
    for result in futures_of(calls).await {
        result.unwrap();
    }
    let logins = paths(&account)
        .iter()
        .filter(|path| *path == "/oauth/token")
        .count();
    assert_eq!(logins, 1);
    account.running.assert_documented();
}

/// Runs futures side by side.
async fn futures_of<F: Future>(calls: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut calls: Vec<_> = calls.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = calls.iter().map(|_| None).collect();
    std::future::poll_fn(move |cx| {
        let mut waiting = false;
        for (call, done) in calls.iter_mut().zip(&mut done) {
            if done.is_none() {
                match call.as_mut().poll(cx) {
                    std::task::Poll::Ready(output) => *done = Some(output),
                    std::task::Poll::Pending => waiting = true,
                }
            }
        }
        if waiting {
            std::task::Poll::Pending
        } else {
            std::task::Poll::Ready(done.drain(..).map(Option::unwrap).collect())
        }
    })
    .await
}

#[tokio::test]
async fn an_expired_token_is_refreshed_once() {
    let account = by_login().await;
    account.desk.check(&options()).await.unwrap();
    account.sim().expire_tokens();
    account.desk.check(&options()).await.unwrap();
    assert_eq!(
        paths(&account),
        ["/oauth/token", "/me", "/me", "/oauth/token", "/me"]
    );
    let bodies: Vec<_> = account
        .recorder
        .requests()
        .iter()
        .filter_map(|request| request.json()?["grant_type"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(bodies, ["password", "refresh_token"]);
    account.running.assert_documented();
}

#[tokio::test]
async fn a_personal_token_that_is_refused_is_an_error_at_once() {
    let account = account().await;
    account.sim().revoke_token(&account.sim().token());
    let error = account.desk.check(&options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(paths(&account), ["/me"]);
}

#[tokio::test]
async fn a_wrong_password_names_the_keys() {
    let running = Running::<Sim>::start().await.unwrap();
    let account = common::account_on(running, |mut config| {
        config.credentials =
            Credentials::Password(Login::new("nobody@people.example", "wrong-password"));
        config
    });
    let error = account.desk.check(&options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(error.message().contains("`password`"), "{error}");
    assert_eq!(paths(&account), ["/oauth/token"]);
}

fn token(access: &str, refresh: Option<&str>, seconds: Option<u64>) -> serde_json::Value {
    let mut token = json!({"access_token": access, "token_type": "Bearer"});
    if let Some(refresh) = refresh {
        token["refresh_token"] = json!(refresh);
    }
    if let Some(seconds) = seconds {
        token["expires_in"] = json!(seconds);
    }
    token
}

fn grant(kind: &str, more: &serde_json::Value) -> serde_json::Value {
    let mut body = json!({"grant_type": kind, "client_id": "api", "client_secret": "secret"});
    for (key, value) in more.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

fn password() -> Expect {
    let body = json!({"username": "me@people.example", "password": "pass"});
    Expect::post("/oauth/token").json(grant("password", &body))
}

fn refresh(token: &str) -> Expect {
    Expect::post("/oauth/token").json(grant("refresh_token", &json!({"refresh_token": token})))
}

fn me(access: &str) -> Expect {
    Expect::get("/me").header("authorization", &format!("Bearer {access}"))
}

fn user() -> serde_json::Value {
    json!({"id": "agent-1", "accountId": "account-1"})
}

fn scripted(script: &ScriptedTransport, clock: &ManualClock) -> Config {
    let login = Login::new("me@people.example", "pass");
    Config::with_login("https://acme.digisac.example/api/v1", login)
        .with_retry(common::at_once())
        .with_clock(Arc::new(clock.clone()))
        .with_transport(script.transport())
}

fn clock() -> ManualClock {
    ManualClock::at("2031-05-06T07:08:09Z".parse().unwrap())
}

#[tokio::test]
async fn a_token_is_refreshed_before_it_ends() {
    let clock = clock();
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(password().answer(200, &token("one", Some("first"), Some(3600))))
        .expect(me("one").answer(200, &user()))
        .expect(me("one").answer(200, &user()))
        .expect(refresh("first").answer(200, &token("two", Some("second"), Some(3600))))
        .expect(me("two").answer(200, &user()))
        .expect(refresh("second").answer(200, &token("three", None, Some(3600))))
        .expect(me("three").answer(200, &user()))
        // No new refresh token came, so the old one is tried again.
        .expect(refresh("second").answer(401, &json!({"error": "HttpError"})))
        .expect(password().answer(200, &token("four", None, None)))
        .expect(me("four").answer(200, &user()))
        .expect(me("four").answer(200, &user()));
    let desk = Digisac::new(scripted(&script, &clock)).unwrap();
    desk.check(&options()).await.unwrap();
    clock.advance(Duration::from_secs(1000));
    desk.check(&options()).await.unwrap();
    for _ in 0..3 {
        clock.advance(Duration::from_secs(3599));
        desk.check(&options()).await.unwrap();
    }
    // Without a known end a token is used until it is refused.
    clock.advance(Duration::from_secs(10_000_000));
    desk.check(&options()).await.unwrap();
    script.assert_done();
}

#[tokio::test]
async fn a_refresh_that_failed_is_not_sent_again_and_a_login_follows() {
    let clock = clock();
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(password().answer(200, &token("one", Some("first"), Some(60))))
        .expect(me("one").answer(200, &user()))
        // It may have used the refresh token up.
        .expect(refresh("first").answer(503, &json!({})))
        .expect(password().answer(200, &token("two", Some("second"), Some(60))))
        .expect(me("two").answer(200, &user()));
    let desk = Digisac::new(scripted(&script, &clock)).unwrap();
    desk.check(&options()).await.unwrap();
    clock.advance(Duration::from_secs(120));
    desk.check(&options()).await.unwrap();
    script.assert_done();
}

#[tokio::test]
async fn a_login_that_failed_in_passing_is_sent_again() {
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(password().answer(502, &json!({})))
        .expect(password().answer(200, &token("one", None, None)))
        .expect(me("one").answer(200, &user()));
    let login = Login::new("me@people.example", "pass");
    let config = Config::with_login("https://acme.digisac.example/api/v1", login)
        .with_retry(common::at_once())
        .with_transport(script.transport());
    let desk = Digisac::new(config).unwrap();
    desk.check(&options()).await.unwrap();
    script.assert_done();
}

#[tokio::test]
async fn tokens_are_stored_before_they_are_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens.json");
    let store = || Arc::new(FileTokenStore::new(&file));
    let clock = clock();
    let script = ScriptedTransport::new()
        .under("/api/v1")
        .expect(password().answer(200, &token("one", Some("first"), Some(3600))))
        .expect(me("one").answer(200, &user()))
        .expect(me("one").answer(200, &user()));
    let config = || scripted(&script, &clock).with_token_store(store());
    Digisac::new(config())
        .unwrap()
        .check(&options())
        .await
        .unwrap();
    // A second process takes what the first one stored.
    Digisac::new(config())
        .unwrap()
        .check(&options())
        .await
        .unwrap();
    script.assert_done();
}

#[tokio::test]
async fn no_secret_shows_anywhere() {
    let mut canary = Canary::new();
    let token = canary.plant("token");
    let account = account_with(|mut config| {
        config.credentials = Credentials::Token(token.clone().into());
        config
    })
    .await;
    let error = account.desk.check(&options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let password = canary.plant("password");
    let name = canary.plant("user name");
    let login = Login::new(name, password);
    let config = Config::with_login("https://acme.digisac.example/api/v1", login.clone());
    let shown = format!("{error} {error:?} {:?} {login:?} {config:?}", account.desk);
    canary.assert_absent(&shown);
    for request in account.recorder.requests() {
        canary.assert_absent(&format!("{request:?} {}", request.url()));
    }
}

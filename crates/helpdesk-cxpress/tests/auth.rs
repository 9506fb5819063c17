//! Tokens: an hour, seven days, and each refresh token once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use helpdesk_core::{Client, ErrorKind, RawRequest};
use helpdesk_cxpress::{Config, Cxpress};
use helpdesk_http::{FileTokenStore, MemoryTokenStore, TokenStore, TokioClock};
use helpdesk_sim::VendorSim;
use helpdesk_sim::cxpress::Quirk;
use helpdesk_testkit::transport::{Expect, ScriptedTransport};
use http::Method;
use serde_json::{Value, json};
use support::{Bench, now};

const RENEWAL: &str = "PUT /external/update/token";

fn pair(token: &str, refresh: &str) -> Value {
    json!({ "message": "a", "code_cxpress": 6700, "token": token, "refresToken": refresh })
}

fn renewal(refresh: &str, answer: &Value) -> Expect {
    Expect::put("/external/update/token")
        .header("origin", "https://acme.app.cxpress.io/")
        .json(json!({ "refresh_token": refresh }))
        .answer(200, answer)
}

fn agent(token: &str) -> Expect {
    Expect::get("/external/agent/1")
        .header("authorization", &format!("Bearer {token}"))
        .header("origin", "https://acme.app.cxpress.io/")
}

fn good(token: &str) -> Expect {
    agent(token).answer(200, &json!({ "data": [{ "user_id": "1" }] }))
}

fn refused(token: &str, status: u16) -> Expect {
    agent(token).answer(status, &json!({ "message": "no", "code_cxpress": 800 }))
}

fn config(script: &ScriptedTransport, refresh: &str) -> Config {
    Config::new("acme", "api-0".into(), refresh.into())
        .with_clock(Arc::new(TokioClock::starting_at(now())))
        .with_transport(script.transport())
}

async fn get(desk: &Cxpress) -> helpdesk_core::Result<()> {
    desk.api().agents().get("1").await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn the_configured_token_is_used_until_it_is_refused() {
    for status in [401, 403] {
        let script = ScriptedTransport::new()
            .expect(good("api-0"))
            .expect(refused("api-0", status))
            .expect(renewal("refresh-0", &pair("api-1", "refresh-1")))
            .expect(good("api-1"));
        let desk = Cxpress::new(config(&script, "refresh-0")).unwrap();
        get(&desk).await.unwrap();
        get(&desk).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn both_spellings_of_the_refresh_token_are_read() {
    let script = ScriptedTransport::new()
        .expect(refused("api-0", 401))
        .expect(renewal(
            "refresh-0",
            &json!({ "token": "api-1", "refreshToken": "refresh-1" }),
        ))
        .expect(good("api-1"));
    get(&Cxpress::new(config(&script, "refresh-0")).unwrap())
        .await
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_its_hour_is_over() {
    let script = ScriptedTransport::new()
        .expect(refused("api-0", 401))
        .expect(renewal("refresh-0", &pair("api-1", "refresh-1")))
        .expect(good("api-1"))
        .expect(good("api-1"))
        .expect(renewal("refresh-1", &pair("api-2", "refresh-2")))
        .expect(good("api-2"));
    let desk = Cxpress::new(config(&script, "refresh-0")).unwrap();
    get(&desk).await.unwrap();
    tokio::time::sleep(Duration::from_secs(50 * 60)).await;
    get(&desk).await.unwrap();
    tokio::time::sleep(Duration::from_secs(8 * 60)).await;
    get(&desk).await.unwrap();
}

#[tokio::test]
async fn fifty_callers_renew_once() {
    for quirk in [None, Some(Quirk::ExpiredTokenIs403)] {
        let bench = Bench::new().await;
        if let Some(quirk) = quirk {
            bench.sim().set_quirk(quirk);
        }
        bench.sim().expire_tokens();
        let calls = (0..50).map(|_| bench.client.check());
        for outcome in join_all(calls).await {
            outcome.unwrap();
        }
        let renewals = bench.spent().iter().filter(|sent| *sent == RENEWAL).count();
        assert_eq!(renewals, 1, "{quirk:?}");
        bench.running.assert_documented();
    }
}

/// The refresh token of a lost answer is either good still or used up: trying it again costs nothing.
#[tokio::test(start_paused = true)]
async fn a_renewal_gets_by_failures_that_pass() {
    use helpdesk_core::transport::Phase;
    let renew =
        || Expect::put("/external/update/token").json(json!({ "refresh_token": "refresh-0" }));
    for failing in [
        renew().fail(Phase::Connect),
        renew().fail(Phase::Exchange),
        renew().answer(502, &json!({})),
    ] {
        let script = ScriptedTransport::new()
            .expect(refused("api-0", 401))
            .expect(failing)
            .expect(renewal("refresh-0", &pair("api-1", "refresh-1")))
            .expect(good("api-1"));
        get(&Cxpress::new(config(&script, "refresh-0")).unwrap())
            .await
            .unwrap();
        script.assert_done();
    }
}

#[tokio::test]
async fn a_missing_permission_costs_one_renewal_and_no_more() {
    let bench = Bench::new().await;
    bench.sim().deny("GET /external/agent/{id}");
    let agent = bench.sim().agents()[0].as_str().into();
    let mut renewals = Vec::new();
    for _ in 0..3 {
        let error = bench.client.directory().agent(&agent).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
        renewals.push(bench.spent().iter().filter(|sent| *sent == RENEWAL).count());
    }
    assert_eq!(renewals, [1, 0, 0]);

    // Other endpoints work, and an expired token is still noticed.
    bench.client.check().await.unwrap();
    bench.sim().set_quirk(Quirk::ExpiredTokenIs403);
    bench.sim().expire_tokens();
    bench.client.check().await.unwrap();
    bench.sim().allow("GET /external/agent/{id}");
    bench.client.directory().agent(&agent).await.unwrap();
}

#[tokio::test]
async fn a_refresh_token_that_is_over_says_what_to_do() {
    let bench = Bench::new().await;
    bench.sim().expire_tokens();
    bench.sim().expire_refresh_tokens();
    let error = bench.client.check().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let line = error.to_string();
    assert!(
        line.contains("integration entity") && line.contains("token_store"),
        "{line}"
    );
    assert!(!line.contains("sim-cxpress"), "{line}");
}

fn store(path: &Path) -> Arc<dyn TokenStore> {
    Arc::new(FileTokenStore::new(path))
}

#[tokio::test]
async fn a_stored_pair_wins_over_the_configured_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tokens.json");
    let script = ScriptedTransport::new()
        .expect(refused("api-0", 401))
        .expect(renewal("refresh-0", &pair("api-1", "refresh-1")))
        .expect(good("api-1"));
    let first = config(&script, "refresh-0").with_token_store(store(&file));
    get(&Cxpress::new(first).unwrap()).await.unwrap();

    // After a restart the configured pair is used up, and the stored one is taken.
    let script = ScriptedTransport::new()
        .expect(good("api-1"))
        .expect(refused("api-1", 401))
        .expect(renewal("refresh-1", &pair("api-2", "refresh-2")))
        .expect(good("api-2"));
    let second = config(&script, "refresh-0").with_token_store(store(&file));
    let second = Cxpress::new(second).unwrap();
    get(&second).await.unwrap();
    get(&second).await.unwrap();

    // A new integration entity was configured: the stored chain is over.
    let script = ScriptedTransport::new()
        .expect(good("api-0"))
        .expect(refused("api-0", 401))
        .expect(renewal("refresh-new", &pair("api-n", "refresh-n")))
        .expect(good("api-n"));
    let third = config(&script, "refresh-new").with_token_store(store(&file));
    let third = Cxpress::new(third).unwrap();
    get(&third).await.unwrap();
    get(&third).await.unwrap();
}

#[tokio::test]
async fn two_desks_on_one_store_use_each_refresh_token_once() {
    let shared: Arc<dyn TokenStore> = Arc::new(MemoryTokenStore::new());
    let bench = Bench::with({
        let shared = Arc::clone(&shared);
        move |config| config.with_token_store(shared)
    })
    .await;
    let other = support::config(&bench.running)
        .with_token_store(shared)
        .with_transport(bench.recorder.transport());
    let other = Client::new(Cxpress::new(other).unwrap());
    bench.sim().expire_tokens();
    let (one, two) = tokio::join!(bench.client.check(), other.check());
    one.unwrap();
    two.unwrap();
    let renewals = bench.spent().iter().filter(|sent| *sent == RENEWAL).count();
    assert_eq!(renewals, 1);
}

#[tokio::test]
async fn a_raw_call_is_signed_anew_and_gives_back_refusals() {
    let bench = Bench::new().await;
    bench.sim().expire_tokens();
    let sectors = RawRequest::new(Method::GET, "/external/sector").query("limit", "1");
    assert_eq!(bench.client.raw(sectors).await.unwrap().status, 200);
    let nobody = RawRequest::new(Method::GET, "/external/consumer/nobody");
    let answer = bench.client.raw(nobody).await.unwrap();
    assert_eq!(answer.status, 404);
    assert!(answer.json().unwrap()["message"].is_string());
    bench.sim().deny("GET /external/sector");
    let sectors = RawRequest::new(Method::GET, "/external/sector");
    assert_eq!(bench.client.raw(sectors).await.unwrap().status, 403);
}

/// Every status is an answer of a raw call, after retries and a new token.
#[tokio::test(start_paused = true)]
async fn a_raw_call_takes_every_status_for_an_answer() {
    let raw = || RawRequest::new(Method::GET, "/external/agent/1");
    let failed = json!({ "message": "no" });
    for (status, safe, times) in [
        (400, false, 1),
        (404, false, 1),
        (409, false, 1),
        (429, false, 1),
        (500, false, 1),
        (500, true, 4),
        (503, true, 4),
    ] {
        let script = (0..times).fold(ScriptedTransport::new(), |script, _| {
            script.expect(agent("api-0").answer(status, &failed))
        });
        let client = Client::new(Cxpress::new(config(&script, "refresh-0")).unwrap());
        let request = if safe {
            raw().safety(helpdesk_core::Safety::Safe)
        } else {
            raw()
        };
        let answer = client.raw(request).await.unwrap();
        assert_eq!(answer.status, status);
        assert_eq!(answer.json().unwrap(), failed);
        script.assert_done();
    }

    // One that gets no answer is an error.
    let script = ScriptedTransport::new()
        .expect(agent("api-0").fail(helpdesk_core::transport::Phase::Exchange));
    let client = Client::new(Cxpress::new(config(&script, "refresh-0")).unwrap());
    let error = client.raw(raw()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_refused_raw_call_says_nothing_about_others() {
    let bench = Bench::new().await;
    bench.sim().set_quirk(Quirk::ExpiredTokenIs403);
    bench.sim().deny("GET /external/sector");
    let raw = async |path: &str| {
        let answer = bench.client.raw(RawRequest::new(Method::GET, path)).await;
        let renewals = bench.spent().iter().filter(|sent| *sent == RENEWAL).count();
        (answer.unwrap().status, renewals)
    };
    assert_eq!(raw("/external/sector").await, (403, 1));
    assert_eq!(raw("/external/sector").await, (403, 0));
    bench.sim().expire_tokens();
    assert_eq!(raw("/external/agent").await, (200, 1));
}

#[tokio::test]
async fn mail_addresses_are_read_with_either_proof() {
    for quirk in [None, Some(Quirk::EmailsTakeBearer)] {
        let bench = Bench::new().await;
        if let Some(quirk) = quirk {
            bench.sim().set_quirk(quirk);
        }
        let emails = bench
            .desk
            .api()
            .company_emails()
            .list(&helpdesk_cxpress::api::ListEmails::default())
            .await
            .unwrap();
        assert_eq!(emails.items.len(), bench.sim().emails().len());
        bench.running.assert_documented();
    }
}

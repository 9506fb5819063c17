//! Four processes, one Redis, one vendor. The processes are this test binary again, with orders in the
//! environment.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod common;

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use common::vendor::{Vendor, most_in_any};
use futures_util::future::join_all;
use helpdesk_core::{Delivery, ErrorKind, Result, Safety};
use helpdesk_http::{
    BaseUrl, Budgets, Call, Exchange, HttpSettings, InsecureHttp, Pipeline, ReqwestTransport,
    Scope, TokenCache, TokenSource, Tokens, TokioClock, Window,
};
use helpdesk_redis::RedisStores;
use secrecy::ExposeSecret;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

const ORDERS: &str = "HELPDESK_REDIS_TEST_ORDERS";
const PROCESSES: usize = 4;
const LIMIT: u32 = 30;
const PER: Duration = Duration::from_secs(2);

/// Starts a process: what to do, where Redis is, where the vendor is, how many calls.
fn start(what: &str, redis: &str, vendor: &Vendor, calls: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process", "--nocapture"])
        .env(ORDERS, format!("{what} {redis} {} {calls}", vendor.address))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// Waits for a process, and gives what it said.
async fn end(mut child: Child) -> String {
    let mut said = String::new();
    let mut out = child.stdout.take().unwrap();
    out.read_to_string(&mut said).await.unwrap();
    let status = child.wait().await.unwrap();
    assert!(status.success(), "{said}");
    said
}

/// What a process does. Without orders, this is no test.
#[tokio::test]
async fn a_process() {
    let Ok(orders) = std::env::var(ORDERS) else {
        return;
    };
    let mut words = orders.split(' ');
    let mut word = || words.next().unwrap();
    let (what, redis, vendor, calls) = (word(), word(), word(), word());
    let calls: usize = calls.parse().unwrap();
    let stores = RedisStores::open(redis, "test").unwrap();
    let base = BaseUrl::parse(&format!("http://{vendor}"), InsecureHttp::LoopbackOnly).unwrap();
    let transport = HttpSettings::new()
        .apply_to_transport(ReqwestTransport::builder())
        .unwrap();
    let mut pipeline = Pipeline::builder(helpdesk_core::Vendor::from_static("example"), base)
        .transport(Arc::new(transport.build().unwrap()))
        .user_agent(std::process::id().to_string());
    if what == "tokens" {
        let seed = Tokens::new("a0".into()).with_refresh("r0".into());
        let cache = TokenCache::builder(Refreshing)
            .store(Arc::new(stores.tokens("example")))
            .seed(seed);
        pipeline = pipeline.auth(Arc::new(cache.build()));
    } else {
        let budgets = Budgets::new(Arc::new(TokioClock::new()));
        let budgets = budgets.with_stores(Arc::new(stores.budgets()));
        let windows = [Window::new(LIMIT, PER), Window::new(20_000, PER * 5000)];
        pipeline = pipeline.budget(budgets.get("example", &windows).unwrap());
    }
    let pipeline = pipeline.build().unwrap();
    let scope = Scope::new(None, None);
    let call = || pipeline.send(Call::get(Safety::Safe, "/"), &scope);
    match what {
        "budget" => {
            for answer in join_all((0..calls).map(|_| call())).await {
                answer.unwrap();
            }
        }
        "one-by-one" => {
            for _ in 0..calls {
                call().await.unwrap();
            }
        }
        "tokens" => {
            for _ in 0..calls {
                // Two tokens may end in a row, and a call is signed anew but once.
                while let Err(error) = call().await {
                    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
                }
            }
        }
        "until-it-fails" => {
            let error = loop {
                if let Err(error) = call().await {
                    break error;
                }
            };
            assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
            assert_eq!(error.delivery(), Delivery::NotSent);
            println!("\nsaid: {error}");
        }
        other => panic!("{other}"),
    }
    stores.flush().await;
}

#[derive(Debug)]
struct Refreshing;

#[async_trait]
impl TokenSource for Refreshing {
    async fn fetch(&self, current: Option<&Tokens>, exchange: &Exchange) -> Result<Tokens> {
        let refresh = current.and_then(|tokens| tokens.refresh.as_ref()).unwrap();
        let refresh = refresh.expose_secret().to_owned();
        let call = Call::post(Safety::Once, "/token").body(refresh, "text/plain");
        let answer = exchange.send(call).await?;
        let number: u32 = answer.json()?;
        Ok(Tokens::new(format!("a{number}").into()).with_refresh(format!("r{number}").into()))
    }
}

#[tokio::test]
async fn four_processes_together_keep_the_limit_and_use_it() {
    let server = server!();
    let vendor = Vendor::start(None).await;
    let children: Vec<_> = (0..PROCESSES)
        .map(|_| start("budget", &server.url(), &vendor, 30))
        .collect();
    join_all(children.into_iter().map(end)).await;

    let arrivals = vendor.read(|state| state.arrivals.clone());
    assert_eq!(arrivals.len(), PROCESSES * 30);
    let most = most_in_any(PER, &arrivals);
    assert!(most <= LIMIT as usize, "{most} in {PER:?}");
    // How long after a slot was free again at the earliest the next call came.
    let mut idle: Vec<_> = arrivals
        .iter()
        .zip(&arrivals[LIMIT as usize..])
        .map(|(earlier, later)| (later.0 - earlier.0).saturating_sub(PER))
        .collect();
    idle.sort();
    let median = idle[idle.len() / 2];
    println!("most in a window: {most}; idle in the middle: {median:?}");
    assert!(
        median < PER / 10,
        "less than nine tenths are used: {idle:?}"
    );
    let mut who: Vec<_> = arrivals.iter().map(|(_, who)| who).collect();
    who.sort();
    who.dedup();
    assert_eq!(who.len(), PROCESSES);
}

#[tokio::test]
async fn a_process_that_is_killed_does_not_take_the_limit_with_it() {
    let server = server!();
    let vendor = Vendor::start(None).await;
    let mut doomed = start("one-by-one", &server.url(), &vendor, 1000);
    while vendor.arrived() < LIMIT as usize / 2 {
        tokio::task::yield_now().await;
    }
    // At most one slot goes with it, until its call was surely over.
    doomed.kill().await.unwrap();
    let before = vendor.arrived();
    end(start("budget", &server.url(), &vendor, 40)).await;
    let arrivals = vendor.read(|state| state.arrivals.clone());
    assert!(arrivals.len() >= before + 40);
    let most = most_in_any(PER, &arrivals);
    assert!(most <= LIMIT as usize, "{most} in {PER:?}");
}

#[tokio::test]
async fn four_processes_make_one_refresh_for_each_token_that_ended() {
    let server = server!();
    let vendor = Vendor::start(Some(25)).await;
    let children: Vec<_> = (0..PROCESSES)
        .map(|_| start("tokens", &server.url(), &vendor, 30))
        .collect();
    join_all(children.into_iter().map(end)).await;

    assert_eq!(vendor.arrived(), PROCESSES * 30);
    let (refreshes, old) = vendor.read(|state| (state.refreshes, state.old_tokens));
    // One at the start, and one after each of the first four times 25 of 120 calls.
    assert_eq!((refreshes, old), (5, 0));
}

#[tokio::test]
async fn when_redis_goes_away_all_of_them_stop() {
    let mut server = server!();
    let vendor = Vendor::start(None).await;
    let children: Vec<_> = (0..PROCESSES)
        .map(|_| start("until-it-fails", &server.url(), &vendor, 0))
        .collect();
    while vendor.arrived() < LIMIT as usize {
        tokio::task::yield_now().await;
    }
    server.kill();
    let before = vendor.arrived();
    for said in join_all(children.into_iter().map(end)).await {
        assert!(said.contains("nothing is sent without it"), "{said}");
    }
    // Each may have had one call that was let through already.
    let after = vendor.arrived();
    assert!(after <= before + PROCESSES, "{before} {after}");
}

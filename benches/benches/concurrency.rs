//! Figure 6: a thousand calls in flight through one client on two threads, beside bare reqwest.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use helpdesk_benches::cases::Getting;
use helpdesk_benches::ratio::median;
use helpdesk_benches::sample::Desk;
use helpdesk_benches::server::{Server, serving};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

const CALLS: usize = 10_000;
const ROUNDS: usize = 9;

/// Calls a second, with so many in flight.
fn rate(runtime: &Runtime, getting: &Arc<Getting>, in_flight: usize, desk: bool) -> f64 {
    let left = Arc::new(AtomicUsize::new(CALLS));
    let begin = Instant::now();
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..in_flight {
            let (left, getting) = (Arc::clone(&left), Arc::clone(getting));
            tasks.spawn(async move {
                let one_less = |left: usize| left.checked_sub(1);
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
                    .is_ok()
                {
                    if desk {
                        getting.through_the_desk().await;
                    } else {
                        getting.bare().await;
                    }
                }
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended.unwrap();
        }
    });
    f64::from(u32::try_from(CALLS).unwrap()) / begin.elapsed().as_secs_f64()
}

fn main() {
    if serving() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    // The vendors without a documented limit.
    for desk in [Desk::Digisac, Desk::Chat2Desk] {
        let server = Server::start(desk);
        let getting = Arc::new(Getting::new(desk, &server.base(desk)));
        for in_flight in [10, 1000] {
            let (mut rates, mut ratios) = (Vec::new(), Vec::new());
            for round in 0..=ROUNDS {
                let bare = rate(&runtime, &getting, in_flight, false);
                let through = rate(&runtime, &getting, in_flight, true);
                // The first round opens the connections.
                if round > 0 {
                    rates.push(through);
                    ratios.push(through / bare);
                }
            }
            println!(
                "{:<12} {in_flight:>5} in flight {:>8.0} calls/s, {:.2} of bare reqwest",
                desk.name(),
                median(rates),
                median(ratios)
            );
        }
    }
}

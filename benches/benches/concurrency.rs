//! Figure 6: a thousand calls in flight through one client on two threads, beside bare reqwest, and
//! beside what a client of the vendor alone would do by hand for the same contact.
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

#[derive(Clone, Copy)]
enum Way {
    Desk,
    Bare,
    ByHand,
}

/// Calls a second, with so many in flight.
fn rate(runtime: &Runtime, getting: &Arc<Getting>, in_flight: usize, way: Way) -> f64 {
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
                    match way {
                        Way::Desk => getting.through_the_desk().await,
                        Way::Bare => getting.bare().await,
                        Way::ByHand => getting.by_hand().await,
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
            let mut rates = Vec::new();
            let (mut of_bare, mut of_hand) = (Vec::new(), Vec::new());
            for round in 0..=ROUNDS {
                let [bare, by_hand, through] = [Way::Bare, Way::ByHand, Way::Desk]
                    .map(|way| rate(&runtime, &getting, in_flight, way));
                // The first round opens the connections.
                if round > 0 {
                    rates.push(through);
                    of_bare.push(through / bare);
                    of_hand.push(through / by_hand);
                }
            }
            println!(
                "{:<12} {in_flight:>5} in flight {:>8.0} calls/s, {:.2} of bare reqwest, {:.2} of a client by hand",
                desk.name(),
                median(rates),
                median(of_bare),
                median(of_hand),
            );
        }
    }
}

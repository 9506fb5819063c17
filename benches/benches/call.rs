//! Figure 2: `contacts().get` through the whole pipeline, beside bare reqwest with the same wire type
//! decoded, and beside what a client of the vendor alone would do by hand for the same contact: by
//! reqwest, by the library's transport, and by its pipeline, which shows how much each of them adds. The
//! server is a process of its own, and in a second measurement a thread of this one; the instructions
//! never hold its work. Last, where the time of a call goes: until its transport is asked, until the
//! answer begins, and until the contact is there.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::time::Duration;

use helpdesk_benches::cases::Getting;
use helpdesk_benches::instructions;
use helpdesk_benches::ratio::{Case, Turns, median};
use helpdesk_benches::sample::Desk;
use helpdesk_benches::server::{Server, serving};
use helpdesk_benches::stopwatch::{Spent, Stopwatch};
use tokio::runtime::Runtime;

const BASE: &str = "HELPDESK_BENCH_BASE";

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// Each case on a runtime and with connections of its own.
fn cases(desk: Desk, base: &str) -> [Case; 5] {
    runtime().block_on(Getting::new(desk, base).compare());
    let [through, bare, by_hand, transport, pipeline] =
        [(); 5].map(|()| (runtime(), Getting::new(desk, base)));
    [
        Case::new("desk", move || {
            through.0.block_on(through.1.through_the_desk());
        }),
        Case::new("bare", move || bare.0.block_on(bare.1.bare())),
        Case::new("by hand", move || by_hand.0.block_on(by_hand.1.by_hand())),
        Case::new("transport", move || {
            transport.0.block_on(transport.1.by_transport());
        }),
        Case::new("pipeline", move || {
            pipeline.0.block_on(pipeline.1.by_pipeline());
        }),
    ]
}

/// What calls spend in the median, by the transport, by the pipeline and through the desk, in turns.
fn spent(desk: Desk, base: &str) -> [Spent; 3] {
    let ways = [(); 3].map(|()| {
        let watch = Arc::new(Stopwatch::default());
        let getting = Getting::over(desk, base, Arc::clone(&watch) as _);
        (runtime(), getting, watch)
    });
    let mut taken = [const { Vec::new() }; 3];
    for turn in 0..101 {
        for (way, (runtime, getting, watch)) in ways.iter().enumerate() {
            for _ in 0..50 {
                let spent = watch.spent_on(|| match way {
                    0 => runtime.block_on(getting.by_transport()),
                    1 => runtime.block_on(getting.by_pipeline()),
                    _ => runtime.block_on(getting.through_the_desk()),
                });
                // The first turn opens the connections.
                if turn > 0 {
                    taken[way].push(spent);
                }
            }
        }
    }
    taken.map(|taken| {
        let middle = |part: fn(&Spent) -> f64| median(taken.iter().map(part).collect());
        Spent {
            before: middle(|spent| spent.before),
            exchange: middle(|spent| spent.exchange),
            after: middle(|spent| spent.after),
        }
    })
}

fn main() {
    if serving() {
        return;
    }
    if let Ok(base) = std::env::var(BASE) {
        let (name, base) = base.split_once(' ').unwrap();
        let desk = Desk::ALL.into_iter().find(|desk| desk.name() == name);
        instructions::counting(cases(desk.unwrap(), base).iter_mut());
        return;
    }
    println!(
        "contacts().get, beside reqwest with the wire type decoded and a client written by hand"
    );
    println!(
        "{:<26} {:>9} {:>9} {:>9}    {:>8} {:>8}    of bare, by hand by reqwest, transport, pipeline",
        "", "desk", "bare", "by hand", "of bare", "of hand"
    );
    for desk in Desk::ALL {
        println!("{}", desk.name());
        let server = Server::start(desk);
        let base = server.base(desk);
        let within = Server::within(desk);
        for (what, base) in [("time", &base), ("in-process", &within.base(desk))] {
            let turns = Turns::take(&mut cases(desk, base), 101, Duration::from_millis(20));
            let [through, bare, by_hand] = [0, 1, 2].map(|case| turns.seconds(case) * 1e6);
            println!(
                "{:<12} {what:<13} {through:>9.1} {bare:>9.1} {by_hand:>9.1} us {:>6.2} x {:>6.2} x    {:.2} x, {:.2} x, {:.2} x",
                "",
                turns.ratio(0, 1),
                turns.ratio(0, 2),
                turns.ratio(2, 1),
                turns.ratio(3, 1),
                turns.ratio(4, 1),
            );
        }
        drop(within);
        let place = format!("{} {base}", desk.name());
        let [through, bare, by_hand] = ["desk", "bare", "by hand"].map(|case| {
            instructions::count_with(case, 50, 200, &[(BASE, &place)]).unwrap_or(f64::NAN)
        });
        println!(
            "{:<12} {:<13} {through:>9.0} {bare:>9.0} {by_hand:>9.0}    {:>6.2} x {:>6.2} x",
            "",
            "instructions",
            through / bare,
            through / by_hand,
        );
        for (way, spent) in ["transport", "pipeline", "desk"]
            .iter()
            .zip(spent(desk, &base))
        {
            println!(
                "{:<12} {way:<13} {:>9.1} {:>9.1} {:>9.1} us before it is sent, until its answer, after that",
                "", spent.before, spent.exchange, spent.after,
            );
        }
    }
}

//! Figure 2: `contacts().get` through the whole pipeline, beside bare reqwest with the same wire type
//! decoded. The server is a process of its own, and in a second measurement a thread of this one; the
//! instructions never hold its work.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use helpdesk_benches::cases::Getting;
use helpdesk_benches::instructions;
use helpdesk_benches::ratio::{Case, Turns};
use helpdesk_benches::sample::Desk;
use helpdesk_benches::server::{Server, serving};

const BASE: &str = "HELPDESK_BENCH_BASE";

fn cases(desk: Desk, base: &str) -> [Case; 2] {
    let getting = Getting::new(desk, base);
    let other = getting.clone();
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let (one, two) = (runtime(), runtime());
    [
        Case::new("desk", move || one.block_on(getting.through_the_desk())),
        Case::new("bare", move || two.block_on(other.bare())),
    ]
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
    println!("contacts().get of reqwest with the wire type decoded");
    println!(
        "{:<12} {:>10} {:>8} {:>10} {:>8} {:>14} {:>8}",
        "", "time", "ratio", "in-process", "ratio", "instructions", "ratio"
    );
    for desk in Desk::ALL {
        let server = Server::start(desk);
        let base = server.base(desk);
        let take = |base: &str| Turns::take(&mut cases(desk, base), 101, Duration::from_millis(20));
        let turns = take(&base);
        let within = Server::within(desk);
        let close = take(&within.base(desk));
        drop(within);
        let count = |case| {
            let place = format!("{} {base}", desk.name());
            instructions::count_with(case, 50, 200, &[(BASE, &place)]).unwrap_or(f64::NAN)
        };
        let (through, bare) = (count("desk"), count("bare"));
        println!(
            "{:<12} {:>7.1} us {:>6.2} x {:>7.1} us {:>6.2} x {:>14.0} {:>6.2} x",
            desk.name(),
            turns.seconds(0) * 1e6,
            turns.ratio(0, 1),
            close.seconds(0) * 1e6,
            close.ratio(0, 1),
            through,
            through / bare,
        );
    }
}

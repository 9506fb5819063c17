//! Figure 1: a page of rows, from bytes to neutral objects with the vendor's data kept, beside
//! `serde_json::Value`, beside the bare wire types, and for some pages beside code written by hand.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use criterion::{Criterion, Throughput};
use helpdesk_benches::cases::{by_hand, check_by_hand, decoding};
use helpdesk_benches::instructions;
use helpdesk_benches::ratio::Turns;
use helpdesk_benches::sample::Sample;

fn main() {
    let samples: Vec<Sample> = Sample::all().collect();
    let mut groups: Vec<_> = samples
        .iter()
        .map(|sample| {
            let mut cases = Vec::from(decoding(sample));
            cases.extend(by_hand(sample));
            cases
        })
        .collect();
    if instructions::counting(groups.iter_mut().flatten()) {
        return;
    }

    samples.iter().for_each(check_by_hand);
    println!(
        "a page to neutral objects        time of Value, of wire   instructions of Value, of wire   \
         by hand"
    );
    for (sample, cases) in samples.iter().zip(&mut groups) {
        let turns = Turns::take(cases, 25, Duration::from_millis(10));
        let counts = cases
            .iter()
            .map(|case| instructions::count(&case.name, 2, 10).unwrap_or(f64::NAN))
            .collect::<Vec<_>>();
        let (value, wire) = (counts[1], counts[2]);
        print!(
            "{:<24} {:>9.0} us {:>8.2} x {:>8.2} x {:>15.2} x {:>8.2} x",
            sample.name(),
            turns.seconds(0) * 1e6,
            turns.ratio(0, 1),
            turns.ratio(0, 2),
            counts[0] / value,
            counts[0] / wire,
        );
        match counts.get(3) {
            Some(hand) => println!(" {:>14.2} x {:>8.2} x", hand / value, hand / wire),
            None => println!(),
        }
    }

    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    for (sample, cases) in samples.iter().zip(&mut groups) {
        let mut group = criterion.benchmark_group("decode");
        group.throughput(Throughput::Elements(sample.desk.page_size()));
        for case in cases {
            group.bench_function(&case.name, |bench| bench.iter(&mut case.run));
        }
        group.finish();
    }
    criterion.final_summary();
}

//! Figure 1: a page of rows, from bytes to neutral objects with the vendor's data kept, beside
//! `serde_json::Value` and beside the bare wire types.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use criterion::{Criterion, Throughput};
use helpdesk_benches::cases::decoding;
use helpdesk_benches::instructions;
use helpdesk_benches::ratio::Turns;
use helpdesk_benches::sample::Sample;

fn main() {
    let samples: Vec<Sample> = Sample::all().collect();
    let mut groups: Vec<_> = samples.iter().map(decoding).collect();
    if instructions::counting(groups.iter_mut().flatten()) {
        return;
    }

    println!(
        "a page to neutral objects        time of Value, of wire   instructions of Value, of wire"
    );
    for (sample, cases) in samples.iter().zip(&mut groups) {
        let turns = Turns::take(cases, 25, Duration::from_millis(10));
        let counts = cases
            .each_ref()
            .map(|case| instructions::count(&case.name, 2, 10));
        let [neutral, value, wire] = counts.map(|count| count.unwrap_or(f64::NAN));
        println!(
            "{:<24} {:>9.0} us {:>8.2} x {:>8.2} x {:>15.2} x {:>8.2} x",
            sample.name(),
            turns.seconds(0) * 1e6,
            turns.ratio(0, 1),
            turns.ratio(0, 2),
            neutral / value,
            neutral / wire,
        );
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

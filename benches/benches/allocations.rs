//! How often memory is taken for one object. A bench of its own: counting slows what is counted.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_precision_loss
)]

use std::alloc::System;

use helpdesk_benches::cases::decoding;
use helpdesk_benches::sample::Sample;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    println!("allocations and bytes for each object of a page");
    println!(
        "{:<24} {:>18} {:>18} {:>18}",
        "", "neutral", "Value", "bare wire"
    );
    for sample in Sample::all() {
        let counted = decoding(&sample).map(|mut case| {
            (case.run)();
            let region = Region::new(ALLOCATOR);
            (case.run)();
            let change = region.change();
            let rows = sample.desk.page_size() as f64;
            let taken = change.allocations + change.reallocations;
            (taken as f64 / rows, change.bytes_allocated as f64 / rows)
        });
        let [neutral, value, wire] =
            counted.map(|(count, bytes)| format!("{count:.1} / {bytes:.0} B"));
        println!("{:<24} {neutral:>18} {value:>18} {wire:>18}", sample.name());
    }
}

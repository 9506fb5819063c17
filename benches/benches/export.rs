//! Figure 3: all contacts of a vendor that answers after 50 ms, as a ratio to what is possible; and
//! what memory that takes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_precision_loss
)]

use std::num::NonZeroUsize;
use std::process::Command;
use std::time::Duration;

use helpdesk_benches::exporting::export;
use helpdesk_benches::sample::Desk;

const CONTACTS: &str = "HELPDESK_BENCH_CONTACTS";
const LATENCY: Duration = Duration::from_millis(50);

/// The least time for so many contacts: the vendor's budget or the latency, whichever is longer.
fn ideal(desk: Desk, contacts: u64, prefetch: usize) -> f64 {
    let pages = contacts.div_ceil(desk.page_size());
    let by_latency =
        LATENCY.as_secs_f64() * f64::from(u32::try_from(pages).unwrap()) / prefetch as f64;
    let per_minute = match desk {
        Desk::Cxpress => 300,
        Desk::WiseCx => 5000,
        Desk::Digisac | Desk::Chat2Desk => u64::MAX,
    };
    // A whole budget may go out at once at the beginning of each minute.
    let full = (pages - 1) / per_minute;
    let rest = LATENCY.as_secs_f64() * ((pages - full * per_minute) as f64 / prefetch as f64);
    by_latency.max(60.0 * full as f64 + rest)
}

fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

fn peak_of(desk: Desk, contacts: u64) -> f64 {
    let output = Command::new(std::env::current_exe().unwrap())
        .env(CONTACTS, format!("{} {contacts}", desk.name()))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse::<f64>().unwrap_or(f64::NAN) / 1024.0
}

fn main() {
    let eight = NonZeroUsize::new(8).unwrap();
    if let Ok(wanted) = std::env::var(CONTACTS) {
        let (name, contacts) = wanted.split_once(' ').unwrap();
        let desk = Desk::ALL.into_iter().find(|desk| desk.name() == name);
        export(
            desk.unwrap(),
            contacts.parse().unwrap(),
            Duration::ZERO,
            eight,
            true,
        );
        println!("{}", peak_kilobytes());
        return;
    }
    println!("100,000 contacts, 50 ms for an answer, on tokio's paused clock");
    for desk in Desk::ALL {
        for prefetch in [NonZeroUsize::MIN, eight] {
            let export = export(desk, 100_000, LATENCY, prefetch, true);
            let (took, ideal) = (
                export.took.as_secs_f64(),
                ideal(desk, 100_000, prefetch.get()),
            );
            println!(
                "{:<12} {prefetch} at once {:>8.2} s {:>8.2} s possible {:>6.3} x {:>6} calls",
                desk.name(),
                took,
                ideal,
                took / ideal,
                export.arrivals.len(),
            );
        }
    }
    println!("20,000 contacts in real time");
    for desk in Desk::ALL {
        let export = export(desk, 20_000, LATENCY, eight, false);
        let (took, ideal) = (export.took.as_secs_f64(), ideal(desk, 20_000, 8));
        println!(
            "{:<12} {eight} at once {took:>8.2} s {ideal:>8.2} s possible {:>6.3} x",
            desk.name(),
            took / ideal
        );
    }
    println!("peak memory of the process, MiB");
    for desk in Desk::ALL {
        let (few, many) = (peak_of(desk, 10_000), peak_of(desk, 1_000_000));
        println!(
            "{:<12} 10,000: {few:>6.1}   1,000,000: {many:>6.1}   growth {:>5.1}",
            desk.name(),
            many - few
        );
    }
}

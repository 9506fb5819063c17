//! Figure 4: how much of the Cxpress limit of 300 requests in a minute an export uses, and whether it
//! ever exceeds it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::cast_precision_loss
)]

use std::num::NonZeroUsize;
use std::time::Duration;

use helpdesk_benches::exporting::export;
use helpdesk_benches::sample::Desk;

const LIMIT: usize = 300;
const WINDOW: Duration = Duration::from_secs(60);

fn main() {
    println!("1,000,000 contacts of cxpress, 10,000 calls, on tokio's paused clock");
    for millis in [5, 50, 500] {
        let latency = Duration::from_millis(millis);
        let eight = NonZeroUsize::new(8).unwrap();
        let export = export(Desk::Cxpress, 1_000_000, latency, eight, true);
        // The most calls in any minute, wherever it begins.
        let arrivals = &export.arrivals;
        let most = arrivals
            .iter()
            .enumerate()
            .map(|(at, begin)| {
                let in_window = arrivals[at..].iter();
                in_window
                    .take_while(|call| **call - *begin < WINDOW)
                    .count()
            })
            .max()
            .unwrap_or(0);
        let minutes = export.took.as_secs_f64() / 60.0;
        let per_minute = arrivals.len() as f64 / minutes;
        println!(
            "{millis:>4} ms an answer: {per_minute:>6.1} calls a minute, {:>5.1} % of the limit; at most {most} of {LIMIT} in any minute",
            per_minute / LIMIT as f64 * 100.0
        );
        assert!(most <= LIMIT, "the limit was exceeded");
    }
}

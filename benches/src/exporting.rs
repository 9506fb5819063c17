//! Exports of a whole address book.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use helpdesk_core::ContactQuery;
use helpdesk_http::TokioClock;
use tokio::time::Instant;

use crate::desk::Parts;
use crate::sample::{Desk, Rows, Sample};
use crate::vendor::Vendor;

/// What an export took.
#[derive(Debug)]
pub struct Export {
    /// The time, by tokio's clock.
    pub took: Duration,
    /// When the vendor got the calls.
    pub arrivals: Vec<Instant>,
}

/// Reads all contacts of a vendor that has so many and answers after this time, with so many pages on
/// their way at once. On a runtime with paused time no time passes but that.
pub fn export(
    desk: Desk,
    contacts: u64,
    latency: Duration,
    prefetch: NonZeroUsize,
    paused: bool,
) -> Export {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(paused)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let clock = Arc::new(TokioClock::new());
        let sample = Sample::new(desk, Rows::Contacts);
        let mut vendor = Vendor::generating(sample, contacts);
        if !latency.is_zero() {
            vendor = vendor.after(clock.clone(), latency);
        }
        let vendor = Arc::new(vendor);
        let parts = Parts {
            transport: Some(vendor.clone()),
            clock: Some(clock),
            ..Parts::default()
        };
        let client = parts.client(desk).with_prefetch(prefetch);
        let begin = Instant::now();
        let mut stream = client.contacts().stream(ContactQuery::all());
        let mut read = 0;
        while let Some(contact) = stream.next().await {
            std::hint::black_box(contact.expect("a contact"));
            read += 1;
        }
        assert_eq!(read, contacts, "every contact once");
        Export {
            took: begin.elapsed(),
            arrivals: vendor.arrivals(),
        }
    })
}

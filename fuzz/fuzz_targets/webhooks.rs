//! Whatever is delivered: no panic in verifying and parsing, and the key of an event stays the same.
#![no_main]

use helpdesk::webhook::Inbound;
use helpdesk_fuzz::Bench;
use libfuzzer_sys::fuzz_target;

thread_local!(static BENCHES: Vec<Bench> =
    ["cxpress", "digisac", "wisecx", "chat2desk", "memory"].map(Bench::new).into());

fuzz_target!(|data: &[u8]| BENCHES.with(|benches| {
    for bench in benches {
        let Some(receiver) = bench.desk.desk().receiver() else {
            continue;
        };
        let keys = || -> Option<Vec<String>> {
            let inbound = Inbound::new(http::HeaderMap::new(), data.to_vec());
            let verified = receiver.verify(inbound).ok()?;
            let events = receiver.parse(&verified).ok()?;
            Some(events.into_iter().map(|event| event.dedupe_key).collect())
        };
        assert_eq!(keys(), keys());
    }
}));

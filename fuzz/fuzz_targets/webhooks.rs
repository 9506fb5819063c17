//! Whatever is delivered: no panic in verifying and parsing, the key of an event stays the same, and
//! nothing gets in without a secret.
#![no_main]

use helpdesk::webhook::{Inbound, Intake};
use helpdesk_fuzz::{Bench, HOOK_SECRET};
use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;

const VENDORS: [&str; 5] = ["cxpress", "digisac", "wisecx", "chat2desk", "memory"];

thread_local!(static BENCHES: Vec<(Bench, Bench)> =
    VENDORS.map(|vendor| (Bench::new(vendor), Bench::guarded(vendor))).into());

fuzz_target!(|data: &[u8]| BENCHES.with(|benches| {
    // As a body, and as headers with a body after an empty line.
    let parts = data
        .windows(2)
        .position(|end| end == b"\n\n")
        .map(|at| (&data[..at], &data[at + 2..]));
    let (head, body) = parts.unwrap_or((b"", data));
    let head = String::from_utf8_lossy(head);
    for (open, guarded) in benches {
        let recorded = Inbound::recorded(&head, body.to_vec());
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        let plain = Inbound::new(headers, body.to_vec());
        for inbound in recorded.into_iter().chain([plain]) {
            let _ = Intake::new(open.desk.clone()).read(inbound.clone());
            let verified = open.desk.verify_webhook(inbound.clone()).ok();
            let keys = || -> Option<Vec<String>> {
                let events = open.desk.parse_webhook(verified.as_ref()?).ok()?;
                let _ = format!("{events:?}");
                Some(events.into_iter().map(|event| event.dedupe_key).collect())
            };
            assert_eq!(keys(), keys());
            let secret = data
                .windows(HOOK_SECRET.len())
                .any(|part| part == HOOK_SECRET.as_bytes());
            let signed = inbound.header("x-signature").is_some();
            let admitted = guarded.desk.verify_webhook(inbound);
            assert!(admitted.is_err() || secret || signed);
        }
    }
}));

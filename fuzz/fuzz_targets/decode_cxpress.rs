//! Whatever the vendor answers: no panic, in decoding, converting and paging.
#![no_main]

use helpdesk_fuzz::Bench;
use libfuzzer_sys::fuzz_target;

thread_local!(static BENCH: Bench = Bench::new("cxpress"));

fuzz_target!(|data: &[u8]| BENCH.with(|bench| bench.read(data)));

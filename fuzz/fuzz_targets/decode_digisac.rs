//! Whatever the vendor answers: no panic, in decoding, converting and paging.
#![no_main]

use helpdesk_fuzz::Bench;
use libfuzzer_sys::fuzz_target;

// A desk for each input: it remembers blocks and refused credentials.
fuzz_target!(|data: &[u8]| {
    Bench::new("digisac").read(data);
});

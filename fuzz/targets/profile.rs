#![no_main]

use broadsheet_corpus::profile;
use broadsheet_fuzz::end_at_our_own_panics;

libfuzzer_sys::fuzz_target!(
    init: { end_at_our_own_panics(); },
    |bytes: &[u8]| profile(bytes)
);

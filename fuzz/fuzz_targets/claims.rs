//! Any bytes as a claims file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unequal_fuzz_checks::claims(bytes));

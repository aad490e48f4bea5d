//! Any bytes as a scenario file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unequal_fuzz_checks::scenario(bytes));

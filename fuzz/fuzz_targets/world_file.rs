//! Any bytes as a `.world` file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unequal_fuzz_checks::world_file(bytes));

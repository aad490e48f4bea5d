//! Any bytes as an article.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unequal_fuzz_checks::article(bytes));

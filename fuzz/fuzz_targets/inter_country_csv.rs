//! Any bytes as a table in the OECD's csv layout.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| unequal_fuzz_checks::inter_country_csv(bytes));

//! Any bytes as a `.world` file: a table or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = unequal_world::format::read("fuzz.world", bytes) {
        assert!(!error.to_string().is_empty());
    }
});

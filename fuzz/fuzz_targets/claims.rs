//! Any bytes as a claims file: an answer, or an error with its place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unequal_audit::{Claims, audit};

fuzz_target!(|bytes: &[u8]| {
    match Claims::parse("fuzz.toml", bytes) {
        Ok(claims) => {
            audit(&claims).expect("the program's data are whole");
        }
        Err(error) => {
            let lines = 1 + String::from_utf8_lossy(bytes).matches('\n').count();
            assert!((1..=lines).contains(&error.line), "line {} of {lines}", error.line);
            assert!(error.drawn().contains('^'));
        }
    }
});

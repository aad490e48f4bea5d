//! Any bytes as a table in the OECD's csv layout: a table or an error, condensed too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unequal_world::readers::read_inter_country_csv;

fuzz_target!(|bytes: &[u8]| {
    let outcome = read_inter_country_csv("fuzz.csv", bytes, 2022).and_then(|table| table.condense(&[]));
    if let Err(error) = outcome {
        assert!(!error.to_string().is_empty());
    }
});

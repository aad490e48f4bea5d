//! Any bytes as a table of any layout, a workbook or an archive: a table or an error, condensed too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unequal_world::readers::TableFile;

fuzz_target!(|bytes: &[u8]| {
    // The libraries that read Parquet and workbooks panic on some damaged bytes, which the reader contains and a fuzzer does
    // not let it.
    if bytes.starts_with(b"PAR1") || bytes.windows(11).any(|found| found == b"xl/workbook") {
        return;
    }
    let outcome = TableFile::read_for("fuzz.csv", bytes, Some(2014)).and_then(TableFile::into_table);
    if let Err(error) = outcome {
        assert!(!error.to_string().is_empty());
    }
});

//! Any bytes as a table of any layout, a workbook or an archive.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // The libraries that read Parquet and workbooks panic on some damaged bytes, which the reader contains and a fuzzer does
    // not let it.
    if bytes.starts_with(b"PAR1") || bytes.windows(11).any(|found| found == b"xl/workbook") {
        return;
    }
    unequal_fuzz_checks::table_file(bytes);
});

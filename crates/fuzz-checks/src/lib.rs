//! What must hold of every reader of files that people bring, whatever bytes it is given. Each check panics where it does
//! not hold. The programs in `fuzz/fuzz_targets` call these checks with bytes of their making; `tests/replay.rs` calls
//! them with the files that fuzzing has kept.
#![allow(clippy::panic, clippy::expect_used, reason = "a check fails by panicking")]

mod scenario;

use unequal_audit::article::read_article;
use unequal_audit::{Claims, Period, audit};
use unequal_world::readers::{TableFile, read_inter_country_csv};

pub use scenario::scenario;

/// A reader's check, as [`TARGETS`] lists it.
pub type Check = fn(&[u8]);

/// Every check by the name of its target, which is also that of its folders of files.
pub const TARGETS: [(&str, Check); 6] = [
    ("article", article),
    ("claims", claims),
    ("inter_country_csv", inter_country_csv),
    ("scenario", scenario),
    ("table_file", table_file),
    ("world_file", world_file),
];

/// An article becomes claims that a claims file takes, or is refused.
pub fn article(bytes: &[u8]) {
    for name in ["a.txt", "a.html", "a.md"] {
        if let Ok(article) = read_article(name, bytes, Period::parse("2024-05"))
            && !article.readings.is_empty()
        {
            Claims::parse("draft.toml", article.claims_file("t").as_bytes()).expect("what is read is a claims file");
        }
    }
}

/// A claims file has an answer, or an error with its place.
pub fn claims(bytes: &[u8]) {
    match Claims::parse("fuzz.toml", bytes) {
        Ok(claims) => {
            audit(&claims).expect("the program's data are whole");
        }
        Err(error) => {
            let lines = 1 + String::from_utf8_lossy(bytes).matches('\n').count();
            assert!((1..=lines).contains(&error.line), "line {} of {lines}", error.line);
            assert!(error.drawn().contains('^'), "no mark under the fault");
        }
    }
}

/// A table in the OECD's csv layout is read and condensed, or is an error.
pub fn inter_country_csv(bytes: &[u8]) {
    let outcome = read_inter_country_csv("fuzz.csv", bytes, 2022).and_then(|table| table.condense(&[]));
    if let Err(error) = outcome {
        assert!(!error.to_string().is_empty(), "an error without words");
    }
}

/// A table of any layout, a workbook or an archive is read and condensed, or is an error.
pub fn table_file(bytes: &[u8]) {
    let outcome = TableFile::read_for("fuzz.csv", bytes, Some(2014)).and_then(TableFile::into_table);
    if let Err(error) = outcome {
        assert!(!error.to_string().is_empty(), "an error without words");
    }
}

/// A `.world` file is a table or an error.
pub fn world_file(bytes: &[u8]) {
    if let Err(error) = unequal_world::format::read("fuzz.world", bytes) {
        assert!(!error.to_string().is_empty(), "an error without words");
    }
}

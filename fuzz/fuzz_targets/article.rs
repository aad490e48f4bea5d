//! Any bytes as an article: claims that a claims file takes, or a refusal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unequal_audit::article::read_article;
use unequal_audit::{Claims, Period};

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.txt", "a.html", "a.md"] {
        if let Ok(article) = read_article(name, bytes, Period::parse("2024-05")) {
            if !article.readings.is_empty() {
                Claims::parse("draft.toml", article.claims_file("t").as_bytes())
                    .expect("what is read is a claims file");
            }
        }
    }
});

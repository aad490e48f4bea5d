//! The episode of December 2023: fitted to March, and the page that shows it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use unequal_study::episode::episode;

#[test]
fn print() {
    let answer = episode().unwrap();
    println!("{}", serde_json::to_string_pretty(&answer).unwrap());
}

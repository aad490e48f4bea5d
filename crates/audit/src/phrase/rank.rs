//! Ranks in words: `largest`, `second-largest`, `no. 3`, `4th`, `among the top five`.

use crate::error::Failed;
use crate::interval::Interval;
use crate::quantity::UnitKind;

use super::Stated;

/// Words that mean the first place.
const FIRST: [&str; 9] = ["largest", "biggest", "top", "first", "main", "leading", "greatest", "chief", "number one"];
const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const CARDINALS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
/// Words that may stand around a rank and say nothing.
const AROUND: [&str; 14] = [
    "the", "a", "no", "no.", "number", "place", "rank", "supplier", "customer", "buyer", "seller", "#", "largest",
    "biggest",
];

/// Reads a stated rank as an interval of places.
pub(crate) fn rank(text: &str) -> Result<Stated, Failed> {
    let lower =
        text.trim().to_lowercase().replace('#', " ").replace("-largest", " largest").replace("-biggest", " biggest");
    let found = if FIRST.contains(&lower.trim_start_matches("the ").trim()) { Some((1.0, 1.0)) } else { read(&lower) };
    let Some((low, high)) = found.filter(|(low, _)| *low >= 1.0) else {
        return Err(Failed::value(0..text.len(), "the rank", format!("`{text}`"), UnitKind::Rank.expected()));
    };
    Ok(Stated { interval: Interval { low, high }, rounding: "range", own_unit: String::new() })
}

fn read(text: &str) -> Option<(f64, f64)> {
    let among =
        ["among the top ", "among the first ", "in the top ", "top "].iter().find_map(|start| text.strip_prefix(start));
    if let Some(rest) = among {
        return Some((1.0, place(rest.split_whitespace().next()?)?));
    }
    let mut words = text.split_whitespace().filter(|word| !AROUND.contains(word));
    let only = words.next()?;
    words.next().is_none().then(|| place(only)).flatten().map(|place| (place, place))
}

/// A place: `3`, `3rd`, `third`, `three`.
fn place(word: &str) -> Option<f64> {
    let listed = |words: &[&str]| words.iter().position(|known| *known == word).map(|place| place as f64 + 1.0);
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    listed(&ORDINALS)
        .or_else(|| listed(&CARDINALS))
        .or_else(|| digits.parse::<u16>().ok().filter(|_| word.len() <= digits.len() + 2).map(f64::from))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn ranks_are_read_as_people_say_them() {
        for (text, low, high) in [
            ("largest", 1.0, 1.0),
            ("the biggest", 1.0, 1.0),
            ("second-largest", 2.0, 2.0),
            ("no. 3", 3.0, 3.0),
            ("number 12", 12.0, 12.0),
            ("#4", 4.0, 4.0),
            ("4th", 4.0, 4.0),
            ("third", 3.0, 3.0),
            ("among the top five", 1.0, 5.0),
            ("top 3", 1.0, 3.0),
        ] {
            let read = rank(text).unwrap();
            assert_eq!((read.interval.low, read.interval.high), (low, high), "{text}");
        }
        for wrong in ["", "0", "many", "40 %", "3 billion", "-2", "third or fourth", "9999999999"] {
            assert!(rank(wrong).is_err(), "{wrong}");
        }
    }
}

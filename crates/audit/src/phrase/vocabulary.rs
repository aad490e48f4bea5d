//! Words that a stated figure may have.

use crate::rounding::WORDS;

pub(super) const UP: [&str; 8] = ["up", "rose", "rises", "grew", "grown", "increased", "gained", "higher"];
pub(super) const DOWN: [&str; 8] = ["down", "fell", "fallen", "dropped", "declined", "decreased", "shrank", "lower"];
pub(super) const MULTIPLES: [(&str, f64); 6] =
    [("doubled", 2.0), ("tripled", 3.0), ("trebled", 3.0), ("quadrupled", 4.0), ("halved", 0.5), ("unchanged", 1.0)];
pub(super) const CARDINALS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
pub(super) const PARTS: [(&str, f64); 9] = [
    ("half", 2.0),
    ("third", 3.0),
    ("quarter", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
];
pub(super) const SCALES: [(&str, f64); 9] = [
    ("thousand", 1e3),
    ("million", 1e6),
    ("mn", 1e6),
    ("m", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
    ("billions", 1e9),
];
pub(super) const DOLLARS: [&str; 5] = ["usd", "$", "us", "dollar", "dollars"];
/// Other currencies people write; there is no exchange rate here.
pub(super) const OTHER_MONEY: [&str; 14] =
    ["eur", "euro", "euros", "€", "gbp", "£", "pounds", "cny", "rmb", "yuan", "renminbi", "rub", "roubles", "rubles"];

/// All of them, for the nearest to a word that is not understood.
pub(super) fn known_words() -> Vec<&'static str> {
    let rounding = WORDS.iter().flat_map(|word| word.spellings.iter().flat_map(|spelling| spelling.split(' ')));
    let known = rounding.chain(UP).chain(DOWN).chain(MULTIPLES.map(|(word, _)| word)).chain(CARDINALS);
    let known = known.chain(PARTS.map(|(word, _)| word)).chain(SCALES.map(|(word, _)| word));
    let mut words: Vec<&str> = known.chain(["USD", "percent", "between"]).filter(|word| word.len() > 1).collect();
    words.sort_unstable();
    words.dedup();
    words
}

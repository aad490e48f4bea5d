//! A sentence as countries, figures, periods and words.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use unequal_world::names::country_names;

use super::words::{ADJECTIVES, CAPITALS, COMBINING, FALLS, MONTHS, NUMBERS, ORDINALS, RISES, SEATS};
use crate::period::Period;
use crate::phrase;
use crate::quantity::UnitKind;
use crate::rounding::Rounding;

/// What a stretch of a sentence is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Country(String),
    Figure(UnitKind),
    /// A period, and for two years that bound a change the first of them.
    Period {
        period: Period,
        since: Option<Period>,
    },
    /// Months of a year that is not said, the first and the last, from 1.
    Months(u32, u32),
    Word(String),
}

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    /// Bytes of the sentence.
    pub place: Range<usize>,
}

impl Token {
    pub fn is(&self, words: &[&str]) -> bool {
        matches!(&self.kind, Kind::Word(own) if words.contains(&own.as_str()))
    }
}

/// A word or sign with its place.
struct Raw {
    text: String,
    lower: String,
    place: Range<usize>,
}

/// Longest figure, words.
const LONGEST_FIGURE: usize = 9;
/// Longest name of a country, words.
const LONGEST_NAME: usize = 5;

/// Names of countries in words, in lower case.
static NAMES: LazyLock<BTreeMap<Vec<String>, String>> = LazyLock::new(|| {
    let known =
        country_names().filter(|(name, _)| name.len() >= 4 && name.chars().all(|letter| !letter.is_ascii_digit()));
    let adjectives = ADJECTIVES.iter().chain(&SEATS).copied();
    let words = |name: &str| raw(name).into_iter().map(|word| word.lower).collect::<Vec<_>>();
    known.chain(adjectives).map(|(name, code)| (words(name), code.to_owned())).collect()
});

/// The tokens of a sentence.
pub(super) fn tokens(sentence: &str) -> Vec<Token> {
    let words = raw(sentence);
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (kind, length) = country(&words, at)
            .or_else(|| period(&words, at))
            .or_else(|| figure(sentence, &words, at))
            .unwrap_or_else(|| (Kind::Word(words[at].lower.clone()), 1));
        let place = words[at].place.start..words[at + length - 1].place.end;
        tokens.push(Token { kind, place });
        at += length;
    }
    tokens
}

/// Words, numbers and signs. A possessive ending is a sign of its own.
fn raw(sentence: &str) -> Vec<Raw> {
    let letters: Vec<(usize, char)> = sentence.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, letter)) = letters.get(at).copied() {
        let run = |test: &dyn Fn(usize, char) -> bool| {
            letters.iter().skip(at).enumerate().take_while(|(place, (_, letter))| test(*place, *letter)).count()
        };
        let after = |place: usize| letters.get(at + place + 1).map_or(' ', |(_, letter)| *letter);
        let length = if letter.is_ascii_digit() {
            run(&|place, letter| {
                letter.is_ascii_digit() || (matches!(letter, '.' | ',') && after(place).is_ascii_digit())
            })
        } else if letter.is_alphabetic() {
            // `U.S.` is one word.
            let initials = letter.is_uppercase() && after(0) == '.' && after(1).is_uppercase();
            if initials {
                run(&|_, letter| letter.is_uppercase() || letter == '.')
            } else {
                run(&|place, letter| {
                    letter.is_alphabetic()
                        || (matches!(letter, '\'' | '\u{2019}') && after(place).is_alphabetic() && after(place) != 's')
                })
            }
        } else {
            1
        };
        let end = letters.get(at + length).map_or(sentence.len(), |(place, _)| *place);
        let text = &sentence[start..end];
        if !letter.is_whitespace() {
            let plain = text.replace('.', if letter.is_alphabetic() { "" } else { "." });
            found.push(Raw { lower: plain.to_lowercase().replace('\u{2019}', "'"), text: plain, place: start..end });
        }
        at += length;
    }
    found
}

/// Whether a word is the noun of a change: `rise`, `fall`.
pub(super) fn is_change_noun(token: &Token) -> bool {
    token.is(&RISES) || token.is(&FALLS)
}

/// A country that begins at a word.
fn country(words: &[Raw], at: usize) -> Option<(Kind, usize)> {
    let word = &words[at];
    // `US$1.2bn`.
    if words.get(at + 1).is_some_and(|next| next.text == "$" && next.place.start == word.place.end) {
        return None;
    }
    if let Some((_, code)) = CAPITALS.iter().find(|(name, _)| *name == word.text) {
        return Some((Kind::Country((*code).to_owned()), 1));
    }
    // `Sino-Russian`.
    let is_hyphen = |at: usize| words.get(at).is_some_and(|next| matches!(next.text.as_str(), "-" | "\u{2013}"));
    if is_hyphen(at + 1)
        && let Some((_, code)) = COMBINING.iter().find(|(name, _)| *name == word.lower)
    {
        return Some((Kind::Country((*code).to_owned()), 1));
    }
    let begins = word.text.chars().next().is_some_and(char::is_uppercase) || word.lower == "the";
    if !begins {
        return None;
    }
    (1..=LONGEST_NAME.min(words.len() - at)).rev().find_map(|length| {
        let name: Vec<String> = words[at..at + length].iter().map(|word| word.lower.clone()).collect();
        // `the` belongs to a name only where something follows it.
        NAMES.get(&name).map(|code| (Kind::Country(code.clone()), length))
    })
}

fn year(word: &Raw) -> Option<u32> {
    let plain = word.text.len() == 4 && word.text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| word.text.parse().ok()).flatten().filter(|year| (1850..2100).contains(year))
}

/// A period that begins at a word: `2023`, `March 2024`, `the first quarter of 2024`, `the 1950s`, `between 2021 and 2023`.
fn period(words: &[Raw], at: usize) -> Option<(Kind, usize)> {
    let lower = |place: usize| words.get(at + place).map_or("", |word| word.lower.as_str());
    let year_at = |place: usize| words.get(at + place).and_then(year);
    // `2023-24`, `2022/23`: a season, or years of another calendar. `FY2023` is one of them.
    if let Some(first) = words.get(at).and_then(year) {
        let joined = matches!(lower(1), "-" | "\u{2013}" | "/")
            && words
                .get(at + 2)
                .is_some_and(|next| matches!(next.text.len(), 2 | 4) && next.text.parse::<u32>().is_ok());
        if joined && first > 0 {
            return Some((Kind::Word("season".to_owned()), 3));
        }
        let before = at.checked_sub(1).and_then(|place| words.get(place));
        if before
            .is_some_and(|word| word.place.end == words[at].place.start && word.text.chars().all(char::is_alphabetic))
        {
            return Some((Kind::Word("season".to_owned()), 1));
        }
    }
    let parsed = |text: String| Period::parse(&text);
    let of = |period: Period, length: usize| Some((Kind::Period { period, since: None }, length));
    let month = |word: &str| MONTHS.iter().position(|known| *known == word).map(|place| place as u32 + 1);
    if matches!(lower(0), "between" | "from")
        && matches!(lower(2), "and" | "to")
        && let (Some(first), Some(last)) = (year_at(1), year_at(3))
        && first < last
    {
        let kind = Kind::Period { period: parsed(last.to_string())?, since: Some(parsed(first.to_string())?) };
        return Some((kind, 4));
    }
    // `between January and September 2023`.
    if matches!(lower(0), "between" | "from")
        && matches!(lower(2), "and" | "to")
        && let (Some(first), Some(last)) = (month(lower(1)), month(lower(3)))
        && first < last
    {
        return match year_at(4) {
            Some(year) => of(parsed(format!("{year}-{first:02}..{last:02}"))?, 5),
            None => Some((Kind::Months(first, last), 4)),
        };
    }
    if lower(0) == "the" || lower(0) == "in" {
        let ordinal = ORDINALS.iter().position(|known| *known == lower(1)).map(|place| place as u32);
        let said = |length: usize| year_at(length + 1).filter(|_| matches!(lower(length), "of" | "in"));
        // With the year, or of one that the article's date tells.
        let months = |first: u32, last: u32, length: usize| match said(length) {
            Some(year) => {
                let text = match (last - first, first) {
                    (2, first) => format!("{year}Q{}", first / 3 + 1),
                    (5, 1) => format!("{year}H1"),
                    (5, _) => format!("{year}H2"),
                    _ => format!("{year}-{first:02}..{last:02}"),
                };
                of(parsed(text)?, length + 2)
            }
            None => Some((Kind::Months(first, last), length)),
        };
        match (ordinal, lower(2)) {
            (Some(place), "quarter") => return months(3 * place + 1, 3 * place + 3, 3),
            (Some(place), "half") if place < 2 => return months(6 * place + 1, 6 * place + 6, 3),
            _ => {}
        }
        let count = NUMBERS.iter().position(|known| *known == lower(2)).map(|place| place as u32 + 1);
        let count = count.or_else(|| lower(2).parse().ok()).filter(|count| (2..=12).contains(count));
        if let Some(count) = count.filter(|_| lower(1) == "first" && lower(3) == "months") {
            return months(1, count, 4);
        }
    }
    let day = |place: usize| {
        words.get(at + place).is_some_and(|word| word.text.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day)))
    };
    // A day is no period of trade: `May 9`, `May 9, 2024`, `9 May 2024`.
    if day(0) && month(lower(1)).is_some() {
        return Some((Kind::Word("day".to_owned()), if year_at(2).is_some() { 3 } else { 2 }));
    }
    if let Some(number) = month(lower(0)).filter(|_| words[at].text.starts_with(|letter: char| letter.is_uppercase())) {
        if day(1) {
            let year = if lower(2) == "," { year_at(3).map(|_| 4) } else { year_at(2).map(|_| 3) };
            return Some((Kind::Word("day".to_owned()), year.unwrap_or(2)));
        }
        // `January-February`, `January to March 2024`.
        let last = month(lower(2)).filter(|last| matches!(lower(1), "-" | "\u{2013}" | "to") && *last > number);
        let (last, length) = last.map_or((number, 1), |last| (last, 3));
        return match year_at(length) {
            Some(year) if last == number => of(parsed(format!("{year}-{number:02}"))?, length + 1),
            Some(year) => of(parsed(format!("{year}-{number:02}..{last:02}"))?, length + 1),
            None => Some((Kind::Months(number, last), length)),
        };
    }
    // `1950s`: digits and a letter are two words.
    let decade =
        words[at].text.parse::<u32>().ok().filter(|year| (1850..2100).contains(year) && year.is_multiple_of(10));
    if decade.is_some() && lower(1) == "s" {
        return of(parsed(format!("{}s", words[at].text))?, 2);
    }
    year_at(0).and_then(|year| of(parsed(year.to_string())?, 1))
}

/// Words that a figure does not end with or hold: what stands between two figures, and against when a change is.
const OUTSIDE: [&str; 7] = ["year", "yoy", "earlier", "before", ",", ".", "to"];

/// A figure that begins at a word, the longest that can be read.
fn figure(sentence: &str, words: &[Raw], at: usize) -> Option<(Kind, usize)> {
    // `made up 40 %` is no change, and few words begin a figure.
    let made = at > 0
        && words[at].lower == "up"
        && matches!(words[at - 1].lower.as_str(), "made" | "make" | "makes" | "making");
    let begins =
        words[at].text.starts_with(|letter: char| letter.is_ascii_digit()) || phrase::can_begin(&words[at].lower);
    // `C$30 billion`: not the dollars of the United States.
    let before = at.checked_sub(1).and_then(|place| words.get(place));
    let foreign = words[at].text == "$"
        && before.is_some_and(|word| {
            word.place.end == words[at].place.start && word.text.chars().all(char::is_alphabetic) && word.lower != "us"
        });
    if made || !begins || foreign {
        return None;
    }
    let reads = |kind: UnitKind, length: usize| {
        let stretch = &words[at..at + length];
        let text = &sentence[words[at].place.start..words[at + length - 1].place.end];
        let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
        let next = words.get(at + length).map_or("", |next| next.lower.as_str());
        let whole = match kind {
            UnitKind::Money => !stretch.last().is_some_and(|last| OUTSIDE.contains(&last.lower.as_str())),
            // A fraction in words is a share only `of` something.
            UnitKind::Share if !(has_digits || next == "of") => false,
            _ => !stretch.iter().any(|word| OUTSIDE.contains(&word.lower.as_str())),
        };
        let is_plain = |rounding: &str| rounding != "nothing" && rounding != "majority";
        whole && phrase::try_read(text, kind, &Rounding::default()).is_some_and(|stated| is_plain(stated.rounding))
    };
    let longest = LONGEST_FIGURE.min(words.len() - at);
    (1..=longest).rev().find_map(|length| {
        let kinds = [UnitKind::Money, UnitKind::Ratio, UnitKind::Share];
        kinds.into_iter().find_map(|kind| reads(kind, length).then_some((Kind::Figure(kind), length)))
    })
}

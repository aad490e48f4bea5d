//! Words, numbers and signs of a phrase with their places.

use std::ops::Range;

use crate::error::Failed;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Written {
    /// A number and what its last digit is worth.
    Number { value: f64, unit: f64 },
    /// A word in lower case, or a sign.
    Word(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub written: Written,
    /// Bytes of the phrase.
    pub place: Range<usize>,
}

impl Token {
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(&self.written, Written::Word(own) if own == word)
    }
}

/// More than any figure needs.
const LONGEST: usize = 200;

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Failed> {
    let failed =
        |place: Range<usize>, value: String, expected: &str| Failed::value(place, "the stated figure", value, expected);
    if text.len() > LONGEST {
        return Err(failed(0..text.len(), format!("{} bytes long", text.len()), "at most 200"));
    }
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |position: usize| characters.get(position).map_or(text.len(), |(place, _)| *place);
    let mut found = Vec::new();
    let mut position = 0;
    while let Some((place, character)) = characters.get(position).copied() {
        let run = |test: fn(char) -> bool| characters.iter().skip(position).take_while(|(_, next)| test(*next)).count();
        let (written, length) = if character.is_ascii_digit() {
            let mut length = run(|next| next.is_ascii_digit() || matches!(next, '.' | ','));
            // A full stop or comma at the end belongs to the sentence.
            while length > 1 && !characters[position + length - 1].1.is_ascii_digit() {
                length -= 1;
            }
            length += spaced_groups(&characters, position, length);
            let digits: String =
                text.get(place..end_of(position + length)).unwrap_or_default().split_whitespace().collect();
            let digits = digits.as_str();
            let (power, more) = power_of_ten(&characters, position + length);
            length += more;
            let written = number(digits, power).ok_or_else(|| {
                let expected = "a number with a point before decimals and commas between thousands, as in 1,250.5";
                failed(place..end_of(position + length), format!("`{digits}`"), expected)
            })?;
            (Some(written), length)
        } else if character.is_alphabetic() {
            let mut length = run(|next| next.is_alphabetic() || next == '\'');
            // `C$` and `HK$` are other dollars than those of the United States.
            let is_dollar = characters.get(position + length).is_some_and(|(_, next)| *next == '$');
            let letters = text.get(place..end_of(position + length)).unwrap_or_default();
            length += usize::from(is_dollar && !["us", "usd"].contains(&letters.to_lowercase().as_str()));
            let word = text.get(place..end_of(position + length)).unwrap_or_default().to_lowercase();
            (Some(Written::Word(word)), length)
        } else if matches!(character, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}') {
            // A hyphen inside `two-thirds` says nothing.
            let inside = position > 0
                && characters[position - 1].1.is_alphabetic()
                && characters.get(position + 1).is_some_and(|(_, next)| next.is_alphabetic());
            ((!inside).then(|| Written::Word("-".to_owned())), 1)
        } else if character == '.' {
            // Of an abbreviation, or the end of the sentence.
            (None, 1)
        } else if character.is_whitespace() {
            (None, 1)
        } else {
            (Some(Written::Word(character.to_string())), 1)
        };
        found.extend(written.map(|written| Token { written, place: place..end_of(position + length) }));
        position += length;
    }
    Ok(found)
}

/// How many characters of thousands parted by spaces follow up to three digits: `111 000`, `1 250 000`.
fn spaced_groups(characters: &[(usize, char)], position: usize, length: usize) -> usize {
    let at = |place: usize| characters.get(place).map(|(_, character)| *character);
    let is_digit = |place: usize| at(place).is_some_and(|character| character.is_ascii_digit());
    if length > 3 || !(position..position + length).all(is_digit) {
        return 0;
    }
    let mut more = 0;
    loop {
        let next = position + length + more;
        let is_space = matches!(at(next), Some(' ' | '\u{a0}' | '\u{2009}' | '\u{202f}'));
        if !is_space || !(next + 1..next + 4).all(is_digit) || is_digit(next + 4) {
            return more;
        }
        more += 4;
    }
}

/// The power of ten behind the digits of a number, and how many characters it takes: `e-16` in `1.8e-16`.
fn power_of_ten(characters: &[(usize, char)], position: usize) -> (i32, usize) {
    let text: String = characters.iter().skip(position).map(|(_, character)| *character).take(5).collect();
    let Some(power) = text.strip_prefix(['e', 'E']) else { return (0, 0) };
    let length =
        power.len() - power.trim_start_matches(['+', '-']).trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let found = power.get(..length).and_then(|power| power.parse::<i32>().ok());
    let ends = power.chars().nth(length).is_none_or(|next| !next.is_alphanumeric());
    found.filter(|power| ends && power.abs() < 100).map_or((0, 0), |power| (power, 1 + length))
}

/// A number with thousands parted by commas or not at all, times a power of ten.
fn number(digits: &str, power: i32) -> Option<Written> {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let parted = groups.len() == 1
        || (groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
            && groups.iter().skip(1).all(|group| group.len() == 3));
    let plain = format!("{}.{decimals}0e{power}", groups.concat());
    let value: f64 = plain.parse().ok().filter(|value: &f64| value.is_finite() && *value < 1e18)?;
    let unit = 10_f64.powi(power - i32::try_from(decimals.len()).ok()?);
    (parted && decimals.bytes().all(|byte| byte.is_ascii_digit())).then_some(Written::Number { value, unit })
}

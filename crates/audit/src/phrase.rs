//! Stated figures in words: `about 40 %`, `a quarter of a trillion USD`, `almost doubled`, `fell 16 %`.
//!
//! `[direction] [word of rounding] amount [of a] [scale] [unit]`, or `between amount and amount ...`. Nothing is
//! skipped: a word that has no place in this is an error at its place.

mod amount;
mod figure;
mod rank;
mod tokens;
mod units;
mod vocabulary;

use std::sync::LazyLock;

use unequal_world::Suggestion;
use unequal_world::labels::nearest;

use crate::error::{ClaimsProblem, Failed};
use crate::interval::Interval;
use crate::quantity::UnitKind;
use crate::rounding::{Rounding, WORDS};

use figure::{End, Figure};
pub(crate) use rank::rank;
use tokens::{Token, Written, tokens};
use units::Unit;
use vocabulary::{AGAINST_THE_YEAR_BEFORE, DOWN, FALLS, FOLD, RISES, UP, known_words};

/// A stated figure as an interval, in the unit of its quantity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stated {
    pub interval: Interval,
    /// Keys of the words of rounding used.
    pub rounding: &'static str,
    /// Unit of a number of the author's own.
    pub own_unit: String,
}

/// An amount as written: its value before scale and unit, and what the last digit is worth.
#[derive(Clone, Copy)]
struct Amount {
    value: f64,
    unit: f64,
    kind: AmountKind,
}

#[derive(Clone, Copy, PartialEq)]
enum AmountKind {
    Digits,
    Fraction,
    Multiple,
    Nothing,
    /// More than half of a whole.
    Majority,
    /// One number against another, `10.7 : 1`, as their quotient and what it can be.
    Sides {
        low: f64,
        high: f64,
    },
}

impl Amount {
    /// The same in thousands, millions and so on, or below zero.
    fn times(self, factor: f64) -> Self {
        Self { value: factor * self.value, unit: factor.abs() * self.unit, ..self }
    }
}

/// Reads a phrase for a quantity.
pub(crate) fn read(text: &str, quantity: &str, kind: UnitKind, rounding: &Rounding) -> Result<Stated, Failed> {
    Parser { tokens: tokens(text)?, place: 0, text, quantity, kind, rounding, falls: false, hints: true }.read()
}

/// The same where a failure is no error: an article is tried at every word, and to look for the nearest word each time took
/// four fifths of the time.
pub(crate) fn try_read(text: &str, kind: UnitKind, rounding: &Rounding) -> Option<Stated> {
    let tokens = tokens(text).ok()?;
    Parser { tokens, place: 0, text, quantity: "", kind, rounding, falls: false, hints: false }.read().ok()
}

/// Whether a stated figure can begin with a word, in lower case, or sign.
pub(crate) fn can_begin(word: &str) -> bool {
    static WORDS_OF_FIGURES: LazyLock<Vec<&str>> = LazyLock::new(known_words);
    WORDS_OF_FIGURES.binary_search(&word).is_ok()
        || matches!(word, "$" | "us" | "usd" | "a" | "an" | "~" | ">" | "<" | "-" | "+")
}

/// Whether a word, in lower case, says that something went up or down.
pub(crate) fn is_direction(word: &str) -> bool {
    UP.contains(&word) || DOWN.contains(&word)
}

struct Parser<'a> {
    tokens: Vec<Token>,
    place: usize,
    text: &'a str,
    quantity: &'a str,
    kind: UnitKind,
    rounding: &'a Rounding,
    /// Whether the amount itself says that it is a fall: `halved`.
    falls: bool,
    /// Whether an error names the nearest word.
    hints: bool,
}

impl Parser<'_> {
    fn read(mut self) -> Result<Stated, Failed> {
        let mut before = Unit::default();
        self.unit_words(&mut before)?;
        // `up to` bounds a figure; `up` alone is a direction.
        let (mut key, mut direction) = (self.rounding_word(), None);
        let mut signed = self.at_sign();
        if key.is_none() {
            direction = self.direction();
            key = self.rounding_word();
        }
        if direction.is_none() {
            signed = self.at_sign();
            direction = self.direction();
        }
        self.unit_words(&mut before)?;
        let between = key.is_none() && self.take("between");
        // `rose from 5 % to 7 %` is a rate that rose, and no rise by as much.
        let ranged = between || key.is_none() && direction.is_none() && self.take("from");
        if ranged && direction.is_none() && self.at_sign() {
            (direction, signed) = (self.direction(), true);
        }
        self.unit_words(&mut before)?;
        let start = self.place;
        let by_factor = self.by_a_factor_of();
        // `a 47 % jump`.
        let article = self.kind == UnitKind::Ratio
            && direction.is_none()
            && self.tokens.get(self.place + 1).is_some_and(can_be_changed_by)
            && (self.take("a") || self.take("an"));
        let mut first = End { key, amount: self.amount()? };
        // `up tenfold`, `rose by a factor of three`: the multiple says how far.
        let multiple = by_factor || first.amount.kind == AmountKind::Multiple && first.amount.value > 1.0;
        if by_factor {
            first.amount = Amount { kind: AmountKind::Multiple, unit: 0.0, ..first.amount };
        }
        match direction {
            Some(true) if multiple && self.kind == UnitKind::Ratio => direction = None,
            Some(false) if by_factor && first.amount.value >= 1.0 => {
                first.amount.value = 1.0 / first.amount.value;
                direction = None;
            }
            _ => {}
        }
        if self.falls {
            if direction == Some(true) {
                return Err(self.value(start, "one direction"));
            }
            direction = Some(false);
        }
        let mut unit = before;
        self.unit_words(&mut unit)?;
        let second = self.other_end(&mut first, between, &mut direction, signed, &mut unit)?;
        if ranged && second.is_none() {
            return Err(self.unexpected("the other end of the range, as in \"between 100 and 120 billion USD\""));
        }
        if second.is_some() && !self.may_end(first, &unit) {
            return Err(self.value(start, "a range without a word of rounding before it"));
        }
        if direction.is_none() {
            direction = self.direction().or_else(|| self.noun_of_change());
            if article && direction.is_none() {
                return Err(self.unexpected("a noun of change, as in \"a 47 % jump\""));
            }
            if multiple && direction == Some(true) {
                direction = None;
            }
        }
        if self.kind == UnitKind::Ratio {
            self.year_on_year();
            // No change needs no direction.
            let none = |end: End| end.amount.kind == AmountKind::Digits && end.amount.value == 0.0;
            if direction.is_none() && unit.percent && none(first) && second.is_none_or(none) {
                direction = Some(true);
            }
        }
        if self.place < self.tokens.len() {
            return Err(self.unexpected("a scale (million, billion, trillion) or a unit (USD, %)"));
        }
        self.figure(Figure { direction, first, second, unit })
    }

    /// The other end of a range, where one follows. Each end may have its own scale and, behind `to` and `and`, its own
    /// sign: `-1.31 % to 0.52 %` begins below zero and ends above it, while `fell 3 to 5 %` is down at both ends.
    fn other_end(
        &mut self,
        first: &mut End,
        between: bool,
        direction: &mut Option<bool>,
        signed: bool,
        unit: &mut Unit,
    ) -> Result<Option<End>, Failed> {
        // `38 % and 27 %` are two figures.
        let joined = self.take("to") || between && self.take("and");
        if !joined && !self.take_dash() {
            return Ok(None);
        }
        let start = self.place;
        let sign = if joined && self.at_sign() { self.direction() } else { None };
        let key = if joined { self.rounding_word() } else { None };
        let (scale, own) = (unit.scale.take(), std::mem::take(&mut unit.own));
        // `between $100bn and $115bn`.
        let mut currency = Unit::default();
        if self.kind == UnitKind::Money {
            self.unit_words(&mut currency)?;
        }
        unit.dollars |= currency.dollars;
        let mut second = End { key, amount: self.amount()? };
        self.unit_words(unit)?;
        if !self.may_end(second, unit) {
            return Err(self.value(start, "a range without a word of rounding in it"));
        }
        unit.scale = match (scale, unit.scale) {
            (Some(one), Some(other)) if one != other => {
                first.amount = first.amount.times(one);
                second.amount = second.amount.times(other);
                Some(1.0)
            }
            (one, other) => other.or(one),
        };
        if unit.own.is_empty() {
            unit.own = own;
        } else if !own.is_empty() && own != unit.own {
            unit.own = format!("{own} {}", unit.own);
        }
        if joined && (signed || sign.is_some()) {
            if direction.is_some() && !signed {
                return Err(self.value(start, "one direction"));
            }
            let with_sign =
                |amount: Amount, up: Option<bool>| if up == Some(false) { amount.times(-1.0) } else { amount };
            first.amount = with_sign(first.amount, *direction);
            second.amount = with_sign(second.amount, sign);
            *direction = Some(true);
        }
        Ok(Some(second))
    }

    /// Whether an amount with its word can be one end of a range: a word there is one that leaves the end open.
    fn may_end(&self, end: End, unit: &Unit) -> bool {
        match end.key {
            None => true,
            Some("under") if unit.percent => end.amount.value <= 1.0,
            Some(key) => matches!(end.amount.kind, AmountKind::Sides { .. }) && ["under", "over"].contains(&key),
        }
    }

    /// Skips what says that a change is over the year before, which a claim's `since` says.
    fn year_on_year(&mut self) {
        for words in AGAINST_THE_YEAR_BEFORE {
            let parts: Vec<&str> = words.split(' ').collect();
            let here = self.tokens.get(self.place..).unwrap_or_default();
            if here.len() == parts.len() && parts.iter().zip(here).all(|(part, token)| token.is(part)) {
                self.place += parts.len();
                return;
            }
        }
    }

    /// Whether a plus or minus sign stands here.
    fn at_sign(&self) -> bool {
        self.tokens.get(self.place).is_some_and(|token| token.is("+") || token.is("-"))
    }

    /// Whether a direction stands here, and which: true is up.
    fn direction(&mut self) -> Option<bool> {
        let up = match &self.tokens.get(self.place)?.written {
            Written::Word(word) if UP.contains(&word.as_str()) || word == "+" => true,
            Written::Word(word) if DOWN.contains(&word.as_str()) || word == "-" => false,
            _ => return None,
        };
        self.place += 1;
        self.take("by");
        Some(up)
    }

    /// `by a factor of`, `a factor of`.
    fn by_a_factor_of(&mut self) -> bool {
        let start = self.place;
        self.take("by");
        let found = self.kind == UnitKind::Ratio && self.take("a") && self.take("factor") && self.take("of");
        if !found {
            self.place = start;
        }
        found
    }

    /// A noun of change behind its figure, and which way it goes: `a 47 % jump`.
    fn noun_of_change(&mut self) -> Option<bool> {
        let word = self.word().filter(|_| self.kind == UnitKind::Ratio)?;
        let up = match word.as_str() {
            rise if RISES.contains(&rise) => true,
            fall if FALLS.contains(&fall) => false,
            _ => return None,
        };
        self.place += 1;
        Some(up)
    }

    /// The key of a word of rounding that stands here; the longest spelling counts.
    fn rounding_word(&mut self) -> Option<&'static str> {
        let mut best: Option<(usize, &'static str)> = None;
        for word in WORDS.iter().filter(|word| !["fraction", "nothing", "digits"].contains(&word.key)) {
            for spelling in word.spellings {
                let here = self.tokens.get(self.place..).unwrap_or_default();
                // Most differ in the first word, and this is asked at every word of an article.
                if !spelling.split(' ').zip(here).all(|(part, token)| token.is(part)) {
                    continue;
                }
                let parts = spelling.split(' ').count();
                // `up to` is a bound only where no direction is meant: a change goes `up to` nowhere.
                if here.len() > parts && best.is_none_or(|(length, _)| parts > length) {
                    best = Some((parts, word.key));
                }
            }
        }
        let (length, key) = best?;
        self.place += length;
        Some(key)
    }

    fn word(&self) -> Option<String> {
        match &self.tokens.get(self.place)?.written {
            Written::Word(word) => Some(word.clone()),
            Written::Number { .. } => None,
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let here = self.tokens.get(self.place).is_some_and(|token| token.is(word));
        self.place += usize::from(here);
        here
    }

    /// A dash before another number.
    fn take_dash(&mut self) -> bool {
        let number =
            matches!(self.tokens.get(self.place + 1).map(|token| &token.written), Some(Written::Number { .. }));
        number && self.take("-")
    }

    fn unexpected(&self, expected: &str) -> Failed {
        let end = self.text.len();
        let Some(token) = self.tokens.get(self.place) else {
            return Failed::value(end..end, "the stated figure", "incomplete", expected);
        };
        let given = self.text.get(token.place.clone()).unwrap_or_default().to_owned();
        let suggestion = if self.hints && given.len() > 2 {
            nearest(&given, known_words().into_iter().map(|word| (word, word)))
        } else {
            Suggestion::default()
        };
        Failed::at(token.place.clone(), ClaimsProblem::Word { given, expected: expected.to_owned(), suggestion })
    }

    fn value(&self, start: usize, expected: &str) -> Failed {
        let place = self.tokens.get(start).map_or(0..self.text.len(), |token| token.place.clone());
        Failed::value(place, "the stated figure", format!("\"{}\"", self.text), expected)
    }

    fn unit(&self, given: &str) -> Failed {
        Failed::at(0..self.text.len(), self.unit_problem(given))
    }

    fn unit_problem(&self, given: &str) -> ClaimsProblem {
        ClaimsProblem::Unit {
            quantity: self.quantity.to_owned(),
            needed: self.kind.words(),
            given: given.to_owned(),
            expected: self.kind.expected(),
        }
    }
}

/// Whether a word is an amount of change in `a 47 % jump`, `a tenfold rise`.
fn can_be_changed_by(token: &Token) -> bool {
    match &token.written {
        Written::Number { .. } => true,
        Written::Word(word) => FOLD.iter().any(|(known, _)| known == word),
    }
}

#[cfg(test)]
mod tests;

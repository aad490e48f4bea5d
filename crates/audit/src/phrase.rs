//! Stated figures in words: `about 40 %`, `a quarter of a trillion USD`, `almost doubled`, `fell 16 %`.
//!
//! `[direction] [word of rounding] amount [of a] [scale] [unit]`, or `between amount and amount ...`. Nothing is
//! skipped: a word that has no place in this is an error at its place.

mod amount;
mod rank;
mod tokens;
mod vocabulary;

use std::sync::LazyLock;

use unequal_world::Suggestion;
use unequal_world::labels::nearest;

use crate::error::{ClaimsProblem, Failed};
use crate::interval::Interval;
use crate::quantity::UnitKind;
use crate::rounding::{Rounding, WORDS};

pub(crate) use rank::rank;
use tokens::{Token, Written, tokens};
use vocabulary::{
    AGAINST_THE_YEAR_BEFORE, CARDINALS, DOLLARS, DOWN, OTHER_MONEY, PARTS, SCALES, SHORT_SCALES, TENS, UP, known_words,
};

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
}

/// Reads a phrase for a quantity.
pub(crate) fn read(text: &str, quantity: &str, kind: UnitKind, rounding: &Rounding) -> Result<Stated, Failed> {
    Parser { tokens: tokens(text)?, place: 0, text, quantity, kind, rounding, falls: false }.read()
}

/// Whether a stated figure can begin with a word, in lower case, or sign.
pub(crate) fn can_begin(word: &str) -> bool {
    static WORDS_OF_FIGURES: LazyLock<Vec<&str>> = LazyLock::new(known_words);
    WORDS_OF_FIGURES.binary_search(&word).is_ok()
        || matches!(word, "$" | "us" | "a" | "an" | "~" | ">" | "<" | "-" | "+")
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
}

/// What follows an amount.
#[derive(Default)]
struct Unit {
    scale: Option<f64>,
    dollars: bool,
    percent: bool,
    times: bool,
    own: String,
}

impl Parser<'_> {
    fn read(mut self) -> Result<Stated, Failed> {
        let mut before = Unit::default();
        self.unit_words(&mut before)?;
        // `up to` bounds a figure; `up` alone is a direction.
        let (mut key, mut direction) = (self.rounding_word(), None);
        if key.is_none() {
            direction = self.direction();
            key = self.rounding_word();
        }
        if direction.is_none() {
            direction = self.direction();
        }
        self.unit_words(&mut before)?;
        let ranged = key.is_none() && (self.take("between") || self.take("from"));
        let start = self.place;
        let first = self.amount()?;
        if self.falls {
            if direction == Some(true) {
                return Err(self.value(start, "one direction"));
            }
            direction = Some(false);
        }
        let mut unit = before;
        self.unit_words(&mut unit)?;
        let second = if self.take("to") || self.take("and") || self.take_dash() {
            let second = self.amount()?;
            self.unit_words(&mut unit)?;
            Some(second)
        } else {
            None
        };
        if ranged && second.is_none() {
            return Err(self.unexpected("the other end of the range, as in \"between 100 and 120 billion USD\""));
        }
        if second.is_some() && key.is_some() {
            return Err(self.value(start, "a range without a word of rounding before it"));
        }
        if direction.is_none() {
            direction = self.direction();
        }
        if self.kind == UnitKind::Ratio {
            self.year_on_year();
        }
        if self.place < self.tokens.len() {
            return Err(self.unexpected("a scale (million, billion, trillion) or a unit (USD, %)"));
        }
        self.figure(direction, key, (first, second), unit)
    }

    /// From what was read to an interval in the quantity's unit.
    fn figure(
        &self,
        direction: Option<bool>,
        key: Option<&'static str>,
        (first, second): (Amount, Option<Amount>),
        unit: Unit,
    ) -> Result<Stated, Failed> {
        let factor = self.factor(direction, first, &unit)?;
        let key = key.unwrap_or(match first.kind {
            AmountKind::Digits => "digits",
            AmountKind::Fraction | AmountKind::Multiple => "fraction",
            AmountKind::Nothing => "nothing",
            AmountKind::Majority => "majority",
        });
        // `almost unchanged` is no narrower than `unchanged`, and says neither up nor down.
        let unchanged = first.kind == AmountKind::Multiple && first.value == 1.0;
        let key = if unchanged && key != "exactly" { "fraction" } else { key };
        let nothing = self.rounding.factors("nothing");
        let mut interval = match (first.kind, second) {
            (AmountKind::Majority, _) => Interval::new(0.5, 1.0),
            (AmountKind::Nothing, _) => Interval::new(nothing[0], nothing[1]),
            (_, Some(second)) => {
                let (low, high) = if first.value <= second.value { (first, second) } else { (second, first) };
                Interval::new(low.value - 0.5 * low.unit, high.value + 0.5 * high.unit).times(factor)
            }
            _ => self.rounding.interval(key, first.value, first.unit).times(factor),
        };
        let mut own_unit = unit.own;
        match self.kind {
            UnitKind::Ratio if first.kind != AmountKind::Multiple && !unit.times => {
                let one = Interval { low: 1.0, high: 1.0 };
                interval = if direction == Some(true) { one.plus(interval) } else { one.minus(interval) };
            }
            UnitKind::Own => {
                if direction == Some(false) {
                    interval = Interval { low: 0.0, high: 0.0 }.minus(interval);
                }
                if unit.dollars {
                    own_unit = "USD billion".to_owned();
                } else if unit.percent || first.kind == AmountKind::Fraction {
                    own_unit = "share".to_owned();
                }
            }
            _ => {}
        }
        let key = if first.kind == AmountKind::Nothing { "nothing" } else { key };
        Ok(Stated { interval: self.bounded(interval)?, rounding: key, own_unit })
    }

    /// What of an interval the quantity can be: no share is above one, and nothing falls by more than all of it.
    fn bounded(&self, interval: Interval) -> Result<Interval, Failed> {
        let (possible, expected) = match self.kind {
            UnitKind::Money => (Interval { low: 0.0, high: f64::INFINITY }, "an amount of money from zero up"),
            UnitKind::Share => (Interval { low: 0.0, high: 1.0 }, "a share between 0 and 100 %"),
            UnitKind::Ratio => (Interval { low: 0.0, high: f64::INFINITY }, "a fall of at most 100 %"),
            UnitKind::Own | UnitKind::Rank => return Ok(interval),
        };
        let refused = || Failed::value(0..self.text.len(), "the stated figure", format!("\"{}\"", self.text), expected);
        interval.intersection(possible).ok_or_else(refused)
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

    /// Whether a scale stands here, or `of a` one.
    fn at_scale(&self) -> bool {
        let is_scale = |place: usize| self.tokens.get(place).is_some_and(|token| self.scale_of(token).is_some());
        is_scale(self.place)
    }

    /// The factor of a scale; the shortest forms are units of their own in other quantities than money.
    fn scale_of(&self, token: &Token) -> Option<f64> {
        let Written::Word(word) = &token.written else { return None };
        let short = SHORT_SCALES.iter().filter(|_| self.kind == UnitKind::Money);
        SCALES.iter().chain(short).find(|(known, _)| known == word).map(|(_, scale)| *scale)
    }

    /// What the amount is multiplied by, once its unit fits.
    fn factor(&self, direction: Option<bool>, amount: Amount, unit: &Unit) -> Result<f64, Failed> {
        let scale = unit.scale.unwrap_or(1.0);
        let percent = if unit.percent { 0.01 } else { 1.0 };
        let wordy = matches!(amount.kind, AmountKind::Fraction | AmountKind::Nothing | AmountKind::Majority);
        let wrong = |given: &str| Err(self.unit(given));
        match self.kind {
            UnitKind::Money | UnitKind::Share
                if direction.is_some() || amount.kind == AmountKind::Multiple || unit.times =>
            {
                wrong("a change")
            }
            UnitKind::Money if unit.percent => wrong("a percentage"),
            UnitKind::Money if amount.kind == AmountKind::Nothing => wrong("nothing, which is no amount here"),
            UnitKind::Money if !unit.dollars => wrong("a number without a currency"),
            UnitKind::Money if unit.scale.is_none() && wordy => wrong("a fraction of nothing stated"),
            UnitKind::Money => Ok(scale * 1e-9),
            UnitKind::Share | UnitKind::Ratio if unit.dollars => wrong("an amount of money"),
            UnitKind::Share | UnitKind::Ratio if unit.scale.is_some() => wrong("a number with a scale"),
            UnitKind::Share if !unit.percent && !wordy => wrong("a number without a percent sign"),
            UnitKind::Share => Ok(percent),
            UnitKind::Ratio if amount.kind == AmountKind::Multiple || unit.times => match direction {
                None if !unit.percent => Ok(1.0),
                _ => wrong("a multiple with a direction or a percent sign"),
            },
            UnitKind::Ratio if direction.is_none() => wrong("a figure that says neither up nor down"),
            UnitKind::Ratio if !unit.percent && !wordy => wrong("a number without a percent sign"),
            UnitKind::Ratio => Ok(percent),
            UnitKind::Own if unit.dollars => Ok(scale * 1e-9),
            // Ranks are read by themselves.
            UnitKind::Own | UnitKind::Rank => Ok(scale * percent),
        }
    }

    /// Scales and units up to the next word that is neither.
    fn unit_words(&mut self, unit: &mut Unit) -> Result<(), Failed> {
        loop {
            let start = self.place;
            let Some(word) = self.word() else { return Ok(()) };
            // `of a trillion`, `per cent`.
            if word == "of" && unit.scale.is_none() {
                self.place += 1;
                if !self.take("a") {
                    self.take("one");
                }
                if self.at_scale() {
                    continue;
                }
                self.place = start;
                return Ok(());
            }
            // `half a trillion`.
            if word == "a" && unit.scale.is_none() && self.had_amount() {
                self.place += 1;
                if self.at_scale() {
                    continue;
                }
                self.place = start;
                return Ok(());
            }
            if let Some(scale) = self.tokens.get(start).and_then(|token| self.scale_of(token)) {
                if unit.scale.replace(scale).is_some() {
                    return Err(self.value(start, "one scale"));
                }
            } else if DOLLARS.contains(&word.as_str()) {
                unit.dollars = true;
            } else if OTHER_MONEY.contains(&word.as_str()) {
                return Err(Failed::at(
                    self.tokens[start].place.clone(),
                    self.unit_problem("another currency than US dollars"),
                ));
            } else if ["%", "percent", "pct", "pc"].contains(&word.as_str()) {
                unit.percent = true;
            } else if word == "per" && self.tokens.get(start + 1).is_some_and(|next| next.is("cent")) {
                self.place += 1;
                unit.percent = true;
            } else if word == "percentage" || word == "points" {
                return Err(Failed::at(
                    self.tokens[start].place.clone(),
                    self.unit_problem("a difference in percentage points"),
                ));
            } else if word == "times" || word == "fold" {
                unit.times = true;
            } else if self.kind == UnitKind::Own
                && self.place > 0
                && !self.is_direction(&word)
                && !["to", "and"].contains(&word.as_str())
                && self.had_amount()
            {
                if !unit.own.is_empty() {
                    unit.own.push(' ');
                }
                unit.own.push_str(&word);
            } else {
                return Ok(());
            }
            self.place += 1;
        }
    }

    fn had_amount(&self) -> bool {
        self.tokens.iter().take(self.place).any(|token| {
            matches!(&token.written, Written::Number { .. })
                || PARTS.iter().any(|(part, _)| token.is(part))
                || CARDINALS.iter().chain(&TENS).any(|word| token.is(word))
                || PARTS.iter().any(|(part, _)| token.is(&format!("{part}s")))
        })
    }

    fn is_direction(&self, word: &str) -> bool {
        UP.contains(&word) || DOWN.contains(&word)
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

    /// The key of a word of rounding that stands here; the longest spelling counts.
    fn rounding_word(&mut self) -> Option<&'static str> {
        let mut best: Option<(usize, &'static str)> = None;
        for word in WORDS.iter().filter(|word| !["fraction", "nothing", "digits"].contains(&word.key)) {
            for spelling in word.spellings {
                let parts: Vec<&str> = spelling.split(' ').collect();
                let here = self.tokens.get(self.place..).unwrap_or_default();
                let fits = here.len() > parts.len() && parts.iter().zip(here).all(|(part, token)| token.is(part));
                // `up to` is a bound only where no direction is meant: a change goes `up to` nowhere.
                if fits && best.is_none_or(|(length, _)| parts.len() > length) {
                    best = Some((parts.len(), word.key));
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
        let words = known_words();
        let suggestion = if given.len() > 2 {
            nearest(&given, words.into_iter().map(|word| (word, word)))
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

#[cfg(test)]
mod tests;

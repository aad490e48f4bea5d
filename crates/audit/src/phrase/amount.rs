//! Amounts: digits, numbers in words, mixed numbers, fractions, multiples, nothing.

use super::vocabulary::{CARDINALS, FOLD, HALVED, HARDLY, MAJORITY, MULTIPLES, PARTS, TENS};
use super::{Amount, AmountKind, Parser, Written, is_direction};
use crate::error::Failed;
use crate::quantity::UnitKind;
use crate::rounding::WORDS;

impl Parser<'_> {
    /// An amount, which must stand here.
    pub(super) fn amount(&mut self) -> Result<Amount, Failed> {
        let start = self.place;
        if let Some(amount) = self.whole_amount() {
            return Ok(amount);
        }
        self.place = start;
        Err(self.unexpected("a figure (40, 211.5), a fraction (a third, two-thirds), doubled, halved or nothing"))
    }

    fn whole_amount(&mut self) -> Option<Amount> {
        // `a majority`, `the majority`.
        if self.kind == UnitKind::Share {
            let start = self.place;
            if (self.take("a") || self.take("the"))
                && let Some(found) = self.majority()
            {
                return Some(found);
            }
            self.place = start;
        }
        if let Some(found) = self.hardly() {
            return Some(found);
        }
        if let Some(amount) = self.word_amount() {
            return Some(amount);
        }
        let start = self.place;
        let first = self.number()?;
        // `two-thirds`, `3 quarters`.
        if let Some(part) = self.part() {
            return Some(self.fraction(first.value / part));
        }
        // `one in three`, `two out of five`: a share alone.
        if self.kind != UnitKind::Money {
            let between = self.place;
            let _ = ["dollar", "euro", "pound", "barrel", "tonne", "car"].iter().any(|unit| self.take(unit));
            let joined = self.take("in") || (self.take("out") && self.take("of"));
            let _ = joined && self.take("every");
            if joined && let Some(whole) = self.number().filter(|whole| whole.value > 0.0) {
                return Some(self.fraction(first.value / whole.value));
            }
            self.place = between;
        }
        if self.kind == UnitKind::Own
            && let Some(sides) = self.against(&first)
        {
            return Some(sides);
        }
        if self.take("fold") || self.kind == UnitKind::Ratio && self.take("x") {
            return Some(Amount { value: first.value, unit: 0.0, kind: AmountKind::Multiple });
        }
        if let Some(half) = self.and_a_part() {
            return Some(Amount { value: first.value + half, unit: half.min(0.5), kind: AmountKind::Digits });
        }
        // `a`, without a part behind it, is one of a scale only: `a trillion`.
        if first.article && !self.at_scale() {
            self.place = start;
            return None;
        }
        let (value, unit) = match first.article {
            true => (1.0, 0.0),
            false => (first.value, first.unit),
        };
        let kind = if first.article { AmountKind::Fraction } else { AmountKind::Digits };
        Some(Amount { value, unit, kind })
    }

    /// `10.7 : 1`, `1 : 2.4`, `1 : over 100`: the quotient of two sides. A side of `1` is what the other is measured by.
    fn against(&mut self, first: &Number) -> Option<Amount> {
        let start = self.place;
        let second = self.take(":").then(|| (self.rounding_word(), self.number()));
        let Some((key @ (None | Some("over")), Some(second))) = second else {
            self.place = start;
            return None;
        };
        let is_base = |number: &Number| number.value == 1.0 && number.unit == 1.0;
        let half = |number: &Number, exact: bool| if exact { 0.0 } else { 0.5 * number.unit };
        let base_second = is_base(&second);
        let (above, below) = (half(first, is_base(first) && !base_second), half(&second, base_second));
        // Nothing is measured against a side that may be nothing.
        if second.value <= below {
            self.place = start;
            return None;
        }
        let low = if key.is_some() { 0.0 } else { (first.value - above).max(0.0) / (second.value + below) };
        let high = (first.value + above) / if key.is_some() { second.value } else { second.value - below };
        let kind = AmountKind::Sides { low, high };
        Some(Amount { value: first.value / second.value, unit: 0.0, kind })
    }

    /// `majority`, `vast majority`.
    fn majority(&mut self) -> Option<Amount> {
        let _ = ["vast", "overwhelming", "great", "large"].iter().any(|word| self.take(word));
        self.take("majority").then_some(Amount { value: 0.5, unit: 0.0, kind: AmountKind::Majority })
    }

    /// `little changed`, `barely grew`: no change, to a twentieth either way.
    fn hardly(&mut self) -> Option<Amount> {
        let start = self.place;
        let is_hardly = self.kind == UnitKind::Ratio && HARDLY.iter().any(|word| self.take(word));
        let what = self.word().filter(|_| is_hardly);
        if what.is_some_and(|what| ["changed", "moved", "budged"].contains(&what.as_str()) || is_direction(&what)) {
            self.place += 1;
            return Some(Amount { value: 1.0, unit: 0.0, kind: AmountKind::Multiple });
        }
        self.place = start;
        None
    }

    /// `doubled`, `halved`, `nothing`, `half`, `threefold`, `most`.
    fn word_amount(&mut self) -> Option<Amount> {
        let word = self.word()?;
        let of = |value, kind| Some(Amount { value, unit: 0.0, kind });
        let found = if let Some((_, value)) = MULTIPLES.iter().chain(&FOLD).find(|(known, _)| *known == word) {
            of(*value, AmountKind::Multiple)
        } else if word == HALVED {
            // A fall by half, so that `more than halved` is a deeper one.
            self.falls = true;
            of(0.5, AmountKind::Fraction)
        } else if WORDS.iter().any(|known| known.key == "nothing" && known.spellings.contains(&word.as_str())) {
            of(0.0, AmountKind::Nothing)
        } else if self.kind == UnitKind::Share && MAJORITY.contains(&word.as_str()) {
            of(0.5, AmountKind::Majority)
        } else {
            None
        };
        if found.is_some() {
            self.place += 1;
            return found;
        }
        let part = self.part()?;
        Some(self.fraction(1.0 / part))
    }

    fn fraction(&self, value: f64) -> Amount {
        Amount { value, unit: 0.0, kind: AmountKind::Fraction }
    }

    /// Digits, or a number in words up to 999.
    fn number(&mut self) -> Option<Number> {
        if let Written::Number { value, unit } = self.tokens.get(self.place)?.written {
            self.place += 1;
            return Some(Number { value, unit, article: false });
        }
        let word = self.word()?;
        let below = |word: &str| CARDINALS.iter().position(|known| *known == word).map(|place| place as f64 + 1.0);
        let tens = |word: &str| TENS.iter().position(|known| *known == word).map(|place| 10.0 * (place as f64 + 2.0));
        let article = word == "a" || word == "an";
        let mut value = if article { 1.0 } else { below(&word).or_else(|| tens(&word))? };
        self.place += 1;
        // `twenty-five`: the hyphen says nothing.
        if tens(&word).is_some()
            && let Some(ones) = self.word().as_deref().and_then(below).filter(|ones| *ones < 10.0)
        {
            self.place += 1;
            value += ones;
        }
        let mut unit = 1.0;
        let hundreds = self.take("hundred");
        if hundreds {
            // Round hundreds in words are known like `a trillion`, to 5 %.
            value *= 100.0;
            unit = 0.1 * value;
            let start = self.place;
            let rest =
                if self.take("and") { self.number().filter(|rest| !rest.article && rest.value < 100.0) } else { None };
            match rest {
                Some(rest) => (value, unit) = (value + rest.value, 1.0),
                None => self.place = start,
            }
        }
        Some(Number { value, unit, article: article && !hundreds })
    }

    /// `and a half`, `and three quarters` behind a number.
    fn and_a_part(&mut self) -> Option<f64> {
        let start = self.place;
        let found = self.take("and").then(|| {
            let many = if self.take("a") { 1.0 } else { self.number().map_or(1.0, |number| number.value) };
            self.part().map(|part| many / part)
        });
        let found = found.flatten().filter(|part| *part < 1.0);
        if found.is_none() {
            self.place = start;
        }
        found
    }

    /// The name of a part: 3 for `third` or `thirds`.
    pub(super) fn part(&mut self) -> Option<f64> {
        let word = self.word()?;
        let singular = word.strip_suffix('s').unwrap_or(&word);
        let singular = if singular == "halve" { "half" } else { singular };
        let part = PARTS.iter().find(|(known, _)| *known == singular).map(|(_, part)| *part)?;
        self.place += 1;
        Some(part)
    }
}

/// A number as written; whether it is an article, which is one of something.
struct Number {
    value: f64,
    unit: f64,
    article: bool,
}

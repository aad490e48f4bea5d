//! What stands around an amount: scales, currencies, percent signs, units of the author's own.

use super::vocabulary::{CARDINALS, DOLLARS, OTHER_MONEY, PARTS, SCALES, SHORT_SCALES, TENS};
use super::{Amount, AmountKind, Parser, Token, Written};
use crate::error::Failed;
use crate::quantity::UnitKind;

/// Money of trade that is written out has at least this many dollars.
const LEAST_MONEY: f64 = 1e5;

/// What follows an amount.
#[derive(Default)]
pub(super) struct Unit {
    pub(super) scale: Option<f64>,
    pub(super) dollars: bool,
    pub(super) percent: bool,
    pub(super) times: bool,
    pub(super) own: String,
}

impl Unit {
    /// Whether it is dollars for something, as in `USD per barrel`.
    pub(super) fn is_price(&self) -> bool {
        self.dollars && self.own.starts_with("per ")
    }
}

impl Parser<'_> {
    /// Whether a scale stands here, or `of a` one.
    pub(super) fn at_scale(&self) -> bool {
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
    pub(super) fn factor(&self, direction: Option<bool>, amount: Amount, unit: &Unit) -> Result<f64, Failed> {
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
            // `$111` in a sentence about trade is a figure whose scale was lost.
            UnitKind::Money if unit.scale.is_none() && amount.value != 0.0 && amount.value.abs() < LEAST_MONEY => {
                wrong("an amount without a scale (million, billion)")
            }
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
            UnitKind::Own if unit.dollars && !unit.is_price() => Ok(scale * 1e-9),
            // Ranks are read by themselves.
            UnitKind::Own | UnitKind::Rank => Ok(scale * percent),
        }
    }

    /// Scales and units up to the next word that is neither.
    pub(super) fn unit_words(&mut self, unit: &mut Unit) -> Result<(), Failed> {
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
            } else if OTHER_MONEY.contains(&word.as_str()) || (word.ends_with('$') && word.len() > 1) {
                return Err(Failed::at(
                    self.tokens[start].place.clone(),
                    self.unit_problem("another currency than US dollars"),
                ));
            } else if ["%", "percent", "pct", "pc"].contains(&word.as_str()) {
                unit.percent = true;
            } else if word == "per" && self.tokens.get(start + 1).is_some_and(|next| next.is("cent")) {
                self.place += 1;
                unit.percent = true;
            } else if self.kind != UnitKind::Own && (word == "percentage" || word == "points") {
                return Err(Failed::at(
                    self.tokens[start].place.clone(),
                    self.unit_problem("a difference in percentage points"),
                ));
            } else if word == "times" || word == "fold" {
                unit.times = true;
            } else if self.kind == UnitKind::Own
                && self.place > 0
                && !super::is_direction(&word)
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
}

//! From what a phrase says to an interval in the unit of its quantity.

use super::units::Unit;
use super::{Amount, AmountKind, Parser, Stated};
use crate::error::Failed;
use crate::interval::Interval;
use crate::quantity::UnitKind;

/// An amount with the word of rounding before it.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub key: Option<&'static str>,
    pub amount: Amount,
}

/// All that a phrase says.
pub(super) struct Figure {
    /// True is up.
    pub direction: Option<bool>,
    pub first: End,
    /// The other end of a range.
    pub second: Option<End>,
    pub unit: Unit,
}

/// `under` means down to half, but of a share up to this, written as a percentage, down to nothing: `under 1 %` says that
/// it is too little to matter, not that it is at least half a percent.
const LITTLE: f64 = 1.0;

impl Parser<'_> {
    /// From what was read to an interval in the quantity's unit.
    pub(super) fn figure(&self, figure: Figure) -> Result<Stated, Failed> {
        let Figure { direction, first, second, unit } = figure;
        let kind = first.amount.kind;
        let factor = self.factor(direction, first.amount, &unit)?;
        let key = first.key.unwrap_or(match kind {
            AmountKind::Digits | AmountKind::Sides { .. } => "digits",
            AmountKind::Fraction | AmountKind::Multiple => "fraction",
            AmountKind::Nothing => "nothing",
            AmountKind::Majority => "majority",
        });
        // `almost unchanged` is no narrower than `unchanged`, and says neither up nor down.
        let unchanged = kind == AmountKind::Multiple && first.amount.value == 1.0;
        let key = if unchanged && key != "exactly" { "fraction" } else { key };
        let nothing = self.rounding.factors("nothing");
        let mut interval = match (kind, second) {
            (AmountKind::Majority, _) => Interval::new(0.5, 1.0),
            (AmountKind::Nothing, _) => Interval::new(nothing[0], nothing[1]),
            (_, Some(second)) => {
                let ordered = first.amount.value <= second.amount.value;
                let (low, high) = if ordered { (first, second) } else { (second, first) };
                let end = |end: End| self.reach(end.key.unwrap_or("digits"), end.amount, &unit);
                Interval::new(end(low).low, end(high).high).times(factor)
            }
            _ => self.reach(key, first.amount, &unit).times(factor),
        };
        let mut own_unit = unit.own.clone();
        match self.kind {
            UnitKind::Ratio if kind != AmountKind::Multiple && !unit.times => {
                let one = Interval { low: 1.0, high: 1.0 };
                interval = if direction == Some(true) { one.plus(interval) } else { one.minus(interval) };
            }
            UnitKind::Own => {
                if direction == Some(false) {
                    interval = Interval { low: 0.0, high: 0.0 }.minus(interval);
                }
                if unit.is_price() {
                    own_unit = format!("USD {}", unit.own);
                } else if unit.dollars {
                    own_unit = "USD billion".to_owned();
                } else if unit.percent || kind == AmountKind::Fraction {
                    own_unit = "share".to_owned();
                }
            }
            _ => {}
        }
        let key = if kind == AmountKind::Nothing { "nothing" } else { key };
        Ok(Stated { interval: self.bounded(interval)?, rounding: key, own_unit })
    }

    /// What an amount with its word can be, before scale and unit.
    fn reach(&self, key: &'static str, amount: Amount, unit: &Unit) -> Interval {
        let Amount { value, kind, .. } = amount;
        match (key, kind) {
            // A ratio of two sides has no natural scale, so that a word leaves it open.
            ("over", AmountKind::Sides { .. }) => return Interval { low: value, high: f64::INFINITY },
            ("under", AmountKind::Sides { .. }) => return Interval { low: 0.0, high: value },
            ("digits", AmountKind::Sides { low, high }) => return Interval { low, high },
            _ => {}
        }
        let mut interval = self.rounding.interval(key, value, amount.unit);
        if key == "under" && unit.percent && value.abs() <= LITTLE && !self.rounding.changed().contains(&"under") {
            interval = Interval::new(0.0, value);
        }
        interval
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
        let possible = interval.intersection(possible).ok_or_else(refused)?;
        // `over 100 %` of a whole says nothing that can be.
        if possible.low == possible.high && interval.low < interval.high { Err(refused()) } else { Ok(possible) }
    }
}

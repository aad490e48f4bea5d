//! How far another source of the same year would differ from the figures of a table, with nothing else uncertain.
//!
//! The spreads were measured over all pairs of a year that two sources have ([`unequal_ensemble::priors`]). They are normal
//! in the logarithm of a flow or of a loss, itself in logarithms of real income, and in the log odds of a share, so that
//! neither a loss nor a share passes one. A range holds
//! nine of ten: it runs from the 5 % to the 95 % point.

use unequal_ensemble::priors::{correlation_of_sides, error_of_goods_share, error_of_table, error_of_trade_share};
use unequal_world::embedded;

use crate::losses::share_lost;
use crate::uncertainty::{Interval, NORMAL_95};

/// The error of a table's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableError {
    carried_on: bool,
}

impl TableError {
    /// Of the table of a year.
    #[must_use]
    pub fn of_year(year: u16) -> Self {
        Self { carried_on: embedded::is_carried_on(year) }
    }

    /// Range of a loss or gain, share of real income. It keeps its sign.
    #[must_use]
    pub fn of_loss(self, loss: f64) -> Interval {
        // A loss scales as a logarithm of real income, as in the draws of exit costs: no end passes all of it.
        let Interval { low, high, .. } = around(-(-loss).ln_1p(), self.spread_of(loss));
        Interval { low: share_lost(low), median: loss, high: share_lost(high) }
    }

    /// Range of the ratio of two losses of one pair, whose errors go together.
    #[must_use]
    pub fn of_ratio(self, [first, second]: [f64; 2]) -> Interval {
        let [one, other] = [first, second].map(|loss| self.spread_of(loss));
        let variance = one * one + other * other - 2.0 * correlation_of_sides() * one * other;
        around(first / second, variance.max(0.0).sqrt())
    }

    /// Range of a country's share of another one's total imports or exports.
    #[must_use]
    pub fn of_share(self, share: f64) -> Interval {
        around_share(share, error_of_trade_share(share, self.carried_on))
    }

    /// The same of imports or exports of goods.
    #[must_use]
    pub fn of_goods_share(self, share: f64) -> Interval {
        around_share(share, error_of_goods_share(share, self.carried_on))
    }

    /// Range of a flow between two countries, of which the share of the buyer's imports is known.
    #[must_use]
    pub fn of_flow(self, flow: f64, share_of_imports: f64) -> Interval {
        around(flow, error_of_trade_share(share_of_imports, self.carried_on))
    }

    fn spread_of(self, loss: f64) -> f64 {
        error_of_table(loss.abs().max(f64::MIN_POSITIVE), self.carried_on)
    }
}

/// The range of a value whose logarithm has a standard deviation.
fn around(value: f64, spread: f64) -> Interval {
    let ends = [-NORMAL_95, NORMAL_95].map(|point| value * (point * spread).exp());
    Interval { low: ends[0].min(ends[1]), median: value, high: ends[0].max(ends[1]) }
}

/// The range of a share whose log odds have a standard deviation.
fn around_share(share: f64, spread: f64) -> Interval {
    // The odds times a factor, without a quotient that has no value at a share of one.
    let moved = |point: f64| {
        let factor = (point * spread).exp();
        share * factor / (1.0 - share + share * factor)
    };
    Interval { low: moved(-NORMAL_95), median: share, high: moved(NORMAL_95) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: TableError = TableError { carried_on: false };

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn a_loss_lies_between_its_ends_in_logarithms() {
        let range = OWN.of_loss(0.02);
        let ln = |loss: f64| -(1.0 - loss).ln();
        assert!(near(ln(range.low), ln(0.02) * (-0.31 * NORMAL_95).exp()));
        assert!(near(ln(range.high), ln(0.02) * (0.31 * NORMAL_95).exp()));
        let gain = OWN.of_loss(-0.02);
        assert!(gain.low < -0.02 && -0.02 < gain.high && gain.high < 0.0, "a gain stays one");
        for loss in [0.5, 0.7, 0.999] {
            let range = OWN.of_loss(loss);
            assert!(range.low < loss && loss < range.high && range.high < 1.0, "{loss}: {range:?}");
        }
        let none = OWN.of_loss(0.0);
        assert!((none.low, none.high) == (0.0, 0.0));
    }

    #[test]
    fn a_share_stays_between_none_and_all() {
        for share in [0.0, 1e-9, 1e-3, 0.2, 0.9, 1.0] {
            let range = OWN.of_share(share);
            assert!(0.0 <= range.low && range.low <= share && share <= range.high && range.high <= 1.0, "{share}");
        }
        let range = OWN.of_share(0.2);
        let odds = |share: f64| share / (1.0 - share);
        assert!(near((odds(range.high) / odds(0.2)).ln(), 0.27 * NORMAL_95));
        assert!(near((odds(range.low) / odds(0.2)).ln(), -0.27 * NORMAL_95));
    }

    #[test]
    fn a_ratio_is_known_better_than_its_parts() {
        let width = |range: Interval| (range.high / range.low).ln();
        assert!(width(OWN.of_ratio([0.02, 0.02])) < 0.5 * width(OWN.of_loss(0.02)));
        let equal = OWN.of_ratio([0.02, 0.02]);
        assert!(near(equal.low * equal.high, 1.0));
        // Whichever side is first.
        let (there, back) = (OWN.of_ratio([0.02, 0.001]), OWN.of_ratio([0.001, 0.02]));
        assert!(near(there.low * back.high, 1.0) && near(there.high * back.low, 1.0));
    }

    #[test]
    fn a_table_carried_on_has_wider_ranges() {
        let carried = TableError { carried_on: true };
        assert!(carried.of_loss(0.01).high > OWN.of_loss(0.01).high);
        assert!(carried.of_share(0.1).high > OWN.of_share(0.1).high);
        assert!(carried.of_flow(100.0, 0.1).high > OWN.of_flow(100.0, 0.1).high);
    }
}

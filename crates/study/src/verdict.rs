//! Which side depends more on the other: the one rule by which every answer says so.

use serde::{Deserialize, Serialize};

use crate::losses::Losses;
use crate::uncertainty::Sureness;

/// Losses that differ by less than this factor are about even. Trials with other tables and years of the same flows move
/// a ratio of exit costs by about 15 % either way: 9.6 to 11.6 for Russia and China in 2022.
pub const ERROR_OF_RATIO: f64 = 1.15;

/// Which side depends more on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Neither side would lose a loss that can be seen.
    TooSmall,
    /// The difference is within the error of data or elasticities.
    AboutEven {
        /// What makes it so.
        because: Even,
    },
    /// One side depends more on the other.
    Depends {
        /// The dependent side.
        who: Who,
        /// How many indicators agree.
        indicators: Poll,
        /// Whether that is likely only: fewer than 95 of 100 draws of the ranges have it.
        #[serde(default)]
        probably: bool,
    },
    /// Exit costs point at one side, at least half of the other indicators at the other.
    IndicatorsDisagree {
        /// The side with the higher exit cost.
        by_exit_cost: Who,
        /// How many indicators agree with the exit cost.
        indicators: Poll,
    },
}

/// Why two sides are about even.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Even {
    /// The losses differ by less than the error of the ratio: by less than 15 %, or fewer than 65 of 100 draws of the
    /// ranges say which is higher.
    WithinError,
    /// Which loss is higher hangs on the trade elasticity.
    ElasticityDecides,
}

/// One of the two sides of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The side named first.
    First,
    /// The side named second.
    Second,
}

/// How indicators of leverage, the exit cost among them, fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Poll {
    /// Indicators that point at the side with the higher exit cost.
    pub agree: usize,
    /// Indicators that point at the other side.
    pub against: usize,
    /// All indicators, with those that point at neither.
    pub of: usize,
}

/// The losses of both sides, shares of real income; a gain is negative.
pub type Pair = (f64, f64);

/// Judges a pair.
///
/// `headline` holds the exit costs at the headline's trade elasticity and decides. `tried` holds those at every
/// elasticity that was tried, and `contrasts` the other indicators of leverage, the first side's dependence and the
/// second's; one that is not defined is NaN and points at neither. Both may be empty where an answer has none.
/// `first_loses_more` is the share of draws in which the first side loses more of its income, where there are ranges.
#[must_use]
pub fn verdict(headline: Pair, tried: &[Pair], contrasts: &[Pair], first_loses_more: Option<f64>) -> Verdict {
    let (first, second) = headline;
    let highest = first.max(second);
    if highest.is_nan() || highest < Losses::VISIBLE {
        return Verdict::TooSmall;
    }
    if tried.iter().any(|(one, other)| one < other) && tried.iter().any(|(one, other)| one > other) {
        return Verdict::AboutEven { because: Even::ElasticityDecides };
    }
    let lower = first.min(second);
    if lower > 0.0 && first.max(second) < ERROR_OF_RATIO * lower {
        return Verdict::AboutEven { because: Even::WithinError };
    }
    let who = if first > second { Who::First } else { Who::Second };
    let sureness = first_loses_more.map(|share| Sureness::of(who.of(share, 1.0 - share)));
    if sureness == Some(Sureness::Open) {
        return Verdict::AboutEven { because: Even::WithinError };
    }
    let probably = sureness == Some(Sureness::Likely);
    let points = |side: Who| {
        let at = |(one, other): &&Pair| match side {
            Who::First => one > other,
            Who::Second => other > one,
        };
        contrasts.iter().filter(at).count()
    };
    let against = points(who.other());
    let indicators = Poll { agree: 1 + points(who), against, of: 1 + contrasts.len() };
    if against > 0 && 2 * against >= contrasts.len() {
        return Verdict::IndicatorsDisagree { by_exit_cost: who, indicators };
    }
    Verdict::Depends { who, indicators, probably }
}

impl Who {
    /// The other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// What belongs to this side.
    pub fn of<T>(self, first: T, second: T) -> T {
        match self {
            Self::First => first,
            Self::Second => second,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_that_would_lose_more_depends_more() {
        let all = [(0.2, 0.1); 6];
        let poll = Poll { agree: 7, against: 0, of: 7 };
        assert_eq!(
            verdict((0.02, 0.01), &[], &all, None),
            Verdict::Depends { who: Who::First, indicators: poll, probably: false }
        );
        let mixed = [(0.1, 0.2), (0.2, 0.1), (0.1, 0.1), (f64::NAN, 0.1), (0.1, f64::INFINITY), (0.1, 0.2)];
        let poll = Poll { agree: 4, against: 1, of: 7 };
        assert_eq!(
            verdict((0.01, 0.02), &[], &mixed, None),
            Verdict::Depends { who: Who::Second, indicators: poll, probably: false }
        );
    }

    #[test]
    fn a_difference_within_the_error_of_the_data_is_about_even() {
        let even = Verdict::AboutEven { because: Even::WithinError };
        // Germany and Japan in 2022.
        assert_eq!(verdict((0.0019, 0.0018), &[(0.0019, 0.0018)], &[], None), even);
        assert_eq!(verdict((0.0100, 0.0114), &[], &[], None), even);
        assert!(matches!(verdict((0.0100, 0.0116), &[], &[], None), Verdict::Depends { who: Who::Second, .. }));
    }

    /// A ratio whose range holds 1 is not a firm answer: the European Union and China in 2022.
    #[test]
    fn ranges_decide_how_firmly_it_is_said() {
        let said = |share: f64| verdict((0.012, 0.010), &[], &[], Some(share));
        assert!(matches!(said(0.99), Verdict::Depends { who: Who::First, probably: false, .. }));
        assert!(matches!(said(0.8), Verdict::Depends { who: Who::First, probably: true, .. }));
        assert_eq!(said(0.6), Verdict::AboutEven { because: Even::WithinError });
        assert_eq!(said(0.3), Verdict::AboutEven { because: Even::WithinError });
        assert!(matches!(
            verdict((0.010, 0.012), &[], &[], Some(0.2)),
            Verdict::Depends { who: Who::Second, probably: true, .. }
        ));
    }

    #[test]
    fn a_sign_that_hangs_on_the_elasticity_is_about_even() {
        let even = Verdict::AboutEven { because: Even::ElasticityDecides };
        assert_eq!(verdict((0.02, 0.01), &[(0.02, 0.01), (0.01, 0.02)], &[(0.2, 0.1); 6], None), even);
        assert_ne!(verdict((0.02, 0.01), &[(0.02, 0.01), (0.01, 0.01)], &[], None), even);
    }

    #[test]
    fn indicators_disagree_from_half_of_the_others_on() {
        let half = [(0.1, 0.2), (0.1, 0.2), (0.1, 0.2), (0.2, 0.1), (0.2, 0.1), (0.2, 0.1)];
        let poll = Poll { agree: 4, against: 3, of: 7 };
        assert_eq!(
            verdict((0.02, 0.01), &[], &half, None),
            Verdict::IndicatorsDisagree { by_exit_cost: Who::First, indicators: poll }
        );
        assert!(matches!(verdict((0.01, 0.02), &[], &half, None), Verdict::IndicatorsDisagree { .. }));
        assert!(matches!(verdict((0.02, 0.01), &[], &half[1..], None), Verdict::Depends { who: Who::First, .. }));
    }

    #[test]
    fn losses_that_print_as_zero_decide_nothing() {
        assert_eq!(verdict((0.000_04, 0.000_000_1), &[], &[(0.2, 0.1); 6], None), Verdict::TooSmall);
        assert_eq!(verdict((-0.01, -0.02), &[], &[], None), Verdict::TooSmall);
        assert_eq!(verdict((f64::NAN, f64::NAN), &[], &[], None), Verdict::TooSmall);
    }

    #[test]
    fn a_side_that_would_gain_depends_less() {
        assert!(matches!(verdict((0.02, -0.01), &[], &[], None), Verdict::Depends { who: Who::First, .. }));
    }

    #[test]
    fn the_sides_can_be_named_in_either_order() {
        let contrasts = [(0.1, 0.2), (0.3, 0.1), (0.4, 0.1), (f64::INFINITY, 0.1)];
        let turned: Vec<Pair> = contrasts.iter().map(|(one, other)| (*other, *one)).collect();
        for (losses, back) in [((0.02, 0.01), (0.01, 0.02)), ((0.011, 0.010), (0.010, 0.011))] {
            let swap = |found: Verdict| match found {
                Verdict::Depends { who, indicators, probably } => {
                    Verdict::Depends { who: who.other(), indicators, probably }
                }
                Verdict::IndicatorsDisagree { by_exit_cost, indicators } => {
                    Verdict::IndicatorsDisagree { by_exit_cost: by_exit_cost.other(), indicators }
                }
                same => same,
            };
            assert_eq!(swap(verdict(losses, &[], &contrasts, None)), verdict(back, &[], &turned, None));
        }
    }
}

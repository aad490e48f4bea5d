//! What rounding words mean: factors on the figure that stands beside them.

use serde::Deserialize;
use toml::Spanned;

use crate::interval::Interval;

/// A word of rounding in the file and its meaning where the file says nothing else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Word {
    /// Its key under `[rounding]`.
    pub key: &'static str,
    /// Words in a claim that are read as it.
    pub spellings: &'static [&'static str],
    /// Least and greatest factor on the figure; for `nothing` a share itself.
    pub factors: [f64; 2],
    /// Its meaning in words.
    pub meaning: &'static str,
    /// Whether a file may change it.
    pub adjustable: bool,
}

/// Every word. The intervals are generous: a contradiction found with them is not one of taste.
pub const WORDS: [Word; 12] = [
    Word {
        key: "about",
        spellings: &[
            "about",
            "around",
            "roughly",
            "approximately",
            "approx",
            "some",
            "circa",
            "ca",
            "c",
            "an estimated",
            "broadly",
            "~",
            "\u{2248}",
        ],
        factors: [0.95, 1.05],
        meaning: "5 % either way, and at least half a unit of the last digit written",
        adjustable: true,
    },
    Word {
        key: "almost",
        spellings: &["almost", "nearly", "close to", "not quite", "virtually", "approaching"],
        factors: [0.9, 1.0],
        meaning: "up to a tenth below",
        adjustable: true,
    },
    Word {
        key: "just_under",
        spellings: &[
            "just under",
            "just below",
            "just shy of",
            "slightly less than",
            "slightly under",
            "slightly below",
            "marginally under",
            "a little under",
            "a little less than",
            "a shade under",
            "a touch under",
            "a bit under",
        ],
        factors: [0.95, 1.0],
        meaning: "up to 5 % below",
        adjustable: true,
    },
    Word {
        key: "just_over",
        spellings: &[
            "just over",
            "just above",
            "just more than",
            "slightly more than",
            "slightly over",
            "slightly above",
            "marginally over",
            "marginally more than",
            "a little over",
            "a little more than",
            "a shade over",
            "a shade more than",
            "a touch over",
            "a bit over",
            "a bit more than",
        ],
        factors: [1.0, 1.05],
        meaning: "up to 5 % above",
        adjustable: true,
    },
    Word {
        key: "over",
        spellings: &[
            "over",
            "more than",
            "above",
            "exceeding",
            "well over",
            "well above",
            "far more than",
            "much more than",
            "upwards of",
            "in excess of",
            "north of",
            ">",
        ],
        factors: [1.0, 1.5],
        meaning: "up to half as much again",
        adjustable: true,
    },
    Word {
        key: "under",
        spellings: &["under", "less than", "below", "fewer than", "well under", "well below", "far less than", "<"],
        factors: [0.5, 1.0],
        meaning: "down to half",
        adjustable: true,
    },
    Word {
        key: "fraction",
        spellings: &["a third", "two-thirds", "a quarter", "half", "doubled"],
        factors: [0.95, 1.05],
        meaning: "a fraction or a multiple in words without another word of rounding: 5 % either way",
        adjustable: true,
    },
    Word {
        key: "nothing",
        spellings: &["nothing", "zero", "nil"],
        factors: [0.0, 0.05],
        meaning: "a share of at most 5 %",
        adjustable: true,
    },
    Word {
        key: "at_least",
        spellings: &["at least", "no less than", "\u{2265}"],
        factors: [1.0, f64::INFINITY],
        meaning: "that or more",
        adjustable: false,
    },
    Word {
        key: "at_most",
        spellings: &["at most", "up to", "no more than", "as much as", "\u{2264}"],
        factors: [0.0, 1.0],
        meaning: "that or less",
        adjustable: false,
    },
    Word {
        key: "exactly",
        spellings: &["exactly"],
        factors: [1.0, 1.0],
        meaning: "the figure and nothing else",
        adjustable: false,
    },
    Word {
        key: "digits",
        spellings: &[],
        factors: [1.0, 1.0],
        meaning: "a figure in digits alone: half a unit of the last digit written, so 60 % is 59.5 % to 60.5 % and 60.0 % \
                  is 59.95 % to 60.05 %",
        adjustable: false,
    },
];

/// Overrides as written under `[rounding]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoundingTable {
    about: Option<Spanned<[f64; 2]>>,
    almost: Option<Spanned<[f64; 2]>>,
    just_under: Option<Spanned<[f64; 2]>>,
    just_over: Option<Spanned<[f64; 2]>>,
    over: Option<Spanned<[f64; 2]>>,
    under: Option<Spanned<[f64; 2]>>,
    fraction: Option<Spanned<[f64; 2]>>,
    nothing: Option<Spanned<[f64; 2]>>,
}

impl RoundingTable {
    /// The overrides with their keys.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'static str, &Spanned<[f64; 2]>)> {
        [
            ("about", &self.about),
            ("almost", &self.almost),
            ("just_under", &self.just_under),
            ("just_over", &self.just_over),
            ("over", &self.over),
            ("under", &self.under),
            ("fraction", &self.fraction),
            ("nothing", &self.nothing),
        ]
        .into_iter()
        .filter_map(|(key, entry)| entry.as_ref().map(|entry| (key, entry)))
    }
}

/// The intervals of the words in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounding {
    factors: Vec<[f64; 2]>,
    changed: Vec<&'static str>,
}

impl Default for Rounding {
    fn default() -> Self {
        Self { factors: WORDS.iter().map(|word| word.factors).collect(), changed: Vec::new() }
    }
}

impl Rounding {
    /// Gives a word other factors.
    pub(crate) fn set(&mut self, key: &'static str, factors: [f64; 2]) {
        if let Some(place) = WORDS.iter().position(|word| word.key == key) {
            self.factors[place] = factors;
            self.changed.push(key);
        }
    }

    /// Factors of a word, least first.
    #[must_use]
    pub fn factors(&self, key: &str) -> [f64; 2] {
        WORDS.iter().position(|word| word.key == key).map_or([1.0, 1.0], |place| self.factors[place])
    }

    /// Keys that the file gave another meaning.
    #[must_use]
    pub fn changed(&self) -> &[&'static str] {
        &self.changed
    }

    /// The interval that a word makes of a figure, whose last digit is worth `unit` (zero for a figure in words).
    pub(crate) fn interval(&self, key: &str, value: f64, unit: f64) -> Interval {
        let [low, high] = self.factors(key);
        // An infinite factor on zero is not a number; zero or more is what is meant.
        let times = |factor: f64| if factor.is_infinite() { f64::INFINITY } else { value * factor };
        let mut interval = Interval::new(times(low), times(high));
        if matches!(key, "about" | "digits") {
            interval.low = interval.low.min(value - 0.5 * unit);
            interval.high = interval.high.max(value + 0.5 * unit);
        }
        interval
    }
}

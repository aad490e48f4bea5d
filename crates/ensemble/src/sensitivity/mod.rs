//! Which parameters decide an outcome: variance-based indices.
//!
//! Where every draw has an outcome, Saltelli et al. (2010): with samples A and B and A with column i from B,
//! `S_i = mean f(B)(f(AB_i) - f(A)) / V` and `ST_i = mean (f(A) - f(AB_i))^2 / 2V`. Both presume that the parameters are
//! drawn independently. A condition, such as that there is a deal, ties them together: an outcome that only some draws
//! have gets first-order indices from given data instead (see [`given_data`]), and no total index.
//!
//! Draws are seeded by their number, so that they do not depend on the threads.

mod given_data;
pub mod morris;
mod saltelli;

pub use given_data::{given_data, given_data_intervals};
pub use saltelli::{Design, IndexIntervals};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a parameter is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Every value from low to high alike.
    Uniform,
    /// Every ratio alike; both ends positive.
    LogUniform,
}

/// A prior: a range and how a parameter is spread over it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prior {
    /// Lowest value.
    pub low: f64,
    /// Highest value, not below the lowest.
    pub high: f64,
    /// How it is spread.
    pub shape: Shape,
}

impl Prior {
    /// The value below which the share `unit` of the prior lies.
    #[must_use]
    pub fn quantile(&self, unit: f64) -> f64 {
        match self.shape {
            Shape::Uniform => self.low + unit * (self.high - self.low),
            Shape::LogUniform => {
                (self.low.ln() + unit * (self.high.ln() - self.low.ln())).exp().clamp(self.low, self.high)
            }
        }
    }
}

/// How indices were estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// Saltelli et al. (2010), from draws of independent parameters.
    Saltelli,
    /// Plischke, Borgonovo and Smith (2013), from whatever draws there are; see [`given_data`].
    GivenData,
}

/// Indices of one parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Index {
    /// S = Var(E\[outcome | parameter\]) / Var(outcome): what the parameter alone explains of an outcome of
    /// independent parameters, and what goes with it in draws that a condition has picked. Estimates of small ones may
    /// be just below zero.
    pub first_order: f64,
    /// ST: share in which it takes part. None for draws that a condition has picked: it has no such meaning there.
    pub total: Option<f64>,
}

/// Indices of all parameters, and how they were estimated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Indices {
    /// The estimator.
    pub estimator: Estimator,
    /// One a parameter; zeros if the outcome does not vary.
    pub parameters: Vec<Index>,
}

impl Indices {
    /// Whether the outcome is the same whatever the parameters are.
    #[must_use]
    pub fn are_zero(&self) -> bool {
        self.parameters.iter().all(|index| index.weight() == 0.0)
    }
}

impl Index {
    /// By which parameters are ranked: the total index, or the first-order one where there is none.
    fn weight(&self) -> f64 {
        self.total.unwrap_or(self.first_order)
    }
}

/// An outcome under a prior.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Draws of the sample A, each in [0, 1) a parameter.
    pub draws: Vec<Vec<f64>>,
    /// Outcome of each; not a number where it has none.
    pub outcomes: Vec<f64>,
    /// What each parameter decides.
    pub indices: Indices,
}

/// Numbers in [0, 1) of one draw.
fn unit_draw(seed: u64, number: usize, parameters: usize) -> Vec<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(number as u64);
    (0..parameters).map(|_| (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64).collect()
}

/// A draw of A, its outcome, that of the draw of B, and those of A with each column from B.
type Row = (Vec<f64>, f64, f64, Vec<f64>);

/// Draws `count` times from the unit cube of `parameters` dimensions and evaluates the outcome of each;
/// `count (2 + parameters)` evaluations in all, for Saltelli's estimators. If the outcome of any of them is missing (not a
/// number), those estimators do not hold, and the indices are from given data.
pub fn spread(seed: u64, count: usize, parameters: usize, outcome: impl Fn(&[f64]) -> f64 + Sync) -> Spread {
    let rows: Vec<Row> = (0..count)
        .into_par_iter()
        .map(|number| {
            let both = unit_draw(seed, number, 2 * parameters);
            let (first, second) = both.split_at(parameters);
            let mixed = (0..parameters).map(|place| {
                let mut draw = first.to_vec();
                draw[place] = second[place];
                outcome(&draw)
            });
            let mixed = mixed.collect();
            (first.to_vec(), outcome(first), outcome(second), mixed)
        })
        .collect();
    let mut design = Design::default();
    let mut whole = count > 0;
    let (mut draws, mut outcomes) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (draw, first, second, mixed) in rows {
        whole &= design.add(first, second, mixed);
        draws.push(draw);
        outcomes.push(first);
    }
    let indices = if whole { design.indices() } else { given_data(&draws, &outcomes, parameters) };
    Spread { draws, outcomes, indices }
}

/// The same for an outcome that is asked about on a condition only, such as a price if there is a deal: missing (not a
/// number) where the condition fails. Draws are those of [`spread`]; indices are always from given data.
pub fn spread_given(seed: u64, count: usize, parameters: usize, outcome: impl Fn(&[f64]) -> f64 + Sync) -> Spread {
    let one = |number: usize| {
        let draw = unit_draw(seed, number, parameters);
        let outcome = outcome(&draw);
        (draw, outcome)
    };
    let (draws, outcomes): (Vec<_>, Vec<_>) = (0..count).into_par_iter().map(one).unzip();
    let indices = given_data(&draws, &outcomes, parameters);
    Spread { draws, outcomes, indices }
}

/// The two parameters that decide most: largest total index first (first-order where there is none), earlier ones on a
/// tie.
#[must_use]
pub fn two_drivers(indices: &Indices) -> [usize; 2] {
    let weight = |place: usize| indices.parameters.get(place).map_or(f64::NEG_INFINITY, Index::weight);
    let mut order: Vec<usize> = (0..indices.parameters.len()).collect();
    order.sort_by(|left, right| weight(*right).total_cmp(&weight(*left)));
    [order.first().copied().unwrap_or(0), order.get(1).copied().unwrap_or(0)]
}

/// The mean outcome in the lower and in the upper half of one parameter's prior: how far the answer depends on that
/// prior. Missing outcomes are left out; not a number where a half has none.
#[must_use]
pub fn halves(spread: &Spread, parameter: usize) -> [f64; 2] {
    [false, true].map(|upper| {
        let (mut sum, mut count) = (0.0, 0usize);
        for (draw, outcome) in spread.draws.iter().zip(&spread.outcomes) {
            if !outcome.is_nan() && draw.get(parameter).is_some_and(|unit| (*unit >= 0.5) == upper) {
                sum += outcome;
                count += 1;
            }
        }
        sum / count as f64
    })
}

/// Quantiles of some outcomes at the shares asked for, by linear interpolation; not a number where there are none.
#[must_use]
pub fn quantiles<const N: usize>(outcomes: &[f64], shares: [f64; N]) -> [f64; N] {
    let mut known: Vec<f64> = outcomes.iter().copied().filter(|value| !value.is_nan()).collect();
    shares.map(|share| {
        let Some(last) = known.len().checked_sub(1) else { return f64::NAN };
        let place = share.clamp(0.0, 1.0) * last as f64;
        let below = place as usize;
        let (_, lower, above) = known.select_nth_unstable_by(below, f64::total_cmp);
        let lower = *lower;
        let upper = above.iter().copied().min_by(f64::total_cmp).unwrap_or(lower);
        lower + (place - below as f64) * (upper - lower)
    })
}

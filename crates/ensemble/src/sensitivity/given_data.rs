//! First-order indices from given data (Plischke, Borgonovo and Smith 2013): no design of draws, no independence.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

use super::{Estimator, Index, Indices};
use crate::Interval;

/// Fewest draws from which anything is estimated.
const FEWEST: usize = 8;
/// Most classes of a parameter.
const MOST_CLASSES: usize = 64;

/// `S = Var(E[y | x]) / Var(y)` of each parameter x, from draws and their outcomes y; draws whose outcome is missing
/// (not a number) are left out. All zero where fewer than eight are left or the outcome does not vary.
///
/// The draws are put into classes of equal number by the size of x, `2 n^(1/3)` of them (at most 64), and the variance
/// between the means of the classes is taken, less what their sampling error adds to it: with M classes and n draws,
/// `S = 1 - (SSW / (n - M)) / (SST / (n - 1))`, SSW and SST being the sums of squares within classes and in all (the
/// adjusted correlation ratio, Kelley 1935). What E\[y | x\] varies within a class is missed: a share of about 1 / M^2.
#[must_use]
pub fn given_data(draws: &[Vec<f64>], outcomes: &[f64], parameters: usize) -> Indices {
    let known = known(draws, outcomes);
    let first_order = |place: usize| Index { first_order: correlation_ratio(&known, place), total: None };
    Indices { estimator: Estimator::GivenData, parameters: (0..parameters).map(first_order).collect() }
}

/// Intervals of nine in ten of the indices of [`given_data`], from rows that are drawn anew, with replacement; `None` where
/// nothing is estimated. A row that is drawn twice falls into one class twice, so that its error counts as an effect of the
/// parameter: the resamples lie above the estimate by about what the classes' sampling error adds, a share of `M / n`. Their
/// mean is therefore moved to the estimate (Efron and Tibshirani 1993, chapter 10). Depends on the seed alone, not on threads.
#[must_use]
pub fn given_data_intervals(
    draws: &[Vec<f64>],
    outcomes: &[f64],
    parameters: usize,
    seed: u64,
    resamples: usize,
) -> Option<Vec<Interval>> {
    let known = known(draws, outcomes);
    if known.len() < FEWEST || is_constant(&known) || resamples == 0 {
        return None;
    }
    let mean = known.iter().map(|(_, outcome)| outcome).sum::<f64>() / known.len() as f64;
    let centred: Vec<f64> = known.iter().map(|(_, outcome)| outcome - mean).collect();
    let orders: Vec<Vec<usize>> = (0..parameters).map(|place| order(&known, place)).collect();
    let resample = |number: usize| -> Vec<f64> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(number as u64);
        let mut times = vec![0_u32; known.len()];
        (0..known.len()).for_each(|_| times[(random.next_u64() % known.len() as u64) as usize] += 1);
        orders.iter().map(|order| resampled_ratio(order, &times, &centred)).collect()
    };
    let found: Vec<Vec<f64>> = (0..resamples).into_par_iter().map(resample).collect();
    let interval = |place: usize| {
        let ratios: Vec<f64> = found.iter().map(|ratios| ratios[place]).collect();
        let above = ratios.iter().sum::<f64>() / ratios.len() as f64 - correlation_ratio(&known, place);
        let Interval { low, median, high } = Interval::of(&ratios);
        Interval { low: low - above, median: median - above, high: high - above }
    };
    Some((0..parameters).map(interval).collect())
}

/// Draws with an outcome.
fn known<'a>(draws: &'a [Vec<f64>], outcomes: &[f64]) -> Vec<(&'a [f64], f64)> {
    let all = draws.iter().zip(outcomes).filter(|(_, outcome)| !outcome.is_nan());
    all.map(|(draw, outcome)| (draw.as_slice(), *outcome)).collect()
}

/// Rows in the order of one parameter alone, and stable: which of two equal values comes first must not depend on the
/// outcome.
fn order(known: &[(&[f64], f64)], place: usize) -> Vec<usize> {
    let of = |row: &usize| known[*row].0.get(place).copied().unwrap_or_default();
    let mut rows: Vec<usize> = (0..known.len()).collect();
    rows.sort_by(|left, right| of(left).total_cmp(&of(right)));
    rows
}

/// Number of classes of a number of draws.
fn classes(count: usize) -> usize {
    ((2.0 * (count as f64).cbrt()).round() as usize).clamp(2, MOST_CLASSES)
}

/// The adjusted correlation ratio of rows that are taken some times each, from the order of the parameter and outcomes less
/// their mean.
fn resampled_ratio(order: &[usize], times: &[u32], centred: &[f64]) -> f64 {
    let (count, classes) = (order.len(), classes(order.len()));
    let (mut within, mut sum_of_all, mut squares_of_all) = (0.0, 0.0, 0.0);
    let (mut class, mut sum, mut taken) = (0, 0.0, 0);
    let mut in_class = 0;
    for &row in order {
        for _ in 0..times[row] {
            let outcome = centred[row];
            sum += outcome;
            sum_of_all += outcome;
            squares_of_all += outcome * outcome;
            in_class += 1;
            taken += 1;
            if taken == (class + 1) * count / classes {
                within -= sum * sum / f64::from(in_class);
                (class, sum, in_class) = (class + 1, 0.0, 0);
            }
        }
    }
    // Squares within classes: those of all rows less those of the classes' means.
    within += squares_of_all;
    let total = squares_of_all - sum_of_all * sum_of_all / count as f64;
    if total > 0.0 { 1.0 - (within / (count - classes) as f64) / (total / (count - 1) as f64) } else { 0.0 }
}

/// The adjusted correlation ratio of the outcomes and one parameter.
fn correlation_ratio(known: &[(&[f64], f64)], place: usize) -> f64 {
    let count = known.len();
    if count < FEWEST || is_constant(known) {
        return 0.0;
    }
    let sorted: Vec<f64> = order(known, place).into_iter().map(|row| known[row].1).collect();
    let classes = classes(count);
    let within: f64 = (0..classes)
        .filter_map(|class| sorted.get(class * count / classes..(class + 1) * count / classes))
        .map(squares)
        .sum();
    1.0 - (within / (count - classes) as f64) / (squares(&sorted) / (count - 1) as f64)
}

/// Whether outcomes differ by rounding only.
fn is_constant(known: &[(&[f64], f64)]) -> bool {
    let outcomes = || known.iter().map(|(_, outcome)| *outcome);
    let (least, most) = (outcomes().fold(f64::INFINITY, f64::min), outcomes().fold(f64::NEG_INFINITY, f64::max));
    most - least <= 4.0 * f64::EPSILON * least.abs().max(most.abs())
}

/// Sum of squares of the outcomes about their mean.
fn squares(class: &[f64]) -> f64 {
    let mean = class.iter().sum::<f64>() / class.len().max(1) as f64;
    class.iter().map(|outcome| (outcome - mean).powi(2)).sum()
}

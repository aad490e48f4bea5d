//! First-order indices from given data (Plischke, Borgonovo and Smith 2013): no design of draws, no independence.

use super::{Estimator, Index, Indices};

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
    let known: Vec<(&[f64], f64)> = draws
        .iter()
        .zip(outcomes)
        .filter(|(_, outcome)| !outcome.is_nan())
        .map(|(draw, outcome)| (draw.as_slice(), *outcome))
        .collect();
    let first_order = |place: usize| Index { first_order: correlation_ratio(&known, place), total: None };
    Indices { estimator: Estimator::GivenData, parameters: (0..parameters).map(first_order).collect() }
}

/// The adjusted correlation ratio of the outcomes and one parameter.
fn correlation_ratio(known: &[(&[f64], f64)], place: usize) -> f64 {
    let count = known.len();
    if count < FEWEST || is_constant(known) {
        return 0.0;
    }
    let of = |draw: &[f64]| draw.get(place).copied().unwrap_or_default();
    let mut sorted: Vec<(f64, f64)> = known.iter().map(|(draw, outcome)| (of(draw), *outcome)).collect();
    // By the parameter alone, and stable: which of two equal values comes first must not depend on the outcome.
    sorted.sort_by(|left, right| left.0.total_cmp(&right.0));
    let classes = ((2.0 * (count as f64).cbrt()).round() as usize).clamp(2, MOST_CLASSES);
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
fn squares(class: &[(f64, f64)]) -> f64 {
    let mean = class.iter().map(|(_, outcome)| outcome).sum::<f64>() / class.len().max(1) as f64;
    class.iter().map(|(_, outcome)| (outcome - mean).powi(2)).sum()
}

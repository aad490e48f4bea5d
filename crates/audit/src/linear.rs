//! The linear relaxation of a part of the box, and proofs that it is empty.
//!
//! Sums are linear as they are; `part = ratio * whole` is replaced by its four McCormick (1976) inequalities over
//! the ranges of the factors. If the linear program has no point, multipliers are sought (Farkas' lemma) and checked
//! in plain arithmetic against the ranges, after Neumaier and Shcherbina (2004): whatever the solver says, nothing
//! counts as empty without such a check.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

use crate::interval::Interval;
use crate::system::{System, Tie};

/// What the relaxation says of a part.
pub(crate) enum Relaxation {
    /// It has no point: proven.
    Infeasible,
    /// A point of the relaxation, one value a variable.
    Point(Vec<f64>),
    /// Neither.
    Unknown,
}

/// `sum(coefficient * variable)` equals `right`, or is at least that; variables in units of their size.
struct Row {
    terms: Vec<(usize, f64)>,
    right: f64,
    at_least: bool,
}

/// How far the combination must be below zero, relative to the sum of its terms' sizes: ten thousand times what
/// rounding comes to.
const MARGIN: f64 = 1e-11;

pub(crate) fn relaxation(system: &System, part: &[Interval]) -> Relaxation {
    // Variables that nothing ties are anywhere in their range, and stay out of the linear programs.
    let mut tied: Vec<usize> = system.ties().iter().flat_map(Tie::variables).collect();
    tied.sort_unstable();
    tied.dedup();
    let units: Vec<f64> = part.iter().map(|range| if range.size() > 0.0 { range.size() } else { 1.0 }).collect();
    let scaled: Vec<Interval> = tied.iter().map(|place| part[*place].times(1.0 / units[*place])).collect();
    let mut rows = rows(system, part, &units);
    for (place, _) in rows.iter_mut().flat_map(|row| &mut row.terms) {
        *place = tied.binary_search(place).unwrap_or_default();
    }
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let variables: Vec<Variable> = scaled.iter().map(|range| problem.add_var(0.0, (range.low, range.high))).collect();
    for row in &rows {
        let terms: Vec<(Variable, f64)> =
            row.terms.iter().map(|(place, factor)| (variables[*place], *factor)).collect();
        problem.add_constraint(terms, if row.at_least { ComparisonOp::Ge } else { ComparisonOp::Eq }, row.right);
    }
    match problem.solve() {
        Ok(outcome) => outcome.into_solution().map_or(Relaxation::Unknown, |solution| {
            let mut point: Vec<f64> = part.iter().map(|range| range.middle()).collect();
            for (place, (variable, range)) in variables.iter().zip(&scaled).enumerate() {
                let value = solution.var_value(*variable).clamp(range.low, range.high);
                point[tied[place]] = units[tied[place]] * value;
            }
            Relaxation::Point(point)
        }),
        Err(Error::Infeasible) if proven(&rows, &scaled) => Relaxation::Infeasible,
        Err(_) => Relaxation::Unknown,
    }
}

fn rows(system: &System, part: &[Interval], units: &[f64]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut push = |terms: Vec<(usize, f64)>, right: f64, at_least: bool| {
        let mut terms: Vec<(usize, f64)> =
            terms.into_iter().map(|(place, factor)| (place, factor * units[place])).collect();
        let largest = terms.iter().map(|(_, factor)| factor.abs()).fold(0.0, f64::max);
        if largest > 0.0 {
            terms.iter_mut().for_each(|(_, factor)| *factor /= largest);
            rows.push(Row { terms, right: right / largest, at_least });
        }
    };
    for tie in system.ties() {
        match tie {
            Tie::Sum { terms, at_least } => push(terms.clone(), 0.0, *at_least),
            Tie::Product { part: product, ratio, whole } => {
                let (one, other) = (part[*ratio], part[*whole]);
                for (side, a, b) in [
                    (1.0, one.low, other.low),
                    (1.0, one.high, other.high),
                    (-1.0, one.high, other.low),
                    (-1.0, one.low, other.high),
                ] {
                    // side * (product - a * whole - b * ratio + a * b) >= 0
                    push(joined(vec![(*product, side), (*whole, -side * a), (*ratio, -side * b)]), -side * a * b, true);
                }
            }
        }
    }
    rows
}

/// Terms of one variable added up, so that a tie that names a variable twice is still a row.
fn joined(terms: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let mut sums: Vec<(usize, f64)> = Vec::new();
    for (variable, factor) in terms {
        match sums.iter_mut().find(|(known, _)| *known == variable) {
            Some((_, sum)) => *sum += factor,
            None => sums.push((variable, factor)),
        }
    }
    sums
}

/// Whether a combination of the rows excludes every point of the box: multipliers from a linear program, checked here.
fn proven(rows: &[Row], ranges: &[Interval]) -> bool {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let multipliers: Vec<Variable> =
        rows.iter().map(|row| problem.add_var(-row.right, (if row.at_least { 0.0 } else { -1.0 }, 1.0))).collect();
    // The most that the combination's coefficient times each variable can be.
    for (place, range) in ranges.iter().enumerate() {
        let most = problem.add_var(1.0, (f64::NEG_INFINITY, f64::INFINITY));
        for bound in [range.low, range.high] {
            let mut terms = vec![(most, 1.0)];
            for (row, multiplier) in rows.iter().zip(&multipliers) {
                let factors = row.terms.iter().filter(|(variable, _)| *variable == place);
                terms.extend(
                    factors.map(|(_, factor)| (*multiplier, -factor * bound)).filter(|(_, factor)| *factor != 0.0),
                );
            }
            problem.add_constraint(terms, ComparisonOp::Ge, 0.0);
        }
    }
    let Ok(outcome) = problem.solve() else { return false };
    let Ok(solution) = outcome.into_solution() else { return false };
    let weights: Vec<f64> = rows
        .iter()
        .zip(&multipliers)
        .map(|(row, multiplier)| {
            let weight = solution.var_value(*multiplier);
            if row.at_least { weight.max(0.0) } else { weight }
        })
        .collect();
    excludes(rows, ranges, &weights)
}

/// Whether `sum(weight * (row - right))` is below zero everywhere in the box, by more than rounding. Holds for any weights
/// that are not negative for inequalities, wherever they come from.
fn excludes(rows: &[Row], ranges: &[Interval], weights: &[f64]) -> bool {
    let mut slopes = vec![0.0; ranges.len()];
    let (mut most, mut size) = (0.0, 0.0);
    for (row, weight) in rows.iter().zip(weights) {
        most -= weight * row.right;
        size += (weight * row.right).abs();
        for (variable, factor) in &row.terms {
            slopes[*variable] += weight * factor;
            size += (weight * factor * ranges[*variable].size()).abs();
        }
    }
    for (slope, range) in slopes.iter().zip(ranges) {
        most += (slope * range.low).max(slope * range.high);
    }
    most.is_finite() && most < -MARGIN * size
}

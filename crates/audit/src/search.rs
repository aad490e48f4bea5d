//! Whether bounds and ties have a common solution: propagation, a linear relaxation, and halving of ranges.
//!
//! `Impossible` is said only where every part of the box is excluded, by intervals that miss each other or by a
//! checked combination of linear inequalities (`linear.rs`); `Possible` only with a point that satisfies all.
//! What cannot be settled within [`MOST_NODES`] parts, or the budget of the whole file, is `Undecided`, which callers treat as no contradiction.

use crate::interval::Interval;
use crate::linear::{self, Relaxation};
use crate::system::{Bound, System, Tie};

/// Answer to whether bounds can hold together.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Yes, for example at this point.
    Possible(Vec<f64>),
    /// No, and this is proven.
    Impossible,
    /// Neither shown within the effort allowed.
    Undecided,
}

/// Parts of the box that are examined at most.
const MOST_NODES: usize = 400;
/// Rounds of propagation in one part.
const MOST_ROUNDS: usize = 100;
/// Shrinking below this share of a range is not worth another round.
const WORTH_A_ROUND: f64 = 1e-4;
/// How far a point may miss a tie, relative, and count as a solution.
const MISS: f64 = 1e-7;

impl System {
    /// Whether bounds, domains and ties can hold together.
    #[must_use]
    pub fn verdict(&self, bounds: &[Bound]) -> Verdict {
        let Some(enclosure) = self.enclosure(bounds) else { return Verdict::Impossible };
        let mut parts = vec![enclosure];
        let mut examined = 0;
        while let Some(part) = parts.pop() {
            examined += 1;
            if examined > MOST_NODES || !self.spend() {
                return Verdict::Undecided;
            }
            match self.examine(part) {
                Outcome::Empty => {}
                Outcome::Solution(point) => return Verdict::Possible(point),
                Outcome::Halves(halves) => parts.extend(halves),
                Outcome::Unsettled => return Verdict::Undecided,
            }
        }
        Verdict::Impossible
    }

    /// The range that propagation alone leaves to a variable; `None` if nothing is left.
    pub(crate) fn propagated(&self, bounds: &[Bound]) -> Option<Vec<Interval>> {
        self.propagate(self.enclosure(bounds)?)
    }

    fn examine(&self, part: Vec<Interval>) -> Outcome {
        let Some(part) = self.propagate(part) else { return Outcome::Empty };
        let point = match linear::relaxation(self, &part) {
            Relaxation::Infeasible => return Outcome::Empty,
            Relaxation::Point(point) => Some(point),
            Relaxation::Unknown => None,
        };
        if let Some(point) = &point {
            if self.solves(point) {
                return Outcome::Solution(point.clone());
            }
            if let Some(solution) = self.near(&part, point) {
                return Outcome::Solution(solution);
            }
        }
        self.halves(&part, point.as_deref())
    }

    /// A solution with ratios as in a point of the relaxation: then every tie is linear.
    fn near(&self, part: &[Interval], point: &[f64]) -> Option<Vec<f64>> {
        let as_relaxed = |ratio: usize, _: usize, _: usize| point[ratio];
        let as_quotient = |ratio: usize, part: usize, whole: usize| {
            if point[whole] == 0.0 { point[ratio] } else { point[part] / point[whole] }
        };
        let guesses: [&dyn Fn(usize, usize, usize) -> f64; 2] = [&as_relaxed, &as_quotient];
        guesses.into_iter().find_map(|guess| {
            let mut fixed = part.to_vec();
            for tie in self.ties() {
                if let Tie::Product { part, ratio, whole } = tie {
                    let range = fixed[*ratio];
                    let value = guess(*ratio, *part, *whole).clamp(range.low, range.high);
                    fixed[*ratio] = Interval { low: value, high: value };
                }
            }
            let fixed = self.propagate(fixed)?;
            match linear::relaxation(self, &fixed) {
                Relaxation::Point(solution) if self.solves(&solution) => Some(solution),
                _ => None,
            }
        })
    }

    fn solves(&self, point: &[f64]) -> bool {
        self.ties().iter().all(|tie| Self::miss(tie, point) <= MISS)
    }

    /// Two halves of the part along the wider factor of the product that is missed most.
    fn halves(&self, part: &[Interval], point: Option<&[f64]>) -> Outcome {
        let relative = |variable: usize| {
            let range = part[variable];
            if range.size() > 0.0 { range.width() / range.size() } else { 0.0 }
        };
        let mut best: Option<(f64, usize)> = None;
        for tie in self.ties() {
            let Tie::Product { ratio, whole, .. } = tie else { continue };
            let wider = if relative(*ratio) >= relative(*whole) { *ratio } else { *whole };
            let miss = point.map_or(1.0, |point| Self::miss(tie, point));
            let worth = miss * relative(wider);
            if relative(wider) > MISS && best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, wider));
            }
        }
        let Some((_, variable)) = best else { return Outcome::Unsettled };
        let range = part[variable];
        // Ranges over several orders of magnitude are halved in logarithms.
        let middle = if range.low > 0.0 && range.high > 4.0 * range.low {
            (range.low * range.high).sqrt()
        } else {
            range.middle()
        };
        let half = |low: f64, high: f64| {
            let mut half = part.to_vec();
            half[variable] = Interval { low, high };
            half
        };
        Outcome::Halves([half(middle, range.high), half(range.low, middle)])
    }

    /// Shrinks ranges until the ties take nothing more from them.
    fn propagate(&self, mut part: Vec<Interval>) -> Option<Vec<Interval>> {
        for _ in 0..MOST_ROUNDS {
            let mut shrunk = false;
            for tie in self.ties() {
                shrunk |= match tie {
                    Tie::Sum { terms, at_least } => through_sum(&mut part, terms, *at_least)?,
                    Tie::Product { part: product, ratio, whole } => {
                        through_product(&mut part, *product, *ratio, *whole)?
                    }
                };
            }
            if !shrunk {
                break;
            }
        }
        Some(part)
    }
}

enum Outcome {
    Empty,
    Solution(Vec<f64>),
    Halves([Vec<Interval>; 2]),
    Unsettled,
}

/// Intersects a variable's range; whether it shrank by an amount that matters, or `None` if nothing is left.
fn shrink(part: &mut [Interval], variable: usize, allowed: Interval) -> Option<bool> {
    let before = part[variable];
    let after = before.intersection(allowed)?;
    part[variable] = after;
    Some(before.width() - after.width() > WORTH_A_ROUND * before.width())
}

fn through_sum(part: &mut [Interval], terms: &[(usize, f64)], at_least: bool) -> Option<bool> {
    let mut shrunk = false;
    for (position, (variable, coefficient)) in terms.iter().enumerate() {
        let mut others = Interval { low: 0.0, high: 0.0 };
        for (place, (other, factor)) in terms.iter().enumerate() {
            if place != position {
                others = others.plus(part[*other].times(*factor));
            }
        }
        // coefficient * variable = -others, or at least that.
        let mut allowed = Interval { low: 0.0, high: 0.0 }.minus(others);
        if at_least {
            allowed.high = f64::INFINITY;
        }
        shrunk |= shrink(part, *variable, allowed.times(1.0 / coefficient))?;
    }
    Some(shrunk)
}

fn through_product(part: &mut [Interval], product: usize, ratio: usize, whole: usize) -> Option<bool> {
    let allowed = part[ratio].product(part[whole]);
    let mut shrunk = shrink(part, product, allowed)?;
    for (factor, other) in [(ratio, whole), (whole, ratio)] {
        if let Some(allowed) = part[product].quotient(part[other]) {
            shrunk |= shrink(part, factor, allowed)?;
        }
    }
    Some(shrunk)
}

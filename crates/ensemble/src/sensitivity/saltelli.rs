//! Variance-based indices from a design of two samples (Saltelli et al. 2010), with bootstrap intervals.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::{Estimator, Index, Indices};
use crate::Interval;

/// Outcomes of the samples A and B, and of A with one input from B: `count (2 + inputs)` evaluations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// Outcome of each row of A.
    first: Vec<f64>,
    /// Outcome of each row of B.
    second: Vec<f64>,
    /// `[row][input]`: outcome of the row of A with that input from B.
    mixed: Vec<Vec<f64>>,
}

/// Bootstrap intervals of the indices of one input, each of nine in ten resamples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexIntervals {
    /// Of the first-order index.
    pub first_order: Interval,
    /// Of the total index, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Interval>,
}

impl Design {
    /// Adds a row. A row without all its outcomes (one is not a number, or an input is missing) is left out, since no
    /// estimator can use it; the result says whether it was added.
    pub fn add(&mut self, first: f64, second: f64, mixed: Vec<f64>) -> bool {
        let inputs = self.mixed.first().map_or(mixed.len(), Vec::len);
        let whole = first.is_finite() && second.is_finite() && mixed.iter().all(|outcome| outcome.is_finite());
        if !whole || mixed.len() != inputs {
            return false;
        }
        self.first.push(first);
        self.second.push(second);
        self.mixed.push(mixed);
        true
    }

    /// Number of rows.
    #[must_use]
    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// Estimates of the first-order and the total index of each input. Sums run in the order of the rows, so that they are
    /// the same for any number of threads. Zeros where the outcome does not vary.
    #[must_use]
    pub fn indices(&self) -> Indices {
        let rows: Vec<usize> = (0..self.count()).collect();
        Indices { estimator: Estimator::Saltelli, parameters: self.of(&rows) }
    }

    /// Intervals of the estimates from rows that are drawn anew, with replacement (Archer, Saltelli and Sobol 1997).
    #[must_use]
    pub fn bootstrap(&self, seed: u64, resamples: usize) -> Vec<IndexIntervals> {
        let count = self.count();
        let resample = |number: usize| {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(number as u64);
            let rows: Vec<usize> = (0..count).map(|_| (random.next_u64() % count as u64) as usize).collect();
            self.of(&rows)
        };
        let found: Vec<Vec<Index>> = if count == 0 { Vec::new() } else { (0..resamples).map(resample).collect() };
        let inputs = self.mixed.first().map_or(0, Vec::len);
        let interval = |input: usize, of: fn(&Index) -> f64| {
            Interval::of(&found.iter().filter_map(|indices| indices.get(input)).map(of).collect::<Vec<_>>())
        };
        let of = |input| IndexIntervals {
            first_order: interval(input, |index| index.first_order),
            total: Some(interval(input, |index| index.total.unwrap_or(f64::NAN))),
        };
        (0..inputs).map(of).collect()
    }

    fn of(&self, rows: &[usize]) -> Vec<Index> {
        let inputs = self.mixed.first().map_or(0, Vec::len);
        let both = || rows.iter().flat_map(|row| [self.first[*row], self.second[*row]]);
        let values = (2 * rows.len()).max(1) as f64;
        let mean = both().sum::<f64>() / values;
        let variance = both().map(|outcome| (outcome - mean).powi(2)).sum::<f64>() / values;
        let scale = variance * rows.len() as f64;
        let index = |input: usize| {
            if variance <= 0.0 {
                return Index { first_order: 0.0, total: Some(0.0) };
            }
            let (mut alone, mut total) = (0.0, 0.0);
            for &row in rows {
                let (first, mixed) = (self.first[row], self.mixed[row][input]);
                alone += (self.second[row] - mean) * (mixed - first);
                total += (first - mixed).powi(2);
            }
            Index { first_order: alone / scale, total: Some(total / (2.0 * scale)) }
        };
        (0..inputs).map(index).collect()
    }
}

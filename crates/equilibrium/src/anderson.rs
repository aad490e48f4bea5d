//! Anderson acceleration of a fixed point `x = g(x)` (Walker and Ni 2011, type II).

use std::collections::VecDeque;

/// Remembers differences of iterates and residuals and combines them into the next iterate.
pub(crate) struct Anderson {
    window: usize,
    steps: VecDeque<(Vec<f64>, Vec<f64>)>,
    last: Option<(Vec<f64>, Vec<f64>)>,
}

/// Relative size of the ridge that keeps the least squares solvable.
const RIDGE: f64 = 1e-14;

impl Anderson {
    pub fn new(window: usize) -> Self {
        Self { window, steps: VecDeque::with_capacity(window), last: None }
    }

    /// Forgets everything, after a step that made things worse.
    pub fn restart(&mut self) {
        self.steps.clear();
        self.last = None;
    }

    /// Replaces `point` by the next iterate, given the residual `g(point) - point`.
    pub fn advance(&mut self, point: &mut [f64], residual: &[f64]) {
        if let Some((last_point, last_residual)) = self.last.take() {
            if self.steps.len() == self.window {
                self.steps.pop_front();
            }
            let difference = |now: &[f64], then: &[f64]| now.iter().zip(then).map(|(now, then)| now - then).collect();
            self.steps.push_back((difference(point, &last_point), difference(residual, &last_residual)));
        }
        self.last = Some((point.to_vec(), residual.to_vec()));
        let weights = self.weights(residual);
        for (value, residual) in point.iter_mut().zip(residual) {
            *value += residual;
        }
        for ((step, change), weight) in self.steps.iter().zip(&weights) {
            for ((value, step), change) in point.iter_mut().zip(step).zip(change) {
                *value -= weight * (step + change);
            }
        }
    }

    /// Least-squares weights of the remembered changes that best cancel the residual.
    fn weights(&self, residual: &[f64]) -> Vec<f64> {
        let count = self.steps.len();
        let dot = |left: &[f64], right: &[f64]| left.iter().zip(right).map(|(left, right)| left * right).sum::<f64>();
        let mut gram: Vec<Vec<f64>> = (0..count)
            .map(|row| {
                let change = &self.steps[row].1;
                let products = self.steps.iter().map(|(_, other)| dot(change, other));
                products.chain([dot(change, residual)]).collect()
            })
            .collect();
        for (row, equation) in gram.iter_mut().enumerate() {
            equation[row] *= 1.0 + RIDGE;
        }
        solve_small(gram)
    }
}

/// Gaussian elimination with pivoting on an augmented system of a few equations. Directions
/// that are numerically dependent get weight zero.
fn solve_small(mut system: Vec<Vec<f64>>) -> Vec<f64> {
    let count = system.len();
    let scale = (0..count).map(|row| system[row][row].abs()).fold(0.0, f64::max);
    let mut pivots = vec![false; count];
    for column in 0..count {
        let best =
            (column..count).max_by(|left, right| system[*left][column].abs().total_cmp(&system[*right][column].abs()));
        let Some(best) = best else { break };
        system.swap(column, best);
        if system[column][column].abs() <= RIDGE * scale {
            continue;
        }
        pivots[column] = true;
        let pivot = system[column].clone();
        for (row, equation) in system.iter_mut().enumerate() {
            if row != column {
                let factor = equation[column] / pivot[column];
                for (value, pivot) in equation[column..].iter_mut().zip(&pivot[column..]) {
                    *value -= factor * pivot;
                }
            }
        }
    }
    (0..count).map(|row| if pivots[row] { system[row][count] / system[row][row] } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_map_is_solved_in_as_many_steps_as_it_has_dimensions() {
        // x = M x + c with a spectral radius of 0.9.
        let map = |x: &[f64]| [0.9 * x[0] + 0.1 * x[1] + 1.0, -0.2 * x[0] + 0.7 * x[1] + 2.0];
        let mut anderson = Anderson::new(5);
        let mut point = vec![0.0, 0.0];
        for _ in 0..5 {
            let image = map(&point);
            let residual: Vec<f64> = image.iter().zip(&point).map(|(image, point)| image - point).collect();
            anderson.advance(&mut point, &residual);
        }
        let image = map(&point);
        assert!((image[0] - point[0]).abs() < 1e-9 && (image[1] - point[1]).abs() < 1e-9, "{point:?}");
    }
}

//! Anderson acceleration of a fixed point `x = g(x)` (Walker and Ni 2011, type II).

use std::collections::VecDeque;

use unequal_vector::{multiply_add, padded, products};

/// Remembers differences of images and residuals and combines them into the next iterate.
///
/// Of each step it keeps the change of the image `g(x)` and the change of the residual
/// `g(x) - x`, padded for the vector loops, and the inner products of the residual changes, so
/// that a step costs one new row of products.
pub(crate) struct Anderson {
    window: usize,
    steps: VecDeque<Step>,
    last: Option<(Vec<f64>, Vec<f64>)>,
}

struct Step {
    image_change: Vec<f64>,
    residual_change: Vec<f64>,
    /// Products of this step's residual change with those of all steps from the oldest on.
    products: VecDeque<f64>,
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
        let width = padded(point.len());
        let pad = |values: &mut dyn Iterator<Item = f64>| {
            let mut row: Vec<f64> = Vec::with_capacity(width);
            row.extend(values);
            row.resize(width, 0.0);
            row
        };
        let image = pad(&mut point.iter().zip(residual).map(|(point, residual)| point + residual));
        let residual = pad(&mut residual.iter().copied());
        if let Some((mut last_image, mut last_residual)) = self.last.take() {
            let difference = |now: &[f64], then: &mut [f64]| {
                for (then, now) in then.iter_mut().zip(now) {
                    *then = now - *then;
                }
            };
            difference(&image, &mut last_image);
            difference(&residual, &mut last_residual);
            self.remember(last_image, last_residual);
        }
        let weights = self.weights(&residual);
        let mut next = image.clone();
        for (step, weight) in self.steps.iter().zip(&weights) {
            multiply_add(-weight, &step.image_change, &mut next);
        }
        let count = point.len();
        point.copy_from_slice(&next[..count]);
        self.last = Some((image, residual));
    }

    fn remember(&mut self, image_change: Vec<f64>, residual_change: Vec<f64>) {
        if self.steps.len() == self.window {
            self.steps.pop_front();
            for step in &mut self.steps {
                step.products.pop_front();
            }
        }
        self.steps.push_back(Step { image_change, residual_change, products: VecDeque::new() });
        let rows: Vec<&[f64]> = self.steps.iter().map(|step| step.residual_change.as_slice()).collect();
        let mut row = vec![0.0; rows.len()];
        if let Some(newest) = rows.last() {
            products(&rows, newest, &mut row);
        }
        if let Some(newest) = self.steps.back_mut() {
            newest.products = row.into();
        }
    }

    /// Least-squares weights of the remembered changes that best cancel the residual.
    fn weights(&self, residual: &[f64]) -> Vec<f64> {
        let count = self.steps.len();
        let rows: Vec<&[f64]> = self.steps.iter().map(|step| step.residual_change.as_slice()).collect();
        let mut right = vec![0.0; count];
        products(&rows, residual, &mut right);
        let product = |row: usize, column: usize| self.steps[row.max(column)].products[row.min(column)];
        let system = (0..count)
            .map(|row| {
                let left =
                    (0..count).map(|column| product(row, column) * if row == column { 1.0 + RIDGE } else { 1.0 });
                left.chain([right[row]]).collect()
            })
            .collect();
        solve_small(system)
    }
}

/// Gaussian elimination with pivoting on an augmented system of a few equations. Directions
/// that are numerically dependent get weight zero.
fn solve_small(mut system: Vec<Vec<f64>>) -> Vec<f64> {
    let count = system.len();
    let scale = (0..count).map(|row| system[row][row].abs()).fold(0.0, f64::max);
    let mut pivots = vec![false; count];
    for column in 0..count {
        let size = |row: usize| system[row][column].abs();
        let Some(best) = (column..count).max_by(|left, right| size(*left).total_cmp(&size(*right))) else { break };
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

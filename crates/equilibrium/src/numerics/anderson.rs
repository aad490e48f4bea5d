//! Anderson acceleration of a fixed point `x = g(x)` (Walker and Ni 2011, type II).

use std::ops::{Add, Sub};

use unequal_vector::{LANES, combine, combine_single, padded, products, products_single, vectorised};

/// A number in the precision of the iterates.
pub(crate) trait Number: Copy + Default + Add<Output = Self> + Sub<Output = Self> {
    /// `result[k] = rows[k] . vector`, added up in double precision.
    fn products(rows: &[&[Self]], vector: &[Self], result: &mut [f64]);

    /// `result += sum over k of factors[k] * rows[k]`.
    fn combine(rows: &[&[Self]], factors: &[f64], result: &mut [Self]);
}

impl Number for f64 {
    fn products(rows: &[&[Self]], vector: &[Self], result: &mut [f64]) {
        products(rows, vector, result);
    }

    fn combine(rows: &[&[Self]], factors: &[f64], result: &mut [Self]) {
        combine(rows, factors, result);
    }
}

impl Number for f32 {
    fn products(rows: &[&[Self]], vector: &[Self], result: &mut [f64]) {
        products_single(rows, vector, result);
    }

    fn combine(rows: &[&[Self]], factors: &[f64], result: &mut [Self]) {
        let factors: Vec<Self> = factors.iter().map(|factor| *factor as Self).collect();
        combine_single(rows, &factors, result);
    }
}

/// The history of an iteration: differences of images and residuals, combined into the next iterate.
///
/// Of each step it keeps the change of the image `g(x)` and the change of the residual
/// `g(x) - x`, and the inner products of the residual changes. Those with the present residual are taken anew at each
/// step: their differences are the products with the newest change.
pub(crate) struct Anderson<N = f64> {
    window: usize,
    /// Oldest first.
    steps: Vec<Step<N>>,
    /// Products of the residual changes with the present residual, one a step.
    with_residual: Vec<f64>,
    /// Image and residual of the last point; empty before the first.
    image: Vec<N>,
    residual: Vec<N>,
}

struct Step<N> {
    image_change: Vec<N>,
    residual_change: Vec<N>,
    /// Products of this step's residual change with those of all steps from the oldest on.
    products: Vec<f64>,
}

/// Relative size of the ridge that regularises the least-squares problem.
const RIDGE: f64 = 1e-14;

impl Anderson {
    /// Replaces `point`, of any length, by the next iterate, given the residual `g(point) - point`.
    pub fn advance(&mut self, point: &mut [f64], residual: &[f64]) {
        let pad = |values: &[f64]| {
            let mut long = values.to_vec();
            long.resize(padded(values.len()), 0.0);
            long
        };
        let mut next = pad(point);
        self.advance_from(&pad(point), &pad(residual), &mut next);
        point.copy_from_slice(&next[..point.len()]);
    }
}

impl<N: Number> Anderson<N> {
    /// Combines up to `window` steps; with none the next iterate is the image (Picard iteration).
    pub fn new(window: usize) -> Self {
        let steps = Vec::with_capacity(window);
        Self { window, steps, with_residual: Vec::new(), image: Vec::new(), residual: Vec::new() }
    }

    /// Drops the history, after a step that increased the residual.
    pub fn restart(&mut self) {
        self.steps.clear();
        self.with_residual.clear();
        self.image.clear();
    }

    /// Puts the next iterate after `point` into `next`; the lengths of all are the same multiple of [`LANES`].
    pub fn advance_from(&mut self, point: &[N], residual: &[N], next: &mut [N]) {
        debug_assert!(point.len().is_multiple_of(LANES));
        if self.image.is_empty() || self.window == 0 {
            self.image.clear();
            self.image.extend(point.iter().zip(residual).map(|(point, residual)| *point + *residual));
            self.residual.clear();
            self.residual.extend_from_slice(residual);
        } else {
            self.remember(point, residual);
        }
        self.propose(next);
    }

    /// Moves the origin of the coordinates to `origin`.
    pub fn shift(&mut self, origin: &[N]) {
        self.image.iter_mut().zip(origin).for_each(|(image, origin)| *image = *image - *origin);
    }

    /// The last image, less the remembered changes that best cancel the last residual.
    fn propose(&self, next: &mut [N]) {
        let weights: Vec<f64> = self.weights().iter().map(|weight| -weight).collect();
        let rows: Vec<&[N]> = self.steps.iter().map(|step| step.image_change.as_slice()).collect();
        next.copy_from_slice(&self.image);
        N::combine(&rows, &weights, next);
    }

    /// Keeps what has changed since the last point, in one pass over all of it.
    fn remember(&mut self, point: &[N], residual: &[N]) {
        let mut step = self.room_for_one();
        let width = self.image.len();
        step.image_change.resize(width, N::default());
        step.residual_change.resize(width, N::default());
        let changes = step.image_change.iter_mut().zip(&mut step.residual_change);
        let last = self.image.iter_mut().zip(&mut self.residual);
        let places = changes.zip(last).zip(point.iter().zip(residual));
        vectorised(|| {
            for (((image_change, residual_change), (image, last)), (point, residual)) in places {
                let new = *point + *residual;
                *image_change = new - *image;
                *residual_change = *residual - *last;
                *image = new;
                *last = *residual;
            }
        });
        self.steps.push(step);
        let after = self.products_with(&self.residual);
        let Some(newest) = self.steps.last_mut() else { return };
        let mut own = [0.0];
        N::products(&[newest.residual_change.as_slice()], &newest.residual_change, &mut own);
        newest.products.clear();
        newest.products.extend(self.with_residual.iter().zip(&after).map(|(before, after)| after - before));
        newest.products.extend(own);
        self.with_residual = after;
    }

    /// A step to write to: the oldest one, forgotten, once the window is full.
    fn room_for_one(&mut self) -> Step<N> {
        if self.steps.len() < self.window {
            return Step { image_change: Vec::new(), residual_change: Vec::new(), products: Vec::new() };
        }
        let oldest = self.steps.remove(0);
        for step in &mut self.steps {
            step.products.remove(0);
        }
        self.with_residual.remove(0);
        oldest
    }

    fn products_with(&self, vector: &[N]) -> Vec<f64> {
        let rows: Vec<&[N]> = self.steps.iter().map(|step| step.residual_change.as_slice()).collect();
        let mut result = vec![0.0; rows.len()];
        N::products(&rows, vector, &mut result);
        result
    }

    /// Least-squares weights of the remembered changes that best cancel the residual.
    fn weights(&self) -> Vec<f64> {
        let count = self.steps.len();
        let product = |row: usize, column: usize| self.steps[row.max(column)].products[row.min(column)];
        let system = (0..count)
            .map(|row| {
                let left =
                    (0..count).map(|column| product(row, column) * if row == column { 1.0 + RIDGE } else { 1.0 });
                left.chain([self.with_residual[row]]).collect()
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
    fn without_a_window_the_image_is_next() {
        let mut anderson = Anderson::new(0);
        let mut point = vec![1.0, 2.0];
        for _ in 0..3 {
            anderson.advance(&mut point, &[0.5, -1.0]);
        }
        assert_eq!(point, [2.5, -1.0]);
    }

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

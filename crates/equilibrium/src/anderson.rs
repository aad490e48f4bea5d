//! Anderson acceleration of a fixed point `x = g(x)` (Walker and Ni 2011, type II).

use unequal_vector::{combine, padded, products};

/// Remembers differences of images and residuals and combines them into the next iterate.
///
/// Of each step it keeps the change of the image `g(x)` and the change of the residual
/// `g(x) - x`, padded for the vector loops, and the inner products of the residual changes, so
/// that a step costs one new row of products. In single precision the changes would no longer
/// cancel below a residual of about 1e-12.
pub(crate) struct Anderson {
    window: usize,
    /// Oldest first.
    steps: Vec<Step>,
    /// Image and residual of the last point; empty before the first.
    last: Option<[Vec<f64>; 2]>,
    /// Buffers of the next point's image and residual, and of the next iterate.
    image: Vec<f64>,
    residual: Vec<f64>,
    next: Vec<f64>,
}

#[derive(Default)]
struct Step {
    image_change: Vec<f64>,
    residual_change: Vec<f64>,
    /// Products of this step's residual change with those of all steps from the oldest on.
    products: Vec<f64>,
}

/// Relative size of the ridge that keeps the least squares solvable.
const RIDGE: f64 = 1e-14;

impl Anderson {
    pub fn new(window: usize) -> Self {
        let (image, residual, next) = (Vec::new(), Vec::new(), Vec::new());
        Self { window, steps: Vec::with_capacity(window), last: None, image, residual, next }
    }

    /// Forgets everything, after a step that made things worse.
    pub fn restart(&mut self) {
        self.steps.clear();
        self.last = None;
    }

    /// Replaces `point` by the next iterate, given the residual `g(point) - point`.
    pub fn advance(&mut self, point: &mut [f64], residual: &[f64]) {
        let width = padded(point.len());
        self.image.clear();
        self.image.extend(point.iter().zip(residual).map(|(point, residual)| point + residual));
        self.image.resize(width, 0.0);
        self.residual.clear();
        self.residual.extend_from_slice(residual);
        self.residual.resize(width, 0.0);
        let [last_image, last_residual] = self.last.take().unwrap_or_default();
        if !last_image.is_empty() {
            self.remember(&last_image, &last_residual);
        }
        let weights: Vec<f64> = self.weights().iter().map(|weight| -weight).collect();
        self.next.clear();
        self.next.extend_from_slice(&self.image);
        let rows: Vec<&[f64]> = self.steps.iter().map(|step| step.image_change.as_slice()).collect();
        combine(&rows, &weights, &mut self.next);
        point.copy_from_slice(&self.next[..point.len()]);
        // The buffers of the last point serve the next one.
        let image = std::mem::replace(&mut self.image, last_image);
        let residual = std::mem::replace(&mut self.residual, last_residual);
        self.last = Some([image, residual]);
    }

    fn remember(&mut self, last_image: &[f64], last_residual: &[f64]) {
        let mut step = Step::default();
        if self.steps.len() == self.window {
            step = self.steps.remove(0);
            for step in &mut self.steps {
                step.products.remove(0);
            }
        }
        let difference = |change: &mut Vec<f64>, now: &[f64], then: &[f64]| {
            change.clear();
            change.extend(now.iter().zip(then).map(|(now, then)| now - then));
        };
        difference(&mut step.image_change, &self.image, last_image);
        difference(&mut step.residual_change, &self.residual, last_residual);
        self.steps.push(step);
        let row = self.steps.last().map_or_else(Vec::new, |newest| self.products_with(&newest.residual_change));
        if let Some(newest) = self.steps.last_mut() {
            newest.products = row;
        }
    }

    fn products_with(&self, vector: &[f64]) -> Vec<f64> {
        let rows: Vec<&[f64]> = self.steps.iter().map(|step| step.residual_change.as_slice()).collect();
        let mut result = vec![0.0; rows.len()];
        products(&rows, vector, &mut result);
        result
    }

    /// Least-squares weights of the remembered changes that best cancel the residual.
    fn weights(&self) -> Vec<f64> {
        let count = self.steps.len();
        let right = self.products_with(&self.residual);
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

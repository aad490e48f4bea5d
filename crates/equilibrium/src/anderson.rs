//! Anderson acceleration of a fixed point `x = g(x)` (Walker and Ni 2011, type II).

use unequal_vector::{LANES, combine, padded, products};

/// Remembers differences of images and residuals and combines them into the next iterate.
///
/// Of each step it keeps the change of the image `g(x)` and the change of the residual
/// `g(x) - x`, padded for the vector loops, the inner products of the residual changes, and those
/// with the present residual, so that a step costs one new row of products. In single precision
/// the changes would no longer cancel below a residual of about 1e-12.
pub(crate) struct Anderson {
    window: usize,
    /// Oldest first.
    steps: Vec<Step>,
    /// Products of the residual changes with the present residual, one a step.
    with_residual: Vec<f64>,
    /// Image and residual of the last point; empty before the first.
    image: Vec<f64>,
    residual: Vec<f64>,
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
        let steps = Vec::with_capacity(window);
        Self { window, steps, with_residual: Vec::new(), image: Vec::new(), residual: Vec::new() }
    }

    /// Forgets everything, after a step that made things worse.
    pub fn restart(&mut self) {
        self.steps.clear();
        self.with_residual.clear();
        self.image.clear();
    }

    /// Replaces `point` by the next iterate, given the residual `g(point) - point`.
    pub fn advance(&mut self, point: &mut [f64], residual: &[f64]) {
        if self.image.is_empty() {
            self.begin(point, residual);
        } else {
            self.remember(point, residual);
        }
        let weights: Vec<f64> = self.weights().iter().map(|weight| -weight).collect();
        let rows: Vec<&[f64]> = self.steps.iter().map(|step| step.image_change.as_slice()).collect();
        point.copy_from_slice(&self.image[..point.len()]);
        let whole = point.len() / LANES * LANES;
        let (whole, rest) = point.split_at_mut(whole);
        combine(&rows, &weights, whole);
        for (row, weight) in rows.iter().zip(&weights) {
            for (value, change) in rest.iter_mut().zip(&row[whole.len()..]) {
                *value += weight * change;
            }
        }
    }

    fn begin(&mut self, point: &[f64], residual: &[f64]) {
        let width = padded(point.len());
        self.image.extend(point.iter().zip(residual).map(|(point, residual)| point + residual));
        self.image.resize(width, 0.0);
        self.residual.clear();
        self.residual.extend_from_slice(residual);
        self.residual.resize(width, 0.0);
    }

    /// Keeps what has changed since the last point, in one pass over all of it.
    fn remember(&mut self, point: &[f64], residual: &[f64]) {
        let mut step = self.room_for_one();
        let width = self.image.len();
        step.image_change.resize(width, 0.0);
        step.residual_change.resize(width, 0.0);
        let changes = step.image_change.iter_mut().zip(&mut step.residual_change);
        let last = self.image.iter_mut().zip(&mut self.residual);
        for (((image_change, residual_change), (image, last)), (point, residual)) in
            changes.zip(last).zip(point.iter().zip(residual))
        {
            let new = point + residual;
            *image_change = new - *image;
            *residual_change = residual - *last;
            *image = new;
            *last = *residual;
        }
        self.steps.push(step);
        let Some(newest) = self.steps.last() else { return };
        let row = self.products_with(&newest.residual_change);
        // The present residual is the last one plus the newest change; its product with the newest
        // change itself is taken anew.
        for (product, change) in self.with_residual.iter_mut().zip(&row) {
            *product += change;
        }
        let mut own = [0.0];
        products(&[newest.residual_change.as_slice()], &self.residual, &mut own);
        self.with_residual.extend(own);
        if let Some(newest) = self.steps.last_mut() {
            newest.products = row;
        }
    }

    /// A step to write to: the oldest one, forgotten, once the window is full.
    fn room_for_one(&mut self) -> Step {
        if self.steps.len() < self.window {
            return Step::default();
        }
        let oldest = self.steps.remove(0);
        for step in &mut self.steps {
            step.products.remove(0);
        }
        self.with_residual.remove(0);
        oldest
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

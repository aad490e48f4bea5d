//! GMRES: linear systems given by matrix-vector products only.

use crate::{EquilibriumError, Result};

/// Dimension of the Krylov space at which the solve is given up; the systems here need a few dozen.
const MAX_STEPS: usize = 400;

/// The solution of a linear system.
pub(crate) struct Solution {
    pub values: Vec<f64>,
    pub steps: usize,
    /// Residual relative to the right-hand side.
    pub residual: f64,
}

/// Generalised minimal residual method (Saad and Schultz 1986), without restart: `apply` writes the
/// matrix times its first argument into its second. Fails with [`EquilibriumError::Unsettled`]
/// if the residual does not fall to `tolerance` times the right-hand side.
pub(crate) fn solve(
    what: &'static str,
    right: &[f64],
    tolerance: f64,
    mut apply: impl FnMut(&[f64], &mut [f64]),
) -> Result<Solution> {
    let size = norm(right);
    if size == 0.0 {
        return Ok(Solution { values: vec![0.0; right.len()], steps: 0, residual: 0.0 });
    }
    let mut basis = vec![right.iter().map(|value| value / size).collect::<Vec<f64>>()];
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    let mut rotations: Vec<(f64, f64)> = Vec::new();
    let mut projected = vec![size];
    let mut residual = 1.0;
    for step in 0..MAX_STEPS.min(right.len()) {
        let mut next = vec![0.0; right.len()];
        apply(&basis[step], &mut next);
        let mut column = orthogonalise(&basis, &mut next);
        let length = norm(&next);
        for (row, (cosine, sine)) in rotations.iter().enumerate() {
            let (upper, lower) = (column[row], column[row + 1]);
            column[row] = cosine * upper + sine * lower;
            column[row + 1] = cosine * lower - sine * upper;
        }
        let hypotenuse = column[step].hypot(length);
        let (cosine, sine) = (column[step] / hypotenuse, length / hypotenuse);
        column[step] = hypotenuse;
        rotations.push((cosine, sine));
        triangle.push(column);
        let last = projected[step];
        projected[step] = cosine * last;
        projected.push(-sine * last);
        residual = projected[step + 1].abs() / size;
        if residual <= tolerance {
            let values = combine(&basis, &triangle, &projected);
            return Ok(Solution { values, steps: step + 1, residual });
        }
        if !residual.is_finite() {
            break;
        }
        basis.push(next.iter().map(|value| value / length).collect());
    }
    Err(EquilibriumError::Unsettled { what, iterations: triangle.len(), size: residual, tolerance })
}

/// Orthogonalises a vector against the basis (modified Gram-Schmidt, twice for stability); returns the coefficients, with
/// room for one more.
fn orthogonalise(basis: &[Vec<f64>], vector: &mut [f64]) -> Vec<f64> {
    let mut amounts = vec![0.0; basis.len() + 1];
    for _ in 0..2 {
        for (direction, amount) in basis.iter().zip(&mut amounts) {
            let along: f64 = direction.iter().zip(vector.iter()).map(|(left, right)| left * right).sum();
            *amount += along;
            for (value, direction) in vector.iter_mut().zip(direction) {
                *value -= along * direction;
            }
        }
    }
    amounts
}

/// Back substitution, and the combination of the basis with the resulting weights.
fn combine(basis: &[Vec<f64>], triangle: &[Vec<f64>], projected: &[f64]) -> Vec<f64> {
    let steps = triangle.len();
    let mut weights = projected[..steps].to_vec();
    for row in (0..steps).rev() {
        for column in row + 1..steps {
            weights[row] -= triangle[column][row] * weights[column];
        }
        weights[row] /= triangle[row][row];
    }
    let mut values = vec![0.0; basis[0].len()];
    for (weight, direction) in weights.iter().zip(basis) {
        for (value, direction) in values.iter_mut().zip(direction) {
            *value += weight * direction;
        }
    }
    values
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::solve;

    #[test]
    fn a_small_system_is_solved() {
        let matrix = [[4.0, 1.0, 0.0], [-2.0, 3.0, 1.0], [0.5, 0.0, 2.0]];
        let found = solve("a test", &[1.0, 2.0, 3.0], 1e-13, |vector, image| {
            for (image, row) in image.iter_mut().zip(&matrix) {
                *image = row.iter().zip(vector).map(|(left, right)| left * right).sum();
            }
        })
        .unwrap();
        for (row, right) in matrix.iter().zip([1.0, 2.0, 3.0]) {
            let image: f64 = row.iter().zip(&found.values).map(|(left, right)| left * right).sum();
            assert!((image - right).abs() < 1e-12, "{image} {right}");
        }
        assert!(found.steps <= 3);
    }

    #[test]
    fn a_system_without_solution_is_refused() {
        let found = solve("a test", &[1.0, 1.0], 1e-12, |vector, image| {
            image[0] = vector[0] + vector[1];
            image[1] = 0.0;
        });
        assert!(found.is_err());
    }
}

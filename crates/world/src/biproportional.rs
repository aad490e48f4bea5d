//! Biproportional balancing of a matrix (RAS; Stone 1961, Bacharach 1970).

use ndarray::{Array2, ArrayViewMut1, Axis};

/// Largest relative gap of a column at which the iteration ends.
const TOLERANCE: f64 = 1e-12;
/// Column sums below this are compared with it, USD million: a column that should vanish need not do so relatively.
const LEAST: f64 = 1e-6;
/// Rounds after which it ends anyway.
pub const MOST_ROUNDS: usize = 10_000;

/// Scales columns and rows in turn until they have these sums, and returns by how much a column still misses its own,
/// relative. Rows hold exactly. Zeros stay zeros, and a row or column of zeros alone keeps the sum zero.
pub fn balance(matrix: &mut Array2<f64>, rows: &[f64], columns: &[f64]) -> f64 {
    let mut gap = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        matrix.columns_mut().into_iter().zip(columns).for_each(|(column, target)| scale(column, *target));
        matrix.rows_mut().into_iter().zip(rows).for_each(|(row, target)| scale(row, *target));
        let sums = matrix.sum_axis(Axis(0));
        let gaps = sums.iter().zip(columns).map(|(sum, target)| (sum - target).abs() / target.abs().max(LEAST));
        gap = gaps.fold(0.0, f64::max);
        if gap <= TOLERANCE {
            break;
        }
    }
    gap
}

fn scale(mut values: ArrayViewMut1<'_, f64>, target: f64) {
    let sum = values.sum();
    if sum > 0.0 {
        values *= target / sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    /// Cross products are what balancing keeps (Bacharach 1970), beside both sums.
    #[test]
    fn both_sums_are_met_and_cross_products_kept() {
        let before = arr2(&[[10.0, 20.0, 0.0], [5.0, 30.0, 7.0]]);
        let mut matrix = before.clone();
        let gap = balance(&mut matrix, &[40.0, 60.0], &[25.0, 65.0, 10.0]);
        assert!(gap < 1e-11, "{gap}");
        let sums = (matrix.sum_axis(Axis(1)), matrix.sum_axis(Axis(0)));
        let expected = [(sums.0[0], 40.0), (sums.0[1], 60.0), (sums.1[0], 25.0), (sums.1[1], 65.0), (sums.1[2], 10.0)];
        assert!(expected.iter().all(|(sum, target)| (sum - target).abs() < 1e-9), "{expected:?}");
        let cross = |of: &Array2<f64>| of[[0, 0]] * of[[1, 1]] / (of[[0, 1]] * of[[1, 0]]);
        assert!((cross(&matrix) / cross(&before) - 1.0).abs() < 1e-9);
        assert_eq!(matrix[[0, 2]], 0.0, "what is not traded stays so");
    }

    /// Sums that cannot both hold leave a gap that is told.
    #[test]
    fn a_gap_that_cannot_close_is_returned() {
        let mut matrix = arr2(&[[1.0, 0.0], [0.0, 1.0]]);
        assert!((balance(&mut matrix, &[1.0, 3.0], &[2.0, 2.0]) - 0.5).abs() < 1e-12);
    }
}

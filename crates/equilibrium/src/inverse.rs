//! The inverse of a small dense matrix.

use unequal_vector::{LANES, multiply_add};

/// The identity on padded rows.
pub(crate) fn identity(size: usize, width: usize) -> Vec<f64> {
    let mut matrix = vec![0.0; size * width];
    for place in 0..size {
        matrix[place * width + place] = 1.0;
    }
    matrix
}

/// Inverts a matrix on padded rows where it stands (Gauss-Jordan with row pivoting); `None` if it is singular.
///
/// A column that has been eliminated is known, so the inverse's column takes its place; exchanged rows are
/// exchanged columns of the inverse.
pub(crate) fn inverse(matrix: &mut [f64], size: usize, width: usize) -> Option<()> {
    debug_assert!(width % LANES == 0 && matrix.len() >= size * width);
    let matrix = &mut matrix[..size * width];
    let mut pivot_row = vec![0.0; width];
    let mut exchanged = vec![0; size];
    for column in 0..size {
        let at = |row: usize| matrix[row * width + column].abs();
        let pivot = (column..size).fold(column, |best, row| if at(row) > at(best) { row } else { best });
        let largest = at(pivot);
        if largest < 1e-12 || largest.is_nan() {
            return None;
        }
        exchanged[column] = pivot;
        if pivot != column {
            let (upper, lower) = matrix.split_at_mut(pivot * width);
            upper[column * width..][..width].swap_with_slice(&mut lower[..width]);
        }
        let row = &mut matrix[column * width..][..width];
        let scale = 1.0 / row[column];
        row[column] = 1.0;
        row.iter_mut().for_each(|value| *value *= scale);
        pivot_row.copy_from_slice(row);
        let (upper, lower) = matrix.split_at_mut(column * width);
        for row in upper.chunks_exact_mut(width).chain(lower[width..].chunks_exact_mut(width)) {
            let factor = std::mem::take(&mut row[column]);
            if factor != 0.0 {
                multiply_add(-factor, &pivot_row, row);
            }
        }
    }
    for (column, pivot) in exchanged.iter().enumerate().rev().filter(|(column, pivot)| column != *pivot) {
        matrix.chunks_exact_mut(width).for_each(|row| row.swap(column, *pivot));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::inverse;

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let mut matrix = vec![0.0; 3 * 8];
        for (place, value) in
            [(0, 0.0), (1, 2.0), (2, 1.0), (8, 1.0), (9, 0.0), (10, 0.5), (16, 3.0), (17, 1.0), (18, 4.0)]
        {
            matrix[place] = value;
        }
        let mut inverted = matrix.clone();
        inverse(&mut inverted, 3, 8).unwrap();
        for row in 0..3 {
            for column in 0..3 {
                let product: f64 = (0..3).map(|inner| matrix[row * 8 + inner] * inverted[inner * 8 + column]).sum();
                assert!((product - f64::from(u8::from(row == column))).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_none() {
        assert!(inverse(&mut [0.0; 2 * 8], 2, 8).is_none());
    }
}

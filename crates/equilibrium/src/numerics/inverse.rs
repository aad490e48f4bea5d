//! The inverse of a small dense matrix.

use std::cmp::Ordering;

use unequal_vector::{LANES, multiply_add, transposed_times};

/// Inverts a matrix on padded rows in place; `None` if it is singular, in which case its contents are undefined.
///
/// Most matrices here are nearly diagonally dominant. They are inverted block by block with pivots from the block only;
/// should one of these be small, the inversion is repeated with partial pivoting over all rows.
pub(crate) fn inverse(matrix: &mut [f64], size: usize, width: usize) -> Option<()> {
    let original = matrix.to_vec();
    invert(matrix, size, width, LANES, 0.01).or_else(|| {
        matrix.copy_from_slice(&original);
        invert(matrix, size, width, size, 1e-12)
    })
}

/// Gauss-Jordan in blocks of rows. A column that has been eliminated is known, so the inverse's column takes its
/// place; exchanged rows are exchanged columns of the inverse.
fn invert(matrix: &mut [f64], size: usize, width: usize, block: usize, least_pivot: f64) -> Option<()> {
    let matrix = &mut matrix[..size * width];
    let mut exchanged = Vec::with_capacity(size);
    let mut factors = vec![0.0; block];
    for first in (0..size).step_by(block.max(1)) {
        let count = block.min(size - first);
        let (above, rest) = matrix.split_at_mut(first * width);
        let (rows, below) = rest.split_at_mut(count * width);
        for column in 0..count {
            exchanged.push(first + pivot(rows, width, column, first, least_pivot)?);
        }
        for row in above.chunks_exact_mut(width).chain(below.chunks_exact_mut(width)) {
            for (factor, value) in factors.iter_mut().zip(&mut row[first..first + count]) {
                *factor = -std::mem::take(value);
            }
            transposed_times(rows, &factors[..count], row);
        }
    }
    for (column, pivot) in exchanged.iter().enumerate().rev().filter(|(column, pivot)| column != *pivot) {
        matrix.chunks_exact_mut(width).for_each(|row| row.swap(column, *pivot));
    }
    Some(())
}

/// Eliminates one column from the other rows of a block that starts at `first`; the row it was exchanged with.
fn pivot(rows: &mut [f64], width: usize, column: usize, first: usize, least_pivot: f64) -> Option<usize> {
    let at = |row: usize| rows[row * width + first + column].abs();
    let pivot = (column..rows.len() / width).fold(column, |best, row| if at(row) > at(best) { row } else { best });
    // NaN is not large enough either.
    if at(pivot).partial_cmp(&least_pivot) != Some(Ordering::Greater) {
        return None;
    }
    if pivot != column {
        let (upper, lower) = rows.split_at_mut(pivot * width);
        upper[column * width..][..width].swap_with_slice(&mut lower[..width]);
    }
    let (above, rest) = rows.split_at_mut(column * width);
    let (row, below) = rest.split_at_mut(width);
    let scale = 1.0 / row[first + column];
    row[first + column] = 1.0;
    row.iter_mut().for_each(|value| *value *= scale);
    for other in above.chunks_exact_mut(width).chain(below.chunks_exact_mut(width)) {
        let factor = std::mem::take(&mut other[first + column]);
        if factor != 0.0 {
            multiply_add(-factor, row, other);
        }
    }
    Some(pivot)
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

    /// Blocks, the last one short, and rows that have to be exchanged across them.
    #[test]
    fn larger_matrices_are_inverted_too() {
        let (size, width) = (21, 24);
        for shift in [0, 1, 13] {
            let mut matrix = vec![0.0; size * width];
            for row in 0..size {
                for column in 0..size {
                    let near = ((7 * row + 3 * column) % 11) as f64 / 100.0;
                    matrix[row * width + (column + shift) % size] = near + f64::from(u8::from(row == column));
                }
            }
            let mut inverted = matrix.clone();
            inverse(&mut inverted, size, width).unwrap();
            for row in 0..size {
                for column in 0..size {
                    let product: f64 =
                        (0..size).map(|inner| matrix[row * width + inner] * inverted[inner * width + column]).sum();
                    assert!((product - f64::from(u8::from(row == column))).abs() < 1e-12, "{shift}");
                }
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_none() {
        assert!(inverse(&mut [0.0; 2 * 8], 2, 8).is_none());
    }
}

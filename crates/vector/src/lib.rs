//! The few inner loops of the solver, in portable code and, for the heavy ones, in explicit AVX2
//! instructions; which serve is chosen when the program runs.
//!
//! Rows are padded with zeros to a multiple of [`LANES`], so that no loop has a remainder. The
//! order of additions is fixed by the code, so a result does not depend on the number of
//! threads; it may differ in the last digit between processors with and without fused
//! multiply-add.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod dispatch;
mod loops;
mod peak;
mod single;

pub use dispatch::{
    Level, combine, combine_single, exponentials, exponentials_less_one_single, level, logarithms,
    logarithms_of_one_plus_single, market, matrix_times, matrix_times_single, multiply_add, products, products_single,
    transpose, transpose_single, transposed_times, transposed_times_single, vectorised,
};
pub use peak::multiply_adds;

/// Rows are padded to a multiple of this many numbers (one AVX-512 register).
pub const LANES: usize = 8;

/// The padded length of a row of `count` numbers.
#[must_use]
pub const fn padded(count: usize) -> usize {
    count.div_ceil(LANES) * LANES
}

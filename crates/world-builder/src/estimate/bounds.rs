//! Bounds every estimate of final sales abroad must keep.

use ndarray::{Array1, Array2, Array3, Axis};

use super::Accounts;
use super::judgement::{ABSORPTION_ROUNDS, LEAST_ABSORPTION_FACTOR, LEAST_HOME_SHARE};

/// A factor this close to one counts as settled.
const SETTLED: f64 = 1e-9;

/// Shrinks each industry's final sales abroad so that a little of its total stays at home.
pub fn keep_some_at_home(abroad: &mut Array3<f64>, final_sales: &Array2<f64>) {
    for (mut sector_rows, sales) in abroad.outer_iter_mut().zip(final_sales.rows()) {
        for (mut row, sales) in sector_rows.rows_mut().into_iter().zip(sales) {
            let (sum, limit) = (row.sum(), (1.0 - LEAST_HOME_SHARE) * sales);
            if sum > limit {
                row *= limit / sum;
            }
        }
    }
}

/// Shrinks purchases from abroad of regions that would absorb too much more than they earn.
///
/// A region's absorption is what its industries sell to final buyers at home and what it
/// buys from abroad. Less bought abroad is more sold at home by the others, so all regions
/// are treated in turn until none moves. Returns the factor of each region.
pub fn keep_under_deficit_ceiling(abroad: &mut Array3<f64>, accounts: &Accounts, ceiling: &Array1<f64>) -> Array1<f64> {
    let mut total_factor = Array1::<f64>::ones(ceiling.len());
    for _ in 0..ABSORPTION_ROUNDS {
        let imports = abroad.sum_axis(Axis(0)).sum_axis(Axis(0));
        let at_home = (&accounts.final_sales - &abroad.sum_axis(Axis(2))).sum_axis(Axis(1));
        let factor = Array1::from_shape_fn(ceiling.len(), |region| {
            let deficit = at_home[region] + imports[region] - accounts.value_added[region];
            let excess = deficit - ceiling[region] * accounts.value_added[region];
            if excess > 0.0 && imports[region] > 0.0 {
                let least = LEAST_ABSORPTION_FACTOR / total_factor[region];
                (1.0 - excess / imports[region]).max(least).min(1.0)
            } else {
                1.0
            }
        });
        total_factor *= &factor;
        *abroad *= &factor; // the importer is the last axis
        if factor.iter().all(|factor| *factor > 1.0 - SETTLED) {
            break;
        }
    }
    total_factor
}

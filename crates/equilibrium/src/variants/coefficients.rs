//! The one place where variants touch the core's inner parts.

use crate::Result;
use crate::calibration::baseline::Baseline;
use crate::model::primitives::Primitives;
use crate::model::wedges::Wedges;
use crate::solver::existence;
use crate::solver::kernel::Kernel;
use crate::solver::prepared::Shares;

/// Coefficients of an economy under the wedges.
pub(crate) fn kernel(primitives: &Primitives, wedges: &Wedges) -> Kernel {
    Kernel::new(primitives, &Shares::of(primitives), wedges)
}

/// Whether any flow yields revenue to anybody.
pub(crate) fn has_revenue(kernel: &Kernel) -> bool {
    kernel.has_revenue()
}

/// Members of each part of the world that still trades, once an equilibrium is known to be
/// possible; the error is the core's where it is not.
pub(crate) fn trading_groups(baseline: &Baseline, kernel: &Kernel, deficits: &[f64]) -> Result<Vec<Vec<usize>>> {
    let group_of = existence::trading_groups(kernel);
    existence::check(baseline.primitives(), baseline.prepared(), kernel, deficits, &group_of)?;
    let count = group_of.iter().max().map_or(0, |last| last + 1);
    let members = |group| (0..group_of.len()).filter(|region| group_of[*region] == group).collect();
    Ok((0..count).map(members).collect())
}

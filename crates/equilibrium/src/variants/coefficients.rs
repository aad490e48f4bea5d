//! Coefficients of variants, made by the core's own code.

use ndarray::Array4;

use crate::Result;
use crate::calibration::baseline::Baseline;
use crate::model::primitives::Primitives;
use crate::model::wedges::Wedges;
use crate::solver::existence;
use crate::solver::kernel::Kernel;
use crate::solver::shares::Shares;

/// Coefficients of an economy under the wedges.
pub(crate) fn kernel(primitives: &Primitives, wedges: &Wedges) -> Kernel {
    Kernel::new(primitives, &Shares::of(primitives), wedges)
}

/// The common kernel, or one kernel for each use of `[use][sector][importer][exporter]` sourcing shares.
pub(crate) fn kernels_by_use(
    baseline: &Baseline,
    sourcing_by_use: Option<&Array4<f64>>,
    wedges: &Wedges,
    common: Kernel,
) -> Vec<Kernel> {
    let Some(sourcing) = sourcing_by_use else { return vec![common] };
    let mut primitives = baseline.primitives().clone();
    sourcing
        .outer_iter()
        .map(|shares| {
            primitives.sourcing.assign(&shares);
            kernel(&primitives, wedges)
        })
        .collect()
}

/// Members of each part of the world that still trades with itself, `[group][..]`; the error is the core's where no
/// equilibrium can exist.
pub(crate) fn trading_groups(baseline: &Baseline, kernel: &Kernel, deficits: &[f64]) -> Result<Vec<Vec<usize>>> {
    existence::trading_groups(baseline.primitives(), baseline.prepared(), kernel, deficits)
}

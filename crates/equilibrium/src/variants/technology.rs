//! What a variant changes in the core's technology, and the unit costs that follow.

use ndarray::{Array2, Array4};

use crate::calibration::baseline::Baseline;

/// What differs from the core; [`Technology::core`] differs in nothing.
pub(crate) struct Technology<'a> {
    /// sigma: `[region][sector]` cost share in gross output of the factor that cannot leave.
    pub specific_share: Array2<f64>,
    /// Whether a change of a region's labour changes its specific factors alike.
    pub labour_moves_specific: bool,
    /// `[sector]`: inputs that some users take in fixed proportion to their output.
    pub fuels: Vec<bool>,
    /// `[sector]`: the users that do.
    pub users: Vec<bool>,
    /// `[use][sector][importer][exporter]`, the last use being final demand; `None` where all
    /// uses draw on the suppliers alike.
    pub sourcing_by_use: Option<&'a Array4<f64>>,
}

impl Technology<'_> {
    /// The core's technology.
    pub fn core(baseline: &Baseline) -> Self {
        let sectors = baseline.primitives().sector_count();
        Self {
            specific_share: Array2::zeros((baseline.primitives().region_count(), sectors)),
            labour_moves_specific: false,
            fuels: vec![false; sectors],
            users: vec![false; sectors],
            sourcing_by_use: None,
        }
    }

    /// Whether one input enters one user's output in fixed proportion. Shares that are negative
    /// (by-products) stay in the Cobb-Douglas bundle.
    pub fn is_fixed(&self, input: usize, using: usize, share: f64) -> bool {
        self.users[using] && self.fuels[input] && share > 0.0
    }
}

/// Unit cost of one producer (V4) and the factors by which its cost shares change (V5).
pub(crate) struct UnitCost {
    /// ln of the unit cost before productivity.
    pub ln_cost: f64,
    /// Factor on the cost shares of everything that is in the Cobb-Douglas bundle.
    pub bundle_factor: f64,
}

/// Rest of a bundle this small counts as none.
const EMPTY_BUNDLE: f64 = 1e-12;

/// Cost of a Cobb-Douglas bundle whose weighted log prices add up to `ln_bundle`, with fixed
/// inputs given as (cost share, ln price) on top (V4, V5).
pub(crate) fn unit_cost(ln_bundle: f64, fixed: &[(f64, f64)]) -> UnitCost {
    if fixed.is_empty() {
        return UnitCost { ln_cost: ln_bundle, bundle_factor: 1.0 };
    }
    let rest = 1.0 - fixed.iter().map(|(share, _)| share).sum::<f64>();
    let bundle = if rest > EMPTY_BUNDLE { (ln_bundle / rest).exp() } else { 0.0 };
    let cost = rest.max(0.0) * bundle + fixed.iter().map(|(share, ln_price)| share * ln_price.exp()).sum::<f64>();
    UnitCost { ln_cost: cost.ln(), bundle_factor: bundle / cost }
}

/// Mobile income this small, relative to value added, is rounding and counts as none.
const NO_LABOUR: f64 = 1e-9;

/// Baseline income of mobile labour `[region]` and of the specific factor `[region][sector]`.
/// Both are parts of the region's value added, so that the baseline's rounding is not blown up
/// where one of them is small.
pub(crate) fn factor_incomes(baseline: &Baseline, technology: &Technology<'_>) -> (Vec<f64>, Vec<f64>) {
    let primitives = baseline.primitives();
    let mut specific = &technology.specific_share * baseline.output();
    let mut mobile = vec![0.0; primitives.region_count()];
    for (region, mobile) in mobile.iter_mut().enumerate() {
        let earned: f64 = primitives
            .value_added_shares
            .row(region)
            .iter()
            .zip(baseline.output().row(region))
            .map(|(share, output)| share * output)
            .sum();
        let scale = primitives.value_added[region] / earned;
        specific.row_mut(region).mapv_inplace(|income| income * scale);
        let rest = earned - specific.row(region).sum() / scale;
        *mobile = if rest.abs() < NO_LABOUR * earned { 0.0 } else { rest * scale };
    }
    (mobile, specific.iter().copied().collect())
}

//! Exit costs without a solve: an estimate for many pairs at once. Grade C.
//!
//! Two parts. **Purchases**: at given costs abroad, losing a supplier raises the home share of each
//! product from `pi_nn` to `pi_nn / (1 - pi_ni)`, and real income falls by
//! `-sum_j w_nj ln(1 - pi_nij)` with `w = alpha' (I - G')^-1 / theta` (Arkolakis, Costinot and
//! Rodriguez-Clare): exact but for wages. **Wages**: balanced trade requires
//! `x = (ln(1 - lost exports) - ln(1 - lost imports that turn home)) / (1 + theta (1 + home share))`,
//! the change of the region's wage against all others', which costs `-x` times the share of foreign
//! content in its real income. Responses of third countries are left out.

use ndarray::{Array1, Array2};
use unequal_equilibrium::{Baseline, closed_form};

/// Estimates for the pairs of one baseline.
pub struct QuickExit<'a> {
    baseline: &'a Baseline,
    weights: Array2<f64>,
    exports: Array2<f64>,
    outside: Array1<f64>,
    foreign_content: Array1<f64>,
    elasticity: Array1<f64>,
    home: Array1<f64>,
}

impl<'a> QuickExit<'a> {
    /// What the pairs of a baseline share.
    #[must_use]
    pub fn new(baseline: &'a Baseline) -> Self {
        let primitives = baseline.primitives();
        let regions = primitives.region_count();
        let weights = closed_form::home_share_weights(baseline);
        let mut exports = Array2::zeros((regions, regions));
        let (mut foreign_content, mut elasticity, mut home) =
            (Array1::zeros(regions), Array1::zeros(regions), Array1::zeros(regions));
        let mut outside = Array1::<f64>::zeros(regions);
        for ((sector, importer, exporter), share) in primitives.sourcing.indexed_iter() {
            let value = share * baseline.expenditure()[[importer, sector]];
            if importer != exporter {
                exports[[exporter, importer]] += value;
                let theta = primitives.trade_elasticity[sector];
                let own = primitives.sourcing[[sector, importer, importer]];
                outside[importer] += value;
                elasticity[importer] += theta * value;
                home[importer] += own * value;
                foreign_content[importer] += weights[[importer, sector]] * theta * share;
            }
        }
        for (region, outside) in outside.iter().enumerate().filter(|(_, outside)| **outside > 0.0) {
            elasticity[region] /= outside;
            home[region] /= outside;
        }
        Self { baseline, weights, exports, outside, foreign_content, elasticity, home }
    }

    /// Estimated loss of `side`'s real income, as a logarithm, if it and `partner` stop trading; both
    /// by position. Infinite where the partner is the only supplier of a product.
    #[must_use]
    pub fn loss(&self, side: usize, partner: usize) -> f64 {
        let primitives = self.baseline.primitives();
        let (mut purchases, mut lost) = (0.0, 0.0);
        for sector in 0..primitives.sector_count() {
            let share = primitives.sourcing[[sector, side, partner]];
            let weight = self.weights[[side, sector]];
            if share > 0.0 && weight > 0.0 {
                purchases -= weight * (-share.min(1.0)).ln_1p();
            }
            lost += share * self.baseline.expenditure()[[side, sector]];
        }
        let sold = self.exports.row(side).sum();
        let part = |part: f64, whole: f64| if whole > 0.0 { (part / whole).clamp(0.0, 1.0 - 1e-9) } else { 0.0 };
        let lost_exports = part(self.exports[[side, partner]], sold);
        let turned_home = part(self.home[side] * lost, self.outside[side]);
        let wage = ((-lost_exports).ln_1p() - (-turned_home).ln_1p())
            / (1.0 + self.elasticity[side] * (1.0 + self.home[side]));
        purchases - self.foreign_content[side] * wage
    }
}

//! What recorded trade asks of each pair's final trade in goods.

use ndarray::{Array1, Array2, Array3, Axis};

use super::judgement::{
    BELIEF_IN_OWN_RATIO, ERROR_OF_PRIOR, EXPORTER_RATIO, IMPORTER_RATIO, MOST_PAIR_CHANGE, RATIO_ROUNDS,
};
use super::{Accounts, GoodsTrade, goods_by_pair, quotient};

/// Targets for final trade in goods by pair.
pub struct PairTargets {
    /// `[exporter][importer]`: final trade in goods to aim at, USD million.
    pub final_goods: Array2<f64>,
    /// Table value per dollar at the border over all pairs known well, dimensionless.
    pub price_ratio: f64,
}

impl PairTargets {
    /// Weighs the prior against what customs record beyond intermediate trade.
    ///
    /// Each target is the mean of the two with weights by the inverse of their variances,
    /// held within a factor of the prior. Unknown pairs keep the prior.
    pub fn new(abroad: &Array3<f64>, accounts: &Accounts, covered: &[bool], trade: &GoodsTrade) -> Self {
        let intermediate = goods_by_pair(&accounts.intermediate, &accounts.goods);
        let prior = goods_by_pair(abroad, &accounts.goods);
        let known = |exporter: usize, importer: usize| exporter != importer && trade.totals[[exporter, importer]] > 0.0;
        let only_known = |values: &Array2<f64>| {
            let mut values = values.clone();
            for ((exporter, importer), value) in values.indexed_iter_mut() {
                if !known(exporter, importer) {
                    *value = 0.0;
                }
            }
            values
        };
        let recorded = only_known(&trade.totals);
        let estimated = only_known(&(&intermediate + &prior));
        let ratios = PriceRatios::new(&recorded, &estimated, covered);
        let mut final_goods = prior.clone();
        for ((exporter, importer), target) in final_goods.indexed_iter_mut() {
            let pair = [exporter, importer];
            if known(exporter, importer) {
                let total = ratios.of(exporter, importer) * recorded[pair];
                let gap = total - intermediate[pair];
                *target = weigh(prior[pair], gap, trade.error[pair] * total);
            }
        }
        Self { final_goods, price_ratio: ratios.common }
    }
}

/// The prior moved towards the gap by its share in the two variances.
fn weigh(prior: f64, gap: f64, error_of_total: f64) -> f64 {
    // The prior's error grows with the size of the flow; the gap has a say in that size,
    // or a prior of nearly nothing would count as nearly certain.
    let error_of_prior = ERROR_OF_PRIOR * (prior + gap.max(0.0)) / 2.0;
    let (own, other) = (error_of_prior.powi(2), error_of_total.powi(2));
    let moved = prior + quotient(own, own + other) * (gap - prior);
    moved.clamp(prior / MOST_PAIR_CHANGE, prior * MOST_PAIR_CHANGE)
}

/// Table value (basic prices, all but exact coverage) per dollar recorded at the border.
struct PriceRatios {
    common: f64,
    exporter: Array1<f64>,
    importer: Array1<f64>,
}

impl PriceRatios {
    /// `recorded` and `estimated` are `[exporter][importer]`, zero where not known.
    fn new(recorded: &Array2<f64>, estimated: &Array2<f64>, covered: &[bool]) -> Self {
        let sum_covered = |values: &Array2<f64>| -> f64 {
            values
                .indexed_iter()
                .filter(|((exporter, importer), _)| covered[*exporter] && covered[*importer])
                .map(|(_, value)| value)
                .sum()
        };
        let common = quotient(sum_covered(estimated), sum_covered(recorded));
        let regions = covered.len();
        let (mut exporter, mut importer) = (Array1::ones(regions), Array1::ones(regions));
        for _ in 0..RATIO_ROUNDS {
            exporter = own_ratios(recorded, estimated, common, &importer);
            importer = own_ratios(&recorded.t().to_owned(), &estimated.t().to_owned(), common, &exporter);
        }
        let scale = quotient((recorded * &importer).sum(), recorded.sum());
        Self { common, exporter: exporter * scale, importer: importer / scale }
    }

    fn of(&self, exporter: usize, importer: usize) -> f64 {
        let own = |ratio: f64, range: (f64, f64)| ratio.powf(BELIEF_IN_OWN_RATIO).clamp(range.0, range.1);
        self.common * own(self.exporter[exporter], EXPORTER_RATIO) * own(self.importer[importer], IMPORTER_RATIO)
    }
}

/// `[row]`: estimated per recorded trade beyond the common ratio and the partners' own.
fn own_ratios(recorded: &Array2<f64>, estimated: &Array2<f64>, common: f64, partners: &Array1<f64>) -> Array1<f64> {
    let expected = common * recorded.dot(partners);
    let found = estimated.sum_axis(Axis(1));
    Array1::from_shape_fn(found.len(), |row| {
        if expected[row] > 0.0 && found[row] > 0.0 { found[row] / expected[row] } else { 1.0 }
    })
}

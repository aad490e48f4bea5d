//! Final demand by destination, where a source states only intermediate flows.
//!
//! Known: what each industry sells to final buyers anywhere (its row total). Wanted: to
//! whom. Three things help: where the same product goes as an input today, where the same
//! industry's final sales went in an earlier year of another source, and what customs
//! record between two countries. The estimate is built in that order, and the row totals
//! hold exactly at the end because a country's own purchases are what is left.
//!
//! Every three-dimensional array here is `[exporter][sector][importer]`. Values are USD
//! million. "Abroad" leaves out a region's sales to itself.

mod bounds;
mod judgement;
mod pair_targets;
mod prior;
mod proportional;
#[cfg(test)]
mod tests;

use ndarray::{Array1, Array2, Array3, Axis};

pub use judgement::{ERROR_OF_CUSTOMS, ERROR_OF_STATISTICS, ERROR_OF_WARTIME_STATISTICS, deficit_ceiling};
pub use prior::prior;
pub use proportional::proportional;

use bounds::{keep_some_at_home, keep_under_deficit_ceiling};
use judgement::FITTING_ROUNDS;
use pair_targets::PairTargets;

/// What one year's source states.
pub struct Accounts {
    /// `[exporter][sector][importer]`: sales to the importer's industries, USD million.
    pub intermediate: Array3<f64>,
    /// `[region][sector]`: sales to final buyers anywhere, USD million. Sales to countries
    /// outside the table are in here too and come out as bought at home.
    pub final_sales: Array2<f64>,
    /// `[region][sector]`: gross output, USD million.
    pub output: Array2<f64>,
    /// `[region]`: output less inputs bought from the table's regions, USD million.
    pub value_added: Array1<f64>,
    /// `[sector]`: whether customs see the product.
    pub goods: Vec<bool>,
}

/// Final use by destination in an earlier year, by groups of today's sectors.
pub struct EarlierYear {
    /// `[exporter][group][importer]`, USD million; never negative.
    pub final_use: Array3<f64>,
    /// `[region][group]`: gross output, USD million; a region without output is not covered.
    pub output: Array2<f64>,
    /// `[sector]`: the group of each of today's sectors.
    pub group_of: Vec<usize>,
}

impl EarlierYear {
    /// `[region]`: whether the earlier source covers it.
    pub fn covered(&self) -> Vec<bool> {
        self.output.sum_axis(Axis(1)).iter().map(|sum| *sum > 0.0).collect()
    }
}

/// Recorded trade in goods between pairs, and how far to believe it.
pub struct GoodsTrade {
    /// `[exporter][importer]`: goods, USD million at the border; zero means not known.
    pub totals: Array2<f64>,
    /// `[exporter][importer]`: relative standard error of each total.
    pub error: Array2<f64>,
    /// `[region]`: the most by which absorption may exceed value added, as a share of it.
    pub deficit_ceiling: Array1<f64>,
}

/// An estimate and what happened on the way to it.
pub struct Fitted {
    /// `[exporter][sector][importer]`: final use, USD million; rows sum to the final sales.
    pub final_use: Array3<f64>,
    /// Table value of goods per dollar recorded at the border, over all pairs known well.
    pub price_ratio: f64,
    /// `[region]`: factor on purchases from abroad that keeps the region under its ceiling.
    pub absorption_factor: Array1<f64>,
}

/// The estimate without recorded trade: the prior, kept inside the row totals.
pub fn from_prior_alone(prior: &Array3<f64>, accounts: &Accounts) -> Array3<f64> {
    let mut abroad = prior.clone();
    keep_some_at_home(&mut abroad, &accounts.final_sales);
    rest_at_home(abroad, &accounts.final_sales)
}

/// The full estimate: the prior drawn towards recorded trade, pair by pair.
pub fn from_prior_and_trade(prior: &Array3<f64>, accounts: &Accounts, covered: &[bool], trade: &GoodsTrade) -> Fitted {
    let mut abroad = prior.clone();
    keep_some_at_home(&mut abroad, &accounts.final_sales);
    let targets = PairTargets::new(&abroad, accounts, covered, trade);
    for _ in 0..FITTING_ROUNDS {
        scale_goods_to_targets(&mut abroad, &accounts.goods, &targets.final_goods);
        keep_some_at_home(&mut abroad, &accounts.final_sales);
    }
    let absorption_factor = keep_under_deficit_ceiling(&mut abroad, accounts, &trade.deficit_ceiling);
    Fitted {
        final_use: rest_at_home(abroad, &accounts.final_sales),
        price_ratio: targets.price_ratio,
        absorption_factor,
    }
}

/// `[exporter][importer]`: sum over the sectors customs see, USD million.
pub fn goods_by_pair(flows: &Array3<f64>, goods: &[bool]) -> Array2<f64> {
    let mut pairs = Array2::zeros((flows.shape()[0], flows.shape()[2]));
    for ((exporter, sector, importer), value) in flows.indexed_iter() {
        if goods[sector] {
            pairs[[exporter, importer]] += value;
        }
    }
    pairs
}

/// Sum of everything that crosses a border, USD million.
pub fn sum_abroad(flows: &Array3<f64>) -> f64 {
    flows.indexed_iter().filter(|((exporter, _, importer), _)| exporter != importer).map(|(_, value)| value).sum()
}

/// A quotient that is zero where the divisor is not positive.
pub fn quotient(above: f64, below: f64) -> f64 {
    if below > 0.0 { above / below } else { 0.0 }
}

fn scale_goods_to_targets(abroad: &mut Array3<f64>, goods: &[bool], targets: &Array2<f64>) {
    let now = goods_by_pair(abroad, goods);
    for ((exporter, sector, importer), value) in abroad.indexed_iter_mut() {
        let pair = [exporter, importer];
        if goods[sector] && now[pair] > 0.0 {
            *value *= targets[pair] / now[pair];
        }
    }
}

/// Completes the estimate: what is not sold abroad is bought at home.
fn rest_at_home(mut abroad: Array3<f64>, final_sales: &Array2<f64>) -> Array3<f64> {
    let exported = abroad.sum_axis(Axis(2));
    for ((region, sector), sales) in final_sales.indexed_iter() {
        abroad[[region, sector, region]] = sales - exported[[region, sector]];
    }
    abroad
}

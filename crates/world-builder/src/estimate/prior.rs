//! The prior: final sales abroad before any look at recorded trade.

use ndarray::{Array1, Array2, Array3, Axis};

use super::judgement::{
    BLEND_CORRECTION, LEVEL_CORRECTION, PULL_OF_GROWTH, WEIGHT_OF_TODAY, WEIGHT_OF_TODAY_IF_DISRUPTED,
};
use super::{Accounts, EarlierYear, quotient};

/// Final sales abroad `[exporter][sector][importer]` before recorded trade, USD million;
/// zero from a region to itself.
///
/// Blends where inputs go today with where final sales went in the earlier year.
///
/// `proportional` is the proportional estimate; `disrupted` are regions whose earlier
/// pattern is out of date.
pub fn prior(
    accounts: &Accounts,
    earlier: &EarlierYear,
    proportional: &Array3<f64>,
    disrupted: &[usize],
) -> Array3<f64> {
    let projected = Projection::new(accounts, earlier);
    let by_group = sum_groups(proportional, &earlier.group_of, earlier.output.shape()[1]);
    let level = projected.level_of(&by_group, LEVEL_CORRECTION);
    let today = pattern_of_today(proportional, &level, &earlier.group_of);
    let then = projected.by_sector(proportional, &by_group, &accounts.output);
    let mut abroad = today;
    for ((exporter, sector, importer), value) in abroad.indexed_iter_mut() {
        if projected.knows(exporter, projected.group_of[sector], importer) {
            let torn = disrupted.contains(&exporter) || disrupted.contains(&importer);
            let weight = if torn { WEIGHT_OF_TODAY_IF_DISRUPTED } else { WEIGHT_OF_TODAY };
            *value = blend(*value, then[[exporter, sector, importer]], weight);
        }
    }
    projected.restore_level(&mut abroad, &then);
    abroad
}

/// The proportional estimate at the level of final trade; zero from a region to itself.
fn pattern_of_today(proportional: &Array3<f64>, level: &Array1<f64>, group_of: &[usize]) -> Array3<f64> {
    let mut pattern = proportional.clone();
    for ((exporter, sector, importer), value) in pattern.indexed_iter_mut() {
        *value *= if exporter == importer { 0.0 } else { level[group_of[sector]] };
    }
    pattern
}

/// Weighted geometric mean; arithmetic where one of the two is zero, so that a zero on one
/// side does not erase trade that the other side shows.
fn blend(today: f64, then: f64, weight: f64) -> f64 {
    if today > 0.0 && then > 0.0 {
        (weight * today.ln() + (1.0 - weight) * then.ln()).exp()
    } else {
        weight * today + (1.0 - weight) * then
    }
}

/// The earlier year's final sales carried to today's outputs.
struct Projection<'a> {
    /// `[sector]`: the group of each of today's sectors.
    group_of: &'a [usize],
    /// `[exporter][group][importer]`, USD million.
    sales: Array3<f64>,
    /// `[region][group]`: today's output, USD million.
    output_today: Array2<f64>,
    /// `[region]`: covered by the earlier source.
    covered: Vec<bool>,
    /// `[region][group]`: produced in the earlier year.
    produced: Array2<bool>,
}

impl<'a> Projection<'a> {
    fn new(accounts: &Accounts, earlier: &'a EarlierYear) -> Self {
        let mut output_today = Array2::<f64>::zeros(earlier.output.raw_dim());
        for ((region, sector), output) in accounts.output.indexed_iter() {
            output_today[[region, earlier.group_of[sector]]] += output;
        }
        let growth = relative_growth(accounts, earlier);
        let mut sales = earlier.final_use.clone();
        for ((exporter, group, importer), value) in sales.indexed_iter_mut() {
            let place = [exporter, group];
            *value =
                quotient(*value, earlier.output[place]) * output_today[place] * growth[importer].powf(PULL_OF_GROWTH);
        }
        Self {
            group_of: &earlier.group_of,
            sales,
            output_today,
            covered: earlier.covered(),
            produced: earlier.output.mapv(|output| output > 0.0),
        }
    }

    /// Whether the earlier year speaks about this flow.
    fn knows(&self, exporter: usize, group: usize, importer: usize) -> bool {
        exporter != importer && self.covered[exporter] && self.covered[importer] && self.produced[[exporter, group]]
    }

    /// `[exporter][sector][importer]`: the groups' sales divided over today's sectors, as the
    /// proportional estimate divides them or, where it has none, as output does.
    fn by_sector(&self, proportional: &Array3<f64>, by_group: &Array3<f64>, output: &Array2<f64>) -> Array3<f64> {
        let mut sales = proportional.clone();
        for ((exporter, sector, importer), value) in sales.indexed_iter_mut() {
            let group = self.group_of[sector];
            let whole = by_group[[exporter, group, importer]];
            let part = if whole > 0.0 {
                *value / whole
            } else {
                quotient(output[[exporter, sector]], self.output_today[[exporter, group]])
            };
            *value = self.sales[[exporter, group, importer]] * part;
        }
        sales
    }

    /// Gives a blend the level of `then` in each group, over the flows the earlier year knows.
    fn restore_level(&self, blend: &mut Array3<f64>, then: &Array3<f64>) {
        let groups = self.sales.shape()[1];
        let (mut wanted, mut found) = (Array1::<f64>::zeros(groups), Array1::<f64>::zeros(groups));
        for ((exporter, sector, importer), value) in blend.indexed_iter() {
            let group = self.group_of[sector];
            if self.knows(exporter, group, importer) {
                wanted[group] += then[[exporter, sector, importer]];
                found[group] += value;
            }
        }
        for ((exporter, sector, importer), value) in blend.indexed_iter_mut() {
            let group = self.group_of[sector];
            if self.knows(exporter, group, importer) {
                *value *= quotient(wanted[group], found[group]).clamp(BLEND_CORRECTION.0, BLEND_CORRECTION.1);
            }
        }
    }

    /// `[group]`: earlier final sales per unit of `other`, over the flows both know.
    fn level_of(&self, other: &Array3<f64>, range: (f64, f64)) -> Array1<f64> {
        let groups = self.sales.shape()[1];
        let (mut own, mut others) = (Array1::<f64>::zeros(groups), Array1::<f64>::zeros(groups));
        for ((exporter, group, importer), sales) in self.sales.indexed_iter() {
            if self.knows(exporter, group, importer) {
                own[group] += sales;
                others[group] += other[[exporter, group, importer]];
            }
        }
        Array1::from_shape_fn(groups, |group| quotient(own[group], others[group]).clamp(range.0, range.1))
    }
}

/// `[region]`: growth of output since the earlier year relative to all covered regions;
/// one where it is not known.
fn relative_growth(accounts: &Accounts, earlier: &EarlierYear) -> Array1<f64> {
    let (now, then) = (accounts.output.sum_axis(Axis(1)), earlier.output.sum_axis(Axis(1)));
    let covered = earlier.covered();
    let sum = |output: &Array1<f64>| -> f64 {
        output.iter().zip(&covered).filter(|(_, covered)| **covered).map(|(value, _)| value).sum()
    };
    let common = quotient(sum(&now), sum(&then));
    Array1::from_shape_fn(
        now.len(),
        |region| {
            if covered[region] { quotient(now[region], then[region]) / common } else { 1.0 }
        },
    )
}

fn sum_groups(flows: &Array3<f64>, group_of: &[usize], groups: usize) -> Array3<f64> {
    let (exporters, _, importers) = flows.dim();
    let mut sums = Array3::zeros((exporters, groups, importers));
    for ((exporter, sector, importer), value) in flows.indexed_iter() {
        sums[[exporter, group_of[sector], importer]] += value;
    }
    sums
}

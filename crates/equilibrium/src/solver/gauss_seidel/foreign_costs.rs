//! How foreign costs respond to wages.

use unequal_vector::{multiply_add, transposed_times};

use super::Basis;
use crate::numerics::inverse::inverse;
use crate::solver::product_groups::product_groups;

/// Trade between regions, by group of products.
pub(super) struct Trade {
    pub groups: usize,
    /// `[sector]`.
    pub group_of: Vec<usize>,
    /// What regions buy from each other: `[group][importer][exporter, padded]`.
    purchases: Vec<f64>,
    /// `[sector][exporter, padded]`.
    exports: Vec<f64>,
}

impl Trade {
    /// From output `[sector][region, padded]`.
    pub fn of(basis: &Basis<'_>, output: &[f64]) -> Self {
        let (regions, width) = (basis.primitives.region_count(), basis.shares.width);
        let mut exports = output.to_vec();
        for (sector, exports) in exports.chunks_exact_mut(width).enumerate() {
            for (region, exports) in exports.iter_mut().enumerate().take(regions) {
                *exports = (*exports - basis.home(region, sector) * basis.expenditure[[region, sector]]).max(0.0);
            }
        }
        let group_of = product_groups(&exports, width);
        let groups = group_of.iter().max().map_or(0, |last| last + 1);
        let mut purchases = vec![0.0; groups * regions * width];
        for (sector, group) in group_of.iter().enumerate() {
            for importer in 0..regions {
                let into = &mut purchases[(group * regions + importer) * width..][..width];
                let spending = basis.expenditure[[importer, sector]];
                multiply_add(spending, basis.shares.row(sector * regions + importer), into);
            }
        }
        for (place, row) in purchases.chunks_exact_mut(width).enumerate() {
            row[place % regions] = 0.0;
        }
        Self { groups, group_of, purchases, exports }
    }
}

/// Rows divided by their sums; a row of zeros stays.
fn shares_of(rows: &[f64], width: usize) -> Vec<f64> {
    let mut shares = rows.to_vec();
    for row in shares.chunks_exact_mut(width) {
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            row.iter_mut().for_each(|share| *share /= sum);
        }
    }
    shares
}

impl Basis<'_> {
    /// Elasticities of foreign costs in each group of products with respect to wages, `[region][group][region, padded]`. A
    /// supplier's costs depend on its own wage and, on average over its suppliers, on wages elsewhere. Given are the
    /// derivatives of input costs with respect to the own wage, `[region][sector, padded]`, and to foreign costs,
    /// `[region][group][sector, padded]`.
    pub(super) fn foreign_costs(&self, trade: &Trade, [inputs, foreign]: [&[f64]; 2]) -> Vec<f64> {
        let (regions, width) = (self.primitives.region_count(), self.shares.width);
        let mut purchases = vec![0.0; regions * width];
        for group in trade.purchases.chunks_exact(regions * width) {
            purchases.iter_mut().zip(group).for_each(|(all, group)| *all += group);
        }
        let average = self
            .total_response(&shares_of(&purchases, width), self.content_of_exports(trade, [inputs, foreign], |_| true));
        let mut responses = vec![0.0; regions * trade.groups * width];
        for (group, purchases) in trade.purchases.chunks_exact(regions * width).enumerate() {
            let [own, abroad] =
                self.content_of_exports(trade, [inputs, foreign], |sector| trade.group_of[sector] == group);
            for (region, weights) in shares_of(purchases, width).chunks_exact(width).enumerate() {
                let row = &mut responses[(region * trade.groups + group) * width..][..width];
                row.iter_mut().zip(weights.iter().zip(&own)).for_each(|(cell, (weight, own))| *cell = weight * own);
                let weights: Vec<f64> = weights.iter().zip(&abroad).map(|(weight, abroad)| weight * abroad).collect();
                transposed_times(&average, &weights[..regions], row);
            }
        }
        responses
    }

    /// Derivatives of the cost of what a region exports of some products with respect to its own wage and to foreign costs,
    /// each `[region, padded]`.
    fn content_of_exports(
        &self,
        trade: &Trade,
        [inputs, foreign]: [&[f64]; 2],
        of: impl Fn(usize) -> bool,
    ) -> [Vec<f64>; 2] {
        let (regions, width) = (self.primitives.region_count(), self.shares.width);
        let [mut own, mut abroad] = [vec![0.0; width], vec![0.0; width]];
        for region in 0..regions {
            let inputs = &inputs[region * self.width..][..self.width];
            let foreign = foreign[region * trade.groups * self.width..].chunks_exact(self.width).take(trade.groups);
            let foreign: Vec<&[f64]> = foreign.collect();
            let mut sum = 0.0;
            for sector in (0..trade.group_of.len()).filter(|sector| of(*sector)) {
                let exports = trade.exports[sector * width + region];
                sum += exports;
                own[region] += exports * (self.primitives.value_added_shares[[region, sector]] + inputs[sector]);
                abroad[region] += exports * foreign.iter().map(|group| group[sector]).sum::<f64>();
            }
            if sum > 0.0 {
                own[region] /= sum;
                abroad[region] /= sum;
            }
        }
        [own, abroad]
    }

    /// `(I - W F)^-1 W O`: total elasticities of foreign costs with respect to wages, feedback through third countries
    /// included. W has the shares of suppliers; O and F are the elasticities of suppliers' costs with respect to their own
    /// wages and to foreign costs.
    fn total_response(&self, weights: &[f64], [own, abroad]: [Vec<f64>; 2]) -> Vec<f64> {
        let (regions, width) = (self.primitives.region_count(), self.shares.width);
        let mut matrix = weights.to_vec();
        let mut direct = weights.to_vec();
        for (region, (matrix, direct)) in matrix.chunks_exact_mut(width).zip(direct.chunks_exact_mut(width)).enumerate()
        {
            matrix.iter_mut().zip(&abroad).for_each(|(cell, abroad)| *cell *= -abroad);
            matrix[region] += 1.0;
            direct.iter_mut().zip(&own).for_each(|(cell, own)| *cell *= own);
        }
        if inverse(&mut matrix, regions, width).is_none() {
            // The inverse exists as long as foreign content is below one; otherwise the direct response has to do.
            return direct;
        }
        let mut total = vec![0.0; regions * width];
        for (row, factors) in total.chunks_exact_mut(width).zip(matrix.chunks_exact(width)) {
            transposed_times(&direct, &factors[..regions], row);
        }
        total
    }
}

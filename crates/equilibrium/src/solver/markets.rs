//! The goods markets of an evaluation: price sums, sales, revenue and price indices (G3 to G7).

use unequal_vector::{logarithms, market, matrix_times, transpose, vectorised};

use crate::solver::economy::Economy;
use crate::solver::workspace::Workspace;

/// X / Q; zero for a buyer without suppliers.
pub(crate) fn spending_over_price_sum(spending: &[f64], sums: &[f64], spread: &mut [f64]) {
    vectorised(|| {
        for ((spread, spending), sum) in spread.iter_mut().zip(spending).zip(sums) {
            let ratio = spending / sum;
            *spread = if *sum > 0.0 { ratio } else { 0.0 };
        }
    });
}

impl Economy<'_> {
    /// Price sums (G3) and what each producer sells for a unit of its power (G5).
    pub fn markets(&self, work: &mut Workspace) {
        let regions = self.kernel.regions;
        let [demand, supply] = self.kernel.double();
        for sector in 0..self.kernel.sectors {
            let row = self.row(sector);
            let block = regions * row.start..regions * row.end;
            let (demand, supply) = (&demand[block.clone()], &supply[block]);
            let power = &work.cost_power[row.clone()];
            let spending = &work.spending_of[row.clone()][..regions];
            let sums = &mut work.price_sum[row.clone()][..regions];
            let supplied = &mut work.supplied[row.clone()];
            supplied.fill(0.0);
            if self.kernel.traded[sector] {
                market(demand, supply, power, spending, sums, supplied);
            } else {
                self.at_home([demand, supply], [power, spending], sums, supplied);
            }
            if self.kernel.has_revenue() {
                matrix_times(supply, power, &mut work.produced[row][..regions]);
            }
        }
    }

    /// [`Self::markets`] of a product that nobody buys from another.
    fn at_home(
        &self,
        [demand, supply]: [&[f64]; 2],
        [power, spending]: [&[f64]; 2],
        sums: &mut [f64],
        supplied: &mut [f64],
    ) {
        for region in 0..self.kernel.regions {
            let place = region * self.prepared.region_width + region;
            sums[region] = demand[place] * power[region];
            if sums[region] > 0.0 {
                supplied[region] = supply[place] * spending[region] / sums[region];
            }
        }
    }

    /// Places of one product in an array `[sector][region]`.
    fn row(&self, sector: usize) -> std::ops::Range<usize> {
        sector * self.prepared.region_width..(sector + 1) * self.prepared.region_width
    }

    /// Output (G5) and revenue (G7).
    pub fn sales(&self, work: &mut Workspace) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        vectorised(|| {
            for ((sales, supplied), power) in work.by_sector.iter_mut().zip(&work.supplied).zip(&work.cost_power) {
                // Rounding may leave a little less than nothing of a market that closed.
                *sales = if *supplied < 0.0 { 0.0 } else { supplied * power };
            }
        });
        transpose(&work.by_sector, sectors, regions, &mut work.output);
        work.revenue.fill(0.0);
        if !self.kernel.has_revenue() {
            return;
        }
        for sector in 0..sectors {
            let row = self.row(sector);
            let power = &work.cost_power[row.clone()];
            for importer in 0..regions {
                let place = row.start + importer;
                let market = [work.spending_of[place], work.price_sum[place], work.produced[place]];
                self.revenue([sector, importer], power, market, &mut work.revenue);
            }
        }
    }

    /// ln P = -ln Q / theta; a product that nobody supplies or uses keeps a price without weight.
    pub fn prices(&self, work: &mut Workspace) {
        let (regions, sectors) = (self.kernel.regions, self.kernel.sectors);
        let region_width = self.prepared.region_width;
        logarithms(&work.price_sum, &mut work.by_sector);
        let rows = work.by_sector.chunks_exact_mut(region_width).zip(work.price_sum.chunks_exact(region_width));
        for ((prices, sums), theta) in rows.zip(&self.primitives.trade_elasticity) {
            let slope = -1.0 / theta;
            vectorised(|| {
                for (price, sum) in prices.iter_mut().zip(sums) {
                    *price = if *sum > 0.0 { slope * *price } else { 0.0 };
                }
            });
        }
        transpose(&work.by_sector, sectors, regions, &mut work.ln_price);
    }

    /// Tariffs to the importer, export taxes and fees to their owners (G7).
    fn revenue(
        &self,
        [sector, importer]: [usize; 2],
        power: &[f64],
        [spending, sum, produced]: [f64; 3],
        revenue: &mut [f64],
    ) {
        if sum <= 0.0 {
            return;
        }
        let spread = spending / sum;
        let supply = self.kernel.supply_row(sector, importer);
        let mut tariff = spending - produced * spread;
        for cell in self.kernel.revenue_row(sector, importer) {
            let value = supply[cell.exporter] * power[cell.exporter] * spread;
            tariff -= value * cell.total;
            for (owner, amount) in &cell.owners {
                revenue[*owner] += value * amount;
            }
        }
        revenue[importer] += tariff;
    }
}

//! Block Gauss-Seidel coupling of the preconditioner's blocks, an approximate Schur complement.
//!
//! One step updates costs, use of inputs, incomes and wages together, and each depends on the others. Without coupling
//! (block Jacobi) each block would be updated for the present values of the others. Instead wages are updated for the labour
//! demand that the pending steps of costs and use will lead to, and costs and use are then corrected for the new wages. The
//! derivatives are those of the baseline, through the domestic Leontief inverses. They need not be exact, since all steps are
//! zero at the equilibrium. The equations are in `docs/src/methods/solver.md`, "Block
//! Gauss-Seidel correction".

mod foreign_costs;

use ndarray::Array2;
use unequal_vector::{matrix_times, transposed_times, transposed_times_single};

use crate::model::primitives::Primitives;
use crate::numerics::anderson::Number;
use crate::solver::leontief::LeontiefInverse;
use crate::solver::parameters::PARAMETERS;
use crate::solver::precision::to_single;
use crate::solver::product_groups::MAX_GROUPS;
use crate::solver::shares::Shares;
use foreign_costs::Trade;

/// Derivatives at a baseline. Empty before output is known; then all corrections are zero.
#[derive(Debug, Clone, Default)]
pub(crate) struct GaussSeidel {
    /// Groups of products with a foreign cost of their own.
    pub groups: usize,
    /// Elasticities of foreign costs, by group of products, with respect to the wage of each region:
    /// `[region][group][region, padded]`. A correction need not be precise.
    pub foreign_costs: Vec<f32>,
    double: CouplingBlocks<f64>,
    /// Empty in small economies.
    single: CouplingBlocks<f32>,
    /// Derivative of ln of labour demand with respect to income in units of value added: `[region]`.
    labour_of_income: Vec<f64>,
    /// Elasticity of labour demand with respect to the own wage through the region's own demand: `[region]`.
    pub own_demand: Vec<f64>,
}

/// Off-diagonal blocks within regions: one block per region, in rows over sectors, padded.
#[derive(Debug, Clone, Default)]
pub(crate) struct CouplingBlocks<N> {
    regions: usize,
    costs: Vec<N>,
    uses: Vec<N>,
    labour: Vec<N>,
}

impl<N> CouplingBlocks<N> {
    fn block<'s>(&self, values: &'s [N], region: usize) -> &'s [N] {
        let size = values.len() / self.regions.max(1);
        &values[region * size..][..size]
    }

    /// Derivatives of input costs with respect to ln w at home, then to foreign costs in each group of products.
    fn costs(&self, region: usize) -> &[N] {
        self.block(&self.costs, region)
    }

    /// Derivatives of input use with respect to income, then to ln of labour demand; use and income in units of value added.
    fn uses(&self, region: usize) -> &[N] {
        self.block(&self.uses, region)
    }

    /// Derivatives of ln of labour demand with respect to input costs, then to input use.
    fn labour(&self, region: usize) -> &[N] {
        self.block(&self.labour, region)
    }
}

impl CouplingBlocks<f64> {
    fn rounded(&self) -> CouplingBlocks<f32> {
        CouplingBlocks {
            regions: self.regions,
            costs: to_single(&self.costs),
            uses: to_single(&self.uses),
            labour: to_single(&self.labour),
        }
    }
}

/// What the derivatives are computed from.
pub(crate) struct Basis<'a> {
    pub primitives: &'a Primitives,
    pub shares: &'a Shares,
    /// Spending, `[region][sector]`; duties are left out of what it yields.
    pub expenditure: &'a Array2<f64>,
    pub leontief: &'a LeontiefInverse,
    /// Domestic content of prices and costs, from [`crate::solver::jacobian::domestic_content`].
    pub content: &'a [Vec<f64>; 2],
    /// Padded length of a row over sectors.
    pub width: usize,
}

impl GaussSeidel {
    /// Derivatives at the economy and expenditure of a basis.
    pub fn new(basis: &Basis<'_>) -> Self {
        let output = basis.shares.output_of(basis.expenditure);
        let trade = Trade::of(basis, &output);
        let foreign = basis.foreign_content(&trade);
        let regions = basis.primitives.region_count();
        let mut double = CouplingBlocks { regions, ..CouplingBlocks::default() };
        let (mut inputs, mut labour_of_income, mut own_demand) = (Vec::new(), Vec::new(), Vec::new());
        for region in 0..regions {
            let [_, content] = basis.content_of(region);
            let labour = basis.row(|sector| basis.primitives.value_added_shares[[region, sector]]);
            let final_use = basis.row(|sector| basis.primitives.final_shares[[region, sector]]);
            let home = basis.row(|sector| basis.home(region, sector));
            // The Leontief inverse may have been computed with other home shares, which belong to its right-hand sides.
            let inverse_home = &basis.leontief.home[region * basis.width..][..basis.width];
            let own = basis.solve_costs(region, &product(&labour, inverse_home));
            double.costs.extend_from_slice(&own);
            inputs.extend(own);
            double
                .costs
                .extend_from_slice(&foreign[region * trade.groups * basis.width..][..trade.groups * basis.width]);
            double.uses.extend(basis.solve_uses(region, &product(&final_use, inverse_home)));
            double.uses.extend(basis.solve_uses(region, &basis.lost_output(region, &output)));
            double.labour.extend(basis.labour_of_costs(region, &output));
            double.labour.extend(product(&labour, &home));
            let at_home = product(&final_use, &home);
            labour_of_income.push(product(&labour, &at_home).iter().sum());
            own_demand.push(product(content, &at_home).iter().sum());
        }
        Self {
            groups: trade.groups,
            foreign_costs: to_single(&basis.foreign_costs(&trade, [&inputs, &foreign])),
            single: if basis.leontief.single.is_empty() { CouplingBlocks::default() } else { double.rounded() },
            double,
            labour_of_income,
            own_demand,
        }
    }

    /// Expected change of ln of a region's labour demand from pending steps of its costs and use of inputs and of its income,
    /// use and income in units of value added.
    pub fn labour_demand_response<N: Precision>(&self, region: usize, [costs, uses]: [&[N]; 2], income: f64) -> f64 {
        let blocks = N::blocks(self);
        if blocks.regions == 0 {
            return 0.0;
        }
        let (of_costs, of_uses) = blocks.labour(region).split_at(costs.len());
        let mut changes = [0.0; 2];
        N::products(&[of_costs], costs, &mut changes[..1]);
        N::products(&[of_uses], uses, &mut changes[1..]);
        let change = changes[0] + changes[1] + self.labour_of_income[region] * income;
        let most = PARAMETERS.wages.max_demand_response;
        change.clamp(-most, most)
    }

    /// Corrects a region's steps of costs and use for the wage step: for the steps of ln w at home, of labour income in units
    /// of value added and of ln of labour demand, and for those of `foreign` costs by group of products.
    pub fn correct_for_wages<N: Precision>(
        &self,
        region: usize,
        [costs, uses]: [&mut [N]; 2],
        [own, earned, labour]: [f64; 3],
        foreign: &[f32],
    ) {
        let blocks = N::blocks(self);
        if blocks.regions == 0 {
            return;
        }
        let mut factors = [N::of(own); 1 + MAX_GROUPS];
        factors[1..].iter_mut().zip(foreign).for_each(|(factor, foreign)| *factor = N::of(f64::from(*foreign)));
        N::transposed_times(blocks.costs(region), &factors[..1 + foreign.len()], costs);
        N::transposed_times(blocks.uses(region), &[earned, labour].map(N::of), uses);
    }

    /// Corrects a region's step of use for a step of income, in units of value added.
    pub fn correct_for_income<N: Precision>(&self, region: usize, uses: &mut [N], income: f64) {
        let blocks = N::blocks(self);
        if blocks.regions == 0 {
            return;
        }
        let (of_income, _) = blocks.uses(region).split_at(uses.len());
        N::transposed_times(of_income, &[N::of(income)], uses);
    }
}

/// A precision in which the blocks are kept.
pub(crate) trait Precision: Number {
    fn blocks(coupling: &GaussSeidel) -> &CouplingBlocks<Self>;

    fn of(value: f64) -> Self;

    /// `result += matrix' factors`.
    fn transposed_times(matrix: &[Self], factors: &[Self], result: &mut [Self]);
}

impl Precision for f64 {
    fn blocks(coupling: &GaussSeidel) -> &CouplingBlocks<Self> {
        &coupling.double
    }

    fn of(value: f64) -> Self {
        value
    }

    fn transposed_times(matrix: &[Self], factors: &[Self], result: &mut [Self]) {
        transposed_times(matrix, factors, result);
    }
}

impl Precision for f32 {
    fn blocks(coupling: &GaussSeidel) -> &CouplingBlocks<Self> {
        &coupling.single
    }

    fn of(value: f64) -> Self {
        value as Self
    }

    fn transposed_times(matrix: &[Self], factors: &[Self], result: &mut [Self]) {
        transposed_times_single(matrix, factors, result);
    }
}

fn product(left: &[f64], right: &[f64]) -> Vec<f64> {
    left.iter().zip(right).map(|(left, right)| left * right).collect()
}

impl Basis<'_> {
    /// A padded row over sectors.
    fn row(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut row = vec![0.0; self.width];
        row.iter_mut()
            .take(self.primitives.sector_count())
            .enumerate()
            .for_each(|(sector, cell)| *cell = value(sector));
        row
    }

    fn home(&self, region: usize, sector: usize) -> f64 {
        self.primitives.sourcing[[sector, region, region]]
    }

    fn content_of(&self, region: usize) -> [&[f64]; 2] {
        let [prices, costs] = self.content;
        [prices, costs].map(|content| &content[region * self.width..][..self.width])
    }

    /// One region's block of the Leontief inverse.
    fn inverse_of(&self, region: usize) -> &[f64] {
        let size = self.primitives.sector_count() * self.width;
        &self.leontief.double[region * size..][..size]
    }

    /// Input use that a change of output leads to through the domestic Leontief inverse.
    fn solve_uses(&self, region: usize, output: &[f64]) -> Vec<f64> {
        let mut uses = vec![0.0; self.width];
        matrix_times(self.inverse_of(region), output, &mut uses[..self.primitives.sector_count()]);
        uses
    }

    /// Input costs that a change of prices leads to through the domestic Leontief inverse.
    fn solve_costs(&self, region: usize, prices: &[f64]) -> Vec<f64> {
        let mut costs = vec![0.0; self.width];
        transposed_times(self.inverse_of(region), &prices[..self.primitives.sector_count()], &mut costs);
        costs
    }

    /// Derivatives of input costs with respect to foreign costs in each group of products: `[region][group][sector, padded]`.
    fn foreign_content(&self, trade: &Trade) -> Vec<f64> {
        let mut content = Vec::new();
        for (region, home) in self.leontief.home.chunks_exact(self.width).enumerate() {
            for group in 0..trade.groups {
                let bought = |sector: usize| if trade.group_of[sector] == group { 1.0 - home[sector] } else { 0.0 };
                content.extend(self.solve_costs(region, &self.row(bought)));
            }
        }
        content
    }

    /// Where a region loses output when its wage rises, for a fall of labour by one: in proportion to
    /// `theta q (Y - home sales p/q)`, that is, mostly in what it exports.
    fn lost_output(&self, region: usize, output: &[f64]) -> Vec<f64> {
        let [prices, costs] = self.content_of(region);
        let mut lost = self.row(|sector| {
            let output = output[sector * self.shares.width + region];
            let at_home = self.home(region, sector) * self.expenditure[[region, sector]];
            self.primitives.trade_elasticity[sector] * (output * costs[sector] - at_home * prices[sector]).max(0.0)
        });
        let labour: f64 = product(&lost, costs).iter().sum();
        if labour > 0.0 {
            lost.iter_mut().for_each(|value| *value /= labour);
        }
        lost
    }

    /// Derivatives of ln of labour demand with respect to input costs: sales fall with elasticity theta, less where the
    /// region's own price rises as well.
    fn labour_of_costs(&self, region: usize, output: &[f64]) -> Vec<f64> {
        self.row(|sector| {
            let home = self.home(region, sector);
            let lost = output[sector * self.shares.width + region] - home * home * self.expenditure[[region, sector]];
            let labour = self.primitives.value_added_shares[[region, sector]] / self.primitives.value_added[region];
            -self.primitives.trade_elasticity[sector] * labour * lost
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::float_cmp, reason = "a test fails by panicking")]
mod tests;

//! What is foreseen of one step while another is chosen.
//!
//! A sweep steps costs, use of inputs, incomes and wages at once, and each answers the others. Labour demand will change
//! with the steps of costs and use that are about to be made, so wages are stepped for what it will be; and costs and
//! use are stepped for the wages that come of it. Responses are those of the baseline with all domestic rounds counted.
//! They need not be exact, since all steps are zero at the equilibrium.

mod foreign_costs;

use ndarray::Array2;
use unequal_vector::{matrix_times, transposed_times, transposed_times_single};

use crate::model::primitives::Primitives;
use crate::numerics::anderson::Number;
use crate::solver::jacobian::{Rounds, output_from};
use crate::solver::prepared::{Shares, in_single};
use crate::solver::product_groups::MOST_GROUPS;
use foreign_costs::Trade;

/// Largest change of ln of labour demand that is foreseen. Far from the baseline its responses are not those of the
/// world; measured on 10,000 random scenarios, with larger ones more take long.
const LONGEST_FORESIGHT: f64 = 0.2;

/// Responses at a baseline. Empty before output is known: then nothing is foreseen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Anticipation {
    /// Groups of products whose costs abroad are told apart.
    pub groups: usize,
    /// How costs abroad, by group of products, answer ln w of each region: `[region][group][region, padded]`. What is
    /// only foreseen need not be precise.
    pub abroad: Vec<f32>,
    double: Responses<f64>,
    /// Empty in small economies.
    single: Responses<f32>,
    /// How ln of labour demand answers income, in units of value added: `[region]`.
    labour_of_income: Vec<f64>,
    /// How it answers the own wage through the region's own demand: `[region]`.
    pub own_demand: Vec<f64>,
}

/// Responses within regions: a block a region, in rows over sectors, padded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Responses<N> {
    regions: usize,
    costs: Vec<N>,
    uses: Vec<N>,
    labour: Vec<N>,
}

impl<N> Responses<N> {
    fn block<'s>(&self, values: &'s [N], region: usize) -> &'s [N] {
        let size = values.len() / self.regions.max(1);
        &values[region * size..][..size]
    }

    /// Of costs of inputs to ln w at home, then to costs abroad in each group of products.
    fn costs(&self, region: usize) -> &[N] {
        self.block(&self.costs, region)
    }

    /// Of use of inputs to income, then to ln of labour demand; use and income in units of value added.
    fn uses(&self, region: usize) -> &[N] {
        self.block(&self.uses, region)
    }

    /// Of ln of labour demand to costs of inputs, then to use of inputs.
    fn labour(&self, region: usize) -> &[N] {
        self.block(&self.labour, region)
    }
}

impl Responses<f64> {
    fn rounded(&self) -> Responses<f32> {
        Responses {
            regions: self.regions,
            costs: in_single(&self.costs),
            uses: in_single(&self.uses),
            labour: in_single(&self.labour),
        }
    }
}

/// What responses follow from.
pub(crate) struct Basis<'a> {
    pub primitives: &'a Primitives,
    pub shares: &'a Shares,
    /// Spending, `[region][sector]`; duties are left out of what it yields.
    pub expenditure: &'a Array2<f64>,
    pub rounds: &'a Rounds,
    /// Domestic content of prices and costs, from [`crate::solver::jacobian::domestic_content`].
    pub content: &'a [Vec<f64>; 2],
    /// Padded length of a row over sectors.
    pub width: usize,
}

impl Anticipation {
    /// Responses of a baseline.
    pub fn new(basis: &Basis<'_>) -> Self {
        let output = output_from(basis.shares, basis.expenditure);
        let trade = Trade::of(basis, &output);
        let foreign = basis.foreign_content(&trade);
        let regions = basis.primitives.region_count();
        let mut double = Responses { regions, ..Responses::default() };
        let (mut inputs, mut labour_of_income, mut own_demand) = (Vec::new(), Vec::new(), Vec::new());
        for region in 0..regions {
            let [_, content] = basis.content_of(region);
            let labour = basis.row(|sector| basis.primitives.value_added_shares[[region, sector]]);
            let final_use = basis.row(|sector| basis.primitives.final_shares[[region, sector]]);
            let home = basis.row(|sector| basis.home(region, sector));
            // What goes through the rounds has the home shares that these are made with.
            let rounds_home = &basis.rounds.home[region * basis.width..][..basis.width];
            let own = basis.costs_through_rounds(region, &product(&labour, rounds_home));
            double.costs.extend_from_slice(&own);
            inputs.extend(own);
            double
                .costs
                .extend_from_slice(&foreign[region * trade.groups * basis.width..][..trade.groups * basis.width]);
            double.uses.extend(basis.uses_through_rounds(region, &product(&final_use, rounds_home)));
            double.uses.extend(basis.uses_through_rounds(region, &basis.lost_output(region, &output)));
            double.labour.extend(basis.labour_of_costs(region, &output));
            double.labour.extend(product(&labour, &home));
            let at_home = product(&final_use, &home);
            labour_of_income.push(product(&labour, &at_home).iter().sum());
            own_demand.push(product(content, &at_home).iter().sum());
        }
        Self {
            groups: trade.groups,
            abroad: in_single(&basis.costs_abroad(&trade, [&inputs, &foreign])),
            single: if basis.rounds.coarse.is_empty() { Responses::default() } else { double.rounded() },
            double,
            labour_of_income,
            own_demand,
        }
    }

    /// By how much ln of a region's labour demand will change with steps of its costs and use of inputs that are about to
    /// be made, and with one of its income, in units of value added.
    pub fn labour<N: Precision>(&self, region: usize, [costs, uses]: [&[N]; 2], income: f64) -> f64 {
        let responses = N::responses(self);
        if responses.regions == 0 {
            return 0.0;
        }
        let (of_costs, of_uses) = responses.labour(region).split_at(costs.len());
        let mut answers = [0.0; 2];
        N::products(&[of_costs], costs, &mut answers[..1]);
        N::products(&[of_uses], uses, &mut answers[1..]);
        let change = answers[0] + answers[1] + self.labour_of_income[region] * income;
        change.clamp(-LONGEST_FORESIGHT, LONGEST_FORESIGHT)
    }

    /// Adds to a region's steps of costs and use what steps of wages bring: of ln w at home, of what it earns, in units
    /// of value added, and of ln of labour demand; and of costs abroad by group of products.
    pub fn follow_wages<N: Precision>(
        &self,
        region: usize,
        [costs, uses]: [&mut [N]; 2],
        [own, earned, labour]: [f64; 3],
        abroad: &[f32],
    ) {
        let responses = N::responses(self);
        if responses.regions == 0 {
            return;
        }
        let mut factors = [N::of(own); 1 + MOST_GROUPS];
        factors[1..].iter_mut().zip(abroad).for_each(|(factor, abroad)| *factor = N::of(f64::from(*abroad)));
        N::transposed_times(responses.costs(region), &factors[..1 + abroad.len()], costs);
        N::transposed_times(responses.uses(region), &[earned, labour].map(N::of), uses);
    }

    /// Adds to a region's steps of use what a step of income brings.
    pub fn follow_income<N: Precision>(&self, region: usize, uses: &mut [N], income: f64) {
        let responses = N::responses(self);
        if responses.regions == 0 {
            return;
        }
        let (of_income, _) = responses.uses(region).split_at(uses.len());
        N::transposed_times(of_income, &[N::of(income)], uses);
    }
}

/// A precision in which responses are kept.
pub(crate) trait Precision: Number {
    fn responses(anticipation: &Anticipation) -> &Responses<Self>;

    fn of(value: f64) -> Self;

    /// `result += matrix' factors`.
    fn transposed_times(matrix: &[Self], factors: &[Self], result: &mut [Self]);
}

impl Precision for f64 {
    fn responses(anticipation: &Anticipation) -> &Responses<Self> {
        &anticipation.double
    }

    fn of(value: f64) -> Self {
        value
    }

    fn transposed_times(matrix: &[Self], factors: &[Self], result: &mut [Self]) {
        transposed_times(matrix, factors, result);
    }
}

impl Precision for f32 {
    fn responses(anticipation: &Anticipation) -> &Responses<Self> {
        &anticipation.single
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

    /// One region's domestic rounds.
    fn rounds_of(&self, region: usize) -> &[f64] {
        let size = self.primitives.sector_count() * self.width;
        &self.rounds.fine[region * size..][..size]
    }

    /// Use of inputs that a change of output leads to through the domestic rounds.
    fn uses_through_rounds(&self, region: usize, output: &[f64]) -> Vec<f64> {
        let mut uses = vec![0.0; self.width];
        matrix_times(self.rounds_of(region), output, &mut uses[..self.primitives.sector_count()]);
        uses
    }

    /// Costs of inputs that a change of prices leads to through the domestic rounds.
    fn costs_through_rounds(&self, region: usize, prices: &[f64]) -> Vec<f64> {
        let mut costs = vec![0.0; self.width];
        transposed_times(self.rounds_of(region), &prices[..self.primitives.sector_count()], &mut costs);
        costs
    }

    /// How costs of inputs answer costs abroad in each group of products: `[region][group][sector, padded]`.
    fn foreign_content(&self, trade: &Trade) -> Vec<f64> {
        let mut content = Vec::new();
        for (region, home) in self.rounds.home.chunks_exact(self.width).enumerate() {
            for group in 0..trade.groups {
                let bought = |sector: usize| if trade.group_of[sector] == group { 1.0 - home[sector] } else { 0.0 };
                content.extend(self.costs_through_rounds(region, &self.row(bought)));
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

    /// How ln of labour demand answers costs: sales fall by theta, but for what dearer goods at home keep.
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

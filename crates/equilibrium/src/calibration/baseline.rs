//! An equilibrium as observed or calibrated: the only thing a counterfactual may start from.

mod settle;

use ndarray::{Array1, Array2, Array3, Axis};
use unequal_vector::multiply_add;
use unequal_world::EconomyTable;

use crate::model::primitives::{Duties, Primitives, in_rows};
use crate::model::shape::check_shape;
use crate::model::wedges::Wedges;
use crate::solver::cached_evaluation::CachedEvaluation;
use crate::solver::context::{Equilibrium, SolverContext};
use crate::solver::kernel::Kernel;
use crate::solver::prepared::Prepared;
use crate::solver::shares::Shares;
use crate::solver::state::State;
use crate::{EquilibriumError, Result};

/// Largest relative gap in an identity (`docs/src/methods/model.md`, "From a table to a baseline").
pub const IDENTITY_TOLERANCE: f64 = 1e-9;

/// A baseline in which every market clears. Fields are as in [`Primitives`].
#[derive(Debug, Clone)]
pub struct Baseline {
    primitives: Primitives,
    expenditure: Array2<f64>,
    output: Array2<f64>,
    revenue: Array1<f64>,
    income: Array1<f64>,
    context: SolverContext,
}

/// The worst relative gap of one identity, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityGap {
    /// The identity in words.
    pub identity: &'static str,
    /// Relative gap, signed.
    pub gap: f64,
    /// Region of the worst cell.
    pub region: String,
    /// Sector of the worst cell, or `all`.
    pub sector: String,
}

impl Baseline {
    /// Checks that the primitives and the expenditure `[region][sector]` (X, value unit) form an
    /// equilibrium, and refuses them with the worst place if they do not.
    pub fn new(primitives: Primitives, expenditure: Array2<f64>) -> Result<Self> {
        primitives.check()?;
        let shares = Shares::of(&primitives);
        Self::of_checked(primitives, expenditure, &shares, SolverContext::default())
    }

    fn of_checked(
        primitives: Primitives,
        expenditure: Array2<f64>,
        shares: &Shares,
        context: SolverContext,
    ) -> Result<Self> {
        check_shape("expenditure", expenditure.shape(), primitives.final_shares.shape())?;
        let mut baseline = Self {
            output: Array2::zeros(expenditure.raw_dim()),
            revenue: Array1::zeros(primitives.region_count()),
            income: Array1::zeros(primitives.region_count()),
            primitives,
            expenditure,
            context,
        };
        baseline.complete(shares);
        for gap in baseline.identity_gaps() {
            if gap.gap.is_nan() || gap.gap.abs() > IDENTITY_TOLERANCE {
                return Err(EquilibriumError::Identity {
                    identity: gap.identity,
                    region: gap.region,
                    sector: gap.sector,
                    gap: gap.gap,
                    tolerance: IDENTITY_TOLERANCE,
                });
            }
        }
        Ok(baseline)
    }

    /// The baseline of a table without duties: taxes and margins are inside value added.
    ///
    /// `trade_elasticity` has one value per sector of the table.
    pub fn from_table(table: &EconomyTable, trade_elasticity: &[f64]) -> Result<Self> {
        let (regions, sectors) = (table.regions().len(), table.sectors().len());
        let mut input_shares = Array3::zeros((regions, sectors, sectors));
        for ((region, input, using), value) in table.intermediate_use().indexed_iter() {
            let output = table.output()[[region, using]];
            if output > 0.0 {
                input_shares[[region, input, using]] = value / output;
            }
        }
        let value_added_shares = 1.0 - input_shares.sum_axis(Axis(1));
        let absorption = table.final_use().sum_axis(Axis(1));
        let final_shares = table.final_use() / &absorption.view().insert_axis(Axis(1));
        let value_added = table.value_added();
        let deficits = &absorption - &value_added;
        let primitives = Primitives {
            regions: table.regions().clone(),
            sectors: table.sectors().to_vec(),
            year: table.year(),
            sourcing: table.sourcing().clone(),
            input_shares,
            value_added_shares,
            final_shares,
            value_added,
            deficits,
            trade_elasticity: trade_elasticity.to_vec(),
            duties: Duties::default(),
        };
        Self::new(primitives, table.total_use().clone())
    }

    /// Output, revenue and income that follow from expenditure (G5 to G8 at no change).
    fn complete(&mut self, shares: &Shares) {
        let duties = &self.primitives.duties;
        if duties.export_tax.is_none() && duties.fees.is_empty() {
            self.complete_under_tariffs(shares);
        } else {
            self.complete_under_duties(shares);
        }
        self.income = &self.primitives.value_added + &self.revenue + &self.primitives.deficits;
    }

    /// Output and revenue where there are no export taxes and fees.
    fn complete_under_tariffs(&mut self, shares: &Shares) {
        let (regions, width) = (self.primitives.region_count(), shares.width);
        let tariffs = self.primitives.duties.tariff.as_ref().map(in_rows);
        let (mut sold, mut kept) = (vec![0.0; width], vec![0.0; width]);
        for (sector, spending) in self.expenditure.columns().into_iter().enumerate() {
            sold.fill(0.0);
            for (importer, spending) in spending.iter().enumerate() {
                let place = sector * regions + importer;
                let row = &shares.sourcing[place * width..][..width];
                let Some(tariffs) = &tariffs else {
                    multiply_add(*spending, row, &mut sold);
                    continue;
                };
                for ((kept, share), tariff) in kept.iter_mut().zip(row).zip(&tariffs[place * regions..]) {
                    *kept = share / (1.0 + tariff);
                }
                multiply_add(*spending, &kept, &mut sold);
                self.revenue[importer] += spending - spending * kept[..regions].iter().sum::<f64>();
            }
            self.output.column_mut(sector).iter_mut().zip(&sold).for_each(|(output, sold)| *output = *sold);
        }
    }

    /// Output and revenue under any duties.
    fn complete_under_duties(&mut self, shares: &Shares) {
        let wedges = Wedges::none(self.primitives.region_count(), self.primitives.sector_count());
        let kernel = Kernel::new(&self.primitives, shares, &wedges);
        for ((importer, sector), spending) in self.expenditure.indexed_iter() {
            let supply = kernel.supply_row(sector, importer);
            let mut tariff = *spending;
            for (exporter, share) in supply.iter().enumerate() {
                self.output[[exporter, sector]] += share * spending;
                tariff -= share * spending;
            }
            for cell in kernel.revenue_row(sector, importer) {
                let value = supply[cell.exporter] * spending;
                tariff -= value * cell.total;
                for (owner, amount) in &cell.owners {
                    self.revenue[*owner] += value * amount;
                }
            }
            self.revenue[importer] += tariff;
        }
    }

    /// The identities of `docs/src/methods/model.md`, "From a table to a baseline", each with its worst place.
    #[must_use]
    pub fn identity_gaps(&self) -> Vec<IdentityGap> {
        let primitives = &self.primitives;
        let place = |identity, worst: (f64, usize, Option<usize>)| IdentityGap {
            identity,
            gap: worst.0,
            region: primitives.regions.code(worst.1).to_string(),
            sector: worst.2.map_or_else(|| "all".to_owned(), |sector| primitives.sectors[sector].to_string()),
        };
        let larger = |worst: &mut (f64, usize, Option<usize>), gap: f64, region, sector| {
            if gap.is_nan() || gap.abs() > worst.0.abs() {
                *worst = (gap, region, sector);
            }
        };
        let (mut use_residual, mut excess_demand) = ((0.0, 0, Some(0)), (0.0, 0, None));
        for (region, inputs) in primitives.input_shares.outer_iter().enumerate() {
            let output = self.output.row(region);
            for (sector, inputs) in inputs.outer_iter().enumerate() {
                let intermediate = inputs.dot(&output);
                let implied = intermediate + primitives.final_shares[[region, sector]] * self.income[region];
                let stated = self.expenditure[[region, sector]];
                let scale = stated.abs().max(1e-9 * self.income[region].abs());
                larger(&mut use_residual, (implied - stated) / scale, region, Some(sector));
            }
            let labour = primitives.value_added_shares.row(region).dot(&output);
            larger(&mut excess_demand, labour / primitives.value_added[region] - 1.0, region, None);
        }
        let world = primitives.value_added.sum();
        let deficit = (primitives.deficits.sum() / world, 0, None);
        vec![
            place("use of each product is its intermediate and final use", use_residual),
            place("value added is what output leaves after inputs", excess_demand),
            place("deficits sum to zero", deficit),
        ]
    }

    fn equilibrium(&self) -> Equilibrium<'_> {
        let Self { primitives, expenditure, output, income, .. } = self;
        Equilibrium { primitives, expenditure, output, income }
    }

    /// Shares and preconditioner, computed when first needed.
    pub(crate) fn prepared(&self) -> &Prepared {
        self.context.prepared(self.equilibrium())
    }

    /// The initial guess of solves that know no nearer equilibrium.
    pub(crate) fn initial_guess(&self) -> &State {
        self.context.initial_guess(self.equilibrium())
    }

    /// The exact evaluation there; `None` where it would save nothing.
    pub(crate) fn cached_evaluation(&self) -> Option<&CachedEvaluation> {
        self.context.cached_evaluation(self.equilibrium())
    }

    /// The shares and endowments.
    #[must_use]
    pub fn primitives(&self) -> &Primitives {
        &self.primitives
    }

    /// X: `[region][sector]` expenditure at purchaser prices.
    #[must_use]
    pub fn expenditure(&self) -> &Array2<f64> {
        &self.expenditure
    }

    /// Y: `[region][sector]` output at producer prices.
    #[must_use]
    pub fn output(&self) -> &Array2<f64> {
        &self.output
    }

    /// Revenue by owner.
    #[must_use]
    pub fn revenue(&self) -> &Array1<f64> {
        &self.revenue
    }

    /// I: income, value added plus revenue plus deficit.
    #[must_use]
    pub fn income(&self) -> &Array1<f64> {
        &self.income
    }

    /// Wedges of the right size that change nothing.
    #[must_use]
    pub fn no_wedges(&self) -> Wedges {
        Wedges::none(self.primitives.region_count(), self.primitives.sector_count())
    }
}

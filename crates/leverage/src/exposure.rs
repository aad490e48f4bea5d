//! Friends and enemies (L7): what a rise of a partner's productivity does to a country's real
//! income and to its income relative to the world.
//!
//! Kleinman, Liu and Redding (2024, "International friends and enemies", AEJ: Macroeconomics 16(4)). In
//! closed form for a world with one sector, by the engine's derivatives for the full model; both
//! are computed in `unequal_equilibrium::linear`.

use ndarray::{Array1, Array2, Array3};
use unequal_equilibrium::linear::{Exposure, friends_and_enemies, respond};
use unequal_equilibrium::{Baseline, DeficitRule, Duties, Primitives, SolveOptions};
use unequal_world::labels::{Code, Sector, SectorKind};
use unequal_world::{EconomyTable, Party};

use crate::Result;
use crate::shares::ratio;

/// How one party responds to a 1 % rise of another's productivity, in percent (elasticities).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartyExposure {
    /// Of income per head, world income as the unit: below 0 where the other competes.
    pub income: f64,
    /// Of real income: above 0 for a friend.
    pub welfare: f64,
}

/// A table's world with one sector, balanced, in closed form.
#[derive(Debug, Clone)]
pub struct OneSector {
    exposure: Exposure,
    incomes: Array1<f64>,
}

impl OneSector {
    /// Adds all products up, closes every deficit (Dekle, Eaton and Kortum) and takes the closed
    /// form. Income is gross output here: what is bought and sold has no inputs.
    pub fn new(table: &EconomyTable, elasticity: f64) -> Result<Self> {
        let balanced = Self::balanced(table, elasticity)?;
        let primitives = balanced.primitives();
        let shares = primitives.sourcing.index_axis(ndarray::Axis(0), 0).to_owned();
        let exposure = friends_and_enemies(&shares, &primitives.value_added, elasticity)?;
        Ok(Self { exposure, incomes: primitives.value_added.clone() })
    }

    /// The balanced world of which [`Self::new`] is the derivative.
    pub fn balanced(table: &EconomyTable, elasticity: f64) -> Result<Baseline> {
        let regions = table.regions().len();
        let spending = table.total_use().sum_axis(ndarray::Axis(1));
        let mut sourcing = Array3::zeros((1, regions, regions));
        for ((sector, importer, exporter), share) in table.sourcing().indexed_iter() {
            let value = share * table.total_use()[[importer, sector]];
            sourcing[[0, importer, exporter]] += ratio(value, spending[importer]);
        }
        let output = table.output().sum_axis(ndarray::Axis(1));
        let name = "all products".to_owned();
        let code = Code::new("ALL")?;
        let primitives = Primitives {
            regions: table.regions().clone(),
            sectors: vec![Sector { code, name, kind: SectorKind::Goods }],
            year: table.year(),
            sourcing,
            input_shares: Array3::zeros((regions, 1, 1)),
            value_added_shares: Array2::ones((regions, 1)),
            final_shares: Array2::ones((regions, 1)),
            deficits: &spending - &output,
            value_added: output,
            trade_elasticity: vec![elasticity],
            duties: Duties::default(),
        };
        let options = SolveOptions { deficits: DeficitRule::Zero, ..SolveOptions::default() };
        Ok(Baseline::settle(&primitives, &options)?)
    }

    /// Effect of `source`'s productivity on `affected`. Members are weighted by income.
    #[must_use]
    pub fn of(&self, affected: &Party, source: &Party) -> PartyExposure {
        let sum = |matrix: &Array2<f64>, region: usize| -> f64 {
            source.members.iter().map(|origin| matrix[[region, *origin]]).sum()
        };
        PartyExposure {
            income: weighted(affected, &self.incomes, |region| sum(&self.exposure.income, region)),
            welfare: weighted(affected, &self.incomes, |region| sum(&self.exposure.welfare, region)),
        }
    }
}

/// Average over the members of a party.
fn weighted(party: &Party, weights: &Array1<f64>, value: impl Fn(usize) -> f64) -> f64 {
    let whole: f64 = party.members.iter().map(|region| weights[*region]).sum();
    ratio(party.members.iter().map(|region| weights[*region] * value(*region)).sum(), whole)
}

/// How every region of the full model responds to a source's productivity in all its sectors.
#[derive(Debug, Clone)]
pub struct FullModel {
    income: Array1<f64>,
    welfare: Array1<f64>,
    weights: Array1<f64>,
}

impl FullModel {
    /// The baseline with every deficit closed. A deficit that keeps its share of the world would
    /// mix what a transfer is worth into real income.
    pub fn balanced(baseline: &Baseline) -> Result<Baseline> {
        let options = SolveOptions { deficits: DeficitRule::Zero, ..SolveOptions::default() };
        Ok(Baseline::settle(baseline.primitives(), &options)?)
    }

    /// One linear solve, at a baseline from [`Self::balanced`].
    pub fn new(baseline: &Baseline, source: &Party) -> Result<Self> {
        let mut wedges = baseline.no_wedges();
        for &region in &source.members {
            (0..wedges.size().1).for_each(|sector| wedges.add_productivity(region, sector, 1.0));
        }
        let response = respond(baseline, &wedges)?;
        let weights = baseline.income().clone();
        Ok(Self { income: response.ln_wage, welfare: response.ln_real_income, weights })
    }

    /// Effect on `affected`.
    #[must_use]
    pub fn of(&self, affected: &Party) -> PartyExposure {
        PartyExposure {
            income: weighted(affected, &self.weights, |region| self.income[region]),
            welfare: weighted(affected, &self.weights, |region| self.welfare[region]),
        }
    }
}

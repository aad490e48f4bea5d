//! Fossil fuels: a natural resource in fixed supply behind them, and users that need them in
//! fixed proportion to their output.
//!
//! The output of a fuel sector takes a resource that is specific to region and sector, with cost
//! share rho in gross output, so that its supply curve slopes upwards (as in the trade model
//! with fossil fuel extraction of Mahlkow and Wanner 2023). Chosen users combine fuels with the
//! Cobb-Douglas bundle of everything else in fixed proportions; the cost shares then move with
//! relative prices. The nesting is our own formalisation (V4, V5). With rho = 0 and no such users
//! this is the core.

use ndarray::Array2;

use crate::calibration::baseline::Baseline;
use crate::model::options::SolveOptions;
use crate::model::wedges::Wedges;
use crate::variants::engine::Engine;
use crate::variants::outcome::Outcome;
use crate::variants::technology::Technology;
use crate::{EquilibriumError, Result};

/// The fuels of an economy.
#[derive(Debug, Clone, PartialEq)]
pub struct Fuels {
    /// Positions of the fuel sectors.
    pub sectors: Vec<usize>,
    /// rho: `[region][sector]` cost share of the natural resource in gross output, a part of the
    /// value-added share; zero outside the fuel sectors.
    pub resource_shares: Array2<f64>,
    /// Positions of the sectors that use every fuel in fixed proportion to their output.
    pub fixed_users: Vec<usize>,
}

impl Fuels {
    /// The given sectors as fuels whose resource earns one share of their value added
    /// everywhere, from 0 to 1; nobody uses them in fixed proportion.
    ///
    /// Refuses positions that are not sectors. A share outside its range is refused by [`solve`].
    pub fn with_resource(baseline: &Baseline, sectors: &[usize], part_of_value_added: f64) -> Result<Self> {
        let primitives = baseline.primitives();
        check_positions(baseline, sectors)?;
        let shape = (primitives.region_count(), primitives.sector_count());
        let resource_shares = Array2::from_shape_fn(shape, |(region, sector)| {
            let share = primitives.value_added_shares[[region, sector]].max(0.0);
            if sectors.contains(&sector) { part_of_value_added * share } else { 0.0 }
        });
        Ok(Self { sectors: sectors.to_vec(), resource_shares, fixed_users: Vec::new() })
    }

    fn check(&self, baseline: &Baseline) -> Result<()> {
        let primitives = baseline.primitives();
        let shape = [primitives.region_count(), primitives.sector_count()];
        crate::model::shape::check_shape("resource shares", self.resource_shares.shape(), &shape)?;
        check_positions(baseline, &self.sectors)?;
        check_positions(baseline, &self.fixed_users)?;
        for ((region, sector), share) in self.resource_shares.indexed_iter() {
            let fuel = self.sectors.contains(&sector);
            let most = if fuel { primitives.value_added_shares[[region, sector]].max(0.0) } else { 0.0 };
            if !(0.0..=most).contains(share) {
                return Err(EquilibriumError::Value {
                    what: "a resource share",
                    region: primitives.regions.code(region).to_string(),
                    sector: primitives.sectors[sector].to_string(),
                    value: *share,
                    expected: if fuel { "a share from 0 to the value-added share" } else { "0 outside fuel sectors" },
                });
            }
        }
        Ok(())
    }
}

fn check_positions(baseline: &Baseline, sectors: &[usize]) -> Result<()> {
    let count = baseline.primitives().sector_count();
    match sectors.iter().find(|sector| **sector >= count) {
        None => Ok(()),
        Some(sector) => Err(EquilibriumError::Value {
            what: "the position of a sector",
            region: "all".to_owned(),
            sector: "all".to_owned(),
            value: *sector as f64,
            expected: "less than the number of sectors",
        }),
    }
}

/// Solves with fuels. [`Outcome::ln_rents`] gives the price of each resource; with fixed supply
/// that is the change of its rent.
///
/// Changes of labour in the wedges leave resources alone; productivity is neutral, on the whole
/// of a producer's inputs. Errors are those of [`crate::solve`], and value and shape errors for
/// fuels that do not fit the baseline.
pub fn solve<'a>(
    baseline: &'a Baseline,
    fuels: &Fuels,
    wedges: &'a Wedges,
    options: &'a SolveOptions,
) -> Result<Outcome<'a>> {
    fuels.check(baseline)?;
    let sectors = baseline.primitives().sector_count();
    let flags = |positions: &[usize]| (0..sectors).map(|sector| positions.contains(&sector)).collect();
    let technology = Technology {
        specific_share: fuels.resource_shares.clone(),
        fuels: flags(&fuels.sectors),
        users: flags(&fuels.fixed_users),
        ..Technology::core(baseline)
    };
    Outcome::of(Engine::new(baseline, technology, wedges, options)?)
}

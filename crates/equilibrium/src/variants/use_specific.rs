//! Trade shares that differ by using sector.
//!
//! Steel for cars and steel for construction may come from different places; final buyers buy
//! elsewhere than industry (Antras and Chor 2018; Antras and de Gortari 2020). Every use of a
//! product has sourcing shares and a price index of its own (V3). With the same shares in all
//! uses this is the core.

use ndarray::{Array4, ArrayView3, Axis};

use crate::calibration::baseline::Baseline;
use crate::model::options::SolveOptions;
use crate::model::wedges::Wedges;
use crate::variants::engine::Engine;
use crate::variants::outcome::Outcome;
use crate::variants::technology::Technology;
use crate::{EquilibriumError, Result};

/// Shares must sum to one, and reproduce the baseline's shares, this closely.
const SHARE_TOLERANCE: f64 = 1e-9;

/// Sourcing shares by use that agree with a baseline.
#[derive(Debug, Clone)]
pub struct UseSourcing {
    shares: Array4<f64>,
}

impl UseSourcing {
    /// Checks `[use][sector][importer][exporter]` shares against the baseline; uses are the
    /// sectors in order, then final demand.
    ///
    /// Every row sums to one, and the average over uses, weighted by what each spends, is the
    /// baseline's share. A row of zeros is allowed where the use buys nothing, and is filled
    /// with the baseline's shares. Errors: shape, a share that is negative or not a number, a
    /// row that does not sum to one, an average that misses the baseline.
    pub fn new(baseline: &Baseline, mut shares: Array4<f64>) -> Result<Self> {
        let primitives = baseline.primitives();
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        crate::model::shape::check_shape("sourcing by use", shares.shape(), &[sectors + 1, sectors, regions, regions])?;
        for ((_, sector, importer, _), share) in shares.indexed_iter() {
            if !(share.is_finite() && *share >= 0.0) {
                return Err(EquilibriumError::Value {
                    what: "a sourcing share of one use",
                    region: primitives.regions.code(importer).to_string(),
                    sector: primitives.sectors[sector].to_string(),
                    value: *share,
                    expected: "a share from 0 up",
                });
            }
        }
        for (user, mut of_use) in shares.axis_iter_mut(Axis(0)).enumerate() {
            let rows = of_use.rows_mut().into_iter().zip(primitives.sourcing.rows());
            for (position, (mut row, common)) in rows.enumerate() {
                let (sector, importer) = (position / regions, position % regions);
                let sum: f64 = row.sum();
                if sum == 0.0 && use_value(baseline, user, importer, sector) == 0.0 {
                    row.assign(&common);
                } else {
                    check_gap(baseline, "sourcing shares of one use sum to one", importer, sector, sum - 1.0)?;
                }
            }
        }
        let found = Self { shares };
        found.check_average(baseline)?;
        Ok(found)
    }

    /// The same shares in every use: the core.
    #[must_use]
    pub fn common(baseline: &Baseline) -> Self {
        let sourcing = &baseline.primitives().sourcing;
        let (sectors, regions, _) = sourcing.dim();
        let shape = (sectors + 1, sectors, regions, regions);
        Self {
            shares: Array4::from_shape_fn(shape, |(_, sector, importer, exporter)| {
                sourcing[[sector, importer, exporter]]
            }),
        }
    }

    /// `[sector][importer][exporter]` shares of one use; the last is final demand.
    #[must_use]
    pub fn of_use(&self, user: usize) -> ArrayView3<'_, f64> {
        self.shares.index_axis(Axis(0), user)
    }

    fn check_average(&self, baseline: &Baseline) -> Result<()> {
        let primitives = baseline.primitives();
        for ((sector, importer, exporter), share) in primitives.sourcing.indexed_iter() {
            let expenditure = baseline.expenditure()[[importer, sector]];
            let bought: f64 = (0..=primitives.sector_count())
                .map(|user| {
                    self.shares[[user, sector, importer, exporter]] * use_value(baseline, user, importer, sector)
                })
                .sum();
            if expenditure > 0.0 {
                let identity = "sourcing shares of the uses average to the baseline's";
                check_gap(baseline, identity, importer, sector, bought / expenditure - share)?;
            }
        }
        Ok(())
    }
}

/// What one use of a region spends on a product in the baseline.
fn use_value(baseline: &Baseline, user: usize, region: usize, sector: usize) -> f64 {
    let primitives = baseline.primitives();
    if user == primitives.sector_count() {
        primitives.final_shares[[region, sector]] * baseline.income()[region]
    } else {
        primitives.input_shares[[region, sector, user]] * baseline.output()[[region, user]]
    }
}

fn check_gap(baseline: &Baseline, identity: &'static str, region: usize, sector: usize, gap: f64) -> Result<()> {
    if gap.abs() <= SHARE_TOLERANCE {
        return Ok(());
    }
    Err(EquilibriumError::Identity {
        identity,
        region: baseline.primitives().regions.code(region).to_string(),
        sector: baseline.primitives().sectors[sector].to_string(),
        gap,
        tolerance: SHARE_TOLERANCE,
    })
}

/// Solves with sourcing shares by use. [`Outcome::ln_price_for`] and [`Outcome::sourcing_for`]
/// tell the uses apart.
///
/// Errors are those of [`crate::solve`]; a product that some use can no longer buy from anybody
/// has no equilibrium even where other uses still have a supplier. `sourcing` must be made for
/// this baseline.
pub fn solve<'a>(
    baseline: &'a Baseline,
    sourcing: &'a UseSourcing,
    wedges: &'a Wedges,
    options: &'a SolveOptions,
) -> Result<Outcome<'a>> {
    sourcing.check_average(baseline)?;
    let technology = Technology { sourcing_by_use: Some(&sourcing.shares), ..Technology::core(baseline) };
    Outcome::of(Engine::new(baseline, technology, wedges, options)?)
}

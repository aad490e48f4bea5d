//! The short run: value added that cannot leave its sector.
//!
//! A share mu of every sector's value added is labour that moves between the sectors of its
//! region; the rest stays where it is (Jones 1971; Kovak 2013 in a many-sector economy). With
//! mu = 1 this is the core; with mu = 0 every sector has a wage of its own (V1, V2).

use crate::calibration::baseline::Baseline;
use crate::model::options::SolveOptions;
use crate::model::wedges::Wedges;
use crate::variants::engine::Engine;
use crate::variants::outcome::Outcome;
use crate::variants::technology::Technology;
use crate::{EquilibriumError, Result};

/// Solves with the given mobile share of value added, from 0 to 1, the same in all sectors.
///
/// Changes of labour in the wedges scale a region's mobile and specific factors alike.
/// [`Outcome::ln_rents`] gives the sector wages. Errors are those of [`crate::solve`], and a
/// value error for a share outside its range.
pub fn solve<'a>(
    baseline: &'a Baseline,
    mobile_share: f64,
    wedges: &'a Wedges,
    options: &'a SolveOptions,
) -> Result<Outcome<'a>> {
    if !(0.0..=1.0).contains(&mobile_share) {
        return Err(EquilibriumError::Value {
            what: "the mobile share of value added",
            region: "all".to_owned(),
            sector: "all".to_owned(),
            value: mobile_share,
            expected: "a share from 0 to 1",
        });
    }
    let technology = Technology {
        specific_share: &baseline.primitives().value_added_shares * (1.0 - mobile_share),
        labour_moves_specific: true,
        ..Technology::core(baseline)
    };
    Outcome::of(Engine::new(baseline, technology, wedges, options)?)
}

//! The fixed-point problem of one scenario.

use ndarray::Array2;

use crate::Result;
use crate::model::options::{DeficitRule, Numeraire, SolveOptions};
use crate::model::primitives::Primitives;
use crate::model::shape::check_shape;
use crate::model::wedges::Wedges;
use crate::solver::existence::trading_groups;
use crate::solver::kernel::Kernel;
use crate::solver::prepared::Prepared;
use crate::solver::state::State;
use crate::solver::workspace::Workspace;

/// An economy under wedges: the fixed-point problem of one scenario.
pub(crate) struct Economy<'a> {
    pub primitives: &'a Primitives,
    pub prepared: &'a Prepared,
    pub options: &'a SolveOptions,
    /// Its coefficients.
    pub kernel: Kernel,
    /// Members of each part of the world that still trades with itself, `[group][..]`.
    pub groups: Vec<Vec<usize>>,
    /// D, `[region]`, before the numeraire.
    pub deficits: Vec<f64>,
    /// Log changes of labour, `[region]`.
    pub ln_labour: Vec<f64>,
    /// Log changes of productivity, `[region][sector]`; `None` where there are none.
    pub ln_productivity: Option<&'a Array2<f64>>,
}

/// A point at which the map has been evaluated.
#[derive(Clone, Copy)]
pub(crate) struct EvaluatedPoint<'a> {
    pub economy: &'a Economy<'a>,
    pub state: &'a State,
    pub work: &'a Workspace,
}

impl<'a> Economy<'a> {
    /// The problem of an economy under wedges. Refuses wedges of another size, and scenarios that have no equilibrium for
    /// reasons that need no solve.
    pub fn new(
        primitives: &'a Primitives,
        prepared: &'a Prepared,
        wedges: &'a Wedges,
        options: &'a SolveOptions,
    ) -> Result<Self> {
        let (regions, sectors) = (primitives.region_count(), primitives.sector_count());
        let (found_regions, found_sectors) = wedges.size();
        check_shape("wedges", &[found_regions, found_sectors], &[regions, sectors])?;
        let kernel = Kernel::new(primitives, &prepared.shares, wedges);
        let deficits = options.deficits_of(primitives)?;
        let groups = trading_groups(primitives, prepared, &kernel, &deficits)?;
        let ln_labour = wedges.ln_labour.as_ref().map_or_else(|| vec![0.0; regions], |labour| labour.to_vec());
        let ln_productivity = wedges.ln_productivity.as_ref();
        Ok(Self { primitives, prepared, options, kernel, groups, deficits, ln_labour, ln_productivity })
    }

    /// The region whose wage is the unit in which deficits are fixed; in units of world value added they move with it.
    pub fn deficit_unit_region(&self) -> Option<usize> {
        match (&self.options.deficits, self.options.numeraire) {
            (DeficitRule::FixedNominal | DeficitRule::Given(_), Numeraire::Region(region)) => Some(region),
            _ => None,
        }
    }

    /// Value of a unit of deficit, in units of world value added.
    pub fn deficit_unit(&self, ln_wages: &[f64]) -> f64 {
        self.deficit_unit_region().map_or(1.0, |region| ln_wages[region].exp())
    }
}

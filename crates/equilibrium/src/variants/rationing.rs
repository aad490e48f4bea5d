//! The very short run: lost flows are rerouted as far as partners allow, and remaining shortages ration production.
//!
//! In the manner of Bhattathiripad and Veetil's *Political Power in International Trade* (the
//! package `sanction-simulator`): leakage, friction and biproportional rerouting are theirs (V6);
//! the rationing rule is our own formalisation (V7, V8): proportional rationing of all buyers,
//! and output limited by the scarcest input, softened by a criticality in the spirit of the
//! critical inputs of Pichler, Pangallo, del Rio-Chanona, Lafond and Farmer (2022). Prices do
//! not move; this is no equilibrium and has no real income, only quantities at baseline prices.

mod rerouting;

use ndarray::{Array2, Array3};
use unequal_world::EconomyTable;

use crate::{EquilibriumError, Result};

/// How critical inputs are.
#[derive(Debug, Clone, PartialEq)]
pub enum Criticality {
    /// Inputs whose cost share in the user's output is at least `least_share` have one
    /// criticality from 0 to 1, all others have none.
    Threshold {
        /// Least cost share in gross output of a critical input.
        least_share: f64,
        /// Relative fall of output for a relative shortage of one.
        criticality: f64,
    },
    /// `[region][input][using sector]` criticalities from 0 to 1.
    Given(Array3<f64>),
}

impl Default for Criticality {
    /// Half of a shortage of an input above 2 % of cost is passed on. Our choice, not an
    /// estimate: below 1 the fixed point is unique and shortages cannot feed on themselves.
    fn default() -> Self {
        Self::Threshold { least_share: 0.02, criticality: 0.5 }
    }
}

/// Options of [`ration`].
#[derive(Debug, Clone, PartialEq)]
pub struct RationingOptions {
    /// tau: share of lost purchases and sales that cannot be rerouted, 0 to 1.
    pub friction: f64,
    /// delta: share of a forbidden flow that goes on all the same, 0 to 1.
    pub leakage: f64,
    /// By how much sellers can exceed what balancing gives them, as a share of it, to serve
    /// buyers whom balancing leaves short; 0 for none.
    pub spare_capacity: f64,
    /// How shortages of inputs limit output.
    pub criticality: Criticality,
    /// Largest gap accepted in balancing, relative to the product's world output. What it leaves
    /// is placed by requests or reported as unplaced, so no value is lost by it.
    pub balancing_tolerance: f64,
    /// Largest change accepted in the limits of output.
    pub tolerance: f64,
    /// Iterations after which balancing one product, or rationing, is given up.
    pub most_rounds: usize,
}

impl Default for RationingOptions {
    fn default() -> Self {
        Self {
            friction: 0.3,
            leakage: 0.1,
            spare_capacity: 0.0,
            criticality: Criticality::default(),
            balancing_tolerance: 1e-9,
            tolerance: 1e-10,
            most_rounds: 50_000,
        }
    }
}

/// The economy under rationing, beside the table it came from. USD million at baseline prices.
#[derive(Debug, Clone)]
pub struct Rationed {
    /// `[region][sector]` output before.
    pub output_before: Array2<f64>,
    /// `[region][sector]` output after.
    pub output: Array2<f64>,
    /// `[region][sector]` value added before.
    pub value_added_before: Array2<f64>,
    /// `[region][sector]` value added after: it falls with output.
    pub value_added: Array2<f64>,
    /// `[sector][importer][exporter]` flows before, domestic ones included.
    pub trade_before: Array3<f64>,
    /// `[sector][importer][exporter]` flows after rerouting, before rationing.
    pub rerouted: Array3<f64>,
    /// `[sector][importer][exporter]` flows after.
    pub trade: Array3<f64>,
    /// `[region][input][using sector]` inputs used after.
    pub intermediate_use: Array3<f64>,
    /// `[region][sector]` final use after.
    pub final_use: Array2<f64>,
    /// `[region][sector]` bought but unused, because another input is scarcer.
    pub unused: Array2<f64>,
    /// Value of the forbidden flows that do not leak.
    pub severed: f64,
    /// Purchases that friction does not stop but for which no seller was found.
    pub unplaced: f64,
    /// Most rounds of balancing that a product took; its margins may have been out of reach, which
    /// leaves purchases unplaced.
    pub balancing_rounds: usize,
    /// Iterations of rationing until the limits of output converged.
    pub rounds: usize,
    /// Largest change of an output limit in the last round.
    pub residual: f64,
}

impl Rationed {
    /// Relative change of a region's value added.
    #[must_use]
    pub fn value_added_change(&self, region: usize) -> f64 {
        self.value_added.row(region).sum() / self.value_added_before.row(region).sum() - 1.0
    }

    /// Exports and imports of a region after, domestic flows left out.
    #[must_use]
    pub fn exports_and_imports(&self, region: usize) -> (f64, f64) {
        let (mut exports, mut imports) = (0.0, 0.0);
        for ((_, importer, exporter), value) in self.trade.indexed_iter() {
            if importer != exporter {
                exports += if exporter == region { *value } else { 0.0 };
                imports += if importer == region { *value } else { 0.0 };
            }
        }
        (exports, imports)
    }
}

/// Forbids flows `(sector, importer, exporter)`, reroutes what can be rerouted and rations the
/// rest. Domestic flows are never forbidden; naming a flow twice changes nothing.
///
/// Errors: options out of range, positions that do not exist, and balancing or rationing that
/// did not settle.
pub fn ration(
    table: &EconomyTable,
    forbidden: &[(usize, usize, usize)],
    options: &RationingOptions,
) -> Result<Rationed> {
    check_options(options)?;
    let criticality = criticalities(table, &options.criticality)?;
    let mut found = unchanged(table);
    let mut severed = Array3::zeros(found.trade.raw_dim());
    let (sectors, regions, _) = severed.dim();
    for &(sector, importer, exporter) in forbidden {
        check_range("the sector of a forbidden flow", sector as f64, 0.0, sectors as f64 - 1.0)?;
        check_range("the region of a forbidden flow", importer.max(exporter) as f64, 0.0, regions as f64 - 1.0)?;
        if importer != exporter {
            let cell = [sector, importer, exporter];
            severed[cell] = (1.0 - options.leakage) * found.trade_before[cell];
        }
    }
    found.severed = severed.sum();
    rerouting::reroute(table, &severed, options, &mut found)?;
    propagate(table, &criticality, options, &mut found)?;
    Ok(found)
}

fn check_range(what: &'static str, value: f64, least: f64, most: f64) -> Result<()> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let all = || "all".to_owned();
    let expected = if most == 1.0 { "a share from 0 to 1" } else { "a value in range" };
    Err(EquilibriumError::Value { what, region: all(), sector: all(), value, expected })
}

fn check_options(options: &RationingOptions) -> Result<()> {
    check_range("the friction", options.friction, 0.0, 1.0)?;
    check_range("the leakage", options.leakage, 0.0, 1.0)?;
    check_range("the spare capacity", options.spare_capacity, 0.0, f64::MAX)
}

/// chi: `[region][input][using sector]`, zero where nothing is used.
fn criticalities(table: &EconomyTable, given: &Criticality) -> Result<Array3<f64>> {
    let used = table.intermediate_use();
    let mut found = match given {
        Criticality::Given(array) => {
            crate::model::shape::check_shape("criticality", array.shape(), used.shape())?;
            array.clone()
        }
        Criticality::Threshold { least_share, criticality } => {
            Array3::from_shape_fn(used.raw_dim(), |(region, input, using)| {
                let critical = used[[region, input, using]] >= least_share * table.output()[[region, using]];
                if critical { *criticality } else { 0.0 }
            })
        }
    };
    for (value, used) in found.iter_mut().zip(used) {
        check_range("a criticality", *value, 0.0, 1.0)?;
        if *used == 0.0 {
            *value = 0.0;
        }
    }
    Ok(found)
}

/// The table as it is.
fn unchanged(table: &EconomyTable) -> Rationed {
    let trade = Array3::from_shape_fn(table.sourcing().raw_dim(), |(sector, importer, exporter)| {
        table.flow(importer, exporter, sector)
    });
    let value_added = table.output() - &table.intermediate_use().sum_axis(ndarray::Axis(1));
    Rationed {
        output_before: table.output().clone(),
        output: table.output().clone(),
        value_added_before: value_added.clone(),
        value_added,
        rerouted: trade.clone(),
        trade_before: trade.clone(),
        trade,
        intermediate_use: table.intermediate_use().clone(),
        final_use: table.final_use().clone(),
        unused: Array2::zeros(table.output().raw_dim()),
        severed: 0.0,
        unplaced: 0.0,
        balancing_rounds: 0,
        rounds: 0,
        residual: 0.0,
    }
}

/// Rations output downstream until it settles (V7, V8), starting from no limits: limits only
/// ever fall, so that the largest consistent output is found.
fn propagate(
    table: &EconomyTable,
    criticality: &Array3<f64>,
    options: &RationingOptions,
    found: &mut Rationed,
) -> Result<()> {
    let mut limit = Array2::<f64>::ones(table.output().raw_dim());
    let mut worst = (f64::INFINITY, (0, 0));
    for round in 1..=options.most_rounds {
        let filled = fill_rates(table, &limit, &found.rerouted);
        let available = availability(table, &filled, &found.rerouted);
        worst = (0.0, (0, 0));
        for ((region, using), limit) in limit.indexed_iter_mut() {
            let allowed = (0..table.sectors().len())
                .map(|input| 1.0 - criticality[[region, input, using]] * (1.0 - available[[region, input]]))
                .fold(1.0, f64::min);
            if (*limit - allowed).abs() > worst.0 {
                worst = ((*limit - allowed).abs(), (region, using));
            }
            *limit = allowed;
        }
        if worst.0 <= options.tolerance {
            (found.rounds, found.residual) = (round, worst.0);
            account(table, &filled, &available, found);
            return Ok(());
        }
    }
    Err(EquilibriumError::NotConverged {
        evaluations: options.most_rounds,
        residual: "rationing",
        size: worst.0,
        tolerance: options.tolerance,
        region: table.regions().code(worst.1.0).to_string(),
        sector: table.sectors()[worst.1.1].to_string(),
    })
}

/// h: `[region][sector]` share of its orders that a producer delivers. A producer with fewer
/// orders than it used to have has slack before its limit binds.
fn fill_rates(table: &EconomyTable, limit: &Array2<f64>, rerouted: &Array3<f64>) -> Array2<f64> {
    let orders = rerouted.sum_axis(ndarray::Axis(1));
    Array2::from_shape_fn(limit.raw_dim(), |(region, sector)| {
        let ordered = orders[[sector, region]];
        if ordered > 0.0 {
            (limit[[region, sector]] * (table.output()[[region, sector]] / ordered).max(1.0)).min(1.0)
        } else {
            1.0
        }
    })
}

/// a: `[region][sector]` share of its usual purchases of a product that a region receives.
fn availability(table: &EconomyTable, filled: &Array2<f64>, rerouted: &Array3<f64>) -> Array2<f64> {
    let mut received = Array2::<f64>::zeros(filled.raw_dim());
    for ((sector, importer, exporter), value) in rerouted.indexed_iter() {
        received[[importer, sector]] += value * filled[[exporter, sector]];
    }
    for (received, usual) in received.iter_mut().zip(table.total_use()) {
        *received = if *usual > 0.0 { (*received / usual).min(1.0) } else { 1.0 };
    }
    received
}

/// Flows, uses and value added at the limits found.
fn account(table: &EconomyTable, filled: &Array2<f64>, available: &Array2<f64>, found: &mut Rationed) {
    found.output.fill(0.0);
    for ((sector, importer, exporter), value) in found.trade.indexed_iter_mut() {
        *value = found.rerouted[[sector, importer, exporter]] * filled[[exporter, sector]];
        found.output[[exporter, sector]] += *value;
    }
    let activity = |region: usize, sector: usize, output: &Array2<f64>| {
        let before = table.output()[[region, sector]];
        if before > 0.0 { output[[region, sector]] / before } else { 1.0 }
    };
    for ((region, sector), value_added) in found.value_added.indexed_iter_mut() {
        *value_added = found.value_added_before[[region, sector]] * activity(region, sector, &found.output);
    }
    found.final_use = available * table.final_use();
    found.unused = available * table.total_use() - &found.final_use;
    for ((region, input, using), used) in found.intermediate_use.indexed_iter_mut() {
        let share = available[[region, input]].min(activity(region, using, &found.output));
        *used = table.intermediate_use()[[region, input, using]] * share;
        found.unused[[region, input]] -= *used;
    }
    found.unused.mapv_inplace(|value| value.max(0.0));
}

//! Estimates of how much memory prepared things take, bytes. The arrays that grow with the square of the number of
//! regions or sectors are counted, the rest is a share of them.

use unequal_equilibrium::{Baseline, Counterfactual};
use unequal_leverage::LookThrough;
use unequal_world::EconomyTable;

/// Bytes of a number.
const NUMBER: usize = 8;

fn sizes(regions: usize, sectors: usize) -> [usize; 3] {
    [sectors * regions * regions, regions * sectors * sectors, regions * sectors]
}

/// Flows and inputs once.
pub(super) fn of_table(table: &EconomyTable) -> usize {
    let [flows, inputs, products] = sizes(table.regions().len(), table.sectors().len());
    NUMBER * (flows + inputs + 3 * products)
}

/// Input shares, and what all inputs contain; the table is its own.
pub(super) fn of_inputs(inputs: &LookThrough) -> usize {
    let (regions, sectors) = inputs.size();
    let [_, shares, products] = sizes(regions, sectors);
    NUMBER * (shares + 2 * products)
}

/// Flows as given, padded and in single precision; inputs as given, padded, and their inverses; what solves of one
/// baseline share.
pub(super) fn of_baseline(baseline: &Baseline) -> usize {
    let primitives = baseline.primitives();
    let [flows, inputs, products] = sizes(primitives.region_count(), primitives.sector_count());
    NUMBER * (3 * flows + 5 * inputs + 60 * products)
}

/// A state and its images; the shares belong to the baseline.
pub(super) fn of_world(world: &Counterfactual<'_>) -> usize {
    let primitives = world.baseline().primitives();
    let [.., products] = sizes(primitives.region_count(), primitives.sector_count());
    NUMBER * 60 * products
}

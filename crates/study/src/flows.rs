//! Trade of parties in a solved world.

use unequal_equilibrium::Counterfactual;
use unequal_leverage::shares::ratio;
use unequal_world::Party;

/// What exporters sell to importers, USD million at producer prices.
pub(crate) fn trade(world: &Counterfactual<'_>, importers: &[usize], exporters: &[usize]) -> f64 {
    let sectors = world.baseline().primitives().sectors.len();
    let pairs = importers.iter().flat_map(|importer| exporters.iter().map(move |exporter| (*importer, *exporter)));
    pairs
        .flat_map(|(importer, exporter)| (0..sectors).map(move |sector| (sector, importer, exporter)))
        .map(|(sector, importer, exporter)| world.producer_value(sector, importer, exporter))
        .sum()
}

/// Share of a partner in what a party buys from all others.
pub(crate) fn share_of_imports(world: &Counterfactual<'_>, party: &Party, partner: &Party) -> f64 {
    let whole = trade(world, &party.members, &outside(world, party));
    ratio(trade(world, &party.members, &partner.members), whole)
}

/// Share of a partner in what a party sells to all others.
pub(crate) fn share_of_exports(world: &Counterfactual<'_>, party: &Party, partner: &Party) -> f64 {
    let whole = trade(world, &outside(world, party), &party.members);
    ratio(trade(world, &partner.members, &party.members), whole)
}

/// Regions that do not belong to a party.
fn outside(world: &Counterfactual<'_>, party: &Party) -> Vec<usize> {
    (0..world.income().len()).filter(|region| !party.contains(*region)).collect()
}

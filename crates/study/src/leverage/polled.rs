//! The indicators that count when a pair is judged, apart from the exit cost.

use unequal_leverage::dependence::{dependent_share, product_dependence};
use unequal_leverage::exposure::OneSector;
use unequal_leverage::power::{Nests, power};
use unequal_leverage::{Parameters, trade_shares};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, Party};

use super::inputs::Inputs;
use super::world::mean_elasticity;
use crate::Result;
use crate::verdict;

/// Items of the rows of an answer that are polled beside the exit cost, in the order of `contrasts`: one for each
/// indicator, L1 both ways, L2, L3, L5 and L7. L6 compares the two sides by construction, and the other rows are variants
/// of these.
pub const POLLED: [&str; 6] = [
    "partner in its imports",
    "partner in its exports",
    "dependent goods from partner, of goods imports",
    "partner in its inputs, looked through",
    "power over it: everything withdrawn at once",
    "real income, one sector",
];

/// The first side's dependence and the second's by each polled indicator ([`POLLED`]); dependence without limit is
/// infinite, and of exposures the larger in size counts, whatever its sign. No equilibrium is solved.
pub(crate) fn contrasts(
    inputs: &Inputs,
    table: &EconomyTable,
    set: &ElasticitySet,
    first: &Party,
    second: &Party,
) -> Result<Vec<verdict::Pair>> {
    let parameters = Parameters::embedded()?;
    let nests: Nests = parameters.nests(table, &set.by_sector);
    let (mine, theirs) = (trade_shares(table, first, second), trade_shares(table, second, first));
    let goods =
        |side, partner| dependent_share(table, side, partner, &product_dependence(table, side, &parameters.dependence));
    let [my_inputs, their_inputs] = inputs.economies(first, second);
    let exposure = OneSector::new(table, mean_elasticity(table, set))?;
    Ok(vec![
        (mine.share_of_imports, theirs.share_of_imports),
        (theirs.share_of_exports, mine.share_of_exports),
        (goods(first, second), goods(second, first)),
        (my_inputs.looked_through, their_inputs.looked_through),
        (power(table, first, second, &nests)?.joint, power(table, second, first, &nests)?.joint),
        (exposure.of(first, second).welfare.abs(), exposure.of(second, first).welfare.abs()),
    ])
}

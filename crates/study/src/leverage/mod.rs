//! `leverage`: who needs whom more, by every measure of `docs/src/methods/leverage.md`: of one pair,
//! of all who depend on one partner, or of all pairs with the measures' agreement.

mod agreement;
mod answer;
mod catalogue;
mod claims;
mod directed;
mod pair;
mod polled;
mod words;
mod world;

use std::path::PathBuf;

use unequal_world::names::region_name;
use unequal_world::{EconomyTable, GroupBook, Party};

pub use answer::*;
pub use catalogue::{Measure, MeasureCard};
pub use polled::POLLED;
pub(crate) use polled::contrasts;

use self::world::World;
use crate::Result;
use crate::brief::side;
use crate::evidence::{Evidence, Grade};
use crate::exit_cost::{self, Elasticity};

/// Largest estimated exit costs that are solved as well, to say how far off they are.
const CHECKED_ESTIMATES: usize = 20;

/// The year and the elasticities of a question, or the scenario that gives both.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Year of the table; the latest embedded one if absent.
    pub year: Option<u16>,
    /// Trade elasticities.
    pub elasticity: Elasticity,
}

/// Every measure of one pair. A scenario file gives year and elasticities, and exit costs under its measures.
pub fn pair(first: &str, second: &str, setting: &Setting, scenario: Option<&PathBuf>) -> Result<PairLeverage> {
    let scenario = scenario.map(|path| crate::run::open(path)).transpose()?;
    let world = match &scenario {
        Some(scenario) => World::new(scenario.table().clone(), crate::run::elasticities(scenario)?)?,
        None => World::embedded(setting.year, setting.elasticity)?,
    };
    // A scenario may define groups of its own.
    let (regions, name) = (world.table.regions(), world.table.name());
    let parties = match &scenario {
        Some(scenario) => scenario.groups().pair(first, second, regions, &name)?,
        None => GroupBook::embedded()?.pair(first, second, regions, &name)?,
    };
    pair::answer(&world, &parties.0, &parties.1, scenario.as_ref())
}

/// Everybody's dependence on one partner, the most dependent first; exit costs are exact.
pub fn most_dependent_on(partner: &str, setting: &Setting) -> Result<LeverageTable> {
    let world = World::embedded(setting.year, setting.elasticity)?;
    let partner = GroupBook::embedded()?.party(partner, world.table.regions(), &world.table.name())?;
    let sides = world.regions().into_iter().filter(|side| !partner.contains(side.members[0]));
    let pairs: Vec<(Party, Party)> = sides.map(|side| (side, partner.clone())).collect();
    let costs = exit_cost::between(&world.table, &world.set, &pairs, &|_, _| {})?;
    let mut rows = directed::rows(&world, &pairs, &directed::exact(&costs))?;
    let agreement = agreement::all(&world, &rows, &Measure::cards(&world.table));
    rows.sort_by(|one, other| one.mean_rank().total_cmp(&other.mean_rank()));
    let side = side(&world.table, &partner);
    let evidence = evidence(&world.table).with_caveat(
        "Ordered by the mean of the ranks over all measures, each counting the same; that weighting is ours.",
    );
    Ok(LeverageTable {
        headline: words::ranking(&rows, &side, &costs.failures),
        partner: Some(side),
        year: world.table.year(),
        elasticity: world.set.label.clone(),
        exact: true,
        catalogue: Measure::cards(&world.table),
        rows,
        agreement,
        failures: failures(&costs),
        evidence,
    })
}

/// Every measure of all pairs, both ways, and how the measures agree. Exit costs are estimated
/// without a solve unless `exact`; `progress` is told of pairs solved.
pub fn all_pairs(setting: &Setting, exact: bool, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<LeverageTable> {
    let world = World::embedded(setting.year, setting.elasticity)?;
    let regions = world.regions();
    let pairs: Vec<(Party, Party)> = regions
        .iter()
        .flat_map(|side| regions.iter().filter(move |other| *other != side).map(move |other| (side, other)))
        .map(|(side, other)| (side.clone(), other.clone()))
        .collect();
    let (exits, failed) = if exact {
        let once: Vec<(Party, Party)> =
            pairs.iter().filter(|(side, other)| side.members < other.members).cloned().collect();
        let costs = exit_cost::between(&world.table, &world.set, &once, progress)?;
        (directed::exact(&costs), failures(&costs))
    } else {
        (directed::estimated(&world), Vec::new())
    };
    let rows = directed::rows(&world, &pairs, &exits)?;
    let mut catalogue = Measure::cards(&world.table);
    if let Some(card) = catalogue.iter_mut().find(|card| card.label == "L4").filter(|_| !exact) {
        card.grade = card.grade.max(Grade::C);
        "estimate without a solve: purchases at given costs abroad, and the wage that balances trade"
            .clone_into(&mut card.source);
    }
    let agreement = agreement::all(&world, &rows, &catalogue);
    let mut evidence = evidence(&world.table);
    if !exact {
        evidence.caveats.push(format!(
            "Exit costs here are estimated without a solve, so that all pairs answer at once; --exact solves every pair.{}",
            words::estimates(&checked_estimates(&world, &exits)?)
        ));
    }
    Ok(LeverageTable {
        headline: words::agreement(&agreement, rows.len(), exact),
        partner: None,
        year: world.table.year(),
        elasticity: world.set.label.clone(),
        exact,
        catalogue,
        rows,
        agreement,
        failures: failed,
        evidence,
    })
}

/// The largest estimates beside the solved losses: `(estimated, exact)`. Pairs without an equilibrium are left out.
fn checked_estimates(world: &World, estimated: &directed::Exits) -> Result<Vec<(f64, f64)>> {
    let mut largest: Vec<(&(String, String), &f64)> = estimated.iter().filter(|(_, loss)| loss.is_finite()).collect();
    largest.sort_by(|one, other| other.1.total_cmp(one.1).then_with(|| one.0.cmp(other.0)));
    largest.truncate(CHECKED_ESTIMATES);
    let regions = world.regions();
    let party = |code: &str| regions.iter().find(|region| region.code == code).cloned();
    let pairs: Vec<(Party, Party)> =
        largest.iter().filter_map(|((side, other), _)| Some((party(side)?, party(other)?))).collect();
    let exact = directed::exact(&exit_cost::between(&world.table, &world.set, &pairs, &|_, _| {})?);
    Ok(largest.into_iter().filter_map(|(pair, loss)| Some((*loss, *exact.get(pair)?))).collect())
}

fn failures(costs: &exit_cost::ExitCosts) -> Vec<String> {
    let words = |failure: &exit_cost::PairFailure| {
        format!("{} and {}: {}", region_name(&failure.first), region_name(&failure.second), failure.reason)
    };
    costs.failures.iter().map(words).collect()
}

fn evidence(table: &EconomyTable) -> Evidence {
    let mut evidence = Evidence::of_table(table, Grade::B);
    evidence.estimated = table.provenance().all_estimates();
    evidence.with_caveat(
        "Dependence is not willingness: a side that would lose more may still bear it. Goods that pass through a hub \
         are booked where the table books them.",
    )
}

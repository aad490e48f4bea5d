//! `leverage`: who needs whom more, by every measure of `docs/src/methods/leverage.md`: of one pair,
//! of all who depend on one partner, or of all pairs with the measures' agreement.

mod agreement;
mod answer;
mod catalogue;
mod claims;
mod directed;
mod inputs;
mod pair;
mod polled;
mod world;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::names::region_name;
use unequal_world::{EconomyTable, Party};

pub use answer::*;
pub use catalogue::{Indicator, MeasureCard};
pub(crate) use inputs::Inputs;
pub use polled::POLLED;
pub(crate) use polled::contrasts;

use self::world::{Setting, World};
use crate::elasticity::{self, Elasticity};
use crate::evidence::{Evidence, Grade};
use crate::exit_cost::{self, ExitCosts};
use crate::observer::{Observer, Steps};
use crate::parties::side;
use crate::source::{Source, TableSource};
use crate::{Result, Session};

/// Largest estimated exit costs that are solved as well, to say how far off they are.
const CHECKED_ESTIMATES: usize = 20;

/// Every measure of one pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeverageQuestion {
    /// Country (ISO 3166 alpha-3) or group.
    pub first: String,
    /// The other country or group.
    pub second: String,
    /// Year of the table; the latest embedded one if absent. Not read beside a scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Trade elasticities. Not read beside a scenario.
    #[serde(default)]
    pub elasticity: Elasticity,
    /// A scenario that sets year and elasticities, and under whose measures exit costs are given as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Source>,
}

/// Who depends most on one partner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MostDependentQuestion {
    /// Country (ISO 3166 alpha-3) or group on which the others depend.
    pub partner: String,
    /// Year of the table; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Trade elasticities.
    #[serde(default)]
    pub elasticity: Elasticity,
}

/// Every measure of all pairs, and how far the measures agree.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeverageMatrixQuestion {
    /// Year of the table; the latest embedded one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Trade elasticities.
    #[serde(default)]
    pub elasticity: Elasticity,
    /// Whether every exit cost is solved instead of estimated.
    #[serde(default)]
    pub exact: bool,
}

impl Session {
    /// Every measure of one pair. A scenario file gives year and elasticities, and exit costs under its measures.
    pub fn leverage(&self, question: &LeverageQuestion, observer: &dyn Observer) -> Result<PairLeverage> {
        let LeverageQuestion { first, second, year, elasticity, .. } = question;
        let scenario =
            question.scenario.as_ref().map(|file| self.scenario(file, question.table.as_ref())).transpose()?;
        let steps = Steps::new(observer, 4 + usize::from(scenario.is_some()), "groups of measures");
        steps.check()?;
        let world = match &scenario {
            Some(scenario) => World::new(self, scenario.table().clone(), elasticity::at_horizon(scenario)?)?,
            None => World::of(
                self,
                &Setting { year: *year, table: question.table.clone(), elasticity: elasticity.clone() },
            )?,
        };
        // A scenario may define groups of its own.
        let book = scenario.as_ref().map_or_else(|| self.book(), |scenario| scenario.groups());
        let parties = book.pair(first, second, world.table.regions(), &world.table.name())?;
        let answer = pair::answer(self, &world, [&parties.0, &parties.1], scenario.as_ref(), &steps)?;
        Ok(PairLeverage { table: question.table.as_ref().map(TableSource::short_name), ..answer })
    }

    /// Everybody's dependence on one partner, the most dependent first; exit costs are exact. The observer is told of
    /// pairs.
    pub fn most_dependent_on(
        &self,
        question: &MostDependentQuestion,
        observer: &dyn Observer,
    ) -> Result<LeverageTable> {
        let setting =
            Setting { year: question.year, table: question.table.clone(), elasticity: question.elasticity.clone() };
        most_dependent_on(self, &question.partner, &setting, observer)
    }

    /// Every measure of all pairs, both ways, and how the measures agree. Exit costs are estimated
    /// without a solve unless the question wants them exact; the observer is told of pairs solved.
    pub fn leverage_matrix(&self, question: &LeverageMatrixQuestion, observer: &dyn Observer) -> Result<LeverageTable> {
        let setting =
            Setting { year: question.year, table: question.table.clone(), elasticity: question.elasticity.clone() };
        all_pairs(self, &setting, question.exact, observer)
    }
}

/// Exit costs of pairs of the world.
fn exit_costs(
    session: &Session,
    world: &World,
    pairs: &[(Party, Party)],
    observer: &dyn Observer,
) -> Result<ExitCosts> {
    exit_cost::between(session, &world.table, world.set().clone(), pairs, observer)
}

fn most_dependent_on(
    session: &Session,
    partner: &str,
    setting: &Setting,
    observer: &dyn Observer,
) -> Result<LeverageTable> {
    let world = World::of(session, setting)?;
    let partner = session.book().party(partner, world.table.regions(), &world.table.name())?;
    let sides = world.regions().into_iter().filter(|side| !partner.contains(side.members[0]));
    let pairs: Vec<(Party, Party)> = sides.map(|side| (side, partner.clone())).collect();
    let mut costs = exit_costs(session, &world, &pairs, observer)?;
    costs.add_ranges(session, &world.table, &pairs, observer)?;
    let mut rows = directed::rows(session, &world, &pairs, &directed::exact(&costs))?;
    for row in &mut rows {
        let pair = costs.pairs.iter().find(|pair| pair.first == row.side);
        row.exit_cost_range = pair.and_then(|pair| pair.ranges).map(|ranges| ranges.first);
    }
    let agreement = agreement::all(&world, &rows, &Indicator::cards(&world.table));
    rows.sort_by(|one, other| one.mean_rank().total_cmp(&other.mean_rank()));
    let side = side(&world.table, &partner);
    let evidence = evidence(&world.table);
    Ok(LeverageTable {
        partner: Some(side),
        year: world.table.year(),
        table: setting.table.as_ref().map(TableSource::short_name),
        elasticity: world.set().which.clone(),
        exact: true,
        catalogue: Indicator::cards(&world.table),
        rows,
        agreement,
        failures: failures(&costs),
        evidence,
    })
}

fn all_pairs(session: &Session, setting: &Setting, exact: bool, observer: &dyn Observer) -> Result<LeverageTable> {
    let world = World::of(session, setting)?;
    let regions = world.regions();
    let pairs: Vec<(Party, Party)> = regions
        .iter()
        .flat_map(|side| regions.iter().filter(move |other| *other != side).map(move |other| (side, other)))
        .map(|(side, other)| (side.clone(), other.clone()))
        .collect();
    let (exits, failed) = if exact {
        let once: Vec<(Party, Party)> =
            pairs.iter().filter(|(side, other)| side.members < other.members).cloned().collect();
        let costs = exit_costs(session, &world, &once, observer)?;
        (directed::exact(&costs), failures(&costs))
    } else {
        (directed::estimated(&world), Vec::new())
    };
    let rows = directed::rows(session, &world, &pairs, &exits)?;
    let mut catalogue = Indicator::cards(&world.table);
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
            error_of_estimates(&checked_estimates(session, &world, &exits, observer)?)
        ));
    }
    Ok(LeverageTable {
        partner: None,
        year: world.table.year(),
        table: setting.table.as_ref().map(TableSource::short_name),
        elasticity: world.set().which.clone(),
        exact,
        catalogue,
        rows,
        agreement,
        failures: failed,
        evidence,
    })
}

/// The largest estimates beside the solved losses: `(estimated, exact)`. Pairs without an equilibrium are left out.
fn checked_estimates(
    session: &Session,
    world: &World,
    estimated: &directed::Exits,
    observer: &dyn Observer,
) -> Result<Vec<(f64, f64)>> {
    let mut largest: Vec<(&(String, String), &f64)> = estimated.iter().filter(|(_, loss)| loss.is_finite()).collect();
    largest.sort_by(|one, other| other.1.total_cmp(one.1).then_with(|| one.0.cmp(other.0)));
    largest.truncate(CHECKED_ESTIMATES);
    let regions = world.regions();
    let party = |code: &str| regions.iter().find(|region| region.code == code).cloned();
    let pairs: Vec<(Party, Party)> =
        largest.iter().filter_map(|((side, other), _)| Some((party(side)?, party(other)?))).collect();
    let exact = directed::exact(&exit_costs(session, world, &pairs, observer)?);
    Ok(largest.into_iter().filter_map(|(pair, loss)| Some((*loss, *exact.get(pair)?))).collect())
}

fn failures(costs: &ExitCosts) -> Vec<String> {
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

/// How far the largest estimates are from the solved losses.
fn error_of_estimates(checked: &[(f64, f64)]) -> String {
    let ratios: Vec<f64> =
        checked.iter().filter(|(_, exact)| *exact > 0.0).map(|(estimated, exact)| estimated / exact - 1.0).collect();
    if ratios.is_empty() {
        return String::new();
    }
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let farthest =
        ratios.iter().copied().fold(0.0, |far: f64, ratio| if ratio.abs() > far.abs() { ratio } else { far });
    format!(
        " The {} largest were solved for comparison: the estimates are {:+.0} % off on average, {:+.0} % at most.",
        ratios.len(),
        100.0 * mean,
        100.0 * farthest
    )
}

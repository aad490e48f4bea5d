//! `run`: what the measures of a scenario do, each alone, all together, and who pays.
//!
//! Every change is relative to the same world without the measures under the same deficit rule,
//! so that closing a deficit is never counted as an effect of a measure.

mod answer;
mod compare;
pub(crate) mod evidence;
mod figures;
mod ledger;
mod pair;
mod path;
mod words;

use std::path::Path;

use rayon::prelude::*;
use unequal_equilibrium::horizon::Horizon;
use unequal_equilibrium::{Baseline, SolveOptions, solve};
use unequal_policy::scenario::{self, Scenario};
use unequal_policy::settle::{Settled, settle};
use unequal_world::Party;
use unequal_world::elasticity::ElasticitySet;

pub use answer::*;
pub use compare::compare;
pub use unequal_policy::scenario::{Origin, Scenario as ScenarioFile, ScenarioError, Statement, schema};

use crate::Result;
use crate::error::During;
use crate::exit_cost::Elasticity;
use crate::file_kind::{self, FileKind};

/// psi_0, the share of the long-run elasticity that holds at once: the middle of the range that fits Boehm, Levchenko
/// and Pandalai-Nayar (2023).
const SHARE_AT_ONCE: f64 = 0.4;
/// tau, years in which elasticities adjust: the middle of their range.
const YEARS_TO_ADJUST: f64 = 4.0;

/// Reads a scenario file for the embedded table of its year.
pub fn open(path: &Path) -> Result<Scenario> {
    let bytes = file_kind::read(path, FileKind::Scenario)?;
    Ok(Scenario::parse(&path.display().to_string(), &bytes)?)
}

/// Answers one scenario.
pub fn run(scenario: &Scenario) -> Result<RunAnswer> {
    run_with(scenario, parties(scenario), scenario.pair())
}

/// The parties that the measures name, in the order of the file, and the pair.
fn parties(scenario: &Scenario) -> Vec<Party> {
    let named = scenario.measures().iter().flat_map(|measure| [&measure.by, &measure.on]);
    let pair = scenario.pair().into_iter().flat_map(|(first, second)| [first, second]);
    let mut parties: Vec<Party> = Vec::new();
    for party in named.chain(pair) {
        if !parties.iter().any(|known| known.members == party.members) {
            parties.push(party.clone());
        }
    }
    parties
}

/// Answers one scenario for given parties and a given pair. The world is added to the parties.
fn run_with(scenario: &Scenario, mut parties: Vec<Party>, pair: Option<&(Party, Party)>) -> Result<RunAnswer> {
    let world = world(scenario);
    parties.retain(|party| party.members != world.members);
    parties.push(world);
    let set = elasticities(scenario)?;
    let task = |what: &str| format!("scenario {} ({}): {what}", scenario.title(), scenario.file());
    let baseline =
        Baseline::from_table(scenario.table(), &set.by_sector).during(|| task("calibrating the baseline"))?;
    let options = SolveOptions { deficits: scenario.deficit_rule(), ..SolveOptions::default() };
    let before = solve(&baseline, &baseline.no_wedges(), &options).during(|| task("the world without the measures"))?;
    let settled = |measures: &[usize], what: &str| -> Result<Settled<'_>> {
        settle(scenario, &before, measures, &options).during(|| task(what))
    };
    let all: Vec<usize> = (0..scenario.measures().len()).collect();
    let (alone, together) = rayon::join(
        || {
            let each = all.par_iter().map(|&measure| {
                let name = &scenario.measures()[measure].name;
                let after = settled(&[measure], &format!("the measure `{name}` alone"))?;
                Ok(figures::changes(&before, &after.world, &parties))
            });
            each.collect::<Result<Vec<_>>>()
        },
        || settled(&all, "all measures together"),
    );
    let (alone, together) = (alone?, together?);
    let scenario_pair = pair;
    let states = pair.map(|pair| pair::states(&baseline, &together.composed.wedges, pair, task)).transpose()?;
    let pair = states.map(|states| pair::outcome(scenario, &before, &together.world, states));
    let path = path::steps(scenario, &parties, scenario_pair)?;
    let parties = figures::parties(&before, &together, &alone, &parties);
    let measures = figures::measures(scenario, &before, &together).during(|| task("figures about the measures"))?;
    let convergence = together.world.convergence();
    let when = words::when(scenario.horizon(), !path.is_empty());
    Ok(RunAnswer {
        headline: words::headline(&parties, &measures, pair.as_ref(), when.as_deref()),
        title: scenario.title().to_owned(),
        description: scenario.document().description.clone(),
        file: scenario.file().to_owned(),
        year: scenario.table().year(),
        elasticity: set.label,
        horizon: scenario.horizon(),
        deficits: scenario.deficits().word().to_owned(),
        measures,
        parties,
        pair,
        regions: figures::regions(scenario, &before, &together),
        ledger: ledger::rows(&together),
        path,
        solve: SolveEnd { sweeps: convergence.evaluations, residual: convergence.residual, rounds: together.rounds },
        evidence: evidence::of(scenario),
    })
}

/// Every region of the table as one party.
fn world(scenario: &Scenario) -> Party {
    let members = (0..scenario.table().regions().len()).collect();
    Party { code: "WORLD".to_owned(), name: "the world".to_owned(), members, missing: Vec::new() }
}

/// The elasticities that hold at the scenario's horizon.
pub(crate) fn elasticities(scenario: &Scenario) -> Result<ElasticitySet> {
    let kind = match scenario.trade_elasticity() {
        scenario::Elasticity::Common(value) => Elasticity::Common(value),
        scenario::Elasticity::BySector => Elasticity::BySector,
    };
    let mut set = kind.set(scenario.table())?;
    if let Some(years) = scenario.horizon() {
        let scaled = Horizon::new(SHARE_AT_ONCE, YEARS_TO_ADJUST)
            .and_then(|horizon| horizon.elasticities_after(&set.by_sector, years));
        set.by_sector = scaled.during(|| "trade elasticities after the shock".to_owned())?;
        set.label = format!("{} in the long run, as it is after {years} years", set.label);
    }
    Ok(set)
}

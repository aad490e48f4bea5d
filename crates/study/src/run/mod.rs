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

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::{Settled, settle_while};
use unequal_world::Party;

pub use answer::*;
pub use compare::CompareQuestion;
pub use unequal_policy::scenario::{Origin, Scenario as ScenarioFile, ScenarioError, Statement, schema};

use crate::error::During;
use crate::observer::{Observer, Steps};
use crate::session::Closing;
use crate::source::Source;
use crate::{Result, Session, elasticity};

/// What the measures of a scenario file do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunQuestion {
    /// The scenario.
    pub file: Source,
}

/// A scenario file with every default filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Name of the file.
    pub file: String,
    /// Its lines, in order.
    pub statements: Vec<Statement>,
}

impl Session {
    /// Reads a scenario for the embedded table of its year.
    pub fn open_scenario(&self, file: &Source) -> Result<Scenario> {
        self.scenario(file)
    }

    /// Answers one scenario file.
    pub fn run(&self, question: &RunQuestion, observer: &dyn Observer) -> Result<RunAnswer> {
        self.run_scenario(&self.scenario(&question.file)?, observer)
    }

    /// Answers one scenario, about whatever table. The observer is told of worlds.
    pub fn run_scenario(&self, scenario: &Scenario, observer: &dyn Observer) -> Result<RunAnswer> {
        let steps = Steps::new(observer, worlds(scenario), "worlds");
        run_with(self, &steps, scenario, parties(scenario), scenario.pair())
    }

    /// Writes out what a scenario says and leaves to defaults; nothing is solved.
    pub fn explain_file(&self, question: &RunQuestion) -> Result<Explanation> {
        let scenario = self.scenario(&question.file)?;
        Ok(Explanation { file: scenario.file().to_owned(), statements: scenario.explain() })
    }
}

/// How many worlds with measures a scenario asks for.
fn worlds(scenario: &Scenario) -> usize {
    scenario.instruments().len() + 1 + scenario.dates().len()
}

/// The parties that the measures name, in the order of the file, and the pair.
fn parties(scenario: &Scenario) -> Vec<Party> {
    let named = scenario.instruments().iter().flat_map(|measure| [measure.by.joint(), measure.on.joint()]);
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
fn run_with(
    session: &Session,
    steps: &Steps<'_>,
    scenario: &Scenario,
    mut parties: Vec<Party>,
    pair: Option<&(Party, Party)>,
) -> Result<RunAnswer> {
    let world = world(scenario);
    parties.retain(|party| party.members != world.members);
    parties.push(world);
    let set = elasticity::at_horizon(scenario)?;
    let task = |what: &str| format!("scenario {} ({}): {what}", scenario.title(), scenario.file());
    steps.check()?;
    let closing = Closing::of(scenario.deficits());
    let undisturbed = session.undisturbed(scenario.table(), set, closing, task)?;
    let before = &undisturbed.world;
    let settled = |measures: &[usize], what: &str| -> Result<Settled<'_>> {
        steps.step(|| {
            settle_while(scenario, before, measures, &undisturbed.options, &|| steps.go_on()).during(|| task(what))
        })
    };
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    let (alone, together) = rayon::join(
        || {
            let each = all.par_iter().map(|&measure| {
                let name = &scenario.instruments()[measure].name;
                let after = settled(&[measure], &format!("the measure `{name}` alone"))?;
                Ok(figures::changes(before, &after.world, &parties))
            });
            each.collect::<Result<Vec<_>>>()
        },
        || settled(&all, "all measures together"),
    );
    let (alone, together) = (alone?, together?);
    let scenario_pair = pair;
    steps.check()?;
    let states = pair.map(|pair| pair::states(session, scenario, &together.composed.wedges, pair, task)).transpose()?;
    let pair = states.map(|states| pair::outcome(scenario, before, &together.world, states));
    let path = path::steps(session, steps, scenario, &parties, scenario_pair)?;
    let parties = figures::parties(before, &together, &alone, &parties);
    let measures = figures::measures(scenario, before, &together).during(|| task("figures about the measures"))?;
    let convergence = together.world.convergence();
    let when = words::when(scenario.horizon(), !path.is_empty());
    Ok(RunAnswer {
        headline: words::headline(&parties, &measures, pair.as_ref(), when.as_deref()),
        title: scenario.title().to_owned(),
        description: scenario.document().description.clone(),
        file: scenario.file().to_owned(),
        year: scenario.table().year(),
        elasticity: undisturbed.set.label,
        horizon: scenario.horizon(),
        deficits: scenario.deficits().word().to_owned(),
        measures,
        parties,
        pair,
        regions: figures::regions(scenario, before, &together),
        ledger: ledger::rows(&together),
        path,
        solve: SolveEnd {
            evaluations: convergence.evaluations,
            residual: convergence.residual,
            rounds: together.rounds,
        },
        evidence: evidence::of(scenario),
    })
}

/// Every region of the table as one party.
fn world(scenario: &Scenario) -> Party {
    let members = (0..scenario.table().regions().len()).collect();
    Party { code: "WORLD".to_owned(), name: "the world".to_owned(), members, missing: Vec::new() }
}

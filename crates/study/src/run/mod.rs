//! `run`: what the measures of a scenario do, each alone, all together, and who pays.
//!
//! Every change is relative to the same world without the measures under the same deficit rule,
//! so that closing a deficit is never counted as an effect of a measure.

mod answer;
mod compare;
pub(crate) mod effects;
pub(crate) mod evidence;
mod figures;
mod ledger;
mod pair;
mod path;
mod ranges;

use std::collections::BTreeMap;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_equilibrium::Counterfactual;
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::{Settled, settle_while};
use unequal_world::Party;
use unequal_world::names::region_name;

pub use answer::*;
pub use compare::CompareQuestion;
pub use ranges::*;
pub use unequal_policy::scenario::{
    Origin, Priors, Scenario as ScenarioFile, ScenarioError, Statement, UncertainParameter, schema,
};

use crate::elasticity::{self, Elasticity, OwnElasticities};
use crate::error::During;
use crate::observer::{Observer, Steps};
use crate::session::Closing;
use crate::source::{Source, TableSource};
use crate::{Result, Session, StudyError};

/// What the measures of a scenario file do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunQuestion {
    /// The scenario.
    pub file: Source,
    /// Long-run trade elasticities instead of the file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elasticity: Option<Elasticity>,
    /// Own elasticities of sectors, by code or name, or of groups of sectors, over those.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub elasticities: BTreeMap<String, f64>,
    /// A table instead of that of the file's year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
    /// Whether ranges are wanted, for which the scenario is solved under every published study of trade elasticities.
    #[serde(default = "wanted")]
    pub ranges: bool,
}

/// Ranges belong to an answer unless they are not wanted.
pub(super) fn wanted() -> bool {
    true
}

impl RunQuestion {
    /// About a file as it stands.
    #[must_use]
    pub fn new(file: Source) -> Self {
        Self { file, elasticity: None, elasticities: BTreeMap::new(), table: None, ranges: true }
    }
}

/// A scenario file with every default filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// Name of the file.
    pub file: String,
    /// Its lines, in order.
    pub statements: Vec<Statement>,
}

impl Session {
    /// Answers one scenario file.
    pub fn run(&self, question: &RunQuestion, observer: &dyn Observer) -> Result<RunAnswer> {
        let scenario = self.asked(question)?;
        let sure = if question.ranges { RunRanges::worlds(&scenario) } else { 0 };
        let steps = Steps::new(observer, worlds(&scenario) + sure, "worlds");
        let mut answer = run_with(self, &steps, &scenario, parties(&scenario), scenario.pair())?;
        if question.ranges {
            answer.add_ranges(self, &steps, &scenario, parties(&scenario), scenario.pair())?;
        }
        Ok(RunAnswer { table: question.table.as_ref().map(TableSource::short_name), ..answer })
    }

    /// The scenario of a question, with the elasticities that the question asks for.
    fn asked(&self, question: &RunQuestion) -> Result<Scenario> {
        let scenario = self.scenario(&question.file, question.table.as_ref())?;
        if question.elasticity.is_none() && question.elasticities.is_empty() {
            return Ok(scenario);
        }
        let others = question.elasticity.clone().unwrap_or_else(|| scenario.trade_elasticity());
        let kind = match question.elasticities.is_empty() {
            true => others,
            false => Elasticity::Own(OwnElasticities::over(others, question.elasticities.clone()).into()),
        };
        // Refused before anything is solved.
        elasticity::set(&kind, scenario.table())?;
        Ok(scenario.with_trade_elasticity(kind))
    }

    /// Answers one scenario, about whatever table. The observer is told of worlds.
    pub fn run_scenario(&self, scenario: &Scenario, observer: &dyn Observer) -> Result<RunAnswer> {
        let steps = Steps::new(observer, worlds(scenario), "worlds");
        run_with(self, &steps, scenario, parties(scenario), scenario.pair())
    }

    /// Writes out what a scenario says and leaves to defaults; nothing is solved.
    pub fn explain_file(&self, question: &RunQuestion) -> Result<Explanation> {
        let scenario = self.asked(question)?;
        Ok(Explanation { file: scenario.file().to_owned(), statements: scenario.explain() })
    }
}

/// How many worlds with measures a scenario asks for.
fn worlds(scenario: &Scenario) -> usize {
    scenario.instruments().len() + 1 + scenario.dates().len()
}

/// A party whose real income is reported.
struct Reported {
    party: Party,
    /// Codes of the countries and groups that it is made of, as a file lists them.
    listed: Vec<String>,
}

impl Reported {
    fn single(party: &Party) -> Self {
        Self { listed: vec![party.code.clone()], party: party.clone() }
    }
}

/// The parties that the file asks for; else those that the measures name, in the order of the file, with each member of
/// a list, and the pair.
fn reported(scenario: &Scenario) -> Vec<Reported> {
    if let Some(parties) = scenario.reported() {
        return parties.iter().map(Reported::single).collect();
    }
    let mut all: Vec<Reported> = Vec::new();
    let mut add = |reported: Reported| {
        if !all.iter().any(|known| known.party.members == reported.party.members) {
            all.push(reported);
        }
    };
    for side in scenario.instruments().iter().flat_map(|measure| [&measure.by, &measure.on]) {
        let listed = side.listed().iter().map(|party| party.code.clone()).collect();
        add(Reported { party: side.joint().clone(), listed });
        side.listed().iter().for_each(|party| add(Reported::single(party)));
    }
    for party in scenario.pair().into_iter().flat_map(|(first, second)| [first, second]) {
        add(Reported::single(party));
    }
    all
}

/// The parties of [`reported`].
fn parties(scenario: &Scenario) -> Vec<Party> {
    reported(scenario).into_iter().map(|reported| reported.party).collect()
}

/// Those whose real income an answer has, the world last.
pub(crate) fn parties_and_world(scenario: &Scenario) -> Vec<Party> {
    let mut parties = parties(scenario);
    with_world(&mut parties, scenario);
    parties
}

/// The world comes last and once.
fn with_world(parties: &mut Vec<Party>, scenario: &Scenario) {
    let world = Party::world(scenario.table().regions());
    parties.retain(|party| party.members != world.members);
    parties.push(world);
}

/// Largest gain of real income that is answered, as a logarithm: a doubling. No measure of trade policy on record comes near
/// it; larger ones follow from parameters far outside what was estimated.
const MOST_GAIN: f64 = std::f64::consts::LN_2;

/// Refuses a world in which somebody gains more than the model can speak of.
fn within_reach(before: &Counterfactual<'_>, after: &Counterfactual<'_>, task: impl FnOnce() -> String) -> Result<()> {
    let change = after.ln_real_income() - before.ln_real_income();
    let (region, most) = change
        .iter()
        .enumerate()
        .fold((0, f64::NEG_INFINITY), |most, (region, gain)| if *gain > most.1 { (region, *gain) } else { most });
    if most <= MOST_GAIN {
        return Ok(());
    }
    let codes = before.baseline().primitives().regions.iter();
    let code = codes.skip(region).map(ToString::to_string).next().unwrap_or_default();
    Err(StudyError::NoAnswer {
        task: task(),
        reason: format!(
            "{} would gain {:.0} % of real income; beyond a doubling this model says nothing, and the file has a parameter \
             far outside what was ever estimated",
            region_name(&code),
            100.0 * most.exp_m1()
        ),
    })
}

/// Answers one scenario for given parties and a given pair. The world is added to the parties.
fn run_with(
    session: &Session,
    steps: &Steps<'_>,
    scenario: &Scenario,
    mut parties: Vec<Party>,
    pair: Option<&(Party, Party)>,
) -> Result<RunAnswer> {
    with_world(&mut parties, scenario);
    let set = elasticity::at_horizon(scenario)?;
    let task = |what: &str| format!("scenario {} ({}): {what}", scenario.title(), scenario.file());
    steps.check()?;
    let closing = Closing::of(scenario.deficits());
    let undisturbed = session.undisturbed(scenario.table(), set, closing, task)?;
    let before = &undisturbed.world;
    let settled = |measures: &[usize], what: &str| -> Result<Settled<'_>> {
        steps.step(|| {
            let settled = settle_while(scenario, before, measures, &undisturbed.options, &|| steps.go_on())
                .during(|| task(what))?;
            within_reach(before, &settled.world, || task(what)).map(|()| settled)
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
    let money = figures::money(before, &together);
    let parties = figures::parties(before, &together, &alone, &parties, &money);
    let measures = figures::measures(scenario, before, &together).during(|| task("figures about the measures"))?;
    let convergence = together.world.convergence();
    Ok(RunAnswer {
        title: scenario.title().to_owned(),
        description: scenario.document().description.clone(),
        file: scenario.file().to_owned(),
        year: scenario.table().year(),
        table: None,
        elasticity: undisturbed.set.which,
        deficits: scenario.deficits(),
        measures,
        parties,
        pair,
        regions: figures::regions(scenario, before, &together, &money),
        ledger: ledger::rows(&together),
        path,
        ranges: None,
        no_ranges: None,
        solve: SolveEnd {
            evaluations: convergence.evaluations,
            residual: convergence.residual,
            rounds: together.rounds,
        },
        evidence: evidence::of(scenario),
    })
}

//! `strategy`: the threat, the patron, technology and the linked bargain, played on one cube of payoffs.
//!
//! Every statement begins with its condition. What the players want is assumed in the file; the answer is where in the
//! assumed ranges something holds, never what anybody will do.

mod answer;
mod linkage;
mod patron;
mod payoffs;
mod technology;
mod threat;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
pub use unequal_strategy::game::StrategyFile;
use unequal_strategy::payoff_tensor::{CellOutcome, PayoffTensor, Solver};
use unequal_world::Party;

pub use answer::*;
pub use unequal_strategy::game::schema;

use crate::conditional::Conditional;
use crate::error::During;
use crate::evidence::{Evidence, Grade};
use crate::observer::{Observer, Steps};
use crate::session::Closing;
use crate::source::Source;
use crate::{Result, Session, elasticity};

/// Residual to which the cube is solved: payoffs are shown to a hundredth of a percent, and differences between cells
/// of a thousandth of that are still exact.
const TOLERANCE: f64 = 1e-9;

/// The games of a strategy file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrategyQuestion {
    /// The games.
    pub file: Source,
}

impl Session {
    /// Plays every game of a file.
    pub fn strategy(&self, question: &StrategyQuestion, observer: &dyn Observer) -> Result<StrategyAnswer> {
        self.play(&self.games(&question.file)?, observer)
    }

    /// Plays every game of a file that was read. The observer is told of the cube and of each game.
    pub fn play(&self, file: &StrategyFile, observer: &dyn Observer) -> Result<StrategyAnswer> {
        let steps = Steps::new(observer, 6, "games");
        let played = play(self, file, &steps);
        // Solves that were stopped are cells without an equilibrium to the games.
        steps.check()?;
        played
    }
}

/// What all games read.
pub(crate) struct Setting<'a> {
    file: &'a StrategyFile,
    cube: &'a PayoffTensor,
    /// Names of target, government and hegemon in the middle of a sentence.
    names: [String; 3],
}

impl Setting<'_> {
    fn target(&self) -> &str {
        self.names[0].as_str()
    }

    fn government(&self) -> &str {
        self.names[1].as_str()
    }

    fn hegemon(&self) -> &str {
        self.names[2].as_str()
    }

    /// The measures of a combination in words for readers, where the file has names of its own for its parts.
    fn world(&self, combination: usize) -> String {
        let factors = self.cube.factors.iter().enumerate();
        let on = factors.filter(|(bit, _)| combination & (1 << bit) != 0).map(|(_, name)| match name.as_str() {
            "hubs" => "transit through hubs".to_owned(),
            "cut" => "no trade between the two".to_owned(),
            other => other.to_owned(),
        });
        let on: Vec<String> = on.collect();
        if on.is_empty() { "no measure".to_owned() } else { on.join("; ") }
    }

    /// The exit cost of a player from the pair's trade in a combination of factors, in ln.
    fn exit_cost(&self, player: usize, combination: usize) -> Result<f64> {
        let cut = self.bits(&["cut"]);
        let together = self.payoffs(combination, 0)?.ln_real_income[player];
        let apart = self.payoffs(combination | cut, 0)?.ln_real_income[player];
        Ok(together - apart)
    }

    fn payoffs(&self, combination: usize, strength: usize) -> Result<&unequal_strategy::payoff_tensor::Payoffs> {
        self.cube.payoffs(combination, strength).during(|| "reading the payoff cube".to_owned())
    }

    /// Bits of factors; a factor that the file does not have adds nothing.
    fn bits(&self, factors: &[&str]) -> usize {
        factors.iter().filter_map(|factor| self.cube.combination(&[factor])).fold(0, |bits, bit| bits | bit)
    }
}

fn play(session: &Session, file: &StrategyFile, steps: &Steps<'_>) -> Result<StrategyAnswer> {
    let scenario = &file.design.scenario;
    let set = elasticity::at_horizon(scenario)?;
    let task = |what: &str| format!("strategy {} ({}): {what}", file.title, file.file);
    let closing = Closing { deficits: scenario.deficits(), tolerance: TOLERANCE };
    let before = session.undisturbed(scenario.table(), set, closing, task)?;
    let go_on = || steps.go_on();
    let solver = Solver::from_world(&file.design, before.world, before.options)
        .during(|| task("the world without the measures"))?
        .as_long_as(&go_on);
    let mut cube = steps.step(|| solver.tensor().during(|| task("the payoff cube")))?;
    let names = [0, 1, 2].map(|place| file.design.players.get(place).map_or_else(String::new, in_sentence));
    let setting = Setting { file, cube: &cube, names };
    let threat = steps.step(|| threat::block(&setting, &solver))?;
    let patron = steps.step(|| patron::block(&setting))?;
    let linkage = steps.step(|| linkage::block(&setting))?;
    let others = [&patron, &linkage].into_iter().flat_map(|block| block.statements.first()).cloned();
    let headline = threat::in_short(&setting, &threat.statements).into_iter().chain(others).collect();
    let payoffs = steps.step(|| payoffs::block(&setting))?;
    let technology = steps.step(|| technology::block(&setting))?;
    let blocks = vec![payoffs, threat, patron, technology, linkage];
    let players = setting.names;
    strip_banks(&mut cube);
    let codes: Vec<&str> = file.design.players.iter().map(|party| party.code.as_str()).collect();
    let name = |place: usize| Name {
        code: codes.get(place).copied().unwrap_or_default().to_owned(),
        name: players[place].clone(),
    };
    let year = scenario.table().year();
    Ok(StrategyAnswer {
        said: Conditional {
            title: file.title.clone(),
            description: file.description.clone(),
            observed: file.observed.clone(),
            command: "strategy".to_owned(),
            file: file.file.clone(),
            payoffs: format!("Payoffs of {year}, trade elasticity {}", before.set.which),
            headline,
            blocks,
            evidence: evidence(file),
        },
        year,
        elasticity: before.set.which,
        players: [name(0), name(1), name(2)],
        cube,
    })
}

/// A party's name in the middle of a sentence.
fn in_sentence(party: &Party) -> String {
    let plural = ["United ", "Netherlands", "Philippines"].iter().any(|start| party.name.starts_with(start));
    if plural { format!("the {}", party.name) } else { party.name.clone() }
}

/// Banks one by one would make the answer many times longer.
fn strip_banks(cube: &mut PayoffTensor) {
    for cell in &mut cube.cells {
        if let CellOutcome::Solved(payoffs) = &mut cell.outcome
            && let Some(clearing) = &mut payoffs.clearing
        {
            clearing.banks.clear();
        }
    }
}

fn evidence(file: &StrategyFile) -> Evidence {
    let mut evidence = Evidence::of_table(file.design.scenario.table(), Grade::D);
    for caveat in [
        "No figure here is a forecast or a probability that something will happen. A share of draws says how much of \
         the file's own ranges fulfils a condition; other ranges give another share.",
        "What governments want and fear is observed nowhere. Weights, costs, outside options and ranges are assumed in \
         the file, each with its remark.",
        "The payoffs are long-run real incomes under measures that are upper bounds: a complete embargo and a complete \
         end of the pair's trade. The banks are made up.",
    ] {
        evidence = evidence.with_caveat(caveat);
    }
    evidence
}

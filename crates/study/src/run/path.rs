//! A scenario at several dates after the shock (model.md, Time): elasticities grow, contracts are renewed, and
//! whatever else time changes in a measure is as it is by then. Each date is a world of its own; nothing is
//! carried over from one to the next.

use unequal_equilibrium::{Baseline, SolveOptions, solve};
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::settle;
use unequal_world::Party;

use super::answer::PathStep;
use super::{elasticities, figures};
use crate::Result;
use crate::error::During;
use crate::flows;

/// The dates of the file, one after the other.
pub fn steps(scenario: &Scenario, parties: &[Party], pair: Option<&(Party, Party)>) -> Result<Vec<PathStep>> {
    scenario.dates().into_iter().map(|months| step(scenario, months, parties, pair)).collect()
}

fn step(scenario: &Scenario, months: f64, parties: &[Party], pair: Option<&(Party, Party)>) -> Result<PathStep> {
    let task = |what: &str| {
        format!("scenario {} ({}): {what} {months} months after the shock", scenario.title(), scenario.file())
    };
    let later = scenario.at_months(months).during(|| task("the measures"))?;
    let set = elasticities(&later)?;
    let baseline = Baseline::from_table(later.table(), &set.by_sector).during(|| task("calibrating the baseline"))?;
    let options = SolveOptions { deficits: later.deficit_rule(), ..SolveOptions::default() };
    let before = solve(&baseline, &baseline.no_wedges(), &options).during(|| task("the world without the measures"))?;
    let all: Vec<usize> = (0..later.measures().len()).collect();
    let together = settle(&later, &before, &all, &options).during(|| task("all measures together"))?;
    let measures = figures::measures(&later, &before, &together).during(|| task("figures about the measures"))?;
    let sells = |(first, second): &(Party, Party)| {
        let trade = |buyer: &Party, seller: &Party| flows::trade(&together.world, &buyer.members, &seller.members);
        [trade(second, first), trade(first, second)]
    };
    Ok(PathStep {
        months,
        elasticity: set.label,
        real_income: figures::changes(&before, &together.world, parties),
        pair_sells: pair.map(sells),
        findings: measures.into_iter().map(|measure| measure.findings).collect(),
    })
}

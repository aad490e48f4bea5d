//! A scenario at several dates after the shock (model.md, Time): elasticities grow, contracts are renewed, and
//! whatever else time changes in a measure is as it is by then. Each date is a world of its own; nothing is
//! carried over from one to the next.

use unequal_policy::scenario::Scenario;
use unequal_policy::settle::settle_while;
use unequal_world::Party;

use super::answer::PathStep;
use super::figures;
use crate::error::During;
use crate::observer::Steps;
use crate::session::Closing;
use crate::{Result, Session, elasticity, flows};

/// The dates of the file, one after the other.
pub fn steps(
    session: &Session,
    steps: &Steps<'_>,
    scenario: &Scenario,
    parties: &[Party],
    pair: Option<&(Party, Party)>,
) -> Result<Vec<PathStep>> {
    let date = |months| steps.step(|| step(session, steps, scenario, months, (parties, pair)));
    scenario.dates().into_iter().map(date).collect()
}

fn step(
    session: &Session,
    steps: &Steps<'_>,
    scenario: &Scenario,
    months: f64,
    (parties, pair): (&[Party], Option<&(Party, Party)>),
) -> Result<PathStep> {
    let task = |what: &str| {
        format!("scenario {} ({}): {what} {months} months after the shock", scenario.title(), scenario.file())
    };
    let later = scenario.at_months(months).during(|| task("the measures"))?;
    let set = elasticity::at_horizon(&later)?;
    let before = session.undisturbed(later.table(), set, Closing::of(later.deficits()), task)?;
    let all: Vec<usize> = (0..later.instruments().len()).collect();
    let together = settle_while(&later, &before.world, &all, &before.options, &|| steps.go_on())
        .during(|| task("all measures together"))?;
    let measures = figures::measures(&later, &before.world, &together).during(|| task("figures about the measures"))?;
    let sells = |(first, second): &(Party, Party)| {
        let trade = |buyer: &Party, seller: &Party| flows::trade(&together.world, &buyer.members, &seller.members);
        [trade(second, first), trade(first, second)]
    };
    Ok(PathStep {
        months,
        elasticity: before.set.which,
        real_income: figures::changes(&before.world, &together.world, parties),
        ranges: Vec::new(),
        pair_sells: pair.map(sells),
        findings: measures.into_iter().map(|measure| measure.findings).collect(),
    })
}

//! Leverage of the pair before and after the measures.

use unequal_equilibrium::{Counterfactual, Result as EngineResult, Wedges};
use unequal_leverage::{ExitCost, WorldState};
use unequal_policy::scenario::Scenario;
use unequal_world::Party;

use super::answer::{PairOutcome, PairState};
use crate::error::During;
use crate::flows::{share_of_imports, trade};
use crate::losses::{Losses, RatioParts};
use crate::session::Closing;
use crate::{Result, Session, elasticity};

/// Exit costs of a pair before and after.
pub struct States<'a> {
    first: &'a Party,
    second: &'a Party,
    before: Known,
    after: Known,
}

/// What is known of the pair in one state of the world.
struct Known {
    cost: ExitCost,
    /// Incomes of both sides with balanced trade, USD million.
    incomes: [f64; 2],
}

impl Known {
    fn of(state: &WorldState<'_>, first: &Party, second: &Party) -> EngineResult<Self> {
        let income = state.equilibrium().income();
        let of_party = |party: &Party| party.members.iter().map(|region| income[*region]).sum();
        Ok(Self { cost: state.exit_cost(first, second)?, incomes: [of_party(first), of_party(second)] })
    }
}

/// Solves the pair apart in the world without and under the measures' wedges, with balanced trade.
/// Frictions stay what they have come to while the pair trades.
pub fn states<'a>(
    session: &Session,
    scenario: &Scenario,
    wedges: &Wedges,
    (first, second): &'a (Party, Party),
    task: impl Fn(&str) -> String + Sync,
) -> Result<States<'a>> {
    let what = |when: &str| task(&format!("the exit cost of {} and {} {when} the measures", first.code, second.code));
    let set = elasticity::at_horizon(scenario)?;
    let before = session.undisturbed(scenario.table(), set, Closing::balanced(), |_| what("without"))?;
    let under = || Known::of(&WorldState::new(&before.baseline, wedges.clone())?, first, second);
    let without = || Known::of(&WorldState::undisturbed(before.world.clone()), first, second);
    let (without, under) = rayon::join(without, under);
    let before = without.during(|| what("without"))?;
    Ok(States { first, second, before, after: under.during(|| what("under"))? })
}

/// The pair's figures.
pub fn outcome(
    scenario: &Scenario,
    before: &Counterfactual<'_>,
    after: &Counterfactual<'_>,
    states: States<'_>,
) -> PairOutcome {
    let (first, second) = (states.first, states.second);
    PairOutcome {
        first: first.code.clone(),
        first_name: first.name.clone(),
        second: second.code.clone(),
        second_name: second.name.clone(),
        given: scenario.document().pair.is_some(),
        recorded: [
            scenario.table().trade(&second.members, &first.members, None),
            scenario.table().trade(&first.members, &second.members, None),
        ],
        before: state(before, first, second, &states.before),
        after: state(after, first, second, &states.after),
    }
}

fn state(world: &Counterfactual<'_>, first: &Party, second: &Party, known: &Known) -> PairState {
    let cost = &known.cost;
    let first_sells = trade(world, &second.members, &first.members);
    let second_sells = trade(world, &first.members, &second.members);
    // Parties that no longer trade have nothing to lose; what is left is the solver's tolerance.
    let nothing = first_sells + second_sells == 0.0;
    let loss = |share: f64| if nothing { 0.0 } else { share };
    PairState {
        first_sells,
        second_sells,
        second_in_first_imports: share_of_imports(world, first, second),
        first_in_second_imports: share_of_imports(world, second, first),
        first_exit_cost: loss(cost.first_share()),
        second_exit_cost: loss(cost.second_share()),
        ratio: Losses::from(cost).comparable().filter(|_| !nothing),
        ratio_parts: RatioParts::of(&Losses::from(cost), known.incomes).filter(|_| !nothing),
    }
}

//! What all measures of a scenario do together: solved under many elasticities, by ranges and by ensembles.

use std::sync::Arc;

use unequal_equilibrium::{Baseline, solve_shared};
use unequal_leverage::WorldState;
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::settle_while;
use unequal_world::Party;
use unequal_world::elasticity::ElasticitySet;

use super::within_reach;
use crate::error::During;
use crate::observer::Steps;
use crate::session::{Closing, Undisturbed};
use crate::{Result, Session};

/// What a world with all measures gives, as logarithms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Effects {
    /// Changes of real income of the parties, in their order.
    pub parties: Vec<f64>,
    /// Exit costs of the first and second side of the pair without the measures, then with them.
    pub pair: Option<[f64; 4]>,
}

/// The worlds without measures from which effects are counted.
pub(crate) struct Before {
    /// Under the scenario's rule for deficits.
    world: Undisturbed,
    /// With balanced trade, for exit costs.
    balanced: Option<Undisturbed>,
}

/// Says in an error which scenario was solved under which elasticities.
pub(crate) fn naming(scenario: &Scenario, set: &ElasticitySet) -> impl Fn(&str) -> String + Sync + use<> {
    let (title, file, which) = (scenario.title().to_owned(), scenario.file().to_owned(), set.which.clone());
    move |what| format!("scenario {title} ({file}) at elasticity {which}: {what}")
}

impl Before {
    /// Worlds that the session keeps for others.
    pub fn kept(
        session: &Session,
        scenario: &Scenario,
        set: ElasticitySet,
        with_pair: bool,
        task: impl Fn(&str) -> String,
    ) -> Result<Self> {
        let world = |closing| session.undisturbed(scenario.table(), set.clone(), closing, &task);
        let balanced = with_pair.then(|| world(Closing::balanced())).transpose()?;
        Ok(Self { balanced, world: world(Closing::of(scenario.deficits()))? })
    }

    /// Worlds of elasticities that nobody else will ask about.
    pub fn solved(
        scenario: &Scenario,
        set: &ElasticitySet,
        with_pair: bool,
        task: impl Fn(&str) -> String,
    ) -> Result<Self> {
        let baseline = Baseline::from_table(scenario.table(), &set.by_sector).map(Arc::new);
        let baseline = baseline.during(|| task("calibrating the baseline"))?;
        let world = |closing: Closing| {
            let options = closing.options();
            let world = solve_shared(&baseline, &baseline.no_wedges(), &options);
            let world = world.during(|| task("the world without measures"))?;
            Ok::<_, crate::StudyError>(Undisturbed {
                set: set.clone(),
                baseline: Arc::clone(&baseline),
                world,
                options,
            })
        };
        let balanced = with_pair.then(|| world(Closing::balanced())).transpose()?;
        Ok(Self { balanced, world: world(Closing::of(scenario.deficits()))? })
    }
}

impl Effects {
    /// All measures together.
    pub fn of(
        scenario: &Scenario,
        before: &Before,
        parties: &[Party],
        pair: Option<&(Party, Party)>,
        steps: &Steps<'_>,
        task: impl Fn(&str) -> String,
    ) -> Result<Self> {
        let all: Vec<usize> = (0..scenario.instruments().len()).collect();
        let Undisturbed { world, options, .. } = &before.world;
        let together = || task("all measures together");
        let settled = settle_while(scenario, world, &all, options, &|| steps.go_on()).during(together)?;
        within_reach(world, &settled.world, together)?;
        let changes = parties.iter().map(|party| settled.world.ln_real_income_since(world, &party.members));
        let costs = match (pair, &before.balanced) {
            (Some((first, second)), Some(balanced)) => {
                let during = || task("the exit cost of the pair");
                let without =
                    WorldState::undisturbed(balanced.world.clone()).exit_cost(first, second).during(during)?;
                let under = WorldState::new(&balanced.baseline, settled.composed.wedges.clone())
                    .and_then(|state| state.exit_cost(first, second))
                    .during(during)?;
                Some([without.first, without.second, under.first, under.second])
            }
            _ => None,
        };
        Ok(Self { parties: changes.collect(), pair: costs })
    }
}

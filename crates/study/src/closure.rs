//! Exit costs under other closures of the same economy: what is held fixed while the world adjusts.

use ndarray::{Array1, Array2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_equilibrium::variants::fuel::{self, Fuels};
use unequal_equilibrium::variants::rationing::{self, RationingOptions};
use unequal_equilibrium::variants::{Outcome, specific_factors};
use unequal_equilibrium::{Baseline, Wedges, solve_from};
use unequal_leverage::WorldState;
use unequal_policy::scenario::Deficits;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, Party};

use crate::error::During;
use crate::evidence::Grade;
use crate::losses::Losses;
use crate::session::Closing;
use crate::{Result, Session, StudyError};

/// What is held fixed while the world adjusts to the end of a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Closure {
    /// Nothing but the endowments: trade balances, and workers and capital move between sectors. The headline's.
    #[default]
    LongRun,
    /// Trade deficits keep their recorded value.
    RecordedDeficits,
    /// Value added cannot leave its sector (Jones 1971; Kovak 2013).
    SpecificFactors,
    /// Coal, oil and gas come from a resource in fixed supply, and industries need fuels in fixed proportion.
    FixedFuels,
    /// The first weeks: prices do not move, and shortages of inputs ration production. A loss of value added at old prices.
    Rationing,
}

/// Share of the value added of coal, oil and gas that their resource earns. Assumed: no statistic has it by country.
const RESOURCE_SHARE: f64 = 0.5;
/// Codes of the extraction of coal, oil and gas, and of their refining, by classification. WIOD has mining as a whole.
const FUELS: [(&str, &[&str], &str); 3] =
    [("icio50", &["B05", "B06"], "C19"), ("icio28", &["B05", "B06"], "C19"), ("wiod35", &["C"], "23")];

impl Closure {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::LongRun, Self::RecordedDeficits, Self::SpecificFactors, Self::FixedFuels, Self::Rationing];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::LongRun => "long-run",
            Self::RecordedDeficits => "recorded-deficits",
            Self::SpecificFactors => "specific-factors",
            Self::FixedFuels => "fixed-fuels",
            Self::Rationing => "rationing",
        }
    }

    /// Its name in a table.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::LongRun => "long run: factors move, trade balances",
            Self::RecordedDeficits => "recorded deficits kept",
            Self::SpecificFactors => "factors fixed in their sectors",
            Self::FixedFuels => "fuels hard to replace",
            Self::Rationing => "first weeks: shortages at old prices",
        }
    }

    /// How sure an answer under it can be at best: the last two rest on parameters that are assumed.
    #[must_use]
    pub fn grade(self) -> Grade {
        match self {
            Self::LongRun => Grade::B,
            Self::RecordedDeficits | Self::SpecificFactors => Grade::C,
            Self::FixedFuels | Self::Rationing => Grade::D,
        }
    }

    /// What is lost under it.
    #[must_use]
    pub fn lost(self) -> &'static str {
        match self {
            Self::Rationing => "value added",
            _ => "real income",
        }
    }

    /// What it assumes, in sentences.
    #[must_use]
    pub fn caveat(self) -> &'static str {
        match self {
            Self::LongRun => "Long-run losses with balanced trade; the trade elasticity decides the level.",
            Self::RecordedDeficits => {
                "With recorded deficits kept, whoever lends to a country with a deficit goes on lending as much."
            }
            Self::SpecificFactors => {
                "With factors fixed, no worker and no machine leaves its sector, which raises losses by \
                                      assumption."
            }
            Self::FixedFuels => {
                "With fuels hard to replace, half of the value added of coal, oil and gas goes to a resource in \
                                 fixed supply (assumed), and every other industry needs fuels in fixed proportion to its output."
            }
            Self::Rationing => {
                "Of the first weeks, a loss of value added is given, at the prices of before: a tenth of the trade \
                                that ends goes on all the same, for three tenths of the rest no other partner is found, and half \
                                of a shortage of an input above a fiftieth of output is passed on (all assumed)."
            }
        }
    }
}

/// What the end of the partnership costs each side under a closure.
pub(crate) fn losses(
    session: &Session,
    table: &EconomyTable,
    set: &ElasticitySet,
    closure: Closure,
    [first, second]: [&Party; 2],
) -> Result<Losses> {
    let task = || format!("{} and {} apart in {}, {}", first.code, second.code, table.name(), closure.words());
    let baseline = session.baseline(table, &set.by_sector).during(task)?;
    let apart = || {
        let mut wedges = baseline.no_wedges();
        forbid(&mut wedges, first, second);
        wedges
    };
    match closure {
        Closure::LongRun => {
            let own = session.undisturbed(table, set.clone(), Closing::balanced(), |_| task())?;
            let cost = WorldState::undisturbed(own.world).exit_cost(first, second).during(task)?;
            Ok(Losses::from(&cost))
        }
        Closure::RecordedDeficits => {
            let own = session.undisturbed(table, set.clone(), Closing::of(Deficits::Fixed), |_| task())?;
            let after = solve_from(&own.world, &apart(), &own.options).during(task)?;
            let loss = |party: &Party| -after.ln_real_income_since(&own.world, &party.members);
            let end = after.convergence();
            Ok(Losses::of_logs([loss(first), loss(second)], end.evaluations, end.residual))
        }
        Closure::SpecificFactors => {
            let (nothing, apart, options) = (baseline.no_wedges(), apart(), WorldState::options());
            let solve = |wedges| specific_factors::solve(&baseline, 0.0, wedges, &options).during(task);
            let (before, after) = rayon::join(|| solve(&nothing), || solve(&apart));
            Ok(of_variant(&before?, &after?, [first, second]))
        }
        Closure::FixedFuels => {
            let fuels = fuels(table, &baseline)?;
            let (nothing, apart, options) = (baseline.no_wedges(), apart(), WorldState::options());
            let solve = |wedges| fuel::solve(&baseline, &fuels, wedges, &options).during(task);
            let (before, after) = rayon::join(|| solve(&nothing), || solve(&apart));
            Ok(of_variant(&before?, &after?, [first, second]))
        }
        Closure::Rationing => rationed(table, [first, second]).during(task),
    }
}

/// Forbids all trade between two parties.
fn forbid(wedges: &mut Wedges, first: &Party, second: &Party) {
    for sector in 0..wedges.size().1 {
        for &one in &first.members {
            for &other in &second.members {
                wedges.forbid(sector, one, other);
                wedges.forbid(sector, other, one);
            }
        }
    }
}

/// Losses in a variant of the model: real income from its equilibrium without wedges to that with them, of a group the
/// members' equivalent variations over their income, as in [`unequal_equilibrium::Counterfactual::ln_real_income_since`].
fn of_variant(before: &Outcome<'_>, after: &Outcome<'_>, parties: [&Party; 2]) -> Losses {
    let change = after.ln_real_income() - before.ln_real_income();
    let income = before.income();
    let loss = |party: &Party| {
        if let [region] = party.members.as_slice() {
            return -change[*region];
        }
        let sum = |values: &Array1<f64>| party.members.iter().map(|region| values[*region]).sum::<f64>();
        -(sum(&(&income * &change.mapv(f64::exp_m1))) / sum(&income)).ln_1p()
    };
    let end = after.convergence();
    Losses::of_logs(parties.map(loss), end.evaluations, end.residual)
}

/// Fuels of a table: extraction takes a resource, refining is a fuel without one, and everybody else needs both in fixed
/// proportion to output.
fn fuels(table: &EconomyTable, baseline: &Baseline) -> Result<Fuels> {
    let classification = table.provenance().classification.as_str();
    let codes = FUELS.iter().find(|(name, ..)| *name == classification);
    let (_, extraction, refining) = codes.ok_or_else(|| StudyError::Value {
        what: "the closure",
        value: Closure::FixedFuels.id().to_owned(),
        expected: "a table in a classification of the OECD or of WIOD, of which it is known which sectors are fuels"
            .to_owned(),
    })?;
    let extraction = extraction.iter().map(|code| table.sector(code)).collect::<Result<Vec<_>, _>>()?;
    let task = || format!("fuels of {}", table.name());
    let mut fuels = Fuels::with_resource(baseline, &extraction, RESOURCE_SHARE).during(task)?;
    fuels.sectors.push(table.sector(refining)?);
    fuels.fixed_users = (0..table.sectors().len()).filter(|sector| !fuels.sectors.contains(sector)).collect();
    Ok(fuels)
}

/// Losses of value added in the first weeks, at the prices of before.
fn rationed(table: &EconomyTable, parties: [&Party; 2]) -> unequal_equilibrium::Result<Losses> {
    let [first, second] = parties;
    let between = |one: &Party, other: &Party| -> Vec<(usize, usize, usize)> {
        let sectors = 0..table.sectors().len();
        let flows = sectors.flat_map(|sector| one.members.iter().map(move |importer| (sector, *importer)));
        flows.flat_map(|(sector, one)| other.members.iter().map(move |other| (sector, one, *other))).collect()
    };
    let forbidden = [between(first, second), between(second, first)].concat();
    let found = rationing::ration(table, &forbidden, &RationingOptions::default())?;
    let loss = |party: &Party| {
        let sum = |values: &Array2<f64>| party.members.iter().map(|region| values.row(*region).sum()).sum::<f64>();
        -(sum(&found.value_added) / sum(&found.value_added_before)).ln()
    };
    Ok(Losses::of_logs(parties.map(loss), found.rounds, found.residual))
}

#[cfg(test)]
mod tests {
    use super::*;
    use unequal_equilibrium::variants::rationing::Criticality;

    /// The sentences have these numbers in words.
    #[test]
    fn caveats_say_what_is_assumed() {
        assert_eq!(RESOURCE_SHARE, 0.5);
        let RationingOptions { friction, leakage, criticality, spare_capacity, .. } = RationingOptions::default();
        assert_eq!((friction, leakage, spare_capacity), (0.3, 0.1, 0.0));
        assert_eq!(criticality, Criticality::Threshold { least_share: 1.0 / 50.0, criticality: 0.5 });
    }
}

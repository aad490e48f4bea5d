//! How sure the effects of a scenario are: what one more study of trade elasticities, another table and other values of
//! the uncertain parameters would give, with a chance of 90 %.
//!
//! The scenario is solved under the elasticities of every published study; the effect under one more study is predicted
//! from these ([`unequal_ensemble::studies`]): in logarithms where all studies and the headline have one sign, else in
//! levels. The error of the table is that of a loss of the same size ([`unequal_ensemble::priors`]), taken over from exit
//! costs: it changes the size of an effect, not its sign. Each uncertain parameter is set to its low and to its high value,
//! one at a time, and what that changes is added, in proportion between and beyond them (a normal distribution in two
//! halves). So parameters that work together are not told apart from their sum.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use unequal_ensemble::draw::Random;
use unequal_ensemble::studies::{FEWEST, Studies};
use unequal_policy::scenario::{Priors, Scenario, UncertainParameter};
use unequal_world::elasticity::{ElasticitySet, published_sets};
use unequal_world::{Party, embedded};

use super::RunAnswer;
use super::effects::{Before, Effects, naming};
use crate::elasticity::{self, Elasticity};
use crate::error::During;
use crate::losses::{Losses, share_lost};
use crate::observer::Steps;
use crate::parties::regions;
use crate::uncertainty::{DRAWS, Interval, NORMAL_95, SEED, Standard, error_under, studies_under, swaps_draws};
use crate::{Result, Session, StudyError};

/// Most dates after the shock at which effects have ranges: each of them takes as many worlds as the rest of the answer.
const MOST_DATES: usize = 12;
/// An effect smaller than this share of real income has no range: it prints as zero.
pub(crate) const VISIBLE: f64 = Losses::VISIBLE / 10.0;

/// Ranges of a scenario's effects. Each holds nine of ten draws. They say nothing of what the model itself leaves out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunRanges {
    /// Of the parties with all measures, in their order; `None` where the effect is too small to be seen.
    pub parties: Vec<Option<EffectRange>>,
    /// Of every region of the table with all measures, in its order: change of real income, share.
    #[serde(default)]
    pub regions: Vec<Option<Interval>>,
    /// Of the pair's exit costs.
    pub pair: Option<PairEffectRanges>,
    /// The uncertain parameters of the file.
    pub parameters: Vec<UncertainParameter>,
    /// What the file says of priors.
    #[serde(default, skip_serializing_if = "Priors::are_the_programs")]
    pub priors: Priors,
    /// Number of studies of trade elasticities under which the scenario has an outcome; none where the file or the question
    /// gives elasticities of its own.
    pub studies: usize,
    /// Why there is none under the others: missing values, left out of the draws.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<String>,
    /// Number of draws.
    pub draws: usize,
}

/// Range of one effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffectRange {
    /// Change of real income, share.
    pub interval: Interval,
    /// Share of draws in which the party loses.
    pub loses: f64,
    /// What decides the range, most first; the shares add up to one.
    pub drivers: Vec<EffectDriver>,
}

/// Ranges of a pair's exit costs without the measures and with them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairEffectRanges {
    /// Loss of the first side's real income without the measures.
    pub first_before: Interval,
    /// Of the second side's.
    pub second_before: Interval,
    /// Loss of the first side's real income with them.
    pub first_after: Interval,
    /// Of the second side's.
    pub second_after: Interval,
    /// First over second without the measures.
    pub ratio_before: Interval,
    /// With them.
    pub ratio_after: Interval,
    /// Share of draws in which the measures raise the ratio of the first side's loss to the second's.
    pub ratio_rises: f64,
}

/// What decides a range, and its share of the variance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EffectDriver {
    /// What is uncertain.
    pub what: EffectSource,
    /// Share of the variance.
    pub share: f64,
}

/// What is uncertain about an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EffectSource {
    /// Trade elasticities of all sectors.
    Elasticities,
    /// The table.
    Table,
    /// An uncertain parameter of the file, by its place among them.
    Parameter(usize),
}

impl RunRanges {
    /// How many worlds are solved for them.
    pub(super) fn worlds(scenario: &Scenario) -> usize {
        let studies = if is_given(scenario) { 0 } else { published_sets().len() };
        (1 + dates(scenario).len()) * (1 + studies + 2 * scenario.uncertain().len())
    }
}

impl RunAnswer {
    /// Adds ranges, or the reason why there are none. The parties are those of the answer.
    pub(super) fn add_ranges(
        &mut self,
        session: &Session,
        steps: &Steps<'_>,
        scenario: &Scenario,
        mut parties: Vec<Party>,
        pair: Option<&(Party, Party)>,
    ) -> Result<()> {
        super::with_world(&mut parties, scenario);
        match ranges(session, steps, (scenario, None), &parties, pair)? {
            Ok(ranges) => self.ranges = Some(ranges),
            Err(reason) => self.no_ranges = Some(reason),
        }
        for (step, months) in self.path.iter_mut().zip(dates(scenario)) {
            // A date without ranges is seen to have none.
            if let Ok(ranges) = ranges(session, steps, (scenario, Some(months)), &parties, None)? {
                step.ranges = ranges.parties.into_iter().map(|range| range.map(|range| range.interval)).collect();
            }
        }
        Ok(())
    }
}

/// Whether the file or the question gives elasticities of its own, which are not one study among others; a file that has
/// priors of elasticities asks for studies.
fn is_given(scenario: &Scenario) -> bool {
    scenario.trade_elasticity() != Elasticity::DEFAULT && !scenario.priors().has_elasticities()
}

/// Dates at which effects have ranges, months after the shock: those of the file, or none where it has too many.
fn dates(scenario: &Scenario) -> Vec<f64> {
    Some(scenario.dates()).filter(|dates| dates.len() <= MOST_DATES).unwrap_or_default()
}

/// A scenario as it is some months after the shock, or as it stands.
fn at(scenario: Scenario, months: Option<f64>) -> Result<Scenario> {
    let Some(months) = months else { return Ok(scenario) };
    let during =
        format!("scenario {} ({}): the measures {months} months after the shock", scenario.title(), scenario.file());
    scenario.at_months(months).during(|| during)
}

/// One outcome in all worlds that were solved.
struct Outcome<'a> {
    headline: f64,
    studies: &'a [f64],
    /// With the low and the high value of each parameter.
    parameters: &'a [[f64; 2]],
    errors: &'a TableErrors,
}

/// What the error of the table depends on beside the size of an effect.
struct TableErrors {
    priors: Priors,
    carried_on: bool,
    /// Whether the draws of the first side of the pair are those of the second one ([`swaps_draws`]).
    swapped: bool,
}

/// Ranges of a scenario, some months after the shock or as it stands; `Ok(Err(reason))` where they cannot be given.
fn ranges(
    session: &Session,
    steps: &Steps<'_>,
    (scenario, months): (&Scenario, Option<f64>),
    parties: &[Party],
    pair: Option<&(Party, Party)>,
) -> Result<std::result::Result<RunRanges, String>> {
    let priors = scenario.priors();
    let given = is_given(scenario);
    let sets = if given { Vec::new() } else { studies_under(scenario.table(), &priors) };
    if !given && sets.len() < published_sets().len() {
        return Ok(Err("no published trade elasticities are matched to the sectors of this table".to_owned()));
    }
    let studies = sets.len();
    let parameters = scenario.uncertain();
    let worlds = worlds(scenario, months, sets, parameters)?;
    let everybody: Vec<Party> = parties.iter().cloned().chain(regions(scenario.table())).collect();
    let solve = |(scenario, set): (Scenario, ElasticitySet)| {
        steps.step(|| {
            let task = naming(&scenario, &set);
            let before = Before::kept(session, &scenario, set, pair.is_some(), &task)?;
            Effects::of(&scenario, &before, &everybody, pair, steps, &task)
        })
    };
    let solved: Vec<Result<Effects>> = worlds.into_par_iter().map(solve).collect();
    let (mut effects, mut failed) = (Vec::with_capacity(solved.len()), Vec::new());
    for (place, one) in solved.into_iter().enumerate() {
        match one {
            Ok(one) => effects.push(one),
            Err(StudyError::Cancelled) => return Err(StudyError::Cancelled),
            // A missing value is told, never left out in silence.
            Err(error) if (1..=studies).contains(&place) => failed.push(error.to_string()),
            Err(error) => return Ok(Err(error.to_string())),
        }
    }
    let known = studies - failed.len();
    if !given && known < FEWEST {
        return Ok(Err(format!(
            "the scenario has an outcome under {known} published studies only; {}",
            failed.join("; ")
        )));
    }
    let carried_on = embedded::is_carried_on(scenario.table().year());
    let errors = TableErrors { priors, carried_on, swapped: pair.is_some_and(swaps_draws) };
    Ok(Ok(RunRanges { failed, ..collected(&effects, parties.len(), known, parameters, errors) }))
}

/// The worlds to solve: the headline's, then one a study, then one with the low and one with the high value of each uncertain
/// parameter.
fn worlds(
    scenario: &Scenario,
    months: Option<f64>,
    studies: Vec<ElasticitySet>,
    parameters: &[UncertainParameter],
) -> Result<Vec<(Scenario, ElasticitySet)>> {
    let then = at(scenario.clone(), months)?;
    let own = elasticity::at_horizon(&then)?;
    let mut worlds = vec![(then.clone(), own.clone())];
    for set in studies {
        let set = match then.horizon() {
            Some(years) => elasticity::after(set, years)?,
            None => set,
        };
        worlds.push((then.clone(), set));
    }
    let given: Vec<f64> = parameters.iter().map(|parameter| parameter.given).collect();
    for (place, parameter) in parameters.iter().enumerate() {
        for value in [parameter.low, parameter.high] {
            let mut values = given.clone();
            values[place] = value;
            worlds.push((at(scenario.with_values(&values)?, months)?, own.clone()));
        }
    }
    Ok(worlds)
}

/// Ranges from what the worlds give: the headline's, then the studies', then two a parameter. Each has the effects on so many
/// parties, then those on every region.
fn collected(
    effects: &[Effects],
    parties: usize,
    studies: usize,
    parameters: &[UncertainParameter],
    errors: TableErrors,
) -> RunRanges {
    let draws = Draws::new(studies, parameters.len());
    let outcome = |of: &dyn Fn(&Effects) -> f64| -> (f64, Vec<f64>, Vec<[f64; 2]>) {
        let values: Vec<f64> = effects.iter().map(of).collect();
        let (known, varied) = values.split_at((1 + studies).min(values.len()));
        let varied = varied.chunks_exact(2).map(|ends| [ends[0], ends[1]]).collect();
        (known[0], known[1..].to_vec(), varied)
    };
    let party = |place: usize| {
        let (headline, studies, parameters) = outcome(&|one| one.parties[place]);
        let known = Outcome { headline, studies: &studies, parameters: &parameters, errors: &errors };
        (headline.abs() >= VISIBLE).then(|| known.range(&draws)).flatten()
    };
    let region = |place: usize| {
        let (headline, studies, parameters) = outcome(&|one| one.parties[place]);
        let known = Outcome { headline, studies: &studies, parameters: &parameters, errors: &errors };
        let visible = headline.abs() >= VISIBLE;
        visible.then(|| known.changes(&draws)).flatten().map(|changes| Interval::of(&changes))
    };
    let known = effects.first().map_or(0, |one| one.parties.len());
    let of_pair = || {
        let side = |place: usize| {
            let (headline, studies, parameters) = outcome(&|one| one.pair.map_or(f64::NAN, |costs| costs[place]));
            // The errors of both sides' losses by the table belong together, those of the same side are the same error.
            let own = (place + usize::from(errors.swapped)) % 2;
            Outcome { headline, studies: &studies, parameters: &parameters, errors: &errors }.logs(&draws, own)
        };
        pair_ranges([side(0)?, side(1)?, side(2)?, side(3)?])
    };
    RunRanges {
        parties: (0..parties).map(party).collect(),
        regions: (parties..known).into_par_iter().map(region).collect(),
        pair: of_pair(),
        parameters: parameters.to_vec(),
        priors: errors.priors,
        studies,
        failed: Vec::new(),
        draws: DRAWS,
    }
}

pub(crate) fn pair_ranges(
    [first_before, second_before, first_after, second_after]: [Vec<f64>; 4],
) -> Option<PairEffectRanges> {
    let shares = |logs: &[f64]| logs.iter().map(|ln| share_lost(ln.exp())).collect::<Vec<f64>>();
    let [one, other, one_after, other_after] =
        [&first_before, &second_before, &first_after, &second_after].map(|logs| shares(logs));
    let ratio =
        |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(one, other)| one / other).collect::<Vec<f64>>();
    let (before, after) = (ratio(&one, &other), ratio(&one_after, &other_after));
    let rises = before.iter().zip(&after).filter(|(before, after)| after > before).count();
    Some(PairEffectRanges {
        first_before: Interval::of(&one),
        second_before: Interval::of(&other),
        first_after: Interval::of(&one_after),
        second_after: Interval::of(&other_after),
        ratio_before: Interval::of(&before),
        ratio_after: Interval::of(&after),
        ratio_rises: rises as f64 / before.len() as f64,
    })
}

/// Chance of all draws: that of ranges of exit costs, and a standard normal number for each parameter.
struct Draws {
    standard: Vec<Standard>,
    parameters: Vec<Vec<f64>>,
}

impl Draws {
    fn new(studies: usize, parameters: usize) -> Self {
        let standard = (0..DRAWS).into_par_iter().map(|number| Standard::of(number, studies)).collect();
        let normals = |number| {
            let mut random = Random::of(SEED + 1, number);
            (0..parameters).map(|_| random.normal()).collect()
        };
        Self { standard, parameters: (0..DRAWS).into_par_iter().map(normals).collect() }
    }
}

impl Outcome<'_> {
    /// Whether every world has an effect of the headline's sign, so that logarithms can be taken.
    fn one_sign(&self) -> bool {
        let all = self.studies.iter().chain(self.parameters.iter().flatten());
        self.headline != 0.0 && all.into_iter().all(|value| value * self.headline > 0.0)
    }

    /// What the studies give; the headline itself where the elasticities are given.
    fn population(&self, of: impl Fn(f64) -> f64) -> Option<Studies> {
        match self.studies {
            [] => Some(Studies::none(vec![of(self.headline)])),
            studies => Studies::of(&studies.iter().map(|value| vec![of(*value)]).collect::<Vec<_>>()),
        }
    }

    /// Standard deviation of the logarithm of an effect by the error of the table.
    fn error_of(&self, size: f64) -> f64 {
        error_under(&self.errors.priors, size, self.errors.carried_on)
    }

    /// What the parameters of a draw add: in proportion to what their low and high values change.
    fn added(&self, normals: &[f64], headline: f64, of: impl Fn(f64) -> f64) -> f64 {
        let one = |(ends, normal): (&[f64; 2], &f64)| {
            let end = if *normal < 0.0 { ends[0] } else { ends[1] };
            (of(end) - headline) * normal.abs() / NORMAL_95
        };
        self.parameters.iter().zip(normals).map(one).sum()
    }

    /// Draws of the logarithm of an effect whose sign is sure; `None` where it is not. `side` is whose error of the table
    /// it bears.
    fn logs(&self, draws: &Draws, side: usize) -> Option<Vec<f64>> {
        if !self.one_sign() {
            return None;
        }
        let ln = |value: f64| value.abs().ln();
        let population = self.population(ln)?;
        let error = self.error_of(population.mean()[0].exp());
        let headline = ln(self.headline);
        let draw = |(standard, normals): (&Standard, &Vec<f64>)| {
            let mut outcome = [0.0];
            population.at_into(&standard.weights, &mut outcome);
            outcome[0] + error * standard.normal[side] + self.added(normals, headline, ln)
        };
        Some(draws.standard.iter().zip(&draws.parameters).map(draw).collect())
    }

    /// Draws of the change of real income whose logarithm this is, shares.
    fn changes(&self, draws: &Draws) -> Option<Vec<f64>> {
        Some(match self.logs(draws, 0) {
            Some(logs) => logs.iter().map(|ln| (self.headline.signum() * ln.exp()).exp_m1()).collect(),
            None => self.levels(draws)?.0.into_iter().map(f64::exp_m1).collect(),
        })
    }

    /// The range of that change, and what decides it.
    fn range(&self, draws: &Draws) -> Option<EffectRange> {
        let changes = self.changes(draws)?;
        let loses = changes.iter().filter(|change| **change < 0.0).count() as f64 / changes.len() as f64;
        Some(EffectRange { interval: Interval::of(&changes), loses, drivers: self.drivers(draws)? })
    }

    /// Draws of a change whose sign is not sure, and the same without the error of the table, which scales the whole effect.
    /// That error is the one of an effect of the headline's size: the studies' mean may be near zero.
    fn levels(&self, draws: &Draws) -> Option<(Vec<f64>, Vec<f64>)> {
        let population = self.population(|value| value)?;
        let error = self.error_of(self.headline);
        let exact = |(standard, normals): (&Standard, &Vec<f64>)| {
            let mut outcome = [0.0];
            population.at_into(&standard.weights, &mut outcome);
            outcome[0] + self.added(normals, self.headline, |value| value)
        };
        let exact: Vec<f64> = draws.standard.iter().zip(&draws.parameters).map(exact).collect();
        let with_error = exact.iter().zip(&draws.standard);
        let with_error = with_error.map(|(effect, standard)| effect * (error * standard.normal[0]).exp());
        Some((with_error.collect(), exact))
    }

    /// What decides the range, by variances of what each adds. Where effects are in levels the error of the table scales the
    /// others: its part is by how much it raises the variance, and the others share the rest.
    fn drivers(&self, draws: &Draws) -> Option<Vec<EffectDriver>> {
        let in_logs = self.one_sign();
        let of = |value: f64| if in_logs { value.abs().ln() } else { value };
        let population = self.population(of)?;
        let of_parameter = |place: usize| {
            let ends = self.parameters[place].map(|end| of(end) - of(self.headline));
            let values = draws.parameters.iter().map(|normals| {
                let end = usize::from(normals[place] >= 0.0);
                ends[end] * normals[place].abs() / NORMAL_95
            });
            variance(&values.collect::<Vec<f64>>())
        };
        let mut parts = vec![(EffectSource::Elasticities, population.variance(0))];
        parts.extend((0..self.parameters.len()).map(|place| (EffectSource::Parameter(place), of_parameter(place))));
        let others: f64 = parts.iter().map(|(_, variance)| variance).sum();
        let of_table = if in_logs {
            self.error_of(population.mean()[0].exp()).powi(2)
        } else {
            let (with_error, exact) = self.levels(draws)?;
            others * (variance(&with_error) / variance(&exact) - 1.0).max(0.0)
        };
        parts.push((EffectSource::Table, of_table));
        let whole = others + of_table;
        let mut drivers: Vec<EffectDriver> = parts
            .into_iter()
            .map(|(what, variance)| EffectDriver { what, share: variance / whole })
            .filter(|driver| driver.share.is_finite())
            .collect();
        drivers.sort_by(|one, other| other.share.total_cmp(&one.share));
        Some(drivers)
    }
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64
}

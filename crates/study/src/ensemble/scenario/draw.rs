//! One draw of a scenario.

use unequal_ensemble::draw::Random;
use unequal_ensemble::plan::Plan;
use unequal_ensemble::studies::Studies;
use unequal_policy::scenario::{Scenario, UncertainParameter};
use unequal_world::Party;
use unequal_world::elasticity::ElasticitySet;
use unequal_world::names::SectorGroup;

use super::super::{Draws, by_sector, means_by_group};
use crate::elasticity::{self, by_sector_after};
use crate::observer::Steps;
use crate::run::effects::{Before, Effects};
use crate::uncertainty::{NORMAL_95, SEED, Standard};
use crate::{Result, StudyError};

/// By how much the numbers of the second sample's draws are above those of the first, so that no draw is in both.
const SECOND_SAMPLE: usize = 1 << 30;

/// What a draw needs.
pub(super) struct Prepared<'a> {
    pub scenario: &'a Scenario,
    /// Whose real income is asked about, the world last.
    pub parties: Vec<Party>,
    /// Logarithms of long-run elasticities by sector.
    pub elasticities: Studies,
    pub groups: Vec<SectorGroup>,
    /// Effects under the file's own elasticities and parameters.
    pub headline: Effects,
    pub plan: Plan,
    /// Whether draws are laid out for total indices.
    pub indices: bool,
}

/// What is drawn.
pub(super) struct Drawn {
    /// Weights of the studies, and the errors of the table on both sides.
    pub standard: Standard,
    /// A standard normal number for each parameter.
    pub normals: Vec<f64>,
}

/// A row of figures, by name.
pub(super) struct Row<'a> {
    figures: &'a [f64],
    parameters: usize,
    parties: usize,
}

impl<'a> Row<'a> {
    /// Standard normal numbers of the error of the table on both sides.
    pub fn errors(&self) -> [f64; 2] {
        [self.at(0), self.at(1)]
    }

    /// Values of the uncertain parameters.
    pub fn parameters(&self) -> &'a [f64] {
        self.figures.get(2..2 + self.parameters).unwrap_or_default()
    }

    /// Mean elasticities by group.
    pub fn elasticities(&self) -> &'a [f64] {
        let start = 2 + self.parameters;
        self.figures.get(start..start + SectorGroup::ALL.len()).unwrap_or_default()
    }

    /// Change of a party's real income, a logarithm, without the error of the table.
    pub fn change(&self, party: usize) -> f64 {
        self.at(self.outcomes() + party)
    }

    /// Logarithms of the pair's exit costs, themselves logarithms: both sides without the measures, then with them.
    pub fn exit_costs(&self) -> [f64; 4] {
        let start = self.outcomes() + self.parties;
        [0, 1, 2, 3].map(|place| self.at(start + place).ln())
    }

    fn outcomes(&self) -> usize {
        2 + self.parameters + SectorGroup::ALL.len()
    }

    fn at(&self, place: usize) -> f64 {
        self.figures.get(place).copied().unwrap_or(f64::NAN)
    }
}

impl Prepared<'_> {
    pub fn parameters(&self) -> &[UncertainParameter] {
        self.scenario.uncertain()
    }

    /// Draws that belong together: one, or those of both samples and of the first with each input from the second. The
    /// error of the table needs no draw of its own, since it does not change the world that is solved.
    pub fn block(&self) -> usize {
        if self.indices { 3 + self.parameters().len() } else { 1 }
    }

    /// The figures of a draw by name.
    pub fn row<'a>(&self, figures: &'a [f64]) -> Row<'a> {
        Row { figures, parameters: self.parameters().len(), parties: self.parties.len() }
    }

    /// What the draw with a number draws.
    pub fn drawn(&self, number: usize) -> Drawn {
        let (row, place) = (number / self.block(), number % self.block());
        let sample = |number: usize| {
            let mut random = Random::of(SEED + 1, number);
            let normals = self.parameters().iter().map(|_| random.normal()).collect();
            Drawn { standard: Standard::of(number, self.elasticities.count()), normals }
        };
        let first = || sample(row);
        let second = || sample(row + SECOND_SAMPLE);
        match place {
            0 => first(),
            1 => second(),
            2 => {
                let own = first();
                Drawn { standard: Standard { normal: own.standard.normal, ..second().standard }, normals: own.normals }
            }
            parameter => {
                let mut own = first();
                let other = second().normals;
                if let (Some(own), Some(other)) = (own.normals.get_mut(parameter - 3), other.get(parameter - 3)) {
                    *own = *other;
                }
                own
            }
        }
    }

    /// Values of the parameters: normal in two halves, 5 % of them below the low value and 5 % above the high one. One
    /// whose range has a sign keeps it, since a duty that is drawn below zero would be a subsidy: it is zero then.
    pub fn values(&self, normals: &[f64]) -> Vec<f64> {
        let value = |(parameter, normal): (&UncertainParameter, &f64)| {
            let end = if *normal < 0.0 { parameter.low } else { parameter.high };
            let drawn = parameter.given + (end - parameter.given) * normal.abs() / NORMAL_95;
            match parameter {
                UncertainParameter { low, .. } if *low >= 0.0 => drawn.max(0.0),
                UncertainParameter { high, .. } if *high <= 0.0 => drawn.min(0.0),
                _ => drawn,
            }
        };
        self.parameters().iter().zip(normals).map(value).collect()
    }

    /// Effects under some long-run elasticities and values of the parameters.
    pub fn effects(&self, long_run: Vec<f64>, values: &[f64], steps: &Steps<'_>) -> Result<Effects> {
        let varied;
        let scenario = if values.is_empty() {
            self.scenario
        } else {
            varied = self.scenario.with_values(values)?;
            &varied
        };
        let by_sector = match scenario.horizon() {
            Some(years) => by_sector_after(&long_run, years)?,
            None => long_run,
        };
        let set = ElasticitySet { by_sector, ..elasticity::at_horizon(scenario)? };
        let task =
            |what: &str| format!("scenario {} ({}) under drawn values: {what}", scenario.title(), scenario.file());
        let before = Before::solved(scenario, &set, scenario.pair().is_some(), task)?;
        Effects::of(scenario, &before, &self.parties, scenario.pair(), steps, task)
    }

    /// Why a draw has no outcome: found by solving it again.
    pub fn reason(&self, number: usize) -> Option<String> {
        let Drawn { standard, normals } = self.drawn(number);
        let long_run = by_sector(&self.elasticities, &standard);
        let nobody = Steps::new(&(), 1, "worlds");
        let failed = self.effects(long_run, &self.values(&normals), &nobody).err();
        failed.map(|error| format!("draw {number}: {error}"))
    }
}

impl Draws for Prepared<'_> {
    fn plan(&self) -> &Plan {
        &self.plan
    }

    fn columns(&self) -> Vec<String> {
        let mut columns =
            vec!["normal_of_first_error_of_table".to_owned(), "normal_of_second_error_of_table".to_owned()];
        let parameter =
            |(place, one): (usize, &UncertainParameter)| format!("parameter_{}_{}", place + 1, one.parameter);
        columns.extend(self.parameters().iter().enumerate().map(parameter));
        columns.extend(super::super::COLUMNS[super::super::GROUPS_FROM..].iter().map(|name| (*name).to_owned()));
        columns.extend(self.parties.iter().map(|party| format!("ln_real_income_{}", party.code)));
        if self.headline.pair.is_some() {
            let costs = ["first_before", "second_before", "first_after", "second_after"];
            columns.extend(costs.map(|cost| format!("exit_cost_{cost}")));
        }
        columns
    }

    fn draw(&self, number: usize, steps: &Steps<'_>) -> Result<Vec<f64>> {
        let Drawn { standard, normals } = self.drawn(number);
        let long_run = by_sector(&self.elasticities, &standard);
        let values = self.values(&normals);
        let mut row = standard.normal.to_vec();
        row.extend(&values);
        row.extend(means_by_group(&self.groups, &long_run));
        match self.effects(long_run, &values, steps) {
            Ok(effects) => {
                row.extend(effects.parties);
                row.extend(effects.pair.into_iter().flatten());
            }
            Err(StudyError::Cancelled) => return Err(StudyError::Cancelled),
            // A draw without an outcome is a missing value.
            Err(_) if !steps.go_on() => return Err(StudyError::Cancelled),
            Err(_) => row.resize(self.columns().len(), f64::NAN),
        }
        Ok(row)
    }
}

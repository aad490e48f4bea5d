//! Which sectors' elasticities and which parameters matter for a scenario's effects: elementary effects.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use unequal_ensemble::quantiles;
use unequal_ensemble::sensitivity::morris::{ElementaryEffects, elementary_effects, trajectory};

use super::draw::Prepared;
use crate::observer::Steps;
use crate::uncertainty::{NORMAL_95, SEED, Standard, within_bounds};
use crate::{Result, StudyError};

/// Draws from which the quantiles of a sector's elasticity are taken.
const DRAWS: usize = 1 << 12;
/// Shares of its distribution below the four levels of an input.
const SHARES: [f64; 4] = [0.05, 0.35, 0.65, 0.95];
/// 65 % point of the standard normal distribution.
const NORMAL_65: f64 = 0.385_320_466_407_568;

/// An input of a screening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ScreenedInput {
    /// The trade elasticity of a sector, by code and name.
    Elasticity(String, String),
    /// An uncertain parameter of the file, by its place among them.
    Parameter(usize),
}

/// Elementary effects of each input on each party's real income: what moving it from its 5 % to its 95 % point changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Screening {
    /// Number of trajectories.
    pub trajectories: usize,
    /// Worlds that were solved.
    pub worlds: usize,
    /// How many of them have no outcome.
    pub failed: usize,
    /// The inputs.
    pub inputs: Vec<ScreenedInput>,
    /// `[party][input]`, the parties in the order of the answer: changes of real income, share.
    pub effects: Vec<Vec<ElementaryEffects>>,
}

/// Points of a trajectory, and the changes of real income of the parties at each.
type Solved = (Vec<Vec<f64>>, Vec<Vec<f64>>);

/// How many worlds a screening solves.
pub(super) fn worlds(trajectories: usize, prepared: &Prepared<'_>) -> usize {
    trajectories * (1 + prepared.groups.len() + prepared.parameters().len())
}

/// Screens all inputs.
pub(super) fn screening(prepared: &Prepared<'_>, trajectories: usize, steps: &Steps<'_>) -> Result<Screening> {
    let sectors = prepared.scenario.table().sectors();
    let inputs: Vec<ScreenedInput> = sectors
        .iter()
        .map(|sector| ScreenedInput::Elasticity(sector.code.to_string(), sector.name.clone()))
        .chain((0..prepared.parameters().len()).map(ScreenedInput::Parameter))
        .collect();
    let levels = Levels::of(prepared);
    let solve = |point: &Vec<f64>| -> Result<Vec<f64>> {
        let (elasticities, values) = levels.at(point, prepared);
        match steps.step(|| prepared.effects(elasticities, &values, steps)) {
            Ok(effects) => Ok(effects.parties.iter().map(|change| change.exp_m1()).collect()),
            Err(_) if !steps.go_on() => Err(StudyError::Cancelled),
            Err(_) => Ok(vec![f64::NAN; prepared.parties.len()]),
        }
    };
    let one = |number: usize| -> Result<Solved> {
        let points = trajectory(SEED + 3, number, inputs.len());
        let outcomes = points.iter().map(solve).collect::<Result<_>>()?;
        Ok((points, outcomes))
    };
    let solved: Vec<Solved> = (0..trajectories).into_par_iter().map(one).collect::<Result<_>>()?;
    let failed = solved.iter().flat_map(|(_, outcomes)| outcomes).filter(|outcome| outcome[0].is_nan()).count();
    let of_party = |party: usize| {
        let of =
            |(points, outcomes): &Solved| (points.clone(), outcomes.iter().map(|outcome| outcome[party]).collect());
        elementary_effects(&solved.iter().map(of).collect::<Vec<_>>(), inputs.len())
    };
    Ok(Screening {
        trajectories,
        worlds: worlds(trajectories, prepared),
        failed,
        effects: (0..prepared.parties.len()).map(of_party).collect(),
        inputs,
    })
}

/// The four values of every input.
struct Levels {
    /// `[sector]`, long-run elasticities.
    elasticities: Vec<[f64; 4]>,
    /// `[parameter]`.
    parameters: Vec<[f64; 4]>,
}

impl Levels {
    fn of(prepared: &Prepared<'_>) -> Self {
        let draws: Vec<Vec<f64>> = (0..DRAWS)
            .map(|number| prepared.elasticities.at(&Standard::of(number, prepared.elasticities.count()).weights))
            .collect();
        let of_sector = |sector: usize| {
            let logs: Vec<f64> = draws.iter().map(|logs| logs[sector]).collect();
            quantiles(&logs, SHARES).map(|log| within_bounds(log.exp()))
        };
        let of_parameter = |place: usize| {
            let mut normals = vec![0.0; prepared.parameters().len()];
            [-NORMAL_95, -NORMAL_65, NORMAL_65, NORMAL_95].map(|normal| {
                normals[place] = normal;
                prepared.values(&normals)[place]
            })
        };
        Self {
            elasticities: (0..prepared.groups.len()).map(of_sector).collect(),
            parameters: (0..prepared.parameters().len()).map(of_parameter).collect(),
        }
    }

    /// Elasticities and parameters of a point of a trajectory.
    fn at(&self, point: &[f64], prepared: &Prepared<'_>) -> (Vec<f64>, Vec<f64>) {
        let level = |(levels, unit): (&[f64; 4], &f64)| levels[((unit * 3.0).round() as usize).min(3)];
        let (of_sectors, of_parameters) = point.split_at(prepared.groups.len().min(point.len()));
        let elasticities = self.elasticities.iter().zip(of_sectors).map(level).collect();
        (elasticities, self.parameters.iter().zip(of_parameters).map(level).collect())
    }
}

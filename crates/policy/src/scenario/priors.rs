//! Priors that a scenario puts in the place of the program's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::PriorKind;
use unequal_world::source_text::TextProblem;

use super::Scenario;
use crate::located::At;
use crate::problem::Failed;

/// Least and greatest trade elasticity that a prior may be centred on.
const MEANS: [f64; 2] = [0.1, 50.0];
/// Greatest standard deviation of a logarithm: a factor of 27 either way in nine of ten draws.
const MOST_DEVIATION: f64 = 2.0;

/// Priors of trade elasticities and of the table's error. What is absent is as the published studies and the program's
/// data have it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorsEntry {
    /// Geometric mean, over all sectors, of the long-run trade elasticities on which one more study is centred, 0.1 to 50.
    pub elasticity_mean: Option<At<f64>>,
    /// Standard deviation of the logarithm of that mean from study to study, 0 to 2.
    pub elasticity_level_sd: Option<At<f64>>,
    /// Standard deviation of the logarithm of a sector's elasticity about its study's mean, as the root mean square over the
    /// sectors, 0 to 2.
    pub elasticity_sector_sd: Option<At<f64>>,
    /// Standard deviation of the logarithm of an effect or an exit cost, of any size, by the error of the table, 0 to 2.
    pub table_error_sd: Option<At<f64>>,
    /// How these are known: `estimated`, `calibrated` or `assumed`.
    pub kind: Option<PriorKind>,
    /// Where they come from; assumed if absent.
    pub source: Option<String>,
}

/// The same as plain numbers: what a scenario says of priors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Priors {
    /// Geometric mean of trade elasticities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elasticity_mean: Option<f64>,
    /// Standard deviation of the logarithm of that mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elasticity_level_sd: Option<f64>,
    /// Standard deviation of the logarithm of a sector's elasticity about the mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elasticity_sector_sd: Option<f64>,
    /// Standard deviation of the logarithm of an effect by the error of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table_error_sd: Option<f64>,
    /// How they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PriorKind>,
    /// Where they come from; assumed if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Priors {
    /// Whether any of them is of trade elasticities.
    #[must_use]
    pub fn has_elasticities(&self) -> bool {
        [self.elasticity_mean, self.elasticity_level_sd, self.elasticity_sector_sd].iter().any(Option::is_some)
    }

    /// The numbers that are given, by their keys.
    pub fn numbers(&self) -> impl Iterator<Item = (&'static str, f64)> {
        let all = [
            ("elasticity_mean", self.elasticity_mean),
            ("elasticity_level_sd", self.elasticity_level_sd),
            ("elasticity_sector_sd", self.elasticity_sector_sd),
            ("table_error_sd", self.table_error_sd),
        ];
        all.into_iter().filter_map(|(key, number)| Some((key, number?)))
    }

    /// Whether nothing takes the place of the program's priors.
    #[must_use]
    pub fn are_the_programs(&self) -> bool {
        self.numbers().next().is_none()
    }
}

impl PriorsEntry {
    /// Refuses numbers out of bounds, at their place.
    pub(super) fn check(&self) -> Result<(), Failed> {
        let [least, most] = MEANS;
        within(self.elasticity_mean.as_ref(), "the mean of the trade elasticities", least, most)?;
        for (what, given) in [
            ("the standard deviation of the level of elasticities", &self.elasticity_level_sd),
            ("the standard deviation of sectors' elasticities", &self.elasticity_sector_sd),
            ("the standard deviation of the table's error", &self.table_error_sd),
        ] {
            within(given.as_ref(), what, 0.0, MOST_DEVIATION)?;
        }
        Ok(())
    }
}

fn within(given: Option<&At<f64>>, what: &'static str, least: f64, most: f64) -> Result<(), Failed> {
    let Some(given) = given else { return Ok(()) };
    // A number that is none lies nowhere.
    if (least..=most).contains(given.value()) {
        return Ok(());
    }
    let expected = format!("a number from {least} to {most}");
    Err(Failed::at(given.place(), TextProblem::Value { what, value: given.value().to_string(), expected }.into()))
}

impl Scenario {
    /// What the file says of priors.
    #[must_use]
    pub fn priors(&self) -> Priors {
        let Some(entry) = &self.document.priors else { return Priors::default() };
        let number = |given: &Option<At<f64>>| given.as_ref().map(|given| *given.value());
        Priors {
            elasticity_mean: number(&entry.elasticity_mean),
            elasticity_level_sd: number(&entry.elasticity_level_sd),
            elasticity_sector_sd: number(&entry.elasticity_sector_sd),
            table_error_sd: number(&entry.table_error_sd),
            kind: entry.kind,
            source: entry.source.clone(),
        }
    }
}

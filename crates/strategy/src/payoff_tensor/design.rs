//! Which worlds a payoff tensor holds.

use serde::{Deserialize, Serialize};
use unequal_policy::scenario::Scenario;
use unequal_world::Party;

use crate::game::{GameError, Result, checked};

/// Most factors of a payoff tensor; each doubles it.
const MOST_FACTORS: usize = 10;

/// Measures that are in force together or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// What it is called.
    pub name: String,
    /// Positions of its measures in the scenario.
    pub measures: Vec<usize>,
}

/// How strong a threat to banks is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Strength {
    /// T: what a detected bank expects to lose over its dollar business, and a government over what the loss of its
    /// systemic banks costs it. Above one it stands for further penalties.
    pub level: f64,
    /// E: effort of enforcement.
    pub effort: f64,
}

impl Strength {
    /// No threat.
    pub const NONE: Self = Self { level: 0.0, effort: 0.0 };

    /// Whether nobody is threatened.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.level == 0.0 || self.effort == 0.0
    }
}

/// A factorial of scenarios.
#[derive(Debug, Clone)]
pub struct Design {
    /// The measures.
    pub scenario: Scenario,
    /// Factors that are on or off.
    pub factors: Vec<Factor>,
    /// Positions of the threats whose strength varies; in force in every cell with a threat.
    pub threats: Vec<usize>,
    /// Strengths of the threat; the first is none.
    pub strengths: Vec<Strength>,
    /// Whose real income is kept.
    pub players: Vec<Party>,
    /// The importer and the exporter whose shares of trade are kept.
    pub pair: (Party, Party),
}

impl Design {
    /// Checks a design.
    pub fn new(
        scenario: Scenario,
        factors: Vec<Factor>,
        threats: Vec<usize>,
        strengths: Vec<Strength>,
        players: Vec<Party>,
        pair: (Party, Party),
    ) -> Result<Self> {
        let count = factors.len();
        checked("the number of factors", count as f64, (1..=MOST_FACTORS).contains(&count), "1 to 10")?;
        for strength in &strengths {
            let sound = |value: f64| value.is_finite() && value >= 0.0;
            checked("the threat level", strength.level, sound(strength.level), "a finite number of zero or more")?;
            checked("the effort", strength.effort, sound(strength.effort), "a finite number of zero or more")?;
        }
        if strengths.first() != Some(&Strength::NONE) {
            let found = strengths.first().map_or(f64::NAN, |first| first.level);
            return Err(GameError::Value {
                what: "the first strength of the threat",
                value: found,
                expected: "no threat",
            });
        }
        Ok(Self { scenario, factors, threats, strengths, players, pair })
    }

    /// Combinations of the factors, as bits; the first factor is the lowest.
    #[must_use]
    pub fn combinations(&self) -> usize {
        1 << self.factors.len()
    }

    /// Cells in all.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.combinations() * self.strengths.len()
    }

    /// The measures in force in a combination, with or without the threat.
    pub(super) fn measures(&self, combination: usize, threatened: bool) -> Vec<usize> {
        let chosen = self.factors.iter().enumerate().filter(|(bit, _)| combination & (1 << bit) != 0);
        let mut measures: Vec<usize> = chosen.flat_map(|(_, factor)| factor.measures.iter().copied()).collect();
        if threatened {
            measures.extend(&self.threats);
        }
        measures
    }
}

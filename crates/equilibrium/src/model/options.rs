//! How a counterfactual is closed and how exactly it is solved.

use ndarray::Array1;

use crate::Result;
use crate::model::primitives::Primitives;
use crate::model::shape::check_shape;

/// What happens to trade deficits in the counterfactual (G8).
#[derive(Debug, Clone, PartialEq, Default)]
pub enum DeficitRule {
    /// Every region balances its trade. The rule for embargoes and autarky, because a region
    /// that is closed cannot run a deficit.
    #[default]
    Zero,
    /// Deficits keep their value in the numeraire.
    FixedNominal,
    /// Deficits keep their share of world value added.
    ShareOfWorldValueAdded,
    /// Deficits as given, in the numeraire and the baseline's value unit; they must sum to zero.
    Given(Array1<f64>),
}

/// In what the counterfactual's values are measured (G11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numeraire {
    /// World value added keeps its baseline value.
    #[default]
    WorldValueAdded,
    /// The wage of one region, by position, keeps its baseline value.
    Region(usize),
}

/// Options of [`crate::solve`].
#[derive(Debug, Clone, PartialEq)]
pub struct SolveOptions {
    /// Closure of the trade balance.
    pub deficits: DeficitRule,
    /// Measure of values.
    pub numeraire: Numeraire,
    /// Largest residual accepted for prices, goods, revenue and labour alike, relative.
    pub tolerance: f64,
    /// Evaluations of the map after which the solve is given up.
    pub max_evaluations: usize,
}

impl Default for SolveOptions {
    fn default() -> Self {
        Self {
            deficits: DeficitRule::default(),
            numeraire: Numeraire::default(),
            tolerance: 1e-10,
            max_evaluations: 1000,
        }
    }
}

impl SolveOptions {
    /// D': `[region]` deficits under the rule, in the numeraire; refuses given ones of another number of regions.
    pub(crate) fn deficits_of(&self, primitives: &Primitives) -> Result<Vec<f64>> {
        match &self.deficits {
            DeficitRule::Zero => Ok(vec![0.0; primitives.region_count()]),
            DeficitRule::FixedNominal | DeficitRule::ShareOfWorldValueAdded => Ok(primitives.deficits.to_vec()),
            DeficitRule::Given(deficits) => {
                check_shape("deficits", deficits.shape(), &[primitives.region_count()])?;
                Ok(deficits.to_vec())
            }
        }
    }
}

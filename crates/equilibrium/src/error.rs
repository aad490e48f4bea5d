//! Why a baseline is refused or a counterfactual does not exist.

/// Errors of calibration and solution. A solve that fails never yields a number.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EquilibriumError {
    /// An array whose shape does not fit the labels.
    #[error("{what} has shape {found:?}, expected {expected:?}")]
    Shape {
        /// Which array.
        what: &'static str,
        /// Its shape.
        found: Vec<usize>,
        /// The shape expected.
        expected: Vec<usize>,
    },
    /// A value outside its range.
    #[error("{what} of region {region}, sector {sector} is {value}, expected {expected}")]
    Value {
        /// Which quantity.
        what: &'static str,
        /// Region of the value.
        region: String,
        /// Sector of the value, or `all`.
        sector: String,
        /// The value.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// An identity of `docs/src/methods/model.md`, "From a table to a baseline", that the data violate.
    #[error(
        "{identity} fails for region {region}, sector {sector}: relative gap {gap:.3e} (tolerance {tolerance:.0e})"
    )]
    Identity {
        /// The identity in words.
        identity: &'static str,
        /// Region of the worst cell.
        region: String,
        /// Sector of the worst cell, or `all`.
        sector: String,
        /// Relative gap.
        gap: f64,
        /// Largest gap accepted.
        tolerance: f64,
    },
    /// A product that is used but that nobody may supply any more: its price is infinite.
    #[error("no equilibrium: {region} uses sector {sector} but every supplier of it is cut off")]
    NoSupplier {
        /// The buyer.
        region: String,
        /// The product.
        sector: String,
    },
    /// Regions cut off from the rest whose deficits do not cancel among themselves.
    #[error(
        "no equilibrium: {regions} no longer trade with anybody else but keep a deficit of {deficit:.1}; \
         solve with zero deficits, or give deficits that add up inside the group"
    )]
    ClosedWithDeficit {
        /// The regions of the cut-off part.
        regions: String,
        /// Their joint deficit, in the baseline's value unit.
        deficit: f64,
    },
    /// Deficits that do not add up to zero over the world.
    #[error("no equilibrium: the deficits given add up to {sum:.3e} instead of zero")]
    DeficitsDoNotAddUp {
        /// Their sum.
        sum: f64,
    },
    /// A region whose deficit rule leaves it nothing to spend.
    #[error("no equilibrium: the income of {region} is not positive ({income:.3e})")]
    NoIncome {
        /// The region.
        region: String,
        /// Its income in the last iterate.
        income: f64,
    },
    /// The iteration did not reach the tolerance.
    #[error(
        "the solve did not converge in {evaluations} evaluations: {residual} residual {size:.2e} (tolerance {tolerance:.0e}), \
         worst in region {region}, sector {sector}"
    )]
    NotConverged {
        /// Evaluations of the map made, or iterations of a method beside the solve.
        evaluations: usize,
        /// Which residual is worst: price (here of what the sector pays for its inputs), goods, labour or, in variants,
        /// revenue.
        residual: &'static str,
        /// Its size, relative.
        size: f64,
        /// The tolerance asked for.
        tolerance: f64,
        /// Region of the worst cell.
        region: String,
        /// Sector of the worst cell, or `all`.
        sector: String,
    },
    /// A parameter of a method that is not of a place in the economy.
    #[error("{what} is {value}, expected {expected}")]
    Parameter {
        /// Which parameter.
        what: &'static str,
        /// The value given.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// A method that does not cover what it was asked for.
    #[error("{method} does not cover {what}")]
    Unsupported {
        /// The method.
        method: &'static str,
        /// What it was given.
        what: &'static str,
    },
    /// An iteration beside the solve itself that did not converge.
    #[error(
        "{what} did not converge in {iterations} iterations: the last change was {size:.2e} (tolerance {tolerance:.0e})"
    )]
    Unsettled {
        /// What was iterated.
        what: &'static str,
        /// Iterations made.
        iterations: usize,
        /// Size of the last change, relative.
        size: f64,
        /// The tolerance.
        tolerance: f64,
    },
}

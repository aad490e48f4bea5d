//! Why a parameter of a policy mechanism is refused.

/// Errors of the mechanisms in this crate that turn parameters into wedges.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// A number outside its range, or not a number.
    #[error("{what} is {value}, expected {expected}")]
    Value {
        /// Which parameter, in words.
        what: String,
        /// What was given.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// Nothing was given where something is needed.
    #[error("no {what} given, expected at least one")]
    Empty {
        /// What is missing.
        what: &'static str,
    },
    /// Every route of a flow is closed, so it has no finite cost: the flow is an embargo.
    #[error("every route is closed or has no share; forbid the flow instead of pricing it")]
    NoOpenRoute,
    /// Observed shares that do not sum to one.
    #[error("the observed route shares sum to {sum}, expected 1")]
    RouteShares {
        /// Their sum.
        sum: f64,
    },
    /// Unseen routes that would carry more than the observed ones no longer do.
    #[error("{unseen} unseen routes with a seed of {seed} each would carry more than the other routes no longer do")]
    SeedTooLarge {
        /// Number of unseen routes.
        unseen: usize,
        /// Seed of each.
        seed: f64,
    },
    /// The nest of export and local assembly must substitute at least as easily as origins do.
    #[error(
        "the elasticity between export and local assembly is {nest}, expected at least the trade elasticity {trade}"
    )]
    NestElasticity {
        /// The elasticity between export and local assembly.
        nest: f64,
        /// The trade elasticity of the sector.
        trade: f64,
    },
    /// A date that is not a month or a day.
    #[error("`{text}` is not a date: expected a month such as 2023-12 or a day such as 2023-12-22")]
    Date {
        /// What was given.
        text: String,
    },
    /// An instrument that ends before it starts.
    #[error("a measure in force from {start} cannot end in {end}")]
    EndsBeforeItStarts {
        /// First month in force.
        start: String,
        /// First month no longer in force.
        end: String,
    },
}

/// Refuses a number for which `accepted` is false; not-a-number and infinities are always refused.
pub(crate) fn require(
    what: impl Into<String>,
    value: f64,
    accepted: bool,
    expected: &'static str,
) -> Result<f64, ParameterError> {
    if value.is_finite() && accepted {
        return Ok(value);
    }
    Err(ParameterError::Value { what: what.into(), value, expected })
}

pub(crate) fn share(what: impl Into<String>, value: f64) -> Result<f64, ParameterError> {
    require(what, value, (0.0..=1.0).contains(&value), "a share between 0 and 1")
}

pub(crate) fn positive(what: impl Into<String>, value: f64) -> Result<f64, ParameterError> {
    require(what, value, value > 0.0, "a positive number")
}

pub(crate) fn not_negative(what: impl Into<String>, value: f64) -> Result<f64, ParameterError> {
    require(what, value, value >= 0.0, "zero or a positive number")
}

pub(crate) fn finite(what: impl Into<String>, value: f64) -> Result<f64, ParameterError> {
    require(what, value, true, "a finite number")
}

/// A nest of constant elasticity: the logarithm of its cost, `-ln(sum_r weight_r cost_r^-elasticity) / elasticity`,
/// and the new share of each part.
///
/// Shares are normalised by their own sum, so they add up to one also where the elasticity is so large
/// that the rounding of the cost would show. Weights of zero drop out; `None` if all are zero.
pub(crate) fn nest(weighted_ln_costs: &[(f64, f64)], elasticity: f64) -> Option<(f64, Vec<f64>)> {
    let used = |weight: f64| weight > 0.0;
    let cheapest = weighted_ln_costs.iter().filter(|(weight, _)| used(*weight)).map(|part| part.1).reduce(f64::min)?;
    let mut terms: Vec<f64> = weighted_ln_costs
        .iter()
        .map(|(weight, ln_cost)| if used(*weight) { weight * (-elasticity * (ln_cost - cheapest)).exp() } else { 0.0 })
        .collect();
    let sum: f64 = terms.iter().sum();
    for term in &mut terms {
        *term /= sum;
    }
    Some((cheapest - sum.ln() / elasticity, terms))
}

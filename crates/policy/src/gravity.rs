//! From a gravity estimate to a cost (docs/src/methods/sanctions.md).
//!
//! A Poisson gravity equation `X = exp(beta S + fixed effects)` says by how much a measure `S` changes trade.
//! With trade elasticity `theta` the resource cost that changes trade as much is `d = exp(-beta / theta)`. The
//! two come from different estimates and are reported apart, because `d` depends on `theta` one for one.
//! Grade B for estimated measures, C/D for the share of firms that leave.

use crate::parameter::{ParameterError, finite, not_negative, positive, require};

/// Trade elasticities below this are raised to it by default. With a low elasticity a given fall of
/// trade needs an enormous cost: Caliendo and Parro's 0.37 for other transport multiplies the loss of an
/// embargo by about four. Report results at floors of 0.5, 1 and 2 as well.
pub const TRADE_ELASTICITY_FLOOR: f64 = 1.0;

/// An estimate of a measure's effect on the logarithm of trade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GravityEstimate {
    /// `beta`; negative where the measure lowers trade.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// How an estimate is turned into a cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conversion {
    /// `theta`, positive.
    pub trade_elasticity: f64,
    /// Standard error of `theta`; zero takes it as known. Taken as independent of the estimate's.
    pub elasticity_error: f64,
    /// Lowest `theta` used; zero for none.
    pub elasticity_floor: f64,
    /// Sets costs below 1 (estimates by which a sanction raises trade) to 1, as replication codes do.
    /// This throws information away, so intervals should be made with it off.
    pub clip: bool,
}

impl Conversion {
    /// A known elasticity, the default floor, clipped at 1.
    #[must_use]
    pub fn at(trade_elasticity: f64) -> Self {
        Self { trade_elasticity, elasticity_error: 0.0, elasticity_floor: TRADE_ELASTICITY_FLOOR, clip: true }
    }
}

/// A measure as a resource cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostEquivalent {
    /// `d`, the cost factor; `d - 1` is ad valorem.
    pub factor: f64,
    /// `ln d`, what [`unequal_equilibrium::Wedges::add_iceberg`] takes.
    pub ln_factor: f64,
    /// `d` before clipping.
    pub unclipped: f64,
    /// Standard error of the unclipped `d` by the delta method,
    /// `d sqrt(se_beta^2 / theta^2 + beta^2 se_theta^2 / theta^4)`.
    pub standard_error: f64,
    /// The elasticity that was used, after the floor.
    pub trade_elasticity: f64,
}

impl GravityEstimate {
    /// `d = exp(-beta / theta)` with its standard error.
    ///
    /// Refuses numbers that are not finite, negative errors, elasticities that are not positive, and
    /// costs too large for a number.
    pub fn cost_equivalent(&self, conversion: &Conversion) -> Result<CostEquivalent, ParameterError> {
        let beta = finite("the gravity coefficient", self.coefficient)?;
        let beta_error = not_negative("its standard error", self.standard_error)?;
        let given = positive("the trade elasticity", conversion.trade_elasticity)?;
        let theta_error = not_negative("the elasticity's standard error", conversion.elasticity_error)?;
        let floor = not_negative("the floor of the trade elasticity", conversion.elasticity_floor)?;
        let theta = given.max(floor);
        let unclipped = finite("the cost equivalent", (-beta / theta).exp())?;
        let relative = (beta_error / theta).hypot(beta * theta_error / (theta * theta));
        let factor = if conversion.clip { unclipped.max(1.0) } else { unclipped };
        Ok(CostEquivalent {
            factor,
            ln_factor: if conversion.clip { (-beta / theta).max(0.0) } else { -beta / theta },
            unclipped,
            standard_error: unclipped * relative,
            trade_elasticity: theta,
        })
    }
}

/// Cost factor that stands for a share of firms that leave a market of their own will:
/// `(1 - share)^(-1/theta)`.
///
/// Our formalisation. In a Frechet or constant-elasticity nest an origin's term in the price index
/// is its mass of firms (varieties) times cost to the power `-theta`. If a share `x` of the mass leaves, whoever
/// they are, the term is `(1 - x) cost^-theta = (cost (1 - x)^(-1/theta))^-theta`: price index and shares are those of
/// a resource cost. `x` is therefore a share of sales, not of names; leavers' assets, buyers and losses are
/// not in it. All firms leaving is an embargo and is refused here.
pub fn departure_cost(share_leaving: f64, trade_elasticity: f64) -> Result<f64, ParameterError> {
    let leaving = require(
        "the share of firms that leave",
        share_leaving,
        (0.0..1.0).contains(&share_leaving),
        "at least 0 and below 1; forbid the flow where all leave",
    )?;
    let theta = positive("the trade elasticity", trade_elasticity)?;
    finite("the cost equivalent", (-(-leaving).ln_1p() / theta).exp())
}

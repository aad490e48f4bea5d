//! The rent of a resource in nearly fixed supply: the price that sellers receive adjusts, not the quantity.
//!
//! The engine's sectors sell at unit cost `c`, so that a wedge on their sales lowers the quantity sold. A
//! resource is extracted at a low cost and sold for more; the difference is a rent. Here the rent's owner gives part
//! of it up: a levy of rate `exp(rho) - 1`, below zero, on sales of the sector. With supply elasticity `eta` the levy is
//! the one at which output responds to the price as supply does,
//!
//! ```text
//! ln(Y'/Y) - ln(c'/c) = eta rho      unless the rent is used up
//! ```
//!
//! The price that counts is that in units of the sector's own cost, `exp(rho)`, so nothing depends on the numeraire.
//! The net price falls on **every** barrel, also on those that no instrument touches: a seller who received more in one market
//! would redirect sales there until prices were equal. Whether buyers at home pay less too is another question. If they do, the levy
//! lies on all sales, and home takes up much of what is no longer sold abroad, because the engine's buyers are
//! elastic. If the seller's state takes the difference from them, as an excise or a tax at export parity does, the
//! excise undoes the levy at home, so it is left out there: home use stays, and the rent is lost on exports alone.
//!
//! The rent is the part of the price above the cost of extraction, and no more than the value added that it is part
//! of. Once it is used up the price falls no further, wells are closed, and output falls below the supply curve.
//!
//! Our formalisation, grade D.

use crate::parameter::{ParameterError, finite, not_negative, require};

/// Numbers to start from.
pub mod defaults {
    /// Short-run price elasticity of crude supply. Caldara, Cavallo and Iacoviello, "Oil price elasticities and oil
    /// price fluctuations": 0.11; Kilian and Murphy (2014): 0.015; Baumeister and Hamilton: 0.15 (all three as Bilgin
    /// and Ellwanger, Bank of Canada, 2018, quote them). These are estimates for the world; that they hold for one
    /// seller under a cap is **assumed**.
    pub const SUPPLY_ELASTICITY: f64 = 0.1;
}

/// `ln` of output below supply from which a rent at its floor counts as used up: above rounding and settling.
const USED_UP: f64 = 1e-6;

/// Slope of demand below which no price clears the market: sales that respond to the price have all but stopped.
const LEAST_SLOPE: f64 = 1e-9;

/// Largest rise of the price's logarithm in one round; its fall ends at the floor anyway.
const LARGEST_RISE: f64 = 0.5;

/// A seller's resource.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResourceRent {
    supply_elasticity: f64,
    /// `ln` of the lowest price, relative to the one before, that pays for extraction.
    ln_floor: f64,
}

/// The sector's price, output and demand now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pressure {
    /// `rho` in force.
    pub ln_price: f64,
    /// `ln` of the change of real output under it.
    pub ln_output: f64,
    /// By how much output rises where the price falls, in logarithms, zero or more; it sets the pace and not the
    /// result.
    pub demand_elasticity: f64,
}

impl ResourceRent {
    /// A resource whose rent is a share of the price before, at most the share of value added in its output.
    ///
    /// Refuses negative supply elasticities, and shares outside 0 to 1, or a rent that is the whole price.
    pub fn new(supply_elasticity: f64, rent_share: f64, value_added_share: f64) -> Result<Self, ParameterError> {
        let supply_elasticity = not_negative("the elasticity of supply", supply_elasticity)?;
        let within = |share: f64| (0.0..=1.0).contains(&share);
        require("the share of value added", value_added_share, within(value_added_share), "a share from 0 to 1")?;
        let fits = (0.0..1.0).contains(&rent_share);
        require("the share of rent in the price", rent_share, fits, "at least 0 and below 1")?;
        Ok(Self { supply_elasticity, ln_floor: (-rent_share.min(value_added_share)).ln_1p() })
    }

    /// Share of the price before that can be given up.
    #[must_use]
    pub fn share(&self) -> f64 {
        -self.ln_floor.exp_m1()
    }

    /// Whether nothing of the rent is left and output is below what supply would be at this price.
    #[must_use]
    pub fn is_used_up(&self, ln_price: f64, ln_output: f64) -> bool {
        ln_price <= self.ln_floor && ln_output < self.supply_elasticity * ln_price - USED_UP
    }

    /// The next `rho`: Newton's step on the gap between demand and supply, never below what pays for extraction.
    ///
    /// At the floor with demand below supply it stays there. Refuses numbers that are not finite.
    pub fn next(&self, pressure: Pressure) -> Result<f64, ParameterError> {
        let price = finite("the price of the resource", pressure.ln_price)?;
        let gap = finite("the output of the resource", pressure.ln_output)? - self.supply_elasticity * price;
        let slope = not_negative("the elasticity of demand", pressure.demand_elasticity)? + self.supply_elasticity;
        let step = (gap / slope.max(LEAST_SLOPE)).min(LARGEST_RISE);
        Ok((price + step).max(self.ln_floor))
    }
}

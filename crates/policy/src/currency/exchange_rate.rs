//! What the rouble is worth (K4), the reduced form of Itskhoki and Mukhin (Review of Economic Studies, 2026):
//! `X e^(eta_X) + B = M e^(-eta_M) + F`, `e` in roubles for a unit of foreign currency.

use super::error::within;
use super::{CurrencyError, Result};

/// Farthest ln e that is searched.
const FARTHEST: f64 = 600.0;

/// Supply of and demand for foreign currency in a period, all in one currency (USD bn).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ForeignExchange {
    /// Export receipts X at e = 1.
    pub exports: f64,
    /// Import payments M at e = 1.
    pub imports: f64,
    /// Other supply B: reserves sold, foreign lending. May be negative.
    pub official_supply: f64,
    /// Other demand F: foreign currency bought for savings. May be negative.
    pub private_demand: f64,
    /// Elasticity of export receipts, eta_X, not negative.
    pub export_elasticity: f64,
    /// Elasticity of import payments, eta_M, not negative.
    pub import_elasticity: f64,
}

impl ForeignExchange {
    /// The same market when a part (0 to 1) of exports is banned.
    ///
    /// # Errors
    /// A part outside 0 to 1.
    pub fn with_export_ban(self, part: f64) -> Result<Self> {
        within("the banned part of exports", part, |part| (0.0..=1.0).contains(&part), "0 to 1")?;
        Ok(Self { exports: self.exports * (1.0 - part), ..self })
    }

    /// The same market when a part (0 to 1) of imports is banned.
    ///
    /// # Errors
    /// A part outside 0 to 1.
    pub fn with_import_ban(self, part: f64) -> Result<Self> {
        within("the banned part of imports", part, |part| (0.0..=1.0).contains(&part), "0 to 1")?;
        Ok(Self { imports: self.imports * (1.0 - part), ..self })
    }

    /// Supply less demand at ln e; it never falls as e rises.
    fn excess(&self, log_rate: f64) -> f64 {
        let sold = if self.exports > 0.0 { self.exports * (self.export_elasticity * log_rate).exp() } else { 0.0 };
        let bought = if self.imports > 0.0 { self.imports * (-self.import_elasticity * log_rate).exp() } else { 0.0 };
        sold - bought + self.official_supply - self.private_demand
    }

    /// The rate that balances the market; above its former value the rouble has lost.
    ///
    /// # Errors
    /// Numbers out of range, or a market that no rate balances (say, no trade at all, or more
    /// private demand than any export can meet when exports do not respond).
    pub fn rate(&self) -> Result<f64> {
        let positive = |value: f64| value.is_finite() && value >= 0.0;
        within("exports", self.exports, positive, "a finite number, not negative")?;
        within("imports", self.imports, positive, "a finite number, not negative")?;
        within("the elasticity of exports", self.export_elasticity, positive, "a finite number, not negative")?;
        within("the elasticity of imports", self.import_elasticity, positive, "a finite number, not negative")?;
        within("official supply", self.official_supply, f64::is_finite, "a finite number")?;
        within("private demand", self.private_demand, f64::is_finite, "a finite number")?;
        let moves = (self.exports > 0.0 && self.export_elasticity > 0.0)
            || (self.imports > 0.0 && self.import_elasticity > 0.0);
        if !moves {
            return Err(CurrencyError::NoExchangeRate { reason: "neither exports nor imports respond to the rate" });
        }
        // Around the root the excess is zero for many rates, by rounding. A market that nothing has moved stays.
        if self.excess(0.0) == 0.0 {
            return Ok(1.0);
        }
        let (low, high) = self.bracket()?;
        Ok(bisect(|log_rate| self.excess(log_rate), low, high).exp())
    }

    /// Two values of ln e with the root between them.
    fn bracket(&self) -> Result<(f64, f64)> {
        let mut width = 1.0;
        while width <= FARTHEST {
            if self.excess(-width) <= 0.0 && self.excess(width) >= 0.0 {
                return Ok((-width, width));
            }
            width *= 1.5;
        }
        let reason = if self.excess(0.0) > 0.0 {
            "foreign currency is in excess however dear the rouble"
        } else {
            "foreign currency is short however cheap the rouble"
        };
        Err(CurrencyError::NoExchangeRate { reason })
    }
}

/// The root of a function that rises from `low` to `high`, to the last bit that halving can find.
pub(super) fn bisect(function: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if function(middle) < 0.0 { low = middle } else { high = middle }
    }
    // Of the two neighbours the one that fits better: a root at zero is then exactly zero.
    if function(low).abs() < function(high).abs() { low } else { high }
}

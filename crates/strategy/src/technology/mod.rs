//! Catching up with a technology, and what holding it back is worth (M10 of docs/src/methods/strategy.md).
//!
//! The recipient's stock follows `A' = A + rho(tau)(Abar - A) + r`, with a speed of catching up that rises in transfer,
//! `rho(tau) = rho_0 + rho_1 tau` (Nelson and Phelps 1966; Benhabib and Spiegel 2005). The holder's hold-back value,
//! `H = chi (Abar - A)`, shrinks as the recipient catches up.

use serde::{Deserialize, Serialize};

use crate::game::{Result, checked, not_negative};

/// One technology; the holder's level Abar is the unit of stocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Technology {
    /// What it is.
    pub name: String,
    /// A: the recipient's stock now, a share of the holder's, 0 to 1.
    pub stock: f64,
    /// rho_0: share of the gap closed a year without transfer, 0 to 1.
    pub own_pace: f64,
    /// rho_1: the same by full transfer, 0 to 1 - rho_0.
    pub pace_by_transfer: f64,
    /// r: the recipient's own research, a share of the holder's level a year; zero or more.
    pub own_research: f64,
    /// chi: what holding all of it back is worth to the holder; zero or more.
    pub hold_back: f64,
}

/// A stock over the years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// The recipient's stock at the beginning of each year, from now on.
    pub stock: Vec<f64>,
    /// H in the same years.
    pub hold_back: Vec<f64>,
}

impl Technology {
    /// Checks the parameters.
    pub fn check(&self) -> Result<()> {
        checked("the stock of a technology", self.stock, (0.0..=1.0).contains(&self.stock), "0 to 1")?;
        not_negative("the own pace of catching up", self.own_pace)?;
        not_negative("the pace by transfer", self.pace_by_transfer)?;
        let pace = self.own_pace + self.pace_by_transfer;
        checked("the pace of catching up with full transfer", pace, pace <= 1.0, "at most 1, the whole gap a year")?;
        not_negative("the recipient's own research", self.own_research)?;
        not_negative("the worth of holding back", self.hold_back)?;
        Ok(())
    }

    /// H now.
    #[must_use]
    pub fn hold_back_value(&self) -> f64 {
        self.hold_back * (1.0 - self.stock)
    }

    /// The stock of the years 0 to `years` under a constant transfer, 0 to 1; it never passes the holder's.
    pub fn path(&self, transfer: f64, years: usize) -> Result<Path> {
        self.check()?;
        checked("the transfer", transfer, (0.0..=1.0).contains(&transfer), "0 to 1")?;
        checked("the number of years", years as f64, years <= 1000, "0 to 1000")?;
        let pace = self.own_pace + self.pace_by_transfer * transfer;
        let mut stock = vec![self.stock];
        let mut now = self.stock;
        for _ in 0..years {
            now = (now + pace * (1.0 - now) + self.own_research).min(1.0);
            stock.push(now);
        }
        let hold_back = stock.iter().map(|stock| self.hold_back * (1.0 - stock)).collect();
        Ok(Path { stock, hold_back })
    }

    /// Years until holding back is worth half of what it is now, at most 200; `None` if longer or worth nothing now.
    pub fn years_to_half(&self, transfer: f64) -> Result<Option<usize>> {
        let half = 0.5 * self.hold_back_value();
        let path = self.path(transfer, 200)?;
        Ok((half > 0.0).then(|| path.hold_back.iter().position(|value| *value <= half)).flatten())
    }
}

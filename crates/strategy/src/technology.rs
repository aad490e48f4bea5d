//! Technology that is handed over, and what is left to hold back (model.md section 11).
//!
//! `A_{t+1} = A_t + rho(tau) (frontier - A_t) + r` (after Nelson and Phelps 1966; Benhabib and Spiegel 2005), with the speed
//! of catching up rising with transfer, `rho(tau) = own + tau (open - own)`, our choice of a line.

use serde::Serialize;

use crate::{Result, StrategyError, not_negative, share};

/// One technology.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Technology {
    /// The receiver's stock now.
    pub stock: f64,
    /// The giver's level.
    pub frontier: f64,
    /// Part of the distance closed a year without transfer.
    pub own_speed: f64,
    /// The same with everything open.
    pub open_speed: f64,
    /// The receiver's own research, stock a year.
    pub research: f64,
    /// Worth of one unit of distance to the giver: what holding it back is good for.
    pub worth: f64,
}

/// One year on the way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Year {
    /// The receiver's stock, never above the frontier.
    pub stock: f64,
    /// What is left to hold back, `worth (frontier - stock)`.
    pub hold_back: f64,
}

impl Technology {
    /// The stock over the years under a course of transfers, each from 0 (closed) to 1 (open); the first entry is today.
    pub fn course(&self, transfers: &[f64]) -> Result<Vec<Year>> {
        let own = share("the speed without transfer", self.own_speed)?;
        let open = share("the speed with transfer", self.open_speed)?;
        if open < own {
            let expected = "at least the speed without transfer";
            return Err(StrategyError::Parameter { what: "the speed with transfer", value: open, expected });
        }
        let frontier = not_negative("the frontier", self.frontier)?;
        let mut stock = not_negative("the stock", self.stock)?.min(frontier);
        let (research, worth) = (not_negative("research", self.research)?, not_negative("the worth", self.worth)?);
        let year = |stock: f64| Year { stock, hold_back: worth * (frontier - stock) };
        let mut course = vec![year(stock)];
        for transfer in transfers {
            let speed = own + share("a transfer", *transfer)? * (open - own);
            stock = (stock + speed * (frontier - stock) + research).min(frontier);
            course.push(year(stock));
        }
        Ok(course)
    }
}

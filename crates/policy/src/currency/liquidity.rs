//! Renminbi at hand in Russia, and what their scarcity costs (docs/src/methods/currency.md; the premium is
//! speculative, grade D). Stocks in USD bn, flows in USD bn a year.

use super::Result;
use super::error::within;

/// How long one step of [`RenminbiStock::after`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A twelfth of the annual flows.
    Month,
    /// The whole annual flows.
    Year,
}

impl Step {
    fn years(self) -> f64 {
        match self {
            Self::Month => 1.0 / 12.0,
            Self::Year => 1.0,
        }
    }
}

/// Trade and the shares of it that are settled in renminbi; USD bn a year, shares 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RenminbiFlows {
    /// Exports to China and the share of them paid in renminbi.
    pub exports_to_china: (f64, f64),
    /// Exports to third countries, likewise.
    pub exports_to_third: (f64, f64),
    /// Imports from China, likewise.
    pub imports_from_china: (f64, f64),
    /// Imports from third countries, likewise.
    pub imports_from_third: (f64, f64),
    /// Renminbi borrowed (repaid if negative), USD bn a year.
    pub borrowing: f64,
}

/// A central bank's line of renminbi, USD bn: how much may be drawn and how much is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SwapLine {
    /// Most that may be outstanding.
    pub limit: f64,
    /// What is outstanding.
    pub drawn: f64,
}

/// The stock L, the comfortable stock L*, the premium's slope, and a swap line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RenminbiStock {
    /// L, USD bn, not negative.
    pub stock: f64,
    /// L*, USD bn, positive: below it renminbi cost more.
    pub comfortable: f64,
    /// Premium when none are left, ad valorem (0.05 is 5 %).
    pub slope: f64,
    /// The swap line; the default is none.
    pub swap: SwapLine,
}

/// What one step did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stepped {
    /// The stock after the step.
    pub after: RenminbiStock,
    /// Drawn on the swap line in the step, USD bn; repaid if negative.
    pub drawn: f64,
    /// Payments for which there were no renminbi, USD bn; they are not in the stock.
    pub unpaid: f64,
}

impl RenminbiStock {
    /// The premium `slope max(0, 1 - L/L*)` in the cost of renminbi, ad valorem (speculative).
    ///
    /// # Errors
    /// A stock, comfortable stock, slope or swap line out of range.
    pub fn premium(&self) -> Result<f64> {
        self.check()?;
        Ok(self.slope * (1.0 - self.stock / self.comfortable).max(0.0))
    }

    /// The stock a step later: receipts and borrowing come in, imports are paid, then the swap line
    /// is drawn up to the comfortable stock, or repaid from what exceeds it.
    ///
    /// # Errors
    /// Numbers out of range.
    pub fn after(&self, flows: &RenminbiFlows, step: Step) -> Result<Stepped> {
        self.check()?;
        let RenminbiFlows { exports_to_china, exports_to_third, imports_from_china, imports_from_third, borrowing } =
            *flows;
        within("borrowing", borrowing, f64::is_finite, "a finite number")?;
        let received = settled("exports to China", exports_to_china)? + settled("other exports", exports_to_third)?;
        let paid = settled("imports from China", imports_from_china)? + settled("other imports", imports_from_third)?;
        let before_swap = self.stock + step.years() * (received - paid + borrowing);
        let room = self.swap.limit - self.swap.drawn;
        let drawn = (self.comfortable - before_swap).clamp(-self.swap.drawn, room);
        let stock = before_swap + drawn;
        let after =
            Self { stock: stock.max(0.0), swap: SwapLine { drawn: self.swap.drawn + drawn, ..self.swap }, ..*self };
        Ok(Stepped { after, drawn, unpaid: (-stock).max(0.0) })
    }

    fn check(&self) -> Result<()> {
        let positive = |value: f64| value.is_finite() && value >= 0.0;
        within("the stock of renminbi", self.stock, positive, "a finite number, not negative")?;
        within("the comfortable stock", self.comfortable, |value| value.is_finite() && value > 0.0, "above zero")?;
        within("the slope of the premium", self.slope, positive, "a finite number, not negative")?;
        within("the limit of the swap line", self.swap.limit, positive, "a finite number, not negative")?;
        let within_limit = |drawn| (0.0..=self.swap.limit).contains(&drawn);
        within("what is drawn on the swap line", self.swap.drawn, within_limit, "between zero and the limit")?;
        Ok(())
    }
}

fn settled(what: &str, (value, share): (f64, f64)) -> Result<f64> {
    within(what, value, |value| value.is_finite() && value >= 0.0, "a finite number, not negative")?;
    within(&format!("the renminbi share of {what}"), share, |share| (0.0..=1.0).contains(&share), "0 to 1")?;
    Ok(value * share)
}

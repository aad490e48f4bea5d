//! Figures with the range that the error of their table gives, nothing else varied: small print beside a figure at one trade
//! elasticity.

use unequal_study::table_error::TableError;
use unequal_study::uncertainty::Interval;

use crate::quantity::Quantity;

/// What these ranges are over.
pub const OVER: &str = "the error of the table alone, with a chance of 90 %";

/// Puts ranges beside the figures of a year's table.
#[derive(Clone, Copy)]
pub struct WithError(TableError);

impl WithError {
    /// Of the table of a year.
    pub fn of_year(year: u16) -> Self {
        Self(TableError::of_year(year))
    }

    /// A loss or change of real income.
    pub fn loss(self, quantity: Quantity) -> Quantity {
        with(quantity, |loss| self.0.of_loss(loss))
    }

    /// A loss in money, of which the share of real income is known.
    pub fn money(self, quantity: Quantity, loss: f64) -> Quantity {
        with(quantity, |money| self.0.of_loss(loss).times(money / loss))
    }

    /// A ratio that goes with that of two losses, in percent or in money.
    pub fn ratio(self, quantity: Quantity, losses: [f64; 2]) -> Quantity {
        with(quantity, |ratio| self.0.of_ratio(losses).times(ratio * losses[1] / losses[0]))
    }

    /// A share of a country's total imports or exports.
    pub fn share(self, quantity: Quantity) -> Quantity {
        with(quantity, |share| self.0.of_share(share))
    }

    /// A share of its imports or exports of goods.
    pub fn goods_share(self, quantity: Quantity) -> Quantity {
        with(quantity, |share| self.0.of_goods_share(share))
    }

    /// A flow, of which the share of the buyer's imports is known.
    pub fn flow(self, quantity: Quantity, share_of_imports: f64) -> Quantity {
        with(quantity, |flow| self.0.of_flow(flow, share_of_imports))
    }
}

/// A figure with its range; one that is zero or no number is left as it is.
fn with(quantity: Quantity, range: impl Fn(f64) -> Interval) -> Quantity {
    match quantity.value.filter(|value| *value != 0.0).map(range) {
        Some(Interval { low, high, .. }) if low.is_finite() && high.is_finite() => {
            quantity.within(low, high, OVER).small_print()
        }
        _ => quantity,
    }
}

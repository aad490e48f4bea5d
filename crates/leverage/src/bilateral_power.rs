//! International power after Liu and Yang (L6): asymmetric import dependence, weighted inversely by
//! trade elasticities.
//!
//! Only the abstract of Liu and Yang could be read; that imports are set against value added is our
//! choice. Grade B for the formula.

use unequal_world::{EconomyTable, Party};

use crate::shares::{product_trade, ratio};

/// `sum_k (M_nik / E_n) / theta_k`: the weighted dependence of `buyer` on imports from `seller`, with
/// E value added. `trade_elasticity` has one positive number a sector.
#[must_use]
pub fn weighted_dependence(table: &EconomyTable, trade_elasticity: &[f64], buyer: &Party, seller: &Party) -> f64 {
    let value_added = table.value_added();
    let income: f64 = buyer.members.iter().map(|region| value_added[*region]).sum();
    let weighed = trade_elasticity
        .iter()
        .enumerate()
        .map(|(sector, theta)| product_trade(table, &buyer.members, &seller.members, sector) / theta);
    ratio(weighed.sum(), income)
}

/// Power of `of` over `over`: the other's weighted dependence less its own. Antisymmetric in the two.
#[must_use]
pub fn bilateral_power(table: &EconomyTable, trade_elasticity: &[f64], of: &Party, over: &Party) -> f64 {
    weighted_dependence(table, trade_elasticity, over, of) - weighted_dependence(table, trade_elasticity, of, over)
}

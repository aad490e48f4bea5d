//! Side claims of the debate as rows: how much other markets matter beside the partner's, and who
//! would miss whom in which product.

use rayon::prelude::*;
use unequal_equilibrium::Result as EngineResult;
use unequal_leverage::shares::{product_trade, product_use, ratio};
use unequal_leverage::{Cut, WorldState, trade_shares};
use unequal_world::{GroupBook, Party};

use super::answer::{MarketRow, ProductClaimRow};
use super::world::World;
use crate::losses::share_lost;

/// Each side with its partner and with the markets of the parameters that it does not belong to.
pub fn markets(
    world: &World,
    book: &GroupBook,
    state: &WorldState<'_>,
    first: &Party,
    second: &Party,
) -> EngineResult<Vec<MarketRow>> {
    let (table, name) = (&world.table, world.table.name());
    let known = world.parameters.claims.markets.iter();
    let others: Vec<Party> = known.filter_map(|code| book.party(code, table.regions(), &name).ok()).collect();
    let apart = |one: &Party, other: &Party| !one.members.iter().any(|member| other.contains(*member));
    let questions = [(first, second), (second, first)].into_iter().flat_map(|(side, partner)| {
        let beside = others.iter().filter(move |market| apart(market, side) && apart(market, partner));
        std::iter::once(partner).chain(beside).map(move |market| (side, market))
    });
    let questions: Vec<(&Party, &Party)> = questions.collect();
    questions
        .par_iter()
        .map(|(side, market)| {
            let cost = state.exit_cost(side, market)?;
            let (sold, bought) = (trade_shares(table, market, side), trade_shares(table, side, market));
            Ok(MarketRow {
                side: side.code.clone(),
                market: market.code.clone(),
                exports: sold.value,
                share_of_exports: sold.share_of_exports,
                share_of_imports: bought.share_of_imports,
                side_loss: share_lost(cost.first),
                market_loss: share_lost(cost.second),
            })
        })
        .collect()
}

/// Each product in both directions, where it is traded.
pub fn products(
    world: &World,
    state: &WorldState<'_>,
    first: &Party,
    second: &Party,
) -> EngineResult<Vec<ProductClaimRow>> {
    let table = &world.table;
    let questions = world.parameters.claims.products.iter().flat_map(|claim| {
        let sectors = claim.sectors(table);
        [(first, second), (second, first)].map(|(seller, buyer)| (claim, sectors.clone(), seller, buyer))
    });
    let questions: Vec<_> = questions.filter(|(_, sectors, ..)| !sectors.is_empty()).collect();
    questions
        .par_iter()
        .map(|(claim, sectors, seller, buyer)| {
            let sum = |value: &dyn Fn(usize) -> f64| -> f64 { sectors.iter().map(|sector| value(*sector)).sum() };
            let value = sum(&|sector| product_trade(table, &buyer.members, &seller.members, sector));
            let imports = sum(&|sector| product_trade(table, &buyer.members, &table.outside(buyer), sector));
            let exports = sum(&|sector| product_trade(table, &table.outside(seller), &seller.members, sector));
            let world_without = state.cut(buyer, seller, Cut::Purchases, Some(sectors))?;
            let cost = state.exit_cost_from(&world_without, buyer, seller);
            Ok(ProductClaimRow {
                product: claim.name.clone(),
                sectors: sectors.iter().map(|sector| table.sectors()[*sector].code.to_string()).collect(),
                note: claim.note.clone(),
                seller: seller.code.clone(),
                buyer: buyer.code.clone(),
                value,
                share_of_imports: ratio(value, imports),
                share_of_use: ratio(value, sum(&|sector| product_use(table, buyer, sector))),
                share_of_exports: ratio(value, exports),
                buyer_loss: share_lost(cost.first),
                seller_loss: share_lost(cost.second),
            })
        })
        .collect()
}

//! Block 1: trade both ways, and what was recorded of it.

use unequal_leverage::trade_shares;
use unequal_world::{GroupBook, Party, Valuation};

use super::answer::{Flow, Recorded, TradeBlock};
use crate::Result;
use crate::evidence::{Evidence, Grade};
use crate::parties::Pair;
use crate::record;

/// How many years from the table's a record may be that stands beside it.
const NEAR: u16 = 3;

/// Values, shares and ranks of both directions, with recorded goods beside them.
pub fn block(pair: &Pair, book: &GroupBook) -> Result<TradeBlock> {
    let flows = vec![flow(pair, &pair.first, &pair.second), flow(pair, &pair.second, &pair.first)];
    let recorded = recorded(pair, book, &flows)?;
    let valuation = match pair.table.provenance().valuation {
        Valuation::Basic => {
            "Values are at basic prices: without trade and transport margins, which the table books as services, and \
             without taxes; customs values include them up to the border."
        }
        Valuation::RawMaterialsWithMargins => {
            "Exports of coal, oil, gas and ores include estimated trade and transport margins up to the seller's border; \
             all else is at basic prices, without margins, which the table books as services, and without taxes."
        }
    };
    let mut evidence = Evidence::of_pair(&pair.table, &pair.first, &pair.second, Grade::A).with_caveat(valuation);
    let year = pair.table.year();
    if !evidence.estimated.is_empty() && recorded.iter().any(|one| one.year == year) {
        evidence.caveats.push(
            "Recorded growth went into the table where it was put right: there the difference is no independent check."
                .to_owned(),
        );
    }
    Ok(TradeBlock { flows, recorded, evidence })
}

/// What the record has of both directions: every source in the table's year, or else the nearest years with any.
fn recorded(pair: &Pair, book: &GroupBook, flows: &[Flow]) -> Result<Vec<Recorded>> {
    let mut found = Vec::new();
    // A table of the reader's own may have regions that are no countries.
    let Ok(sides) = record::find(book, &pair.first.code, &pair.second.code) else { return Ok(found) };
    let year = pair.table.year();
    for (flow, [seller, buyer]) in flows.iter().zip([[&sides.first, &sides.second], [&sides.second, &sides.first]]) {
        let all = record::goods(seller, buyer)?;
        for near in record::nearest(&all, year, NEAR) {
            for (series, point) in all.iter().filter_map(|series| Some((series, series.in_year(near)?))) {
                let grade = point.grade.unwrap_or(series.grade);
                found.push(Recorded {
                    seller: flow.seller.clone(),
                    buyer: flow.buyer.clone(),
                    year: near,
                    value: point.value,
                    gap: flow.goods.filter(|_| near == year).map(|goods| goods - point.value),
                    source: point.source.clone().unwrap_or_else(|| series.source.clone()),
                    reporter: series.reporter,
                    grade,
                    meaning: series.meaning_of(point).to_owned(),
                });
            }
        }
    }
    Ok(found)
}

fn flow(pair: &Pair, seller: &Party, buyer: &Party) -> Flow {
    let shares = trade_shares(&pair.table, buyer, seller);
    let known = |value: f64| pair.table.tells_goods_from_services().then_some(value);
    Flow {
        seller: seller.code.clone(),
        buyer: buyer.code.clone(),
        value: shares.value,
        goods: known(shares.goods),
        services: known(shares.value - shares.goods),
        share_of_buyers_imports: shares.share_of_imports,
        share_of_buyers_goods_imports: known(shares.share_of_goods_imports),
        share_of_sellers_exports: shares.share_of_exports,
        share_of_sellers_goods_exports: known(shares.share_of_goods_exports),
        supplier_rank: shares.supplier_rank,
        customer_rank: shares.customer_rank,
        partners: shares.partners,
    }
}

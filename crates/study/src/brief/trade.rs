//! Block 1: trade both ways.

use unequal_leverage::trade_shares;
use unequal_world::{Party, series};

use super::answer::{Customs, Flow, TradeBlock};
use crate::Result;
use crate::evidence::{Evidence, Grade};
use crate::parties::Pair;

/// Values, shares and ranks of both directions, with customs figures where they are at hand.
pub fn block(pair: &Pair) -> Result<TradeBlock> {
    let flows = vec![flow(pair, &pair.first, &pair.second), flow(pair, &pair.second, &pair.first)];
    let year = pair.table.year();
    let totals = series::customs_totals(&pair.first.code, &pair.second.code, year)?;
    let customs: Vec<Customs> = totals
        .into_iter()
        .filter_map(|total| {
            let flow = flows.iter().find(|flow| flow.seller == total.exporter && flow.buyer == total.importer)?;
            Some(Customs {
                seller: total.exporter,
                buyer: total.importer,
                value: total.usd_million,
                gap: flow.goods - total.usd_million,
                grade: if total.read { Grade::B } else { Grade::C },
                source: total.source,
            })
        })
        .collect();
    let mut evidence = Evidence::of_pair(&pair.table, &pair.first, &pair.second, Grade::A).with_caveat(
        "Values are at basic prices: without trade and transport margins, which the table books as services, and \
         without taxes; customs values include them up to the border.",
    );
    if !customs.is_empty() && !evidence.estimated.is_empty() {
        evidence.caveats.push(
            "Customs figures also went into the table: the difference is what remains, not an independent check."
                .to_owned(),
        );
    }
    Ok(TradeBlock { flows, customs, evidence })
}

fn flow(pair: &Pair, seller: &Party, buyer: &Party) -> Flow {
    let shares = trade_shares(&pair.table, buyer, seller);
    Flow {
        seller: seller.code.clone(),
        buyer: buyer.code.clone(),
        value: shares.value,
        goods: shares.goods,
        services: shares.value - shares.goods,
        share_of_buyers_imports: shares.share_of_imports,
        share_of_buyers_goods_imports: shares.share_of_goods_imports,
        share_of_sellers_exports: shares.share_of_exports,
        share_of_sellers_goods_exports: shares.share_of_goods_exports,
        supplier_rank: shares.supplier_rank,
        customer_rank: shares.customer_rank,
        partners: shares.partners,
    }
}

//! Shares and ranks of a partner in a party's trade, their concentration and asymmetry (L1). Grade A
//! where the table is observed.
//!
//! Hirschman (1945, National Power and the Structure of Foreign Trade) read power out of such shares.

use unequal_world::labels::SectorKind;
use unequal_world::names::REST_OF_WORLD;
use unequal_world::{EconomyTable, Party};

/// What one party buys from another and how much that is of all it buys.
#[derive(Debug, Clone, PartialEq)]
pub struct TradeShares {
    /// Imports from the partner, USD million.
    pub value: f64,
    /// The part of `value` that is goods, USD million.
    pub goods: f64,
    /// Share of the importer's imports, 0 to 1.
    pub share_of_imports: f64,
    /// The same for goods alone.
    pub share_of_goods_imports: f64,
    /// Share of the exporter's exports, 0 to 1.
    pub share_of_exports: f64,
    /// The same for goods alone.
    pub share_of_goods_exports: f64,
    /// Rank of the exporter among the importer's suppliers, 1 is the largest.
    pub supplier_rank: usize,
    /// Rank of the importer among the exporter's customers, 1 is the largest.
    pub customer_rank: usize,
    /// Number of partners ranked.
    pub partners: usize,
}

/// Imports of `importer` from `exporter` with shares and ranks.
///
/// A group ranks as if its members were one partner; other regions rank singly. Trade inside a
/// party does not count. The rest of the world, where a table has it, is not ranked.
#[must_use]
pub fn trade_shares(table: &EconomyTable, importer: &Party, exporter: &Party) -> TradeShares {
    let (outside_importer, outside_exporter) = (table.outside(importer), table.outside(exporter));
    let part = |kind| table.trade(&importer.members, &exporter.members, kind);
    let imports = |kind| table.trade(&importer.members, &outside_importer, kind);
    let exports = |kind| table.trade(&outside_exporter, &exporter.members, kind);
    let goods = Some(SectorKind::Goods);
    let value = part(None);
    let single = |region: &usize| table.regions().code(*region).as_str() != REST_OF_WORLD;
    let rivals = |importers: bool| {
        let (own, partner) = if importers { (importer, exporter) } else { (exporter, importer) };
        let outside = if importers { &outside_importer } else { &outside_exporter };
        let larger = outside
            .iter()
            .filter(|region| !partner.contains(**region) && single(region))
            .filter(|region| {
                let other = if importers {
                    table.trade(&own.members, &[**region], None)
                } else {
                    table.trade(&[**region], &own.members, None)
                };
                other > value
            })
            .count();
        larger + 1
    };
    TradeShares {
        value,
        goods: part(goods),
        share_of_imports: ratio(value, imports(None)),
        share_of_goods_imports: ratio(part(goods), imports(goods)),
        share_of_exports: ratio(value, exports(None)),
        share_of_goods_exports: ratio(part(goods), exports(goods)),
        supplier_rank: rivals(true),
        customer_rank: rivals(false),
        partners: outside_importer.iter().filter(|region| !exporter.contains(**region) && single(region)).count() + 1,
    }
}

/// What `importers` buy of one product from `exporters`, USD million; own sales do not count.
#[must_use]
pub fn product_trade(table: &EconomyTable, importers: &[usize], exporters: &[usize], sector: usize) -> f64 {
    let flows = importers.iter().flat_map(|importer| {
        let others = exporters.iter().filter(move |exporter| *exporter != importer);
        others.map(move |exporter| table.flow(*importer, *exporter, sector))
    });
    flows.sum()
}

/// All that a party uses of one product, home supply included, USD million.
#[must_use]
pub fn product_use(table: &EconomyTable, party: &Party, sector: usize) -> f64 {
    party.members.iter().map(|region| table.total_use()[[*region, sector]]).sum()
}

/// A part of a whole; 0 where there is no whole.
#[must_use]
pub fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// How concentrated a party's trade is: Herfindahl-Hirschman indices, the sum of squared shares of
/// its partners, from one over the number of partners to 1. 0 where there is no trade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Concentration {
    /// Over the suppliers of all imports.
    pub suppliers: f64,
    /// Over the customers of all exports.
    pub customers: f64,
}

/// Concentration of a party's imports and exports over the regions outside it.
#[must_use]
pub fn concentration(table: &EconomyTable, party: &Party) -> Concentration {
    let outside = table.outside(party);
    let index = |value: &dyn Fn(usize) -> f64| herfindahl(outside.iter().map(|region| value(*region)));
    Concentration {
        suppliers: index(&|region| table.trade(&party.members, &[region], None)),
        customers: index(&|region| table.trade(&[region], &party.members, None)),
    }
}

/// Sum of squared shares of values from 0 up; 0 where all are 0.
#[must_use]
pub fn herfindahl(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for value in values {
        sum += value;
        squares += value * value;
    }
    ratio(squares, sum * sum)
}

/// Hirschman's asymmetry of two parties, `ln(share of the second in the first's imports / share of
/// the first in the second's)`: above 0 where the first depends more. `None` where a share is 0.
#[must_use]
pub fn asymmetry(first_on_second: f64, second_on_first: f64) -> Option<f64> {
    (first_on_second > 0.0 && second_on_first > 0.0).then(|| (first_on_second / second_on_first).ln())
}

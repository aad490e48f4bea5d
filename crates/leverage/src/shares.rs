//! Shares and ranks of a partner in a party's trade (L1). Grade A where the table is observed.

use unequal_world::labels::SectorKind;
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
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let goods = Some(SectorKind::Goods);
    let value = part(None);
    let single = |region: &usize| table.regions().code(*region).as_str() != "ROW";
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

//! How far two tables differ in what one country has of another's trade: shares of imports and of exports, and the flow.

use unequal_world::{Code, EconomyTable, SectorKind};

/// Classes of shares: those of a table's total imports or exports.
const CLASSES: [(&str, f64, f64); 4] =
    [("10 % and more", 0.1, 1.0), ("1 to 10 %", 0.01, 0.1), ("0.1 to 1 %", 1e-3, 0.01), ("0.01 to 0.1 %", 1e-4, 1e-3)];

/// What a country buys from another one.
#[derive(Debug, Clone, Copy)]
pub struct TradeShare {
    /// Of the buyer's imports.
    of_imports: f64,
    /// Of the seller's exports.
    of_exports: f64,
    /// USD million.
    flow: f64,
}

/// Of all pairs of different countries, in a fixed order.
pub type TradeShares = Vec<TradeShare>;

/// Shares of two tables, in all trade or in one kind of products, of the countries that both show. The rest of the world is
/// not the same in both.
pub fn common_shares(one: &EconomyTable, other: &EconomyTable, kind: Option<SectorKind>) -> (TradeShares, TradeShares) {
    let codes: Vec<&str> = one.regions().iter().map(Code::as_str).filter(|code| *code != "ROW").collect();
    let codes: Vec<&str> = codes.into_iter().filter(|code| other.regions().position(code).is_some()).collect();
    (trade_shares(one, &codes, kind), trade_shares(other, &codes, kind))
}

fn trade_shares(table: &EconomyTable, codes: &[&str], kind: Option<SectorKind>) -> TradeShares {
    let regions = table.regions().len();
    let flow = |buyer: usize, seller: usize| -> f64 { table.trade(&[buyer], &[seller], kind) };
    let flows: Vec<Vec<f64>> =
        (0..regions).map(|buyer| (0..regions).map(|seller| flow(buyer, seller)).collect()).collect();
    let abroad =
        |own: usize, of: &dyn Fn(usize) -> f64| -> f64 { (0..regions).filter(|other| *other != own).map(of).sum() };
    let imports: Vec<f64> = (0..regions).map(|buyer| abroad(buyer, &|seller| flows[buyer][seller])).collect();
    let exports: Vec<f64> = (0..regions).map(|seller| abroad(seller, &|buyer| flows[buyer][seller])).collect();
    let places: Vec<usize> = codes.iter().filter_map(|code| table.regions().position(code)).collect();
    let pairs = places.iter().flat_map(|buyer| places.iter().map(move |seller| (*buyer, *seller)));
    pairs
        .filter(|(buyer, seller)| buyer != seller)
        .map(|(buyer, seller)| {
            let flow = flows[buyer][seller];
            TradeShare { of_imports: flow / imports[buyer], of_exports: flow / exports[seller], flow }
        })
        .collect()
}

/// Prints how far they lie apart: shares in log odds, which are logarithms where a share is small and stay below one where
/// it is large; flows in logarithms, by the share of the buyer's imports. Classes are those of either table's share, because
/// a share that is small in one may not be in the other; the larger of the two errors is the one to take.
pub fn print_share_errors(title: &str, found: &[(TradeShares, TradeShares)]) {
    println!("\n{title}: log odds of one share less the other's, logarithm of one flow over the other\n");
    println!(
        "| share, by the first and by the second table | shares | median | 90 of 100 within, absolute | larger over 1.645 | of flows |"
    );
    println!("|---|---:|---:|---:|---:|---:|");
    let pairs: Vec<(TradeShare, TradeShare)> =
        found.iter().flat_map(|(one, other)| one.iter().copied().zip(other.iter().copied())).collect();
    let swapped: Vec<(TradeShare, TradeShare)> = pairs.iter().map(|(one, other)| (*other, *one)).collect();
    for class in CLASSES {
        let (there, back) = (ErrorOfClass::of(&pairs, class), ErrorOfClass::of(&swapped, class));
        let flows = there.flows.max(back.flows);
        println!(
            "| {} | {}, {} | {:.3}, {:.3} | {:.3}, {:.3} | {:.3} | {flows:.3}, {:.3} |",
            class.0,
            there.count,
            back.count,
            there.median,
            back.median,
            there.within,
            back.within,
            there.within.max(back.within) / 1.645,
            flows / 1.645
        );
    }
}

/// How far shares lie apart that are of one class in one table.
struct ErrorOfClass {
    count: usize,
    median: f64,
    /// 90 of 100, absolute.
    within: f64,
    /// The same of flows.
    flows: f64,
}

impl ErrorOfClass {
    fn of(pairs: &[(TradeShare, TradeShare)], (_, least, most): (&str, f64, f64)) -> Self {
        let of_class = |share: f64| (least..most).contains(&share);
        let odds = |of: fn(&TradeShare) -> f64| {
            let in_class = pairs.iter().filter(move |(one, other)| of_class(of(one)) && of(other) > 0.0);
            in_class.map(move |(one, other)| log_odds(of(other)) - log_odds(of(one)))
        };
        let mut gaps: Vec<f64> = odds(|one| one.of_imports).chain(odds(|one| one.of_exports)).collect();
        let flows = pairs.iter().filter(|(one, other)| of_class(one.of_imports) && other.flow > 0.0);
        let mut flows: Vec<f64> = flows.map(|(one, other)| (other.flow / one.flow).ln().abs()).collect();
        gaps.sort_by(f64::total_cmp);
        flows.sort_by(f64::total_cmp);
        let mut absolute: Vec<f64> = gaps.iter().map(|gap| gap.abs()).collect();
        absolute.sort_by(f64::total_cmp);
        Self {
            count: gaps.len(),
            median: quantile(&gaps, 0.5),
            within: quantile(&absolute, 0.9),
            flows: quantile(&flows, 0.9),
        }
    }
}

fn log_odds(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

/// Of ascending values.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = ((sorted.len() as f64 - 1.0) * share).max(0.0) as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

//! Claims as a system: a variable for each quantity, and the identities between them.

use std::collections::BTreeMap;

use unequal_world::names::{REST_OF_WORLD, known_regions};

use crate::interval::Interval;
use crate::period::Period;
use crate::quantity::{Goods, Quantity, UnitKind, WORLD};
use crate::resolve::{Claims, OwnIdentity};
use crate::system::{Bound, System, Tie};

/// The most that any amount of money can be, USD billion: ten times the world's yearly income.
const MOST_MONEY: f64 = 1e6;
/// How far offices revise a year's flow after its first publication, relative: China's customs put its exports to Russia of 2022
/// at USD 76.1 billion, and the growth that they report for 2023, 46.9 %, rests on 75.5.
const REVISED: f64 = 0.015;
/// The most that anything grows, and that one's own numbers exceed the largest that is stated.
const MOST_GROWTH: f64 = 1e6;
/// The largest rank: there are fewer countries.
const MOST_RANK: f64 = 300.0;

/// The system of a file, with where each claim and given figure stands in it.
#[derive(Clone)]
pub(crate) struct Tied {
    pub system: System,
    /// Variable of each quantity.
    pub variables: BTreeMap<Quantity, usize>,
}

impl Tied {
    /// The variable of a quantity that is in the file.
    pub fn bound(&self, quantity: &Quantity, interval: Interval) -> Option<Bound> {
        self.variables.get(quantity).map(|variable| Bound { variable: *variable, interval })
    }
}

struct Builder {
    tied: Tied,
    most_own: f64,
}

/// Builds the system of a file: quantities of claims and given figures, those they are made of, and the ties.
pub(crate) fn tied(claims: &Claims) -> Tied {
    let all = || claims.claims.iter().chain(&claims.givens);
    let own = all().filter(|claim| claim.quantity.unit() == UnitKind::Own).filter_map(|claim| claim.interval);
    let largest = own.map(Interval::size).filter(|size| size.is_finite()).fold(1.0, f64::max);
    let mut builder = Builder {
        tied: Tied { system: System::default(), variables: BTreeMap::new() },
        most_own: MOST_GROWTH * largest,
    };
    for claim in all().filter(|claim| claim.interval.is_some()) {
        builder.variable(&claim.quantity);
    }
    builder.own_identities(claims);
    builder.both_records(claims.valuation_gap);
    builder.parts_of_wholes();
    builder.products_of_goods();
    builder.shares_of_one_whole();
    builder.parts_of_periods();
    builder.tied
}

impl Builder {
    /// The variable of a quantity, made with what the quantity is made of if it is new.
    fn variable(&mut self, quantity: &Quantity) -> usize {
        if let Some(known) = self.tied.variables.get(quantity) {
            return *known;
        }
        let domain = match quantity.unit() {
            UnitKind::Money if matches!(quantity, Quantity::Balance { .. }) => {
                Interval { low: -MOST_MONEY, high: MOST_MONEY }
            }
            UnitKind::Money => Interval { low: 0.0, high: MOST_MONEY },
            UnitKind::Rank => Interval { low: 1.0, high: MOST_RANK },
            UnitKind::Share => Interval { low: 0.0, high: 1.0 },
            UnitKind::Ratio => Interval { low: 0.0, high: MOST_GROWTH },
            UnitKind::Own => Interval { low: -self.most_own, high: self.most_own },
        };
        let variable = self.tied.system.variable(domain);
        self.tied.variables.insert(quantity.clone(), variable);
        let tie = match quantity {
            Quantity::Trade { of, with, period } => {
                let [sold, bought] = both_ways(of, with, *period).map(|flow| self.variable(&flow));
                Some(Tie::Sum { terms: vec![(variable, 1.0), (sold, -1.0), (bought, -1.0)], at_least: false })
            }
            Quantity::Balance { of, with, surplus, period } => {
                let [sold, bought] = both_ways(of, with, *period).map(|flow| self.variable(&flow));
                let sign = if *surplus { 1.0 } else { -1.0 };
                Some(Tie::Sum { terms: vec![(variable, 1.0), (sold, -sign), (bought, sign)], at_least: false })
            }
            Quantity::ExportShare { of, to, goods, period } => {
                let of_buyer = |to: &str| Quantity::Exports {
                    of: of.clone(),
                    to: to.to_owned(),
                    goods: goods.clone(),
                    period: *period,
                };
                let (part, whole) = (self.variable(&of_buyer(to)), self.variable(&of_buyer(WORLD)));
                Some(Tie::Product { part, ratio: variable, whole })
            }
            Quantity::ImportShare { of, from, goods, period } => {
                let of_seller = |from: &str| Quantity::Imports {
                    of: of.clone(),
                    from: from.to_owned(),
                    goods: goods.clone(),
                    period: *period,
                };
                let (part, whole) = (self.variable(&of_seller(from)), self.variable(&of_seller(WORLD)));
                Some(Tie::Product { part, ratio: variable, whole })
            }
            Quantity::Change { later, since: Some(since) } => {
                let (part, whole) = (self.variable(later), self.variable(&later.at(*since)));
                let whole = if later.unit() == UnitKind::Money { self.revised(whole) } else { whole };
                Some(Tie::Product { part, ratio: variable, whole })
            }
            _ => None,
        };
        if let Some(tie) = tie {
            self.tied.system.tie(tie);
        }
        variable
    }

    /// A flow as its office has it later: a reported growth rate rests on the year before as revised since, not as it was
    /// first published.
    fn revised(&mut self, flow: usize) -> usize {
        let revised = self.tied.system.variable(Interval { low: 0.0, high: MOST_MONEY });
        self.at_least(vec![(flow, 1.0 + REVISED), (revised, -1.0)]);
        self.at_least(vec![(revised, 1.0), (flow, REVISED - 1.0)]);
        revised
    }

    fn own_identities(&mut self, claims: &Claims) {
        for identity in &claims.identities {
            let tie = match identity {
                OwnIdentity::Sum { total, parts } => {
                    let mut terms = vec![(self.variable(total), 1.0)];
                    terms.extend(parts.iter().map(|part| (self.variable(part), -1.0)));
                    Tie::Sum { terms, at_least: false }
                }
                OwnIdentity::Product { part, ratio, whole } => {
                    Tie::Product { part: self.variable(part), ratio: self.variable(ratio), whole: self.variable(whole) }
                }
            };
            self.tied.system.tie(tie);
        }
    }

    fn known(&self) -> Vec<(Quantity, usize)> {
        self.tied.variables.iter().map(|(quantity, variable)| (quantity.clone(), *variable)).collect()
    }

    fn at_least(&mut self, terms: Vec<(usize, f64)>) {
        self.tied.system.tie(Tie::Sum { terms, at_least: true });
    }

    /// Buyer and seller record the same flow, up to the gap; the data may have the other record where claims have one.
    fn both_records(&mut self, gap: f64) {
        for (quantity, _) in self.known() {
            let (seller, buyer, goods, period) = match quantity {
                Quantity::Exports { of, to, goods, period } => (of, to, goods, period),
                Quantity::Imports { of, from, goods, period } => (from, of, goods, period),
                _ => continue,
            };
            if seller == WORLD || buyer == WORLD {
                continue;
            }
            let export = Quantity::Exports { of: seller.clone(), to: buyer.clone(), goods: goods.clone(), period };
            let sold = self.variable(&export);
            let bought = self.variable(&Quantity::Imports { of: buyer, from: seller, goods, period });
            self.at_least(vec![(sold, 1.0 + gap), (bought, -1.0)]);
            self.at_least(vec![(bought, 1.0), (sold, gap - 1.0)]);
        }
    }

    /// Partners that are single countries are together no more than the world.
    fn parts_of_wholes(&mut self) {
        let known = self.known();
        for (whole_quantity, whole) in &known {
            let of_same_whole = |quantity: &Quantity| match (whole_quantity, quantity) {
                (
                    Quantity::Exports { of, to, goods, period },
                    Quantity::Exports { of: other, to: partner, goods: same, period: when },
                ) => to == WORLD && (of, goods, period) == (other, same, when) && is_country(partner),
                (
                    Quantity::Imports { of, from, goods, period },
                    Quantity::Imports { of: other, from: partner, goods: same, period: when },
                ) => from == WORLD && (of, goods, period) == (other, same, when) && is_country(partner),
                _ => false,
            };
            let parts = known.iter().filter(|(quantity, _)| of_same_whole(quantity)).map(|(_, part)| (*part, -1.0));
            let mut terms = vec![(*whole, 1.0)];
            terms.extend(parts);
            if terms.len() > 1 {
                self.at_least(terms);
            }
        }
    }

    /// A product is no more than all goods of the same flow.
    fn products_of_goods(&mut self) {
        let known = self.known();
        for (quantity, part) in &known {
            let all = match quantity {
                Quantity::Exports { of, to, goods: Goods::Product(_), period } => {
                    Quantity::Exports { of: of.clone(), to: to.clone(), goods: Goods::All, period: *period }
                }
                Quantity::Imports { of, from, goods: Goods::Product(_), period } => {
                    Quantity::Imports { of: of.clone(), from: from.clone(), goods: Goods::All, period: *period }
                }
                _ => continue,
            };
            if let Some(whole) = self.tied.variables.get(&all).copied() {
                self.at_least(vec![(whole, 1.0), (*part, -1.0)]);
            }
        }
    }

    /// Shares of different currencies in one settlement are together at most one; so are partners in one total.
    fn shares_of_one_whole(&mut self) {
        let mut wholes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (quantity, variable) in self.known() {
            let whole = match &quantity {
                Quantity::SettlementShare { of, flow, period, .. } => Some(format!("settlement {of} {flow} {period}")),
                Quantity::ExportShare { of, to, goods, period } if is_country(to) => {
                    Some(format!("exports {of} {goods:?} {period}"))
                }
                Quantity::ImportShare { of, from, goods, period } if is_country(from) => {
                    Some(format!("imports {of} {goods:?} {period}"))
                }
                _ => None,
            };
            if let Some(whole) = whole {
                wholes.entry(whole).or_default().push(variable);
            }
        }
        for shares in wholes.into_values().filter(|shares| shares.len() > 1) {
            let one = self.tied.system.variable(Interval { low: 1.0, high: 1.0 });
            let mut terms = vec![(one, 1.0)];
            terms.extend(shares.into_iter().map(|share| (share, -1.0)));
            self.at_least(terms);
        }
    }

    /// A flow of some months is no more than that of a period around them.
    fn parts_of_periods(&mut self) {
        let known = self.known();
        for (shorter, part) in &known {
            for (longer, whole) in &known {
                // A balance of some months may exceed that of the year.
                let is_flow = |quantity: &Quantity| {
                    quantity.unit() == UnitKind::Money && !matches!(quantity, Quantity::Balance { .. })
                };
                if !is_flow(shorter) || !is_flow(longer) {
                    continue;
                }
                let (Some(inner), Some(outer)) = (shorter.period(), longer.period()) else { continue };
                if inner != outer && outer.contains(inner) && shorter.at(outer) == *longer {
                    self.at_least(vec![(*whole, 1.0), (*part, -1.0)]);
                }
            }
        }
    }
}

/// Goods sold to a partner and bought from it, as one side records them.
fn both_ways(of: &str, with: &str, period: Period) -> [Quantity; 2] {
    let (of, with) = (of.to_owned(), with.to_owned());
    [
        Quantity::Exports { of: of.clone(), to: with.clone(), goods: Goods::All, period },
        Quantity::Imports { of, from: with, goods: Goods::All, period },
    ]
}

/// Whether a code is one country and not a group or everybody: groups may overlap with what stands beside them.
fn is_country(code: &str) -> bool {
    ![WORLD, REST_OF_WORLD].contains(&code) && known_regions().any(|(known, _)| known == code)
}

//! What a claim is about.

use std::fmt;

use unequal_world::names::region_name;
use unequal_world::record::product_named;

use crate::period::Period;

/// Everybody: the partner that a total has.
pub(crate) use unequal_world::WORLD;

/// All goods, or one of the groups of products that the record knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goods {
    /// All of them.
    All,
    /// A group of `data/products.csv`, by its id.
    Product(String),
}

impl Goods {
    /// The id of a group; nothing for all goods.
    #[must_use]
    pub fn product(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::Product(id) => Some(id),
        }
    }

    /// The readable name of a group.
    fn name(&self) -> Option<String> {
        let id = self.product()?;
        Some(product_named(id).map_or_else(|_| id.to_owned(), |group| group.name.clone()))
    }
}

/// What a claim is about. Codes are upper case; `WORLD` is everybody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Goods sold, as the seller records them, USD billion.
    Exports {
        /// Seller.
        of: String,
        /// Buyer.
        to: String,
        /// Which.
        goods: Goods,
        /// When.
        period: Period,
    },
    /// Goods bought, as the buyer records them, USD billion.
    Imports {
        /// Buyer.
        of: String,
        /// Seller.
        from: String,
        /// Which.
        goods: Goods,
        /// When.
        period: Period,
    },
    /// Exports and imports together, as one side records them, USD billion.
    Trade {
        /// Who records.
        of: String,
        /// The other side.
        with: String,
        /// When.
        period: Period,
    },
    /// Exports less imports, or imports less exports, as one side records them, USD billion.
    Balance {
        /// Who records.
        of: String,
        /// The other side.
        with: String,
        /// Whether it is the surplus; the deficit otherwise.
        surplus: bool,
        /// When.
        period: Period,
    },
    /// Place of a buyer among all buyers of a country's goods, by value: 1 is the largest.
    CustomerRank {
        /// Seller.
        of: String,
        /// Buyer.
        to: String,
        /// Which.
        goods: Goods,
        /// When.
        period: Period,
    },
    /// Place of a seller among all who sell a country goods, by value: 1 is the largest.
    SupplierRank {
        /// Buyer.
        of: String,
        /// Seller.
        from: String,
        /// Which.
        goods: Goods,
        /// When.
        period: Period,
    },
    /// Share of a buyer in the exports of a country, 0 to 1.
    ExportShare {
        /// Seller.
        of: String,
        /// Buyer.
        to: String,
        /// Which.
        goods: Goods,
        /// When.
        period: Period,
    },
    /// Share of a seller in the imports of a country, 0 to 1.
    ImportShare {
        /// Buyer.
        of: String,
        /// Seller.
        from: String,
        /// Which.
        goods: Goods,
        /// When.
        period: Period,
    },
    /// Share of a currency in the settlement of a country's exports or imports, 0 to 1.
    SettlementShare {
        /// Country.
        of: String,
        /// `exports` or `imports`.
        flow: String,
        /// `rouble`, `renminbi`, `dollar_euro` or `other_friendly`.
        currency: String,
        /// When.
        period: Period,
    },
    /// A quantity over the same quantity at an earlier time; 1 is no change.
    Change {
        /// The later quantity.
        later: Box<Quantity>,
        /// The earlier time; `None` if the claim does not say, and nothing can then be tied to it.
        since: Option<Period>,
    },
    /// Something else, known by the claim's name.
    Other {
        /// The claim's name.
        name: String,
    },
}

/// What kind of number a quantity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// USD billion.
    Money,
    /// Share, 0 to 1.
    Share,
    /// Ratio of a later to an earlier value.
    Ratio,
    /// Place in an order; 1 is the first.
    Rank,
    /// The author's own.
    Own,
}

impl UnitKind {
    /// The kind in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Money => "an amount of money",
            Self::Share => "a share",
            Self::Ratio => "a change",
            Self::Rank => "a rank",
            Self::Own => "a number of the author's own unit",
        }
    }

    /// How to write a figure of this kind.
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Money => {
                "US dollars with a scale, as in \"211 billion USD\" (convert other currencies, and say at what rate)"
            }
            Self::Share => "a percentage or a fraction, as in \"about 40 %\" or \"over a third\"",
            Self::Ratio => {
                "a change, as in \"up 16 %\", \"fell 16 %\", \"up two-thirds\", \"almost doubled\" or \"1.9 times\""
            }
            Self::Rank => "a rank, as in \"largest\", \"second-largest\", \"no. 3\" or \"among the top five\"",
            Self::Own => "a number",
        }
    }
}

impl Quantity {
    /// What kind of number it is.
    #[must_use]
    pub fn unit(&self) -> UnitKind {
        match self {
            Self::Exports { .. } | Self::Imports { .. } | Self::Trade { .. } | Self::Balance { .. } => UnitKind::Money,
            Self::CustomerRank { .. } | Self::SupplierRank { .. } => UnitKind::Rank,
            Self::ExportShare { .. } | Self::ImportShare { .. } | Self::SettlementShare { .. } => UnitKind::Share,
            Self::Change { .. } => UnitKind::Ratio,
            Self::Other { .. } => UnitKind::Own,
        }
    }

    /// When; `None` for something else.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        match self {
            Self::Exports { period, .. }
            | Self::Imports { period, .. }
            | Self::Trade { period, .. }
            | Self::Balance { period, .. }
            | Self::CustomerRank { period, .. }
            | Self::SupplierRank { period, .. }
            | Self::ExportShare { period, .. }
            | Self::ImportShare { period, .. }
            | Self::SettlementShare { period, .. } => Some(*period),
            Self::Change { later, .. } => later.period(),
            Self::Other { .. } => None,
        }
    }

    /// The same at another time.
    #[must_use]
    pub fn at(&self, when: Period) -> Self {
        let mut other = self.clone();
        match &mut other {
            Self::Exports { period, .. }
            | Self::Imports { period, .. }
            | Self::Trade { period, .. }
            | Self::Balance { period, .. }
            | Self::CustomerRank { period, .. }
            | Self::SupplierRank { period, .. }
            | Self::ExportShare { period, .. }
            | Self::ImportShare { period, .. }
            | Self::SettlementShare { period, .. } => *period = when,
            Self::Change { later, .. } => **later = later.at(when),
            Self::Other { .. } => {}
        }
        other
    }

    fn name(&self) -> String {
        let to = |code: &str| if code == WORLD { "the world".to_owned() } else { region_name(code).to_owned() };
        // The word alone, or the product with it: `imports`, `imports of crude oil`.
        let which = |word: &str, goods: &Goods| match goods.name() {
            Some(product) => format!("{word} of {product}"),
            None => word.to_owned(),
        };
        let by = |goods: &Goods| if goods.product().is_some() { "by" } else { "of" };
        match self {
            Self::Exports { of, to: buyer, goods, .. } if buyer == WORLD => {
                format!("all {} {} {}", which("exports", goods), by(goods), to(of))
            }
            Self::Exports { of, to: buyer, goods, .. } => {
                format!("{} {} {} to {}", which("exports", goods), by(goods), to(of), to(buyer))
            }
            Self::Imports { of, from, goods, .. } if from == WORLD => {
                format!("all {} {} {}", which("imports", goods), by(goods), to(of))
            }
            Self::Imports { of, from, goods, .. } => {
                format!("{} {} {} from {}", which("imports", goods), by(goods), to(of), to(from))
            }
            Self::Trade { of, with, .. } if with == WORLD => format!("all trade of {}", to(of)),
            Self::Trade { of, with, .. } => format!("trade of {} with {}", to(of), to(with)),
            Self::Balance { of, with, surplus, .. } => {
                format!("{} of {} with {}", if *surplus { "surplus" } else { "deficit" }, to(of), to(with))
            }
            Self::CustomerRank { of, to: buyer, goods, .. } => {
                format!("rank of {} by {} {} {}", to(buyer), which("exports", goods), by(goods), to(of))
            }
            Self::SupplierRank { of, from, goods, .. } => {
                format!("rank of {} by {} {} {}", to(from), which("imports", goods), by(goods), to(of))
            }
            Self::ExportShare { of, to: buyer, goods, .. } => {
                format!("share of {} in the {} {} {}", to(buyer), which("exports", goods), by(goods), to(of))
            }
            Self::ImportShare { of, from, goods, .. } => {
                format!("share of {} in the {} {} {}", to(from), which("imports", goods), by(goods), to(of))
            }
            Self::SettlementShare { of, flow, currency, .. } => {
                format!("share of the {} in settling the {flow} of {}", currency.replace('_', " and "), to(of))
            }
            Self::Change { later, .. } => format!("change of {}", later.name()),
            Self::Other { name } => name.clone(),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name())?;
        if let Some(period) = self.period() {
            write!(formatter, ", {period}")?;
        }
        match self {
            Self::Change { since: Some(since), .. } => write!(formatter, " over {since}"),
            Self::Change { since: None, .. } => write!(formatter, " over a time not stated"),
            _ => Ok(()),
        }
    }
}

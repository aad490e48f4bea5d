//! What a claim is about.

use std::fmt;

use unequal_world::names::region_name;

use crate::period::Period;

/// Everybody: the partner that a total has.
pub(crate) use unequal_world::WORLD;

/// What a claim is about. Codes are upper case; `WORLD` is everybody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Goods sold, as the seller records them, USD billion.
    Exports {
        /// Seller.
        of: String,
        /// Buyer.
        to: String,
        /// When.
        period: Period,
    },
    /// Goods bought, as the buyer records them, USD billion.
    Imports {
        /// Buyer.
        of: String,
        /// Seller.
        from: String,
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
    /// Share of a buyer in the exports of a country, 0 to 1.
    ExportShare {
        /// Seller.
        of: String,
        /// Buyer.
        to: String,
        /// When.
        period: Period,
    },
    /// Share of a seller in the imports of a country, 0 to 1.
    ImportShare {
        /// Buyer.
        of: String,
        /// Seller.
        from: String,
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
            Self::Own => "a number",
        }
    }
}

impl Quantity {
    /// What kind of number it is.
    #[must_use]
    pub fn unit(&self) -> UnitKind {
        match self {
            Self::Exports { .. } | Self::Imports { .. } | Self::Trade { .. } => UnitKind::Money,
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
        match self {
            Self::Exports { of, to: buyer, .. } if buyer == WORLD => format!("all exports of {}", to(of)),
            Self::Exports { of, to: buyer, .. } => format!("exports of {} to {}", to(of), to(buyer)),
            Self::Imports { of, from, .. } if from == WORLD => format!("all imports of {}", to(of)),
            Self::Imports { of, from, .. } => format!("imports of {} from {}", to(of), to(from)),
            Self::Trade { of, with, .. } if with == WORLD => format!("all trade of {}", to(of)),
            Self::Trade { of, with, .. } => format!("trade of {} with {}", to(of), to(with)),
            Self::ExportShare { of, to: buyer, .. } => format!("share of {} in the exports of {}", to(buyer), to(of)),
            Self::ImportShare { of, from, .. } => format!("share of {} in the imports of {}", to(from), to(of)),
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

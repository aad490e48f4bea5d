//! Sources of the record, and what their figures are.

use serde::{Deserialize, Serialize};

/// A source that knows many pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Correlates of War, dyadic trade 4.0: goods, 1870 to 2014.
    CorrelatesOfWar,
    /// BACI of the CEPII: goods, 2000 to 2020 and 2023, both sides' reports reconciled.
    Baci,
    /// UN Comtrade: exports of goods of 2021 as the exporter reports them, from USD 100 million on.
    Comtrade,
    /// Statistics of single states: goods.
    National,
    /// OECD: services, 2000 to 2019, as each side reports them.
    Services,
}

/// How a flow is valued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// At the exporter's border, without freight and insurance abroad.
    Fob,
    /// At the importer's border, with freight and insurance.
    Cif,
    /// At whichever border the source had a report from.
    Mixed,
    /// Services have no border.
    None,
}

/// Whose report a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reporter {
    /// The seller's.
    Exporter,
    /// The buyer's.
    Importer,
    /// Both sides', reconciled or filled in from each other.
    Both,
}

impl Source {
    /// Name with which it is cited.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CorrelatesOfWar => "Correlates of War, dyadic trade 4.0",
            Self::Baci => "BACI of the CEPII",
            Self::Comtrade => "UN Comtrade, as the exporter reports",
            Self::National => "national customs statistics",
            Self::Services => "OECD, services",
        }
    }

    /// Name with which the statistics of one state are cited.
    #[must_use]
    pub fn office(reporter: &str) -> &'static str {
        match reporter {
            "RUS" => "Federal Customs Service of Russia",
            "ARM" => "Statistical Committee of Armenia",
            "KAZ" => "Bureau of National Statistics of Kazakhstan",
            "KGZ" => "National Statistical Committee of Kyrgyzstan",
            "UZB" => "Statistics Agency of Uzbekistan",
            "CHN" => "Chinese customs, by way of the press",
            _ => "Eurostat, exports of members",
        }
    }

    /// Whether its figures are goods.
    #[must_use]
    pub fn is_goods(self) -> bool {
        self != Self::Services
    }

    /// Whether a pair without a figure traded next to nothing in a year of which the source knows both sides, rather than that
    /// nobody counted. BACI of 2023 was made before all had reported, and lacks trade between two that had not.
    #[must_use]
    pub fn leaves_out_only_small(self, year: u16) -> bool {
        self == Self::Baci && year <= 2020
    }
}

//! Trade elasticities by sector, with where they come from.
//!
//! A trade elasticity is the Fréchet shape theta > 0 itself, never its reciprocal.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::names::sector_rows;
use crate::table::EconomyTable;

/// Which trade elasticities hold in the long run. In files a number, or the word `by-sector`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Elasticity {
    /// The same in every sector.
    Common(f64),
    /// Caliendo and Parro's by sector.
    BySector,
}

impl Elasticity {
    /// The word in files for elasticities by sector.
    pub const WORD_BY_SECTOR: &str = "by-sector";
    /// The one that holds where none is given.
    pub const DEFAULT: Self = Self::Common(4.0);

    /// Whether a common one is a number from 0.1 to 50, outside of which no study finds any.
    #[must_use]
    pub fn is_in_range(self) -> bool {
        match self {
            Self::Common(value) => (0.1..=50.0).contains(&value),
            Self::BySector => true,
        }
    }
}

impl Default for Elasticity {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Elasticity {
    /// The label in tables: `4`, `by sector`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Common(value) => write!(formatter, "{value}"),
            Self::BySector => formatter.write_str("by sector"),
        }
    }
}

impl Serialize for Elasticity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Common(value) => serializer.serialize_f64(*value),
            Self::BySector => serializer.serialize_str(Self::WORD_BY_SECTOR),
        }
    }
}

impl<'de> Deserialize<'de> for Elasticity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrWord;
        impl Visitor<'_> for NumberOrWord {
            type Value = Elasticity;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "a number or \"{}\"", Elasticity::WORD_BY_SECTOR)
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Elasticity, E> {
                Ok(Elasticity::Common(value))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Elasticity, E> {
                Ok(Elasticity::Common(value as f64))
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Elasticity, E> {
                Ok(Elasticity::Common(value as f64))
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Elasticity, E> {
                if value == Elasticity::WORD_BY_SECTOR {
                    Ok(Elasticity::BySector)
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(value), &self))
                }
            }
        }
        deserializer.deserialize_any(NumberOrWord)
    }
}

impl JsonSchema for Elasticity {
    fn schema_name() -> Cow<'static, str> {
        "Elasticity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "number", "minimum": 0.1, "maximum": 50 }, { "const": Self::WORD_BY_SECTOR }] })
    }
}

/// The trade elasticities under which something was computed: those of the long run, or these as they are some years
/// after a shock.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TradeElasticity {
    /// Those of the long run.
    LongRun(Elasticity),
    /// What has come of them some years after a shock.
    After {
        /// Those of the long run.
        long_run: Elasticity,
        /// Years since the shock.
        years: f64,
    },
}

impl TradeElasticity {
    /// Years since a shock at which they hold; `None` for the long run.
    #[must_use]
    pub fn years(self) -> Option<f64> {
        match self {
            Self::LongRun(_) => None,
            Self::After { years, .. } => Some(years),
        }
    }

    /// Those that hold in the long run.
    #[must_use]
    pub fn long_run(self) -> Elasticity {
        match self {
            Self::LongRun(long_run) | Self::After { long_run, .. } => long_run,
        }
    }
}

impl fmt::Display for TradeElasticity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LongRun(elasticity) => elasticity.fmt(formatter),
            Self::After { long_run, years } => {
                write!(formatter, "{long_run} in the long run, as it is after {years} years")
            }
        }
    }
}

/// A trade elasticity for every sector of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElasticitySet {
    /// Which they are.
    pub which: TradeElasticity,
    /// Where the numbers come from.
    pub source: String,
    /// One per sector of the table, dimensionless, positive.
    pub by_sector: Vec<f64>,
}

impl ElasticitySet {
    /// The same elasticity in every sector.
    #[must_use]
    pub fn common(value: f64, table: &EconomyTable) -> Self {
        Self {
            which: TradeElasticity::LongRun(Elasticity::Common(value)),
            source: "one assumed value for all sectors".to_owned(),
            by_sector: vec![value; table.sectors().len()],
        }
    }

    /// Caliendo and Parro's (2015) estimates by sector, where the table's classification
    /// is known; services and utilities, which they do not estimate, carry 4.
    ///
    /// Returns `None` when a sector of the table is not in `data/sectors.csv`.
    #[must_use]
    pub fn caliendo_parro(table: &EconomyTable) -> Option<Self> {
        let by_sector = table
            .sectors()
            .iter()
            .map(|sector| {
                sector_rows(&table.provenance().classification)
                    .find(|row| row.code == sector.code)
                    .map(|row| row.caliendo_parro)
            })
            .collect::<Option<Vec<f64>>>()?;
        Some(Self {
            which: TradeElasticity::LongRun(Elasticity::BySector),
            source: "Caliendo and Parro (2015), the values of their NAFTA exercise mapped to this \
                     table's sectors; services and utilities assumed 4"
                .to_owned(),
            by_sector,
        })
    }
}

//! Trade elasticities by sector, with where they come from.
//!
//! A trade elasticity is the Fréchet shape theta > 0 itself, never its reciprocal.

mod own;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::labels::SectorKind;
use crate::names::sector_rows;
use crate::rows::read_rows;
use crate::table::EconomyTable;

pub use own::OwnElasticities;

/// Trade elasticities outside of which no study finds any.
pub(crate) const RANGE: RangeInclusive<f64> = 0.1..=50.0;

/// Which trade elasticities hold in the long run. In files a number, the name of a set by sector, or own values.
#[derive(Debug, Clone, PartialEq)]
pub enum Elasticity {
    /// The same in every sector.
    Common(f64),
    /// Caliendo and Parro's by sector, the values of their NAFTA exercise.
    BySector,
    /// One of the published sets by sector ([`published_sets`]).
    Published(&'static PublishedSet),
    /// Own values for some sectors, over one of the above.
    Own(Arc<OwnElasticities>),
}

/// A published set of trade elasticities by sector: a row of `data/elasticity_sets.csv`.
#[derive(Debug, PartialEq, Deserialize)]
pub struct PublishedSet {
    /// Short name by which it is asked for, such as `fontagne`.
    #[serde(rename = "set")]
    pub id: String,
    /// Readable name: authors and year.
    pub name: String,
    /// Where it is published.
    pub source: String,
}

/// One row of `data/elasticities.csv`.
#[derive(Deserialize)]
struct PublishedValue {
    set: String,
    classification: String,
    sector: String,
    elasticity: f64,
}

const PUBLISHED_SETS: &str = include_str!("../../../data/elasticity_sets.csv");
const PUBLISHED_VALUES: &str = include_str!("../../../data/elasticities.csv");

static SETS: LazyLock<Vec<PublishedSet>> =
    LazyLock::new(|| read_rows("data/elasticity_sets.csv", PUBLISHED_SETS).unwrap_or_default());
static VALUES: LazyLock<Vec<PublishedValue>> =
    LazyLock::new(|| read_rows("data/elasticities.csv", PUBLISHED_VALUES).unwrap_or_default());

/// The published sets of elasticities by sector, by which answers are tried beside a common one.
#[must_use]
pub fn published_sets() -> &'static [PublishedSet] {
    &SETS
}

impl Elasticity {
    /// The word in files for elasticities by sector.
    pub const WORD_BY_SECTOR: &str = "by-sector";
    /// A published set by its short name, in upper or lower case.
    #[must_use]
    pub fn published(id: &str) -> Option<Self> {
        SETS.iter().find(|set| set.id.eq_ignore_ascii_case(id)).map(Self::Published)
    }

    /// All words that name elasticities by sector.
    pub fn words() -> impl Iterator<Item = &'static str> {
        std::iter::once(Self::WORD_BY_SECTOR).chain(SETS.iter().map(|set| set.id.as_str()))
    }

    /// The word that names elasticities by sector, of own ones that of the other sectors; nothing for a common one.
    #[must_use]
    pub fn word(&self) -> Option<&'static str> {
        match self {
            Self::Common(_) => None,
            Self::BySector => Some(Self::WORD_BY_SECTOR),
            Self::Published(set) => Some(&set.id),
            Self::Own(own) => own.others().word(),
        }
    }

    /// The one that holds where none is given.
    pub const DEFAULT: Self = Self::Common(4.0);

    /// Whether a common one, or every own one, is a number from 0.1 to 50, outside of which no study finds any.
    #[must_use]
    pub fn is_in_range(&self) -> bool {
        match self {
            Self::Common(value) => RANGE.contains(value),
            Self::BySector | Self::Published(_) => true,
            Self::Own(own) => own.others().is_in_range() && own.sectors().values().all(|value| RANGE.contains(value)),
        }
    }
}

impl Default for Elasticity {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for Elasticity {
    /// The label in tables: `4`, `by sector`, authors and year; in files (`{:#}`) the short name of a published set.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Common(value) => write!(formatter, "{value}"),
            Self::BySector => formatter.write_str("by sector"),
            Self::Published(set) if formatter.alternate() => formatter.write_str(&set.id),
            Self::Published(set) => formatter.write_str(&set.name),
            Self::Own(own) => formatter.write_str(&own.label()),
        }
    }
}

impl Serialize for Elasticity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Common(value) => serializer.serialize_f64(*value),
            Self::BySector => serializer.serialize_str(Self::WORD_BY_SECTOR),
            Self::Published(set) => serializer.serialize_str(&set.id),
            Self::Own(own) => own.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Elasticity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrWord;
        impl<'de> Visitor<'de> for NumberOrWord {
            type Value = Elasticity;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let words: Vec<String> = Elasticity::words().map(|word| format!("\"{word}\"")).collect();
                write!(formatter, "a number, one of {}, or own values by sector", words.join(", "))
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
                    return Ok(Elasticity::BySector);
                }
                Elasticity::published(value).ok_or_else(|| E::invalid_value(de::Unexpected::Str(value), &self))
            }
            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Elasticity, M::Error> {
                let (mut others, mut sectors) = (Elasticity::DEFAULT, BTreeMap::new());
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "others" => others = map.next_value()?,
                        "sectors" => sectors = map.next_value()?,
                        _ => return Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
                    }
                }
                Ok(Elasticity::Own(OwnElasticities::over(others, sectors).into()))
            }
        }
        deserializer.deserialize_any(NumberOrWord)
    }
}

impl JsonSchema for Elasticity {
    fn schema_name() -> Cow<'static, str> {
        "Elasticity".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let own = generator.subschema_for::<OwnElasticities>();
        json_schema!({ "anyOf": [
            { "type": "number", "minimum": 0.1, "maximum": 50 },
            { "enum": Self::words().collect::<Vec<_>>() },
            own
        ] })
    }
}

/// The trade elasticities under which something was computed: those of the long run, or these as they are some years
/// after a shock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    pub fn years(&self) -> Option<f64> {
        match self {
            Self::LongRun(_) => None,
            Self::After { years, .. } => Some(*years),
        }
    }

    /// Those that hold in the long run.
    #[must_use]
    pub fn long_run(&self) -> &Elasticity {
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

    /// A published set, where the table's classification is known. Services carry the set's one value for them.
    ///
    /// The values are concorded to the OECD's sectors by their source (`data/PROVENANCE.md`); sectors of WIOD carry the
    /// mean of those that they hold. Returns `None` when a sector of the table has no value.
    #[must_use]
    pub fn published(set: &'static PublishedSet, table: &EconomyTable) -> Option<Self> {
        let classification = match table.provenance().classification.as_str() {
            "icio50" | "icio28" => "icio",
            other => other,
        };
        let value = |sector: &str| {
            let mut values = VALUES.iter().filter(|row| row.set == set.id && row.classification == classification);
            values.find(|row| row.sector == sector).map(|row| row.elasticity)
        };
        let by_sector = table
            .sectors()
            .iter()
            .map(|sector| {
                let own = value(sector.code.as_str());
                own.or_else(|| value("services").filter(|_| sector.kind == SectorKind::Services))
            })
            .collect::<Option<Vec<f64>>>()?;
        Some(Self {
            which: TradeElasticity::LongRun(Elasticity::Published(set)),
            source: set.source.clone(),
            by_sector,
        })
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

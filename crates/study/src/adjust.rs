//! `table adjust`: a table moved to recorded trade.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unequal_world::format;
use unequal_world::names::region_name;
use unequal_world::records::{Adjusted, Applied, Records};

use crate::evidence::{Evidence, Grade};
use crate::source::{Source, TableSource};
use crate::{Result, Session, StudyError};

/// Which records a table is moved to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustQuestion {
    /// The records: a csv file with the columns year, exporter, importer, products, `usd_million` and source.
    pub records: Source,
    /// Year of the table; the latest observed one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// A table instead of the year's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableSource>,
}

/// What became of the records, and the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Adjustment {
    /// Year of the table.
    pub year: u16,
    /// Name of the table that was asked for instead of the year's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Name of the file of records, without folders.
    pub records: String,
    /// One row a record, the largest change first.
    pub rows: Vec<AdjustedFlow>,
    /// Half the sum of all changes of flows, USD million.
    pub moved: f64,
    /// How sure.
    pub evidence: Evidence,
    /// The adjusted table as the bytes of a `.world` file.
    #[serde(skip)]
    pub world: Vec<u8>,
}

/// One record and what the tables have for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdjustedFlow {
    /// Code and readable name of the seller.
    pub exporter: (String, String),
    /// Code and readable name of the buyer.
    pub importer: (String, String),
    /// `goods`, `services`, `all` or the code of a sector.
    pub products: String,
    /// Value in the table before, USD million.
    pub before: f64,
    /// The record, USD million.
    pub record: f64,
    /// Value in the table afterwards, USD million.
    pub after: f64,
    /// Where the record is from.
    pub source: String,
}

/// A record is met where the table differs from it by less than this share.
const MET: f64 = 1e-6;

impl AdjustedFlow {
    /// Whether the table has the record's value.
    #[must_use]
    pub fn is_met(&self) -> bool {
        (self.after - self.record).abs() <= MET * self.record.max(1.0)
    }

    fn of(applied: Applied) -> Self {
        let named = |code: String| {
            let name = region_name(&code).to_owned();
            (code, name)
        };
        let Applied { record, before, after } = applied;
        Self {
            exporter: named(record.exporter),
            importer: named(record.importer),
            products: record.products,
            before,
            record: record.usd_million,
            after,
            source: record.source,
        }
    }
}

impl Session {
    /// Moves a table to records. Every producer makes as much as before, and every industry buys as many inputs.
    pub fn adjust(&self, question: &AdjustQuestion) -> Result<Adjustment> {
        let table = self.chosen(question.year, question.table.as_ref())?;
        let (name, bytes) = (question.records.short_name(), question.records.bytes()?);
        let text = std::str::from_utf8(&bytes).map_err(|error| StudyError::Value {
            what: "the file of records",
            value: format!("{name}, byte {}", error.valid_up_to()),
            expected: "text in UTF-8".to_owned(),
        })?;
        let Adjusted { table: adjusted, applied, moved } = Records::parse(&name, text)?.apply(&table)?;
        let mut rows: Vec<AdjustedFlow> = applied.into_iter().map(AdjustedFlow::of).collect();
        let change = |row: &AdjustedFlow| (row.after - row.before).abs();
        rows.sort_by(|one, other| change(other).total_cmp(&change(one)));
        Ok(Adjustment {
            year: table.year(),
            table: question.table.as_ref().map(TableSource::short_name),
            records: name,
            rows,
            moved,
            evidence: Evidence::of_table(&adjusted, Grade::C),
            world: format::write_packed(&adjusted)?,
        })
    }
}

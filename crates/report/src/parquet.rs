//! Answers as Parquet files: the rows of the csv with their types, and what stands behind all of
//! them (grade, source, what is estimated) as key-values of the file.
//!
//! Written with the low-level column writers, uncompressed: the files are small, and neither Arrow
//! nor a compressor has to be compiled for them.

use std::sync::Arc;

use ::parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use unequal_study::audit::AuditAnswer;
use unequal_study::brief::Brief;
use unequal_study::doctor::{Examination, TableHealth};
use unequal_study::episode::Episode;
use unequal_study::exit_cost::ExitCosts;
use unequal_study::explain_flow::FlowExplained;
use unequal_study::timeline::Timeline;
use unequal_study::{Evidence, Grade};

use unequal_study::conditional::Conditional;
use unequal_study::leverage::{LeverageTable, PairLeverage};
use unequal_study::run::{Comparison, RunAnswer};

use crate::figures::{self, Figure};

pub use ::parquet::errors::ParquetError as Error;

/// One column; a cell that is `None` is null.
struct Column<'a> {
    name: &'a str,
    cells: Cells,
    /// Whether cells may be null, as the schema says it: the same for every file of a kind.
    optional: bool,
}

enum Cells {
    Text(Vec<Option<ByteArray>>),
    Number(Vec<Option<f64>>),
    Count(Vec<Option<i32>>),
}

impl<'a> Column<'a> {
    fn text<'c>(name: &'a str, cells: impl Iterator<Item = &'c str>) -> Self {
        Self { name, cells: Cells::Text(cells.map(|text| Some(ByteArray::from(text))).collect()), optional: false }
    }

    fn maybe_text<'c>(name: &'a str, cells: impl Iterator<Item = Option<&'c str>>) -> Self {
        Self { name, cells: Cells::Text(cells.map(|text| text.map(ByteArray::from)).collect()), optional: true }
    }

    /// Numbers; one that is not finite (the ratio of two zeros, say) becomes null.
    fn number(name: &'a str, cells: impl Iterator<Item = Option<f64>>) -> Self {
        let finite = |cell: Option<f64>| cell.filter(|value| value.is_finite());
        Self { name, cells: Cells::Number(cells.map(finite).collect()), optional: true }
    }

    fn year(cells: impl Iterator<Item = u16>) -> Self {
        Self { name: "year", cells: Cells::Count(cells.map(|year| Some(i32::from(year))).collect()), optional: false }
    }

    fn count(name: &'a str, cells: impl Iterator<Item = Option<usize>>) -> Self {
        let narrow = |cell: Option<usize>| cell.and_then(|value| i32::try_from(value).ok());
        Self { name, cells: Cells::Count(cells.map(narrow).collect()), optional: true }
    }

    fn schema(&self) -> Result<Arc<Type>, ParquetError> {
        let (physical, logical) = match self.cells {
            Cells::Text(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
            Cells::Number(_) => (PhysicalType::DOUBLE, None),
            Cells::Count(_) => (PhysicalType::INT32, None),
        };
        let repetition = if self.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
        Type::primitive_type_builder(self.name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    }

    fn write(&self, writer: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match &self.cells {
            Cells::Text(cells) => {
                let (present, levels) = self.split(cells);
                writer.typed::<ByteArrayType>().write_batch(&present, levels.as_deref(), None)?;
            }
            Cells::Number(cells) => {
                let (present, levels) = self.split(cells);
                writer.typed::<DoubleType>().write_batch(&present, levels.as_deref(), None)?;
            }
            Cells::Count(cells) => {
                let (present, levels) = self.split(cells);
                writer.typed::<Int32Type>().write_batch(&present, levels.as_deref(), None)?;
            }
        }
        Ok(())
    }

    /// The cells that are not null, and for each cell whether it is there.
    fn split<T: Clone>(&self, cells: &[Option<T>]) -> (Vec<T>, Option<Vec<i16>>) {
        let present = cells.iter().flatten().cloned().collect();
        (present, self.optional.then(|| cells.iter().map(|cell| i16::from(cell.is_some())).collect()))
    }
}

/// Every figure of the brief, one a row; the columns of the csv.
pub fn brief(brief: &Brief) -> Result<Vec<u8>, ParquetError> {
    single_figures("brief", &figures::brief(brief), &brief.exit.evidence)
}

/// Every figure of a run.
pub fn run(run: &RunAnswer) -> Result<Vec<u8>, ParquetError> {
    single_figures("run", &figures::run(run), &run.evidence)
}

/// Every figure of the episode of December 2023.
pub fn episode(episode: &Episode) -> Result<Vec<u8>, ParquetError> {
    single_figures("episode", &figures::episode(episode), &episode.evidence)
}

/// Every figure of a conditional answer with its condition, one a row; the columns of the csv.
pub fn conditional(answer: &Conditional) -> Result<Vec<u8>, ParquetError> {
    let rows = figures::conditional(answer);
    let columns = [
        Column::text("block", rows.iter().map(|row| row.block.as_str())),
        Column::text("condition", rows.iter().map(|row| row.condition.as_str())),
        Column::text("subject", rows.iter().map(|row| row.subject.as_str())),
        Column::text("item", rows.iter().map(|row| row.item.as_str())),
        Column::number("value", rows.iter().map(|row| row.value)),
        Column::maybe_text("word", rows.iter().map(|row| row.word.as_deref())),
        Column::text("unit", rows.iter().map(|row| row.unit.as_str())),
        Column::number("low", rows.iter().map(|row| row.low)),
        Column::number("high", rows.iter().map(|row| row.high)),
        Column::text("range", rows.iter().map(|row| row.range.as_str())),
        Column::text("drivers", rows.iter().map(|row| row.drivers.as_str())),
        Column::text("grade", rows.iter().map(|_| "D")),
        Column::text("source", rows.iter().map(|_| answer.evidence.source.as_str())),
    ];
    file(&answer.command, &columns, behind(&answer.evidence))
}

/// Scenarios side by side: a figure a row, a column for each file, null where it does not apply.
pub fn comparison(comparison: &Comparison) -> Result<Vec<u8>, ParquetError> {
    let rows = &comparison.rows;
    let mut columns = vec![
        Column::text("subject", rows.iter().map(|row| row.subject.as_str())),
        Column::text("item", rows.iter().map(|row| row.item.as_str())),
        Column::text("unit", rows.iter().map(|row| row.unit.as_str())),
    ];
    for (place, run) in comparison.runs.iter().enumerate() {
        let values = rows.iter().map(|row| row.values.get(place).copied().flatten());
        columns.push(Column::number(&run.file, values));
    }
    let evidence = comparison.runs.first().map_or_else(Vec::new, |run| behind(&run.evidence));
    file("comparison", &columns, evidence)
}

/// Every figure of a timeline.
pub fn timeline(timeline: &Timeline) -> Result<Vec<u8>, ParquetError> {
    single_figures("timeline", &figures::timeline(timeline), &timeline.evidence)
}

fn single_figures(name: &str, rows: &[Figure], evidence: &Evidence) -> Result<Vec<u8>, ParquetError> {
    let grades: Vec<String> = rows.iter().map(|row| format!("{:?}", row.grade)).collect();
    let columns = [
        Column::text("block", rows.iter().map(|row| row.block)),
        Column::text("subject", rows.iter().map(|row| row.subject.as_str())),
        Column::text("item", rows.iter().map(|row| row.item.as_str())),
        Column::year(rows.iter().map(|row| row.year)),
        Column::text("elasticity", rows.iter().map(|row| row.elasticity.as_str())),
        Column::number("value", rows.iter().map(|row| Some(row.value))),
        Column::text("unit", rows.iter().map(|row| row.unit.as_str())),
        Column::text("grade", grades.iter().map(String::as_str)),
        Column::text("source", rows.iter().map(|row| row.source.as_str())),
        Column::text("estimated", rows.iter().map(|row| if row.estimated { "yes" } else { "no" })),
    ];
    file(name, &columns, behind(evidence))
}

/// Every figure about the leverage of one pair.
pub fn leverage(answer: &PairLeverage) -> Result<Vec<u8>, ParquetError> {
    single_figures("leverage", &figures::leverage(answer), &answer.evidence)
}

/// Many pairs, one directed pair a row; the columns of the csv, what all rows share as key-values.
pub fn leverage_table(answer: &LeverageTable) -> Result<Vec<u8>, ParquetError> {
    let numbers = figures::columns(answer);
    let mut columns = vec![
        Column::text("side", answer.rows.iter().map(|row| row.side.as_str())),
        Column::text("partner", answer.rows.iter().map(|row| row.partner.as_str())),
        Column::year(std::iter::repeat_n(answer.year, answer.rows.len())),
        Column::text("elasticity", std::iter::repeat_n(answer.elasticity.as_str(), answer.rows.len())),
    ];
    for number in &numbers {
        columns.push(Column::number(&number.name, answer.rows.iter().map(|row| (number.value)(row))));
    }
    let solved = ("exit_cost_solved", if answer.exact { "yes" } else { "no" }.to_owned());
    file("leverage", &columns, behind(&answer.evidence).into_iter().chain([solved]).collect())
}

/// Exit costs, one pair a row, losses as shares of real income. Pairs without an answer come last,
/// with null figures and the reason in `failure`.
pub fn exit_costs(costs: &ExitCosts) -> Result<Vec<u8>, ParquetError> {
    let (pairs, failures) = (&costs.pairs, &costs.failures);
    let rows = pairs.len() + failures.len();
    let nothing = || failures.iter().map(|_| None);
    let firsts = pairs.iter().map(|pair| &pair.first).chain(failures.iter().map(|failure| &failure.first));
    let seconds = pairs.iter().map(|pair| &pair.second).chain(failures.iter().map(|failure| &failure.second));
    let reasons = failures.iter().map(|failure| Some(failure.reason.as_str()));
    let columns = [
        Column::text("first", firsts.map(String::as_str)),
        Column::text("second", seconds.map(String::as_str)),
        Column::number("first_loss", pairs.iter().map(|pair| Some(pair.first_loss)).chain(nothing())),
        Column::number("second_loss", pairs.iter().map(|pair| Some(pair.second_loss)).chain(nothing())),
        Column::number("ratio", pairs.iter().map(|pair| Some(pair.ratio)).chain(nothing())),
        Column::count("sweeps", pairs.iter().map(|pair| Some(pair.evaluations)).chain(failures.iter().map(|_| None))),
        Column::year(std::iter::repeat_n(costs.year, rows)),
        Column::text("elasticity", std::iter::repeat_n(costs.elasticity.as_str(), rows)),
        Column::maybe_text("failure", pairs.iter().map(|_| None).chain(reasons)),
    ];
    file("exit_costs", &columns, behind(&costs.evidence))
}

/// The examination, one check of a table a row.
pub fn examination(examination: &Examination) -> Result<Vec<u8>, ParquetError> {
    let rows = figures::checks(examination);
    let columns = [
        Column::text("table", rows.iter().map(|row| row.table.as_str())),
        Column::text("check", rows.iter().map(|row| row.check.as_str())),
        Column::text("place", rows.iter().map(|row| row.place.as_str())),
        Column::number("gap", rows.iter().map(|row| Some(row.gap))),
        Column::number("tolerance", rows.iter().map(|row| Some(row.tolerance))),
        Column::text("healthy", rows.iter().map(|row| if row.healthy { "true" } else { "false" })),
    ];
    let all = |of: fn(&TableHealth) -> &[String]| -> String {
        let lines = examination
            .tables
            .iter()
            .flat_map(|table| of(table).iter().map(move |sentence| format!("{}: {sentence}", table.name)));
        lines.collect::<Vec<_>>().join("\n")
    };
    let names: Vec<&str> = examination.tables.iter().map(|table| table.name.as_str()).collect();
    // Checks are sums of the tables' own cells, whatever those rest on.
    let behind = vec![
        ("grade", format!("{:?}", Grade::A)),
        ("source", names.join("; ")),
        ("estimated", or_nothing(all(|table| &table.estimated))),
        ("changes", all(|table| &table.changes)),
    ];
    file("examination", &columns, behind)
}

/// Every figure about one flow; the columns of the csv, what all rows share as key-values.
pub fn flow(flow: &FlowExplained) -> Result<Vec<u8>, ParquetError> {
    let rows = figures::flow(flow);
    let grade = format!("{:?}", flow.evidence.grade);
    let same = |name: &'static str, cell: &str| Column::text(name, std::iter::repeat_n(cell, rows.len()));
    let columns = [
        same("seller", &flow.seller.0),
        same("buyer", &flow.buyer.0),
        same("sector", &flow.sector.0),
        Column::year(std::iter::repeat_n(flow.year, rows.len())),
        Column::text("measure", rows.iter().map(|row| row.measure)),
        Column::text("kind", rows.iter().map(|row| row.kind)),
        Column::text("item", rows.iter().map(|row| row.item)),
        Column::text("receiver", rows.iter().map(|row| row.receiver)),
        Column::text("owner", rows.iter().map(|row| row.owner)),
        Column::number("value", rows.iter().map(|row| row.value)),
        Column::text("unit", rows.iter().map(|row| row.unit)),
        same("grade", &grade),
        same("source", &flow.evidence.source),
    ];
    file("flow", &columns, behind(&flow.evidence))
}

/// The audit: one figure a row, the rows of the csv.
pub fn audit(answer: &AuditAnswer) -> Result<Vec<u8>, ParquetError> {
    let rows = figures::audit(answer);
    let columns = [
        Column::text("block", rows.iter().map(|row| row.block)),
        Column::text("claim", rows.iter().map(|row| row.claim.as_str())),
        Column::text("item", rows.iter().map(|row| row.item.as_str())),
        Column::text("stated", rows.iter().map(|row| row.stated.as_str())),
        Column::number("low", rows.iter().map(|row| row.low)),
        Column::number("high", rows.iter().map(|row| row.high)),
        Column::text("unit", rows.iter().map(|row| row.unit.as_str())),
        Column::text("verdict", rows.iter().map(|row| row.verdict.as_str())),
        Column::text("grade", rows.iter().map(|row| row.grade.as_str())),
        Column::text("source", rows.iter().map(|row| row.source.as_str())),
        Column::text("remark", rows.iter().map(|row| row.remark.as_str())),
    ];
    file("audit", &columns, vec![("headline", answer.headline.join("\n")), ("caveats", answer.caveats.join("\n"))])
}

/// What stands behind a whole file.
fn behind(evidence: &Evidence) -> Vec<(&'static str, String)> {
    vec![
        ("grade", format!("{:?}", evidence.grade)),
        ("source", evidence.source.clone()),
        ("estimated", or_nothing(evidence.estimated.join("\n"))),
        ("changes", evidence.changes.join("\n")),
        ("caveats", evidence.caveats.join("\n")),
    ]
}

fn or_nothing(sentences: String) -> String {
    if sentences.is_empty() { "nothing".to_owned() } else { sentences }
}

/// One file with one row group.
fn file(name: &str, columns: &[Column<'_>], behind: Vec<(&'static str, String)>) -> Result<Vec<u8>, ParquetError> {
    let fields = columns.iter().map(Column::schema).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder(name).with_fields(fields).build()?;
    let maker = ("made_by", format!("unequal {}", env!("CARGO_PKG_VERSION")));
    let words = behind.into_iter().chain([maker]).map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect();
    let properties = WriterProperties::builder().set_key_value_metadata(Some(words)).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for column in columns {
        let mut place = group
            .next_column()?
            .ok_or_else(|| ParquetError::General(format!("no place for the column {}", column.name)))?;
        column.write(&mut place)?;
        place.close()?;
    }
    group.close()?;
    writer.into_inner()
}

//! Answers as csv in long form: one figure a row, with its unit, grade and source.
//!
//! Columns: `block,subject,item,year,elasticity,value,unit,grade,source,estimated`.

mod audit;
mod comparison;
mod conditional;
mod flow;
mod leverage;

use csv::Writer;
use unequal_study::brief::Brief;
use unequal_study::doctor::Examination;
use unequal_study::episode::Episode;
use unequal_study::exit_cost::ExitCosts;
use unequal_study::run::RunAnswer;
use unequal_study::timeline::Timeline;

use crate::figures::{self, Figure};

pub use audit::audit;
pub use comparison::comparison;
pub use conditional::conditional;
pub use flow::flow;
pub use leverage::{leverage, leverage_table};

/// Columns of the long form.
const HEADER: [&str; 10] =
    ["block", "subject", "item", "year", "elasticity", "value", "unit", "grade", "source", "estimated"];

/// Why no csv could be made; with figures of our own making it does not happen.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// The writer refused a row.
    #[error(transparent)]
    Row(#[from] csv::Error),
    /// The text could not be taken back from the writer.
    #[error("the csv could not be finished: {0}")]
    Finish(String),
}

fn finish(writer: Writer<Vec<u8>>) -> Result<String, CsvError> {
    let bytes = writer.into_inner().map_err(|error| CsvError::Finish(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| CsvError::Finish(error.to_string()))
}

/// Every figure of the brief.
pub fn brief(brief: &Brief) -> Result<String, CsvError> {
    rows(&figures::brief(brief))
}

/// Every figure of a run: measures, parties, the pair, then every region.
pub fn run(run: &RunAnswer) -> Result<String, CsvError> {
    rows(&figures::run(run))
}

/// Every figure of the episode of December 2023.
pub fn episode(episode: &Episode) -> Result<String, CsvError> {
    rows(&figures::episode(episode))
}

/// Every figure of a timeline.
pub fn timeline(timeline: &Timeline) -> Result<String, CsvError> {
    rows(&figures::timeline(timeline))
}

fn rows(figures: &[Figure]) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for figure in figures {
        writer.write_record([
            figure.block,
            &figure.subject,
            &figure.item,
            &figure.year.to_string(),
            &figure.elasticity,
            &figure.value.to_string(),
            &figure.unit,
            &format!("{:?}", figure.grade),
            &figure.source,
            if figure.estimated { "yes" } else { "no" },
        ])?;
    }
    finish(writer)
}

/// Exit costs, one pair a row, losses as shares of real income; pairs without an answer have empty figures and the reason.
pub fn exit_costs(costs: &ExitCosts) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record([
        "first",
        "second",
        "year",
        "elasticity",
        "first_loss",
        "second_loss",
        "ratio",
        "sweeps",
        "grade",
        "source",
        "estimated",
        "failure",
    ])?;
    let estimated = if costs.evidence.estimated.is_empty() { "no" } else { "yes" };
    let (year, grade) = (costs.year.to_string(), format!("{:?}", costs.evidence.grade));
    for pair in &costs.pairs {
        writer.write_record([
            pair.first.as_str(),
            &pair.second,
            &year,
            &costs.elasticity,
            &pair.first_loss.to_string(),
            &pair.second_loss.to_string(),
            &pair.ratio.to_string(),
            &pair.evaluations.to_string(),
            &grade,
            &costs.evidence.source,
            estimated,
            "",
        ])?;
    }
    for failure in &costs.failures {
        let figures = ["", "", "", ""];
        let head = [failure.first.as_str(), &failure.second, &year, &costs.elasticity];
        let tail = [grade.as_str(), &costs.evidence.source, estimated, &failure.reason];
        writer.write_record(head.iter().chain(&figures).chain(&tail))?;
    }
    finish(writer)
}

/// The examination, one identity a row.
pub fn examination(examination: &Examination) -> Result<String, CsvError> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(["table", "check", "place", "gap", "tolerance", "healthy"])?;
    for check in figures::checks(examination) {
        let (gap, tolerance) = (check.gap.to_string(), check.tolerance.to_string());
        writer.write_record([
            check.table.as_str(),
            &check.check,
            &check.place,
            &gap,
            &tolerance,
            &check.healthy.to_string(),
        ])?;
    }
    finish(writer)
}

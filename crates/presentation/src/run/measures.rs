//! What the measures are, and the figures that each has come to.

use unequal_study::capitalised;
use unequal_study::run::{FindingRow, MeasureSummary, RunAnswer};

use super::{all_measures, deficits, section};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::quantity::{Quantity, Unit};
use crate::table::{Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// The section on the measures.
pub fn measures_blocks(run: &RunAnswer) -> Vec<Block> {
    let mut blocks =
        vec![Block::narrative(Role::Numbered, run.measures.iter().map(|measure| item(measure, run)).collect())];
    if run.measures.iter().any(|measure| !measure.findings.is_empty()) {
        blocks.push(findings(run).into());
    }
    blocks.push(Block::body(format!(
        "Results compare the world with these measures to the same world without them, once buyers and sellers have \
         adjusted: {}, trade elasticity {}.",
        deficits(run),
        run.elasticity
    )));
    let sources: Vec<Text> = run
        .measures
        .iter()
        .filter(|measure| !measure.sources.is_empty())
        .map(|measure| format!("Sources of {}: {}.", measure.name, measure.sources.join("; ")).into())
        .collect();
    if !sources.is_empty() {
        blocks.push(Block::narrative(Role::Note, sources));
    }
    blocks
}

/// The section.
pub fn section_of(run: &RunAnswer) -> Section {
    section(run, "measures", "Measures", measures_blocks(run))
}

fn item(measure: &MeasureSummary, run: &RunAnswer) -> Text {
    let since = measure.since.as_ref().map_or_else(String::new, |day| format!(", since {day}"));
    let keys = Keys::none().measure(&measure.name);
    let recorded = "trade covered, in the table";
    let model = "trade covered, in the model without the measures";
    let mut text = text![
        Span::strong(&measure.name),
        format!(": {}{since}. It covers USD ", capitalised(&measure.words)),
        Span::figure(Quantity::money(measure.recorded_trade), recorded, keys.clone()),
        " of trade a year in the table",
    ];
    if differs(measure.recorded_trade, measure.trade) {
        text = text.then(text![
            "; USD ",
            Span::figure(Quantity::money(measure.trade), model, keys),
            format!(" in the model ({}, without the measures)", deficits(run))
        ]);
    }
    text.push(".");
    if let Some(note) = &measure.note {
        text.push(format!(" {}", note.trim()));
    }
    if !measure.repeated.is_empty() {
        text.push(format!(" Listed more than once, and counted once: {}.", measure.repeated.join(", ")));
    }
    if !measure.missing.is_empty() {
        text.push(format!(
            " Left out, because the table does not show them separately: {}.",
            measure.missing.join(", ")
        ));
    }
    text
}

/// Whether two amounts differ in what a reader sees.
fn differs(one: f64, other: f64) -> bool {
    crate::number::written(&Quantity::money(one)) != crate::number::written(&Quantity::money(other))
}

fn findings(run: &RunAnswer) -> Table {
    let rows = run.measures.iter().flat_map(|measure| {
        measure.findings.iter().map(|finding| {
            let name = words(&finding.what);
            Row::new(name.clone(), vec![quantity(finding).into()])
                .item(name)
                .keys(Keys::none().measure(&measure.name))
                .group(capitalised(&measure.name))
        })
    });
    Table::new("measure-results", format!("Results of each measure with {} in force", all_measures(run)), "Result")
        .columns(vec![Column::figures("value", "Value")])
        .rows(rows.collect())
}

/// The figure of a finding.
pub fn quantity(finding: &FindingRow) -> Quantity {
    Quantity::new(finding.value, Unit::from_name(&finding.unit))
}

/// What a figure is; names of the file's keys lose their underscores.
pub fn words(what: &str) -> String {
    capitalised(&what.replace('_', " "))
}

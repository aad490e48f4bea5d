//! The document of `compare`: several scenarios side by side.

use unequal_study::run::{Comparison, ComparisonRow, PartyOutcome, RunAnswer, Subject};
use unequal_study::{Evidence, capitalised};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::counted;
use crate::quantity::Quantity;
use crate::ranges;
use crate::run::{deficits, sure};
use crate::shared::{file_name, table_option};
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::{Span, Text};

/// The document.
#[must_use]
pub fn document(comparison: &Comparison) -> Document {
    let files: Vec<String> = comparison.runs.iter().map(|run| file_name(&run.file)).collect();
    let table = table_option(comparison.runs.first().and_then(|run| run.table.as_deref()));
    let mut sections = vec![incomes(comparison), money(comparison)];
    sections.extend(comparison.rows.iter().any(ComparisonRow::is_pair).then(|| pairs(comparison)));
    sections.push(scenarios(comparison));
    Document {
        question: "compare".to_owned(),
        keys: Keys::none(),
        title: "Scenarios side by side".into(),
        dateline: comparison.runs.iter().map(|run| run.title.as_str()).collect::<Vec<_>>().join(" \u{b7} ").into(),
        sides: None,
        finding: finding(comparison),
        sections,
        terms: ["Real income", "Exit cost", "Trade elasticity", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce {
            command: format!("unequal compare {}{table}", files.join(" ")),
            file: files.first().cloned().unwrap_or_default(),
        }),
    }
}

/// What each scenario does to the party that any of them moves most.
fn finding(comparison: &Comparison) -> Vec<Text> {
    let income = |row: &&ComparisonRow| row.item == INCOME && row.subject != Subject::World;
    let largest = |row: &ComparisonRow| row.values.iter().flatten().fold(0.0_f64, |most, value| most.max(value.abs()));
    let rows = comparison.rows.iter().filter(income);
    let Some(row) = rows.max_by(|one, other| largest(one).total_cmp(&largest(other))) else { return Vec::new() };
    let clauses = comparison.runs.iter().zip(&row.values).filter_map(|(run, value)| {
        let change = Quantity::change((*value)?);
        let code = match &row.subject {
            Subject::Party(code) => code,
            Subject::World | Subject::Pair(..) => PartyOutcome::WORLD,
        };
        let range = ranges::bracket(&sure::within(run, code, change.clone()));
        Some(text![change, range, format!(" under \u{201c}{}\u{201d}", run.title)])
    });
    let start = text![format!("Real income of {} changes by ", row.name)];
    vec![start.then(Text::listed(clauses.collect())).then(text!["."]).capitalised()]
}

/// Item of the rows on real income.
const INCOME: &str = "change of real income";

/// Years of the tables, each once.
fn years(comparison: &Comparison) -> String {
    let mut years: Vec<String> = comparison.runs.iter().map(|run| run.year.to_string()).collect();
    years.dedup();
    years.join(", ")
}

/// A column a scenario.
fn columns(comparison: &Comparison) -> Vec<Column> {
    let column = |(place, run): (usize, &RunAnswer)| {
        Column::figures(&format!("scenario-{}", place + 1), format!("({}) {}", place + 1, run.title))
            .keys(Keys::none().measure(&run.title).year(run.year).elasticity(&run.elasticity))
    };
    comparison.runs.iter().enumerate().map(column).collect()
}

/// A cell with the evidence of its own scenario.
fn cell(run: &RunAnswer, quantity: Option<Quantity>) -> Cell {
    let evidence = &run.evidence;
    let from = |quantity: Quantity| quantity.from(evidence.grade, &evidence.source, !evidence.estimated.is_empty());
    Cell::optional(quantity.map(from))
}

fn table(
    comparison: &Comparison,
    (id, title, head): (&str, String, &str),
    wanted: impl Fn(&ComparisonRow) -> bool,
    quantity: impl Fn(&ComparisonRow, f64) -> Quantity,
) -> Table {
    let row = |row: &ComparisonRow| {
        let within = |run: &RunAnswer, quantity: Quantity| match &row.subject {
            Subject::Party(code) if row.item == INCOME => sure::within(run, code, quantity),
            Subject::World if row.item == INCOME => sure::within(run, PartyOutcome::WORLD, quantity),
            _ => quantity,
        };
        let cells = comparison.runs.iter().zip(&row.values);
        let cells = cells.map(|(run, value)| cell(run, value.map(|value| within(run, quantity(row, value))))).collect();
        let (name, keys) = match &row.subject {
            Subject::Pair(first, second) => (row.item.clone(), Keys::pair(first, second)),
            Subject::Party(code) => (row.name.clone(), Keys::none().region(code)),
            Subject::World => (row.name.clone(), Keys::none().region(PartyOutcome::WORLD)),
        };
        Row::new(capitalised(&name), cells).item(row.item.clone()).keys(keys).headline(row.subject == Subject::World)
    };
    let rows: Vec<Row> = comparison.rows.iter().filter(|row| wanted(row)).map(row).collect();
    let gaps = rows.iter().any(|row| row.cells.iter().any(|cell| matches!(cell, Cell::Empty(_))));
    let table = Table::new(id, title, head).columns(columns(comparison)).rows(rows);
    if gaps { table.note("An empty cell: the table of that year does not show the country or group.") } else { table }
}

fn section(comparison: &Comparison, id: &str, title: &str, blocks: Vec<Block>) -> Section {
    let section = Section::new(id, title, blocks);
    match weakest(comparison) {
        Some(evidence) => section.sure(&evidence, years(comparison)),
        None => section,
    }
}

/// The evidence of all scenarios together: the weakest grade, every source, estimate, change and caveat once.
fn weakest(comparison: &Comparison) -> Option<Evidence> {
    let mut all = comparison.runs.iter().map(|run| &run.evidence);
    let mut joint = all.next()?.clone();
    let extend = |known: &mut Vec<String>, more: &[String]| {
        for sentence in more {
            if !known.contains(sentence) {
                known.push(sentence.clone());
            }
        }
    };
    for evidence in all {
        joint.grade = joint.grade.max(evidence.grade);
        if !joint.source.contains(&evidence.source) {
            joint.source = format!("{}; {}", joint.source, evidence.source);
        }
        joint.estimated_briefly = joint.estimated_briefly.or_else(|| evidence.estimated_briefly.clone());
        extend(&mut joint.estimated, &evidence.estimated);
        extend(&mut joint.changes, &evidence.changes);
        extend(&mut joint.caveats, &evidence.caveats);
    }
    Some(joint)
}

fn incomes(comparison: &Comparison) -> Section {
    let columns: Vec<String> = (1..=comparison.runs.len()).map(|place| format!("scenario-{place}")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let finding = finding(comparison).into_iter().next().unwrap_or_default();
    let chart = Chart::new("real-income", "real-income", ChartKind::Bars, &columns, finding)
        .quantity(format!("Change of real income, percent, {}", years(comparison)));
    let title = format!("Change of real income, percent, {} (plus: gain, minus: loss)", years(comparison));
    let table = table(
        comparison,
        ("real-income", title, "Country or group"),
        |row| row.item == INCOME,
        |_, value| Quantity::change(value),
    );
    let mut blocks: Vec<Block> = vec![chart.into(), table.into()];
    blocks.extend(maps(comparison));
    section(comparison, "real-income", "Real income", blocks)
}

/// A map of each scenario, from its regions.
fn maps(comparison: &Comparison) -> Vec<Block> {
    let one = |(place, run): (usize, &RunAnswer)| {
        let id = format!("regions-{}", place + 1);
        let row = |region: &unequal_study::run::RegionOutcome| {
            Row::new(capitalised(&region.name), vec![cell(run, Some(Quantity::change(region.together)))])
                .keys(Keys::none().region(&region.code))
                .detail(true)
        };
        let keys = Keys::none().measure(&run.title).year(run.year).elasticity(&run.elasticity);
        let table = Table::new(&id, format!("({}) {}: all regions, {}", place + 1, run.title, run.year), "Region")
            .columns(vec![Column::figures("change", "Change of real income").item(INCOME)])
            .rows(run.regions.iter().map(row).collect())
            .keys(keys)
            .look(crate::table::Look::Folded);
        let chart = Chart::new(
            &format!("map-{}", place + 1),
            &id,
            ChartKind::WorldMap,
            &["change"],
            format!("({}) {}", place + 1, run.title),
        )
        .quantity(format!("Change of real income, percent, {}", run.year));
        [Block::Chart(chart), Block::Table(table)]
    };
    comparison.runs.iter().enumerate().flat_map(one).collect()
}

fn money(comparison: &Comparison) -> Section {
    let signed = |_: &ComparisonRow, value: f64| Quantity::signed_money(value);
    let of = |id, item: &'static str, title: &str| {
        let title = format!("{title}, {}", years(comparison));
        table(comparison, (id, title, "Country or group"), move |row| row.item == item, signed)
    };
    let blocks = vec![
        of("money", "real income in money", "Change of real income in money, USD a year").into(),
        of("revenue", "revenue of duties and fees", "Duties and fees received by treasuries and owners, USD a year")
            .into(),
        Block::note(ComparisonRow::NO_SUM),
    ];
    section(comparison, "money", "Money", blocks)
}

fn pairs(comparison: &Comparison) -> Section {
    let names = comparison.rows.iter().find(|row| row.is_pair()).map_or_else(String::new, |row| capitalised(&row.name));
    let table = table(
        comparison,
        ("pair", format!("{names}, without and with the measures"), "Figure"),
        ComparisonRow::is_pair,
        |row, value| if row.unit == "USD million" { Quantity::money(value) } else { Quantity::loss(value) },
    )
    .note("Sales are the model\u{2019}s, under the rule for trade deficits of each scenario.");
    section(comparison, "pair", &names, vec![table.into()])
}

fn scenarios(comparison: &Comparison) -> Section {
    let item = |run: &RunAnswer| {
        text![
            Span::strong(&run.title),
            format!(
                ": {}, year {}, trade elasticity {}, {}; file {}",
                counted(run.measures.len(), "measure", "measures"),
                run.year,
                run.elasticity,
                deficits(run),
                file_name(&run.file)
            )
        ]
    };
    let mut items = Vec::new();
    for run in &comparison.runs {
        items.push(item(run));
    }
    Section::new("scenarios", "The scenarios", vec![Block::narrative(Role::Numbered, items)])
}

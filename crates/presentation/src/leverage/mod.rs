//! Leverage as a document: one pair here, many pairs in [`many`].

pub mod many;
mod tables;

use unequal_study::Grade;
use unequal_study::leverage::{MeasureCard, MeasureRow, POLLED, PairLeverage};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::{capitalised, listed, possessive};
use crate::money_and_size;
use crate::quantity::{Form, Quantity, Unit};
use crate::ranges::{self, Ranged};
use crate::shared;
use crate::shared::{dateline, estimates_warning, known_or, missing_note, party, setting, short};
use crate::table::{Cell, Column, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::{Span, Text};
use crate::verdict;

/// The indicators of one pair.
#[must_use]
pub fn document(answer: &PairLeverage) -> Document {
    let (first, second) = (&answer.first, &answer.second);
    let years = answer.year.to_string();
    let sure = |section: Section| section.sure(&answer.evidence, &years);
    let mut sections = vec![
        sure(Section::new("indicators", "The seven indicators", indicators(answer))),
        sure(Section::new("exit-costs", "Exit costs and the trade elasticity", tables::exit_costs(answer))),
        sure(Section::new("variants", "Variants and context", vec![variants(answer).into()])),
        sure(Section::new("power", "Power of withdrawal", tables::power(answer))),
        sure(Section::new("products", "Goods on which a side depends", tables::products(answer))),
        sure(Section::new("markets", "How much other markets matter", tables::markets(answer))),
        sure(Section::new("claims", "Single products", tables::claims(answer))),
        Section::new("meaning", "What the indicators mean", vec![cards(&answer.catalogue)]),
    ];
    if let (Some(note), Some(section)) = (missing_note(&[first, second]), sections.first_mut()) {
        section.blocks.push(Block::note(note));
    }
    Document {
        question: "leverage".to_owned(),
        keys: Keys::pair(&first.code, &second.code).year(answer.year),
        title: text![format!("{} and {}: leverage", capitalised(&first.name), second.name)],
        dateline: dateline(answer.year, &answer.elasticity, &answer.evidence),
        sides: Some([party(first), party(second)]),
        finding: shared::according_to(answer.table.as_deref(), finding(answer)),
        sections,
        terms: ["Exit cost", "Real income", "Trade elasticity", "Indirect inputs", "Evidence grade"]
            .map(str::to_owned)
            .to_vec(),
        reproduce: Some(reproduce(answer)),
    }
}

fn reproduce(answer: &PairLeverage) -> Reproduce {
    let (first, second) = (&answer.first.code, &answer.second.code);
    let options =
        if answer.scenario.is_some() { "--scenario FILE".to_owned() } else { setting(answer.year, &answer.elasticity) };
    let table = crate::shared::table_option(answer.table.as_deref());
    Reproduce { command: format!("unequal leverage {first} {second} {options}{table}"), file: String::new() }
}

fn row_of<'a>(answer: &'a PairLeverage, item: &str) -> Option<&'a MeasureRow> {
    answer.measures.iter().find(|row| row.item == item)
}

/// The exit cost, polled beside the items of [`POLLED`].
const EXIT_COST: &str = "exit cost: all trade ends";
/// Shares of all trade.
const SHARES: [&str; 2] = ["partner in its imports", "partner in its exports"];
/// The exit cost in the world of a scenario.
const UNDER_SCENARIO: &str = "exit cost under the scenario";

fn finding(answer: &PairLeverage) -> Vec<Text> {
    let (first, second) = (answer.first.name.as_str(), answer.second.name.as_str());
    let both = |item: &str| {
        let row = row_of(answer, item)?;
        Some((quantity(row, row.first?), quantity(row, row.second?)))
    };
    let mut sentences = vec![verdict::sentence(&answer.verdict, first, second)];
    if let Some((one, other)) = both(EXIT_COST) {
        let ranges = answer.ranges.as_ref();
        sentences.push(
            text!["If all trade between the two ended, ", first, " would lose "]
                .then(ranges::said(one, ranges.map(|ranges| Ranged::of(ranges, ranges.first))))
                .then(text![" of its real income and ", second, " "])
                .then(ranges::said(other, ranges.map(|ranges| Ranged::of(ranges, ranges.second))))
                .then(text!["."]),
        );
    }
    let losses = answer.exit_costs.iter().find(|row| row.headline).map(|row| [-row.losses.first, -row.losses.second]);
    sentences.extend(losses.and_then(shared::beyond_the_model));
    sentences.extend(in_money(answer));
    if let Some((one, other)) = both(UNDER_SCENARIO) {
        sentences.push(text!["Under the scenario it would be ", one, " and ", other, "."]);
    }
    if let (Some((imports, theirs)), Some((exports, sold))) =
        (both("partner in its imports"), both("partner in its exports"))
    {
        let sentence = text![second, " supplies ", imports, " of ", possessive(first), " imports and buys ", exports]
            .then(text![" of its exports; ", first, " supplies ", theirs, " of ", possessive(second), " imports and "])
            .then(text!["buys ", sold, " of its exports."]);
        sentences.push(sentence.capitalised());
    }
    sentences.extend(exceptions(answer));
    sentences.extend(answer.ranges.as_ref().map(|of_pair| ranges::sentence(of_pair, [first, second]).capitalised()));
    sentences
}

/// What both would lose in money, and how much of the asymmetry in percent is size.
fn in_money(answer: &PairLeverage) -> Option<Text> {
    let row = answer.exit_costs.iter().find(|row| row.headline)?;
    let ranges = answer.ranges.as_ref()?;
    let money = ranges.in_money([row.losses.first, row.losses.second]);
    let parts = ranges.ratio_parts(row.losses.comparable()?)?;
    let sides = [answer.first.name.as_str(), answer.second.name.as_str()];
    Some(money_and_size::sentence(sides, money, parts, Some(ranges)).capitalised())
}

/// Which indicators point the other way than most.
fn exceptions(answer: &PairLeverage) -> Option<Text> {
    let at = |side: Point| -> Vec<String> {
        polled(answer).into_iter().filter(|row| points(row) == Some(side)).map(|row| named(&row.item).0).collect()
    };
    let (first, second) = (at(Point::First), at(Point::Second));
    let (fewer, side) =
        if first.len() < second.len() { (first, &answer.first.name) } else { (second, &answer.second.name) };
    (!fewer.is_empty()).then(|| text![format!("{} depends more by: {}.", capitalised(side), listed(&fewer))])
}

/// At which side an indicator points.
#[derive(Clone, Copy, PartialEq)]
enum Point {
    First,
    Second,
}

fn points(row: &MeasureRow) -> Option<Point> {
    let (one, other) = (size(row, row.first?), size(row, row.second?));
    if one > other {
        Some(Point::First)
    } else if other > one {
        Some(Point::Second)
    } else {
        None
    }
}

/// Of exposures the size counts, whatever the sign.
fn size(row: &MeasureRow, value: f64) -> f64 {
    if row.label == "L7" { value.abs() } else { value }
}

/// How many times as much the first side depends as the second, by the sizes that are compared.
fn ratio(row: &MeasureRow) -> Option<f64> {
    let (one, other) = (size(row, row.first?), size(row, row.second?));
    (one > 0.0 && other > 0.0).then(|| one / other)
}

/// The rows that count in the verdict, those with the widest gap first.
fn polled(answer: &PairLeverage) -> Vec<&MeasureRow> {
    let mut rows: Vec<&MeasureRow> =
        answer.measures.iter().filter(|row| row.item == EXIT_COST || POLLED.contains(&row.item.as_str())).collect();
    let gap = |row: &MeasureRow| match (row.first.map(f64::abs), row.second.map(f64::abs)) {
        (Some(one), Some(other)) if one.max(other) > 0.0 => one.max(other) / one.min(other).max(f64::MIN_POSITIVE),
        _ => 0.0,
    };
    rows.sort_by(|one, other| gap(other).total_cmp(&gap(one)));
    rows
}

fn indicators(answer: &PairLeverage) -> Vec<Block> {
    let rows = polled(answer);
    let name = |point| match point {
        Some(Point::First) => answer.first.name.as_str(),
        Some(Point::Second) => answer.second.name.as_str(),
        None => "neither",
    };
    let table_rows = rows.iter().map(|row| {
        let mut cells = cells(answer, row);
        let how = ratio(row);
        cells.push(known_or(how.map(Quantity::ratio), "no ratio"));
        cells.push(name(points(row)).into());
        table_row(answer, row, cells)
    });
    let mut columns = columns(answer);
    let (first, second) = (short(&answer.first), short(&answer.second));
    columns
        .push(Column::figures("ratio", format!("{} : {second}", capitalised(first))).item("ratio of the two figures"));
    columns.push(Column::words("points-at", "Depends more").item("side that depends more"));
    let table = Table::new("indicators", title(answer, "How much {} and {} depend on each other"), "Indicator")
        .columns(columns)
        .rows(table_rows.collect())
        .note(
            "The larger figure of a row belongs to the side that depends more; of the responses of real income (L7) it is \
             the larger in size, whatever its sign. Each indicator asks a question of its own, and none says it all.",
        );
    let mut blocks = Vec::new();
    blocks.extend(widest(answer, &rows).map(|finding| {
        Block::Chart(
            Chart::new("chart-indicators", "indicators", ChartKind::Bars, &["ratio"], finding)
                .quantity(format!(
                    "Figure of {} over that of {}, logarithmic scale: to the right of 1 : 1, {} depends more",
                    answer.first.name, answer.second.name, answer.first.name
                ))
                .logarithmic(),
        )
    }));
    blocks.push(table.into());
    blocks.extend(estimates_warning(answer.year, &answer.evidence));
    if let Some(scenario) = &answer.scenario {
        blocks.push(Block::body(format!("Scenario: {scenario}.")));
    }
    blocks
}

/// The indicators with the widest and the narrowest gap.
fn widest(answer: &PairLeverage, rows: &[&MeasureRow]) -> Option<Text> {
    let told = |row: &MeasureRow| -> Option<Text> {
        let (one, other) = (quantity(row, row.first?), quantity(row, row.second?));
        Some(text![named(&row.item).0, " (", one, " against ", other, ")"])
    };
    let (first, second) = (&answer.first.name, &answer.second.name);
    let (wide, narrow) = (told(rows.first()?)?, told(rows.last()?)?);
    Some(
        text!["The gap between ", first, " and ", second, " is widest in "]
            .then(wide)
            .then(text![", and narrowest in "])
            .then(narrow)
            .then(text!["."]),
    )
}

fn title(answer: &PairLeverage, words: &str) -> String {
    let filled = words.replacen("{}", &answer.first.name, 1).replacen("{}", &answer.second.name, 1);
    format!("{}, {}", capitalised(&filled), answer.year)
}

fn columns(answer: &PairLeverage) -> Vec<Column> {
    let (first, second) = (&answer.first, &answer.second);
    let side = |id: &str, of: &unequal_study::brief::Side, on: &unequal_study::brief::Side, place| {
        Column::figures(id, format!("{} on {}", capitalised(short(of)), short(on)))
            .keys(Keys::none().region(&of.code).partner(&on.code))
            .side(place)
    };
    vec![side("first", first, second, 1), side("second", second, first, 2)]
}

fn cells(answer: &PairLeverage, row: &MeasureRow) -> Vec<Cell> {
    let of_pair = answer.ranges.as_ref().filter(|_| row.item == EXIT_COST);
    let ends = [of_pair.map(|of_pair| of_pair.first), of_pair.map(|of_pair| of_pair.second)];
    let ends = ends.map(|end| end.map(|end| Ranged::at(&answer.elasticity, end)));
    let cell = |(value, range): (Option<f64>, Option<Ranged>)| {
        let known = value.map(|value| ranged(answer, row, quantity(row, value), range));
        known_or(known.map(|known| graded(known, answer, row.grade)), "none")
    };
    [row.first, row.second].into_iter().zip(ends).map(cell).collect()
}

/// A figure with its range in small print, where its error was measured.
fn ranged(answer: &PairLeverage, row: &MeasureRow, quantity: Quantity, range: Option<Ranged>) -> Quantity {
    let error = WithError::of_year(answer.year);
    match range {
        Some(range) => ranges::within(quantity, range).small_print(),
        None if quantity.unit == Unit::ShareOfRealIncome => error.loss(quantity),
        None if SHARES.contains(&row.item.as_str()) => error.share(quantity),
        None => quantity,
    }
}

/// A figure with its grade, where that differs from the answer's.
fn graded(quantity: Quantity, answer: &PairLeverage, grade: Grade) -> Quantity {
    if grade == answer.evidence.grade {
        return quantity;
    }
    quantity.from(grade, &answer.evidence.source, !answer.evidence.estimated.is_empty())
}

fn table_row(answer: &PairLeverage, row: &MeasureRow, cells: Vec<Cell>) -> Row {
    let (name, elasticity) = named(&row.item);
    // L1 to L3 are accounting: no elasticity enters.
    let keys = if elasticity { Keys::none().elasticity(&answer.elasticity) } else { Keys::none() };
    // Units that the figure itself does not show.
    let unit = match Unit::from_name(&row.unit) {
        Unit::Index | Unit::Logarithm | Unit::PercentPerPercent => format!(", {}", row.unit),
        _ => String::new(),
    };
    Row::new(capitalised(&format!("{name} ({}{unit})", row.label)), cells)
        .item(name)
        .keys(keys)
        .headline(row.item == EXIT_COST)
}

fn quantity(row: &MeasureRow, value: f64) -> Quantity {
    let unit = Unit::from_name(&row.unit);
    let form = if matches!(unit, Unit::ShareOfRealIncome | Unit::ShareOfCost) { Form::Fine } else { Form::Usual };
    Quantity::new(value, unit).form(form)
}

/// The rows that do not count in the verdict.
fn variants(answer: &PairLeverage) -> Table {
    let rest = answer.measures.iter().filter(|row| row.item != EXIT_COST && !POLLED.contains(&row.item.as_str()));
    let rows = rest.map(|row| table_row(answer, row, cells(answer, row)));
    Table::new("variants", title(answer, "Variants of the indicators for {} and {}"), "Figure")
        .columns(columns(answer))
        .rows(rows.collect())
        .note(
            "How concentrated a side\u{2019}s suppliers and customers are is about all its partners and not about this one. A \
             figure that is not defined, or without limit, is given as none.",
        )
}

/// An item of the answer in words for readers, and whether a trade elasticity enters.
fn named(item: &str) -> (String, bool) {
    let (name, elasticity) = match item {
        "partner in its imports" => ("the partner\u{2019}s share of imports", false),
        "partner in its exports" => ("the partner\u{2019}s share of exports", false),
        "concentration of its suppliers" => ("concentration of all suppliers", false),
        "concentration of its customers" => ("concentration of all customers", false),
        "asymmetry of import shares" => ("asymmetry of import shares", false),
        "dependent goods from partner, of goods imports" => {
            ("dependent goods from the partner, share of goods imports", false)
        }
        "partner in its inputs, direct" => ("the partner\u{2019}s share of inputs, direct", false),
        "partner in its inputs, looked through" => ("the partner\u{2019}s share of inputs, direct and indirect", false),
        EXIT_COST => ("exit cost", true),
        "exit cost: only its purchases from partner end" => ("exit cost if only its purchases end", true),
        "exit cost: only its sales to partner end" => ("exit cost if only its sales end", true),
        UNDER_SCENARIO => (UNDER_SCENARIO, true),
        "power over it: everything withdrawn at once" => ("rise of cost if the partner withdrew all supplies", true),
        "imports from partner, weighted" => {
            ("imports from the partner, weighted by how hard they are to replace", true)
        }
        "partner's power less its own" => ("the partner\u{2019}s power less its own", true),
        "real income, one sector" => ("response of real income to the partner\u{2019}s productivity, one sector", true),
        "relative income, one sector" => ("response of relative income, one sector", true),
        "real income, full model" => ("response of real income, full model", true),
        "relative income, full model" => ("response of relative income, full model", true),
        other => (other, true),
    };
    (name.to_owned(), elasticity)
}

/// What the indicators mean, as a list.
fn cards(catalogue: &[MeasureCard]) -> Block {
    let entry = |card: &MeasureCard| {
        text![
            Span::strong(format!("{} {}.", card.label, many::indicator_name(card))),
            format!(
                " {} Unit: {}. Evidence: {} (grade {:?}). Source: {}.",
                card.meaning,
                card.unit,
                card.grade.meaning(),
                card.grade,
                card.source
            )
        ]
    };
    Block::narrative(Role::List, catalogue.iter().map(entry).collect())
}

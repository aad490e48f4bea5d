//! What was recorded of a pair's trade as a document: sources side by side, mirror gaps, products.

mod products;
mod sources;
mod words;

use unequal_study::record::{Direction, Kind, LeftOut, Record, Reporter, SourceSeries, Turnover};

use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::{capitalised, listed, possessive};
use crate::quantity::Quantity;
use crate::shared::party;
use crate::table::{Cell, Column, Row, Table};
use crate::text::Text;

/// Years before the last ones of which a terminal shows those that this divides.
const EVERY: u16 = 5;
/// Before this year a terminal shows half as many.
const LONG_AGO: u16 = 1950;
/// Last years that a terminal shows one by one.
const RECENT: u16 = 10;

/// The document.
#[must_use]
pub fn document(answer: &Record) -> Document {
    let (first, second) = (&answer.first, &answer.second);
    let product = answer.product.as_ref();
    let about = product.map_or_else(String::new, |product| format!(": {}", product.name));
    let mut sections = Vec::new();
    if product.is_none() {
        sections.extend(sources::sections(answer));
    }
    sections.extend(products::section(answer));
    if !answer.turnover.is_empty() {
        sections.push(
            Section::new("turnover", "Both directions together", vec![turnover(answer).into()])
                .sure(&answer.evidence.of_part("stated in each row", false), ""),
        );
    }
    if sections.is_empty() {
        sections.push(Section::new("none", "Nothing recorded", vec![Block::body("No source here has a figure.")]));
    }
    Document {
        question: "record".to_owned(),
        keys: Keys::pair(&first.code, &second.code),
        title: format!("What was recorded between {} and {}{about}", first.name, second.name).into(),
        dateline: format!("USD of the year \u{b7} sources: {}", answer.evidence.source).into(),
        sides: Some([party(first), party(second)]),
        finding: words::finding(answer),
        sections,
        terms: vec!["Evidence grade".to_owned()],
        reproduce: Some(Reproduce { command: command(answer), file: String::new() }),
    }
}

fn command(answer: &Record) -> String {
    let product = answer.product.as_ref().map_or_else(String::new, |product| format!(" --product {}", product.id));
    let from = answer.from.map_or_else(String::new, |from| format!(" --from {from}"));
    format!("unequal record {} {}{product}{from}", answer.first.code, answer.second.code)
}

/// Name of a side by its code.
fn name<'a>(answer: &'a Record, code: &str) -> &'a str {
    if answer.first.code == code { &answer.first.name } else { &answer.second.name }
}

/// `Russia to China`.
fn flow_name(answer: &Record, direction: &Direction) -> String {
    capitalised(&format!("{} to {}", name(answer, &direction.seller), name(answer, &direction.buyer)))
}

/// A source in the heading of a column.
fn heading(answer: &Record, direction: &Direction, series: &SourceSeries) -> String {
    let (seller, buyer) = (name(answer, &direction.seller), name(answer, &direction.buyer));
    let report = |of: &str| capitalised(&format!("{} report", possessive(of)));
    match (series.id.as_str(), series.reporter) {
        ("correlates-of-war", _) => "Correlates of War".to_owned(),
        ("baci", _) => "BACI".to_owned(),
        ("comtrade", _) => "UN Comtrade".to_owned(),
        ("press", Reporter::Importer) => format!("{}, press", report(buyer)),
        ("press", _) => format!("{}, press", report(seller)),
        (_, Reporter::Importer) => report(buyer),
        _ => report(seller),
    }
}

/// Seller and buyer of a direction as keys.
fn keys(direction: &Direction) -> Keys {
    Keys::none().region(&direction.seller).partner(&direction.buyer)
}

/// Whether a terminal leaves a year out.
fn is_detail(year: u16, years: &[u16]) -> bool {
    let edge = years.first() == Some(&year) || years.last() == Some(&year);
    let recent = years.last().is_some_and(|last| year + RECENT > *last);
    let every = if year < LONG_AGO { 2 * EVERY } else { EVERY };
    !edge && !recent && !year.is_multiple_of(every)
}

/// Which years a group is not added up in.
fn left_out(source: &str, left_out: &[LeftOut]) -> Option<Text> {
    // Neighbouring years with long lists are told together.
    const NAMED: usize = 6;
    let is_long = |gap: &LeftOut| gap.missing.len() > NAMED;
    let told = |run: &[LeftOut]| {
        let (first, last) = (run.first()?, run.last()?);
        let years = if first.first == last.last {
            first.first.to_string()
        } else {
            format!("{}\u{2013}{}", first.first, last.last)
        };
        let missing = if is_long(first) { "many members".to_owned() } else { listed(&first.missing) };
        Some(format!("{years} (without {missing})"))
    };
    let parts: Vec<String> = left_out.chunk_by(|one, next| is_long(one) && is_long(next)).filter_map(told).collect();
    (!parts.is_empty()).then(|| {
        format!("Not added up from {source}, because figures of members are missing: {}.", parts.join("; ")).into()
    })
}

fn turnover(answer: &Record) -> Table {
    let row = |one: &Turnover| {
        let meaning = match one.kind {
            Kind::Reported => "reported",
            Kind::Derived => "derived",
            Kind::Expected => "expected, no outcome",
        };
        let by = if one.recorded_by.is_empty() { "" } else { name(answer, &one.recorded_by) };
        let value = Quantity::money(one.value).from(one.grade, one.source.clone(), one.kind != Kind::Reported);
        let cells = vec![
            value.meaning(unequal_study::record::meaning_of(one.kind)).into(),
            meaning.into(),
            words_or_nothing(&capitalised(by)),
            words_or_nothing(&one.note),
        ];
        Row::new(one.year.to_string(), cells).keys(Keys::none().year(one.year)).estimated(one.kind != Kind::Reported)
    };
    let columns = vec![
        Column::figures("turnover", "Both directions, USD").item("goods, both directions"),
        Column::words("kind", "How"),
        Column::words("by", "Recorded by"),
        Column::words("note", "Note"),
    ];
    Table::new("turnover", "Goods in both directions together, as others report them", "Year")
        .columns(columns)
        .rows(answer.turnover.iter().map(row).collect())
}

/// Words, or an empty cell.
fn words_or_nothing(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty(None) } else { words.into() }
}

/// A side remark.
fn remark(words: impl Into<Text>) -> Block {
    Block::narrative(Role::Note, vec![words.into()])
}

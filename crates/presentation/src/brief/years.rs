//! Annual series: exit costs and shares of trade for every year with a table.

use std::collections::BTreeMap;

use unequal_study::Grade;
use unequal_study::brief::{AnnualPoint, Brief};

use super::exit::sides;
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::language::possessive;
use crate::quantity::Quantity;
use crate::shared::short;
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::Text;

/// The section.
pub fn section(brief: &Brief) -> Section {
    let mut blocks: Vec<Block> = Vec::new();
    if brief.annual.points.len() > 1 {
        blocks.push(exit_chart(brief).into());
        blocks.push(share_chart(brief).into());
    }
    blocks.push(Block::narrative(
        Role::PageOnly,
        vec![
            format!(
                "Look at the direction over a decade rather than at single years: the sources differ, and where a year has \
                 no data the line is broken, not drawn through. Trade elasticity {} in all years.",
                brief.annual.elasticity
            )
            .into(),
        ],
    ));
    if brief.annual.points.is_empty() {
        blocks.push(Block::note("No year can be shown."));
    } else {
        blocks.push(table(brief).into());
    }
    if !brief.annual.gaps.is_empty() {
        blocks.push(Block::narrative(Role::Heading, vec!["Years that cannot be shown".into()]));
        blocks.push(Block::narrative(Role::List, gaps(brief)));
    }
    if !brief.annual.earlier.is_empty() {
        blocks.push(Block::narrative(Role::Heading, vec!["Before the tables begin".into()]));
        let earlier = brief.annual.earlier.iter().map(|sentence| sentence.as_str().into()).collect();
        blocks.push(Block::narrative(Role::Body, earlier));
    }
    let years: Vec<u16> = brief.annual.points.iter().map(|point| point.year).collect();
    Section::new("years", "Annual series", blocks).sure(&brief.annual.evidence, spans(&years))
}

/// Years with neighbouring ones together: `1995–2011, 2022`.
fn spans(years: &[u16]) -> String {
    let spans = years.chunk_by(|one, next| one + 1 == *next).filter_map(|span| match span {
        [] => None,
        [only] => Some(only.to_string()),
        [first, .., last] => Some(format!("{first}\u{2013}{last}")),
    });
    spans.collect::<Vec<_>>().join(", ")
}

/// Years without a point, those with like reasons together.
fn gaps(brief: &Brief) -> Vec<Text> {
    let mut reasons: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for gap in &brief.annual.gaps {
        // The reason names the year, which the span says already.
        let reason = gap.reason.replace(&format!(" {}", gap.year), "");
        reasons.entry(reason).or_default().push(gap.year);
    }
    let mut gaps: Vec<(Vec<u16>, String)> = reasons.into_iter().map(|(reason, years)| (years, reason)).collect();
    gaps.sort();
    gaps.into_iter().map(|(years, reason)| format!("{}: {reason}", spans(&years)).into()).collect()
}

fn exit_chart(brief: &Brief) -> Chart {
    let ends = [brief.annual.points.first(), brief.annual.points.last()];
    let finding =
        match ends.map(|point| point.and_then(|point| point.losses.comparable().map(|ratio| (point.year, ratio)))) {
            [Some((start, first)), Some((end, last))] => text![
                format!("The ratio of exit costs, {} to {}, was ", brief.first.name, brief.second.name),
                Quantity::ratio(first),
                format!(" in {start} and "),
                Quantity::ratio(last),
                format!(" in {end}.")
            ],
            _ => text!["Exit costs of both sides by year."],
        };
    Chart::new("exit-cost-years", "years", ChartKind::Lines { events: Vec::new() }, &["first", "second"], finding)
        .quantity("Exit cost, percent of real income")
}

fn share_chart(brief: &Brief) -> Chart {
    let finding = match brief.annual.points.last() {
        Some(last) => text![
            format!("In {} {} supplied ", last.year, brief.second.name),
            Quantity::share(last.second_in_first_imports),
            format!(" of {} imports, {} ", possessive(&brief.first.name), brief.first.name),
            Quantity::share(last.first_in_second_imports),
            format!(" of {}.", possessive(&brief.second.name))
        ],
        None => text!["Shares of imports by year."],
    };
    let columns = ["first-imports", "second-imports"];
    Chart::new("import-shares-years", "years", ChartKind::Lines { events: Vec::new() }, &columns, finding)
        .quantity("Share of each side\u{2019}s imports that comes from the other, percent")
}

fn table(brief: &Brief) -> Table {
    let [first, second] = sides(brief);
    let row = |point: &AnnualPoint| {
        let observed = if point.estimated { Grade::C } else { Grade::A };
        let solved = if point.estimated { Grade::C } else { Grade::B };
        let from =
            |quantity: Quantity, grade: Grade| Cell::from(quantity.from(grade, point.source.clone(), point.estimated));
        let ratio = point.losses.comparable().map(|ratio| from(Quantity::ratio(ratio), solved));
        Row::new(
            point.year.to_string(),
            vec![
                from(Quantity::loss(point.losses.first), solved),
                from(Quantity::loss(point.losses.second), solved),
                ratio.unwrap_or(Cell::Empty(None)),
                from(Quantity::share(point.second_in_first_imports), observed),
                from(Quantity::share(point.second_in_first_exports), observed),
                from(Quantity::share(point.first_in_second_imports), observed),
                from(Quantity::share(point.first_in_second_exports), observed),
            ],
        )
        .keys(Keys::none().year(point.year))
        .group(point.source.clone())
        .estimated(point.estimated)
    };
    let (one, other) = (short(&brief.first), short(&brief.second));
    let share = |id: &str, heading: &str, keys: &Keys, of: &str, by: &str| {
        Column::figures(id, heading)
            .group(format!("{} share of {}", possessive(by), possessive(of)))
            .item(format!("partner\u{2019}s share of its {heading}"))
            .keys(keys.clone())
    };
    let cost = |id: &str, heading: &str| {
        Column::figures(id, heading)
            .group("Exit cost")
            .item("exit cost")
            .keys(Keys::none().elasticity(brief.annual.elasticity))
    };
    let with = |column: Column, keys: &Keys| {
        let keys = column.keys.or(keys);
        column.keys(keys)
    };
    Table::new(
        "years",
        format!("Exit costs and shares of trade by year, {} and {}", brief.first.name, brief.second.name),
        "Year",
    )
    .columns(vec![
        with(cost("first", one), &first).side(1),
        with(cost("second", other), &second).side(2),
        with(
            cost("ratio", &format!("{} : {}", short(&brief.first), short(&brief.second))).item("ratio of exit costs"),
            &first,
        ),
        share("first-imports", "imports", &first, one, other).side(1),
        share("first-exports", "exports", &first, one, other).side(1),
        share("second-imports", "imports", &second, other, one).side(2),
        share("second-exports", "exports", &second, other, one).side(2),
    ])
    .rows(brief.annual.points.iter().map(row).collect())
}

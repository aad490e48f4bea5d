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
use crate::table_error::WithError;
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
    let finding = over_the_years(brief).map_or_else(|| text!["Exit costs of both sides by year."], Text::capitalised);
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
        let error = WithError::of_year(point.year);
        let losses = [point.losses.first, point.losses.second];
        let ratio = point.losses.comparable().map(|ratio| from(error.ratio(Quantity::ratio(ratio), losses), solved));
        let share = |share: f64| from(error.share(Quantity::share(share)), observed);
        Row::new(
            point.year.to_string(),
            vec![
                from(error.loss(Quantity::loss(point.losses.first)), solved),
                from(error.loss(Quantity::loss(point.losses.second)), solved),
                ratio.unwrap_or(Cell::Empty(None)),
                share(point.second_in_first_imports),
                share(point.second_in_first_exports),
                share(point.first_in_second_imports),
                share(point.first_in_second_exports),
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
            .keys(Keys::none().elasticity(&brief.annual.elasticity))
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

/// How the ratio of exit costs moved within the first source; others are quoted beside it, because their countries and
/// sectors differ.
fn over_the_years(brief: &Brief) -> Option<Text> {
    let line = &brief.annual;
    let start = line.points.first()?;
    let within: Vec<&AnnualPoint> = line.points.iter().filter(|point| point.source == start.source).collect();
    let end = within.last()?;
    if start.year == end.year {
        return None;
    }
    // Nothing is said of ratios that are not there.
    let of = |point: &AnnualPoint| Some(text![Quantity::ratio(point.losses.comparable()?)]);
    let (at_start, at_end) = (of(start)?, of(end)?);
    let above = within.iter().filter(|point| point.losses.first >= point.losses.second).count();
    let verdict = if above == within.len() || above == 0 {
        let dependent = if above == 0 { &brief.second } else { &brief.first };
        let other = if above == 0 { &brief.first } else { &brief.second };
        format!(": in each of these years {0} depended more on {1} than {1} on {0}", dependent.name, other.name)
    } else if (start.losses.first < start.losses.second) != (end.losses.first < end.losses.second) {
        ": the balance reversed in between".to_owned()
    } else {
        ", and the other way round in some years between".to_owned()
    };
    let mut text = text![format!("the ratio of exit costs, {} to {}, was ", brief.first.name, brief.second.name)]
        .then(at_start)
        .then(text![format!(" in {} and ", start.year)])
        .then(at_end)
        .then(text![format!(" in {}{verdict}.", end.year)]);
    let sources = line.points.chunk_by(|one, next| one.source == next.source);
    for points in sources.filter(|points| points.iter().all(|point| point.source != start.source)) {
        text = text.then(by_another_source(points)?);
    }
    Some(text)
}

/// The ratio in the years of one more source; nothing where a ratio is missing.
fn by_another_source(points: &[AnnualPoint]) -> Option<Text> {
    let (first, last) = (points.first()?, points.last()?);
    let ratio = |point: &AnnualPoint| Some(text![Quantity::ratio(point.losses.comparable()?)]);
    let estimated = if last.estimated { " (estimated in part)" } else { "" };
    Some(if first.year == last.year {
        text![format!(" In {}, by {}{estimated}, it was ", last.year, last.source)].then(ratio(last)?).then(text!["."])
    } else {
        text![format!(" By {}{estimated}, it was ", first.source)]
            .then(ratio(first)?)
            .then(text![format!(" in {} and ", first.year)])
            .then(ratio(last)?)
            .then(text![format!(" in {}.", last.year)])
    })
}

//! The indicators of many pairs: everybody's dependence on one partner, or all pairs and how the indicators agree.

use unequal_study::leverage::{Agreement, DirectedRow, LeverageTable, MeasureCard, RankGap};
use unequal_study::name_of;

use super::cards;
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::language::{capitalised, listed};
use crate::quantity::{Form, Quantity, Unit};
use crate::ranges::{self, Ranged};
use crate::shared;
use crate::shared::{dateline, estimates_warning, known_or, missing_note, setting};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::Text;

/// Rows of the table of partnerships; the rest stands in files.
const ROWS: usize = 100;
/// Rows of it on a terminal.
const ROWS_ON_TERMINAL: usize = 15;
/// Economies with the largest exit costs that a chart shows.
const BARS: usize = 15;
/// Pairs of indicators whose largest gaps are named.
const CONTRASTS: usize = 6;
/// Of them on a terminal.
const CONTRASTS_ON_TERMINAL: usize = 4;
/// Label of the exit cost.
const EXIT: &str = "L4";
/// Names of the shares of all trade.
const SHARES: [&str; 2] = ["import share", "export share"];

/// The indicators of many pairs.
#[must_use]
pub fn document(answer: &LeverageTable) -> Document {
    let years = answer.year.to_string();
    let sections = vec![
        Section::new("partnerships", "The partnerships", partnerships(answer)).sure(&answer.evidence, &years),
        Section::new("agreement", "How alike the indicators order the partnerships", agreement(answer))
            .sure(&answer.evidence, &years),
        Section::new("gaps", "Where they differ most, and what goes with it", gaps(answer))
            .sure(&answer.evidence, &years),
        Section::new("meaning", "What the indicators mean", vec![cards(&answer.catalogue)]),
    ];
    let title = answer.partner.as_ref().map_or_else(
        || "Nine indicators of dependence".to_owned(),
        |partner| format!("Who depends most on {}?", partner.name),
    );
    let keys = Keys::none().year(answer.year).elasticity(&answer.elasticity);
    Document {
        question: "leverage".to_owned(),
        keys: match &answer.partner {
            Some(partner) => keys.partner(&partner.code),
            None => keys,
        },
        title: title.into(),
        dateline: dateline(answer.year, &answer.elasticity, &answer.evidence),
        sides: None,
        finding: shared::according_to(
            answer.table.as_deref(),
            shared::own_table_caution(answer.table.as_deref(), &answer.evidence)
                .into_iter()
                .chain(
                    answer.partner.as_ref().map_or_else(|| all_pairs(answer), |partner| ranking(answer, &partner.name)),
                )
                .collect(),
        ),
        sections,
        terms: ["Exit cost", "Real income", "Trade elasticity", "Indirect inputs", "Evidence grade"]
            .map(str::to_owned)
            .to_vec(),
        reproduce: Some(reproduce(answer)),
    }
}

fn reproduce(answer: &LeverageTable) -> Reproduce {
    let question = answer.partner.as_ref().map_or_else(
        || if answer.exact { "--all-pairs --exact".to_owned() } else { "--all-pairs".to_owned() },
        |partner| format!("--most-dependent-on {}", partner.code),
    );
    let setting = setting(answer.year, &answer.elasticity);
    let table = crate::shared::table_option(answer.table.as_deref());
    Reproduce { command: format!("unequal leverage {question} {setting}{table}"), file: String::new() }
}

/// Name of an indicator for headings and sentences.
pub fn indicator_name(card: &MeasureCard) -> String {
    renamed(&card.name)
}

fn renamed(name: &str) -> String {
    match name {
        "inputs looked through" => "inputs, direct and indirect",
        "power over it" => "rise of cost",
        other => other,
    }
    .to_owned()
}

fn place_of(answer: &LeverageTable, label: &str) -> Option<usize> {
    answer.catalogue.iter().position(|card| card.label == label)
}

fn ranking(answer: &LeverageTable, partner: &str) -> Vec<Text> {
    let mut sentences = Vec::new();
    if let [first, second, third, ..] = answer.rows.as_slice() {
        let name = |row: &DirectedRow| name_of(&row.side);
        sentences.push(
            text![name(first), " depends most on ", partner, " of ", economies(answer), " economies, then "]
                .then(text![name(second), " and ", name(third), ", by the mean of their ranks over nine indicators."])
                .capitalised(),
        );
    }
    sentences.extend(most_exposed(answer, partner));
    let without: Vec<String> = answer
        .rows
        .iter()
        .filter(|row| place_of(answer, EXIT).is_some_and(|place| row.values.get(place).copied().flatten().is_none()))
        .map(|row| name_of(&row.side))
        .collect();
    if !without.is_empty() {
        sentences.push(
            text![format!(
                "Without trade with {partner} the model finds no equilibrium for {}: no exit cost, and no rank by it.",
                listed(&without)
            )]
            .capitalised(),
        );
    }
    sentences
}

fn economies(answer: &LeverageTable) -> crate::text::Span {
    crate::text::Span::figure(Quantity::count(answer.rows.len()), "economies compared", Keys::none())
}

/// Who would lose most if its trade with the partner ended.
fn most_exposed(answer: &LeverageTable, partner: &str) -> Option<Text> {
    let place = place_of(answer, EXIT)?;
    let exit = |row: &DirectedRow| row.values.get(place).copied().flatten();
    let (row, loss) = answer
        .rows
        .iter()
        .filter_map(|row| Some((row, exit(row)?)))
        .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let loss = ranges::said(
        Quantity::loss(loss).form(Form::Fine),
        row.exit_cost_range.map(|range| Ranged::at(&answer.elasticity, range)),
    );
    Some(
        text![name_of(&row.side), " would lose most if trade with ", partner, " ended: "]
            .then(loss)
            .then(text![" of its real income."])
            .capitalised(),
    )
}

fn all_pairs(answer: &LeverageTable) -> Vec<Text> {
    let pairs = crate::text::Span::figure(Quantity::count(answer.rows.len()), "directed pairs", Keys::none());
    let estimated = if answer.exact { "." } else { "; exit costs are estimated." };
    let mut sentences = vec![text![
        "Nine indicators of how much one economy depends on another, for ",
        pairs,
        " directed pairs",
        estimated
    ]];
    sentences.extend(most_and_least(answer).map(|text| {
        text.then(text![" By Spearman\u{2019}s rank correlation, 1 is the same order and 0 no relation."])
    }));
    sentences.push(
        "Asymmetry and power balance compare the two sides instead of measuring one, so they order partnerships otherwise by \
         construction."
            .into(),
    );
    sentences
}

/// The two indicators that are most alike and the two that are least.
fn most_and_least(answer: &LeverageTable) -> Option<Text> {
    let mut alike = answer.agreement.iter().filter(|agreement| agreement.comparable);
    let (least, most) = (alike.next()?, alike.next_back()?);
    let told = |agreement: &Agreement| {
        let value = Cell::optional(agreement.spearman.map(correlation));
        let text = text![renamed(&agreement.one), " and ", renamed(&agreement.other)];
        match value {
            Cell::Quantity(quantity) => text.then(text![" (", *quantity, ")"]),
            _ => text,
        }
    };
    Some(
        text!["Most alike in their order are "]
            .then(told(most))
            .then(text![", least alike "])
            .then(told(least))
            .then(text!["."]),
    )
}

fn correlation(value: f64) -> Quantity {
    Quantity::number(value).form(Form::Fine)
}

fn partnerships(answer: &LeverageTable) -> Vec<Block> {
    let mut rows: Vec<&DirectedRow> = answer.rows.iter().collect();
    rows.sort_by(|one, other| one.mean_rank().total_cmp(&other.mean_rank()));
    let (shown, rest) = rows.split_at(rows.len().min(ROWS));
    let mut columns = vec![Column::figures("mean-rank", "mean rank").item("mean rank over all indicators")];
    columns.extend(
        answer.catalogue.iter().map(|card| Column::figures(&id_of(card), heading(card)).item(indicator_name(card))),
    );
    let table = |id: &str, title: &str, rows: &[&DirectedRow]| {
        let rows =
            rows.iter().enumerate().map(|(place, row)| partnership(answer, row).detail(place >= ROWS_ON_TERMINAL));
        Table::new(id, format!("{title}, {}", answer.year), "Economy").columns(columns.clone()).rows(rows.collect())
    };
    let mut blocks = pictures(answer);
    let order = "Ordered by the mean of the ranks over all indicators, each counting the same; that weighting is ours. Files hold every partnership \
                 and its rank by each indicator.";
    let title = match &answer.partner {
        Some(partner) => format!("Dependence of economies on {}", partner.name),
        None => "Dependence of economies on their partners".to_owned(),
    };
    blocks.push(table("partnerships", &title, shown).note(order).into());
    if !rest.is_empty() {
        blocks.push(table("other-partnerships", "The other partnerships", rest).look(Look::FilesOnly).into());
    }
    blocks.push(ranks(answer, &rows).into());
    blocks.extend(estimates_warning(answer.year, &answer.evidence));
    if !answer.failures.is_empty() {
        let failures = answer.failures.iter().map(|failure| format!("Without an exit cost: {failure}.").into());
        blocks.push(Block::narrative(Role::Note, failures.collect()));
    }
    blocks.extend(answer.partner.as_ref().and_then(|partner| missing_note(&[partner])).map(Block::note));
    blocks
}

/// The map and the bars of exit costs towards one partner.
fn pictures(answer: &LeverageTable) -> Vec<Block> {
    let (Some(partner), Some(place)) = (&answer.partner, place_of(answer, EXIT)) else {
        return Vec::new();
    };
    let Some((card, finding)) = answer.catalogue.get(place).zip(most_exposed(answer, &partner.name)) else {
        return Vec::new();
    };
    let (column, quantity) =
        (id_of(card), format!("Loss of real income if trade with {} ended, percent", partner.name));
    let most: Text = format!("These economies would lose most if trade with {} ended.", partner.name).into();
    vec![
        Chart::new("chart-map", "partnerships", ChartKind::WorldMap, &[&column], finding).quantity(&quantity).into(),
        Chart::new("chart-ranking", "partnerships", ChartKind::Bars, &[&column], most)
            .quantity(quantity)
            .largest(BARS)
            .into(),
    ]
}

fn id_of(card: &MeasureCard) -> String {
    card.name.replace(' ', "-")
}

/// The heading of an indicator, with its unit where the figures do not show it.
fn heading(card: &MeasureCard) -> String {
    match Unit::from_name(&card.unit) {
        Unit::Logarithm | Unit::PercentPerPercent | Unit::Index => format!("{}, {}", indicator_name(card), card.unit),
        _ => indicator_name(card),
    }
}

fn name_and_keys(answer: &LeverageTable, row: &DirectedRow) -> (String, Keys) {
    let name = capitalised(&name_of(&row.side));
    let name = if answer.partner.is_some() { name } else { format!("{name} on {}", name_of(&row.partner)) };
    (name, Keys::none().region(&row.side).partner(&row.partner))
}

fn partnership(answer: &LeverageTable, row: &DirectedRow) -> Row {
    let (name, keys) = name_and_keys(answer, row);
    let mut cells = vec![Cell::from(Quantity::number(row.mean_rank()).form(Form::Fine))];
    cells.extend(answer.catalogue.iter().zip(&row.values).map(|(card, value)| {
        let quantity = value.map(|value| {
            let unit = Unit::from_name(&card.unit);
            let form = if unit == Unit::ShareOfRealIncome { Form::Fine } else { Form::Usual };
            let quantity = ranged(answer, row, card, Quantity::new(value, unit).form(form));
            if card.grade == answer.evidence.grade {
                quantity
            } else {
                quantity.from(card.grade, &answer.evidence.source, !answer.evidence.estimated.is_empty())
            }
        });
        known_or(quantity, "none")
    }));
    Row::new(name, cells).keys(keys)
}

/// A figure with its range in small print, where its error was measured.
fn ranged(answer: &LeverageTable, row: &DirectedRow, card: &MeasureCard, quantity: Quantity) -> Quantity {
    let error = WithError::of_year(answer.year);
    match (card.label.as_str(), row.exit_cost_range) {
        (EXIT, Some(range)) => ranges::within(quantity, Ranged::at(&answer.elasticity, range)).small_print(),
        (EXIT, None) => error.loss(quantity),
        _ if SHARES.contains(&card.name.as_str()) => error.share(quantity),
        _ => quantity,
    }
}

/// Imports, income and ranks of every partnership, for files.
fn ranks(answer: &LeverageTable, rows: &[&DirectedRow]) -> Table {
    let mut columns = vec![
        Column::figures("imports", "imports from partner, USD").item("imports from partner"),
        Column::figures("income", "income with balanced trade, USD").item("income with balanced trade"),
    ];
    columns.extend(answer.catalogue.iter().map(|card| {
        Column::figures(&format!("rank-{}", id_of(card)), format!("rank by {}", indicator_name(card)))
            .item(format!("rank by {}", indicator_name(card)))
    }));
    let rows = rows.iter().map(|row| {
        let (name, keys) = name_and_keys(answer, row);
        let mut cells = vec![Quantity::money(row.imports).into(), Quantity::money(row.income).into()];
        cells.extend(row.ranks.iter().map(|rank| Cell::optional(rank.map(|rank| Quantity::new(rank, Unit::Rank)))));
        Row::new(name, cells).keys(keys)
    });
    Table::new("ranks", format!("Imports, income and ranks by each indicator, {}", answer.year), "Economy")
        .columns(columns)
        .rows(rows.collect())
        .look(Look::FilesOnly)
}

fn agreement(answer: &LeverageTable) -> Vec<Block> {
    let mut blocks = vec![Block::body(
        "Rank correlations over the partnerships: 1 is the same order, 0 no relation, -1 the reverse order.",
    )];
    let table = |id: &str, method: &str, value: fn(&Agreement) -> Option<f64>| {
        let names: Vec<String> = answer.catalogue.iter().map(indicator_name).collect();
        let (columns, rows) = (names.iter().take(names.len().saturating_sub(1)), names.iter().enumerate().skip(1));
        let columns = columns.map(|name| Column::figures(&name.replace(' ', "-"), name).item(format!("with {name}")));
        let rows = rows.map(|(place, name)| {
            let cells = answer.catalogue.iter().take(names.len().saturating_sub(1)).enumerate();
            let cells = cells.map(|(column, other)| match answer.catalogue.get(place) {
                Some(own) if column < place => Cell::optional(
                    find(answer, own, other).and_then(value).map(|value| Quantity::number(value).form(Form::Fine)),
                ),
                _ => Cell::Empty(None),
            });
            Row::new(capitalised(name), cells.collect()).item(format!("{method} of {name}"))
        });
        Table::new(id, format!("{method} between every two indicators, {}", answer.year), "Indicator")
            .columns(columns.collect())
            .rows(rows.collect())
    };
    blocks.push(
        table("agreement", "Spearman\u{2019}s rank correlation", |agreement| agreement.spearman)
            .look(Look::Shaded)
            .into(),
    );
    blocks.push(
        table("agreement-kendall", "Kendall\u{2019}s tau-b", |agreement| agreement.kendall).look(Look::Folded).into(),
    );
    blocks
}

fn find<'a>(answer: &'a LeverageTable, one: &MeasureCard, other: &MeasureCard) -> Option<&'a Agreement> {
    answer.agreement.iter().find(|found| {
        (found.one == one.name && found.other == other.name) || (found.one == other.name && found.other == one.name)
    })
}

/// The least alike indicators of one kind, none in more than two of them, so that one that differs from all others does
/// not hide the rest.
fn contrasting(answer: &LeverageTable) -> Vec<&Agreement> {
    let mut chosen: Vec<&Agreement> = Vec::new();
    for agreement in answer.agreement.iter().filter(|agreement| agreement.comparable) {
        let times = |name: &str| chosen.iter().filter(|known| known.one == name || known.other == name).count();
        if times(&agreement.one) < 2 && times(&agreement.other) < 2 && chosen.len() < CONTRASTS {
            chosen.push(agreement);
        }
    }
    chosen
}

fn gaps(answer: &LeverageTable) -> Vec<Block> {
    let rows = contrasting(answer).into_iter().enumerate().flat_map(|(place, agreement)| {
        agreement.gaps.iter().map(move |gap| gap_row(agreement, gap).detail(place >= CONTRASTS_ON_TERMINAL))
    });
    let columns = vec![
        Column::figures("rank-one", "rank by the first"),
        Column::figures("rank-other", "rank by the second"),
        Column::figures("openness", "imports over value added").item("imports over value added"),
        Column::figures("size", "partner\u{2019}s economy, times its own")
            .item("partner\u{2019}s value added over its own"),
        Column::figures("of-imports", "partner\u{2019}s share of imports").item("partner\u{2019}s share of imports"),
        Column::figures("of-exports", "of exports").item("partner\u{2019}s share of exports"),
        Column::words("remark", "remark").item("remark"),
    ];
    let table = Table::new("gaps", "Partnerships that two indicators rank most differently", "Economy on partner")
        .columns(columns)
        .rows(rows.collect())
        .note(
            "Partnerships with imports of USD 1 bn or more; rank 1 is the most dependent. What stands beside a gap goes with \
             it and need not cause it.",
        );
    vec![table.into()]
}

fn gap_row(agreement: &Agreement, gap: &RankGap) -> Row {
    let (one, other) = (renamed(&agreement.one), renamed(&agreement.other));
    let facts = &gap.facts;
    let rank = |name: &str, value: f64| {
        Cell::from(text![crate::text::Span::figure(
            Quantity::new(value, Unit::Rank),
            format!("rank by {name}"),
            Keys::none()
        )])
    };
    let share = |value: Option<f64>| Cell::optional(value.map(Quantity::share));
    let remark =
        if facts.none_dependent { Cell::from("in no sector above the thresholds of L2") } else { Cell::Empty(None) };
    let cells = vec![
        rank(&one, gap.rank_one),
        rank(&other, gap.rank_other),
        share(facts.openness),
        Cell::optional(facts.partner_size.map(Quantity::ratio)),
        share(facts.share_of_imports),
        share(facts.share_of_exports),
        remark,
    ];
    Row::new(format!("{} on {}", capitalised(&name_of(&gap.side)), name_of(&gap.partner)), cells)
        .group(format!("{} (first) and {} (second)", capitalised(&one), other))
        .item(format!("{one} against {other}"))
        .keys(Keys::none().region(&gap.side).partner(&gap.partner))
}

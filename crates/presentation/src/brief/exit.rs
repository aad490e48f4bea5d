//! Exit cost of both sides, in percent and in money, under several trade elasticities.

use unequal_study::brief::{AnnualPoint, Brief, ExitRow, GainsFromTrade, PartnerRank};
use unequal_study::{Elasticity, TradeElasticity, capitalised};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Role, Section};
use crate::keys::Keys;
use crate::money_and_size;
use crate::quantity::{Form, Quantity};
use crate::ranges::{self, Ranged};
use crate::shared::{known_or, loss_cells, party, short};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::Text;

/// The section.
pub fn section(brief: &Brief) -> Section {
    let (first, second) = (&brief.first.name, &brief.second.name);
    let mut blocks = vec![
        key_figures(brief).into(),
        chart(brief).into(),
        money_chart(brief).into(),
        Block::narrative(
            Role::PageOnly,
            vec![
                format!(
                    "Suppose all trade between {first} and {second} ended, and both kept trading with everybody else. The \
                     exit cost is how much real income, what a year\u{2019}s income can buy, each side would lose once \
                     buyers and sellers have turned to other partners. It is a lasting yearly loss, not the shock of the \
                     first months."
                )
                .into(),
                text![
                    "It depends on the trade elasticity: how easily one country\u{2019}s goods replace another\u{2019}s. Before \
                     buyers have found others it is low and losses are large; after years of adjustment it is higher and \
                     losses are smaller. Nobody knows the one right value, so the answer is given for several; the headline \
                     is the long run at ",
                    brief.elasticity.to_string(),
                    "."
                ],
            ],
        ),
        table(brief).into(),
    ];
    blocks.extend(super::variants::table(brief).map(Block::from));
    blocks.extend(sure(brief));
    blocks.extend(as_published(brief).map(Block::from));
    blocks.push(money(brief).into());
    blocks.extend(parts(brief).map(Block::from));
    blocks.extend([
        gains(brief).into(),
        solver(brief).into(),
        Block::note(format!("Elasticities by sector: {}.", brief.exit.elasticity_source)),
    ]);
    Section::new("exit-cost", "Exit cost: real income lost if all trade between the two ended", blocks)
        .sure(&brief.exit.evidence, brief.year.to_string())
}

/// What a set of elasticities is called in a table or a chart.
pub fn set_label(elasticity: &TradeElasticity, headline: bool) -> String {
    let label = match elasticity.long_run() {
        Elasticity::Common(_) if elasticity.years() == Some(1.0) => "Short run, after one year".to_owned(),
        Elasticity::Common(_) if elasticity.years() == Some(4.0) => "Medium run, after four years".to_owned(),
        Elasticity::Common(_) => format!("Long run, elasticity {elasticity}"),
        Elasticity::BySector => "By sector, Caliendo and Parro (2015)".to_owned(),
        Elasticity::Published(set) => capitalised(&set.name),
        Elasticity::Own(_) => format!("Own: {elasticity}"),
    };
    if headline { format!("{label} (headline)") } else { label }
}

/// The row that the headline is about.
pub fn headline(brief: &Brief) -> Option<&ExitRow> {
    brief.exit.rows.iter().find(|row| row.headline)
}

/// Keys of the first side's figures, and of the second's.
pub fn sides(brief: &Brief) -> [Keys; 2] {
    let of = |region: &str, partner: &str| Keys::none().region(region).partner(partner);
    [of(&brief.first.code, &brief.second.code), of(&brief.second.code, &brief.first.code)]
}

/// The least and the largest value over the elasticities tried.
fn over_elasticities(brief: &Brief, of: impl Fn(&ExitRow) -> f64) -> Option<(f64, f64)> {
    let values: Vec<f64> = brief.exit.rows.iter().map(of).filter(|value| value.is_finite()).collect();
    let least = values.iter().copied().reduce(f64::min)?;
    Some((least, values.iter().copied().reduce(f64::max)?))
}

/// What ranges of this section are over.
pub const OVER: &str = "trade elasticities tried";

/// The ratio of exit costs at the headline elasticity with its range: that of the draws, else over the elasticities tried
/// where every one of them has a ratio.
pub fn ratio(brief: &Brief) -> Option<Quantity> {
    let row = headline(brief)?;
    let quantity = Quantity::ratio(row.losses.comparable()?);
    if let Some(of_pair) = &brief.exit.ranges {
        return Some(ranges::within(quantity, Ranged::of(of_pair, of_pair.ratio)));
    }
    let all: Option<Vec<f64>> = brief.exit.rows.iter().map(|row| row.losses.comparable()).collect();
    let Some(all) = all else { return Some(quantity) };
    let least = all.iter().copied().fold(f64::INFINITY, f64::min);
    let most = all.iter().copied().fold(0.0, f64::max);
    Some(quantity.within(least, most, OVER))
}

fn ranged(brief: &Brief, value: f64, interval: Option<Ranged>, of: impl Fn(&ExitRow) -> f64) -> Quantity {
    match (interval, over_elasticities(brief, of)) {
        (Some(interval), _) => ranges::within(Quantity::loss(value), interval),
        (None, Some((low, high))) => Quantity::loss(value).within(low, high, OVER),
        (None, None) => Quantity::loss(value),
    }
}

/// The three figures to remember.
fn key_figures(brief: &Brief) -> Table {
    let [first, second] = sides(brief);
    let mut rows = Vec::new();
    if let Some(row) = headline(brief) {
        let of_pair = brief.exit.ranges.as_ref();
        let one = ranged(brief, row.losses.first, of_pair.map(|ranges| Ranged::of(ranges, ranges.first)), |row| {
            row.losses.first
        });
        let other = ranged(brief, row.losses.second, of_pair.map(|ranges| Ranged::of(ranges, ranges.second)), |row| {
            row.losses.second
        });
        let money = |million: f64| text!["of real income: USD ", Quantity::money(million), " a year"];
        rows.push(
            Row::new(
                format!("{} would lose", capitalised(&brief.first.name)),
                vec![one.into(), money(brief.exit.first_money.balanced).into()],
            )
            .item("exit cost")
            .keys(first.clone()),
        );
        rows.push(
            Row::new(
                format!("{} would lose", capitalised(&brief.second.name)),
                vec![other.into(), money(brief.exit.second_money.balanced).into()],
            )
            .item("exit cost")
            .keys(second),
        );
        rows.push(
            Row::new(
                "Ratio of the two losses",
                vec![
                    Cell::optional(ratio(brief)),
                    format!(
                        "{} to {}, in percent of real income, at trade elasticity {}",
                        brief.first.name, brief.second.name, row.elasticity
                    )
                    .into(),
                ],
            )
            .item("ratio of exit costs")
            .keys(first),
        );
    }
    Table::new("key-figures", "Figures to remember", "")
        .columns(vec![Column::figures("value", "Value"), Column::words("about", "")])
        .rows(rows)
        .keys(Keys::none().elasticity(&brief.elasticity))
        .look(Look::KeyFigures)
}

fn chart(brief: &Brief) -> Chart {
    let finding = match headline(brief) {
        Some(row) => text![
            format!("{} would lose ", brief.first.name),
            Quantity::loss(row.losses.first),
            format!(" of real income and {} ", brief.second.name),
            Quantity::loss(row.losses.second),
            format!(" at trade elasticity {}.", row.elasticity)
        ]
        .capitalised(),
        None => text!["Exit cost by trade elasticity."],
    };
    Chart::new("exit-cost", "exit-cost", ChartKind::Bars, &["first", "second"], finding)
        .quantity(format!("Exit cost, percent of real income, {}", brief.year))
}

fn table(brief: &Brief) -> Table {
    let [first, second] = sides(brief);
    let row = |row: &ExitRow| {
        Row::new(set_label(&row.elasticity, row.headline), row_cells(brief, row))
            .keys(Keys::none().elasticity(&row.elasticity))
            .headline(row.headline)
    };
    Table::new("exit-cost", format!("Exit cost, percent of real income, {}", brief.year), "Trade elasticity")
        .columns(vec![
            Column::figures("first", format!("{} loses", short(&brief.first)))
                .item("exit cost")
                .keys(first.clone())
                .side(1),
            Column::figures("second", format!("{} loses", short(&brief.second))).item("exit cost").keys(second).side(2),
            Column::figures("ratio", format!("Ratio, {} : {}", short(&brief.first), short(&brief.second)))
                .item("ratio of exit costs")
                .keys(first),
        ])
        .rows(brief.exit.rows.iter().map(row).collect())
}

/// Both losses and their ratio. The headline has the ranges of the key figures, other rows those of the table's error alone.
pub fn row_cells(brief: &Brief, row: &ExitRow) -> Vec<Cell> {
    let Some(of_pair) = brief.exit.ranges.as_ref().filter(|_| row.headline) else {
        return loss_cells(WithError::of_year(brief.year), &row.losses);
    };
    let ratio = row
        .losses
        .comparable()
        .map(|ratio| ranges::within(Quantity::ratio(ratio), Ranged::of(of_pair, of_pair.ratio)).small_print());
    vec![
        ranges::within(Quantity::loss(row.losses.first), Ranged::of(of_pair, of_pair.first)).small_print().into(),
        ranges::within(Quantity::loss(row.losses.second), Ranged::of(of_pair, of_pair.second)).small_print().into(),
        Cell::optional(ratio),
    ]
}

/// Ranges of the headline and what decides them.
fn sure(brief: &Brief) -> Vec<Block> {
    let (Some(of_pair), Some(row)) = (&brief.exit.ranges, headline(brief)) else { return Vec::new() };
    let (first, second) = (party(&brief.first), party(&brief.second));
    let pair = ranges::Pair {
        sides: [&first, &second],
        losses: [row.losses.first, row.losses.second],
        money: [brief.exit.first_money.balanced, brief.exit.second_money.balanced],
        ratio: row.losses.comparable(),
        ratio_in_money: brief.exit.ratio_parts.map(|parts| parts.money),
    };
    ranges::blocks(of_pair, &pair)
}

/// The headline beside what the table gives as its source published it.
fn as_published(brief: &Brief) -> Option<Table> {
    let published = brief.as_published.as_ref()?;
    let own = brief.annual.points.iter().find(|point| point.year == brief.year)?;
    let [first, second] = sides(brief);
    let row = |name: String, point: &AnnualPoint| {
        let error = WithError::of_year(point.year);
        let shares = [point.second_in_first_imports, point.first_in_second_imports];
        let mut cells = loss_cells(error, &point.losses);
        cells.extend(shares.map(|share| Cell::from(error.share(Quantity::share(share)))));
        Row::new(name, cells).keys(Keys::none().measure(&point.source))
    };
    let (one, other) = (short(&brief.first), short(&brief.second));
    let table = Table::new("as-published", format!("With and without the records, {}", brief.year), "Table")
        .columns(vec![
            Column::figures("first", format!("{one} loses")).item("exit cost").keys(first.clone()).side(1),
            Column::figures("second", format!("{other} loses")).item("exit cost").keys(second.clone()).side(2),
            Column::figures("ratio", format!("Ratio, {one} : {other}")).item("ratio of exit costs").keys(first.clone()),
            Column::figures("second-share", format!("{other} in {one}\u{2019}s imports"))
                .item("share of imports")
                .keys(first),
            Column::figures("first-share", format!("{one} in {other}\u{2019}s imports"))
                .item("share of imports")
                .keys(second),
        ])
        .rows(vec![
            row("adjusted to recorded trade".to_owned(), own).headline(true),
            row(format!("as published ({})", published.table), &published.point),
        ])
        .keys(Keys::none().elasticity(&brief.elasticity))
        .note(format!(
            "At the headline elasticity, {}. `--table {}` asks for the table as published.",
            brief.elasticity, published.table
        ));
    Some(table)
}

fn money_chart(brief: &Brief) -> Chart {
    let finding = text![
        format!("In money, {} would lose USD ", brief.first.name),
        Quantity::money(brief.exit.first_money.balanced),
        format!(" a year and {} USD ", brief.second.name),
        Quantity::money(brief.exit.second_money.balanced),
        "."
    ];
    Chart::new("exit-cost-money", "exit-cost-money", ChartKind::Bars, &["first", "second"], finding)
        .quantity(format!("Exit cost, USD a year, {}", brief.year))
}

fn money(brief: &Brief) -> Table {
    let [first, second] = sides(brief);
    let (one, other) = (&brief.exit.first_money, &brief.exit.second_money);
    let of_pair = brief.exit.ranges.as_ref();
    let of_pair = of_pair.map(|of_pair| [of_pair.first, of_pair.second].map(|side| Ranged::of(of_pair, side)));
    let losses = headline(brief).map(|row| [row.losses.first, row.losses.second]);
    // A loss in money is a share of an income that is taken as exact.
    let amount = |side: usize, amount: f64| {
        let money = Quantity::money(amount);
        match (losses.map(|losses| losses[side]), of_pair.map(|of_pair| of_pair[side])) {
            (Some(loss), Some(interval)) => ranges::within(money, interval.times(amount / loss)).small_print(),
            (Some(loss), None) => WithError::of_year(brief.year).money(money, loss),
            (None, _) => money,
        }
    };
    let row = |name: &str, item: &str, amounts: [f64; 2]| {
        Row::new(name, vec![amount(0, amounts[0]).into(), amount(1, amounts[1]).into()]).item(item)
    };
    Table::new("exit-cost-money", format!("Exit cost, USD a year, {}", brief.year), "Of income")
        .columns(vec![
            Column::figures("first", format!("{} loses", short(&brief.first))).keys(first).side(1),
            Column::figures("second", format!("{} loses", short(&brief.second))).keys(second).side(2),
        ])
        .rows(vec![
            row(
                "with balanced trade, as in the model",
                "exit cost, of income with balanced trade",
                [one.balanced, other.balanced],
            )
            .headline(true),
            row("as recorded", "exit cost, of income as recorded", [one.recorded, other.recorded]),
        ])
        .keys(Keys::none().elasticity(&brief.elasticity))
        .note(Text::from(format!("At the headline elasticity, {}.", brief.elasticity)))
}

/// The ratio of losses in percent as what it is made of.
fn parts(brief: &Brief) -> Option<Table> {
    let [first, _] = sides(brief);
    let names = [short(&brief.first), short(&brief.second)];
    let elasticities = &headline(brief)?.elasticity;
    Some(money_and_size::table(brief.exit.ratio_parts?, brief.year, names, first, elasticities))
}

/// Each side's exit cost beside all that it gains from trade.
fn gains(brief: &Brief) -> Table {
    let [first, second] = sides(brief);
    let row = |name: &str, item: &str, of: fn(&GainsFromTrade) -> Quantity| {
        let cell = |gains: &Option<GainsFromTrade>| known_or(gains.as_ref().map(of), "not defined");
        Row::new(name, vec![cell(&brief.exit.first_gains), cell(&brief.exit.second_gains)]).item(item)
    };
    let rank = |name: &str, item: &str, of: fn(&PartnerRank) -> Quantity| {
        let cell = |rank: &Option<PartnerRank>| known_or(rank.as_ref().map(of), "countries only");
        Row::new(name, vec![cell(&brief.exit.first_rank), cell(&brief.exit.second_rank)]).item(item)
    };
    Table::new("gains-from-trade", format!("Exit cost beside gains from trade and other partners, {}", brief.year), "")
        .columns(vec![
            Column::figures("first", short(&brief.first)).keys(first).side(1),
            Column::figures("second", short(&brief.second)).keys(second).side(2),
        ])
        .rows(vec![
            row("exit cost, share of all gains from trade", "exit cost, share of gains from trade", |gains| {
                Quantity::share(gains.share)
            })
            .headline(true),
            row("loss without any foreign trade, of real income", "gains from trade", |gains| {
                Quantity::loss(gains.all)
            }),
            rank("rank of the other among all partners, by exit cost", "rank of the partner by exit cost", |rank| {
                Quantity::rank(rank.place)
            }),
            rank("partners with an exit cost", "partners with an exit cost", |rank| Quantity::count(rank.of)),
        ])
        .keys(Keys::none().elasticity(&brief.elasticity))
        .note(Text::from(format!(
            "At the headline elasticity, {}. Unlike the loss itself, the share does not grow \
             with a side\u{2019}s openness, so it compares sides of different size. Not defined where \
             a side uses a product that, in this table, it does not make.",
            brief.elasticity
        )))
}

/// How each solve ended, for files.
fn solver(brief: &Brief) -> Table {
    let row = |row: &ExitRow| {
        Row::new(
            set_label(&row.elasticity, row.headline),
            vec![
                Quantity::count(row.losses.evaluations).into(),
                Quantity::number(row.losses.residual).form(Form::Scientific).into(),
            ],
        )
        .keys(Keys::none().elasticity(&row.elasticity))
    };
    Table::new("solver", "How each solve ended", "Trade elasticity")
        .columns(vec![
            Column::figures("evaluations", "Evaluations").item("evaluations of the solver"),
            Column::figures("residual", "Largest relative residual").item("largest relative residual"),
        ])
        .rows(brief.exit.rows.iter().map(row).collect())
        .look(Look::FilesOnly)
}

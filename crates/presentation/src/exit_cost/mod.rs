//! The document of `exit-cost`: one pair, or everybody against everybody.

mod pair;

use std::collections::BTreeMap;

use unequal_study::exit_cost::{Economy, ExitCosts};
use unequal_study::uncertainty::Interval;
use unequal_study::{Closure, REST_OF_WORLD, capitalised};

use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Document, Party, Reproduce, Role, Section};
use crate::keys::Keys;
use crate::quantity::{Form, Quantity, Unit};
use crate::ranges::{self, Ranged};
use crate::shared;
use crate::shared::{dateline, setting};
use crate::table::{Cell, Column, Look, Row, Table};
use crate::table_error::WithError;
use crate::text;
use crate::text::{Span, Text};

/// A pair counts among the most unequal only if the side that loses less would lose this share of real income (0.1 %):
/// below it, the ratio is made by a denominator near zero.
pub const FLOOR: f64 = 1e-3;
/// A loss that the list of economies counts as large.
const LARGE: f64 = 0.01;
/// A ratio of losses that the opening counts as lopsided.
const LOPSIDED: f64 = 10.0;
/// Rows of the lists that a terminal shows, and of those on pages.
const SHOWN: usize = 15;
const LISTED: usize = 20;
/// Partners listed for each economy.
const PARTNERS: usize = 3;

/// The document.
#[must_use]
pub fn document(costs: &ExitCosts) -> Document {
    let losses = Losses::new(costs);
    let pair = match costs.pairs.as_slice() {
        [pair] => Some(pair),
        _ => None,
    };
    let sections = match pair {
        Some(pair) => vec![pair::section(costs, &losses, pair)],
        None => vec![map(costs, &losses), most(costs, &losses), unequal(costs, &losses), countries(costs, &losses)],
    };
    let keys = pair.map_or_else(Keys::none, |pair| Keys::pair(&pair.first, &pair.second));
    let (year, table) = (costs.year, crate::shared::table_option(costs.table.as_deref()));
    let closure = match costs.closure {
        Closure::LongRun => String::new(),
        other => format!(" --closure {}", other.id()),
    };
    let setting = setting(year, &costs.elasticity);
    let keys = match costs.closure {
        Closure::LongRun => keys,
        other => keys.measure(other.id()),
    };
    Document {
        question: "exit-cost".to_owned(),
        keys: keys.year(year).elasticity(&costs.elasticity),
        title: match pair {
            Some(pair) => {
                format!("Exit costs of {} and {}", losses.name(&pair.first), losses.name(&pair.second)).into()
            }
            None => format!("Who depends on whom: exit costs of all pairs, {year}").into(),
        },
        dateline: dateline(year, &costs.elasticity, &costs.evidence),
        sides: pair
            .map(|pair| [&pair.first, &pair.second].map(|code| Party { code: code.clone(), name: losses.name(code) })),
        finding: shared::according_to(
            costs.table.as_deref(),
            match pair {
                Some(pair) => pair::finding(costs, &losses, pair),
                None => shared::own_table_caution(costs.table.as_deref(), &costs.evidence)
                    .into_iter()
                    .chain(world_sentences(&losses))
                    .collect(),
            },
        ),
        sections,
        terms: ["Exit cost", "Real income", "Ratio", "Trade elasticity", "Evidence grade"].map(str::to_owned).to_vec(),
        reproduce: Some(Reproduce {
            command: match pair {
                Some(pair) => format!("unequal exit-cost {} {} {setting}{table}{closure}", pair.first, pair.second),
                None => {
                    let ranges = if costs.pairs.iter().any(|pair| pair.ranges.is_some()) { " --ranges" } else { "" };
                    format!("unequal exit-cost --matrix {setting}{table}{ranges}")
                }
            },
            file: String::new(),
        }),
    }
}

/// One side's loss by the end of trade with one partner.
#[derive(Clone, Copy)]
struct Loss<'a> {
    side: &'a Economy,
    partner: &'a Economy,
    loss: f64,
    partner_loss: f64,
    /// Own loss over the partner's; `None` where one of them is too small to say.
    ratio: Option<f64>,
    /// Ranges of own loss, the partner's, and the ratio, where the pair was solved under all published elasticities.
    ranges: Option<[Ranged; 3]>,
}

impl Loss<'_> {
    /// Whether both sides are countries or groups of them. The rest of the world is nobody's partner.
    fn is_of_partners(&self) -> bool {
        [self.side, self.partner].iter().all(|economy| economy.code != REST_OF_WORLD)
    }
}

/// The range of one over what has a range.
fn inverse(interval: Interval) -> Interval {
    Interval { low: 1.0 / interval.high, median: 1.0 / interval.median, high: 1.0 / interval.low }
}

/// The losses of a set of pairs from the side of each economy.
struct Losses<'a> {
    by_code: BTreeMap<&'a str, &'a Economy>,
    /// In the order of the pairs, both directions of each.
    all: Vec<Loss<'a>>,
}

impl<'a> Losses<'a> {
    fn new(costs: &'a ExitCosts) -> Self {
        let by_code: BTreeMap<&str, &Economy> =
            costs.economies.iter().map(|economy| (economy.code.as_str(), economy)).collect();
        let ranged = |interval| Ranged::at(&costs.elasticity, interval);
        // A single pair has the ranges of its headline, whatever the elasticities.
        let of_pair = costs.ranges.as_ref().map(|ranges| [ranges.first, ranges.second, ranges.ratio]);
        let all = costs.pairs.iter().flat_map(|pair| {
            let ranges = pair.ranges.map(|ranges| [ranges.first, ranges.second, ranges.ratio]).or(of_pair);
            let sides = by_code.get(pair.first.as_str()).zip(by_code.get(pair.second.as_str()));
            sides.into_iter().flat_map(move |(first, second)| {
                let there = Loss {
                    side: first,
                    partner: second,
                    loss: pair.first_loss,
                    partner_loss: pair.second_loss,
                    ratio: pair.comparable(),
                    ranges: ranges.map(|ranges| ranges.map(ranged)),
                };
                let back = Loss {
                    side: second,
                    partner: first,
                    loss: pair.second_loss,
                    partner_loss: pair.first_loss,
                    ratio: pair.comparable().map(|ratio| 1.0 / ratio),
                    ranges: ranges.map(|[first, second, ratio]| [second, first, inverse(ratio)].map(ranged)),
                };
                [there, back]
            })
        });
        Self { all: all.collect(), by_code }
    }

    /// The name of an economy as it stands in a sentence.
    fn name(&self, code: &str) -> String {
        self.by_code.get(code).map_or_else(|| code.to_owned(), |economy| economy.name.clone())
    }

    /// The losses that a ranking can show.
    fn ranked(&self) -> impl Iterator<Item = &Loss<'a>> {
        self.all.iter().filter(|loss| loss.is_of_partners())
    }

    /// The losses that are wanted in a ranking, the largest by `measure` first.
    fn sorted(&self, wanted: impl Fn(&Loss<'a>) -> bool, measure: impl Fn(&Loss<'a>) -> f64) -> Vec<Loss<'a>> {
        let mut found: Vec<Loss<'a>> = self.ranked().filter(|loss| wanted(loss)).copied().collect();
        let codes = |loss: &Loss<'a>| (loss.side.code.as_str(), loss.partner.code.as_str());
        found.sort_by(|one, other| measure(other).total_cmp(&measure(one)).then_with(|| codes(one).cmp(&codes(other))));
        found
    }

    fn most_unequal(&self) -> Vec<Loss<'a>> {
        self.sorted(
            |loss| loss.partner_loss >= FLOOR && loss.ratio.is_some_and(|ratio| ratio >= 1.0),
            |loss| loss.ratio.unwrap_or_default(),
        )
    }

    /// How many partners an economy has.
    fn others(&self) -> usize {
        self.by_code.keys().filter(|code| **code != REST_OF_WORLD).count().saturating_sub(1)
    }

    /// The partner without which most economies would lose a large share, and how many would.
    fn most_needed(&self) -> Option<(&'a Economy, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for loss in self.ranked().filter(|loss| loss.loss >= LARGE) {
            *counts.entry(loss.partner.code.as_str()).or_default() += 1;
        }
        let (code, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        Some((self.by_code.get(code)?, count))
    }
}

/// The name as it stands alone: `United States`.
fn alone(economy: &Economy) -> String {
    capitalised(economy.name.strip_prefix("the ").unwrap_or(&economy.name))
}

fn keys(loss: &Loss<'_>) -> Keys {
    Keys::none().region(&loss.side.code).partner(&loss.partner.code)
}

impl Loss<'_> {
    /// Own loss, with its range in small print: over published elasticities where they were solved, else by the error of
    /// the year's table alone.
    fn own(&self, year: u16) -> Quantity {
        let loss = Quantity::loss(self.loss).form(small(self.loss));
        match self.ranges {
            Some([own, _, _]) => ranges::within(loss, own).small_print(),
            None => WithError::of_year(year).loss(loss),
        }
    }

    /// The partner's loss in the same way.
    fn of_partner(&self, year: u16) -> Quantity {
        let loss = Quantity::loss(self.partner_loss).form(small(self.partner_loss));
        match self.ranges {
            Some([_, partner, _]) => ranges::within(loss, partner).small_print(),
            None => WithError::of_year(year).loss(loss),
        }
    }

    /// The ratio in the same way.
    fn own_over_partner(&self, year: u16) -> Option<Quantity> {
        let ratio = Quantity::ratio(self.ratio?);
        Some(match self.ranges {
            Some([_, _, interval]) => ranges::within(ratio, interval).small_print(),
            None => WithError::of_year(year).ratio(ratio, [self.loss, self.partner_loss]),
        })
    }
}

/// As many digits as a small loss needs.
fn small(loss: f64) -> Form {
    if loss.abs() < FLOOR { Form::Fine } else { Form::Usual }
}

fn world_sentences(losses: &Losses<'_>) -> Vec<Text> {
    let unequal = losses.most_unequal();
    let lopsided = unequal.iter().filter(|loss| loss.ratio.is_some_and(|ratio| ratio >= LOPSIDED)).count();
    let mut sentences = Vec::new();
    if let Some((partner, count)) = losses.most_needed() {
        sentences.push(text![
            Span::figure(
                Quantity::count(count),
                "economies that would lose 1 % or more",
                Keys::none().partner(&partner.code)
            ),
            " of ",
            Span::figure(Quantity::count(losses.others()), "other economies", Keys::none()),
            " economies would lose 1 % or more of their real income if trade with ",
            partner.name.as_str(),
            " ended. No other partner has as many economies depending on it."
        ]);
    }
    if let Some(largest) = losses.sorted(|_| true, |loss| loss.loss).first() {
        sentences.push(
            text![
                format!(
                    "The largest loss of all pairs is that of {} without {}: ",
                    largest.side.name, largest.partner.name
                ),
                Quantity::loss(largest.loss)
            ]
            .then(
                largest
                    .ranges
                    .map(|[own, _, _]| ranges::bracket(&ranges::within(Quantity::loss(largest.loss), own)))
                    .unwrap_or_default()
                    .into(),
            )
            .then(text!["."]),
        );
    }
    sentences.push(text![
        "Of ",
        Span::figure(Quantity::count(unequal.len()), "pairs in which both sides would lose 0.1 % or more", Keys::none()),
        " pairs in which both sides would lose 0.1 % or more, ",
        Span::figure(Quantity::count(lopsided), "pairs with a ratio of 10 : 1 or more", Keys::none()),
        " have a ratio of 10 : 1 or more. Most of the ratio is size: a large economy spreads its trade over more partners."
    ]);
    sentences
}

fn map(costs: &ExitCosts, losses: &Losses<'_>) -> Section {
    let mut blocks = Vec::new();
    if let Some((partner, count)) = losses.most_needed() {
        let finding = text![
            Span::figure(
                Quantity::count(count),
                "economies that would lose 1 % or more",
                Keys::none().partner(&partner.code)
            ),
            format!(" economies would lose 1 % or more of their real income without {}.", partner.name)
        ];
        let chart = Chart::new("map", "without-partner", ChartKind::WorldMap, &["loss"], finding)
            .quantity(format!("Loss of real income if trade with {} ended, percent, {}", partner.name, costs.year))
            // The sentence counts losses of 1 % and more: a step of the scale.
            .logarithmic();
        let rows = losses.sorted(|loss| loss.partner.code == partner.code, |loss| loss.loss);
        let row = |loss: &Loss<'_>| {
            Row::new(alone(loss.side), vec![loss.own(costs.year).into()]).keys(keys(loss)).detail(true)
        };
        let table = Table::new(
            "without-partner",
            format!("Loss of real income without {}, percent, {}", partner.name, costs.year),
            "Economy",
        )
        .columns(vec![Column::figures("loss", "Loses").item("exit cost")])
        .rows(rows.iter().map(row).collect())
        .look(Look::Folded);
        blocks.push(chart.into());
        blocks.push(Block::Table(table));
    }
    let finding = text!["What each economy would lose without each partner."];
    blocks.push(
        Chart::new("all-pairs", "all-pairs", ChartKind::Heatmap, &["loss"], finding)
            .quantity(format!("Loss of real income, percent, {}; largest economies first", costs.year))
            .into(),
    );
    blocks.push(all_pairs(costs, losses).into());
    blocks.extend(failures(costs));
    Section::new("map", "Who depends on whom", blocks).sure(&costs.evidence, costs.year.to_string())
}

/// Every pair in both directions, the largest economies first.
fn all_pairs(costs: &ExitCosts, losses: &Losses<'_>) -> Table {
    let mut all: Vec<&Loss<'_>> = losses.all.iter().collect();
    let order = |one: &Economy, other: &Economy| {
        other.value_added.total_cmp(&one.value_added).then_with(|| one.code.cmp(&other.code))
    };
    all.sort_by(|one, other| order(one.side, other.side).then_with(|| order(one.partner, other.partner)));
    let evaluations: BTreeMap<(&str, &str), usize> =
        costs.pairs.iter().map(|pair| ((pair.first.as_str(), pair.second.as_str()), pair.evaluations)).collect();
    let row = |loss: &&Loss<'_>| {
        let codes = (loss.side.code.as_str(), loss.partner.code.as_str());
        let cells = vec![
            loss.own(costs.year).into(),
            Cell::optional(loss.own_over_partner(costs.year)),
            Cell::optional(evaluations.get(&codes).map(|count| Quantity::count(*count))),
        ];
        Row::new(format!("{} without {}", alone(loss.side), alone(loss.partner)), cells).keys(keys(loss))
    };
    // A pair without an answer is a row with the reason, not a gap that could be read as no dependence.
    let failed = costs.failures.iter().flat_map(|failure| {
        let row = |side: &str, partner: &str| {
            let name = |code: &str| losses.by_code.get(code).map_or_else(|| code.to_owned(), |economy| alone(economy));
            let cells = vec![Cell::empty(&failure.reason), Cell::Empty(None), Cell::Empty(None)];
            Row::new(format!("{} without {}", name(side), name(partner)), cells)
                .keys(Keys::none().region(side).partner(partner))
        };
        [row(&failure.first, &failure.second), row(&failure.second, &failure.first)]
    });
    let failed: Vec<Row> = failed.collect();
    Table::new("all-pairs", format!("Exit costs of all pairs, {}", costs.year), "Side and partner")
        .columns(vec![
            Column::figures("loss", "Loses").item("exit cost"),
            Column::figures("ratio", "Own loss : the other\u{2019}s").item("ratio of exit costs"),
            Column::figures("evaluations", "Evaluations").item("evaluations of the solver"),
        ])
        .rows(all.iter().map(row).chain(failed).collect())
        .look(Look::FilesOnly)
}

fn failures(costs: &ExitCosts) -> Vec<Block> {
    let solved = text![
        Span::figure(Quantity::count(costs.pairs.len()), "pairs solved", Keys::none()),
        " pairs were solved; ",
        Span::figure(Quantity::count(costs.failures.len()), "pairs without an answer", Keys::none()),
        " have no answer."
    ];
    let mut blocks = vec![Block::note(solved)];
    if !costs.failures.is_empty() {
        let reason = |failure: &unequal_study::exit_cost::PairFailure| {
            Text::from(format!("{} and {}: {}", failure.first, failure.second, failure.reason))
        };
        blocks.push(Block::narrative(Role::List, costs.failures.iter().map(reason).collect()));
    }
    blocks
}

fn list(id: &str, title: String, losses: &[Loss<'_>], year: u16) -> Table {
    let row = |(place, loss): (usize, &Loss<'_>)| {
        let cells = vec![
            alone(loss.partner).into(),
            loss.own(year).into(),
            loss.of_partner(year).into(),
            Cell::optional(loss.own_over_partner(year)),
        ];
        Row::new(alone(loss.side), cells).keys(keys(loss)).detail(place >= SHOWN)
    };
    Table::new(id, title, "Side")
        .columns(vec![
            Column::words("partner", "Without"),
            Column::figures("loss", "Side loses").item("exit cost"),
            Column::figures("partner-loss", "Partner loses").item("exit cost of the partner"),
            Column::figures("ratio", "Side : partner").item("ratio of exit costs"),
        ])
        .rows(losses.iter().take(LISTED).enumerate().map(row).collect())
}

fn most(costs: &ExitCosts, losses: &Losses<'_>) -> Section {
    let largest = losses.sorted(|_| true, |loss| loss.loss);
    let table = list(
        "largest-losses",
        format!("Largest losses by the end of one partnership, {}", costs.year),
        &largest,
        costs.year,
    );
    let blocks =
        vec![Block::body("An economy appears once for each partner on which it depends that much."), table.into()];
    Section::new("largest", "Who would lose most", blocks).sure(&costs.evidence, costs.year.to_string())
}

fn unequal(costs: &ExitCosts, losses: &Losses<'_>) -> Section {
    let unequal = losses.most_unequal();
    let table = list(
        "most-unequal",
        format!("Largest ratios where both sides would lose 0.1 % or more, {}", costs.year),
        &unequal,
        costs.year,
    )
    .note(text![
        "Only pairs in which the side that would lose less would still lose ",
        Quantity::loss(FLOOR),
        " of its real income or more. Below that floor a large ratio says only that the partner hardly trades with the \
         side. A large economy spreads its trade over more partners, so size alone accounts for much of the ratio."
    ]);
    Section::new("unequal", "Most unequal partnerships", vec![table.into()])
        .sure(&costs.evidence, costs.year.to_string())
}

fn countries(costs: &ExitCosts, losses: &Losses<'_>) -> Section {
    let mut economies: Vec<&Economy> = costs.economies.iter().filter(|economy| economy.code != REST_OF_WORLD).collect();
    economies.sort_by(|one, other| other.value_added.total_cmp(&one.value_added));
    let row = |(place, economy): (usize, &&Economy)| {
        let partners = losses.sorted(|loss| loss.side.code == economy.code, |loss| loss.loss);
        let mut cells: Vec<Cell> = (0..PARTNERS)
            .map(|place| match partners.get(place) {
                Some(loss) => text![format!("{} ", alone(loss.partner)), loss.own(costs.year)].into(),
                None => Cell::Empty(None),
            })
            .collect();
        let dependants = losses.ranked().filter(|loss| loss.partner.code == economy.code && loss.loss >= LARGE).count();
        cells.push(Quantity::count(dependants).into());
        cells.push(Quantity::new(economy.value_added, Unit::UsdMillion).into());
        Row::new(alone(economy), cells).keys(Keys::none().region(&economy.code)).detail(place >= SHOWN)
    };
    let table = Table::new("economies", format!("Costliest partners of each economy, {}", costs.year), "Economy")
        .columns(vec![
            Column::words("most", "Loses most without").item("largest exit cost"),
            Column::words("second", "Then").item("second largest exit cost"),
            Column::words("third", "Then").item("third largest exit cost"),
            Column::figures("dependants", "Others that would lose 1 % or more without it")
                .item("economies that would lose 1 % or more without it"),
            Column::figures("value-added", "Value added, USD").item("value added"),
        ])
        .rows(economies.iter().enumerate().map(row).collect())
        .note(
            "Economies in the order of their value added, the largest first. The rest of the world, where the table has it, is \
             no partner of anybody and stands in no ranking.",
        );
    Section::new("economies", "Economy by economy", vec![table.into()]).sure(&costs.evidence, costs.year.to_string())
}

//! The pages of leverage: one pair, and many pairs with the agreement of the measures.

use maud::{Markup, html};
use unequal_study::leverage::{LeverageTable, MeasureCard, PairLeverage, PowerFigure};

use super::parts::{self, Row, Table, gist};
use crate::figures::contrasting;
use crate::number::{fine_loss, measured, money, percent};
use crate::terminal::ROWS_READ;

/// Rows of the table of many pairs; the csv has them all.
const ROWS: usize = 100;
/// Pairs of measures whose largest gaps are named.
const CONTRASTS: usize = 6;

/// The page of one pair.
#[must_use]
pub fn leverage(answer: &PairLeverage) -> String {
    let title = format!("{} and {}: leverage by every measure", answer.first.name, answer.second.name);
    let sections = [
        ("measures", "Every measure"),
        ("power", "Power"),
        ("products", "Goods"),
        ("markets", "Other markets"),
        ("claims", "Who would miss whom"),
        ("meaning", "What the measures mean"),
        ("reproduce", "Reproduce"),
    ];
    let years = answer.year.to_string();
    let section =
        |id: &str, heading: &str, body: &Markup| parts::section(id, heading, Some((&answer.evidence, &years)), body);
    let content = html! {
        (opening(&title, &answer.headline, answer.year, &answer.elasticity, &answer.evidence))
        (super::contents(&sections))
        (section("measures", "Every measure", &measures(answer)))
        (section("power", "Power of withdrawal", &power(answer)))
        (section("products", "Goods on which a side depends", &products(answer)))
        (section("markets", "How much other markets matter", &markets(answer)))
        (section("claims", "Who would miss whom, by product", &claims(answer)))
        (parts::section("meaning", "What the measures mean", None, &cards(&answer.catalogue)))
        (reproduce(&command(answer)))
    };
    super::page(&title, "", &content)
}

fn command(answer: &PairLeverage) -> String {
    let (first, second) = (&answer.first.code, &answer.second.code);
    if answer.scenario.is_some() {
        return format!("unequal leverage {first} {second} --scenario FILE --html leverage.html");
    }
    format!("unequal leverage {first} {second} {} --html leverage.html", setting(answer.year, &answer.elasticity))
}

fn setting(year: u16, elasticity: &str) -> String {
    if elasticity.parse::<f64>().is_ok() {
        format!("--year {year} --elasticity {elasticity}")
    } else {
        format!("--year {year} --by-sector")
    }
}

fn opening(
    title: &str,
    headline: &[String],
    year: u16,
    elasticity: &str,
    evidence: &unequal_study::Evidence,
) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" {
                "Year " (year) " \u{b7} trade elasticity " (elasticity) " \u{b7} source: " (evidence.source)
            }
            @for (index, sentence) in headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
            @if let Some(estimate) = evidence.estimated.first() {
                p class="warning" {
                    strong { "Read with care: " }
                    "the figures for " (year) " rest partly on estimates, evidence grade "
                    (format!("{:?}", evidence.grade)) ": " (gist(estimate)) "."
                }
            }
        }
    }
}

fn plain(caption: String, columns: Vec<String>, text_columns: usize, rows: Vec<Row>) -> Markup {
    let bodies = vec![(String::new(), rows)];
    Table { caption, groups: Vec::new(), columns, text_columns, bodies, note: None }.render()
}

fn words(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| (*column).to_owned()).collect()
}

fn measures(answer: &PairLeverage) -> Markup {
    let (first, second) = (&answer.first, &answer.second);
    let rows = answer.measures.iter().map(|row| {
        let cells = vec![
            row.unit.clone(),
            format!("{:?}", row.grade),
            measured(row.first, &row.unit),
            measured(row.second, &row.unit),
        ];
        Row::new(format!("{} {}", row.label, row.item), cells)
    });
    html! {
        p { (ROWS_READ) " No single index says who needs whom: each measure asks another question." }
        @if let Some(scenario) = &answer.scenario { p { "Scenario: " (scenario) "." } }
        (plain(
            format!("How much {} and {} depend on each other, {}", first.name, second.name, answer.year),
            vec![
                "Measure".into(),
                "Unit".into(),
                "Grade".into(),
                format!("{} on {}", first.code, second.code),
                format!("{} on {}", second.code, first.code),
            ],
            2,
            rows.collect(),
        ))
    }
}

fn power(answer: &PairLeverage) -> Markup {
    let (first, second) = (&answer.first.code, &answer.second.code);
    let cells = |figure: &PowerFigure| {
        [
            figure.share.map_or_else(String::new, percent),
            measured(figure.rise, "share"),
            figure.money.map_or_else(|| "without limit".to_owned(), money),
        ]
    };
    let rows = answer.power.iter().map(|row| {
        let assumed =
            row.assumed_elasticity.map_or_else(String::new, |value| format!(" (elasticity {value}, assumed)"));
        Row::new(format!("{}{assumed}", row.kind), [cells(&row.over_first), cells(&row.over_second)].concat())
    });
    html! {
        p { "How much dearer all that a side uses would become if the partner withdrew one kind of supply, or everything \
             at once. The interaction is the joint threat less the sum of its parts." }
        (plain(
            format!("Rise of cost by kind of supply withdrawn, {}", answer.year),
            vec![
                "Withdrawn alone".into(),
                format!("{second} in {first}\u{2019}s use"),
                format!("{first}: rise"),
                format!("{first}: USD a year"),
                format!("{first} in {second}\u{2019}s use"),
                format!("{second}: rise"),
                format!("{second}: USD a year"),
            ],
            0,
            rows.collect(),
        ))
        p class="note" { "Elasticities: " (answer.power_source) "." }
    }
}

fn products(answer: &PairLeverage) -> Markup {
    let rows = answer.products.iter().map(|row| {
        let cells = vec![
            row.name.clone(),
            format!("{:.2}", row.concentration),
            percent(row.outside_share),
            row.imports_over_exports.map_or_else(|| "no exports".to_owned(), |value| format!("{value:.1}")),
            percent(row.partner_share),
            money(row.from_partner),
        ];
        Row::new(row.side.clone(), cells)
    });
    let columns = words(&[
        "Side",
        "Good",
        "CDI1 concentration of suppliers",
        "CDI2 imports from outside",
        "CDI3 imports over exports",
        "Partner in imports",
        "From partner, USD",
    ]);
    html! {
        p { "The European Union\u{2019}s indicators: few suppliers, most of them outside, and own exports below imports. A good \
             here is a sector of the table, far coarser than a customs product." }
        @if answer.products.is_empty() { p { "None by the thresholds." } } @else {
            (plain(format!("Goods above all three thresholds, {}", answer.year), columns, 1, rows.collect())) }
    }
}

fn markets(answer: &PairLeverage) -> Markup {
    let rows = answer.markets.iter().map(|row| {
        let cells = vec![
            row.market.clone(),
            money(row.exports),
            percent(row.share_of_exports),
            percent(row.share_of_imports),
            fine_loss(row.side_loss),
            fine_loss(row.market_loss),
        ];
        Row::new(row.side.clone(), cells)
    });
    let columns =
        words(&["Side", "Market", "Exports, USD", "Of its exports", "Of its imports", "Side loses", "Market loses"]);
    html! {
        p { "What each side sells to its partner and to other large markets, and the real income both would lose if all trade \
             between them ended." }
        (plain(format!("Markets of both sides, {}", answer.year), columns, 1, rows.collect()))
    }
}

fn claims(answer: &PairLeverage) -> Markup {
    let rows = answer.claims.iter().map(|row| {
        let cells = vec![
            format!("{} to {}", row.seller, row.buyer),
            row.sectors.join(", "),
            money(row.value),
            percent(row.share_of_imports),
            percent(row.share_of_use),
            fine_loss(row.buyer_loss),
            fine_loss(row.seller_loss),
        ];
        Row::new(row.product.clone(), cells)
    });
    let columns = words(&[
        "Product",
        "Flow",
        "Sectors",
        "Value, USD",
        "Of buyer\u{2019}s imports",
        "Of buyer\u{2019}s use",
        "Buyer loses",
        "Seller loses",
    ]);
    let mut notes: Vec<(&str, &str)> =
        answer.claims.iter().map(|row| (row.product.as_str(), row.note.as_str())).collect();
    notes.dedup();
    html! {
        p { "What each side would lose, in real income, if this flow alone ended." }
        (plain(format!("Flows of single products, {}", answer.year), columns, 2, rows.collect()))
        @for (product, note) in notes.iter().filter(|(_, note)| !note.is_empty()) { p class="note" { (product) ": " (note) "." } }
    }
}

fn cards(catalogue: &[MeasureCard]) -> Markup {
    html! {
        dl class="glossary" {
            @for card in catalogue {
                div {
                    dt { (card.label) " " (card.name) }
                    dd { (card.meaning) " Unit: " (card.unit) ". Grade " (format!("{:?}", card.grade)) ". Source: "
                        (card.source) "." }
                }
            }
        }
    }
}

fn reproduce(command: &str) -> Markup {
    let body = html! {
        p { "To make these figures and this page again, from the same data, on any computer:" }
        pre tabindex="0" role="region" aria-label="Command line" { code { (command) } }
        p { "The same answer comes as JSON, csv and Parquet with " code { "--format" } "." }
    };
    parts::section("reproduce", "Reproduce", None, &body)
}

/// The page of many pairs.
#[must_use]
pub fn leverage_table(answer: &LeverageTable) -> String {
    let title = answer.partner.as_ref().map_or_else(
        || format!("Nine measures of dependence, {}", answer.year),
        |partner| format!("Who depends most on {}?", partner.name),
    );
    let sections = [
        ("rows", "The partnerships"),
        ("agreement", "How alike the measures are"),
        ("gaps", "Where they differ"),
        ("meaning", "What the measures mean"),
        ("reproduce", "Reproduce"),
    ];
    let years = answer.year.to_string();
    let section =
        |id: &str, heading: &str, body: &Markup| parts::section(id, heading, Some((&answer.evidence, &years)), body);
    let question = answer.partner.as_ref().map_or_else(
        || if answer.exact { "--all-pairs --exact".to_owned() } else { "--all-pairs".to_owned() },
        |partner| format!("--most-dependent-on {}", partner.code),
    );
    let command =
        format!("unequal leverage {question} {} --html leverage.html", setting(answer.year, &answer.elasticity));
    let content = html! {
        (opening(&title, &answer.headline, answer.year, &answer.elasticity, &answer.evidence))
        (super::contents(&sections))
        (section("rows", "The partnerships", &directed(answer)))
        (section("agreement", "How alike the measures order the partnerships", &agreement(answer)))
        (parts::section("gaps", "Where they differ most, and what goes with it", None, &gaps(answer)))
        (parts::section("meaning", "What the measures mean", None, &cards(&answer.catalogue)))
        (reproduce(&command))
    };
    super::page(&title, "", &content)
}

fn directed(answer: &LeverageTable) -> Markup {
    let mut rows: Vec<_> = answer.rows.iter().collect();
    rows.sort_by(|one, other| one.mean_rank().total_cmp(&other.mean_rank()));
    let shown = rows.iter().take(ROWS).map(|row| {
        let mut cells = vec![row.partner.clone(), format!("{:.1}", row.mean_rank())];
        cells.extend(row.values.iter().zip(&answer.catalogue).map(|(value, card)| measured(*value, &card.unit)));
        Row::new(row.side.clone(), cells)
    });
    let mut columns = words(&["Side", "Partner", "Mean rank"]);
    columns.extend(answer.catalogue.iter().map(|card| format!("{}, {}", card.name, card.unit)));
    html! {
        p { "Sides by the mean of their ranks over all measures, each counting the same. The first " (ROWS.min(answer.rows.len()))
            " of " (answer.rows.len()) "; csv and Parquet have them all, with the rank by each measure." }
        (plain(format!("Dependence of sides on partners, {}", answer.year), columns, 1, shown.collect()))
    }
}

fn agreement(answer: &LeverageTable) -> Markup {
    let number = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{value:.2}"));
    let rows = answer
        .agreement
        .iter()
        .map(|row| Row::new(row.one.clone(), vec![row.other.clone(), number(row.spearman), number(row.kendall)]));
    html! {
        p { "Rank correlations over the partnerships: 1 is the same order, 0 none, -1 the reverse. The least alike stand first." }
        (plain(
            format!("Agreement of every two measures, {}", answer.year),
            words(&["Measure", "Other measure", "Spearman", "Kendall"]),
            1,
            rows.collect(),
        ))
    }
}

fn gaps(answer: &LeverageTable) -> Markup {
    html! {
        p { "Partnerships with imports of USD 1 bn or more that two measures rank most differently; rank 1 is the most dependent. \
             The facts go with the gap and need not cause it." }
        @for agreement in contrasting(answer, CONTRASTS) {
            h3 { (agreement.one) " and " (agreement.other) }
            ul {
                @for gap in &agreement.gaps {
                    li { strong { (gap.side) " on " (gap.partner) } ": rank " (format!("{:.0}", gap.rank_one)) " and "
                        (format!("{:.0}", gap.rank_other)) ". " (gap.why) "." }
                }
            }
        }
    }
}

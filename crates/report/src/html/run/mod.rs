//! The page of a run: the answer, what the measures are, what they do to real income, who pays, what
//! they change between the pair, and the same over time.

mod income;
mod measures;
mod money;
mod over_time;
mod pair;

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{PartyOutcome, RegionOutcome, RunAnswer};

use super::opening::tile;
use super::parts::{self, Row, Table, gist};
use crate::number::{change, money, signed_money};

/// Regions named that lose or gain most.
const NAMED: usize = 5;

/// The page.
#[must_use]
pub fn run(run: &RunAnswer) -> String {
    let title = capitalised(&run.title);
    let mut sections = vec![
        ("measures", "The measures"),
        ("income", "What they do to real income"),
        ("ledger", "Who pays, who receives"),
    ];
    sections.extend(run.pair.as_ref().map(|_| ("pair", "Who needs whom, before and after")));
    sections.extend((!run.path.is_empty()).then_some(("time", "Over time")));
    sections.extend([("regions", "Every region"), ("reproduce", "Words used, and how to reproduce")]);
    let content = html! {
        (opening(run, &title))
        (super::contents(&sections))
        (measures::section(run))
        (income::section(run))
        (money::section(run))
        @if let Some(pair) = &run.pair { (pair::section(run, pair)) }
        @if !run.path.is_empty() { (over_time::section(run)) }
        (regions(run))
        (ending(run))
    };
    super::page(&title, "", &content)
}

fn years(run: &RunAnswer) -> String {
    run.year.to_string()
}

/// A block whose evidence is that of the block on real income, where it stands in full.
fn block(id: &str, heading: &str, run: &RunAnswer, body: &Markup) -> Markup {
    parts::stamped(id, heading, (&run.evidence, &years(run)), "income", body)
}

fn opening(run: &RunAnswer, title: &str) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" {
                "Year " (run.year) " \u{b7} trade elasticity " (run.elasticity) " (how easily buyers change \
                 supplier) \u{b7} source: " (run.evidence.source)
            }
            @for (index, sentence) in run.headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
            (tiles(run))
            @if let Some(description) = &run.description { p { (description) } }
            p class="warning" {
                strong { "How sure: " }
                "evidence grade " (format!("{:?}", run.evidence.grade)) ", " (run.evidence.grade.meaning())
                ". The weakest measure decides. "
                @if let Some(estimate) = run.evidence.estimated.first() {
                    "In the data of " (run.year) ", " (gist(estimate)) ". "
                }
                a href="#income-sure" { "What is assumed" } "."
            }
        }
    }
}

/// The figures to remember: two parties and the world.
fn tiles(run: &RunAnswer) -> Markup {
    let (world, named): (Vec<&PartyOutcome>, Vec<&PartyOutcome>) =
        run.parties.iter().partition(|party| party.code == "WORLD");
    let words = |party: &PartyOutcome| {
        let verb = if party.money.real_income < 0.0 { "less" } else { "more" };
        format!("of real income; USD {} a year {verb}", money(party.money.real_income.abs()))
    };
    // Those that the measures hurt or help most stand on top, whatever the order of the file.
    let mut named = named;
    named.sort_by(|left, right| right.together.abs().total_cmp(&left.together.abs()));
    html! {
        dl class="tiles" {
            @for (class, party) in ["first", "second", "ratio"].into_iter().zip(named.into_iter().take(2).chain(world)) {
                (tile(class, &capitalised(&party.name), &change(party.together), &words(party)))
            }
        }
    }
}

fn regions(run: &RunAnswer) -> Markup {
    let mut regions: Vec<&RegionOutcome> = run.regions.iter().collect();
    regions.sort_by(|left, right| left.together.total_cmp(&right.together));
    let row = |region: &&RegionOutcome| {
        let cells = vec![change(region.together), signed_money(region.money.real_income)];
        Row::new(capitalised(&region.name), cells)
    };
    let table = Table {
        caption: format!("All regions with all measures, those that lose most first, {}", run.year),
        groups: Vec::new(),
        columns: ["Region", "Change of real income", "USD a year"].map(str::to_owned).to_vec(),
        text_columns: 0,
        bodies: vec![(String::new(), regions.iter().map(row).collect())],
        note: None,
    };
    let listed = |regions: &mut dyn Iterator<Item = &&RegionOutcome>| {
        // A number stays on one line with its sign of percent.
        let one = |region: &&RegionOutcome| {
            format!("{}\u{a0}{}", region.name, change(region.together).replace(' ', "\u{a0}"))
        };
        regions.map(one).collect::<Vec<_>>().join(", ")
    };
    let body = html! {
        p { "Lowest: " (listed(&mut regions.iter().take(NAMED))) "." }
        p { "Highest: " (listed(&mut regions.iter().rev().take(NAMED))) "." }
        details { summary { "All " (regions.len()) " regions" } (table.render()) }
    };
    block("regions", "Every region", run, &body)
}

/// Words on the page, with their meaning.
pub(super) const WORDS: [(&str, &str); 11] = [
    (
        "Real income",
        "What a country\u{2019}s yearly income can buy at the prices people pay. If prices rise and wages do not, real \
         income falls.",
    ),
    (
        "Exit cost",
        "The share of real income one side would lose for good if all trade with the other stopped while trade with \
         everybody else went on.",
    ),
    (
        "Trade elasticity",
        "How strongly buyers turn to other countries when one country\u{2019}s goods become dearer. High: easily \
         replaced. Low: hard to replace.",
    ),
    (
        "Overlap",
        "What all measures do together less the sum of what each does alone. Not zero where measures overlap or make \
         each other worse.",
    ),
    ("Embargo", "Trade that is forbidden altogether, in the sectors and the direction named."),
    ("Tariff", "A duty that the importing country\u{2019}s treasury receives."),
    ("Fee", "A charge on the way, such as a bank\u{2019}s commission or a hub\u{2019}s mark-up. Somebody receives it."),
    ("Hub", "A third country that goods pass through on their way round a ban."),
    ("Waste", "Cost that nobody receives: detours, delays, goods that are lost or seized."),
    ("bn, mn", "Billion (thousand million) and million."),
    (
        "Evidence grade",
        "A: observed data or an accounting identity. B: a published kind of model, solver checked against \
         published numbers. C: estimated data, or a standard structure fitted to one or two facts. D: speculative.",
    ),
];

fn ending(run: &RunAnswer) -> Markup {
    let body = html! {
        dl class="glossary" { @for (word, meaning) in WORDS { div { dt { (word) } dd { (meaning) } } } }
        p { "This page is made by" }
        pre tabindex="0" role="region" aria-label="Command line" { code { "unequal run " (run.file) " --html run.html" } }
        p {
            "The solve took " (run.solve.evaluations) " rounds; the largest relative error left is "
            (format!("{:.0e}", run.solve.residual)) "."
        }
    };
    parts::section("reproduce", "Words used, and how to reproduce", None, &body)
}

/// A name that fits beside a chart, or the code.
pub(super) fn short(code: &str, name: &str) -> String {
    const LONGEST: usize = 20;
    let text = if name.chars().count() <= LONGEST { name } else { code };
    if text.chars().count() <= LONGEST { capitalised(text) } else { "several".to_owned() }
}

//! The page of a run: what the measures are, what they do to real income, who pays, and what
//! they change between the pair.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{LedgerRow, MeasureSummary, PairOutcome, PartyOutcome, RegionOutcome, RunAnswer};

use super::chart::{BarChart, BarGroup, Words};
use super::parts::{self, Row, Table, bar_key_of, figure, gist};
use crate::number::{change, finding_value, loss, money, percent, ratio, signed_money};

/// The page.
#[must_use]
pub fn run(run: &RunAnswer) -> String {
    let title = capitalised(&run.title);
    let mut sections = vec![
        ("measures", "The measures"),
        ("income", "What they do to real income"),
        ("ledger", "Who pays, who pockets"),
    ];
    sections.extend(run.pair.as_ref().map(|_| ("pair", "Who needs whom, before and after")));
    sections.extend([("regions", "Every region"), ("reproduce", "Words used, and how to reproduce")]);
    let content = html! {
        (opening(run, &title))
        (super::contents(&sections))
        (measures(run))
        (incomes(run))
        (ledger(run))
        @if let Some(pair) = &run.pair { (leverage(run, pair)) }
        (regions(run))
        (ending(run))
    };
    super::page(&title, "", &content)
}

fn years(run: &RunAnswer) -> String {
    run.year.to_string()
}

fn opening(run: &RunAnswer, title: &str) -> Markup {
    html! {
        section class="opening" aria-labelledby="title" {
            h1 id="title" { (title) }
            p class="dateline" {
                "Year " (run.year) " \u{b7} trade elasticity " (run.elasticity) " \u{b7} source: " (run.evidence.source)
            }
            @for (index, sentence) in run.headline.iter().enumerate() {
                p class=(if index == 0 { "lead" } else { "headline" }) { (sentence) }
            }
            @if let Some(description) = &run.description { p { (description) } }
            @if let Some(estimate) = run.evidence.estimated.first() {
                p class="warning" {
                    strong { "Read with care: " }
                    "the figures for " (run.year) " rest partly on estimates, evidence grade "
                    (format!("{:?}", run.evidence.grade)) ": " (gist(estimate)) ". Each block says what is estimated."
                }
            }
        }
    }
}

fn measures(run: &RunAnswer) -> Markup {
    let item = |measure: &MeasureSummary| {
        html! {
            li {
                strong { (measure.name) } ": " (measure.words)
                @if let Some(since) = &measure.since { ", since " (since) }
                ". It touches trade worth USD " (money(measure.trade)) " a year."
                @if let Some(note) = &measure.note { " " (note) }
                @if !measure.sources.is_empty() { " Sources: " (measure.sources.join("; ")) "." }
                @if !measure.findings.is_empty() {
                    ul {
                        @for finding in &measure.findings {
                            li { (capitalised(&finding.what)) ": " (finding_value(finding.value, &finding.unit)) }
                        }
                    }
                }
                @if !measure.missing.is_empty() {
                    " " strong { "Not shown separately in the table and left out: " } (measure.missing.join(", ")) "."
                }
            }
        }
    };
    let deficits = match run.deficits.as_str() {
        "balanced" => "In both worlds every country balances its trade.",
        "fixed" => "In both worlds trade deficits have the value observed.",
        _ => "In both worlds trade deficits have the share of the world economy observed.",
    };
    let body = html! {
        ol { @for measure in &run.measures { (item(measure)) } }
        p {
            "Everything below compares the world with these measures to the same world without them, once buyers and \
             sellers have adjusted. " (deficits)
        }
    };
    parts::section("measures", "The measures", None, &body)
}

fn incomes(run: &RunAnswer) -> Markup {
    let several = run.measures.len() > 1;
    let mut columns = vec!["Country or group".to_owned()];
    if several {
        columns.extend(run.measures.iter().map(|measure| format!("{} alone", capitalised(&measure.name))));
    }
    columns.push("All together".to_owned());
    if several {
        columns.push("Interaction".to_owned());
    }
    let row = |party: &PartyOutcome| {
        let mut cells: Vec<String> = Vec::new();
        if several {
            cells.extend(party.alone.iter().map(|share| change(*share)));
        }
        cells.push(change(party.together));
        if several {
            cells.push(change(party.interaction));
        }
        Row { header: capitalised(&party.name), cells, headline: party.code == "WORLD" }
    };
    let table = Table {
        caption: format!("Change of real income, {}", run.year),
        groups: Vec::new(),
        columns,
        text_columns: 0,
        bodies: vec![(String::new(), run.parties.iter().map(row).collect())],
        note: several.then(|| {
            "Interaction is what all measures do together less the sum of what each does alone: they may overlap or \
             make each other worse."
                .into()
        }),
    };
    let body = html! {
        p {
            dfn { "Real income" } " is what a year\u{2019}s income can buy. A plus is a gain, a minus a loss that lasts."
        }
        @if several { (income_chart(run)) }
        (table.render())
    };
    parts::section("income", "What they do to real income", Some((&run.evidence, &years(run))), &body)
}

fn income_chart(run: &RunAnswer) -> Markup {
    let names = ["together".to_owned(), "one by one".to_owned()];
    // Bars show losses, so that the longer bar is the greater harm.
    let bars = |party: &PartyOutcome| [-party.together, -party.alone.iter().sum::<f64>()];
    let group = |party: &PartyOutcome| BarGroup { label: short(&party.code, &party.name), values: bars(party) };
    let spoken: Vec<String> =
        run.parties.iter().map(|party| format!("{} {}.", capitalised(&party.name), change(party.together))).collect();
    let words = Words {
        id: "chart-income".into(),
        title: format!("Loss of real income, {}", run.year),
        description: format!("Bars. {} All figures stand in the table below.", spoken.join(" ")),
    };
    let chart = BarChart { names, groups: run.parties.iter().map(group).collect(), number: loss };
    let key = bar_key_of("all measures together", "each alone, added up");
    figure(&format!("Loss of real income, {}; a minus is a gain", run.year), &key, &chart.render(&words))
}

/// A name that fits beside a chart, or the code.
fn short(code: &str, name: &str) -> String {
    const LONGEST: usize = 20;
    let text = if name.chars().count() <= LONGEST { name } else { code };
    if text.chars().count() <= LONGEST { capitalised(text) } else { "several".to_owned() }
}

fn ledger(run: &RunAnswer) -> Markup {
    let row = |party: &PartyOutcome| {
        let sums = [party.money.real_income, party.money.tariffs, party.money.export_taxes, party.money.fees];
        let cells = sums.iter().map(|sum| signed_money(*sum)).collect();
        Row { header: capitalised(&party.name), cells, headline: party.code == "WORLD" }
    };
    let columns = ["Country or group", "Real income", "Tariffs received", "Export taxes received", "Fees received"];
    let table = Table {
        caption: format!("USD a year with all measures, {}", run.year),
        groups: Vec::new(),
        columns: columns.map(str::to_owned).to_vec(),
        text_columns: 0,
        bodies: vec![(String::new(), run.parties.iter().map(row).collect())],
        note: Some(
            "Groups and countries in the table may overlap; a group\u{2019}s figure is the sum of its members\u{2019}. \
             Real income is in money of the world without the measures."
                .into(),
        ),
    };
    let body = html! {
        p {
            "The first column says what the change of real income is worth in money. Duties and fees are what \
             treasuries and owners receive; they are part of that first figure already and must not be added to it. An \
             embargo brings nobody any money."
        }
        (table.render())
        @if !run.ledger.is_empty() { (accounts(run)) }
    };
    parts::section("ledger", "Who pays, who pockets", Some((&run.evidence, &years(run))), &body)
}

/// The ledger: who pays the wedges and who pockets them.
fn accounts(run: &RunAnswer) -> Markup {
    let bodies = run
        .ledger
        .chunk_by(|left, right| left.account == right.account)
        .map(|entries| {
            let row = |entry: &LedgerRow| Row::new(capitalised(&entry.name), vec![signed_money(entry.amount)]);
            let title = entries.first().map_or_else(String::new, |entry| capitalised(entry.account.words()));
            (title, entries.iter().map(row).collect())
        })
        .collect();
    let sum: f64 = run.ledger.iter().map(|entry| entry.amount).sum();
    let table = Table {
        caption: format!("Ledger of the measures: who pays and who pockets, USD a year, {}", run.year),
        groups: Vec::new(),
        columns: ["Account and region", "Amount"].map(str::to_owned).to_vec(),
        text_columns: 0,
        bodies,
        note: Some(format!(
            "Buyers pay what they spend above the producers\u{2019} value of what arrives; the other accounts say \
                 where it goes, and all of them sum to {}. Waste is used up on the way: nobody receives it. What an \
                 embargo stops leaves no payment.{}",
            signed_money(sum),
            run.ledger_turns().map_or_else(String::new, |note| format!(" {note}"))
        )),
    };
    table.render()
}

fn leverage(run: &RunAnswer, pair: &PairOutcome) -> Markup {
    let (first, second) = (&pair.first_name, &pair.second_name);
    let (before, after) = (&pair.before, &pair.after);
    let shown = |value: Option<f64>| value.map_or_else(|| "\u{2013}".to_owned(), ratio);
    let row = |header: String, cells: [String; 2]| Row::new(capitalised(&header), cells.to_vec());
    let rows = vec![
        row(format!("{first} sells to {second}, USD"), [money(before.first_sells), money(after.first_sells)]),
        row(format!("{second} sells to {first}, USD"), [money(before.second_sells), money(after.second_sells)]),
        row(
            format!("share of {second} in imports of {first}"),
            [percent(before.second_in_first_imports), percent(after.second_in_first_imports)],
        ),
        row(
            format!("share of {first} in imports of {second}"),
            [percent(before.first_in_second_imports), percent(after.first_in_second_imports)],
        ),
        row(format!("exit cost of {first}"), [loss(before.first_exit_cost), loss(after.first_exit_cost)]),
        row(format!("exit cost of {second}"), [loss(before.second_exit_cost), loss(after.second_exit_cost)]),
        row(
            format!("ratio of exit costs, {} : {}", pair.first, pair.second),
            [shown(before.ratio), shown(after.ratio)],
        ),
    ];
    let table = Table {
        caption: format!("{} and {second} without and with the measures, {}", capitalised(first), run.year),
        groups: Vec::new(),
        columns: ["", "Without the measures", "With them"].map(str::to_owned).to_vec(),
        text_columns: 0,
        bodies: vec![(String::new(), rows)],
        note: (!pair.given).then(|| {
            "The file names no pair: these are the first target and its largest partner that no measure names.".into()
        }),
    };
    let groups = vec![
        BarGroup { label: short(&pair.first, first), values: [before.first_exit_cost, after.first_exit_cost] },
        BarGroup { label: short(&pair.second, second), values: [before.second_exit_cost, after.second_exit_cost] },
    ];
    let words = Words {
        id: "chart-pair".into(),
        title: format!("Exit costs without and with the measures, {}", run.year),
        description: format!(
            "Bars. {} {} without, {} with. {} {} without, {} with. All figures stand in the table below.",
            capitalised(first),
            loss(before.first_exit_cost),
            loss(after.first_exit_cost),
            capitalised(second),
            loss(before.second_exit_cost),
            loss(after.second_exit_cost)
        ),
    };
    let chart = BarChart { names: ["without".to_owned(), "with".to_owned()], groups, number: loss };
    let heading = format!("Exit cost, percent of real income, {}", run.year);
    let body = html! {
        p {
            "The " dfn { "exit cost" } " is the real income one side would lose for good if all trade between the two \
             stopped. Who would lose more needs the other more. It is computed with balanced trade."
        }
        (figure(&heading, &bar_key_of("without the measures", "with them"), &chart.render(&words)))
        (table.render())
    };
    parts::section("pair", "Who needs whom, before and after", Some((&run.evidence, &years(run))), &body)
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
    let body = html! { details { summary { (regions.len()) " regions" } (table.render()) } };
    parts::section("regions", "Every region", Some((&run.evidence, &years(run))), &body)
}

fn ending(run: &RunAnswer) -> Markup {
    let words = [
        (
            "Trade elasticity",
            "How strongly buyers turn to other countries when one country\u{2019}s goods become dearer. High: easily \
             replaced. Low: hard to replace.",
        ),
        ("Embargo", "Trade that is forbidden altogether, in the sectors and the direction named."),
        ("Tariff", "A duty that the importing country\u{2019}s treasury receives."),
        (
            "Fee",
            "A charge on the way, such as a bank\u{2019}s commission or a hub\u{2019}s mark-up. Somebody receives it.",
        ),
        ("Waste", "Cost that nobody receives: detours, delays, goods that are lost or seized."),
        (
            "Evidence grade",
            "A: observed data or an accounting identity. B: a published kind of model, solver checked against \
             published numbers. C: estimated data, or a standard structure fitted to one or two facts. D: speculative.",
        ),
    ];
    let body = html! {
        dl class="glossary" { @for (word, meaning) in words { div { dt { (word) } dd { (meaning) } } } }
        p { "This page is made by" }
        pre { code { "unequal run " (run.file) " --html run.html" } }
        p {
            "The solve took " (run.solve.sweeps) " rounds; the largest relative error left is "
            (format!("{:.0e}", run.solve.residual)) "."
        }
    };
    parts::section("reproduce", "Words used, and how to reproduce", None, &body)
}

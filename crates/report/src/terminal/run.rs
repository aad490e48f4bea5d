//! A run, a comparison and a written-out scenario as text.

use unequal_study::capitalised;
use unequal_study::run::{
    Account, Comparison, ComparisonRow, Origin, PairOutcome, RegionOutcome, RunAnswer, Statement,
};

use super::{evidence, heading, paragraph, table};
use crate::number::{change, finding_value, loss, money, percent, ratio, signed_money};

/// Regions shown that lose or gain most; the csv has all.
const ROWS: usize = 5;
/// Measures that stand in columns of their own; more stand in rows.
const COLUMNS: usize = 3;

/// The answer, `width` characters wide, with a line end.
#[must_use]
pub fn run(run: &RunAnswer, width: u16) -> String {
    let title = format!("{}   ({})", capitalised(&run.title), run.year);
    let mut parts = vec![title.clone(), "=".repeat(title.chars().count())];
    parts.extend(run.headline.iter().map(|sentence| paragraph(width, "  ", &format!("• {sentence}"))));
    parts.extend(run.description.as_ref().map(|text| format!("\n{}", paragraph(width, "", text))));
    parts.push(measures(width, run));
    parts.push(incomes(width, run));
    parts.push(ledger(width, run));
    parts.extend((!run.ledger.is_empty()).then(|| accounts(width, run)));
    parts.extend(run.pair.as_ref().map(|pair| leverage(width, pair)));
    parts.extend((!run.path.is_empty()).then(|| path(width, run)));
    parts.push(evidence(width, &run.evidence));
    parts.extend(
        run.evidence.estimated.iter().map(|sentence| paragraph(width, "  ", &format!("Estimated: {sentence}"))),
    );
    parts.push(String::new());
    parts.join("\n")
}

fn measures(width: u16, run: &RunAnswer) -> String {
    let mut lines = vec![heading(1, "Measures")];
    for (position, measure) in run.measures.iter().enumerate() {
        let since = measure.since.as_ref().map_or_else(String::new, |day| format!(", since {day}"));
        let words = capitalised(&measure.words);
        lines.push(paragraph(
            width,
            "     ",
            &format!(
                "({}) {}: {words}{since}. It touches trade of USD {} a year.",
                position + 1,
                measure.name,
                money(measure.trade)
            ),
        ));
        lines.extend(
            measure.note.as_ref().map(|note| format!("     {}", paragraph(width.saturating_sub(5), "     ", note))),
        );
        for finding in &measure.findings {
            let value = finding_value(finding.value, &finding.unit);
            let line = paragraph(width.saturating_sub(5), "       ", &format!("- {}: {value}", finding.what));
            lines.push(format!("     {line}"));
        }
        if !measure.missing.is_empty() {
            let missing = format!("Not shown separately in this table and left out: {}.", measure.missing.join(", "));
            lines.push(format!("     {}", paragraph(width.saturating_sub(5), "     ", &missing)));
        }
    }
    let deficits = match run.deficits.as_str() {
        "balanced" => "every region balances its trade",
        "fixed" => "trade deficits keep their value",
        _ => "trade deficits keep their share of the world economy",
    };
    let world =
        format!("Compared with the same world without the measures: {deficits}, trade elasticity {}.", run.elasticity);
    lines.push(paragraph(width, "  ", &world));
    lines.join("\n")
}

fn incomes(width: u16, run: &RunAnswer) -> String {
    let columns = run.measures.len() <= COLUMNS && run.measures.len() > 1;
    let mut header = vec!["Change of real income".to_owned()];
    if columns {
        header.extend((1..=run.measures.len()).map(|number| format!("({number}) alone")));
    }
    header.push("together".to_owned());
    if run.measures.len() > 1 {
        header.push("interaction".to_owned());
    }
    let rows = run.parties.iter().map(|party| {
        let mut row = vec![capitalised(&party.name)];
        if columns {
            row.extend(party.alone.iter().map(|share| change(*share)));
        }
        row.push(change(party.together));
        if run.measures.len() > 1 {
            row.push(change(party.interaction));
        }
        row
    });
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut lines = vec![heading(2, "Real income"), table(width, &header, rows)];
    if run.measures.len() > COLUMNS {
        let header: Vec<&str> =
            ["Each measure alone"].into_iter().chain(run.parties.iter().map(|party| party.code.as_str())).collect();
        let rows = run.measures.iter().enumerate().map(|(position, measure)| {
            let shares = run.parties.iter().map(|party| change(party.alone[position]));
            std::iter::once(measure.name.clone()).chain(shares).collect()
        });
        lines.push(table(width, &header, rows));
    }
    if run.measures.len() > 1 {
        lines.push("Interaction: together less the sum of each alone.".to_owned());
    }
    lines.push(others(width, run));
    lines.join("\n")
}

/// The regions that lose and gain most, whoever they are.
fn others(width: u16, run: &RunAnswer) -> String {
    let mut regions: Vec<&RegionOutcome> = run.regions.iter().collect();
    regions.sort_by(|left, right| left.together.total_cmp(&right.together));
    let words = |regions: &mut dyn Iterator<Item = &&RegionOutcome>| -> String {
        regions.map(|region| format!("{} {}", region.code, change(region.together))).collect::<Vec<_>>().join(", ")
    };
    let least = words(&mut regions.iter().take(ROWS));
    let most = words(&mut regions.iter().rev().take(ROWS));
    paragraph(width, "  ", &format!("Of all regions, lowest: {least}. Highest: {most}."))
}

fn ledger(width: u16, run: &RunAnswer) -> String {
    let rows = run.parties.iter().map(|party| {
        let money = &party.money;
        let shown = |value: f64| if value == 0.0 { "-".to_owned() } else { signed_money(value) };
        vec![
            capitalised(&party.name),
            signed_money(money.real_income),
            shown(money.tariffs),
            shown(money.export_taxes),
            shown(money.fees),
        ]
    });
    let header = ["USD a year, all measures", "real income", "tariffs", "export taxes", "fees"];
    let note = "Duties and fees are what treasuries and owners receive; they are part of real income already.";
    [heading(3, "Who pays, who receives"), table(width, &header, rows), paragraph(width, "  ", note)].join("\n")
}

/// Regions shown of an account; the rest stand in one line.
const SHOWN: usize = 4;

/// The ledger: who pays the wedges and who receives them.
fn accounts(width: u16, run: &RunAnswer) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for entries in run.ledger.chunk_by(|left, right| left.account == right.account) {
        let label =
            |place: usize, account: Account| if place == 0 { capitalised(account.words()) } else { String::new() };
        let (shown, rest) = entries.split_at(entries.len().min(SHOWN));
        for (place, entry) in shown.iter().enumerate() {
            rows.push(vec![label(place, entry.account), capitalised(&entry.name), signed_money(entry.amount)]);
        }
        if !rest.is_empty() {
            let sum = rest.iter().map(|entry| entry.amount).sum();
            rows.push(vec![String::new(), format!("{} others", rest.len()), signed_money(sum)]);
        }
    }
    let sum: f64 = run.ledger.iter().map(|entry| entry.amount).sum();
    rows.push(vec!["Sum".to_owned(), String::new(), signed_money(sum)]);
    let header = ["Ledger of the measures, USD a year", "in", "amount"];
    let note = "Buyers pay what they spend above the producers' value of what arrives; the other accounts say where it \
                goes. Waste is used up: nobody receives it. What is not traded any more is the value that buyers lose \
                because varieties or routes have disappeared; nobody pays or receives it. What an embargo stops leaves no payment.";
    let mut parts = vec![table(width, &header, rows), paragraph(width, "  ", note)];
    parts.extend(run.ledger_turns().map(|note| paragraph(width, "  ", note)));
    parts.join("\n")
}

fn leverage(width: u16, pair: &PairOutcome) -> String {
    let (first, second) = (&pair.first, &pair.second);
    let (before, after) = (&pair.before, &pair.after);
    let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), ratio);
    let rows = [
        vec![format!("{first} sells to {second}, USD"), money(before.first_sells), money(after.first_sells)],
        vec![format!("{second} sells to {first}, USD"), money(before.second_sells), money(after.second_sells)],
        vec![
            format!("{second} in imports of {first}"),
            percent(before.second_in_first_imports),
            percent(after.second_in_first_imports),
        ],
        vec![
            format!("{first} in imports of {second}"),
            percent(before.first_in_second_imports),
            percent(after.first_in_second_imports),
        ],
        vec![format!("exit cost of {first}"), loss(before.first_exit_cost), loss(after.first_exit_cost)],
        vec![format!("exit cost of {second}"), loss(before.second_exit_cost), loss(after.second_exit_cost)],
        vec![format!("ratio {first} : {second}"), shown(before.ratio), shown(after.ratio)],
    ];
    let title = format!("{} and {}: who needs whom", pair.first_name, pair.second_name);
    let chosen = if pair.given {
        "Exit cost: real income lost if the two stop trading, with balanced trade."
    } else {
        "The file names no pair: this is the first target and its largest partner that no measure names. Exit cost: real \
         income lost if the two stop trading, with balanced trade."
    };
    let header = ["", "without the measures", "with them"];
    [heading(4, &capitalised(&title)), table(width, &header, rows), paragraph(width, "  ", chosen)].join("\n")
}

/// The dates of the file, a row each, and below them what frictions have come to.
fn path(width: u16, run: &RunAnswer) -> String {
    let mut header = vec!["Months since the shock".to_owned()];
    header.extend(run.parties.iter().map(|party| party.code.clone()));
    if let Some(pair) = &run.pair {
        header.push(format!("{} sells to {}", pair.first, pair.second));
        header.push(format!("{} sells to {}", pair.second, pair.first));
    }
    let rows = run.path.iter().map(|step| {
        let incomes = step.real_income.iter().map(|share| change(*share));
        let trade = step.pair_sells.into_iter().flatten().map(money);
        std::iter::once(step.months.to_string()).chain(incomes).chain(trade).collect()
    });
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let number = 4 + usize::from(run.pair.is_some());
    let mut lines = vec![heading(number, "Over time, all measures together"), table(width, &header, rows)];
    for (position, measure) in run.measures.iter().enumerate() {
        for finding in &measure.findings {
            let values: Vec<String> = run
                .path
                .iter()
                .filter_map(|step| step.findings.get(position)?.iter().find(|found| found.what == finding.what))
                .map(|found| finding_value(found.value, &found.unit))
                .collect();
            let line = format!("({}) {}: {}", position + 1, finding.what, values.join(", "));
            lines.push(paragraph(width, "     ", &line));
        }
    }
    let note = "Changes of real income and sales in USD, each date under the elasticities that hold by then; figures of \
                measures date by date. Dates are worlds of their own: nothing is saved or built between them.";
    lines.push(paragraph(width, "  ", note));
    lines.join("\n")
}

/// Scenarios side by side, a column each.
#[must_use]
pub fn comparison(comparison: &Comparison, width: u16) -> String {
    let mut parts = vec!["Scenarios side by side".to_owned(), "======================".to_owned()];
    for (position, run) in comparison.runs.iter().enumerate() {
        let line = format!(
            "({}) {}: {}, year {}, trade elasticity {}, deficits {} [{}]",
            position + 1,
            run.title,
            if run.measures.len() == 1 { "1 measure".to_owned() } else { format!("{} measures", run.measures.len()) },
            run.year,
            run.elasticity,
            run.deficits,
            run.file
        );
        parts.push(paragraph(width, "    ", &line));
    }
    let header: Vec<String> = (1..=comparison.runs.len()).map(|number| format!("({number})")).collect();
    // Rows of a pair differ in their item and share their subject.
    let key = |row: &ComparisonRow| (if row.is_pair() { row.name.clone() } else { row.item.clone() }, row.is_pair());
    for rows in comparison.rows.chunk_by(|left, right| key(left) == key(right)) {
        let Some((item, pair)) = rows.first().map(key) else { continue };
        let in_money = !pair && rows.iter().any(|row| row.unit == "USD million");
        let rows = rows.iter().map(|row| {
            let label = if pair { row.item.clone() } else { row.name.clone() };
            let value = |value: &Option<f64>| match (value, row.unit.as_str(), pair) {
                (None, _, _) => "-".to_owned(),
                (Some(value), "USD million", true) => format!("USD {}", money(*value)),
                (Some(value), "USD million", false) => signed_money(*value),
                (Some(value), _, true) => loss(*value),
                (Some(value), _, false) => change(*value),
            };
            std::iter::once(capitalised(&label)).chain(row.values.iter().map(value)).collect()
        });
        let title = capitalised(&if in_money { format!("{item}, USD a year") } else { item });
        let columns: Vec<&str> = std::iter::once(title.as_str()).chain(header.iter().map(String::as_str)).collect();
        parts.push(format!("\n{}", table(width, &columns, rows)));
    }
    parts.push(paragraph(width, "  ", &format!("{} bn: billion, mn: million.", ComparisonRow::NO_SUM)));
    for (position, run) in comparison.runs.iter().enumerate() {
        // Scenarios of one year share their evidence, which then stands once.
        if !comparison.runs.iter().take(position).any(|earlier| earlier.evidence == run.evidence) {
            let same = comparison.runs.iter().enumerate().filter(|(_, other)| other.evidence == run.evidence);
            let numbers: Vec<String> = same.map(|(position, _)| format!("({})", position + 1)).collect();
            parts.push(format!("{} {}", numbers.join(" "), evidence(width.saturating_sub(16), &run.evidence)));
        }
    }
    parts.push(String::new());
    parts.join("\n")
}

/// A scenario with everything that was assumed, as TOML with remarks.
#[must_use]
pub fn explanation(statements: &[Statement]) -> String {
    let mut lines = Vec::new();
    for statement in statements {
        match statement {
            Statement::Table(table, remark) => {
                lines.push(String::new());
                if !remark.is_empty() {
                    lines.push(format!("# {remark}"));
                }
                lines.push(table.clone());
            }
            Statement::Value(key, value, origin, remark) => {
                let origin = match origin {
                    Origin::Given => "given",
                    Origin::Assumed => "assumed",
                };
                let remark = if remark.is_empty() { String::new() } else { format!(": {remark}") };
                lines.push(format!("{key} = {value}  # {origin}{remark}"));
            }
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

//! Who pays and who receives: in words, then by party, then the ledger.

use maud::{Markup, html};
use unequal_study::capitalised;
use unequal_study::run::{Account, LedgerRow, Money, PartyOutcome, RunAnswer};

use super::super::parts::{Row, Table};
use super::block;
use crate::number::{money, signed_money};

/// Regions of an account that stand in rows of their own.
const ROWS: usize = 5;

pub fn section(run: &RunAnswer) -> Markup {
    let body = html! {
        @for sentence in sentences(run) { p { (sentence) } }
        p {
            "The first column of the table says what the change of real income is worth in money. "
            @if !run.ledger.is_empty() { "What treasuries and owners receive is part of it already and must not be added." }
        }
        (parties(run).render())
        @if !run.ledger.is_empty() { (accounts(run).render()) }
    };
    block("ledger", "Who pays, who receives", run, &body)
}

/// The ledger in words.
fn sentences(run: &RunAnswer) -> Vec<String> {
    let paid: f64 = -amounts(run, Account::Importers).map(|entry| entry.amount).sum::<f64>();
    if run.ledger.is_empty() {
        return vec![
            "Nobody receives anything: what the measures forbid is not traded, and no duty or fee is charged."
                .to_owned(),
        ];
    }
    let buyers = if paid < 0.0 {
        format!(
            "Buyers save USD {} a year: that much less than the producers\u{2019} value of what arrives is paid for it.",
            money(-paid)
        )
    } else {
        format!("Buyers pay USD {} a year on top of what producers receive for the goods that arrive.", money(paid))
    };
    let mut sentences = vec![buyers];
    if run.measures.iter().any(|measure| measure.kind == "embargo") {
        sentences[0].push_str(
            " Trade that an embargo stops leaves no payment at all; its cost is in the losses of real income alone.",
        );
    }
    let mut parts: Vec<String> = Vec::new();
    // Receipts add up to what buyers pay only while nobody among the others pays.
    let mut shared = paid > 0.0;
    for entries in run.ledger.chunk_by(|left, right| left.account == right.account) {
        let Some(first) = entries.first() else { continue };
        let sum: f64 = entries.iter().map(|entry| entry.amount).sum();
        if first.account != Account::Importers {
            shared &= sum >= 0.0;
            parts.push(part(first.account, sum, entries));
        }
    }
    if !parts.is_empty() {
        let beginning = if shared { "Of this" } else { "In the other accounts" };
        sentences.push(format!("{beginning}, {}.", parts.join("; ")));
    }
    sentences
}

/// What becomes of one account, as a clause.
fn part(account: Account, sum: f64, entries: &[LedgerRow]) -> String {
    match (account, sum < 0.0) {
        (Account::Waste, true) => format!("USD {} less is used up than without the measures", money(-sum)),
        (Account::Waste, false) => format!("USD {} is used up on the way and nobody receives it", money(sum)),
        (Account::Withdrawn, _) => format!(
            "goods worth USD {} to their buyers are not traded any more: nobody pays for them and nobody receives it",
            money(sum)
        ),
        (Account::ExpectedLosses, _) => {
            format!("USD {} covers business that banks expect to lose elsewhere ({})", money(sum), shares(entries))
        }
        (Account::Rent, true) => match entries {
            [only] => format!("{} loses USD {} of rent", only.name, money(-sum)),
            _ => format!("owners of a resource lose USD {} of rent ({})", money(-sum), shares(entries)),
        },
        (_, true) => format!("USD {} is lost to {} ({})", money(-sum), receiver(account), shares(entries)),
        (_, false) => format!("USD {} goes to {} ({})", money(sum), receiver(account), shares(entries)),
    }
}

/// Who has how much of an account, the largest first; a minus is of the other sign than the whole.
fn shares(entries: &[LedgerRow]) -> String {
    let (named, rest) = entries.split_at(entries.len().min(ROWS));
    if let [only] = named {
        return only.name.clone();
    }
    let sign = if entries.iter().map(|entry| entry.amount).sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
    let mut shares: Vec<String> =
        named.iter().map(|entry| format!("{} {}", entry.name, money(sign * entry.amount))).collect();
    if !rest.is_empty() {
        let sum: f64 = rest.iter().map(|entry| entry.amount).sum();
        shares.push(format!("{} others {}", rest.len(), money(sign * sum)));
    }
    shares.join(", ")
}

/// Who receives, after "goes to".
fn receiver(account: Account) -> &'static str {
    match account {
        Account::ImportTreasury => "treasuries as tariffs",
        Account::ExportTreasury => "treasuries as export taxes",
        Account::Banks => "banks as fees",
        Account::Hubs => "hubs as mark-ups",
        Account::Buyers => "buyers who pay less than without the cap",
        other => other.words(),
    }
}

fn amounts(run: &RunAnswer, account: Account) -> impl Iterator<Item = &LedgerRow> {
    run.ledger.iter().filter(move |entry| entry.account == account)
}

/// A column of money: its heading and where its figures are.
type MoneyColumn = (&'static str, fn(&Money) -> f64);

fn parties(run: &RunAnswer) -> Table {
    let columns: [MoneyColumn; 4] = [
        ("Real income", |money| money.real_income),
        ("Tariffs received", |money| money.tariffs),
        ("Export taxes received", |money| money.export_taxes),
        ("Fees received", |money| money.fees),
    ];
    // What nobody receives needs no column.
    let shown: Vec<MoneyColumn> = columns
        .into_iter()
        .enumerate()
        .filter(|(position, (_, of))| *position == 0 || run.parties.iter().any(|party| of(&party.money) != 0.0))
        .map(|(_, column)| column)
        .collect();
    let row = |party: &PartyOutcome| {
        let cells = shown.iter().map(|(_, of)| signed_money(of(&party.money))).collect();
        Row { header: capitalised(&party.name), cells, headline: party.code == "WORLD" }
    };
    Table {
        caption: format!("By country or group: USD a year with all measures, {}", run.year),
        groups: Vec::new(),
        columns: std::iter::once("Country or group".to_owned())
            .chain(shown.iter().map(|(heading, _)| (*heading).to_owned()))
            .collect(),
        text_columns: 0,
        bodies: vec![(String::new(), run.parties.iter().map(row).collect())],
        note: Some(
            "Groups and countries in the table may overlap; a group\u{2019}s figure is the sum of its members\u{2019}. \
             Real income is in money of the world without the measures. bn: billion, mn: million."
                .into(),
        ),
    }
}

/// The ledger: who pays the wedges and who receives them.
fn accounts(run: &RunAnswer) -> Table {
    let body = |entries: &[LedgerRow]| {
        let (shown, rest) = entries.split_at(entries.len().min(ROWS));
        let mut rows: Vec<Row> =
            shown.iter().map(|entry| Row::new(capitalised(&entry.name), vec![signed_money(entry.amount)])).collect();
        if !rest.is_empty() {
            let sum = rest.iter().map(|entry| entry.amount).sum();
            rows.push(Row::new(format!("{} others", rest.len()), vec![signed_money(sum)]));
        }
        let title = entries.first().map_or_else(String::new, |entry| capitalised(entry.account.words()));
        (title, rows)
    };
    let sum: f64 = run.ledger.iter().map(|entry| entry.amount).sum();
    Table {
        caption: format!("Ledger of the measures, USD a year, {}", run.year),
        groups: Vec::new(),
        columns: ["Account and region", "Received (+), paid (-)"].map(str::to_owned).to_vec(),
        text_columns: 0,
        bodies: run.ledger.chunk_by(|left, right| left.account == right.account).map(body).collect(),
        note: Some(format!(
            "Buyers pay what they spend above the producers\u{2019} value of what arrives; the other accounts say where \
             it goes, and all of them sum to {}. Waste is used up on the way: nobody receives it. What is not traded any more is the value that buyers lose \
             because varieties or routes have disappeared; nobody pays or receives it.{}",
            signed_money(sum),
            run.ledger_turns().map_or_else(String::new, |note| format!(" {note}"))
        )),
    }
}

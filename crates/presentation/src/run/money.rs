//! Who pays and who receives: by party, then the ledger of the measures.

use unequal_study::capitalised;
use unequal_study::run::{Account, LedgerRow, PartyOutcome, RunAnswer};

use super::{all_measures, section};
use crate::chart::{Chart, ChartKind};
use crate::document::{Block, Section};
use crate::keys::Keys;
use crate::quantity::Quantity;
use crate::table::{Cell, Column, Row, Table};
use crate::text;
use crate::text::Text;

/// Regions of an account that a terminal shows.
const SHOWN: usize = 4;

/// The section.
pub fn section_of(run: &RunAnswer) -> Section {
    let mut blocks: Vec<Block> = vec![by_party(run).into()];
    if !run.ledger.is_empty() {
        blocks.push(flow(run).into());
        blocks.push(accounts(run).into());
        blocks.push(ledger(run).into());
    }
    section(run, "payments", "Who pays and who receives", blocks)
}

fn by_party(run: &RunAnswer) -> Table {
    let received = |amount: f64| Cell::optional((amount != 0.0).then(|| Quantity::signed_money(amount)));
    let row = |party: &PartyOutcome| {
        let money = &party.money;
        let cells = vec![
            Quantity::signed_money(money.real_income).into(),
            received(money.tariffs),
            received(money.export_taxes),
            received(money.fees),
        ];
        Row::new(capitalised(&party.name), cells).keys(Keys::none().region(&party.code)).headline(party.is_world())
    };
    let column = |id: &str, heading: &str, item: &str| Column::figures(id, heading).item(item);
    Table::new("payments", format!("USD a year with {}, {}", all_measures(run), run.year), "Country or group")
        .columns(vec![
            column("real-income", "Real income", "equivalent variation"),
            column("tariffs", "Tariffs received", "tariff revenue"),
            column("export-taxes", "Export taxes received", "export tax revenue"),
            column("fees", "Fees received", "fees received"),
        ])
        .rows(run.parties.iter().map(row).collect())
        .keys(Keys::none().measure(all_measures(run)))
        .note(
            "Real income is the equivalent variation: what the change is worth at the prices of the world without the \
             measures. Duties and fees are part of real income already and must not be added to it.",
        )
}

/// Accounts summed over regions, in the order of the ledger.
fn sums(run: &RunAnswer) -> Vec<(Account, f64)> {
    run.ledger
        .chunk_by(|left, right| left.account == right.account)
        .filter_map(|rows| Some((rows.first()?.account, rows.iter().map(|row| row.amount).sum())))
        .collect()
}

fn flow(run: &RunAnswer) -> Chart {
    let finding =
        who_pays(run).unwrap_or_else(|| "The measures cost buyers, and nobody receives what they pay.".into());
    Chart::new("flow", "accounts", ChartKind::Flow, &["amount"], finding)
        .quantity(format!("Paid (left) and received (right), USD a year, {}", run.year))
}

/// What buyers pay, and the largest part of it.
fn who_pays(run: &RunAnswer) -> Option<Text> {
    let sums = sums(run);
    let paid = sums.iter().find(|(account, amount)| *account == Account::Importers && *amount < 0.0)?.1;
    let others = sums.iter().filter(|(account, amount)| *account != Account::Importers && *amount > 0.0);
    let (account, amount) = others.max_by(|left, right| left.1.total_cmp(&right.1))?;
    let paid = text![
        "Buyers pay USD ",
        Quantity::money(-paid),
        " a year on top of what producers receive; the largest part, "
    ];
    let amount = text!["USD ", Quantity::money(*amount)];
    Some(paid.then(amount).then(match account {
        Account::ImportTreasury => text![", goes to treasuries as tariffs."],
        Account::ExportTreasury => text![", goes to treasuries as export taxes."],
        Account::ExpectedLosses => text![", are fees that cover banks\u{2019} expected losses."],
        Account::Withdrawn => text![", is what buyers lose by what is not traded any more."],
        Account::Waste => text![", is used up and received by nobody."],
        receiver => text![format!(", goes to {}.", receiver.words())],
    }))
}

fn accounts(run: &RunAnswer) -> Table {
    let mut rows: Vec<Row> = sums(run)
        .into_iter()
        .map(|(account, amount)| {
            let words = account.words();
            Row::new(capitalised(words), vec![Quantity::signed_money(amount).into()]).item(words)
        })
        .collect();
    let sum: f64 = run.ledger.iter().map(|row| row.amount).sum();
    // What is left of rounding is no payment.
    let sum = if sum.abs() < 1e-6 { 0.0 } else { sum };
    rows.push(Row::new("Sum", vec![Quantity::signed_money(sum).into()]).item("sum of the accounts").headline(true));
    Table::new("accounts", format!("Accounts of the measures, USD a year, {}", run.year), "Account")
        .columns(vec![Column::figures("amount", "USD a year")])
        .rows(rows)
        .keys(Keys::none().measure(all_measures(run)))
}

fn ledger(run: &RunAnswer) -> Table {
    let rows = run
        .ledger
        .chunk_by(|left, right| left.account == right.account)
        .flat_map(|entries| entries.iter().enumerate().map(|(place, entry)| row(place, entry)));
    let table = Table::new("ledger", format!("Ledger of the measures by country, USD a year, {}", run.year), "Country")
        .columns(vec![Column::figures("amount", "USD a year")])
        .rows(rows.collect())
        .keys(Keys::none().measure(all_measures(run)))
        .note(
            "Buyers pay what they spend above the producers\u{2019} value of what arrives; the other accounts show where it \
             goes, so that the ledger sums to zero. Real resources used up are received by nobody. Trade that an embargo \
             stops leaves no payment.",
        );
    match run.ledger_turns() {
        Some(note) => table.note(note),
        None => table,
    }
}

fn row(place: usize, entry: &LedgerRow) -> Row {
    let keys = if entry.region.is_empty() { Keys::none() } else { Keys::none().region(&entry.region) };
    Row::new(capitalised(&entry.name), vec![Quantity::signed_money(entry.amount).into()])
        .item(entry.account.words())
        .keys(keys)
        .group(capitalised(entry.account.words()))
        .detail(place >= SHOWN)
}

//! The single figures of a run.

use unequal_study::run::{Money, PairState, RunAnswer};

use super::{Figure, Rows};

/// Every figure of a run: measures, parties, the pair, then every region.
#[must_use]
pub fn run(run: &RunAnswer) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut rows = Rows { figures: &mut figures, block: "measures", evidence: &run.evidence };
    let push = |rows: &mut Rows<'_>, subject: &str, item: &str, value: f64, unit: &str| {
        rows.push(subject, item, run.year, &run.elasticity, value, unit);
    };
    for measure in &run.measures {
        push(&mut rows, &measure.name, "trade touched", measure.trade, "USD million");
        for finding in &measure.findings {
            push(&mut rows, &measure.name, &finding.what, finding.value, &finding.unit);
        }
    }
    rows.block = "real income";
    let share = "share of real income";
    for party in &run.parties {
        for (measure, alone) in run.measures.iter().zip(&party.alone) {
            push(&mut rows, &party.code, &format!("{} alone", measure.name), *alone, share);
        }
        push(&mut rows, &party.code, "together", party.together, share);
        push(&mut rows, &party.code, "interaction", party.interaction, share);
    }
    rows.block = "ledger";
    for party in &run.parties {
        for (item, value) in ledger(&party.money) {
            push(&mut rows, &party.code, item, value, "USD million");
        }
    }
    rows.block = "accounts";
    for entry in &run.ledger {
        push(&mut rows, &entry.region, entry.account.words(), entry.amount, "USD million");
    }
    rows.block = "pair";
    if let Some(pair) = &run.pair {
        for (when, state) in [("without the measures", &pair.before), ("with them", &pair.after)] {
            for (subject, item, value, unit) in state_rows(&pair.first, &pair.second, state) {
                push(&mut rows, &subject, &format!("{item}, {when}"), value, unit);
            }
        }
    }
    rows.block = "over time";
    for step in &run.path {
        let when = format!("{} months after the shock", step.months);
        let mut push = |subject: &str, item: &str, value: f64, unit: &str| {
            rows.push(subject, &format!("{item}, {when}"), run.year, &step.elasticity, value, unit);
        };
        for (party, together) in run.parties.iter().zip(&step.real_income) {
            push(&party.code, "together", *together, share);
        }
        if let (Some(pair), Some([first_sells, second_sells])) = (&run.pair, step.pair_sells) {
            push(&format!("{}>{}", pair.first, pair.second), "trade", first_sells, "USD million");
            push(&format!("{}>{}", pair.second, pair.first), "trade", second_sells, "USD million");
        }
        for (measure, findings) in run.measures.iter().zip(&step.findings) {
            findings.iter().for_each(|found| push(&measure.name, &found.what, found.value, &found.unit));
        }
    }
    rows.block = "regions";
    for region in &run.regions {
        push(&mut rows, &region.code, "together", region.together, share);
        for (item, value) in ledger(&region.money) {
            push(&mut rows, &region.code, item, value, "USD million");
        }
    }
    figures
}

fn ledger(money: &Money) -> [(&'static str, f64); 4] {
    [
        ("real income", money.real_income),
        ("tariff revenue", money.tariffs),
        ("export tax revenue", money.export_taxes),
        ("fees received", money.fees),
    ]
}

fn state_rows(first: &str, second: &str, state: &PairState) -> Vec<(String, &'static str, f64, &'static str)> {
    let share = "share of real income";
    let mut rows = vec![
        (format!("{first}>{second}"), "trade", state.first_sells, "USD million"),
        (format!("{second}>{first}"), "trade", state.second_sells, "USD million"),
        (format!("{second} in {first}"), "share of imports", state.second_in_first_imports, "share"),
        (format!("{first} in {second}"), "share of imports", state.first_in_second_imports, "share"),
        (first.to_owned(), "exit cost", state.first_exit_cost, share),
        (second.to_owned(), "exit cost", state.second_exit_cost, share),
    ];
    rows.extend(state.ratio.map(|ratio| (format!("{first}:{second}"), "exit cost ratio", ratio, "ratio")));
    rows
}

//! The fit: known parameters come back from simulated shares, and the embedded figures give the
//! table of `docs/src/methods/currency.md`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use unequal_policy::currency::Shares;
use unequal_policy::currency::fit::{Design, Errors, FlowParameters, Observation, ObservedFlow, fit, simulate};
use unequal_policy::currency::settlement::settlement_fit;

#[test]
fn known_parameters_are_recovered_from_simulated_shares() {
    let base = Shares::new([("rouble", 0.25), ("renminbi", 0.05), ("dollar_euro", 0.65), ("other", 0.05)]).unwrap();
    let truth = FlowParameters {
        cost_changes: vec![("dollar_euro".to_owned(), 1.6), ("renminbi".to_owned(), -1.1)],
        renewal: 0.15,
    };
    let rows = simulate(&base, &truth, 1.0, 6, 2, 24).unwrap();
    // Gaps: every third month, and the small currency is never seen.
    let observations: Vec<Observation> = (3..=24)
        .step_by(3)
        .flat_map(|month| {
            let row = rows[month].clone();
            let names = base.names().to_vec();
            (0..3).map(move |index| Observation { month, currency: names[index].clone(), share: row[index] })
        })
        .collect();
    let flow = ObservedFlow { name: "flow".to_owned(), base, observations };
    let design = Design {
        shocked: vec!["dollar_euro".to_owned(), "renminbi".to_owned()],
        first_month: 2,
        withheld_from: 18,
        strengths: vec![0.0, 1.0, 1.9],
        ramps: vec![1, 6, 12],
        largest_change: 10.0,
    };
    let found = fit(std::slice::from_ref(&flow), &design).unwrap();
    assert_eq!((found.strength, found.ramp), (1.0, 6));
    let parameters = &found.flows[0].parameters;
    for ((_, found), (_, truth)) in parameters.cost_changes.iter().zip(&truth.cost_changes) {
        assert!((found - truth).abs() < 1e-5, "{parameters:?}");
    }
    assert!((parameters.renewal - truth.renewal).abs() < 1e-6, "{parameters:?}");
    let all = found.flows[0].errors.last().unwrap();
    assert!(all.withheld.unwrap().root_mean_square < 1e-4 && all.naive.unwrap().root_mean_square > 1.0);
    let few = ObservedFlow { observations: flow.observations[..2].to_vec(), ..flow };
    assert!(fit(&[few], &design).unwrap_err().to_string().contains("2 observations"));
}

/// The book's table says what the fit says, to a hundredth of a percentage point.
#[test]
fn the_bank_of_russias_figures_give_the_table_of_the_book() {
    const BOOK: &str = include_str!("../../../docs/src/methods/currency.md");
    let found = settlement_fit().unwrap();
    let cell = |errors: Option<Errors>| {
        errors.map_or("-".to_owned(), |errors| format!("{:.2} ({})", errors.root_mean_square, errors.count))
    };
    let mut rows = vec![format!("lambda / mu {}, ramp {} months", found.strength, found.ramp)];
    for flow in &found.flows {
        let changes: Vec<String> =
            flow.parameters.cost_changes.iter().map(|(_, change)| format!("{change:.2}")).collect();
        rows.push(format!("| {} | {} | {:.3} |", flow.name, changes.join(" | "), flow.parameters.renewal));
        rows.extend(flow.errors.iter().map(|errors| {
            let cells = [errors.fitted, errors.withheld, errors.naive].map(cell).join(" | ");
            format!("| {} | {} | {cells} |", flow.name, errors.currency)
        }));
    }
    for ramp in [1, 6, 12, 18, 24] {
        let tried = found.candidates.iter().filter(|tried| tried.ramp == ramp);
        let cells: Vec<String> = tried.map(|tried| format!("{:.2} / {:.2}", tried.fitted, tried.withheld)).collect();
        rows.push(format!("| {ramp} | {} |", cells.join(" | ")));
    }
    let missing: Vec<&String> = rows.iter().filter(|row| !BOOK.contains(row.as_str())).collect();
    assert!(missing.is_empty(), "the book lacks:\n{missing:#?}");
}

#[test]
fn dollars_became_dear_and_renminbi_cheap_in_both_flows() {
    let found = settlement_fit().unwrap();
    for flow in &found.flows {
        let change = |name: &str| flow.parameters.cost_changes.iter().find(|(own, _)| own == name).unwrap().1;
        assert!(change("dollar_euro") > 0.0 && change("renminbi") < 0.0, "{flow:?}");
        assert!((0.01..0.5).contains(&flow.parameters.renewal));
    }
}

//! The fit: known parameters come back from simulated shares, and the embedded figures give the
//! table of `docs/src/methods/currency.md`.

use unequal_policy::currency::Shares;
use unequal_policy::currency::fit::{Design, FlowParameters, Observation, ObservedFlow, fit, simulate};
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
    };
    let found = fit(&[flow.clone()], &design).unwrap();
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

#[test]
fn the_bank_of_russias_figures_give_the_table_of_the_book() {
    let found = settlement_fit().unwrap();
    println!("strength {} ramp {}", found.strength, found.ramp);
    for candidate in &found.candidates {
        println!("{candidate:?}");
    }
    for flow in &found.flows {
        println!("{} {:?}", flow.name, flow.parameters);
        for errors in &flow.errors {
            println!("{errors:?}");
        }
    }
}

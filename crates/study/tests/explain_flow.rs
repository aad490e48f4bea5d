//! One flow explained: what each measure adds, and what buyers do about it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_policy::scenario::Scenario;
use unequal_study::explain_flow::FlowExplained;
use unequal_study::run::Account;
use unequal_study::{Result, Session};
use unequal_world::names::region_name;

/// All tests put their questions to one session.
static SESSION: LazyLock<Session> = LazyLock::new(|| Session::embedded().unwrap());

fn explain(scenario: &Scenario, seller: &str, buyer: &str, sector: &str) -> Result<FlowExplained> {
    SESSION.explain_flow(scenario, [seller, buyer, sector], &())
}

const FILE: &str = r#"title = "t"
year = 2011
trade_elasticity = 5
[[tariff]]
name = "duty"
by = "USA"
on = "CHN"
rate = 0.2
[[export_tax]]
name = "tax"
by = "CHN"
on = "G7"
rate = 0.1
[[iceberg]]
name = "detour"
from = "CHN"
to = "USA"
cost = 0.2
[[embargo]]
name = "stop"
by = "USA"
on = "RUS"
"#;

fn scenario() -> Scenario {
    Scenario::parse("t.toml", FILE.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

fn close(left: f64, right: f64) {
    assert!((left / right - 1.0).abs() < 1e-9, "{left} is not {right}");
}

#[test]
fn each_measure_adds_its_wedge_and_the_factors_multiply() {
    let answer = explain(&scenario(), "chn", "USA", "30t33").unwrap();
    let [duty, tax, detour, stop] = answer.alone.as_slice() else { panic!("four measures") };
    close(duty.price_factor.unwrap(), 1.2);
    close(tax.price_factor.unwrap(), 1.1);
    // Of what is shipped 80 % arrive.
    close(detour.price_factor.unwrap(), 1.0 / 0.8);
    assert_eq!((duty.tariff, tax.export_tax, duty.kind.as_str()), (0.2, 0.1, "tariff"));
    assert!(duty.concerned && !stop.concerned && stop.price_factor == Some(1.0));
    close(answer.together.price_factor.unwrap(), 1.2 * 1.1 / 0.8);
    assert!(answer.together.value < duty.value && duty.value < answer.value_before);
    let closed = explain(&scenario(), "RUS", "USA", "C").unwrap();
    assert!(closed.together.forbidden && closed.together.price_factor.is_none());
    assert_eq!((closed.together.value, closed.alone[3].value), (0.0, 0.0));
    assert!(closed.value_before > 0.0);
}

/// The gravity identity (G4): relative values of two flows into one market fall with the theta-th power of
/// their relative delivered prices.
#[test]
fn values_answer_to_delivered_prices() {
    let scenario = scenario();
    let (one, other) =
        (explain(&scenario, "CHN", "USA", "29").unwrap(), explain(&scenario, "DEU", "USA", "29").unwrap());
    let values = (one.together.value / one.value_before) / (other.together.value / other.value_before);
    let prices = one.together.delivered_price.unwrap() / other.together.delivered_price.unwrap();
    assert!((values.ln() + 5.0 * prices.ln()).abs() < 1e-7, "{} against {}", values.ln(), -5.0 * prices.ln());
    assert!(prices > 1.5);
}

#[test]
fn what_is_no_flow_is_refused() {
    let scenario = scenario();
    let message =
        |seller: &str, buyer: &str, sector: &str| explain(&scenario, seller, buyer, sector).unwrap_err().to_string();
    assert!(message("EU27", "USA", "29").contains("one country"));
    assert!(message("USA", "usa", "29").contains("another country"));
    assert!(message("CNH", "USA", "29").contains("CHN (China)"));
    assert!(message("CHN", "USA", "Machinry").contains("29 (Machinery)"));
}

/// One flow is no surer than the run: the weakest measure decides, and a lifted one rests on an estimate from elsewhere.
#[test]
fn the_grade_is_that_of_the_weakest_measure() {
    use unequal_study::Grade;
    let barrier =
        "title = \"t\"\nyear = 2011\n[[barrier]]\nname = \"b\"\nby = \"USA\"\non = \"CHN\"\ncoefficient = -0.3\n";
    for (text, grade) in
        [(FILE.to_owned(), Grade::B), (barrier.to_owned(), Grade::C), (format!("{barrier}removed = true\n"), Grade::D)]
    {
        let scenario = Scenario::parse("t.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()));
        let shown = explain(&scenario, "CHN", "USA", "30t33").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(shown.evidence.grade, grade);
    }
}

/// Fees of one's own banks go to the homes that the file names, those of made-up banks to the seller, mark-ups to the
/// hub: each as the ledger of the run has it.
#[test]
fn fees_belong_to_whom_the_file_says() {
    let head = "title = \"t\"\nyear = 2011\n";
    let threat = "[[payments]]\nname = \"threat\"\nby = \"USA\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"goods\"\n\
                  threat = 0.3\neffort = 3\n";
    // A bank without dollar business and one with it: what the second asks for its risk is the first one's rent.
    let banks = |home: &str| {
        let bank = |name: &str, capacity: f64, at_risk: f64| {
            format!(
                "[[payments.bank]]\nname = \"{name} of {home}\"\ncapacity = {capacity}\nbase_cost = 0.01\n\
                 dollar_business_at_risk = {at_risk}\nslope = 0.02\nhome = \"{home}\"\n"
            )
        };
        format!("{}{}", bank("safe", 15.0, 0.0), bank("risky", 100.0, 10.0))
    };
    let hub = "[[embargo]]\nname = \"ban\"\nby = \"CHN\"\non = \"RUS\"\ndirection = \"exports\"\nsectors = \"Machinery\"\n\
               [[route]]\nname = \"way\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"Machinery\"\n\
               [[route.hub]]\ncode = \"TUR\"\nmarkup = 0.1\n";
    let cases = [
        (format!("{head}{threat}"), "banks", Account::Banks, vec![("CHN", 1.0)]),
        // Equal banks in two countries: each home has half, whoever trades.
        (
            format!("{head}{threat}{}{}", banks("TUR"), banks("IND")),
            "banks",
            Account::Banks,
            vec![("TUR", 0.5), ("IND", 0.5)],
        ),
        (format!("{head}{hub}"), "hubs", Account::Hubs, vec![("TUR", 1.0)]),
    ];
    for (text, receiver, account, owners) in cases {
        let scenario = Scenario::parse("t.toml", text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.drawn()));
        let flow = explain(&scenario, "CHN", "RUS", "29").unwrap();
        let [fee] = flow.together.fees.as_slice() else { panic!("one fee: {:?}", flow.together.fees) };
        assert!(fee.rate > 0.0 && fee.receiver == receiver, "{fee:?}");
        for (code, share) in &owners {
            let name = region_name(code);
            let whole = *share == 1.0 && fee.owner == name;
            assert!(whole || fee.owner.contains(&format!("{name} {:.0} %", 100.0 * share)), "{fee:?}");
        }
        let ledger = SESSION.run_scenario(&scenario, &()).unwrap().ledger;
        let received: Vec<_> = ledger.iter().filter(|row| row.account == account).collect();
        let sum: f64 = received.iter().map(|row| row.amount).sum();
        assert_eq!(received.len(), owners.len(), "{received:?}");
        for (code, share) in owners {
            let row = received.iter().find(|row| row.region == code).unwrap_or_else(|| panic!("{code}: {received:?}"));
            assert!((row.amount / sum - share).abs() < 1e-6, "{code}: {received:?}");
        }
    }
}

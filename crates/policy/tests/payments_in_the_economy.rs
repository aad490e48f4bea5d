//! Threats to banks in a world whose trade answers: `[[payments]]` of a scenario, settled.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_equilibrium::{Baseline, Counterfactual, Owner, SolveOptions, solve};
use unequal_policy::payments::SizeDistribution;
use unequal_policy::scenario::{Origin, Receiver, Scenario, Statement};
use unequal_policy::settle::{Settled, settle};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{Code, EconomyTable, embedded};

static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| embedded::table(2011).unwrap());
static BASELINE: LazyLock<Baseline> =
    LazyLock::new(|| Baseline::from_table(&TABLE, &ElasticitySet::common(4.0, &TABLE).by_sector).unwrap());
static BEFORE: LazyLock<Counterfactual<'static>> =
    LazyLock::new(|| solve(&BASELINE, &BASELINE.no_wedges(), &SolveOptions::default()).unwrap());

fn read(text: &str) -> Scenario {
    Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

fn threat(keys: &str) -> String {
    format!(
        "[[payments]]\nname = \"threat\"\nby = \"USA\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"goods\"\n{keys}\n"
    )
}

fn settled(scenario: &Scenario) -> Settled<'static> {
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    settle(scenario, &BEFORE, &all, &SolveOptions::default()).unwrap()
}

/// A finding of the last measure.
fn finding(scenario: &Scenario, settled: &Settled<'_>, what: &str) -> f64 {
    let view = settled.view(&BEFORE);
    let measure = scenario.instruments().last().unwrap();
    let findings = measure.findings(&view, settled.responses.last().unwrap().as_ref()).unwrap();
    findings.iter().find(|finding| finding.what == what).unwrap_or_else(|| panic!("{what}: {findings:?}")).value
}

fn largest_difference(one: &Settled<'_>, other: &Settled<'_>) -> f64 {
    let (one, other) = (one.world.ln_real_income(), other.world.ln_real_income());
    one.iter().zip(&other).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max)
}

const WEST: &str = "title = \"t\"\n[[embargo]]\nname = \"west\"\nby = \"WEST\"\non = \"RUS\"\nsectors = \"goods\"\n";

/// C26: no threat is no wedge, also where another measure has turned trade to the banks' flows.
#[test]
fn no_threat_is_exactly_no_wedge() {
    for keys in ["threat = 0\neffort = 5", "threat = 0.7\neffort = 0", "threat = 0\neffort = 1\nmonths = 9"] {
        let scenario = read(&format!("title = \"t\"\n{}", threat(keys)));
        let settled = settled(&scenario);
        let (with, without) = (settled.world.ln_real_income(), BEFORE.ln_real_income());
        assert!(with.iter().zip(&without).all(|(with, without)| (with - without).abs() < 1e-12));
        assert!(settled.composed.wedges.ln_icebergs().is_none() && settled.composed.levies.is_empty());
        assert_eq!(finding(&scenario, &settled, "commission that the threat adds"), 0.0);
        assert_eq!(finding(&scenario, &settled, "trade lost to the threat"), 0.0);
    }
    let alone = settled(&read(WEST));
    let with = settled(&read(&format!("{WEST}{}", threat("threat = 0\neffort = 1"))));
    assert_eq!(alone.world.ln_real_income(), with.world.ln_real_income());
    // A threat that is all but none is all but no wedge: nothing jumps at zero.
    let faint = settled(&read(&format!("{WEST}{}", threat("threat = 1e-7\neffort = 1"))));
    assert!(largest_difference(&alone, &faint) < 1e-8);
}

#[test]
fn the_fee_never_falls_and_trade_never_rises_with_the_threat() {
    for vary in [|value: f64| (value, 1.0), |value: f64| (0.8, value)] {
        let (mut last_fee, mut last_lost) = (0.0, 0.0);
        for value in [0.2, 0.6, 1.5, 4.0] {
            let (level, effort) = vary(value);
            let scenario = read(&format!("{WEST}{}", threat(&format!("threat = {level}\neffort = {effort}"))));
            let settled = settled(&scenario);
            let fee = finding(&scenario, &settled, "fee of the banks");
            let lost = finding(&scenario, &settled, "trade lost to the threat");
            // Neither moves where the largest bank has stopped and the others are full, so only that far.
            assert!(fee > last_fee - 1e-7 && lost > last_lost - 1e-7, "{value}: {fee} {lost}");
            (last_fee, last_lost) = (fee, lost);
        }
        assert!(last_fee > 0.05 && last_lost > 0.1);
    }
}

/// All banks deterred at any fee is the embargo of those flows (docs/src/methods/payments.md).
#[test]
fn deterring_all_banks_is_an_embargo_in_one_direction() {
    let threat = settled(&read(&format!("title = \"t\"\n{}", threat("threat = 1e30\neffort = 3"))));
    let ban = "title = \"t\"\n[[embargo]]\nname = \"ban\"\nby = \"CHN\"\non = \"RUS\"\ndirection = \"exports\"\n\
               sectors = \"goods\"\n";
    let embargo = settled(&read(ban));
    assert_eq!(threat.composed.wedges.forbidden(), embargo.composed.wedges.forbidden());
    assert!(largest_difference(&threat, &embargo) < 1e-10);
}

/// The outer fixed point: what banks supply at the fee (P1 to P3, written out here) is what the economy trades.
#[test]
fn the_market_clears_at_the_settled_volume() {
    let (level, effort) = (1.2, 1.5);
    let scenario = read(&format!("{WEST}{}", threat(&format!("threat = {level}\neffort = {effort}"))));
    let settled = settled(&scenario);
    let [before, now] = [&*BEFORE, &settled.world].map(|world| {
        let flows = scenario.instruments().last().unwrap().flows();
        flows.iter().map(|flow| world.producer_value(flow.sector, flow.importer, flow.exporter)).sum::<f64>()
    });
    let reference = finding(&scenario, &settled, "trade without the threat") / 1e3;
    let banned = self::settled(&read(WEST));
    let flows = scenario.instruments().last().unwrap().flows();
    let expected: f64 =
        flows.iter().map(|flow| banned.world.producer_value(flow.sector, flow.importer, flow.exporter)).sum();
    // The reference is the trade under the other measures, and not that before all of them.
    assert!((reference / (expected / 1e3) - 1.0).abs() < 1e-9 && expected > 1.05 * before);

    let system = SizeDistribution::default().system(reference, &Code::new("CHN").unwrap()).unwrap();
    let commission = finding(&scenario, &settled, "commission that the threat adds");
    let without = finding(&scenario, &settled, "fee without the threat, inside the table's prices");
    let fee = (1.0 + without) * (1.0 + commission) - 1.0;
    let supplied: f64 = system
        .banks()
        .iter()
        .zip(system.attention())
        .map(|(bank, weight)| {
            let risk = level * (1.0 - (-effort * weight).exp()) * bank.dollar_business_at_risk / bank.capacity;
            bank.capacity * ((fee - bank.base_cost - risk) / bank.slope).clamp(0.0, 1.0)
        })
        .sum();
    // The fee is settled to 1e-10; trade moves by theta for each unit of it and supply by up to 1.2 / slope.
    assert!((finding(&scenario, &settled, "fee of the banks") - fee).abs() < 1.2e-10);
    assert!((supplied / (now / 1e3) - 1.0).abs() < 1e-8, "{supplied} {now}");
    let cleared = finding(&scenario, &settled, "fees of the banks, ordinary ones included") / 1e3 / fee;
    assert!((cleared / (now / 1e3) - 1.0).abs() < 1e-8, "{cleared} {now}");
    assert!(settled.rounds < 20, "{}", settled.rounds);
}

/// As in docs/src/methods/payments.md: after a Western embargo of 2011, at an elasticity of 4, a fall of Chinese sales to Russia by
/// 16 % takes a wedge of 4.80 % if it stands outside the customs value and is China's, and 6.58 % if it is waste.
#[test]
fn a_fall_of_a_sixth_takes_the_wedges_of_the_plan() {
    let west = "title = \"t\"\n[[embargo]]\nname = \"west\"\nby = \"WEST\"\non = \"RUS\"\n";
    let outside = |wedge: f64| {
        format!("[[export_tax]]\nname = \"w\"\nby = \"CHN\"\non = \"RUS\"\nsectors = \"goods\"\nrate = {wedge:?}\n")
    };
    // The file states the part that melts, the plan what must be shipped beyond what arrives.
    let waste = |wedge: f64| {
        let melts = wedge / (1.0 + wedge);
        format!("[[iceberg]]\nname = \"w\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"goods\"\ncost = {melts:?}\n")
    };
    let kinds: [(&dyn Fn(f64) -> String, f64); 2] = [(&outside, 0.0480), (&waste, 0.0658)];
    for (kind, expected) in kinds {
        let sales = |wedge: f64| {
            let scenario = read(&format!("{west}{}", kind(wedge)));
            let flows = scenario.instruments()[1].flows();
            let world = settled(&scenario).world;
            flows.iter().map(|flow| world.producer_value(flow.sector, flow.importer, flow.exporter)).sum::<f64>()
        };
        let goal = 0.84 * sales(0.0);
        // Sales are all but a power of the wedge: secants in logarithms.
        let miss = |wedge: f64| (sales(wedge) / goal).ln();
        let (mut one, mut other) = ((0.03, miss(0.03)), (0.07, miss(0.07)));
        for _ in 0..4 {
            let next = other.0 - other.1 * (other.0 - one.0) / (other.1 - one.1);
            (one, other) = (other, (next, miss(next)));
        }
        assert!(other.1.abs() < 1e-9 && (other.0 - expected).abs() < 5e-5, "{} expected {expected}", other.0);
    }
}

const OWN: &str = "threat = 1\neffort = 1\nresource_share = 0.3\nmonths = 5
[[payments.bank]]
name = \"big\"
capacity = 100
base_cost = 0.002
dollar_business_at_risk = 20
slope = 0.01
home = \"CHN\"
[[payments.bank]]
name = \"small\"
capacity = 20
base_cost = 0.004
dollar_business_at_risk = 0
slope = 0.02
home = \"TUR\"
[[payments.bank]]
name = \"late\"
capacity = 5
base_cost = 0.01
dollar_business_at_risk = 0
slope = 0.02
home = \"RUS\"
entry_lag_months = 3
";

/// Fees go to the homes of the banks that earn them, and a bank enters when its time has come.
#[test]
fn banks_of_ones_own_earn_where_they_are_at_home() {
    let owners = |text: &str| {
        let settled = settled(&read(&format!("title = \"t\"\n{}", threat(text))));
        assert_eq!(settled.composed.levies.iter().map(|levy| levy.receiver).collect::<Vec<_>>(), [Receiver::Banks]);
        let layer = settled.composed.wedges.fees().unwrap()[0].clone();
        let Owner::Split(shares) = layer.owner() else { panic!("{:?}", layer.owner()) };
        let of = |code: &str| {
            let position = TABLE.regions().position(code).unwrap();
            shares.iter().find(|(home, _)| *home == position).unwrap().1
        };
        [of("CHN"), of("TUR"), of("RUS")]
    };
    let [china, turkey, russia] = owners(OWN);
    assert!(china > 0.0 && turkey > 0.0 && russia > 0.0 && (china + turkey + russia - 1.0).abs() < 1e-12);
    assert_eq!(owners(&OWN.replace("months = 5", "months = 2"))[2], 0.0);
}

/// Small banks that enter bring trade back, and never above what it was without a threat.
#[test]
fn entrants_bring_trade_back() {
    let lost = |months: u32, entrants: u32| {
        let keys = format!("threat = 1\neffort = 1\nentry_lag = 2\nentry_banks = {entrants}\nmonths = {months}");
        let scenario = read(&format!("title = \"t\"\n{}", threat(&keys)));
        finding(&scenario, &settled(&scenario), "trade lost to the threat")
    };
    assert_eq!(lost(1, 5), lost(0, 5));
    assert!(lost(4, 5) < lost(2, 5) && lost(2, 5) < lost(1, 5));
    assert!(lost(40, 90).abs() < 1e-12);
}

/// At a date after the shock the banks are those that have entered by then, as if the file said so.
#[test]
fn banks_enter_along_the_dates_of_a_scenario() {
    let keys = |months: u32| format!("threat = 1\neffort = 1\nentry_lag = 2\nentry_banks = 5\nmonths = {months}");
    let scenario = |months: u32| read(&format!("title = \"t\"\n{}", threat(&keys(months))));
    let lost = |scenario: &Scenario| finding(scenario, &settled(scenario), "trade lost to the threat");
    let moved = scenario(0).at_months(4.0).unwrap();
    assert_eq!(lost(&moved), lost(&scenario(4)));
    assert!(lost(&moved) < lost(&scenario(0)));
}

/// A file with every default written out says the same as the file.
#[test]
fn what_is_explained_reads_back_the_same() {
    for keys in ["threat = 0.5\neffort = 2", OWN] {
        let text = format!("title = \"t\"\n{}", threat(keys));
        let scenario = read(&text);
        let line = |statement: &Statement| match statement {
            Statement::Table(heading, _) => format!("{heading}\n"),
            Statement::Value(key, value, ..) => format!("{key} = {value}\n"),
        };
        let written: String = scenario.explain().iter().map(line).collect();
        let again = read(&written);
        let values = |scenario: &Scenario| {
            let values = scenario.explain().into_iter().filter_map(|statement| match statement {
                Statement::Value(key, value, ..) => Some((key, value)),
                Statement::Table(..) => None,
            });
            values.collect::<Vec<_>>()
        };
        assert_eq!(values(&again), values(&scenario), "{written}");
        let given = |key: &str| {
            scenario
                .explain()
                .iter()
                .any(|statement| matches!(statement, Statement::Value(name, _, Origin::Given, _) if name == key))
        };
        assert!(given("threat") && given("resource_share") == keys.contains("resource_share"));
    }
}

#[test]
fn faults_have_places() {
    let cases = [
        (threat("threat = -1\neffort = 1"), "0 or more"),
        (threat("threat = 1\neffort = 1\nresource_share = 1.5"), "0 to 1"),
        (threat("threat = 1\neffort = 1\nmonths = 99"), "0 to 60"),
        (threat("threat = 1\neffort = 1\ncapacity_to_volume = 0.5"), "1 or more"),
        (threat("threat = 1\neffort = 1\nthreads = 2"), "did you mean threat"),
        (threat(OWN).replace("months = 5", "banks = 5"), "made-up"),
        (threat(OWN).replace("capacity = 20", "capacity = -20"), "positive"),
        (threat(OWN).replace("\"small\"", "\"big\""), "twice"),
        (threat(OWN).replace("\"TUR\"", "\"EU27\""), "one region"),
        (threat(OWN).replace("\"TUR\"", "\"TRU\""), "TUR"),
        (threat("threat = 1\neffort = 1").replace("\"USA\"", "\"UAS\""), "USA"),
    ];
    for (text, expected) in cases {
        let error = Scenario::parse_for("test.toml", format!("title = \"t\"\n{text}").as_bytes(), &TABLE).unwrap_err();
        assert!(error.to_string().contains(expected) && error.line > 2, "{error}");
    }
    // Banks that cannot clear the trade that there is without a threat.
    let scenario = read(&format!("title = \"t\"\n{}", threat(&OWN.replace("capacity = 100", "capacity = 1"))));
    let error = settle(&scenario, &BEFORE, &[0], &SolveOptions::default()).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("threat") && error.to_string().contains("capacity"), "{error}");
}

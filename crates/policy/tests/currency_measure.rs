//! `[[currency]]` in the engine: what it costs, what it refuses and where.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_equilibrium::{Baseline, Counterfactual, SolveOptions, solve};
use unequal_policy::currency::settlement::{observed_flows, settlement_fit};
use unequal_policy::scenario::{Scenario, ScenarioError, Statement};
use unequal_policy::settle::{Finding, Settled, settle};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, embedded};

static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| embedded::table(2011).unwrap());
static BASELINE: LazyLock<Baseline> =
    LazyLock::new(|| Baseline::from_table(&TABLE, &ElasticitySet::common(4.0, &TABLE).by_sector).unwrap());
static BEFORE: LazyLock<Counterfactual<'static>> =
    LazyLock::new(|| solve(&BASELINE, &BASELINE.no_wedges(), &SolveOptions::default()).unwrap());

/// Russian purchases from China, with more keys of the measure and more measures.
fn file(keys: &str, more: &str) -> String {
    format!(
        "title = \"t\"\nyear = 2011\n[[currency]]\nname = \"switch\"\nfrom = \"CHN\"\nto = \"RUS\"\n{keys}\n{more}\n"
    )
}

fn read(text: &str) -> Scenario {
    Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_or_else(|error| panic!("{}", error.drawn()))
}

fn refused(text: &str) -> ScenarioError {
    *Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_err()
}

fn settled(scenario: &Scenario) -> Settled<'static> {
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    settle(scenario, &BEFORE, &all, &SolveOptions::default()).unwrap()
}

fn findings(scenario: &Scenario) -> Vec<Finding> {
    let settled = settled(scenario);
    scenario.instruments()[0].findings(&settled.view(&BEFORE), None).unwrap()
}

fn finding(scenario: &Scenario, what: &str) -> f64 {
    let all = findings(scenario);
    all.iter().find(|finding| finding.what.starts_with(what)).unwrap_or_else(|| panic!("no {what} in {all:?}")).value
}

/// Changes of the logarithm of real income.
fn incomes(scenario: &Scenario) -> Vec<f64> {
    changes(&settled(scenario))
}

fn changes(settled: &Settled<'_>) -> Vec<f64> {
    (settled.world.ln_real_income() - BEFORE.ln_real_income()).to_vec()
}

fn region(code: &str) -> usize {
    TABLE.regions().position(code).unwrap()
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected} within {tolerance}");
}

const THREE: &str = "shares = { a = 0.2, b = 0.7, c = 0.1 }\nmu = 0.01\nrenewal = 0.5\n\
    cost_changes = { a = 0.045, b = 0.008, c = 0.02 }";

/// C26: a choice without a change in costs is no measure at all, to the last bit.
#[test]
fn costs_that_do_not_change_are_no_wedge() {
    for keys in
        ["cost_changes = {}", "cost_changes = { a = 0.0, b = 0 }", "cost_changes = {}\nmonths = 5\nnetwork = 1.5"]
    {
        let scenario = read(&file(&format!("shares = {{ a = 0.3, b = 0.6, c = 0.1 }}\n{keys}"), ""));
        let settled = settled(&scenario);
        assert!(settled.composed.wedges.ln_icebergs().is_none(), "{keys}");
        let nothing = settle(&scenario, &BEFORE, &[], &SolveOptions::default()).unwrap();
        assert_eq!(settled.world.ln_real_income(), nothing.world.ln_real_income(), "{keys}");
        assert_eq!(finding(&scenario, "mean change"), 0.0);
        close(finding(&scenario, "settled in b"), 0.6, 1e-15);
    }
}

/// One currency leaves no choice: its cost change is that of trade, as an iceberg of the same size.
#[test]
fn one_currency_passes_its_cost_on() {
    let scenario = read(&file("shares = { rouble = 1 }\ncost_changes = { rouble = 0.07 }\nmonths = 3", ""));
    assert_eq!(finding(&scenario, "mean change"), 0.07);
    // Of what is shipped e^-0.07 arrives.
    let cost = -(-0.07_f64).exp_m1();
    let iceberg = read(&format!(
        "title = \"t\"\nyear = 2011\n[[iceberg]]\nname = \"i\"\nfrom = \"CHN\"\nto = \"RUS\"\ncost = {cost:?}\n"
    ));
    let (one, other) = (incomes(&scenario), incomes(&iceberg));
    assert!(one[region("RUS")] < -1e-5);
    one.iter().zip(&other).for_each(|(one, other)| close(*one, *other, 1e-12));
}

/// The independent program's logsum (docs/src/methods/currency.md) reaches the flows it is about and no others.
#[test]
fn the_wedge_is_the_logsum_on_the_flows_of_the_file() {
    let scenario = read(&file(THREE, ""));
    let settled = settled(&scenario);
    let icebergs = settled.composed.wedges.ln_icebergs().unwrap();
    let (buyer, seller) = (region("RUS"), region("CHN"));
    for ((_, importer, exporter), ln_cost) in icebergs.indexed_iter() {
        let expected = if (importer, exporter) == (buyer, seller) { 0.011_077_975_4 } else { 0.0 };
        close(*ln_cost, expected, 1e-10);
    }
    close(finding(&scenario, "settled in a"), 0.006_726_9, 1e-7);
    close(finding(&scenario, "settled in b"), 0.952_297_9, 1e-7);
    close(finding(&scenario, "settled in c"), 0.040_975_2, 1e-7);
    assert_eq!(settled.rounds, 1);
}

/// Nothing renewed: the old mix pays its mean, 0.2 * 4.5 + 0.7 * 0.8 + 0.1 * 2 = 1.66 %. Half renewed: half way.
#[test]
fn shares_and_wedge_move_with_renewal() {
    let at = |months: f64| read(&file(&format!("{THREE}\nmonths = {months}"), ""));
    close(finding(&at(0.0), "mean change"), 0.0166, 1e-15);
    close(finding(&at(0.0), "settled in a"), 0.2, 1e-15);
    close(finding(&at(1.0), "mean change"), 0.5 * (0.0166 + 0.011_077_975_4), 1e-10);
    close(finding(&at(1.0), "settled in a"), 0.5 * (0.2 + 0.006_726_9), 1e-7);
    close(finding(&at(2.0), "contracts renewed"), 0.75, 1e-15);
    close(finding(&at(600.0), "mean change"), 0.011_077_975_4, 1e-10);
    let income = |months: f64| incomes(&at(months))[region("RUS")];
    let path = [0.0, 1.0, 3.0, 600.0].map(income);
    assert!(path.windows(2).all(|pair| pair[0] < pair[1] - 1e-9), "renewal eases the loss: {path:?}");
    // The same scenario moved in time is the same as one written so.
    let moved = read(&file(THREE, "")).at_months(3.0).unwrap();
    assert_eq!(incomes(&moved)[region("RUS")].to_bits(), path[2].to_bits());
    assert_eq!(moved.horizon(), Some(0.25));
}

#[test]
fn dearer_money_costs_more_and_other_money_softens_it() {
    let loss = |change: f64, other: f64| {
        let keys = format!(
            "shares = {{ usd = {:?}, cny = {other:?} }}\ncost_changes = {{ usd = {change:?} }}\nmu = 0.02",
            1.0 - other
        );
        -incomes(&read(&file(&keys, "")))[region("RUS")]
    };
    let losses = [0.0, 0.01, 0.03, 0.1].map(|change| loss(change, 0.25));
    assert!(losses.windows(2).all(|pair| pair[1] > pair[0] + 1e-9), "{losses:?}");
    assert!(loss(0.1, 0.5) < losses[3] && losses[3] < loss(0.1, 0.0));
    // A premium on renminbi is the same as a dearer renminbi: 0.04 * (1 - 5 / 20) = 0.03.
    let premium = "premium = { currency = \"cny\", stock = 5, target = 20, slope = 0.04 }\ncost_changes = {}";
    let with = |keys: &str| incomes(&read(&file(&format!("shares = {{ usd = 0.5, cny = 0.5 }}\n{keys}"), "")));
    let (one, other) = (with(premium), with("cost_changes = { cny = 0.03 }"));
    one.iter().zip(&other).for_each(|(one, other)| close(*one, *other, 1e-12));
}

/// Where trade is forbidden its money does not matter; elsewhere wedges add up.
#[test]
fn it_composes_with_an_embargo() {
    let embargo = |rest: &str| format!("[[embargo]]\nname = \"ban\"\nby = \"RUS\"\non = \"CHN\"\n{rest}");
    let of = |scenario: &Scenario, measures: &[usize]| {
        changes(&settle(scenario, &BEFORE, measures, &SolveOptions::default()).unwrap())
    };
    let whole = read(&file(THREE, &embargo("direction = \"imports\"")));
    let (ban, both) = (of(&whole, &[1]), of(&whole, &[0, 1]));
    ban.iter().zip(&both).for_each(|(ban, both)| close(*ban, *both, 1e-10));
    let part = read(&file(THREE, &embargo("sectors = \"30t33\"")));
    let russia = region("RUS");
    let [money, ban, both] = [&[0][..], &[1], &[0, 1]].map(|measures| of(&part, measures)[russia]);
    assert!(both < money && both < ban && both > money + ban - 1e-3, "{money} {ban} {both}");
}

/// At network strength 3 a dearer dollar tips use over. Trade pays the cost, whatever users gain from each other.
#[test]
fn a_dearer_dollar_never_makes_the_buyer_gain_across_a_fold() {
    let with = |rise: f64, keys: &str| {
        read(&file(
            &format!(
                "shares = {{ dollar = 0.9292798183, yuan = 0.0707201817 }}\nnetwork = 3\n\
                 cost_changes = {{ dollar = {rise:?} }}\n{keys}"
            ),
            "",
        ))
    };
    let mut income = 0.0;
    for rise in [0.002, 0.004, 0.006, 0.01, 0.02] {
        let scenario = with(rise, "");
        let now = incomes(&scenario)[region("RUS")];
        assert!(now < income - 1e-7, "{rise}: {now} after {income}");
        income = now;
    }
    // The independent program's numbers at 2 %: cost alone, the network's gain, and the cost less the gain.
    let tipped = with(0.02, "");
    close(finding(&tipped, "mean change"), 0.016_271_716, 1e-8);
    close(finding(&tipped, "gain from what others use, not in the cost"), 0.017_520_573, 1e-8);
    assert_eq!(finding(&tipped, "tipping points passed"), 1.0);
    assert!(tipped.instruments()[0].words().contains("use tips over"));
    assert!(!with(0.002, "").instruments()[0].words().contains("tips over"));
    let whole = with(0.02, "network_in_costs = true");
    close(finding(&whole, "mean change"), -0.001_248_857, 1e-8);
    close(finding(&whole, "gain from what others use, taken off the cost"), 0.017_520_573, 1e-8);
    assert!(incomes(&whole)[region("RUS")] > 0.0, "what the file asked for");
}

const RATE: &str = "shares = { usd = 1 }\ncost_changes = {}\nexchange_rate = \"to\"";

/// Changes of receipts and payments at the old rate, and of the rate, for Russia.
fn rate(more: &str) -> [f64; 3] {
    rate_of(&read(&file(RATE, more)))
}

fn rate_of(scenario: &Scenario) -> [f64; 3] {
    ["export receipts of", "import payments of", "price of foreign"].map(|what| finding(scenario, what))
}

/// Russian exports and imports as the table records them, and the part of each that a share of partners would stop.
fn recorded(with: &[usize]) -> [f64; 4] {
    let (russia, spending) = (region("RUS"), BASELINE.expenditure());
    let mut sums = [0.0; 4];
    for ((sector, importer, exporter), share) in BASELINE.primitives().sourcing.indexed_iter() {
        let value = share * spending[[importer, sector]];
        for (place, [own, other]) in [[exporter, importer], [importer, exporter]].into_iter().enumerate() {
            if own == russia && other != russia {
                sums[place] += value;
                sums[place + 2] += if with.contains(&other) { value } else { 0.0 };
            }
        }
    }
    sums
}

/// What is left of (K4) at a rate with the recorded surplus, in relation to exports.
fn gap([exports, imports, ..]: [f64; 4], [lost, ended, rate]: [f64; 3]) -> f64 {
    let ln_rate = (1.0 + rate).ln();
    let supply = exports * (1.0 + lost) * (0.3 * ln_rate).exp();
    let demand = imports * (1.0 + ended) * (-0.8 * ln_rate).exp();
    (supply - demand - (exports - imports)) / exports
}

fn europe() -> Vec<usize> {
    read(&file(RATE, &ban("exports"))).instruments()[1].by.members.clone()
}

fn ban(direction: &str) -> String {
    format!("[[embargo]]\nname = \"b\"\nby = \"EU27\"\non = \"RUS\"\ndirection = \"{direction}\"\n")
}

fn control(direction: &str, share: f64) -> String {
    format!(
        "[[export_control]]\nname = \"c\"\nby = \"EU27\"\non = \"RUS\"\ndirection = \"{direction}\"\nshare = {share:?}\n"
    )
}

#[test]
fn without_a_measure_that_binds_the_rate_stays_to_the_last_bit() {
    assert_eq!(rate(""), [0.0; 3]);
    assert_eq!(rate(&control("imports", 0.0)), [0.0; 3]);
    let idle =
        "[[price_cap]]\nname = \"p\"\nby = \"EU27\"\non = \"RUS\"\nsectors = \"Mining\"\ncap = 90\nshadow_cost = 0\n";
    assert_eq!(rate(idle), [0.0; 3]);
}

/// The rouble weakens where Russia earns less and strengthens where it may buy less; receipts, payments and surplus are
/// those that the table records.
#[test]
fn bans_on_exports_and_imports_move_the_rouble_apart_from_the_recorded_balance() {
    let trade = recorded(&europe());
    let [exports, imports, lost, ended] = trade;
    assert!(exports > 1.1 * imports, "the table records a surplus");
    for (direction, expected) in [("imports", [-lost / exports, 0.0]), ("exports", [0.0, -ended / imports])] {
        let found = rate(&ban(direction));
        close(found[0], expected[0], 1e-9);
        close(found[1], expected[1], 1e-9);
        close(gap(trade, found), 0.0, 1e-9);
        assert!(if direction == "imports" { found[2] > 0.05 } else { found[2] < -0.05 }, "{direction}: {found:?}");
    }
    let scenario = read(&file(RATE, ""));
    close(finding(&scenario, "recorded surplus"), exports - imports, 1e-6 * exports);
    let absent = findings(&read(&file("shares = { usd = 1 }\ncost_changes = {}", "")));
    assert!(absent.iter().all(|finding| !finding.what.contains("foreign money")));
}

/// A control of share x leaves 1 - x of receipts at the old rate, so that it approaches the ban without a jump.
#[test]
fn a_growing_control_approaches_the_ban() {
    for direction in ["imports", "exports"] {
        let whole = rate(&ban(direction));
        let place = usize::from(direction == "exports");
        let mut before = 0.0;
        for share in [0.1, 0.5, 0.9, 0.999] {
            let found = rate(&control(direction, share));
            close(found[place], share * whole[place], 1e-9);
            assert!(found[2].abs() > before, "{direction} {share}: {found:?}");
            before = found[2].abs();
        }
        close(rate(&control(direction, 0.999_999))[2], whole[2], 1e-5);
        assert_eq!(rate(&control(direction, 1.0)), whole);
    }
}

/// A cap below the netback: Russia's receipts fall by what the cap's own figures say of its revenue, and the rouble weakens.
#[test]
fn a_price_cap_that_takes_receipts_weakens_the_rouble() {
    let trade = recorded(&[]);
    let cap = |level: f64| {
        format!(
            "[[price_cap]]\nname = \"p\"\nby = \"EU27\"\non = \"RUS\"\nsectors = \"Mining\"\ncap = {level:?}\n\
             market_price = 76\nshadow_capacity = 0\nleakage = 0\n"
        )
    };
    let mut before = 0.0;
    for level in [70.0, 60.0, 45.0] {
        let scenario = read(&file(RATE, &cap(level)));
        let found = rate_of(&scenario);
        let settled = settled(&scenario);
        let own = scenario.instruments()[1].findings(&settled.view(&BEFORE), settled.responses[1].as_ref()).unwrap();
        let revenue =
            own.iter().find(|one| one.what.starts_with("change of the seller's revenue abroad") && one.unit == "share");
        let [mining] = scenario.instruments()[1].sectors[..] else { panic!("one sector") };
        let oil: f64 = (0..TABLE.regions().len())
            .filter(|importer| *importer != region("RUS"))
            .map(|importer| {
                BASELINE.primitives().sourcing[[mining, importer, region("RUS")]]
                    * BASELINE.expenditure()[[importer, mining]]
            })
            .sum();
        // Buyers' weights are those of the recorded flows here and of the balanced world there.
        close(found[0], revenue.unwrap().value * oil / trade[0], 0.01);
        assert_eq!(found[1], 0.0);
        close(gap(trade, found), 0.0, 1e-9);
        assert!(found[2] > before + 0.005, "{level}: {found:?}");
        before = found[2];
    }
}

#[test]
fn faults_have_their_place() {
    let whole = |keys: &str| file(keys, "");
    let cases = [
        ("shares = { a = 0.5, b = 0.4 }\ncost_changes = {}", 7, 10, "the sum of shares is 0.9, expected 1"),
        ("shares = { a = 0.5, b = 1.5 }\ncost_changes = {}", 7, 25, "a share is 1.5, expected a number from 0 to 1"),
        ("shares = {}\ncost_changes = {}", 7, 10, "expected at least one"),
        ("shares = { rouble = 1 }\ncost_changes = { roubel = 0.1 }", 8, 18, "did you mean rouble"),
        ("shares = { a = 1 }\ncost_changes = { a = -1 }", 8, 22, "a number above -1 and up to 10"),
        ("shares = { a = 1 }\ncost_changes = {}\nmu = 0", 9, 6, "mu is 0, expected"),
        ("shares = { a = 1 }\ncost_changes = {}\nmonths = -1", 9, 10, "the number of months is -1"),
        ("shares = { a = 1 }\ncost_changes = {}\nrenewal = nan", 9, 11, "the renewal is NaN"),
        ("shares = { a = 0.5, b = 0.5 }\ncost_changes = { a = 0.1 }\nnetwork = 3", 7, 10, "not a stable equilibrium"),
        (
            "shares = { a = 1 }\ncost_changes = {}\npremium = { currency = \"b\", stock = 1, target = 1, slope = 0 }",
            9,
            24,
            "unknown currency `b`",
        ),
        ("shares = { a = 1 }\ncost_changes = {}\nmonth = 3", 9, 1, "did you mean months"),
    ];
    for (keys, line, column, message) in cases {
        let error = refused(&whole(keys));
        assert_eq!((error.line, error.column), (line, column), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    // At network strength 3 history decides: from near one of the two equilibria a large change tips use over.
    let tipped = "shares = { a = 0.9292798183, b = 0.0707201817 }\ncost_changes = { a = 0.02 }\nnetwork = 3";
    assert_eq!(finding(&read(&whole(tipped)), "tipping points passed"), 1.0);
}

/// The written-out file is the same scenario, and says that mu is assumed.
#[test]
fn what_is_assumed_is_written_out() {
    let keys = "shares = { rouble = 0.12, renminbi = 0.005, dollar_euro = 0.87, \"other friendly\" = 0.005 }\n\
        cost_changes = { dollar_euro = 0.03 }\nmonths = 4\nexchange_rate = \"from\"\n\
        premium = { currency = \"renminbi\", stock = 1, target = 2, slope = 0.1 }";
    let scenario = read(&file(keys, ""));
    let lines: Vec<String> = scenario
        .explain()
        .into_iter()
        .map(|statement| match statement {
            Statement::Table(heading, _) => heading,
            Statement::Value(key, value, ..) => format!("{key} = {value}"),
        })
        .collect();
    assert!(lines.contains(&"mu = 0.01".to_owned()) && lines.contains(&"renewal = 0.093".to_owned()), "{lines:#?}");
    let again =
        read(&lines.iter().filter(|line| !line.starts_with('#')).fold(String::new(), |text, line| text + line + "\n"));
    assert_eq!(incomes(&again), incomes(&scenario));
    assert_eq!(findings(&again), findings(&scenario));
}

/// The file that ships has the embedded base shares and the fit's changes, to the digits that the book shows.
#[test]
fn the_renminbi_switch_is_the_fit_times_mu() {
    const FILE: &str = include_str!("../../../scenarios/renminbi-switch.toml");
    let document = Scenario::parse("renminbi-switch.toml", FILE.as_bytes()).unwrap().document().clone();
    let (flows, fitted) = (observed_flows().unwrap(), settlement_fit().unwrap());
    for ((entry, flow), fit) in document.currency.iter().zip(&flows).zip(&fitted.flows) {
        assert!(entry.name.value().contains(&flow.name), "{} {}", entry.name.value(), flow.name);
        for (name, share) in entry.shares.value() {
            close(*share.value(), flow.base.of(name.value()).unwrap(), 1e-12);
        }
        let mu = *entry.mu.as_ref().unwrap().value();
        assert_eq!(entry.cost_changes.value().len(), fit.parameters.cost_changes.len());
        for (name, change) in entry.cost_changes.value() {
            let found = fit.parameters.cost_changes.iter().find(|(own, _)| own == name.value()).unwrap().1;
            close(change.value() / mu, found, 0.005);
        }
        close(*entry.renewal.as_ref().unwrap().value(), fit.parameters.renewal, 5e-4);
    }
}

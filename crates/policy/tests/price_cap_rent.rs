//! A price cap that falls on the seller's rent.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_equilibrium::{Baseline, Counterfactual, SolveOptions, solve};
use unequal_policy::resource_rent::{Pressure, ResourceRent};
use unequal_policy::scenario::{Receiver, Scenario};
use unequal_policy::settle::{Finding, Settled, View, settle};
use unequal_world::elasticity::ElasticitySet;
use unequal_world::{EconomyTable, embedded};

static TABLE: LazyLock<EconomyTable> = LazyLock::new(|| embedded::table(2022).unwrap());

static BASELINE: LazyLock<Baseline> =
    LazyLock::new(|| Baseline::from_table(&TABLE, &ElasticitySet::common(4.0, &TABLE).by_sector).unwrap());

static BEFORE: LazyLock<Counterfactual<'static>> =
    LazyLock::new(|| solve(&BASELINE, &BASELINE.no_wedges(), &SolveOptions::default()).unwrap());

const CAP: &str = "title = \"t\"\n[[price_cap]]\nname = \"p\"\nby = [\"EU27\", \"G7\", \"AUS\"]\non = \"RUS\"\n\
                   sectors = \"B06\"\ndiscount = 8\n";
const BAN: &str =
    "[[embargo]]\nname = \"e\"\nby = \"WORLD\"\non = \"RUS\"\nsectors = \"B06\"\ndirection = \"imports\"\n";

struct Outcome {
    settled: Settled<'static>,
    findings: Vec<Finding>,
}

fn run(rest: &str) -> Outcome {
    let text = format!("{CAP}{rest}");
    let scenario =
        Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap_or_else(|error| panic!("{}", error.drawn()));
    let all: Vec<usize> = (0..scenario.measures().len()).collect();
    let settled = settle(&scenario, &BEFORE, &all, &SolveOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let view = View { before: &BEFORE, world: &settled.world };
    let findings = scenario.measures()[0].findings(&view, settled.responses[0].as_ref()).unwrap();
    Outcome { settled, findings }
}

impl Outcome {
    fn finding(&self, what: &str, unit: &str) -> f64 {
        let found = self.findings.iter().find(|finding| finding.what.contains(what) && finding.unit == unit);
        found.unwrap_or_else(|| panic!("no {what} among {:?}", self.findings)).value
    }

    fn revenue(&self) -> f64 {
        self.finding("revenue abroad", "share")
    }

    fn volume(&self) -> f64 {
        self.finding("volume sold abroad", "share")
    }

    fn ln_price(&self) -> f64 {
        self.settled.responses[0].as_ref().unwrap().ln_wedges[0]
    }

    /// Real output of Russian oil, relative to before, from the world's own output and cost.
    fn ln_output(&self) -> f64 {
        let (region, sector) = (TABLE.regions().position("RUS").unwrap(), TABLE.sector("B06").unwrap());
        let world = &self.settled.world;
        (world.output(region, sector) / BEFORE.output(region, sector)).ln()
            - (world.ln_cost(region, sector) - BEFORE.ln_cost(region, sector))
    }

    fn russia(&self) -> f64 {
        let place = TABLE.regions().position("RUS").unwrap();
        self.settled.world.ln_real_income()[place] - BEFORE.ln_real_income()[place]
    }
}

/// With demand `ln q = -e (rho + b)` and supply `ln q = h rho` a tax `b` falls on sellers by `e / (e + h)`, the textbook's
/// incidence; with straight lines in logarithms one step is enough.
#[test]
fn the_tax_falls_on_sellers_by_the_share_of_demand_in_both_elasticities() {
    for (demand, supply, tax) in [(4.0, 0.1, 0.2), (1.0, 1.0, 0.1), (2.0, 0.0, 0.3)] {
        let rent = ResourceRent::new(supply, 0.75, 0.9).unwrap();
        let pressure = Pressure { ln_price: 0.0, ln_output: -demand * tax, demand_elasticity: demand };
        let price = rent.next(pressure).unwrap();
        assert!((price + tax * demand / (demand + supply)).abs() < 1e-12);
        let settled = Pressure { ln_price: price, ln_output: -demand * (price + tax), ..pressure };
        assert!((rent.next(settled).unwrap() - price).abs() < 1e-12);
    }
    // The rent ends at the cost of extraction, or where value added does.
    for (share, value_added, floor) in [(0.75, 0.9, 0.25f64), (0.75, 0.4, 0.6)] {
        let rent = ResourceRent::new(0.1, share, value_added).unwrap();
        let mut price = 0.0;
        for _ in 0..20 {
            price = rent.next(Pressure { ln_price: price, ln_output: -5.0, demand_elasticity: 1.0 }).unwrap();
        }
        assert!((price - floor.ln()).abs() < 1e-12 && rent.is_used_up(price, -5.0));
    }
    assert!(ResourceRent::new(-0.1, 0.5, 0.5).is_err() && ResourceRent::new(0.1, 1.0, 0.5).is_err());
    let rent = ResourceRent::new(0.1, 0.5, 0.5).unwrap();
    assert!(rent.next(Pressure { ln_price: 0.0, ln_output: f64::NAN, demand_elasticity: 1.0 }).is_err());
    // Nothing is sold where the price matters: it falls to the floor and is no infinity.
    assert!(rent.next(Pressure { ln_price: 0.0, ln_output: -1.0, demand_elasticity: 0.0 }).unwrap() >= 0.5f64.ln());
}

#[test]
fn revenue_falls_and_quantity_hardly_and_both_with_the_cap() {
    for home in ["", "home_price_falls = true\n"] {
        let (mut revenue, mut output, mut loss) = (0.0, 0.0, 0.0);
        for cap in [60, 50, 40, 30] {
            let outcome = run(&format!("{home}cap = {cap}\n"));
            assert!(outcome.revenue() < revenue, "cap {cap}");
            assert!(outcome.ln_output() < output && outcome.ln_output() > -0.1, "{}", outcome.ln_output());
            assert!(outcome.russia() < loss);
            // Supply is met by what the world itself says of output and cost.
            assert!((outcome.ln_output() - 0.1 * outcome.ln_price()).abs() < 1e-6);
            (revenue, output, loss) = (outcome.revenue(), outcome.ln_output(), outcome.russia());
        }
    }
    let kept = run("");
    assert!(kept.revenue() < -0.1 && kept.volume() > -0.05 && kept.volume() < 0.0, "{}", kept.volume());
    // Where buyers at home pay less they take some of it, and less goes abroad.
    assert!(run("home_price_falls = true\n").volume() < kept.volume());
}

#[test]
fn without_a_rent_the_cap_is_a_duty_of_the_buyers_and_elastic_supply_comes_near_it() {
    let duty = run("rent = false\n");
    assert!(duty.settled.responses[0].is_none() && duty.settled.rounds == 1);
    let receivers: Vec<Receiver> = duty.settled.composed.levies.iter().map(|levy| levy.receiver).collect();
    assert_eq!(receivers, [Receiver::Fleet, Receiver::Buyers]);
    let rent = run("");
    let receivers: Vec<Receiver> = rent.settled.composed.levies.iter().map(|levy| levy.receiver).collect();
    assert_eq!(receivers, [Receiver::Rent, Receiver::Fleet, Receiver::Buyers]);
    let (firm, loose) = (run("supply_elasticity = 1\n"), run("supply_elasticity = 10\n"));
    assert!(duty.ln_output() < loose.ln_output());
    assert!(loose.ln_output() < firm.ln_output() && firm.ln_output() < rent.ln_output());
    assert!((loose.russia() - duty.russia()).abs() < (rent.russia() - duty.russia()).abs());
    // With no response at all output is what it was.
    assert!(run("supply_elasticity = 0\n").ln_output().abs() < 1e-6);
}

#[test]
fn a_rent_that_is_used_up_says_so() {
    let outcome = run("cap = 30\nmarginal_cost = 70\n");
    assert!((outcome.ln_price() - (70.0f64 / 76.0).ln()).abs() < 1e-12);
    assert!(outcome.ln_output() < 0.1 * outcome.ln_price() - 1e-3, "wells close");
    assert!((outcome.finding("used up", "sectors") - 1.0).abs() < f64::EPSILON);
    let free = run("cap = 30\n");
    assert!(!free.findings.iter().any(|finding| finding.what.contains("used up")));
    // Nobody buys abroad: no price sells the oil, wells close, and that is said too.
    let text = format!("{CAP}{BAN}");
    let scenario = Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap();
    let settled =
        settle(&scenario, &BEFORE, &[0, 1], &SolveOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let view = View { before: &BEFORE, world: &settled.world };
    let findings = scenario.measures()[0].findings(&view, settled.responses[0].as_ref()).unwrap();
    assert!(findings.iter().any(|finding| finding.what.contains("oil that may still be sold")));
    let outcome = Outcome { settled, findings };
    assert!((outcome.revenue() + 1.0).abs() < 1e-12, "{}", outcome.revenue());
    assert!((outcome.finding("used up", "sectors") - 1.0).abs() < f64::EPSILON);
}

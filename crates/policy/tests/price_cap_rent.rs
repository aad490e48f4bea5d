//! A price cap that falls on the seller's rent.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_equilibrium::{Baseline, Counterfactual, SolveOptions, solve};
use unequal_policy::resource_rent::{Pressure, ResourceRent};
use unequal_policy::scenario::{Receiver, Scenario};
use unequal_policy::settle::{Finding, Settled, settle};
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
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    let settled = settle(&scenario, &BEFORE, &all, &SolveOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let view = settled.view(&BEFORE);
    let findings = scenario.instruments()[0].findings(&view, settled.responses[0].as_ref()).unwrap();
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
    assert!(kept.revenue() < -0.05 && kept.volume() > -0.05 && kept.volume() < 0.0, "{}", kept.volume());
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

/// What others buy, and what the coalition does, of Russian oil, USD million at the producer's price.
fn bought(outcome: &Outcome, coalition: bool) -> f64 {
    let (seller, sector) = (TABLE.regions().position("RUS").unwrap(), TABLE.sector("B06").unwrap());
    let germany = TABLE.regions().position("DEU").unwrap();
    let buyers = (0..TABLE.regions().len()).filter(|buyer| *buyer != seller);
    let world = &outcome.settled.world;
    if coalition {
        return world.producer_value(sector, germany, seller);
    }
    buyers.map(|buyer| world.producer_value(sector, buyer, seller)).sum()
}

/// Below the cost of extraction wells are shut in. The capped channel nets `0.8 cap + 0.2 x 68`; extraction costs 19 to
/// 23.75, so that supply to it falls from all to nothing between caps of 12.7 and 6.8, without a jump.
#[test]
fn a_channel_that_does_not_pay_for_extraction_is_not_supplied() {
    let caps = [20.0, 12.7, 11.0, 9.0, 7.5, 6.9, 6.76, 6.0, 0.001];
    let outcomes: Vec<Outcome> = caps.iter().map(|cap| run(&format!("cap = {cap}\n"))).collect();
    let sold: Vec<f64> = outcomes.iter().map(|outcome| bought(outcome, true)).collect();
    assert!(sold.windows(2).all(|pair| pair[0] >= pair[1]), "{sold:?}");
    assert!(sold[5] < 0.06 * sold[1] && sold[6] < 0.02 * sold[1], "{sold:?}");
    assert!(sold[7] == 0.0 && sold[8] == 0.0, "{sold:?}");
    // Nothing more changes once nothing is sold in it, and the rest goes by the shadow fleet.
    let last = &outcomes[8];
    assert!((last.russia() - outcomes[7].russia()).abs() < 1e-9 && bought(last, false) > 0.0);
    // Closing wells is no relief: a stricter cap never costs the seller less.
    let lost: Vec<f64> = outcomes.iter().map(Outcome::russia).collect();
    assert!(lost.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{lost:?}");
    let shut_in = last.finding("shut in because no channel covers", "share");
    let shadow = last.finding("carried by the shadow fleet", "share");
    assert!((shut_in + shadow - 1.0).abs() < 1e-12 && shut_in > 0.2, "{shut_in} {shadow}");
    // Under a duty without a rent, too.
    let duty = run("rent = false\ncap = 1\n");
    assert!(bought(&duty, true) == 0.0 && bought(&duty, false) > 0.0);
}

/// A cap that does not bind is no cap: alone, beside a ban or a control, for any discount, with and without a rent.
#[test]
fn a_slack_cap_is_no_change_for_any_discount_and_beside_any_ban() {
    let others = [
        "",
        BAN,
        "[[export_control]]\nname = \"e\"\nby = \"EU27\"\non = \"RUS\"\nsectors = \"B06\"\nshare = 0.6\n\
                            direction = \"imports\"\n",
    ];
    for other in others {
        let alone = if other.is_empty() {
            BEFORE.ln_real_income()
        } else {
            let text = format!("title = \"t\"\n{other}");
            let scenario = Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap();
            settle(&scenario, &BEFORE, &[0], &SolveOptions::default()).unwrap().world.ln_real_income()
        };
        for rest in ["cap = 5000\n", "cap = 68\n", "cap = 68\nrent = false\n", "cap = 75\nshadow_cost = 0\n"] {
            let with = run(&format!("{rest}{other}")).settled.world.ln_real_income();
            let gap = (&with - &alone).iter().fold(0.0f64, |most, gap| most.max(gap.abs()));
            assert!(gap <= 1e-12, "{rest}{other}: {gap:e}");
        }
    }
    // And one that hardly binds hardly changes anything, beside a ban as well: no closure comes in with a jump.
    for other in others {
        let at = |cap: f64| run(&format!("cap = {cap}\n{other}")).settled.world.ln_real_income();
        let gap = (at(68.0) - at(68.0 - 1e-4)).iter().fold(0.0f64, |most, gap| most.max(gap.abs()));
        assert!(gap < 1e-6, "{other}: {gap:e}");
    }
}

/// Ships of the fleet come in one after the other as a cap grows stricter: no jump, and never to the seller's good.
#[test]
fn a_stricter_cap_costs_the_seller_more_and_nobody_jumps_where_the_fleet_takes_over() {
    let caps: Vec<f64> = (0..=60).map(|step| 68.0 - 0.2 * f64::from(step)).collect();
    let china = TABLE.regions().position("CHN").unwrap();
    let (mut last, mut before) = (0.0, None::<f64>);
    for cap in caps {
        let outcome = run(&format!("cap = {cap:?}\n"));
        let russia = outcome.russia();
        assert!(russia <= last + 1e-9 && russia > last - 3e-4, "{cap}: {russia} after {last}");
        let other = outcome.settled.world.ln_real_income()[china] - BEFORE.ln_real_income()[china];
        assert!(before.is_none_or(|before| (other - before).abs() < 3e-5), "{cap}: {other} after {before:?}");
        (last, before) = (russia, Some(other));
    }
}

/// A growing ban on what the cap weighs on ends in the full one.
#[test]
fn a_growing_ban_beside_a_cap_ends_in_the_full_one() {
    let ban = |share: f64| {
        format!(
            "[[export_control]]\nname = \"e\"\nby = \"EU27\"\non = \"RUS\"\nsectors = \"B06\"\nshare = {share:?}\n\
             direction = \"imports\"\n"
        )
    };
    let at = |share: f64| run(&ban(share)).settled.world.ln_real_income();
    let gap = (at(1.0 - 1e-10) - at(1.0)).iter().fold(0.0f64, |most, gap| most.max(gap.abs()));
    assert!(gap < 1e-7, "{gap:e}");
}

/// A ban on all that is sold abroad leaves nothing for the cap to weigh on: the rent answers to the cap alone.
#[test]
fn nothing_is_earned_abroad_where_nobody_buys() {
    let text = format!("{CAP}{BAN}");
    let scenario = Scenario::parse_for("test.toml", text.as_bytes(), &TABLE).unwrap();
    let settled =
        settle(&scenario, &BEFORE, &[0, 1], &SolveOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let findings = scenario.instruments()[0].findings(&settled.view(&BEFORE), settled.responses[0].as_ref()).unwrap();
    assert!(findings.iter().any(|finding| finding.what.contains("oil that may still be sold")));
    let outcome = Outcome { settled, findings };
    assert!((outcome.revenue() + 1.0).abs() < 1e-12, "{}", outcome.revenue());
    assert!(outcome.ln_price().abs() < 1e-9);
}

//! Controls, barriers, routes, local production and price caps in a settled world.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::LazyLock;

use unequal_equilibrium::{Baseline, Counterfactual, SolveOptions, solve};
use unequal_policy::gravity::{Conversion, GravityEstimate};
use unequal_policy::scenario::Scenario;
use unequal_policy::settle::{Finding, Settled, settle};
use unequal_world::Flow;
use unequal_world::elasticity::ElasticitySet;

use crate::support::kinds::{ASSEMBLY, BARRIER, CAP, CONTROL, DUTY, EMBARGO, LEAVING, TABLE, read, route};

static BASELINE: LazyLock<Baseline> =
    LazyLock::new(|| Baseline::from_table(&TABLE, &ElasticitySet::common(4.0, &TABLE).by_sector).unwrap());

static BEFORE: LazyLock<Counterfactual<'static>> =
    LazyLock::new(|| solve(&BASELINE, &BASELINE.no_wedges(), &options()).unwrap());

fn options() -> SolveOptions {
    SolveOptions::default()
}

fn settled(scenario: &Scenario) -> Settled<'static> {
    let all: Vec<usize> = (0..scenario.instruments().len()).collect();
    settle(scenario, &BEFORE, &all, &options()).unwrap_or_else(|error| panic!("{error}"))
}

fn findings(scenario: &Scenario, settled: &Settled<'_>, measure: usize) -> Vec<Finding> {
    let view = settled.view(&BEFORE);
    scenario.instruments()[measure].findings(&view, settled.responses[measure].as_ref()).unwrap()
}

fn finding(findings: &[Finding], what: &str) -> f64 {
    let found = findings.iter().find(|finding| finding.what.contains(what));
    found.unwrap_or_else(|| panic!("no {what} among {findings:?}")).value
}

/// Largest change of a region's real income against another world.
fn largest_gap(one: &Counterfactual<'_>, other: &Counterfactual<'_>) -> f64 {
    (one.ln_real_income() - other.ln_real_income()).iter().fold(0.0, |largest, gap| f64::max(largest, gap.abs()))
}

/// Change of a region's real income against the world without measures.
fn change(world: &Counterfactual<'_>, region: &str) -> f64 {
    let place = TABLE.regions().position(region).unwrap();
    world.ln_real_income()[place] - BEFORE.ln_real_income()[place]
}

fn flow(sector: &str, importer: &str, exporter: &str) -> Flow {
    let place = |code: &str| TABLE.regions().position(code).unwrap();
    Flow { sector: TABLE.sector(sector).unwrap(), importer: place(importer), exporter: place(exporter) }
}

fn value(world: &Counterfactual<'_>, flow: Flow) -> f64 {
    world.producer_value(flow.sector, flow.importer, flow.exporter)
}

/// C26: without strength every kind leaves the engine's own world.
#[test]
fn nothing_at_zero_strength() {
    let free = "[[route]]\nname = \"r\"\nfrom = \"WEST\"\nto = \"RUS\"\n[[route.hub]]\ncode = \"TUR\"\n";
    let cases = [
        format!("{CONTROL}0"),
        format!("{CONTROL}0.9\nfrom_month = \"2012-01\"\n"),
        format!("{LEAVING}0"),
        format!("{BARRIER}0"),
        format!("{BARRIER}0.4"),
        free.to_owned(),
        format!("{ASSEMBLY}0"),
        // A share before and no change of costs: the table is what it is.
        format!("{ASSEMBLY}0.1"),
        // A cap above the market, and a cap on nothing.
        format!("{CAP}cap = 80\nmarket_price = 76\n"),
        format!("{CAP}share = 0\n"),
        format!("{CAP}cap = 80\nmarket_price = 76\nsupply_elasticity = 0\nhome_price_falls = true\n"),
        format!("{BARRIER}0\nremoved = true\n"),
        format!("{BARRIER}-2\nremoved = true\nin_force = 0\n"),
        // What is put on and taken off again.
        format!("{BARRIER}-0.8\n{}-0.8\nremoved = true\n", BARRIER.replace("\"b\"", "\"a\"")),
    ];
    for text in cases {
        let gap = largest_gap(&settled(&read(&text)).world, &BEFORE);
        assert!(gap <= 1e-12, "{gap:e}\n{text}");
    }
    // No share of assembly: exactly no wedge, whatever duties do.
    let scenario = read(&format!("{DUTY}{ASSEMBLY}0"));
    let both = settled(&scenario);
    assert!(both.composed.wedges.ln_icebergs().is_none() && both.composed.levies.is_empty());
    assert!(largest_gap(&both.world, &BEFORE) > 1e-5);
}

#[test]
fn all_covered_is_an_embargo_and_a_part_is_less() {
    let embargo = settled(&read(EMBARGO));
    for kind in [CONTROL, LEAVING] {
        let whole = settled(&read(&format!("{kind}1")));
        assert!(largest_gap(&whole.world, &embargo.world) == 0.0);
        let half = settled(&read(&format!("{kind}0.5")));
        let loss = |world: &Counterfactual<'_>| -change(world, "RUS");
        assert!(0.0 < loss(&half.world) && loss(&half.world) < loss(&embargo.world));
    }
    // Half of the varieties gone, prices of the rest unchanged, is half of the flow's weight: shares of
    // origins in (G4) relative to home change by one half and by what costs changed.
    let half = settled(&read(&format!("{CONTROL}0.5")));
    let Flow { sector, importer, exporter } = flow("29", "RUS", "DEU");
    let relative = |world: &Counterfactual<'_>| {
        let cost = 4.0 * (world.ln_cost(exporter, sector) - world.ln_cost(importer, sector));
        (world.sourcing(sector, importer, exporter) / world.sourcing(sector, importer, importer)).ln() + cost
    };
    assert!((relative(&half.world) - relative(&BEFORE) - 0.5f64.ln()).abs() < 1e-9);
    // A ban on the last quarter of the year, in equal steps: 1/3, 2/3 and 1 of three months.
    let phased = read(&format!("{CONTROL}0.6\nfrom_month = \"2011-10\"\nfull_month = \"2011-12\"\n"));
    let year = settled(&phased);
    let part = finding(&findings(&phased, &year, 0), "in force");
    assert!((part - 2.0 / 12.0).abs() < 1e-15);
    assert!(largest_gap(&year.world, &settled(&read(&format!("{CONTROL}0.1"))).world) < 1e-9);
}

#[test]
fn a_barrier_lowers_trade_by_its_coefficient_before_anything_adjusts() {
    let scenario = read(&format!("{BARRIER}-0.8\nstandard_error = 0.1\n"));
    let world = settled(&scenario);
    let Flow { sector, importer, exporter } = flow("29", "RUS", "DEU");
    assert!((world.composed.wedges.ln_icebergs().unwrap()[[sector, importer, exporter]] - 0.2).abs() < 1e-15);
    assert!((world.composed.wedges.ln_icebergs().unwrap()[[sector, exporter, importer]] - 0.2).abs() < 1e-15);
    let found = findings(&scenario, &world, 0);
    let estimate = GravityEstimate { coefficient: -0.8, standard_error: 0.1 };
    let cost = estimate.cost_equivalent(&Conversion::at(4.0)).unwrap();
    assert!((finding(&found, "ad valorem") - cost.factor + 1.0).abs() < 1e-12);
    assert!((finding(&found, "standard error") - cost.standard_error).abs() < 1e-12);
}

#[test]
fn a_removed_barrier_takes_off_what_the_year_has_borne() {
    let scenario = read(&format!("{BARRIER}-0.8\nstandard_error = 0.1\nremoved = true\nin_force = 0.5\n"));
    let world = settled(&scenario);
    let Flow { sector, importer, exporter } = flow("29", "RUS", "DEU");
    assert!((world.composed.wedges.ln_icebergs().unwrap()[[sector, importer, exporter]] + 0.1).abs() < 1e-15);
    assert!(change(&world.world, "RUS") > 0.0 && change(&world.world, "DEU") > 0.0);
    let found = findings(&scenario, &world, 0);
    let estimate = GravityEstimate { coefficient: -0.4, standard_error: 0.05 };
    let cost = estimate.cost_equivalent(&Conversion::at(4.0)).unwrap();
    assert!((finding(&found, "of what is removed") - cost.factor + 1.0).abs() < 1e-12);
    assert!((finding(&found, "standard error") - cost.standard_error).abs() < 1e-12);
    // exp(0.4) - 1
    assert!(
        scenario.instruments()[0].words().contains("raises trade by 49.18 %"),
        "{}",
        scenario.instruments()[0].words()
    );
    // Twice the estimate, more than the gain of half of it.
    let whole = settled(&read(&format!("{BARRIER}-0.8\nremoved = true\n")));
    assert!(change(&whole.world, "RUS") > change(&world.world, "RUS"));
}

#[test]
fn hubs_carry_what_an_embargo_stops_and_less_the_dearer_they_are() {
    let Flow { sector, importer, exporter } = flow("30t33", "RUS", "DEU");
    let goods = Flow { sector, importer, exporter };
    let through = |markup: f64| {
        let scenario = read(&format!("{EMBARGO}{}", route(markup, "")));
        let world = settled(&scenario);
        let trade = value(&world.world, goods);
        (scenario, world, trade)
    };
    let (scenario, cheap, at_five) = through(0.05);
    let (_, _, at_fifty) = through(0.5);
    let free = value(&BEFORE, goods);
    assert!(0.0 < at_fifty && at_fifty < at_five && at_five < free, "{at_fifty} {at_five} {free}");
    let embargo = settled(&read(EMBARGO));
    assert!(value(&embargo.world, goods) == 0.0);
    let income = |world: &Settled<'_>| change(&world.world, "RUS");
    assert!(income(&embargo) < income(&cheap) && income(&cheap) < 0.0, "transit routes help the buyer");
    // With the direct route forbidden all that arrives comes through hubs, and the wedge is that of (T1) and (T2):
    // two ways of the seed's weight at 1.05 and at 1.1 over 0.9.
    let found = findings(&scenario, &cheap, 1);
    let expected = (1e-3 * (1.05f64.powi(-8) + (1.1 / 0.9f64).powi(-8))).powf(-1.0 / 8.0) - 1.0;
    assert!((finding(&found, "forbidden: rise of the cost") - expected).abs() < 1e-12);
    assert!((finding(&found, "forbidden: share through hubs") - 1.0).abs() < 1e-12);
    let parts = finding(&found, "forbidden: share through Türkiye") + finding(&found, "forbidden: share through China");
    assert!((parts - 1.0).abs() < 1e-12);
    // Ten times the seed makes the ways cheaper by the eighth root of ten.
    let at =
        |seed: &str| 1.0 + finding(&found, &format!("forbidden: rise of the cost to buyers if the seed were {seed}"));
    assert!((at("0.0001") / at("0.01") - 100f64.powf(1.0 / 8.0)).abs() < 1e-9);
    // A hub whose share before is zero carries nothing: the embargo stays one.
    let unused = format!("{EMBARGO}{}", route(0.05, "")).replace("code = \"TUR\"", "code = \"TUR\"\nshare = 0");
    let unused = unused.replace("code = \"CHN\"", "code = \"CHN\"\nshare = 0");
    assert!(largest_gap(&settled(&read(&unused)).world, &embargo.world) == 0.0);
    // A control that covers everything leaves the transit routes alone.
    let control = settled(&read(&format!("{CONTROL}1\n{}", route(0.05, ""))));
    assert!(largest_gap(&control.world, &cheap.world) < 1e-12);
}

/// Of a flow forbidden in part, that part has the hubs alone and the rest the direct route at its old cost, in one sum over
/// varieties.
#[test]
fn a_part_that_is_forbidden_goes_round_and_the_rest_as_before() {
    let place = flow("30t33", "RUS", "DEU").cell();
    let hubs = 1e-3 * (1.05f64.powi(-8) + (1.1 / 0.9f64).powi(-8));
    let closed = hubs.powf(-1.0 / 8.0);
    let with = |share: f64| settled(&read(&format!("{CONTROL}{share}\n{}", route(0.05, ""))));
    let cost = |settled: &Settled<'_>| {
        let fees: f64 =
            settled.composed.wedges.fees().unwrap_or_default().iter().map(|fee| 1.0 + fee.rate()[place]).product();
        settled.composed.wedges.ln_icebergs().map_or(1.0, |costs| costs[place].exp()) * fees
    };
    for share in [0.0, 1e-9, 0.3, 0.9, 1.0] {
        let expected = ((1.0 - share) + share * closed.powi(-4)).powf(-0.25);
        assert!((cost(&with(share)) / expected - 1.0).abs() < 1e-12, "{share}");
    }
    // The hubs' parts: of a dollar each way pays its mark-up, weighted by what is spent on the varieties.
    let half = with(0.5);
    let rent = (1.05f64.powi(-8) * 0.05 / 1.05 + (1.1 / 0.9f64).powi(-8) * 0.1 / 1.1) * 1e-3 / hubs;
    let paid = closed.powi(-4) * rent / (1.0 + closed.powi(-4));
    let above: f64 = half.composed.wedges.fees().unwrap().iter().map(|fee| 1.0 + fee.rate()[place]).product();
    assert!(((above - 1.0) / above / paid - 1.0).abs() < 1e-12, "{above} {paid}");
    // Two measures leave the product of what each leaves, and hubs never hurt the buyer.
    let both = settled(&read(&format!("{CONTROL}0.5\n{LEAVING}0.4\n{}", route(0.05, ""))));
    assert!(largest_gap(&both.world, &with(0.7).world) < 1e-11);
    let alone = settled(&read(&format!("{CONTROL}0.5")));
    assert!(change(&half.world, "RUS") > change(&alone.world, "RUS") + 1e-6);
    // Hubs of share zero carry nothing: what is left is the covered share's cost.
    let unused = route(0.05, "").replace("code = \"TUR\"", "code = \"TUR\"\nshare = 0");
    let unused = unused.replace("code = \"CHN\"", "code = \"CHN\"\nshare = 0");
    let without = settled(&read(&format!("{CONTROL}0.5\n{unused}")));
    assert!(largest_gap(&without.world, &alone.world) < 1e-12);
}

/// C26 for all kinds at once: no threat, one currency, a hub nobody used, no plants, nothing covered, no estimate.
#[test]
fn everything_idle_together_is_the_bare_engine_and_beside_an_embargo_the_embargo() {
    let idle = format!(
        "{CONTROL}0\n{LEAVING}0\n{BARRIER}0\n{ASSEMBLY}0\n{}{}{}{CAP}share = 0\n",
        route(0.3, "").replace("\"TUR\"", "\"TUR\"\nshare = 0").replace("\"CHN\"", "\"CHN\"\nshare = 0"),
        "[[currency]]\nname = \"one\"\nfrom = \"RUS\"\nto = \"CHN\"\nshares = { rouble = 1 }\ncost_changes = {}\n",
        "[[payments]]\nname = \"none\"\nby = \"USA\"\nfrom = \"CHN\"\nto = \"RUS\"\nthreat = 0\neffort = 9\n",
    );
    let world = settled(&read(&idle));
    assert!(largest_gap(&world.world, &BEFORE) <= 1e-12, "{:e}", largest_gap(&world.world, &BEFORE));
    assert!(world.world.ln_wage().iter().zip(BEFORE.ln_wage()).all(|(one, other)| (one - other).abs() <= 1e-12));
    let alone = settled(&read(EMBARGO));
    let not_binding = idle.replace(&format!("{CAP}share = 0\n"), &format!("{CAP}cap = 80\nmarket_price = 76\n"));
    for file in [&idle, &not_binding] {
        let beside = settled(&read(&format!("{EMBARGO}{file}")));
        let gap = largest_gap(&alone.world, &beside.world);
        assert!(gap <= 1e-12 && largest_gap(&alone.world, &BEFORE) > 1e-4, "{gap:e}");
    }
    // It can fail: each of them a little above nothing is told from nothing.
    for (from, to) in [("share = 0\n", "share = 0.01\n"), ("coefficient = 0", "coefficient = -0.01")] {
        assert!(largest_gap(&settled(&read(&idle.replacen(from, to, 1))).world, &BEFORE) > 1e-9);
    }
}

/// Taking any measure away and adding it back gives the same bytes, frictions of the economy included, in any order.
#[test]
fn a_measure_taken_away_and_added_back_leaves_no_trace() {
    let threat = "[[payments]]\nname = \"threat\"\nby = \"USA\"\nfrom = \"CHN\"\nto = \"RUS\"\nsectors = \"goods\"\n\
                  threat = 0.6\neffort = 2\n";
    let scenario = read(&format!("{DUTY}{ASSEMBLY}0.1\n{CONTROL}0.5\n{}{threat}", route(0.1, "")));
    let count = scenario.instruments().len();
    let bits = |measures: &[usize]| {
        let settled = settle(&scenario, &BEFORE, measures, &options()).unwrap();
        let wedges = settled.responses.iter().flatten().flat_map(|response| response.ln_wedges.clone());
        settled.world.ln_real_income().iter().copied().chain(wedges).map(f64::to_bits).collect::<Vec<_>>()
    };
    let all: Vec<usize> = (0..count).collect();
    let before = bits(&all);
    for left_out in 0..count {
        let rest: Vec<usize> = all.iter().copied().filter(|measure| *measure != left_out).collect();
        assert_ne!(bits(&rest)[..5], before[..5], "leaving out {left_out} changes nothing");
    }
    assert_eq!(bits(&all), before);
    assert_eq!(bits(&all.iter().rev().copied().collect::<Vec<_>>()), before);
}

/// (L1) and (L2) from the world's own costs, and the books: what plants add is the host's own output.
#[test]
fn assembly_grows_behind_a_duty_and_is_output_of_the_host() {
    let scenario = read(&format!("{DUTY}{ASSEMBLY}0.1\nentry = {{ fixed_cost = 1.0 }}\n"));
    let world = settled(&scenario);
    let Flow { sector, importer: host, exporter: owner } = flow("34t35", "RUS", "CHN");
    // Exports cost c_C times 1.3, assembly (c_R)^0.6 of it^0.4.
    let risen = |region: usize| world.world.ln_cost(region, sector) - BEFORE.ln_cost(region, sector);
    let export = risen(owner) + 1.3f64.ln();
    let local = 0.6 * risen(host) + 0.4 * export;
    let effective = -(0.9 * (-6.0 * export).exp() + 0.1 * (-6.0 * local).exp()).ln() / 6.0;
    let share = 0.1 * (-6.0 * (local - effective)).exp();
    let found = findings(&scenario, &world, 1);
    assert!((finding(&found, "share assembled") - share).abs() < 1e-9);
    // The nest's spending: before it, exports and kits are 1 - 0.1 x 0.6 of it, and what plants add is the host's.
    let price = world.world.ln_price(host, sector) - BEFORE.ln_price(host, sector);
    let spending = world.world.expenditure(host, sector);
    let nest = BEFORE.sourcing(sector, host, owner) / 0.94 * (-4.0 * (effective - price)).exp() * spending;
    assert!((finding(&found, "what buyers spend") / nest - 1.0).abs() < 1e-9);
    assert!((world.world.flow(sector, host, owner) / (nest * (1.0 - 0.6 * share)) - 1.0).abs() < 1e-9);
    let own = (BEFORE.sourcing(sector, host, host) - BEFORE.sourcing(sector, host, owner) / 0.94 * 0.06)
        * (-4.0 * (risen(host) - price)).exp()
        * spending;
    assert!((world.world.flow(sector, host, host) / (own + 0.6 * share * nest) - 1.0).abs() < 1e-9);
    assert!((finding(&found, "plants add") / (0.6 * share * nest) - 1.0).abs() < 1e-9);
    // All of it goes to the host's producers, who pay for work and inputs; the profit is passed on.
    assert!(
        (value(&world.world, Flow { sector, importer: host, exporter: host }) / world.world.flow(sector, host, host)
            - 1.0)
            .abs()
            < 1e-12
    );
    let profit = 0.2 * 0.6 * (share * nest - 0.1 * BEFORE.sourcing(sector, host, owner) / 0.94 * spending);
    assert!((finding(&found, "gains in profit") / profit - 1.0).abs() < 1e-9);
    assert!((finding(&found, "plant for all of it") - 1.0).abs() < f64::EPSILON);
    // An elasticity between exports and assembly below that between origins is refused when it is known.
    let low = read(&format!("{ASSEMBLY}0.1").replace("dispersion = 6", "dispersion = 3"));
    assert!(settle(&low, &BEFORE, &[0], &options()).err().unwrap().to_string().contains("trade elasticity 4"));
}

/// Plants that make more than the host buys from itself cannot be in the table.
#[test]
fn plants_that_the_table_has_no_room_for_are_refused() {
    let large = read(&format!("{ASSEMBLY}0.98").replace("kit_share = 0.4", "kit_share = 0"));
    let error = settle(&large, &BEFORE, &[0], &options()).err().unwrap().to_string();
    assert!(error.contains("affiliate_share"), "{error}");
}

#[test]
fn a_cap_moves_money_from_the_seller_to_the_buyers() {
    let scenario = read(&format!("{CAP}discount = 8\nshadow_cost = 6\nshadow_waste = 0.5\nleakage = 0.2\n"));
    let world = settled(&scenario);
    let found = findings(&scenario, &world, 0);
    // By hand: uncapped 76 - 8 = 68, honest 60, 0.8 * 60 + 0.2 * 68 = 61.6; shadow 68 - 6 = 62 pays more.
    assert!((finding(&found, "capped channel") - 61.6).abs() < 1e-12);
    assert!((finding(&found, "with the shadow fleet") - 62.0).abs() < 1e-12);
    let shadow = finding(&found, "carried by the shadow fleet");
    let coalition = finding(&found, "coalition may buy");
    assert!((shadow - f64::min(0.6, 1.0 - coalition)).abs() < 1e-12 && coalition > 0.3, "{shadow} {coalition}");
    let (oil, loss) = (finding(&found, "oil under the cap"), finding(&found, "seller's loss"));
    let expected = (shadow * (68.0 - 62.0) + (1.0 - shadow) * (68.0 - 61.6)) / 68.0;
    assert!((loss / oil - expected).abs() < 1e-12);
    let parts = finding(&found, "buyers' gain") + finding(&found, "fleet's income") + finding(&found, "waste");
    assert!((parts / loss - 1.0).abs() < 1e-12, "what the seller loses somebody gets, or it is wasted");
    assert!(change(&world.world, "RUS") < 0.0, "{}", change(&world.world, "RUS"));
    // A coalition that buys nothing leaves the capped channel to the others.
    let ban = "[[embargo]]\nname = \"e\"\nby = [\"EU27\", \"G7\", \"AUS\"]\non = \"RUS\"\nsectors = \"Mining\"\n";
    let banned = read(&format!("{CAP}{ban}"));
    let without = settled(&banned);
    let found = findings(&banned, &without, 0);
    assert!(finding(&found, "coalition may buy") == 0.0);
    assert!((finding(&found, "carried by the shadow fleet") - 0.6).abs() < 1e-12);
}

/// On every flow, what is spent is what the producer gets times the duties and fees on it (W1, G5).
#[test]
fn spending_is_what_producers_get_times_what_is_levied() {
    let text = format!("{DUTY}{ASSEMBLY}0.1\n{EMBARGO}{}{CAP}discount = 8\nshare = 0.5\n", route(0.2, "seed = 0.01"));
    let scenario = read(&text);
    let settled = settled(&scenario);
    let wedges = &settled.composed.wedges;
    let mut levied = 0;
    for measure in scenario.instruments() {
        for Flow { sector, importer, exporter } in measure.flows() {
            let place = [sector, importer, exporter];
            let fees: f64 = wedges.fees().unwrap_or_default().iter().map(|fee| 1.0 + fee.rate()[place]).product();
            let factor = fees * (1.0 + wedges.tariffs().unwrap()[place]);
            let spending = settled.world.flow(sector, importer, exporter);
            let producer = settled.world.producer_value(sector, importer, exporter);
            assert!((spending - producer * factor).abs() <= 1e-9 * spending, "{place:?}");
            levied += usize::from(fees != 1.0 && spending > 0.0);
        }
    }
    assert!(levied > 100, "{levied}");
    assert_eq!(wedges.fees().map_or(0, <[_]>::len), 7, "rent, fleet, buyers, two hubs, owner and host");
}
